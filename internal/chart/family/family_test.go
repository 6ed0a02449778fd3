package family

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/chart"
	"samspil/internal/lang"
)

func TestGenogramShapes(t *testing.T) {
	drawn := string(largeFamily().Draw(chart.Side))
	got := map[string]int{}
	for _, shape := range []string{"circle", "rect", "path"} {
		got[shape] = strings.Count(drawn, "<"+shape+` class="chart-person"`)
	}
	if d := cmp.Diff(map[string]int{"circle": 5, "rect": 4, "path": 1}, got); d != "" {
		t.Error(d)
	}
	for class, want := range map[string]int{"chart-relative chart-child chart-focus": 2, "chart-home": 1, "chart-care": 1, "chart-apart": 2} {
		if n := strings.Count(drawn, `class="`+class+`"`); n != want {
			t.Errorf("%s: %d, want %d", class, n, want)
		}
	}
}

// A name is text, whatever is in it.
func TestGenogramEscapes(t *testing.T) {
	g := familyExample()
	evil := `<script>alert("x")</script>&`
	g.People[0].Name, g.People[0].Note, g.People[0].Age, g.Unions[0].Note, g.Homes[0].Name = evil, evil, evil, evil, evil
	if drawn := string(g.Draw(chart.Side)); strings.Contains(drawn, "<script") || !strings.Contains(drawn, "&lt;script") {
		t.Error("a name was taken for a part of the drawing")
	}
}

// No two figures may stand on one another, and a couple stands side by side.
func TestGenogramLeavesRoom(t *testing.T) {
	for name, g := range map[string]Genogram{
		"small": familyExample(), "three generations": largeFamily(), "one parent": oneParentFamily(), "three couples": threeCouples(),
	} {
		t.Run(name, func(t *testing.T) {
			f := g.layout(chart.Side)
			for i, a := range f.people {
				for _, b := range f.people[i+1:] {
					if a.y == b.y && math.Abs(a.x-b.x) < a.half()+b.half() {
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
	if hidden.Draw(chart.Side) != never.Draw(chart.Side) {
		t.Error("a family with a parent left out differs from one without that parent")
	}
	if strings.Contains(string(hidden.Draw(chart.Side)), "chart-home") {
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
			if s := string(g.Draw(chart.Side)); strings.Contains(s, "NaN") || strings.Contains(s, "Inf") {
				t.Error("a place that is no number: ", s)
			}
		})
	}
}

func familyExample() Genogram {
	return Genogram{
		Frame: chart.Frame{
			ID: "familien", Title: "Familien", Lang: lang.Danish,
			Desc: "Noah på 3 år bor hos en plejefamilie. Sanne og Mads bor ikke sammen.",
		},
		People: []Relative{
			{ID: "sanne", Name: "Sanne, mor", Age: "24", Sex: Woman, Subject: chart.Parent},
			{ID: "mads", Name: "Mads, far", Age: "27", Sex: Man},
			{ID: "noah", Name: "Noah", Note: "bor i pleje", Age: "3", Sex: Man, Subject: chart.Child, Focus: true, Parents: []string{"sanne", "mads"}},
		},
		Unions: []Union{{A: "sanne", B: "mads", Apart: true, Note: "bor ikke sammen"}},
		Homes:  []Home{{Name: "Plejefamilien", Note: "siden januar 2026", Children: []string{"noah"}}},
	}
}

// largeFamily has three generations, a mother with two couples, half-sisters,
// two children in care, and somebody whose sex is not stated.
func largeFamily() Genogram {
	g := familyExample()
	g.ID = "stor-familie"
	g.People = []Relative{
		{ID: "mormor", Name: "Inge, mormor", Age: "61", Sex: Woman},
		{ID: "morfar", Name: "Bent, morfar", Age: "64", Sex: Man},
		{ID: "far", Name: "Jesper, far", Age: "45", Sex: Man, Subject: chart.Parent},
		{ID: "mor", Name: "Tine, mor", Age: "41", Sex: Woman, Subject: chart.Parent, Parents: []string{"mormor", "morfar"}},
		{ID: "moster", Name: "Lise, moster", Age: "38", Sex: Woman, Parents: []string{"mormor", "morfar"}},
		{ID: "ny", Name: "Carl, Tines kæreste", Age: "39", Sex: Man},
		{ID: "signe", Name: "Signe, søster", Age: "18", Sex: Woman, Parents: []string{"mor", "far"}},
		{ID: "emil", Name: "Emil", Note: "bor på institution", Age: "12", Sex: Man, Subject: chart.Child, Focus: true, Parents: []string{"mor", "far"}},
		{ID: "kim", Name: "Kim", Age: "10", Sex: NotStated, Subject: chart.Child, Focus: true, Parents: []string{"mor", "far"}},
		{ID: "lillesøster", Name: "Maja, halvsøster", Age: "2", Sex: Woman, Parents: []string{"mor", "ny"}},
	}
	g.Unions = []Union{{A: "far", B: "mor", Apart: true, Note: "skilt i 2019"}, {A: "mor", B: "ny"}, {A: "mormor", B: "morfar"}}
	g.Homes = []Home{{Name: "Børnehjemmet", Note: "siden marts 2025", Children: []string{"emil", "kim"}}}
	return g
}

func oneParentFamily() Genogram {
	g := familyExample()
	g.ID = "en-foraelder"
	g.People = []Relative{
		{ID: "pernille", Name: "Pernille, mor", Age: "38", Sex: Woman, Subject: chart.Parent},
		{ID: "morten", Name: "Morten, kæreste", Age: "43", Sex: Man},
		{ID: "freja", Name: "Freja", Age: "15", Sex: Woman, Subject: chart.Child, Focus: true, Parents: []string{"pernille"}},
		{ID: "oskar", Name: "Oskar", Age: "11", Sex: Man, Subject: chart.Child, Focus: true, Parents: []string{"pernille"}},
	}
	g.Unions, g.Homes = []Union{{A: "pernille", B: "morten", Note: "bor sammen"}}, nil
	return g
}
