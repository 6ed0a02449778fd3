package chart

import (
	"math"
	"testing"
)

func TestBarsShowTheSureAndTheUnknown(t *testing.T) {
	b := Bars{Frame: Frame{ID: "q", Title: "T", Desc: "D"}, Words: BarWords{"Sure", "Unknown"}, Bars: []Bar{
		{Name: "2026-1", Low: .4, High: .5}, {Name: "2026-2", Low: .2}, {Name: "2026-3", Hidden: "too few"},
	}}
	n := parse(t, b.Draw(Column))
	full := n.with("chart-hours")
	if len(full) != 3 || len(n.with("chart-waiting")) != 2 { // one of each explains
		t.Fatalf("%d sure and %d unknown parts", len(full), len(n.with("chart-waiting")))
	}
	if a, b := full[0].number("width"), full[1].number("width"); math.Abs(a-2*b) > .2 {
		t.Errorf("40 %% is %v wide and 20 %% is %v", a, b)
	}
}

func TestSurvivalDrawsTheSecondOnlyWhenTold(t *testing.T) {
	s := Survival{Frame: Frame{ID: "t", Title: "T", Desc: "D"}, Words: SurvivalWords{First: "A", Second: "B"}, Points: []Reached{{3, .2, .3}, {6, .4, .6}}}
	for both, want := range map[bool]int{false: 0, true: 2} {
		s.Both = both
		if got := len(parse(t, s.Draw(Narrow)).with("chart-median")); got != want {
			t.Errorf("both %v: %d dashed lines, want %d", both, got, want)
		}
	}
	first := parse(t, s.Draw(Narrow)).with("chart-mark")[0]
	if y := first.number("cy"); math.Abs(y-(260-.2*220)) > .1 {
		t.Errorf("20 %% stands at %v", y)
	}
}

func TestFunnelPlacesUnitsBySize(t *testing.T) {
	f := Funnel{Frame: Frame{ID: "f", Title: "T", Desc: "D"}, Target: .5, Units: []FunnelUnit{{"A", 20, .5}, {"B", 40, 1}},
		Limits: []FunnelLimit{{20, .3, .7, .2, .8}, {40, .4, .6, .3, .7}}}
	marks := parse(t, f.Draw(Column)).with("chart-mark")
	if len(marks) != 2 || marks[0].number("cx") >= marks[1].number("cx") || math.Abs(marks[1].number("cy")-40) > .1 {
		t.Errorf("got %+v", marks)
	}
}
