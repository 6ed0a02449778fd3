package chart

import "strings"

// Sizes of text in pixels; chart.css gives the classes the same.
const (
	textSize = 16.0
	noteSize = 15.0
)

// textWidth estimates the width of a text in pixels, on the wide side. The
// server has no fonts; the shares are those of IBM Plex Sans, bold included.
func textWidth(s string, size float64) float64 {
	em := 0.0
	for _, r := range s {
		switch {
		case strings.ContainsRune("iljI.,:;'!|·", r):
			em += .3
		case strings.ContainsRune(" ftr()-/", r):
			em += .38
		case strings.ContainsRune("mwMWæÆ@%½", r):
			em += .92
		case r >= 'A' && r <= 'Z' || strings.ContainsRune("ØÅ", r):
			em += .68
		default:
			em += .6
		}
	}
	return em * size
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
