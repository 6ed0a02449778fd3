package chart

import (
	"strconv"

	"samspil/internal/lang"
)

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
	Frame
	Bars  []Bar
	Words BarWords
}

const barRow = 46.0

// Draw draws the bars for that width.
func (b Bars) Draw(width int) SVG {
	var c canvas
	label := textWidth("100–100 %", nameSize) + 12
	left, right := 0.0, float64(width)-label
	hatchID := b.id(width) + "-hatch"
	c.hatch(hatchID)
	y := 4.0
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
			c.hatched(hatchID, left+low, y+22, high-low, 16)
		}
		c.text("chart-label", max(low, high)+8, y+35, start, b.spanOf(bar))
		y += barRow
	}
	height := y + 8
	height += c.legend([]entry{
		{b.Words.Sure, 16, func(x, y float64) { c.rect("chart-hours", x, y-8, 14, 16) }},
		{b.Words.Unknown, 20, func(x, y float64) { c.hatched(hatchID, x, y-8, 18, 16) }},
	}, 0, float64(width), height)
	return b.svg(&c, "bars", width, height)
}

// spanOf is "40 %" or "40–55 %".
func (b Bars) spanOf(bar Bar) string {
	low := lang.Number(b.Lang, 100*bar.Low, 0)
	if bar.High > bar.Low {
		return low + "–" + lang.Number(b.Lang, 100*bar.High, 0) + " %"
	}
	return low + " %"
}

// percentAxis is the scale of shares, from none to all.
var percentAxis = Scale{Max: 1, Step: .2, Percent: true}

// across is a field in which values stand by a number.
type across struct {
	plot
	least, most float64
}

func (a across) at(v float64) float64 {
	if a.most <= a.least {
		return a.left
	}
	return a.left + (a.right-a.left)*(v-a.least)/(a.most-a.least)
}

// numbers writes the numbers under the field, and what they are.
func (c *canvas) numbers(a across, step float64, words string) {
	for v := a.least; v <= a.most+1e-9; v += step {
		x := a.at(v)
		c.line("chart-tick", x, a.bottom, x, a.bottom+5)
		text := strconv.Itoa(int(v))
		half := textWidth(text, textSize) / 2
		c.text("chart-axis", min(x, a.full-half), a.bottom+22, middle, text)
	}
	c.text("chart-words", a.right, a.bottom+44, end, words)
}
