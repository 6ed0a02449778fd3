package contacts_test

import (
	"context"
	"html"
	"io/fs"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/interaction"
	"samspil/internal/person"
	"samspil/internal/programme"
	"samspil/internal/scheme"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/contacts"
	"samspil/internal/web/draftpage"
	"samspil/internal/web/interplaypage"
	"samspil/internal/web/phonepage"
	"samspil/internal/web/testkit"
)

// house is a course of developmental contact with its site.
type house struct {
	t                             *testing.T
	w                             *casefiletest.World
	walk                          *testkit.Walk
	course, child, mother, strand string
}

func newHouse(t *testing.T) *house {
	w := casefiletest.One(t)
	b := &house{t: t, w: w, course: w.Course(t), strand: db.NewID()}
	b.walk = testkit.New(t, testkit.Site{Store: w.Store, Routes: routes, Templates: contacts.Templates, More: []fs.FS{interplaypage.Templates, phonepage.Templates}})
	w.SetNow(clock.NewDate(2026, 3, 16).At(9, 0))
	b.write(w.Dorthe, func(ctx context.Context, f *casefile.Writer) (err error) {
		if err = course.Begin(ctx, f, "contactsupport", "dorthe"); err != nil {
			return err
		}
		if b.child, err = person.Add(ctx, f, person.Card{Role: person.Child, Name: "Noah", Birth: clock.NewDate(2023, 7, 19)}); err != nil {
			return err
		}
		if b.mother, err = person.Add(ctx, f, person.Card{Role: person.Parent, Name: "Sanne", Birth: clock.NewDate(2002, 10, 6)}); err != nil {
			return err
		}
		yes := true
		if err = person.Relate(ctx, f, person.Relation{From: b.mother, To: b.child, Kind: person.MotherOf, Custody: &yes, Source: "henvisningen"}); err != nil {
			return err
		}
		if err = b.consent(ctx, f, course.ForSupportedContact); err != nil {
			return err
		}
		return contact.Arrange(ctx, f, contact.Arrangement{
			ID: b.strand, Children: []string{b.child}, Counterpart: b.mother, State: contact.Supported, Basis: "barnets lov § 104, stk. 3",
			DecidedBy: contact.Municipality, DecidedOn: clock.NewDate(2026, 3, 16), From: clock.NewDate(2026, 3, 16), Document: "Afgørelse",
			Frequency: contact.Frequency{EveryWeeks: 1, Minutes: 120}, Purpose: "Støtte til Sanne",
		})
	})
	w.SetNow(casefiletest.Start)
	return b
}

// routes are those of the area, and of what its pages lean on.
func routes(k *web.Kit) []web.Route {
	return slices.Concat(contacts.Routes(k), draftpage.Routes(k), phonepage.Routes(k))
}

func (b *house) consent(ctx context.Context, f *casefile.Writer, k course.ConsentKind) error {
	return course.RecordConsent(ctx, f, course.Consent{ID: db.NewID(), PersonID: b.mother, Kind: k, Status: course.Given, At: clock.NewDate(2026, 3, 16).At(8, 0),
		How: course.Signed, Scope: "Noter om samvær"})
}

func (b *house) write(who access.Actor, f func(ctx context.Context, f *casefile.Writer) error) {
	b.t.Helper()
	b.w.OK(b.t, b.w.Write(b.t, who, b.course, f))
}

func (b *house) path(parts ...string) string {
	return "/forloeb/" + b.course + "/" + strings.Join(parts, "/")
}

var hidden = regexp.MustCompile(`name="(id|version|after_id|during_version|opened)" value="([^"]*)"`)

// open fetches a form and returns what it carries unseen.
func (b *house) open(path string) url.Values {
	b.t.Helper()
	page := b.walk.As(b.w.Lone).Get(path)
	if page.Status != 200 {
		b.t.Fatalf("GET %s: %d", path, page.Status)
	}
	form := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(page.Body, -1) {
		form.Set(m[1], m[2])
	}
	return form
}

// send fills in the form at the path and hands it in.
func (b *house) send(path string, fields map[string]string) testkit.Page {
	b.t.Helper()
	form := b.open(path)
	for name, value := range fields {
		if value == "" {
			continue
		}
		form[name] = strings.Split(value, "|")
	}
	return b.walk.As(b.w.Lone).Post(path, form)
}

func (b *house) sent(path string, fields map[string]string) string {
	b.t.Helper()
	page := b.send(path, fields)
	if page.Status != 303 {
		b.t.Fatalf("POST %s: %d\n%s", path, page.Status, problems(page))
	}
	return page.Location
}

