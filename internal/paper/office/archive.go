package office

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"samspil/internal/paper"
)

// archive is a file made of several, as word processors' files are.
type archive struct {
	out   bytes.Buffer
	zip   *zip.Writer
	made  time.Time
	err   error
	count int // pictures so far
}

func newArchive(made time.Time) *archive {
	a := &archive{made: made.UTC()}
	a.zip = zip.NewWriter(&a.out)
	return a
}

// put adds a file. Stored ones are not compressed.
func (a *archive) put(name string, content []byte, stored bool) {
	if a.err != nil {
		return
	}
	head := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: a.made}
	if stored {
		head.Method, head.Modified = zip.Store, time.Time{}
	}
	var w io.Writer
	if w, a.err = a.zip.CreateHeader(head); a.err == nil {
		_, a.err = w.Write(content)
	}
}

// text adds a file of XML.
func (a *archive) text(name, content string) {
	a.put(name, []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\n"+content), false)
}

// picture adds a drawing and returns its name and size in points.
func (a *archive) picture(folder string, f paper.Figure, press *paper.Press) (name string, wide, high float64) {
	img, wide, high, err := press.Picture(f.Drawing)
	if err != nil {
		a.err = fmt.Errorf("put a drawing into a file: %w", err)
		return "", 0, 0
	}
	a.count++
	name = fmt.Sprintf("tegning%d.png", a.count)
	a.put(folder+name, img, false)
	return name, wide, high
}

func (a *archive) finish() ([]byte, error) {
	if a.err != nil {
		return nil, a.err
	}
	if err := a.zip.Close(); err != nil {
		return nil, fmt.Errorf("close archive: %w", err)
	}
	return a.out.Bytes(), nil
}

var xmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;")

// x escapes text for XML; letters that XML cannot hold are left out.
func x(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return xmlEscaper.Replace(s)
}

// n writes a length with at most two decimals.
func n(v float64) string { return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64) }
