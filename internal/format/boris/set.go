package boris

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"samspil/internal/recording"
)

// Set gives the project's observations as recordings, states paired. What is left
// over stands in Unpaired. Codes that the project does not declare enter no
// analysis: they are not in the set, and the note undefined_behavior says so; the
// project keeps them. Events without a time and states without extent are left
// out with a note.
// A project may be turned into a set any number of times.
func (p Project) Set() recording.Set {
	set := recording.Set{Notes: slices.Clone(p.Notes)}
	for _, b := range p.Behaviours {
		set.Codes = append(set.Codes, recording.Code{
			Name: b.Code, Kind: b.Kind, Description: b.Description, Category: b.Category, Excludes: b.Excludes,
		})
	}
	for _, s := range p.Subjects {
		set.Subjects = append(set.Subjects, s.Name)
	}
	w := p.pairing()
	for i := range p.Observations {
		o := &p.Observations[i]
		r := o.recording()
		timeless := w.take(&r, o.rows)
		r.Events = make([]recording.Event, 0, len(w.rows))
		w.drain(true,
			func(e recording.Event) bool { r.Events = append(r.Events, e); return true },
			func(m recording.Mark) { r.Unpaired = append(r.Unpaired, m) })
		if o.Type == images {
			r.Sort()
		}
		widen(&r)
		set.Notes = append(set.Notes, leftOut(o, timeless, w.empty)...)
		set.Recordings = append(set.Recordings, r)
	}
	return set
}

const images = "IMAGES"

// take puts the lines of an observation into the pairing and tells how many have
// no time. Pictures keep the file's order; where one has no time, all are placed
// by the number of the picture.
func (w *pairing) take(r *recording.Recording, all rows) (timeless int) {
	w.restart()
	if r.Type == images && all.timeless() {
		r.Clock, r.Segments = recording.Order, nil
		for i, line := range all.each {
			if line.at = int64(line.image); line.image < 0 {
				line.at = int64(i)
			}
			w.add(line)
		}
		w.settle(false)
		return 0
	}
	for _, line := range all.each {
		if line.at <= tooFar {
			timeless++
		} else {
			w.add(line)
		}
	}
	w.settle(r.Type != images)
	return timeless
}

func leftOut(o *Observation, timeless, empty int) []recording.Note {
	var notes []recording.Note
	if timeless > 0 {
		notes = append(notes, recording.Note{Name: "no_time", Where: o.where(), Text: fmt.Sprintf("%d events have no time and are left out", timeless)})
	}
	if empty > 0 {
		notes = append(notes, recording.Note{Name: "empty_state", Where: o.where(), Text: fmt.Sprintf("%d states stop at the instant they start and are left out", empty)})
	}
	return notes
}

// recording is what is known of the observation beside its events.
func (o *Observation) recording() recording.Recording {
	r := recording.Recording{ID: o.ID, Description: o.Description, Type: o.Type, Clock: recording.Milliseconds}
	if span, ok := o.span(); ok {
		r.Segments = []recording.Span{span}
	}
	o.get("independent_variables").object(mostItems, func(label string, value raw) {
		if text := value.text(); text != "" {
			if r.Groups == nil {
				r.Groups = map[string]string{}
			}
			r.Groups[label] = text
		}
	})
	return r
}

// widen stretches the observed time over events outside it.
func widen(r *recording.Recording) {
	if len(r.Segments) == 0 {
		return
	}
	s := &r.Segments[0]
	for _, e := range r.Events {
		s.From, s.To = min(s.From, e.Onset), max(s.To, e.Offset)
	}
}

// held is an event on its way to the reader of a recording: a point, or a state
// whose stop is filled in when it is met.
type held struct {
	at, stop        int64
	triple, comment uint32
}

const open = math.MinInt64 // the stop of a state that has none yet

// pairing turns the file's lines, where starts and stops look alike, into events
// in order of onset. It holds back no more than what lies behind the earliest
// state that is still open.
type pairing struct {
	triples  []triple
	comments []string
	rows     []held
	settled  int   // rows of which it is known whether they start or stop
	running  []int // by triple: the place of the open state in rows + 1
	floor    int64 // the latest time settled
	ordered  bool  // the rows behind settled are in order
	empty    int   // states without extent, left out
}

