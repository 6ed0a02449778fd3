package chart

import (
	"encoding/xml"
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"samspil/internal/clock"

	"github.com/google/go-cmp/cmp"
)

// node is an element of a drawing.
type node struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []node     `xml:",any"`
}

func parse(t *testing.T, s SVG) node {
	t.Helper()
	var n node
	if err := xml.Unmarshal([]byte(s), &n); err != nil {
		t.Fatalf("not well-formed: %v", err)
	}
	return n
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (n node) number(name string) float64 {
	v, err := strconv.ParseFloat(n.attr(name), 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

// each visits a node and all below it.
func (n node) each(visit func(node)) {
	visit(n)
	for _, c := range n.Children {
		c.each(visit)
	}
}

// with returns everything that carries the class.
func (n node) with(class string) (all []node) {
	n.each(func(c node) {
		if slices.Contains(strings.Fields(c.attr("class")), class) {
			all = append(all, c)
		}
	})
	return all
}

// counts how many elements carry each of the classes.
func (n node) counts(classes ...string) map[string]int {
	m := map[string]int{}
	for _, c := range classes {
		m[c] = len(n.with(c))
	}
	return m
}

func TestEveryDrawingIsAnImageWithWordsAndClassesOnly(t *testing.T) {
	sheet, err := os.ReadFile("../web/static/chart.css")
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{}
	allowed := regexp.MustCompile(`^(xmlns|class|role|viewBox|width|height|aria-labelledby|aria-describedby|aria-hidden|focusable|id|x|y|x1|x2|y1|y2|cx|cy|r|d|text-anchor|patternUnits|patternTransform)$`)
	for _, d := range drawings() {
		if d.name == "bars" {
			continue
		}
		t.Run(d.name, func(t *testing.T) {
			root := parse(t, d.svg)
			if root.attr("role") != "img" {
				t.Error("no role img")
			}
			for i, tag := range []string{"title", "desc"} {
				if c := root.Children[i]; c.XMLName.Local != tag || c.Text == "" {
					t.Errorf("want %s with words, got %s %q", tag, c.XMLName.Local, c.Text)
				}
			}
			if root.attr("aria-labelledby") != root.Children[0].attr("id") || root.attr("aria-describedby") != root.Children[1].attr("id") {
				t.Error("title or description is not tied to the drawing")
			}
			root.each(func(n node) {
				for _, a := range n.Attrs {
					ours := allowed.MatchString(a.Name.Local) || a.Name.Local == "fill" && strings.HasPrefix(a.Value, "url(#")
					if !ours || n.XMLName.Local == "script" || n.XMLName.Local == "style" {
						t.Errorf("<%s %s=%q>: a drawing holds classes and places only", n.XMLName.Local, a.Name.Local, a.Value)
					}
				}
				if strings.Contains(n.attr("d")+n.attr("x")+n.attr("width"), "N") {
					t.Errorf("<%s> without a place: %v", n.XMLName.Local, n.Attrs)
				}
				if id := n.attr("id"); id != "" {
					if ids[id] != "" {
						t.Errorf("id %s is also in %s", id, ids[id])
					}
					ids[id] = d.name
				}
				for _, class := range strings.Fields(n.attr("class")) {
					if !strings.HasPrefix(class, "chart-of-") && class != "chart-relative" && class != "drawing" && !strings.Contains(string(sheet), "."+class) {
						t.Errorf("class %s is not in chart.css", class)
					}
				}
			})
		})
	}
}

// No word of a drawing may be cut off at its edge.
func TestWordsStayInside(t *testing.T) {
	sizes := map[string]float64{"chart-end": endSize, "chart-words": noteSize, "chart-label": noteSize, "chart-name": nameSize, "chart-small": fineSize}
	for _, d := range drawings() {
		if d.name == "bars" {
			continue
		}
		t.Run(d.name, func(t *testing.T) {
			root := parse(t, d.svg)
			width, height := root.number("width"), root.number("height")
			root.each(func(n node) {
				if n.XMLName.Local != "text" {
					return
				}
				size := textSize
				for _, class := range strings.Fields(n.attr("class")) {
					if s, ok := sizes[class]; ok {
						size = s
					}
				}
				w, left := textWidth(n.Text, size), n.number("x")
				switch n.attr("text-anchor") {
				case middle:
					left -= w / 2
				case end:
					left -= w
				}
				if left < -2 || left+w > width+3 || n.number("y") > height || n.number("y") < size*.6 {
					t.Errorf("%q reaches from %.0f to %.0f at %.0f in a drawing of %.0f × %.0f", n.Text, left, left+w, n.number("y"), width, height)
				}
			})
		})
	}
}

func TestPhase(t *testing.T) {
	classes := []string{"chart-mark", "chart-gap", "chart-curve", "chart-median", "chart-band", "chart-border", "chart-hours"}
	noBand := phaseExample()
	noBand.Band = 0
	noHours := phaseExample()
	noHours.Weeks = nil
	absent := phaseExample()
	absent.Points[6].Absent = true
	for _, c := range []struct {
		name  string
		phase Phase
		want  []int
	}{
		// one mark, one median and one band more than in the field: they explain it
		{"all measured but one", phaseExample(), []int{14 + 1, 1, 4, 4 + 1, 4 + 1, 3, 36}},
		{"measurement error unknown: no band", noBand, []int{15, 1, 4, 5, 0, 3, 36}},
		{"without hours", noHours, []int{15, 1, 4, 5, 5, 3, 0}},
		{"did not come: a cross parts the curve", absent, []int{14, 1, 3, 5, 5, 3, 36}},
		{"below five: points and nothing more", fewExample(), []int{3 + 1, 1, 0, 0, 0, 3, 36}},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := map[string]int{}
			for i, class := range classes {
				want[class] = c.want[i]
			}
			if d := cmp.Diff(want, parse(t, c.phase.Draw(Wide)).counts(classes...)); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(want, parse(t, c.phase.Draw(Narrow)).counts(classes...)); d != "" {
				t.Error("phone: ", d)
			}
		})
	}
}

func TestPhaseKeepsTheWholeScaleAndTheCalendar(t *testing.T) {
	p := phaseExample()
	p.Subject, p.Points = Child, points(day(2, 1), 10, 0, 10, 5, 5, 5)
	root := parse(t, p.Draw(Column))
	grid := root.with("chart-grid")
	bottom, top := grid[0].number("y1"), grid[len(grid)-1].number("y1")
	marks := root.with("chart-mark")
	if marks[0].number("cy") != bottom || marks[1].number("cy") != top {
		t.Errorf("0 and 10 stand at %v and %v, the scale from %v to %v", marks[0].number("cy"), marks[1].number("cy"), bottom, top)
	}
	if got := root.with("chart-axis")[len(grid)-1].Text; got != "10" {
		t.Errorf("the scale ends at %q", got)
	}
	for i := 2; i < 5; i++ {
		if d := (marks[i].number("cx") - marks[i-1].number("cx")) - (marks[1].number("cx") - marks[0].number("cx")); math.Abs(d) > .15 {
			t.Errorf("ten days are not everywhere as wide: off by %v", d)
		}
	}
}

// A name over the chart may never be crossed by the line of a later phase.
func TestNamesAreNotCrossed(t *testing.T) {
	for _, d := range []drawing{
		{"wide", phaseExample().Draw(Wide)}, {"phone", phaseExample().Draw(Narrow)},
		{"long names", coincidingExample().Draw(Narrow)}, {"close borders", closeBorders().Draw(Narrow)},
	} {
		t.Run(d.name, func(t *testing.T) {
			root := parse(t, d.svg)
			for _, name := range root.with("chart-strong") {
				for _, line := range root.with("chart-border") {
					x, y := line.number("x1"), name.number("y")
					left := name.number("x")
					right := left + textWidth(name.Text, textSize)
					if name.attr("text-anchor") == end {
						left, right = 2*left-right, left
					}
					if x > left+1 && x < right && line.number("y1") < y {
						t.Errorf("%q is crossed at %.0f", name.Text, x)
					}
				}
			}
		})
	}
}

func closeBorders() Phase {
	p := phaseExample()
	p.Borders = []Border{{day(2, 1), "Første fase"}, {day(2, 8), "Anden fase"}, {day(2, 15), "Tredje fase"}, {day(9, 20), "Efter forløbet er slut"}}
	return p
}

func TestHours(t *testing.T) {
	h := hoursExample()
	root := parse(t, h.Draw(Column))
	want := map[string]int{
		"chart-hours": 29 + 1, "chart-cross": 2 + 1, "chart-waiting": 1 + 1, "chart-dots": 1, "chart-ends": 1, "chart-plan": 1 + 1,
	}
	if d := cmp.Diff(want, root.counts("chart-hours", "chart-cross", "chart-waiting", "chart-dots", "chart-ends", "chart-plan")); d != "" {
		t.Error(d)
	}
	t.Run("the plan steps down and never slopes", func(t *testing.T) {
		var x, y []float64
		for _, at := range regexp.MustCompile(`[ML]([\d.]+) ([\d.]+)`).FindAllStringSubmatch(root.with("chart-plan")[0].attr("d"), -1) {
			px, _ := strconv.ParseFloat(at[1], 64)
			py, _ := strconv.ParseFloat(at[2], 64)
			x, y = append(x, px), append(y, py)
		}
		for i := 1; i < len(x); i++ {
			if x[i] != x[i-1] && y[i] != y[i-1] {
				t.Errorf("from %v,%v to %v,%v", x[i-1], y[i-1], x[i], y[i])
			}
		}
	})
	t.Run("nothing recorded yet", func(t *testing.T) {
		empty := Hours{Frame: h.Frame, From: h.From, To: h.To}
		if got := len(parse(t, empty.Draw(Narrow)).with("chart-hours")); got != 0 {
			t.Errorf("%d bars, want none", got)
		}
	})
}

func TestCurveBreaksWhereNothingWasMeasured(t *testing.T) {
	root := parse(t, curveExample().Draw(Goal))
	if got := len(root.with("chart-curve")); got != 2 {
		t.Errorf("%d pieces, want 2: before and after those who did not come", got)
	}
	if got := root.with("chart-end")[0].Text; got != "36 %" {
		t.Errorf("at the end stands %q", got)
	}
	if got := len(root.with("chart-cross")); got != 2 {
		t.Errorf("%d crosses, want 2", got)
	}
}

func TestEveryWordIsEscaped(t *testing.T) {
	evil := `<script>alert("1")</script>&`
	p := phaseExample()
	p.ID, p.Title, p.Desc = `a" onload="x`, evil, evil
	p.Words = PhaseWords{evil, evil, evil, evil, evil, evil, evil, evil, evil, evil}
	p.Borders[0].Name, p.Points[2].Label = evil, evil
	for name, s := range map[string]SVG{"phase": p.Draw(Wide)} {
		t.Run(name, func(t *testing.T) {
			parse(t, s)
			if strings.Contains(string(s), "<script") || strings.Contains(string(s), `" onload`) {
				t.Error("a text came through as mark-up")
			}
		})
	}
}

func TestTables(t *testing.T) {
	p := fewExample()
	want := [][]string{
		{"1. februar 2026", "4 timer om ugen", "4"},
		{"1. marts 2026", "4 timer om ugen", "mangler"},
		{"29. marts 2026", "4 timer om ugen", "6"},
		{"26. april 2026", "2½ time", "5"},
	}
	if d := cmp.Diff(want, p.Table([3]string{"Dato", "Fase", "Måling"}, "mødte ikke").Rows); d != "" {
		t.Error(d)
	}
	h := hoursExample().Table([4]string{"Uge fra", "Holdt", "Plan", ""})
	if len(h.Rows) != 44 {
		t.Fatalf("%d weeks, want 44", len(h.Rows))
	}
	for week, want := range map[int][]string{
		0:  {"16. marts 2026", "5", "5", ""},
		24: {"31. august 2026", "1", "4", "Ikke mødt"},
		28: {"28. september 2026", "3", "4", "16 timer venter"},
		40: {"21. december 2026", "", "2", ""},
	} {
		if d := cmp.Diff(want, h.Rows[week]); d != "" {
			t.Errorf("week %d: %s", week, d)
		}
	}
}

func TestCSV(t *testing.T) {
	got := string(Table{Head: []string{"Dato", "Måling"}, Rows: [][]string{{"=1+1", "-2,5"}, {"a;b", "@x"}}}.CSV())
	want := "\ufeffDato;Måling\r\n'=1+1;-2,5\r\n\"a;b\";'@x\r\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestMonday(t *testing.T) {
	for d, want := range map[clock.Date]clock.Date{
		day(9, 28): day(9, 28), day(10, 1): day(9, 28), day(10, 4): day(9, 28), day(10, 5): day(10, 5),
	} {
		if got := monday(d); got != want {
			t.Errorf("monday(%v) = %v, want %v", d, got, want)
		}
	}
}

func TestNiceStep(t *testing.T) {
	for _, c := range []struct{ in, want float64 }{{.2, .2}, {1.25, 2}, {2, 2}, {3, 5}, {6, 10}, {20, 20}, {0, 1}} {
		if got := niceStep(c.in); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("niceStep(%v) = %v, want %v", c.in, got, c.want)
		}
	}
}

