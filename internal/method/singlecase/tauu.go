package singlecase

import "math"

// TauUMethod is one of the three ways in which Tau-U has been published.
type TauUMethod string

// The ways differ in denominators and variances; see TauU.
const (
	TauUComplete TauUMethod = "complete"
	TauUParker   TauUMethod = "parker"
	TauUTarlow   TauUMethod = "tarlow"
)

// TauURow is one member of the Tau-U family.
type TauURow struct {
	// Pairs compared, of which Pos agree, Neg disagree and Ties are equal; S = Pos - Neg.
	Pairs, Pos, Neg, Ties, S, N int
	// D is the denominator of Tau, VarS the variance of S.
	D, VarS float64
	// Tau can exceed 1 by Parker's way; nil without a pair to divide by. Z and P are
	// nil when nothing varies, SE also when Z is 0; Low and High are nil with three
	// points or fewer and when Tau is 1 or beyond.
	Tau, Z, P, SE, Low, High *float64
}

// TauU holds the family: A against B, the trends within A and B, and A against B
// with the trends taken out or added. For psychologists only; it is published
// with heavy criticism (Tarlow 2017, Brossart 2018).
type TauU struct {
	AvsB, TrendA, TrendB                      TauURow
	MinusTrendA, PlusTrendB, PlusBMinusTrendA TauURow
}

// TauU computes the family by one of the published ways. Improvement is an
// increase; turn a scale on which lower is better before.
func (p Phases) TauU(method TauUMethod) TauU {
	a, b := p.improving(p.A), p.improving(p.B)
	m, n := len(a), len(b)
	both := append(append([]float64{}, a...), b...)
	flat := func(n int, v float64) []float64 {
		out := make([]float64, n)
		for i := range out {
			out[i] = v
		}
		return out
	}
	count := func(from, n, step int) []float64 {
		out := make([]float64, n)
		for i := range out {
			out[i] = float64(from + i*step)
		}
		return out
	}
	join := func(x, y []float64) []float64 { return append(x, y...) }
	mixed := func(code []float64) TauURow { return tauURow(both, code, method, false) }
	u := TauU{
		AvsB:             tauURow(both, join(flat(m, 0), flat(n, 1)), method, true),
		TrendA:           tauURow(a, count(1, m, 1), method, true),
		TrendB:           tauURow(b, count(1, n, 1), method, true),
		MinusTrendA:      mixed(join(count(m, m, -1), flat(n, float64(m+1)))),
		PlusTrendB:       mixed(join(flat(m, 0), count(m+1, n, 1))),
		PlusBMinusTrendA: mixed(join(count(m, m, -1), count(m+1, n, 1))),
	}
	if method == TauUComplete {
		u.AvsB.finish(float64(u.AvsB.Pairs)-float64(u.AvsB.Ties)/2, method)
	}
	if method != TauUTarlow {
		u.AvsB.VarS = float64(m*n*(m+n+1)) / 3
		u.TrendA.VarS, u.TrendB.VarS = untiedVariance(m), untiedVariance(n)
	}
	if method == TauUParker {
		u.MinusTrendA.Pairs = m * n // as published, although the trend of A adds pairs
		u.MinusTrendA.finish(float64(m*n), method)
	}
	return u
}

// tauURow is a Kendall S of values against a code; pairs with equal codes are
// not compared.
func tauURow(y, code []float64, method TauUMethod, simple bool) TauURow {
	r := TauURow{N: len(y)}
	for i := range y {
		for j := i + 1; j < len(y); j++ {
			if code[i] == code[j] {
				continue
			}
			r.Pairs++
			switch sign(code[j]-code[i]) * sign(y[j]-y[i]) {
			case 1:
				r.Pos++
			case -1:
				r.Neg++
			default:
				r.Ties++
			}
		}
	}
	r.S = r.Pos - r.Neg
	r.VarS = kendallVariance(y, code)
	d := float64(r.Pairs)
	if method == TauUComplete {
		d = kendallD(y, code)
	}
	r.finish(d, method)
	return r
}

// finish computes what follows from the denominator. Z always uses the variance
// with ties, which is what VarS still holds here.
func (r *TauURow) finish(d float64, method TauUMethod) {
	r.D = d
	r.Tau, r.Z, r.P, r.SE, r.Low, r.High = nil, nil, nil, nil, nil, nil
	if d <= 0 {
		return
	}
	tau := float64(r.S) / d
	r.Tau = &tau
	if r.VarS > 0 {
		z := float64(r.S) / math.Sqrt(r.VarS)
		if method == TauUTarlow {
			z = correctedZ(r.S, r.VarS)
		}
		r.Z, r.P = &z, ptr(min(1, 2*upperTail(math.Abs(z))))
		if z != 0 {
			r.SE = ptr(tau / z)
		}
	}
	if math.Abs(tau) < 1 && r.N > 3 {
		half := z975 / math.Sqrt(float64(r.N-3))
		r.Low, r.High = ptr(math.Tanh(math.Atanh(tau)-half)), ptr(math.Tanh(math.Atanh(tau)+half))
	}
}

// untiedVariance of the S of a trend over k points without ties.
func untiedVariance(k int) float64 { return float64(k*(k-1)*(2*k+5)) / 18 }
