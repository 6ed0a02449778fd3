// Package chart draws what has been recorded, so that a family, a consultant
// and an adviser can see it at a glance: hours week by week against the plan,
// ratings by their real dates, the family itself, and how far a course has come.
//
// A chart never stands alone. The caller gives a title and a sentence made from
// the same data, and every chart can also give its numbers as a table. Charts
// are honest: the whole scale is shown, time runs by the calendar, what was not
// measured is a gap with a word, no point is coloured as good or bad, and below
// five points there is nothing but the points.
//
// The drawings are plain SVG with classes only; colours and sizes of text stand
// in the style sheet chart.css. Every mark has a shape of its own, so that a
// drawing can be read in black and white and on paper. All words inside a chart
// come from the caller in the reader's language.
package chart

import (
	"html"
	"strconv"

	"samspil/internal/lang"
)

// SVG is a finished drawing, safe to put into a page as it is: every text in it
// has been escaped.
type SVG string

// Widths to draw for, in pixels at the size in which it is shown. Text is then
// 14 to 17 px. Any other width of at least Narrow may be asked for.
const (
	// Wide fills a page.
	Wide = 1168
	// Column fills the reading column beside a side panel.
	Column = 760
	// Goal stands beside the words of a goal.
	Goal = 440
	// Side fills a side panel.
	Side = 296
	// Narrow fills a phone.
	Narrow = 320
)

// phoneBelow is the width under which a drawing takes the shape for a phone.
const phoneBelow = 480

// LeastPoints is the number of measurements below which only the points are drawn.
const LeastPoints = 5

// Frame is what every chart has.
type Frame struct {
	// ID is unique on the page; the ids inside the drawing are made from it.
	ID string
	// Title names the chart; Desc says in at most two sentences what it shows.
	Title, Desc string
	// Lang decides the form of months and numbers.
	Lang lang.Lang
}

// Subject says whose a mark is. It gives a shape and a colour, and never means
// good or bad.
type Subject string

// The subjects and their shapes.
const (
	Child      Subject = "child"      // disc
	Parent     Subject = "parent"     // square
	Dyad       Subject = "dyad"       // two linked rings: what child and parent do together
	Consultant Subject = "consultant" // triangle: the team
	Other      Subject = "other"      // diamond: school and other outside raters
)

// svg wraps what was drawn into an image with its title and description.
func (f Frame) svg(c *canvas, kind string, width int, height float64) SVG {
	id := f.id(width)
	head := `<svg xmlns="http://www.w3.org/2000/svg" class="drawing chart-of-` + kind + `" role="img" ` +
		`viewBox="0 0 ` + strconv.Itoa(width) + ` ` + num(height) + `" ` +
		`width="` + strconv.Itoa(width) + `" height="` + num(height) + `" ` +
		`aria-labelledby="` + id + `-title" aria-describedby="` + id + `-desc">` +
		`<title id="` + id + `-title">` + html.EscapeString(f.Title) + `</title>` +
		`<desc id="` + id + `-desc">` + html.EscapeString(f.Desc) + `</desc>`
	return SVG(head + c.String() + `</svg>`)
}

// id of one drawing; a chart drawn at two widths has two.
func (f Frame) id(width int) string { return html.EscapeString(f.ID) + "-" + strconv.Itoa(width) }

// ForPageAndPhone draws twice: for that width and for a phone. The style sheet
// shows the one that fits, and the other is neither seen nor read aloud.
func ForPageAndPhone(draw func(width int) SVG, width int) SVG {
	return `<div class="chart-wide">` + draw(width) + `</div><div class="chart-narrow">` + draw(Narrow) + `</div>`
}
