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

	now    *sequence.Stream
	clock  recording.Clock
	events []Event
	batch  []recording.Event // not yet counted
	// Long recordings are counted while the file is read on: portions go through
	// work, come back empty through free, and counted is closed when all are done.
	work    chan []recording.Event
	free    chan []recording.Event
	counted chan struct{}
	waiting []Observation // ended, without a name
}

// Begin a recording.
func (s *Stream) Begin(clock recording.Clock, segments []recording.Span) error {
	s.now = sequence.NewStream(sequence.Reading{WithSubject: true, WithModifiers: true})
	s.clock, s.events, s.batch = clock, nil, s.batch[:0]
	s.now.Begin(segments)
	return nil
}

// Event adds one, in order of onset.
func (s *Stream) Event(e recording.Event) error {
	if s.Keep {
		s.events = append(s.events, event(s.clock, e))
	}
	if s.batch = append(s.batch, e); len(s.batch) == portion {
		s.hand()
	}
	return nil
}

// portion is how many events are handed on at a time.
const portion = 4096

// hand a portion over to be counted.
func (s *Stream) hand() {
	if s.work == nil {
		s.work, s.free, s.counted = make(chan []recording.Event, 2), make(chan []recording.Event, 4), make(chan struct{})
		go count(s.now, s.work, s.free, s.counted)
	}
	s.work <- s.batch
	select {
	case s.batch = <-s.free:
	default:
		s.batch = make([]recording.Event, 0, portion)
	}
}

func count(now *sequence.Stream, work <-chan []recording.Event, free chan<- []recording.Event, counted chan<- struct{}) {
	defer close(counted)
	for batch := range work {
		for _, e := range batch {
			now.Add(e)
		}
		select {
		case free <- batch[:0]:
		default:
		}
	}
}

// Stop waits until everything handed over has been counted. Call it when the
// reading ends early; End does it itself.
func (s *Stream) Stop() {
	if s.work != nil {
		close(s.work)
		<-s.counted
		s.work = nil
	}
}

// End of the recording.
func (s *Stream) End(unpaired []recording.Mark) error {
	s.Stop()
	for _, e := range s.batch {
		s.now.Add(e)
	}
	s.batch = s.batch[:0]
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
