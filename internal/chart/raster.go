package chart

import (
	"strconv"
	"time"

	"samspil/internal/lang"
)

// RasterRow is one code of a raster: what it is, whose it is, and when it was
// seen. Times are milliseconds from the start of the recording.
type RasterRow struct {
	Subject Subject
	Name    string
	// Hollow draws an empty figure: withdrawing, taking over. It is no judgement,
	// only a shape that can be told from the others.
	Hollow bool
	// Points are moments; Stretches are what has a beginning and an end.
	Points    []int64
	Stretches []Stretch
}

// Stretch is a piece of time, From < To, in milliseconds.
type Stretch struct{ From, To int64 }

// RasterWords are the words of a raster in the reader's language.
type RasterWords struct {
	// Pause stands over each piece of time in which nothing was counted.
	Pause string
}

// Raster shows what was seen moment by moment: a row for each code, grouped by
// whose behaviour it is, so that reading downwards shows who answered whom.
type Raster struct {
	Frame
	// From and To are the coded stretch of time, in milliseconds, From < To.
	// With nothing between them there is a frame and no marks.
	From, To int64
	// Start is the clock time of millisecond 0; none shows running time, "4:31".
	Start time.Time
	// Rows in the order shown; rows of one subject stand together.
	Rows []RasterRow
	// Pauses are times in which nothing was counted.
	Pauses []Stretch
	Words  RasterWords
}

// Measures of a raster in pixels: at a desk the names stand to the left of their
// rows, on a phone above them.
const (
	rasterRow      = 31.0
	rasterRowPhone = 48.0
	rasterTop      = 34.0
	rasterGroup    = 8.0 // more room where the subject changes
)

// Draw draws the raster for that width.
func (r Raster) Draw(width int) SVG {
	var c canvas
	f := r.field(width)
	hatch := r.id(width) + "-hatch"
	if len(r.Pauses) > 0 {
		c.WriteString(`<defs><pattern id="` + hatch + `" patternUnits="userSpaceOnUse" width="8" height="8" patternTransform="rotate(45)">` +
			`<line class="chart-pause-line" x1="0" y1="0" x2="0" y2="8"/></pattern></defs>`)
	}
	r.times(&c, f)
	for i := range r.Rows {
		r.row(&c, f, i)
	}
	r.pauses(&c, f, hatch)
	r.names(&c, f)
	return r.svg(&c, "raster", width, f.bottom+34)
}

// rasterField is where things stand.
type rasterField struct {
	left, right, top, bottom, full float64
	phone                          bool
	rows                           []float64 // the middle line of each row's marks
}

func (r Raster) field(width int) rasterField {
	f := rasterField{full: float64(width), phone: width < phoneBelow, top: rasterTop}
	row, names := rasterRow, 0.0
	for _, line := range r.Rows {
		names = max(names, textWidth(line.Name, textSize))
	}
	f.left, f.right = min(30+names+16, f.full*.4), f.full-24
	if f.phone {
		row, f.left, f.right = rasterRowPhone, 10, f.full-10
	}
	y := f.top
	for i, line := range r.Rows {
		if i > 0 && line.Subject != r.Rows[i-1].Subject {
			y += rasterGroup
		}
		middle := y + row/2
		if f.phone {
			middle = y + 34
		}
		f.rows = append(f.rows, middle)
		y += row
	}
	f.bottom = y + 4
	return f
}

func (r Raster) x(f rasterField, at int64) float64 {
	if r.To <= r.From {
		return f.left
	}
	at = min(max(at, r.From), r.To)
	return f.left + (f.right-f.left)*float64(at-r.From)/float64(r.To-r.From)
}

// times draws the upright lines with the time at their foot.
func (r Raster) times(c *canvas, f rasterField) {
	for i, at := range r.ticks(f) {
		x, name := r.x(f, at), r.timeName(at)
		c.line("chart-grid", x, f.top-4, x, f.bottom)
		half := textWidth(name, textSize) / 2
		if i == 0 || x+half > f.full {
			x = min(max(x, half), f.full-half)
		}
		c.text("chart-axis", x, f.bottom+22, middle, name)
	}
}

// ticks are whole steps of the clock, as many as have room for their names.
func (r Raster) ticks(f rasterField) []int64 {
	if r.To <= r.From {
		return nil
	}
	step := int64(0)
	for _, s := range []int64{15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200} {
		room := textWidth("00.00", textSize) + 18
		if s < 60 {
			room = textWidth("00.00:00", textSize) + 18
		}
		if step = s * 1000; (f.right-f.left)*float64(step)/float64(r.To-r.From) >= room {
			break
		}
	}
	// Lines stand at whole minutes of the clock, wherever the recording began.
	offset := int64(0)
	if !r.Start.IsZero() {
		offset = r.Start.UnixMilli() % step
	}
	var at []int64
	first := ((r.From+offset+step-1)/step)*step - offset
	for t := first; t <= r.To; t += step {
		at = append(at, t)
	}
	if len(at) == 0 {
		at = append(at, r.From)
	}
	return at
}

