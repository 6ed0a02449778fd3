package paper

import "strings"

// piece is a stretch of a line in one weight and language.
type piece struct {
	text     string
	weight   weight
	language string
	anchor   string
	at       float64 // from the left end of the line
	width    float64
}

// line is what stands beside each other.
type line []piece

// wrap breaks text into lines that are at most so wide. A word that is wider than
// a line is broken where the line ends.
func wrap(spans []Span, size, wide float64) []line {
	w := wrapper{size: size, wide: wide}
	for _, s := range spans {
		w.span(s)
	}
	w.end()
	return w.lines
}

type wrapper struct {
	size, wide float64
	lines      []line
	now        line
	at         float64
	gap        bool // a space is due before the next word
}

// hold puts marks in the place of spaces at which no line is broken; held takes them
// out again. A space that was tied here is an ordinary one to whoever copies the text.
func hold(s string) string {
	return strings.ReplaceAll(Bind(strings.ReplaceAll(s, "\u00a0", "\x00")), "\u00a0", "\x01")
}

var held = strings.NewReplacer("\x00", "\u00a0", "\x01", " ")

func (w *wrapper) span(s Span) {
	face := regular
	if s.Strong {
		face = strong
	}
	text := hold(s.Text)
	if strings.HasPrefix(text, " ") {
		w.gap = true
	}
	for i, word := range strings.Fields(text) {
		if i > 0 {
			w.gap = true
		}
		w.word(piece{text: held.Replace(word), weight: face, language: s.Language, anchor: s.Anchor})
	}
	if strings.HasSuffix(text, " ") || strings.HasSuffix(text, "\n") {
		w.gap = true
	}
}

func (w *wrapper) word(p piece) {
	t := typefaces()[p.weight]
	p.width = t.width(p.text, w.size)
	space := 0.0
	if w.gap && len(w.now) > 0 {
		space = t.width(" ", w.size)
	}
	if w.at+space+p.width > w.wide && len(w.now) > 0 {
		w.end()
		space = 0
	}
	for p.width > w.wide {
		head, tail := w.fitting(p)
		w.put(head, 0)
		w.end()
		p = tail
	}
	w.put(p, space)
	w.gap = false
}

// fitting breaks a word that is wider than a whole line.
func (w *wrapper) fitting(p piece) (head, tail piece) {
	t := typefaces()[p.weight]
	letters := []rune(p.text)
	n := 1
	for n < len(letters) && t.width(string(letters[:n+1]), w.size) <= w.wide {
		n++
	}
	head, tail = p, p
	head.text, tail.text = string(letters[:n]), string(letters[n:])
	head.width, tail.width = t.width(head.text, w.size), t.width(tail.text, w.size)
	return head, tail
}

// put adds a word to the line, to the last piece where it is of the same kind.
func (w *wrapper) put(p piece, space float64) {
	if n := len(w.now); n > 0 {
		last := &w.now[n-1]
		if last.weight == p.weight && last.language == p.language && last.anchor == p.anchor {
			if space > 0 {
				last.text += " "
			}
			last.text += p.text
			last.width += space + p.width
			w.at += space + p.width
			return
		}
		if space > 0 {
			last.text += " "
			last.width += space
		}
	}
	p.at = w.at + space
	w.now = append(w.now, p)
	w.at = p.at + p.width
}

func (w *wrapper) end() {
	if len(w.now) > 0 {
		w.lines = append(w.lines, w.now)
	}
	w.now, w.at, w.gap = nil, 0, false
}
