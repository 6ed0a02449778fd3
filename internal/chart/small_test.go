package chart

import (
	"regexp"
	"strings"
	"testing"

	"samspil/internal/clock"
	"samspil/internal/lang"
)

func small(points ...Point) Small {
	return Small{
		Frame: Frame{ID: "lille", Title: "Rolige morgener, mor", Desc: "3 til 7 af 10.", Lang: "da"},
		From:  clock.NewDate(2026, 1, 5), To: clock.NewDate(2026, 9, 28), Scale: Scale{Min: 0, Max: 10}, Subject: Parent,
		Points: points, Borders: []Border{{On: clock.NewDate(2026, 3, 2), Name: "4 timer"}, {On: clock.NewDate(2026, 6, 1), Name: "1 time"}},
	}
}

func every(days, n int) (out []Point) {
	for i := range n {
		out = append(out, Point{On: clock.NewDate(2026, 1, 5).AddDays(i * days), Value: float64(3 + i%5), Missed: i == 4})
	}
	return out
}

// Charts that stand beside each other have the same field for the same period and
// scale, whatever was measured.
func TestSmallChartsShareTheirAxes(t *testing.T) {
	grid := regexp.MustCompile(`<path class="chart-(?:grid|border)"[^>]*>|<line class="chart-(?:grid|border)"[^>]*>`)
	a, b := small(every(14, 14)...), small(every(60, 3)...)
	one, two := grid.FindAllString(string(a.Draw(220)), -1), grid.FindAllString(string(b.Draw(220)), -1)
	if len(one) != 5 || strings.Join(one, "") != strings.Join(two, "") {
		t.Errorf("the axes differ:\n%s\n%s", one, two)
	}
	for _, want := range []string{">0<", ">10<", ">jan.<", ">sept.<"} {
		if !strings.Contains(string(a.Draw(220)), want) {
			t.Errorf("missing %s", want)
		}
	}
	if n := strings.Count(string(a.Draw(220)), `class="chart-median"`); n != 3 {
		t.Errorf("%d middle measurements in three phases", n)
	}
	if svg := string(b.Draw(220)); strings.Contains(svg, "chart-curve") || strings.Contains(svg, "chart-median") {
		t.Error("three points are joined")
	}
	if svg := string(a.Draw(220)); !strings.Contains(svg, "chart-gap") {
		t.Error("what was missed is not shown")
	}
	later := small(every(14, 14)...)
	later.To = clock.NewDate(2027, 2, 1)
	if svg := string(later.Draw(220)); !strings.Contains(svg, "jan. 26") || !strings.Contains(svg, "feb. 27") {
		t.Error("two years and no year at the axis")
	}
	for asked, want := range map[int]string{40: `width="168"`, 220: `width="220"`, 900: `width="288"`} {
		if !strings.Contains(string(a.Draw(asked)), want) {
			t.Errorf("asked for %d: no %s", asked, want)
		}
	}
	if small().Draw(200) == "" {
		t.Error("nothing measured, nothing drawn")
	}
}

func TestStepsOfALadderAreCountedFromOne(t *testing.T) {
	s := Scale{Min: -2, Max: 2, Steps: true}
	if first, last := s.label(lang.Danish, -2), s.label(lang.Danish, 2); first != "1" || last != "5" {
		t.Errorf("a ladder goes from %s to %s", first, last)
	}
}
