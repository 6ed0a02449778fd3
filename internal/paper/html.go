package paper

import (
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"html"
	"strings"
	"unicode"

	"samspil/internal/chart"
)

//go:embed page.css
var pageSheet string

// guard lets the file do nothing but show itself: no script, nothing fetched, no
// form, nothing told to anybody.
const guard = `default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`

// HTML is the document as one file for a browser. Styles and drawings lie inside;
// it has no script and asks for nothing from anywhere, so that it can be read
// without a network and kept for years. On a phone a table becomes a list and a
// drawing takes its narrow shape; printed, head and foot stand on every page.
// The same document gives the same bytes.
func (p *Press) HTML(d Document) ([]byte, error) {
	w := &htmlWriter{doc: d, style: p.style, anchors: map[string]bool{}}
	w.headings(d.Blocks)
	w.write(`<!doctype html><html lang="` + e(d.Language) + `"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="` + guard + `">` +
		`<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">` +
		`<meta name="author" content="` + e(d.Provider) + `"><meta name="description" content="` + e(d.Subject) + `"><meta name="dcterms.created" content="` + d.Made.UTC().Format("2006-01-02T15:04:05Z") + `">` +
		`<title>` + e(d.Title) + `</title><style>` + pageSheet + w.numbers() + p.sheet + `</style></head><body><table class="sheet" role="presentation">`)
	w.write(`<thead role="presentation"><tr><td><header class="running head"><span>` + w.head() + `</span>`)
	if d.Draft != "" {
		w.write(`<strong>` + e(d.Draft) + `</strong>`)
	}
	w.write(`</header></td></tr></thead><tfoot role="presentation"><tr><td><footer class="running foot"><span>` + e(d.Foot) + `</span><span>` + e(d.Mark) + `</span></footer></td></tr></tfoot>` +
		`<tbody role="presentation"><tr><td><main>`)
	w.blocks(d.Blocks)
	w.write(`</main></td></tr></tbody></table></body></html>` + "\n")
	return []byte(w.out.String()), w.failed
}

type htmlWriter struct {
	failed  error // the first drawing that could not be read
	style   *Style
	doc     Document
	out     strings.Builder
	anchors map[string]bool // the headings that can be led to
}

func (w *htmlWriter) write(s string) { w.out.WriteString(s) }

// e escapes text and leaves out what a file of text cannot hold.
func e(s string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD")))
}

// lines escapes text, keeps its line breaks, and breaks no line where it must not be.
func lines(s string) string { return strings.ReplaceAll(e(Bind(s)), "\n", "<br>") }

func (w *htmlWriter) headings(all []Block) {
	for _, b := range all {
		switch b := b.(type) {
		case Heading:
			w.anchors[b.Anchor] = b.Anchor != ""
		case Box:
			w.headings(b.Blocks)
		}
	}
}

// head is the running head with the provider's name in bold.
func (w *htmlWriter) head() string {
	if rest, ok := strings.CutPrefix(w.doc.Head, w.doc.Provider); ok && w.doc.Provider != "" {
		return `<strong>` + e(w.doc.Provider) + `</strong>` + e(rest)
	}
	return e(w.doc.Head)
}

// numbers are the page numbers on paper, where the browser can write them.
func (w *htmlWriter) numbers() string {
	form := strings.TrimPrefix(strings.TrimPrefix(w.doc.Page, w.doc.Mark), " · ")
	before, rest, ok := strings.Cut(form, "%d")
	between, after, both := strings.Cut(rest, "%d")
	if !ok || !both {
		return ""
	}
	return `@page { @bottom-right { font: 8.5pt "IBM Plex Sans", system-ui, sans-serif; color: #4a565b; content: ` +
		quoted(before) + ` counter(page) ` + quoted(between) + ` counter(pages) ` + quoted(after) + `; } }` + "\n"
}

// quoted is a text within a style sheet; nothing in it can end the sheet.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == ' ' {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\%06x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func (w *htmlWriter) blocks(all []Block) {
	for _, b := range all {
		switch b := b.(type) {
		case Heading:
			w.heading(b)
		case Paragraph:
			w.paragraph(b)
		case List:
			w.write(`<ul>`)
			for _, item := range b.Items {
				w.write(`<li` + direction(item) + `>` + w.spans(item) + `</li>`)
			}
			w.write(`</ul>`)
		case Facts:
			w.facts(b)
		case Table:
			w.table(b)
		case Figure:
			w.figure(b)
		case Quote:
			w.quote(b)
		case Box:
			w.write(`<div class="box` + named(" good", b.Good) + named(" bad", b.Bad) + `">`)
			w.blocks(b.Blocks)
			w.write(`</div>`)
		}
	}
}

func named(s string, yes bool) string {
	if yes {
		return s
	}
	return ""
}

