package voice_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/person"
	"samspil/internal/voice"
)

// bench is a course with a child, its brother and their mother.
type bench struct {
	t                              *testing.T
	w                              *casefiletest.World
	course, child, brother, mother string
}

func each(t *testing.T, f func(b bench)) {
	t.Helper()
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) { f(set(t, w)) })
}

func set(t *testing.T, w *casefiletest.World) bench {
	t.Helper()
	b := bench{t: t, w: w, course: w.Course(t)}
	w.OK(t, w.Write(t, w.Dorthe, b.course, func(ctx context.Context, f *casefile.Writer) (err error) {
		for _, one := range []struct {
			to   *string
			card person.Card
		}{
			{&b.child, person.Card{Role: person.Child, Name: "Liva", Birth: clock.NewDate(2020, 2, 27)}},
			{&b.brother, person.Card{Role: person.Child, Name: "Oskar", Birth: clock.NewDate(2015, 6, 2)}},
			{&b.mother, person.Card{Role: person.Parent, Name: "Trine"}},
		} {
			if *one.to, err = person.Add(ctx, f, one.card); err != nil {
				return err
			}
		}
		return nil
	}))
	return b
}

func (b bench) said(words string) voice.Entry {
	return voice.Entry{
		ID: db.NewID(), ChildID: b.child, On: clock.NewDate(2026, 9, 28), How: voice.Talk, Words: words, Subject: voice.OnContact, Tell: voice.TellAll,
	}
}

func (b bench) secret() voice.Entry {
	e := b.said("den blå elefant")
	e.Tell, e.Confidential = voice.TellNone, true
	return e
}

func (b bench) write(who access.Actor, e voice.Entry) error {
	b.t.Helper()
	return b.w.Write(b.t, who, b.course, func(ctx context.Context, f *casefile.Writer) error { return voice.Write(ctx, f, e) })
}

func (b bench) do(who access.Actor, f func(ctx context.Context, f *casefile.Writer) error) error {
	b.t.Helper()
	return b.w.Write(b.t, who, b.course, f)
}

// all is what somebody sees, a leader with a reason.
func (b bench) all(who access.Actor) ([]voice.Entry, error) {
	b.t.Helper()
	p := access.Purpose{Code: access.Deliver}
	if who.Role == access.Leader {
		p.Reason = "gennemgang af forløbet"
	}
	var out []voice.Entry
	err := b.w.ReadFor(b.t, who, b.course, p, func(ctx context.Context, f *casefile.Reader) (err error) {
		out, err = voice.All(ctx, f)
		return err
	})
	return out, err
}

func (b bench) see(who access.Actor) []voice.Entry {
	b.t.Helper()
	out, err := b.all(who)
	b.w.OK(b.t, err)
	return out
}

func (b bench) get(who access.Actor, id string) (e voice.Entry, err error) {
	b.t.Helper()
	err = b.w.Read(b.t, who, b.course, func(ctx context.Context, f *casefile.Reader) (err error) {
		e, err = voice.Get(ctx, f, id)
		return err
	})
	return e, err
}

func words(all []voice.Entry) (out []string) {
	for _, e := range all {
		out = append(out, e.Words)
	}
	return out
}

func TestWhoMayWriteAndRead(t *testing.T) {
	each(t, func(b bench) {
		for _, who := range []access.Actor{b.w.Lone, b.w.Anders, b.w.Ellen} {
			b.w.OK(b.t, b.write(who, b.said(who.ID)))
		}
		for _, who := range []access.Actor{b.w.Gitte, b.w.Dorthe, b.w.Birgitte, b.w.Admin} {
			b.w.Denied(b.t, b.write(who, b.said(who.ID)))
		}
		for _, who := range []access.Actor{b.w.Lone, b.w.Anders, b.w.Ellen, b.w.Gitte} {
			if got := b.see(who); len(got) != 3 || got[0].HeldBy == "" || got[0].Words == "" {
				b.t.Errorf("%s sees %d entries", who.ID, len(got))
			}
		}
		for _, who := range []access.Actor{b.w.Dorthe, b.w.Lars, b.w.Admin} {
			_, err := b.all(who)
			b.w.Denied(b.t, err)
		}
		b.w.Denied(b.t, b.w.Read(b.t, b.w.Gitte, b.course, func(ctx context.Context, f *casefile.Reader) error {
			_, err := voice.All(ctx, f) // a leader without a reason
			return err
		}))
	})
}

