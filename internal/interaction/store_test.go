package interaction_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/person"
	"samspil/internal/recording"
	"samspil/internal/scheme"
	"samspil/internal/session"
)

const mikro = "mikro 1.0"

// family is a course with one visit, which may be coded.
type family struct {
	t       testing.TB
	w       *casefiletest.World
	course  string
	session string
}

func newFamily(t testing.TB, w *casefiletest.World) *family {
	b := &family{t: t, w: w, course: w.Course(t)}
	b.session = b.visit()
	return b
}

func each(t *testing.T, f func(b *family)) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) { f(newFamily(t, w)) })
}

func (b *family) visit() string {
	b.t.Helper()
	id := db.NewID()
	b.do(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		return session.Plan(ctx, f, session.Session{ID: id, EntryID: db.NewID(), Kind: session.Practical,
			PlannedStart: clock.NewDate(2026, 9, 29).At(10, 0), PlannedEnd: clock.NewDate(2026, 9, 29).At(11, 30),
			Place: "Hjemme", Staff: []string{"lone"}, Persons: []string{"noah", "sanne"}})
	})
	return id
}

func (b *family) write(who access.Actor, f func(ctx context.Context, f *casefile.Writer) error) error {
	b.t.Helper()
	return b.w.Write(b.t, who, b.course, f)
}

func (b *family) do(who access.Actor, f func(ctx context.Context, f *casefile.Writer) error) {
	b.t.Helper()
	b.w.OK(b.t, b.write(who, f))
}

func (b *family) read(who access.Actor, f func(ctx context.Context, f *casefile.Reader) error) {
	b.t.Helper()
	b.w.OK(b.t, b.w.Read(b.t, who, b.course, f))
}

// segment of the visit, as the form sends it.
func (b *family) segment() interaction.Segment {
	return interaction.Segment{ID: db.NewID(), SessionID: b.session, Part: "play", Scheme: mikro, Source: interaction.Desk,
		StartedAt: clock.NewDate(2026, 9, 29).At(10, 10)}
}

func (b *family) open(who access.Actor, s interaction.Segment) error {
	b.t.Helper()
	return b.write(who, func(ctx context.Context, f *casefile.Writer) error { return interaction.Open(ctx, f, s) })
}

func (b *family) append(who access.Actor, id string, entries []interaction.Entry) (out []interaction.Verdict, err error) {
	b.t.Helper()
	err = b.write(who, func(ctx context.Context, f *casefile.Writer) (err error) {
		out, err = interaction.Append(ctx, f, id, entries)
		return err
	})
	return out, err
}

func (b *family) get(who access.Actor, id string) (s interaction.Segment) {
	b.t.Helper()
	b.read(who, func(ctx context.Context, f *casefile.Reader) (err error) {
		s, err = interaction.Get(ctx, f, id)
		return err
	})
	return s
}

// coded opens a segment with entries of its own ids and ends it.
func (b *family) coded(who access.Actor, s interaction.Segment, entries ...interaction.Entry) interaction.Segment {
	b.t.Helper()
	b.w.OK(b.t, b.open(who, s))
	list := taps(entries...)
	for i := range list {
		list[i].ID = fmt.Sprintf("%s-%d", s.ID, i)
	}
	got, err := b.append(who, s.ID, list)
	b.w.OK(b.t, err)
	for _, v := range got {
		if v.Result != interaction.Stored {
			b.t.Fatalf("got %+v", v)
		}
	}
	return s
}

func results(list []interaction.Verdict) (out []string) {
	for _, v := range list {
		out = append(out, string(v.Result)+" "+v.Why)
	}
	return out
}

