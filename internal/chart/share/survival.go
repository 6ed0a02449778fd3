package share

import "samspil/internal/chart"

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
	chart.Frame
	Points []Reached
	Both   bool // the second is drawn too
	Words  SurvivalWords
}

// Draw draws the chart for that width.
func (s Survival) Draw(width int) chart.SVG {
	var c canvas
	most := 12.0
	for _, p := range s.Points {
		most = max(most, p.Month)
	}
	f := field{left: 58, right: float64(width) - 14, top: 40, bottom: 260, most: most}
	c.text("chart-words", 0, 16, start, s.Words.Axis)
	c.axes(f, 3, s.Words.Months)
	c.group("chart-dyad", func() {
		s.curve(&c, f, "chart-curve", func(p Reached) float64 { return p.First })
		for _, p := range s.Points {
			c.circle("chart-mark", f.x(p.Month), f.y(p.First), 6)
		}
	})
	if s.Both {
		c.group("chart-other", func() {
			s.curve(&c, f, "chart-median", func(p Reached) float64 { return p.Second })
			for _, p := range s.Points {
				c.diamond(f.x(p.Month), f.y(p.Second))
			}
		})
	}
	height := f.bottom + 56
	entries := []entry{{s.Words.First, func(x, y float64) {
		c.group("chart-dyad", func() { c.line("chart-curve", x, y, x+24, y); c.circle("chart-mark", x+12, y, 6) })
	}}}
	if s.Both {
		entries = append(entries, entry{s.Words.Second, func(x, y float64) {
			c.group("chart-other", func() { c.line("chart-median", x, y, x+24, y); c.diamond(x+12, y) })
		}})
	}
	height += c.legend(entries, width, height)
	return svg(s.Frame, &c, "survival", width, height)
}

func (s Survival) curve(c *canvas, f field, class string, of func(Reached) float64) {
	at := []float64{f.x(0), f.y(0)}
	for _, p := range s.Points {
		at = append(at, f.x(p.Month), f.y(of(p)))
	}
	c.path(class, at...)
}
