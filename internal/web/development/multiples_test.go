package development_test

import (
	"regexp"
	"strings"
	"testing"

	"samspil/internal/casefile/casefiletest"
	"samspil/internal/report/reporttest"
)

// Every strand stands once, under the one who rates it and beside what is measured,
// drawn over the same days as the others.
func TestAllStrandsStandSideBySide(t *testing.T) {
	w := casefiletest.One(t)
	m := reporttest.Villads(t, w)
	p := site(t, w).As(w.Birgitte).Get("/forloeb/" + m.ID + "/udvikling")
	_, grid, ok := strings.Cut(p.Body, `id="overblik"`)
	if !ok {
		t.Fatalf("no small charts: %s", p.Text())
	}
	grid, _, _ = strings.Cut(grid, "</details>")
	rows := strings.Split(grid, `<th scope="row">`)[1:]
	if len(rows) != 3 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, rater := range []string{"Camilla, mor", "Skolen", "Villads"} {
		if !strings.Contains(grid, `<th scope="col">`+rater) {
			t.Errorf("no column of %s", rater)
		}
		if n := strings.Count(rows[i], "chart-of-small"); n != 1 || strings.Count(rows[i], "Måler ikke dette") != 2 {
			t.Errorf("row %d holds %d charts: %s", i, n, rows[i])
		}
		if !strings.Contains(rows[i], "målinger") || !strings.Contains(rows[i], "udvikling") {
			t.Errorf("row %d says no number or no grade", i)
		}
	}
	if !strings.Contains(rows[0]+rows[1]+rows[2], "målinger, ") {
		t.Error("what was missed is not told")
	}
	borders := regexp.MustCompile(`class="chart-border" x1="([\d.]+)"`)
	one, two := borders.FindAllStringSubmatch(rows[0], -1), borders.FindAllStringSubmatch(rows[2], -1)
	if len(one) == 0 || len(one) != len(two) || one[0][1] != two[0][1] {
		t.Errorf("the phases begin at different places: %v %v", one, two)
	}
	if strings.Contains(grid, `id="kurve-`) {
		t.Error("a small chart has the id of a large one")
	}
}
