package paper

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/chart"
	"samspil/internal/elsewhere"
)

// pdf is a file taken apart: its objects, with streams unpacked.
type pdf map[int]string

var objectForm = regexp.MustCompile(`(?s)(\d+) 0 obj\n(.*?)\nendobj\n`)

func takeApart(t *testing.T, b []byte) pdf {
	t.Helper()
	out := pdf{}
	for _, m := range objectForm.FindAllSubmatch(b, -1) {
		number, err := strconv.Atoi(string(m[1]))
		if err != nil {
			t.Fatal(err)
		}
		body := m[2]
		if head, packed, ok := bytes.Cut(body, []byte("\nstream\n")); ok && bytes.Contains(head, []byte("FlateDecode")) {
			z, err := zlib.NewReader(bytes.NewReader(packed))
			if err != nil {
				t.Fatalf("object %d: %v", number, err)
			}
			plain, err := io.ReadAll(z)
			if err != nil {
				t.Fatalf("object %d: %v", number, err)
			}
			body = append(append(bytes.Clone(head), '\n'), plain...)
		}
		out[number] = string(body)
	}
	return out
}

func (p pdf) with(part string) []string {
	var out []string
	for i := 1; i <= len(p); i++ {
		if strings.Contains(p[i], part) {
			out = append(out, p[i])
		}
	}
	return out
}

func printed(t *testing.T, d Document) pdf {
	t.Helper()
	b, err := newPress(t).PDF(d)
	if err != nil {
		t.Fatal(err)
	}
	return takeApart(t, b)
}

func TestPDFSaysWhatItIs(t *testing.T) {
	p := printed(t, sample())
	for _, want := range []string{"/Lang " + literal("da-DK"), "/Marked true", "/DisplayDocTitle true", "/StructTreeRoot", "/Outlines", "/Metadata"} {
		if !strings.Contains(p[1], want) {
			t.Errorf("the catalogue has no %s", want)
		}
	}
	about := p.with("pdfuaid:part")
	if len(about) != 1 || !strings.Contains(about[0], "<pdfuaid:part>1</pdfuaid:part>") || !strings.Contains(about[0], "Afsluttende rapport om Villads") {
		t.Errorf("metadata: %q", about)
	}
	for _, font := range p.with("/FontDescriptor /FontName") {
		if !strings.Contains(font, "/FontFile2") {
			t.Errorf("a font is not embedded: %s", font)
		}
	}
}

// Whatever is drawn belongs to an element, or is marked as not being text.
func TestPDFMarksEverythingThatIsDrawn(t *testing.T) {
	p := printed(t, full())
	drawn := regexp.MustCompile(`(?m)^.*(Tj| S Q| f Q| B Q).*$`)
	for _, page := range p.with("MCID") {
		if strings.Contains(page, "/StructElem") {
			continue
		}
		depth := 0
		for _, line := range strings.Split(page, "\n") {
			open := strings.Count(line, " BDC ") + strings.Count(line, " BMC ")
			if drawn.MatchString(line) && depth+open == 0 {
				t.Errorf("unmarked: %.80s", line)
			}
			depth += open - strings.Count(line, "EMC")
		}
		if depth != 0 {
			t.Errorf("marks left open: %d", depth)
		}
	}
}

// The way from an element to the page and back is the same way.
func TestPDFTreeAndPagesAgree(t *testing.T) {
	p := printed(t, sample())
	page := regexp.MustCompile(`/Type /Page /.*?/StructParents (\d+)`)
	pages := map[int]int{} // object of a page to its key
	for i, o := range p {
		if m := page.FindStringSubmatch(o); m != nil {
			pages[i], _ = strconv.Atoi(m[1])
		}
	}
	tree := p.with("/Type /StructTreeRoot /K")[0]
	back := map[[2]int]int{}
	for _, m := range regexp.MustCompile(`(\d+) \[([^\]]*)\]`).FindAllStringSubmatch(tree, -1) {
		key, _ := strconv.Atoi(m[1])
		for i, r := range regexp.MustCompile(`(\d+) 0 R`).FindAllStringSubmatch(m[2], -1) {
			back[[2]int{key, i}], _ = strconv.Atoi(r[1])
		}
	}
	seen := 0
	for i, o := range p {
		for _, m := range regexp.MustCompile(`/MCR /Pg (\d+) 0 R /MCID (\d+)`).FindAllStringSubmatch(o, -1) {
			at, _ := strconv.Atoi(m[1])
			id, _ := strconv.Atoi(m[2])
			seen++
			if got := back[[2]int{pages[at], id}]; got != i {
				t.Errorf("mark %d of page %d belongs to %d, its page says %d", id, at, i, got)
			}
		}
	}
	if seen == 0 || seen != len(back) {
		t.Errorf("%d marks in the tree, %d on the pages", seen, len(back))
	}
}

