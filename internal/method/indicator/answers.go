package indicator

import (
	"slices"

	"samspil/internal/method/contingency"
	"samspil/internal/method/probability"
	"samspil/internal/method/sequence"
	"samspil/internal/recording"
)

// unit is the length in which contingency is counted, a second.
const unit = 1000

// follow is how long after a moment what comes next still belongs to it.
const follow = 10_000

// bid of the child and what became of it.
type bid struct {
	mark     mark
	segment  *segment
	censored bool  // too close to the end of its segment to count
	answer   *mark // nil when it was not answered
}

func (b bid) latency() int64 { return b.answer.at - b.mark.at }

// answered goes through a segment: a response answers the latest bid that has no
// answer yet and lies less than or exactly the window before it, but not at the
// same instant; it answers one at most.
func (s *segment) answered(window int64) []bid {
	var out []bid
	for i := range s.marks {
		m := s.marks[i]
		switch {
		case slices.Contains(bids, m.code):
			out = append(out, bid{mark: m, segment: s, censored: s.left(m.at) < window})
		case slices.Contains(responses, m.code):
			for j := len(out) - 1; j >= 0 && m.at-out[j].mark.at <= window; j-- {
				if out[j].answer == nil && m.at > out[j].mark.at {
					out[j].answer = &s.marks[i]
					break
				}
			}
		}
	}
	return out
}

// prompted tells whether the consultant supported in the time before an instant,
// from lead before it up to but not including it.
func (s *segment) prompted(at, lead int64) bool {
	return first(s.within(at-lead-1, at-1), support) != nil
}

// answers fills in I1, I2 and I10 and lists the answered bids.
func (r *run) answers() {
	var n, x, unprompted, censored int
	var latencies []float64
	var times []int64
	var events []bool
	for i := range r.segments {
		s := &r.segments[i]
		for _, b := range s.answered(r.coding.Settings.Answer) {
			if b.answer != nil {
				times = append(times, b.latency())
			} else {
				times = append(times, min(r.coding.Settings.Answer, s.left(b.mark.at)))
			}
			events = append(events, b.answer != nil)
			alone := false
			if b.answer != nil {
				alone = !s.prompted(b.answer.at, r.coding.Settings.Prompt)
				r.out.Answers = append(r.out.Answers, s.chain(b.mark, b.answer.event, b.answer.at, !alone))
			}
			switch {
			case b.censored:
				censored++
				continue
			case b.answer != nil:
				x++
				latencies = append(latencies, recording.Seconds(b.latency()))
				if alone {
					unprompted++
				}
			}
			n++
		}
	}
	uses := slices.Concat(bids, responses)
	basis := r.basis(uses, bids, responses)
	r.out.I1 = Responses{Share: share(x, n, basis)}
	if basis.Missing == "" {
		r.out.I1.Censored = censored
	}
	r.out.I2 = latency(latencies, times, events, basis)
	r.out.I10 = share(unprompted, x, r.basis(append(uses, support), bids, responses, need{support}))
}

// latency is the median over the answered bids that count, with the Kaplan-Meier
// median over all.
func latency(seconds []float64, times []int64, events []bool, basis Basis) Latency {
	out := Latency{Basis: basis, Few: true}
	if basis.Missing != "" {
		return out
	}
	out.N = len(seconds)
	out.Few = out.N < FewEvents
	slices.Sort(seconds)
	if m, ok := probability.Median(seconds); ok {
		out.Median = &m
	}
	out.CI = interval(probability.MedianInterval(seconds))
	if ms, ok := sequence.KaplanMeierMedian(times, events); ok {
		m := recording.Seconds(ms)
		out.KMMedian = &m
	}
	return out
}

// contingency fills in I3. Each segment is cut into seconds, the last one counting
// in full; given are a bid's second and as many more as the window has, target are
// the seconds with a response.
func (r *run) contingency() {
	basis := r.basis(slices.Concat(bids, responses), bids, responses)
	r.out.I3 = Contingency{Few: true, Basis: basis}
	if basis.Missing != "" {
		return
	}
	given, target := r.seconds()
	t := contingency.TwoByTwo{}
	var givens, targets []int
	for i := range given {
		switch {
		case given[i] && target[i]:
			t.A++
		case given[i]:
			t.B++
		case target[i]:
			t.C++
		default:
			t.D++
		}
		if given[i] {
			givens = append(givens, i)
		}
		if target[i] {
			targets = append(targets, i)
		}
	}
	a := t.Analyse()
	out := &r.out.I3
	out.N, out.A, out.B, out.C, out.D = len(targets), t.A, t.B, t.C, t.D
	out.Few = out.N < FewEvents
	out.YulesQ, out.LnOR, out.SELnOR, out.Z = a.Q, a.LnOR, a.SE, a.Z
	if a.CI != nil {
		ci := Interval(*a.CI)
		out.CI = &ci
	}
	if len(givens) > 0 && len(targets) > 0 {
		out.PShift = sequence.CircularShift(len(given), givens, targets).Upper
	}
}

// seconds of all segments end to end: those after a bid, those with a response.
func (r *run) seconds() (given, target []bool) {
	more := int((r.coding.Settings.Answer+unit-1)/unit) - 1
	for _, s := range r.segments {
		n := int((s.to - s.from + unit - 1) / unit)
		if n <= 0 {
			continue
		}
		start := len(given)
		given, target = append(given, make([]bool, n)...), append(target, make([]bool, n)...)
		for _, m := range s.marks {
			at := min(int((m.at-s.from)/unit), n-1)
			switch {
			case slices.Contains(bids, m.code):
				for i := at; i <= min(at+more, n-1); i++ {
					given[start+i] = true
				}
			case slices.Contains(responses, m.code):
				target[start+at] = true
			}
		}
	}
	return given, target
}
