package chart

import (
	"math"
	"strconv"

	"samspil/internal/clock"
	"samspil/internal/lang"
)

// Scale is the whole scale of a measure, never cut.
type Scale struct {
	Min, Max float64
	// Step between grid lines; 0 chooses one that gives at most five spaces.
	Step float64
	// Percent shows shares from 0 to 1 as percentages.
	Percent bool
	// Steps shows the steps of a ladder counted from 1, whatever their values.
	Steps bool
}

// label of a value on the scale.
func (s Scale) label(l lang.Lang, v float64) string {
	if s.Percent {
		return lang.Number(l, v*100, 0) + " %"
	}
	if s.Steps {
		v += 1 - s.Min
	}
	return lang.Number(l, v, 2)
}

// room is the width that the numbers of the scale take.
func (s Scale) room(l lang.Lang) float64 {
	widest := 0.0
	for _, v := range s.ticks() {
		widest = max(widest, textWidth(s.label(l, v), textSize))
	}
	return widest + 12
}

// ticks from the least to the greatest, at most six.
func (s Scale) ticks() []float64 {
	step := s.Step
	if step <= 0 {
		step = niceStep((s.Max - s.Min) / 5)
	}
	var at []float64
	for i := 0; s.Min+float64(i)*step <= s.Max+step*1e-9; i++ {
		at = append(at, s.Min+float64(i)*step)
	}
	return at
}

// niceStep is the least of 1, 2, 5, 10, 20, … (or .1, .2, .5 …) not below v.
func niceStep(v float64) float64 {
	if !(v > 0) {
		return 1
	}
	unit := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{1, 2, 5} {
		if m*unit >= v*(1-1e-9) {
			return m * unit
		}
	}
	return 10 * unit
}

// plot is the field in which values stand by date.
type plot struct {
	left, right, top, bottom float64
	// full is the width of the whole drawing.
	full     float64
	from, to clock.Date
	scale    Scale
}

// x of a date; the day after the last is the right edge.
func (p plot) x(d clock.Date) float64 {
	days := p.to.Sub(p.from)
	if days <= 0 {
		return p.left
	}
	return p.left + (p.right-p.left)*float64(d.Sub(p.from))/float64(days)
}

// y of a value, kept inside the scale.
func (p plot) y(v float64) float64 {
	if p.scale.Max <= p.scale.Min {
		return p.bottom
	}
	share := (v - p.scale.Min) / (p.scale.Max - p.scale.Min)
	return p.bottom - (p.bottom-p.top)*min(1, max(0, share))
}

// inside tells whether a date is shown.
func (p plot) inside(d clock.Date) bool { return !d.Before(p.from) && !d.After(p.to) }

// grid draws the lines of the scale and its numbers.
func (c *canvas) grid(p plot, l lang.Lang) {
	for _, v := range p.scale.ticks() {
		y := p.y(v)
		c.line("chart-grid", p.left, y, p.right, y)
		c.text("chart-axis", p.left-10, y+5, end, p.scale.label(l, v))
	}
}

// monthSpace is the least room from one month's name to the next.
const monthSpace = 14

// months writes the names of the months under the plot, as many as have room,
// and the year where a new one begins. Base is the line under which they stand.
func (c *canvas) months(p plot, l lang.Lang, base float64) {
	every, until := p.monthsBetweenNames(l), math.Inf(-1)
	first := clock.NewDate(p.from.Year(), p.from.Month(), 1)
	if first.Before(p.from) {
		first = first.AddMonths(1)
	}
	if name := lang.ShortMonth(l, p.from.Month()); first != p.from && p.x(first)-p.left > textWidth(name, textSize)+monthSpace {
		c.text("chart-axis", p.left, base+22, start, name)
		until = p.left + textWidth(name, textSize)
	}
	for i, d := 0, first; !d.After(p.to); i, d = i+1, d.AddMonths(1) {
		x, name := p.x(d), lang.ShortMonth(l, d.Month())
		half := textWidth(name, textSize) / 2
		c.line("chart-tick", x, base, x, base+5)
		if i%every != 0 || x-half < until+monthSpace/2 {
			continue
		}
		at := min(x, p.full-half)
		c.text("chart-axis", at, base+22, middle, name)
		until = at + half
		if p.from.Year() != p.to.Year() && d.Year() != p.from.Year() && (int(d.Month())-1) < every {
			c.text("chart-axis", at, base+41, middle, strconv.Itoa(d.Year()))
		}
	}
}

// monthsHeight is the room that months need.
func (p plot) monthsHeight() float64 {
	if p.from.Year() != p.to.Year() {
		return 46
	}
	return 28
}

// monthsBetweenNames is 1 when every month has room for its name, else 2, 3, ….
func (p plot) monthsBetweenNames(l lang.Lang) int {
	widest := 0.0
	for m := 1; m <= 12; m++ {
		widest = max(widest, textWidth(lang.ShortMonth(l, clock.NewDate(2026, 1, 1).AddMonths(m-1).Month()), textSize))
	}
	month := (p.right - p.left) * 30.4 / float64(max(1, p.to.Sub(p.from)))
	return max(1, int(math.Ceil((widest+monthSpace)/month)))
}

// monday returns the first day of the week of d.
func monday(d clock.Date) clock.Date { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }
