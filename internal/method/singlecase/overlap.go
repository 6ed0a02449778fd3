package singlecase

import (
	"math"
	"slices"
)

// z975 is the 97.5 % point of the standard normal, for confidence intervals.
const z975 = 1.959963984540054

// Phases are two phases of one strand to be held against each other, for the
// psychologist's view. They never enter a conclusion.
type Phases struct {
	// A before, B after; what is missing has been left out.
	A, B []float64
	// LowerIsBetter turns the direction of improvement.
	LowerIsBetter bool
}

// Overlap says how far the measurements of phase B lie above those of phase A.
// What is not defined is nil.
type Overlap struct {
	// NAP is the share of all pairs in which B is better, ties half; 0 to 1.
	NAP *float64
	// Standard errors of NAP: unbiased, after Hanley & McNeil, and when nothing has changed.
	SEUnbiased, SEHanley, SENull *float64
	// Low and High are the 95 % limits after Newcombe 2006, method 5. Without any
	// overlap they keep their width: 3 and 3 points give .501 to 1.
	Low, High *float64
	// TauU, PND, PEM, PAND, IRD and PET have no stable meaning over lengths of
	// phases and are for checking only.
	TauU, PND, PEM, PAND, IRD, PET *float64
}

// Tau of a NAP, or of a limit of it: from -1 to 1.
func Tau(nap float64) float64 { return 2*nap - 1 }

// improving turns a series so that higher is better.
func (p Phases) improving(y []float64) []float64 {
	out := slices.Clone(y)
	if p.LowerIsBetter {
		for i := range out {
			out[i] = -out[i]
		}
	}
	return out
}

// Overlap compares the phases; everything is nil when one of them is empty.
func (p Phases) Overlap() Overlap {
	a, b := p.improving(p.A), p.improving(p.B)
	if len(a) == 0 || len(b) == 0 {
		return Overlap{}
	}
	m, n := float64(len(a)), float64(len(b))
	nap, q1, q2, q3 := pairShares(a, b)
	t := min(max(nap, 1/(2*m*n)), 1-1/(2*m*n))
	o := Overlap{
		NAP:      &nap,
		SEHanley: ptr(math.Sqrt((t*(1-t) + (n-1)*q1 + (m-1)*q2) / (m * n))),
		SENull:   ptr(math.Sqrt((m + n + 1) / (12 * m * n))),
		Low:      ptr(newcombe(nap, m, n, false)), High: ptr(newcombe(nap, m, n, true)),
		TauU: ptr(float64(between(a, b)-within(a)) / (m * n)),
		PND:  ptr(shareBeyond(b, slices.Max(a), 0)), PEM: ptr(shareBeyond(b, median(a), .5)),
		PET: beyondTrend(a, b),
	}
	if radicand := t*(1-t) + n*q1 + m*q2 - 2*q3; m > 1 && n > 1 && radicand >= 0 {
		o.SEUnbiased = ptr(math.Sqrt(radicand / ((m - 1) * (n - 1))))
	}
	pand := mostKept(a, b) / (m + n)
	o.PAND = &pand
	o.IRD = ptr(1 - (m+n)*(m+n)/(2*m*n)*(1-pand))
	return o
}

// pairShares returns NAP and the three quantities of its standard errors.
func pairShares(a, b []float64) (nap, q1, q2, q3 float64) {
	m, n := float64(len(a)), float64(len(b))
	won := func(x, y float64) float64 { return float64(sign(y-x)+1) / 2 }
	for _, x := range a {
		for _, y := range b {
			nap += won(x, y)
		}
	}
	nap /= m * n
	columns := make([]float64, len(b))
	for _, x := range a {
		row := 0.0
		for j, y := range b {
			d := won(x, y) - nap
			row += d
			columns[j] += d
			q3 += d * d
		}
		q1 += row * row
	}
	for _, c := range columns {
		q2 += c * c
	}
	return nap, q1 / (m * n * n), q2 / (m * m * n), q3 / (m * n)
}

// newcombe finds a confidence limit by halving. NAP itself is a root of the
// equation when it is 0 or 1 and must not be taken for the limit.
func newcombe(nap, m, n float64, upper bool) float64 {
	if !upper && nap == 0 || upper && nap == 1 {
		return nap
	}
	h, pairs := (m+n)/2-1, m*n
	f := func(x float64) float64 {
		w := x * (1 - x) // (2 - x)(1 + x) is 2 + w
		return pairs*(nap-x)*(nap-x)*(2+w) - z975*z975*w*(2+h+(1+2*h)*w)
	}
	outside, inside := 0.0, nap // f is positive outside the interval
	if upper {
		outside = 1
	}
	for range 60 {
		mid := (outside + inside) / 2
		if f(mid) > 0 {
			outside = mid
		} else {
			inside = mid
		}
	}
	return (outside + inside) / 2
}

// between counts pairs of A and B that rise minus those that fall.
func between(a, b []float64) (s int) {
	for _, x := range a {
		for _, y := range b {
			s += sign(y - x)
		}
	}
	return s
}

func within(y []float64) int {
	s, _ := mannKendall(y)
	return s
}

// shareBeyond is the share of b above the level; one on it counts as tied says.
func shareBeyond(b []float64, level, tied float64) float64 {
	sum := 0.0
	for _, y := range b {
		switch {
		case y > level:
			sum++
		case y == level:
			sum += tied
		}
	}
	return sum / float64(len(b))
}

// beyondTrend is the share of B strictly above the least-squares line of A
// carried on; nil with a single point in A.
func beyondTrend(a, b []float64) *float64 {
	if len(a) < 2 {
		return nil
	}
	slope, intercept := leastSquares(a)
	beyond := 0.0
	for j, y := range b {
		if line := intercept + slope*float64(len(a)+j+1); derivedSign(y-line, y, line) > 0 {
			beyond++
		}
	}
	return ptr(beyond / float64(len(b)))
}

// mostKept is the greatest number of points that can stay so that every one of A
// is worse than every one of B.
func mostKept(a, b []float64) float64 {
	best := float64(len(b))
	for _, level := range a {
		kept := 0
		for _, x := range a {
			if x <= level {
				kept++
			}
		}
		for _, y := range b {
			if y > level {
				kept++
			}
		}
		best = max(best, float64(kept))
	}
	return best
}

// leastSquares fits a line to y at 1, 2, …
func leastSquares(y []float64) (slope, intercept float64) {
	centre, level := float64(len(y)+1)/2, mean(y)
	top, bottom := 0.0, 0.0
	for i, v := range y {
		d := float64(i+1) - centre
		top += d * (v - level)
		bottom += d * d
	}
	slope = top / bottom
	return slope, level - slope*centre
}

// derivedSign is the sign of a difference of computed values u and v, which are
// tied when they differ by rounding only.
func derivedSign(difference, u, v float64) int {
	if math.Abs(difference) <= 1e-9*max(1, math.Abs(u), math.Abs(v)) {
		return 0
	}
	return sign(difference)
}
