package interaction

import (
	"context"
	"math"
	"slices"

	"samspil/internal/casefile"
	"samspil/internal/method/agreement"
	"samspil/internal/method/indicator"
)

// Reliability is what is known of how alike two coders count an indicator.
type Reliability struct {
	Name string // "I1" … "I11"
	N    int    // segments that two people have coded and that give both a value
	// ICC is the ICC(2,1) over them with its 95 % interval; nil when there are too
	// few or nothing varies.
	ICC   *float64
	ICCCI *[2]float64
	// SEM is the standard error of one coder's figure, from the differences within
	// the pairs; nil below LeastPairs.
	SEM *float64
}

// LeastPairs is how many double-coded segments a measurement error is taken from at
// least. Convention of this program.
const LeastPairs = 5

// Agreements is what the double-coded segments of a course say together.
type Agreements struct {
	Pairs      int // codings of the same minutes by two people, both ended
	Indicators []Reliability
	Codes      []CodeAgreement // pooled over the pairs; the kappa is that of all units together
}

// AgreementsOf pools every pair of codings of the course that both have ended and
// that the reader may see.
func AgreementsOf(ctx context.Context, f *casefile.Reader) (Agreements, error) {
	all, err := OfCourse(ctx, f)
	if err != nil {
		return Agreements{}, err
	}
	byID := map[string]Segment{}
	for _, s := range all {
		byID[s.ID] = s
	}
	var out Agreements
	values := map[string][][]float64{}
	pooled := map[string][]Comparison{}
	for _, second := range all {
		first, ok := byID[second.SecondOf]
		if !ok || !first.Closed || !second.Closed || first.Hidden || second.Hidden {
			continue
		}
		coded, err := SchemeNamed(ctx, f.Tx(), first.Scheme)
		if err != nil {
			return out, err
		}
		c := Beside(coded, first, second)
		out.Pairs++
		pooled[first.Scheme] = append(pooled[first.Scheme], c)
		for _, p := range c.Indicators {
			if p.Comparable {
				values[p.Name] = append(values[p.Name], []float64{*p.First.Value, *p.Second.Value})
			}
		}
	}
	for _, g := range (indicator.Indicators{}).Figures() {
		out.Indicators = append(out.Indicators, reliability(g.Name, values[g.Name]))
	}
	out.Codes = poolCodes(pooled)
	return out, nil
}

// PairsOf finds the reliability of an indicator from figures: of the first and the
// second coding of each segment that has both.
func PairsOf(all []Figures, name string) Reliability {
	first := map[string]Figures{}
	for _, g := range all {
		if g.SecondOf == "" {
			first[g.SegmentID] = g
		}
	}
	var pairs [][]float64
	for _, g := range all {
		other, ok := first[g.SecondOf]
		if !ok {
			continue
		}
		a, b := other.Sums[name].Value(name), g.Sums[name].Value(name)
		if a != nil && b != nil {
			pairs = append(pairs, []float64{*a, *b})
		}
	}
	return reliability(name, pairs)
}

// reliability of pairs of values. The standard error of one coding is
// sqrt(Σ d² / 2n), d the difference within a pair (Dahlberg 1940).
func reliability(name string, pairs [][]float64) Reliability {
	out := Reliability{Name: name, N: len(pairs)}
	icc := agreement.OfScores(pairs)
	out.ICC, out.ICCCI = icc.ICC2, icc.ICC2CI
	if len(pairs) >= LeastPairs {
		sum := 0.0
		for _, p := range pairs {
			sum += (p[0] - p[1]) * (p[0] - p[1])
		}
		sem := math.Sqrt(sum / float64(2*len(pairs)))
		out.SEM = &sem
	}
	return out
}

// poolCodes adds up the tables of each code over the pairs of one scheme and takes
// the kappa of the sum.
func poolCodes(pooled map[string][]Comparison) []CodeAgreement {
	var out []CodeAgreement
	var refs []string
	for ref := range pooled {
		refs = append(refs, ref)
	}
	slices.Sort(refs)
	for _, ref := range refs {
		for _, code := range pooled[ref][0].Scheme.Codes {
			sum := CodeAgreement{Code: code.Code}
			var one, two [2][2]float64
			for _, c := range pooled[ref] {
				for _, a := range c.Codes {
					if a.Code != code.Code {
						continue
					}
					sum.Comparisons++
					sum.N1, sum.N2 = sum.N1+a.N1, sum.N2+a.N2
					sum.Matched, sum.Only1, sum.Only2 = sum.Matched+a.Matched, sum.Only1+a.Only1, sum.Only2+a.Only2
					addTo(&one, a.Kappa.Codes, a.Kappa.Table)
					addTo(&two, a.Kappa.Codes, a.Kappa.Table2)
				}
			}
			if sum.Comparisons > 0 {
				sum.Kappa = pooledKappa(code.Code, one, two)
				out = append(out, sum)
			}
		}
	}
	return out
}

// addTo adds a table of one code against nothing, whose rows may be one or two.
func addTo(sum *[2][2]float64, codes []string, table [][]float64) {
	place := func(i int) int {
		if codes[i] == "" {
			return 0
		}
		return 1
	}
	for i, row := range table {
		for j, v := range row {
			sum[place(i)][place(j)] += v
		}
	}
}

func pooledKappa(code string, one, two [2][2]float64) agreement.UnitKappa {
	rows := func(t [2][2]float64) [][]float64 { return [][]float64{t[0][:], t[1][:]} }
	a, b := agreement.OfTable(rows(one), 0, agreement.Weights{}), agreement.OfTable(rows(two), 0, agreement.Weights{})
	return agreement.UnitKappa{N: int(a.N), Po: a.Po, Pe: a.Pe, Kappa: a.Kappa, Po2: b.Po, Pe2: b.Pe, Kappa2: b.Kappa,
		Codes: []string{"", code}, Table: rows(one), Table2: rows(two)}
}
