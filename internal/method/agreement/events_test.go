package agreement

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"samspil/internal/method/contingency"
	"samspil/internal/recording"
)

func points(code string, times ...int64) []recording.Event {
	var out []recording.Event
	for _, at := range times {
		out = append(out, point(code, at))
	}
	return out
}

// Three moves that two people set within a second and a half of each other: data of
// a question to the makers of BORIS (issue 228), counted by hand.
var (
	moves1 = points("move", 155105, 169855, 264855)
	moves2 = points("move", 156405, 170852, 264606)
)

func TestEventMatching(t *testing.T) {
	for name, c := range map[string]struct {
		one, two             []recording.Event
		s                    Stream
		tolerance            int64
		matched, only1, only int
		agreement            float64
	}{
		"half a second":       {moves1, moves2, Stream{}, 500, 1, 2, 2, .2},
		"a second":            {moves1, moves2, Stream{}, 1000, 2, 1, 1, .5},
		"a second and a half": {moves1, moves2, Stream{}, 1500, 3, 0, 0, 1},
		"exactly as far":      {points("a", 0), points("a", 700), Stream{}, 700, 1, 0, 0, 1},
		"just too far":        {points("a", 0), points("a", 701), Stream{}, 700, 0, 1, 1, 0},
		"below nothing":       {points("a", 5), points("a", 5), Stream{}, -1, 1, 0, 0, 1},
		"another code":        {points("a", 0), points("b", 0), Stream{}, 700, 0, 1, 1, 0},
		"the code left out":   {points("a", 0), points("b", 0), Stream{Codes: []string{"b"}}, 700, 0, 0, 1, 0},
		"nothing":             {nil, nil, Stream{}, 700, 0, 0, 0, noValue},
		"one coder only":      {points("a", 9, 3), nil, Stream{}, 700, 0, 2, 0, 0},
		// Whoever pairs 100 with the nearest, 90, leaves 0 and 190 alone.
		"as many as possible": {points("a", 0, 100), points("a", 90, 190), Stream{}, 90, 2, 0, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			m := OfEvents(c.one, c.two, c.s, c.tolerance)
			if m.Matched != c.matched || m.Only1 != c.only1 || m.Only2 != c.only {
				t.Errorf("%d matched, %d and %d alone; want %d, %d and %d", m.Matched, m.Only1, m.Only2, c.matched, c.only1, c.only)
			}
			near(t, "agreement", m.Agreement, c.agreement, 1e-12)
		})
	}
}

// The pairs are for two people to talk about: each with the closest there is, in
// order of time.
func TestPairsAreTheClosest(t *testing.T) {
	m := OfEvents(
		append(points("b", 10000, 12000), points("a", 500, 30000)...),
		append(points("b", 11900), points("a", 29000, 700)...), Stream{}, 2000)
	want := Matching{
		Matched: 3, Only1: 1, Agreement: m.Agreement,
		Pairs:   []Pair{{"a", 500, 700}, {"b", 12000, 11900}, {"a", 30000, 29000}},
		Single1: []Single{{"b", 10000}},
		Single2: []Single{},
	}
	if diff := cmp.Diff(want, m); diff != "" {
		t.Error(diff)
	}
}

// The closest pairs are as many as the earliest ones, no further apart in all, and
// the same seen from either side.
func TestMatchingIsLargest(t *testing.T) {
	times := rapid.SliceOfN(rapid.Int64Range(0, 60), 0, 20)
	rapid.Check(t, func(t *rapid.T) {
		one, two := points("a", times.Draw(t, "one")...), points("a", times.Draw(t, "two")...)
		tolerance := rapid.Int64Range(0, 12).Draw(t, "tolerance")
		m, back := OfEvents(one, two, Stream{}, tolerance), OfEvents(two, one, Stream{}, tolerance)
		var plain Matching
		plain.pairEarliest(Stream{}.onsets(one), Stream{}.onsets(two), tolerance)
		if m.Matched != len(plain.Pairs) || m.Matched+m.Only1 != len(one) || m.Matched+m.Only2 != len(two) {
			t.Fatalf("%d pairs, %d and %d alone; the earliest make %d", m.Matched, m.Only1, m.Only2, len(plain.Pairs))
		}
		if apart(t, m, tolerance) > apart(t, plain, tolerance) || apart(t, m, tolerance) != apart(t, back, tolerance) || back.Matched != m.Matched {
			t.Fatalf("%v\n%v\n%v", m.Pairs, plain.Pairs, back.Pairs)
		}
	})
}

