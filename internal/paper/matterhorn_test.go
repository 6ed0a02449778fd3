package paper

import (
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/image/font/sfnt"
)

// The checks of PDF/UA-1 that a program can make are numbered in the Matterhorn
// Protocol of the PDF Association. These are those that a file of ours can fail, and
// a few without a number; docs/decisions/0009-our-own-paper.md lists them.

// tagged is a file with its structure read.
type tagged struct {
	pdf
	elements map[int]structured
	root     int
}

// structured is an element of the tree with what a check asks for.
type structured struct {
	tag, text string // text is the object as it stands
	parent    int
	kids      []int // elements among its kids
}

var (
	elementForm = regexp.MustCompile(`^<</Type /StructElem /S /(\w+) /P (\d+) 0 R`)
	kidsForm    = regexp.MustCompile(`(?s) /K \[(.*)\]>>$`)
	refForm     = regexp.MustCompile(`(\d+) 0 R`)
	withinForm  = regexp.MustCompile(`<</Type /(MCR|OBJR)[^>]*>>`)
)

func readTagged(t *testing.T, d Document) tagged {
	t.Helper()
	f := tagged{printed(t, d), map[int]structured{}, 0}
	for i, o := range f.pdf {
		m := elementForm.FindStringSubmatch(o)
		if m == nil {
			continue
		}
		e := structured{tag: m[1], text: o}
		e.parent, _ = strconv.Atoi(m[2])
		if k := kidsForm.FindStringSubmatch(o); k != nil {
			for _, r := range refForm.FindAllStringSubmatch(withinForm.ReplaceAllString(k[1], ""), -1) {
				n, _ := strconv.Atoi(r[1])
				e.kids = append(e.kids, n)
			}
		}
		f.elements[i] = e
		if e.tag == "Document" {
			f.root = i
		}
	}
	return f
}

// walk visits the tree in the order it is read.
func (f tagged) walk(at int, visit func(number int, e structured)) {
	visit(at, f.elements[at])
	for _, k := range f.elements[at].kids {
		f.walk(k, visit)
	}
}

// within are the kinds of element that each kind may hold, where the standard says.
var within = map[string][]string{
	"Table": {"TR"}, "TR": {"TH", "TD"}, "L": {"LI"}, "LI": {"Lbl", "LBody"},
}

// below are those that may only stand under one kind.
var below = map[string][]string{
	"TR": {"Table"}, "TH": {"TR"}, "TD": {"TR"}, "LI": {"L"}, "Lbl": {"LI"}, "LBody": {"LI"},
}

var known = []string{"Document", "Div", "P", "H1", "H2", "H3", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "Figure", "BlockQuote", "Span", "Link"}

func TestMatterhornOfTheTree(t *testing.T) {
	f := readTagged(t, full())
	level, seen := 0, 0
	f.walk(f.root, func(number int, e structured) {
		seen++
		if !slices.Contains(known, e.tag) {
			t.Errorf("02-001: %s is no standard element", e.tag)
		}
		for _, k := range e.kids {
			kid := f.elements[k]
			if kid.parent != number {
				t.Errorf("the tree: element %d says that %d is above it, %d does", k, kid.parent, number)
			}
			if may, ok := within[e.tag]; ok && !slices.Contains(may, kid.tag) {
				t.Errorf("09-004, 09-005: %s in %s", kid.tag, e.tag)
			}
			if may, ok := below[kid.tag]; ok && !slices.Contains(may, e.tag) {
				t.Errorf("09-004, 09-005: %s under %s", kid.tag, e.tag)
			}
		}
		if len(e.tag) == 2 && e.tag[0] == 'H' {
			now := int(e.tag[1] - '0')
			if level == 0 && now != 1 {
				t.Errorf("14-002: the first heading is %s", e.tag)
			}
			if now > level+1 {
				t.Errorf("14-003: from level %d to %d", level, now)
			}
			level = now
		}
		if e.tag == "Figure" && !strings.Contains(e.text, "/Alt <") {
			t.Error("13-004: a drawing without words")
		}
		if e.tag == "TH" && !strings.Contains(e.text, "/Scope /") {
			t.Error("15-003: a head of a table without a scope")
		}
	})
	if seen != len(f.elements) {
		t.Errorf("the tree: %d of %d elements are in the tree", seen, len(f.elements))
	}
	f.regular(t)
}

