package agreement

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// fleiss1971 are the diagnoses of Fleiss 1971: 30 patients, six raters, five
// categories, in the order in which R's package irr holds them.
const fleiss1971 = `444444 222555 233335 555555 222444 113333 333355 113334 114444 555555
144444 124444 222333 144444 224445 333335 111455 111112 224444 133555
555555 244444 224555 114444 144445 222224 111155 224444 133333 555555`

func letters(text string) [][]string {
	var out [][]string
	for _, unit := range strings.Fields(text) {
		out = append(out, strings.Split(unit, ""))
	}
	return out
}

func TestManyCoders(t *testing.T) {
	for name, c := range map[string]struct {
		ratings                                   string
		fleiss, z, conger, light, percent, paired float64
	}{
		// Fleiss 1971; z and the exact value by R's irr 0.84.1.
		"Fleiss 1971": {fleiss1971, .4302445201, 17.65183058, .4418085403, .459412, .1666666667, .5555555556},
		// irr 0.84.1, on ratings made up for the purpose.
		"two categories": {"2222 1111 2222 1111 1121 2221 2221 2222 1221 2222 1112 1121", .463844797178, 3.93585361803, .47465437788, .482995232995, .5, .736111111111},
		"all the same":   {"22 22 22", noValue, noValue, noValue, noValue, 1, 1},
		"always apart":   {"12 21", -1, -math.Sqrt2, -1, -1, 0, 0},
		"one coder":      {"1 2 3", noValue, noValue, noValue, noValue, noValue, noValue},
		"nothing":        {"", noValue, noValue, noValue, noValue, noValue, noValue},
		"a gap":          {"11 2", noValue, noValue, noValue, noValue, noValue, noValue},
		// Two of the three never vary together: that pair has no kappa, so Light has none.
		"one pair without": {"112 112 111", noValue, noValue, noValue, noValue, noValue, noValue},
	} {
		t.Run(name, func(t *testing.T) {
			m := OfMany(letters(c.ratings))
			if name == "one pair without" {
				near(t, "Light", m.Light, noValue, 0)
				near(t, "Fleiss", m.Fleiss, -.285714285714, 1e-9)
				return
			}
			near(t, "Fleiss", m.Fleiss, c.fleiss, 1e-8)
			near(t, "z", m.Z, c.z, 1e-6)
			near(t, "Conger", m.Conger, c.conger, 1e-8)
			near(t, "Light", m.Light, c.light, 1e-6)
			near(t, "percent", m.Percent, c.percent, 1e-8)
			near(t, "pairs", m.MeanPairwise, c.paired, 1e-8)
		})
	}
}

// gaps reads ratings with "." for a missing one.
func gaps(text string) [][]*float64 {
	var out [][]*float64
	for _, unit := range strings.Fields(text) {
		var row []*float64
		for _, r := range unit {
			if r == '.' {
				row = append(row, nil)
				continue
			}
			v := float64(r - '0')
			row = append(row, &v)
		}
		out = append(out, row)
	}
	return out
}

