package sequence

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"samspil/internal/method/contingency"
	"samspil/internal/recording"
)

func TestBudget(t *testing.T) {
	f := func(x float64) *float64 { return &x }
	for name, c := range map[string]struct {
		r    recording.Recording
		o    BudgetOptions
		want []BudgetLine
	}{
		"nothing": {observed(nil), BudgetOptions{}, []BudgetLine{}},
		// BORIS 9.12.3, its own project, observation "live", nobody in particular.
		"states as BORIS counts them": {observed(nil, state("", "s", 8886, 16678), state("", "s", 18438, 26630)), BudgetOptions{Observed: 60000},
			[]BudgetLine{{Code: "s", Kind: recording.State, Number: 2, Total: f(15.984), Mean: f(7.992), SD: f(0.282842712475), GapMean: f(1.76), PerMinute: f(2), Share: f(0.2664)}}},
		"points as BORIS counts them": {observed(nil, point("", "p", 1750), point("", "p", 3750), point("", "p", 5430), point("", "p", 5622), point("", "p", 5814), point("", "p", 14038)), BudgetOptions{Observed: 60000},
			[]BudgetLine{{Code: "p", Kind: recording.Point, Number: 6, GapMean: f(2.4576), GapSD: f(3.3290882836), PerMinute: f(6)}}},
		"one moment and no time": {observed(nil, point("a", "p", 5)), BudgetOptions{},
			[]BudgetLine{{Subject: "a", Code: "p", Kind: recording.Point, Number: 1}}},
		"pauses are left out": {observed([]recording.Span{{From: 0, To: 10000}, {From: 20000, To: 30000}}, state("", "s", 5000, 25000), state("", "s", 26000, 40000), state("", "s", 12000, 15000), point("", "p", 15000), point("", "p", 30000), point("", "p", 31000), state("", "s", 50000, 60000)), BudgetOptions{},
			[]BudgetLine{
				{Code: "p", Kind: recording.Point, Number: 1, PerMinute: f(3)},
				{Code: "s", Kind: recording.State, Number: 2, Total: f(14), Mean: f(7), SD: f(math.Sqrt(18)), GapMean: f(1), PerMinute: f(6), Share: f(0.7)},
			}},
		"no gap across a pause": {observed([]recording.Span{{From: 0, To: 10000}, {From: 20000, To: 30000}}, point("", "p", 5000), point("", "p", 25000)), BudgetOptions{},
			[]BudgetLine{{Code: "p", Kind: recording.Point, Number: 2, PerMinute: f(6)}}},
		"without length, at the bound of a clip": {Clip(observed(nil, state("", "s", 0, 5000), state("", "s", 6000, 9000)), 5000, 7000), BudgetOptions{},
			[]BudgetLine{{Code: "s", Kind: recording.State, Number: 2, Total: f(1), Mean: f(0.5), SD: f(math.Sqrt(0.5)), GapMean: f(1), PerMinute: f(60), Share: f(0.5)}}},
		"only those chosen": {observed(nil, point("a", "p", 0), point("b", "p", 5), point("b", "q", 6)), BudgetOptions{Subjects: []string{"b"}, Codes: []string{"p"}, Observed: 60000},
			[]BudgetLine{{Subject: "b", Code: "p", Kind: recording.Point, Number: 1, PerMinute: f(1)}}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, Budget([]recording.Recording{c.r}, c.o), roughly(1e-9)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Bouts are paired by modifiers and pooled afterwards; a mark without its partner
// makes only its own line unpaired.
func TestBudgetOfModifiersAndOpenStates(t *testing.T) {
	x, y := state("barn", "r", 2200, 8200), state("barn", "r", 4800, 11500)
	x.Modifiers, y.Modifiers = "x", "y"
	r := observed(nil, x, y)
	got := Budget([]recording.Recording{r}, BudgetOptions{Observed: 60000})
	if len(got) != 1 || got[0].Number != 2 || *got[0].Total != 12.7 || *got[0].Mean != 6.35 || math.Abs(*got[0].Share-0.21166667) > 1e-8 {
		t.Errorf("pooled: %+v", got)
	}
	r.Unpaired = []recording.Mark{{Subject: "barn", Code: "r", Modifiers: "x", At: 12000}, {Subject: "far", Code: "s"}}
	parted := Budget([]recording.Recording{r}, BudgetOptions{WithModifiers: true})
	if len(parted) != 3 || !parted[0].Unpaired || parted[1].Unpaired || !parted[2].Unpaired || parted[0].Total != nil || parted[0].Number != 0 {
		t.Errorf("by modifiers: %+v", parted)
	}
	if pooled := Budget([]recording.Recording{r}, BudgetOptions{}); !pooled[0].Unpaired {
		t.Errorf("pooled with one open: %+v", pooled)
	}
}

func TestClip(t *testing.T) {
	r := observed(nil, state("", "s", 0, 50), state("", "s", 60, 200), point("", "p", 50), point("", "p", 100), point("", "p", 101), state("", "r", 100, 120), state("", "r", 0, 49))
	got := Clip(r, 50, 100)
	want := observed([]recording.Span{{From: 50, To: 100}}, state("", "s", 50, 50), point("", "p", 50), state("", "s", 60, 100), point("", "p", 100), state("", "r", 100, 100))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if moment := Clip(r, 50, 50); len(moment.Events) != 2 || moment.Segments != nil {
		t.Errorf("a moment is no time: %+v", moment)
	}
	if r.Events[0].Offset == 50 && len(r.Segments) != 0 {
		t.Error("the recording given was changed")
	}
	r.Segments = []recording.Span{{From: 0, To: 60}, {From: 90, To: 95}, {From: 100, To: 200}}
	if diff := cmp.Diff([]recording.Span{{From: 50, To: 60}, {From: 90, To: 95}}, Clip(r, 50, 100).Segments); diff != "" {
		t.Error(diff)
	}
}

// BORIS tests/plugins/test_latency.py.
func TestLatencies(t *testing.T) {
	var events []recording.Event
	for _, at := range []int64{2242, 9746, 14418, 19346, 25331} {
		events = append(events, point("x", "1", at))
	}
	for _, at := range []int64{8418, 13586, 17907, 22899, 29475} {
		events = append(events, point("x", "m", at))
	}
	if diff := cmp.Diff([]int64{6176, 3840, 3489, 3553, 4144}, Latencies(events, Who{"x", "1"}, Who{"x", "m"})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int64{1328, 832, 1439, 2432}, Latencies(events, Who{"x", "m"}, Who{"x", "1"})); diff != "" {
		t.Error(diff)
	}
	// The stop counts, the latest to begin before the same instant, also while it runs.
	events = []recording.Event{state("a", "s", 0, 100), state("a", "s", 50, 60), point("b", "p", 50), point("b", "p", 55), point("b", "p", 80), point("b", "p", 0)}
	if diff := cmp.Diff([]int64{-50, -5, 20}, Latencies(events, Who{"a", "s"}, Who{"b", "p"})); diff != "" {
		t.Error(diff)
	}
	// Two of one instant do not precede what happens at it.
	events = []recording.Event{state("a", "s", 0, 10), state("a", "s", 50, 60), state("a", "s", 50, 70), point("b", "p", 50)}
	if diff := cmp.Diff([]int64{40}, Latencies(events, Who{"a", "s"}, Who{"b", "p"})); diff != "" {
		t.Error(diff)
	}
	if got := Latencies(nil, Who{}, Who{}); got != nil {
		t.Error(got)
	}
}

func TestWaits(t *testing.T) {
	r := observed([]recording.Span{{From: 0, To: 1000}, {From: 2000, To: 9000}},
		point("c", "b", 100), point("p", "f", 100), point("p", "f", 400), point("c", "b", 900), point("c", "b", 2000), point("p", "f", 8500), point("c", "b", 1500), point("c", "b", 8900))
	from, to := Who{"c", "b"}, Who{"p", "f"}
	if diff := cmp.Diff([]Wait{{300, true}, {100, false}, {6500, true}, {100, false}}, Waits(r, from, to, 0)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Wait{{300, true}, {100, false}, {5000, false}, {100, false}}, Waits(r, from, to, 5000)); diff != "" {
		t.Error(diff)
	}
}

// Freireich et al. 1963, weeks in remission: median 23 with the drug, 8 without,
// as printed in textbooks of survival analysis.
func TestKaplanMeierMedian(t *testing.T) {
	drug := []int64{6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35}
	met := []bool{true, true, true, false, true, false, true, false, false, true, true, false, false, false, true, true, false, false, false, false, false}
	all := func(n int) []bool { return slices.Repeat([]bool{true}, n) }
	placebo := []int64{1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23}
	for name, c := range map[string]struct {
		times []int64
		met   []bool
		want  int64
		ok    bool
	}{
		"drug":                     {drug, met, 23, true},
		"placebo":                  {placebo, all(21), 8, true},
		"nothing":                  {nil, nil, 0, false},
		"one":                      {[]int64{4}, all(1), 4, true},
		"all cut off":              {[]int64{4, 5}, []bool{false, false}, 0, false},
		"exactly half":             {[]int64{1, 2, 3, 4}, all(4), 2, true},
		"half by thirds":           {[]int64{4, 4, 3, 1}, []bool{false, false, true, true}, 3, true},
		"cut off at the same time": {[]int64{5, 5, 5, 5}, []bool{false, true, false, true}, 5, true},
		"fewer than half":          {[]int64{1, 2, 3, 4, 5}, []bool{true, true, false, false, false}, 0, false},
	} {
		if got, ok := KaplanMeierMedian(c.times, c.met); got != c.want || ok != c.ok {
			t.Errorf("%s: %d, %v; want %d, %v", name, got, ok, c.want, c.ok)
		}
	}
}

// The definition on LENA's page, and what the rule says beside it.
func TestTurns(t *testing.T) {
	said := func(text string) (out []Utterance) {
		for i, speaker := range text {
			if speaker == '.' {
				continue // a silence of six seconds
			}
			u := Utterance{string(speaker), int64(i) * 3000, int64(i)*3000 + 1000}
			if speaker == '?' {
				u.Speaker = ""
			}
			out = append(out, u)
		}
		return out
	}
	for text, want := range map[string][3]int{ // turns, chains, passes
		"": {}, "C": {}, "CC": {}, "CA": {1, 1, 1}, "AC": {1, 1, 1}, "CAC": {1, 1, 2}, "CACA": {2, 1, 3}, "CCAACC": {1, 1, 2},
		"C.A": {0, 0, 0}, "CA.CA": {2, 2, 2}, "C?A": {}, "CA?AC": {2, 2, 2}, "CACAC.CA.C": {3, 2, 5},
	} {
		c := Turns(said(text), 5000)
		if c.Turns != want[0] || c.Chains != want[1] || (c.MeanChain == nil) != (want[1] == 0) {
			t.Errorf("%q: %+v, want %v", text, c, want)
		} else if c.MeanChain != nil && *c.MeanChain != float64(want[2])/float64(want[1]) {
			t.Errorf("%q: mean %v", text, *c.MeanChain)
		}
	}
	// The gap is from the latest end so far, and must be under the limit.
	long := []Utterance{{"C", 0, 10000}, {"C", 1000, 2000}, {"A", 14999, 15500}}
	if c := Turns(long, 5000); c.Turns != 1 {
		t.Errorf("from the latest end: %+v", c)
	}
	long[2].On = 15000
	if c := Turns(long, 5000); c.Turns != 0 {
		t.Errorf("five seconds are too long: %+v", c)
	}
}

func TestTimeWindow(t *testing.T) {
	all := []recording.Span{{From: 0, To: 9500}} // ten units
	for name, c := range map[string]struct {
		r    recording.Recording
		w    Window
		want contingency.TwoByTwo
	}{
		"window":                    {observed(all, point("", "g", 1500), point("", "t", 3000)), Window{Unit: 1000, Length: 3000, Mode: OnsetWindow}, contingency.TwoByTwo{A: 1, B: 2, C: 0, D: 7}},
		"window just too short":     {observed(all, point("", "g", 1500), point("", "t", 4000)), Window{Unit: 1000, Length: 3000, Mode: OnsetWindow}, contingency.TwoByTwo{A: 0, B: 3, C: 1, D: 6}},
		"a length between units":    {observed(all, point("", "g", 1500), point("", "t", 3999)), Window{Unit: 1000, Length: 2001, Mode: OnsetWindow}, contingency.TwoByTwo{A: 1, B: 2, C: 0, D: 7}},
		"a state's onset":           {observed(all, state("", "g", 1500, 9000)), Window{Unit: 1000, Length: 1000, Mode: OnsetWindow}, contingency.TwoByTwo{B: 1, D: 9}},
		"a state's duration":        {observed(all, state("", "g", 1500, 4000), point("", "t", 3999), point("", "t", 4000)), Window{Unit: 1000, Mode: Duration}, contingency.TwoByTwo{A: 1, B: 2, C: 1, D: 6}},
		"a moment's duration":       {observed(all, point("", "g", 2000)), Window{Unit: 1000, Length: 9000, Mode: Duration}, contingency.TwoByTwo{B: 1, D: 9}},
		"a target's onset alone":    {observed(all, state("", "t", 1500, 9000)), Window{Unit: 1000, Length: 1000, Mode: Duration}, contingency.TwoByTwo{C: 1, D: 9}},
		"at the end is too late":    {observed(all, point("", "t", 9500), point("", "g", 9500)), Window{Unit: 1000, Length: 1000, Mode: OnsetWindow}, contingency.TwoByTwo{D: 10}},
		"cut at the end":            {observed(all, point("", "g", 9400), state("", "g", 8000, 20000)), Window{Unit: 1000, Length: 5000, Mode: Duration}, contingency.TwoByTwo{B: 2, D: 8}},
		"not over a pause":          {observed([]recording.Span{{From: 0, To: 2000}, {From: 5000, To: 7000}}, point("", "g", 1500), point("", "t", 5500)), Window{Unit: 1000, Length: 5000, Mode: OnsetWindow}, contingency.TwoByTwo{B: 1, C: 1, D: 2}},
		"a state over a pause":      {observed([]recording.Span{{From: 0, To: 2000}, {From: 5000, To: 7000}}, state("", "g", 1500, 5500), point("", "t", 5500)), Window{Unit: 1000, Mode: Duration}, contingency.TwoByTwo{A: 1, B: 1, D: 2}},
		"units without length":      {observed(all, point("", "g", 1500)), Window{Length: 1000, Mode: OnsetWindow}, contingency.TwoByTwo{}},
		"nothing":                   {observed(nil), Window{Unit: 1000, Mode: Duration}, contingency.TwoByTwo{}},
		"given and target the same": {observed(all, point("", "g", 1500), point("", "t", 1500), point("", "t", 1600)), Window{Unit: 1000, Length: 1, Mode: OnsetWindow}, contingency.TwoByTwo{A: 1, D: 9}},
	} {
		t.Run(name, func(t *testing.T) {
			c.w.Given, c.w.Target = []string{"g"}, []string{"t"}
			if got := TimeWindow([]recording.Recording{c.r}, c.w); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
			if twice := TimeWindow([]recording.Recording{c.r, c.r}, c.w); twice != c.want.Add(c.want) {
				t.Errorf("two recordings: %+v", twice)
			}
		})
	}
}

func TestEventLag(t *testing.T) {
	w := Window{Length: 5000, Given: []string{"g"}, Target: []string{"t"}}
	for name, c := range map[string]struct {
		r    recording.Recording
		want contingency.TwoByTwo
	}{
		"next at once":                   {observed(nil, point("", "g", 0), point("", "t", 4999)), contingency.TwoByTwo{A: 1}},
		"one pause between":              {observed(nil, point("", "g", 0), point("", "t", 5000)), contingency.TwoByTwo{B: 1, C: 1}},
		"three pauses between":           {observed(nil, point("", "g", 0), point("", "t", 19999)), contingency.TwoByTwo{B: 1, C: 1, D: 2}},
		"another between":                {observed(nil, point("", "g", 0), point("", "x", 10), point("", "t", 20)), contingency.TwoByTwo{B: 1, C: 1}},
		"not over a pause in the coding": {observed([]recording.Span{{From: 0, To: 10}, {From: 20, To: 30}}, point("", "g", 5), point("", "t", 25)), contingency.TwoByTwo{}},
		"one alone":                      {observed(nil, point("", "g", 0)), contingency.TwoByTwo{}},
	} {
		if got := EventLag([]recording.Recording{c.r}, w); got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}

// The same, unit by unit.
func TestTimeWindowUnitByUnit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRecording(t)
		w := Window{Unit: int64(rapid.IntRange(1, 9).Draw(t, "unit")), Length: int64(rapid.IntRange(0, 20).Draw(t, "length")), Given: []string{"p", "s"}, Target: []string{"q", "r"}}
		w.Mode = rapid.SampledFrom([]WindowMode{OnsetWindow, Duration}).Draw(t, "mode")
		var want contingency.TwoByTwo
		for _, s := range r.Observed() {
			last := int64(-1)
			for from := s.From; from < s.To; from += w.Unit {
				to := min(from+w.Unit, s.To)
				given, target := false, false
				for _, e := range r.Events {
					onset := e.Onset >= from && e.Onset < to
					if slices.Contains(w.Target, e.Code) && onset {
						target = true
					}
					if !slices.Contains(w.Given, e.Code) {
						continue
					}
					if w.Mode == Duration {
						given = given || onset || e.Onset < to && e.Offset > from
					} else if onset {
						last = max(last, from+max(w.Unit, (w.Length+w.Unit-1)/w.Unit*w.Unit))
					}
				}
				given = given || w.Mode == OnsetWindow && from < last
				switch {
				case given && target:
					want.A++
				case given:
					want.B++
				case target:
					want.C++
				default:
					want.D++
				}
			}
		}
		if got := TimeWindow([]recording.Recording{r}, w); got != want {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	})
}

// A file may claim any length of time.
func TestTimeWindowOfAges(t *testing.T) {
	r := observed([]recording.Span{{From: 0, To: 1 << 52}}, state("", "g", 0, 1<<51), point("", "t", 1<<50))
	got := TimeWindow([]recording.Recording{r}, Window{Unit: 1, Given: []string{"g"}, Target: []string{"t"}, Mode: Duration})
	if want := (contingency.TwoByTwo{A: 1, B: 1<<51 - 1, D: 1 << 51}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