var spans = regexp.MustCompile(`/ColSpan (\d+)`)

// regular: all rows of a table have as many columns.
func (f tagged) regular(t *testing.T) {
	for _, e := range f.elements {
		if e.tag != "Table" {
			continue
		}
		wide := 0
		for i, tr := range e.kids {
			columns := 0
			for _, cell := range f.elements[tr].kids {
				n := 1
				if m := spans.FindStringSubmatch(f.elements[cell].text); m != nil {
					n, _ = strconv.Atoi(m[1])
				}
				columns += n
			}
			if i > 0 && columns != wide {
				t.Errorf("regular tables: a row of %d columns after one of %d", columns, wide)
			}
			wide = columns
		}
	}
}

func TestMatterhornOfTheDocument(t *testing.T) {
	f := readTagged(t, full())
	catalogue := f.pdf[1]
	for check, want := range map[string]string{
		"06-001": "/Metadata ", "07-001": "/ViewerPreferences", "07-002": "/DisplayDocTitle true", "11-001 to 11-006": "/Lang ", "tagged": "/StructTreeRoot ", "marked": "/MarkInfo <</Marked true>>",
	} {
		if !strings.Contains(catalogue, want) {
			t.Errorf("%s: the catalogue lacks %s", check, want)
		}
	}
	for check, no := range map[string]string{
		"25-001": "/XFA", "20-001": "/OCProperties", "21-001": "/EmbeddedFiles", "26-001": "/Encrypt", "30-001": "/XObject", "02-001": "/RoleMap", "no script": "/JavaScript", "01-007": "/Suspects", "28-007": "/TrapNet",
	} {
		if len(f.with(no)) > 0 {
			t.Errorf("%s: there is %s", check, no)
		}
	}
	about := f.with("pdfuaid:part")[0]
	_, packet, _ := strings.Cut(about, "stream\n")
	d := xml.NewDecoder(strings.NewReader(packet))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("06-001: the metadata cannot be read: %v", err)
		}
	}
	for check, want := range map[string]string{"06-002": "<pdfuaid:part>1</pdfuaid:part>", "06-003": "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">Afsluttende"} {
		if !strings.Contains(about, want) {
			t.Errorf("%s: the metadata lack %s", check, want)
		}
	}
	languages := regexp.MustCompile(`/Lang (<[0-9A-F]+>)`)
	for _, o := range f.pdf {
		for _, m := range languages.FindAllStringSubmatch(o, -1) {
			if l := unicodeText(m[1]); !regexp.MustCompile(`^[a-z]{2,3}(-[A-Z]{2})?$`).MatchString(l) {
				t.Errorf("languages: %q is none", l)
			}
		}
	}
}

