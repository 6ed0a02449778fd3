// Package agreement says how far two or more people who watched the same thing
// saw the same thing, and by how much more than chance would have it.
//
// No value of kappa is good enough everywhere: what a coder of given accuracy
// reaches depends on the number of codes and on how often each of them occurs. So
// beside a kappa stand the kappas that two coders of 85, 90 and 95 % accuracy are
// expected to reach (Benchmarks), and the pairs themselves are listed, so that two
// coders can talk about the moments they saw differently.
//
// Results hold a nil where there is no value: never 0, NaN or infinity in its
// place.
package agreement

import (
	"math"

	"samspil/internal/method/probability"
)

// Weighting says what a disagreement counts for in a weighted kappa.
type Weighting string

// The weightings. Linear and Quadratic are for codes in an order: a step further
// apart counts for more.
const (
	Unweighted Weighting = "none"
	Linear     Weighting = "linear"
	Quadratic  Weighting = "quadratic"
	Given      Weighting = "matrix" // by Weights.Disagreement
)

// Weights choose the weighting; the zero value is unweighted.
type Weights struct {
	By Weighting
	// Disagreement is read with Given only: 0 on the diagonal, larger for what is
	// further apart, as many rows and columns as the table.
	Disagreement [][]float64
}

// Kappa is Cohen's kappa of one table with what belongs to it.
type Kappa struct {
	N      float64     `json:"n"`
	Po     *float64    `json:"po"` // observed agreement, a proportion; without weights the percent agreement / 100
	Pe     *float64    `json:"pe"` // agreement expected by chance
	Kappa  *float64    `json:"kappa"`
	ASE    *float64    `json:"ase"`    // asymptotic standard error
	ASE0   *float64    `json:"ase_h0"` // the same when there is no agreement beyond chance
	CI     *[2]float64 `json:"ci95"`
	Z      *float64    `json:"z"`
	PValue *float64    `json:"p_two"`
}

// z95 is the normal quantile of a two-sided 95 % interval.
const z95 = 1.959963984540054

// tiny is the difference from 0 or 1 that rounding alone can make.
const tiny = 1e-12

// OfTable computes kappa of a square table of counts or proportions, coder 1 in
// the rows. n is the number of cases and is needed only when the table holds
// proportions; 0 takes the sum of the table.
//
// κ = (p_o − p_e)/(1 − p_e), p_o = Σ w p, p_e = Σ w p_i. p_.j (Cohen 1960, 1968),
// w = 1 on the diagonal; linear 1 − |i − j|/(k − 1); quadratic
// 1 − (i − j)²/(k − 1)²; given weights v of disagreement 1 − v/max v. Standard
// errors by Fleiss, Cohen & Everitt 1969; 95 % interval κ ± 1.96 ASE; z = κ/ASE0.
//
// An empty table, one that is not square or one with a negative number has n and
// no values. Where both coders used one and the same code throughout there is no
// kappa. Where one coder used one code throughout kappa is 0 and has no z.
func OfTable(table [][]float64, n float64, weights Weights) Kappa {
	var total float64
	for _, row := range table {
		for _, x := range row {
			if len(row) != len(table) || !(x >= 0) || math.IsInf(x, 1) {
				return Kappa{N: n}
			}
			total += x
		}
	}
	if n == 0 {
		n = total
	}
	out := Kappa{N: n}
	w, ok := weights.matrix(len(table))
	if total == 0 || math.IsInf(total, 1) || !ok {
		return out
	}
	m := newMargins(table, total, w)
	out.Po, out.Pe = &m.po, &m.pe
	if math.Abs(1-m.pe) < tiny {
		return out
	}
	kappa := (m.po - m.pe) / (1 - m.pe)
	out.Kappa = &kappa
	m.errors(&out, kappa)
	return out
}

// matrix of agreement weights; not ok when the given weights do not fit or are all
// zero.
func (v Weights) matrix(k int) ([][]float64, bool) {
	var most float64
	if v.By == Given {
		if len(v.Disagreement) != k {
			return nil, false
		}
		for _, row := range v.Disagreement {
			for _, x := range row {
				if len(row) != k || !(x >= 0) || math.IsInf(x, 1) {
					return nil, false
				}
				most = max(most, x)
			}
		}
		if most == 0 {
			return nil, false
		}
	}
	w := make([][]float64, k)
	for i := range w {
		w[i] = make([]float64, k)
		for j := range w[i] {
			apart := math.Abs(float64(i-j)) / float64(max(k-1, 1))
			switch {
			case v.By == Given:
				w[i][j] = 1 - v.Disagreement[i][j]/most
			case v.By == Linear:
				w[i][j] = 1 - apart
			case v.By == Quadratic:
				w[i][j] = 1 - apart*apart
			case i == j:
				w[i][j] = 1
			}
		}
	}
	return w, true
}

// margins of a table of proportions and what the weights make of them.
type margins struct {
	p, w               [][]float64
	row, column        []float64
	rowMean, columMean []float64 // mean weight of a row against the columns' margin, and the reverse
	po, pe             float64
}

func newMargins(table [][]float64, total float64, w [][]float64) margins {
	k := len(table)
	m := margins{p: make([][]float64, k), w: w, row: make([]float64, k), column: make([]float64, k), rowMean: make([]float64, k), columMean: make([]float64, k)}
	for i, counts := range table {
		m.p[i] = make([]float64, k)
		for j, x := range counts {
			p := x / total
			m.p[i][j] = p
			m.row[i] += p
			m.column[j] += p
			m.po += w[i][j] * p
		}
	}
	for i := range k {
		for j := range k {
			m.rowMean[i] += m.column[j] * w[i][j]
			m.columMean[j] += m.row[i] * w[i][j]
			m.pe += w[i][j] * m.row[i] * m.column[j]
		}
	}
	return m
}

// errors fills in the standard errors and what follows from them.
func (m margins) errors(out *Kappa, kappa float64) {
	var alternative, null float64
	for i := range m.p {
		for j := range m.p {
			means := m.rowMean[i] + m.columMean[j]
			a := m.w[i][j] - means*(1-kappa)
			b := m.w[i][j] - means
			alternative += m.p[i][j] * a * a
			null += m.row[i] * m.column[j] * b * b
		}
	}
	c := kappa - m.pe*(1-kappa)
	scale := out.N * (1 - m.pe) * (1 - m.pe)
	ase, ok := root(alternative-c*c, scale)
	if !ok {
		return
	}
	ase0, _ := root(null-m.pe*m.pe, scale)
	out.ASE, out.ASE0 = &ase, &ase0
	out.CI = &[2]float64{kappa - z95*ase, kappa + z95*ase}
	if ase0 > 0 {
		z := kappa / ase0
		p := probability.TwoSided(z)
		out.Z, out.PValue = &z, &p
	}
}

// root is sqrt(variance/scale); a variance that is nothing but rounding is 0.
func root(variance, scale float64) (float64, bool) {
	if scale <= 0 {
		return 0, false
	}
	if variance < tiny {
		variance = 0
	}
	return math.Sqrt(variance / scale), true
}
