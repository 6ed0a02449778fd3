package research

import (
	"cmp"
	"math"
	"slices"
)

// strongest are the transitions farthest from chance, most of them at most, and how
// many were left; what never occurred and what has no residual stands last.
func strongest(all []Transition, most int) (rows []Transition, left int) {
	weight := func(t Transition) float64 {
		if t.Residual == nil {
			return -1
		}
		return math.Abs(*t.Residual)
	}
	rows = slices.DeleteFunc(slices.Clone(all), func(t Transition) bool { return t.N == 0 && t.Residual == nil })
	slices.SortStableFunc(rows, func(a, b Transition) int { return cmp.Compare(weight(b), weight(a)) })
	if len(rows) > most {
		return rows[:most], len(rows) - most
	}
	return rows, 0
}
