package share

import "samspil/internal/chart"

// FunnelUnit is one unit: how many it has, and its share from 0 to 1.
type FunnelUnit struct {
	Name  string
	Size  int
	Share float64
}

// FunnelLimit is how far the share of a unit of that size may lie from the target.
type FunnelLimit struct {
	Size                           int
	Low95, High95, Low998, High998 float64
}

// FunnelWords are the words of the chart in the reader's language.
type FunnelWords struct {
	Axis, Sizes         string
	Target, In95, In998 string
}

// Funnel shows units by their size between the limits of chance. Nothing is put in
// order, and no unit is coloured as good or bad.
type Funnel struct {
	chart.Frame
	Units  []FunnelUnit
	Limits []FunnelLimit // by size
	Target float64
	Words  FunnelWords
}

// Draw draws the chart for that width.
func (f Funnel) Draw(width int) chart.SVG {
	var c canvas
	at := field{left: 58, right: float64(width) - 14, top: 40, bottom: 300}
	for _, l := range f.Limits {
		at.most = max(at.most, 1.1*float64(l.Size)) // room for the name of the largest
	}
	c.text("chart-words", 0, 16, start, f.Words.Axis)
	step := 20.0
	for at.most/step > 6 {
		step *= 2
	}
	c.axes(at, step, f.Words.Sizes)
	c.line("chart-base", at.left, at.y(f.Target), at.right, at.y(f.Target))
	for _, curve := range []struct {
		class string
		of    func(FunnelLimit) float64
	}{
		{"chart-median", func(l FunnelLimit) float64 { return l.Low95 }}, {"chart-median", func(l FunnelLimit) float64 { return l.High95 }},
		{"chart-curve", func(l FunnelLimit) float64 { return l.Low998 }}, {"chart-curve", func(l FunnelLimit) float64 { return l.High998 }},
	} {
		var through []float64
		for _, l := range f.Limits {
			through = append(through, at.x(float64(l.Size)), at.y(curve.of(l)))
		}
		c.group("chart-other", func() { c.path(curve.class, through...) })
	}
	f.names(&c, at)
	for _, u := range f.Units { // over the names: a mark is never covered
		c.group("chart-consultant", func() { c.circle("chart-mark", at.x(float64(u.Size)), at.y(u.Share), 6) })
	}
	height := at.bottom + 56
	height += c.legend([]entry{
		{f.Words.Target, func(x, y float64) { c.line("chart-base", x, y, x+24, y) }},
		{f.Words.In95, func(x, y float64) { c.group("chart-other", func() { c.line("chart-median", x, y, x+24, y) }) }},
		{f.Words.In998, func(x, y float64) { c.group("chart-other", func() { c.line("chart-curve", x, y, x+24, y) }) }},
	}, width, height)
	return svg(f.Frame, &c, "funnel", width, height)
}

// box is the room that a name or a mark takes.
type box struct{ left, right, top, bottom float64 }

func (b box) meets(o box) bool {
	return b.left < o.right && o.left < b.right && b.top < o.bottom && o.top < b.bottom
}

// steps are the places of a name above and below its mark, the nearest first.
var steps = []float64{-12, 24, -32, 44, -52, 64, -72, 84, -92, 104}

// names writes the name of each unit as near to its mark as no other name and no mark
// stands. A name that stands further off is led to by a line.
func (f Funnel) names(c *canvas, at field) {
	var taken []box
	for _, u := range f.Units {
		x, y := at.x(float64(u.Size)), at.y(u.Share)
		taken = append(taken, box{x - 7, x + 7, y - 7, y + 7})
	}
	for _, u := range f.Units {
		x, y := at.x(float64(u.Size)), at.y(u.Share)
		half := min(chart.TextWidth(u.Name, wordSize), at.right-at.left) / 2
		centre := min(max(x, at.left+half), at.right-half)
		place, room := steps[0], box{}
		for _, step := range steps {
			one := box{centre - half - 2, centre + half + 2, y + step - 13, y + step + 4}
			free := one.top > at.top-24 && one.bottom < at.bottom
			for _, other := range taken {
				free = free && !one.meets(other)
			}
			if free {
				place, room = step, one
				break
			}
		}
		taken = append(taken, room)
		switch {
		case place < -12:
			c.line("chart-grid", x, y-7, x, y+place+4)
		case place > 24:
			c.line("chart-grid", x, y+7, x, y+place-13)
		}
		c.text("chart-words chart-halo", centre, y+place, middle, u.Name)
	}
}
