package chart

import (
	"cmp"
	"slices"

	"samspil/internal/clock"
	"samspil/internal/lang"
)

// Point is one measurement by its real date, or one that was not made.
type Point struct {
	On    clock.Date
	Value float64
	// Missed was due and not made: a hollow figure with a word, never a value.
	Missed bool
	// Absent means that somebody did not come: a cross at the foot.
	Absent bool
	// Label stands at the point, for the one or two values the words speak of.
	Label string
}

// Border begins a phase: the hours change, the course begins or ends, or the
// version of the instrument changes.
type Border struct {
	On clock.Date
	// Name of the phase that begins here, such as "4 timer om ugen".
	Name string
}

// Week holds the hours delivered in one week.
type Week struct {
	// Of is any day of the week.
	Of    clock.Date
	Hours float64
	// Absent means that an appointment of that week was not kept.
	Absent bool
}

// PhaseWords are the words of a phase chart in the reader's language. An empty
// one leaves its explanation out.
type PhaseWords struct {
	// First names the phase before the first border, such as "Før start".
	First string
	// End stands at the last measurement, such as "Mor: 7".
	End string
	// Missed stands at a measurement that was not made: "mangler".
	Missed string
	// Hours names the bars: "Timer om ugen".
	Hours string
	// Mark, Median and Band explain the figures under the chart.
	Mark, Median, Band string
	// Ends says what the two ends of the scale mean, and which is better.
	Ends string
	// Too few says how many measurements are needed, shown below five.
	TooFew string
}

// Phase shows one strand by real dates, with a line where each phase begins,
// the middle measurement of the phase, how far a single measurement may swing,
// and the hours of each week beneath.
type Phase struct {
	Frame
	From, To clock.Date
	Scale    Scale
	Subject  Subject
	// Points in any order.
	Points []Point
	// Borders in order of date.
	Borders []Border
	// Band is how far one measurement may swing to either side; 0 when unknown.
	Band float64
	// Weeks of delivered hours; none leaves the bars out.
	Weeks []Week
	Words PhaseWords
}

// stretch is one phase within the chart: from its border to the next.
type stretch struct {
	name     string
	from, to clock.Date
	x1, x2   float64
	points   []Point
}

// Draw draws the chart for that width.
func (p Phase) Draw(width int) SVG {
	var c canvas
	phone := width < phoneBelow
	field := plot{left: 46, right: float64(width), from: p.From, to: p.To, scale: p.Scale}
	field.right -= p.endRoom(phone)
	stretches := p.stretches(field)
	rows := nameRows(stretches)
	field.top = 8 + 22*float64(1+slices.Max(rows))
	field.bottom = field.top + 264
	if phone {
		field.left, field.bottom = 34, field.top+220
		stretches = p.stretches(field)
	}
	c.grid(field, p.Lang)
	c.group("chart-"+string(p.Subject), func() { p.series(&c, field, stretches) })
	p.borders(&c, field, stretches, rows)
	bottom := p.hours(&c, field)
	height := bottom + field.monthsHeight() + 10
	height += c.legend(p.explanations(&c, field), 0, float64(width), height)
	return p.svg(&c, "phase", width, height)
}

// endRoom is the room to the right of the field for the words at the last point.
func (p Phase) endRoom(phone bool) float64 {
	room := textWidth(p.Words.End, 18) + 16
	if phone {
		return max(10, min(room, 70))
	}
	return max(24, room)
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

// nameRows gives each phase the row of its name above the field, 0 the lowest.
// A name that reaches over a later border stands above that border's line, so
// that no line crosses a name.
func nameRows(all []stretch) []int {
	rows := make([]int, len(all))
	for i := len(all) - 2; i >= 0; i-- {
		reach := all[i].x1 + 8 + textWidth(all[i].name, textSize)
		for j := i + 1; j < len(all) && all[j].x1 < reach+8; j++ {
			rows[i] = max(rows[i], rows[j]+1)
		}
	}
	return rows
}

// borders draws the phase lines with their names.
func (p Phase) borders(c *canvas, field plot, all []stretch, rows []int) {
	for i, s := range all {
		y := field.top - 12 - 22*float64(rows[i])
		if i > 0 {
			c.line("chart-border", s.x1, y-14, s.x1, field.bottom)
		}
		x, anchor := s.x1+7, start
		if i == 0 {
			x = s.x1
		}
		if room := field.right + p.endRoom(false); x+textWidth(s.name, textSize) > room && i > 0 {
			x, anchor = s.x1-7, end
		}
		c.text("chart-strong", x, y, anchor, s.name)
	}
}

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

// series draws bands, medians, the lines between neighbours and the marks. Below
// five measurements only the marks.
func (p Phase) series(c *canvas, field plot, all []stretch) {
	enough := p.measured() >= LeastPoints
	for _, s := range all {
		if m, ok := s.median(); ok && enough {
			p.level(c, field, s, m)
		}
	}
	var lastX, lastY float64
	for _, s := range all {
		if enough {
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
				p.missed(c, field, s, x)
			default:
				c.mark(p.Subject, x, y, 5.5)
				c.pointLabel(field, pt, x, y)
				lastX, lastY = x, y
			}
		}
	}
	if p.Words.End != "" && p.measured() > 0 {
		x := max(lastX+14, field.right+8)
		if field.right-lastX > 60 {
			x = lastX + 14
		}
		c.text("chart-end", x, lastY+6, start, p.Words.End)
	}
}

