package singlecase

import "math"

// RankCorrelation is Kendall's rank correlation of two variables with ties in both.
type RankCorrelation struct {
	N, S int
	// D is the denominator of TauB and VarS the variance of S, both with ties.
	D, VarS float64
	// TauB, Z (with continuity correction) and PTwoSided are nil when one variable does not vary.
	TauB, Z, PTwoSided *float64
}

// Correlate computes Kendall's tau-b of x and y, which are equally long.
func Correlate(x, y []float64) RankCorrelation {
	r := RankCorrelation{N: len(x), S: kendallS(x, y), D: kendallD(x, y), VarS: kendallVariance(x, y)}
	if r.D > 0 && r.VarS > 0 {
		z := correctedZ(r.S, r.VarS)
		r.TauB, r.Z, r.PTwoSided = ptr(float64(r.S)/r.D), &z, ptr(min(1, 2*upperTail(math.Abs(z))))
	}
	return r
}

func kendallS(x, y []float64) (s int) {
	for i := range x {
		for j := i + 1; j < len(x); j++ {
			s += sign(x[j]-x[i]) * sign(y[j]-y[i])
		}
	}
	return s
}

// kendallD is the denominator of tau-b.
func kendallD(x, y []float64) float64 {
	pairs := float64(len(x)*(len(x)-1)) / 2
	free := func(v []float64) float64 {
		rest := pairs
		for _, t := range tieSizes(v) {
			rest -= float64(t*(t-1)) / 2
		}
		return rest
	}
	return math.Sqrt(free(x) * free(y))
}

// kendallVariance of S with ties in both variables (Kendall 1970); 0 when one of
// them does not vary.
func kendallVariance(x, y []float64) float64 {
	n := float64(len(x))
	if n < 2 || len(tieSizes(x)) == 1 || len(tieSizes(y)) == 1 {
		return 0 // S cannot vary; summed in fractions it would, by a rounding
	}
	sums := func(v []float64) (pairs, triples, weighted float64) {
		for _, size := range tieSizes(v) {
			t := float64(size)
			pairs += t * (t - 1)
			triples += t * (t - 1) * (t - 2)
			weighted += t * (t - 1) * (2*t + 5)
		}
		return pairs, triples, weighted
	}
	px, tx, wx := sums(x)
	py, ty, wy := sums(y)
	v := (n*(n-1)*(2*n+5)-wx-wy)/18 + px*py/(2*n*(n-1))
	if n > 2 {
		v += tx * ty / (9 * n * (n - 1) * (n - 2))
	}
	return v
}
