package chart

import (
	"cmp"
	"samspil/internal/clock"
	"slices"
)

// stretch is one phase within the chart: from its border to the next.
type stretch struct {
	name     string
	from, to clock.Date
	x1, x2   float64
	points   []Point
}

// stretches divides the period at the borders. The first is the one before any
// border, when there is one.
func (p Phase) stretches(field plot) []stretch {
	all := []stretch{{name: p.Words.First, from: p.From, to: p.To}}
	for _, b := range p.Borders {
		if !b.On.After(p.From) {
			all[0].name = b.Name
			continue
		}
		if b.On.After(p.To) {
			break
		}
		all[len(all)-1].to = b.On
		all = append(all, stretch{name: b.Name, from: b.On, to: p.To})
	}
	sorted := slices.SortedStableFunc(slices.Values(p.Points), func(a, b Point) int { return cmp.Compare(a.On.Sub(b.On), 0) })
	for i := range all {
		s := &all[i]
		s.x1, s.x2 = field.x(s.from), field.x(s.to)
		last := i == len(all)-1
		for _, pt := range sorted {
			if field.inside(pt.On) && !pt.On.Before(s.from) && (last || pt.On.Before(s.to)) {
				s.points = append(s.points, pt)
			}
		}
	}
	return all
}

// name of a phase above the field: its lines, and the row of the lowest of them.
type name struct {
	lines []string
	row   int
}

const nameRow = 22.0

// names gives each phase the rows of its name above the field, 0 the lowest. A
// name that reaches over a later border stands above that border's line, so that
// no line crosses a name; one that does not fit in a line is broken.
func names(all []stretch, right float64) []name {
	out := make([]name, len(all))
	for i := len(all) - 1; i >= 0; i-- {
		out[i].lines = wrap(all[i].name, textSize, right-all[i].x1-8)
		reach := all[i].x1 + 16
		for _, line := range out[i].lines {
			reach = max(reach, all[i].x1+16+textWidth(line, textSize))
		}
		for j := i + 1; j < len(all) && all[j].x1 < reach; j++ {
			out[i].row = max(out[i].row, out[j].row+len(out[j].lines))
		}
	}
	return out
}

// height of all names together.
func height(names []name) float64 {
	rows := 1
	for _, n := range names {
		rows = max(rows, n.row+len(n.lines))
	}
	return nameRow * float64(rows)
}

// borders draws the phase lines with their names.
func (p Phase) borders(c *canvas, field plot, all []stretch, names []name) {
	for i, s := range all {
		y := field.top - 12 - nameRow*float64(names[i].row)
		x, anchor := s.x1, start
		if i > 0 {
			top := y - 14 - nameRow*float64(max(0, len(names[i].lines)-1))
			c.line("chart-border", s.x1, top, s.x1, field.bottom)
			x += 7
			if len(names[i].lines) > 0 && x+textWidth(names[i].lines[0], textSize) > field.full {
				x, anchor = s.x1-7, end // not even one word has room to the right
			}
		}
		for j, line := range names[i].lines {
			c.text("chart-strong", x, y-nameRow*float64(len(names[i].lines)-1-j), anchor, line)
		}
	}
}

// median of the measurements of a phase; two at least.
func (s stretch) median() (float64, bool) {
	var values []float64
	for _, p := range s.points {
		if p.counts() {
			values = append(values, p.Value)
		}
	}
	if len(values) < 2 {
		return 0, false
	}
	slices.Sort(values)
	mid := len(values) / 2
	if len(values)%2 == 1 {
		return values[mid], true
	}
	return (values[mid-1] + values[mid]) / 2, true
}

// runs are the neighbours that may be joined: a missed one parts them, and one that
// does not count is passed by.
func (s stretch) runs() [][]Point {
	var all [][]Point
	var run []Point
	for _, p := range s.points {
		if p.Missed || p.Absent {
			all, run = append(all, run), nil
			continue
		}
		if p.counts() {
			run = append(run, p)
		}
	}
	return append(all, run)
}
