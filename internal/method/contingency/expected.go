package contingency

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

const (
	closeEnough = 1e-10 // relative, of every margin
	mostRounds  = 20000
	mostWork    = 1 << 28 // cells times rounds
	mostEffects = 1500    // rows and columns together whose covariance is worked out
)

// Expected are the counts to expect when rows and columns have nothing to do
// with each other: f_i+ f_+j / N, or with structural zeros the quasi-independence
// model, fitted by scaling rows and columns in turn from 1 in the allowed cells
// until no margin is off by more than 1e-10 of itself (Fienberg 1980, ch. 8;
// Bakeman & Quera 2011). It is 0 in forbidden cells and in rows and columns
// without counts. Margins that cannot be met, because counts stand where none
// can be, are met as closely as the scaling gets them.
func (t Table) Expected() [][]float64 {
	m := t.margins()
	cells := make([]float64, len(m.rows)*len(m.columns))
	e := make([][]float64, len(m.rows))
	for i := range e {
		e[i] = cells[i*len(m.columns) : (i+1)*len(m.columns)]
	}
	if m.n == 0 {
		return e
	}
	structural := t.structural()
	for i := range e {
		for j := range e[i] {
			switch {
			case m.rows[i] <= 0 || m.columns[j] <= 0 || t.forbidden(i, j):
			case structural:
				e[i][j] = 1
			default:
				e[i][j] = m.rows[i] * m.columns[j] / m.n
			}
		}
	}
	if structural {
		fit(e, m)
	}
	return e
}

// fit scales rows and columns in turn until both have the margins.
func fit(e [][]float64, m margins) {
	rounds := min(mostRounds, 1+mostWork/max(1, len(m.rows)*len(m.columns)))
	factor := make([]float64, len(m.columns))
	for range rounds {
		clear(factor)
		for i, row := range e {
			sum := 0.0
			for _, x := range row {
				sum += x
			}
			if sum <= 0 {
				continue
			}
			by := m.rows[i] / sum
			for j := range row {
				row[j] *= by
				factor[j] += row[j]
			}
		}
		// The rows are met now; once the columns are too, that is the fit.
		off := 0.0
		for j, sum := range factor {
			if sum > 0 {
				off = max(off, math.Abs(sum-m.columns[j])/m.columns[j])
			}
		}
		if off <= closeEnough {
			return
		}
		for j, sum := range factor {
			if sum > 0 {
				factor[j] = m.columns[j] / sum
			}
		}
		for _, row := range e {
			for j := range row {
				row[j] *= factor[j]
			}
		}
	}
}

// freedoms gives for a cell what is left of its own variation after the margins
// have been fitted, 1 - h: the residual's standard error is sqrt(e·(1 - h)).
func (t Table) freedoms(m margins, e [][]float64) func(i, j int) float64 {
	if !t.structural() {
		return func(i, j int) float64 { return (1 - m.rows[i]/m.n) * (1 - m.columns[j]/m.n) }
	}
	rows := len(m.rows)
	if rows+len(m.columns) > mostEffects {
		return func(int, int) float64 { return 0 }
	}
	cov := rowAndColumnCovariance(e)
	return func(i, j int) float64 {
		// A cell's log expected count is its row's effect plus its column's; h is its
		// expected count times the variance of that sum.
		return 1 - e[i][j]*(cov(i, i)+2*cov(i, rows+j)+cov(rows+j, rows+j))
	}
}

// rowAndColumnCovariance inverts the information about row and column effects,
// X'WX with W the expected counts, after leaving out one effect of every group of
// rows and columns that hang together: the sums of effects do not depend on which.
func rowAndColumnCovariance(e [][]float64) func(a, b int) float64 {
	rows := len(e)
	columns := len(e[0])
	place := make([]int, rows+columns) // of an effect in the matrix, -1 left out
	for a, k := range keptEffects(e) {
		place[a] = k
	}
	size := 0
	for _, k := range place {
		size = max(size, k+1)
	}
	if size == 0 {
		return func(int, int) float64 { return 0 }
	}
	info := mat.NewSymDense(size, nil)
	add := func(a, b int, x float64) {
		if i, j := place[a], place[b]; i >= 0 && j >= 0 {
			info.SetSym(i, j, info.At(i, j)+x)
		}
	}
	for i, row := range e {
		for j, x := range row {
			add(i, i, x)
			add(rows+j, rows+j, x)
			add(i, rows+j, x)
		}
	}
	var chol mat.Cholesky
	var inverse mat.SymDense
	if !chol.Factorize(info) || chol.InverseTo(&inverse) != nil {
		return func(int, int) float64 { return math.Inf(1) } // nothing is free: no residual has a value
	}
	return func(a, b int) float64 {
		if i, j := place[a], place[b]; i >= 0 && j >= 0 {
			return inverse.At(i, j)
		}
		return 0
	}
}

// keptEffects numbers the effects that stay: those of rows and columns with
// expected counts, less one column in every group that hangs together.
func keptEffects(e [][]float64) []int {
	rows, columns := len(e), len(e[0])
	place := make([]int, rows+columns)
	for a := range place {
		place[a] = -2
	}
	next := 0
	var visit func(a int)
	visit = func(a int) {
		if place[a] != -2 {
			return
		}
		place[a] = next
		next++
		for b := range max(rows, columns) {
			if a < rows && b < columns && e[a][b] > 0 {
				visit(rows + b)
			}
			if a >= rows && b < rows && e[b][a-rows] > 0 {
				visit(b)
			}
		}
	}
	for j := range columns {
		held := false
		for i := range rows {
			held = held || e[i][j] > 0
		}
		if !held || place[rows+j] != -2 {
			continue
		}
		place[rows+j] = -1 // the one left out
		for i := range rows {
			if e[i][j] > 0 {
				visit(i)
			}
		}
	}
	for a := range place {
		place[a] = max(place[a], -1)
	}
	return place
}
