package sequence

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// classroom is the sequence of Bakeman & Quera 2011, p. 159: C chat, W write,
// R read, A ask, T attentive.
var classroom = strings.Fields("W C A R R A R A W C A A T A C R A T R W W C A C W T W C W R R C A A C A C R R R C T W C C R C A C W R R A T T W R R T W T A A W R C T T W W C R R R R")

var classroomCodes = []string{"C", "W", "R", "A", "T"}

// roughly compares figures to that many parts of one.
func roughly(margin float64) cmp.Options {
	return cmp.Options{cmpopts.EquateApprox(0, margin), cmpopts.EquateNaNs()}
}

// figures of pointers, NaN for none.
func figures(rows [][]*float64) [][]float64 {
	out := make([][]float64, len(rows))
	for i, row := range rows {
		for _, x := range row {
			if x == nil {
				out[i] = append(out[i], math.NaN())
			} else {
				out[i] = append(out[i], *x)
			}
		}
	}
	return out
}

func TestBakemanAndQuera(t *testing.T) {
	table := Tabulate([][]string{classroom}, TableOptions{Codes: classroomCodes, Lag: 1})
	want := [][]int{{1, 3, 4, 6, 2}, {6, 2, 4, 0, 2}, {4, 1, 9, 4, 1}, {5, 2, 2, 3, 3}, {0, 5, 1, 2, 2}}
	if diff := cmp.Diff(want, table.Counts); diff != "" {
		t.Error(diff)
	}
	adjusted := [][]float64{{-1.687094, 0.140389, -0.206225, 1.936424, -0.133947}, {2.143507, -0.358359, 0.144505, -2.095192, 0.093859},
		{-0.069883, -1.63481, 2.315858, 0.098396, -1.220185}, {1.233996, -0.48262, -1.337445, -0.02916, 0.822975}, {-1.785961, 2.898014, -1.303721, -0.02286, 0.645174}}
	if diff := cmp.Diff(adjusted, figures(table.Adjusted), roughly(1e-6)); diff != "" {
		t.Error(diff)
	}
	if math.Abs(*table.X2-27.66200061) > 1e-8 || math.Abs(*table.G2-30.95486882) > 1e-8 || table.DF != 16 {
		t.Errorf("X² %v, G² %v, df %d", *table.X2, *table.G2, table.DF)
	}
	if got := *table.Probabilities[0][3]; got != 6.0/16 {
		t.Errorf("ask after chat: %v", got)
	}
	// By 100,000 shuffles elsewhere, agreeing with R.
	p := Permute([][]string{classroom}, classroomCodes, PermuteOptions{Lag: 1, Permutations: 20000, Seed: 7})
	upper := [][]float64{{0.9821, 0.6219, 0.6804, 0.0567, 0.6798}, {0.0403, 0.7542, 0.5474, 1, 0.5975}, {0.6813, 0.9921, 0.0221, 0.6149, 0.9652},
		{0.1787, 0.8299, 0.9562, 0.5685, 0.3163}, {1, 0.0173, 0.9647, 0.641, 0.3439}}
	if diff := cmp.Diff(upper, figures(p.Upper), roughly(0.015)); diff != "" {
		t.Error(diff)
	}
	for _, x := range table.Transitions(&p) {
		if x.From == "C" && x.To == "A" && (x.PBy != ByPermutation || *x.P != *p.Upper[0][3] || x.N != 6 || x.RowN != 16) {
			t.Errorf("a small cell takes the permutation's upper p: %+v", x)
		}
		if x.From == "W" && x.To == "A" && *x.P != *p.Lower[1][3] {
			t.Errorf("a cell below expectation takes the lower p: %v", *x.P)
		}
	}
	if got := table.Transitions(nil)[3]; got.PBy != ByResidual || math.Abs(*got.P-0.0528154) > 1e-6 {
		t.Errorf("without a permutation p is the residual's: %+v, %v", got, *got.P)
	}
}

func TestSmall(t *testing.T) {
	for x, want := range map[Transition]bool{{RowN: 30, Expected: 5}: false, {RowN: 29, Expected: 5}: true, {RowN: 30, Expected: 4.9}: true} {
		if x.Small() != want {
			t.Errorf("%d, %v", x.RowN, x.Expected)
		}
	}
}