func TestPDFElements(t *testing.T) {
	p := printed(t, sample())
	count := map[string]int{}
	for _, e := range p.with("/Type /StructElem") {
		count[regexp.MustCompile(`/S /(\w+)`).FindStringSubmatch(e)[1]]++
	}
	for tag, want := range map[string]int{"H1": 1, "H2": 2, "H3": 1, "L": 1, "LI": 3, "Table": 2, "TH": 9, "Figure": 1, "BlockQuote": 1, "Link": 1} {
		if count[tag] != want {
			t.Errorf("%s: %d, want %d", tag, count[tag], want)
		}
	}
	for what, part := range map[string]string{
		"the drawing's text":       "/Alt " + literal("Mors vurdering gik fra omkring 3 til omkring 7."),
		"the quote's language":     "/Lang " + literal("en-GB"),
		"letters without a shape":  "/ActualText " + literal("عمر og Ömer Şahin"),
		"columns of a table":       "/Scope /Column",
		"rows of a table":          "/Scope /Row",
		"a bookmark":               "/Title " + literal("1 Målene"),
		"a link read with its own": "/Contents " + literal("målene"),
	} {
		if len(p.with(part)) == 0 {
			t.Errorf("missing: %s", what)
		}
	}
	if len(p.with("/Contents "+literal("intet"))) != 0 {
		t.Error("a link leads nowhere")
	}
}

func TestSameDocumentSameFile(t *testing.T) {
	press := newPress(t)
	for name, form := range map[string]func(Document) ([]byte, error){"pdf": press.PDF, "html": press.HTML} {
		a, err := form(sample())
		if err != nil {
			t.Fatal(err)
		}
		other := sample()
		other.Blocks = append(other.Blocks, Paragraph{Spans: Text("ΑΒΓ жз")})
		if _, err := form(other); err != nil {
			t.Fatal(err)
		}
		if b, _ := form(sample()); !bytes.Equal(a, b) {
			t.Errorf("%s: the same document gave two files", name)
		}
	}
}

func TestLongRowsAndManyPages(t *testing.T) {
	d := sample()
	d.Blocks = append(d.Blocks, Table{"Lang", []string{"a", "b"}, [][]string{{"x", strings.Repeat("ord og flere ord ", 900)}}, nil}, Box{Blocks: []Block{Paragraph{Spans: Text(strings.Repeat("ord ", 3000))}}})
	pages := printed(t, d).with("/Type /Page /")
	if len(pages) < 6 {
		t.Errorf("%d pages", len(pages))
	}
	for i, s := range set(d, newPress(t).style).pages {
		for _, m := range regexp.MustCompile(`1 0 0 1 ([\d.-]+) ([\d.-]+) Tm`).FindAllStringSubmatch(s.content.String(), -1) {
			if y, _ := strconv.ParseFloat(m[2], 64); y < 10*mm || y > pageHeight-10*mm {
				t.Fatalf("page %d: text at height %v", i+1, y)
			}
		}
		foot := fmt.Sprintf("side %d af %d", i+1, len(pages))
		if !strings.Contains(s.content.String(), set(d, newPress(t).style).shown(regular, foot)) {
			t.Errorf("page %d has no foot", i+1)
		}
	}
}

func TestBrokenDrawingIsTold(t *testing.T) {
	for _, svg := range []chart.SVG{"", "<svg", `<svg width="0" height="0"></svg>`} {
		d := sample()
		d.Blocks = []Block{Figure{Drawing: svg, Alt: "x"}}
		press := newPress(t)
		for name, form := range map[string]func(Document) ([]byte, error){"pdf": press.PDF, "html": press.HTML} {
			if _, err := form(d); err == nil {
				t.Errorf("%s: a drawing that is none was taken", name)
			}
		}
	}
}

// Other programs' opinion, where they are.
func TestOtherProgramsReadIt(t *testing.T) {
	press := newPress(t)
	b, err := press.PDF(sample())
	if err != nil {
		t.Fatal(err)
	}
	path := write(t, "a.pdf", b)
	if out, err := exec.Command(elsewhere.Program(t, "qpdf", "qpdf"), "--check", path).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %s", out)
	}
	out, err := exec.Command(elsewhere.Program(t, "pdftotext", "poppler-utils"), "-layout", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Afsluttende rapport om Villads", "156 timer & mere <end> det", "»It was nice that you waited«", "Ömer Şahin", "Kladde", "side 1 af"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("not read back: %s", want)
		}
	}
}

func TestWrapKeepsEveryLetter(t *testing.T) {
	for _, text := range []string{"kort", strings.Repeat("x", 500), "a  b\n c", "én to tre fire fem seks syv otte", "nr.\u00a07 er her"} {
		var got strings.Builder
		for i, one := range wrap(Text(text), bodySize, 60) {
			if i > 0 {
				got.WriteString(" ")
			}
			for _, p := range one {
				got.WriteString(p.text)
				if p.at+p.width > 60.01 {
					t.Errorf("%q is too wide", p.text)
				}
			}
		}
		bare := func(s string) string { return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00a0", "~")), "") }
		if diff := cmp.Diff(bare(text), bare(got.String())); diff != "" {
			t.Error(diff)
		}
	}
}

func BenchmarkPDFOfTenPagesWithCharts(b *testing.B) {
	d := sample()
	for len(set(d, newPress(b).style).pages) < 10 {
		d.Blocks = append(d.Blocks, sample().Blocks...)
	}
	press := newPress(b)
	for b.Loop() {
		if _, err := press.PDF(d); err != nil {
			b.Fatal(err)
		}
	}
}

func write(t *testing.T, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
