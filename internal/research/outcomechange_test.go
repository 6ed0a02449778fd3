package research

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"samspil/internal/fault"
)

const normed = `strand,rater_role,rater,date,value,better,norm_mean,sd,reliability,clinical_mean,clinical_sd,functional_mean,functional_sd
stress,parent,camilla,2026-01-05,30,,50,10,.8,40,7.5,60,7.5
stress,parent,camilla,2026-02-05,31,,,,,,,,
stress,parent,camilla,2026-03-05,38,,,,,,,,
stress,parent,camilla,2026-04-05,40,,,,,,,,
stress,parent,camilla,2026-05-05,45,,,,,,,,
`

func alike(got *float64, want float64) bool { return got != nil && math.Abs(*got-want) < 5e-4 }

// The four ways by hand: sem 4.4721, difference 15, expected second value 34.
func TestEveryWayOfReliableChange(t *testing.T) {
	s := develop(t, normed, 0, OutcomeOptions{}).Strands[0]
	if math.Abs(s.SEM-4.4721) > 1e-3 {
		t.Errorf("the error of sd 10 and reliability .8: %v", s.SEM)
	}
	want := []struct {
		method string
		k      int
		rci    float64
		change string
	}{
		{"jt", 1, 2.3717, "improved"}, {"gln", 1, 1.8333, "unchanged"}, {"en", 1, 2.4597, "improved"}, {"nk", 1, 1.9207, "unchanged"},
		{"means", 2, 12 / 4.47214, "improved"},
	}
	if len(s.Changes) != len(want) {
		t.Fatalf("%d ways: %+v", len(s.Changes), s.Changes)
	}
	for i, w := range want {
		if c := s.Changes[i]; c.Method != w.method || c.K != w.k || !alike(c.RCI, w.rci) || *c.Change != w.change || c.Lacks != "" {
			t.Errorf("%s of %d: %+v", w.method, w.k, c)
		}
	}
	lower := develop(t, strings.Replace(normed, "30,,50", "30,lower,50", 1), 0, OutcomeOptions{}).Strands[0]
	for i, w := range want {
		if c := lower.Changes[i]; !alike(c.RCI, -w.rci) {
			t.Errorf("%s, lower is better: %v", w.method, *c.RCI)
		}
	}
	bare := develop(t, "strand,rater_role,rater,date,value\ns,parent,m,2026-01-05,3\ns,parent,m,2026-02-05,4\n", 0, OutcomeOptions{}).Strands[0]
	for _, c := range bare.Changes {
		if c.RCI != nil || c.Change != nil || c.Lacks == "" {
			t.Errorf("without constants: %+v", c)
		}
	}
	if c := develop(t, "strand,rater_role,rater,date,value\ns,parent,m,2026-01-05,3\ns,parent,m,2026-02-05,9\n", 1, OutcomeOptions{}).Strands[0].Changes; !alike(c[0].RCI, 6/math.Sqrt2) || c[1].Lacks != "norm_mean, sd and reliability" {
		t.Errorf("with --sem alone: %+v", c)
	}
}

func TestClinicallySignificantChange(t *testing.T) {
	for _, c := range []struct {
		first, last, better, category string
	}{
		{"30", "55", "", "recovered"},
		{"30", "45", "", "improved_not_recovered"},
		{"45", "55", "", "unchanged"},
		{"55", "30", "", "harmed"},
		{"45", "30", "", "deteriorated"},
		{"55", "30", "lower", "recovered"},
	} {
		text := strings.Replace(strings.Replace(normed, "05-05,45", "05-05,"+c.last, 1), "01-05,30,,", "01-05,"+c.first+","+c.better+",", 1)
		if c.better == "lower" {
			text = strings.Replace(text, "40,7.5,60,7.5", "60,7.5,40,7.5", 1)
		}
		got := develop(t, text, 5, OutcomeOptions{}).Strands[0].Clinical
		if got == nil || got.Category == nil || *got.Category != c.category || !alike(got.CutoffC, 50) {
			t.Errorf("%s to %s %s: %+v", c.first, c.last, c.better, got)
		}
	}
	got := develop(t, normed, 0, OutcomeOptions{}).Strands[0].Clinical
	if got.CutoffA != 55 || got.CutoffB != 45 || got.First != "clinical" || got.Last != "clinical" {
		t.Errorf("the published borders are 55, 45 and 50: %+v", got)
	}
	if develop(t, calm, 0, OutcomeOptions{}).Strands[0].Clinical != nil {
		t.Error("borders without groups")
	}
}

