package sequence

import (
	"math"

	"samspil/internal/method/probability"
)

// Dominance compares two transitions of one sequence: is the second code of the
// first pair more regular after its first than that of the other pair?
type Dominance struct {
	// SameDirection tells whether both come more, or both less, often than by
	// chance. Nil when a code does not occur.
	SameDirection *bool
	Z             *float64 // above 0 when the first pair is the more regular
	P             *float64 // one-sided, 1 - Φ(|Z|)
	// Kappa is how far the first dominates, of what is possible; nil when the two
	// go in opposite directions.
	Kappa *float64
}

// Pair is one code after another.
type Pair struct{ From, To string }

// Dominates tests whether the transition a dominates b at lag 1 in one sequence
// (Wampold 1984, 1989, 1992). When b is a turned round the test for the two
// directions of one pair is used, else the one for different pairs. Z is the
// plain standardised difference; it is not turned by the sign of Kappa.
func Dominates(sequence []string, a, b Pair) Dominance {
	n := map[string]float64{}
	var f, g float64
	for i, code := range sequence {
		n[code]++
		if i == 0 {
			continue
		}
		if p := (Pair{sequence[i-1], code}); p == a {
			f++
		} else if p == b {
			g++
		}
	}
	if a == b {
		g = f
	}
	x := dominance{f, g, n[a.From], n[a.To], n[b.From], n[b.To], float64(len(sequence))}
	if x.i == 0 || x.j == 0 || x.k == 0 || x.l == 0 {
		return Dominance{}
	}
	same := (f/x.i-x.j/x.n)*(g/x.k-x.l/x.n) >= 0
	difference := x.different
	if b.From == a.To && b.To == a.From {
		difference = x.directions
	}
	z, kappa := difference(same)
	out := Dominance{SameDirection: &same, Z: value(z)}
	if same {
		out.Kappa = value(kappa)
	}
	if out.Z != nil {
		p := probability.NormalTail(math.Abs(z))
		out.P = &p
	}
	return out
}

// dominance holds the counts of the two transitions and of their codes.
type dominance struct{ f, g, i, j, k, l, n float64 }

// different is the test for two pairs.
func (x dominance) different(same bool) (z, kappa float64) {
	p, q, n := x.i*x.j, x.k*x.l, x.n
	ijk, ijl, ikl, jkl := x.i*x.j*x.k, x.i*x.j*x.l, x.i*x.k*x.l, x.j*x.k*x.l
	if !same {
		d := q*x.f + p*x.g - 2*p*q/n
		variance := p * q * (4*p*q + n*n*p + n*n*q - n*ijk - n*ijl - n*ikl - n*jkl) / (n * n * (n - 1))
		return d / math.Sqrt(variance), 0
	}
	d := q*x.f - p*x.g
	variance := p * q * (n*p + n*q - ijk - ijl - ikl - jkl) / (n * (n - 1))
	switch expected := p / n; {
	case x.f > expected:
		kappa = d / (q*min(x.i, x.j) - p*q/n)
		if kappa < 0 {
			kappa = d / (p*min(x.k, x.l) - p*q/n)
		}
	case x.f < expected:
		kappa = d / (-p * q / n)
	default:
		kappa = math.NaN() // neither more nor less than chance: no scale to put it on
	}
	return d / math.Sqrt(variance), kappa
}

// directions is the test for one pair both ways.
func (x dominance) directions(same bool) (z, kappa float64) {
	p, n := x.i*x.j, x.n
	if !same {
		variance := 2 * p * (p + (n-x.i)*(n-x.j) - n) / (n * n * (n - 1))
		return (x.f + x.g - 2*p/n) / math.Sqrt(variance), 0
	}
	if x.f > p/n {
		kappa = (x.f - x.g) / (min(x.i, x.j) - p/n)
	} else {
		kappa = (x.f - x.g) / (-p / n)
	}
	return (x.f - x.g) / math.Sqrt(2*p*(n-x.i-x.j+1)/(n*(n-1))), kappa
}

// value is x, nil when it is no number.
func value(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}