// Who may know of a confidential entry that Anders, a second consultant, wrote.
func TestConfidentialWordsAreACompartment(t *testing.T) {
	each(t, func(b bench) {
		b.w.OK(b.t, b.write(b.w.Lone, b.said("jeg vil gerne tegne")))
		open := map[string][]voice.Entry{}
		for _, who := range []access.Actor{b.w.Lone, b.w.Ellen, b.w.Gitte, b.w.Anders} {
			open[who.ID] = b.see(who)
		}
		e := b.secret()
		b.w.OK(b.t, b.write(b.w.Ellen, e))
		for _, one := range []struct {
			who   access.Actor
			knows bool
			words bool
		}{
			{b.w.Ellen, true, true}, {b.w.Lone, true, false}, {b.w.Anders, false, false}, {b.w.Gitte, false, false},
		} {
			got := b.see(one.who)
			for _, w := range words(got) {
				if w == "den blå elefant" {
					b.t.Errorf("%s is shown confidential words in a list", one.who.ID)
				}
			}
			if one.knows != (len(got) == 2) {
				b.t.Errorf("%s sees %d entries", one.who.ID, len(got))
			}
			if diff := cmp.Diff(open[one.who.ID], got, cmp.Comparer(func(a, b clock.Date) bool { return a == b })); !one.knows && diff != "" {
				b.t.Errorf("%s can tell that there is a confidential entry:\n%s", one.who.ID, diff)
			}
			if one.who.Role == access.Leader {
				continue
			}
			said, err := b.get(one.who, e.ID)
			switch {
			case !one.knows && fault.KindOf(err) != fault.NotFound:
				b.t.Errorf("%s gets %v, want not found", one.who.ID, err)
			case one.knows && (said.Words == "den blå elefant") != one.words:
				b.t.Errorf("%s reads %q", one.who.ID, said.Words)
			}
		}
	})
}

func TestASecondConsultantOpensOnlyWhatSheHeardHerself(t *testing.T) {
	each(t, func(b bench) {
		mine, hers := b.secret(), b.secret()
		b.w.OK(b.t, b.write(b.w.Anders, mine))
		b.w.OK(b.t, b.write(b.w.Lone, hers))
		if got := b.see(b.w.Anders); len(got) != 1 || got[0].ID != mine.ID || !got[0].Withheld {
			b.t.Errorf("Anders sees %+v", got)
		}
		if e, err := b.get(b.w.Anders, mine.ID); err != nil || e.Words != "den blå elefant" {
			b.t.Errorf("Anders reads %q, %v", e.Words, err)
		}
		b.w.Denied(b.t, b.do(b.w.Anders, func(ctx context.Context, f *casefile.Writer) error {
			_, err := voice.Open(ctx, f, db.NewID(), hers.ID, "jeg skal holde samværet i morgen")
			return err
		}))
	})
}

func (b bench) open(who access.Actor, id, reason string) (opening string, err error) {
	b.t.Helper()
	err = b.do(who, func(ctx context.Context, f *casefile.Writer) (err error) {
		opening, err = voice.Open(ctx, f, db.NewID(), id, reason)
		return err
	})
	return opening, err
}

func (b bench) opened(who access.Actor, opening string) string {
	b.t.Helper()
	var e voice.Entry
	err := b.w.Read(b.t, who, b.course, func(ctx context.Context, f *casefile.Reader) (err error) {
		e, err = voice.Opened(ctx, f, opening)
		return err
	})
	if err != nil && fault.KindOf(err) != fault.NotFound {
		b.t.Fatal(err)
	}
	return e.Words
}

