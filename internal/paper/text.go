package paper

import (
	"fmt"
	"strings"
	"unicode/utf16"
)

// at is a point on a page, in points from its lower left corner.
type at struct{ x, y float64 }

// pieces writes a line of text. Without an element it is not part of the text that
// is read aloud, such as a table's head repeated on a later page.
func (l *layout) pieces(e *element, all line, from at, size float64, colour string) {
	for _, p := range all {
		if p.text == "" {
			continue
		}
		s := l.sheet()
		t := typefaces()[p.weight]
		words := fmt.Sprintf("BT %s rg /F%d %s Tf 1 0 0 1 %s %s Tm %s Tj ET", colour, p.weight, n(size), n(from.x+p.at), n(from.y), l.shown(p.weight, p.text))
		if e == nil {
			s.content.WriteString("/Artifact BMC " + words + " EMC\n")
			continue
		}
		owner := l.owner(e, p, t)
		s.content.WriteString(l.marked(owner, words))
		if p.anchor != "" {
			l.linked(owner, p, from, size)
		}
	}
}

// owner is the element that a piece belongs to: the line's own, or one within it
// for another language, a link, or letters that cannot be drawn.
func (l *layout) owner(e *element, p piece, t *typeface) *element {
	switch {
	case p.anchor != "":
		k := e.child("Link")
		k.language = p.language
		return k
	case p.language != "" && p.language != e.language, !t.draws(p.text):
		k := e.child("Span")
		k.language = p.language
		if !t.draws(p.text) {
			k.actual = p.text
		}
		return k
	}
	return e
}

// marked wraps content in the mark that ties it to an element.
func (l *layout) marked(owner *element, content string) string {
	s := l.sheet()
	id := len(s.owners)
	s.owners = append(s.owners, owner)
	owner.kids = append(owner.kids, mark{len(l.pages) - 1, id})
	return fmt.Sprintf("/%s <</MCID %d>> BDC %s EMC\n", owner.tag, id, content)
}

func (l *layout) linked(owner *element, p piece, from at, size float64) {
	s := l.sheet()
	k := &link{
		page: len(l.pages) - 1, anchor: p.anchor, words: strings.TrimSpace(p.text), owner: owner,
		rect: [4]float64{from.x + p.at, from.y - size*0.3, from.x + p.at + p.width, from.y + size},
	}
	s.links = append(s.links, k)
	owner.kids = append(owner.kids, k)
}

// shown is a text as the PDF draws it: the numbers of its glyphs.
func (l *layout) shown(w weight, s string) string {
	t := typefaces()[w]
	var b strings.Builder
	b.WriteByte('<')
	for _, r := range s {
		l.used[w][r] = true
		fmt.Fprintf(&b, "%04X", t.glyph(r).index)
	}
	b.WriteByte('>')
	return b.String()
}

// literal is a text as the PDF keeps it beside the drawing: UTF-16 in hexadecimal,
// so that nothing needs an escape.
func literal(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteByte('>')
	return b.String()
}

// n writes a length with at most two decimals.
func n(v float64) string {
	s := fmt.Sprintf("%.2f", v)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" || s == "" {
		return "0"
	}
	return s
}
