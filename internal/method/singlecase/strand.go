package singlecase

import (
	"cmp"
	"slices"

	"samspil/internal/clock"
)

// Design says how an instrument is meant to be used.
type Design string

const (
	// Repeated instruments are answered again and again, at least five times.
	Repeated Design = "repeated"
	// PrePost instruments are answered before and after (SDQ and the like);
	// two answers can show signs, never documentation.
	PrePost Design = "pre-post"
)

// Direction of a change in the family's sense: up is always better, whatever
// way the numbers of the instrument run.
type Direction string

// The directions of a graded strand.
const (
	Up   Direction = "up"
	Down Direction = "down"
	None Direction = "none"
)

// Grade of a strand, 0 to 3.
type Grade int

const (
	// TooLittle means that nothing can be said; the result gives the Reason.
	TooLittle Grade = iota
	// NotDocumented means no sure change; something may still have happened.
	NotDocumented
	// Signs means a change beyond the measurement error with a trend; it may still be chance.
	Signs
	// Documented means that the signs hold without the first measurement too.
	Documented
)

// Reason says why a strand could not be graded.
type Reason string

// The reasons, in the order in which they are tried.
const (
	ReasonOrdinal  Reason = "ordinal"   // a ladder is shown as it is, never averaged
	ReasonNoSEM    Reason = "no-sem"    // the measurement error of the instrument is not known
	ReasonTooFew   Reason = "too-few"   // fewer measurements than the rule needs
	ReasonTooShort Reason = "too-short" // the measurements lie within less than four weeks
	ReasonUneven   Reason = "uneven"    // the first or the last third of the period is nearly empty
)

// Instrument says what the rule must know of a questionnaire, a scale or a goal.
type Instrument struct {
	ID, Version string
	// LowerIsBetter turns the scale round before anything is computed.
	LowerIsBetter bool
	// Design is Repeated when empty.
	Design Design
	// Ordinal ladders are counted and shown, never averaged.
	Ordinal bool
	// SEM is the standard error of one measurement in points of the scale; 0
	// when it is not known. From a standard deviation use SEM().
	SEM float64
	// ComparableVersions may be graded together with Version.
	ComparableVersions []string
}

// Rater is who measured: the role decides whether the rater belongs to the
// team, the person whether two strands were seen by different people.
type Rater struct {
	Role   Role
	Person string
}

// Measurement is one answer or one missed one. Version and Rater may be empty:
// then the strand's own are meant.
type Measurement struct {
	ID    string
	Date  clock.Date
	Value *float64 // nil when it was due and not made
	// Version of the instrument that was used.
	Version string
	// Rater is the person who answered.
	Rater string
	// Superseded by a later correction.
	Superseded bool
}

// Strand is one instrument, or one goal, seen by one rater. Measurements stand
// in the order in which they were recorded, not in order of date.
type Strand struct {
	ID           string
	Rater        Rater
	Instrument   Instrument
	Measurements []Measurement
}

// LeftOut counts the measurements that do not enter, each once under the first
// cause that applies: superseded, missing, another rater, another version, an
// earlier entry of the same day.
type LeftOut struct{ Superseded, Missing, OtherRater, OtherVersion, SameDay int }

// Test is what the rule computed from a series.
type Test struct {
	// N measurements, Window of them averaged at either end.
	N, Window int
	// First and Last are the means of the first and last window on the scale as it is printed.
	First, Last float64
	// Change from First to Last and Threshold it is held against; Change is positive when better.
	Change, Threshold float64
	// S is the Mann–Kendall sum, positive when better, and P its one-sided
	// probability in the direction of S. P is nil in the pre-post design, where
	// no trend is tested.
	S int
	P *float64
}

// StrandResult is the grade of a strand and everything needed to explain it and
// to find it again.
type StrandResult struct {
	Rule      string
	Strand    string
	Grade     Grade
	Direction Direction
	// Reason is empty unless the grade is TooLittle.
	Reason Reason
	// LacksStart and LacksEnd say which third is nearly empty when Reason is ReasonUneven.
	LacksStart, LacksEnd bool
	// N measurements counted, the first on From and the last on To, SpanDays apart.
	N, SpanDays int
	From, To    clock.Date
	LeftOut     LeftOut
	// SEM that was used; 0 when unknown.
	SEM float64
	// Whole is the test of all that counts, nil for grade 0. WithoutIntake is
	// the stricter test without the first, nil below six measurements.
	Whole, WithoutIntake *Test
	// Counted holds the ids of the measurements that entered, in order of date.
	Counted []string
}

// GradeStrand grades a strand by the rule in force, "outcome-1".
//
// Grade 2 asks for both a change of the means beyond the measurement error and
// a trend; grade 3 asks that the same holds, more strictly, without the first
// measurement. A low first answer, as families in a crisis give, can therefore
// never document a development alone.
func GradeStrand(s Strand) StrandResult { return rules[RuleName].GradeStrand(s) }

// GradeStrand grades a strand by this rule.
func (r Rule) GradeStrand(s Strand) StrandResult {
	kept, left := s.counted()
	res := StrandResult{
		Rule: r.Name, Strand: s.ID, Direction: None,
		N: len(kept), LeftOut: left, SEM: max(0, s.Instrument.SEM),
	}
	series := make([]float64, len(kept))
	days := make([]int, len(kept))
	for i, m := range kept {
		series[i] = *m.Value
		days[i] = m.Date.Sub(kept[0].Date)
		res.Counted = append(res.Counted, m.ID)
	}
	if len(kept) > 0 {
		res.From, res.To = kept[0].Date, kept[len(kept)-1].Date
		res.SpanDays = res.To.Sub(res.From)
	}
	res.LacksStart, res.LacksEnd = r.emptyThirds(days)
	if res.Reason = r.reason(s.Instrument, res); res.Reason != "" {
		return res
	}
	if s.Instrument.Design == PrePost {
		res.Grade, res.Direction, res.Whole = r.gradePrePost(series, s.Instrument)
		return res
	}
	res.Grade, res.Direction, res.Whole, res.WithoutIntake = r.gradeRepeated(series, s.Instrument)
	return res
}

