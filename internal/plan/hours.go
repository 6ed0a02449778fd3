package plan

import (
	"math"

	"samspil/internal/clock"
)

// Weeks returns the number of weeks of all steps.
func (p Plan) Weeks() int {
	n := 0
	for _, s := range p.Steps {
		n += s.Weeks
	}
	return n
}

// Planned returns the hours of all steps together.
func (p Plan) Planned() float64 { return sum(p.Steps) }

func sum(steps []Step) float64 {
	h := 0.0
	for _, s := range steps {
		h += float64(s.Weeks) * s.HoursPerWeek
	}
	return h
}

// LastDay returns the last day of the last step; none without start or steps.
func (p Plan) LastDay() clock.Date {
	if p.StartOn.IsZero() || p.Weeks() == 0 {
		return clock.Date{}
	}
	return p.StartOn.AddDays(7*p.Weeks() - 1)
}

// WeekOn returns the number of the week of the plan in which the day lies,
// counted from 1; 0 before the start. It goes on counting after the end.
func (p Plan) WeekOn(day clock.Date) int {
	if p.StartOn.IsZero() || day.IsZero() || day.Before(p.StartOn) {
		return 0
	}
	return day.Sub(p.StartOn)/7 + 1
}

// StepOn returns the index of the step in which the day lies, and whether there is one.
func (p Plan) StepOn(day clock.Date) (int, bool) {
	week := p.WeekOn(day)
	if week == 0 {
		return 0, false
	}
	for i, s := range p.Steps {
		if week <= s.Weeks {
			return i, true
		}
		week -= s.Weeks
	}
	return 0, false
}

// HoursOn returns the hours planned in the week of that day; 0 outside the plan.
func (p Plan) HoursOn(day clock.Date) float64 {
	if i, ok := p.StepOn(day); ok {
		return p.Steps[i].HoursPerWeek
	}
	return 0
}

// PlannedTo returns the hours planned in the whole weeks that have ended before
// the day; the week that is running counts when it is over.
func (p Plan) PlannedTo(day clock.Date) float64 {
	weeks, h := p.WeekOn(day)-1, 0.0
	for _, s := range p.Steps {
		if weeks <= 0 {
			break
		}
		n := min(weeks, s.Weeks)
		h += float64(n) * s.HoursPerWeek
		weeks -= n
	}
	return h
}

// StepStart returns the first day of step i.
func (p Plan) StepStart(i int) clock.Date {
	weeks := 0
	for _, s := range p.Steps[:min(i, len(p.Steps))] {
		weeks += s.Weeks
	}
	return p.StartOn.AddDays(7 * weeks)
}

// TapersFrom returns the first day of the last step, where the hours are lowest
// and the course is on its way out; none for a plan of one step.
func (p Plan) TapersFrom() clock.Date {
	if len(p.Steps) < 2 {
		return clock.Date{}
	}
	return p.StepStart(len(p.Steps) - 1)
}

// RunsOut returns the last day of the week in which a frame of hours is used up, when
// from today on the hours are given as planned. delivered counts all hours held
// so far, thisWeek those of the running week. It returns no date when the frame
// lasts to the end of the plan.
func (p Plan) RunsOut(today clock.Date, delivered, thisWeek, frame float64) clock.Date {
	week := p.WeekOn(today)
	if week == 0 {
		week, thisWeek = 1, 0
	}
	if frame-delivered <= 0 {
		return p.weekEnd(week)
	}
	left, running := frame-delivered, thisWeek
	for ; week <= p.Weeks(); week++ {
		left -= math.Max(0, p.HoursOn(p.weekEnd(week))-running)
		running = 0
		if left < -0.001 {
			return p.weekEnd(week)
		}
		if left < 0.001 && p.restAfter(week) > 0 {
			return p.weekEnd(week)
		}
	}
	return clock.Date{}
}

func (p Plan) weekEnd(week int) clock.Date { return p.StartOn.AddDays(7*week - 1) }

func (p Plan) restAfter(week int) float64 {
	return p.Planned() - p.PlannedTo(p.StartOn.AddDays(7*week))
}

// Span is a stretch of days in which one plan gives more hours a week than
// another: from Low up to High.
type Span struct {
	From, To  clock.Date // both included
	Low, High float64
}

// Above returns where p gives more hours a week than the plan before it: the
// hours that wait when they are not yet granted.
func (p Plan) Above(before Plan) []Span {
	var spans []Span
	for week := 1; week <= p.Weeks(); week++ {
		from := p.StartOn.AddDays(7 * (week - 1))
		s := Span{from, from.AddDays(6), before.HoursOn(from), p.HoursOn(from)}
		if s.High <= s.Low {
			continue
		}
		if n := len(spans); n > 0 && spans[n-1].To.AddDays(1) == s.From &&
			spans[n-1].Low == s.Low && spans[n-1].High == s.High {
			spans[n-1].To = s.To
			continue
		}
		spans = append(spans, s)
	}
	return spans
}