// timeName is the clock time "14.42", with seconds where lines stand closer than
// minutes, or the running time "4:31".
func (r Raster) timeName(at int64) string {
	if r.Start.IsZero() {
		return Running(at)
	}
	t := r.Start.Add(time.Duration(at) * time.Millisecond)
	name := lang.Clock(r.Lang, t)
	if s := t.Second(); s != 0 {
		name += ":" + strconv.Itoa(s/10) + strconv.Itoa(s%10)
	}
	return name
}

// Running writes milliseconds as running time, "4:31" or "1:04:31"; the colon
// keeps it from being taken for a time of day. Less than nothing counts as 0.
func Running(ms int64) string {
	s := max(0, ms) / 1000
	two := func(n int64) string { return strconv.FormatInt(n/10, 10) + strconv.FormatInt(n%10, 10) }
	if s >= 3600 {
		return strconv.FormatInt(s/3600, 10) + ":" + two(s/60%60) + ":" + two(s%60)
	}
	return strconv.FormatInt(s/60, 10) + ":" + two(s%60)
}

func (r Raster) row(c *canvas, f rasterField, i int) {
	line, y := r.Rows[i], f.rows[i]
	changes := i > 0 && line.Subject != r.Rows[i-1].Subject
	top := y - rasterRow/2
	if f.phone {
		top = y - 34
	}
	switch {
	case changes:
		c.line("chart-group", 0, top-rasterGroup/2, f.right, top-rasterGroup/2)
	case i > 0 && !f.phone:
		c.line("chart-row", f.left, top, f.right, top)
	}
	size := 6.5
	if f.phone {
		size = 5
	}
	c.group("chart-"+string(line.Subject), func() {
		for _, s := range line.Stretches {
			x1, x2 := r.x(f, s.From), r.x(f, s.To)
			class := "chart-stretch"
			if line.Hollow {
				class = "chart-stretch-hollow"
			}
			c.rect(class, x1, y-size, max(2, x2-x1), 2*size)
		}
		for _, at := range line.Points {
			c.sign(line, r.x(f, at), y, size)
		}
	})
}

// names come last: on a phone they stand over their rows, pauses too.
func (r Raster) names(c *canvas, f rasterField) {
	for i, line := range r.Rows {
		y := f.rows[i] + 5
		if f.phone {
			y = f.rows[i] - 14
		}
		c.group("chart-"+string(line.Subject), func() { c.sign(line, 9, y-5, 6) })
		c.text("chart-row-name chart-halo", 30, y, start, line.Name)
	}
}

// sign draws the figure of a row's subject, empty where the row's is.
func (c *canvas) sign(line RasterRow, x, y, r float64) {
	if !line.Hollow || line.Subject == Dyad {
		c.mark(line.Subject, x, y, r)
		return
	}
	r -= .5
	switch line.Subject {
	case Parent:
		c.rect("chart-hollow", x-r, y-r, 2*r, 2*r)
	case Consultant:
		c.path("chart-hollow", polygon(x, y-1.15*r, x+1.15*r, y+.95*r, x-1.15*r, y+.95*r))
	default:
		c.circle("chart-hollow", x, y, r)
	}
}

// pauses lie over everything: what is hatched was not counted.
func (r Raster) pauses(c *canvas, f rasterField, hatch string) {
	until := -1.0
	for _, p := range r.Pauses {
		x1, x2 := r.x(f, p.From), r.x(f, p.To)
		c.rect("chart-pause-ground", x1, f.top, max(2, x2-x1), f.bottom-f.top)
		c.WriteString(`<rect class="chart-pause" fill="url(#` + hatch + `)" x="` + num(x1) + `" y="` + num(f.top) +
			`" width="` + num(max(2, x2-x1)) + `" height="` + num(f.bottom-f.top) + `"/>`)
		half := textWidth(r.Words.Pause, noteSize) / 2
		at := min(max((x1+x2)/2, half+2), f.full-half-2)
		if at-half > until {
			c.text("chart-words", at, f.top-12, middle, r.Words.Pause)
			until = at + half + 8
		}
	}
}

// Table lists everything in the raster in order of time. Head names the columns:
// time, code, how long; seconds writes a length in the reader's language.
func (r Raster) Table(head [3]string, seconds func(ms int64) string) Table {
	t := Table{Head: head[:]}
	for _, e := range r.inOrder() {
		length := ""
		if e.to > e.from {
			length = seconds(e.to - e.from)
		}
		t.Rows = append(t.Rows, []string{r.clockOrRunning(e.from), e.name, length})
	}
	return t
}

func (r Raster) clockOrRunning(at int64) string {
	if r.Start.IsZero() {
		return Running(at)
	}
	t := r.Start.Add(time.Duration(at) * time.Millisecond)
	s := t.Second()
	return lang.Clock(r.Lang, t) + ":" + strconv.Itoa(s/10) + strconv.Itoa(s%10)
}
