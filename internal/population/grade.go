package population

import (
	"slices"

	"samspil/internal/clock"
	"samspil/internal/method/singlecase"
)

// judged is what the professionals wrote, and from which day on it counts.
type judged struct {
	on   clock.Date
	says singlecase.Says
}

// follow goes through a course's measurements in order of date and concludes after
// each, by the rule in force and with the judgement there was on that day. It
// returns the conclusion on the day before asOf and the day on which it was
// documented for the first time, the zero date when it never was.
func follow(strands []singlecase.Strand, judgements []judged, asOf clock.Date) (verdict singlecase.Verdict, first clock.Date) {
	type series struct {
		singlecase.Strand
		all []singlecase.Measurement
	}
	var each []series
	var days []clock.Date
	for _, s := range strands {
		all := slices.DeleteFunc(s.Measurements, func(m singlecase.Measurement) bool { return !m.Date.Before(asOf) })
		for _, m := range all {
			if m.Value != nil && !m.Superseded {
				days = append(days, m.Date)
			}
		}
		s.Measurements = nil
		each = append(each, series{s, all})
	}
	for _, j := range judgements {
		if j.on.Before(asOf) {
			days = append(days, j.on)
		}
	}
	slices.SortFunc(days, clock.Date.Sub)
	days = slices.Compact(days)
	graded := make([]singlecase.Graded, len(each))
	for i, s := range each {
		graded[i] = grade(s.Strand)
	}
	verdict = conclude(graded, nil, asOf)
	for _, day := range days {
		for i := range each {
			s := &each[i]
			n := len(s.Measurements)
			for n < len(s.all) && !s.all[n].Date.After(day) {
				n++
			}
			if n > len(s.Measurements) {
				s.Measurements = s.all[:n]
				graded[i] = grade(s.Strand)
			}
		}
		// Where nothing can be graded yet, nothing can be documented either; the last
		// day's conclusion is the one that holds.
		if !first.IsZero() && day != days[len(days)-1] || day != days[len(days)-1] && !gradable(graded) {
			continue
		}
		verdict = conclude(graded, judgements, day)
		if verdict == singlecase.FamilyDocumented && first.IsZero() {
			first = day
		}
	}
	return verdict, first
}

// gradable reports whether there is a strand with enough measurements to say anything.
func gradable(all []singlecase.Graded) bool {
	return slices.ContainsFunc(all, func(g singlecase.Graded) bool { return g.Grade > singlecase.TooLittle })
}

// grade grades a strand; one with fewer measurements than the rule needs is not
// looked at.
func grade(s singlecase.Strand) singlecase.Graded {
	g := singlecase.Graded{ID: s.ID, Instrument: s.Instrument.ID, Rater: s.Rater, Direction: singlecase.None}
	rule, ok := singlecase.RuleNamed(singlecase.RuleName)
	if ok && len(s.Measurements) >= rule.Need(s.Instrument.Design) {
		r := singlecase.GradeStrand(s)
		g.Grade, g.Direction, g.N = r.Grade, r.Direction, r.N
	}
	return g
}

// conclude takes the last judgement that was written by that day.
func conclude(graded []singlecase.Graded, judgements []judged, day clock.Date) singlecase.Verdict {
	var j singlecase.Judgement
	for _, one := range judgements {
		if !one.on.After(day) {
			j = singlecase.Judgement{Written: true, Says: one.says}
		}
	}
	return singlecase.ConcludeFamily(graded, j).Verdict
}
