package agreement

import (
	"math"
	"slices"
)

// Level is the level of measurement of ratings.
type Level string

// The levels. Nominal values are only equal or not; ordinal ones have an order;
// differences of interval values and quotients of ratio values mean something.
const (
	Nominal  Level = "nominal"
	Ordinal  Level = "ordinal"
	Interval Level = "interval"
	Ratio    Level = "ratio"
)

// Alpha is Krippendorff's alpha.
type Alpha struct {
	Alpha    *float64 `json:"alpha"`
	Pairable int      `json:"pairable"` // values in units with at least two
}

// OfRatings computes Krippendorff's alpha of ratings[unit][coder]; nil is a missing
// value. Rows may differ in length. Units with fewer than two values are left out.
//
// α = 1 − (n − 1) Σ o_ck δ²_ck / Σ n_c n_k δ²_ck over coincidences
// o_ck = Σ_u (ordered pairs c, k in u)/(m_u − 1). δ²: nominal 1 for c ≠ k; ordinal
// (Σ_{g=c..k} n_g − (n_c + n_k)/2)²; interval (c − k)²; ratio ((c − k)/(c + k))².
// (Krippendorff, Content Analysis; Hayes & Krippendorff 2007.)
//
// No value when nothing can be paired, when all values are equal, when a value is
// not a number or the level is none of the four, or when two ratio values add up to
// 0, for which the ratio is not defined.
func OfRatings(ratings [][]*float64, level Level) Alpha {
	units, values := pairable(ratings)
	out := Alpha{}
	for _, u := range units {
		out.Pairable += len(u)
	}
	if len(values) < 2 {
		return out
	}
	c := newCoincidence(units, values)
	var observed, expected float64
	for i := range values {
		for j := range values {
			if i == j {
				continue
			}
			d, ok := c.distance(level, i, j)
			if !ok {
				return out
			}
			observed += c.pairs[i][j] * d
			expected += c.count[i] * c.count[j] * d
		}
	}
	if alpha := 1 - float64(out.Pairable-1)*observed/expected; !math.IsNaN(alpha) && !math.IsInf(alpha, 0) {
		out.Alpha = &alpha
	}
	return out
}

// pairable are the units with at least two values, and the distinct values in
// them, sorted.
func pairable(ratings [][]*float64) (units [][]float64, values []float64) {
	for _, row := range ratings {
		var unit []float64
		for _, v := range row {
			if v != nil {
				unit = append(unit, *v)
			}
		}
		if len(unit) > 1 {
			units = append(units, unit)
			values = append(values, unit...)
		}
	}
	slices.Sort(values)
	return units, slices.Compact(values)
}

// coincidence matrix of pairs of values within units.
type coincidence struct {
	values []float64
	pairs  [][]float64
	count  []float64 // how often each value occurs
	upTo   []float64 // how many values are smaller or equal
}

func newCoincidence(units [][]float64, values []float64) coincidence {
	c := coincidence{values: values, count: make([]float64, len(values)), upTo: make([]float64, len(values))}
	c.pairs = make([][]float64, len(values))
	for i := range c.pairs {
		c.pairs[i] = make([]float64, len(values))
	}
	for _, unit := range units {
		at := make([]int, len(unit))
		for i, v := range unit {
			at[i], _ = slices.BinarySearch(values, v)
			c.count[at[i]]++
		}
		for i, a := range at {
			for j, b := range at {
				if i != j {
					c.pairs[a][b] += 1 / float64(len(unit)-1)
				}
			}
		}
	}
	var sum float64
	for i, n := range c.count {
		sum += n
		c.upTo[i] = sum
	}
	return c
}

// distance is δ² of two different values, given by their places in the order.
func (c coincidence) distance(level Level, i, j int) (float64, bool) {
	a, b := c.values[i], c.values[j]
	switch level {
	case Nominal:
		return 1, true
	case Ordinal:
		low, high := min(i, j), max(i, j)
		between := c.upTo[high] - c.upTo[low] + c.count[low] - (c.count[low]+c.count[high])/2
		return between * between, true
	case Interval:
		return (a - b) * (a - b), true
	case Ratio:
		if a+b == 0 {
			return 0, false
		}
		return (a - b) / (a + b) * ((a - b) / (a + b)), true
	}
	return 0, false
}
