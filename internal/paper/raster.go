package paper

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// sharp is how many dots stand for one point of a drawing.
const sharp = 2.0

// picture is a drawing as a PNG, for word processors, which do not agree on how
// drawings of lines are shown.
func (d drawing) picture() ([]byte, error) {
	img := image.NewRGBA(image.Rect(0, 0, int(math.Ceil(d.wide*sharp)), int(math.Ceil(d.high*sharp))))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	for _, s := range d.shapes {
		if s.text != "" {
			paintText(img, s)
			continue
		}
		if s.fill != nil {
			paint(img, *s.fill, s.fillOpacity, flatten(s.outline))
		}
		if s.stroke != nil {
			for _, run := range flatten(s.outline) {
				for _, dash := range cut(run, s.dashes) {
					paint(img, *s.stroke, s.strokeOpacity, stroked(dash, s.lineWeight))
				}
			}
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, img)
	return b.Bytes(), err
}

// spot is a point of a drawing.
type spot struct{ x, y float64 }

// run is a line through points.
type run []spot

// paint fills what the runs enclose.
func paint(img *image.RGBA, c colour, opacity float64, runs []run) {
	ground := extent(runs).Intersect(img.Bounds())
	if ground.Empty() {
		return
	}
	r := vector.NewRasterizer(ground.Dx(), ground.Dy())
	for _, one := range runs {
		for i, p := range one {
			x, y := float32(p.x*sharp)-float32(ground.Min.X), float32(p.y*sharp)-float32(ground.Min.Y)
			if i == 0 {
				r.MoveTo(x, y)
			} else {
				r.LineTo(x, y)
			}
		}
		r.ClosePath()
	}
	a := uint8(math.Round(opacity * 255))
	src := image.NewUniform(color.NRGBA{uint8(c.r * 255), uint8(c.g * 255), uint8(c.b * 255), a})
	r.Draw(img, ground, src, image.Point{})
}

// extent is the part of the picture that runs lie in.
func extent(runs []run) image.Rectangle {
	low, high := spot{math.Inf(1), math.Inf(1)}, spot{math.Inf(-1), math.Inf(-1)}
	for _, one := range runs {
		for _, p := range one {
			low, high = spot{min(low.x, p.x), min(low.y, p.y)}, spot{max(high.x, p.x), max(high.y, p.y)}
		}
	}
	if low.x > high.x {
		return image.Rectangle{}
	}
	return image.Rect(int(low.x*sharp)-1, int(low.y*sharp)-1, int(math.Ceil(high.x*sharp))+1, int(math.Ceil(high.y*sharp))+1)
}

// flatten turns an outline's curves into short lines.
func flatten(outline []command) []run {
	var out []run
	var now run
	for _, c := range outline {
		switch c.kind {
		case 'M':
			if len(now) > 0 {
				out = append(out, now)
			}
			now = run{{c.at[0], c.at[1]}}
		case 'L':
			now = append(now, spot{c.at[0], c.at[1]})
		case 'C':
			if len(now) > 0 {
				now = append(now, bend(now[len(now)-1], c.at)...)
			}
		case 'Z':
			if len(now) > 0 {
				now = append(now, now[0])
			}
		}
	}
	if len(now) > 0 {
		out = append(out, now)
	}
	return out
}

// bend is a curve from a point in sixteen lines.
func bend(from spot, at [6]float64) run {
	const pieces = 16
	out := make(run, 0, pieces)
	for i := 1; i <= pieces; i++ {
		t := float64(i) / pieces
		u := 1 - t
		out = append(out, spot{
			u*u*u*from.x + 3*u*u*t*at[0] + 3*u*t*t*at[2] + t*t*t*at[4],
			u*u*u*from.y + 3*u*u*t*at[1] + 3*u*t*t*at[3] + t*t*t*at[5],
		})
	}
	return out
}

// cut divides a line into dashes; without any it stays whole.
func cut(line run, dashes []float64) []run {
	if len(dashes) == 0 || len(line) < 2 {
		return []run{line}
	}
	var out []run
	on, k, left := true, 0, dashes[0]
	now := run{line[0]}
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		for length := math.Hypot(b.x-a.x, b.y-a.y); length > left; length = math.Hypot(b.x-a.x, b.y-a.y) {
			m := spot{a.x + (b.x-a.x)*left/length, a.y + (b.y-a.y)*left/length}
			if on {
				out = append(out, append(now, m))
			}
			k++
			on, left, a, now = !on, max(dashes[k%len(dashes)], 0.1), m, run{m}
		}
		left -= math.Hypot(b.x-a.x, b.y-a.y)
		now = append(now, b)
	}
	if on && len(now) > 1 {
		out = append(out, now)
	}
	return out
}

// stroked is the ground that a line of a width covers: a strip for each part, all
// turning the same way so that nothing is cut out where they overlap.
func stroked(line run, width float64) []run {
	var out []run
	h := width / 2
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		length := math.Hypot(b.x-a.x, b.y-a.y)
		if length == 0 {
			continue
		}
		dx, dy := (b.x-a.x)/length*h, (b.y-a.y)/length*h
		if i > 1 { // a little further, so that corners are filled
			a = spot{a.x - dx*0.7, a.y - dy*0.7}
		}
		out = append(out, run{{a.x - dy, a.y + dx}, {b.x - dy, b.y + dx}, {b.x + dy, b.y - dx}, {a.x + dy, a.y - dx}})
	}
	return out
}

func paintText(img *image.RGBA, s shape) {
	ink := colour{}
	if s.fill != nil {
		ink = *s.fill
	}
	outlines := typefaces()[s.weight].outlines(s)
	if s.halo {
		for _, o := range outlines {
			paint(img, colour{1, 1, 1}, 1, stroked(o, 3))
		}
	}
	paint(img, ink, 1, outlines)
}

// outlines are the letters of a text as lines.
func (t *typeface) outlines(s shape) []run {
	var out []run
	x := s.x
	for _, r := range s.text {
		g := t.glyph(r)
		for _, one := range flatten(t.letter(g.index, s.size)) {
			moved := make(run, len(one))
			for i, p := range one {
				moved[i] = spot{p.x + x, p.y + s.y}
			}
			out = append(out, moved)
		}
		x += float64(g.width) * s.size / 1000
	}
	return out
}

// letter is the outline of a glyph at a size, its foot at the origin.
func (t *typeface) letter(i sfnt.GlyphIndex, size float64) []command {
	t.mu.Lock()
	defer t.mu.Unlock()
	segments, err := t.face.LoadGlyph(&t.buffer, i, fixed.Int26_6(size*64), nil)
	if err != nil {
		return nil
	}
	var out []command
	var last spot
	for _, s := range segments {
		at := func(k int) spot { return spot{float64(s.Args[k].X) / 64, float64(s.Args[k].Y) / 64} }
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			last = at(0)
			out = append(out, command{'M', [6]float64{last.x, last.y}})
		case sfnt.SegmentOpLineTo:
			last = at(0)
			out = append(out, command{'L', [6]float64{last.x, last.y}})
		case sfnt.SegmentOpQuadTo:
			q, e := at(0), at(1)
			out = append(out, command{'C', [6]float64{last.x + (q.x-last.x)*2/3, last.y + (q.y-last.y)*2/3, e.x + (q.x-e.x)*2/3, e.y + (q.y-e.y)*2/3, e.x, e.y}})
			last = e
		case sfnt.SegmentOpCubeTo:
			a, b, e := at(0), at(1), at(2)
			out = append(out, command{'C', [6]float64{a.x, a.y, b.x, b.y, e.x, e.y}})
			last = e
		}
	}
	return out
}
