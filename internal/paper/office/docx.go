package office

import (
	"fmt"
	"strings"

	"samspil/internal/paper"
)

// DOCX is the document for a word processor that reads Office Open XML (ECMA-376).
func DOCX(press *paper.Press, d paper.Document) ([]byte, error) {
	w := &wordWriter{doc: d, press: press, archive: newArchive(d.Made)}
	w.blocks(d.Blocks)
	a := w.archive
	a.text("[Content_Types].xml", wordTypes)
	a.text("_rels/.rels", wordRoot)
	a.text("docProps/core.xml", `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`+
		`<dc:title>`+x(d.Title)+`</dc:title><dc:subject>`+x(d.Subject)+`</dc:subject><dc:creator>`+x(d.Provider)+`</dc:creator><dc:language>`+paper.Region(d.Language)+`</dc:language>`+
		`<dcterms:created xsi:type="dcterms:W3CDTF">`+d.Made.UTC().Format("2006-01-02T15:04:05Z")+`</dcterms:created></cp:coreProperties>`)
	a.text("word/styles.xml", wordStyles(paper.Region(d.Language)))
	a.text("word/numbering.xml", wordNumbering)
	a.text("word/header1.xml", `<w:hdr `+wordSpaces+`>`+w.running(d.Head, w.run(paper.Span{Text: d.Draft, Strong: true}))+`</w:hdr>`)
	a.text("word/footer1.xml", `<w:ftr `+wordSpaces+`>`+w.running(d.Foot, w.pageNumber())+`</w:ftr>`)
	a.text("word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+wordRelation("s", "styles", "styles.xml")+
		wordRelation("n", "numbering", "numbering.xml")+wordRelation("h", "header", "header1.xml")+wordRelation("f", "footer", "footer1.xml")+w.relations.String()+`</Relationships>`)
	a.text("word/document.xml", `<w:document `+wordSpaces+`><w:body>`+w.out.String()+
		`<w:sectPr><w:headerReference w:type="default" r:id="h"/><w:footerReference w:type="default" r:id="f"/><w:pgSz w:w="11906" w:h="16838"/>`+
		`<w:pgMar w:top="1361" w:right="1134" w:bottom="1247" w:left="1134" w:header="624" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`)
	return a.finish()
}

type wordWriter struct {
	doc       paper.Document
	press     *paper.Press
	archive   *archive
	out       strings.Builder
	relations strings.Builder
	box       *paper.Box // what is being written lies in it
	anchors   int
}

func (w *wordWriter) blocks(all []paper.Block) {
	for _, b := range all {
		switch b := b.(type) {
		case paper.Heading:
			w.heading(b)
		case paper.Paragraph:
			name := "Normal"
			switch {
			case b.Note:
				name = "Note"
			case b.Lead:
				name = "Lead"
			}
			w.paragraph(name, b.Spans, b.Keep)
		case paper.List:
			for _, item := range b.Items {
				w.paragraph("ListBullet", item, false)
			}
		case paper.Facts:
			w.table(facts(b), gridOf(b))
		case paper.Table:
			if b.Caption != "" {
				w.paragraph("TableTitle", paper.Text(b.Caption), false)
			}
			w.table(b, grid{columns: len(b.Head), lines: true})
		case paper.Figure:
			w.figure(b)
		case paper.Quote:
			w.paragraph("Quote", []paper.Span{{Text: b.Words(), Language: b.Language}}, b.By != "")
			if b.By != "" {
				w.paragraph("QuoteBy", paper.Text(b.By), false)
			}
		case paper.Box:
			was := w.box
			w.box = &b
			w.blocks(b.Blocks)
			w.box = was
			w.paragraph("Small", nil, false)
		}
	}
}

func (w *wordWriter) heading(h paper.Heading) {
	mark, end := "", ""
	if h.Anchor != "" {
		w.anchors++
		mark, end = fmt.Sprintf(`<w:bookmarkStart w:id="%d" w:name="%s"/>`, w.anchors, x(h.Anchor)), fmt.Sprintf(`<w:bookmarkEnd w:id="%d"/>`, w.anchors)
	}
	fmt.Fprintf(&w.out, `<w:p><w:pPr><w:pStyle w:val="Heading%d"/></w:pPr>%s%s%s</w:p>`, min(max(h.Level, 1), 3), mark, w.run(paper.Span{Text: h.Text}), end)
}

