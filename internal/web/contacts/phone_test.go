package contacts_test

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/device"
	"samspil/internal/interaction"
	"samspil/internal/outbox"
	"samspil/internal/outbox/outboxtest"
	"samspil/internal/phone"
	"samspil/internal/scheme"
	"samspil/internal/session"
	"samspil/internal/wire"
)

// handset is a phone of one of the staff at a contact of the house.
type handset struct {
	*outboxtest.Phone
	b     *house
	owner access.Actor
	at    outboxtest.Place
}

func (b *house) handset(owner access.Actor, name, contactID string) *handset {
	b.t.Helper()
	p, err := outboxtest.New(b.w.Now)
	b.w.OK(b.t, err)
	h := &handset{Phone: p, b: b, owner: owner, at: outboxtest.Place{Case: b.course, Contact: contactID}}
	ctx := context.Background()
	var code string
	b.w.OK(b.t, b.w.Store.Update(ctx, func(tx *casefile.Tx) (err error) {
		code, _, err = device.Code(ctx, tx, owner)
		return err
	}))
	d, err := device.Enrol(ctx, b.w.Store, device.Enrolment{Code: code, Name: name, PIN: "194827", App: "proeve", Public: p.Public(), Sign: p.Sign([]byte(wire.EnrolWords + code))})
	b.w.OK(b.t, err)
	p.ID = d.ID
	id, public, err := b.w.Store.Keys.Outbox(ctx, b.course, b.w.Now())
	b.w.OK(b.t, err)
	h.at.Key = wire.PublicKey{Key: id, Public: public}
	_, p.Receipts, err = b.w.Store.Keys.ReceiptKey(ctx)
	b.w.OK(b.t, err)
	return h
}

// send seals entries and sends them, and returns where each lies.
func (h *handset) send(payloads ...any) (shelves []wire.Shelf) {
	h.b.t.Helper()
	for _, p := range payloads {
		kind := wire.KindNote
		switch x := p.(type) {
		case wire.Segment:
			kind = wire.KindStart
		case wire.Payload:
			kind = wire.KindOf(x.Entry(wire.Envelope{}))
		}
		_, err := h.Seal(h.at, kind, p)
		h.b.w.OK(h.b.t, err)
	}
	batch := h.Batch(100)
	ctx := context.Background()
	answer, err := outbox.Receive(ctx, h.b.w.Store, outbox.Sender{Device: device.Device{ID: h.ID, OwnerID: h.owner.ID, Public: h.Public()}, Actor: h.owner}, batch, phone.Apply)
	h.b.w.OK(h.b.t, err)
	h.b.w.OK(h.b.t, h.Take(batch, answer))
	for _, k := range h.Entries[len(h.Entries)-len(payloads):] {
		shelves = append(shelves, k.Receipt.Shelf)
	}
	return shelves
}

func (h *handset) wrote(w wire.Writing) wire.Writing {
	w.V, w.Session = 1, h.at.Contact
	return w
}

// contactToday is a contact in the afternoon of the world's day, which is over.
func (b *house) contactToday() string {
	b.t.Helper()
	day, id := clock.NewDate(2026, 10, 1), db.NewID()
	b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		if err := b.consent(ctx, f, course.ForRecord); err != nil {
			return err
		}
		_, err := contact.Book(ctx, f, b.strand, session.Session{ID: id, EntryID: db.NewID(), PlannedStart: day.At(14, 30), PlannedEnd: day.At(16, 30),
			Place: "Familiehuset", Staff: []string{"lone", "anders"}, Persons: []string{b.child, b.mother}})
		return err
	})
	b.w.SetNow(day.At(17, 0))
	return id
}

func heldToday() *wire.During {
	return &wire.During{Start: "2026-10-01T14:30:00+02:00", End: "2026-10-01T16:30:00+02:00", Outcome: "as_agreed", BroughtBy: "Plejemor", FetchedBy: "Plejemor", Direct: 120}
}

func codedBy(id, contactID, started string) wire.Segment {
	return wire.Segment{V: 1, ID: id, Session: contactID, Part: "play", Scheme: scheme.Shipped().Ref(), Live: true, Started: started}
}

