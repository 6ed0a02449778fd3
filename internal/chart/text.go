package chart

import "strings"

// Sizes of text in pixels; chart.css gives the classes the same.
const (
	textSize = 16.0
	noteSize = 15.0
	nameSize = 15.0
	fineSize = 14.0
	endSize  = 18.0
)

// glyphs are the letters of IBM Plex Sans by their width in the semi-bold cut,
// in shares of the size of the text. The server has no fonts to ask.
var glyphs = []struct {
	letters string
	em      float64
}{
	{" '", .25}, {"ijl.,", .3}, {"!:;f()·", .34}, {"rt-", .39}, {"I/", .44}, {`z?s"`, .5},
	{"vLyc", .53}, {"agåäkxJ»«", .56}, {"eéoöø", .57}, {"FThnuüEZbdpqS–", .6}, {"Y", .63},
	{"PVXCBR", .66}, {"KAÅÄDU", .69}, {"GHNOQØÖ&", .72}, {"wM", .82}, {"mæ½…", .89}, {"WÆ%", .96},
}

// textWidth estimates the width of a text in pixels; figures and unknown
// letters count as .6 of the size.
func textWidth(s string, size float64) float64 {
	em := 0.0
	for _, r := range s {
		em += glyphWidth(r)
	}
	return em * size
}

func glyphWidth(r rune) float64 {
	for _, g := range glyphs {
		if strings.ContainsRune(g.letters, r) {
			return g.em
		}
	}
	return .6
}

// wrap breaks a text into lines no wider than width; a single long word stays whole.
func wrap(s string, size, width float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		longer := strings.TrimSpace(line + " " + word)
		if line != "" && textWidth(longer, size) > width {
			lines = append(lines, line)
			longer = word
		}
		line = longer
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// textUp writes lines above one another, the last at y.
func (c *canvas) textUp(class string, x, y float64, anchor string, lines ...string) {
	for i, line := range lines {
		c.text(class, x, y-19*float64(len(lines)-1-i), anchor, line)
	}
}