func TestLifeOfASegment(t *testing.T) {
	each(t, func(b *family) {
		s := b.segment()
		b.w.OK(b.t, b.open(b.w.Lone, s))
		b.w.OK(b.t, b.open(b.w.Lone, s)) // a double click
		other := s
		other.Part = "meal"
		if err := b.open(b.w.Lone, other); fault.KindOf(err) != fault.Conflict {
			b.t.Errorf("another segment under the same id: %v", err)
		}
		list := taps(point(1000, "B-INI"), start(2000, "D-FÆL"), point(3000, "F-FØL"))
		list[0].Comment = "rakte klodsen frem"
		got, err := b.append(b.w.Lone, s.ID, list)
		b.w.OK(b.t, err)
		if diff := cmp.Diff([]string{"stored ", "stored ", "stored "}, results(got)); diff != "" {
			b.t.Error(diff)
		}
		changed := list[2]
		changed.Code = "F-ORD"
		bad := point(4000, "X-XXX")
		bad.ID, bad.Device, bad.Seq = "bad", "p", 4
		late := point(1500, "B-KON")
		late.ID, late.Device, late.Seq = "late", "p", 5
		got, err = b.append(b.w.Lone, s.ID, []interaction.Entry{list[0], changed, bad, late, late})
		b.w.OK(b.t, err)
		if diff := cmp.Diff([]string{"same ", "clash interaction.clash", "refused interaction.refused.code", "stored ", "same "}, results(got)); diff != "" {
			b.t.Error(diff)
		}
		b.do(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
			if err := interaction.Close(ctx, f, s.ID, 10000); err != nil {
				return err
			}
			return interaction.Close(ctx, f, s.ID, 12000) // the first end stays
		})
		is := b.get(b.w.Lone, s.ID)
		if diff := cmp.Diff([]string{"B-INI 1000", "B-KON 1500", "D-FÆL 2000-10000", "F-FØL 3000"}, brief(is.Recording)); diff != "" || !is.Closed {
			b.t.Errorf("closed %v: %s", is.Closed, diff)
		}
		if is.Recording.Events[0].Comment != "rakte klodsen frem" || is.Recording.Events[0].Subject != "child" {
			b.t.Errorf("got %+v", is.Recording.Events[0])
		}
	})
}

func TestAfterTheEndACorrectionSaysWhy(t *testing.T) {
	each(t, func(b *family) {
		s := b.segment()
		b.coded(b.w.Lone, s, point(1000, "B-INI"), point(2000, "F-FØL"), deed(10000, interaction.End))
		fix := interaction.Entry{ID: "fix", Device: "q", Seq: 1, At: 2000, Deed: interaction.Point, Code: "F-OVE", Of: s.ID + "-1"}
		got, err := b.append(b.w.Lone, s.ID, []interaction.Entry{fix})
		b.w.OK(b.t, err)
		if got[0].Why != "interaction.refused.reason" {
			b.t.Errorf("got %+v", got)
		}
		fix.Reason = "Jeg hørte forkert"
		_, err = b.append(b.w.Lone, s.ID, []interaction.Entry{fix})
		b.w.OK(b.t, err)
		is := b.get(b.w.Lone, s.ID)
		if diff := cmp.Diff([]string{"B-INI 1000", "F-OVE 2000"}, brief(is.Recording)); diff != "" {
			b.t.Error(diff)
		}
		if len(is.Folded.Corrections) != 1 || is.Folded.Corrections[0].Reason != "Jeg hørte forkert" || len(is.Folded.Undone) != 1 {
			b.t.Errorf("the correction and what it replaced are not both kept: %+v", is.Folded.Corrections)
		}
		// What the same phone had tapped before its end and sends later needs no reason.
		late := interaction.Entry{ID: "late", Device: "p", Seq: 2, At: 1500, Deed: interaction.Point, Code: "B-KON"}
		got, err = b.append(b.w.Lone, s.ID, []interaction.Entry{late})
		b.w.OK(b.t, err)
		if got[0].Result != interaction.Stored {
			b.t.Errorf("got %+v", got)
		}
	})
}

func TestWhoMayCode(t *testing.T) {
	each(t, func(b *family) {
		s := b.coded(b.w.Lone, b.segment(), point(1000, "B-INI"), deed(10000, interaction.End))
		for _, who := range []access.Actor{b.w.Dorthe, b.w.Gitte, b.w.Birgitte, b.w.Admin} {
			b.w.Denied(b.t, b.open(who, b.segment()))
		}
		_, err := b.append(b.w.Anders, s.ID, taps(point(2000, "B-INI")))
		b.w.Denied(b.t, err) // only the coder
		for _, who := range []access.Actor{b.w.Dorthe, b.w.Gitte, b.w.Birgitte} {
			b.w.Denied(b.t, b.w.Read(b.t, who, b.course, func(ctx context.Context, f *casefile.Reader) error {
				_, err := interaction.Get(ctx, f, s.ID)
				return err
			}))
			b.w.Denied(b.t, b.w.Read(b.t, who, b.course, func(ctx context.Context, f *casefile.Reader) error {
				_, err := interaction.OfCourse(ctx, f)
				return err
			}))
		}
		b.w.OK(b.t, b.w.ReadFor(b.t, b.w.Gitte, b.course, access.Purpose{Code: access.Supervise, Reason: "klage"}, func(ctx context.Context, f *casefile.Reader) error {
			_, err := interaction.Segments(ctx, f, b.session)
			return err
		}))
		// The figures go with the measurements.
		b.read(b.w.Dorthe, func(ctx context.Context, f *casefile.Reader) error {
			got, err := interaction.FiguresOf(ctx, f)
			if len(got) != 1 || got[0].SegmentID != s.ID {
				b.t.Errorf("got %+v", got)
			}
			return err
		})
	})
}

