package instrument

import (
	"samspil/internal/clock"
	"samspil/internal/method/singlecase"
)

// Rhythm is how a strand stands against what the grading rule asks for.
type Rhythm struct {
	Made    int        // measurements that count
	Need    int        // the least that can be graded
	Due     clock.Date // the next one; none when it is measured at contacts or has stopped
	Overdue int        // days, 0 when it is not
	// Reaches is how many there will be on the last day if every one from now is made;
	// it says nothing where the last day or the rhythm is not known.
	Reaches int
	Known   bool
}

// Short reports whether there will be too few, even if none is missed from now on.
func (r Rhythm) Short() bool { return r.Known && r.Reaches < r.Need }

// Rhythm counts a strand's measurements up to the last day of the work.
func (s Strand) Rhythm(rule singlecase.Rule, today, last clock.Date) Rhythm {
	r := Rhythm{Need: rule.Need(s.Scale().Design), Due: s.NextDue()}
	days := map[clock.Date]bool{}
	for _, m := range s.Made() {
		days[m.On] = true
	}
	r.Made = len(days)
	if r.Due.IsZero() {
		return r
	}
	next := r.Due
	if next.Before(today) {
		r.Overdue = today.Sub(next)
		next = today
	}
	if last.IsZero() || last.Before(today) {
		return r
	}
	r.Known, r.Reaches = true, r.Made
	if !next.After(last) {
		r.Reaches += 1 + last.Sub(next)/s.EveryDays
	}
	return r
}
