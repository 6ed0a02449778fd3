package paper

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// resources writes the fonts and the strengths of colour that all pages share.
func (f *file) resources(l *layout) int {
	var fonts, states strings.Builder
	for i, t := range typefaces() {
		fmt.Fprintf(&fonts, "/F%d %s ", i, ref(f.font(t, l.used[i])))
	}
	for _, name := range slices.Sorted(maps.Keys(l.shades)) {
		fmt.Fprintf(&states, "/%s <</CA %s /ca %s>> ", name, n(l.shades[name]), n(l.shades[name]))
	}
	return f.add("<</Font <<%s>> /ExtGState <<%s>>>>", fonts.String(), states.String())
}

// font embeds a font with the widths of its letters and the way back from glyph to
// letter, so that text can be copied and read aloud.
func (f *file) font(t *typeface, written map[rune]bool) int {
	program := f.packed(fmt.Sprintf(" /Length1 %d", len(t.file)), slices.Clone(t.packed))
	about := f.add("<</Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [%d %d %d %d] /ItalicAngle 0 /Ascent %d /Descent %d /CapHeight %d /StemV 80 /FontFile2 %s>>",
		t.name, t.box[0], t.box[1], t.box[2], t.box[3], t.ascent, t.descent, t.cap, ref(program))
	used := t.letters(written)
	var widths strings.Builder
	for _, u := range used {
		fmt.Fprintf(&widths, "%d [%d] ", u.glyph.index, u.glyph.width)
	}
	letters := f.add("<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor %s /DW 600 /W [%s] /CIDToGIDMap /Identity>>",
		t.name, ref(about), widths.String())
	back := f.stream("", []byte(toUnicode(used)))
	return f.add("<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%s] /ToUnicode %s>>", t.name, ref(letters), ref(back))
}

// letter is a letter with its glyph.
type letter struct {
	rune  rune
	glyph glyph
}

// letters lists what a document writes in a font, each glyph once.
func (t *typeface) letters(used map[rune]bool) []letter {
	byGlyph := map[int]letter{}
	for r := range used {
		g := t.glyph(r)
		if !t.draws(string(r)) {
			r = undrawable
		}
		k := int(g.index)
		if old, ok := byGlyph[k]; !ok || r < old.rune {
			byGlyph[k] = letter{r, g}
		}
	}
	out := slices.Collect(maps.Values(byGlyph))
	slices.SortFunc(out, func(a, b letter) int { return cmp.Compare(a.glyph.index, b.glyph.index) })
	return out
}

func toUnicode(used []letter) string {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def " +
		"/CMapName /Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n")
	for part := range slices.Chunk(used, 100) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(part))
		for _, u := range part {
			text := literal(string(u.rune))
			fmt.Fprintf(&b, "<%04X> <%s\n", u.glyph.index, strings.TrimPrefix(text, "<FEFF"))
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap CMapName currentdict /CMap defineresource pop end end")
	return b.String()
}
