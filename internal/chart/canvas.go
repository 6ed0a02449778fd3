package chart

import (
	"html"
	"math"
	"strconv"
	"strings"
)

// canvas collects the shapes of a drawing in the order in which they are painted.
type canvas struct{ strings.Builder }

// Where a text is anchored.
const (
	start  = "start"
	middle = "middle"
	end    = "end"
)

func (c *canvas) line(class string, x1, y1, x2, y2 float64) {
	c.WriteString(`<line class="` + class + `" x1="` + num(x1) + `" y1="` + num(y1) + `" x2="` + num(x2) + `" y2="` + num(y2) + `"/>`)
}

func (c *canvas) rect(class string, x, y, w, h float64) {
	c.WriteString(`<rect class="` + class + `" x="` + num(x) + `" y="` + num(y) + `" width="` + num(w) + `" height="` + num(h) + `"/>`)
}

func (c *canvas) circle(class string, x, y, r float64) {
	c.WriteString(`<circle class="` + class + `" cx="` + num(x) + `" cy="` + num(y) + `" r="` + num(r) + `"/>`)
}

func (c *canvas) path(class string, d path) {
	c.WriteString(`<path class="` + class + `" d="` + string(d) + `"/>`)
}

func (c *canvas) text(class string, x, y float64, anchor, s string) {
	c.WriteString(`<text class="` + class + `" x="` + num(x) + `" y="` + num(y) + `"`)
	if anchor != start {
		c.WriteString(` text-anchor="` + anchor + `"`)
	}
	c.WriteString(`>` + html.EscapeString(s) + `</text>`)
}

// group paints what inside draws under a class.
func (c *canvas) group(class string, inside func()) {
	c.WriteString(`<g class="` + class + `">`)
	inside()
	c.WriteString(`</g>`)
}

// hatch defines slanted lines under an id, and hatched fills a rectangle with them.
func (c *canvas) hatch(id string) {
	c.WriteString(`<defs><pattern id="` + id + `" patternUnits="userSpaceOnUse" width="9" height="9" patternTransform="rotate(45)">` +
		`<line class="chart-hatch" x1="0" y1="0" x2="0" y2="9"/></pattern></defs>`)
}

func (c *canvas) hatched(id string, x, y, w, h float64) {
	c.WriteString(`<rect class="chart-waiting" fill="url(#` + id + `)" x="` + num(x) + `" y="` + num(y) +
		`" width="` + num(w) + `" height="` + num(h) + `"/>`)
}

// path is the outline of a shape.
type path string

func (p path) move(x, y float64) path { return p + path("M"+num(x)+" "+num(y)) }
func (p path) to(x, y float64) path   { return p + path("L"+num(x)+" "+num(y)) }
func (p path) close() path            { return p + "Z" }

// polygon through the points x0, y0, x1, y1, …
func polygon(at ...float64) path {
	var p path
	for i := 0; i+1 < len(at); i += 2 {
		if i == 0 {
			p = p.move(at[i], at[i+1])
			continue
		}
		p = p.to(at[i], at[i+1])
	}
	return p.close()
}

// num writes a length with at most one decimal.
func num(v float64) string {
	r := math.Round(v*10) / 10
	if r == 0 {
		r = 0 // never "-0"
	}
	return strconv.FormatFloat(r, 'f', -1, 64)
}