func TestAlpha(t *testing.T) {
	// Krippendorff's own example, four observers and twelve units, as in Hayes &
	// Krippendorff 2007; figures by R's irr 0.84.1.
	const own = "11.1 2232 3333 3333 2222 1234 4444 1121 2222 .555 ..11 .3.."
	// The example of the article "Krippendorff's alpha" and of fast-krippendorff.
	const article = ".1. ... .22 .11 .33 334 444 13. 2.2 1.1 1.1 3.3 3.3 ... 3.4"
	for name, c := range map[string]struct {
		ratings  string
		level    Level
		alpha    float64
		pairable int
	}{
		"nominal":                           {own, Nominal, .7434210526, 40},
		"ordinal":                           {own, Ordinal, .8153875038, 40},
		"interval":                          {own, Interval, .8491071429, 40},
		"ratio":                             {own, Ratio, .7974027747, 40},
		"nominal, many gaps":                {article, Nominal, .691358, 26},
		"interval, many gaps":               {article, Interval, .810845, 26},
		"three coders without gaps":         {"323 111 133 231 211 321 131 233 232", Nominal, .025, 27},
		"one value throughout":              {"22. 22.", Interval, noValue, 4},
		"nothing to pair":                   {"1.. .2.", Nominal, noValue, 0},
		"nothing":                           {"", Nominal, noValue, 0},
		"a level there is not":              {own, "circular", noValue, 40},
		"a single pair that differs":        {"12", Nominal, 0, 2},
		"rows of different length":          {"11 222 1", Nominal, 1, 5},
		"ratio of nothing and something":    {"00 01 11 10", Ratio, .125, 8},
		"nothing in common, by more and by": {"12 21 12", Interval, -.666666666667, 6},
	} {
		t.Run(name, func(t *testing.T) {
			a := OfRatings(gaps(c.ratings), c.level)
			near(t, "alpha", a.Alpha, c.alpha, 1e-6)
			if a.Pairable != c.pairable {
				t.Errorf("%d values can be paired, want %d", a.Pairable, c.pairable)
			}
		})
	}
}

func TestAlphaOfValuesThatHaveNoRatio(t *testing.T) {
	minus, plus, nan := -1.0, 1.0, math.NaN()
	near(t, "of −1 and 1", OfRatings([][]*float64{{&minus, &plus}, {&plus, &plus}}, Ratio).Alpha, noValue, 0)
	near(t, "of no number", OfRatings([][]*float64{{&nan, &plus}, {&plus, &plus}}, Interval).Alpha, noValue, 0)
}

func TestICC(t *testing.T) {
	// Shrout & Fleiss 1979, table 2: six targets, four judges; the figures of their
	// table 4.
	s := OfScores([][]float64{{9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}})
	near(t, "ICC(1,1)", s.ICC1, .17, .005)
	near(t, "ICC(2,1)", s.ICC2, .29, .005)
	near(t, "ICC(3,1)", s.ICC3, .71, .005)
	near(t, "ICC(1,4)", s.ICC1K, .44, .005)
	near(t, "ICC(2,4)", s.ICC2K, .62, .005)
	near(t, "ICC(3,4)", s.ICC3K, .91, .005)

	// The data set "anxiety" of R's irr 0.84.1: 20 subjects, three raters.
	a := OfScores(numbersOf("332 361 344 464 523 542 221 346 531 231 221 632 133 533 221 221 113 233 432 342"))
	for _, c := range []struct {
		name string
		got  *float64
		want float64
	}{
		{"icc1", a.ICC1, .1750223814}, {"icc1 low", &a.ICC1CI[0], -.07744657487}, {"icc1 high", &a.ICC1CI[1], .4843360938},
		{"icc2", a.ICC2, .1979982594}, {"icc2 low", &a.ICC2CI[0], -.03891062609}, {"icc2 high", &a.ICC2CI[1], .493573946},
		{"icc3", a.ICC3, .2160493827}, {"icc3 low", &a.ICC3CI[0], -.04625788532}, {"icc3 high", &a.ICC3CI[1], .5222590784},
		{"icc1k", a.ICC1K, .3889257294}, {"icc2k", a.ICC2K, .4254987531}, {"icc3k", a.ICC3K, .4525862069},
		{"f1", a.F1, 1.63646229}, {"f3", a.F3, 1.826771654}, {"v", &a.DF2[1], 39.74604092},
	} {
		near(t, c.name, c.got, c.want, 1e-6)
	}
	if a.DF1 != [2]int{19, 40} || a.DF3 != [2]int{19, 38} || a.DF2[0] != 19 {
		t.Errorf("degrees of freedom %v %v %v", a.DF1, a.DF3, *a.DF2)
	}
	// Spearman and Brown: the mean's interval from the single one's.
	for i, single := range a.ICC3CI {
		near(t, "of the mean", &a.ICC3KCI[i], 3*single/(1+2*single), 1e-9)
	}
	for i, single := range a.ICC1CI {
		near(t, "of the mean", &a.ICC1KCI[i], 3*single/(1+2*single), 1e-9)
	}
}

