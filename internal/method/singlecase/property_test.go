package singlecase

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"samspil/internal/clock"
)

func near(a, b *float64, by float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return math.Abs(*a-*b) <= by*max(1, math.Abs(*a), math.Abs(*b))
}

func negative(v *float64) *float64 {
	if v == nil {
		return nil
	}
	return ptr(-*v)
}

var ratings = rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 10), func(i int) float64 { return float64(i) }), 1, 12)

func negated(y []float64) []float64 {
	out := slices.Clone(y)
	for i := range out {
		out[i] = -out[i]
	}
	return out
}

// All values negated and the direction turned: nothing changes.
func TestEveryIndexMirrors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Phases{A: ratings.Draw(t, "a"), B: ratings.Draw(t, "b")}
		m := Phases{A: negated(p.A), B: negated(p.B), LowerIsBetter: true}
		almost := cmpopts.EquateApprox(1e-9, 1e-9)
		if d := cmp.Diff(p.Overlap(), m.Overlap(), almost); d != "" {
			t.Fatalf("overlap: %s", d)
		}
		if d := cmp.Diff(p.Effect(), m.Effect(), almost); d != "" {
			t.Fatalf("effect: %s", d)
		}
		for _, method := range []TauUMethod{TauUComplete, TauUParker, TauUTarlow} {
			if d := cmp.Diff(p.TauU(method), m.TauU(method), almost); d != "" {
				t.Fatalf("tau-u %s: %s", method, d)
			}
		}
		c, mirrored := p.Corrected(), m.Corrected()
		if !near(c.Tau, mirrored.Tau, 1e-9) || !near(c.Kendall, mirrored.Kendall, 1e-9) || !near(c.Pretested, mirrored.Pretested, 1e-9) ||
			!near(c.Slope, negative(mirrored.Slope), 1e-9) {
			t.Fatalf("corrected: %+v and %+v", c, mirrored)
		}
	})
}

// A and B exchanged: tau changes its sign and its interval turns over.
func TestExchangedPhasesChangeTheSign(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Phases{A: ratings.Draw(t, "a"), B: ratings.Draw(t, "b")}
		o, x := p.Overlap(), Phases{A: p.B, B: p.A}.Overlap()
		if math.Abs(Tau(*o.NAP)+Tau(*x.NAP)) > 1e-12 || math.Abs(Tau(*o.Low)+Tau(*x.High)) > 1e-9 || !near(o.SEHanley, x.SEHanley, 1e-9) || !near(o.SEUnbiased, x.SEUnbiased, 1e-9) {
			t.Fatalf("%+v and %+v", o, x)
		}
		if e, y := p.Effect(), (Phases{A: p.B, B: p.A}).Effect(); !near(e.Mean, negative(y.Mean), 1e-9) || !near(e.Pooled, negative(y.Pooled), 1e-9) {
			t.Fatalf("%+v and %+v", e, y)
		}
	})
}

// Moved up or down a scale, or measured in another unit, the same is found.
func TestShiftedAndScaled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Phases{A: ratings.Draw(t, "a"), B: ratings.Draw(t, "b")}
		by, unit := float64(rapid.IntRange(-50, 50).Draw(t, "by")), float64(rapid.IntRange(1, 9).Draw(t, "unit"))
		moved := func(y []float64) []float64 {
			out := slices.Clone(y)
			for i := range out {
				out[i] = out[i]*unit + by
			}
			return out
		}
		m := Phases{A: moved(p.A), B: moved(p.B)}
		if d := cmp.Diff(p.Overlap(), m.Overlap(), cmpopts.EquateApprox(1e-9, 1e-9)); d != "" {
			t.Fatal(d)
		}
		e, f := p.Effect(), m.Effect()
		if !near(e.Pooled, f.Pooled, 1e-9) || !near(e.Glass, f.Glass, 1e-9) || math.Abs(*e.Mean*unit-*f.Mean) > 1e-9 {
			t.Fatalf("%+v and %+v", e, f)
		}
		if c, g := p.Corrected(), m.Corrected(); !near(c.Tau, g.Tau, 1e-9) || !near(c.Kendall, g.Kendall, 1e-9) {
			t.Fatalf("%+v and %+v", c, g)
		}
	})
}

