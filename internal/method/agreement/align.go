package agreement

import (
	"math"
	"slices"
)

// Costs of an alignment: of pairing two equal codes, two different ones, and of
// leaving one without a partner.
type Costs struct {
	Match        float64 `json:"match"`
	Substitution float64 `json:"substitution"`
	Gap          float64 `json:"gap"`
}

// EventCosts are those of the event-alignment kappa. A substitution costs half of
// two gaps, so that a disagreement about a code is preferred to one about whether
// anything happened (Quera, Bakeman & Gnisci 2007).
var EventCosts = Costs{Match: 0, Substitution: 1, Gap: 1}

// AlignOptions choose the alignment. The zero value has no costs: use EventCosts.
type AlignOptions struct {
	Costs Costs
	// Times1 and Times2, when both are given and as long as the lists, are the
	// onsets in milliseconds: two events are paired only when they lie at most
	// Tolerance apart.
	Times1, Times2 []int64
	Tolerance      int64
}

// Step is one place of an alignment: the places of the two events in their lists,
// −1 for the coder who has none there.
type Step struct {
	One int `json:"one"`
	Two int `json:"two"`
}

// Alignment is how two lists of codes lie best beside each other, and the kappa of
// it.
type Alignment struct {
	Cost       float64  `json:"cost"`
	Length     int      `json:"length"`
	Agreements int      `json:"agreements"`
	Po         *float64 `json:"po"` // agreements/length
	Pe         *float64 `json:"pe"` // by quasi-independence
	Kappa      *float64 `json:"kappa"`
	// KappaPlain takes chance from the margins as if nobody against nobody could
	// occur.
	KappaPlain *float64 `json:"kappa_no_structural_zero"`
	Codes      []string `json:"codes"` // sorted; the table has one more row and column: no event
	Table      [][]int  `json:"table"` // coder 1 in the rows
	Steps      []Step   `json:"steps"` // in order of time
	// TooLong: the lists have more than MostCells pairs, and nothing was computed.
	TooLong bool `json:"too_long,omitempty"`
}

// MostCells is how many pairs of events are considered at most: lists of ten
// thousand each, a hundred megabytes.
const MostCells = 100_000_000

// OfOrder lays two lists of codes beside each other at least cost (Needleman &
// Wunsch 1970) and computes the event-alignment kappa (Quera, Bakeman & Gnisci
// 2007). Among alignments of equal cost the one traced back from the end is taken,
// first choice a pair, then an event that only coder 1 has, then one that only coder
// 2 has.
//
// The table has the codes and "no event"; no event against no event cannot occur,
// so chance is the quasi-independence model with that one structural zero:
// p_o = agreements/length, p_e = Σ diagonal of the expected/length. Our reading of
// the authors' summary; in their simulations coders of 90 % accuracy reach .60 or
// more. Nobody has an event, or both have only one and the same code: no kappa. One
// has none: kappa 0.
func OfOrder(coder1, coder2 []string, o AlignOptions) Alignment {
	if len(coder1) > 0 && len(coder2) > MostCells/len(coder1) {
		return Alignment{TooLong: true}
	}
	var in interned
	one, two := in.all(coder1), in.all(coder2)
	g := grid{one: one, two: two, costs: o.Costs}
	if len(o.Times1) == len(one) && len(o.Times2) == len(two) {
		g.times1, g.times2, g.tolerance = o.Times1, o.Times2, o.Tolerance
	}
	var out Alignment
	out.Cost = g.fill()
	out.Steps = g.trace()
	out.Length = len(out.Steps)
	rank, sorted := order(in.texts)
	out.Codes = sorted
	out.tabulate(one, two, rank)
	return out
}

