package office

import (
	"fmt"
	"strings"
)

const wordSpaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ` +
	`xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"`

const wordTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>` +
	`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
	`<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>` +
	`<Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>` +
	`<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`

const wordRoot = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="c" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

const wordNumbering = `<w:numbering ` + wordSpaces + `><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:pPr><w:ind w:left="284" w:hanging="284"/></w:pPr></w:lvl></w:abstractNum>` +
	`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`

func wordRelation(id, kind, target string) string {
	return `<Relationship Id="` + id + `" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + kind + `" Target="` + target + `"/>`
}

// wordStyle is a paragraph style: sizes in half points, spaces in twentieths of a
// point.
type wordStyle struct {
	id, name     string
	size         int
	before, near int
	more, letter string
}

func wordStyles(language string) string {
	out := `<w:styles ` + wordSpaces + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="IBM Plex Sans" w:hAnsi="IBM Plex Sans" w:cs="IBM Plex Sans"/><w:sz w:val="21"/><w:lang w:val="` + language + `"/></w:rPr></w:rPrDefault>` +
		`<w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="300" w:lineRule="exact"/></w:pPr></w:pPrDefault></w:docDefaults>`
	const grey = `<w:color w:val="4A565B"/>`
	for _, s := range []wordStyle{
		{"Normal", "Normal", 21, 0, 100, `<w:widowControl/>`, ""},
		{"Heading1", "heading 1", 40, 0, 120, `<w:keepNext/><w:outlineLvl w:val="0"/>`, `<w:b/>`},
		{"Heading2", "heading 2", 28, 360, 80, `<w:keepNext/><w:outlineLvl w:val="1"/>`, `<w:b/>`},
		{"Heading3", "heading 3", 23, 240, 40, `<w:keepNext/><w:outlineLvl w:val="2"/>`, `<w:b/>`},
		{"Lead", "Lead", 24, 0, 120, "", ""},
		{"Note", "Note", 18, 0, 100, "", grey},
		{"Small", "Small", 12, 0, 0, "", ""},
		{"Drawing", "Drawing", 12, 60, 160, "", ""},
		{"Cell", "Cell", 19, 20, 60, "", ""},
		{"TableTitle", "Table title", 21, 80, 40, `<w:keepNext/>`, `<w:b/>`},
		{"Quote", "Quote", 21, 60, 40, `<w:pBdr><w:left w:val="single" w:sz="20" w:space="8" w:color="1B2326"/></w:pBdr><w:ind w:left="220"/>`, ""},
		{"QuoteBy", "Quote by", 18, 0, 100, `<w:pBdr><w:left w:val="single" w:sz="20" w:space="8" w:color="1B2326"/></w:pBdr><w:ind w:left="220"/>`, grey},
		{"ListBullet", "List Bullet", 21, 0, 40, `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:ind w:left="284" w:hanging="284"/>`, ""},
		{"Running", "Running", 17, 0, 0, `<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs>`, grey},
	} {
		based := ""
		if s.id != "Normal" {
			based = `<w:basedOn w:val="Normal"/>`
		}
		line := max(s.size*14, 200)
		if s.id == "Small" || s.id == "Drawing" {
			line = 0
		}
		spacing := fmt.Sprintf(`<w:spacing w:before="%d" w:after="%d" w:line="%d" w:lineRule="atLeast"/>`, s.before, s.near, line)
		out += `<w:style w:type="paragraph" w:styleId="` + s.id + `"><w:name w:val="` + s.name + `"/>` + based + `<w:pPr>` + paragraphParts(s.more, spacing) + `</w:pPr><w:rPr>` + s.letter + fmt.Sprintf(`<w:sz w:val="%d"/>`, s.size) + `</w:rPr></w:style>`
	}
	return out + `<w:style w:type="table" w:styleId="Lines"><w:name w:val="Lines"/><w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:color="B8BFBD"/><w:insideH w:val="single" w:sz="4" w:color="B8BFBD"/></w:tblBorders>` +
		`<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>` +
		`<w:style w:type="table" w:styleId="Plain"><w:name w:val="Plain"/><w:tblPr><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>`
}

// paragraphParts puts the parts of a paragraph's style into the order that the
// format demands: borders and tabs before the spacing, indents and levels after it.
func paragraphParts(more, spacing string) string {
	for _, late := range []string{`<w:ind `, `<w:outlineLvl `} {
		if i := strings.Index(more, late); i >= 0 {
			return more[:i] + spacing + more[i:]
		}
	}
	return more + spacing
}
