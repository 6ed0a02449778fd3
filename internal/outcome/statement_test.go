package outcome_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
)

var better = []float64{3, 2, 3, 4, 3, 4, 5, 4, 6, 5, 6, 7, 6, 7}

func stated(t *testing.T, strands ...instrument.Strand) outcome.Content {
	t.Helper()
	d := outcome.Grade(strands, clock.NewDate(2026, 10, 1))
	d.GradeSince(clock.NewDate(2026, 4, 22))
	c, err := outcome.Stated(d, 15, func(id string) string { return id })
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// kept is the content as it comes back out of the record years later.
func kept(t *testing.T, c outcome.Content) outcome.Content {
	t.Helper()
	raw, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var out outcome.Content
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAStatementComesOutEqualWhenComputedAgain(t *testing.T) {
	missed := strand("goal-rating", singlecase.Parent, "Camilla, mor", better...)
	missed.Ratings[3].Value = nil
	missed.Ratings[4].Superseded = true
	missed.Ratings[5].RaterID = "somebody else"
	missed.Ratings[6].Version = "0"
	missed.Ratings[8].On = missed.Ratings[7].On
	for _, c := range []struct {
		name    string
		strands []instrument.Strand
	}{
		{"documented", []instrument.Strand{strand("goal-rating", singlecase.Parent, "Camilla, mor", better...), strand("school-days", singlecase.School, "skolen", 2, 1, 2, 2, 3, 3, 4, 4, 5, 4, 5, 5, 5)}},
		{"with all that is left out", []instrument.Strand{missed}},
		{"too few", []instrument.Strand{strand("goal-rating", singlecase.Parent, "Camilla, mor", 3, 4)}},
		{"without an error", []instrument.Strand{strand("shared-focus", singlecase.Observation, "Lone", .3, .4, .5, .5, .6, .7)}},
		{"nothing", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			content := kept(t, stated(t, c.strands...))
			again, equal, err := outcome.Recompute(content)
			if err != nil || !equal {
				t.Errorf("equal %v, %v: %s", equal, err, cmp.Diff(content, again))
			}
		})
	}
}

func TestWhatIsLeftOutIsStatedWithItsReason(t *testing.T) {
	s := strand("goal-rating", singlecase.Parent, "Camilla, mor", better...)
	s.Ratings[3].Value = nil
	s.Ratings[4].Superseded = true
	s.Ratings[5].RaterID = "somebody else"
	s.Ratings[6].Version = "0"
	s.Ratings[8].On = s.Ratings[7].On
	c := stated(t, s).Strands[0]
	n, left := c.Counted()
	want := map[outcome.Omission]int{outcome.OmitMissing: 1, outcome.OmitSuperseded: 1, outcome.OmitRater: 1, outcome.OmitVersion: 1, outcome.OmitDay: 1}
	if n != 9 || n != c.Whole.N || !cmp.Equal(left, want) {
		t.Errorf("counted %d (the rule %d), left out %v", n, c.Whole.N, left)
	}
}

func TestAStatementThatWasAlteredComesOutDifferent(t *testing.T) {
	c := stated(t, strand("goal-rating", singlecase.Parent, "Camilla, mor", better...))
	for name, alter := range map[string]func(*outcome.Content){
		"a value":           func(c *outcome.Content) { one := 1.0; c.Strands[0].Measurements[12].Value = &one },
		"the grade":         func(c *outcome.Content) { c.Strands[0].Whole.Grade = singlecase.Signs },
		"the window":        func(c *outcome.Content) { c.Strands[0].Window.S++ },
		"the error":         func(c *outcome.Content) { c.Strands[0].Instrument.SEM = 4 },
		"the figure":        func(c *outcome.Content) { c.Strands[0].ErrorHigh-- },
		"the verdict":       func(c *outcome.Content) { c.Conclusion.Verdict = singlecase.FamilyDocumented },
		"a constant":        func(c *outcome.Content) { c.Rule.Alpha = .2 },
		"whose it is":       func(c *outcome.Content) { c.Strands[0].RaterID = "b" },
		"a judgement added": func(c *outcome.Content) { c.Judgement = outcome.Judgement{ID: "j", Says: singlecase.SaysDevelopment} },
	} {
		altered := kept(t, c)
		alter(&altered)
		if _, equal, err := outcome.Recompute(altered); equal || err != nil {
			t.Errorf("%s: equal %v, %v", name, equal, err)
		}
	}
}

// A statement made by another rule is never computed by the one in force.
func TestALaterRuleIsKeptApart(t *testing.T) {
	c := stated(t, strand("goal-rating", singlecase.Parent, "Camilla, mor", better...))
	c.Rule.Name = "outcome-2"
	if _, equal, err := outcome.Recompute(c); equal || !errors.Is(err, outcome.ErrUnknownRule) {
		t.Errorf("equal %v, %v", equal, err)
	}
}

func TestWhatHasChangedSinceAStatement(t *testing.T) {
	whole := func() instrument.Strand {
		return strand("goal-rating", singlecase.Parent, "Camilla, mor", better...)
	}
	base := whole()
	for i := range base.Ratings {
		base.Ratings[i].ID = string(rune('a' + i))
	}
	c := stated(t, base)
	six := 6.0
	for _, tt := range []struct {
		name  string
		alter func(*instrument.Strand)
		want  []outcome.ChangeKind
	}{
		{"nothing", func(*instrument.Strand) {}, nil},
		{"a new measurement after the day", func(s *instrument.Strand) {
			s.Ratings = append(s.Ratings, instrument.Rating{ID: "new", On: clock.NewDate(2026, 10, 2), Value: &six, Version: "1", RaterID: s.RaterID})
		}, nil},
		{"a correction", func(s *instrument.Strand) {
			s.Ratings[2].Superseded = true
			s.Ratings = append(s.Ratings, instrument.Rating{ID: "new", Supersedes: "c", On: s.Ratings[2].On, Value: &six, Version: "1", RaterID: s.RaterID})
		}, []outcome.ChangeKind{outcome.ChangeCorrected}},
		{"coded again", func(s *instrument.Strand) { s.Ratings[2].Value = &six }, []outcome.ChangeKind{outcome.ChangeValue}},
		{"by another version", func(s *instrument.Strand) { s.Ratings[2].Version = "2" }, []outcome.ChangeKind{outcome.ChangeValue}},
		{"no longer there", func(s *instrument.Strand) { s.Ratings = s.Ratings[1:] }, []outcome.ChangeKind{outcome.ChangeGone}},
		{"one for a day before came later", func(s *instrument.Strand) {
			s.Ratings = append(s.Ratings, instrument.Rating{ID: "new", On: clock.NewDate(2026, 9, 2), Value: &six, Version: "1", RaterID: s.RaterID})
		}, []outcome.ChangeKind{outcome.ChangeAdded}},
		{"another scale", func(s *instrument.Strand) { s.Instrument = "school-days" }, []outcome.ChangeKind{outcome.ChangeError}},
		{"another rater", func(s *instrument.Strand) { s.RaterID = "b" }, []outcome.ChangeKind{outcome.ChangeRater}},
		{"the strand is gone", func(s *instrument.Strand) { s.ID, s.Ratings = "other", nil }, []outcome.ChangeKind{outcome.ChangeStrand}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			now := base
			now.Ratings = slices.Clone(base.Ratings)
			tt.alter(&now)
			var got []outcome.ChangeKind
			for _, change := range c.Changes(outcome.Grade([]instrument.Strand{now}, clock.NewDate(2026, 10, 5))) {
				got = append(got, change.Kind)
			}
			if !cmp.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestAStatementIsKeptSignedAndSuperseded(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course, strandID, ratingID, id := w.Course(t), db.NewID(), "", db.NewID()
		at := func(f func(context.Context, *casefile.Writer) error) {
			t.Helper()
			w.OK(t, w.Write(t, w.Lone, course, f))
		}
		start := clock.NewDate(2026, 1, 5)
		w.SetNow(start.At(9, 0))
		at(func(ctx context.Context, f *casefile.Writer) error {
			return instrument.Open(ctx, f, instrument.Strand{ID: strandID, Instrument: "goal-rating", Title: "Rolige morgener", RaterRole: singlecase.Parent, RaterID: "m", RaterName: "Camilla, mor", EveryDays: 14})
		})
		for i, v := range better {
			ratingID = db.NewID()
			w.SetNow(start.AddDays(14*i).At(9, 0))
			at(func(ctx context.Context, f *casefile.Writer) error {
				return instrument.Record(ctx, f, instrument.Rating{ID: ratingID, StrandID: strandID, On: f.Today(), Value: &v})
			})
		}
		name := func(string) string { return "Lone" }
		state := func(who access.Actor) error {
			return w.Write(t, who, course, func(ctx context.Context, f *casefile.Writer) error { return outcome.State(ctx, f, id, 12, name) })
		}
		w.Denied(t, state(w.Dorthe))
		w.OK(t, state(w.Lone))
		w.OK(t, state(w.Lone)) // sent twice
		sign := func(who access.Actor) error {
			return w.Write(t, who, course, func(ctx context.Context, f *casefile.Writer) error { return outcome.SignStatement(ctx, f, id) })
		}
		w.Denied(t, sign(w.Gitte))
		w.OK(t, sign(w.Lone))
		w.OK(t, sign(w.Lone))
		w.SetNow(w.Now().Add(time.Hour))
		five := 5.0
		at(func(ctx context.Context, f *casefile.Writer) error {
			return instrument.Record(ctx, f, instrument.Rating{ID: db.NewID(), StrandID: strandID, On: f.Today(), Value: &five, Supersedes: ratingID})
		})
		if err := sign(w.Ellen); err == nil {
			t.Error("a statement that no longer matches the record was signed")
		}
		w.OK(t, w.Read(t, w.Dorthe, course, func(ctx context.Context, f *casefile.Reader) error {
			all, err := outcome.Statements(ctx, f)
			if err != nil || len(all) != 1 {
				t.Fatalf("%d statements, %v", len(all), err)
			}
			s := all[0]
			if _, equal, err := outcome.Recompute(s.Content); !equal || err != nil {
				t.Errorf("equal %v, %v", equal, err)
			}
			if g, ok := s.Signed(access.Lead); !ok || g.StaffID != w.Lone.ID || len(s.Signatures) != 1 {
				t.Errorf("signed %+v", s.Signatures)
			}
			now, err := outcome.Develop(ctx, f)
			if changes := s.Content.Changes(now); len(changes) != 1 || changes[0].Kind != outcome.ChangeCorrected || *changes[0].Before != 7 || *changes[0].After != 5 {
				t.Errorf("changes %+v", changes)
			}
			return err
		}))
	})
}

func TestSinceTheLastFollowUpIsALineOfItsOwn(t *testing.T) {
	noah := strand("answered-initiatives", singlecase.Observation, "Lone", .30, .35, .33, .42, .45, .50, .52, .55, .58, .62, .60, .48, .44, .38, .35, .36)
	d := outcome.Grade([]instrument.Strand{noah}, clock.NewDate(2026, 10, 1))
	before := d.Conclusion
	d.GradeSince(noah.OpenedOn.AddDays(14 * 6))
	g := d.Strands[0]
	if g.Window.Grade < singlecase.Signs || g.Window.Direction != singlecase.Down || !g.SetBack() || len(d.Moved()) != 1 || len(d.SetBacks()) != 1 {
		t.Errorf("the window: grade %d %s", g.Window.Grade, g.Window.Direction)
	}
	if !cmp.Equal(before, d.Conclusion) {
		t.Error("the window entered the conclusion")
	}
	for _, l := range lang.All {
		w := outcome.Words{Lang: l}
		if text := w.WindowSentence(g); strings.ContainsAny(text, "‹{}") || !strings.Contains(text, "100") {
			t.Errorf("%s: %s", l, text)
		}
		if w.WindowSentence(outcome.Graded{}) != "" {
			t.Error("words without a follow-up")
		}
	}
}

// A setback can be keyed in afterwards as a whole strand; the conclusion drawn without
// it does not hold.
func TestAStrandOpenedLaterForDaysTheStatementCovers(t *testing.T) {
	first := strand("goal-rating", singlecase.Parent, "Camilla, mor", better...)
	c := kept(t, stated(t, first))
	later := strand("goal-rating", singlecase.Child, "Villads", 9, 8, 8, 7, 6, 5, 4, 3, 2, 2)
	changes := c.Changes(outcome.Grade([]instrument.Strand{first, later}, clock.NewDate(2026, 10, 2)))
	if len(changes) != 10 {
		t.Fatalf("got %d changes, want one for each of ten measurements", len(changes))
	}
	for _, change := range changes {
		if change.Kind != outcome.ChangeAdded || change.StrandID != later.ID || change.Rater != "Villads" {
			t.Errorf("got %+v", change)
		}
	}
	later.OpenedOn = clock.NewDate(2026, 10, 2)
	for i := range later.Ratings {
		later.Ratings[i].On = later.OpenedOn.AddDays(14 * i)
	}
	if changes := c.Changes(outcome.Grade([]instrument.Strand{first, later}, clock.NewDate(2027, 3, 2))); len(changes) != 0 {
		t.Errorf("what came after the day of the statement is no change of it: got %+v", changes)
	}
}
