package singlecase

import "math"

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
	var rows [][4]float64
	var y []float64
	for i, v := range values {
		if v == nil {
			continue
		}
		row := [4]float64{1, times[i], 0, 0}
		if model == PiecewiseW {
			row[1] -= times[0]
		}
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
	return fit(rows, y)
}

// fit is ordinary least squares with four columns.
func fit(rows [][4]float64, y []float64) (Piecewise, bool) {
	var square, inverse [4][4]float64
	var moment, b [4]float64
	for i, row := range rows {
		for j := range row {
			moment[j] += row[j] * y[i]
			for k := range row {
				square[j][k] += row[j] * row[k]
			}
		}
	}
	inverse, ok := invert(square)
	if !ok {
		return Piecewise{}, false
	}
	for j := range b {
		for k := range moment {
			b[j] += inverse[j][k] * moment[k]
		}
	}
	residual := 0.0
	for i, row := range rows {
		e := y[i]
		for j := range row {
			e -= b[j] * row[j]
		}
		residual += e * e
	}
	df := float64(len(y) - 4)
	coefficient := func(j int) Coefficient {
		c := Coefficient{B: b[j]}
		if df == 0 {
			return c
		}
		se := math.Sqrt(residual / df * inverse[j][j])
		c.SE = &se
		if se > 1e-12*math.Max(1, math.Abs(b[j])) { // less is rounding
			t := b[j] / se
			c.T, c.P = &t, ptr(studentTwoSided(t, df))
		}
		return c
	}
	return Piecewise{coefficient(0), coefficient(1), coefficient(2), coefficient(3)}, true
}

// invert by Gauss and Jordan with the greatest pivot.
func invert(a [4][4]float64) (inverse [4][4]float64, ok bool) {
	for i := range inverse {
		inverse[i][i] = 1
	}
	for c := range a {
		pivot := c
		for r := c + 1; r < 4; r++ {
			if math.Abs(a[r][c]) > math.Abs(a[pivot][c]) {
				pivot = r
			}
		}
		if math.Abs(a[pivot][c]) < 1e-10 {
			return inverse, false
		}
		a[c], a[pivot] = a[pivot], a[c]
		inverse[c], inverse[pivot] = inverse[pivot], inverse[c]
		scale := a[c][c]
		for k := range a {
			a[c][k] /= scale
			inverse[c][k] /= scale
		}
		for r := range a {
			if r == c {
				continue
			}
			factor := a[r][c]
			for k := range a {
				a[r][k] -= factor * a[c][k]
				inverse[r][k] -= factor * inverse[c][k]
			}
		}
	}
	return inverse, true
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