// counted returns the measurements that enter, by date, one a day.
func (s Strand) counted() ([]Measurement, LeftOut) {
	var left LeftOut
	var kept []Measurement
	for _, m := range s.Measurements {
		switch {
		case m.Superseded:
			left.Superseded++
		case m.Value == nil:
			left.Missing++
		case m.Rater != "" && m.Rater != s.Rater.Person:
			left.OtherRater++
		case m.Version != "" && m.Version != s.Instrument.Version &&
			!slices.Contains(s.Instrument.ComparableVersions, m.Version):
			left.OtherVersion++
		default:
			kept = append(kept, m)
		}
	}
	slices.SortStableFunc(kept, func(a, b Measurement) int { return cmp.Compare(a.Date.Sub(b.Date), 0) })
	oneADay := kept[:0]
	for i, m := range kept {
		if i+1 < len(kept) && kept[i+1].Date == m.Date {
			left.SameDay++
			continue
		}
		oneADay = append(oneADay, m)
	}
	return oneADay, left
}

// reason returns the first reason why the strand cannot be graded, or none.
func (r Rule) reason(in Instrument, res StrandResult) Reason {
	switch {
	case in.Ordinal:
		return ReasonOrdinal
	case !(in.SEM > 0): // not known, 0, or not a number
		return ReasonNoSEM
	case res.N < r.Need(in.Design):
		return ReasonTooFew
	case res.SpanDays < r.LeastSpanDays:
		return ReasonTooShort
	case in.Design != PrePost && (res.LacksStart || res.LacksEnd):
		return ReasonUneven
	}
	return ""
}

// emptyThirds tells whether the first and the last third of the days hold too
// few measurements; a day on the border belongs to the third.
func (r Rule) emptyThirds(days []int) (start, end bool) {
	if len(days) == 0 {
		return true, true
	}
	span, first, last := days[len(days)-1], 0, 0
	for _, d := range days {
		if 3*d <= span {
			first++
		}
		if 3*d >= 2*span {
			last++
		}
	}
	return first < r.LeastInThird, last < r.LeastInThird
}

func (r Rule) gradePrePost(series []float64, in Instrument) (Grade, Direction, *Test) {
	t := Test{N: len(series), Window: 1, First: series[0], Last: series[len(series)-1]}
	t.Change = in.better(t.Last - t.First)
	t.Threshold = r.threshold(in.SEM, 1)
	switch {
	case t.Change >= t.Threshold:
		return Signs, Up, &t
	case -t.Change >= t.Threshold:
		return Signs, Down, &t
	}
	return NotDocumented, None, &t
}

// GradeSeries grades the bare values of a repeated instrument in order of time, as
// a simulation makes them: all that the rule asks of dates is taken for met. It
// returns TooLittle below the least number of measurements and without a
// measurement error.
func (r Rule) GradeSeries(series []float64, in Instrument) (Grade, Direction) {
	if len(series) < r.LeastMeasurements || !(in.SEM > 0) {
		return TooLittle, None
	}
	whole := r.test(series, in, 1)
	if r.direction(whole) == None {
		return NotDocumented, None
	}
	return r.settle(whole, r.withoutIntake(series, in))
}

func (r Rule) gradeRepeated(series []float64, in Instrument) (Grade, Direction, *Test, *Test) {
	whole, without := r.test(series, in, 1), r.withoutIntake(series, in)
	grade, direction := r.settle(whole, without)
	return grade, direction, &whole, without
}

// withoutIntake is the stricter test without the first measurement; nil where
// there are too few.
func (r Rule) withoutIntake(series []float64, in Instrument) *Test {
	if len(series) < r.LeastForThree {
		return nil
	}
	t := r.test(series[1:], in, r.Dependence)
	return &t
}

// settle the grade: the test without the first alone gives nothing.
func (r Rule) settle(whole Test, without *Test) (Grade, Direction) {
	direction := r.direction(whole)
	switch {
	case direction == None:
		return NotDocumented, None
	case without != nil && r.direction(*without) == direction:
		return Documented, direction
	}
	return Signs, direction
}

// test compares the two ends of a series and looks for a trend; wider is the
// factor on the threshold.
func (r Rule) test(series []float64, in Instrument, wider float64) Test {
	n := len(series)
	k := r.Window(n)
	t := Test{N: n, Window: k, First: mean(series[:k]), Last: mean(series[n-k:])}
	t.Change = in.better(t.Last - t.First)
	t.Threshold = r.threshold(in.SEM, k) * wider
	s, variance := mannKendall(series)
	if in.LowerIsBetter {
		s = -s
	}
	p := oneSided(s, variance)
	t.S, t.P = s, &p
	return t
}

// direction in which a test holds, or None.
func (r Rule) direction(t Test) Direction {
	switch {
	case *t.P >= r.Alpha:
		return None
	case t.S > 0 && t.Change >= t.Threshold:
		return Up
	case t.S < 0 && -t.Change >= t.Threshold:
		return Down
	}
	return None
}

// better turns a difference so that better is positive. Never -0, which would
// print as "-0".
func (in Instrument) better(difference float64) float64 {
	if in.LowerIsBetter && difference != 0 {
		return -difference
	}
	return difference
}