func TestOfTwoCoursesEachSeesItsOwn(t *testing.T) {
	w := casefiletest.One(t)
	one, two := newFamily(t, w), newFamily(t, w)
	s := one.coded(w.Lone, one.segment(), point(1000, "B-INI"))
	if err := w.Read(t, w.Lone, two.course, func(ctx context.Context, f *casefile.Reader) error {
		_, err := interaction.Get(ctx, f, s.ID)
		return err
	}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
	_, err := two.append(w.Lone, s.ID, taps(point(1000, "B-INI")))
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
	// The id of an entry in another course is a clash, and says nothing of it.
	mine := two.coded(w.Lone, two.segment())
	e := point(1000, "B-INI")
	e.ID, e.Device = s.ID+"-0", "p"
	got, err := two.append(w.Lone, mine.ID, []interaction.Entry{e})
	w.OK(t, err)
	if got[0].Result != interaction.Clash {
		t.Errorf("got %+v", got)
	}
}

func TestWhatIsRefused(t *testing.T) {
	w := casefiletest.One(t)
	b := newFamily(t, w)
	for _, c := range []struct {
		name   string
		change func(*interaction.Segment)
		field  string
	}{
		{"no part", func(s *interaction.Segment) { s.Part = "" }, "part interaction.segment.part"},
		{"no scheme", func(s *interaction.Segment) { s.Scheme = "mikro 9.9" }, "scheme schemes.none"},
		{"no source", func(s *interaction.Segment) { s.Source = "guess" }, "source interaction.segment.source"},
		{"no time", func(s *interaction.Segment) { s.StartedAt = time.Time{} }, "started interaction.segment.no-start"},
		{"tomorrow", func(s *interaction.Segment) { s.StartedAt = w.Now().Add(24 * time.Hour) }, "started interaction.segment.future"},
		{"an id of its own", func(s *interaction.Segment) { s.ID = "a b" }, "id interaction.segment.id"},
		{"second of nothing", func(s *interaction.Segment) { s.SecondOf = db.NewID() }, "second interaction.second.none"},
	} {
		s := b.segment()
		c.change(&s)
		e, ok := fault.As(b.open(w.Lone, s))
		if !ok || len(e.Fields) != 1 || e.Fields[0].Name+" "+e.Fields[0].Key != c.field {
			t.Errorf("%s: got %v", c.name, e)
		}
	}
	s := b.segment()
	w.OK(t, b.open(w.Lone, s))
	entry := func(change func(*interaction.Entry)) interaction.Entry {
		e := interaction.Entry{ID: db.NewID(), Device: "p", Seq: 1, At: 1000, Deed: interaction.Point, Code: "B-INI"}
		change(&e)
		return e
	}
	for _, c := range []struct {
		name string
		e    interaction.Entry
		want string
	}{
		{"no id", entry(func(e *interaction.Entry) { e.ID = "" }), "form"},
		{"no device", entry(func(e *interaction.Entry) { e.Device = "" }), "form"},
		{"a number below none", entry(func(e *interaction.Entry) { e.Seq = -1 }), "form"},
		{"a number beyond all", entry(func(e *interaction.Entry) { e.Seq = 1<<43 + 1 }), "form"},
		{"a deed nobody knows", entry(func(e *interaction.Entry) { e.Deed = "jump" }), "deed"},
		{"before the beginning", entry(func(e *interaction.Entry) { e.At = -1 }), "time"},
		{"after four hours", entry(func(e *interaction.Entry) { e.At = interaction.Longest + 1 }), "time"},
		{"another spelling", entry(func(e *interaction.Entry) { e.Code = "BINI" }), "code"},
		{"a stretch as a moment", entry(func(e *interaction.Entry) { e.Code = "D-FÆL" }), "kind"},
		{"somebody else", entry(func(e *interaction.Entry) { e.Subject = "dog" }), "subject"},
		{"undo of nothing", entry(func(e *interaction.Entry) { e.Deed, e.Code = interaction.Undo, "" }), "target"},
		{"a pause with a code", entry(func(e *interaction.Entry) { e.Deed = interaction.Pause }), "code"},
	} {
		got, err := b.append(w.Lone, s.ID, []interaction.Entry{c.e})
		w.OK(t, err)
		if got[0].Why != "interaction.refused."+c.want {
			t.Errorf("%s: got %+v", c.name, got[0])
		}
	}
	old := entry(func(e *interaction.Entry) { e.Seq = 1_000_000 }) // of a phone that has been in use for years
	got, err := b.append(w.Lone, s.ID, []interaction.Entry{old})
	w.OK(t, err)
	if got[0].Result != interaction.Stored {
		t.Errorf("the millionth tap of a phone: %+v", got[0])
	}
}

// law makes a contact with the mother, whose notes she has agreed to or not.
func (b *family) law(agreed bool) string {
	b.t.Helper()
	strand, id := db.NewID(), db.NewID()
	var child, mother string
	b.w.SetNow(clock.NewDate(2026, 3, 16).At(9, 0))
	b.do(b.w.Dorthe, func(ctx context.Context, f *casefile.Writer) (err error) {
		if child, err = person.Add(ctx, f, person.Card{Role: person.Child, Name: "Noah", Birth: clock.NewDate(2023, 7, 19)}); err != nil {
			return err
		}
		if mother, err = person.Add(ctx, f, person.Card{Role: person.Parent, Name: "Sanne", Birth: clock.NewDate(2002, 10, 6)}); err != nil {
			return err
		}
		yes := true
		if err := person.Relate(ctx, f, person.Relation{From: mother, To: child, Kind: person.MotherOf, Custody: &yes, Source: "henvisningen"}); err != nil {
			return err
		}
		kinds := []course.ConsentKind{course.ForSupportedContact}
		if agreed {
			kinds = append(kinds, course.ForRecord)
		}
		for _, k := range kinds {
			if err := course.RecordConsent(ctx, f, course.Consent{ID: db.NewID(), PersonID: mother, Kind: k, Status: course.Given,
				At: clock.NewDate(2026, 3, 16).At(8, 0), How: course.Signed, Scope: "Noter om samvær"}); err != nil {
				return err
			}
		}
		return contact.Arrange(ctx, f, contact.Arrangement{ID: strand, Children: []string{child}, Counterpart: mother, State: contact.Supported,
			Basis: "barnets lov § 104, stk. 3", DecidedBy: contact.Municipality, DecidedOn: clock.NewDate(2026, 3, 16), From: clock.NewDate(2026, 3, 16),
			Document: "Afgørelse", Frequency: contact.Frequency{EveryWeeks: 1, Minutes: 120}, Purpose: "Støtte"})
	})
	day := clock.NewDate(2026, 9, 30)
	b.do(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		_, err := contact.Book(ctx, f, strand, session.Session{ID: id, EntryID: db.NewID(), PlannedStart: day.At(14, 30), PlannedEnd: day.At(16, 30),
			Place: "Familiehuset", Staff: []string{"lone"}, Persons: []string{child, mother}})
		return err
	})
	b.w.SetNow(casefiletest.Start)
	b.session = id
	return mother
}

