package sequence

import (
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

// Units are the units of one recording, its observed segments end to end.
type Units struct {
	N             int
	Given, Target []int // numbers of units, rising
}

// Mark cuts each observed segment of a recording into units from its beginning,
// the last one as long as is left, and says which are given and which hold the
// onset of a target. A window ends with its segment; what begins outside the
// segments, or at the very end of one, is left out. A segment is as long as the
// recording says; without segments it goes from the first onset to the last end.
func (w Window) Mark(r recording.Recording) Units {
	var u Units
	if w.Unit < 1 {
		return u
	}
	for _, s := range r.Observed() {
		w.mark(&u, r.Events, s)
	}
	return u
}

func (w Window) mark(u *Units, events []recording.Event, s recording.Span) {
	first := u.N
	n := int(ceil(s.Length(), w.Unit))
	given, target := make([]bool, n), make([]bool, n)
	for _, e := range events {
		begins := s.From <= e.Onset && e.Onset < s.To
		if begins && slices.Contains(w.Target, e.Code) {
			target[(e.Onset-s.From)/w.Unit] = true
		}
		if !slices.Contains(w.Given, e.Code) {
			continue
		}
		var from, to int64 // units, the last one not included
		switch {
		case w.Mode == Duration && e.Kind == recording.State && e.Offset > e.Onset:
			if e.Onset >= s.To || e.Offset <= s.From {
				continue
			}
			from = max(0, e.Onset-s.From) / w.Unit
			to = ceil(e.Offset-s.From, w.Unit)
		case !begins:
			continue
		default:
			from = (e.Onset - s.From) / w.Unit
			to = from + 1
			if w.Mode == OnsetWindow {
				to = from + max(1, ceil(w.Length, w.Unit))
			}
		}
		for i := from; i < min(to, int64(n)); i++ {
			given[i] = true
		}
	}
	for i := range n {
		if given[i] {
			u.Given = append(u.Given, first+i)
		}
		if target[i] {
			u.Target = append(u.Target, first+i)
		}
	}
	u.N += n
}

// Table is the fourfold table of the units.
func (u Units) Table() contingency.TwoByTwo {
	joint, i := 0, 0
	for _, t := range u.Target {
		for i < len(u.Given) && u.Given[i] < t {
			i++
		}
		if i < len(u.Given) && u.Given[i] == t {
			joint++
		}
	}
	g, t := len(u.Given), len(u.Target)
	return contingency.TwoByTwo{A: joint, B: g - joint, C: t - joint, D: u.N - g - t + joint}
}

// TimeWindow pools the fourfold tables of several recordings: units given and
// target, given only, target only, neither (Bakeman & Quera 2011; Yoder & Tapp
// 2004, who found the given state's duration with the target's onset the most
// accurate). A Unit below 1 gives an empty table.
func TimeWindow(recordings []recording.Recording, w Window) contingency.TwoByTwo {
	var sum contingency.TwoByTwo
	for _, r := range recordings {
		sum = sum.Add(w.Mark(r).Table())
	}
	return sum
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
