package chart

// State of a stage.
type State string

// The states: behind us, here, still to come.
const (
	Done  State = "done"
	Now   State = "now"
	Later State = "later"
)

// Stage is one of the steps of a course.
type Stage struct {
	Name string
	// Note says when, or how far: "uge 29 af 44".
	Note  string
	State State
}

// Stages shows where a course is. On a phone only the line of steps is drawn;
// the words belong into the sentence beside it.
type Stages struct {
	Frame
	Steps []Stage
}

// Draw draws the line of steps for that width.
func (s Stages) Draw(width int) SVG {
	var c canvas
	phone := width < phoneBelow
	column := float64(width) / float64(max(1, len(s.Steps)))
	first, y, height := 16.0, 20.0, 40.0
	if phone && len(s.Steps) > 1 {
		column = (float64(width) - 2*first) / float64(len(s.Steps)-1)
	}
	for i, step := range s.Steps[:max(0, len(s.Steps)-1)] {
		x, class := first+float64(i)*column, "chart-way"
		if step.State == Done {
			class = "chart-way-done"
		}
		c.line(class, x+15, y, x+column-15, y)
	}
	for i, step := range s.Steps {
		x := first + float64(i)*column
		c.stage(step.State, x, y)
		if !phone {
			height = max(height, c.stageWords(step, x-first+1, column-10))
		}
	}
	return s.svg(&c, "stages", width, height)
}

func (c *canvas) stage(state State, x, y float64) {
	switch state {
	case Done:
		c.circle("chart-stage-done", x, y, 14)
		c.path("chart-tick-mark", path("").move(x-5.5, y).to(x-1.5, y+4.5).to(x+6, y-4.5))
	case Now:
		c.circle("chart-stage-now", x, y, 13)
		c.circle("chart-stage-dot", x, y, 6)
	default:
		c.circle("chart-stage-later", x, y, 13)
	}
}

// stageWords writes the name and the note of a stage and returns their foot.
func (c *canvas) stageWords(s Stage, x, width float64) float64 {
	class := "chart-strong"
	if s.State == Now {
		class += " chart-here"
	}
	y := 58.0
	c.text(class, x, y, start, s.Name)
	for _, line := range wrap(s.Note, noteSize, width) {
		y += 22
		c.text("chart-words", x, y, start, line)
	}
	return y + 8
}
