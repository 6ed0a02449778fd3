package paper

import (
	"bytes"
	"compress/zlib"
	"embed"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// The letters are IBM Plex Sans, under the SIL Open Font License 1.1, the same as
// on the pages. The files are embedded whole: a name in any Latin, Greek or
// Cyrillic spelling is there.
//
//go:embed fonts/IBMPlexSans-Regular.ttf fonts/IBMPlexSans-SemiBold.ttf fonts/license.txt
var fontFiles embed.FS

// weight is one of the two weights in use.
type weight int

const (
	regular weight = iota
	strong
)

// typeface is a font with the measures that layout and PDF need, in thousandths
// of the size.
type typeface struct {
	name    string // as the PDF calls it
	file    []byte
	packed  []byte // the file as it lies in a PDF
	face    *sfnt.Font
	ascent  int
	descent int
	cap     int
	box     [4]int
	mu      sync.Mutex
	buffer  sfnt.Buffer
	glyphs  map[rune]glyph
}

// glyph is the shape of a letter.
type glyph struct {
	index sfnt.GlyphIndex
	width int // thousandths of the size
}

var typefaces = sync.OnceValue(func() [2]*typeface {
	return [2]*typeface{
		load("IBMPlexSans", "fonts/IBMPlexSans-Regular.ttf"),
		load("IBMPlexSans-SemiBold", "fonts/IBMPlexSans-SemiBold.ttf"),
	}
})

// load reads an embedded font; it cannot fail but by a mistake in the build.
func load(name, path string) *typeface {
	file, err := fontFiles.ReadFile(path)
	if err != nil {
		panic(err)
	}
	face, err := sfnt.Parse(file)
	if err != nil {
		panic(err)
	}
	t := &typeface{name: name, file: file, face: face, glyphs: map[rune]glyph{}}
	m, err := face.Metrics(&t.buffer, thousand, font.HintingNone)
	if err != nil {
		panic(err)
	}
	t.ascent, t.descent, t.cap = m.Ascent.Round(), -m.Descent.Round(), m.CapHeight.Round()
	b, err := face.Bounds(&t.buffer, thousand, font.HintingNone)
	if err != nil {
		panic(err)
	}
	t.box = [4]int{b.Min.X.Floor(), -b.Max.Y.Ceil(), b.Max.X.Ceil(), -b.Min.Y.Floor()}
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	if _, err := z.Write(file); err != nil {
		panic(err)
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	t.packed = packed.Bytes()
	return t
}

var thousand = fixed.I(1000)

// undrawable stands in the place of a letter that the font has no shape for.
const undrawable = '¤'

// glyph of a letter; where the font has none, of undrawable.
func (t *typeface) glyph(r rune) glyph {
	t.mu.Lock()
	defer t.mu.Unlock()
	if g, ok := t.glyphs[r]; ok {
		return g
	}
	i, err := t.face.GlyphIndex(&t.buffer, r)
	if err != nil || i == 0 {
		i, err = t.face.GlyphIndex(&t.buffer, undrawable)
	}
	g := glyph{index: i}
	if width, e := t.face.GlyphAdvance(&t.buffer, i, thousand, font.HintingNone); err == nil && e == nil {
		g.width = width.Round()
	}
	t.glyphs[r] = g
	return g
}

// draws reports whether the font has a shape for every letter of a text. Where it
// has not, the text that is read aloud and copied still has the letter.
func (t *typeface) draws(s string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, r := range s {
		if i, err := t.face.GlyphIndex(&t.buffer, r); err != nil || i == 0 {
			return false
		}
	}
	return true
}

// width of a text at a size, in points.
func (t *typeface) width(s string, size float64) float64 {
	sum := 0
	for _, r := range s {
		sum += t.glyph(r).width
	}
	return float64(sum) * size / 1000
}
