package contingency

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"samspil/internal/method/probability"
)

func near(t *testing.T, name string, got *float64, want, tolerance float64) {
	t.Helper()
	if got == nil {
		t.Errorf("%s: no value, want %v", name, want)
	} else if !(math.Abs(*got-want) <= tolerance*max(1, math.Abs(want))) {
		t.Errorf("%s: got %.12g, want %.12g", name, *got, want)
	}
}

func nearAll(t *testing.T, name string, got [][]*float64, want [][]float64, tolerance float64) {
	t.Helper()
	for i := range want {
		for j, w := range want[i] {
			if at := fmt.Sprintf("%s[%d][%d]", name, i, j); !math.IsNaN(w) {
				near(t, at, got[i][j], w, tolerance)
			} else if got[i][j] != nil {
				t.Errorf("%s: got %v, want no value", at, *got[i][j])
			}
		}
	}
}

// Party by sex, Agresti 2007, An Introduction to Categorical Data Analysis, p. 39.
func TestAgresti(t *testing.T) {
	a := Of([][]int{{762, 327, 468}, {484, 239, 477}}, nil).Analyse()
	near(t, "X²", a.X2, 30.070149, 1e-7)
	near(t, "p", a.PX2, 2.953589e-07, 1e-11)
	nearAll(t, "adjusted", a.Adjusted, [][]float64{{4.5020535, 0.6994517, -5.3159455}, {-4.5020535, -0.6994517, 5.3159455}}, 1e-6)
	nearAll(t, "Pearson", a.Pearson, [][]float64{{2.1988558, 0.4113702, -2.8432397}, {-2.5046695, -0.4685829, 3.2386734}}, 1e-6)
	if a.DF != 2 || a.N != 2757 || math.Abs(a.Expected[0][0]-703.6713819) > 1e-6 {
		t.Errorf("df %d, n %v, expected %v", a.DF, a.N, a.Expected[0][0])
	}
}

// Ploog's squirrel monkeys, Fienberg 1980, table 8-2: who displays to whom, never
// to itself, one monkey never. Residuals as R's rstandard(glm, type = "pearson").
func TestSquirrelMonkeys(t *testing.T) {
	table := Of([][]int{{0, 1, 5, 8, 9, 0}, {29, 0, 14, 46, 4, 0}, {0, 0, 0, 0, 0, 0}, {2, 3, 1, 0, 38, 2}, {0, 0, 0, 0, 0, 1}, {9, 25, 4, 6, 13, 0}}, Diagonal(6))
	a := table.Analyse()
	near(t, "G²", a.G2, 135.1691479, 1e-8)
	near(t, "X²", a.X2, 168.045492, 1e-8)
	if a.DF != 15 {
		t.Errorf("df %d, want 15", a.DF)
	}
	no := math.NaN()
	nearAll(t, "adjusted", a.Adjusted, [][]float64{
		{no, -2.35194701, 1.79255274, -0.102168, 1.15187813, -0.68142048},
		{3.55911143, no, 1.62395551, 3.88289381, -7.36392041, -1.9316701},
		{no, no, no, no, no, no},
		{-3.68384258, -4.13791614, -2.49864986, no, 8.15655225, 1.33681795},
		{-0.53264758, -0.58140649, -0.36731468, -0.80587795, no, 7.23184912},
		{-0.2693266, 6.0812072, -0.62411728, -3.91931183, -0.32621074, no},
	}, 1e-6)
	near(t, "expected", &a.Expected[1][0], 19.18599278, 1e-8)
	if a.Expected[0][0] != 0 || a.Expected[2][0] != 0 {
		t.Error("something is expected where nothing can be")
	}
}

// Griffin & Gottman 1990, p. 137: Yule's Q of a transition table.
func TestGriffinAndGottman(t *testing.T) {
	a := Of([][]int{{0, 0, 0, 0, 2, 2}, {0, 10, 5, 5, 60, 20}, {0, 9, 2, 1, 3, 0}, {0, 3, 0, 1, 5, 0}, {3, 54, 6, 2, 24, 8}, {1, 24, 2, 1, 3, 12}}, nil).Analyse()
	nearAll(t, "Q", a.YulesQ[1:3], [][]float64{{-1, -0.824324, -0.091954, 0.263566, 0.683084, 0.247863}, {-1, 0.45509, 0.479199, 0.318919, -0.405607, -1}}, 1e-5)
	near(t, "G²", a.G2, 107.5987047, 1e-8)
}