func TestOpeningWithAReason(t *testing.T) {
	const why = "jeg skal tale med Liva i dag"
	each(t, func(b bench) {
		e := b.secret()
		b.w.OK(b.t, b.write(b.w.Ellen, e))
		for name, reason := range map[string]string{"none": " ", "too short to say anything": "hej hej"} {
			if _, err := b.open(b.w.Lone, e.ID, reason); fault.KindOf(err) != fault.Invalid {
				b.t.Errorf("reason %s: %v", name, err)
			}
		}
		for _, who := range []access.Actor{b.w.Anders, b.w.Gitte, b.w.Dorthe} {
			_, err := b.open(who, e.ID, why)
			b.w.Denied(b.t, err)
		}
		opening, err := b.open(b.w.Lone, e.ID, why)
		b.w.OK(b.t, err)
		if got := b.opened(b.w.Lone, opening); got != "den blå elefant" {
			b.t.Errorf("opened %q", got)
		}
		for _, who := range []access.Actor{b.w.Anders, b.w.Ellen} {
			if got := b.opened(who, opening); got != "" {
				b.t.Errorf("%s reads what Lone opened", who.ID)
			}
		}
		b.w.OK(b.t, b.w.Read(b.t, b.w.Ellen, b.course, func(ctx context.Context, f *casefile.Reader) error {
			all, err := voice.Openings(ctx, f, e.ID)
			if len(all) != 1 || all[0].By != "lone" || all[0].Reason != why {
				b.t.Errorf("openings %+v", all)
			}
			return err
		}))
		b.w.SetNow(b.w.Now().Add(voice.OpenFor + time.Second))
		if got := b.opened(b.w.Lone, opening); got != "" {
			b.t.Error("stands open after its time")
		}
	})
}

func TestTheSameTwiceAndAnotherTextUnderTheID(t *testing.T) {
	each(t, func(b bench) {
		e := b.said("en gang")
		b.w.OK(b.t, b.write(b.w.Lone, e))
		b.w.OK(b.t, b.write(b.w.Lone, e))
		if got := b.see(b.w.Lone); len(got) != 1 {
			b.t.Errorf("%d entries, want one", len(got))
		}
		e.Words = "noget andet"
		if err := b.write(b.w.Lone, e); fault.KindOf(err) != fault.Conflict {
			b.t.Errorf("another text vanished: %v", err)
		}
	})
}

func TestACorrectionKeepsWhatStood(t *testing.T) {
	each(t, func(b bench) {
		e := b.said("jeg vil hjem")
		b.w.OK(b.t, b.write(b.w.Lone, e))
		right := e
		right.Row, right.Supersedes, right.Words, right.Correction = db.NewID(), e.ID, "jeg vil hjem til farmor", "Jeg havde glemt det sidste"
		correct := func(c voice.Entry) error {
			return b.do(b.w.Anders, func(ctx context.Context, f *casefile.Writer) error { return voice.Correct(ctx, f, c) })
		}
		b.w.OK(b.t, correct(right))
		b.w.OK(b.t, correct(right)) // the form was sent twice
		got := b.see(b.w.Ellen)
		if len(got) != 1 || got[0].Words != right.Words || got[0].ID != e.ID || got[0].HeldBy != "lone" || got[0].EnteredBy != "anders" ||
			got[0].Deed != voice.Corrected || len(got[0].Earlier) != 1 || got[0].Earlier[0].Words != "jeg vil hjem" {
			b.t.Errorf("stands as %+v", got)
		}
		late := right
		late.Row, late.Words = db.NewID(), "for sent"
		if err := correct(late); fault.KindOf(err) != fault.Conflict {
			b.t.Errorf("two corrections of one row: %v", err)
		}
		stray := right
		stray.Row, stray.Supersedes = db.NewID(), db.NewID()
		if err := correct(stray); fault.KindOf(err) != fault.Conflict {
			b.t.Errorf("a correction of a row that is not there vanished: %v", err)
		}
		silent := right
		silent.Row, silent.Supersedes, silent.Correction = db.NewID(), right.Row, ""
		if err := correct(silent); fault.KindOf(err) != fault.Invalid {
			b.t.Errorf("a correction without a reason: %v", err)
		}
		b.w.OK(b.t, b.do(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
			return voice.Follow(ctx, f, voice.After{EntryID: e.ID, Row: db.NewID(), Supersedes: right.Row, Weight: "Fik stor vægt", Outcome: "Farmor kommer med"})
		}))
		if got := b.see(b.w.Lone)[0]; got.Weight != "Fik stor vægt" || got.Words != right.Words || len(got.Earlier) != 2 || got.Deed != voice.Followed {
			b.t.Errorf("after the follow-up %+v", got)
		}
	})
}

