package office

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"samspil/internal/paper"
)

const openSpaces = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" ` +
	`xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" ` +
	`xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"`

// automatic are the styles that belong to the parts in use: widths of columns and
// languages.
func (w *openWriter) automatic() string {
	var b strings.Builder
	for k, t := range w.tables {
		for i, wide := range t.Columns(textWidth) {
			fmt.Fprintf(&b, `<style:style style:name="Tabel%d.%d" style:family="table-column"><style:table-column-properties style:column-width="%spt"/></style:style>`, k+1, i+1, n(wide))
		}
	}
	b.WriteString(`<style:style style:name="Lines" style:family="table"><style:table-properties style:width="170mm" table:align="left"/></style:style>` +
		`<style:style style:name="Row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/></style:style>` +
		`<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:border-bottom="0.5pt solid #b8bfbd" fo:padding="1pt" fo:padding-left="0pt"/></style:style>` +
		`<style:style style:name="Plain" style:family="table-cell"><style:table-cell-properties fo:border="none" fo:padding="1pt" fo:padding-left="0pt"/></style:style>` +
		`<style:style style:name="Drawing" style:family="graphic"><style:graphic-properties style:vertical-pos="top" style:vertical-rel="baseline"/></style:style>` +
		`<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment">` +
		`<style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="5mm" fo:text-indent="-5mm" fo:margin-left="5mm"/></style:list-level-properties></text:list-level-style-bullet></text:list-style>`)
	for _, l := range slices.Sorted(maps.Keys(w.languages)) {
		language, country, _ := strings.Cut(paper.Region(l), "-")
		if country == "" {
			country = "none"
		}
		fmt.Fprintf(&b, `<style:style style:name="In-%s" style:family="text"><style:text-properties fo:language="%s" fo:country="%s"/></style:style>`, x(l), x(language), x(country))
	}
	return b.String()
}

// openStyle is a paragraph style, measures in points.
type openStyle struct {
	name, more, letters string
	size, before, after float64
	outline             int
}

// boxed are the styles that have a framed form.
var boxed = []string{"Standard", "Lead", "Note"}

// boxStyles frame the paragraphs of a box; neighbours share one frame.
func boxStyles() []openStyle {
	var out []openStyle
	for _, b := range []paper.Box{{}, {Good: true}, {Bad: true}} {
		frame := `fo:border="0.75pt solid #1b2326" fo:border-left="4pt solid #` + strings.ToLower(colour(b)) + `" fo:padding="5pt" fo:padding-left="10pt" fo:keep-together="always" `
		for i, size := range []float64{10.5, 12, 9} {
			out = append(out, openStyle{name: boxed[i] + "_" + colour(b), size: size, before: 4, more: frame})
		}
	}
	return out
}

// openStyles are the styles and the page, with its running lines.
func openStyles(d paper.Document, escape func(string) string) string {
	language, country, _ := strings.Cut(paper.Region(d.Language), "-")
	var b strings.Builder
	b.WriteString(`<office:document-styles ` + openSpaces + ` office:version="1.3"><office:font-face-decls><style:font-face style:name="Plex" svg:font-family="&apos;IBM Plex Sans&apos;" style:font-family-generic="swiss"/></office:font-face-decls>` +
		`<office:styles><style:default-style style:family="paragraph"><style:text-properties style:font-name="Plex" fo:font-size="10.5pt" fo:language="` + x(language) + `" fo:country="` + x(country) + `"/></style:default-style>`)
	const side = `fo:border-left="2.5pt solid #1b2326" fo:padding-left="8pt" `
	const grey, heavy = `fo:color="#4a565b" `, `fo:font-weight="bold" `
	for _, s := range append(boxStyles(), []openStyle{
		{name: "Standard", size: 10.5, after: 5, more: `fo:widows="2" fo:orphans="2" `},
		{name: "Heading_20_1", size: 20, after: 6, more: `fo:keep-with-next="always" `, letters: heavy, outline: 1},
		{name: "Heading_20_2", size: 14, before: 18, after: 4, more: `fo:keep-with-next="always" `, letters: heavy, outline: 2},
		{name: "Heading_20_3", size: 11.5, before: 12, after: 2, more: `fo:keep-with-next="always" `, letters: heavy, outline: 3},
		{name: "Lead", size: 12, after: 6}, {name: "Note", size: 9, after: 5, letters: grey}, {name: "Small", size: 6}, {name: "Figure", size: 6, before: 3, after: 8}, {name: "Cell", size: 9.5},
		{name: "TableTitle", size: 10.5, before: 4, after: 2, more: `fo:keep-with-next="always" `, letters: heavy},
		{name: "Quotation", size: 10.5, before: 3, after: 2, more: side}, {name: "QuoteBy", size: 9, after: 5, more: side, letters: grey},
		{name: "Standard_Keep", size: 10.5, after: 5, more: `fo:keep-with-next="always" `}, {name: "Lead_Keep", size: 12, after: 6, more: `fo:keep-with-next="always" `},
		{name: "Note_Keep", size: 9, after: 5, more: `fo:keep-with-next="always" `, letters: grey}, {name: "Item", size: 10.5, after: 2}, {name: "Running", size: 8.5, letters: grey},
	}...) {
		outline, parts := "", ""
		if s.outline > 0 {
			outline = fmt.Sprintf(` style:default-outline-level="%d"`, s.outline)
		}
		if s.name == "Running" {
			parts = `<style:tab-stops><style:tab-stop style:position="170mm" style:type="right"/></style:tab-stops>`
		}
		fmt.Fprintf(&b, `<style:style style:name="%s" style:display-name="%s" style:family="paragraph"%s><style:paragraph-properties %sfo:margin-top="%spt" fo:margin-bottom="%spt" style:line-height-at-least="%spt">%s</style:paragraph-properties>`+
			`<style:text-properties %sfo:font-size="%spt"/></style:style>`, s.name, strings.ReplaceAll(s.name, "_20_", " "), outline, s.more, n(s.before), n(s.after), n(s.size*1.4), parts, s.letters, n(s.size))
	}
	b.WriteString(`<style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style></office:styles>` +
		`<office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm" fo:margin-top="11mm" fo:margin-bottom="10mm" fo:margin-left="20mm" fo:margin-right="20mm"/>` +
		`<style:header-style><style:header-footer-properties fo:min-height="13mm" fo:margin-bottom="5mm"/></style:header-style><style:footer-style><style:header-footer-properties fo:min-height="12mm" fo:margin-top="6mm"/></style:footer-style></style:page-layout></office:automatic-styles>` +
		`<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"><style:header><text:p text:style-name="Running">` + escape(d.Head) + `<text:tab/><text:span text:style-name="Strong">` + escape(d.Draft) + `</text:span></text:p></style:header>` +
		`<style:footer><text:p text:style-name="Running">` + escape(d.Foot) + `<text:tab/>` + openPage(d.Page, escape) + `</text:p></style:footer></style:master-page></office:master-styles></office:document-styles>`)
	return b.String()
}

func openPage(form string, escape func(string) string) string {
	if form == "" {
		return ""
	}
	before, rest, _ := strings.Cut(form, "%d")
	between, after, _ := strings.Cut(rest, "%d")
	return escape(before) + `<text:page-number text:select-page="current"/>` + escape(between) + `<text:page-count/>` + escape(after)
}
