package population

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func at[T any](v T) *T { return &v }

var near = cmpopts.EquateApprox(0, 1e-9)

func TestCompletenessOf(t *testing.T) {
	yes, no := at(true), at(false)
	for _, c := range []struct {
		name         string
		measurements []int
		documented   []*bool
		want         Completeness
	}{
		{"nobody", nil, nil, Completeness{}},
		{"seven of ten are enough", []int{5, 5, 5, 5, 5, 5, 9, 4, 0, 1}, []*bool{yes, no, no, no, yes, no, no, nil, nil, yes},
			Completeness{Families: 10, Complete: 7, Share: at(.7), Show: true, Documented: 3, Low: at(.3), High: at(.5)}},
		{"two of three are not", []int{5, 5, 4}, []*bool{yes, yes, yes},
			Completeness{Families: 3, Complete: 2, Share: at(2.0 / 3), Documented: 3, Low: at(1.0), High: at(1.0)}},
		{"a conclusion that nobody gave is unknown", []int{5, 5}, []*bool{yes},
			Completeness{Families: 2, Complete: 2, Share: at(1.0), Show: true, Documented: 1, Low: at(.5), High: at(1.0)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, CompletenessOf(c.measurements, c.documented, LeastMeasurements), near); d != "" {
				t.Error(d)
			}
		})
	}
}

// sdqinfo.com/e10.html: the formula worked for 20, 4, 6 and 15.
func TestAddedValue(t *testing.T) {
	value, effect := AddedValue(20, 4, 6, 15)
	if math.Abs(value-2.3) > 1e-12 || math.Abs(effect-.46) > 1e-12 {
		t.Errorf("got %v and %v, want 2.3 and .46", value, effect)
	}
}

func TestSuppress(t *testing.T) {
	row := func(values ...int) []*int { // -1 is hidden
		out := make([]*int, len(values))
		for i, v := range values {
			if v >= 0 {
				out[i] = &v
			}
		}
		return out
	}
	for _, c := range []struct {
		name   string
		counts []int
		total  bool
		want   Suppression
	}{
		{"one small cell takes the smallest with it", []int{3, 12, 31, 22}, true, Suppression{row(-1, -1, 31, 22), 1, 1, at(68)}},
		{"two that sum to enough", []int{4, 3, 39}, true, Suppression{row(-1, -1, 39), 2, 0, at(46)}},
		{"two that sum to too little", []int{1, 2, 10, 27}, true, Suppression{row(-1, -1, -1, 27), 2, 1, at(40)}},
		{"nothing small", []int{5, 12}, true, Suppression{row(5, 12), 0, 0, at(17)}},
		{"a zero is small too", []int{0, 9}, true, Suppression{row(-1, -1), 1, 1, at(9)}},
		{"the first of equals", []int{3, 12, 12}, true, Suppression{row(-1, -1, 12), 1, 1, at(27)}},
		{"without a total one is enough", []int{2, 12}, false, Suppression{row(-1, 12), 1, 0, nil}},
		{"a total that is small itself", []int{1, 2}, true, Suppression{row(-1, -1), 2, 0, nil}},
		{"an empty row", nil, true, Suppression{row(), 0, 0, nil}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, Suppress(c.counts, LeastCount, c.total)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestNoSmallCountCanBeWorkedOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.IntRange(0, 30), 1, 8).Draw(t, "counts")
		s := Suppress(counts, LeastCount, true)
		hidden, cells := 0, 0
		for i, c := range counts {
			switch {
			case s.Shown[i] == nil:
				hidden, cells = hidden+c, cells+1
			case *s.Shown[i] != c || c < LeastCount:
				t.Fatalf("%d is shown as %d", c, *s.Shown[i])
			}
		}
		if cells != s.Primary+s.Secondary {
			t.Fatalf("%d hidden, counted %d and %d", cells, s.Primary, s.Secondary)
		}
		if cells == 1 && len(counts) > 1 || cells > 0 && cells < len(counts) && hidden < LeastCount {
			t.Fatalf("%v of %v can be worked out from the total", s.Shown, counts)
		}
	})
}