// A cluster too large to seek the closest pairs in still has as many as there can
// be.
func TestMatchingOfALargeCluster(t *testing.T) {
	var one, two []int64
	for i := range int64(1500) {
		one, two = append(one, 10*i), append(two, 10*i+1000)
	}
	m := OfEvents(points("a", one...), points("a", two...), Stream{}, 900)
	if m.Matched != 1490 || m.Only1 != 10 || m.Only2 != 10 || m.Pairs[0] != (Pair{"a", 100, 1000}) {
		t.Errorf("%d pairs, %d and %d alone, first %v", m.Matched, m.Only1, m.Only2, m.Pairs[0])
	}
}

func apart(t *rapid.T, m Matching, tolerance int64) (sum int64) {
	for _, p := range m.Pairs {
		d := max(p.One-p.Two, p.Two-p.One)
		if d > tolerance {
			t.Fatalf("%v is a pair", p)
		}
		sum += d
	}
	return sum
}

func TestAlignment(t *testing.T) {
	list := func(text string) []string { return strings.Split(text, "")[:len(text)] }
	for name, c := range map[string]struct {
		one, two           string
		o                  AlignOptions
		cost               float64
		length, agreements int
		kappa, plain       float64
	}{
		// Textbook sequences for the algorithm of Needleman & Wunsch, as in Wikipedia and
		// in Algorithm::NeedlemanWunsch; the cost is minus the score.
		"GCATGCG and GATTACA": {"GCATGCG", "GATTACA", AlignOptions{Costs: Costs{-1, 1, 1}}, 0, 8, 4, math.Inf(1), math.Inf(1)},
		"atct and tgat":       {"atct", "tgat", AlignOptions{Costs: Costs{-1, 1, 2}}, 2, 4, 1, math.Inf(1), math.Inf(1)},
		"the same":            {"abcab", "abcab", AlignOptions{Costs: EventCosts}, 0, 5, 5, 1, 1},
		"one code":            {"aaa", "aaa", AlignOptions{Costs: EventCosts}, 0, 3, 3, noValue, noValue},
		"one has nothing":     {"aab", "", AlignOptions{Costs: EventCosts}, 3, 3, 0, 0, 0},
		"the other has":       {"", "aab", AlignOptions{Costs: EventCosts}, 3, 3, 0, 0, 0},
		"nobody has":          {"", "", AlignOptions{Costs: EventCosts}, 0, 0, 0, noValue, noValue},
		// The second coder never stands alone, so nothing against nothing is expected in
		// no case: chance is 2/9 both ways.
		"one left over":        {"abc", "ab", AlignOptions{Costs: EventCosts}, 1, 3, 2, 4.0 / 7, 4.0 / 7},
		"a substitution first": {"ab", "ac", AlignOptions{Costs: EventCosts}, 1, 2, 1, math.Inf(1), math.Inf(1)},
		"too far apart": {"ab", "ab", AlignOptions{Costs: EventCosts, Times1: []int64{0, 9}, Times2: []int64{0, 20}, Tolerance: 10},
			2, 3, 1, math.Inf(1), math.Inf(1)},
		"nothing near enough": {"ab", "ab", AlignOptions{Costs: EventCosts, Times1: []int64{0, 50}, Times2: []int64{20, 70}, Tolerance: 10},
			4, 4, 0, 0, -.6},
		"just near enough": {"ab", "ab", AlignOptions{Costs: EventCosts, Times1: []int64{0, 10}, Times2: []int64{0, 20}, Tolerance: 10},
			0, 2, 2, 1, 1},
		"the other way round": {"ab", "ab", AlignOptions{Costs: EventCosts, Times1: []int64{0, 20}, Times2: []int64{0, 10}, Tolerance: 10},
			0, 2, 2, 1, 1},
		"times that do not fit are not used": {"ab", "ab", AlignOptions{Costs: EventCosts, Times1: []int64{0, 9}, Times2: []int64{0}, Tolerance: 1},
			0, 2, 2, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			a := OfOrder(list(c.one), list(c.two), c.o)
			near(t, "cost", &a.Cost, c.cost, 1e-9)
			if a.Length != c.length || a.Agreements != c.agreements {
				t.Errorf("length %d, %d agreements; want %d and %d", a.Length, a.Agreements, c.length, c.agreements)
			}
			if !math.IsInf(c.kappa, 1) {
				near(t, "kappa", a.Kappa, c.kappa, 1e-9)
				near(t, "plain kappa", a.KappaPlain, c.plain, 1e-9)
			}
		})
	}
}

