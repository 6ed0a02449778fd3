package chart

import "samspil/internal/clock"

// Curve is a small chart beside the words of a goal: the points by date, joined
// between neighbours, with the last one named at its end.
type Curve struct {
	Frame
	From, To clock.Date
	Scale    Scale
	Subject  Subject
	Points   []Point
	// Borders part the curve; their names are not shown here.
	Borders []Border
	// End stands at the last measurement, such as "36 %".
	End string
}

// phase is the same series as a phase chart.
func (s Curve) phase() Phase {
	return Phase{
		Frame: s.Frame, From: s.From, To: s.To, Scale: s.Scale, Subject: s.Subject,
		Points: s.Points, Borders: s.Borders, Words: PhaseWords{End: s.End},
	}
}

// Draw draws the curve with the ends and the middle of its scale and the months.
func (s Curve) Draw(width int) SVG {
	var c canvas
	s.Scale.Step = (s.Scale.Max - s.Scale.Min) / 2
	field := plot{
		left: s.Scale.room(s.Lang), right: float64(width) - max(12, textWidth(s.End, endSize)+16), top: 14, bottom: 164, full: float64(width),
		from: s.From, to: s.To, scale: s.Scale,
	}
	c.grid(field, s.Lang)
	s.borders(&c, field, field.top)
	s.draw(&c, field, 5)
	p := s.phase()
	base := field.bottom
	if p.gaps(p.stretches(field)) > 0 {
		base += smallRow
	}
	c.months(field, s.Lang, base)
	return s.svg(&c, "curve", width, base+field.monthsHeight()+4)
}

// smallRow is the room under a small field for what was not measured.
const smallRow = 16.0

// Spark draws the curve alone, for a row of a table: a base line, a dotted line
// at each border, and the last value at its end.
func (s Curve) Spark(width int) SVG {
	var c canvas
	field := plot{
		left: 8, right: float64(width) - max(10, textWidth(s.End, endSize)+14), top: 10, bottom: 46,
		from: s.From, to: s.To, scale: s.Scale,
	}
	c.line("chart-grid", field.left, field.bottom+2, field.right, field.bottom+2)
	s.borders(&c, field, 2)
	s.draw(&c, field, 4)
	return s.svg(&c, "spark", width, 62)
}

// borders draws a dotted line where each phase begins.
func (s Curve) borders(c *canvas, field plot, top float64) {
	for _, b := range s.Borders {
		if field.inside(b.On) {
			c.line("chart-dots", field.x(b.On), top, field.x(b.On), field.bottom)
		}
	}
}

// draw paints the marks and what joins them; below five measurements the marks alone.
func (s Curve) draw(c *canvas, field plot, r float64) {
	p := s.phase()
	enough := p.measured() >= LeastPoints
	c.group("chart-"+string(s.Subject), func() {
		var x, y float64
		for _, part := range p.stretches(field) {
			if enough {
				for _, run := range part.runs() {
					c.curve(field, run)
				}
			}
			for _, pt := range part.points {
				switch {
				case pt.Absent:
					c.cross(field.x(pt.On), field.bottom-12)
				case pt.Missed:
					c.gap(s.Subject, field.x(pt.On), field.bottom+smallRow/2, r-.5)
				case pt.Aside:
					c.hollow(s.Subject, field.x(pt.On), field.y(pt.Value), r)
				default:
					x, y = field.x(pt.On), field.y(pt.Value)
					c.mark(s.Subject, x, y, r)
					c.pointLabel(field, pt, x, y)
				}
			}
		}
		if s.End != "" && p.measured() > 0 {
			c.text("chart-end", x+r+8, y+6, start, s.End)
		}
	})
}
