package agreement

import (
	"math"
	"slices"
)

// Many is the agreement of two or more coders who each put every unit into one
// category.
type Many struct {
	Fleiss       *float64 `json:"fleiss_kappa"`
	Z            *float64 `json:"z"` // of Fleiss' kappa
	Conger       *float64 `json:"conger_kappa"`
	Light        *float64 `json:"light_kappa"`
	Percent      *float64 `json:"percent_agreement"`       // share of units on which all agree, 0 to 1
	MeanPairwise *float64 `json:"mean_pairwise_agreement"` // share of agreeing pairs of coders, 0 to 1
}

// OfMany computes the kappas of ratings[unit][coder], which must be complete: each
// unit rated by the same two or more coders. For ratings with gaps see Alpha.
//
// Fleiss 1971: P = mean over units of (Σ n_uj² − m)/(m(m − 1)),
// κ = (P − Σ p_j²)/(1 − Σ p_j²), its z by Fleiss, Nee & Landis 1979. Conger 1980
// ("exact"): chance is the mean over pairs of coders of Σ p_gj p_hj. Light 1971: the
// mean of the pairs' kappas; no value as soon as one pair has none.
//
// No units, one coder or rows of different length: nothing has a value. One
// category throughout: the shares are 1, the kappas have no value.
func OfMany(ratings [][]string) Many {
	r, ok := newRatings(ratings)
	if !ok {
		return Many{}
	}
	var out Many
	pairwise, percent := r.agreement()
	out.MeanPairwise, out.Percent = &pairwise, &percent
	r.fleiss(&out, pairwise)
	r.pairs(&out, pairwise)
	return out
}

// ratings with the categories as numbers.
type ratings struct {
	of         [][]int // [unit][coder]
	counts     [][]int // [unit][category]
	coders     int
	categories int
}

func newRatings(texts [][]string) (ratings, bool) {
	if len(texts) == 0 || len(texts[0]) < 2 {
		return ratings{}, false
	}
	r := ratings{coders: len(texts[0])}
	number := map[string]int{}
	for _, unit := range texts {
		if len(unit) != r.coders {
			return ratings{}, false
		}
		row := make([]int, r.coders)
		for c, text := range unit {
			if _, ok := number[text]; !ok {
				number[text] = len(number)
			}
			row[c] = number[text]
		}
		r.of = append(r.of, row)
	}
	r.categories = len(number)
	for _, unit := range r.of {
		counts := make([]int, r.categories)
		for _, category := range unit {
			counts[category]++
		}
		r.counts = append(r.counts, counts)
	}
	return r, true
}

// agreement is the share of agreeing pairs and of unanimous units.
func (r ratings) agreement() (pairwise, percent float64) {
	m := float64(r.coders)
	for _, counts := range r.counts {
		var squares int
		for _, n := range counts {
			squares += n * n
		}
		pairwise += (float64(squares) - m) / (m * (m - 1))
		if slices.Max(counts) == r.coders {
			percent++
		}
	}
	units := float64(len(r.of))
	return pairwise / units, percent / units
}

func (r ratings) fleiss(out *Many, pairwise float64) {
	n, m := float64(len(r.of)), float64(r.coders)
	var chance, s, skew float64
	for j := range r.categories {
		var count int
		for _, counts := range r.counts {
			count += counts[j]
		}
		p := float64(count) / (n * m)
		q := 1 - p
		chance += p * p
		s += p * q
		skew += p * q * (q - p)
	}
	if r.categories < 2 {
		return
	}
	kappa := (pairwise - chance) / (1 - chance)
	out.Fleiss = &kappa
	if variance := 2 / (s * s * n * m * (m - 1)) * (s*s - skew); variance > 0 {
		z := kappa / math.Sqrt(variance)
		out.Z = &z
	}
}

// pairs fills in the kappas that rest on pairs of coders.
func (r ratings) pairs(out *Many, pairwise float64) {
	var chance, light float64
	var pairs int
	every := true
	for g := range r.coders {
		for h := g + 1; h < r.coders; h++ {
			k := OfTable(r.table(g, h), 0, Weights{})
			chance += *k.Pe
			pairs++
			if k.Kappa == nil {
				every = false
				continue
			}
			light += *k.Kappa
		}
	}
	chance /= float64(pairs)
	if 1-chance > tiny {
		conger := (pairwise - chance) / (1 - chance)
		out.Conger = &conger
	}
	if every {
		light /= float64(pairs)
		out.Light = &light
	}
}

func (r ratings) table(g, h int) [][]float64 {
	table := make([][]float64, r.categories)
	for i := range table {
		table[i] = make([]float64, r.categories)
	}
	for _, unit := range r.of {
		table[unit[g]][unit[h]]++
	}
	return table
}