// holds reports whether the page holds every word, in its fields too.
func holds(p testkit.Page, words ...string) bool {
	body := html.UnescapeString(p.Body)
	for _, w := range words {
		if !strings.Contains(body, w) {
			return false
		}
	}
	return true
}

var problem = regexp.MustCompile(`(?s)<div class="error-summary".*?</div>`)

func problems(p testkit.Page) string { return problem.FindString(p.Body) }

func (b *house) booked(date string) string {
	b.t.Helper()
	to := b.sent(b.path("samvaer", "ny"), map[string]string{"strand": b.strand, "date": date, "start": "14.30", "end": "16.30",
		"place": "Familiehuset", "staff": "lone", "persons": b.child + "|" + b.mother})
	return to[strings.LastIndex(to, "/")+1:]
}

func (b *house) agree() {
	b.t.Helper()
	b.sent(b.path("samvaersaftaler", b.strand, "noter"), map[string]string{"status": "given", "how": "signed", "at": "20.3.2026", "time": "11",
		"scope": "Vi beskriver samværet"})
}

var attended = map[string]string{"outcome": "as_agreed", "start": "14.30", "end": "16.30", "place": "Familiehuset", "brought": "Plejemor",
	"fetched": "Plejemor", "staff": "lone", "direct": "120"}

func (b *house) attended() map[string]string {
	out := map[string]string{"persons": b.child + "|" + b.mother}
	for k, v := range attended {
		out[k] = v
	}
	return out
}

// The whole contact through the pages, as one does it: agreement, booking,
// before, during, after with a yes, what is missing, signature, correction.
func TestAWholeContact(t *testing.T) {
	b := newHouse(t)
	b.agree()
	id := b.booked("30.9.2026")
	at := b.path("samvaer", id)
	b.sent(at+"/foer", map[string]string{"held": "ja", "focus": "Vent, og følg hans leg", "watch_for": "Hvornår han kigger op", "go_ahead": "yes"})
	if page := b.walk.As(b.w.Lone).Get(at + "/under"); !page.Has("Vent, og følg hans leg", "Hvornår han kigger op") {
		t.Error("the focus does not stand in view during the contact")
	}
	b.sent(at+"/under", b.attended())
	to := b.sent(at+"/efter", map[string]string{"observation": "Noah rakte klodsen frem.", "help": "Et stille ord", "child_words": "»Mere klods.«",
		"held": "ja", "parent_words": "»Han kom selv.«", "focus_rating": "4", "assessment": "Sanne venter længere.", "attention": "ja",
		"what": "Sanne er flyttet", "then": "sign"})
	if !strings.HasSuffix(to, "/underskrift") {
		t.Fatalf("after saving: %s, want the signature", to)
	}
	if page := b.send(at+"/underskrift", map[string]string{"attention": "ja"}); page.Status != 422 || !page.Has("Hvordan mødtes de") && !page.Has("Hvordan de mødtes") {
		t.Errorf("signing without arrival and goodbye: %d\n%s", page.Status, problems(page))
	}
	b.sent(at+"/underskrift", map[string]string{"attention": "ja", "omit.M11": "Noah sov", "omit.M14": "Hentet i døren"})
	b.flagged(id, 1)
	page := b.walk.As(b.w.Lone).Get(at)
	if !page.Has("Vent, og følg hans leg", "4 af 10", "»Mere klods.«", "Sanne venter længere.", "Skrevet under af") && !page.Has("Lone") {
		t.Error("the page of the contact lacks what was written")
	}
	if page := b.send(at+"/efter", map[string]string{"observation": "Rettet", "attention": "ja"}); page.Status != 422 {
		t.Errorf("a correction without reason: %d", page.Status)
	}
	b.sent(at+"/efter", map[string]string{"observation": "Noah rakte bilen frem.", "help": "Et stille ord", "child_words": "»Mere klods.«",
		"held": "ja", "assessment": "Sanne venter længere.", "attention": "ja", "reason": "Det var bilen"})
	if page := b.walk.As(b.w.Lone).InEnglish().Get(at); !page.Has("Noah rakte bilen frem.", "Noah rakte klodsen frem.", "Det var bilen") {
		t.Error("the correction and the words it replaced do not both stand there")
	}
}

func (b *house) flagged(id string, want int) {
	b.t.Helper()
	b.w.OK(b.t, b.w.Read(b.t, b.w.Lone, b.course, func(ctx context.Context, f *casefile.Reader) error {
		flags, err := attention.Flags(ctx, f)
		n := 0
		for _, x := range flags {
			if x.SessionID == id && x.OwnerID == "lone" {
				n++
			}
		}
		if n != want {
			b.t.Errorf("%d marks for the contact, want %d", n, want)
		}
		return err
	}))
}