func TestFourfold(t *testing.T) {
	for name, c := range map[string]struct {
		table            TwoByTwo
		or, ln, se, q, z float64 // NaN for none
	}{
		// R 4.2.2 glm, psych::Yule and chisq.test.
		"plain":          {TwoByTwo{37, 66, 149, 1389}, 5.22605247102, 1.65365620743, 0.222732786044, 0.678769170464, 8.13082531416},
		"a cell is 0":    {TwoByTwo{0, 25, 14, 383}, math.NaN(), -0.656634661344, 1.45285538353, -1, -0.954915433925},
		"a margin is 0":  {TwoByTwo{0, 0, 17, 73}, math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN()},
		"nothing at all": {TwoByTwo{}, math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN()},
	} {
		t.Run(name, func(t *testing.T) {
			a := c.table.Analyse()
			nearAll(t, "OR, ln, SE, Q, z", [][]*float64{{a.OddsRatio, a.LnOR, a.SE, a.Q, a.Z}}, [][]float64{{c.or, c.ln, c.se, c.q, c.z}}, 1e-9)
			if (a.CI == nil) != math.IsNaN(c.ln) {
				t.Errorf("interval %v", a.CI)
			} else if a.CI != nil {
				near(t, "low", &a.CI.Low, c.ln-probability.Z95*c.se, 1e-9)
				near(t, "high", &a.CI.High, c.ln+probability.Z95*c.se, 1e-9)
			}
		})
	}
	if diff := cmp.Diff(Cell{}, CellOf(0, 0, 0, 0)); diff != "" {
		t.Errorf("a cell of nothing: %s", diff)
	}
	if diff := cmp.Diff(TwoByTwo{11, 22, 33, 44}, TwoByTwo{1, 2, 3, 4}.Add(TwoByTwo{10, 20, 30, 40})); diff != "" {
		t.Error(diff)
	}
}

func TestTablesWithoutInformation(t *testing.T) {
	for name, c := range map[string]struct {
		table Table
		df    int
		n     float64
	}{
		"none":                      {Table{}, 0, 0},
		"empty":                     {Of([][]int{{0, 0}, {0, 0}}, nil), 0, 0},
		"empty without diagonal":    {Of([][]int{{0, 0}, {0, 0}}, Diagonal(2)), 0, 0},
		"one cell":                  {Of([][]int{{7}}, nil), 0, 7},
		"one cell that cannot be":   {Of([][]int{{7}}, Diagonal(1)), -1, 7},
		"one row":                   {Of([][]int{{7, 3}}, nil), 0, 10},
		"two codes in alternation":  {Of([][]int{{0, 5}, {4, 0}}, Diagonal(2)), -1, 9},
		"two halves":                {Of([][]int{{0, 5, 0, 0}, {4, 0, 0, 0}, {0, 0, 0, 2}, {0, 0, 1, 0}}, [][]bool{{true, false, true, true}, {false, true, true, true}, {true, true, true, false}, {true, true, false, true}}), -3, 12},
		"counts where none can be":  {Of([][]int{{5, 0}, {0, 5}}, Diagonal(2)), -1, 10},
		"margins that cannot be":    {Of([][]int{{5, 1, 0}, {0, 2, 1}, {0, 0, 0}}, Diagonal(3)), 0, 9},
		"a row that can go nowhere": {Of([][]int{{5, 0}, {0, 0}}, Diagonal(2)), -1, 5},
	} {
		t.Run(name, func(t *testing.T) {
			a := c.table.Analyse()
			if a.DF != c.df || a.N != c.n {
				t.Errorf("df %d, n %v; want %d, %v", a.DF, a.N, c.df, c.n)
			}
			if a.PX2 != nil || a.PG2 != nil {
				t.Error("a probability without degrees of freedom")
			}
			for i := range a.Adjusted {
				for j := range a.Adjusted[i] {
					if a.Adjusted[i][j] != nil && name != "margins that cannot be" {
						t.Errorf("a residual at %d, %d: %v", i, j, *a.Adjusted[i][j])
					}
					if e := a.Expected[i][j]; math.IsNaN(e) || math.IsInf(e, 0) || e < 0 {
						t.Errorf("expected %v at %d, %d", e, i, j)
					}
				}
			}
			if c.n == 0 && (a.X2 != nil || a.G2 != nil) {
				t.Error("a statistic of nothing")
			}
		})
	}
}

func drawCounts(t *rapid.T, label string, rows, columns int) [][]int {
	out := make([][]int, rows)
	for i := range out {
		out[i] = rapid.SliceOfN(rapid.IntRange(0, 40), columns, columns).Draw(t, label)
	}
	return out
}

