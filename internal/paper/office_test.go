package paper_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"samspil/internal/chart"
	"samspil/internal/elsewhere"
	"samspil/internal/paper"
	"samspil/internal/paper/office"
)

// forms are the ways to write a document, with the style sheet of the pages.
func forms(t testing.TB) (docx, odt, pdf func(paper.Document) ([]byte, error)) {
	press := paper.PressForTests(t)
	return func(d paper.Document) ([]byte, error) { return office.DOCX(press, d) }, func(d paper.Document) ([]byte, error) { return office.ODT(press, d) }, press.PDF
}

func writeFile(path string, b []byte) error { return os.WriteFile(path, b, 0o600) }

// files of an archive, each read to its end.
func files(t *testing.T, b []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func wellFormed(b []byte) (text string, err error) {
	d := xml.NewDecoder(bytes.NewReader(b))
	var all strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all.String(), nil
		}
		if err != nil {
			return "", err
		}
		if c, ok := token.(xml.CharData); ok {
			all.Write(c)
		}
	}
}

func TestOfficeFiles(t *testing.T) {
	docx, odt, _ := forms(t)
	for name, c := range map[string]struct {
		form func(paper.Document) ([]byte, error)
		main string
	}{"docx": {docx, "word/document.xml"}, "odt": {odt, "content.xml"}} {
		t.Run(name, func(t *testing.T) {
			b, err := c.form(paper.Sample())
			if err != nil {
				t.Fatal(err)
			}
			pictures := 0
			for file, content := range files(t, b) {
				switch {
				case strings.HasSuffix(file, ".png"):
					img, err := png.Decode(bytes.NewReader(content))
					if err != nil || img.Bounds().Dx() < 1000 {
						t.Errorf("%s: %v", file, err)
					}
					pictures++
				case file != "mimetype":
					if _, err := wellFormed(content); err != nil {
						t.Errorf("%s: %v", file, err)
					}
				}
			}
			text, err := wellFormed(files(t, b)[c.main])
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range []string{"156 timer & mere <end> det", "»It was nice that you waited«", "عمر", "Bemærkning"} {
				if !strings.Contains(text, want) {
					t.Errorf("missing: %s", want)
				}
			}
			if main := string(files(t, b)[c.main]); !strings.Contains(main, "Mors vurdering gik fra omkring 3 til omkring 7.") || pictures != 1 {
				t.Errorf("a drawing without its words; %d pictures", pictures)
			}
		})
	}
}

// Letters that XML cannot hold must not spoil the file.
func TestOddLetters(t *testing.T) {
	d := paper.Sample()
	d.Blocks = append(d.Blocks, paper.Paragraph{Spans: paper.Text("før\x00\x1b\ufffe efter \xff")}, paper.Facts{Rows: []paper.Fact{{"\x02", "&\n<"}}})
	docx, odt, pdf := forms(t)
	for name, form := range map[string]func(paper.Document) ([]byte, error){"docx": docx, "odt": odt, "pdf": pdf} {
		b, err := form(d)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if name == "pdf" {
			continue
		}
		for file, content := range files(t, b) {
			if _, err := wellFormed(content); err != nil && strings.HasSuffix(file, ".xml") {
				t.Errorf("%s %s: %v", name, file, err)
			}
		}
	}
}