func (p *Project) pairing() *pairing {
	w := &pairing{triples: p.triples, comments: slices.Clip(p.comments), running: make([]int, len(p.triples))}
	w.restart()
	return w
}

// restart begins another observation.
func (w *pairing) restart() {
	w.rows, w.settled, w.floor, w.ordered, w.empty = w.rows[:0], 0, math.MinInt64, true, 0
	clear(w.running)
}

// add takes the next line; false when it lies before what has been settled, so
// that order can no longer be kept.
func (w *pairing) add(r row) bool {
	for int(r.triple) >= len(w.running) {
		w.running = append(w.running, 0)
	}
	if !w.triples[r.triple].declared {
		return true
	}
	h := held{r.at, r.at, r.triple, r.comment}
	if n := len(w.rows); n > w.settled && w.compare(w.rows[n-1], h) > 0 {
		w.ordered = false
	}
	w.rows = append(w.rows, h)
	return r.at >= w.floor
}

// compare by time, subject and code, the order in which the program reads them.
func (w *pairing) compare(a, b held) int {
	if a.at != b.at {
		return cmp.Compare(a.at, b.at)
	}
	if a.triple == b.triple {
		return 0
	}
	x, y := &w.triples[a.triple], &w.triples[b.triple]
	return cmp.Or(cmp.Compare(x.subject, y.subject), cmp.Compare(x.code, y.code))
}

// settle lets the lines since the last time start and stop in turn. sort: by
// compare; else in the order in which they came.
func (w *pairing) settle(sort bool) {
	fresh := w.rows[w.settled:]
	if sort && !w.ordered {
		slices.SortStableFunc(fresh, w.compare)
	}
	w.ordered = true
	kept := w.settled
	for _, h := range fresh {
		w.floor = max(w.floor, h.at)
		if !w.triples[h.triple].state {
			w.rows[kept] = h
			kept++
			continue
		}
		if start := w.running[h.triple]; start > 0 {
			w.rows[start-1].stop = h.at
			w.running[h.triple] = 0
			if h.comment != 0 {
				w.join(start-1, h.comment)
			}
			continue
		}
		h.stop = open
		w.rows[kept] = h
		kept++
		w.running[h.triple] = kept
	}
	w.rows, w.settled = w.rows[:kept], kept
}

// join puts the words said at a state's stop behind those at its start.
func (w *pairing) join(at int, comment uint32) {
	if start := w.comments[w.rows[at].comment]; start != "" && start != w.comments[comment] {
		w.comments = append(w.comments, start+"\n"+w.comments[comment])
		comment = uint32(len(w.comments) - 1)
	}
	w.rows[at].comment = comment
}

// drain hands out what is settled up to the earliest open state, or with last
// everything, where open states become marks.
func (w *pairing) drain(last bool, event func(recording.Event) bool, mark func(recording.Mark)) bool {
	n := 0
	for ; n < w.settled && (last || w.rows[n].stop != open); n++ {
		h := w.rows[n]
		t := &w.triples[h.triple]
		switch {
		case h.stop == open:
			mark(recording.Mark{Subject: t.subject, Code: t.code, Modifiers: t.modifiers, At: h.at})
			w.running[h.triple] = 0
			continue
		case t.state && h.stop <= h.at:
			w.empty++
			continue
		}
		kind := recording.Point
		if t.state {
			kind = recording.State
		}
		if !event(recording.Event{
			Subject: t.subject, Code: t.code, Modifiers: t.modifiers, Kind: kind,
			Onset: h.at, Offset: h.stop, Comment: w.comments[h.comment],
		}) {
			return false
		}
	}
	w.rows = append(w.rows[:0], w.rows[n:]...)
	w.settled -= n
	for i, start := range w.running {
		if start > 0 {
			w.running[i] = start - n
		}
	}
	return true
}
