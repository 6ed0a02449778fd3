package office

import (
	"fmt"
	"slices"
	"strings"

	"samspil/internal/paper"
)

// ODT is the document for a word processor that reads OpenDocument (ISO/IEC 26300).
func ODT(press *paper.Press, d paper.Document) ([]byte, error) {
	a := newArchive(d.Made)
	a.put("mimetype", []byte("application/vnd.oasis.opendocument.text"), true)
	w := &openWriter{doc: d, press: press, archive: a, languages: map[string]bool{}}
	w.blocks(d.Blocks)
	a.text("content.xml", `<office:document-content `+openSpaces+` office:version="1.3"><office:automatic-styles>`+w.automatic()+`</office:automatic-styles>`+
		`<office:body><office:text>`+w.out.String()+`</office:text></office:body></office:document-content>`)
	a.text("styles.xml", openStyles(d, w.line))
	a.text("meta.xml", `<office:document-meta `+openSpaces+` office:version="1.3"><office:meta><meta:generator>Samspil</meta:generator><dc:title>`+x(d.Title)+`</dc:title><dc:subject>`+x(d.Subject)+
		`</dc:subject><meta:initial-creator>`+x(d.Provider)+`</meta:initial-creator><dc:creator>`+x(d.Provider)+`</dc:creator><dc:language>`+paper.Region(d.Language)+`</dc:language><meta:creation-date>`+
		d.Made.UTC().Format("2006-01-02T15:04:05Z")+`</meta:creation-date></office:meta></office:document-meta>`)
	var pictures strings.Builder
	for i := range a.count {
		fmt.Fprintf(&pictures, `<manifest:file-entry manifest:full-path="Pictures/tegning%d.png" manifest:media-type="image/png"/>`, i+1)
	}
	a.text("META-INF/manifest.xml", `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">`+
		`<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="application/vnd.oasis.opendocument.text"/>`+
		`<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>`+
		`<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>`+pictures.String()+`</manifest:manifest>`)
	return a.finish()
}

type openWriter struct {
	doc       paper.Document
	press     *paper.Press
	archive   *archive
	out       strings.Builder
	box       *paper.Box    // what is being written lies in it
	tables    []paper.Table // in order
	languages map[string]bool
}

func (w *openWriter) blocks(all []paper.Block) {
	for _, b := range all {
		switch b := b.(type) {
		case paper.Heading:
			level := min(max(b.Level, 1), 3)
			mark := ""
			if b.Anchor != "" {
				mark = `<text:bookmark text:name="` + x(b.Anchor) + `"/>`
			}
			fmt.Fprintf(&w.out, `<text:h text:style-name="Heading_20_%d" text:outline-level="%d">%s%s</text:h>`, level, level, mark, w.line(b.Text))
		case paper.Paragraph:
			name := "Standard"
			switch {
			case b.Note:
				name = "Note"
			case b.Lead:
				name = "Lead"
			}
			if b.Keep && w.box == nil {
				name += "_Keep"
			}
			w.paragraph(name, b.Spans)
		case paper.List:
			w.out.WriteString(`<text:list text:style-name="Bullets">`)
			for _, item := range b.Items {
				w.out.WriteString(`<text:list-item><text:p text:style-name="Item">` + w.spans(item) + `</text:p></text:list-item>`)
			}
			w.out.WriteString(`</text:list>`)
		case paper.Facts:
			w.table(facts(b), gridOf(b))
		case paper.Table:
			if b.Caption != "" {
				w.paragraph("TableTitle", paper.Text(b.Caption))
			}
			w.table(b, grid{columns: len(b.Head), lines: true})
		case paper.Figure:
			w.figure(b)
		case paper.Quote:
			w.paragraph("Quotation", []paper.Span{{Text: b.Words(), Language: b.Language}})
			if b.By != "" {
				w.paragraph("QuoteBy", paper.Text(b.By))
			}
		case paper.Box:
			was := w.box
			w.box = &b
			w.blocks(b.Blocks)
			w.box = was
			w.paragraph("Small", nil)
		}
	}
}

func (w *openWriter) paragraph(style string, spans []paper.Span) {
	if w.box != nil && slices.Contains(boxed, style) {
		style += "_" + colour(*w.box)
	}
	w.out.WriteString(`<text:p text:style-name="` + style + `">` + w.spans(spans) + `</text:p>`)
}

func (w *openWriter) spans(all []paper.Span) string {
	var b strings.Builder
	for _, s := range all {
		text := w.line(s.Text)
		if s.Strong {
			text = `<text:span text:style-name="Strong">` + text + `</text:span>`
		}
		if s.Language != "" && s.Language != w.doc.Language {
			w.languages[s.Language] = true
			text = `<text:span text:style-name="In-` + x(s.Language) + `">` + text + `</text:span>`
		}
		if s.Anchor != "" {
			text = `<text:a xlink:type="simple" xlink:href="#` + x(s.Anchor) + `">` + text + `</text:a>`
		}
		b.WriteString(text)
	}
	return b.String()
}

// line escapes text; spaces at its ends and line breaks are written out, since the
// format drops them otherwise.
func (w *openWriter) line(s string) string {
	text := strings.ReplaceAll(x(paper.Bind(s)), "\n", `<text:line-break/>`)
	if rest, ok := strings.CutPrefix(text, " "); ok {
		text = `<text:s/>` + rest
	}
	if rest, ok := strings.CutSuffix(text, " "); ok {
		text = rest + `<text:s/>`
	}
	return text
}

func (w *openWriter) table(t paper.Table, g grid) {
	w.tables = append(w.tables, t)
	name := fmt.Sprintf("Tabel%d", len(w.tables))
	w.out.WriteString(`<table:table table:name="` + name + `" table:style-name="Lines">`)
	for i := range g.columns {
		fmt.Fprintf(&w.out, `<table:table-column table:style-name="%s.%d"/>`, name, i+1)
	}
	if len(t.Head) > 0 {
		w.out.WriteString(`<table:table-header-rows>`)
		w.row(t.Head, g, true)
		w.out.WriteString(`</table:table-header-rows>`)
	}
	for _, r := range t.Rows {
		w.row(r, g, false)
	}
	w.out.WriteString(`</table:table>`)
	w.paragraph("Small", nil)
}

func (w *openWriter) row(cells []string, g grid, head bool) {
	style := "Plain"
	if g.lines {
		style = "Cell"
	}
	w.out.WriteString(`<table:table-row table:style-name="Row">`)
	for i := range g.columns {
		text := ""
		if i < len(cells) {
			text = cells[i]
		}
		w.out.WriteString(`<table:table-cell table:style-name="` + style + `" office:value-type="string"><text:p text:style-name="Cell">` +
			w.spans([]paper.Span{{Text: text, Strong: head || g.names(i)}}) + `</text:p></table:table-cell>`)
	}
	w.out.WriteString(`</table:table-row>`)
}

func (w *openWriter) figure(f paper.Figure) {
	name, wide, high := w.archive.picture("Pictures/", f, w.press)
	if name == "" {
		return
	}
	fmt.Fprintf(&w.out, `<text:p text:style-name="Figure"><draw:frame draw:style-name="Drawing" draw:name="%s" text:anchor-type="as-char" svg:width="%spt" svg:height="%spt">`+
		`<draw:image xlink:href="Pictures/%s" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/><svg:desc>%s</svg:desc></draw:frame></text:p>`, name, n(wide), n(high), name, x(f.Alt))
	if f.Caption != "" {
		w.paragraph("Note", paper.Text(f.Caption))
	}
}
