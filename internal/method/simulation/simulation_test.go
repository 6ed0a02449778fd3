package simulation

import (
	"context"
	"math"
	"runtime"
	"testing"

	"samspil/internal/method/singlecase"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// margin is how far a figure of that many runs may lie from the published one:
// four standard errors and the quarter of a point that rounding and the published
// simulation's own error take; never more than a point and a half.
func margin(runs int, percent float64) float64 {
	p := percent / 100
	m := .25 + 400*math.Sqrt(p*(1-p)/float64(runs))
	if runs < 8000 { // a quick look cannot be that sharp
		return m
	}
	return min(1.5, m)
}

func runs(t *testing.T) int {
	if testing.Short() {
		return 4000
	}
	return 20000
}

func simulate(t *testing.T, o Options) singlecase.ErrorRates {
	t.Helper()
	got, err := ErrorRates(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// rowsAgree compares what was simulated, which is what is not NaN.
func rowsAgree(t *testing.T, what string, got, want []float64, n []int, runs int) (compared int) {
	t.Helper()
	for i, g := range got {
		if math.IsNaN(g) {
			continue
		}
		compared++
		if math.Abs(g-want[i]) > margin(runs, want[i]) {
			t.Errorf("%s, n = %d: %.1f %%, published %.1f %%", what, n[i], g, want[i])
		}
	}
	return compared
}

// The published figures come out again when the rule is tried on made-up families:
// a change of the rule that makes it say more than it knows fails here.
func TestStrandRatesAreThoseOfTheRule(t *testing.T) {
	o := Options{Series: runs(t), Seed: 1, Lengths: []int{5, 6, 10, 16, 30}, Parts: []Part{Strands, Windows}}
	got, want := simulate(t, o), singlecase.Published()
	compared := 0
	check := func(part string, got, want map[string]singlecase.GradeRates) {
		for name := range want {
			compared += rowsAgree(t, part+" "+name+" signs or more", got[name].SignsOrMore, want[name].SignsOrMore, lengths(), o.Series)
			compared += rowsAgree(t, part+" "+name+" documented", got[name].Documented, want[name].Documented, lengths(), o.Series)
		}
	}
	check("strand", got.Strand, want.Strand)
	check("window", got.Window.Setback, want.Window.Setback)
	if compared != (8+5)*5*2 {
		t.Errorf("%d figures compared", compared)
	}
}

func lengths() []int { return singlecase.Published().N }

func TestFamilyRatesAreThoseOfTheRule(t *testing.T) {
	o := Options{
		Series: 2 * runs(t), Seed: 2, Lengths: []int{6, 10, 12, 16, 30}, Parts: []Part{Families}, MostStrands: 8,
		Scenarios: []string{"N3", "L3", "L6", "L6s", "R3", "H3"},
	}
	got, want := simulate(t, o).Family, singlecase.Published().Family
	compared := 0
	for _, l := range []string{"1/1", "3/3", "5/4", "8/4"} {
		for name, rows := range want.NoChange {
			compared += rowsAgree(t, name+" "+l, got.NoChange[name][l], rows[l], want.NNoChange, o.families())
		}
		for name, rows := range want.Change {
			compared += rowsAgree(t, name+" "+l, got.Change[name][l], rows[l], want.NChange, o.families())
		}
	}
	if compared != 4*6*5 {
		t.Errorf("%d figures compared", compared)
	}
}

// A rule that asks for less is caught: each constant that keeps false alarms down,
// loosened once.
func TestALooserRuleRaisesTheFalseAlarms(t *testing.T) {
	rule, _ := singlecase.RuleNamed(singlecase.RuleName)
	for name, loosen := range map[string]func(*singlecase.Rule){
		"a trend at .10":                          func(r *singlecase.Rule) { r.Alpha = .10 },
		"a smaller change":                        func(r *singlecase.Rule) { r.Criterion = 1 },
		"without intake as easily as with":        func(r *singlecase.Rule) { r.Dependence = 1 },
		"documented on five":                      func(r *singlecase.Rule) { r.LeastForThree = 5 },
		"single measurements instead of averages": func(r *singlecase.Rule) { r.GreatestWindow, r.Criterion = 1, 1.2 },
	} {
		t.Run(name, func(t *testing.T) {
			looser := rule
			loosen(&looser)
			o := Options{Rule: looser, Series: 8000, Seed: 3, Lengths: []int{5, 10}, Scenarios: []string{"N3", "L6"}, Parts: []Part{Strands}}
			got, want := simulate(t, o).Strand, singlecase.Published().Strand
			caught := false
			for name := range want {
				for i, n := range lengths() {
					two, three := got[name].SignsOrMore[i]-want[name].SignsOrMore[i], got[name].Documented[i]-want[name].Documented[i]
					caught = caught || n <= 10 && (two > margin(o.Series, want[name].SignsOrMore[i]) || three > margin(o.Series, want[name].Documented[i]))
				}
			}
			if !caught {
				t.Error("the false alarms are not seen to rise")
			}
		})
	}
}

func TestTheSameSeedGivesTheSame(t *testing.T) {
	o := Options{Series: 200, Seed: 7, Lengths: []int{6, 10}}
	one := simulate(t, o)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if d := cmp.Diff(one, simulate(t, o), cmpopts.EquateNaNs()); d != "" {
		t.Errorf("on one processor: %s", d)
	}
	o.Seed = 8
	if cmp.Equal(one, simulate(t, o), cmpopts.EquateNaNs()) {
		t.Error("another seed gives the same")
	}
}

func TestItStopsWhenAsked(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := ErrorRates(ctx, Options{Series: 1 << 30}); err == nil {
		t.Error("it went on")
	}
}

// The printed figures are those of the tables beside them.
func TestPrintedFiguresFollowFromTheTables(t *testing.T) {
	f := singlecase.Published().Family
	for row := range nineOrMore {
		low := max(f.Worst["N3"][row], f.Worst["N3s"][row])
		high := max(f.Worst["L6"][row], f.Worst["L6s"][row])
		last := len(f.Printed.UpTo) - 1
		if got, want := f.Printed.Low[row][last], max(1, int(math.Ceil(low))); got != want {
			t.Errorf("%d strands, low: %d, the table says %d", row+1, got, want)
		}
		if got, want := f.Printed.High[row][last], max(1, int(math.Ceil(high))); got != want {
			t.Errorf("%d strands, high: %d, the table says %d", row+1, got, want)
		}
	}
}