func TestForPageAndPhone(t *testing.T) {
	both := parse(t, "<div>"+ForPageAndPhone(phaseExample().Draw, Column)+"</div>")
	if got := both.counts("chart-wide", "chart-narrow", "drawing"); got["chart-wide"] != 1 || got["chart-narrow"] != 1 || got["drawing"] != 2 {
		t.Errorf("got %v", got)
	}
	if a, b := both.with("drawing")[0].attr("aria-labelledby"), both.with("drawing")[1].attr("aria-labelledby"); a == b {
		t.Errorf("both drawings have the id %s", a)
	}
}

func TestAGapSaysWhy(t *testing.T) {
	p := fewExample()
	p.Points = append(p.Points, Point{On: p.To.AddDays(-3), Missed: true, Word: "for få"})
	p.Words.Missed = "mangler"
	found := false
	for _, n := range parse(t, p.Draw(Column)).with("chart-words") {
		found = found || n.Text == "for få"
	}
	rows := p.Table([3]string{"a", "b", "c"}, "").Rows
	if last := rows[len(rows)-1]; !found || last[2] != "for få" {
		t.Errorf("drawn %v, in the table %v", found, last)
	}
}

// What was not measured may never be read as a measurement: its figure has a row of
// its own under the field, at one height, whatever was measured around it.
func TestGapsStandOutsideTheField(t *testing.T) {
	low := phaseExample()
	for i := range low.Points {
		low.Points[i].Value = float64(i % 3)
	}
	low.Points[2].Missed, low.Points[3].Missed = true, true
	curve := Curve{Frame: low.Frame, From: low.From, To: low.To, Scale: low.Scale, Subject: low.Subject, Points: low.Points}
	tiny := Small{Frame: low.Frame, From: low.From, To: low.To, Scale: low.Scale, Subject: low.Subject, Points: low.Points}
	for name, svg := range map[string]SVG{"page": low.Draw(Wide), "phone": low.Draw(Narrow), "goal": curve.Draw(Goal), "row": curve.Spark(240), "small": tiny.Draw(220)} {
		t.Run(name, func(t *testing.T) {
			root := parse(t, svg)
			foot := 0.0
			for _, mark := range root.with("chart-grid") {
				foot = max(foot, mark.number("y1"))
			}
			gaps := root.with("chart-gap")
			if len(gaps) != 3 {
				t.Fatalf("%d gaps, want 3", len(gaps))
			}
			for _, g := range gaps {
				if g.number("y") < foot || g.number("y") != gaps[0].number("y") {
					t.Errorf("a gap at %v, the others at %v, the field ends at %v", g.number("y"), gaps[0].number("y"), foot)
				}
			}
		})
	}
}

