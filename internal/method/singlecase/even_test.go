package singlecase

import (
	"math"
	"testing"
)

// Values that are all the same have no spread and no order, whatever rounding their
// computed mean or a sum of fractions leaves.
func TestNothingVaries(t *testing.T) {
	for _, v := range []float64{0, 3, .1, .7, 3.3, -2.2} {
		for n := 2; n < 26; n++ {
			a := make([]float64, n)
			for i := range a {
				a[i] = v
			}
			p := Phases{A: a, B: []float64{v, v, v}}
			e := p.Effect()
			if e.Glass != nil || e.Baseline != nil || e.Pooled != nil {
				t.Errorf("%d times %v: a spread was found", n, v)
			}
			if percent, _ := p.GoalObtained(v); percent != nil {
				t.Errorf("%d times %v: the goal is the baseline, and %v percent of the way was covered", n, v, *percent)
			}
			if r, ok := RandomisationTest([]Case{{Values: append(a, v, v, v), NA: 2}}, 1); !ok || r.Z != nil {
				t.Errorf("%d times %v: a z of all starts alike", n, v)
			}
			for _, method := range []TauUMethod{TauUComplete, TauUParker, TauUTarlow} {
				u := p.TauU(method)
				for _, r := range []TauURow{u.AvsB, u.TrendA, u.MinusTrendA, u.PlusTrendB, u.PlusBMinusTrendA} {
					if r.VarS < 0 || r.Z != nil || r.P != nil || r.SE != nil {
						t.Errorf("%d times %v by %s: variance %v, z %v", n, v, method, r.VarS, r.Z)
					}
					if r.D > 0 && (r.Tau == nil || *r.Tau != 0) {
						t.Errorf("%d times %v by %s: no pair rises or falls, so tau is 0", n, v, method)
					}
				}
			}
		}
	}
}

// The line of a baseline is known before there is a phase to hold against it.
func TestCorrectedWithoutAPhaseB(t *testing.T) {
	c := Phases{A: []float64{1, 2, 3, 4, 5}}.Corrected()
	if c.Slope == nil || *c.Slope != 1 || c.Applied == nil || !*c.Applied {
		t.Errorf("the baseline rises by 1 a measurement, two-sided p .027: got %+v", c)
	}
	if c.Tau != nil || c.Pretested != nil {
		t.Error("nothing is compared with nothing")
	}
}

// The intercept is told for day 0 of the calendar, seven hundred thousand days away,
// and everything else must not lose its digits by that.
func TestPiecewiseFarFromDayZero(t *testing.T) {
	values := []float64{3, 4, 3, 5, 4, 6, 7, 6, 8, 9}
	fitted := func(from float64) Piecewise {
		var y []*float64
		var times []float64
		var inB []bool
		for i := range values {
			y, times, inB = append(y, &values[i]), append(times, from+float64(7*i)), append(inB, i >= 5)
		}
		p, ok := PiecewiseRegression(y, times, inB, PiecewiseBLB)
		if !ok {
			t.Fatal("no fit")
		}
		return p
	}
	near, far := fitted(0), fitted(739_000)
	for name, c := range map[string][2]Coefficient{"trend": {near.Trend, far.Trend}, "level": {near.Level, far.Level}, "slope": {near.Slope, far.Slope}} {
		if math.Abs(c[0].B-c[1].B) > 1e-12 || math.Abs(*c[0].SE-*c[1].SE) > 1e-12 {
			t.Errorf("%s: %v ± %v near day 0, %v ± %v far from it", name, c[0].B, *c[0].SE, c[1].B, *c[1].SE)
		}
	}
	want := near.Intercept.B - 739_000*near.Trend.B
	if math.Abs(far.Intercept.B-want) > 1e-9*math.Abs(want) {
		t.Errorf("intercept %v, want %v", far.Intercept.B, want)
	}
}
