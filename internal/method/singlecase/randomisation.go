package singlecase

import (
	"math"
	"slices"
)

// Case is one series with the number of its points before the start.
type Case struct {
	Values []float64
	NA     int
}

// Randomisation holds the observed difference of means against all starts that
// could have been drawn. It proves nothing unless the start was drawn by lot,
// which it is not in a municipality: it is kept for checking other programs.
type Randomisation struct {
	// P is the share of all starts with a difference at least as great.
	P, Observed, Mean float64
	// Z and PZ are nil when all starts give the same difference.
	Z, PZ *float64
	// Distribution of the difference in order of start; several cases are combined.
	Distribution []float64
}

// RandomisationTest tries every split with at least limit points on both sides.
// It returns false when a case has no such split.
func RandomisationTest(cases []Case, limit int) (Randomisation, bool) {
	sums := []float64{0}
	observed := 0.0
	for _, c := range cases {
		var own []float64
		for start := limit; start <= len(c.Values)-limit; start++ {
			own = append(own, difference(c.Values, start))
		}
		if len(own) == 0 || c.NA < 1 || c.NA >= len(c.Values) {
			return Randomisation{}, false
		}
		observed += difference(c.Values, c.NA)
		combined := make([]float64, 0, len(sums)*len(own))
		for _, s := range sums {
			for _, d := range own {
				combined = append(combined, s+d)
			}
		}
		sums = combined
	}
	if len(cases) == 0 {
		return Randomisation{}, false
	}
	r := Randomisation{Observed: observed / float64(len(cases))}
	for _, s := range sums {
		d := s / float64(len(cases))
		r.Distribution = append(r.Distribution, d)
		if derivedSign(d-r.Observed, d, r.Observed) >= 0 {
			r.P++
		}
	}
	r.P /= float64(len(sums))
	r.Mean = mean(r.Distribution)
	if len(sums) > 1 && !tied(slices.Min(r.Distribution), slices.Max(r.Distribution)) {
		z := (r.Observed - r.Mean) / math.Sqrt(variance(r.Distribution))
		r.Z, r.PZ = &z, ptr(upperTail(z))
	}
	return r, true
}

func difference(y []float64, start int) float64 { return mean(y[start:]) - mean(y[:start]) }