// Two equal goals that begin at -1 are 37.60, three at -1 36.31; all at 0 are 50.
func TestGoalAttainmentOfARater(t *testing.T) {
	table := func(rows ...string) string {
		return "strand,rater_role,rater,date,value,scale,weight\n" + strings.Join(rows, "\n") + "\n"
	}
	two := table("a,parent,m,2026-03-05,0,goal,", "a,parent,m,2026-01-05,-1,goal,", "b,parent,m,2026-01-05,-1,goal,", "b,parent,m,2026-02-05,,goal,", "b,parent,m,2026-03-05,0,goal,",
		"c,school,s,2026-01-05,-1,goal,", "other,parent,m,2026-01-05,7,,")
	got := develop(t, two, 0, OutcomeOptions{}).Goals
	if len(got) != 2 || got[0].Goals != 2 || !alike(got[0].First, 50-12.4035) || !alike(got[0].Last, 50) || got[0].Reached != 2 || !got[0].Unfit || got[0].Why == "" {
		t.Errorf("two goals of the mother: %+v", got)
	}
	if got[1].Role != "school" || !alike(got[1].First, 40) || got[1].Reached != 0 {
		t.Errorf("the school's: %+v", got)
	}
	weighted := table("a,parent,m,2026-01-05,2,goal,3", "b,parent,m,2026-01-05,-1,goal,1")
	if g := develop(t, weighted, 0, OutcomeOptions{}).Goals[0]; !alike(g.Last, 50+10*5/math.Sqrt(.7*10+.3*16)) {
		t.Errorf("weights 3 and 1: %+v", g)
	}
	ladder := develop(t, two, 1.2, OutcomeOptions{}).Strands[0]
	if *ladder.Whole.Reason != "ordinal" || len(ladder.Changes) != 0 {
		t.Errorf("a ladder was averaged: %+v", ladder)
	}
	var text bytes.Buffer
	if err := develop(t, two, 0, OutcomeOptions{}).WriteText(&text); err != nil || !strings.Contains(text.String(), "Goals of parent m: T 37.60 at first, 50.00 at last (12.40); 2 of 2 at level 0 or better") {
		t.Errorf("%v\n%s", err, text.String())
	}
	document := `[{"scale":"goal","weight":1,"rater":{"role":"child","person":"c"},"instrument":{"id":"g"},"measurements":[{"date":"2026-01-05","value":-2}]}]`
	if g := develop(t, document, 0, OutcomeOptions{}).Goals; len(g) != 1 || !alike(g[0].First, 30) {
		t.Errorf("as JSON: %+v", g)
	}
}

func TestMistakesInConstants(t *testing.T) {
	head := "strand,rater_role,rater,date,value,scale,sd,reliability,weight\n"
	row := func(cells string) string { return head + "s,parent,m,2026-01-05,1," + cells + "\n" }
	of := func(fields string) string {
		return fmt.Sprintf(`{"rater":{"role":"child"},"instrument":{%s},"measurements":[{"date":"2026-01-05","value":1}]}`, fields)
	}
	for _, c := range []struct{ name, text, key string }{
		{"no spread", row(",0,.8,"), "research.outcome.constant"},
		{"a reliability of one", row(",1,1,"), "research.outcome.constant"},
		{"a weight below 0", row(",,,-1"), "research.outcome.constant"},
		{"two spreads", row(",1,.8,") + "s,parent,m,2026-02-05,1,,2,,\n", "research.outcome.constant"},
		{"words for a spread", row(",wide,,"), "research.outcome.number"},
		{"a scale", row("ladder,,,"), "research.outcome.scale"},
		{"a level of three", strings.Replace(row("goal,,,"), "05,1,", "05,3,", 1), "research.outcome.ladder"},
		{"no spread in JSON", of(`"sd":0,"reliability":0.8`), "research.outcome.constantjson"},
		{"a great mean in JSON", of(`"norm_mean":1e300`), "research.outcome.constantjson"},
	} {
		_, err := ReadOutcome(strings.NewReader(c.text), 0)
		if e, ok := fault.As(err); !ok || e.Key != c.key {
			t.Errorf("%s: %v, want %s", c.name, err, c.key)
		}
	}
}