// unicodeText reads what literal writes.
func unicodeText(s string) string {
	b, err := hex.DecodeString(strings.Trim(s, "<>"))
	if err != nil || len(b) < 2 {
		return ""
	}
	var units []uint16
	for i := 2; i+1 < len(b); i += 2 {
		units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return string(utf16.Decode(units))
}

func TestMatterhornOfLinksAndPages(t *testing.T) {
	f := readTagged(t, full())
	links := 0
	for number, o := range f.pdf {
		if strings.HasPrefix(o, "<</Type /Page ") {
			if strings.Contains(o, "/Annots") && !strings.Contains(o, "/Tabs /S") {
				t.Error("28-008: a page with links has no order for the tab key")
			}
			if m := regexp.MustCompile(`/Tabs /(\w+)`).FindStringSubmatch(o); m != nil && m[1] != "S" {
				t.Errorf("28-009: the order is %s", m[1])
			}
		}
		if !strings.HasPrefix(o, "<</Type /Annot ") {
			continue
		}
		links++
		if !strings.Contains(o, "/Subtype /Link") {
			t.Errorf("28-010: %.60s", o)
		}
		if m := regexp.MustCompile(`/Contents (<[0-9A-F]+>)`).FindStringSubmatch(o); m == nil || unicodeText(m[1]) == "" {
			t.Error("28-004, 28-012: a link says nothing of where it leads")
		}
		var owners []string
		for _, e := range f.elements {
			if strings.Contains(e.text, fmt.Sprintf("/Obj %d 0 R", number)) {
				owners = append(owners, e.tag)
			}
		}
		if len(owners) != 1 || owners[0] != "Link" {
			t.Errorf("28-011: a link belongs to %v", owners)
		}
	}
	if links == 0 {
		t.Fatal("the sample has no link: nothing was checked")
	}
}

var shownForm = regexp.MustCompile(`/F(\d) [\d.]+ Tf [^<]*<([0-9A-F]*)> Tj`)

// Every glyph on a page is in the embedded font, is not the empty one, and is some
// letter that can be read aloud.
func TestMatterhornOfFonts(t *testing.T) {
	f := readTagged(t, full())
	var used [2]map[int]bool
	for i := range used {
		used[i] = map[int]bool{}
	}
	for _, page := range f.with(" Tj") {
		for _, m := range shownForm.FindAllStringSubmatch(page, -1) {
			font, _ := strconv.Atoi(m[1])
			for i := 0; i+4 <= len(m[2]); i += 4 {
				g, _ := strconv.ParseInt(m[2][i:i+4], 16, 32)
				used[font][int(g)] = true
			}
		}
	}
	roots := f.with("/Subtype /Type0")
	maps := f.with("begincmap")
	for i, face := range typefaces() {
		if len(used[i]) == 0 {
			t.Fatalf("font %d is not used: nothing was checked", i)
		}
		root := roots[i]
		for check, want := range map[string]string{"31-006": "/Encoding /Identity-H", "31-027": "/ToUnicode "} {
			if !strings.Contains(root, want) {
				t.Errorf("%s: the font lacks %s", check, want)
			}
		}
		below := f.with("/BaseFont /" + face.name + " /CIDSystemInfo")
		if len(below) != 1 || !strings.Contains(below[0], "/CIDToGIDMap /Identity") || !strings.Contains(below[0], "/Ordering (Identity)") {
			t.Errorf("31-004, 31-005: %.200s", below)
		}
		back := map[int]string{}
		for _, m := range regexp.MustCompile(`<([0-9A-F]{4})> <([0-9A-F]+)>`).FindAllStringSubmatch(maps[i], -1) {
			g, _ := strconv.ParseInt(m[1], 16, 32)
			back[int(g)] = unicodeText("<FEFF" + m[2] + ">")
		}
		for g := range used[i] {
			if g == 0 {
				t.Error("31-030: the empty glyph is drawn")
			}
			if g >= face.face.NumGlyphs() {
				t.Errorf("31-011: the font has no glyph %d", g)
			}
			if text := back[g]; text == "" || strings.ContainsAny(text, "\x00\ufeff\ufffe") {
				t.Errorf("10-001, 31-028, 31-029: glyph %d is the letter %q", g, text)
			}
			width := regexp.MustCompile(fmt.Sprintf(`[\[ ]%d \[(\d+)\]`, g)).FindStringSubmatch(below[0])
			advance, err := face.face.GlyphAdvance(nil, sfnt.GlyphIndex(g), thousand, 0)
			if width == nil || err != nil || width[1] != strconv.Itoa(advance.Round()) {
				t.Errorf("31-016: glyph %d is said to be %v wide, and is %v", g, width, advance.Round())
			}
		}
	}
	for _, font := range f.with("/FontDescriptor /FontName") {
		if !strings.Contains(font, "/FontFile2 ") {
			t.Error("31-009: a font is not embedded")
		}
	}
}

// Nothing that is read stands within what is not, or the other way round.
func TestMatterhornOfMarks(t *testing.T) {
	f := readTagged(t, full())
	mark := regexp.MustCompile(`/(\w+) (<<(?:[^<>]|<[^<>]*>|<<[^<>]*>>)*>> )?(BDC|BMC)|\bEMC\b`)
	pages := 0
	for _, page := range f.with(" Tj") {
		pages++
		var open []string
		for _, m := range mark.FindAllStringSubmatch(page, -1) {
			switch {
			case m[0] == "EMC":
				if len(open) == 0 {
					t.Fatal("01-005: a mark is closed that was not opened")
				}
				open = open[:len(open)-1]
			case m[1] == "Artifact":
				if len(open) > 0 {
					t.Errorf("01-003: an artifact within %v", open)
				}
				open = append(open, "Artifact")
			default:
				if slices.Contains(open, "Artifact") {
					t.Errorf("01-004: %s within an artifact", m[1])
				}
				open = append(open, m[1])
			}
		}
		if len(open) != 0 {
			t.Errorf("marks left open: %v", open)
		}
	}
	if pages == 0 {
		t.Fatal("no page was read")
	}
}