// Complete separation never gives an interval of no width, at any length, and an
// interval is always in order, holds NAP and is not a point.
func TestSeparationKeepsItsIntervalAtAnyLength(t *testing.T) {
	for m := 1; m <= 12; m++ {
		for n := 1; n <= 12; n++ {
			p := Phases{A: make([]float64, m), B: make([]float64, n)}
			for i := range p.B {
				p.B[i] = 1
			}
			if o := p.Overlap(); *o.NAP != 1 || *o.High != 1 || !(*o.Low > 0 && *o.Low < .95) {
				t.Errorf("%d and %d: %v to %v", m, n, *o.Low, *o.High)
			}
		}
	}
}

// The order in which measurements were recorded does not matter, as long as no two
// are of one day; of one day the last recorded counts.
func TestOrderOfRecordingDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := draw(t)
		days := map[clock.Date]bool{}
		s.Measurements = slices.DeleteFunc(s.Measurements, func(m Measurement) bool {
			twice := days[m.Date]
			days[m.Date] = true
			return twice
		})
		want := GradeStrand(s)
		mixed := s
		mixed.Measurements = rapid.Permutation(s.Measurements).Draw(t, "order")
		if d := cmp.Diff(want, GradeStrand(mixed), cmp.AllowUnexported(clock.Date{})); d != "" {
			t.Fatal(d)
		}
		if len(s.Measurements) == 0 {
			return
		}
		twice := s
		again := s.Measurements[rapid.IntRange(0, len(s.Measurements)-1).Draw(t, "again")]
		twice.Measurements = append([]Measurement{{ID: "earlier", Date: again.Date, Value: ptr(0)}}, s.Measurements...)
		got := GradeStrand(twice)
		if got.Grade != want.Grade || got.N != want.N || got.LeftOut.SameDay != want.LeftOut.SameDay+1 {
			t.Fatalf("an earlier entry of the same day: %+v, without it %+v", got, want)
		}
	})
}

// Grade 3 is grade 2 and more; a window is a strand of its own; a stored rule gives
// the same again.
func TestGradesAreNested(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := draw(t)
		got := GradeStrand(s)
		if got.Grade >= Signs {
			rule := rules[got.Rule]
			if rule.direction(*got.Whole) != got.Direction || math.Abs(got.Whole.Change) < got.Whole.Threshold || *got.Whole.P >= rule.Alpha {
				t.Fatalf("grade %d without its test: %+v", got.Grade, *got.Whole)
			}
		}
		if got.Grade == Documented && rules[got.Rule].direction(*got.WithoutIntake) != got.Direction {
			t.Fatalf("grade 3 without the stricter test: %+v", *got.WithoutIntake)
		}
		rule, _ := RuleNamed(got.Rule)
		if !cmp.Equal(got, rule.GradeStrand(s), cmp.AllowUnexported(clock.Date{})) {
			t.Fatal("the stored rule gives another result")
		}
		from := first.AddDays(rapid.IntRange(0, 200).Draw(t, "from"))
		cut := s
		cut.Measurements = slices.DeleteFunc(slices.Clone(s.Measurements), func(m Measurement) bool { return m.Date.Before(from) })
		if !cmp.Equal(GradeWindow(s, from), GradeStrand(cut), cmp.AllowUnexported(clock.Date{})) {
			t.Fatal("a window is not the strand of what lies in it")
		}
	})
}

// The bare series is graded as the strand is, where the days allow it.
func TestGradeSeriesIsTheRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y := rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 10), func(i int) float64 { return float64(i) }), 0, 30).Draw(t, "y")
		s := weekly(y...)
		want := GradeStrand(s)
		if grade, direction := rules[RuleName].GradeSeries(y, s.Instrument); grade != want.Grade || direction != want.Direction {
			t.Fatalf("grade %d %s, as a strand %d %s", grade, direction, want.Grade, want.Direction)
		}
	})
}

// The exact probabilities of S over all orders: both tails of a mirrored series
// belong together, and without ties it is what tables print (Kendall 1970: n = 4,
// S = 6: 1/24; n = 5, S = 8: 5/120).
func TestExactProbability(t *testing.T) {
	if p := TrendOf(some(1, 2, 3, 5, 4), nil).PExactIncrease; math.Abs(*p-5.0/120) > 1e-12 {
		t.Errorf("n = 5, S = 8: %v", *p)
	}
	rapid.Check(t, func(t *rapid.T) {
		y := ratings.Draw(t, "y")
		up, down := TrendOf(some(y...), nil), TrendOf(some(negated(y)...), nil)
		if up.S != -down.S || !(*up.PExactIncrease > 0 && *up.PExactIncrease <= 1) || *up.PExactIncrease+*down.PExactIncrease < 1-1e-9 {
			t.Fatalf("%+v and %+v", up, down)
		}
	})
}