func TestAContactThatMayNotBeDescribedIsNotCoded(t *testing.T) {
	each(t, func(b *family) {
		b.law(false)
		err := b.open(b.w.Lone, b.segment())
		if e, ok := fault.As(err); !ok || e.Kind != fault.Conflict || e.Key != "contact.describe.none" {
			b.t.Errorf("got %v", err)
		}
	})
}

func TestAWithdrawnAgreementEndsTheCoding(t *testing.T) {
	each(t, func(b *family) {
		mother := b.law(true)
		s := b.segment()
		s.Source, s.StartedAt = interaction.Phone, clock.NewDate(2026, 9, 30).At(14, 40)
		b.w.OK(b.t, b.open(b.w.Lone, s))
		b.do(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
			return course.RecordConsent(ctx, f, course.Consent{ID: db.NewID(), PersonID: mother, Kind: course.ForRecord, Status: course.Withdrawn,
				At: casefiletest.Start.Add(-time.Minute), How: course.Signed, Scope: "Noter om samvær"})
		})
		now := point(1000, "B-INI")
		now.Wall = casefiletest.Start
		_, err := b.append(b.w.Lone, s.ID, taps(now))
		if e, ok := fault.As(err); !ok || e.Key != "contact.describe.withdrawn" {
			b.t.Errorf("got %v", err)
		}
		// What the phone kept from before is still taken.
		kept := point(1000, "B-INI")
		kept.Wall = clock.NewDate(2026, 9, 30).At(14, 41)
		got, err := b.append(b.w.Lone, s.ID, taps(kept))
		b.w.OK(b.t, err)
		if got[0].Result != interaction.Stored {
			b.t.Errorf("got %+v", got)
		}
	})
}

