package probability

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func near(t *testing.T, name string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*max(1, math.Abs(want))) {
		t.Errorf("%s: got %.15g, want %.15g", name, got, want)
	}
}

// Newcombe 1998, Statistics in Medicine 17, 857–872, table I, method 3.
func TestWilsonPublished(t *testing.T) {
	for _, c := range []struct {
		x, n      int
		low, high float64
	}{
		{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718},
	} {
		got, ok := Wilson(c.x, c.n)
		if !ok {
			t.Fatalf("%d of %d: no interval", c.x, c.n)
		}
		near(t, "low", got.Low, c.low, 5e-5)
		near(t, "high", got.High, c.high, 5e-5)
	}
}

// Garwood's limits for 0, 1, 5, 10 and 100 events, as printed in tables of the
// Poisson distribution.
func TestPoissonExactPublished(t *testing.T) {
	for _, c := range []struct {
		x         int
		low, high float64
	}{{0, 0, 3.688879}, {1, 0.025318, 5.571643}, {5, 1.623486, 11.668332}, {10, 4.795389, 18.390356}, {100, 81.3640, 121.6268}} {
		got, ok := PoissonExact(c.x, 1)
		if !ok {
			t.Fatalf("%d: no interval", c.x)
		}
		near(t, "low", got.Low, c.low, 5e-7)
		near(t, "high", got.High, c.high, 5e-7)
		tenth, _ := PoissonExact(c.x, 10)
		near(t, "per minute", tenth.High, got.High/10, 1e-12)
	}
}

// Ranks as printed in tables for the sign test.
func TestMedianIntervalRanks(t *testing.T) {
	for _, c := range []struct{ n, low, high int }{{6, 1, 6}, {8, 1, 8}, {9, 2, 8}, {10, 2, 9}, {15, 4, 12}, {20, 6, 15}, {100, 40, 61}} {
		sorted := make([]float64, c.n)
		for i := range sorted {
			sorted[i] = float64(i + 1)
		}
		got, ok := MedianInterval(sorted)
		if want := (Interval{float64(c.low), float64(c.high)}); !ok || got != want {
			t.Errorf("n %d: got %v, %v, want %v", c.n, got, ok, want)
		}
	}
	if _, ok := MedianInterval([]float64{1, 2, 3, 4, 5}); ok {
		t.Error("five values have no interval")
	}
}

func TestQuantilesPublished(t *testing.T) {
	quantile := func(x float64, ok bool) float64 {
		t.Helper()
		if !ok {
			t.Error("no value")
		}
		return x
	}
	near(t, "χ²(.975; 2)", quantile(ChiSquareQuantile(0.975, 2)), -2*math.Log(0.025), 1e-13)
	near(t, "χ²(.95; 1)", quantile(ChiSquareQuantile(0.95, 1)), 3.841458820694124, 1e-13)
	near(t, "χ²(.025; 20)", quantile(ChiSquareQuantile(0.025, 20)), 9.590777392264867, 1e-12)
	near(t, "F(.975; 5, 10)", quantile(FQuantile(0.975, 5, 10)), 4.236085668188633, 1e-12)
	// An F of 2 and 2 has distribution x/(1 + x), one of 1 and 1 is a squared Cauchy.
	near(t, "F(.975; 2, 2)", quantile(FQuantile(0.975, 2, 2)), 39, 1e-12)
	near(t, "F(.975; 1, 1)", quantile(FQuantile(0.975, 1, 1)), math.Pow(math.Tan(math.Pi*0.975/2), 2), 1e-11)
	near(t, "1 - Φ(Z95)", NormalTail(Z95), 0.025, 1e-15)
	near(t, "two-sided", TwoSided(-Z95), 0.05, 1e-15)
	near(t, "above 3.84", quantile(ChiSquareTail(3.841458820694124, 1)), 0.05, 1e-13)
	near(t, "above everything", quantile(ChiSquareTail(math.Inf(1), 3)), 0, 0)
	near(t, "above nothing", quantile(ChiSquareTail(0, 3)), 1, 0)
}

