package chart

// entry is one explanation under a chart: a sample and its words. The sample
// draws itself from the point given, in at most the width it says.
type entry struct {
	text  string
	width float64
	draw  func(x, y float64)
}

const legendRow = 30.0

// legend writes the entries in rows from left to right, as many in a row as
// have room, and returns the height used.
func (c *canvas) legend(entries []entry, left, right, top float64) float64 {
	x, y := left, top+legendRow/2
	used := 0.0
	for _, e := range entries {
		if e.text == "" {
			continue
		}
		width := e.width + 9 + textWidth(e.text, noteSize)
		if x > left && x+width > right {
			x, y = left, y+legendRow
		}
		offset := 0.0
		if e.draw != nil {
			e.draw(x, y)
			offset = e.width + 9
		}
		for i, line := range wrap(e.text, noteSize, right-x-offset) {
			if i > 0 {
				y += 20
			}
			c.text("chart-words", x+offset, y+5, start, line)
		}
		x += width + 18
		used = y + legendRow/2 - top
	}
	return used
}
