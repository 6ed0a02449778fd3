package format

import (
	"cmp"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"samspil/internal/fault"
	"samspil/internal/format/boris"
	"samspil/internal/format/sdis"
	"samspil/internal/format/spreadsheet"
	"samspil/internal/recording"
)

// Visitor is told what a long file holds, one recording after the other, none of
// which is ever held whole. An error from it ends the reading and comes back.
type Visitor struct {
	// Begin a recording of that clock, with its observed segments, nil when nothing
	// is known of them.
	Begin func(clock recording.Clock, segments []recording.Span) error
	// Event comes in order of onset.
	Event func(recording.Event) error
	// End of the recording, with the marks that were left without a partner.
	End func(unpaired []recording.Mark) error
	// Named gives the ended recordings their ids and all else but events, in the
	// order in which they ended. In SDIS files a name is known late.
	Named func(recording.Recording) error
}

// mostInSequence is how many codes of one timed SDIS sequence are put in order;
// its streams stand in the file one after the other.
const mostInSequence = 1_000_000

// Stream reads a BORIS project, an SDIS file or a table of any length. ELAN and
// Datavyu files have limits of their own and are read whole. What comes back holds
// what is known of the file beside its recordings.
func Stream(name string, file *io.SectionReader, v Visitor) (File, error) {
	kind, err := Of(name, file)
	if err != nil {
		return File{}, err
	}
	f := File{Kind: kind}
	switch kind {
	case BORIS, BORISPacked:
		f.Set, err = streamBORIS(file, v)
	case Table:
		err = spreadsheet.Stream(file, func(flow *spreadsheet.Flow) error {
			return v.pass(&flow.Recording, flow.Events)
		})
	case SDIS:
		f.Set, err = streamSDIS(file, v)
	default:
		if f, err = Read(name, file); err == nil {
			err = v.whole(f.Set.Recordings)
			f.Set.Recordings = nil
		}
	}
	return f, err
}

// pass tells of one recording whose events come one by one.
func (v Visitor) pass(r *recording.Recording, events iter.Seq[recording.Event]) error {
	if err := v.Begin(r.Clock, r.Segments); err != nil {
		return err
	}
	var failed error
	for e := range events {
		if failed = v.Event(e); failed != nil {
			return failed
		}
	}
	if err := v.End(r.Unpaired); err != nil {
		return err
	}
	return v.Named(*r)
}

func (v Visitor) whole(recordings []recording.Recording) error {
	for i := range recordings {
		r := &recordings[i]
		events := r.Events
		r.Events = nil
		if err := v.pass(r, slices.Values(events)); err != nil {
			return err
		}
	}
	return nil
}

func streamBORIS(file *io.SectionReader, v Visitor) (recording.Set, error) {
	p, err := boris.Stream(file, func(flow *boris.Flow) error { return v.pass(&flow.Recording, flow.Events) })
	if err != nil {
		return recording.Set{}, err
	}
	set := p.Set()
	set.Recordings = nil // without their events they would mislead
	return set, nil
}

// sequences passes an SDIS file on.
type sequences struct {
	Visitor
	head    sdis.Head
	subject map[string]string
	set     recording.Set
	begun   bool
	events  []placed         // of a timed sequence, to be put in order
	ended   []recording.Span // of the unit's sequences
}

// placed is an event and its place in the file.
type placed struct {
	recording.Event
	number int
}

func streamSDIS(file *io.SectionReader, v Visitor) (recording.Set, error) {
	s := &sequences{Visitor: v}
	err := sdis.Stream(file, sdis.Visitor{
		Head:     s.begin,
		Event:    s.event,
		Sequence: s.sequence,
		Unit:     s.unit,
		Note:     func(n recording.Note) { s.set.Notes = append(s.set.Notes, n) },
	})
	return s.set, err
}

func (s *sequences) begin(h sdis.Head) error {
	s.head = h
	s.subject = map[string]string{}
	for _, c := range h.Codes {
		if h.GroupsAreSubjects {
			s.subject[c.Name] = c.Group
		}
		s.set.Codes = append(s.set.Codes, recording.Code{Name: c.Name, Description: c.Long, Category: c.Group})
	}
	return nil
}

func (s *sequences) event(p sdis.Place, h sdis.Happening) error {
	e := recording.Event{Subject: s.subject[h.Code], Code: h.Code, Kind: recording.State, Onset: h.Onset, Offset: h.Offset}
	if h.Momentary || h.Onset == h.Offset {
		e.Kind, e.Offset = recording.Point, h.Onset
	}
	if s.head.Type.HasTimes() {
		if s.events = append(s.events, placed{e, p.Number}); len(s.events) > mostInSequence {
			return fault.New(fault.Invalid, "format.sequence", fault.Args{"line": p.Line, "max": mostInSequence})
		}
		return nil
	}
	if !s.begun {
		s.begun = true
		if err := s.Begin(recording.Order, nil); err != nil {
			return err
		}
	}
	return s.Event(e)
}

func (s *sequences) sequence(_ sdis.Place, start, end int64) error {
	span := recording.Span{From: start, To: end}
	s.ended = append(s.ended, span)
	switch {
	case s.head.Type.HasTimes():
		return s.sorted(span)
	case !s.begun:
		if err := s.Begin(recording.Order, nil); err != nil {
			return err
		}
	}
	s.begun = false
	return s.End(nil)
}

func (s *sequences) sorted(span recording.Span) error {
	var segments []recording.Span
	if span.From < span.To {
		segments = []recording.Span{span}
	}
	if err := s.Begin(recording.Milliseconds, segments); err != nil {
		return err
	}
	slices.SortFunc(s.events, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.Onset, b.Onset), cmp.Compare(a.number, b.number))
	})
	for _, e := range s.events {
		if err := s.Event(e.Event); err != nil {
			return err
		}
	}
	s.events = s.events[:0]
	return s.End(nil)
}

// unit names its sequences, in the words that a file read whole gives them.
func (s *sequences) unit(p sdis.Place, label string, conditions []string) error {
	u := sdis.Unit{Label: label, Conditions: conditions, Sequences: make([]sdis.Sequence, len(s.ended))}
	for i, span := range s.ended {
		u.Sequences[i] = sdis.Sequence{Start: span.From, End: span.To}
	}
	for _, r := range (sdis.File{Head: s.head, Units: []sdis.Unit{u}}).Set().Recordings {
		if strings.TrimSpace(label) == "" { // it took itself for the first unit
			r.ID = strings.Replace(r.ID, "unit 1", "unit "+strconv.Itoa(p.Unit+1), 1)
		}
		if err := s.Named(r); err != nil {
			return err
		}
	}
	s.ended = s.ended[:0]
	return nil
}
