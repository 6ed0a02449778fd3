package chart

// Interval shows one share between 0 and 100 %: a dot where it lies, a light band
// for how uncertain it is, and where asked for a line for the highest so far. It
// is never coloured as good or bad and has no limit to pass.
type Interval struct {
	Frame
	// Share, Low and High lie between 0 and 1; Low == High draws no band.
	Share, Low, High float64
	// Highest draws an upright line there; below 0 there is none.
	Highest float64
}

// IntervalWidth is the width for which an interval is drawn in a table.
const IntervalWidth = 264

// Draw draws the interval for that width; 36 px high.
func (v Interval) Draw(width int) SVG {
	var c canvas
	left, right, y := 8.0, float64(width)-8, 18.0
	x := func(share float64) float64 { return left + (right-left)*min(1, max(0, share)) }
	c.group("chart-"+string(Dyad), func() {
		if v.High > v.Low {
			c.rect("chart-interval-band", x(v.Low), y-7, max(2, x(v.High)-x(v.Low)), 14)
		}
		c.line("chart-interval-scale", left, y, right, y)
		for _, at := range []float64{0, .5, 1} {
			c.line("chart-interval-scale", x(at), y-7, x(at), y+7)
		}
		if v.Highest >= 0 {
			c.line("chart-interval-highest", x(v.Highest), y-12, x(v.Highest), y+12)
		}
		c.circle("chart-mark", x(v.Share), y, 7.5)
	})
	return v.svg(&c, "interval", width, 36)
}
