package interaction

import (
	"context"
	"slices"

	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/method/agreement"
	"samspil/internal/method/indicator"
	"samspil/internal/recording"
	"samspil/internal/scheme"
)

// How two codings are held beside each other. Conventions of this program: a hand
// is a second or two behind the eye, and two hands differ.
const (
	Unit           = 1000 // milliseconds of a unit of time
	Tolerance      = 2000 // milliseconds within which two events are the same one
	toleranceUnits = Tolerance / Unit
)

// CodeAgreement is how far two coders agree on one code.
type CodeAgreement struct {
	Code        string
	N1, N2      int // how often each of them set it
	Kappa       agreement.UnitKappa
	Matched     int
	Only1       int
	Only2       int
	Comparisons int // codings of the same minutes that were pooled; 1 in a comparison
}

// IndicatorPair is one indicator as each of the two codings has it.
type IndicatorPair struct {
	Name        string // "I1" … "I11"
	First       indicator.Figure
	Second      indicator.Figure
	Comparable  bool // both have a value
	EitherIsFew bool
}

// Comparison is two codings of the same minutes beside each other.
type Comparison struct {
	First, Second Segment
	Scheme        scheme.Scheme
	Whole         agreement.UnitKappa // with tolerance, first and second as reference
	Duration      agreement.DurationKappa
	Alignment     agreement.Alignment
	Matching      agreement.Matching   // the moments both have, and those only one has
	Expected      []agreement.Accuracy // the kappas of coders who are right 85, 90 and 95 % of the time
	Codes         []CodeAgreement      // those at least one of them used, in the scheme's order
	Indicators    []IndicatorPair
	Observed      []recording.Span // what both observed
}

// Compare holds a second coding beside the first; either of the two may be named.
// It is refused until both have ended, since each is made without knowing the
// other. A first coding with several second ones is compared with the earliest
// ended; name another to compare with that.
func Compare(ctx context.Context, f *casefile.Reader, segmentID string) (Comparison, error) {
	named, err := Get(ctx, f, segmentID)
	if err != nil {
		return Comparison{}, err
	}
	all, err := Segments(ctx, f, named.SessionID)
	if err != nil {
		return Comparison{}, err
	}
	first, second, ok := pairOf(all, named)
	if !ok {
		return Comparison{}, fault.New(fault.NotFound, "interaction.compare.none")
	}
	if !first.Closed || !second.Closed || first.Hidden || second.Hidden {
		return Comparison{}, fault.New(fault.Conflict, "interaction.compare.wait")
	}
	coded, err := SchemeNamed(ctx, f.Tx(), first.Scheme)
	if err != nil {
		return Comparison{}, err
	}
	return Beside(coded, first, second), nil
}

// pairOf finds the first and the second coding that a segment belongs to.
func pairOf(all []Segment, named Segment) (first, second Segment, ok bool) {
	if named.SecondOf != "" {
		for _, s := range all {
			if s.ID == named.SecondOf {
				return s, named, true
			}
		}
		return first, second, false
	}
	for _, s := range all {
		if s.SecondOf == named.ID && (second.ID == "" || !second.Closed && s.Closed || s.Closed && s.ClosedAt.Before(second.ClosedAt)) {
			second = s
		}
	}
	return named, second, second.ID != ""
}

// Beside compares two codings of the same minutes by the same scheme. It is pure.
// The second is moved onto the first one's clock by what they say of when they
// began. What was not observed by both is left out.
func Beside(coded scheme.Scheme, first, second Segment) Comparison {
	return BesideWithin(coded, first, second, toleranceUnits)
}

