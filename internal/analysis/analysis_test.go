package analysis_test

import (
	"context"
	"testing"

	"samspil/internal/access"
	"samspil/internal/analysis"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/interaction"
	"samspil/internal/method/singlecase"
	"samspil/internal/session"
)

// measured makes a course with one strand that can be cited.
func measured(t *testing.T, w *casefiletest.World) (course, strand string) {
	t.Helper()
	course, strand = w.Course(t), db.NewID()
	w.OK(t, w.Write(t, w.Ellen, course, func(ctx context.Context, f *casefile.Writer) error {
		return instrument.Open(ctx, f, instrument.Strand{ID: strand, Instrument: "goal-rating", Title: "Et tydeligt farvel", RaterRole: singlecase.Parent,
			RaterID: "sanne", RaterName: "Sanne, mor", EachContact: true, OpenedOn: clock.NewDate(2026, 3, 20)})
	}))
	return course, strand
}

func do(t *testing.T, w *casefiletest.World, a access.Actor, course string, f func(context.Context, *casefile.Writer) error) error {
	t.Helper()
	return w.WriteFor(t, a, course, access.Purpose{Code: access.Analyse}, f)
}

func save(t *testing.T, w *casefiletest.World, by access.Actor, course string, a analysis.Analysis) error {
	t.Helper()
	return do(t, w, by, course, func(ctx context.Context, f *casefile.Writer) error { return analysis.Save(ctx, f, a) })
}

func whole(id, strand string) analysis.Analysis {
	rests := []analysis.Citation{{Kind: analysis.CitesStrand, ID: strand}}
	return analysis.Analysis{ID: id, Statements: []analysis.Statement{
		{Part: analysis.Service, Layer: analysis.Observation, Text: "Sanne følger ham i 14 af 25 initiativer.", Cites: rests},
		{Part: analysis.Care, Layer: analysis.Interpretation, Text: "Hun kan være træt efter flytningen."},
		{Part: analysis.Ahead, Layer: analysis.Assessment, Text: "Ro, ikke mindre samvær."},
	}}
}

func TestOnlyThePsychologistWrites(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course, strand := measured(t, w)
		for _, a := range []access.Actor{w.Lone, w.Anders, w.Gitte, w.Dorthe} {
			w.Denied(t, save(t, w, a, course, whole(db.NewID(), strand)))
		}
		w.OK(t, save(t, w, w.Ellen, course, whole(db.NewID(), strand)))
	})
}

func TestSignedIsLockedAndItsSourcesOpen(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course, strand := measured(t, w)
		a := whole(db.NewID(), strand)
		w.OK(t, save(t, w, w.Ellen, course, a))
		sign := func(ctx context.Context, f *casefile.Writer) error { return analysis.Sign(ctx, f, a.ID) }
		w.OK(t, do(t, w, w.Ellen, course, sign))
		w.OK(t, do(t, w, w.Ellen, course, sign))
		a.Version = 2
		if err := save(t, w, w.Ellen, course, a); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a signed analysis was changed: %v", err)
		}
		w.OK(t, w.Read(t, w.Lone, course, func(ctx context.Context, f *casefile.Reader) error {
			got, err := analysis.Get(ctx, f, a.ID)
			if !got.Signed() || len(got.Statements) != 3 || len(got.Statements[0].Cites) != 1 || got.Statements[0].Cites[0].ID != strand {
				t.Errorf("got %+v", got)
			}
			return err
		}))
		w.Denied(t, w.Read(t, w.Dorthe, course, func(ctx context.Context, f *casefile.Reader) error {
			_, err := analysis.All(ctx, f)
			return err
		}))
	})
}

func TestWhatCannotBeSigned(t *testing.T) {
	w := casefiletest.One(t)
	course, strand := measured(t, w)
	for _, c := range []struct {
		name       string
		change     func(*analysis.Analysis)
		field, key string
	}{
		{"a statement resting on nothing", func(a *analysis.Analysis) { a.Statements[0].Cites = nil }, "cites-0", "analysis.rests-on-nothing"},
		{"nothing of the service", func(a *analysis.Analysis) { a.Statements = a.Statements[1:] }, "statements", "analysis.lacks-service"},
		{"nothing of capacity", func(a *analysis.Analysis) { a.Statements = a.Statements[:1] }, "statements", "analysis.lacks-capacity"},
	} {
		a := whole(db.NewID(), strand)
		c.change(&a)
		w.OK(t, save(t, w, w.Ellen, course, a))
		err := do(t, w, w.Ellen, course, func(ctx context.Context, f *casefile.Writer) error { return analysis.Sign(ctx, f, a.ID) })
		if e, ok := fault.As(err); !ok || len(e.Fields) != 1 || e.Fields[0].Name != c.field || e.Fields[0].Key != c.key {
			t.Errorf("%s: got %v", c.name, err)
		}
	}
}

func TestForeignSourceIsRefused(t *testing.T) {
	w := casefiletest.One(t)
	course, _ := measured(t, w)
	_, foreign := measured(t, w)
	err := save(t, w, w.Ellen, course, whole(db.NewID(), foreign))
	if e, ok := fault.As(err); !ok || e.Fields[0].Key != "analysis.no-such-source" {
		t.Errorf("got %v", err)
	}
}

func TestCodedMinutesAndPatternsAreSources(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course, strand := measured(t, w)
		visit, segment, pattern := db.NewID(), db.NewID(), db.NewID()
		w.OK(t, do(t, w, w.Ellen, course, func(ctx context.Context, f *casefile.Writer) error {
			day := clock.NewDate(2026, 9, 29)
			if err := session.Plan(ctx, f, session.Session{ID: visit, EntryID: db.NewID(), Kind: session.Practical, PlannedStart: day.At(10, 0),
				PlannedEnd: day.At(11, 0), Place: "Hjemme", Staff: []string{"ellen"}, Persons: []string{"noah"}}); err != nil {
				return err
			}
			if err := interaction.Open(ctx, f, interaction.Segment{ID: segment, SessionID: visit, Part: "play", Scheme: "mikro 1.0",
				Source: interaction.Desk, StartedAt: day.At(10, 5)}); err != nil {
				return err
			}
			return interaction.KeepPattern(ctx, f, interaction.Pattern{ID: pattern, Segments: []string{segment}, Kind: "lag", Lag: 1})
		}))
		a := whole(db.NewID(), strand)
		a.Statements[0].Cites = []analysis.Citation{{Kind: analysis.CitesPattern, ID: pattern}, {Kind: analysis.CitesSegment, ID: segment}}
		w.OK(t, save(t, w, w.Ellen, course, a))
		other, foreign := measured(t, w)
		b := whole(db.NewID(), foreign)
		b.Statements[0].Cites = []analysis.Citation{{Kind: analysis.CitesPattern, ID: pattern}}
		if e, ok := fault.As(save(t, w, w.Ellen, other, b)); !ok || e.Fields[0].Key != "analysis.no-such-source" {
			t.Errorf("a pattern of another course: %v", e)
		}
	})
}

func TestTwoTabsConflict(t *testing.T) {
	w := casefiletest.One(t)
	course, strand := measured(t, w)
	a := whole(db.NewID(), strand)
	w.OK(t, save(t, w, w.Ellen, course, a))
	a.Version = 1
	w.OK(t, save(t, w, w.Ellen, course, a))
	if err := save(t, w, w.Ellen, course, a); fault.KindOf(err) != fault.Conflict {
		t.Errorf("got %v, want a conflict", err)
	}
}
