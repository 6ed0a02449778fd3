package sequence

import (
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// exact p of one short sequence, by writing out every order.
func exact(q []string, codes []string, lag int, noRepeat bool) (upper, lower [][]float64) {
	observed := Lag([][]string{q}, codes, lag)
	upper, lower = make([][]float64, len(codes)), make([][]float64, len(codes))
	for i := range codes {
		upper[i], lower[i] = make([]float64, len(codes)), make([]float64, len(codes))
	}
	orders := 0.0
	everyOrder(slices.Sorted(slices.Values(q)), func(order []string) {
		if noRepeat && len(slices.Compact(slices.Clone(order))) < len(order) {
			return
		}
		orders++
		for i, row := range Lag([][]string{order}, codes, lag) {
			for j, n := range row {
				if n >= observed[i][j] {
					upper[i][j]++
				}
				if n <= observed[i][j] {
					lower[i][j]++
				}
			}
		}
	})
	for i := range codes {
		for j := range codes {
			upper[i][j] /= orders
			lower[i][j] /= orders
		}
	}
	return upper, lower
}

// everyOrder of sorted codes, equal ones not told apart (Narayana's next permutation).
func everyOrder(q []string, f func([]string)) {
	for {
		f(q)
		i := len(q) - 2
		for i >= 0 && q[i] >= q[i+1] {
			i--
		}
		if i < 0 {
			return
		}
		j := len(q) - 1
		for q[j] <= q[i] {
			j--
		}
		q[i], q[j] = q[j], q[i]
		slices.Reverse(q[i+1:])
	}
}

func TestPermutationIsUniform(t *testing.T) {
	for _, c := range []struct {
		sequence string
		lag      int
		noRepeat bool
	}{
		{"B B B F F B B F", 1, false}, {"A B C A A B", 2, false}, {"C B A B A B A C", 1, true}, {"A B A B A B", 1, true},
		{"A B A B A", 1, true}, {"A B A C A B", 1, true}, {"A B A C A B A", 2, true}, {"A B C D A B", 1, true}, {"A B C A B A C B", 1, true},
		{"A B", 1, true}, {"A", 1, true}, {"A B A B C B", 1, true}, {"A B C A B C A B C", 3, true},
	} {
		q := strings.Fields(c.sequence)
		codes := Codes([][]string{q})
		upper, lower := exact(q, codes, c.lag, c.noRepeat)
		p := Permute([][]string{q}, codes, PermuteOptions{Lag: c.lag, Permutations: 20000, NoRepeat: c.noRepeat, Seed: 3})
		for i := range codes {
			if c.noRepeat && c.lag == 1 {
				if p.Upper[i][i] != nil || p.Lower[i][i] != nil {
					t.Errorf("%v: a p where nothing can be", c)
				}
				upper[i][i], lower[i][i] = math.NaN(), math.NaN()
			}
		}
		if diff := cmp.Diff(upper, figures(p.Upper), roughly(0.015)); diff != "" {
			t.Errorf("%v upper: %s", c, diff)
		}
		if diff := cmp.Diff(lower, figures(p.Lower), roughly(0.015)); diff != "" {
			t.Errorf("%v lower: %s", c, diff)
		}
	}
}

// The walk keeps what it shuffles: the same codes, and no neighbours alike.
func TestWalkKeepsTheRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := WithoutRepeats(drawSequences(t))
		s := newShuffler(q, nil, PermuteOptions{Lag: 1, NoRepeat: true})
		w := worker{s: s, order: slices.Clone(s.order)}
		w.random.Seed(rapid.Uint64().Draw(t, "seed"), 1)
		for _, p := range s.parts {
			w.walk(p[0], p[1], 200)
			if !slices.Equal(slices.Sorted(slices.Values(w.order[p[0]:p[1]])), slices.Sorted(slices.Values(s.order[p[0]:p[1]]))) {
				t.Fatalf("other codes: %v from %v", w.order, s.order)
			}
		}
		s.order = w.order
		if !s.valid() {
			t.Fatalf("neighbours alike: %v", w.order)
		}
	})
}

