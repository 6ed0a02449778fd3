// Package sequence asks what follows what: after the child seeks contact, how
// often does the parent answer, and is that more often than the two would have
// met by chance? It reads coded recordings as sequences, counts what comes next,
// measures waiting times, turns and how long things lasted, and tells chance from
// pattern by shuffling the sequence many times.
//
// Nothing is counted across a pause or from one recording to another. Every
// count comes with the number it rests on; what cannot be computed is nil or
// ok=false, never a made-up figure. Times are milliseconds where they come from a
// recording and seconds where a person reads them, and each field says which.
package sequence

import (
	"slices"

	"samspil/internal/method/contingency"
)

// Lag counts how often the code of a row stands lag places before the code of a
// column, within one sequence and never from one to the next. Rows and columns
// are in the order of codes; pairs with a code that is not among them are left
// out, their place in the sequence is not. A lag below 1 counts nothing.
func Lag(sequences [][]string, codes []string, lag int) [][]int {
	counts := square(len(codes))
	if lag < 1 {
		return counts
	}
	ids := places(codes)
	for _, s := range sequences {
		for i := 0; i+lag < len(s); i++ {
			from, ok1 := ids[s[i]]
			to, ok2 := ids[s[i+lag]]
			if ok1 && ok2 {
				counts[from][to]++
			}
		}
	}
	return counts
}

// Probabilities are the shares of a row, f_ij / f_i+: given the row's code, how
// often the column's came (Bakeman & Gottman 1997). A row without counts has
// none: it is nil.
func Probabilities(counts [][]int) [][]*float64 {
	out := make([][]*float64, len(counts))
	for i, row := range counts {
		sum := 0
		for _, n := range row {
			sum += n
		}
		if sum == 0 {
			continue
		}
		out[i] = make([]*float64, len(row))
		for j, n := range row {
			p := float64(n) / float64(sum)
			out[i][j] = &p
		}
	}
	return out
}

// Codes are the different codes of the sequences, in order of their text.
func Codes(sequences [][]string) []string {
	seen := map[string]bool{}
	var out []string
	for _, s := range sequences {
		for _, code := range s {
			if !seen[code] {
				seen[code] = true
				out = append(out, code)
			}
		}
	}
	slices.Sort(out)
	return out
}

// WithoutRepeats leaves of every run of one code only the first, for analyses in
// which a code cannot follow itself.
func WithoutRepeats(sequences [][]string) [][]string {
	out := make([][]string, len(sequences))
	for i, s := range sequences {
		out[i] = slices.Compact(slices.Clone(s))
	}
	return out
}

// TableOptions choose a table of transitions.
type TableOptions struct {
	Codes []string // rows and columns in this order; nil: all, in order of their text
	Lag   int      // how many places after; 1 is the next
	// NoRepeat says that a code cannot follow itself, so that the diagonal of the
	// table is a structural zero. It holds for lag 1 alone: two places on, a code
	// can very well come back.
	NoRepeat bool
}

// Table of transitions with what it says.
type Table struct {
	Codes         []string
	Counts        [][]int
	Probabilities [][]*float64 // nil rows where nothing was counted
	contingency.Analysis
	noRepeat bool // the diagonal cannot occur
}

// Tabulate counts transitions and analyses the table. Without any, all values
// but the zeros counted are nil.
func Tabulate(sequences [][]string, o TableOptions) Table {
	if o.Codes == nil {
		o.Codes = Codes(sequences)
	}
	counts := Lag(sequences, o.Codes, o.Lag)
	t := Table{Codes: o.Codes, Counts: counts, Probabilities: Probabilities(counts), noRepeat: o.NoRepeat && o.Lag == 1}
	var zero [][]bool
	if t.noRepeat {
		zero = contingency.Diagonal(len(o.Codes))
	}
	t.Analysis = contingency.Of(counts, zero).Analyse()
	return t
}

// places of codes in a list; the first of two equal ones.
func places(codes []string) map[string]int {
	ids := make(map[string]int, len(codes))
	for i, c := range codes {
		if _, ok := ids[c]; !ok {
			ids[c] = i
		}
	}
	return ids
}

func square(k int) [][]int {
	cells := make([]int, k*k)
	out := make([][]int, k)
	for i := range out {
		out[i] = cells[i*k : (i+1)*k : (i+1)*k]
	}
	return out
}
