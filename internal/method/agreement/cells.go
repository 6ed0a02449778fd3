package agreement

import (
	"math"
	"slices"
)

// MostCodes is how many different values a result's table shows at most. Where
// states run together in every combination there can be thousands of values; kappa
// is computed all the same.
const MostCodes = 200

// cell is a pair of values by number: coder 1's, coder 2's.
type cell [2]int32

// cells are the cells of a large table that are not empty.
type cells map[cell]float64

// kappa without weights, as OfTable, of a table with k values.
func (c cells) kappa(k int) (po, pe, kappa *float64) {
	rows, columns := make([]float64, k), make([]float64, k)
	var total, same float64
	for _, at := range c.sorted() {
		w := c[at]
		rows[at[0]] += w
		columns[at[1]] += w
		total += w
		if at[0] == at[1] {
			same += w
		}
	}
	if !(total > 0) {
		return nil, nil, nil
	}
	var chance float64
	for i := range rows {
		chance += rows[i] * columns[i] // whole numbers stay whole as long as can be
	}
	chance /= total * total
	same /= total
	po, pe = &same, &chance
	if math.Abs(1-chance) > tiny {
		value := (same - chance) / (1 - chance)
		kappa = &value
	}
	return po, pe, kappa
}

// sorted cells, so that sums come out the same every time.
func (c cells) sorted() []cell {
	out := make([]cell, 0, len(c))
	for at := range c {
		out = append(out, at)
	}
	slices.SortFunc(out, func(a, b cell) int { return slices.Compare(a[:], b[:]) })
	return out
}

// table with the values sorted; nil when there are too many.
func (c cells) table(texts []string) (sorted []string, table [][]float64) {
	rank, sorted := order(texts)
	if len(texts) > MostCodes {
		return sorted, nil
	}
	table = square(len(texts))
	for at, w := range c {
		table[rank[at[0]]][rank[at[1]]] = w
	}
	return sorted, table
}

// order gives the place of each text when they are sorted, and the sorted texts.
func order(texts []string) (rank []int, sorted []string) {
	sorted = append([]string{}, texts...)
	slices.Sort(sorted)
	rank = make([]int, len(texts))
	for i, text := range texts {
		rank[i], _ = slices.BinarySearch(sorted, text)
	}
	return rank, sorted
}

// square is an empty table.
func square(k int) [][]float64 {
	out := make([][]float64, k)
	all := make([]float64, k*k)
	for i := range out {
		out[i] = all[i*k : (i+1)*k]
	}
	return out
}