func numbersOf(text string) [][]float64 {
	var out [][]float64
	for _, row := range gaps(text) {
		var unit []float64
		for _, r := range row {
			unit = append(unit, *r)
		}
		out = append(out, unit)
	}
	return out
}

func TestICCWithoutAValue(t *testing.T) {
	for name, c := range map[string]struct {
		ratings                string
		icc1, icc2, icc3, f3   float64
		interval1, interval2ok bool
	}{
		"nothing":               {"", noValue, noValue, noValue, noValue, false, false},
		"one unit":              {"12", noValue, noValue, noValue, noValue, false, false},
		"one coder":             {"1 2", noValue, noValue, noValue, noValue, false, false},
		"a row too short":       {"12 3", noValue, noValue, noValue, noValue, false, false},
		"no variation":          {"22 22 22", noValue, noValue, noValue, noValue, false, false},
		"the same twice":        {"22 44 88", 1, 1, 1, noValue, false, false},
		"always one more":       {"12 34 78", .947826086957, .949152542373, 1, noValue, true, true},
		"units alike":           {"13 13 13", -1, 0, noValue, noValue, true, true},
		"nothing but crossings": {"12 21", -1, -1, -1, 0, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			i := OfScores(numbersOf(c.ratings))
			near(t, "icc1", i.ICC1, c.icc1, 1e-9)
			near(t, "icc3", i.ICC3, c.icc3, 1e-9)
			near(t, "F3", i.F3, c.f3, 1e-9)
			if name != "nothing but crossings" {
				near(t, "icc2", i.ICC2, c.icc2, 1e-6)
			}
			if (i.ICC1CI != nil) != c.interval1 {
				t.Errorf("interval of icc1: %v", i.ICC1CI)
			}
			for _, ci := range []*[2]float64{i.ICC1CI, i.ICC2CI, i.ICC3CI, i.ICC1KCI, i.ICC3KCI, i.DF2} {
				if ci != nil && (math.IsNaN(ci[0]+ci[1]) || math.IsInf(ci[0], 0) || math.IsInf(ci[1], 0)) {
					t.Errorf("an interval of %v", *ci)
				}
			}
		})
	}
}

// The mean of two coders who differ so much that its denominator is exactly 0.
func TestICCOfAZeroDenominator(t *testing.T) {
	i := OfScores(numbersOf("41 07 91 24 03"))
	near(t, "ICC(2,k)", i.ICC2K, noValue, 0)
	near(t, "ICC(2,1)", i.ICC2, -1, 1e-12)
}

// It does not matter who is called the first coder, in which order the units
// stand, or where the scale begins.
func TestICCIsOfTheScoresOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(2, 4).Draw(t, "coders")
		n := rapid.IntRange(2, 8).Draw(t, "units")
		scores, turned := make([][]float64, n), make([][]float64, n)
		for i := range scores {
			scores[i] = make([]float64, k)
			turned[n-1-i] = make([]float64, k)
			for j := range k {
				scores[i][j] = float64(rapid.IntRange(0, 9).Draw(t, "score"))
				turned[n-1-i][k-1-j] = 100 - 3*scores[i][j]
			}
		}
		a, b := OfScores(scores), OfScores(turned)
		for _, pair := range [][2]*float64{{a.ICC1, b.ICC1}, {a.ICC2, b.ICC2}, {a.ICC3, b.ICC3}, {a.ICC2K, b.ICC2K}, {a.F1, b.F1}} {
			switch {
			case (pair[0] == nil) != (pair[1] == nil):
				t.Fatalf("%v has a value on one side only", scores)
			case pair[0] != nil && math.Abs(*pair[0]-*pair[1]) > 1e-6*max(1, math.Abs(*pair[0])):
				t.Fatalf("%v: %v and %v", scores, *pair[0], *pair[1])
			}
		}
	})
}
