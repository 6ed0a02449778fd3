package indicator

import (
	"slices"

	"samspil/internal/method/probability"
	"samspil/internal/recording"
)

// framing fills in I6 and lists the frames that succeeded: the child accepts or
// shared focus begins within the time, and the child does not withdraw before.
func (r *run) framing() {
	within := r.coding.Settings.Framing
	var n, x int
	for i := range r.segments {
		s := &r.segments[i]
		for _, m := range s.marks {
			if m.code != frames || s.left(m.at) < within {
				continue
			}
			n++
			joined := first(s.within(m.at, m.at+within), accepts, focus)
			if joined == nil || first(s.within(m.at, joined.at-1), withdraws) != nil {
				continue
			}
			x++
			r.out.Frames = append(r.out.Frames, s.chain(m, joined.event, joined.at, s.prompted(m.at, r.coding.Settings.Prompt)))
		}
	}
	basis := r.basis([]code{frames, accepts, focus, withdraws}, need{frames}, need{accepts})
	r.out.I6 = share(x, n, basis)
	if basis.Missing != "" {
		r.out.Frames = nil
	}
}

// repair fills in I9 and lists the ruptures that were repaired.
func (r *run) repair() {
	t := r.coding.Settings
	var n, x, soothed int
	var seconds []float64
	for i := range r.segments {
		s := &r.segments[i]
		for _, m := range s.marks {
			if m.code != distress && m.code != withdraws || s.left(m.at) < t.Repair {
				continue
			}
			n++
			if first(s.within(m.at, m.at+t.Soothe), soothes) != nil {
				soothed++
			}
			at, by := s.repaired(m, t.Repair)
			if by == nil {
				continue
			}
			x++
			seconds = append(seconds, recording.Seconds(at-m.at))
			var kind recording.Event
			if act := first(s.within(m.at, at), soothes, follows, names, frames, invites); act != nil {
				kind = *act.event
			}
			c := s.chain(m, &kind, at, s.prompted(at, t.Prompt))
			c.Then = slices.Insert(c.Then, 0, *by)
			r.out.Repairs = append(r.out.Repairs, c)
		}
	}
	basis := r.basis([]code{distress, withdraws, accepts, focus, soothes}, need{distress}, need{accepts})
	r.out.I9 = Repair{Share: share(x, n, basis), Soothed: share(soothed, n, r.basis([]code{distress, withdraws, soothes}, need{distress}, need{soothes}))}
	if basis.Missing != "" {
		r.out.I9.Soothed.Missing, r.out.Repairs = basis.Missing, nil
		return
	}
	if m, ok := probability.Median(seconds); ok {
		r.out.I9.Median = &m
	}
}

// repaired finds when a rupture was mended and by what; nil when it was not within
// the time. Distress is mended by its own end, withdrawing by the end of any
// distress that had begun by then; an end counts inside the segment only.
func (s *segment) repaired(rupture mark, within int64) (int64, *recording.Event) {
	limit := rupture.at + within
	var at int64
	var by *recording.Event
	if m := first(s.within(rupture.at, limit), accepts, focus); m != nil {
		at, by = m.at, m.event
	}
	for _, e := range s.distress {
		own := rupture.code == withdraws || e == rupture.event
		if e.Onset > rupture.at {
			break
		}
		if own && e.Offset > rupture.at && e.Offset <= min(limit, s.to) && (by == nil || e.Offset < at) {
			at, by = e.Offset, e
		}
	}
	return at, by
}

// chain gathers what belongs to one moment.
func (s *segment) chain(began mark, response *recording.Event, at int64, prompted bool) Chain {
	c := Chain{Recording: s.recording, Segment: s.place, Bid: *began.event, Response: *response, At: at, Prompted: prompted, Calm: true}
	for _, m := range s.within(at, at+follow) {
		c.Then = append(c.Then, *m.event)
		if slices.Contains([]code{withdraws, distress, takesOver, rejects}, m.code) {
			c.Calm = false
		}
	}
	return c
}
