package chart

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"samspil/internal/lang"
)

// Behaviour is one of the things that follow each other in a transition graph.
type Behaviour struct {
	Name    string
	Subject Subject
	Hollow  bool // withdrawing, taking over: drawn as an empty figure
	N       int  // how often it was seen
}

// Following is one behaviour that came after another.
type Following struct {
	From, To int // places among the behaviours
	N        int
	// Residual is how far N is from what chance would give, in standard units:
	// above 0 more often, below 0 more seldom.
	Residual float64
}

// TransitionWords are the words of a transition graph in the reader's language.
type TransitionWords struct {
	// First and Then head the two columns: "Først" and "Og så".
	First, Then string
	// More and Less explain the two kinds of lines.
	More, Less string
	// None stands where there is nothing to draw.
	None string
}

// Transition shows which behaviours followed which more often, or more seldom,
// than by chance: what came first stands to the left, what came then to the
// right, and the line between them is the thicker the further the count is from
// chance. The number on a line is the count. A line says that two things followed
// each other, never that one caused the other.
//
// The caller chooses the steps; a handful can be read, forty cannot.
type Transition struct {
	Frame
	Behaviours []Behaviour
	Steps      []Following
	Words      TransitionWords
}

const (
	stepMark   = 8.0  // half the width of a figure
	stepLine   = 19.0 // between two lines of a name
	stepRow    = 52.0 // least height of a behaviour
	stepApart  = 16.0 // further room between two subjects
	stepLegend = 44.0
)

// Draw draws the graph for that width. On a phone the steps stand below each
// other, the furthest from chance first.
func (t Transition) Draw(width int) SVG {
	var c canvas
	if len(t.drawn()) == 0 {
		c.text("chart-words", 0, 22, start, t.Words.None)
		return t.svg(&c, "transition", width, 34)
	}
	var foot float64
	if width < phoneBelow {
		foot = t.list(&c, float64(width))
	} else {
		foot = t.columns(&c, float64(width))
	}
	foot += c.legend(t.explanations(&c), 0, float64(width), foot+6) + 6
	return t.svg(&c, "transition", width, foot)
}

// drawn are the steps between behaviours that are there, the furthest from chance
// first.
func (t Transition) drawn() []Following {
	var out []Following
	for _, s := range t.Steps {
		known := func(i int) bool { return i >= 0 && i < len(t.Behaviours) }
		if known(s.From) && known(s.To) && s.Residual != 0 && !math.IsNaN(s.Residual) {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b Following) int {
		switch {
		case abs(a.Residual) > abs(b.Residual):
			return -1
		case abs(a.Residual) < abs(b.Residual):
			return 1
		}
		return 0
	})
	return out
}

// columns draws what came first to the left and what came then to the right, and
// returns the foot.
func (t Transition) columns(c *canvas, width float64) float64 {
	side := min(210, width*.3)
	c.text("chart-strong", side, 18, end, t.Words.First)
	c.text("chart-strong", width-side, 18, start, t.Words.Then)
	steps := t.drawn()
	firsts, leftFoot := t.column(c, side, true, func(s Following) int { return s.From })
	thens, rightFoot := t.column(c, width-side, false, func(s Following) int { return s.To })
	line := func(s Following) bend { return bend{side + 34, firsts[s.From], width - side - 34, thens[s.To]} }
	for _, s := range slices.Backward(steps) { // the strongest on top
		c.step(t.Behaviours[s.From].Subject, t.class(s), line(s))
	}
	var taken []box
	for _, s := range steps {
		taken = c.stepCount(t.Behaviours[s.From].Subject, s, line(s), taken)
	}
	return max(leftFoot, rightFoot)
}

// column draws the behaviours that one end of the steps has below each other, and
// returns where each stands, and the foot.
func (t Transition) column(c *canvas, x float64, left bool, of func(Following) int) (at []float64, foot float64) {
	y, before := 30.0, Subject("")
	at = make([]float64, len(t.Behaviours))
	for i, b := range t.Behaviours {
		if !slices.ContainsFunc(t.drawn(), func(s Following) bool { return of(s) == i }) {
			continue
		}
		if before != "" && b.Subject != before {
			y += stepApart
		}
		before = b.Subject
		name := wrapName(b.named(), min(210, x))
		high := max(stepRow, stepLine*float64(len(name))+14)
		at[i] = y + high/2
		y += high
		if left {
			c.lines("chart-step-name", x, at[i], end, name)
			c.behaviour(b, x+18, at[i])
			continue
		}
		c.lines("chart-step-name", x, at[i], start, name)
		c.behaviour(b, x-18, at[i])
	}
	return at, y
}

// list draws the steps below each other and returns the foot.
func (t Transition) list(c *canvas, width float64) float64 {
	side := (width-60)/2 - 29
	y := 0.0
	for _, s := range t.drawn() {
		from, to := t.Behaviours[s.From], t.Behaviours[s.To]
		first, then := wrapName(from.Name, side), wrapName(to.Name, side)
		high := max(52, stepLine*float64(max(len(first), len(then)))+22)
		middleY := y + high/2
		c.behaviour(from, 11, middleY)
		c.lines("chart-step-name", 26, middleY, start, first)
		x := width/2 - 28
		b := bend{x, middleY, x + 52, middleY}
		c.step(from.Subject, t.class(s), b)
		c.group("chart-"+string(from.Subject), func() { c.text("chart-label chart-halo", x+24, middleY-10, middle, strconv.Itoa(s.N)) })
		c.behaviour(to, width/2+40, middleY)
		c.lines("chart-step-name", width/2+55, middleY, start, then)
		y += high
		c.line("chart-grid", 0, y, width, y)
	}
	return y
}

