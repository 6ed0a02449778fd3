package share

import "samspil/internal/chart"

// Bar is one group: the share that is sure, and up to which it may reach when what
// is unknown is counted too, both from 0 to 1. High is not drawn below Low. A group
// whose share is hidden has the word for it instead.
type Bar struct {
	Name      string
	Low, High float64
	Hidden    string
}

// BarWords are the words of the bars in the reader's language.
type BarWords struct {
	// Sure and Unknown explain the two parts of a bar; Unknown may be empty.
	Sure, Unknown string
}

// Bars shows a share of each group, one below the other in a fixed order, never in
// order of size.
type Bars struct {
	chart.Frame
	Bars  []Bar
	Words BarWords
}

const barRow = 46.0

// Draw draws the bars for that width.
func (b Bars) Draw(width int) chart.SVG {
	var c canvas
	label := textWidth("100–100 %")
	left, right := 0.0, float64(width)-label
	y := 12.0
	for _, bar := range b.Bars {
		c.text("chart-words", left, y+14, start, bar.Name)
		c.line("chart-row", left, y+30, right, y+30)
		if bar.Hidden != "" {
			c.text("chart-words", left, y+35, start, bar.Hidden)
			y += barRow
			continue
		}
		low, high := (right-left)*bar.Low, (right-left)*bar.High
		c.rect("chart-hours", left, y+22, low, 16)
		if high > low {
			c.rect("chart-hollow", left+low, y+22, high-low, 16)
		}
		c.text("chart-label", max(low, high)+8, y+35, start, b.spanOf(bar))
		y += barRow
	}
	height := y + 8
	height += c.legend([]entry{
		{b.Words.Sure, func(x, y float64) { c.rect("chart-hours", x, y-8, 24, 16) }},
		{b.Words.Unknown, func(x, y float64) { c.rect("chart-hollow", x, y-8, 24, 16) }},
	}, width, height)
	return svg(b.Frame, &c, "bars", width, height)
}

// spanOf is "40 %" or "40–55 %".
func (b Bars) spanOf(bar Bar) string {
	low := whole(b.Lang, bar.Low)
	if bar.High > bar.Low {
		return low + "–" + whole(b.Lang, bar.High) + " %"
	}
	return low + " %"
}
