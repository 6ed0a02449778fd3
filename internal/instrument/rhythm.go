package instrument

import (
	"samspil/internal/clock"
	"samspil/internal/method/singlecase"
)

// Rhythm is how a strand stands against what the grading rule asks for.
type Rhythm struct {
	Made    int        // measurements that count
	Need    int        // the least that can be graded
	Enough  int        // the least that can also be documented
	Due     clock.Date // the next one; none when it is measured at contacts or has stopped
	Overdue int        // days, 0 when it is not
	// Reaches is how many there will be on the last day if every one from now is made;
	// it says nothing where the last day or the rhythm is not known.
	Reaches int
	Known   bool
	// LacksStart says that there are too few in the first third of the time, or will be by
	// the rhythm as it is, and LacksEnd the same of the last third.
	LacksStart, LacksEnd bool
	// StartTo is the last day of the first third, StartLacks how many were not made up to
	// that day, and StartGone says that it has passed.
	StartTo    clock.Date
	StartLacks int
	StartGone  bool
	// EndFrom is the first day of the last third, and EndLacks how many are still to be
	// made from that day on.
	EndFrom  clock.Date
	EndLacks int
	// Every is the number of days between measurements that gives enough before the last
	// day; 0 where the rhythm does, or nothing would.
	Every int
}

// Short reports whether there will be too few, even if none is missed from now on.
func (r Rhythm) Short() bool { return r.Known && r.Reaches < r.Need }

// Few reports whether there will be too few to document anything by, even if none is
// missed from now on.
func (r Rhythm) Few() bool { return r.Known && r.Reaches < r.Enough }

// Rhythm counts a strand's measurements up to the last day of the work.
func (s Strand) Rhythm(rule singlecase.Rule, today, last clock.Date) Rhythm {
	design := s.Scale().Design
	r := Rhythm{Need: rule.Need(design), Enough: rule.LeastForThree, Due: s.NextDue()}
	switch {
	case s.Scale().Ordinal:
		r.Need, r.Enough = 0, 0 // a ladder is shown from the first step on
	case design == singlecase.PrePost:
		r.Enough = r.Need
	}
	var days []clock.Date
	for _, m := range s.Made() {
		if len(days) == 0 || days[len(days)-1] != m.On {
			days = append(days, m.On)
		}
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
	if lack := r.Enough - r.Made; r.Few() && lack > 0 {
		if every := last.Sub(today) / lack; every >= max(1, s.Scale().Apart) {
			r.Every = every
		}
	}
	if design != singlecase.PrePost && r.Need > 0 && r.Made > 0 {
		r.thirds(rule, days, last, next, s.EveryDays)
		r.StartGone = !r.StartTo.IsZero() && today.After(r.StartTo)
	}
	return r
}

// thirds looks at the first and the last third of the days from the first measurement
// to the last day of the work.
func (r *Rhythm) thirds(rule singlecase.Rule, days []clock.Date, last, next clock.Date, every int) {
	first := days[0]
	span := last.Sub(first)
	if span < rule.LeastSpanDays {
		return
	}
	early, late := 0, 0
	for _, d := range days {
		if 3*d.Sub(first) <= span {
			early++
		}
		if 3*d.Sub(first) >= 2*span {
			late++
		}
	}
	r.StartTo, r.EndFrom = first.AddDays(span/3), first.AddDays((2*span+2)/3)
	r.StartLacks = max(0, rule.LeastInThird-early)
	r.EndLacks = max(0, rule.LeastInThird-late)
	for d := next; !d.After(last); d = d.AddDays(every) {
		if 3*d.Sub(first) <= span {
			early++
		}
		if 3*d.Sub(first) >= 2*span {
			late++
		}
	}
	r.LacksStart, r.LacksEnd = early < rule.LeastInThird, late < rule.LeastInThird
}
