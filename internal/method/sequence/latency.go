package sequence

import (
	"cmp"
	"slices"

	"samspil/internal/recording"
)

// Who names whose behaviour and which.
type Who struct{ Subject, Code string }

func (w Who) is(e recording.Event) bool { return e.Subject == w.Subject && e.Code == w.Code }

// Latencies are, for every event of to in order of time, the milliseconds from
// the stop of the latest event of from that began before it; for a point the
// stop is its moment. Negative while that one still runs; an event of to that
// nothing of from preceded has none. The events may stand in any order; those of
// one segment only should be given, for a wait is not counted across a pause.
func Latencies(events []recording.Event, from, to Who) []int64 {
	sorted := slices.Clone(events)
	slices.SortStableFunc(sorted, func(a, b recording.Event) int { return cmp.Compare(a.Onset, b.Onset) })
	var out []int64
	var stop, began int64 // of the latest event of from
	var earlier int64     // stop of the latest that began before the instant of began
	known, knownEarlier := false, false
	for _, e := range sorted {
		if to.is(e) {
			switch {
			case known && began < e.Onset:
				out = append(out, e.Onset-stop)
			case knownEarlier:
				out = append(out, e.Onset-earlier)
			}
		}
		if from.is(e) {
			if known && began < e.Onset {
				earlier, knownEarlier = stop, true
			}
			stop, began, known = e.Offset, e.Onset, true
		}
	}
	return out
}

// Wait is the time from one event to the first of another kind.
type Wait struct {
	Time int64 // milliseconds
	// Met tells that the other came; otherwise the wait was cut off after Time, by
	// the limit or the end of the segment, and all that is known is that it was
	// longer (censored).
	Met bool
}

// Waits are, for every onset of from in order of time, the milliseconds to the
// next onset of to after it in the same segment, followed for at most limit; a
// limit below 1 means to the end of the segment. What happens at one and the same
// instant did not come after.
func Waits(r recording.Recording, from, to Who, limit int64) []Wait {
	spans := r.Observed()
	targets := make([][]int64, len(spans))
	for _, e := range r.Events {
		if s := recording.Segment(spans, e.Onset); s >= 0 && to.is(e) {
			targets[s] = append(targets[s], e.Onset)
		}
	}
	var out []Wait
	for _, e := range r.Events {
		s := recording.Segment(spans, e.Onset)
		if s < 0 || !from.is(e) {
			continue
		}
		longest := spans[s].To - e.Onset
		if limit > 0 {
			longest = min(longest, limit)
		}
		next, _ := slices.BinarySearch(targets[s], e.Onset+1)
		if next < len(targets[s]) && targets[s][next]-e.Onset <= longest {
			out = append(out, Wait{targets[s][next] - e.Onset, true})
		} else {
			out = append(out, Wait{longest, false})
		}
	}
	return out
}

// KaplanMeierMedian is the smallest time at which half or more have met what they
// waited for, when some waits were cut off: S(t) is the product over times of 1 -
// met/still waiting, and the median the first t with S(t) at most a half (Kaplan
// & Meier 1958). Of equal times those that met come before those cut off. ok is
// false when half never did, and without waits. met must be as long as times.
func KaplanMeierMedian(times []int64, met []bool) (int64, bool) {
	order := make([]int, len(times))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(times[a], times[b]) })
	const rounding = 1e-12 // of a product of fractions that is exactly a half
	left := 1.0
	for i := 0; i < len(order); {
		waiting, came, at := len(order)-i, 0, times[order[i]]
		for ; i < len(order) && times[order[i]] == at; i++ {
			if met[order[i]] {
				came++
			}
		}
		left *= float64(waiting-came) / float64(waiting)
		if came > 0 && left <= 0.5+rounding {
			return at, true
		}
	}
	return 0, false
}
