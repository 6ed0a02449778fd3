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
// below with probability p. ok is false unless p is from a millionth to as far
// from 1, and df from 1 to a thousand million: beyond, the digits are not sure.
func ChiSquareQuantile(p, df float64) (float64, bool) {
	if !within(p) || !(df >= 1 && df <= mostFreedom) {
		return 0, false
	}
	return finite(2 * mathext.GammaIncRegInv(df/2, p))
}

// FQuantile is the value that an F of df1 and df2 degrees of freedom stays below
// with probability p; degrees of freedom need not be whole. ok is false unless p
// is from a millionth to as far from 1, both are above 0 and neither is above a
// thousand million.
func FQuantile(p, df1, df2 float64) (float64, bool) {
	if !within(p) || !(df1 > 0 && df1 <= mostFreedom) || !(df2 > 0 && df2 <= mostFreedom) {
		return 0, false
	}
	// With B beta(df1/2, df2/2), df2·B/(df1·(1-B)) is F. Whichever of B and 1-B is
	// the smaller is sought, so that no digits are lost close to 1.
	a, b := df1/2, df2/2
	if mathext.RegIncBeta(a, b, 0.5) >= p {
		x := mathext.InvRegIncBeta(a, b, p)
		return finite(df2 * x / (df1 * (1 - x)))
	}
	y := mathext.InvRegIncBeta(b, a, 1-p)
	return finite(df2 * (1 - y) / (df1 * y))
}

const (
	leastP      = 1e-6
	mostFreedom = 1e9
)

func within(p float64) bool { return p >= leastP && p <= 1-leastP }

// finite values above 0 are those of a quantile that could be found.
func finite(x float64) (float64, bool) {
	if !(x > 0) || math.IsInf(x, 1) {
		return 0, false
	}
	return x, true
}
