package singlecase

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestErrorRange(t *testing.T) {
	for _, c := range []struct {
		name   string
		grade  Grade
		n      int
		lo, hi int
	}{
		{"documented, ten", Documented, 10, 2, 8},
		{"documented, six: at most 1", Documented, 6, 1, 1},
		{"documented, fourteen", Documented, 14, 2, 9},
		{"signs, five", Signs, 5, 2, 6},
		{"signs, twelve", Signs, 12, 5, 27},
		{"thirty", Documented, 30, 2, 8},
		{"more than thirty count as thirty", Documented, 300, 2, 8},
		{"before and after: no figure", Signs, 2, 0, 0},
		{"not documented: no figure", NotDocumented, 10, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if lo, hi := ErrorRange(c.grade, c.n); lo != c.lo || hi != c.hi {
				t.Errorf("got %d-%d, want %d-%d", lo, hi, c.lo, c.hi)
			}
		})
	}
}

func TestFamilyErrorRange(t *testing.T) {
	for _, c := range []struct{ strands, n, lo, hi int }{
		{0, 10, 0, 0}, {1, 5, 1, 3}, {1, 7, 1, 3}, {1, 8, 1, 5}, {1, 9, 1, 5}, {1, 10, 2, 9}, {1, 99, 2, 9},
		{3, 14, 1, 13}, {3, 8, 1, 7}, {5, 30, 1, 16}, {9, 7, 1, 6}, {12, 12, 1, 17},
	} {
		if lo, hi := FamilyErrorRange(c.strands, c.n); lo != c.lo || hi != c.hi {
			t.Errorf("%d strands, %d measurements: got %d-%d, want %d-%d", c.strands, c.n, lo, hi, c.lo, c.hi)
		}
	}
}

func TestNotice(t *testing.T) {
	for n, want := range map[int]int{2: 0, 5: 3, 6: 4, 10: 6, 30: 8, 60: 8} {
		if got := Notice(n); got != want {
			t.Errorf("Notice(%d) = %d, want %d", n, got, want)
		}
	}
	for _, c := range []struct{ sem, step, want float64 }{{1.2, 1, 3}, {8.514, 4, 20}, {.4, 0, 1}} {
		if got := NoticeSize(c.sem, c.step); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("NoticeSize(%v, %v) = %v, want %v", c.sem, c.step, got, c.want)
		}
	}
}

// simulated is the way in which the published figures were found.
type simulated struct {
	rng   *rand.Rand
	phi   float64 // dependence between neighbours
	low   bool    // the family comes in at a low point
	gain  float64 // true change in points, in even steps
	level float64
}

const noise = 1.2

// series of n weekly ratings from 0 to 10.
func (s simulated) series(n int) []float64 {
	y := make([]float64, n)
	e := s.rng.NormFloat64()
	if s.low {
		e = -1.5 + .5*s.rng.NormFloat64()
	}
	for i := range y {
		if i > 0 {
			e = s.phi*e + math.Sqrt(1-s.phi*s.phi)*s.rng.NormFloat64()
		}
		v := s.level + s.gain*float64(i)/float64(n-1) + noise*e
		y[i] = min(10, max(0, math.Round(v)))
	}
	return y
}

// margin is how far a figure of that many runs may lie from the published one:
// four standard errors and the half point that rounding and its own simulation
// take.
func margin(runs int, percent float64) float64 {
	p := percent / 100
	return .5 + 400*math.Sqrt(p*(1-p)/float64(runs))
}