func (w *htmlWriter) heading(h Heading) {
	level, id := min(max(h.Level, 1), 3), ""
	if h.Anchor != "" {
		id = ` id="` + e(h.Anchor) + `"`
	}
	fmt.Fprintf(&w.out, `<h%d%s>%s</h%d>`, level, id, lines(h.Text), level)
}

func (w *htmlWriter) paragraph(p Paragraph) {
	var classes []string
	for _, c := range []struct {
		name string
		yes  bool
	}{{"note", p.Note}, {"lead", p.Lead}, {"keep", p.Keep}} {
		if c.yes {
			classes = append(classes, c.name)
		}
	}
	class := ""
	if len(classes) > 0 {
		class = ` class="` + strings.Join(classes, " ") + `"`
	}
	w.write(`<p` + class + direction(p.Spans) + `>` + w.spans(p.Spans) + `</p>`)
}

// direction lets a text that is written from the right begin there.
func direction(spans []Span) string {
	for _, s := range spans {
		for _, r := range s.Text {
			if unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko) {
				return ` dir="auto"`
			}
		}
	}
	return ""
}

func (w *htmlWriter) spans(all []Span) string {
	var b strings.Builder
	for _, s := range all {
		text := lines(s.Text)
		if s.Strong {
			text = `<strong>` + text + `</strong>`
		}
		if s.Language != "" && s.Language != w.doc.Language {
			text = `<span lang="` + e(s.Language) + `">` + text + `</span>`
		}
		if w.anchors[s.Anchor] {
			text = `<a href="#` + e(s.Anchor) + `">` + text + `</a>`
		}
		b.WriteString(text)
	}
	return b.String()
}

func (w *htmlWriter) facts(f Facts) {
	w.write(`<div role="group"`)
	if f.Caption != "" {
		w.write(` aria-label="` + e(f.Caption) + `"`)
	}
	w.write(`><dl` + named(` class="paired"`, f.Paired) + `>`)
	for _, row := range f.Rows {
		w.write(`<dt>` + lines(row.Name) + `</dt><dd` + direction(Text(row.Text)) + `>` + lines(row.Text) + `</dd>`)
	}
	w.write(`</dl></div>`)
}

// table keeps its roles when a phone shows it as a list.
func (w *htmlWriter) table(t Table) {
	if len(t.Head) == 0 {
		return
	}
	w.write(`<div class="scroll"><table class="list" role="table">`)
	if t.Caption != "" {
		w.write(`<caption>` + e(t.Caption) + `</caption>`)
	}
	w.write(`<thead role="rowgroup"><tr role="row">`)
	for _, h := range t.Head {
		w.write(`<th scope="col" role="columnheader">` + e(h) + `</th>`)
	}
	w.write(`</tr></thead><tbody role="rowgroup">`)
	for _, r := range t.Rows {
		w.write(`<tr role="row">`)
		for i, h := range t.Head {
			text := ""
			if i < len(r) {
				text = r[i]
			}
			if i == 0 {
				w.write(`<th scope="row" role="rowheader">` + lines(text) + `</th>`)
			} else {
				w.write(`<td role="cell" data-label="` + e(h) + `"` + direction(Text(text)) + `>` + lines(text) + `</td>`)
			}
		}
		w.write(`</tr>`)
	}
	w.write(`</tbody></table></div>`)
}

// figure shows the drawing that fits the screen. Its words are read in its place,
// and its numbers stand in a table under it where the document gives them.
func (w *htmlWriter) figure(f Figure) {
	shown := func(class string, drawing chart.SVG) string {
		if d, err := read(drawing, w.style); err != nil || d.wide <= 0 || d.high <= 0 {
			w.failed = fmt.Errorf("put a drawing into a page: %w", cmp.Or(err, errors.New("it has no size")))
		}
		return `<div class="` + class + `" role="img" aria-label="` + e(f.Alt) + `">` + string(drawing) + `</div>`
	}
	w.write(`<figure>`)
	if f.Narrow == "" {
		w.write(shown("drawn", f.Drawing))
	} else {
		w.write(shown("chart-wide", f.Drawing) + shown("chart-narrow", f.Narrow))
	}
	if f.Caption != "" {
		w.write(`<figcaption>` + e(f.Caption) + `</figcaption>`)
	}
	w.write(`</figure>`)
	if n := f.Numbers; n != nil && len(n.Rows) > 0 {
		w.write(`<details><summary>` + e(n.Caption) + `</summary>`)
		w.table(Table{Head: n.Head, Rows: n.Rows})
		w.write(`</details>`)
	}
}

func (w *htmlWriter) quote(q Quote) {
	w.write(`<blockquote`)
	if q.Language != "" && q.Language != w.doc.Language {
		w.write(` lang="` + e(q.Language) + `"`)
	}
	w.write(`><p` + direction(Text(q.Text)) + `>` + lines(q.Words()) + `</p>`)
	if q.By != "" {
		w.write(`<p class="note" lang="` + e(w.doc.Language) + `">` + e(q.By) + `</p>`)
	}
	w.write(`</blockquote>`)
}