// The expected counts have the margins of the table, whatever cannot occur.
func TestExpectedMeetsTheMargins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(3, 7).Draw(t, "k")
		counts := drawCounts(t, "row", k, k)
		for i := range counts {
			counts[i][i] = 0
			for j := range counts[i] {
				if i != j {
					counts[i][j]++ // without boundary fits, which come close only slowly
				}
			}
		}
		table := Of(counts, Diagonal(k))
		m, e := table.margins(), Table{Counts: table.Expected()}.margins()
		for i := range k {
			if math.Abs(m.rows[i]-e.rows[i]) > 1e-9*m.rows[i] || math.Abs(m.columns[i]-e.columns[i]) > 1e-9*m.columns[i] {
				t.Fatalf("row %v for %v, column %v for %v", e.rows[i], m.rows[i], e.columns[i], m.columns[i])
			}
		}
	})
}

// With a structural zero where there is nothing anyway, the fitted residuals are
// the plain ones: both ways of computing them agree.
func TestLeverageAgreesWithThePlainFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, columns := rapid.IntRange(2, 5).Draw(t, "rows"), rapid.IntRange(2, 5).Draw(t, "columns")
		counts := drawCounts(t, "row", rows, columns)
		plain := Of(counts, nil).Analyse()
		zero := make([][]bool, rows+1)
		for i := range zero {
			zero[i] = make([]bool, columns)
		}
		zero[rows][0] = true
		fitted := Of(append(counts, make([]int, columns)), zero).Analyse()
		for i := range rows {
			for j := range columns {
				a, b := plain.Adjusted[i][j], fitted.Adjusted[i][j]
				if (a == nil) != (b == nil) || a != nil && math.Abs(*a-*b) > 1e-6*max(1, math.Abs(*a)) {
					t.Fatalf("cell %d, %d of %v: %v and %v", i, j, counts, a, b)
				}
			}
		}
	})
}

// Q and z of a cell are those of the table folded around it.
func TestCellsAreFoldedTables(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := drawCounts(t, "row", 3, 4)
		table := Of(counts, nil)
		a, m := table.Analyse(), table.margins()
		for i := range counts {
			for j, f := range counts[i] {
				row, column := int(m.rows[i]), int(m.columns[j])
				two := TwoByTwo{f, row - f, column - f, int(m.n) - row - column + f}.Analyse()
				if cmp.Equal(a.YulesQ[i][j], two.Q) == false {
					t.Fatalf("Q %v, folded %v", a.YulesQ[i][j], two.Q)
				}
				z := a.Adjusted[i][j]
				cell := CellOf(float64(f), m.rows[i], m.columns[j], m.n)
				if diff := cmp.Diff(Cell{a.Expected[i][j], z, a.YulesQ[i][j]}, cell); diff != "" {
					t.Fatalf("by itself: %s", diff)
				}
				if (z == nil) != (two.Z == nil) || z != nil && math.Abs(*z-*two.Z) > 1e-9*max(1, math.Abs(*z)) {
					t.Fatalf("z %v, folded %v", z, two.Z)
				}
			}
		}
	})
}

// A fit on the boundary, which scaling reaches only in the limit, still ends.
func TestFitsThatNeverQuiteArriveEnd(t *testing.T) {
	k := 60
	counts := make([][]int, k)
	for i := range counts {
		counts[i] = make([]int, k)
		for j := i + 1; j < k; j++ {
			counts[i][j] = 1 // below the diagonal nothing, and margins that leave no other way
		}
	}
	done := make(chan Analysis, 1)
	go func() { done <- Of(counts, Diagonal(k)).Analyse() }()
	select {
	case a := <-done:
		if a.X2 == nil {
			t.Error("no statistic")
		}
	case <-time.After(5 * time.Minute):
		t.Error("the fit did not end")
	}
}

func TestTablesTooLargeForLeverage(t *testing.T) {
	counts := make([][]int, mostEffects/2+1)
	for i := range counts {
		counts[i] = make([]int, len(counts))
		counts[i][(i+1)%len(counts)], counts[i][(i+2)%len(counts)] = 3, 1
	}
	a := Of(counts, Diagonal(len(counts))).Analyse()
	if a.Adjusted[0][1] != nil || a.Pearson[0][1] == nil || a.G2 == nil {
		t.Errorf("residual %v, Pearson %v, G² %v", a.Adjusted[0][1], a.Pearson[0][1], a.G2)
	}
}

func BenchmarkAnalyseSixtyCodesWithoutDiagonal(b *testing.B) {
	counts := make([][]int, 60)
	for i := range counts {
		counts[i] = make([]int, 60)
		for j := range counts[i] {
			if i != j {
				counts[i][j] = (i*7 + j*13) % 11
			}
		}
	}
	for b.Loop() {
		Of(counts, Diagonal(60)).Analyse()
	}
}