// level draws the middle measurement of a phase and the swing around it.
func (p Phase) level(c *canvas, field plot, s stretch, m float64) {
	x1, x2 := s.x1+3, s.x2-3
	if p.Band > 0 {
		top, bottom := field.y(m+p.Band), field.y(m-p.Band)
		c.rect("chart-band", x1, top, x2-x1, bottom-top)
	}
	c.line("chart-median", x1, field.y(m), x2, field.y(m))
}

// missed draws the hollow figure where it hides nothing: half way up, or near
// the foot when the phase runs there.
func (p Phase) missed(c *canvas, field plot, s stretch, x float64) {
	y := (field.top + field.bottom) / 2
	if m, ok := s.median(); ok && abs(field.y(m)-y) < 48 {
		y = field.bottom - 34
		if abs(field.y(m)-y) < 48 {
			y = field.top + 20
		}
	}
	c.gap(p.Subject, x, y, 5.5)
	half := textWidth(p.Words.Missed, noteSize) / 2
	at := min(max(x, field.left+half), field.right-half)
	c.text("chart-note chart-halo", at, y+24, middle, p.Words.Missed)
}

// hours draws the weeks' bars under the field and returns where the months begin.
func (p Phase) hours(c *canvas, field plot) float64 {
	base := field.bottom
	if len(p.Weeks) > 0 {
		base += 72
		c.text("chart-note", 0, field.bottom+26, start, p.Words.Hours)
		greatest := 0.0
		for _, w := range p.Weeks {
			greatest = max(greatest, w.Hours)
		}
		bars := field
		bars.top, bars.bottom, bars.scale = base-34, base, Scale{Max: greatest}
		c.weeks(bars, p.Weeks, .94)
		if greatest > 0 {
			c.text("chart-axis", field.left-10, bars.top+11, end, lang.Number(p.Lang, greatest, 1))
		}
	}
	c.line("chart-base", field.left, base, field.right, base)
	c.months(field, p.Lang, base)
	return base
}

// explanations of the figures; only those that are in the picture.
func (p Phase) explanations(c *canvas, field plot) []entry {
	var all []entry
	add := func(text string, width float64, draw func(x, y float64)) {
		all = append(all, entry{text, width, draw})
	}
	in := func(draw func(x, y float64)) func(x, y float64) {
		return func(x, y float64) { c.group("chart-"+string(p.Subject), func() { draw(x, y) }) }
	}
	add(p.Words.Mark, 13, in(func(x, y float64) { c.mark(p.Subject, x+6, y, 5.5) }))
	if p.measured() < LeastPoints {
		add(p.Words.TooFew, 0, nil)
	} else {
		add(p.Words.Median, 30, in(func(x, y float64) { c.line("chart-median", x, y, x+30, y) }))
		if p.Band > 0 {
			add(p.Words.Band, 26, in(func(x, y float64) { c.rect("chart-band", x, y-9, 26, 18) }))
		}
	}
	add(p.Words.Ends, 0, nil)
	return all
}

// median of the measurements of a phase; two at least.
func (s stretch) median() (float64, bool) {
	var values []float64
	for _, p := range s.points {
		if !p.Missed && !p.Absent {
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

// runs are the neighbours that may be joined: a missed one parts them.
func (s stretch) runs() [][]Point {
	var all [][]Point
	var run []Point
	for _, p := range s.points {
		if p.Missed || p.Absent {
			all, run = append(all, run), nil
			continue
		}
		run = append(run, p)
	}
	return append(all, run)
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

// weeks draws a bar for each week; share is how much of the week's width it fills.
func (c *canvas) weeks(field plot, weeks []Week, share float64) {
	for _, w := range weeks {
		first := monday(w.Of)
		x1, x2 := max(field.left, field.x(first)), min(field.right, field.x(first.AddDays(7)))
		gap := (x2 - x1) * (1 - share) / 2
		if y := field.y(w.Hours); x2 > x1 && w.Hours > 0 {
			c.rect("chart-hours", x1+gap, y, x2-x1-2*gap, field.bottom-y)
		}
	}
}

func abs(x float64) float64 { return max(x, -x) }
