package paper

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"samspil/internal/chart"
)

// drawing is a chart as shapes with their colours, from the upper left corner.
type drawing struct {
	wide, high float64
	shapes     []shape
}

// shape is an outline or a text.
type shape struct {
	outline                 []command
	fill, stroke            *colour
	fillOpacity, lineWeight float64
	strokeOpacity           float64
	dashes                  []float64
	round                   bool

	text   string
	x, y   float64
	size   float64
	weight weight
	halo   bool // a white edge, so that it can be read over lines
}

// command is a step of an outline: M, L, C or Z with its points.
type command struct {
	kind byte
	at   [6]float64
}

// reader walks through the SVG that package chart writes. It knows that, and no
// other SVG.
type reader struct {
	style    *Style
	out      drawing
	now      *node
	patterns map[string]*node // the line of a hatching, by its name
	pattern  string           // within this one
	skip     int              // within a title or description
	letters  *shape           // the text being read
}

// read turns a chart into shapes.
func read(svg chart.SVG, style *Style) (drawing, error) {
	r := reader{style: style, patterns: map[string]*node{}}
	d := xml.NewDecoder(strings.NewReader(string(svg)))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return r.out, nil
		}
		if err != nil {
			return drawing{}, fmt.Errorf("read drawing: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			r.begin(t)
		case xml.EndElement:
			r.end(t.Name.Local)
		case xml.CharData:
			if r.letters != nil && r.skip == 0 {
				r.letters.text += string(t)
			}
		}
	}
}

// attributes of an element by name.
type attributes map[string]string

func (a attributes) number(name string) float64 {
	v, err := strconv.ParseFloat(a[name], 64)
	if err != nil {
		return 0
	}
	return v
}

func (r *reader) begin(t xml.StartElement) {
	a := attributes{}
	for _, x := range t.Attr {
		a[x.Name.Local] = x.Value
	}
	n := &node{tag: t.Name.Local, classes: strings.Fields(a["class"]), parent: r.now}
	r.style.resolve(n)
	r.now = n
	switch n.tag {
	case "svg":
		r.out.wide, r.out.high = a.number("width"), a.number("height")
	case "title", "desc":
		r.skip++
	case "pattern":
		r.pattern = a["id"]
	case "line":
		if r.pattern != "" {
			r.patterns[r.pattern] = n
			return
		}
		r.add(n, polyline(a.number("x1"), a.number("y1"), a.number("x2"), a.number("y2")))
	case "rect":
		r.rect(n, a)
	case "circle":
		r.add(n, circle(a.number("cx"), a.number("cy"), a.number("r")))
	case "path":
		r.add(n, readPath(a["d"]))
	case "text":
		r.words(n, a)
	}
}

func (r *reader) end(tag string) {
	switch tag {
	case "title", "desc":
		r.skip--
	case "pattern":
		r.pattern = ""
	case "text":
		s := *r.letters
		s.text = strings.TrimSpace(s.text)
		if anchor := r.now.value("text-anchor"); anchor != "" && anchor != "start" {
			wide := typefaces()[s.weight].width(s.text, s.size)
			if anchor == "middle" {
				wide /= 2
			}
			s.x -= wide
		}
		r.out.shapes = append(r.out.shapes, s)
		r.letters = nil
	}
	if r.now != nil {
		r.now = r.now.parent
	}
}

func (r *reader) words(n *node, a attributes) {
	s := &shape{x: a.number("x"), y: a.number("y"), size: n.number("font-size", 16), fillOpacity: 1}
	if anchor, ok := a["text-anchor"]; ok {
		n.values["text-anchor"] = anchor
	}
	if n.number("font-weight", 400) >= 600 {
		s.weight = strong
	}
	if c, ok := readColour(n.value("fill")); ok {
		s.fill = &c
	}
	s.halo = n.value("paint-order") == "stroke"
	r.letters = s
}

func (r *reader) rect(n *node, a attributes) {
	x, y, w, h := a.number("x"), a.number("y"), a.number("width"), a.number("height")
	if hatch := r.patterns[strings.TrimSuffix(strings.TrimPrefix(a["fill"], "url(#"), ")")]; hatch != nil {
		n.values["fill"] = "none"
		for _, l := range slant(x, y, w, h, 9*math.Sqrt2) {
			r.add(hatch, l)
		}
	}
	r.add(n, append(polyline(x, y, x+w, y, x+w, y+h, x, y+h), command{kind: 'Z'}))
}

// slant are lines from lower left to upper right within a rectangle.
func slant(x, y, w, h, gap float64) [][]command {
	var out [][]command
	for c := gap / 2; c < w+h; c += gap {
		x1, y1 := x+min(c, w), y+max(0, c-w)
		x2, y2 := x+max(0, c-h), y+min(c, h)
		out = append(out, polyline(x1, y1, x2, y2))
	}
	return out
}

func polyline(at ...float64) []command {
	var out []command
	for i := 0; i+1 < len(at); i += 2 {
		kind := byte('L')
		if i == 0 {
			kind = 'M'
		}
		out = append(out, command{kind, [6]float64{at[i], at[i+1]}})
	}
	return out
}

// circle in four curves; the constant makes them leave a circle by less than a
// thousandth of its radius.
func circle(x, y, r float64) []command {
	k := r * 0.5522847498
	return []command{
		{'M', [6]float64{x + r, y}},
		{'C', [6]float64{x + r, y + k, x + k, y + r, x, y + r}},
		{'C', [6]float64{x - k, y + r, x - r, y + k, x - r, y}},
		{'C', [6]float64{x - r, y - k, x - k, y - r, x, y - r}},
		{'C', [6]float64{x + k, y - r, x + r, y - k, x + r, y}},
		{kind: 'Z'},
	}
}

// readPath reads the outlines of package chart: M, L, C and Z with points apart by
// spaces.
func readPath(d string) []command {
	var out []command
	for d = strings.TrimSpace(d); d != ""; {
		kind := d[0]
		d = d[1:]
		end := strings.IndexAny(d, "MLCZ")
		if end < 0 {
			end = len(d)
		}
		c := command{kind: kind}
		for i, f := range strings.FieldsFunc(d[:end], func(r rune) bool { return r == ' ' || r == ',' }) {
			if v, err := strconv.ParseFloat(f, 64); err == nil && i < 6 {
				c.at[i] = v
			}
		}
		out = append(out, c)
		d = strings.TrimSpace(d[end:])
	}
	return out
}

func (r *reader) add(n *node, outline []command) {
	s := shape{outline: outline, fillOpacity: n.number("fill-opacity", 1), strokeOpacity: n.number("stroke-opacity", 1), round: n.value("stroke-linecap") == "round"}
	if c, ok := readColour(n.value("fill")); ok && n.tag != "line" {
		s.fill = &c
	}
	if c, ok := readColour(n.value("stroke")); ok {
		s.stroke, s.lineWeight = &c, n.number("stroke-width", 1)
	}
	for _, f := range strings.Fields(strings.ReplaceAll(n.value("stroke-dasharray"), ",", " ")) {
		if v, err := strconv.ParseFloat(f, 64); err == nil {
			s.dashes = append(s.dashes, v)
		}
	}
	if s.fill != nil || s.stroke != nil {
		r.out.shapes = append(r.out.shapes, s)
	}
}
