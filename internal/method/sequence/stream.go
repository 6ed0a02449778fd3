package sequence

import (
	"cmp"
	"math"
	"slices"

	"samspil/internal/recording"
)

// Stream adds up recordings one event at a time, so that a file of any size can
// be read through once: a time budget, and what follows what. What it remembers
// grows with the number of different codes (and the transitions that occur
// between them), not with the number of events.
//
// Call Begin for every recording, Add for each of its events in order of onset,
// Open for a mark without its partner, and End after the last. A Stream is for one
// goroutine.
type Stream struct {
	o      Reading
	lines  map[lineKey]*line
	counts *Counts
	total  int64 // observed milliseconds of the recordings ended
	events int

	// of the recording being read
	number   int
	segments []recording.Span // nil: not known
	segment  int
	first    int64
	last     int64
	any      bool
	joint    neighbours
	alone    map[string]*neighbours
}

// lineKey is one line of the budget.
type lineKey struct {
	subject, code, modifiers string
	kind                     recording.Kind
}

// previous is what stood before, in a sequence.
type previous struct {
	recording, segment int
	code               int32
}

// neighbours are the last events of two segments, the one and the next: at a border
// without a pause a moment still belongs to the one while a state begins the next.
type neighbours [2]previous

// NewStream that reads by o: Subjects and Codes choose, WithModifiers parts the
// lines of the budget too, EachSubject and WithSubject say what transitions are
// counted between (onsets, as in Onsets).
func NewStream(o Reading) *Stream {
	return &Stream{o: o, lines: map[lineKey]*line{}, counts: NewCounts(), alone: map[string]*neighbours{}}
}

// Begin a recording with its observed segments, nil when nothing is known of
// them; the recording then counts from its first onset to its last end.
func (s *Stream) Begin(segments []recording.Span) {
	s.number++
	s.segments, s.segment, s.any = segments, 0, false
}

// Add an event that does not begin before the one added last.
func (s *Stream) Add(e recording.Event) {
	if !s.any {
		s.first, s.last, s.any = e.Onset, e.Offset, true
	}
	s.first, s.last = min(s.first, e.Onset), max(s.last, e.Offset)
	if !s.o.takes(e) {
		return
	}
	segment, duration := 0, e.Duration()
	if s.segments != nil {
		segment = s.find(e)
		if duration > 0 {
			duration = recording.Within(s.segments, e.Onset, e.Offset)
		}
		if duration == 0 && (segment < 0 || e.Duration() > 0) {
			return // nothing of it was observed
		}
	}
	s.events++
	l := s.line(e)
	l.add(e, duration, s.number, segment, s.stopSegment(e.Offset, segment))
	if segment < 0 { // began in a pause: a bout, but nothing it followed
		return
	}
	last := &s.joint
	if s.o.EachSubject {
		last = s.alone[e.Subject]
	}
	p := &last[segment%2]
	if p.recording == s.number && p.segment == segment {
		s.counts.add(p.code, l.name)
	}
	*p = previous{s.number, segment, l.name}
}

// Open adds a mark without its partner: the code's line is then unpaired.
func (s *Stream) Open(m recording.Mark) {
	e := recording.Event{Subject: m.Subject, Code: m.Code, Modifiers: m.Modifiers, Kind: recording.State}
	if s.o.takes(e) {
		s.line(e).open = true
	}
}

// End of the recording.
func (s *Stream) End() {
	switch {
	case s.segments != nil:
		for _, span := range s.segments {
			s.total += span.Length()
		}
	case s.any:
		s.total += s.last - s.first
	}
}

// Events is how many have been counted.
func (s *Stream) Events() int { return s.events }

// Observed is the observed time of the recordings ended, in milliseconds.
func (s *Stream) Observed() int64 { return s.total }

// Transitions counted so far.
func (s *Stream) Transitions() *Counts { return s.counts }

// find the segment in which an event begins that is not before the last one.
func (s *Stream) find(e recording.Event) int {
	for s.segment < len(s.segments) && e.Onset > s.segments[s.segment].To {
		s.segment++
	}
	return home(s.segments, e, s.segment)
}

// stopSegment is where a stretch that began in segment ends.
func (s *Stream) stopSegment(at int64, segment int) int {
	if s.segments == nil || segment >= 0 && at <= s.segments[segment].To {
		return segment
	}
	return recording.Segment(s.segments, at)
}

func (s *Stream) line(e recording.Event) *line {
	key := lineKey{subject: e.Subject, code: e.Code, kind: e.Kind}
	if s.o.WithModifiers {
		key.modifiers = e.Modifiers
	}
	l, ok := s.lines[key]
	if !ok {
		l = &line{name: s.counts.id(s.o.name(e))}
		s.lines[key] = l
		if s.alone[e.Subject] == nil {
			s.alone[e.Subject] = &neighbours{}
		}
	}
	return l
}

// line adds up the bouts of one subject and code.
type line struct {
	name     int32 // its number among the codes of the transitions
	open     bool
	total    int64
	lengths  spread // seconds
	gaps     spread // seconds
	stop     int64  // of the bout before
	recorded int    // the recording it was in
	segment  int    // the segment in which it stopped
}

func (l *line) add(e recording.Event, duration int64, number, begins, ends int) {
	l.total += duration
	l.lengths.add(recording.Seconds(duration))
	if l.recorded == number && begins >= 0 && l.segment == begins {
		l.gaps.add(recording.Seconds(e.Onset - l.stop))
	}
	l.stop, l.recorded, l.segment = e.Offset, number, ends
}

// spread is the mean and the squared distances from it, kept up value by value
// (Welford 1962).
type spread struct {
	n          int
	mean, away float64
}

func (s *spread) add(x float64) {
	s.n++
	d := x - s.mean
	s.mean += d / float64(s.n)
	s.away += d * (x - s.mean)
}

// get the mean, nil without values, and the standard deviation with n - 1, nil
// for fewer than two.
func (s spread) get() (mean, sd *float64) {
	if s.n > 0 {
		mean = &s.mean
	}
	if s.n > 1 {
		x := math.Sqrt(max(0, s.away) / float64(s.n-1))
		sd = &x
	}
	return mean, sd
}

// Budget of what has been added, in order of subject, code and modifiers.
func (s *Stream) Budget() []BudgetLine { return s.budget(s.total) }

func (s *Stream) budget(observed int64) []BudgetLine {
	out := make([]BudgetLine, 0, len(s.lines))
	unpaired := map[[3]string]bool{}
	for k, l := range s.lines {
		if l.open {
			unpaired[[3]string{k.subject, k.code, k.modifiers}] = true
		}
	}
	for k, l := range s.lines {
		b := BudgetLine{Subject: k.subject, Code: k.code, Modifiers: k.modifiers, Kind: k.kind}
		switch {
		case k.kind == recording.State && unpaired[[3]string{k.subject, k.code, k.modifiers}]:
			b.Unpaired = true
		default:
			b.fill(l, observed)
		}
		out = append(out, b)
	}
	slices.SortFunc(out, func(a, b BudgetLine) int {
		return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Modifiers, b.Modifiers), cmp.Compare(a.Kind, b.Kind))
	})
	return out
}
