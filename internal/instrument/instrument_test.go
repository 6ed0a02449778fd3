package instrument_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/interaction"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
)

func number(v float64) *float64 { return &v }

func opened(t *testing.T, w *casefiletest.World) (course, strand string) {
	t.Helper()
	course, strand = w.Course(t), db.NewID()
	w.OK(t, w.Write(t, w.Lone, course, func(ctx context.Context, f *casefile.Writer) error {
		return instrument.Open(ctx, f, instrument.Strand{ID: strand, Instrument: "goal-rating", Title: "Rolige morgener", RaterRole: singlecase.Parent,
			RaterID: "camilla", RaterName: "Camilla, mor", EveryDays: 14, OpenedOn: clock.NewDate(2026, 8, 1)})
	}))
	return course, strand
}

func record(t *testing.T, w *casefiletest.World, a access.Actor, course string, r instrument.Rating) error {
	t.Helper()
	return w.Write(t, a, course, func(ctx context.Context, f *casefile.Writer) error { return instrument.Record(ctx, f, r) })
}

func strands(t *testing.T, w *casefiletest.World, course string) (out []instrument.Strand) {
	t.Helper()
	w.OK(t, w.Read(t, w.Lone, course, func(ctx context.Context, f *casefile.Reader) (err error) {
		out, err = instrument.Strands(ctx, f)
		return err
	}))
	return out
}

func TestACorrectionKeepsBoth(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course, strand := opened(t, w)
		first := instrument.Rating{ID: db.NewID(), StrandID: strand, On: clock.NewDate(2026, 8, 1), Value: number(3)}
		w.OK(t, record(t, w, w.Lone, course, first))
		w.OK(t, record(t, w, w.Lone, course, first)) // a double click
		w.OK(t, record(t, w, w.Lone, course, instrument.Rating{ID: db.NewID(), StrandID: strand, On: first.On, Value: number(4), Supersedes: first.ID}))
		s := strands(t, w, course)[0]
		if len(s.Ratings) != 2 || len(s.Made()) != 1 || *s.Made()[0].Value != 4 || !s.Ratings[0].Superseded {
			t.Errorf("got %+v", s.Ratings)
		}
		if s.RaterName != "Camilla, mor" || s.Title != "Rolige morgener" {
			t.Errorf("got %q, %q", s.RaterName, s.Title)
		}
	})
}

func TestWhatIsRefused(t *testing.T) {
	w := casefiletest.One(t)
	course, strand := opened(t, w)
	for _, c := range []struct {
		name       string
		rating     instrument.Rating
		field, key string
	}{
		{"above the scale", instrument.Rating{On: clock.NewDate(2026, 9, 1), Value: number(11)}, "value", "instrument.outside"},
		{"between two steps", instrument.Rating{On: clock.NewDate(2026, 9, 1), Value: number(3.5)}, "value", "instrument.outside"},
		{"tomorrow", instrument.Rating{On: clock.NewDate(2026, 10, 2), Value: number(3)}, "on", "instrument.future"},
		{"no date", instrument.Rating{Value: number(3)}, "on", "instrument.no-date"},
		{"missed without a reason", instrument.Rating{On: clock.NewDate(2026, 9, 1)}, "words", "instrument.why-missed"},
		{"corrects nothing", instrument.Rating{On: clock.NewDate(2026, 9, 1), Value: number(3), Supersedes: "x"}, "value", "instrument.corrects-nothing"},
	} {
		c.rating.ID, c.rating.StrandID = db.NewID(), strand
		e, ok := fault.As(record(t, w, w.Lone, course, c.rating))
		if !ok || len(e.Fields) != 1 || e.Fields[0].Name != c.field || e.Fields[0].Key != c.key {
			t.Errorf("%s: got %v", c.name, e)
		}
	}
	w.Denied(t, record(t, w, w.Dorthe, course, instrument.Rating{ID: db.NewID(), StrandID: strand, On: clock.NewDate(2026, 9, 1), Value: number(3)}))
}

func TestMissedByTheRhythm(t *testing.T) {
	day := func(d int) clock.Date { return clock.NewDate(2026, 8, 1).AddDays(d) }
	s := instrument.Strand{EveryDays: 14, OpenedOn: day(0), Ratings: []instrument.Rating{
		{On: day(0), Value: number(1)}, {On: day(16), Value: number(2)}, {On: day(58), Value: number(3)},
	}}
	want := []clock.Date{day(30), day(44)}
	if diff := cmp.Diff(want, s.Missed(day(60)), cmp.Comparer(func(a, b clock.Date) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
	if got := s.NextDue(); got != day(72) {
		t.Errorf("next due %v, want %v", got, day(72))
	}
	if got := (instrument.Strand{EveryDays: 14}).Missed(day(60)); got != nil {
		t.Errorf("a strand that never began misses %v", got)
	}
	s.StoppedOn = day(59)
	if !s.NextDue().IsZero() {
		t.Error("a stopped strand is due")
	}
}

func TestScalesHaveTexts(t *testing.T) {
	for _, s := range instrument.Scales() {
		for _, l := range lang.All {
			for _, key := range []string{s.Key, s.Key + ".question", s.Key + ".least", s.Key + ".most"} {
				if !lang.Has(l, key) {
					t.Errorf("%s has no text in %s", key, l)
				}
			}
		}
		if s.SEM < 0 || (s.SEM == 0) != (s.SEMSource == "") || s.SEM == 0 && !s.Coded && s.Definition == "" {
			t.Errorf("%s: a measurement error needs its source", s.ID)
		}
		if s.Coded != (s.Indicator != "") || s.Coded && !slices.Contains(interaction.Counted, s.Indicator) {
			t.Errorf("%s: coded %v by %q", s.ID, s.Coded, s.Indicator)
		}
	}
}

// What is counted from coded contacts cannot be typed, by whoever and by whatever way.
func TestACodedScaleIsNotTyped(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course, strand := answering(t, w, "school-days")
		coded := db.NewID()
		w.OK(t, w.Write(t, w.Lone, course, func(ctx context.Context, f *casefile.Writer) error {
			return instrument.Open(ctx, f, instrument.Strand{ID: coded, Instrument: "answered-initiatives", Title: "Svar", RaterRole: singlecase.Observation, RaterID: "lone", RaterName: "Kodning",
				EachContact: true})
		}))
		record := func(strand string, r instrument.Rating) error {
			r.ID, r.StrandID, r.On = db.NewID(), strand, clock.NewDate(2026, 9, 1)
			return w.Write(t, w.Lone, course, func(ctx context.Context, f *casefile.Writer) error { return instrument.Record(ctx, f, r) })
		}
		w.OK(t, record(strand, instrument.Rating{Value: number(4)}))
		for name, r := range map[string]instrument.Rating{"a figure": {Value: number(.5)}, "a missed one": {Words: "Han var syg"}} {
			if err := record(coded, r); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, s := range strands(t, w, course) {
			if s.ID == coded && len(s.Ratings) != 0 {
				t.Errorf("%+v", s.Ratings)
			}
		}
	})
}
