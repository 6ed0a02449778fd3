package population

import (
	"fmt"
	"slices"

	"samspil/internal/clock"
	"samspil/internal/method/population"
)

// hourBands are the groups of hours granted.
var hourBands = []string{"0-49", "50-99", "100-149", "150-"}

func hourBand(hours float64) string {
	switch {
	case hours < 50:
		return hourBands[0]
	case hours < 100:
		return hourBands[1]
	case hours < 150:
		return hourBands[2]
	}
	return hourBands[3]
}

func quarter(d clock.Date) string { return fmt.Sprintf("%d-%d", d.Year(), (int(d.Month())+2)/3) }

// shownQuarters is how many quarters stand for themselves; what is older is one group.
const shownQuarters = 12

// Older begins the key of the group of courses that began before the first quarter.
const Older = "before-"

// quarters are those in which courses began, without gaps, and the one of each.
func quarters(all []Family) (keys []string, of func(Family) string) {
	first, last := all[0].Began, all[0].Began
	for _, m := range all {
		if m.Began.Before(first) {
			first = m.Began
		}
		if m.Began.After(last) {
			last = m.Began
		}
	}
	for d := clock.NewDate(first.Year(), (first.Month()-1)/3*3+1, 1); !d.After(last); d = d.AddMonths(3) {
		keys = append(keys, quarter(d))
	}
	older := ""
	if n := len(keys) - shownQuarters; n > 0 {
		older = Older + keys[n]
		keys = append([]string{older}, keys[n:]...)
	}
	return keys, func(m Family) string {
		if q := quarter(m.Began); slices.Contains(keys, q) {
			return q
		}
		return older
	}
}

// Months are the points at which the time to a documented development is told.
var Months = []int{3, 6, 9, 12, 18, 24}

// Time is how long it took until the development was documented for the first time.
type Time struct {
	Points []Point
	// Plain is false where fewer than five ended early: then only the share that
	// counts early endings as endings is told, for the other would give their number.
	Plain bool
	// Median number of days by the plain estimate; nil when not reached or not told.
	Median *int
}

// Point is the state after some months: the families still followed, and the
// percentage documented by then.
type Point struct {
	Month int
	// AtRisk is at least so many, in fives: the exact number would tell how many left
	// in between.
	AtRisk int
	// Documented counts an early ending as one of the two ways in which the wait can
	// end (Aalen–Johansen), which is the honest figure. Plain takes it as if the wait
	// had gone on (Kaplan–Meier), and is therefore never lower.
	Documented, Plain int
}

// timeOf tells a point only when at least five more were documented since the last
// one told, and five are still followed.
func timeOf(all []Family) *Time {
	courses, days := make([]population.Course, len(all)), make([]float64, len(Months))
	early := 0
	for i, m := range all {
		courses[i] = m.end()
		if courses[i].End == population.Ended {
			early++
		}
	}
	for i, m := range Months {
		days[i] = float64(m) * 365.25 / 12
	}
	s := population.SurvivalOf(courses, days)
	t := &Time{Plain: early >= population.LeastCount}
	told := 0
	for i, m := range Months {
		by := 0
		for _, c := range courses {
			if c.End == population.Documented && c.Days <= days[i] {
				by++
			}
		}
		if by-told < population.LeastCount || s.AtRisk[i] < population.LeastCount {
			continue
		}
		told = by
		p := Point{Month: m, AtRisk: s.AtRisk[i] / population.LeastCount * population.LeastCount, Documented: rounded(*s.Cumulative[i])}
		if t.Plain {
			p.Plain = rounded(1 - *s.Waiting[i])
		}
		t.Points = append(t.Points, p)
	}
	if len(t.Points) == 0 {
		return nil
	}
	if t.Plain && s.Median != nil {
		days := int(*s.Median)
		t.Median = &days
	}
	return t
}

func rounded(share float64) int { return int(100*share + .5) }

// Funnel shows units beside each other with the limits of chance.
type Funnel struct {
	Target float64 // share documented among all families of the units
	Units  []UnitShare
	// Widened by this factor because the units differ by more than chance; 1 when not.
	Widened float64
	// Curve holds the limits by size, from the least unit to the largest.
	Curve []SizeLimits
}

// SizeLimits are the limits of chance for a unit of that size.
type SizeLimits struct {
	Families    int
	In95, In998 population.Limits
}

// UnitShare is one unit, in the order of the names and never by result.
type UnitShare struct {
	Name             string
	Families         int
	Share, Shrunk    float64
	In95, In998      population.Limits
	Outside          string // "998", "95" or "none"
	Percent, ShrunkP int
}

// funnel compares the municipalities that sent at least twenty families each.
func (f *counting) funnel(all []Family) *Funnel {
	var names []string
	for _, m := range all {
		names = append(names, m.Sender)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	told, apart := f.open(len(all))
	if !told || len(names) < 2 {
		return nil
	}
	table, _ := grouped(all, names, func(m Family) string { return m.Sender }, apart)
	var units []population.Unit
	out := &Funnel{}
	for i, name := range names {
		if name == "" || table.Rows[i] == nil || *table.Rows[i] < population.LeastUnit || table.Cells[i][0] == nil {
			continue
		}
		units = append(units, population.Unit{Families: *table.Rows[i], Documented: *table.Cells[i][0]})
		out.Units = append(out.Units, UnitShare{Name: name, Families: *table.Rows[i]})
	}
	if len(units) < 2 {
		return nil
	}
	families, found := 0, 0
	for _, u := range units {
		families, found = families+u.Families, found+u.Documented
	}
	out.Target = float64(found) / float64(families)
	_, out.Widened = population.Overdispersion(out.Target, units)
	shrunk := population.Shrink(units)
	most := 0
	for i, u := range units {
		most = max(most, u.Families)
		s := &out.Units[i]
		s.Share, s.Shrunk = float64(u.Documented)/float64(u.Families), shrunk[i]
		s.In95, s.In998 = out.limits(u.Families)
		s.Outside = population.Outside(s.Share, s.In95, s.In998)
		s.Percent, s.ShrunkP = rounded(s.Share), rounded(s.Shrunk)
	}
	for n := population.LeastUnit; n <= most; n += max(1, (most-population.LeastUnit)/40) {
		at := SizeLimits{Families: n}
		at.In95, at.In998 = out.limits(n)
		out.Curve = append(out.Curve, at)
	}
	return out
}

func (f *Funnel) limits(families int) (in95, in998 population.Limits) {
	in95, in998, _ = population.Funnel(f.Target, families)
	return in95.Widen(f.Target, f.Widened), in998.Widen(f.Target, f.Widened)
}
