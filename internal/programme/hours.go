package programme

import (
	"fmt"
	"math"

	"samspil/internal/clock"
	"samspil/internal/fault"
)

// Duration is how long a course of the programme lasts, in calendar months.
// Outside it a course needs a reason and the leader's decision.
type Duration struct{ MinMonths, MaxMonths int }

// Step is one step of an hour plan: so many weeks with so many hours a week.
// Reason is needed where the hours rise against the step before.
type Step struct {
	Weeks        int
	HoursPerWeek float64
	Reason       string
}

// Hours returns the hours of all steps together.
func Hours(steps []Step) float64 {
	var sum float64
	for _, s := range steps {
		sum += float64(s.Weeks) * s.HoursPerWeek
	}
	return sum
}

// Weeks returns the length of all steps together.
func Weeks(steps []Step) int {
	var sum int
	for _, s := range steps {
		sum += s.Weeks
	}
	return sum
}

// Taper is how the hours of a course fall.
type Taper struct {
	// RiseNeedsReason: a step with more hours a week than the one before is
	// refused without a written reason.
	RiseNeedsReason bool
	// MustFall: a plan whose last step is not lower than its highest is asked about.
	MustFall bool
	// MaxHoursPerWeek is where a typing error is more likely than a plan.
	MaxHoursPerWeek float64
}

// CheckSteps looks at an hour plan against the hours granted (hours in all; 0
// when no frame has been granted yet). Empty steps, impossible numbers and a
// rise without reason are refused. Hours above the grant are asked about: they
// wait for the commissioner's approval, and until then the grant is the cap.
func (p Programme) CheckSteps(steps []Step, granted float64) []Finding {
	if len(steps) == 0 {
		return []Finding{{Refuse, "steps", "programme.steps.none", nil}}
	}
	var found []Finding
	for i, s := range steps {
		found = append(found, p.checkStep(i, s)...)
		if i > 0 && p.Taper.RiseNeedsReason && s.HoursPerWeek > steps[i-1].HoursPerWeek && blank(s.Reason) {
			found = append(found, Finding{Refuse, stepField(i, "reason"), "programme.steps.rises", fault.Args{"step": i + 1}})
		}
	}
	if Refused(found) {
		return found
	}
	if p.Taper.MustFall && !falls(steps) {
		found = append(found, Finding{Ask, "steps", "programme.steps.never_falls", nil})
	}
	sum := Hours(steps)
	switch {
	case granted <= 0:
		found = append(found, Finding{Ask, "steps", "programme.steps.no_grant", fault.Args{"hours": sum}})
	case sum > granted+0.001:
		found = append(found, Finding{Ask, "steps", "programme.steps.above_granted",
			fault.Args{"hours": sum, "granted": granted, "extra": round2(sum - granted)}})
	}
	return found
}

func (p Programme) checkStep(i int, s Step) []Finding {
	var found []Finding
	if s.Weeks < 1 {
		found = append(found, Finding{Refuse, stepField(i, "weeks"), "programme.steps.weeks", fault.Args{"step": i + 1}})
	}
	limit := p.Taper.MaxHoursPerWeek
	if !(s.HoursPerWeek > 0) || limit > 0 && s.HoursPerWeek > limit {
		found = append(found, Finding{Refuse, stepField(i, "hours"), "programme.steps.hours",
			fault.Args{"step": i + 1, "max": limit}})
	}
	return found
}

// falls reports whether the last step is lower than the highest.
func falls(steps []Step) bool {
	highest := 0.0
	for _, s := range steps {
		highest = max(highest, s.HoursPerWeek)
	}
	return steps[len(steps)-1].HoursPerWeek < highest
}

func stepField(i int, name string) string { return fmt.Sprintf("steps.%d.%s", i, name) }

func round2(x float64) float64 { return math.Round(x*100) / 100 }

// Ends returns the earliest and the latest last day of a course that begins on
// start and keeps within the programme's duration.
func (p Programme) Ends(start clock.Date) (earliest, latest clock.Date) {
	return start.AddMonths(p.Duration.MinMonths).AddDays(-1), start.AddMonths(p.Duration.MaxMonths).AddDays(-1)
}

// CheckDuration asks for a reason and the leader's decision when the course is
// shorter or longer than the programme's duration; an end before the start is
// refused. Without both dates there is nothing to check.
func (p Programme) CheckDuration(start, end clock.Date) []Finding {
	if start.IsZero() || end.IsZero() {
		return nil
	}
	args := fault.Args{"min": p.Duration.MinMonths, "max": p.Duration.MaxMonths}
	earliest, latest := p.Ends(start)
	switch {
	case end.Before(start):
		return []Finding{{Refuse, "end", "programme.duration.backwards", nil}}
	case end.Before(earliest):
		return []Finding{{Ask, "end", "programme.duration.short", args}}
	case end.After(latest):
		return []Finding{{Ask, "end", "programme.duration.long", args}}
	}
	return nil
}