func TestImport(t *testing.T) {
	each(t, func(b *family) {
		r := recording.Recording{Segments: []recording.Span{{From: 5000, To: 15000}, {From: 20000, To: 30000}}, Events: []recording.Event{
			{Subject: "Noah", Code: "bini", Kind: recording.Point, Onset: 6000, Offset: 6000, Comment: "rakte frem"},
			{Subject: "Sanne", Code: "Følger", Kind: recording.Point, Onset: 7000, Offset: 7000},
			{Subject: "begge", Code: "DFAL", Kind: recording.State, Onset: 8000, Offset: 25000},
			{Subject: "Noah", Code: "hop", Kind: recording.Point, Onset: 9000, Offset: 9000},
			{Subject: "Noah", Code: "BUTR", Kind: recording.Point, Onset: 9500, Offset: 9500},
			{Subject: "begge", Code: "FFRA", Kind: recording.State, Onset: 17000, Offset: 22000},
		}, Unpaired: []recording.Mark{{Subject: "Noah", Code: "BGLA", At: 29000}}}
		s := b.segment()
		s.FileName = "klip.boris"
		reading := interaction.Reading{Segment: s, Recording: r, Codes: interaction.Guess(scheme.Shipped(), r)}
		var got interaction.Segment
		for range 2 {
			b.do(b.w.Lone, func(ctx context.Context, f *casefile.Writer) (err error) {
				got, err = interaction.Import(ctx, f, reading)
				return err
			})
		}
		got = b.get(b.w.Lone, s.ID)
		if diff := cmp.Diff([]string{"B-INI 1000", "F-FØL 2000", "D-FÆL 3000-15000", "F-FRA 15000-17000"}, brief(got.Recording)); diff != "" {
			b.t.Error(diff)
		}
		if diff := cmp.Diff([]recording.Span{{From: 0, To: 10000}, {From: 15000, To: 25000}}, got.Recording.Segments); diff != "" {
			b.t.Error(diff)
		}
		want := []interaction.Left{{Subject: "Noah", Code: "BGLA", N: 1, Why: "interaction.left.unpaired"}, {Subject: "Noah", Code: "BUTR", N: 1, Why: "interaction.left.no-length"},
			{Subject: "Noah", Code: "hop", N: 1, Why: "interaction.left.no-code"}}
		if diff := cmp.Diff(want, got.Left); diff != "" {
			b.t.Error(diff)
		}
		if !got.Closed || got.FileName != "klip.boris" || got.Source != interaction.File {
			b.t.Errorf("got %+v", got)
		}
	})
}

func TestAStateThatEndsAndBeginsAtOnceIsTwo(t *testing.T) {
	r := recording.Recording{Segments: []recording.Span{{From: 0, To: 9000}}, Events: []recording.Event{
		{Code: "DFAL", Kind: recording.State, Onset: 1000, Offset: 4000}, {Code: "DFAL", Kind: recording.State, Onset: 4000, Offset: 9000}}}
	entries, left, err := interaction.Reading{Segment: interaction.Segment{ID: "s"}, Recording: r, Codes: interaction.Guess(scheme.Shipped(), r)}.Entries(scheme.Shipped())
	if err != nil || len(left) != 0 {
		t.Errorf("left %v: %v", left, err)
	}
	if diff := cmp.Diff([]string{"D-FÆL 1000-4000", "D-FÆL 4000-9000"}, brief(interaction.Fold(scheme.Shipped(), entries).Recording)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatCannotBeImported(t *testing.T) {
	one := []recording.Event{{Code: "B-INI", Kind: recording.Point, Onset: 1000, Offset: 1000}, {Code: "B-INI", Kind: recording.Point, Onset: 2000, Offset: 2000}}
	for name, c := range map[string]struct {
		r    recording.Recording
		want string
	}{
		"no times": {recording.Recording{Clock: recording.Order, Events: one}, "interaction.import.no-times"},
		"nothing":  {recording.Recording{}, "interaction.import.empty"},
		"a day":    {recording.Recording{Segments: []recording.Span{{From: 0, To: 24 * 3600 * 1000}}, Events: one}, "interaction.import.too-long"},
		"a flood":  {recording.Recording{Segments: []recording.Span{{From: 0, To: 3000}}, Events: make([]recording.Event, interaction.MostEvents+1)}, "interaction.import.too-many"},
	} {
		_, _, err := interaction.Reading{Recording: c.r}.Entries(scheme.Shipped())
		if e, ok := fault.As(err); !ok || e.Fields[0].Key != c.want {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