func TestConfidentialWordsAreCorrectedByTheOneWhoHeardThem(t *testing.T) {
	each(t, func(b bench) {
		e := b.secret()
		b.w.OK(b.t, b.write(b.w.Ellen, e))
		c := e
		c.Row, c.Supersedes, c.Correction = db.NewID(), e.ID, "Rettet efter samtalen"
		correct := func(who access.Actor) error {
			return b.do(who, func(ctx context.Context, f *casefile.Writer) error { return voice.Correct(ctx, f, c) })
		}
		b.w.Denied(b.t, correct(b.w.Lone))
		if err := correct(b.w.Anders); fault.KindOf(err) != fault.NotFound {
			b.t.Errorf("Anders: %v", err)
		}
		c.Confidential, c.Tell = false, voice.TellAll
		if err := correct(b.w.Ellen); fault.KindOf(err) != fault.Invalid {
			b.t.Errorf("a correction opened what was said in confidence: %v", err)
		}
		c.Confidential = true
		b.w.OK(b.t, correct(b.w.Ellen))
	})
}

func TestWhatAnEntryNeeds(t *testing.T) {
	b := set(t, casefiletest.One(t))
	for name, one := range map[string]struct {
		change func(*voice.Entry)
		field  string
	}{
		"no day":                       {func(e *voice.Entry) { e.On = clock.Date{} }, "on"},
		"a day ahead":                  {func(e *voice.Entry) { e.On = clock.NewDate(2026, 10, 2) }, "on"},
		"a parent is no child":         {func(e *voice.Entry) { e.ChildID = b.mother }, "child"},
		"no way":                       {func(e *voice.Entry) { e.How = "" }, "how"},
		"through nobody":               {func(e *voice.Entry) { e.How = voice.Through }, "through"},
		"no words":                     {func(e *voice.Entry) { e.Words = "  " }, "words"},
		"no subject":                   {func(e *voice.Entry) { e.Subject = "" }, "subject"},
		"what may be told is not said": {func(e *voice.Entry) { e.Tell = "" }, "tell"},
		"some may be told, but what":   {func(e *voice.Entry) { e.Tell = voice.TellSome }, "tellwords"},
		"nobody may be told, but open": {func(e *voice.Entry) { e.Tell = voice.TellNone }, "confidential"},
		"not asked, no reason":         {func(e *voice.Entry) { e.NotAsked, e.OtherWay = true, "leg" }, "why"},
		"not asked, no other way":      {func(e *voice.Entry) { e.NotAsked, e.Why = true, voice.Age }, "otherway"},
		"not asked, made up reason":    {func(e *voice.Entry) { e.NotAsked, e.Why, e.OtherWay = true, "busy", "leg" }, "why"},
		"not asked, and in confidence": {func(e *voice.Entry) { e.NotAsked, e.Why, e.OtherWay, e.Confidential = true, voice.Age, "leg", true }, "confidential"},
	} {
		t.Run(name, func(t *testing.T) {
			e := b.said("hej")
			one.change(&e)
			err, ok := fault.As(b.write(b.w.Lone, e))
			if !ok || err.Kind != fault.Invalid || len(err.Fields) != 1 || err.Fields[0].Name != one.field {
				t.Errorf("got %+v, want a problem at %s", err, one.field)
			}
		})
	}
	e := voice.Entry{ID: db.NewID(), ChildID: b.child, On: clock.NewDate(2026, 9, 1), NotAsked: true, Why: voice.Age, OtherWay: "Vi så hende lege"}
	b.w.OK(t, b.write(b.w.Lone, e))
}

