package chart

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGenogramShapes(t *testing.T) {
	root := parse(t, largeFamily().Draw(Side))
	got := map[string]int{"circle": 0, "rect": 0, "path": 0}
	for _, n := range root.with("chart-person") {
		got[n.XMLName.Local]++
	}
	if d := cmp.Diff(map[string]int{"circle": 5, "rect": 4, "path": 1}, got); d != "" {
		t.Error(d)
	}
	want := map[string]int{"chart-focus": 2, "chart-home": 1, "chart-care": 1, "chart-apart": 2}
	if d := cmp.Diff(want, root.counts("chart-focus", "chart-home", "chart-care", "chart-apart")); d != "" {
		t.Error(d)
	}
}

// No two figures may stand on one another, and a couple stands side by side.
func TestGenogramLeavesRoom(t *testing.T) {
	for name, g := range map[string]Genogram{
		"small": familyExample(), "three generations": largeFamily(), "one parent": oneParentFamily(), "three couples": threeCouples(),
	} {
		t.Run(name, func(t *testing.T) {
			f := g.layout(Side)
			for i, a := range f.people {
				for _, b := range f.people[i+1:] {
					if a.y == b.y && abs(a.x-b.x) < a.half()+b.half() {
						t.Errorf("%s and %s stand on one another", a.ID, b.ID)
					}
				}
				if a.x-a.half() < 0 || a.x+a.half() > f.width {
					t.Errorf("%s stands outside the drawing", a.ID)
				}
			}
			for _, u := range f.unions {
				if u.x1 >= u.x2 {
					t.Errorf("the line of %s and %s runs backwards", u.union.A, u.union.B)
				}
			}
		})
	}
}

func threeCouples() Genogram {
	g := familyExample()
	g.People = append(g.People,
		Relative{ID: "to", Name: "Bo", Sex: Man}, Relative{ID: "tre", Name: "Ib", Sex: Man},
		Relative{ID: "barn2", Name: "Eva", Sex: Woman, Parents: []string{"sanne", "to"}},
		Relative{ID: "barn3", Name: "Ida", Sex: Woman, Parents: []string{"sanne", "tre"}})
	return g
}

// What a reader may not know is left out by the caller; nothing may show that
// something was there.
func TestGenogramHidesWithoutATrace(t *testing.T) {
	hidden := familyExample()
	hidden.Homes = nil
	hidden.People = hidden.People[:0:0]
	for _, p := range familyExample().People {
		if p.ID != "mads" {
			hidden.People = append(hidden.People, p)
		}
	}
	never := familyExample()
	never.Homes, never.Unions = nil, nil
	never.People = []Relative{never.People[0], never.People[2]}
	never.People[1].Parents = []string{"sanne"}
	if hidden.Draw(Side) != never.Draw(Side) {
		t.Error("a family with a parent left out differs from one without that parent")
	}
	if strings.Contains(string(hidden.Draw(Side)), "chart-home") {
		t.Error("the house is still there")
	}
}

func TestGenogramWithoutSense(t *testing.T) {
	for name, g := range map[string]Genogram{
		"nobody":              {},
		"own parent":          {People: []Relative{{ID: "a", Parents: []string{"a"}}}},
		"circle of parents":   {People: []Relative{{ID: "a", Parents: []string{"b"}}, {ID: "b", Parents: []string{"a"}}}},
		"tied to a stranger":  {People: []Relative{{ID: "a"}}, Unions: []Union{{A: "a", B: "x"}}},
		"house of a stranger": {People: []Relative{{ID: "a"}}, Homes: []Home{{Name: "x", Children: []string{"y"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			g.Title, g.Desc = "t", "d"
			if s := string(g.Draw(Side)); strings.Contains(s, "NaN") || strings.Contains(s, "Inf") {
				t.Error("a place that is no number: ", s)
			}
		})
	}
}
