package singlecase

import "math"

// UsualGoalCorrelation is the usual assumption on how far goals move together.
const UsualGoalCorrelation = .3

// GoalAttainment is the T score of several goals (Kiresuk & Sherman 1968):
// scores from -2 to 2 with weights, of which nil ones are left out; nil weights,
// or weights that are all 0, count each goal once. For professionals only and
// always beside the ladder: it depends on the number of goals and must not be
// compared between families. The correlation of the goals, 0 to 1, is taken as
// UsualGoalCorrelation where nothing else is known. Nil without a goal; counted is
// how many entered. Fewer weights than scores leave the last goals out.
func GoalAttainment(scores, weights []*float64, rho float64) (t *float64, counted int) {
	var x, w []float64
	sum := 0.0
	for i, s := range scores {
		weight := 1.0
		if weights != nil {
			if i >= len(weights) || weights[i] == nil {
				continue
			}
			weight = *weights[i]
		}
		if s != nil {
			x, w = append(x, *s), append(w, weight)
			sum += weight
		}
	}
	if len(x) == 0 {
		return nil, 0
	}
	top, squared, total := 0.0, 0.0, 0.0
	for i := range x {
		if sum == 0 {
			w[i] = 1
		}
		top += w[i] * x[i]
		squared += w[i] * w[i]
		total += w[i]
	}
	spread := (1-rho)*squared + rho*total*total
	if !(spread > 0) { // weights of both signs that cancel out
		return nil, len(x)
	}
	return ptr(50 + 10*top/math.Sqrt(spread)), len(x)
}
