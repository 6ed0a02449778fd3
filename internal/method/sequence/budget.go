package sequence

import "samspil/internal/recording"

// BudgetLine is how often and how long one subject did one thing. Times are in
// seconds of observed time, pauses left out.
type BudgetLine struct {
	Subject, Code, Modifiers string
	Kind                     recording.Kind
	// Unpaired tells that a state of this line has a beginning without an end or the
	// reverse; then nothing else is known of it.
	Unpaired bool
	// Number of moments, or of bouts with any observed time; a state that runs over
	// a pause is one bout.
	Number int
	// Total, Mean and SD (n - 1) of how long the bouts lasted. Nil for points, SD
	// also for a single bout.
	Total, Mean, SD *float64
	// GapMean and GapSD (n - 1) are of the time from the stop of one to the start of
	// the next, for points from one to the next, within a segment. Negative where
	// bouts with different modifiers overlap. Nil without a gap, GapSD with one.
	GapMean, GapSD *float64
	// PerMinute is Number by the minutes observed, Share is Total of the time
	// observed, above 1 where bouts with different modifiers overlap much. Nil when
	// no time was observed, Share also for points.
	PerMinute, Share *float64
}

func (b *BudgetLine) fill(l *line, observed int64) {
	b.Number = l.lengths.n
	b.GapMean, b.GapSD = l.gaps.get()
	if observed > 0 {
		perMinute := float64(l.lengths.n) / (float64(observed) / 60000)
		b.PerMinute = &perMinute
	}
	if b.Kind == recording.Point {
		return
	}
	total := recording.Seconds(l.total)
	b.Total = &total
	b.Mean, b.SD = l.lengths.get()
	if observed > 0 {
		share := float64(l.total) / float64(observed)
		b.Share = &share
	}
}

// BudgetOptions choose a time budget.
type BudgetOptions struct {
	Subjects, Codes []string // only these; nil for all
	// WithModifiers makes a line of its own for each text of modifiers; otherwise
	// the bouts, each paired by its modifiers, are pooled.
	WithModifiers bool
	Observed      int64 // milliseconds; 0: as the recordings say
}

// Budget adds up recordings of one family, in order of subject, code and
// modifiers. Without recordings there are no lines.
func Budget(recordings []recording.Recording, o BudgetOptions) []BudgetLine {
	s := NewStream(Reading{Subjects: o.Subjects, Codes: o.Codes, WithModifiers: o.WithModifiers})
	for _, r := range recordings {
		s.Begin(r.Segments)
		for _, e := range r.Events {
			s.Add(e)
		}
		for _, m := range r.Unpaired {
			s.Open(m)
		}
		s.End()
	}
	if o.Observed > 0 {
		return s.budget(o.Observed)
	}
	return s.Budget()
}

// Clip cuts a recording to the time from from to to: events wholly outside go,
// those that touch a bound stay, states that reach beyond are cut, points at a
// bound stay. A state that only touches a bound is left without length. Segments
// are cut likewise; a recording without any gets the time itself as its one
// segment. Marks without a partner stay. Comparable with BORIS' clipping.
func Clip(r recording.Recording, from, to int64) recording.Recording {
	out := r
	out.Events, out.Segments = nil, nil
	for _, e := range r.Events {
		if e.Offset < from || e.Onset > to {
			continue
		}
		e.Onset, e.Offset = max(e.Onset, from), min(e.Offset, to)
		out.Events = append(out.Events, e)
	}
	out.Sort()
	for _, s := range r.Segments {
		if s = (recording.Span{From: max(s.From, from), To: min(s.To, to)}); s.From < s.To {
			out.Segments = append(out.Segments, s)
		}
	}
	if len(r.Segments) == 0 && from < to {
		out.Segments = []recording.Span{{From: from, To: to}}
	}
	return out
}
