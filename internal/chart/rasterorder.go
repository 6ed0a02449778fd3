package chart

import (
	"cmp"
	"slices"
)

// seen is one thing of a raster: a moment, or a pause or state with its end.
type seen struct {
	from, to int64 // to is from for a moment
	name     string
}

// inOrder is everything in the raster by time, pauses among it; what began at
// the same instant stands in the order of the rows.
func (r Raster) inOrder() []seen {
	var all []seen
	for _, p := range r.Pauses {
		all = append(all, seen{p.From, p.To, r.Words.Pause})
	}
	for _, row := range r.Rows {
		for _, at := range row.Points {
			all = append(all, seen{at, at, row.Name})
		}
		for _, s := range row.Stretches {
			all = append(all, seen{s.From, s.To, row.Name})
		}
	}
	slices.SortStableFunc(all, func(a, b seen) int { return cmp.Compare(a.from, b.from) })
	return all
}
