package chart

import "samspil/internal/clock"

// Rung is one written step of a goal, in the family's own words.
type Rung struct{ Words string }

// Climb is what one person saw: on which step, when. The steps are counted from the
// lowest, 0.
type Climb struct {
	Name    string // "Camilla, mor"
	Subject Subject
	Seen    []Seen
}

// Seen is one look at the ladder.
type Seen struct {
	On   clock.Date
	Rung int
}

// Ladder shows a goal as the steps that the family wrote, the best on top, with a
// figure on the step for each time somebody said how it was. There are no numbers
// in it and nothing is averaged.
type Ladder struct {
	Frame
	From, To clock.Date
	Rungs    []Rung // from the lowest
	Climbs   []Climb
}

const (
	ladderLine = 20.0 // from one line of a step's words to the next
	ladderMark = 6.0  // half the width of a figure
)

// Draw draws the ladder for that width: beside the words where there is room, on a
// phone beneath them.
func (l Ladder) Draw(width int) SVG {
	var c canvas
	phone := width < phoneBelow
	words, left := float64(width)*.42, float64(width)*.44
	if phone {
		words, left = float64(width)-8, 12
	}
	field := plot{left: left + 8, right: float64(width) - 14, full: float64(width), from: l.From, to: l.To}
	if field.to == field.from {
		field.to = field.from.AddDays(1)
	}
	lane := 16.0
	room := max(1, float64(len(l.Climbs)))*lane + 10
	y := 4.0
	middles := make([]float64, len(l.Rungs))
	for i := len(l.Rungs) - 1; i >= 0; i-- {
		lines := wrap(l.Rungs[i].Words, nameSize, words-8)
		text := ladderLine * float64(max(1, len(lines)))
		height := max(text+10, room)
		if phone {
			height = text + room + 6
		}
		c.line("chart-grid", 0, y, float64(width), y)
		for j, line := range lines {
			c.text("chart-step-name", 4, y+18+ladderLine*float64(j), start, line)
		}
		middles[i] = y + height/2
		if phone {
			middles[i] = y + text + 4 + room/2
		}
		y += height
	}
	c.line("chart-base", 0, y, float64(width), y)
	l.climbs(&c, field, middles, lane)
	c.months(field, l.Lang, y)
	foot := y + field.monthsHeight() + 10
	foot += c.legend(l.names(&c), 0, float64(width), foot)
	return l.svg(&c, "ladder", width, foot)
}

// climbs draws each person's figures in a lane of their own, so that none covers
// another.
func (l Ladder) climbs(c *canvas, field plot, middles []float64, lane float64) {
	for i, climb := range l.Climbs {
		offset := (float64(i) - float64(len(l.Climbs)-1)/2) * lane
		c.group("chart-"+string(climb.Subject), func() {
			for n, seen := range climb.Seen {
				if seen.Rung < 0 || seen.Rung >= len(middles) || !field.inside(seen.On) {
					continue
				}
				x, y := field.x(seen.On), middles[seen.Rung]+offset
				c.mark(climb.Subject, x, y, ladderMark)
				if n == len(climb.Seen)-1 {
					c.circle("chart-ring", x, y, ladderMark+4.5)
				}
			}
		})
	}
}

// names explain the figures.
func (l Ladder) names(c *canvas) []entry {
	var all []entry
	for _, climb := range l.Climbs {
		all = append(all, entry{climb.Name, 16, func(x, y float64) {
			c.group("chart-"+string(climb.Subject), func() { c.mark(climb.Subject, x+8, y, 5.5) })
		}})
	}
	return all
}

// Table lists who saw which step when, oldest first for each person. Head names the
// three columns: day, who, step.
func (l Ladder) Table(head [3]string, day func(clock.Date) string) Table {
	t := Table{Head: head[:]}
	for _, climb := range l.Climbs {
		for _, seen := range climb.Seen {
			if seen.Rung >= 0 && seen.Rung < len(l.Rungs) {
				t.Rows = append(t.Rows, []string{day(seen.On), climb.Name, l.Rungs[seen.Rung].Words})
			}
		}
	}
	return t
}