// Without an agreement the description is not asked for and not taken.
func TestNoDescriptionWithoutAgreement(t *testing.T) {
	b := newHouse(t)
	at := b.path("samvaer", b.booked("30.9.2026"))
	b.sent(at+"/under", b.attended())
	page := b.walk.As(b.w.Lone).Get(at + "/efter")
	if holds(page, `name="observation"`) || !page.Has("Samværet må ikke beskrives") {
		t.Error("the form asks for a description that may not be made, or does not say why not")
	}
	refused := b.send(at+"/efter", map[string]string{"observation": "Noah rakte klodsen frem.", "attention": "nej"})
	if refused.Status != 422 {
		t.Errorf("a description without basis: %d", refused.Status)
	}
	b.sent(at+"/efter", map[string]string{"attention": "nej"})
	b.sent(at+"/underskrift", map[string]string{"attention": "nej"})
}

// Bad input is told at the field, and everything typed stays.
func TestBadInput(t *testing.T) {
	b := newHouse(t)
	b.agree()
	at := b.path("samvaer", b.booked("30.9.2026"))
	tests := []struct {
		name, path string
		fields     map[string]string
		want       []string
	}{
		{"empty booking", b.path("samvaer", "ny"), map[string]string{"place": "Legerummet"}, []string{"Skriv datoen", "Vælg, hvilket samvær det er", "Legerummet"}},
		{"booking before the arrangement", b.path("samvaer", "ny"), map[string]string{"strand": b.strand, "date": "1.3.2026", "start": "10", "end": "12",
			"staff": "lone", "persons": b.child}, []string{"Aftalen om samvær gælder først fra"}},
		{"malformed times", at + "/under", map[string]string{"start": "halv tre", "end": "25.10", "incident": "Intet"}, []string{"Skriv tiden i timer og minutter", "halv tre", "Intet"}},
		{"end before start", at + "/under", map[string]string{"outcome": "as_agreed", "start": "16.30", "end": "14.30", "staff": "lone", "persons": b.child},
			[]string{"Sluttiden ligger før starten"}},
		{"over-long focus", at + "/foer", map[string]string{"held": "ja", "focus": strings.Repeat("æ", 301)}, []string{"Teksten er for lang"}},
		{"no answer about the pre-talk", at + "/foer", map[string]string{"focus": "Vent"}, []string{"Svar på, om forsamtalen blev holdt", "Vent"}},
		{"cancellation without side", at + "/afbud", map[string]string{"reason": "Sne"}, []string{"Svar på, om I fik besked", "Sne"}},
		{"state without decision", b.path("samvaersaftaler", b.strand), map[string]string{"state": "overvaaget", "frequency": "4", "purpose": "Ro"},
			[]string{"Vælg, hvem der har truffet afgørelsen", "Ro"}},
		{"every fifth week", b.path("samvaersaftaler", b.strand), map[string]string{"state": "stoettet", "decided_by": "municipality", "decided_on": "1.10.2026",
			"document": "Afgørelse", "from": "1.10.2026", "frequency": "5", "purpose": "Ro", "why": "Ønske"}, []string{"Hver 5. uge er for sjældent"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			page := b.send(test.path, test.fields)
			if page.Status != 422 || !holds(page, test.want...) {
				t.Errorf("%d, want 422 with %q\n%s", page.Status, test.want, problems(page))
			}
		})
	}
}

// Two people on one form: the second sees both texts, and nothing is lost.
func TestStaleForm(t *testing.T) {
	b := newHouse(t)
	b.agree()
	at := b.path("samvaer", b.booked("30.9.2026")) + "/foer"
	mine := b.open(at)
	b.sent(at, map[string]string{"held": "ja", "focus": "Den andens ord"})
	mine.Set("held", "ja")
	mine.Set("focus", "Mine ord")
	page := b.walk.As(b.w.Anders).Post(at, mine)
	if page.Status != 409 || !holds(page, "Mine ord", "Den andens ord") {
		t.Fatalf("%d, want 409 with both texts\n%s", page.Status, problems(page))
	}
	again := url.Values{"held": {"ja"}, "focus": {"Begges ord"}}
	for _, m := range hidden.FindAllStringSubmatch(page.Body, -1) {
		again.Set(m[1], m[2])
	}
	if page := b.walk.As(b.w.Anders).Post(at, again); page.Status != 303 {
		t.Errorf("saving the choice: %d\n%s", page.Status, problems(page))
	}
	if page := b.walk.As(b.w.Anders).Post(at, again); page.Status != 303 {
		t.Errorf("the same once more: %d, want to land on the same page", page.Status)
	}
}