// The published figures come out again when the rule is tried on made-up
// families: a change of the rule that makes it say more than it knows fails here.
func TestErrorRatesAreThoseOfTheRule(t *testing.T) {
	runs := 20000
	if testing.Short() {
		runs = 4000
	}
	rule := rules[RuleName]
	table := rates().Strand
	in := Instrument{SEM: noise}
	for name, c := range map[string]struct {
		sim  simulated
		want gradeRate
	}{
		"nothing changed":                    {simulated{phi: .3, level: 4}, table.Unchanged},
		"nothing changed, low entry, phi .6": {simulated{phi: .6, low: true, level: 4}, table.LowEntry},
		"three points better":                {simulated{phi: .3, gain: 3, level: 4}, table.ThreeUp},
	} {
		t.Run(name, func(t *testing.T) {
			sim := c.sim
			sim.rng = rand.New(rand.NewPCG(1, 2))
			for _, n := range []int{5, 6, 10, 16, 30} {
				signs, documented := 0, 0
				for range runs {
					grade, direction, _, _ := rule.gradeRepeated(sim.series(n), in)
					if direction == Up {
						signs++
						documented += int(grade - Signs)
					}
				}
				check := func(what string, count int, want float64) {
					if got := 100 * float64(count) / float64(runs); math.Abs(got-want) > margin(runs, want) {
						t.Errorf("n = %d, %s: %.1f %%, published %.1f %%", n, what, got, want)
					}
				}
				check("signs or more", signs, c.want.SignsOrMore[n-table.LeastN])
				check("documented", documented, c.want.Documented[n-table.LeastN])
			}
		})
	}
}

// The false alarms of the family's conclusion, with a judgement that always says
// "development": the worst case.
func TestFamilyErrorRatesAreThoseOfTheRule(t *testing.T) {
	runs := 20000
	if testing.Short() {
		runs = 4000
	}
	rule := rules[RuleName]
	in := Instrument{SEM: noise}
	for _, c := range []struct {
		strands, raters, n int
		low                bool
		want               float64
	}{
		{1, 1, 10, false, 1.2}, {3, 3, 12, false, .3}, {5, 4, 12, false, .2}, {8, 4, 12, false, 0},
		{1, 1, 10, true, 7.6}, {3, 3, 12, true, 9.4}, {8, 4, 12, true, 4.6},
	} {
		sim := simulated{rng: rand.New(rand.NewPCG(3, uint64(c.strands*100+c.n))), phi: .3, level: 4, low: c.low}
		if c.low {
			sim.phi = .6
		}
		alarms := 0
		for range runs {
			var strands []Graded
			for i := range c.strands {
				grade, direction, _, _ := rule.gradeRepeated(sim.series(c.n), in)
				strands = append(strands, seen(Parent, string(rune('a'+i%c.raters)), grade, direction))
			}
			if ConcludeFamily(strands, Judgement{true, SaysDevelopment}).Verdict == FamilyDocumented {
				alarms++
			}
		}
		if got := 100 * float64(alarms) / float64(runs); math.Abs(got-c.want) > margin(runs, c.want) {
			t.Errorf("%d strands by %d, n = %d, low %v: %.1f %%, published %.1f %%", c.strands, c.raters, c.n, c.low, got, c.want)
		}
	}
}

func TestTrendWithoutVectors(t *testing.T) {
	at := func(v ...float64) []*float64 {
		var all []*float64
		for _, x := range v {
			all = append(all, &x)
		}
		return all
	}
	rising := TrendOf(at(1, 2, 3, 4), nil)
	if rising.S != 6 || math.Abs(*rising.PExactIncrease-1.0/24) > 1e-12 || *rising.Slope != 1 || *rising.TauB != 1 {
		t.Errorf("four rising: %+v", rising)
	}
	equal := TrendOf(at(5, 5, 5), nil)
	if equal.Z != nil || equal.TauB != nil || *equal.PExactIncrease != 1 || *equal.Slope != 0 {
		t.Errorf("all equal: %+v", equal)
	}
	if none := TrendOf(nil, nil); none.N != 0 || none.Slope != nil || none.PExactIncrease != nil {
		t.Errorf("nothing: %+v", none)
	}
	// the exact probability of any result is that of its mirror on the other side
	up, down := TrendOf(at(3, 1, 4, 1, 5, 9, 2, 6), nil), TrendOf(at(6, 2, 9, 5, 1, 4, 1, 3), nil)
	if up.S != -down.S {
		t.Errorf("mirrored S: %d and %d", up.S, down.S)
	}
}