// TestTwoPhonesAtOneContact: what both wrote stands on the contact's page in the order
// of the clock, with whose it is.
func TestTwoPhonesAtOneContact(t *testing.T) {
	b := newHouse(t)
	id := b.contactToday()
	page := b.walk.As(b.w.Lone).Get(b.path("samvaer", id))
	if strings.Contains(page.Text(), "Fra telefonen") {
		t.Error("nothing came from a phone, and the page says so")
	}
	lone, anders := b.handset(b.w.Lone, "Den sorte", id), b.handset(b.w.Anders, "Den blå", id)
	lone.send(lone.wrote(wire.Writing{During: heldToday()}), lone.wrote(wire.Writing{Note: &wire.Note{At: "2026-10-01T15:10:00+02:00", Text: "Han rækker bilen frem"}}),
		codedBy("stykke-a", id, "2026-10-01T14:40:00+02:00"), wire.Payload{V: 1, Segment: "stykke-a", Deed: string(interaction.Point), At: 1000, Code: "B-INI"})
	anders.send(anders.wrote(wire.Writing{Note: &wire.Note{At: "2026-10-01T15:00:00+02:00", Text: "Sanne venter"}}),
		codedBy("stykke-b", id, "2026-10-01T15:20:00+02:00"), wire.Payload{V: 1, Segment: "stykke-b", Deed: string(interaction.Point), At: 1000, Code: "B-INI"})
	text := b.walk.As(b.w.Lone).Get(b.path("samvaer", id)).Text()
	at := 0
	for _, want := range []string{"Fra telefonen", "15.00", "Sanne venter", "Anders, Den blå", "15.10", "Han rækker bilen frem", "Lone, Den sorte",
		"Kodet fra kl. 14.40: Lone, Den sorte", "Kodet fra kl. 15.20: Anders, Den blå"} {
		i := strings.Index(text[at:], want)
		if i < 0 {
			t.Fatalf("%q does not come after what was before it in %s", want, text)
		}
		at += i
	}
}

// TestBothTextsStandSideBySide: what a colleague wrote meanwhile is not written over;
// somebody sees both, chooses, and the shelf is empty.
func TestBothTextsStandSideBySide(t *testing.T) {
	for name, describable := range map[string]bool{"described": true, "not described by then": false} {
		t.Run(name, func(t *testing.T) { sideBySide(t, describable) })
	}
}

func sideBySide(t *testing.T, describable bool) {
	b := newHouse(t)
	id := b.contactToday()
	lone, anders := b.handset(b.w.Lone, "Den sorte", id), b.handset(b.w.Anders, "Den blå", id)
	yes := true
	anders.send(anders.wrote(wire.Writing{Before: &wire.Before{Held: &yes, Focus: "Sige farvel", WatchFor: "Øjnene"}}))
	got := lone.send(lone.wrote(wire.Writing{Before: &wire.Before{Held: &yes, Focus: "Vente på Noah", WatchFor: "Øjnene", GoAhead: "yes"}}))
	if got[0] != wire.Quarantine {
		t.Fatalf("lies on %s", got[0])
	}
	page := b.walk.As(b.w.Lone).Get(b.path("samvaer", id))
	if !strings.Contains(page.Text(), "Samtalen før samværet kl. 17.00 ligger på hylden") {
		t.Fatal(page.Text())
	}
	to := compareLink(t, page.Body)
	if !describable {
		b.withdraw()
	}
	form := b.walk.As(b.w.Lone).Get(to)
	if describable && (form.Status != 409 || !strings.Contains(form.Body, `value="Vente på Noah"`) || !strings.Contains(form.Text(), "Sige farvel")) {
		t.Fatalf("%d: %s", form.Status, form.Text())
	}
	values := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(form.Body, -1) {
		values.Set(m[1], m[2])
	}
	values.Set("held", "ja")
	if describable {
		values.Set("focus", "Vente på Noah, og sige farvel")
	}
	if sent := b.walk.As(b.w.Lone).Post(to, values); sent.Status != 303 {
		t.Fatalf("%d: %s", sent.Status, problems(sent))
	}
	page = b.walk.As(b.w.Lone).Get(b.path("samvaer", id))
	if text := page.Text(); strings.Contains(text, "Vente på Noah, og sige farvel") != describable || strings.Contains(text, "ligger på hylden") == describable {
		t.Error(text)
	}
}