func TestNothingIsMadeUp(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for name, ok := range map[string]bool{
		"share of nobody":          second(Wilson(0, 0)),
		"more than all":            second(Wilson(3, 2)),
		"fewer than none":          second(Wilson(-1, 2)),
		"no time":                  second(PoissonExact(3, 0)),
		"no number of minutes":     second(PoissonExact(3, nan)),
		"endless time":             second(PoissonExact(3, inf)),
		"fewer than no events":     second(PoissonExact(-1, 5)),
		"median of nothing":        second(Median(nil)),
		"interval of nothing":      second(MedianInterval(nil)),
		"certain":                  second(ChiSquareQuantile(1, 3)),
		"no freedom":               second(ChiSquareQuantile(0.5, 0)),
		"no freedom to lie above":  second(ChiSquareTail(1, 0)),
		"no number to lie above":   second(ChiSquareTail(nan, 3)),
		"F without freedom":        second(FQuantile(0.5, 0, 3)),
		"F of the impossible":      second(FQuantile(0, 2, 3)),
		"F of a certainty":         second(FQuantile(1, 2, 3)),
		"too close to 0 to tell":   second(ChiSquareQuantile(1e-300, 1)),
		"less than one freedom":    second(ChiSquareQuantile(0.5, 0.9)),
		"F of no number":           second(FQuantile(nan, 2, 3)),
		"F without end of freedom": second(FQuantile(0.5, 2, inf)),
	} {
		if ok {
			t.Errorf("%s: got a value", name)
		}
	}
}

func second[T any](_ T, ok bool) bool { return ok }

func TestMedian(t *testing.T) {
	values := []float64{9, 1, 4, 2}
	if got, ok := Median(values); !ok || got != 3 {
		t.Errorf("got %v, %v, want 3", got, ok)
	}
	if values[0] != 9 {
		t.Error("the values were sorted in place")
	}
	if got, _ := Median([]float64{9, 1, 5, 2, 7}); got != 5 {
		t.Errorf("of five: %v", got)
	}
	if got, _ := Median([]float64{3}); got != 3 {
		t.Errorf("of one: %v", got)
	}
	if got, _ := Median([]float64{math.MaxFloat64, math.MaxFloat64}); math.IsInf(got, 0) {
		t.Error("the middle of two large values is not infinite")
	}
}

// A quantile and its distribution undo each other, and intervals hold what they
// are about.
func TestQuantilesUndoTheirDistributions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.Float64Range(0.001, 0.999).Draw(t, "p")
		df := rapid.Float64Range(1, 500).Draw(t, "df")
		x, ok := ChiSquareQuantile(p, df)
		if tail, ok2 := ChiSquareTail(x, df); !ok || !ok2 || math.Abs(1-tail-p) > 1e-10 {
			t.Fatalf("χ² %v of %v: %v, tail %v", p, df, x, tail)
		}
		other := rapid.Float64Range(1, 500).Draw(t, "df2")
		f, ok1 := FQuantile(p, df, other)
		g, ok2 := FQuantile(1-p, other, df)
		if !ok1 || !ok2 || math.Abs(f*g-1) > 1e-8 {
			t.Fatalf("F(%v; %v, %v) %v and its mirror %v are not each other's inverse", p, df, other, f, g)
		}
		n := rapid.IntRange(1, 500).Draw(t, "n")
		k := rapid.IntRange(0, n).Draw(t, "x")
		i, ok := Wilson(k, n)
		if share := float64(k) / float64(n); !ok || i.Low < 0 || i.High > 1 || i.Low > share || i.High < share {
			t.Fatalf("%d of %d: %v", k, n, i)
		}
		r, ok := PoissonExact(k, float64(n))
		if rate := float64(k) / float64(n); !ok || r.Low > rate || r.High < rate {
			t.Fatalf("%d in %d minutes: %v", k, n, r)
		}
	})
}
