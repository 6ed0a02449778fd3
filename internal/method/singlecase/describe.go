package singlecase

import (
	"math"
	"slices"
)

// Description sums up a list of numbers. What is not defined is nil.
type Description struct {
	N                          int
	Mean, Median, SD, Min, Max *float64
}

// Describe sums up the values that are there, each times the multiplier. SD is
// that of a sample (divisor n-1).
func Describe(values []*float64, multiplier float64) Description {
	var y []float64
	for _, v := range values {
		if v != nil {
			y = append(y, *v*multiplier)
		}
	}
	d := Description{N: len(y)}
	if len(y) == 0 {
		return d
	}
	d.Mean, d.Median = ptr(mean(y)), ptr(median(y))
	d.Min, d.Max = ptr(slices.Min(y)), ptr(slices.Max(y))
	if len(y) > 1 {
		d.SD = ptr(math.Sqrt(variance(y)))
	}
	return d
}

func mean(y []float64) float64 {
	sum := 0.0
	for _, v := range y {
		sum += v
	}
	return sum / float64(len(y))
}

// variance of a sample (divisor n-1).
func variance(y []float64) float64 { return squares(y) / float64(len(y)-1) }

// squares is the sum of squared distances from the mean; 0 when all values are
// equal, although their computed mean may lie a rounding beside them.
func squares(y []float64) float64 {
	if len(y) == 0 || slices.Min(y) == slices.Max(y) {
		return 0
	}
	m, sum := mean(y), 0.0
	for _, v := range y {
		sum += (v - m) * (v - m)
	}
	return sum
}

// tied computed values are equal but for rounding.
func tied(u, v float64) bool { return derivedSign(u-v, u, v) == 0 }

func median(y []float64) float64 {
	sorted := slices.Clone(y)
	slices.Sort(sorted)
	mid := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[mid]
	}
	return (sorted[mid-1] + sorted[mid]) / 2
}

func sign(x float64) int {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

// upperTail is the probability that a standard normal is greater than z.
func upperTail(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }

func ptr(x float64) *float64 { return &x }