func TestAlignmentShowsItsSteps(t *testing.T) {
	a := OfOrder([]string{"a", "b", "b", "c"}, []string{"a", "b", "d", "c"}, AlignOptions{Costs: EventCosts})
	if diff := cmp.Diff([]Step{{0, 0}, {1, 1}, {2, 2}, {3, 3}}, a.Steps); diff != "" {
		t.Error(diff)
	}
	// From the end a pair first, then what only the first has.
	a = OfOrder([]string{"b", "b"}, []string{"b"}, AlignOptions{Costs: EventCosts})
	if diff := cmp.Diff([]Step{{0, -1}, {1, 0}}, a.Steps); diff != "" {
		t.Error(diff)
	}
	a = OfOrder([]string{"x"}, []string{"y"}, AlignOptions{Costs: Costs{0, 2, 1}})
	if diff := cmp.Diff([]Step{{0, 0}}, a.Steps); diff != "" {
		t.Error(diff)
	}
	a = OfOrder([]string{"x"}, []string{"y"}, AlignOptions{Costs: Costs{0, 3, 1}})
	if diff := cmp.Diff([]Step{{-1, 0}, {0, -1}}, a.Steps); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]int{{0, 0, 1}, {0, 0, 0}, {0, 1, 0}}, a.Table); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"x", "y"}, a.Codes); diff != "" {
		t.Error(diff)
	}
}

func TestAlignmentTooLong(t *testing.T) {
	long := make([]string, 20000)
	if a := OfOrder(long, long, AlignOptions{Costs: EventCosts}); !a.TooLong || a.Kappa != nil {
		t.Errorf("got %d steps", len(a.Steps))
	}
}

// Every event stands in the alignment once and in order, the cost is that of the
// steps, no other alignment is cheaper (by a table filled the plain way), and
// costs that only rounding tells apart make no difference.
func TestAlignmentIsCheapest(t *testing.T) {
	codes := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 12)
	rapid.Check(t, func(t *rapid.T) {
		one, two := codes.Draw(t, "one"), codes.Draw(t, "two")
		costs := Costs{0, rapid.SampledFrom([]float64{1, 1.5, .1}).Draw(t, "substitution"), rapid.SampledFrom([]float64{1, .3}).Draw(t, "gap")}
		a := OfOrder(one, two, AlignOptions{Costs: costs})
		i, j, sum := 0, 0, 0.0
		for _, s := range a.Steps {
			switch {
			case s == Step{i, j} && one[i] == two[j]:
				i, j = i+1, j+1
			case s == Step{i, j}:
				i, j, sum = i+1, j+1, sum+costs.Substitution
			case s == Step{i, -1}:
				i, sum = i+1, sum+costs.Gap
			case s == Step{-1, j}:
				j, sum = j+1, sum+costs.Gap
			default:
				t.Fatalf("%v stands at %d, %d", s, i, j)
			}
		}
		if i != len(one) || j != len(two) || !close(sum, a.Cost) || !close(sum, cheapest(one, two, costs)) {
			t.Fatalf("%v cost %v, said %v, cheapest %v", a.Steps, sum, a.Cost, cheapest(one, two, costs))
		}
		if a.Length > 0 {
			table := contingency.Of(a.Table, contingency.Diagonal(len(a.Table)))
			for i := range len(a.Codes) {
				table.Zero[i][i] = false
			}
			var same float64
			for i, row := range table.Expected() {
				same += row[i]
			}
			if d := same/float64(a.Length) - *a.Pe; d > 1e-3 || d < -1e-9 { // scaling comes to 0 only slowly
				t.Fatalf("%v expects %v, by scaling %v", a.Table, *a.Pe, same/float64(a.Length))
			}
		}
		if b := OfOrder(two, one, AlignOptions{Costs: costs}); !close(b.Cost, a.Cost) {
			t.Fatalf("from the other side %v, not %v", b.Cost, a.Cost)
		}
	})
}