// LibreOffice's opinion, where it is: both files open and say the same.
func TestLibreOfficeOpensThem(t *testing.T) {
	office := elsewhere.Optional(t, "soffice", "libreoffice-writer-nogui")
	docx, odt, _ := forms(t)
	dir := t.TempDir()
	for name, form := range map[string]func(paper.Document) ([]byte, error){"w.docx": docx, "o.odt": odt} {
		b, err := form(paper.Sample())
		if err != nil {
			t.Fatal(err)
		}
		if err := writeFile(filepath.Join(dir, name), b); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(office, "--headless", "-env:UserInstallation=file://"+dir+"/profile", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", dir, filepath.Join(dir, "w.docx"), filepath.Join(dir, "o.odt"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var texts [2]string
	for i, name := range []string{"w.txt", "o.txt"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		texts[i] = strings.Join(strings.Fields(strings.ReplaceAll(string(b), "•", "")), " ")
	}
	if texts[0] != texts[1] || !strings.Contains(texts[0], "2 Familiens egne ord") {
		t.Errorf("they differ:\n%.600s\n%.600s", texts[0], texts[1])
	}
}

func TestWordProcessorsAreGivenTheSameTwice(t *testing.T) {
	docx, odt, _ := forms(t)
	for name, form := range map[string]func(paper.Document) ([]byte, error){"docx": docx, "odt": odt} {
		a, err := form(paper.Sample())
		if err != nil {
			t.Fatal(err)
		}
		if b, _ := form(paper.Sample()); !bytes.Equal(a, b) {
			t.Errorf("%s: the same document gave two files", name)
		}
		for _, svg := range []chart.SVG{"", "<svg", `<svg width="0" height="0"></svg>`} {
			d := paper.Sample()
			d.Blocks = []paper.Block{paper.Figure{Drawing: svg, Alt: "x"}}
			if _, err := form(d); err == nil {
				t.Errorf("%s: a drawing that is none was taken", name)
			}
		}
	}
}

// Facts in pairs stand in four columns without lines, a line above others stays on
// the page of what it stands above, and a box has its frame, in both forms.
func TestWordProcessorsSetItAsThePDF(t *testing.T) {
	d := paper.Document{Title: "t", Language: "da", Blocks: []paper.Block{
		paper.Heading{Level: 1, Text: "Rapport"},
		paper.Facts{Caption: "om", Paired: true, Rows: []paper.Fact{{"Barn", "Villads"}, {"Timer", "84"}, {"Konsulent", "Birgitte"}}},
		paper.Box{Bad: true, Blocks: []paper.Block{paper.Paragraph{Spans: paper.Text("Konklusion"), Lead: true}, paper.Paragraph{Spans: paper.Text("Faglig vurdering")}}},
		paper.Paragraph{Spans: paper.Strong("Gået tilbage:"), Keep: true}, paper.Paragraph{Spans: paper.Text("Rolige aftener")},
		paper.Facts{Rows: []paper.Fact{{"Navn", "Tekst"}}},
	}}
	docx, odt, _ := forms(t)
	for name, c := range map[string]struct {
		form          func(paper.Document) ([]byte, error)
		main, styles  string
		row           string   // begins a row
		cell          string   // begins a cell
		there         []string // in the main file
		defined       []string // in the styles
		plain, framed string
	}{
		"docx": {
			docx, "word/document.xml", "word/styles.xml", "<w:tr>", "<w:tc>",
			[]string{`<w:pStyle w:val="Normal"/><w:keepNext/></w:pPr>`, `<w:left w:val="single" w:sz="32" w:space="10" w:color="A0420F"/>`},
			[]string{`<w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/>`}, `<w:tblStyle w:val="Plain"/>`, "<w:pBdr>",
		},
		"odt": {
			odt, "content.xml", "styles.xml", "<table:table-row", "<table:table-cell",
			[]string{`<text:p text:style-name="Standard_Keep"><text:span text:style-name="Strong">Gået tilbage:`, `<text:p text:style-name="Lead_A0420F">`},
			[]string{`style:name="Standard_Keep"`, `style:name="Lead_A0420F"`, `fo:border-left="4pt solid #a0420f"`}, `table:style-name="Plain"`, "_A0420F",
		},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := c.form(d)
			if err != nil {
				t.Fatal(err)
			}
			all := files(t, b)
			main, styles := string(all[c.main]), string(all[c.styles])
			rows := strings.Split(main, c.row)[1:]
			if len(rows) != 3 {
				t.Fatalf("%d rows", len(rows))
			}
			for i, want := range []int{4, 4, 2} {
				if got := strings.Count(rows[i], c.cell); got != want {
					t.Errorf("row %d has %d cells, want %d", i, got, want)
				}
			}
			for _, name := range []string{"Barn", "Timer", "Konsulent"} {
				if !regexp.MustCompile(`(<w:b/></w:rPr><w:t [^>]*>|"Strong">)` + name).MatchString(main) {
					t.Errorf("%s is not set as a name", name)
				}
			}
			for _, want := range c.there {
				if !strings.Contains(main, want) {
					t.Errorf("missing: %s", want)
				}
			}
			for _, want := range c.defined {
				if !strings.Contains(styles, want) {
					t.Errorf("no style: %s", want)
				}
			}
			if !strings.Contains(main, c.plain) {
				t.Error("the facts in pairs have lines")
			}
			if n := strings.Count(main, c.framed); n != 2 {
				t.Errorf("%d framed paragraphs, want 2", n)
			}
		})
	}
}
