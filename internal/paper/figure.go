package paper

import (
	"errors"
	"fmt"
	"strings"

	"samspil/internal/chart"
)

func (l *layout) figure(in *element, f Figure) {
	d, err := read(f.Drawing, l.style)
	if err != nil || d.wide <= 0 || d.high <= 0 {
		if err == nil {
			err = errors.New("it has no size")
		}
		l.failed = fmt.Errorf("put a drawing on paper: %w", err)
		return
	}
	scale := l.scale(d)
	high := d.high * scale
	l.need(high + 2*noteLine)
	e := in.child("Figure")
	e.alt = f.Alt
	e.attrs = fmt.Sprintf("/A <</O /Layout /Placement /Block /BBox [%s %s %s %s]>>", n(l.left()), n(l.y-high), n(l.left()+d.wide*scale), n(l.y))
	var b strings.Builder
	fmt.Fprintf(&b, "q %s 0 0 %s %s %s cm\n", three(scale), three(-scale), n(l.left()), n(l.y))
	for _, s := range d.shapes {
		l.shape(&b, s)
	}
	b.WriteString("Q")
	l.sheet().content.WriteString(l.marked(e, b.String()))
	l.y -= high + 4
	if f.Caption != "" {
		l.flow(in.child("P"), wrap(Text(f.Caption), noteSize, l.wide()), noteSize, noteLine, faint)
	}
	l.y -= bodyLine / 2
}

// scale is how much smaller a drawing stands on the page.
func (l *layout) scale(d drawing) float64 {
	scale := min(l.wide()/d.wide, 0.78)
	if most := l.full() * 0.85; d.high*scale > most {
		scale = most / d.high
	}
	return scale
}

// shape draws one shape in the drawing's own measure, whose y runs downwards.
func (l *layout) shape(b *strings.Builder, s shape) {
	if s.text != "" {
		l.label(b, s)
		return
	}
	b.WriteString("q ")
	if s.fill != nil {
		fmt.Fprintf(b, "%s rg ", *s.fill)
	}
	if s.stroke != nil {
		fmt.Fprintf(b, "%s RG %s w ", *s.stroke, n(s.lineWeight))
		if len(s.dashes) > 0 {
			fmt.Fprintf(b, "%s 0 d ", strings.ReplaceAll(fmt.Sprint(s.dashes), ",", " "))
		}
		if s.round {
			b.WriteString("1 J 1 j ")
		}
	}
	if s.fillOpacity < 1 || s.strokeOpacity < 1 {
		fmt.Fprintf(b, "/%s gs ", l.shade(min(s.fillOpacity, s.strokeOpacity)))
	}
	for _, c := range s.outline {
		switch c.kind {
		case 'M':
			fmt.Fprintf(b, "%s %s m ", n(c.at[0]), n(c.at[1]))
		case 'L':
			fmt.Fprintf(b, "%s %s l ", n(c.at[0]), n(c.at[1]))
		case 'C':
			fmt.Fprintf(b, "%s %s %s %s %s %s c ", n(c.at[0]), n(c.at[1]), n(c.at[2]), n(c.at[3]), n(c.at[4]), n(c.at[5]))
		case 'Z':
			b.WriteString("h ")
		}
	}
	switch {
	case s.fill != nil && s.stroke != nil:
		b.WriteString("B Q\n")
	case s.fill != nil:
		b.WriteString("f Q\n")
	default:
		b.WriteString("S Q\n")
	}
}

// label writes a text of a drawing; the axis is turned back for the letters.
func (l *layout) label(b *strings.Builder, s shape) {
	fill := colour{}
	if s.fill != nil {
		fill = *s.fill
	}
	shown := l.shown(s.weight, s.text)
	if s.halo {
		fmt.Fprintf(b, "/Span <</ActualText <FEFF>>> BDC q BT 1 1 1 RG 4 w 1 j 1 Tr /F%d %s Tf 1 0 0 -1 %s %s Tm %s Tj ET Q EMC\n", s.weight, n(s.size), n(s.x), n(s.y), shown)
	}
	fmt.Fprintf(b, "BT %s rg /F%d %s Tf 1 0 0 -1 %s %s Tm %s Tj ET\n", fill, s.weight, n(s.size), n(s.x), n(s.y), shown)
}

// shade names a strength of colour.
func (l *layout) shade(v float64) string {
	name := fmt.Sprintf("G%03d", int(v*1000))
	l.shades[name] = v
	return name
}

// Picture is a drawing as a PNG, with the size at which it stands on a page, in points.
func (p *Press) Picture(svg chart.SVG) (png []byte, wide, high float64, err error) {
	d, err := read(svg, p.style)
	if err == nil && (d.wide <= 0 || d.high <= 0) {
		err = errors.New("it has no size")
	}
	if err != nil {
		return nil, 0, 0, err
	}
	png, err = d.picture()
	scale := min((pageWidth-2*sideMargin)/d.wide, 0.78)
	return png, d.wide * scale, d.high * scale, err
}
