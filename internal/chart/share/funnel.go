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
	for _, u := range f.Units {
		half := textWidth(u.Name) / 2
		c.text("chart-words chart-halo", min(max(at.x(float64(u.Size)), at.left+half), at.right-half), at.y(u.Share)-12, middle, u.Name)
	}
	for _, u := range f.Units { // over the names: a mark is never covered
		c.group("chart-consultant", func() { c.circle("chart-mark", at.x(float64(u.Size)), at.y(u.Share), 6) })
	}
	height := at.bottom + 56
	height += c.legend([]entry{
		{f.Words.Target, func(x, y float64) { c.line("chart-base", x, y, x+24, y) }},
		{f.Words.In95, func(x, y float64) { c.group("chart-other", func() { c.line("chart-median", x, y, x+24, y) }) }},
		{f.Words.In998, func(x, y float64) { c.group("chart-other", func() { c.line("chart-curve", x, y, x+24, y) }) }},
	}, height)
	return svg(f.Frame, &c, "funnel", width, height)
}
