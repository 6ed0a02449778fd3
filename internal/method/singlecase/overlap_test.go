package singlecase

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Without any overlap the interval must keep its width; a well-known program
// prints none.
func TestCompleteSeparationKeepsItsInterval(t *testing.T) {
	for _, c := range []struct {
		m, n int
		low  float64
	}{{3, 3, .501}, {3, 6, .585}, {5, 5, .643}, {1, 3, .322}} {
		p := Phases{A: make([]float64, c.m), B: make([]float64, c.n)}
		for i := range p.B {
			p.B[i] = 5
		}
		o := p.Overlap()
		if math.Abs(*o.Low-c.low) > .0005 || *o.High != 1 {
			t.Errorf("%d and %d points: got %.3f to %.3f, want %.3f to 1", c.m, c.n, *o.Low, *o.High, c.low)
		}
		p.LowerIsBetter = true
		if o := p.Overlap(); math.Abs(*o.High-(1-c.low)) > .0005 || *o.Low != 0 {
			t.Errorf("%d and %d points the other way: got %.3f to %.3f", c.m, c.n, *o.Low, *o.High)
		}
	}
}

func TestOverlapMirrors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ratings := rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 10), func(i int) float64 { return float64(i) }), 1, 12)
		p := Phases{A: ratings.Draw(t, "a"), B: ratings.Draw(t, "b")}
		o, turned, swapped := p.Overlap(), Phases{p.A, p.B, true}.Overlap(), Phases{A: p.B, B: p.A}.Overlap()
		if math.Abs(*o.NAP+*turned.NAP-1) > 1e-12 || math.Abs(*o.NAP+*swapped.NAP-1) > 1e-12 {
			t.Fatalf("NAP %v, turned %v, swapped %v", *o.NAP, *turned.NAP, *swapped.NAP)
		}
		if !(*o.Low <= *o.NAP && *o.NAP <= *o.High && *o.High-*o.Low > .05) {
			t.Fatalf("%v in %v to %v", *o.NAP, *o.Low, *o.High)
		}
	})
}

func TestNotDefinedIsNil(t *testing.T) {
	empty := Phases{A: []float64{1, 2}}
	if o := empty.Overlap(); o.NAP != nil || o.Low != nil {
		t.Error("an overlap with nothing")
	}
	if c := (Phases{A: []float64{1}, B: []float64{2}}).Corrected(); c.Tau != nil {
		t.Error("a trend of one point")
	}
	equal := Phases{A: []float64{3, 3, 3}, B: []float64{3, 3, 3}}
	if e := equal.Effect(); e.Pooled != nil || e.Glass != nil || *e.Mean != 0 {
		t.Error("a standardised difference without any spread")
	}
	if r := (Phases{A: []float64{0, 0}, B: []float64{1, 2}}).Ratio(false); r.Log != nil || r.Uncorrected != nil {
		t.Error("a ratio to nothing")
	}
	if r := (Phases{A: []float64{0, 0}, B: []float64{1, 2}}).Ratio(true); r.Log == nil {
		t.Error("counts without an incident can be compared")
	}
	if percent, _ := equal.GoalObtained(3); percent != nil {
		t.Error("a way of no length")
	}
	if score, goals := GoalAttainment(nil, nil, UsualGoalCorrelation); score != nil || goals != 0 {
		t.Error("a score without goals")
	}
	if _, ok := PiecewiseRegression([]*float64{ptr(1), ptr(2), ptr(3), ptr(4), ptr(5)}, []float64{1, 2, 3, 4, 5}, make([]bool, 5), PiecewiseW); ok {
		t.Error("a change of phase without a second phase")
	}
	if _, ok := RandomisationTest([]Case{{Values: []float64{1, 2, 3}, NA: 1}}, 2); ok {
		t.Error("a lot without a choice")
	}
	if c := RunChartOf(nil); c.Median != nil || c.Signal != nil {
		t.Error("a run chart of nothing")
	}
	if _, _, ok := RunChartLimits(5000); !ok {
		t.Error("limits for very many points")
	}
}

func BenchmarkOverlapAndTauU(b *testing.B) {
	p := Phases{A: []float64{3, 2, 4, 3, 3}, B: make([]float64, 20)}
	for i := range p.B {
		p.B[i] = float64(3 + i%6)
	}
	for b.Loop() {
		p.Overlap()
	}
}
