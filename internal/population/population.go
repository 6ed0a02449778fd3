// Package population tells what may be said across many families: how many of
// them the figures rest on, how many have a documented development, how long it
// took, and what came before. It is for the provider's leader and for the
// municipality, and never about one family, one worker or a ranking.
//
// No case file is opened for it. The figures come from columns that hold no words,
// no names and no birth dates (programme, days, hours, scores), read through the
// list door with one line in the audit log: a leader's of those courses which she
// leads, an adviser's of those which her own municipality has sent. What stands in a family's sealed card, such as age, sex and
// language, is therefore not here.
//
// Counts under five are hidden, and so are those from which one could be worked
// out. Every question is written down with its answer; one whose families differ
// by fewer than five from those of an answered one gets no answer. Of one programme or
// one year no more is told than what keeps the others untold when the whole house is
// known.
package population

import (
	"samspil/internal/access"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/method/population"
	"samspil/internal/method/singlecase"
)

// Question is what is asked: which families, and as of which day. The zero
// programme and year mean all.
type Question struct {
	Programme string
	Began     int // the year in which the course began
	// AsOf is the first of a month: what was known and done before that day counts.
	// A figure that moved each day would give away who it was that moved it.
	AsOf clock.Date
	Form Form
}

// Form is how the answer is given.
type Form string

// The forms.
const (
	OnPage Form = "page"
	AsFile Form = "file"
)

// MonthsBack is how far back a question may reach.
const MonthsBack = 12

// AsOfDays are the days a question may be as of, the newest first.
func AsOfDays(today clock.Date) []clock.Date {
	first := clock.NewDate(today.Year(), today.Month(), 1)
	out := make([]clock.Date, MonthsBack+1)
	for i := range out {
		out[i] = first.AddMonths(-i)
	}
	return out
}

// May reports whether the role may ask: the provider's leader, and the
// municipality's adviser.
func May(role access.Role) bool { return role == access.Leader || role == access.Adviser }

func (q Question) check(today clock.Date) error {
	for _, d := range AsOfDays(today) {
		if q.AsOf == d {
			return nil
		}
	}
	return fault.New(fault.Invalid, "population.as-of.choose")
}

// Family is one course of a question, without anything that leads back to it.
type Family struct {
	Programme string
	Sender    string // name of the organisation that sent it, a municipality
	Began     clock.Date
	Granted   float64 // hours
	Consent   bool    // to the service, by somebody; not needed where a decision was made without
	// Days followed, from the beginning until the end of the course or the day asked
	// as of. Early: it ended before the day that was expected.
	Days  int
	Ended bool
	Early bool
	// Measured is the number of measurements in the strand that has most.
	Measured int
	Verdict  singlecase.Verdict
	// First is the number of days until the development was documented for the first
	// time; -1 when it never was.
	First int
	// Held sessions, and those of them with somebody of the fixed team.
	Held, Fixed int
}

// Complete reports whether enough was measured to say anything.
func (f Family) Complete() bool { return f.Measured >= population.LeastMeasurements }

// end is how the wait for a documented development ended.
func (f Family) end() population.Course {
	switch {
	case f.First >= 0:
		return population.Course{Days: float64(f.First), End: population.Documented}
	case f.Early:
		return population.Course{Days: float64(f.Days), End: population.Ended}
	}
	return population.Course{Days: float64(f.Days), End: population.Censored}
}
