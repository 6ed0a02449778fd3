package paper

import (
	"bytes"
	"fmt"
	"strings"
)

// A4 in points, with margins of 20 mm at the sides and 18 mm above and below; the
// running lines stand within the upper and lower margin.
const (
	mm         = 72 / 25.4
	pageWidth  = 210 * mm
	pageHeight = 297 * mm
	sideMargin = 20 * mm
	topMargin  = 24 * mm
	footMargin = 22 * mm

	bodySize   = 10.5
	bodyLine   = 15.0
	noteSize   = 9.0
	noteLine   = 12.5
	leadSize   = 12.0
	leadLine   = 17.0
	ink        = "0.106 0.137 0.149"
	faint      = "0.29 0.337 0.357"
	green      = "0.059 0.431 0.294"
	rust       = "0.627 0.259 0.059"
	hairColour = "0.72 0.75 0.74"
)

var headings = [4]struct{ size, line, above, below float64 }{
	{}, {20, 25, 0, 6}, {14, 18, 18, 4}, {11.5, 15, 12, 2},
}

// sheet is one page.
type sheet struct {
	content bytes.Buffer
	owners  []*element // of each marked stretch, by its id
	links   []*link
}

// layout sets a document page by page.
type layout struct {
	doc     Document
	style   *Style
	pages   []*sheet
	y       float64 // where the next thing goes, from the foot of the page
	indent  float64
	inset   float64 // from the right margin
	bare    bool    // rows are set without a line beneath
	root    *element
	outline []entry
	places  map[string]place
	shades  map[string]float64 // strengths of colour in use, by name
	failed  error              // the first drawing that could not be read
	used    [2]map[rune]bool   // the letters written in each weight
}

// entry is a line of the table of contents beside the page.
type entry struct {
	level int
	text  string
	at    place
}

// place is a height on a page.
type place struct {
	page int
	y    float64
}

func set(d Document, style *Style) *layout {
	l := &layout{doc: d, style: style, root: &element{tag: "Document"}, places: map[string]place{}, shades: map[string]float64{}, used: [2]map[rune]bool{{}, {}}}
	l.turn()
	l.blocks(l.root, d.Blocks)
	l.running()
	return l
}

func (l *layout) sheet() *sheet { return l.pages[len(l.pages)-1] }

// turn begins a page.
func (l *layout) turn() {
	l.pages = append(l.pages, &sheet{})
	l.y = pageHeight - topMargin
}

func (l *layout) full() float64 { return pageHeight - topMargin - footMargin }
func (l *layout) left() float64 { return sideMargin + l.indent }
func (l *layout) wide() float64 { return pageWidth - sideMargin - l.inset - l.left() }
func (l *layout) fits(h float64) bool {
	return l.y-h >= footMargin
}

// need turns the page when so much height is not left, unless nothing stands on it.
func (l *layout) need(h float64) {
	if !l.fits(h) && l.y < pageHeight-topMargin {
		l.turn()
	}
}

// space leaves room, but not at the top of a page.
func (l *layout) space(h float64) {
	if l.y < pageHeight-topMargin {
		l.y -= h
	}
}

func (l *layout) blocks(in *element, all []Block) {
	for i, b := range all {
		l.need(l.together(all[i:]))
		switch b := b.(type) {
		case Heading:
			l.heading(in, b)
		case Paragraph:
			l.paragraph(in, b)
		case List:
			l.list(in, b)
		case Facts:
			l.facts(in, b)
		case Table:
			l.table(in, b)
		case Figure:
			l.figure(in, b)
		case Quote:
			l.quote(in, b)
		case Box:
			l.box(in, b)
		}
	}
}

// together is the height of a heading, and of the paragraphs that are kept with it,
// with the drawing they stand above; 0 where no drawing follows, or where all of it
// is higher than a page.
func (l *layout) together(all []Block) float64 {
	sum := 0.0
	for i, b := range all {
		switch b := b.(type) {
		case Heading:
			m := headings[min(max(b.Level, 1), 3)]
			sum += m.above + float64(len(wrap(Strong(b.Text), m.size, l.wide())))*m.line + m.below
			continue
		case Paragraph:
			if b.Keep {
				sum += float64(len(wrap(b.Spans, bodySize, l.wide())))*bodyLine + bodyLine/3
				continue
			}
		case Figure:
			if d, err := read(b.Drawing, l.style); i > 0 && err == nil && d.wide > 0 {
				if sum += d.high*l.scale(d) + 2*noteLine; sum <= l.full() {
					return sum
				}
			}
		}
		return 0
	}
	return 0
}

func (l *layout) heading(in *element, h Heading) {
	level := min(max(h.Level, 1), 3)
	m := headings[level]
	lines := wrap(Strong(h.Text), m.size, l.wide())
	l.space(m.above)
	l.need(float64(len(lines))*m.line + m.below + 3*bodyLine)
	at := place{len(l.pages) - 1, l.y}
	l.outline = append(l.outline, entry{level, h.Text, at})
	if h.Anchor != "" {
		l.places[h.Anchor] = at
	}
	e := in.child(fmt.Sprintf("H%d", level))
	for _, one := range lines {
		l.line(e, one, m.size, m.line, ink)
	}
	l.y -= m.below
}

func (l *layout) paragraph(in *element, p Paragraph) {
	size, height, colour := bodySize, bodyLine, ink
	switch {
	case p.Note:
		size, height, colour = noteSize, noteLine, faint
	case p.Lead:
		size, height = leadSize, leadLine
	}
	lines := wrap(p.Spans, size, l.wide())
	if p.Keep {
		l.need(float64(len(lines))*height + height/3 + 2*bodyLine)
	}
	l.flow(in.child("P"), lines, size, height, colour)
	l.y -= height / 3
}

// flow sets lines over as many pages as they take; no page begins or ends with a
// single line of more.
func (l *layout) flow(e *element, lines []line, size, height float64, colour string) {
	for len(lines) > 0 {
		n := int((l.y - footMargin) / height)
		if n < len(lines) {
			if len(lines)-n == 1 {
				n--
			}
			if n < 2 {
				if l.y < pageHeight-topMargin {
					l.turn()
					continue
				}
				n = 1
			}
		}
		n = min(n, len(lines))
		for _, one := range lines[:n] {
			l.line(e, one, size, height, colour)
		}
		if lines = lines[n:]; len(lines) > 0 {
			l.turn()
		}
	}
}

func (l *layout) line(e *element, one line, size, height float64, colour string) {
	l.y -= height
	l.pieces(e, one, at{l.left(), l.y + height*0.3}, size, colour)
}

func (l *layout) list(in *element, all List) {
	e := in.child("L")
	e.attrs = "/A <</O /List /ListNumbering /Disc>>"
	for _, item := range all.Items {
		li := e.child("LI")
		l.need(2 * bodyLine)
		label := li.child("Lbl")
		l.pieces(label, line{{text: "•"}}, at{l.left() + 2, l.y - bodyLine*0.7}, bodySize, ink)
		l.indent += 14
		l.flow(li.child("LBody"), wrap(item, bodySize, l.wide()), bodySize, bodyLine, ink)
		l.indent -= 14
		l.y -= 2
	}
	l.y -= bodyLine / 3
}

func (l *layout) quote(in *element, q Quote) {
	e := in.child("BlockQuote")
	e.language = q.Language
	l.beside(ink, func() {
		l.flow(e.child("P"), wrap([]Span{{Text: q.Words(), Language: q.Language}}, bodySize, l.wide()), bodySize, bodyLine, ink)
		if q.By != "" {
			l.flow(e.child("P"), wrap(Text(q.By), noteSize, l.wide()), noteSize, noteLine, faint)
		}
	})
	l.y -= bodyLine / 3
}

func (l *layout) box(in *element, b Box) {
	e := in.child("Div")
	colour := ink
	switch {
	case b.Good:
		colour = green
	case b.Bad:
		colour = rust
	}
	l.space(6)
	l.need(4 * bodyLine)
	page, from := len(l.pages)-1, l.y
	l.indent, l.inset, l.y = l.indent+16, l.inset+14, l.y-10
	l.blocks(e, b.Blocks)
	l.indent, l.inset, l.y = l.indent-16, l.inset-14, l.y-5
	for ; page < len(l.pages); page++ {
		to := footMargin
		if page == len(l.pages)-1 {
			to = l.y
		}
		l.pages[page].frame(colour, l.left(), from, l.wide(), to)
		from = pageHeight - topMargin
	}
	l.y -= 10
}

