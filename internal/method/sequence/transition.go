package sequence

import (
	"cmp"
	"slices"

	"samspil/internal/method/contingency"
	"samspil/internal/method/probability"
)

// Source says where a probability comes from.
type Source string

// The sources. ByResidual is two-sided, from the adjusted residual; ByPermutation
// is one-sided, in the direction in which the count lies.
const (
	ByResidual    Source = "residual"
	ByPermutation Source = "permutation"
)

// Below these the adjusted residual is no longer close to normal (a convention),
// and a probability by permutation is given where one was computed.
const (
	LeastRow      = 30
	LeastExpected = 5
)

// Transition is one cell of a table of transitions.
type Transition struct {
	From, To string
	N        int
	RowN     int      // how often anything followed From
	Expected float64  // how often To was to be expected after From by chance
	Share    *float64 // N of RowN; nil when nothing followed From
	// Residual is the adjusted residual (see contingency.Analysis); nil where the
	// cell cannot occur, was not to be expected or is the whole table.
	Residual *float64
	P        *float64 // the probability of a count as far from Expected by chance
	PBy      Source   // where P comes from; "" when P is nil
	YulesQ   *float64
}

// Small tells that the counts are too few to read the residual by the normal
// distribution.
func (t Transition) Small() bool { return t.RowN < LeastRow || t.Expected < LeastExpected }

// Transitions are all cells of the table, also those that never occurred, row by
// row; those that cannot occur are left out. Where the counts are small and a
// permutation of the same codes is given, P is that one's.
func (t Table) Transitions(p *Permutation) []Transition {
	out := make([]Transition, 0, len(t.Codes)*len(t.Codes))
	for i, from := range t.Codes {
		row := 0
		for _, n := range t.Counts[i] {
			row += n
		}
		for j, to := range t.Codes {
			x := Transition{From: from, To: to, N: t.Counts[i][j], RowN: row, Expected: t.Expected[i][j],
				Residual: t.Adjusted[i][j], YulesQ: t.YulesQ[i][j]}
			if t.noRepeat && i == j && x.N == 0 {
				continue
			}
			if row > 0 {
				x.Share = t.Probabilities[i][j]
			}
			x.setP()
			if p != nil && x.Small() {
				x.permuted(p.Upper[i][j], p.Lower[i][j])
			}
			out = append(out, x)
		}
	}
	return out
}

func (x *Transition) setP() {
	if x.Residual == nil {
		return
	}
	p := probability.TwoSided(*x.Residual)
	x.P, x.PBy = &p, ByResidual
}

func (x *Transition) permuted(upper, lower *float64) {
	p := lower
	if float64(x.N) > x.Expected {
		p = upper
	}
	if p != nil {
		x.P, x.PBy = p, ByPermutation
	}
}

// Counts hold transitions of any number of codes, such as all combinations of
// running states, of which most never follow each other: only those that
// occurred take room.
type Counts struct {
	names []string
	ids   map[string]int32
	cells map[[2]int32]int
	from  []int // sum of the row
	to    []int // sum of the column
	n     int
}

// NewCounts without any transitions.
func NewCounts() *Counts {
	return &Counts{ids: map[string]int32{}, cells: map[[2]int32]int{}}
}

// Count the transitions to the next place within each sequence.
func Count(sequences [][]string) *Counts {
	c := NewCounts()
	for _, s := range sequences {
		last := int32(-1)
		for _, code := range s {
			id := c.id(code)
			if last >= 0 {
				c.add(last, id)
			}
			last = id
		}
	}
	return c
}

func (c *Counts) id(code string) int32 {
	id, ok := c.ids[code]
	if !ok {
		id = int32(len(c.names))
		c.ids[code] = id
		c.names = append(c.names, code)
		c.from, c.to = append(c.from, 0), append(c.to, 0)
	}
	return id
}

func (c *Counts) add(from, to int32) {
	c.cells[[2]int32{from, to}]++
	c.from[from]++
	c.to[to]++
	c.n++
}

// N is the number of transitions.
func (c *Counts) N() int { return c.n }

// Codes are all codes met, also one that stood alone, in order of their text.
func (c *Counts) Codes() []string { return slices.Sorted(slices.Values(c.names)) }

// Dense is the whole table in the order of Codes. Its size is the square of their
// number.
func (c *Counts) Dense() [][]int {
	place := places(c.Codes())
	counts := square(len(c.names))
	for cell, n := range c.cells {
		counts[place[c.names[cell[0]]]][place[c.names[cell[1]]]] = n
	}
	return counts
}

// Transitions are those that occurred, in order of From and To, judged as cells
// of a table in which every code may follow every other and itself.
func (c *Counts) Transitions() []Transition {
	type cell struct {
		from, to int32 // places in the order of codes
		n        int
		row, col int
	}
	sorted := c.Codes()
	place := places(sorted)
	rank := make([]int32, len(c.names))
	for id, name := range c.names {
		rank[id] = int32(place[name])
	}
	cells := make([]cell, 0, len(c.cells))
	for at, n := range c.cells {
		cells = append(cells, cell{rank[at[0]], rank[at[1]], n, c.from[at[0]], c.to[at[1]]})
	}
	slices.SortFunc(cells, func(a, b cell) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	out := make([]Transition, len(cells))
	shares := make([]float64, len(cells))
	for i, x := range cells {
		k := contingency.CellOf(float64(x.n), float64(x.row), float64(x.col), float64(c.n))
		shares[i] = float64(x.n) / float64(x.row)
		out[i] = Transition{From: sorted[x.from], To: sorted[x.to], N: x.n, RowN: x.row, Expected: k.Expected,
			Share: &shares[i], Residual: k.Adjusted, YulesQ: k.YulesQ}
		out[i].setP()
	}
	return out
}
