package chart

// Run shows a series about its own median, for the question whether it wanders as
// chance would have it. It has no phases and no hours: the median is that of all
// measurements.
type Run struct {
	Frame
	Phase Phase // the series as it is drawn elsewhere
	// Median explains the dashed line: "Midterste måling, 5".
	Median string
}

// Draw draws the chart for that width.
func (r Run) Draw(width int) SVG {
	p := r.Phase
	p.Frame = r.Frame
	p.Borders, p.Weeks, p.Band = nil, nil, 0
	p.Words.First, p.Words.Median, p.Words.Band, p.Words.TooFew = "", r.Median, "", ""
	return p.Draw(width)
}
