// Package family draws a family: who they are, who belongs to whom, who lives
// apart and who lives in care, as family consultants draw it on paper.
package family

import (
	"math"

	"samspil/internal/chart"
)

// Sex decides the shape of a person in the family drawing.
type Sex string

// The shapes: circle, square, diamond.
const (
	Woman     Sex = "woman"
	Man       Sex = "man"
	NotStated Sex = "not-stated"
)

// Relative is one person in the family drawing.
type Relative struct {
	ID string
	// Name with the relation as it is to be read: "Sanne, mor".
	Name string
	// Note stands under the name: "bor i pleje".
	Note string
	// Age stands inside the figure; empty when it is not known.
	Age string
	Sex Sex
	// Subject tints the figure; empty leaves it white.
	Subject chart.Subject
	// Focus marks a child of the course with a frame of 5 px.
	Focus bool
	// Parents are the ids of those drawn as the parents, at most two.
	Parents []string
}

// Union ties two people who are or were a couple.
type Union struct {
	A, B string
	// Apart draws two strokes across the line: they do not live together.
	Apart bool
	// Note stands under the line: "bor ikke sammen".
	Note string
}

// Home is a house in which children live in care, tied to them by a dashed line.
type Home struct {
	Name, Note string
	Children   []string
}

// Genogram is the family drawing. It holds only what its reader may know: a
// hidden household is left out by the caller altogether, and leaves no room
// behind.
type Genogram struct {
	chart.Frame
	// People stand from left to right as given, where nothing else decides.
	People []Relative
	Unions []Union
	Homes  []Home
}

// Sizes of the figures and of the words in the family drawing.
const (
	nameSize   = 15.0
	fineSize   = 14.0
	figureHalf = 26.0 // half the width of a person
	focusHalf  = 30.0 // half the width of a child of the course
	homeHalf   = 35.0
	figureGap  = 26.0 // least room between two neighbours' words
	generation = 168.0
	unionDrop  = 25.0
)

func (r Relative) half() float64 {
	if r.Focus {
		return focusHalf
	}
	return figureHalf
}

// Draw draws the family for that width; a large family makes the drawing wider
// than asked, and the page then scales it down.
func (g Genogram) Draw(width int) chart.SVG {
	var c pen
	f := g.layout(float64(width))
	for _, t := range f.unions {
		c.union(t)
	}
	for _, d := range f.descents {
		c.descent(d)
	}
	for _, h := range f.homes {
		c.Line("chart-care", h.from, h.y, h.x, h.y)
	}
	for _, p := range f.people {
		c.relative(p)
	}
	for _, h := range f.homes {
		c.home(h)
	}
	return c.SVG(g.Frame, "family", int(f.width+.5), f.height)
}

// pen draws the parts of a family.
type pen struct{ chart.Pen }

// relative draws a person with age, name and note.
func (c *pen) relative(p placed) {
	class := "chart-relative"
	if p.Subject != "" {
		class += " chart-" + string(p.Subject)
	}
	if p.Focus {
		class += " chart-focus"
	}
	c.Group(class, func() {
		h := p.half()
		switch p.Sex {
		case Woman:
			c.Circle("chart-person", p.x, p.y, h)
		case Man:
			c.Rect("chart-person", p.x-h, p.y-h, 2*h, 2*h)
		default:
			c.Polygon("chart-person", p.x, p.y-1.2*h, p.x+1.2*h, p.y, p.x, p.y+1.2*h, p.x-1.2*h, p.y)
		}
		if p.Age != "" {
			c.Words("chart-age", p.x, p.y+6, p.Age)
		}
		c.words(p)
	})
}

// words of a person: above the figure where couples hang below it, else below.
func (c *pen) words(p placed) {
	y := p.y + p.half() + 21
	if p.Sex == NotStated {
		y = p.y + 1.2*p.half() + 20
	}
	if p.above {
		y = p.y - p.half() - 10 - 18*float64(len(p.note)) - 18*float64(len(p.name)-1)
	}
	for _, line := range p.name {
		c.Words("chart-name", p.x, y, line)
		y += 18
	}
	for _, line := range p.note {
		c.Words("chart-small", p.x, y, line)
		y += 18
	}
}

// union draws the line of a couple, hanging below both, with its strokes and words.
func (c *pen) union(t tie) {
	c.Through("chart-tie", t.x1, t.from, t.x1, t.y, t.x2, t.y, t.x2, t.from)
	if t.apart {
		for _, dx := range []float64{-4, 5} {
			c.Line("chart-apart", t.strokes+dx-4, t.y+7, t.strokes+dx+4, t.y-7)
		}
	}
	for i, line := range t.note {
		c.Words("chart-small", t.noteX, t.y+25+17*float64(i), line)
	}
}

// descent draws the line from a couple, or from one parent, to a child.
func (c *pen) descent(d drop) {
	if math.Abs(d.x1-d.x2) > .5 {
		c.Through("chart-tie", d.x1, d.y1, d.x1, d.bend, d.x2, d.bend, d.x2, d.y2)
		return
	}
	c.Through("chart-tie", d.x1, d.y1, d.x2, d.y2)
}

// home draws the house in which children live in care.
func (c *pen) home(h house) {
	const half = homeHalf
	c.Polygon("chart-home", h.x, h.y-30, h.x+half, h.y-3, h.x+half, h.y+30, h.x-half, h.y+30, h.x-half, h.y-3)
	y := h.y + 51
	for _, line := range h.name {
		c.Words("chart-name", h.x, y, line)
		y += 18
	}
	for _, line := range h.note {
		c.Words("chart-small", h.x, y, line)
		y += 18
	}
}
