package contingency

import (
	"math"

	"samspil/internal/method/probability"
)

// TwoByTwo counts how often two things went together: A given and target, B
// given only, C target only, D neither.
type TwoByTwo struct{ A, B, C, D int }

// Association is how closely the two belong together. Everything but N is nil
// when a whole row or column of the table is empty.
type Association struct {
	N int
	// OddsRatio is AD/BC; nil when a cell is 0.
	OddsRatio *float64
	// LnOR is its natural logarithm and SE the standard error
	// sqrt(1/A + 1/B + 1/C + 1/D); when a cell is 0, half is added to all four
	// first. CI is LnOR ± 1.96 SE.
	LnOR, SE *float64
	CI       *probability.Interval
	// Q is Yule's (AD - BC)/(AD + BC), from -1 to 1, of the counts as they are. It
	// does not follow how common the two are by themselves, which a transition
	// probability does (Lloyd, Kennedy & Yoder 2013).
	Q *float64
	// Phi is the correlation of the two and Z the adjusted residual of A, equal to
	// Phi times the root of N.
	Phi, Z *float64
}

// Analyse computes the association. All counts must be 0 or more.
func (t TwoByTwo) Analyse() Association {
	f := fourfold{float64(t.A), float64(t.B), float64(t.C), float64(t.D)}
	out := Association{N: t.A + t.B + t.C + t.D, Q: f.yulesQ()}
	margins := (f.a + f.b) * (f.c + f.d) * (f.a + f.c) * (f.b + f.d)
	if margins == 0 {
		return out
	}
	phi := (f.a*f.d - f.b*f.c) / math.Sqrt(margins)
	out.Phi, out.Z = number(phi), number(phi*math.Sqrt(float64(out.N)))
	if min(t.A, t.B, t.C, t.D) == 0 {
		f = fourfold{f.a + 0.5, f.b + 0.5, f.c + 0.5, f.d + 0.5}
	} else {
		out.OddsRatio = number(f.a * f.d / (f.b * f.c))
	}
	ln := math.Log(f.a) + math.Log(f.d) - math.Log(f.b) - math.Log(f.c)
	se := math.Sqrt(1/f.a + 1/f.b + 1/f.c + 1/f.d)
	out.LnOR, out.SE = number(ln), number(se)
	out.CI = &probability.Interval{Low: ln - probability.Z95*se, High: ln + probability.Z95*se}
	return out
}

// Add pools two tables.
func (t TwoByTwo) Add(o TwoByTwo) TwoByTwo {
	return TwoByTwo{t.A + o.A, t.B + o.B, t.C + o.C, t.D + o.D}
}

type fourfold struct{ a, b, c, d float64 }

// fold a larger table around one cell: its row or another by its column or another.
func fold(f, row, column, n float64) fourfold {
	return fourfold{f, row - f, column - f, n - row - column + f}
}

func (f fourfold) yulesQ() *float64 {
	if f.a+f.b == 0 || f.c+f.d == 0 || f.a+f.c == 0 || f.b+f.d == 0 {
		return nil
	}
	ad, bc := f.a*f.d, f.b*f.c
	return number((ad - bc) / (ad + bc))
}