// BesideWithin is Beside with another tolerance, in seconds.
func BesideWithin(coded scheme.Scheme, first, second Segment, tolerance int) Comparison {
	second.Recording = moved(second.Recording, second.StartedAt.Sub(first.StartedAt).Milliseconds())
	c := Comparison{First: first, Second: second, Scheme: coded, Observed: common(first.Recording.Observed(), second.Recording.Observed())}
	one, two := inside(first.Recording.Events, c.Observed), inside(second.Recording.Events, c.Observed)
	stream := agreement.Stream{Observed: c.Observed}
	c.Whole = agreement.OfTime(one, two, stream, Unit, tolerance)
	c.Duration = agreement.OfDuration(one, two, stream, 1)
	c.Alignment = align(one, two, int64(tolerance)*Unit)
	c.Matching = agreement.OfEvents(one, two, stream, int64(tolerance)*Unit)
	c.Expected = agreement.Benchmarks(c.Whole.Table)
	for _, code := range coded.Codes {
		a := ofCode(one, two, agreement.Stream{Observed: c.Observed, Codes: []string{code.Code}}, tolerance)
		if a.N1+a.N2 > 0 {
			c.Codes = append(c.Codes, a)
		}
	}
	a, b := Indicators(coded, []Segment{first}).Figures(), Indicators(coded, []Segment{second}).Figures()
	for i := range a {
		c.Indicators = append(c.Indicators, IndicatorPair{Name: a[i].Name, First: a[i], Second: b[i],
			Comparable: a[i].Value != nil && b[i].Value != nil, EitherIsFew: a[i].Few || b[i].Few})
	}
	return c
}

// Indicators computes the eleven over segments as one; nothing is counted from one
// segment into the next. The segments are coded by the same scheme; when some have
// the live set only, all are counted on it.
func Indicators(coded scheme.Scheme, segments []Segment) indicator.Indicators {
	live := false
	var recordings []recording.Recording
	for _, s := range segments {
		live = live || s.LiveSet
		recordings = append(recordings, s.Recording)
	}
	coding := indicator.CodingOf(coded, live)
	return indicator.Pool(restricted(recordings, coding), coding)
}

// restricted takes out of recordings what the coding does not have, so that a full
// coding pooled with a live one counts on what both had.
func restricted(recordings []recording.Recording, c indicator.Coding) []recording.Recording {
	out := make([]recording.Recording, len(recordings))
	for i, r := range recordings {
		kept := r.Events[:0:0]
		for _, e := range r.Events {
			if c.Has[c.As(e.Code)] {
				kept = append(kept, e)
			}
		}
		r.Events = kept
		out[i] = r
	}
	return out
}

func ofCode(one, two []recording.Event, stream agreement.Stream, tolerance int) CodeAgreement {
	m := agreement.OfEvents(one, two, stream, int64(tolerance)*Unit)
	return CodeAgreement{Code: stream.Codes[0], N1: m.Matched + m.Only1, N2: m.Matched + m.Only2, Matched: m.Matched, Only1: m.Only1, Only2: m.Only2,
		Kappa: agreement.OfTime(one, two, stream, Unit, tolerance), Comparisons: 1}
}

func align(one, two []recording.Event, tolerance int64) agreement.Alignment {
	list := func(events []recording.Event) (codes []string, times []int64) {
		for _, e := range events {
			codes, times = append(codes, e.Code), append(times, e.Onset)
		}
		return codes, times
	}
	codes1, times1 := list(one)
	codes2, times2 := list(two)
	return agreement.OfOrder(codes1, codes2, agreement.AlignOptions{Costs: agreement.EventCosts, Times1: times1, Times2: times2, Tolerance: tolerance})
}

// common is what lies in both lists of stretches.
func common(a, b []recording.Span) []recording.Span {
	var out []recording.Span
	for _, x := range a {
		for _, y := range b {
			if from, to := max(x.From, y.From), min(x.To, y.To); from < to {
				out = append(out, recording.Span{From: from, To: to})
			}
		}
	}
	return out
}

// moved puts a recording by milliseconds later.
func moved(r recording.Recording, by int64) recording.Recording {
	if by == 0 {
		return r
	}
	r.Segments, r.Events = slices.Clone(r.Segments), slices.Clone(r.Events)
	for i := range r.Segments {
		r.Segments[i].From, r.Segments[i].To = r.Segments[i].From+by, r.Segments[i].To+by
	}
	for i := range r.Events {
		r.Events[i].Onset, r.Events[i].Offset = r.Events[i].Onset+by, r.Events[i].Offset+by
	}
	return r
}

func inside(events []recording.Event, spans []recording.Span) []recording.Event {
	var out []recording.Event
	for _, e := range events {
		if recording.Segment(spans, e.Onset) >= 0 || recording.Within(spans, e.Onset, e.Offset) > 0 {
			out = append(out, e)
		}
	}
	return out
}