func TestTellingOn(t *testing.T) {
	each(t, func(b bench) {
		e := b.secret()
		b.w.OK(b.t, b.write(b.w.Ellen, e))
		r := voice.Release{ID: db.NewID(), EntryID: e.ID, To: voice.ToTeam, Text: "Liva vil gerne have sin bamse med", Reason: "Det gør hende tryg, og hun sagde ja"}
		tell := func(who access.Actor, r voice.Release) error {
			return b.do(who, func(ctx context.Context, f *casefile.Writer) error { return voice.TellOn(ctx, f, r) })
		}
		told := func(who access.Actor) (out []voice.Release) {
			b.w.OK(b.t, b.w.Read(b.t, who, b.course, func(ctx context.Context, f *casefile.Reader) (err error) {
				out, err = voice.Told(ctx, f)
				return err
			}))
			return out
		}
		if err := tell(b.w.Anders, r); fault.KindOf(err) != fault.NotFound {
			b.t.Errorf("Anders tells on what he may not know of: %v", err)
		}
		short := r
		short.Reason = "fordi"
		if err := tell(b.w.Ellen, short); fault.KindOf(err) != fault.Invalid {
			b.t.Errorf("without a reason: %v", err)
		}
		b.w.OK(b.t, tell(b.w.Ellen, r))
		b.w.OK(b.t, tell(b.w.Ellen, r))
		other := r
		other.Text = "Noget andet"
		if err := tell(b.w.Ellen, other); fault.KindOf(err) != fault.Conflict {
			b.t.Errorf("another text under the same id vanished: %v", err)
		}
		if got := told(b.w.Anders); len(got) != 1 || got[0].Text != r.Text || got[0].EntryID != "" || got[0].Reason != "" || got[0].ChildID != b.child {
			b.t.Errorf("Anders is told %+v", got)
		}
		if got := told(b.w.Dorthe); len(got) != 0 {
			b.t.Errorf("Dorthe is told %+v", got)
		}
		b.w.OK(b.t, tell(b.w.Lone, voice.Release{ID: db.NewID(), EntryID: e.ID, To: voice.ToAdviser, Text: "Liva er bange for bilen", Reason: "Rådgiveren skal kunne handle på det"}))
		if got := told(b.w.Dorthe); len(got) != 1 || got[0].Text != "Liva er bange for bilen" {
			b.t.Errorf("Dorthe is told %+v", got)
		}
		if got := told(b.w.Anders); len(got) != 1 {
			b.t.Errorf("Anders reads what was told to the adviser: %+v", got)
		}
		if err := tell(b.w.Ellen, voice.Release{ID: db.NewID(), EntryID: e.ID, To: voice.ToPerson, PersonID: b.child, Text: "x", Reason: r.Reason}); fault.KindOf(err) != fault.Invalid {
			b.t.Errorf("told to the child itself: %v", err)
		}
		b.w.OK(b.t, b.w.Read(b.t, b.w.Lone, b.course, func(ctx context.Context, f *casefile.Reader) error {
			all, err := voice.Releases(ctx, f, e.ID)
			if len(all) != 2 || all[1].Reason != r.Reason {
				b.t.Errorf("decisions %+v", all)
			}
			return err
		}))
	})
}

func TestATextForAParentGivesNoPlaceAway(t *testing.T) {
	b := set(t, casefiletest.One(t))
	e := b.secret()
	b.w.OK(t, b.write(b.w.Lone, e))
	b.w.OK(t, b.do(b.w.Dorthe, func(ctx context.Context, f *casefile.Writer) error {
		if err := person.Keep(ctx, f, b.child, person.NewPlace{Kind: person.Placement, Where: person.NewWhereabouts("Rønnehøj 999")}, ""); err != nil {
			return err
		}
		return person.Protect(ctx, f, person.Protection{PersonID: b.child, Kind: person.HiddenPlacement, Against: []string{b.mother},
			From: clock.NewDate(2026, 2, 24), Until: clock.NewDate(2027, 2, 23), Document: "afgørelse", Source: "udvalget"})
	}))
	r := voice.Release{ID: db.NewID(), EntryID: e.ID, To: voice.ToPerson, PersonID: b.mother, Text: "Liva leger ude på Rønnehøj", Reason: "Mor skal vide, at hun har det godt"}
	tell := func() error {
		return b.do(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error { return voice.TellOn(ctx, f, r) })
	}
	if err := tell(); fault.KindOf(err) != fault.Invalid {
		t.Errorf("got %v, want it stopped", err)
	}
	r.Text = "Liva leger ude hver dag"
	b.w.OK(t, tell())
}

func TestSilent(t *testing.T) {
	since := clock.NewDate(2026, 6, 11)
	entry := func(child string, on clock.Date) voice.Entry { return voice.Entry{ChildID: child, On: on} }
	for name, one := range map[string]struct {
		all  []voice.Entry
		want []string
	}{
		"nothing":                  {nil, []string{"freja", "oskar"}},
		"one child, not the other": {[]voice.Entry{entry("freja", since.AddDays(1))}, []string{"oskar"}},
		"on the day itself is old": {[]voice.Entry{entry("freja", since), entry("oskar", since.AddDays(3))}, []string{"freja"}},
		"both":                     {[]voice.Entry{entry("freja", since.AddDays(2)), entry("oskar", since.AddDays(3))}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := voice.Silent(one.all, []string{"freja", "oskar"}, since)
			if len(got) != len(one.want) || len(got) > 0 && cmp.Diff(one.want, got) != "" {
				t.Errorf("got %v, want %v", got, one.want)
			}
		})
	}
}
