package chart

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/lang"
)

func transitionExample() Transition {
	return Transition{
		Frame: Frame{ID: "moenster", Title: "Hvad følger efter hvad", Desc: "Når Noah søger kontakt, følger Sanne oftere efter, end man ville vente.", Lang: lang.Danish},
		Behaviours: []Behaviour{
			{Name: "Barnets initiativ", Subject: Child, N: 25}, {Name: "Søger kontakt", Subject: Child, N: 42}, {Name: "Trækker sig", Subject: Child, Hollow: true, N: 8},
			{Name: "Følger/bekræfter", Subject: Parent, N: 48}, {Name: "Sætter ord på", Subject: Parent, N: 20}, {Name: "Overtager", Subject: Parent, Hollow: true, N: 14},
			{Name: "Fælles fokus", Subject: Dyad, N: 9}, {Name: "Konsulent støtter", Subject: Consultant, N: 6},
		},
		Steps: []Following{
			{1, 3, 31, 4.8}, {5, 2, 6, 3.1}, {0, 4, 9, 2.2}, {7, 3, 5, 2.4}, {1, 5, 2, -2.6}, {3, 6, 7, 3.9}, {6, 1, 5, 2.1}, {3, 1, 14, 1.4},
			{1, 99, 3, 9}, {0, 1, 3, math.NaN()}, {0, 2, 3, 0}, // nowhere, nothing and no distance: not drawn
		},
		Words: TransitionWords{First: "Først", Then: "Og så", More: "Oftere end ventet", Less: "Sjældnere end ventet", None: "For få til at tegne."},
	}
}

func TestTransitionDrawsTheStepsThatAreThere(t *testing.T) {
	for _, width := range []int{Column, Narrow} {
		root := parse(t, transitionExample().Draw(width))
		want := map[string]int{"chart-step-point": 8, "chart-step-less": 2, "chart-label": 8}
		if diff := cmp.Diff(want, root.counts("chart-step-point", "chart-step-less", "chart-label")); diff != "" {
			t.Errorf("%d px: %s", width, diff)
		}
	}
}

func TestTransitionThickness(t *testing.T) {
	for _, c := range []struct {
		residual, furthest float64
		want               int
	}{{0.4, 5, 1}, {1.99, 5, 1}, {2.9, 5, 1}, {3, 5, 2}, {-3.2, 5, 2}, {4.1, 5, 3}, {5.5, 6, 4}, {6, 6, 5}, {12, 12, 5}, {6, 12, 2}, {2, 12, 1}} {
		if got := degree(c.residual, c.furthest); got != c.want {
			t.Errorf("degree(%v, %v) = %d, want %d", c.residual, c.furthest, got, c.want)
		}
	}
}

func TestTransitionCountsHideNoOther(t *testing.T) {
	many := transitionExample()
	many.Steps = nil
	for i := range 4 {
		for j := range 3 {
			many.Steps = append(many.Steps, Following{i, 3 + j, 10 + i, 2.5 + float64(j)})
		}
	}
	var seen []node
	for _, n := range parse(t, many.Draw(Column)).with("chart-label") {
		for _, other := range seen {
			if abs(n.number("x")-other.number("x")) < 12 && abs(n.number("y")-other.number("y")) < 14 {
				t.Errorf("two counts at %v, %v", n.number("x"), n.number("y"))
			}
		}
		seen = append(seen, n)
	}
}

func TestTransitionTable(t *testing.T) {
	got := transitionExample().Table([4]string{"Først", "Og så", "Gange", "Afstand"})
	if len(got.Rows) != 8 || cmp.Diff([]string{"Søger kontakt", "Følger/bekræfter", "31", "4,8"}, got.Rows[0]) != "" {
		t.Errorf("got %v", got.Rows)
	}
}

func TestTransitionWithoutStepsSaysSo(t *testing.T) {
	empty := transitionExample()
	empty.Steps = nil
	if words := parse(t, empty.Draw(Column)).with("chart-words"); len(words) != 1 || words[0].Text != "For få til at tegne." {
		t.Errorf("got %v", words)
	}
}