// A straight line has its own slope by the days of the calendar, whatever the gaps.
func TestTheilSenGoesByTheDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		slope := float64(rapid.IntRange(-20, 20).Draw(t, "slope")) / 10
		var y []*float64
		var days []int
		day := 0
		for range rapid.IntRange(2, 15).Draw(t, "n") {
			day += rapid.IntRange(1, 30).Draw(t, "gap")
			y, days = append(y, ptr(3+slope*float64(day))), append(days, day)
		}
		got := TrendOf(y, days)
		if math.Abs(*got.Slope-slope) > 1e-9 || math.Abs(*got.Intercept-3) > 1e-7 {
			t.Fatalf("%v and %v", *got.Slope, *got.Intercept)
		}
	})
}

// Published figures, each with where it is printed.
func TestPublishedFigures(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want float64
		by        float64
	}{
		{"JT cut-off a (psyctc.org; 40/7.5 and 60/7.5)", CutoffsOf(Norm{Mean: 40, SD: 7.5}, Norm{Mean: 60, SD: 7.5}, false).A, 55, 1e-9},
		{"cut-off b", CutoffsOf(Norm{Mean: 40, SD: 7.5}, Norm{Mean: 60, SD: 7.5}, false).B, 45, 1e-9},
		{"cut-off c", *CutoffsOf(Norm{Mean: 40, SD: 7.5}, Norm{Mean: 60, SD: 7.5}, false).C, 50, 1e-9},
		{"WHO-5 in Danish: SEM behind MDC 23.6 (HQLO 2018)", SEMFromMDC(23.6), 8.51, .005},
		{"and the SD behind it, r = .81", *SDFromSEM(SEMFromMDC(23.6), .81), 19.53, .005},
		{"MDC again", MinimalDetectableChange(SEM(19.53, .81)), 23.6, .01},
		{"NAP, complete separation, 3 + 3 (Newcombe 2006)", *Phases{A: []float64{1, 1, 1}, B: []float64{2, 2, 2}}.Overlap().Low, .501, .0005},
		{"Parker, Vannest & Davis 2011, example 1: NAP", *pvd.Overlap().NAP, .9166666666666666, 1e-9},
		{"IRD", *pvd.Overlap().IRD, .6904761904761905, 1e-9},
		{"PAND", *pvd.Overlap().PAND, .8461538461538461, 1e-9},
		{"PND", *pvd.Overlap().PND, .7142857142857143, 1e-9},
		{"scan book, exampleAB Johanna: A against B without the trend of A", *johanna.TauU(TauUComplete).MinusTrendA.Tau, .59, .005},
		{"scan book: with the trend of B", *johanna.TauU(TauUComplete).PlusBMinusTrendA.Tau, .77, .006},
	} {
		if math.Abs(c.got-c.want) > c.by {
			t.Errorf("%s: %v, printed %v", c.name, c.got, c.want)
		}
	}
	for k, want := range []float64{40.00, 37.60, 36.31, 35.49, 34.92} { // Turner-Stokes & Williams 2010
		goals := some(slices.Repeat([]float64{-1}, k+1)...)
		if got, _ := GoalAttainment(goals, nil, UsualGoalCorrelation); math.Abs(*got-want) > .005 {
			t.Errorf("%d goals at -1: T %v, printed %v", k+1, *got, want)
		}
	}
	for n, want := range map[int]float64{3: 1.0 / 6, 4: 1.0 / 24, 5: 1.0 / 120} { // Kendall 1970
		y := make([]float64, n)
		for i := range y {
			y[i] = float64(i)
		}
		if got := TrendOf(some(y...), nil).PExactIncrease; math.Abs(*got-want) > 1e-12 {
			t.Errorf("%d rising: %v", n, *got)
		}
	}
}

var (
	pvd     = Phases{A: []float64{20, 20, 26, 25, 22, 23}, B: []float64{28, 25, 24, 27, 30, 30, 29}}
	johanna = Phases{A: []float64{54, 53, 56, 58, 52}, B: []float64{61, 62, 71, 66, 64, 78, 70, 74, 82, 77, 86, 68, 80, 86, 87}}
)
