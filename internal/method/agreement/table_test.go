package agreement

import (
	"math"
	"testing"
)

// near compares a value that may be missing.
func near(t *testing.T, name string, got *float64, want, tolerance float64) {
	t.Helper()
	switch {
	case math.IsNaN(want) && got != nil:
		t.Errorf("%s is %v, want no value", name, *got)
	case !math.IsNaN(want) && got == nil:
		t.Errorf("%s has no value, want %v", name, want)
	case got != nil && math.Abs(*got-want) > tolerance:
		t.Errorf("%s is %.12g, want %.12g", name, *got, want)
	}
}

var noValue = math.NaN()

func TestKappaOfPublishedTables(t *testing.T) {
	cohen := [][]float64{{.44, .07, .09}, {.05, .20, .05}, {.01, .03, .06}}
	artstein := [][]float64{{46, 0, 0}, {4, 40, 0}, {0, 0, 10}}
	for name, c := range map[string]struct {
		table     [][]float64
		n         float64
		weights   Weights
		want      float64
		precision float64
	}{
		"Cohen 1960, table 1":                             {cohen, 200, Weights{}, .492, 5e-4},
		"Cohen 1968, with weights":                        {cohen, 200, Weights{Given, [][]float64{{0, 1, 3}, {1, 0, 6}, {3, 6, 0}}}, .348, 5e-4},
		"Artstein & Poesio 2008, table 1":                 {[][]float64{{20, 20}, {10, 50}}, 0, Weights{}, .348, 5e-4},
		"Artstein & Poesio 2008, table 4":                 {[][]float64{{46, 0, 0}, {6, 32, 6}, {0, 0, 10}}, 0, Weights{}, .8013, 5e-5},
		"as asserted in scikit-learn, unweighted":         {artstein, 0, Weights{By: Unweighted}, .9315, 5e-5},
		"as asserted in scikit-learn, linear":             {artstein, 0, Weights{By: Linear}, .9412, 5e-5},
		"as asserted in scikit-learn, quadratic":          {artstein, 0, Weights{By: Quadratic}, .9541, 5e-5},
		"Bakeman 2022: two equal codes, 90 %, as a table": {[][]float64{{41, 9}, {9, 41}}, 0, Weights{}, .64, 1e-12},
	} {
		t.Run(name, func(t *testing.T) {
			near(t, "kappa", OfTable(c.table, c.n, c.weights).Kappa, c.want, c.precision)
		})
	}
}

// Weights that are all twice as large give the same kappa, so the agreement itself
// is looked at too: in the second table 4 of 100 lie one of two steps apart.
func TestWeightedAgreement(t *testing.T) {
	one := [][]float64{{46, 0, 0}, {4, 40, 0}, {0, 0, 10}}
	for name, c := range map[string]struct {
		weights Weights
		po, pe  float64
	}{
		"unweighted": {Weights{}, .96, .416},
		"linear":     {Weights{By: Linear}, .98, .66},
		"quadratic":  {Weights{By: Quadratic}, .99, .782},
		"given":      {Weights{Given, [][]float64{{0, 2, 8}, {2, 0, 2}, {8, 2, 0}}}, .99, .782},
	} {
		t.Run(name, func(t *testing.T) {
			k := OfTable(one, 0, c.weights)
			near(t, "po", k.Po, c.po, 1e-12)
			near(t, "pe", k.Pe, c.pe, 1e-12)
		})
	}
}

// Figures of cohens_kappa in statsmodels 0.13.5, for tables made up for the purpose.
func TestStandardErrorsOfKappa(t *testing.T) {
	for name, c := range map[string]struct {
		table            [][]float64
		by               Weighting
		kappa, ase, ase0 float64
		low, high, z     float64
	}{
		"unweighted": {[][]float64{{70, 3}, {4, 13}}, Unweighted, .740313272877, .0928286458915, .105336694603, .558372470196, .922254075558, 7.02806629416},
		"linear":     {[][]float64{{17, 2, 1, 2}, {0, 3, 1, 0}, {2, 0, 23, 1}, {0, 0, 1, 7}}, Linear, .762569832402, .0755826014343, .100803421344, .614430655733, .910709009071, 7.56492014098},
		"quadratic":  {[][]float64{{22, 3, 4}, {1, 30, 0}, {2, 1, 12}}, Quadratic, .644781969623, .111251826542, .114979882058, .426732396387, .862831542858, 5.60778075329},
	} {
		t.Run(name, func(t *testing.T) {
			k := OfTable(c.table, 0, Weights{By: c.by})
			near(t, "kappa", k.Kappa, c.kappa, 1e-9)
			near(t, "ASE", k.ASE, c.ase, 1e-9)
			near(t, "ASE0", k.ASE0, c.ase0, 1e-9)
			near(t, "z", k.Z, c.z, 1e-9)
			near(t, "low", &k.CI[0], c.low, 1e-9)
			near(t, "high", &k.CI[1], c.high, 1e-9)
			near(t, "p", k.PValue, math.Erfc(c.z/math.Sqrt2), 1e-12)
		})
	}
}

