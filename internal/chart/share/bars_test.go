package share

import (
	"strings"
	"testing"

	"samspil/internal/chart"
)

// counts how often a class is used in a drawing.
func counts(s chart.SVG, class string) int { return strings.Count(string(s), `class="`+class+`"`) }

func TestBarsShowTheSureAndTheUnknown(t *testing.T) {
	b := Bars{Frame: chart.Frame{ID: "q", Title: "T", Desc: "D"}, Words: BarWords{"Sure", "Unknown"}, Bars: []Bar{
		{Name: "2026-1", Low: .4, High: .5}, {Name: "2026-2", Low: .2}, {Name: "2026-3", Hidden: "too few"},
	}}
	drawn := b.Draw(chart.Column)
	if counts(drawn, "chart-hours") != 3 || counts(drawn, "chart-hollow") != 2 { // one of each explains
		t.Errorf("got %s", drawn)
	}
	room := float64(chart.Column) - textWidth("100–100 %")
	if !strings.Contains(string(drawn), `width="`+num(.4*room)+`"`) || !strings.Contains(string(drawn), "40–50 %") {
		t.Errorf("40 %% is not four tenths wide: %s", drawn)
	}
}

func TestSurvivalDrawsTheSecondOnlyWhenTold(t *testing.T) {
	s := Survival{Frame: chart.Frame{ID: "t", Title: "T", Desc: "D"}, Words: SurvivalWords{First: "A", Second: "B"}, Points: []Reached{{3, .2, .3}, {6, .4, .6}}}
	for both, want := range map[bool]int{false: 0, true: 2} {
		s.Both = both
		if got := counts(s.Draw(chart.Narrow), "chart-median"); got != want {
			t.Errorf("both %v: %d dashed lines, want %d", both, got, want)
		}
	}
	if drawn := string(s.Draw(chart.Narrow)); !strings.Contains(drawn, `cy="216"`) { // 260 - .2 · 220
		t.Errorf("20 %% stands elsewhere: %s", drawn)
	}
}

func TestFunnelPlacesUnitsBySize(t *testing.T) {
	f := Funnel{Frame: chart.Frame{ID: "f", Title: "T", Desc: "D"}, Target: .5, Units: []FunnelUnit{{"A", 20, .5}, {"B", 40, 1}},
		Limits: []FunnelLimit{{20, .3, .7, .2, .8}, {40, .4, .6, .3, .7}}}
	drawn := string(f.Draw(chart.Column))
	if counts(chart.SVG(drawn), "chart-mark") != 2 || !strings.Contains(drawn, `cy="170"`) || !strings.Contains(drawn, `cy="40"`) {
		t.Errorf("got %s", drawn)
	}
}

// Three units of nearly one size and share: their names stand apart, and none over a
// mark of another.
func TestNamesInAFunnelStandApart(t *testing.T) {
	f := Funnel{Frame: chart.Frame{ID: "f", Title: "T", Desc: "D"}, Limits: []FunnelLimit{{Size: 20, High998: 1}, {Size: 60, High998: .9}}, Units: []FunnelUnit{
		{"Bakkerup-Søndermarken Kommune", 58, .41}, {"Nabo Kommune", 50, .44}, {"Ørby Kommune", 48, .43},
	}}
	for _, width := range []int{chart.Column, chart.Narrow} {
		heights := map[string]bool{}
		for _, part := range strings.Split(string(f.Draw(width)), `class="chart-words chart-halo"`)[1:] {
			_, after, _ := strings.Cut(part, `y="`)
			y, _, _ := strings.Cut(after, `"`)
			heights[y] = true
		}
		if len(heights) != 3 {
			t.Errorf("%d wide: names at the heights %v", width, heights)
		}
	}
}

func TestLongWordsGoOnOnTheNextLine(t *testing.T) {
	s := Survival{Frame: chart.Frame{ID: "t", Title: "T", Desc: "D"}, Words: SurvivalWords{First: "Tidlig afslutning tæller som afslutning (Aalen–Johansen)"}, Points: []Reached{{3, .2, .3}}}
	if drawn := string(s.Draw(chart.Narrow)); strings.Contains(drawn, s.Words.First) || !strings.Contains(drawn, "Tidlig afslutning") {
		t.Errorf("not broken: %s", drawn)
	}
}
