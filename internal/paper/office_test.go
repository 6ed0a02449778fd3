package paper

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
	"strings"
	"testing"

	"samspil/internal/elsewhere"
)

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
	press := newPress(t)
	for name, c := range map[string]struct {
		form func(Document) ([]byte, error)
		main string
	}{"docx": {press.DOCX, "word/document.xml"}, "odt": {press.ODT, "content.xml"}} {
		t.Run(name, func(t *testing.T) {
			b, err := c.form(sample())
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
	d := sample()
	d.Blocks = append(d.Blocks, Paragraph{Spans: Text("før\x00\x1b\ufffe efter \xff")}, Facts{Rows: []Fact{{"\x02", "&\n<"}}})
	press := newPress(t)
	for name, form := range map[string]func(Document) ([]byte, error){"docx": press.DOCX, "odt": press.ODT, "pdf": press.PDF} {
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
	press := newPress(t)
	dir := t.TempDir()
	for name, form := range map[string]func(Document) ([]byte, error){"w.docx": press.DOCX, "o.odt": press.ODT} {
		b, err := form(sample())
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
