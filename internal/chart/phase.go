package chart

import (
	"slices"

	"samspil/internal/clock"
	"samspil/internal/lang"
)

// Point is one measurement by its real date, or one that was not made.
type Point struct {
	On    clock.Date
	Value float64
	// Missed was due and not made: a hollow figure with a word, under the axis and
	// never a value.
	Missed bool
	// Aside was measured and does not count: a hollow figure that nothing joins and
	// that enters neither the middle of its phase nor the number of measurements.
	Aside bool
	// Word says why it is missing, in place of the chart's own word, or why it does
	// not count.
	Word string
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
	// Aside explains the hollow figures: "Tæller ikke".
	Aside string
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

// Draw draws the chart for that width.
func (p Phase) Draw(width int) SVG {
	var c canvas
	field := plot{
		left: p.Scale.room(p.Lang), right: float64(width) - p.endRoom(width), full: float64(width),
		from: p.From, to: p.To, scale: p.Scale,
	}
	stretches := p.stretches(field)
	above := names(stretches, field.full)
	field.top = 8 + height(above)
	field.bottom = field.top + 264
	if width < phoneBelow {
		field.bottom = field.top + 220
	}
	c.grid(field, p.Lang)
	subject := "chart-" + string(p.Subject)
	c.group(subject, func() { p.levels(&c, field, stretches) })
	p.borders(&c, field, stretches, above)
	c.group(subject, func() { p.series(&c, field, stretches) })
	under := field
	under.bottom += p.gaps(stretches)
	bottom := p.hours(&c, under)
	foot := bottom + field.monthsHeight() + 10
	foot += c.legend(p.explanations(&c), 0, float64(width), foot)
	return p.svg(&c, "phase", width, foot)
}

// endRoom is the room to the right of the field for the words at the last point.
// On a phone they stand above the point and take none.
func (p Phase) endRoom(width int) float64 {
	if width < phoneBelow || p.Words.End == "" {
		return 8
	}
	return textWidth(p.Words.End, endSize) + 14
}

// hours draws the weeks' bars under the field and returns where the months begin.
func (p Phase) hours(c *canvas, field plot) float64 {
	base := field.bottom
	if len(p.Weeks) > 0 {
		base += 72
		c.text("chart-words", 0, field.bottom+26, start, p.Words.Hours)
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
func (p Phase) explanations(c *canvas) []entry {
	var all []entry
	add := func(text string, width float64, draw func(x, y float64)) {
		all = append(all, entry{text, width, draw})
	}
	in := func(draw func(x, y float64)) func(x, y float64) {
		return func(x, y float64) { c.group("chart-"+string(p.Subject), func() { draw(x, y) }) }
	}
	add(p.Words.Mark, 16, in(func(x, y float64) { c.mark(p.Subject, x+8, y, 5.5) }))
	if slices.ContainsFunc(p.Points, func(pt Point) bool { return pt.Aside }) {
		add(p.Words.Aside, 16, in(func(x, y float64) { c.hollow(p.Subject, x+8, y, 5.5) }))
	}
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
