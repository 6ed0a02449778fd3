package chart

import (
	"samspil/internal/clock"
	"samspil/internal/lang"
)

// Small is one of many small phase charts that stand beside each other and are read
// together: the same days along the foot of all, the whole scale of the measure, a
// line where each phase begins, the middle measurement of each phase, and gaps where
// something was missed. What the phases are called, and what the figures mean, is
// said once beside them all.
type Small struct {
	Frame
	From, To clock.Date // the same for all that stand together
	Scale    Scale
	Subject  Subject
	Points   []Point
	Borders  []Border
}

// SmallLeast and SmallMost are the widths between which a small chart can be read.
const (
	SmallLeast = 168
	SmallMost  = 288
)

// Draw draws the chart; a width beyond the two ends is brought to them.
func (s Small) Draw(width int) SVG {
	width = min(max(width, SmallLeast), SmallMost)
	p := Phase{Frame: s.Frame, From: s.From, To: s.To, Scale: s.Scale, Subject: s.Subject, Points: s.Points, Borders: s.Borders}
	least, most := s.Scale.label(s.Lang, s.Scale.Min), s.Scale.label(s.Lang, s.Scale.Max)
	var c canvas
	field := plot{
		left: max(textWidth(least, smallSize), textWidth(most, smallSize)) + 8, right: float64(width) - 8, top: 10, bottom: 94, full: float64(width),
		from: s.From, to: s.To, scale: s.Scale,
	}
	for _, v := range []float64{s.Scale.Max, (s.Scale.Min + s.Scale.Max) / 2, s.Scale.Min} {
		c.line("chart-grid", field.left, field.y(v), field.right, field.y(v))
	}
	c.text("chart-small", field.left-6, field.y(s.Scale.Max)+5, end, most)
	c.text("chart-small", field.left-6, field.y(s.Scale.Min)+5, end, least)
	c.line("chart-base", field.left, field.bottom, field.right, field.bottom)
	stretches := p.stretches(field)
	c.group("chart-"+string(s.Subject), func() { p.levels(&c, field, stretches) })
	for _, part := range stretches[1:] {
		c.line("chart-border", part.x1, field.top, part.x1, field.bottom)
	}
	c.group("chart-"+string(s.Subject), func() { s.marks(&c, field, stretches, p.measured() >= LeastPoints) })
	s.ends(&c, field)
	return s.svg(&c, "small", width, field.bottom+smallRow+26)
}

// smallSize is the size of the text at the axes.
const smallSize = 14

func (s Small) marks(c *canvas, field plot, all []stretch, joined bool) {
	for _, part := range all {
		if joined {
			for _, run := range part.runs() {
				c.curve(field, run)
			}
		}
		for _, pt := range part.points {
			x := field.x(pt.On)
			switch {
			case pt.Absent:
				c.cross(x, field.bottom-10)
			case pt.Missed:
				c.gap(s.Subject, x, field.bottom+smallRow/2, 4)
			case pt.Aside:
				c.hollow(s.Subject, x, field.y(pt.Value), 4)
			default:
				c.mark(s.Subject, x, field.y(pt.Value), 4)
			}
		}
	}
}

// ends names the first and the last month, with the year where they differ in it.
func (s Small) ends(c *canvas, field plot) {
	first, last := lang.ShortMonth(s.Lang, s.From.Month()), lang.ShortMonth(s.Lang, s.To.Month())
	if s.From.Year() != s.To.Year() {
		first, last = first+" "+year(s.From), last+" "+year(s.To)
	}
	c.text("chart-small", field.left, field.bottom+smallRow+19, start, first)
	if textWidth(first, smallSize)+textWidth(last, smallSize)+12 < field.right-field.left {
		c.text("chart-small", field.right, field.bottom+smallRow+19, end, last)
	}
}

// year is written short, as in "jan. 26".
func year(d clock.Date) string { return d.String()[2:4] }
