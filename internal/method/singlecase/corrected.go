package singlecase

import "math"

// Corrected is the overlap of two phases after the trend of the baseline has
// been taken out (Tarlow 2017). Show it only with five or more baseline points:
// with fewer the test of the trend can never be sure.
type Corrected struct {
	// Slope and Intercept of the baseline on the raw scale, by measurement.
	Slope, Intercept *float64
	// Tau of what remains after the line.
	Tau *float64
	// Kendall is tau-b of the remainders against the phase, with its standard error.
	Kendall, KendallSE *float64
	// Applied tells whether the baseline has a trend at the 5 % level;
	// Pretested is Kendall if so, else tau-b of the raw values.
	Applied   *bool
	Pretested *float64
}

// Corrected takes the baseline's trend out; everything is nil with fewer than
// two baseline points, and all but the line and its test without a phase B.
func (p Phases) Corrected() Corrected {
	if len(p.A) < 2 {
		return Corrected{}
	}
	numbered := make([]int, len(p.A))
	for i := range numbered {
		numbered[i] = i + 1
	}
	slope, intercept := theilSen(p.A, numbered)
	rest := func(y []float64, from int) []float64 {
		out := make([]float64, len(y))
		for i, v := range y {
			out[i] = v - *slope*float64(from+i) - *intercept
		}
		return p.improving(out)
	}
	applied := twoSided(mannKendall(p.A)) <= .05
	c := Corrected{Slope: slope, Intercept: intercept, Applied: &applied}
	if len(p.B) == 0 {
		return c
	}
	a, b := rest(p.A, 1), rest(p.B, len(p.A)+1)
	c.Tau = ptr(float64(derivedBetween(a, b)) / float64(len(a)*len(b)))
	c.Kendall = ptr(phaseKendall(a, b, derivedBetween(a, b), tied))
	c.KendallSE = ptr(math.Sqrt(2 * (1 - *c.Kendall**c.Kendall) / float64(len(a)+len(b))))
	c.Pretested = c.Kendall
	if !applied {
		rawA, rawB := p.improving(p.A), p.improving(p.B)
		equal := func(u, v float64) bool { return u == v }
		c.Pretested = ptr(phaseKendall(rawA, rawB, between(rawA, rawB), equal))
	}
	return c
}

// twoSided probability of a Mann–Kendall S; 1 when all values are equal.
func twoSided(s int, variance float64) float64 {
	if variance <= 0 {
		return 1
	}
	return min(1, 2*upperTail(math.Abs(correctedZ(s, variance))))
}

func derivedBetween(a, b []float64) (s int) {
	for _, x := range a {
		for _, y := range b {
			s += derivedSign(y-x, x, y)
		}
	}
	return s
}

// phaseKendall is tau-b of values against the phase they are in; 0 when all are
// equal, by the way of telling that the values ask for.
func phaseKendall(a, b []float64, s int, equal func(u, v float64) bool) float64 {
	all := append(append([]float64{}, a...), b...)
	m, n := float64(len(a)), float64(len(b))
	pairs, ties := (m+n)*(m+n-1)/2, 0.0
	for i, x := range all {
		for _, y := range all[i+1:] {
			if equal(x, y) {
				ties++
			}
		}
	}
	if ties == pairs {
		return 0
	}
	return float64(s) / math.Sqrt((pairs-ties)*m*n)
}
