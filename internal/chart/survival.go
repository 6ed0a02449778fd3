package chart

// Reached is the share reached by some month, from 0 to 1.
type Reached struct {
	Month  float64
	First  float64
	Second float64
}

// SurvivalWords are the words of the chart in the reader's language.
type SurvivalWords struct {
	Axis, Months string
	// First and Second explain the two curves.
	First, Second string
}

// Survival shows how large a share has come to something by month, counted in two
// ways. The first is drawn full, the second dashed.
type Survival struct {
	Frame
	Points []Reached
	Both   bool // the second is drawn too
	Words  SurvivalWords
}

// Draw draws the chart for that width.
func (s Survival) Draw(width int) SVG {
	var c canvas
	most := 12.0
	for _, p := range s.Points {
		most = max(most, p.Month)
	}
	field := across{plot: plot{left: percentAxis.room(s.Lang), right: float64(width) - 12, top: 40, bottom: 40 + 220, full: float64(width), scale: percentAxis}, most: most}
	c.text("chart-words", 0, 16, start, s.Words.Axis)
	c.grid(field.plot, s.Lang)
	c.numbers(field, 3, s.Words.Months)
	c.group("chart-dyad", func() {
		s.curve(&c, field, "chart-curve", func(p Reached) float64 { return p.First })
		for _, p := range s.Points {
			c.circle("chart-mark", field.at(p.Month), field.y(p.First), 6)
		}
	})
	if s.Both {
		c.group("chart-other", func() {
			s.curve(&c, field, "chart-median", func(p Reached) float64 { return p.Second })
			for _, p := range s.Points {
				c.mark(Other, field.at(p.Month), field.y(p.Second), 5)
			}
		})
	}
	height := field.bottom + 56
	entries := []entry{{s.Words.First, 26, func(x, y float64) {
		c.group("chart-dyad", func() { c.line("chart-curve", x, y, x+24, y); c.circle("chart-mark", x+12, y, 6) })
	}}}
	if s.Both {
		entries = append(entries, entry{s.Words.Second, 26, func(x, y float64) {
			c.group("chart-other", func() { c.line("chart-median", x, y, x+24, y); c.mark(Other, x+12, y, 5) })
		}})
	}
	height += c.legend(entries, 0, float64(width), height)
	return s.svg(&c, "survival", width, height)
}

func (s Survival) curve(c *canvas, field across, class string, of func(Reached) float64) {
	d := path("").move(field.at(0), field.y(0))
	for _, p := range s.Points {
		d = d.to(field.at(p.Month), field.y(of(p)))
	}
	c.path(class, d)
}
