package population

import (
	"cmp"
	"math"
	"slices"
)

// End is how the wait of one family for a documented development ended.
type End string

// The ends. Censored: still waiting when last looked at.
const (
	Documented End = "documented"
	Ended      End = "ended" // the course ended unplanned, without one
	Censored   End = "censored"
)

// Course is one family's: the days from its start until End.
type Course struct {
	Days float64
	End  End
}

// Survival is the time to the first documented development.
type Survival struct {
	N int
	// At the days asked for: the families still waiting, the share not yet
	// documented by Kaplan & Meier 1958 with everything else censored, and the
	// share documented by Aalen & Johansen 1978 with unplanned ending as a
	// competing end, which is the honest one. Shares are nil without a family.
	AtRisk     []int
	Waiting    []*float64
	Cumulative []*float64
	// Median is the first day on which half are documented by Kaplan–Meier, nil
	// when that is never reached.
	Median *float64
}

// SurvivalOf follows the courses and reports at the days of at, in any order.
// Events of a day come before censoring on the same day.
//
//	S(t) = Π (1 - d1/r), C(t) = Σ So(before t) · d1/r, So(t) = Π (1 - (d1 + d2)/r)
//
// with d1 documented, d2 ended and r still at risk. It says when, never why:
// families who need more help get more of it and wait longer.
func SurvivalOf(courses []Course, at []float64) Survival {
	sorted := slices.Clone(courses)
	slices.SortFunc(sorted, func(a, b Course) int { return cmp.Compare(a.Days, b.Days) })
	s := Survival{N: len(courses), AtRisk: make([]int, len(at)), Waiting: make([]*float64, len(at)), Cumulative: make([]*float64, len(at))}
	if len(courses) == 0 {
		return s
	}
	steps := stepsOf(sorted)
	for i, day := range at {
		s.AtRisk[i] = len(sorted) - firstFrom(sorted, day)
		last := step{waiting: 1}
		for _, st := range steps {
			if st.day > day {
				break
			}
			last = st
		}
		s.Waiting[i], s.Cumulative[i] = &last.waiting, &last.cumulative
	}
	for _, st := range steps {
		if st.waiting <= .5+1e-9 { // ties of computed values: within a billionth
			s.Median = &st.day
			break
		}
	}
	return s
}

// step is the state of things from that day on.
type step struct{ day, waiting, cumulative, overall float64 }

func stepsOf(sorted []Course) []step {
	var steps []step
	now := step{waiting: 1, overall: 1}
	for i := 0; i < len(sorted); {
		now.day = sorted[i].Days
		risk := float64(len(sorted) - i)
		var documented, ended float64
		for ; i < len(sorted) && sorted[i].Days == now.day; i++ {
			switch sorted[i].End {
			case Documented:
				documented++
			case Ended:
				ended++
			}
		}
		now.cumulative += now.overall * documented / risk
		now.waiting *= 1 - documented/risk
		now.overall *= 1 - (documented+ended)/risk
		steps = append(steps, now)
	}
	return steps
}

func firstFrom(sorted []Course, day float64) int {
	at, _ := slices.BinarySearchFunc(sorted, day, func(c Course, day float64) int { return cmp.Compare(c.Days, day) })
	return at
}

// Limits are two bounds of a share.
type Limits struct{ Low, High float64 }

// Funnel tells how far the share of a unit may lie from the target by chance
// alone (Spiegelhalter 2005, exact binomial with interpolation). Not ok without a
// family or with a target outside 0 to 1. A unit should have twenty families; a
// unit is never one worker, and units are never put in order.
func Funnel(target float64, families int) (in95, in998 Limits, ok bool) {
	if families < 1 || !(target >= 0 && target <= 1) {
		return Limits{}, Limits{}, false
	}
	limit := func(p float64) float64 { return binomialLimit(target, families, p) }
	return Limits{limit(.025), limit(.975)}, Limits{limit(.001), limit(.999)}, true
}

// Outside names the limits beyond which a share lies: "998", "95" or "none".
func Outside(share float64, in95, in998 Limits) string {
	switch {
	case share < in998.Low || share > in998.High:
		return "998"
	case share < in95.Low || share > in95.High:
		return "95"
	}
	return "none"
}

// binomialLimit is (r - a)/n with r the smallest count for which P(R <= r) > p and
// a = (P(R <= r) - p)/P(R = r), cut to 0 and 1.
func binomialLimit(target float64, n int, p float64) float64 {
	sum := 0.0
	for r := range n + 1 {
		exactly := binomial(target, n, r)
		sum += exactly
		if sum > p || r == n {
			return min(1, max(0, (float64(r)-(sum-p)/exactly)/float64(n)))
		}
	}
	return 1
}

// binomial is the probability of exactly r of n.
func binomial(target float64, n, r int) float64 {
	if target == 0 || target == 1 {
		if (r == 0) == (target == 0) && (r == n) == (target == 1) {
			return 1
		}
		return 0
	}
	gamma := func(x int) float64 { v, _ := math.Lgamma(float64(x + 1)); return v }
	return math.Exp(gamma(n) - gamma(r) - gamma(n-r) + float64(r)*math.Log(target) + float64(n-r)*math.Log1p(-target))
}