// The four courses of the worked example: two documented (day 10 and 30), one
// ended on day 20, one still waiting on day 30.
func TestSurvivalOf(t *testing.T) {
	courses := []Course{{30, Documented}, {10, Documented}, {20, Ended}, {30, Censored}}
	want := Survival{
		N: 4, AtRisk: []int{4, 4, 3, 2, 0}, Waiting: []*float64{at(1.0), at(.75), at(.75), at(.375), at(.375)},
		Cumulative: []*float64{at(0.0), at(.25), at(.25), at(.5), at(.5)}, Median: at(30.0),
	}
	if d := cmp.Diff(want, SurvivalOf(courses, []float64{5, 10, 20, 30, 40}), near); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(Survival{AtRisk: []int{0}, Waiting: []*float64{nil}, Cumulative: []*float64{nil}}, SurvivalOf(nil, []float64{1})); d != "" {
		t.Errorf("of nobody: %s", d)
	}
}

func TestTheWaitNeverGrowsAndOrderDoesNotMatter(t *testing.T) {
	ends := []End{Documented, Ended, Censored}
	rapid.Check(t, func(t *rapid.T) {
		course := rapid.Custom(func(t *rapid.T) Course {
			return Course{float64(rapid.IntRange(0, 6).Draw(t, "days")), ends[rapid.IntRange(0, 2).Draw(t, "end")]}
		})
		courses := rapid.SliceOfN(course, 1, 12).Draw(t, "courses")
		at := []float64{0, 1, 2, 3, 4, 5, 6, 7}
		s := SurvivalOf(courses, at)
		for i := range at {
			if c, w := *s.Cumulative[i], *s.Waiting[i]; c+w > 1+1e-9 || w < 0 || i > 0 && (w > *s.Waiting[i-1] || c < *s.Cumulative[i-1]) {
				t.Fatalf("day %v: %v waiting, %v documented", at[i], w, c)
			}
		}
		turned := append([]Course{}, courses...)
		for i, j := 0, len(turned)-1; i < j; i, j = i+1, j-1 {
			turned[i], turned[j] = turned[j], turned[i]
		}
		if d := cmp.Diff(s, SurvivalOf(turned, at), near); d != "" {
			t.Fatal(d)
		}
	})
}

// R 4.2.2 (pbinom, qbinom) with the interpolation of Spiegelhalter 2005.
func TestFunnel(t *testing.T) {
	for _, c := range []struct {
		name       string
		target     float64
		n          int
		events     float64
		low, high  float64
		low3, hig3 float64
		flag       string
	}{
		{"within", .18, 75, 13, .0903255206030277, .26439557737952635, .04966205759407544, .32103912030009923, "none"},
		{"beyond 95", .62, 21, 18, .3840870545266959, .7997443608239007, .25593860097601556, .8993135651698283, "95"},
		{"beyond both", .5, 25, 24, .28416632411067194, .6758336758893281, .17376128891398457, .7862387110860154, "998"},
		{"all must", 1, 4, 3, .75625, .99375, .75025, .99975, "998"},
		{"none may", 0, 4, 1, 0, 0, 0, 0, "998"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b, ok := Funnel(c.target, c.n)
			if d := cmp.Diff([]Limits{{c.low, c.high}, {c.low3, c.hig3}}, []Limits{a, b}, near); d != "" || !ok {
				t.Error(d, ok)
			}
			if got := Outside(c.events/float64(c.n), a, b); got != c.flag {
				t.Errorf("flag %s, want %s", got, c.flag)
			}
		})
	}
	for _, bad := range []struct {
		target float64
		n      int
	}{{.5, 0}, {1.1, 5}, {math.NaN(), 5}} {
		if _, _, ok := Funnel(bad.target, bad.n); ok {
			t.Errorf("limits of %v", bad)
		}
	}
	if in95, in998, ok := Funnel(.3, 100_000); !ok || !(in998.Low < in95.Low && in95.Low < .3 && .3 < in95.High && in95.High < in998.High && in95.High < .31) {
		t.Errorf("a great many families: %v %v", in95, in998)
	}
}
