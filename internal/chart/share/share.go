// Package share draws shares of many families: bars of groups, how a share grew by
// month, and units between the limits of chance. Shares always run from none to
// all, groups stand in a fixed order and never by size, and nothing is coloured as
// good or bad. Each drawing has a title and a sentence, and its figures stand in a
// table beside it. Colours stand in chart.css, as those of package chart.
package share

import (
	"html"
	"math"
	"strconv"
	"strings"

	"samspil/internal/chart"
	"samspil/internal/lang"
)

// canvas collects the shapes in the order in which they are painted.
type canvas struct{ strings.Builder }

const (
	start  = "start"
	middle = "middle"
	end    = "end"
)

func num(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10+0, 'f', -1, 64) }

func (c *canvas) shape(name, class, more string, at ...any) {
	c.WriteString("<" + name + ` class="` + class + `"` + more)
	for i := 0; i+1 < len(at); i += 2 {
		c.WriteString(" " + at[i].(string) + `="` + num(at[i+1].(float64)) + `"`)
	}
	c.WriteString("/>")
}

func (c *canvas) line(class string, x1, y1, x2, y2 float64) {
	c.shape("line", class, "", "x1", x1, "y1", y1, "x2", x2, "y2", y2)
}

func (c *canvas) rect(class string, x, y, w, h float64) {
	c.shape("rect", class, "", "x", x, "y", y, "width", w, "height", h)
}

func (c *canvas) circle(class string, x, y, r float64) {
	c.shape("circle", class, "", "cx", x, "cy", y, "r", r)
}

// path draws through the points x0, y0, x1, y1, …
func (c *canvas) path(class string, at ...float64) {
	var d strings.Builder
	for i := 0; i+1 < len(at); i += 2 {
		d.WriteString(map[bool]string{true: "M", false: "L"}[i == 0] + num(at[i]) + " " + num(at[i+1]))
	}
	c.shape("path", class, ` d="`+d.String()+`"`)
}

func (c *canvas) diamond(x, y float64) {
	c.path("chart-mark", x, y-7, x+7, y, x, y+7, x-7, y, x, y-7)
}

func (c *canvas) text(class string, x, y float64, anchor, s string) {
	c.WriteString(`<text class="` + class + `" x="` + num(x) + `" y="` + num(y) + `" text-anchor="` + anchor + `">` + html.EscapeString(s) + `</text>`)
}

func (c *canvas) group(class string, inside func()) {
	c.WriteString(`<g class="` + class + `">`)
	inside()
	c.WriteString(`</g>`)
}

// textWidth is a width in which a text surely finds room, in pixels.
func textWidth(s string) float64 { return 8.6 * float64(len([]rune(s))) }

// entry is one explanation under a chart: a sample and its words.
type entry struct {
	text string
	draw func(x, y float64)
}

// wordSize is the size of explanations and names.
const wordSize = 15.0

// legend writes one entry below the other and returns the height used. Words that are
// wider than the drawing go on on the next line.
func (c *canvas) legend(all []entry, width int, top float64) float64 {
	y := top + 14
	for _, e := range all {
		if e.text == "" {
			continue
		}
		e.draw(0, y)
		for i, line := range chart.Wrap(e.text, wordSize, float64(width)-34) {
			if i > 0 {
				y += 20
			}
			c.text("chart-words", 34, y+5, start, line)
		}
		y += 26
	}
	return y - top
}

func svg(f chart.Frame, c *canvas, kind string, width int, height float64) chart.SVG {
	id := html.EscapeString(f.ID) + "-" + strconv.Itoa(width)
	return chart.SVG(`<svg xmlns="http://www.w3.org/2000/svg" class="drawing chart-of-` + kind + `" role="img" viewBox="0 0 ` + strconv.Itoa(width) + ` ` + num(height) +
		`" width="` + strconv.Itoa(width) + `" height="` + num(height) + `" aria-labelledby="` + id + `-title" aria-describedby="` + id + `-desc"><title id="` + id + `-title">` +
		html.EscapeString(f.Title) + `</title><desc id="` + id + `-desc">` + html.EscapeString(f.Desc) + `</desc>` + c.String() + `</svg>`)
}

// field is where shares stand, by a number that runs across.
type field struct{ left, right, top, bottom, most float64 }

func (f field) x(v float64) float64 { return f.left + (f.right-f.left)*v/max(1, f.most) }
func (f field) y(v float64) float64 { return f.bottom - (f.bottom-f.top)*min(1, max(0, v)) }

// axes draws the shares from none to all at the left and the numbers at the foot.
func (c *canvas) axes(f field, step float64, words string) {
	for i := range 6 {
		v := float64(i) / 5
		c.line("chart-grid", f.left, f.y(v), f.right, f.y(v))
		c.text("chart-axis", f.left-10, f.y(v)+5, end, strconv.Itoa(20*i)+" %")
	}
	for v := 0.0; v <= f.most+1e-9; v += step {
		c.line("chart-tick", f.x(v), f.bottom, f.x(v), f.bottom+5)
		c.text("chart-axis", f.x(v), f.bottom+22, middle, strconv.Itoa(int(v)))
	}
	c.text("chart-words", f.right, f.bottom+44, end, words)
}

func whole(l lang.Lang, share float64) string { return lang.Number(l, 100*share, 0) }