// tabulate fills in the table and what follows from it.
func (a *Alignment) tabulate(one, two []int32, rank []int) {
	k := len(a.Codes)
	a.Table = make([][]int, k+1)
	plain := square(k + 1)
	for i := range a.Table {
		a.Table[i] = make([]int, k+1)
	}
	for _, s := range a.Steps {
		row, column := k, k
		if s.One >= 0 {
			row = rank[one[s.One]]
		}
		if s.Two >= 0 {
			column = rank[two[s.Two]]
		}
		a.Table[row][column]++
		plain[row][column]++
		if row == column {
			a.Agreements++
		}
	}
	if a.Length == 0 {
		return
	}
	length := float64(a.Length)
	po, pe := float64(a.Agreements)/length, a.chance(k)/length
	a.Po, a.Pe = &po, &pe
	if math.Abs(1-pe) > tiny {
		kappa := (po - pe) / (1 - pe)
		a.Kappa = &kappa
	}
	a.KappaPlain = OfTable(plain, 0, Weights{}).Kappa
}

// chance is the number of agreements expected under quasi-independence. With no
// event against no event, in row and column k, as the only cell that cannot occur,
// the fit of the others is r_i c_j S/(R C), R and C being the sums of the rows and
// columns of codes and S what stands in both.
func (a *Alignment) chance(k int) float64 {
	rows, columns := make([]int, k+1), make([]int, k+1)
	for i, row := range a.Table {
		for j, n := range row {
			rows[i] += n
			columns[j] += n
		}
	}
	inRows, inColumns := a.Length-rows[k], a.Length-columns[k]
	both := inRows - columns[k]
	if both == 0 {
		return 0
	}
	var same int
	for i := range k {
		same += rows[i] * columns[i]
	}
	return float64(same) * float64(both) / (float64(inRows) * float64(inColumns))
}

// grid of an alignment. way holds for each pair of places how the best alignment of
// what comes before ends.
type grid struct {
	one, two       []int32
	costs          Costs
	times1, times2 []int64
	tolerance      int64
	way            []uint8
}

// The ways in which an alignment can end.
const (
	paired uint8 = iota
	only1
	only2
)

// fill computes the cost of every pair of beginnings, row by row; only the ways are
// kept of it. Costs that differ by rounding only are equal.
func (g *grid) fill() float64 {
	n, m := len(g.one), len(g.two)
	g.way = make([]uint8, (n+1)*(m+1))
	costs := make([]float64, m+1)
	for j := 1; j <= m; j++ {
		costs[j] = costs[j-1] + g.costs.Gap
		g.way[j] = only2
	}
	gap, timed := g.costs.Gap, g.times1 != nil
	for i := 1; i <= n; i++ {
		diagonal := costs[0]
		costs[0] += gap
		way := g.way[i*(m+1) : (i+1)*(m+1)]
		way[0] = only1
		code, left := g.one[i-1], costs[0]
		for j, other := range g.two {
			best, how := diagonal+g.costs.Substitution, paired
			if code == other {
				best = diagonal + g.costs.Match
			}
			if timed && !g.near(i-1, j) {
				best = math.Inf(1)
			}
			if up := costs[j+1] + gap; up < best-1e-9 {
				best, how = up, only1
			}
			if left += gap; left < best-1e-9 {
				best, how = left, only2
			}
			diagonal = costs[j+1]
			costs[j+1], left = best, best
			way[j+1] = how
		}
	}
	return costs[m]
}

func (g *grid) near(i, j int) bool {
	d := g.times1[i] - g.times2[j]
	return d >= -g.tolerance && d <= g.tolerance
}

// trace goes back from the end.
func (g *grid) trace() []Step {
	steps := make([]Step, 0, max(len(g.one), len(g.two)))
	for i, j := len(g.one), len(g.two); i > 0 || j > 0; {
		switch g.way[i*(len(g.two)+1)+j] {
		case paired:
			i, j = i-1, j-1
			steps = append(steps, Step{i, j})
		case only1:
			i--
			steps = append(steps, Step{i, -1})
		default:
			j--
			steps = append(steps, Step{-1, j})
		}
	}
	slices.Reverse(steps)
	return steps
}