func cheapest(one, two []string, c Costs) float64 {
	table := square(max(len(one), len(two)) + 1)
	for i := range len(one) + 1 {
		for j := range len(two) + 1 {
			best := math.Inf(1)
			if i == 0 && j == 0 {
				best = 0
			}
			if i > 0 {
				best = min(best, table[i-1][j]+c.Gap)
			}
			if j > 0 {
				best = min(best, table[i][j-1]+c.Gap)
			}
			if i > 0 && j > 0 {
				step := c.Substitution
				if one[i-1] == two[j-1] {
					step = c.Match
				}
				best = min(best, table[i-1][j-1]+step)
			}
			table[i][j] = best
		}
	}
	return table[len(one)][len(two)]
}

func TestScanKappa(t *testing.T) {
	of := func(subject string, events ...recording.Event) []recording.Event {
		for i := range events {
			events[i].Subject = subject
		}
		return events
	}
	anybody := []string{""}
	for name, c := range map[string]struct {
		one, two        []recording.Event
		subjects        []string
		unit            int64
		kappa, identity float64
		precision       float64
	}{
		// BORIS issue 228 reports −.038 at 2 s and 1 at 3 s for three moves that all lie
		// within a second and a half.
		"three moves at 1 s":                  {moves1, moves2, anybody, 1000, -.019, math.Inf(1), 5.1e-4},
		"three moves at 2 s":                  {moves1, moves2, anybody, 2000, -.038, math.Inf(1), 5.1e-4},
		"three moves at 3 s":                  {moves1, moves2, anybody, 3000, 1, math.Inf(1), 1e-12},
		"a state counts at both ends":         {points("p", 0, 2000), append(points("p", 0), state("s", 2000, 2500)), anybody, 1000, .5, 200.0 / 3, 1e-12},
		"and at its stop":                     {append(points("p", 0), state("s", 500, 2000)), append(points("p", 0), state("s", 900, 1999)), anybody, 1000, .5, 200.0 / 3, 1e-12},
		"two points in reach are not one":     {points("p", 0, 10, 3000), points("p", 0, 3000), anybody, 1000, .6, 75, 1e-12},
		"nothing varies":                      {points("p", 0), points("p", 0), anybody, 1000, 1, 100, 1e-12},
		"a coder without events":              {points("p", 0), nil, anybody, 1000, noValue, noValue, 0},
		"without events of the subject":       {points("p", 0), of("x", points("p", 0)...), anybody, 1000, noValue, noValue, 0},
		"no unit":                             {points("p", 0), points("p", 0), anybody, 0, noValue, noValue, 0},
		"far too many scans":                  {points("p", 0), points("p", 1<<40), anybody, 1, noValue, noValue, 0},
		"nobody in particular by either name": {of(recording.NoSubject, points("p", 0, 2000)...), points("p", 0, 2000), []string{recording.NoSubject}, 1000, 1, 100, 1e-12},
		"half a unit away is in reach":        {points("p", 0, 4500), points("p", 0, 4500), anybody, 1000, 1, 100, 1e-12},
		"of a scan after it too":              {points("p", 0, 1500, 3000), points("p", 0, 3000), anybody, 1000, 0, 50, 1e-12},
		"nothing is the same of either subject": {append(of("x", points("p", 0)...), of("y", points("p", 1000)...)...),
			append(of("x", points("p", 0, 1000)...), of("y", points("p", 1000)...)...), []string{"x", "y"}, 1000, 7.0 / 11, 50, 1e-12},
		// Each of two subjects tallies at each scan; identity takes both together.
		"two subjects": {append(of("x", points("p", 0, 1000)...), of("y", points("p", 1000)...)...),
			append(of("x", points("p", 0, 1000)...), of("y", points("p", 0)...)...), []string{"x", "y"}, 1000, .2, 100.0 / 3, 1e-12},
	} {
		t.Run(name, func(t *testing.T) {
			s := OfScans(c.one, c.two, c.subjects, c.unit)
			near(t, "kappa", s.Kappa, c.kappa, c.precision)
			if !math.IsInf(c.identity, 1) {
				near(t, "identity", s.Identity, c.identity, 1e-9)
			}
			if s.TooMany != (name == "far too many scans") {
				t.Error("too many scans?")
			}
		})
	}
}

