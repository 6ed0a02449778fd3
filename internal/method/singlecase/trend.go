package singlecase

import (
	"math"
	"slices"
)

// Trend describes how a series moves over the days: the Mann–Kendall test and
// the Theil–Sen line. A quantity that is not defined is nil.
type Trend struct {
	N int
	// S counts pairs that rise minus pairs that fall; VarS is its variance with ties.
	S    int
	VarS float64
	// TauB is Kendall's rank correlation with time, -1 to 1; nil when all values are equal.
	TauB *float64
	// Z has the continuity correction; PIncrease is the probability of an S at
	// least as high by chance, PTwoSided in either direction. Nil when all are equal.
	Z, PIncrease, PTwoSided *float64
	// PExactIncrease counts all orders of the observed values; nil above greatestExact values.
	PExactIncrease *float64
	// Slope is the median change per day of the calendar; show it per 30 days.
	// Intercept is the value of the line on day 0. Nil without two different days.
	Slope, Intercept *float64
}

// greatestExact bounds the work of the exact probability.
const greatestExact = 300

// TrendOf describes a series by its days, whole numbers in rising order. Values
// that are nil are left out with their day. Without days the values present are
// numbered 1, 2, ….
func TrendOf(values []*float64, days []int) Trend {
	var y []float64
	var x []int
	for i, v := range values {
		if v == nil {
			continue
		}
		y = append(y, *v)
		if days == nil {
			x = append(x, len(y))
		} else {
			x = append(x, days[i])
		}
	}
	s, variance := mannKendall(y)
	t := Trend{N: len(y), S: s, VarS: variance}
	if variance > 0 {
		z := correctedZ(s, variance)
		t.TauB = ptr(float64(s) / tauDenominator(y))
		t.Z, t.PIncrease = ptr(z), ptr(upperTail(z))
		t.PTwoSided = ptr(min(1, 2*upperTail(math.Abs(z))))
	}
	if len(y) > 0 && len(y) <= greatestExact {
		t.PExactIncrease = ptr(exactIncrease(y, s))
	}
	t.Slope, t.Intercept = theilSen(y, x)
	return t
}

// mannKendall returns S and its variance with ties: Kendall 1970. Each value adds
// what its tie grows by, so that nothing need be sorted.
func mannKendall(y []float64) (s int, variance float64) {
	n := len(y)
	total := weighted(n)
	for j, later := range y {
		equal := 0
		for _, earlier := range y[:j] {
			switch {
			case later > earlier:
				s++
			case later < earlier:
				s--
			default:
				equal++
			}
		}
		if equal > 0 {
			total -= weighted(equal+1) - weighted(equal)
		}
	}
	return s, float64(total) / 18
}

// weighted is what t values add to eighteen times the variance of S, or take from
// it when they are tied.
func weighted(t int) int { return t * (t - 1) * (2*t + 5) }

// correctedZ moves S one step towards 0 before dividing, because S moves in steps.
func correctedZ(s int, variance float64) float64 {
	return float64(s-sign(float64(s))) / math.Sqrt(variance)
}

// oneSided is the probability in the direction of S; 1 when there is none.
func oneSided(s int, variance float64) float64 {
	if s == 0 || variance <= 0 {
		return 1
	}
	return upperTail(math.Abs(correctedZ(s, variance)))
}

// theilSen returns the median of all pairwise slopes per day and the median of
// what is left; pairs on one day are skipped.
func theilSen(y []float64, days []int) (slope, intercept *float64) {
	var slopes []float64
	for i := range y {
		for j := i + 1; j < len(y); j++ {
			if days[j] != days[i] {
				slopes = append(slopes, (y[j]-y[i])/float64(days[j]-days[i]))
			}
		}
	}
	if len(slopes) == 0 {
		return nil, nil
	}
	b := median(slopes)
	rest := make([]float64, len(y))
	for i := range y {
		rest[i] = y[i] - b*float64(days[i])
	}
	return ptr(b), ptr(median(rest))
}

// tauDenominator of tau-b against an order without ties.
func tauDenominator(y []float64) float64 {
	pairs := float64(len(y) * (len(y) - 1) / 2)
	tied := 0
	for _, t := range tieSizes(y) {
		tied += t * (t - 1) / 2
	}
	return math.Sqrt((pairs - float64(tied)) * pairs)
}

// tieSizes returns how often each value occurs, smallest value first.
func tieSizes(y []float64) []int {
	sorted := slices.Clone(y)
	slices.Sort(sorted)
	var sizes []int
	for i, v := range sorted {
		if i == 0 || v != sorted[i-1] {
			sizes = append(sizes, 0)
		}
		sizes[len(sizes)-1]++
	}
	return sizes
}

// exactIncrease is the share of all orders of the observed values, ties
// included, whose S is at least s.
func exactIncrease(y []float64, s int) float64 {
	inversions := []float64{1} // probability of 0, 1, 2, … pairs that fall
	placed, untied := 0, 0
	for _, t := range tieSizes(y) {
		untied += t * placed
		inversions = convolve(inversions, mergeInversions(placed, t))
		placed += t
	}
	p := 0.0
	for falling, share := range inversions {
		if untied-2*falling >= s {
			p += share
		}
	}
	return min(1, p)
}

// mergeInversions gives the distribution of the pairs that fall when t equal
// values are mixed at random into m smaller ones. Each step asks where the last
// value came from, so that only positive numbers are added and nothing is lost
// to rounding.
func mergeInversions(m, t int) []float64 {
	row := make([][]float64, t+1) // row[b]: a smaller and b equal values mixed
	for b := range row {
		row[b] = []float64{1}
	}
	for a := 1; a <= m; a++ {
		for b := 1; b <= t; b++ {
			next := make([]float64, a*b+1)
			for q, share := range row[b-1] { // the last is one of the equal, larger ones
				next[q] += share * float64(b) / float64(a+b)
			}
			for q, share := range row[b] { // the last is smaller: it falls from all b before it
				next[q+b] += share * float64(a) / float64(a+b)
			}
			row[b] = next
		}
	}
	return row[t]
}

func convolve(a, b []float64) []float64 {
	out := make([]float64, len(a)+len(b)-1)
	for i, x := range a {
		for j, y := range b {
			out[i+j] += x * y
		}
	}
	return out
}
