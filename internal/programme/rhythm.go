package programme

import (
	"strings"

	"samspil/internal/clock"
)

// Review is how often a course is looked at together with the family and the
// commissioner.
type Review struct {
	// FirstMonths is when the first review is due at the latest, in calendar
	// months after the start (barnets lov § 95(2) where the help rests on a
	// decision; our own standard where it does not).
	FirstMonths int
	// NextNeedsReason: the act has no fixed rhythm after the first review
	// (barnets lov § 95(3)), so each further one is decided with a reason and
	// none is filled in silently.
	NextNeedsReason bool
	// StatusLeadDays is how many days before a review its status report is sent.
	StatusLeadDays int
}

// FirstReview returns the last day for the first review of a course that began
// on start. A parallel assessment that ends sooner moves it forward; the zero
// date means that there is none.
func (p Programme) FirstReview(start, assessmentEnds clock.Date) clock.Date {
	due := start.AddMonths(p.Review.FirstMonths)
	if assessmentEnds.After(start) && assessmentEnds.Before(due) {
		return assessmentEnds
	}
	return due
}

// StatusDue returns the day on which the status report ahead of a review is due.
func (p Programme) StatusDue(review clock.Date) clock.Date {
	return review.AddDays(-p.Review.StatusLeadDays)
}

// Rhythm is how often the psychologist's analysis is due, in weeks from the
// start of the course.
type Rhythm struct {
	FirstWeeks     int // the first one
	EveryWeeks     int // the longest time between two
	BeforeEndWeeks int // the last one, before the expected end
	TogetherWeeks  int // one that falls this close to the last is left to the last
}

// AnalysesDue returns every day on which an analysis is due in a course from
// start to its expected end, in order. In a course too short for more there is
// one, before the end.
func (p Programme) AnalysesDue(start, end clock.Date) []clock.Date {
	r := p.Analysis
	if start.IsZero() || end.IsZero() || r.FirstWeeks < 1 {
		return nil
	}
	last := end.AddDays(-7 * r.BeforeEndWeeks)
	if last.Before(start) {
		last = end
	}
	var due []clock.Date
	for d := start.AddDays(7 * r.FirstWeeks); d.Before(last.AddDays(-7 * r.TogetherWeeks)); d = d.AddDays(7 * r.EveryWeeks) {
		due = append(due, d)
		if r.EveryWeeks < 1 {
			break
		}
	}
	return append(due, last)
}

// NextAnalysis returns when the next analysis is due, when signed is the number
// of analyses already signed; none when all are made.
func (p Programme) NextAnalysis(start, end clock.Date, signed int) clock.Date {
	due := p.AnalysesDue(start, end)
	if signed >= len(due) {
		return clock.Date{}
	}
	return due[max(signed, 0)]
}

// The raters that a strand can be seen by.
const (
	RaterParent       = "parent"
	RaterChild        = "child"
	RaterConsultant   = "consultant"
	RaterPsychologist = "psychologist"
	RaterAdviser      = "adviser"
	RaterSchool       = "school"
	RaterPlacement    = "placement"
)

// Strand is something that a course of the programme measures from start to
// end unless the plan says otherwise: one measure seen by one rater.
type Strand struct {
	ID    string
	Key   string
	Rater string
	// Instrument is the id of the questionnaire or scale.
	Instrument string
	// EveryDays is the time between two measurements; 0 with EachContact set.
	EveryDays int
	// EachContact: measured at every contact that is held.
	EachContact bool
	// Standing: measured from the approved plan on without anybody choosing it, unless
	// who is asked says no.
	Standing bool
	// PerGoal: one strand for each goal of the plan.
	PerGoal bool
	// FromAge is the child's age in years from which it is asked; 0 for any.
	FromAge int
	// Outside is true where the rater stands outside the team; a development
	// is never documented by the team's own eyes alone.
	Outside bool
}

// Due returns when the strand is next measured: EveryDays after the last
// measurement, or at the start when there is none. None for a strand that
// follows the contacts.
func (s Strand) Due(start, last clock.Date) clock.Date {
	switch {
	case s.EachContact:
		return clock.Date{}
	case last.IsZero():
		return start
	}
	return last.AddDays(s.EveryDays)
}

// The closing conditions that the course looks up by id.
const (
	ClosingAnalysis    = "analysis"
	ClosingReport      = "report"
	ClosingGoals       = "goals"
	ClosingFlags       = "flags"
	ClosingDevelopment = "development"
)

// Condition must be met before a course closes.
type Condition struct {
	ID  string
	Key string // what is missing when it is not met
	// Exception: the leader may set it aside with a written reason.
	Exception bool
}

// ClosingMissing returns the conditions that still stand in the way. met says
// by id what is in place; exception is true when the leader has written a
// reasoned exception.
func (p Programme) ClosingMissing(met map[string]bool, exception bool) []Condition {
	var missing []Condition
	for _, c := range p.Closing {
		if !met[c.ID] && !(c.Exception && exception) {
			missing = append(missing, c)
		}
	}
	return missing
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }
