package agreement

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"samspil/internal/recording"
)

// point and state in milliseconds.
func point(code string, at int64) recording.Event {
	return recording.Event{Code: code, Kind: recording.Point, Onset: at, Offset: at}
}

func state(code string, on, off int64) recording.Event {
	return recording.Event{Code: code, Kind: recording.State, Onset: on, Offset: off}
}

func TestUnitKappa(t *testing.T) {
	// A hand example for the rule of Bakeman, Quera & Gnisci 2009: n nothing of note.
	one := strings.Split("nnnnnnaaaaaabbbbbbnnnnccccnnnn", "")
	two := strings.Split("nnnnnnnaaaaabbbbbbnnnnnnccccnn", "")
	for name, c := range map[string]struct {
		one, two                 []string
		tolerance                int
		po, pe, kappa, pe2, kap2 float64
	}{
		"no tolerance":       {one, two, 0, .8333333333, .3244444444, .7532894737, .3244444444, .7532894737},
		"one unit":           {one, two, 1, .9333333333, .3155555556, .9025974026, .3355555556, .8996655518},
		"two units":          {one, two, 2, 1, .3155555556, 1, .3355555556, 1},
		"more than there is": {one, two, 1 << 40, 1, .3155555556, 1, .3355555556, 1},
		"below nothing":      {one, two, -3, .8333333333, .3244444444, .7532894737, .3244444444, .7532894737},
		"nothing":            {nil, nil, 1, noValue, noValue, noValue, noValue, noValue},
		"no variation":       {[]string{"", ""}, []string{"", ""}, 1, 1, 1, noValue, 1, noValue},
		"one is shorter":     {[]string{"a", "a"}, []string{"a"}, 0, .5, .5, 0, .5, 0},
		"the other is":       {[]string{"a"}, []string{"a", "a"}, 0, .5, .5, 0, .5, 0},
	} {
		t.Run(name, func(t *testing.T) {
			u := OfUnits(c.one, c.two, c.tolerance)
			near(t, "po", u.Po, c.po, 1e-9)
			near(t, "pe", u.Pe, c.pe, 1e-9)
			near(t, "kappa", u.Kappa, c.kappa, 1e-9)
			near(t, "the other's pe", u.Pe2, c.pe2, 1e-9)
			near(t, "the other's kappa", u.Kappa2, c.kap2, 1e-9)
			if u.N != max(len(c.one), len(c.two)) {
				t.Errorf("%d units", u.N)
			}
		})
	}
}

func TestUnitsOfTime(t *testing.T) {
	whole := []recording.Span{{From: 0, To: 4500}}
	for name, c := range map[string]struct {
		events []recording.Event
		s      Stream
		unit   int64
		want   string
	}{
		"a state covers the middle of a unit":      {[]recording.Event{state("s", 500, 2500)}, Stream{Observed: whole}, 1000, "s s . . ."},
		"one that begins after the middle":         {[]recording.Event{state("s", 501, 2501)}, Stream{Observed: whole}, 1000, ". s s . ."},
		"one too short to reach a middle":          {[]recording.Event{state("s", 600, 1400)}, Stream{Observed: whole}, 1000, ". . . . ."},
		"a point belongs to the unit that begins":  {[]recording.Event{point("p", 2000)}, Stream{Observed: whole}, 1000, ". . p . ."},
		"a point just before":                      {[]recording.Event{point("p", 1999)}, Stream{Observed: whole}, 1000, ". p . . ."},
		"points before and after the end":          {[]recording.Event{point("p", -1), point("p", 5000), point("q", 4999)}, Stream{Observed: whole}, 1000, ". . . . q"},
		"together, sorted, once":                   {[]recording.Event{state("z", 0, 1000), point("a", 3), point("a", 4), state("b", 0, 9)}, Stream{Observed: whole}, 1000, "a+z . . . ."},
		"two states of a code that touch":          {[]recording.Event{state("s", 0, 1500), state("s", 1500, 3000)}, Stream{Observed: whole}, 1000, "s s s . ."},
		"only some codes":                          {[]recording.Event{state("s", 0, 9000), point("p", 3)}, Stream{Observed: whole, Codes: []string{"p"}}, 1000, "p . . . ."},
		"an odd unit has its middle between":       {[]recording.Event{state("s", 1, 2)}, Stream{Observed: []recording.Span{{From: 0, To: 9}}}, 3, "s . ."},
		"a middle that the state only just misses": {[]recording.Event{state("s", 2, 4)}, Stream{Observed: []recording.Span{{From: 0, To: 9}}}, 3, ". . ."},
		"units begin anew with each stretch":       {[]recording.Event{point("p", 1700), state("s", 3700, 4100)}, Stream{Observed: []recording.Span{{From: 700, To: 1900}, {From: 3300, To: 4100}}}, 1000, ". p s"},
		"a stretch without length has no unit":     {[]recording.Event{point("p", 5)}, Stream{Observed: []recording.Span{{From: 5, To: 5}}}, 1000, ""},
		"by subject":                               {[]recording.Event{{Subject: "x", Code: "p", Kind: recording.Point}}, Stream{Observed: whole, Name: func(e recording.Event) string { return e.Subject + e.Code }}, 1000, "xp . . . ."},
		"a time before the start, in a later unit": {[]recording.Event{point("p", 999)}, Stream{Observed: []recording.Span{{From: 1000, To: 3000}}}, 1000, ". ."},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			var in interned
			in.number("")
			for _, span := range c.s.Observed {
				for _, n := range c.s.units(c.events, span.From, c.unit, int(ceil(span.Length(), c.unit)), &in) {
					got = append(got, in.texts[n])
				}
			}
			for i := range got {
				if got[i] == "" {
					got[i] = "."
				}
			}
			if text := strings.Join(got, " "); text != c.want {
				t.Errorf("got %q, want %q", text, c.want)
			}
		})
	}
}

func TestTimeKappaStaysWithinItsStretches(t *testing.T) {
	// The second coder sees in the second stretch what the first saw at the end of
	// the first: a tolerance does not reach across the pause.
	one := []recording.Event{state("s", 2000, 3000)}
	two := []recording.Event{state("s", 5000, 6000)}
	s := Stream{Observed: []recording.Span{{From: 0, To: 3000}, {From: 5000, To: 8000}}}
	u := OfTime(one, two, s, 1000, 2)
	near(t, "po", u.Po, 5.0/6, 1e-12)
	if diff := cmp.Diff([][]float64{{5, 0}, {1, 0}}, u.Table); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"", "s"}, u.Codes); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]float64{{5, 0}, {1, 0}}, u.Table2); diff != "" {
		t.Error(diff)
	}
}

func TestTimeKappaWithoutTime(t *testing.T) {
	for name, u := range map[string]UnitKappa{
		"no time":         OfTime(nil, nil, Stream{}, 1000, 0),
		"no unit":         OfTime(nil, nil, Stream{Observed: []recording.Span{{From: 0, To: 9}}}, 0, 0),
		"a unit too many": OfTime(nil, nil, Stream{Observed: []recording.Span{{From: 0, To: MostUnits + 1}}}, 1, 0),
	} {
		if u.N != 0 || u.Kappa != nil || u.Po != nil || u.TooMany != (name == "a unit too many") {
			t.Errorf("%s: %+v", name, u)
		}
	}
}

// With thousands of values there is a kappa and no table.
func TestManyValues(t *testing.T) {
	var codes []string
	for i := range MostCodes + 1 {
		codes = append(codes, fmt.Sprint(i))
	}
	if u := OfUnits(codes[1:], codes[1:], 0); len(u.Table) != MostCodes {
		t.Errorf("a table of %d", len(u.Table))
	}
	u := OfUnits(codes, codes, 0)
	near(t, "kappa", u.Kappa, 1, 1e-12)
	if u.Table != nil || len(u.Codes) != MostCodes+1 {
		t.Errorf("a table of %d", len(u.Table))
	}
}

func TestDurationKappa(t *testing.T) {
	one := []recording.Event{state("s", 1000, 4000), point("p", 2000)}
	two := []recording.Event{state("s", 2000, 4000), state("s", 6000, 8000), point("p", 2000), point("q", 9000)}
	whole := []recording.Span{{From: 0, To: 10000}}
	for name, c := range map[string]struct {
		one, two              []recording.Event
		s                     Stream
		weight                float64
		po, pe, kappa, weighs float64
	}{
		// 1-2 s is the first coder's only, 2-4 both, 4-6 neither, 6-8 the second's only.
		"from the first cut to the last": {one, two, Stream{}, 0, 4.0 / 7, (3.0*4 + 4*3) / 49, (4.0/7 - 24.0/49) / (25.0 / 49), 7},
		"the whole time":                 {one, two, Stream{Observed: whole}, 0, .7, (3.0*4 + 7*6) / 100, (.7 - .54) / .46, 10},
		// At 2 s both have p and s; at 9 s the second has q and the first nothing.
		"with points":      {one, two, Stream{Observed: whole}, .5, 7.5 / 11, (3*4 + .5*.5 + 7.5*6) / 121, (7.5*11 - 57.25) / (121 - 57.25), 11},
		"only some codes":  {one, two, Stream{Codes: []string{"p", "q"}}, 2, .5, .25, 1.0 / 3, 4},
		"nothing":          {nil, nil, Stream{}, 1, noValue, noValue, noValue, 0},
		"nobody, but time": {nil, nil, Stream{Observed: whole}, 1, 1, 1, noValue, 10},
		"a pause is no time, nor are points in it": {one, two, Stream{Observed: []recording.Span{{From: 0, To: 1500}, {From: 2500, To: 3000}, {From: 7000, To: 8500}}}, 9, 2.0 / 3.5 * 3.5 / 3.5, (1.0*1.5 + 2.5*2) / 12.25, (2 - 6.5/3.5) / (3.5 - 6.5/3.5), 3.5},
		"a point on the border of two stretches":   {[]recording.Event{point("p", 5000)}, nil, Stream{Observed: []recording.Span{{From: 0, To: 5000}, {From: 5000, To: 9000}}}, 1, .9, .9, 0, 10},
	} {
		t.Run(name, func(t *testing.T) {
			d := OfDuration(c.one, c.two, c.s, c.weight)
			near(t, "weight", &d.Weight, c.weighs, 1e-12)
			near(t, "po", d.Po, c.po, 1e-12)
			near(t, "pe", d.Pe, c.pe, 1e-12)
			near(t, "kappa", d.Kappa, c.kappa, 1e-12)
		})
	}
}

// What was coded during a pause is not listed.
func TestDurationKappaListsWhatWasObserved(t *testing.T) {
	s := Stream{Observed: []recording.Span{{From: 0, To: 1000}, {From: 3000, To: 4000}}}
	d := OfDuration([]recording.Event{state("s", 0, 500), state("x", 1000, 2000), point("y", 1500)}, nil, s, 1)
	if diff := cmp.Diff([]string{"", "s"}, d.Codes); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]float64{{1.5, 0}, {.5, 0}}, d.Table); diff != "" {
		t.Error(diff)
	}
}

// The duration-weighted kappa is what the kappa over units becomes when every time
// is a border of units.
func TestDurationKappaIsTheLimitOfUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one, two := states(t, "one"), states(t, "two")
		s := Stream{Observed: []recording.Span{{From: 0, To: 40}, {From: 50, To: 90}}}
		d, u := OfDuration(one, two, s, 0), OfTime(one, two, s, 1, 0)
		if (d.Kappa == nil) != (u.Kappa == nil) || d.Kappa != nil && !close(*d.Kappa, *u.Kappa) || !close(*d.Po, *u.Po) {
			t.Fatalf("%v and %v", d, u)
		}
	})
}

func close(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 }

func states(t *rapid.T, name string) []recording.Event {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) recording.Event {
		on := rapid.Int64Range(0, 99).Draw(t, "on")
		return state(rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "code"), on, on+rapid.Int64Range(1, 30).Draw(t, "length"))
	}), 0, 12).Draw(t, name)
}

func units(t *rapid.T, name string) []string {
	return rapid.SliceOfN(rapid.SampledFrom([]string{"", "a", "b"}), 0, 25).Draw(t, name)
}

// Against the rule done the long way round; and either coder may be called first.
func TestUnitKappaByTheRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one := units(t, "one")
		two := slices.Clone(one)
		for i := range two {
			if rapid.Bool().Draw(t, "other") {
				two[i] = rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "code")
			}
		}
		tolerance := rapid.IntRange(0, 5).Draw(t, "tolerance")
		want := map[[2]string]float64{}
		for i, x := range one {
			seen := two[i]
			if slices.Contains(two[max(0, i-tolerance):min(len(two), i+tolerance+1)], x) {
				seen = x
			}
			want[[2]string{x, seen}]++
		}
		u, v := OfUnits(one, two, tolerance), OfUnits(two, one, tolerance)
		for i, x := range u.Codes {
			for j, y := range u.Codes {
				if u.Table[i][j] != want[[2]string{x, y}] {
					t.Fatalf("%q %q: %v, want %v", x, y, u.Table[i][j], want[[2]string{x, y}])
				}
			}
		}
		if diff := cmp.Diff(u.Table2, v.Table); diff != "" {
			t.Fatal(diff)
		}
		if diff := cmp.Diff(u.Kappa2, v.Kappa); diff != "" {
			t.Fatal(diff)
		}
	})
}