// withdraw takes the mother's yes to notes back, from before the contact.
func (b *house) withdraw() {
	b.t.Helper()
	b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		return course.RecordConsent(ctx, f, course.Consent{ID: db.NewID(), PersonID: b.mother, Kind: course.ForRecord, Status: course.Withdrawn,
			At: clock.NewDate(2026, 10, 1).At(13, 0), How: course.Signed, Scope: "Noter om samvær"})
	})
}

var toCompare = regexp.MustCompile(`href="([^"]+/samvaer/[^"]+/telefon/[^"]+)"`)

func compareLink(t *testing.T, body string) string {
	t.Helper()
	m := toCompare.FindStringSubmatch(body)
	if m == nil {
		t.Fatalf("no link to both texts: %s", body)
	}
	return m[1]
}

// TestTheContactItselfMayTakeTwoForms: attendance and what was seen stand on two forms
// of the desk, and both are gone through.
func TestTheContactItselfMayTakeTwoForms(t *testing.T) {
	b := newHouse(t)
	id := b.contactToday()
	lone, anders := b.handset(b.w.Lone, "Den sorte", id), b.handset(b.w.Anders, "Den blå", id)
	anders.send(anders.wrote(wire.Writing{During: heldToday()}))
	during := heldToday()
	during.Observation, during.Outcome, during.OutcomeReason = "Noah rakte bilen frem", "late", "Bussen"
	lone.send(lone.wrote(wire.Writing{During: during}))
	to := compareLink(t, b.walk.As(b.w.Lone).Get(b.path("samvaer", id)).Body)
	for step, want := range []string{"?del=efter", ""} {
		form := b.walk.As(b.w.Lone).Get(to)
		values := url.Values{}
		for _, m := range hidden.FindAllStringSubmatch(form.Body, -1) {
			values.Set(m[1], m[2])
		}
		for name, value := range map[string]string{"start": "14.30", "end": "16.30", "outcome": "late", "outcome_reason": "Bussen", "direct": "120",
			"held": "ja", "observation": "Noah rakte bilen frem", "attention": "nej"} {
			if strings.Contains(form.Body, `name="`+name+`"`) {
				values.Set(name, value)
			}
		}
		values["staff"], values["persons"] = []string{"lone", "anders"}, []string{b.child, b.mother}
		sent := b.walk.As(b.w.Lone).Post(to, values)
		if sent.Status != 303 || want != "" && !strings.HasSuffix(sent.Location, want) {
			t.Fatalf("step %d: %d to %q: %s", step, sent.Status, sent.Location, problems(sent))
		}
		to = sent.Location
	}
	text := b.walk.As(b.w.Lone).Get(b.path("samvaer", id)).Text()
	if !strings.Contains(text, "Noah rakte bilen frem") || !strings.Contains(text, "Bussen") || strings.Contains(text, "ligger på hylden") {
		t.Error(text)
	}
}

