package singlecase

import "samspil/internal/clock"

// GradeWindow grades what a strand shows from a date on, that day included, by
// the rule in force: at least five measurements, 28 days, and both ends of the
// window measured, as for a whole course. It stands on a line of its own, with the
// figures of WindowErrorRange, so that a setback after progress is seen; it never
// enters the family's conclusion.
//
// The date must have been fixed before the measurements were seen, such as that of
// the last review. A date chosen afterwards, such as that of the best measurement,
// finds setbacks where there are none, and no figure is known for it. An
// instrument used before and after only has no windows: with a design other than
// Repeated the two answers that happen to lie in it are graded, without a figure.
func GradeWindow(s Strand, from clock.Date) StrandResult {
	return rules[RuleName].GradeWindow(s, from)
}

// GradeWindow grades a window by this rule.
func (r Rule) GradeWindow(s Strand, from clock.Date) StrandResult {
	all := s.Measurements
	s.Measurements = nil
	for _, m := range all {
		if !m.Date.Before(from) {
			s.Measurements = append(s.Measurements, m)
		}
	}
	return r.GradeStrand(s)
}

// WindowErrorRange returns how many of 100 strands in which nothing has changed
// get this grade or a higher one in a window with n measurements: lo when the
// window begins at an ordinary point and neighbouring measurements depend on each
// other as they usually do (.3), hi when it begins at an unusually good point, as
// after progress, with strong dependence (.6). The same figures hold for a
// development after a low beginning. They are those of one window; several
// windows in one course each have their own chance of a false alarm. Both are 0
// where there is no figure, as in ErrorRange.
func WindowErrorRange(g Grade, n int) (lo, hi int) {
	t := rates()
	return t.between(t.Window.Setback["N3"], t.Window.Setback["H6"], g, n)
}

// WindowNotice returns how many of ten true setbacks of NoticeSize within a
// window are noticed with n measurements in it, rounded. 0 below five.
func WindowNotice(n int) int {
	t := rates()
	i, ok := t.column(n)
	if !ok {
		return 0
	}
	return tenths(t.Window.Setback["R3"].SignsOrMore[i])
}

// tenths rounds a percentage to so many of ten.
func tenths(percent float64) int { return int(percent/10 + .5) }
