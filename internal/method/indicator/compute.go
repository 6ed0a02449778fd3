package indicator

import (
	"slices"

	"samspil/internal/method/probability"
	"samspil/internal/recording"
	"samspil/internal/scheme"
)

// Compute the indicators of one recording whose coder had all sixteen codes;
// codeAs maps its codes to those, "" for none, and may be nil. See Pool.
func Compute(r recording.Recording, s scheme.Settings, codeAs func(code string) string) Indicators {
	return Pool([]recording.Recording{r}, Coding{Settings: s, As: codeAs})
}

// Pool computes the indicators over several recordings as one: counts are added,
// rates taken over the whole observed time, but nothing is counted across a pause,
// the border of a segment or from one recording to the next. Observed time is that
// of recording.Observed. Recordings without times (recording.Order) are left out;
// when no other is given the indicators are missing for NoTimes.
//
// The window of an answer and the other times come from the scheme's settings.
// Events of one instant stand in the order of entry. Nothing coded: shares have no
// rate, numbers per minute are 0.
func Pool(recordings []recording.Recording, c Coding) Indicators {
	r := run{coding: c, segments: c.segments(recordings)}
	r.untimed = len(recordings) > 0 && !slices.ContainsFunc(recordings, func(r recording.Recording) bool { return r.Clock != recording.Order })
	for _, s := range r.segments {
		r.out.T += s.to - s.from
		for _, m := range s.marks {
			r.count[m.code]++
		}
	}
	r.out.Seconds = recording.Seconds(r.out.T)
	r.answers()
	r.contingency()
	r.shares()
	r.framing()
	r.turns()
	r.focus()
	r.repair()
	return r.out
}

// run is one computation.
type run struct {
	coding   Coding
	segments []segment
	untimed  bool // recordings were given, and none has times
	count    [end]int
	out      Indicators
}

func (r *run) basis(uses []code, needs ...need) Basis {
	if r.untimed {
		return Basis{Missing: NoTimes}
	}
	return r.coding.basis(uses, needs...)
}

// shares fills in I4, I5 and I11, which only count.
func (r *run) shares() {
	kind := r.count[follows] + r.count[names]
	r.out.I4 = share(kind, kind+r.count[takesOver]+r.count[rejects],
		r.basis([]code{follows, names, takesOver, rejects}, need{follows, names}, need{takesOver, rejects}))
	r.out.I5 = r.perMinute(r.count[names], r.basis([]code{names}, need{names}))
	began := r.count[initiative] + r.count[contact]
	r.out.I11 = share(began, began+r.count[invites]+r.count[takesOver],
		r.basis([]code{initiative, contact, invites, takesOver}, bids, need{invites}, need{takesOver}))
}

// share of x among n with Wilson's interval.
func share(x, n int, b Basis) Share {
	if b.Missing != "" {
		return Share{Few: true, Basis: b}
	}
	out := Share{N: n, X: x, Few: n < FewEvents, CI: interval(probability.Wilson(x, n)), Basis: b}
	if n > 0 {
		rate := float64(x) / float64(n)
		out.Rate = &rate
	}
	return out
}

// perMinute of the observed time with the exact interval.
func (r *run) perMinute(n int, b Basis) Rate {
	if b.Missing != "" {
		return Rate{Few: true, Basis: b}
	}
	minutes := r.out.Seconds / 60
	out := Rate{N: n, Few: n < FewEvents, CI: interval(probability.PoissonExact(n, minutes)), Basis: b}
	if minutes > 0 {
		rate := float64(n) / minutes
		out.PerMin = &rate
	}
	return out
}

func interval(i probability.Interval, ok bool) *Interval {
	if !ok {
		return nil
	}
	out := Interval(i)
	return &out
}

// focus fills in I8.
func (r *run) focus() {
	basis := r.basis([]code{focus}, need{focus})
	r.out.I8 = Focus{Few: true, Basis: basis}
	if basis.Missing != "" {
		return
	}
	var inside int64
	out := &r.out.I8
	for _, length := range r.boutsOfFocus() {
		out.N++
		inside += length
	}
	out.Few = out.N < FewEvents
	if r.out.T > 0 {
		share := float64(inside) / float64(r.out.T)
		out.Share = &share
	}
	if out.N > 0 {
		mean := recording.Seconds(inside) / float64(out.N)
		out.MeanBout = &mean
	}
}

// boutsOfFocus are the milliseconds of each bout that lie inside the segments of
// its recording; a bout that goes on after a pause is one.
func (r *run) boutsOfFocus() map[*recording.Event]int64 {
	inside := map[*recording.Event]int64{}
	for _, s := range r.segments {
		for _, e := range s.bouts {
			if from, to := max(e.Onset, s.from), min(e.Offset, s.to); from < to {
				inside[e] += to - from
			}
		}
	}
	return inside
}
