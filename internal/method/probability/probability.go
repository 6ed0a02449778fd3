// Package probability says how sure a figure is. Three of five answers is not the
// same knowledge as sixty of a hundred, although both are 60 per cent: beside a
// share, a rate or a median stands the stretch within which the truth may well
// lie, and beside a difference the probability of seeing as much by chance.
//
// All intervals are 95 per cent. A figure that cannot be computed is told by
// ok=false, never by a number.
package probability

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Z95 is the standard normal value that 2.5 per cent lie above.
const Z95 = 1.959963984540054

// NormalTail is 1 - Φ(z), the probability of a standard normal value above z.
// Accurate far out (z = 30 is about 5e-198); NaN for NaN.
func NormalTail(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }

// TwoSided is 2(1 - Φ(|z|)), the probability of a standard normal value at least
// as far from 0 as z, in either direction. NaN for NaN.
func TwoSided(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// ChiSquareTail is the probability of a chi-square value of df degrees of freedom
// above x; 1 at and below 0. ok is false for df that is not above 0 and for x
// that is no number.
func ChiSquareTail(x, df float64) (float64, bool) {
	switch {
	case !(df > 0) || math.IsInf(df, 0) || math.IsNaN(x):
		return 0, false
	case x <= 0:
		return 1, true
	case math.IsInf(x, 1):
		return 0, true
	}
	return mathext.GammaIncRegComp(df/2, x/2), true
}

// ChiSquareQuantile is the value that a chi-square of df degrees of freedom stays
// below with probability p. ok is false unless 0 < p < 1 and df > 0, and for a value so
// close to 0 that it cannot be told from it.
func ChiSquareQuantile(p, df float64) (float64, bool) {
	if !share(p) || !(df > 0) || math.IsInf(df, 0) {
		return 0, false
	}
	x := 2 * mathext.GammaIncRegInv(df/2, p)
	x = polish(x, p, func(x float64) float64 { return mathext.GammaIncReg(df/2, x/2) }, func(x float64) float64 {
		lg, _ := math.Lgamma(df / 2)
		return math.Exp((df/2-1)*math.Log(x/2)-x/2-lg) / 2
	})
	return finite(x)
}

// FQuantile is the value that an F of df1 and df2 degrees of freedom stays below
// with probability p; degrees of freedom need not be whole. ok is false unless
// 0 < p < 1 and both are above 0.
func FQuantile(p, df1, df2 float64) (float64, bool) {
	if !share(p) || !(df1 > 0) || !(df2 > 0) || math.IsInf(df1, 0) || math.IsInf(df2, 0) {
		return 0, false
	}
	// With B beta(df1/2, df2/2), df2·B/(df1·(1-B)) is F. Whichever of B and 1-B is
	// the smaller is sought, so that no digits are lost close to 1.
	a, b := df1/2, df2/2
	if mathext.RegIncBeta(a, b, 0.5) >= p {
		x := betaQuantile(p, a, b)
		return finite(df2 * x / (df1 * (1 - x)))
	}
	y := betaQuantile(1-p, b, a)
	return finite(df2 * (1 - y) / (df1 * y))
}

// betaQuantile of a and b, for values below a half.
func betaQuantile(p, a, b float64) float64 {
	lg := mathext.Lbeta(a, b)
	return polish(mathext.InvRegIncBeta(a, b, p), p,
		func(x float64) float64 { return mathext.RegIncBeta(a, b, x) },
		func(x float64) float64 { return math.Exp((a-1)*math.Log(x) + (b-1)*math.Log1p(-x) - lg) })
}

// polish makes a quantile as exact as the distribution function is: Newton's
// steps from a value close by, as long as they shrink.
func polish(x, p float64, below, density func(float64) float64) float64 {
	last := math.Inf(1)
	for range 8 {
		step := (below(x) - p) / density(x)
		if !(math.Abs(step) < last) || !(x-step > 0) {
			break
		}
		x, last = x-step, math.Abs(step)
		if last <= 1e-16*x {
			break
		}
	}
	return x
}

func share(p float64) bool { return p > 0 && p < 1 }

// finite values above 0 are those of a quantile that could be found.
func finite(x float64) (float64, bool) {
	if !(x > 0) || math.IsInf(x, 1) {
		return 0, false
	}
	return x, true
}
