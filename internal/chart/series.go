package chart

// measured counts the points that have a value.
func (p Phase) measured() int {
	n := 0
	for _, pt := range p.Points {
		if !pt.Missed && !pt.Absent {
			n++
		}
	}
	return n
}

// levels draws the middle measurement of each phase and the swing around it;
// nothing below five measurements.
func (p Phase) levels(c *canvas, field plot, all []stretch) {
	for _, s := range all {
		m, ok := s.median()
		if !ok || p.measured() < LeastPoints {
			continue
		}
		x1, x2 := s.x1+3, s.x2-3
		if p.Band > 0 {
			top, bottom := field.y(m+p.Band), field.y(m-p.Band)
			c.rect("chart-band", x1, top, x2-x1, bottom-top)
		}
		c.line("chart-median", x1, field.y(m), x2, field.y(m))
	}
}

// series draws the marks and the lines between neighbours; below five
// measurements the marks alone.
func (p Phase) series(c *canvas, field plot, all []stretch) {
	var last Point
	free := 0.0 // where the next word of a gap has room
	for _, s := range all {
		if p.measured() >= LeastPoints {
			for _, run := range s.runs() {
				c.curve(field, run)
			}
		}
		for _, pt := range s.points {
			x, y := field.x(pt.On), field.y(pt.Value)
			switch {
			case pt.Absent:
				c.cross(x, field.bottom-14)
			case pt.Missed:
				free = p.missed(c, field, gap{s, pt, free})
			default:
				c.mark(p.Subject, x, y, 5.5)
				c.pointLabel(field, pt, x, y)
				last = pt
			}
		}
	}
	if p.Words.End != "" && p.measured() > 0 {
		p.end(c, field, last)
	}
}

// end writes the words at the last measurement: beside it where there is room,
// else above it.
func (p Phase) end(c *canvas, field plot, last Point) {
	x, y := field.x(last.On), field.y(last.Value)
	width := textWidth(p.Words.End, endSize)
	beside := x + 14
	if beside+width > field.right { // past the field, not across its last days
		beside = max(beside, field.right+8)
	}
	if beside+width <= field.right+p.endRoom(int(field.full)) {
		c.text("chart-end chart-halo", beside, y+6, start, p.Words.End)
		return
	}
	at := y - 14
	if at-endSize < field.top {
		at = y + 26
	}
	c.text("chart-end chart-halo", min(x+width/2, field.right), at, end, p.Words.End)
}

// gap is a measurement that was not made, and how far to the left its word may begin.
type gap struct {
	stretch stretch
	point   Point
	free    float64
}

// missed draws the hollow figure where it hides nothing: half way up, or near
// the foot when the phase runs there. Its word is left out where it would run into
// that of the gap before; the table has it. It returns where the next word has room.
func (p Phase) missed(c *canvas, field plot, g gap) float64 {
	s, x, word := g.stretch, field.x(g.point.On), p.missedWord(g.point)
	y := (field.top + field.bottom) / 2
	if m, ok := s.median(); ok && abs(field.y(m)-y) < 48 {
		y = field.bottom - 34
		if abs(field.y(m)-y) < 48 {
			y = field.top + 20
		}
	}
	c.gap(p.Subject, x, y, 5.5)
	half := textWidth(word, noteSize)/2 + 4
	at := min(max(x, field.left+half), field.right-half)
	if s.x2-s.x1 > 2*half {
		at = min(max(x, s.x1+half), s.x2-half)
	}
	if at-half < g.free {
		return g.free
	}
	c.text("chart-words chart-halo", at, y+24, middle, word)
	return at + half
}

func (p Phase) missedWord(pt Point) string {
	if pt.Word != "" {
		return pt.Word
	}
	return p.Words.Missed
}

// curve joins neighbouring points.
func (c *canvas) curve(field plot, run []Point) {
	if len(run) < 2 {
		return
	}
	var d path
	for i, p := range run {
		if i == 0 {
			d = d.move(field.x(p.On), field.y(p.Value))
			continue
		}
		d = d.to(field.x(p.On), field.y(p.Value))
	}
	c.path("chart-curve", d)
}

// pointLabel writes a point's own label above it, or below near the top.
func (c *canvas) pointLabel(field plot, p Point, x, y float64) {
	if p.Label == "" {
		return
	}
	at := y - 12
	if at-12 < field.top {
		at = y + 24
	}
	c.text("chart-label", x, at, middle, p.Label)
}

func abs(x float64) float64 { return max(x, -x) }