// named is the name with the count: "Søger kontakt (42)".
func (b Behaviour) named() string { return b.Name + " (" + strconv.Itoa(b.N) + ")" }

// wrapName breaks a name into lines, after a stroke too where a word is too long.
func wrapName(name string, width float64) []string {
	lines := wrap(name, noteSize, width)
	if slices.ContainsFunc(lines, func(line string) bool { return textWidth(line, noteSize) > width }) {
		return wrap(strings.ReplaceAll(name, "/", "/ "), noteSize, width)
	}
	return lines
}

// lines writes a text of some lines around the height y.
func (c *canvas) lines(class string, x, y float64, anchor string, lines []string) {
	first := y + 5 - stepLine*float64(len(lines)-1)/2
	for i, line := range lines {
		c.text(class, x, first+stepLine*float64(i), anchor, line)
	}
}

// behaviour draws the figure of who does it.
func (c *canvas) behaviour(b Behaviour, x, y float64) {
	class := "chart-" + string(b.Subject)
	if b.Hollow {
		class += " chart-step-hollow"
	}
	c.group(class, func() { c.mark(b.Subject, x, y, stepMark) })
}

// bend is the line of a step from its beginning to its point.
type bend struct{ x1, y1, x2, y2 float64 }

// at is the point at share s of the way.
func (b bend) at(s float64) (x, y float64) {
	m, r := (b.x1+b.x2)/2, 1-s
	x = r*r*r*b.x1 + 3*r*r*s*m + 3*r*s*s*m + s*s*s*b.x2
	y = r*r*r*b.y1 + 3*r*r*s*b.y1 + 3*r*s*s*b.y2 + s*s*s*b.y2
	return x, y
}

func (b bend) path() path {
	m, tip := (b.x1+b.x2)/2, b.x2-8
	return path("").move(b.x1, b.y1) + path("C"+num(m)+" "+num(b.y1)+" "+num(m)+" "+num(b.y2)+" "+num(tip)+" "+num(b.y2))
}

// step draws the line with its point.
func (c *canvas) step(s Subject, class string, b bend) {
	c.group("chart-"+string(s), func() {
		c.path("chart-step "+class, b.path())
		c.path("chart-step-point", polygon(b.x2-12, b.y2-7, b.x2, b.y2, b.x2-12, b.y2+7))
	})
}

// class of a line: its thickness has five degrees, and what came more seldom is
// dashed.
func (t Transition) class(s Following) string {
	furthest := 0.0
	for _, other := range t.drawn() {
		furthest = max(furthest, abs(other.Residual))
	}
	class := "chart-step-" + strconv.Itoa(degree(s.Residual, furthest))
	if s.Residual < 0 {
		class += " chart-step-less"
	}
	return class
}

// degree of thickness: a step for each whole standard unit above 2, wider steps
// where the furthest lies beyond 6.
func degree(residual, furthest float64) int {
	scaled := abs(residual)
	if furthest > 6 {
		scaled *= 6 / furthest
	}
	return int(min(5, max(1, math.Floor(scaled)-1)))
}

// box is room that a count takes.
type box struct{ x, y, half float64 }

func (b box) meets(other box) bool {
	return abs(b.x-other.x) < b.half+other.half+2 && abs(b.y-other.y) < 18
}

// stepCount writes the count on the line, where it hides no other count.
func (c *canvas) stepCount(s Subject, step Following, b bend, taken []box) []box {
	words := strconv.Itoa(step.N)
	half := textWidth(words, noteSize) / 2
	var here box
	for _, share := range []float64{.3, .7, .24, .76, .37, .63, .18, .82, .44, .56, .5, .13, .87} {
		x, y := b.at(share)
		here = box{x, y, half}
		if !slices.ContainsFunc(taken, here.meets) {
			break
		}
	}
	c.group("chart-"+string(s), func() { c.text("chart-label chart-halo", here.x, here.y+5, middle, words) })
	return append(taken, here)
}

// explanations of the lines; only those that are in the picture.
func (t Transition) explanations(c *canvas) []entry {
	var all []entry
	for _, e := range []struct {
		text, class string
		more        bool
	}{{t.Words.More, "chart-step chart-step-3", true}, {t.Words.Less, "chart-step chart-step-3 chart-step-less", false}} {
		if slices.ContainsFunc(t.drawn(), func(s Following) bool { return s.Residual > 0 == e.more }) {
			all = append(all, entry{e.text, stepLegend, func(x, y float64) { c.line(e.class, x, y, x+stepLegend, y) }})
		}
	}
	return all
}

// Table lists the steps as the graph has them, the furthest from chance first.
// Head names the four columns: first, then, count, distance from chance.
func (t Transition) Table(head [4]string) Table {
	out := Table{Head: head[:]}
	for _, s := range t.drawn() {
		out.Rows = append(out.Rows, []string{
			t.Behaviours[s.From].Name, t.Behaviours[s.To].Name, strconv.Itoa(s.N), lang.Number(t.Lang, s.Residual, 1),
		})
	}
	return out
}
