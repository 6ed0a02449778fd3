package chart

// Pen draws what a package of its own has laid out, with the shapes and the words of
// all charts.
type Pen struct{ canvas canvas }

// Line from one point to another.
func (p *Pen) Line(class string, x1, y1, x2, y2 float64) { p.canvas.line(class, x1, y1, x2, y2) }

// Circle around a point.
func (p *Pen) Circle(class string, x, y, r float64) { p.canvas.circle(class, x, y, r) }

// Rect from its upper left corner.
func (p *Pen) Rect(class string, x, y, w, h float64) { p.canvas.rect(class, x, y, w, h) }

// Polygon through the points x0, y0, x1, y1, …, closed.
func (p *Pen) Polygon(class string, at ...float64) { p.canvas.path(class, polygon(at...)) }

// Through is the open line through the points.
func (p *Pen) Through(class string, at ...float64) {
	var d path
	for i := 0; i+1 < len(at); i += 2 {
		if i == 0 {
			d = d.move(at[i], at[i+1])
			continue
		}
		d = d.to(at[i], at[i+1])
	}
	p.canvas.path(class, d)
}

// Words around a middle.
func (p *Pen) Words(class string, x, y float64, s string) { p.canvas.text(class, x, y, middle, s) }

// Group paints what inside draws under a class.
func (p *Pen) Group(class string, inside func()) { p.canvas.group(class, inside) }

// SVG is the finished drawing; kind names it in its class.
func (p *Pen) SVG(f Frame, kind string, width int, height float64) SVG {
	return f.svg(&p.canvas, kind, width, height)
}

// TextWidth is about how wide a text is at a size, in pixels.
func TextWidth(s string, size float64) float64 { return textWidth(s, size) }

// Wrap breaks a text into lines of at most that width.
func Wrap(s string, size, width float64) []string { return wrap(s, size, width) }