func TestKappaWithoutAValue(t *testing.T) {
	ones := [][]float64{{1, 1}, {1, 1}}
	for name, c := range map[string]struct {
		table        [][]float64
		weights      Weights
		po, kappa, z float64
	}{
		"empty":                        {nil, Weights{}, noValue, noValue, noValue},
		"no counts":                    {[][]float64{{0, 0}, {0, 0}}, Weights{}, noValue, noValue, noValue},
		"one code in use":              {[][]float64{{21, 0}, {0, 0}}, Weights{}, 1, noValue, noValue},
		"one row, one column":          {[][]float64{{5}}, Weights{By: Linear}, 1, noValue, noValue},
		"not square":                   {[][]float64{{1, 2}}, Weights{}, noValue, noValue, noValue},
		"a count below nothing":        {[][]float64{{1, -2}, {1, 1}}, Weights{}, noValue, noValue, noValue},
		"not a number":                 {[][]float64{{1, math.NaN()}, {1, 1}}, Weights{}, noValue, noValue, noValue},
		"without end":                  {[][]float64{{1, math.Inf(1)}, {1, 1}}, Weights{}, noValue, noValue, noValue},
		"weights that do not fit":      {ones, Weights{Given, [][]float64{{0}}}, noValue, noValue, noValue},
		"ragged weights":               {ones, Weights{Given, [][]float64{{0, 1}, {1}}}, noValue, noValue, noValue},
		"weights of nothing":           {ones, Weights{Given, [][]float64{{0, 0}, {0, 0}}}, noValue, noValue, noValue},
		"one coder with one code":      {[][]float64{{4, 7}, {0, 0}}, Weights{}, 4.0 / 11, 0, noValue},
		"nothing in common, two codes": {[][]float64{{0, 5}, {5, 0}}, Weights{}, 0, -1, -math.Sqrt(10)},
	} {
		t.Run(name, func(t *testing.T) {
			k := OfTable(c.table, 0, c.weights)
			near(t, "po", k.Po, c.po, 1e-12)
			near(t, "kappa", k.Kappa, c.kappa, 1e-12)
			near(t, "z", k.Z, c.z, 1e-12)
		})
	}
}

func TestAccuracy(t *testing.T) {
	// Bakeman 2022: two equal codes, coders of 90 %.
	a := OfAccuracy([]float64{.5, .5}, .9)
	near(t, "po", a.Po, .82, 1e-12)
	near(t, "pe", a.Pe, .50, 1e-12)
	near(t, "kappa", a.Kappa, .64, 1e-12)
	// The joint table of two such coders multiplied out.
	near(t, "four codes", OfAccuracy([]float64{.217, .243, .294, .246}, .8).Kappa, .536751383554, 1e-10)
	near(t, "one code", OfAccuracy([]float64{1}, .9).Kappa, noValue, 0)
	near(t, "no code", OfAccuracy(nil, .9).Kappa, noValue, 0)
	near(t, "perfect, one of two codes never there", OfAccuracy([]float64{1, 0}, 1).Kappa, noValue, 0)

	// The mean of both margins counts, a code in nobody's use does not.
	b := Benchmarks([][]float64{{30, 10, 0}, {20, 40, 0}, {0, 0, 0}})
	if len(b) != 3 || b[0].Accuracy != .85 || b[1].Accuracy != .9 || b[2].Accuracy != .95 {
		t.Fatalf("got %v", b)
	}
	for i, accuracy := range []float64{.85, .9, .95} {
		near(t, "kappa", b[i].Kappa, *OfAccuracy([]float64{.45, .55}, accuracy).Kappa, 1e-12)
	}
	near(t, "of nothing", Benchmarks(nil)[0].Kappa, noValue, 0)
	near(t, "of what is not square", Benchmarks([][]float64{{1, 2}})[0].Kappa, noValue, 0)
}