// What is typed is kept, comes back in the form it was typed in, and is gone
// once handed in; a second window's text is kept beside it.
func TestDraftThroughThePages(t *testing.T) {
	b := newHouse(t)
	b.agree()
	id := b.booked("30.9.2026")
	at := b.path("samvaer", id) + "/foer"
	save := func(version, focus string) testkit.Page {
		return b.walk.As(b.w.Lone).PostJSON("/kladde/"+b.course, url.Values{"_key": {"before:" + id}, "_version": {version}, "version": {"0"}, "focus": {focus}})
	}
	if page := save("0", "Halvt ord"); page.Status != 200 || !page.Has(`"version":"1"`) {
		t.Fatalf("saving: %d %s", page.Status, page.Body)
	}
	if page := save("0", "Andet vindue"); page.Status != 409 || !holds(page, "Halvt ord") {
		t.Fatalf("second window: %d %s", page.Status, page.Body)
	}
	page := b.walk.As(b.w.Lone).Get(at)
	if !holds(page, "Halvt ord", "Andet vindue", `data-draft-version="1"`) {
		t.Error("the form does not show the draft and what the other window left")
	}
	if page := b.walk.As(b.w.Anders).Get(at); holds(page, "Halvt ord") {
		t.Error("another person sees the draft")
	}
	b.sent(at, map[string]string{"held": "ja", "focus": "Færdigt"})
	if page := b.walk.As(b.w.Lone).Get(at); holds(page, "Halvt ord") {
		t.Error("the draft is still there after handing in")
	}
}

// Every kind of activity of both programmes can be planned, written down,
// signed and seen, in both languages.
func TestEveryActivity(t *testing.T) {
	b := newHouse(t)
	b.agree()
	contactID := b.booked("23.9.2026")
	b.sent(b.path("samvaer", contactID, "under"), b.attended())
	b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error { return b.consent(ctx, f, course.ForPsychologist) })
	p, _ := programme.Shipped().Get("contactsupport")
	for _, act := range p.Activities {
		if act.Contact {
			continue
		}
		t.Run(act.ID, func(t *testing.T) {
			to := b.sent(b.path("aftaler", "ny"), map[string]string{"kind": act.ID, "date": "29.9.2026", "start": "10", "end": "11.30",
				"place": "Hjemme", "staff": "lone", "persons": b.mother, "builds_on": contactID})
			b.sent(to+"/note", map[string]string{"date": "29.9.2026", "start": "10", "end": "11.30", "staff": "lone", "persons": b.mother, "direct": "90",
				"observation": "Sanne fortalte om morgenen.", "builds_on": contactID})
			b.sent(to+"/underskrift", map[string]string{"attention": "nej"})
			if page := b.walk.As(b.w.Lone).Get(to); !page.Has("Nej, intet kræver særlig opmærksomhed") {
				t.Error("the answer about special attention is not the one that was given")
			}
			for _, page := range []testkit.Page{b.walk.As(b.w.Lone).Get(to), b.walk.As(b.w.Lone).InEnglish().Get(to)} {
				if page.Status != 200 || !page.Has("Sanne fortalte om morgenen.") {
					t.Errorf("page: %d", page.Status)
				}
			}
		})
	}
	for _, path := range []string{b.path("aftaler"), b.path("samvaer"), b.path("samvaersaftaler"), b.path("samvaersaftaler", "ny")} {
		for _, page := range []testkit.Page{b.walk.As(b.w.Lone).Get(path), b.walk.As(b.w.Lone).InEnglish().Get(path)} {
			if page.Status != 200 {
				t.Errorf("%s: %d", path, page.Status)
			}
		}
	}
}

func TestStopMoveCancelAndAfterwards(t *testing.T) {
	b := newHouse(t)
	b.agree()
	at := b.path("samvaer", b.booked("30.9.2026"))
	fields := b.attended()
	fields["outcome"] = "stopped"
	if to := b.sent(at+"/under", fields); !strings.HasSuffix(to, "/stop") {
		t.Errorf("a stopped contact leads to %s, want the record of the stop", to)
	}
	b.sent(at+"/stop", map[string]string{"at": "15.12", "stop_reason": "distress", "authority": "arrangement", "what": "Noah græd.",
		"child_reaction": "Faldt til ro", "informed": "Dorthe kl. 16.40", "resumed": "nej", "notification": "ja"})
	b.sent(at+"/bagefter", map[string]string{"told": "Sov roligt", "by": "Plejemor", "date": "1.10.2026"})
	if page := b.walk.As(b.w.Lone).Get(at); !page.Has("efter 42 minutter", "Noah græd.", "Sov roligt") {
		t.Error("the stop or the days after are not on the page")
	}
	ahead := b.path("samvaer", b.booked("7.10.2026"))
	b.sent(ahead+"/flyt", map[string]string{"date": "8.10.2026", "start": "14.30", "end": "16.30", "place": "Legerummet", "staff": "lone", "persons": b.child + "|" + b.mother})
	b.sent(ahead+"/afbud", map[string]string{"side": "parent.did_not_come", "told": "nej"})
	if page := b.walk.As(b.w.Lone).Get(ahead); !page.Has("Legerummet", "Uden afbud") {
		t.Error("the move or the cancellation is not on the page")
	}
}

