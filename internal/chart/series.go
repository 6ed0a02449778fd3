package chart

import "slices"

// measured is the number of points that count.
func (p Phase) measured() int {
	n := 0
	for _, pt := range p.Points {
		if pt.counts() {
			n++
		}
	}
	return n
}

// counts tells a measurement that is joined to its neighbours and enters the middle
// of its phase.
func (p Point) counts() bool { return !p.Missed && !p.Absent && !p.Aside }

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
				free = p.missed(c, field, pt, free)
			case pt.Aside:
				c.hollow(p.Subject, x, y, 5.5)
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

// missedRow is the room under the field for what was not measured.
const missedRow = 28.0

// gaps tells how much room the measurements that were not made take under the field.
func (p Phase) gaps(all []stretch) float64 {
	for _, s := range all {
		if slices.ContainsFunc(s.points, func(pt Point) bool { return pt.Missed && !pt.Absent }) {
			return missedRow
		}
	}
	return 0
}

// missed draws the hollow figure in its row under the field, where no value can
// stand. Its word is beside it, and is left out where it would run into that of the
// gap before; the table has it. It returns where the next word has room.
func (p Phase) missed(c *canvas, field plot, pt Point, free float64) float64 {
	x, y, word := field.x(pt.On), field.bottom+missedRow/2, p.missedWord(pt)
	c.gap(p.Subject, x, y, 5.5)
	width := textWidth(word, noteSize)
	at := x + 12
	if at+width > field.full {
		at = x - 12 - width
	}
	if at < free {
		return max(free, x+12)
	}
	c.text("chart-words", at, y+5, start, word)
	return max(x, at+width) + 12
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