func TestLagIsCountedWithinSequences(t *testing.T) {
	sequences := [][]string{{"a", "b", "a", "x", "b"}, {"b", "a"}, nil, {"a"}}
	for name, c := range map[string]struct {
		lag  int
		want [][]int
	}{
		"next":              {1, [][]int{{0, 1}, {2, 0}}},
		"two on, past an x": {2, [][]int{{1, 1}, {0, 0}}},
		"three on":          {3, [][]int{{0, 0}, {0, 1}}},
		"farther than any":  {9, [][]int{{0, 0}, {0, 0}}},
		"none on":           {0, [][]int{{0, 0}, {0, 0}}},
		"back":              {-1, [][]int{{0, 0}, {0, 0}}},
	} {
		if diff := cmp.Diff(c.want, Lag(sequences, []string{"a", "b"}, c.lag)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if got := Lag(sequences, []string{"a", "b"}, 4); got[0][1] != 1 {
		t.Errorf("four on: %v", got)
	}
}

func TestTheDiagonalIsForbiddenAtLagOneAlone(t *testing.T) {
	q := [][]string{strings.Fields("a b c a c b a b c b a c")}
	one, two := Tabulate(q, TableOptions{Lag: 1, NoRepeat: true}), Tabulate(q, TableOptions{Lag: 2, NoRepeat: true})
	if one.Adjusted[0][0] != nil || one.Expected[0][0] != 0 || len(one.Transitions(nil)) != 6 {
		t.Errorf("lag 1: %v", one.Expected)
	}
	if two.Adjusted[0][0] == nil || two.DF != 4 || len(two.Transitions(nil)) != 9 {
		t.Errorf("lag 2: %v", two.Expected)
	}
}

func TestTablesOfNothing(t *testing.T) {
	for name, q := range map[string][][]string{"no sequences": nil, "empty ones": {nil, nil}, "single codes": {{"a"}, {"b"}}} {
		table := Tabulate(q, TableOptions{Lag: 1})
		if table.N != 0 || table.X2 != nil || len(table.Counts) != len(table.Codes) {
			t.Errorf("%s: %+v", name, table)
		}
		for _, x := range table.Transitions(nil) {
			if x.P != nil || x.Share != nil || x.PBy != "" {
				t.Errorf("%s: %+v", name, x)
			}
		}
		if c := Count(q); c.N() != 0 || len(c.Transitions()) != 0 {
			t.Errorf("%s: %v", name, c)
		}
	}
}

func TestWithoutRepeats(t *testing.T) {
	q := [][]string{{"a", "a", "b", "b", "b", "a"}, nil}
	if diff := cmp.Diff([][]string{{"a", "b", "a"}, nil}, WithoutRepeats(q)); diff != "" {
		t.Error(diff)
	}
	if q[0][1] != "a" {
		t.Error("the sequences given were changed")
	}
}

func drawSequences(t *rapid.T) [][]string {
	return rapid.SliceOfN(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d"}), 0, 12), 0, 4).Draw(t, "sequences")
}

// Counting only what occurs and writing out the whole table say the same.
func TestSparseAndDenseAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawSequences(t)
		table, counts := Tabulate(q, TableOptions{Lag: 1}), Count(q)
		if diff := cmp.Diff(table.Counts, counts.Dense()); diff != "" {
			t.Fatal(diff)
		}
		occurred := slices.DeleteFunc(table.Transitions(nil), func(x Transition) bool { return x.N == 0 })
		if diff := cmp.Diff(occurred, counts.Transitions(), cmpopts.EquateApprox(1e-12, 1e-12), cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	})
}

// Wampold 1984: does 6 to 1 dominate 3 to 4?
func TestWampold(t *testing.T) {
	q := strings.Split("61411141141141141126224141122414112241411224144112244144511224144515411224223445131415242234454112422313244514152112234243132544514152112234243132533445461415112613614215223161124325363344546135561615", "")
	d := Dominates(q, Pair{"6", "1"}, Pair{"3", "4"})
	if math.Abs(*d.Z-2.484774148) > 1e-8 || math.Abs(*d.Kappa-0.6285714286) > 1e-9 || math.Abs(*d.P-0.006481682507) > 1e-10 || !*d.SameDirection {
		t.Errorf("z %v, kappa %v, p %v", *d.Z, *d.Kappa, *d.P)
	}
}

// Chains made up for it, z as LagSequential 0.1.1 has it before it multiplies by
// the sign of its kappa: two pairs and one pair both ways, in the same and in
// opposite directions.
func TestDominanceAsLagSequential(t *testing.T) {
	for i, c := range []struct {
		sequence string
		a, b     Pair
		z, kappa float64 // kappa NaN where none was worked out
		same     bool
	}{
		{"344133255214113452342512523425134252123423425452542154215412352542542545234223455213423311341523233213121133411542342521134452545523234232152325211345452152344542542541521232543232",
			Pair{"4", "5"}, Pair{"1", "3"}, -1.00481068415, -0.104956268222, true},
		{"431224222115355155331111422111543111531551114443433343151211121512222111122222422122115153141355515115121515551443431531215142222224111115532211222222222222212211222211514322222222",
			Pair{"2", "3"}, Pair{"3", "2"}, -0.763833739597, math.NaN(), true},
		{"551455553414531255555341555243414551234134253414534544534535112414245132445345553441555523444315555153423444151552323414553422351355323124145355321414123425553455513453414141412414",
			Pair{"4", "5"}, Pair{"2", "3"}, 2.85237525484, math.NaN(), false},
		{"123333234144412141234244123122555555555522114455524123323344443355555552341412421423411441124111551251241111434124234412334144123431223452445241144133552342315555155555344552555115",
			Pair{"2", "1"}, Pair{"1", "2"}, 1.30366454171, math.NaN(), false},
	} {
		d := Dominates(strings.Split(c.sequence, ""), c.a, c.b)
		if d.Z == nil || math.Abs(*d.Z-c.z) > 1e-10 || *d.SameDirection != c.same || (d.Kappa != nil) != c.same {
			t.Errorf("%d: %+v, want z %v", i, d, c.z)
		}
		if !math.IsNaN(c.kappa) && math.Abs(*d.Kappa-c.kappa) > 1e-10 {
			t.Errorf("%d: kappa %v, want %v", i, *d.Kappa, c.kappa)
		}
	}
}

// Every branch of kappa, worked out in fractions by another program.
func TestKappaOfDominance(t *testing.T) {
	ab, ba, cd := Pair{"a", "b"}, Pair{"b", "a"}, Pair{"c", "d"}
	for name, c := range map[string]struct {
		sequence string
		b        Pair
		want     float64
	}{
		"more than chance, first dominates": {"aabaabddcabaaaaddddabccd", cd, 44.0 / 49},
		"more than chance, other dominates": {"abacddcdaadcbdcdaababdba", cd, -27.0 / 85},
		"less than chance":                  {"daccbabaddbbdbddbbbbabda", cd, -24.0 / 25},
		"both ways, more than chance":       {"aabaabddcabaaaaddddabccd", ba, 6.0 / 7},
		"both ways, less than chance":       {"aacbaadbaaaacaabadabcbdb", ba, 1.0 / 3},
	} {
		d := Dominates(strings.Split(c.sequence, ""), ab, c.b)
		if d.Kappa == nil || math.Abs(*d.Kappa-c.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", name, d.Kappa, c.want)
		}
	}
}

func TestDominanceOfWhatIsNotThere(t *testing.T) {
	for name, d := range map[string]Dominance{
		"nothing":          Dominates(nil, Pair{"a", "b"}, Pair{"b", "a"}),
		"first not there":  Dominates([]string{"a", "b", "a"}, Pair{"c", "b"}, Pair{"a", "b"}),
		"second not there": Dominates([]string{"a", "b", "a"}, Pair{"a", "c"}, Pair{"a", "b"}),
		"third not there":  Dominates([]string{"a", "b", "a"}, Pair{"a", "b"}, Pair{"c", "b"}),
		"a code not there": Dominates([]string{"a", "b", "a"}, Pair{"a", "b"}, Pair{"a", "c"}),
		"one code":         Dominates([]string{"a"}, Pair{"a", "a"}, Pair{"a", "a"}),
		"constant":         Dominates([]string{"a", "a", "a"}, Pair{"a", "a"}, Pair{"a", "a"}),
	} {
		for _, x := range []*float64{d.Z, d.P, d.Kappa} {
			if x != nil && (math.IsNaN(*x) || math.IsInf(*x, 0)) {
				t.Errorf("%s: %v", name, *x)
			}
			if strings.Contains(name, "not there") && (x != nil || d.SameDirection != nil) {
				t.Errorf("%s: a value", name)
			}
		}
	}
	// Both ways of one pair, in opposite directions: no kappa.
	d := Dominates(strings.Fields("a b c a b c b a a b c c"), Pair{"a", "b"}, Pair{"b", "a"})
	if *d.SameDirection || d.Kappa != nil || d.Z == nil {
		t.Errorf("%+v", d)
	}
}
