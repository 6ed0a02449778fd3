package chart

import (
	"math"

	"samspil/internal/clock"
)

// Step is one level of the hour plan: so many hours a week from that day until
// the next step begins.
type Step struct {
	From         clock.Date
	HoursPerWeek float64
}

// Waiting is what lies between two levels of the plan and has not been approved
// yet: hours a week from Low to High, in the days from From to To.
type Waiting struct {
	From, To  clock.Date
	Low, High float64
}

// HoursWords are the words of the hours chart in the reader's language.
type HoursWords struct {
	// Axis names the numbers: "Timer om ugen".
	Axis string
	// Held, Plan, Waiting and Absent explain the figures under the chart.
	Held, Plan, Waiting, Absent string
	// Today stands at the day's line: "I dag, uge 29".
	Today string
	// Ends stands where the granted hours run out.
	Ends string
}

// Hours shows the hours delivered week by week against the stepped plan.
type Hours struct {
	Frame
	From, To clock.Date
	Weeks    []Week
	// Plan in order of date; it ends at PlanEnd.
	Plan    []Step
	PlanEnd clock.Date
	Waiting []Waiting
	// Today draws the day's line; none leaves it out.
	Today clock.Date
	// EndsOn is the day on which the granted hours run out; none leaves it out.
	EndsOn clock.Date
	Words  HoursWords
}

// Draw draws the chart for that width.
func (h Hours) Draw(width int) SVG {
	var c canvas
	phone := width < phoneBelow
	field := plot{
		left: h.scale().room(h.Lang), right: float64(width) - 2, top: 52, bottom: 52 + 208, full: float64(width),
		from: monday(h.From), to: h.To.AddDays(1), scale: h.scale(),
	}
	if phone {
		field.bottom = 52 + 200
	}
	hatchID := h.id(width) + "-hatch"
	if len(h.Waiting) > 0 {
		c.hatch(hatchID)
	}
	c.text("chart-words", 0, 16, start, h.Words.Axis)
	c.grid(field, h.Lang)
	c.weeks(field, h.Weeks, .7)
	h.waiting(&c, field, hatchID)
	h.absences(&c, field)
	h.plan(&c, field)
	h.today(&c, field)
	h.ends(&c, field)
	c.months(field, h.Lang, field.bottom)
	height := field.bottom + field.monthsHeight() + 8
	height += c.legend(h.explanations(&c, hatchID), 0, float64(width), height)
	return h.svg(&c, "hours", width, height)
}

// scale runs from 0 to above the greatest hours of any week, in whole steps.
func (h Hours) scale() Scale {
	greatest := 1.0
	for _, w := range h.Weeks {
		greatest = max(greatest, w.Hours)
	}
	for _, s := range h.Plan {
		greatest = max(greatest, s.HoursPerWeek)
	}
	for _, w := range h.Waiting {
		greatest = max(greatest, w.High)
	}
	step := niceStep(greatest / 4)
	return Scale{Max: step * math.Ceil(greatest/step), Step: step}
}

func (h Hours) waiting(c *canvas, field plot, hatchID string) {
	for _, w := range h.Waiting {
		x1, x2 := max(field.left, field.x(w.From)), min(field.right, field.x(w.To.AddDays(1)))
		y1, y2 := field.y(w.High), field.y(w.Low)
		if x2 > x1 {
			c.hatched(hatchID, x1, y1, x2-x1, y2-y1)
		}
	}
}

func (h Hours) absences(c *canvas, field plot) {
	for _, w := range h.Weeks {
		if w.Absent {
			x := (field.x(monday(w.Of)) + field.x(monday(w.Of).AddDays(7))) / 2
			c.cross(x, field.y(w.Hours)-10)
		}
	}
}

// plan draws the steps as one line.
func (h Hours) plan(c *canvas, field plot) {
	var d path
	for i, s := range h.Plan {
		until := h.PlanEnd.AddDays(1)
		if i+1 < len(h.Plan) {
			until = h.Plan[i+1].From
		}
		x1, x2, y := max(field.left, field.x(s.From)), min(field.right, field.x(until)), field.y(s.HoursPerWeek)
		if x2 < x1 {
			continue
		}
		if d == "" {
			d = d.move(x1, y)
		}
		d = d.to(x1, y).to(x2, y)
	}
	if d != "" {
		c.path("chart-plan", d)
	}
}

func (h Hours) today(c *canvas, field plot) {
	if h.Today.IsZero() || !field.inside(h.Today) {
		return
	}
	x := field.x(h.Today)
	c.line("chart-dots", x, field.top-10, x, field.bottom)
	half := textWidth(h.Words.Today, textSize)/2 + 2
	at := min(max(x, field.left+half), field.right-half)
	c.text("chart-strong", at, field.top-18, middle, h.Words.Today)
}

// ends marks the day on which the granted hours run out, at the foot.
func (h Hours) ends(c *canvas, field plot) {
	if h.EndsOn.IsZero() || !field.inside(h.EndsOn) {
		return
	}
	x := field.x(h.EndsOn.AddDays(1))
	c.line("chart-ends", x, field.bottom-18, x, field.bottom)
	c.path("chart-ends-foot", polygon(x, field.bottom, x-6, field.bottom-9, x+6, field.bottom-9))
	lines := wrap(h.Words.Ends, noteSize, 90)
	half := 0.0
	for _, line := range lines {
		half = max(half, textWidth(line, noteSize)/2+2)
	}
	c.textUp("chart-words chart-halo", min(max(x, field.left+half), field.right-half), field.bottom-23, middle, lines...)
}

func (h Hours) explanations(c *canvas, hatchID string) []entry {
	all := []entry{
		{h.Words.Held, 16, func(x, y float64) { c.rect("chart-hours", x, y-8, 14, 16) }},
		{h.Words.Plan, 22, func(x, y float64) { c.line("chart-plan", x, y, x+20, y) }},
	}
	if len(h.Waiting) > 0 {
		all = append(all, entry{h.Words.Waiting, 20, func(x, y float64) { c.hatched(hatchID, x, y-8, 18, 16) }})
	}
	for _, w := range h.Weeks {
		if w.Absent {
			return append(all, entry{h.Words.Absent, 14, func(x, y float64) { c.cross(x+6, y) }})
		}
	}
	return all
}
