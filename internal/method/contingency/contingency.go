// Package contingency reads tables of counts: does what stands in the rows go
// together with what stands in the columns more often than it would by chance?
//
// A row may be what one person did and a column what followed. Of every cell the
// package tells how often it was to be expected had the two nothing to do with
// each other, and how far the count lies from that in units of its own chance
// variation. Some cells cannot occur at all, such as a code following itself
// where repeats are not coded; they are structural zeros and take no part.
package contingency

import (
	"math"

	"samspil/internal/method/probability"
)

// Table of counts, rows by columns, all rows of one length and no count below 0.
type Table struct {
	Counts [][]float64
	// Zero is true where a cell cannot occur; nil when all can. The margins are
	// always those of Counts as they stand: a count where none can be is counted
	// into its row and column, and is for the caller to explain.
	Zero [][]bool
}

// Of makes a table of whole counts; zero as in Table.
func Of(counts [][]int, zero [][]bool) Table {
	t := Table{Counts: make([][]float64, len(counts)), Zero: zero}
	for i, row := range counts {
		t.Counts[i] = make([]float64, len(row))
		for j, n := range row {
			t.Counts[i][j] = float64(n)
		}
	}
	return t
}

// Diagonal is the pattern of a square table in which nothing can follow itself.
func Diagonal(k int) [][]bool {
	zero := make([][]bool, k)
	for i := range zero {
		zero[i] = make([]bool, k)
		zero[i][i] = true
	}
	return zero
}

// Analysis is what a table says. A value that cannot be computed is nil: the
// residuals of a cell that cannot occur or was not to be expected, and
// everything about a table without counts.
type Analysis struct {
	N        float64     // all counts
	Expected [][]float64 // see Table.Expected
	// Pearson is (f - e)/sqrt(e).
	Pearson [][]*float64
	// Adjusted is the residual in units of its own standard error, about standard
	// normal when rows and columns are unrelated; read it with care below a row
	// sum of 30 or an expected count of 5 (a convention). Without structural zeros
	// (f - e)/sqrt(e (1 - f_i+/N)(1 - f_+j/N)) (Haberman 1973), which for pairs of
	// neighbours is the z of Allison & Liker 1982; with them (f - e)/sqrt(e (1 - h)),
	// h the leverage of the cell in the log-linear fit (Christensen 1997), and nil
	// throughout where rows and columns are more than 1,500 together.
	Adjusted [][]*float64
	// YulesQ is that of the table folded to "this row or another" by "this column
	// or another" (see TwoByTwo).
	YulesQ [][]*float64
	// X2 is Σ(f - e)²/e and G2 is 2Σ f ln(f/e), over the cells with e > 0.
	X2, G2 *float64
	// DF is the degrees of freedom over rows and columns that hold counts; at or
	// below 0 there is nothing to test. 0 for a table without counts.
	DF int
	// PX2 and PG2 are the chi-square probabilities of X2 and G2; nil without degrees
	// of freedom.
	PX2, PG2 *float64
}

// Analyse computes everything about a table.
func (t Table) Analyse() Analysis {
	m := t.margins()
	a := Analysis{N: m.n, Expected: t.Expected(), Pearson: t.empty(), Adjusted: t.empty(), YulesQ: t.empty()}
	if m.n == 0 {
		return a
	}
	a.DF = t.degrees(m)
	free := t.freedoms(m, a.Expected)
	var x2, g2 float64
	for i, row := range t.Counts {
		for j, f := range row {
			if t.forbidden(i, j) {
				continue
			}
			a.YulesQ[i][j] = fold(f, m.rows[i], m.columns[j], m.n).yulesQ()
			e := a.Expected[i][j]
			if e <= 0 {
				continue
			}
			x2 += (f - e) * (f - e) / e
			if f > 0 {
				g2 += 2 * f * math.Log(f/e)
			}
			a.Pearson[i][j] = number((f - e) / math.Sqrt(e))
			a.Adjusted[i][j] = residual(f, e, free(i, j))
		}
	}
	a.X2, a.G2 = number(x2), number(max(0, g2))
	if p, ok := probability.ChiSquareTail(x2, float64(a.DF)); ok {
		a.PX2 = &p
	}
	if p, ok := probability.ChiSquareTail(g2, float64(a.DF)); ok {
		a.PG2 = &p
	}
	return a
}

// Cell is what Analyse says of one cell of a table without structural zeros, for
// tables too large to be written out.
type Cell struct {
	Expected float64
	Adjusted *float64
	YulesQ   *float64
}

// CellOf a count, the sums of its row and its column, and the whole table's.
func CellOf(f, row, column, n float64) Cell {
	if n <= 0 {
		return Cell{}
	}
	e := row * column / n
	return Cell{e, residual(f, e, (1-row/n)*(1-column/n)), fold(f, row, column, n).yulesQ()}
}

// residual of a count in units of its standard error.
func residual(f, e, free float64) *float64 {
	if e <= 0 || free <= leastFreedom {
		return nil
	}
	return number((f - e) / math.Sqrt(e*free))
}

// leastFreedom is how much a cell must be able to move of its own for its
// residual to mean anything; below it the fit follows the cell whatever it holds.
const leastFreedom = 1e-9

// margins of a table.
type margins struct {
	rows, columns []float64
	n             float64
}

func (t Table) margins() margins {
	m := margins{rows: make([]float64, len(t.Counts)), columns: make([]float64, t.width())}
	for i, row := range t.Counts {
		for j, f := range row {
			m.rows[i] += f
			m.columns[j] += f
			m.n += f
		}
	}
	return m
}

func (t Table) width() int {
	if len(t.Counts) == 0 {
		return 0
	}
	return len(t.Counts[0])
}

func (t Table) forbidden(i, j int) bool { return t.Zero != nil && t.Zero[i][j] }

// structural tells whether any cell is forbidden.
func (t Table) structural() bool {
	for _, row := range t.Zero {
		for _, zero := range row {
			if zero {
				return true
			}
		}
	}
	return false
}

func (t Table) empty() [][]*float64 {
	cells := make([]*float64, len(t.Counts)*t.width())
	out := make([][]*float64, len(t.Counts))
	for i := range out {
		out[i] = cells[i*t.width() : (i+1)*t.width()]
	}
	return out
}

// degrees of freedom: (R - 1)(C - 1) over rows and columns with counts; with
// structural zeros the allowed cells among them less R + C - 1.
func (t Table) degrees(m margins) int {
	rows, columns, allowed := 0, 0, 0
	for j := range m.columns {
		if m.columns[j] > 0 {
			columns++
		}
	}
	for i := range m.rows {
		if m.rows[i] <= 0 {
			continue
		}
		rows++
		for j := range m.columns {
			if m.columns[j] > 0 && !t.forbidden(i, j) {
				allowed++
			}
		}
	}
	return allowed - (rows + columns - 1)
}

// number as a value, nil where it is none.
func number(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}