// Others than the team see nothing, and a page says no more than that it is
// not here.
func TestWhoMayOpen(t *testing.T) {
	b := newHouse(t)
	at := b.path("samvaer", b.booked("30.9.2026"))
	for _, path := range []string{at, at + "/efter", b.path("aftaler"), b.path("samvaer")} {
		for _, who := range []access.Actor{b.w.Mikkel, b.w.Dorthe, b.w.Admin} {
			if page := b.walk.As(who).Get(path); page.Status != 404 {
				t.Errorf("%s opens %s: %d", who.ID, path, page.Status)
			}
		}
		if page := b.walk.As(b.w.Gitte).Get(path); !page.Has("Hvorfor åbner du forløbet?") {
			t.Errorf("the leader is not asked why at %s", path)
		}
	}
	if page := b.walk.As(b.w.Dorthe).Get(b.path("samvaersaftaler")); page.Status != 200 || !page.Has("Noah", "Sanne") {
		t.Errorf("the adviser's view of the arrangements: %d", page.Status)
	}
}

func TestTheCodedInterplayOfAVisit(t *testing.T) {
	b := newHouse(t)
	day, visit, talk := clock.NewDate(2026, 9, 29), db.NewID(), db.NewID()
	held := func(id string, kind session.Kind, persons ...string) session.Session {
		return session.Session{ID: id, EntryID: db.NewID(), Kind: kind, PlannedStart: day.At(10, 0), PlannedEnd: day.At(11, 0), Start: day.At(10, 0),
			End: day.At(11, 0), DirectMinutes: 60, Place: "Hjemme", Staff: []string{"lone"}, Persons: persons, Observation: "De bagte."}
	}
	b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		if err := session.Record(ctx, f, held(talk, session.Therapeutic, b.mother)); err != nil {
			return err
		}
		return session.Record(ctx, f, held(visit, session.Practical, b.child, b.mother))
	})
	at, lone := b.path("aftaler", visit), b.walk.As(b.w.Lone)
	if p := lone.Get(at); !p.Has("Ingen har kodet noget af besøget endnu", "Kod et stykke af besøget") || !strings.Contains(p.Body, `href="`+at+`/kodning"`) {
		t.Errorf("before anything is coded: %s", p.Text())
	}
	if p := lone.Get(b.path("aftaler", talk)); p.Status != 200 || p.Has("Ingen har kodet") {
		t.Errorf("a talk without the child offers coding: %s", p.Text())
	}
	b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		id := db.NewID()
		if err := interaction.Open(ctx, f, interaction.Segment{ID: id, SessionID: visit, Part: "play", Scheme: scheme.Shipped().Ref(), Source: interaction.Desk, StartedAt: day.At(10, 5)}); err != nil {
			return err
		}
		_, err := interaction.Append(ctx, f, id, []interaction.Entry{{ID: db.NewID(), Device: "d", Seq: 1, At: 1000, Deed: interaction.Point, Code: "B-INI"}})
		if err != nil {
			return err
		}
		return interaction.Close(ctx, f, id, 300_000)
	})
	p := lone.Get(at)
	if !p.Has("Samspillet, 5 minutter: leg", "Tal for besøget", "Fik Noah svar på det, Noah begyndte på?", "For få til at regne på") ||
		!strings.Contains(p.Body, `href="`+at+`/kodning/tal.csv"`) {
		t.Errorf("coded: %s", p.Text())
	}
	if p := b.walk.As(b.w.Gitte).Get(at); !p.Has("Hvorfor åbner du forløbet?") || p.Has("Samspillet") {
		t.Errorf("the leader is not asked why: %s", p.Text())
	}
	for _, who := range []access.Actor{b.w.Mikkel, b.w.Dorthe, b.w.Admin} {
		if p := b.walk.As(who).Get(at); p.Status != 404 {
			t.Errorf("%s opens it: %d", who.ID, p.Status)
		}
	}
}
