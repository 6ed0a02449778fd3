package probability

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// Interval is a 95 per cent confidence interval.
type Interval struct{ Low, High float64 }

// Wilson is the interval of a share of x among n (Wilson 1927), from 0 to 1, with
// z = Z95: centre (p + z²/2n)/(1 + z²/n), half width
// z/(1 + z²/n) · sqrt(p(1 - p)/n + z²/4n²). ok is false for n = 0 and for an x
// that is not from 0 to n.
func Wilson(x, n int) (Interval, bool) {
	if n <= 0 || x < 0 || x > n {
		return Interval{}, false
	}
	p, m := float64(x)/float64(n), float64(n)
	shrink := 1 + Z95*Z95/m
	centre := (p + Z95*Z95/(2*m)) / shrink
	half := Z95 / shrink * math.Sqrt(p*(1-p)/m+Z95*Z95/(4*m*m))
	i := Interval{max(0, centre-half), min(1, centre+half)}
	// At the ends the interval reaches the share itself; rounding must not keep it off.
	if x == 0 {
		i.Low = 0
	}
	if x == n {
		i.High = 1
	}
	return i, true
}

// PoissonExact is the exact interval of a rate per minute when x events were
// counted in that many minutes (Garwood 1936): χ²(0.025; 2x)/2 and
// χ²(0.975; 2x + 2)/2 over the minutes; the lower limit is 0 for x = 0. ok is
// false for a negative x and for a time that is not above 0.
func PoissonExact(x int, minutes float64) (Interval, bool) {
	if x < 0 || !(minutes > 0) || math.IsInf(minutes, 0) {
		return Interval{}, false
	}
	var low float64
	if x > 0 {
		l, ok := ChiSquareQuantile(0.025, 2*float64(x))
		if !ok {
			return Interval{}, false
		}
		low = l / 2 / minutes
	}
	high, ok := ChiSquareQuantile(0.975, 2*float64(x)+2)
	return Interval{low, high / 2 / minutes}, ok
}

// MedianInterval is the interval of a median by order statistics: with l the
// largest rank for which a binomial of n and a half is at most l - 1 with
// probability 0.025 or less, it goes from the l-th to the l-th last value. The
// values must be sorted. ok is false for fewer than six, where no interval
// reaches 95 per cent.
func MedianInterval(sorted []float64) (Interval, bool) {
	n := len(sorted)
	if n < 6 {
		return Interval{}, false
	}
	// The first count whose probability from 0 up is above 0.025, between 0 and n/2.
	low, high := 0, n/2
	for low < high {
		if k := (low + high) / 2; halfBinomial(k, n) > 0.025 {
			high = k
		} else {
			low = k + 1
		}
	}
	return Interval{sorted[low-1], sorted[n-low]}, true
}

// halfBinomial is the probability that at most k of n tosses are heads, k < n.
func halfBinomial(k, n int) float64 {
	return mathext.RegIncBeta(float64(n-k), float64(k+1), 0.5)
}

// Median of the values in any order, the mean of the middle two when they are
// even in number; ok is false without values. The values are left as they are.
func Median(values []float64) (float64, bool) {
	n := len(values)
	if n == 0 {
		return 0, false
	}
	sorted := slices.Sorted(slices.Values(values))
	if n%2 == 1 {
		return sorted[n/2], true
	}
	return sorted[n/2-1]/2 + sorted[n/2]/2, true
}
