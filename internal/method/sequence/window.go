package sequence

import (
	"cmp"
	"slices"

	"samspil/internal/method/contingency"
	"samspil/internal/recording"
)

// WindowMode says which units count as given.
type WindowMode string

// The modes. OnsetWindow: the unit of a given code's onset and those after it as
// far as Length reaches. Duration: every unit that a given state touches, for a
// moment its own.
const (
	OnsetWindow WindowMode = "onset_window"
	Duration    WindowMode = "duration"
)

// Window asks whether a target comes while, or soon after, something is given.
type Window struct {
	Unit          int64 // milliseconds of one unit, above 0; 1,000 by convention
	Length        int64 // milliseconds of the window, OnsetWindow only
	Given, Target []string
	Mode          WindowMode
}

// TimeWindow cuts each observed segment into units from its beginning, the last
// one as long as is left, and counts the units that are given and hold the onset
// of a target, that are given only, hold a target only, neither; over all
// recordings together (Bakeman & Quera 2011; Yoder & Tapp 2004, who found the
// given state's duration with the target's onset the most accurate). A window
// ends with its segment; what begins outside the segments, or at the very end of
// one, is left out. A recording without segments goes from its first onset to its
// last end. A Unit below 1 gives an empty table. The work grows with the events,
// not with the time.
func TimeWindow(recordings []recording.Recording, w Window) contingency.TwoByTwo {
	var sum contingency.TwoByTwo
	if w.Unit < 1 {
		return sum
	}
	for _, r := range recordings {
		for _, s := range r.Observed() {
			if s.Length() > 0 {
				sum = sum.Add(w.segment(r.Events, s))
			}
		}
	}
	return sum
}

// segment counts the units of one segment.
func (w Window) segment(events []recording.Event, s recording.Span) contingency.TwoByTwo {
	n := ceil(s.Length(), w.Unit)
	var given []recording.Span // units, the last one not included
	var targets []int64
	for _, e := range events {
		begins := s.From <= e.Onset && e.Onset < s.To
		if begins && slices.Contains(w.Target, e.Code) {
			targets = append(targets, (e.Onset-s.From)/w.Unit)
		}
		if !slices.Contains(w.Given, e.Code) {
			continue
		}
		switch first := (e.Onset - s.From) / w.Unit; {
		case w.Mode == Duration && e.Duration() > 0:
			if e.Onset < s.To && s.From < e.Offset {
				given = append(given, recording.Span{From: max(0, e.Onset-s.From) / w.Unit, To: min(n, ceil(e.Offset-s.From, w.Unit))})
			}
		case !begins:
		case w.Mode == Duration:
			given = append(given, recording.Span{From: first, To: first + 1})
		default:
			given = append(given, recording.Span{From: first, To: min(n, first+max(1, ceil(w.Length, w.Unit)))})
		}
	}
	given = merged(given)
	slices.Sort(targets)
	targets = slices.Compact(targets)
	var length int64
	for _, g := range given {
		length += g.Length()
	}
	joint := int64(0)
	for _, t := range targets {
		if i, ok := slices.BinarySearchFunc(given, t, func(g recording.Span, t int64) int { return cmp.Compare(g.From, t) }); ok || i > 0 && t < given[i-1].To {
			joint++
		}
	}
	t := int64(len(targets))
	return contingency.TwoByTwo{A: int(joint), B: int(length - joint), C: int(t - joint), D: int(n - length - t + joint)}
}

// merged spans: in order, and none touching the next.
func merged(spans []recording.Span) []recording.Span {
	slices.SortFunc(spans, func(a, b recording.Span) int { return cmp.Compare(a.From, b.From) })
	out := spans[:0]
	for _, s := range spans {
		if n := len(out); n > 0 && s.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, s.To)
		} else {
			out = append(out, s)
		}
	}
	return out
}

// EventLag is the second method of asking the same: onsets in order of time, and
// wherever the next one is long in coming a pause is put in for every Length of
// waiting; then given at one place by target at the next, over all neighbours
// within a segment. It is our own reading of "event lag with contiguous pauses",
// which a simulation study found the least biased of five methods. Unit and Mode
// play no part. A Length below 1 puts in no pauses.
func EventLag(recordings []recording.Recording, w Window) contingency.TwoByTwo {
	var t contingency.TwoByTwo
	tally := func(given, target bool, n int) {
		switch {
		case given && target:
			t.A += n
		case given:
			t.B += n
		case target:
			t.C += n
		default:
			t.D += n
		}
	}
	for _, r := range recordings {
		spans := segments(r)
		last, at := -1, int64(0)
		given := false
		for _, e := range r.Events {
			segment := home(spans, e, 0)
			if segment < 0 {
				continue
			}
			target := slices.Contains(w.Target, e.Code)
			if segment == last {
				pauses := 0
				if w.Length > 0 {
					pauses = int((e.Onset - at) / w.Length)
				}
				if pauses > 0 {
					tally(given, false, 1)
					tally(false, false, pauses-1)
					given = false
				}
				tally(given, target, 1)
			}
			last, at, given = segment, e.Onset, slices.Contains(w.Given, e.Code)
		}
	}
	return t
}

func ceil(a, b int64) int64 {
	q := a / b
	if a%b > 0 {
		q++
	}
	return q
}