func TestPermutationDependsOnTheSeedAlone(t *testing.T) {
	q := [][]string{madeUp(60), madeUp(25)}
	codes := Codes(q)
	for _, noRepeat := range []bool{false, true} {
		o := PermuteOptions{Lag: 1, Permutations: 500, NoRepeat: noRepeat, Seed: 11}
		first := Permute(q, codes, o)
		before := runtime.GOMAXPROCS(1)
		alone := Permute(q, codes, o)
		runtime.GOMAXPROCS(before)
		if diff := cmp.Diff(first, alone); diff != "" {
			t.Errorf("on one processor: %s", diff)
		}
		o.Seed = 12
		if cmp.Equal(first, Permute(q, codes, o)) {
			t.Error("another seed gives the same")
		}
	}
}

func TestPermutationTellsHowFarItIs(t *testing.T) {
	last, calls := 0, 0
	Permute([][]string{madeUp(30)}, []string{"C1", "C2"}, PermuteOptions{Lag: 1, Permutations: 1000, Progress: func(done, of int) {
		if done <= last || of != 1000 {
			t.Errorf("%d after %d of %d", done, last, of)
		}
		last, calls = done, calls+1
	}})
	if last != 1000 || calls < 2 {
		t.Errorf("ended at %d in %d calls", last, calls)
	}
}

func TestPermutationWithoutAnAnswer(t *testing.T) {
	alike := [][]string{{"a", "a", "b"}}
	for name, p := range map[string]Permutation{
		"no shuffles":    Permute(alike, []string{"a", "b"}, PermuteOptions{Lag: 1}),
		"no lag":         Permute(alike, []string{"a", "b"}, PermuteOptions{Permutations: 10}),
		"rule not kept":  Permute(alike, []string{"a", "b"}, PermuteOptions{Lag: 1, Permutations: 10, NoRepeat: true}),
		"too many codes": Permute([][]string{tooMany()}, []string{"a", "b"}, PermuteOptions{Lag: 1, Permutations: 10}),
	} {
		for i := range p.Upper {
			for j := range p.Upper[i] {
				if p.Upper[i][j] != nil || p.Lower[i][j] != nil {
					t.Errorf("%s: p %v", name, *p.Upper[i][j])
				}
			}
		}
	}
	if p := Permute(nil, []string{"a"}, PermuteOptions{Lag: 1, Permutations: 10}); *p.Upper[0][0] != 1 || *p.Lower[0][0] != 1 {
		t.Error("nothing happens as often as ever")
	}
	if p := Permute(alike, []string{"a", "a", "z"}, PermuteOptions{Lag: 5, Permutations: 10}); len(p.Upper) != 3 || *p.Upper[2][0] != 1 {
		t.Error("codes named twice or not there, and sequences shorter than the lag, do no harm")
	}
}

func tooMany() []string {
	out := make([]string, mostKinds+1)
	for i := range out {
		out[i] = strings.Repeat("x", i%7) + string(rune('A'+i))
	}
	return out
}

// Every turn tried one after the other.
func TestCircularShiftIsEveryTurn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "units")
		given := rapid.SliceOf(rapid.IntRange(-2, n+1)).Draw(t, "given")
		target := rapid.SliceOf(rapid.IntRange(-2, n+1)).Draw(t, "target")
		joint := func(by int) (sum int) {
			for u := range n {
				if slices.Contains(given, u) && slices.Contains(target, ((u-by)%n+n)%n) {
					sum++
				}
			}
			return sum
		}
		upper, lower, all := 0.0, 0.0, 0.0
		for by := range n {
			all += float64(joint(by))
			if joint(by) >= joint(0) {
				upper++
			}
			if joint(by) <= joint(0) {
				lower++
			}
		}
		s := CircularShift(n, given, target)
		want := []float64{float64(joint(0)), upper / float64(n), lower / float64(n), all / float64(n)}
		if diff := cmp.Diff(want, []float64{float64(s.Joint), *s.Upper, *s.Lower, *s.Mean}, roughly(1e-12)); diff != "" {
			t.Fatal(diff)
		}
	})
	if s := CircularShift(0, []int{0}, []int{0}); s.Upper != nil || s.Lower != nil || s.Mean != nil || s.Joint != 0 {
		t.Errorf("no units: %+v", s)
	}
}
