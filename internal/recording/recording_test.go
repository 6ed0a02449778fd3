package recording

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMillisRoundsTheExactValue(t *testing.T) {
	for _, c := range []struct {
		seconds float64
		want    int64
	}{
		{0, 0}, {1.0005, 1000}, {1.0015, 1002}, {2.5, 2500}, {0.0005, 1}, {0.0015, 2}, {-1.0015, -1002},
		{0.1, 100}, {2147483647, 2147483647000}, {1.0004999999999999, 1000}, {0.002499999, 2}, {8.0625, 8062}, {8.1875, 8188},
	} {
		if got := Millis(c.seconds); got != c.want {
			t.Errorf("Millis(%v) = %d, want %d", c.seconds, got, c.want)
		}
	}
}

// Against arithmetic with as many digits as it takes.
func TestMillisAgreesWithExactArithmetic(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		s := float64(r.IntN(4_000_000))/2000 + float64(r.IntN(3)-1)*1e-13
		exact := new(big.Rat).Mul(new(big.Rat).SetFloat64(s), big.NewRat(1000, 1))
		if got, want := Millis(s), halfEven(exact); got != want {
			t.Fatalf("Millis(%v) = %d, want %d", s, got, want)
		}
	}
}

func halfEven(x *big.Rat) int64 {
	floor := new(big.Int).Div(x.Num(), x.Denom()).Int64()
	rest := new(big.Rat).Sub(x, big.NewRat(floor, 1))
	switch c := rest.Cmp(big.NewRat(1, 2)); {
	case c > 0, c == 0 && floor%2 != 0:
		return floor + 1
	default:
		return floor
	}
}

func TestObserved(t *testing.T) {
	r := Recording{Events: []Event{{Onset: 500, Offset: 500}, {Onset: 700, Offset: 2000}, {Onset: 900, Offset: 900}}}
	if diff := cmp.Diff([]Span{{500, 2000}}, r.Observed()); diff != "" {
		t.Errorf("without segments: %s", diff)
	}
	r.Segments = []Span{{0, 1000}, {3000, 4000}}
	if got := r.Length(); got != 2000 {
		t.Errorf("length %d, want 2000", got)
	}
	if got := (Recording{Events: []Event{{Onset: 5, Offset: 5}}}).Observed(); got != nil {
		t.Errorf("one moment has no extent, got %v", got)
	}
}

func TestSegmentAndWithin(t *testing.T) {
	spans := []Span{{0, 1000}, {1000, 1500}, {3000, 4000}}
	for _, c := range []struct {
		at   int64
		want int
	}{{0, 0}, {1000, 0}, {1001, 1}, {2000, -1}, {4000, 2}, {4001, -1}} {
		if got := Segment(spans, c.at); got != c.want {
			t.Errorf("Segment(%d) = %d, want %d", c.at, got, c.want)
		}
	}
	if got := Within(spans, 500, 3200); got != 1200 {
		t.Errorf("Within = %d, want 1200", got)
	}
}

func TestSortKeepsTheOrderOfEntryWithinAnInstant(t *testing.T) {
	r := Recording{Events: []Event{{Code: "b", Onset: 2}, {Code: "z", Onset: 1}, {Code: "a", Onset: 1}}}
	r.Sort()
	var got []string
	for _, e := range r.Events {
		got = append(got, e.Code)
	}
	if diff := cmp.Diff([]string{"z", "a", "b"}, got); diff != "" {
		t.Error(diff)
	}
}
