package chart

// mark draws the figure of a subject; r is half its width.
func (c *canvas) mark(s Subject, x, y, r float64) {
	switch s {
	case Parent:
		c.rect("chart-mark", x-r, y-r, 2*r, 2*r)
	case Dyad:
		c.circle("chart-ring", x-.45*r, y, .75*r)
		c.circle("chart-ring", x+.45*r, y, .75*r)
	case Consultant:
		c.path("chart-mark", polygon(x, y-1.15*r, x+1.15*r, y+.95*r, x-1.15*r, y+.95*r))
	case Other:
		c.path("chart-mark", polygon(x, y-1.3*r, x+1.3*r, y, x, y+1.3*r, x-1.3*r, y))
	default:
		c.circle("chart-mark", x, y, r)
	}
}

// gap draws the dashed figure of a measurement that was not made.
func (c *canvas) gap(s Subject, x, y, r float64) { c.outline("chart-gap", s, x, y, r) }

// hollow draws the empty figure of a measurement that does not count.
func (c *canvas) hollow(s Subject, x, y, r float64) { c.outline("chart-hollow", s, x, y, r-.5) }

func (c *canvas) outline(class string, s Subject, x, y, r float64) {
	switch s {
	case Parent:
		c.rect(class, x-r, y-r, 2*r, 2*r)
	case Consultant:
		c.path(class, polygon(x, y-1.15*r, x+1.15*r, y+.95*r, x-1.15*r, y+.95*r))
	case Other:
		c.path(class, polygon(x, y-1.3*r, x+1.3*r, y, x, y+1.3*r, x-1.3*r, y))
	default:
		c.circle(class, x, y, r)
	}
}

// cross says that somebody did not come.
func (c *canvas) cross(x, y float64) {
	const r = 4.5
	c.path("chart-cross", path("").move(x-r, y-r).to(x+r, y+r).move(x+r, y-r).to(x-r, y+r))
}

// Symbol draws the figure of a subject alone, 16 px wide, to stand before its
// name in the text. It is hidden from readers aloud: the name says it.
func Symbol(s Subject) SVG {
	var c canvas
	c.group("chart-"+string(s), func() {
		r := 6.0
		if s == Dyad {
			r = 7
		}
		c.mark(s, 8, 8, r)
	})
	return icon(&c, 16)
}

// GradeBars draws three rising bars, filled up to the grade: 3 documented, 2
// signs, 1 not documented yet, 0 too few measurements (dashed). A setback has
// its own sign in the page and is not drawn here. Hidden from readers aloud: the
// words beside say it.
func GradeBars(grade int) SVG {
	var c canvas
	for i := range 3 {
		class := "chart-bar-empty"
		switch {
		case grade <= 0:
			class = "chart-bar-none"
		case i < grade:
			class = "chart-bar-full"
		}
		height := 6 + 5*float64(i)
		c.rect(class, 1+10*float64(i), 17-height, 8, height)
	}
	return icon(&c, 31)
}

func icon(c *canvas, width int) SVG {
	w := num(float64(width))
	height := "16"
	if width > 16 {
		height = "18"
	}
	return SVG(`<svg xmlns="http://www.w3.org/2000/svg" class="chart-icon" aria-hidden="true" focusable="false" viewBox="0 0 ` +
		w + ` ` + height + `" width="` + w + `" height="` + height + `">` + c.String() + `</svg>`)
}