// TestWithheldWordsOnThePage: what may not be described is shown to who may write, and
// can be set aside with a reason, not without.
func TestWithheldWordsOnThePage(t *testing.T) {
	b := newHouse(t)
	id := b.contactToday()
	b.withdraw()
	lone := b.handset(b.w.Lone, "Den sorte", id)
	during := heldToday()
	during.Observation = "Noah rakte bilen frem"
	if got := lone.send(lone.wrote(wire.Writing{During: during})); got[0] != wire.InCase {
		t.Fatalf("lies on %s", got[0])
	}
	page := b.walk.As(b.w.Lone).Get(b.path("samvaer", id))
	if text := page.Text(); !strings.Contains(text, "Noten om samværet kl. 17.00 ligger på hylden") || !strings.Contains(text, "Beskrivelsen venter her") ||
		!strings.Contains(text, "Noah rakte bilen frem") {
		t.Fatal(text)
	}
	_, rest, _ := strings.Cut(page.Body, `action="`+b.path("telefon"))
	to, _, _ := strings.Cut(rest, `/plads"`)
	to = b.path("telefon") + to
	for _, step := range []struct {
		path, reason string
		lies         bool
	}{{"/plads", "", true}, {"/til-side", "", true}, {"/til-side", "Skrevet ved en fejl", false}} {
		if sent := b.walk.As(b.w.Lone).Post(to+step.path, url.Values{"reason": {step.reason}}); sent.Status != 303 || sent.Location != b.path("samvaer", id) {
			t.Errorf("%s: %d to %q", step.path, sent.Status, sent.Location)
		}
		if lies := strings.Contains(b.walk.As(b.w.Lone).Get(b.path("samvaer", id)).Text(), "ligger på hylden"); lies != step.lies {
			t.Errorf("after %s with %q it lies there: %v", step.path, step.reason, lies)
		}
	}
}

// TestWhatWasBegunOnThePhoneIsFoundAtTheDesk: the desk's forms show what was typed and
// not handed in, field by field.
func TestWhatWasBegunOnThePhoneIsFoundAtTheDesk(t *testing.T) {
	b := newHouse(t)
	id := b.contactToday()
	lone := b.handset(b.w.Lone, "Den sorte", id)
	lone.send(lone.wrote(wire.Writing{During: heldToday()}),
		lone.wrote(wire.Writing{Draft: &wire.Draft{Form: "before", Fields: map[string]string{"focus": "Vente på No", "held": "ja", "start": "14.20"}}}),
		lone.wrote(wire.Writing{Draft: &wire.Draft{Form: "after", Fields: map[string]string{"observation": "Noah rakte bi", "attention": "nej", "focus_rating": "7"}}}))
	for form, wants := range map[string][]string{
		"foer":  {`value="Vente på No"`, `value="14.20"`, `value="ja" checked`},
		"efter": {"Noah rakte bi", `value="nej" checked`, `value="7" checked`},
	} {
		page := b.walk.As(b.w.Lone).Get(b.path("samvaer", id, form))
		for _, want := range wants {
			if !strings.Contains(page.Body, want) {
				t.Errorf("%s: no %s", form, want)
			}
		}
	}
	if other := b.walk.As(b.w.Anders).Get(b.path("samvaer", id, "foer")); strings.Contains(other.Body, "Vente på No") {
		t.Error("a draft is its author's alone")
	}
}

// TestAVisitShowsItsNotes: the page of a visit has the section too, and nobody else
// than the team sees it.
func TestAVisitShowsItsNotes(t *testing.T) {
	b := newHouse(t)
	b.contactToday()
	id := db.NewID()
	lone := b.handset(b.w.Lone, "Den sorte", id)
	got := lone.send(lone.wrote(wire.Writing{Note: &wire.Note{At: "2026-10-01T10:20:00+02:00", Text: "De bager"}}),
		lone.wrote(wire.Writing{Visit: &wire.Visit{Kind: "between", Start: "2026-10-01T10:00:00+02:00", End: "2026-10-01T11:00:00+02:00", Direct: 60, Persons: []string{b.mother}}}))
	if got[0] != wire.InCase || got[1] != wire.InCase {
		t.Fatalf("lie on %v", got)
	}
	if text := b.walk.As(b.w.Anders).Get(b.path("aftaler", id)).Text(); !strings.Contains(text, "Fra telefonen") || !strings.Contains(text, "10.20") || !strings.Contains(text, "De bager") {
		t.Error(text)
	}
	for _, who := range []access.Actor{b.w.Mikkel, b.w.Dorthe, b.w.Admin} {
		if page := b.walk.As(who).Get(b.path("aftaler", id)); page.Status != 404 || strings.Contains(page.Body, "De bager") {
			t.Errorf("%s: %d", who.ID, page.Status)
		}
	}
}
