package boris

import (
	"fmt"
	"io"
	"iter"

	"samspil/internal/fault"
	"samspil/internal/recording"
)

// Flow is one observation as Stream hands it out. Recording holds no events; its
// Unpaired is filled once Events has been run through. Events come in order of
// onset, states paired, without comments, and can be run through once.
type Flow struct {
	Recording recording.Recording
	Events    iter.Seq[recording.Event]
}

// Stream reads a project of any length, twice: first what stands beside the
// events, then the events, one observation after the other. Memory does not grow
// with the file: at most mostHeld events of one observation are held back while a
// state is open. Events out of order are put in order as long as they stand
// within as many.
//
// The project that comes back is without events; its notes tell what BORIS would
// report of the rest. When visit returns an error, Stream stops and returns it.
func Stream(r io.ReadSeeker, visit func(*Flow) error) (Project, error) {
	first, err := newDocument(r, 0)
	if err != nil {
		return Project{}, err
	}
	first.skim = true
	if err := first.read(); err != nil {
		return Project{}, fmt.Errorf("read a BORIS project: %w", err)
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return Project{}, fmt.Errorf("read a BORIS project again: %w", err)
	}
	second, err := newDocument(r, 0)
	if err != nil {
		return Project{}, err
	}
	s := &stream{document: second, head: first.project, visit: visit, kinds: first.project.states(), unpaired: map[int]int{}, byNumber: map[int]*Observation{}}
	for i := range first.project.Observations {
		s.byNumber[first.project.Observations[i].number] = &first.project.Observations[i]
	}
	second.flow, second.skim = s.observation, true
	s.pairing = second.project.pairing()
	if err := second.read(); err != nil {
		return Project{}, fmt.Errorf("read a BORIS project: %w", err)
	}
	s.report()
	return *first.project, nil
}

// report tells in the project's notes what was found in the events.
func (s *stream) report() {
	p := s.head
	p.triples = s.project.triples
	for _, oddities := range p.oddTriples() {
		for _, o := range oddities {
			p.note(o.name, "", o.text)
		}
	}
	for i := range p.Observations {
		o := &p.Observations[i]
		if o.Paired = s.unpaired[o.number] == 0; !o.Paired {
			p.note("unpaired_state", o.where(), "a state starts and never stops; it is left out until somebody says where it ends")
		}
	}
	if s.outside > 0 {
		p.note("timestamp_range", "", "the time of an event is further from 0 than 2147483647 seconds")
	}
	p.triples = nil
}

// stream is the second reading.
type stream struct {
	*document
	head     *Project
	visit    func(*Flow) error
	kinds    map[string]bool
	byNumber map[int]*Observation
	pairing  *pairing
	pictures rows
	none     bool        // the present observation has no list of events
	unpaired map[int]int // by observation
	outside  int         // events outside the range of times
}

// observation stands at the list of events of an observation.
func (s *stream) observation(o *Observation) error {
	known := s.byNumber[o.number]
	s.none = !o.has("events")
	if known == nil { // a double, see dropDoubles
		return s.lines(func(line) error { return nil })
	}
	var failed error
	begun := false
	flow := &Flow{Recording: known.recording()}
	if spans := flow.Recording.Segments; len(spans) > 0 && known.reached {
		spans[0] = recording.Span{From: min(spans[0].From, known.reach.From), To: max(spans[0].To, known.reach.To)}
	}
	flow.Events = func(yield func(recording.Event) bool) {
		if !begun {
			begun = true
			failed = s.run(&flow.Recording, yield)
		}
	}
	if err := s.visit(flow); err != nil {
		return err
	}
	flow.Events(func(recording.Event) bool { return true }) // what visit left
	return failed
}

// lines takes the list of events, where there is one.
func (s *stream) lines(each func(line) error) error {
	if s.none {
		return nil
	}
	return s.events(each)
}

// run reads the events of one observation and hands them out.
func (s *stream) run(r *recording.Recording, yield func(recording.Event) bool) error {
	w := s.pairing
	w.restart()
	s.pictures = nil
	wanted := true
	event := func(e recording.Event) bool {
		wanted = wanted && yield(e)
		return true
	}
	mark := func(m recording.Mark) {
		r.Unpaired = append(r.Unpaired, m)
		s.unpaired[s.scan.observation]++
	}
	err := s.lines(func(l line) error {
		if !wanted {
			return nil
		}
		one, err := s.row(l)
		switch {
		case err != nil:
			return err
		case r.Type == images:
			if s.pictures.add(one); s.scan.event > mostHeld {
				return s.scan.fail("boris.held", fault.Args{"observation": s.scan.observation, "max": mostHeld})
			}
			return nil
		case one.at <= tooFar:
			return nil
		case !w.add(one):
			return s.scan.fail("boris.order", fault.Args{"observation": s.scan.observation})
		case len(w.rows) < mostHeld:
			return nil
		}
		w.settle(true)
		if w.drain(false, event, mark); len(w.rows) > mostHeld/2 {
			return s.scan.fail("boris.held", fault.Args{"observation": s.scan.observation, "max": mostHeld / 2})
		}
		return nil
	})
	if err != nil || !wanted {
		return err
	}
	if r.Type == images {
		s.takePictures(r, event, mark)
		return nil
	}
	w.settle(true)
	w.drain(true, event, mark)
	return nil
}

func (s *stream) takePictures(r *recording.Recording, event func(recording.Event) bool, mark func(recording.Mark)) {
	s.pairing.take(r, s.pictures)
	var all recording.Recording
	s.pairing.drain(true, func(e recording.Event) bool { all.Events = append(all.Events, e); return true }, mark)
	all.Sort()
	for _, e := range all.Events {
		event(e)
	}
}

// row is a line without its comment.
func (s *stream) row(l line) (row, error) {
	t, err := s.triple(l.span)
	if err != nil {
		return row{}, err
	}
	all := s.project.triples
	if len(s.pairing.triples) < len(all) {
		declare(all[len(s.pairing.triples):], s.kinds)
		s.pairing.triples = all
	}
	r := row{at: millis(l.time), triple: t, image: -1}
	if outside(r.at) {
		s.outside++
	}
	if len(l.rest) > 0 {
		r.image = image(l.rest)
	}
	return r, nil
}