// What the rule leaves out is shown hollow; it is not joined and moves no middle.
func TestWhatDoesNotCountStandsAside(t *testing.T) {
	p := fewExample()
	p.Points = points(day(2, 10), 7, 4, 4, 4, 4, 4)
	before := parse(t, p.Draw(Wide))
	p.Points = append(p.Points, Point{On: day(2, 17), Value: 10, Aside: true, Word: "samme dag som en senere"}, Point{On: day(3, 20), Value: 10, Aside: true})
	p.Words.Aside = "Tæller ikke"
	after := parse(t, p.Draw(Wide))
	if n := len(after.with("chart-hollow")); n != 2+1 {
		t.Errorf("%d hollow figures, want 2 and the one that explains them", n)
	}
	for _, class := range []string{"chart-curve", "chart-median"} {
		if a, b := before.with(class), after.with(class); len(a) == 0 || len(a) != len(b) || a[0].attr("d")+a[0].attr("y1") != b[0].attr("d")+b[0].attr("y1") {
			t.Errorf("%s is moved by what does not count", class)
		}
	}
	for name, svg := range map[string]SVG{
		"row":   Curve{Frame: p.Frame, From: p.From, To: p.To, Scale: p.Scale, Points: p.Points}.Spark(240),
		"small": Small{Frame: p.Frame, From: p.From, To: p.To, Scale: p.Scale, Points: p.Points}.Draw(220),
		"run":   Run{Frame: p.Frame, Phase: p}.Draw(Wide),
	} {
		if root := parse(t, svg); len(root.with("chart-hollow")) < 2 || len(root.with("chart-curve")) != 1 {
			t.Errorf("%s: %v", name, root.counts("chart-hollow", "chart-curve"))
		}
	}
	if rows := p.Table([3]string{"", "", ""}, "").Rows; rows[2][2] != "10 (samme dag som en senere)" {
		t.Errorf("the table says %q", rows[2][2])
	}
}
