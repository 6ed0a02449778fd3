package chart_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/chart"
	"samspil/internal/clock"
	"samspil/internal/lang"
)

func ladder() chart.Ladder {
	march := clock.NewDate(2026, 3, 4)
	return chart.Ladder{
		Frame: chart.Frame{ID: "l", Title: "Trinene i »Rolige morgener«", Desc: "Camilla, mor: fra »Råb« til »Ro«.", Lang: lang.Danish}, From: march, To: march.AddDays(120),
		Rungs: []chart.Rung{{Words: "Råb hver morgen"}, {Words: "Råb de fleste morgener"}, {Words: "Som nu"}, {Words: "Ro de fleste morgener, også når der er travlt og bussen går om lidt"}, {Words: "Ro & tid til at spise"}},
		Climbs: []chart.Climb{
			{Name: "Camilla, mor", Subject: chart.Parent, Seen: []chart.Seen{{On: march, Rung: 1}, {On: march.AddDays(60), Rung: 2}, {On: march.AddDays(110), Rung: 4}}},
			{Name: "Villads", Subject: chart.Child, Seen: []chart.Seen{{On: march.AddDays(3), Rung: 1}, {On: march.AddDays(300), Rung: 4}, {On: march.AddDays(9), Rung: 7}}},
		},
	}
}

func TestALadderShowsWhoSawWhatWhen(t *testing.T) {
	sheet, err := os.ReadFile("../web/static/chart.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, width := range []int{chart.Wide, chart.Narrow} {
		svg := string(ladder().Draw(width))
		for _, want := range []string{"<title", "<desc", "Ro &amp; tid til at spise", "Camilla, mor", "Villads", "juni"} {
			if !strings.Contains(svg, want) {
				t.Errorf("%d px: no %q", width, want)
			}
		}
		if n := strings.Count(svg, `class="chart-ring"`); n != 1 { // the child's last is outside the picture
			t.Errorf("%d px: %d rings", width, n)
		}
		if n := strings.Count(svg, `<rect class="chart-mark"`); n != 4 { // three, and one in the explanation
			t.Errorf("%d px: %d squares", width, n)
		}
		for _, m := range regexp.MustCompile(`class="([^"]+)"`).FindAllStringSubmatch(svg, -1) {
			for _, class := range strings.Fields(m[1]) {
				if !strings.HasPrefix(class, "chart-of-") && !strings.Contains(string(sheet), "."+class) {
					t.Errorf("class %s is not in chart.css", class)
				}
			}
		}
		if regexp.MustCompile(`>\d+<`).MatchString(svg) {
			t.Error("the family's ladder has a number in it")
		}
	}
}

// The best step stands on top.
func TestTheBestStepStandsOnTop(t *testing.T) {
	svg := string(ladder().Draw(chart.Wide))
	if strings.Index(svg, "Ro &amp; tid") > strings.Index(svg, "Råb hver morgen") {
		t.Error("the lowest step is drawn first")
	}
	heights := regexp.MustCompile(`<rect class="chart-mark" x="[^"]+" y="([^"]+)"`).FindAllStringSubmatch(svg, 3)
	if len(heights) != 3 || len(heights[0][1]) < 3 || heights[2][1] > heights[0][1] && len(heights[2][1]) >= len(heights[0][1]) {
		t.Errorf("the mother climbs, and the figures go %v", heights)
	}
}

func TestTheTableOfALadder(t *testing.T) {
	got := ladder().Table([3]string{"Dag", "Set af", "Trin"}, clock.Date.String)
	want := [][]string{{"2026-03-04", "Camilla, mor", "Råb de fleste morgener"}, {"2026-05-03", "Camilla, mor", "Som nu"}, {"2026-06-22", "Camilla, mor", "Ro & tid til at spise"},
		{"2026-03-07", "Villads", "Råb de fleste morgener"}, {"2026-12-29", "Villads", "Ro & tid til at spise"}}
	if diff := cmp.Diff(want, got.Rows); diff != "" {
		t.Error(diff)
	}
}

func TestARunChartHasOneMedianAndNoPhases(t *testing.T) {
	day := clock.NewDate(2026, 3, 4)
	p := chart.Phase{From: day, To: day.AddDays(140), Scale: chart.Scale{Max: 10}, Subject: chart.Parent, Band: 2,
		Borders: []chart.Border{{On: day.AddDays(50), Name: "4 timer"}}, Weeks: []chart.Week{{Of: day, Hours: 4}}, Words: chart.PhaseWords{First: "Før start", Hours: "Timer"}}
	for i := range 11 {
		p.Points = append(p.Points, chart.Point{On: day.AddDays(14 * i), Value: float64(i % 7)})
	}
	svg := string(chart.Run{Frame: chart.Frame{ID: "r", Title: "t", Desc: "d", Lang: lang.Danish}, Phase: p, Median: "Midten er 3"}.Draw(chart.Wide))
	if strings.Contains(svg, "chart-border") || strings.Contains(svg, "chart-hours") || strings.Contains(svg, "chart-band") || strings.Contains(svg, "4 timer") || !strings.Contains(svg, "Midten er 3") {
		t.Errorf("got %s", svg)
	}
	if n := strings.Count(svg, `class="chart-median"`); n != 2 { // one, and one in the explanation
		t.Errorf("%d medians", n)
	}
}