// paragraph writes one; keep holds it on the page of what follows. In a box it has
// the box's frame, which word processors draw around all of a box's paragraphs.
func (w *wordWriter) paragraph(style string, spans []paper.Span, keep bool) {
	about := ""
	if keep {
		about = `<w:keepNext/>`
	}
	if w.box != nil && style != "Cell" {
		edge := func(side, size, space, colour string) string {
			return `<w:` + side + ` w:val="single" w:sz="` + size + `" w:space="` + space + `" w:color="` + colour + `"/>`
		}
		about += `<w:keepLines/><w:pBdr>` + edge("top", "8", "6", "1B2326") + edge("left", "32", "10", colour(*w.box)) + edge("bottom", "8", "6", "1B2326") + edge("right", "8", "8", "1B2326") +
			`</w:pBdr><w:ind w:left="284" w:right="200"/>`
	}
	w.out.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/>` + about + `</w:pPr>` + w.runs(spans) + `</w:p>`)
}

func (w *wordWriter) runs(spans []paper.Span) string {
	var b strings.Builder
	for _, s := range spans {
		if s.Anchor != "" {
			b.WriteString(`<w:hyperlink w:anchor="` + x(s.Anchor) + `">` + w.run(s) + `</w:hyperlink>`)
			continue
		}
		b.WriteString(w.run(s))
	}
	return b.String()
}

func (w *wordWriter) run(s paper.Span) string {
	if s.Text == "" {
		return ""
	}
	about := ""
	if s.Strong {
		about += `<w:b/>`
	}
	if s.Language != "" && s.Language != w.doc.Language {
		about += `<w:lang w:val="` + x(paper.Region(s.Language)) + `"/>`
	}
	if about != "" {
		about = `<w:rPr>` + about + `</w:rPr>`
	}
	text := strings.ReplaceAll(x(paper.Bind(s.Text)), "\n", `</w:t><w:br/><w:t xml:space="preserve">`)
	return `<w:r>` + about + `<w:t xml:space="preserve">` + text + `</w:t></w:r>`
}

// running is a line at the head or foot, with something at its right end.
func (w *wordWriter) running(left, right string) string {
	return `<w:p><w:pPr><w:pStyle w:val="Running"/></w:pPr>` + w.run(paper.Span{Text: left}) + `<w:r><w:tab/></w:r>` + right + `</w:p>`
}

func (w *wordWriter) pageNumber() string {
	before, rest, _ := strings.Cut(w.doc.Page, "%d")
	between, after, _ := strings.Cut(rest, "%d")
	field := func(name string) string {
		return `<w:fldSimple w:instr="` + name + `"><w:r><w:t>1</w:t></w:r></w:fldSimple>`
	}
	if w.doc.Page == "" {
		return ""
	}
	return w.run(paper.Span{Text: before}) + field("PAGE") + w.run(paper.Span{Text: between}) + field("NUMPAGES") + w.run(paper.Span{Text: after})
}

// table writes rows with a head that is repeated, when it has one.
func (w *wordWriter) table(t paper.Table, g grid) {
	var columns strings.Builder
	for _, wide := range t.Columns(textWidth) {
		fmt.Fprintf(&columns, `<w:gridCol w:w="%d"/>`, int(wide*20)) // twentieths of a point
	}
	first, style := `0`, `Plain`
	if len(t.Head) > 0 {
		first = `1`
	}
	if g.lines {
		style = `Lines`
	}
	w.out.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="` + style + `"/><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/><w:tblLook w:firstRow="` + first + `" w:firstColumn="1"/>` +
		`<w:tblCaption w:val="` + x(t.Caption) + `"/></w:tblPr><w:tblGrid>` + columns.String() + `</w:tblGrid>`)
	if len(t.Head) > 0 {
		w.row(t.Head, g, `<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	}
	for _, r := range t.Rows {
		w.row(r, g, `<w:trPr><w:cantSplit/></w:trPr>`)
	}
	w.out.WriteString(`</w:tbl>`)
	w.paragraph("Small", nil, false)
}

func (w *wordWriter) row(cells []string, g grid, about string) {
	w.out.WriteString(`<w:tr>` + about)
	for i := range g.columns {
		text := ""
		if i < len(cells) {
			text = cells[i]
		}
		head := strings.Contains(about, "tblHeader")
		w.out.WriteString(`<w:tc><w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr>` + w.run(paper.Span{Text: text, Strong: head || g.names(i)}) + `</w:p></w:tc>`)
	}
	w.out.WriteString(`</w:tr>`)
}

func (w *wordWriter) figure(f paper.Figure) {
	name, wide, high := w.archive.picture("word/media/", f, w.press)
	if name == "" {
		return
	}
	id := fmt.Sprintf("p%d", w.archive.count)
	w.relations.WriteString(wordRelation(id, "image", "media/"+name))
	keep := ""
	if f.Caption != "" {
		keep = `<w:keepNext/>`
	}
	cx, cy := int(wide*12700), int(high*12700)
	fmt.Fprintf(&w.out, `<w:p><w:pPr><w:pStyle w:val="Drawing"/>`+keep+`</w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="%s" descr="%s"/>`+
		`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%d" name="%s" descr="%s"/><pic:cNvPicPr/></pic:nvPicPr>`+
		`<pic:blipFill><a:blip r:embed="%s"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`,
		cx, cy, w.archive.count, name, x(f.Alt), w.archive.count, name, x(f.Alt), id, cx, cy)
	if f.Caption != "" {
		w.paragraph("Note", paper.Text(f.Caption), false)
	}
}
