package singlecase

import (
	"math"
	"slices"
)

// PiecewiseModel says from where the slope of phase B is counted.
type PiecewiseModel string

// The three codings in use: Wright, Huitema & McKean 2000, Beretvas & Chung 2008.
const (
	PiecewiseW   PiecewiseModel = "W"
	PiecewiseHM  PiecewiseModel = "H-M"
	PiecewiseBLB PiecewiseModel = "B&L-B"
)

// Coefficient of a regression. SE is nil with as many values as coefficients. T
// and P, which is two-sided, are nil as well when the line goes through every value.
type Coefficient struct {
	B        float64
	SE, T, P *float64
}

// Piecewise is a regression with a trend, and a change of level and of slope at
// the start. For experts, from sixteen points; it takes the residuals as
// independent, which repeated measurements are not.
type Piecewise struct{ Intercept, Trend, Level, Slope Coefficient }

// PiecewiseRegression fits the model. Times are those of all rows, values nil
// where one is missing; inB tells the rows of phase B. It returns false with
// fewer than four values, without a phase B, or when the rows do not determine
// the four coefficients.
func PiecewiseRegression(values []*float64, times []float64, inB []bool, model PiecewiseModel) (Piecewise, bool) {
	start := -1
	for i := range inB {
		if inB[i] {
			start = i
			break
		}
	}
	if start < 0 {
		return Piecewise{}, false
	}
	origin := times[0]
	var rows [][4]float64
	var y []float64
	for i, v := range values {
		if v == nil {
			continue
		}
		row := [4]float64{1, times[i] - origin, 0, 0}
		if inB[i] {
			row[2], row[3] = 1, times[i]-times[start]
			if model == PiecewiseBLB {
				row[3]++
			}
		}
		rows, y = append(rows, row), append(y, *v)
	}
	if len(y) < 4 {
		return Piecewise{}, false
	}
	if model == PiecewiseW {
		origin = 0 // the model itself counts from the first time
	}
	return fit(rows, y, origin)
}

// fit is ordinary least squares with four columns. The times in the second are
// counted from the origin, which keeps the digits of days far from 0; the intercept
// is told for time 0 all the same.
func fit(rows [][4]float64, y []float64, origin float64) (Piecewise, bool) {
	across, root, ok := orthogonal(rows)
	if !ok {
		return Piecewise{}, false
	}
	var b [4]float64
	rest := slices.Clone(y)
	for k, direction := range across {
		along := dot(direction, rest)
		for i := range rest {
			rest[i] -= along * direction[i]
		}
		for j := range b {
			b[j] += root[j][k] * along
		}
	}
	var spread [4]float64 // of each coefficient, in units of the residuals' variance
	b[0] -= origin * b[1]
	for k := range root {
		root[0][k] -= origin * root[1][k]
		for j := range root {
			spread[j] += root[j][k] * root[j][k]
		}
	}
	residual, df := dot(rest, rest), float64(len(y)-4)
	coefficient := func(j int) Coefficient {
		c := Coefficient{B: b[j]}
		if df == 0 {
			return c
		}
		se := math.Sqrt(residual / df * spread[j])
		c.SE = &se
		if se > 1e-12*math.Max(1, math.Abs(b[j])) { // less is rounding
			t := b[j] / se
			c.T, c.P = &t, ptr(studentTwoSided(t, df))
		}
		return c
	}
	return Piecewise{coefficient(0), coefficient(1), coefficient(2), coefficient(3)}, true
}

// orthogonal turns the columns of the rows into directions of length 1 that are
// square to each other (Gram and Schmidt, each column twice for the digits). The
// root leads back: coefficient j is the sum over k of root[j][k] times the part of
// the values along direction k. False when a column lies in those before it.
func orthogonal(rows [][4]float64) (across [4][]float64, root [4][4]float64, ok bool) {
	for k := range across {
		column := make([]float64, len(rows))
		for i, row := range rows {
			column[i] = row[k]
		}
		length := math.Sqrt(dot(column, column))
		root[k][k] = 1
		for range 2 {
			for before := range k {
				along := dot(across[before], column)
				for i := range column {
					column[i] -= along * across[before][i]
				}
				for j := range before + 1 {
					root[j][k] -= along * root[j][before]
				}
			}
		}
		left := math.Sqrt(dot(column, column))
		if left <= 1e-10*length {
			return across, root, false
		}
		for i := range column {
			column[i] /= left
		}
		for j := range k + 1 {
			root[j][k] /= left
		}
		across[k] = column
	}
	return across, root, true
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

// studentTwoSided is the probability of a t at least as far from 0.
func studentTwoSided(t, df float64) float64 {
	return incompleteBeta(df/(df+t*t), df/2, .5)
}

// incompleteBeta is the regularised incomplete beta function by its continued
// fraction, evaluated on the side where that converges fast.
func incompleteBeta(x, a, b float64) float64 {
	if x <= 0 {
		return 0
	}
	if x >= 1 {
		return 1
	}
	if x > (a+1)/(a+b+2) {
		return 1 - incompleteBeta(1-x, b, a)
	}
	lab, _ := math.Lgamma(a + b)
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	front := math.Exp(lab-la-lb+a*math.Log(x)+b*math.Log1p(-x)) / a
	const tiny = 1e-300
	f, c, d := 1.0, 1.0, 0.0
	for i := range 400 {
		m := float64(i / 2)
		term := 1.0
		switch {
		case i == 0:
		case i%2 == 0:
			term = m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		default:
			term = -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		}
		d = 1 + term*d
		if math.Abs(d) < tiny {
			d = tiny
		}
		d = 1 / d
		c = 1 + term/c
		if math.Abs(c) < tiny {
			c = tiny
		}
		f *= c * d
		if math.Abs(1-c*d) < 1e-15 {
			break
		}
	}
	return front * (f - 1)
}
