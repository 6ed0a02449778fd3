package research

import (
	"samspil/internal/method/sequence"
	"samspil/internal/recording"
)

// Stream analyses a file of any length, one event at a time. What it remembers
// grows with the number of codes and recordings, and not with that of events unless
// Keep is set. Its functions are those of format.Visitor.
type Stream struct {
	File string
	Keep bool // list the events
	// Each is told of every observation as soon as its name is known.
	Each func(Observation) error

	now     *sequence.Stream
	clock   recording.Clock
	events  []Event
	waiting []Observation // ended, without a name
}

// Begin a recording.
func (s *Stream) Begin(clock recording.Clock, segments []recording.Span) error {
	s.now = sequence.NewStream(sequence.Reading{WithSubject: true, WithModifiers: true})
	s.clock, s.events = clock, nil
	s.now.Begin(segments)
	return nil
}

// Event adds one, in order of onset.
func (s *Stream) Event(e recording.Event) error {
	if s.Keep {
		s.events = append(s.events, event(s.clock, e))
	}
	s.now.Add(e)
	return nil
}

// End of the recording.
func (s *Stream) End(unpaired []recording.Mark) error {
	for _, m := range unpaired {
		s.now.Open(m)
	}
	s.now.End()
	o := Observation{N: s.now.Events(), Events: s.events, TimeBudget: budget(s.clock, s.now.Budget()), TransitionsOf: Onsets, Cells: "occurred"}
	o.Transitions = transitions(s.now.Transitions().Transitions())
	if ms := s.now.Observed(); s.clock != recording.Order && ms > 0 {
		o.Duration = seconds(ms)
	}
	s.waiting = append(s.waiting, o)
	return nil
}

// Named gives the first recording that still waits its name.
func (s *Stream) Named(r recording.Recording) error {
	o := s.waiting[0]
	s.waiting = s.waiting[1:]
	h := header(s.File, r)
	o.File, o.ID, o.Type, o.Groups, o.Unpaired = h.File, h.ID, h.Type, h.Groups, h.Unpaired
	o.Segments = h.Segments
	return s.Each(o)
}