// frame draws a frame whose left side is broad and coloured.
func (s *sheet) frame(colour string, left, top, wide, foot float64) {
	right := left + wide
	edge := pen{ink, 1}
	s.rule(edge, at{left, top}, at{right, top})
	s.rule(edge, at{right, top}, at{right, foot})
	s.rule(edge, at{left, foot}, at{right, foot})
	s.rule(pen{colour, 4}, at{left + 2, top + 0.5}, at{left + 2, foot - 0.5})
}

// beside sets what inside sets with a line at its left, on every page it takes.
func (l *layout) beside(colour string, inside func()) {
	l.need(2 * bodyLine)
	page, from := len(l.pages)-1, l.y
	x := l.left() + 1
	l.indent += 12
	inside()
	l.indent -= 12
	for ; page < len(l.pages); page++ {
		to := footMargin
		if page == len(l.pages)-1 {
			to = l.y
		}
		s := l.pages[page]
		s.rule(pen{colour, 2.5}, at{x, from}, at{x, to})
		from = pageHeight - topMargin
	}
}

// rule draws a line that carries no meaning of its own.
func (s *sheet) rule(p pen, from, to at) {
	fmt.Fprintf(&s.content, "/Artifact BMC q %s RG %s w %s %s m %s %s l S Q EMC\n", p.colour, n(p.width), n(from.x), n(from.y), n(to.x), n(to.y))
}

// pen is what a line is drawn with.
type pen struct {
	colour string
	width  float64
}

// running puts the running lines on every page, when their number is known.
func (l *layout) running() {
	for i, s := range l.pages {
		head, foot, page := pageHeight-13*mm, 12*mm, ""
		if l.doc.Page != "" {
			page = fmt.Sprintf(l.doc.Page, i+1, len(l.pages))
		}
		l.asides(s, "Header", head, [2][]Span{l.headed(), Strong(l.doc.Draft)})
		l.asides(s, "Footer", foot, [2][]Span{Text(l.doc.Foot), Text(page)})
		s.rule(pen{ink, 1}, at{sideMargin, head - 6}, at{pageWidth - sideMargin, head - 6})
		s.rule(pen{ink, 1}, at{sideMargin, foot + 11}, at{pageWidth - sideMargin, foot + 11})
	}
}

// headed is the head with the provider's name in bold.
func (l *layout) headed() []Span {
	if rest, ok := strings.CutPrefix(l.doc.Head, l.doc.Provider); ok && l.doc.Provider != "" {
		return []Span{{Text: l.doc.Provider, Strong: true}, {Text: rest}}
	}
	return Text(l.doc.Head)
}

// asides sets the two running lines at the same height, which are not part of the
// text: one from the left margin, one up to the right one. When they are too long
// to stand beside each other they are set smaller, as far as can be read.
func (l *layout) asides(s *sheet, kind string, y float64, both [2][]Span) {
	const gap, most, least = 14.0, 8.5, 6.0
	set := func(size float64) (out [2]line, wide [2]float64) {
		for i, spans := range both {
			if lines := wrap(spans, size, 4*pageWidth); len(lines) > 0 {
				out[i] = lines[0]
				for _, p := range lines[0] {
					wide[i] = p.at + p.width
				}
			}
		}
		return out, wide
	}
	size := most
	lines, wide := set(size)
	for wide[0]+wide[1]+gap > pageWidth-2*sideMargin && size > least {
		size -= 0.25
		lines, wide = set(size)
	}
	for i, x := range []float64{sideMargin, pageWidth - sideMargin - wide[1]} {
		for _, p := range lines[i] {
			if p.text != "" {
				fmt.Fprintf(&s.content, "/Artifact <</Type /Pagination /Subtype /%s>> BDC BT %s rg /F%d %s Tf 1 0 0 1 %s %s Tm %s Tj ET EMC\n",
					kind, faint, p.weight, n(size), n(x+p.at), n(y), l.shown(p.weight, p.text))
			}
		}
	}
}
