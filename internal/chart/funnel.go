package chart

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
	Frame
	Units  []FunnelUnit
	Limits []FunnelLimit // by size
	Target float64
	Words  FunnelWords
}

// Draw draws the chart for that width.
func (f Funnel) Draw(width int) SVG {
	var c canvas
	field := across{plot: plot{left: percentAxis.room(f.Lang), right: float64(width) - 12, top: 40, bottom: 40 + 260, full: float64(width), scale: percentAxis}}
	for _, l := range f.Limits {
		field.most = max(field.most, 1.1*float64(l.Size)) // room for the name of the largest
	}
	c.text("chart-words", 0, 16, start, f.Words.Axis)
	c.grid(field.plot, f.Lang)
	c.numbers(field, niceStep(field.most/5), f.Words.Sizes)
	c.line("chart-base", field.left, field.y(f.Target), field.right, field.y(f.Target))
	for _, curve := range []struct {
		class string
		of    func(FunnelLimit) float64
	}{
		{"chart-median", func(l FunnelLimit) float64 { return l.Low95 }}, {"chart-median", func(l FunnelLimit) float64 { return l.High95 }},
		{"chart-curve", func(l FunnelLimit) float64 { return l.Low998 }}, {"chart-curve", func(l FunnelLimit) float64 { return l.High998 }},
	} {
		var d path
		for i, l := range f.Limits {
			x, y := field.at(float64(l.Size)), field.y(curve.of(l))
			if i == 0 {
				d = d.move(x, y)
				continue
			}
			d = d.to(x, y)
		}
		c.group("chart-other", func() { c.path(curve.class, d) })
	}
	for _, u := range f.Units {
		x, y := field.at(float64(u.Size)), field.y(u.Share)
		c.group("chart-consultant", func() { c.circle("chart-mark", x, y, 6) })
		half := textWidth(u.Name, nameSize) / 2
		c.text("chart-words chart-halo", min(max(x, field.left+half), field.right-half), y-12, middle, u.Name)
	}
	height := field.bottom + 56
	height += c.legend([]entry{
		{f.Words.Target, 26, func(x, y float64) { c.line("chart-base", x, y, x+24, y) }},
		{f.Words.In95, 26, func(x, y float64) { c.group("chart-other", func() { c.line("chart-median", x, y, x+24, y) }) }},
		{f.Words.In998, 26, func(x, y float64) { c.group("chart-other", func() { c.line("chart-curve", x, y, x+24, y) }) }},
	}, 0, float64(width), height)
	return f.svg(&c, "funnel", width, height)
}