func TestScansAreCounted(t *testing.T) {
	if s := OfScans(points("p", 500), points("p", 2500), []string{""}, 1000); s.Scans != 3 {
		t.Errorf("%d scans from 0.5 to 2.5 s, want 3", s.Scans)
	}
	if s := OfScans(points("p", 500), points("p", 3499), []string{""}, 1000); s.Scans != 3 {
		t.Errorf("%d scans from 0.5 to 3.499 s, want 3", s.Scans)
	}
}

// observation of made-up events as two coders might set them, second by second.
func observation(seed uint64, n int) []recording.Event {
	r := rand.New(rand.NewPCG(seed, 1))
	var out []recording.Event
	var at int64
	for range n {
		at += int64(r.ExpFloat64() * 1500)
		code := string(rune('a' + r.IntN(16)))
		if code < "g" {
			out = append(out, state(code, at, at+1+int64(r.ExpFloat64()*8000)))
		} else {
			out = append(out, point(code, at))
		}
	}
	return out
}

// shifted is the same observation by a slower hand that sometimes errs.
func shifted(events []recording.Event) []recording.Event {
	r := rand.New(rand.NewPCG(9, 9))
	var out []recording.Event
	for _, e := range events {
		late := r.Int64N(1500)
		e.Onset, e.Offset = e.Onset+late, e.Offset+late
		if r.IntN(10) == 0 {
			e.Code = string(rune('a' + r.IntN(16)))
		}
		if r.IntN(20) > 0 {
			out = append(out, e)
		}
	}
	return out
}

func codesOf(events []recording.Event) (codes []string, times []int64) {
	for _, e := range events {
		codes, times = append(codes, e.Code), append(times, e.Onset)
	}
	return codes, times
}

func BenchmarkTimeKappa(b *testing.B) {
	one := observation(1, 1000)
	two := shifted(one)
	s := Stream{Observed: []recording.Span{{From: 0, To: one[len(one)-1].Onset + 20000}}}
	for b.Loop() {
		if OfTime(one, two, s, 1000, 2).Kappa == nil {
			b.Fatal("no kappa")
		}
	}
}

func BenchmarkDurationKappa(b *testing.B) {
	one := observation(1, 1000)
	two := shifted(one)
	for b.Loop() {
		OfDuration(one, two, Stream{}, 1)
	}
}

func BenchmarkAlignmentKappa(b *testing.B) {
	one := observation(1, 1000)
	codes1, times1 := codesOf(one)
	codes2, times2 := codesOf(shifted(one))
	for name, o := range map[string]AlignOptions{
		"free":           {Costs: EventCosts},
		"within seconds": {Costs: EventCosts, Times1: times1, Times2: times2, Tolerance: 2000},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if OfOrder(codes1, codes2, o).Kappa == nil {
					b.Fatal("no kappa")
				}
			}
		})
	}
}

func BenchmarkEventMatching(b *testing.B) {
	one := observation(1, 1000)
	two := shifted(one)
	for b.Loop() {
		OfEvents(one, two, Stream{}, 2000)
	}
}

func BenchmarkScanKappa(b *testing.B) {
	one := observation(1, 1000)
	two := shifted(one)
	for b.Loop() {
		OfScans(one, two, []string{""}, 1000)
	}
}
