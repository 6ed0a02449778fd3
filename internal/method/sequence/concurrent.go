package sequence

import (
	"cmp"
	"slices"
	"strings"

	"samspil/internal/recording"
)

// mark is a change on the time line.
type mark struct {
	at   int64
	what int8 // in the order in which marks of one instant are taken
	name int  // place in the sorted names
}

const (
	stops int8 = iota
	starts
	moment
)

// Concurrent reads a recording as sequences of situations: which states were
// running, and the moment that fell into them. Every change of the running
// states gives their names, sorted and joined by "+", or nothing where none is
// left; every point gives the running states and then itself. Changes of one
// instant are taken together, states before points, so that a state that ends
// another is one step and a situation has one name however it came about.
//
// One sequence for every segment (and subject, where each is read alone), in that
// order. A state that runs over a pause stands at the beginning of the segment
// after it. Takes time in proportion to the events.
func Concurrent(r recording.Recording, o Reading) [][]string {
	spans := segments(r)
	names, place := o.names(r.Events)
	subjects := []string{""}
	if o.EachSubject {
		subjects = inOrderMet(r.Events, o)
	}
	marks := make([][]mark, len(spans)*len(subjects))
	for _, e := range r.Events {
		if !o.takes(e) {
			continue
		}
		stream := slices.Index(subjects, o.stream(e))
		name := place[naming(o, e)]
		if e.Kind == recording.Point {
			if s := recording.Segment(spans, e.Onset); s >= 0 {
				i := s*len(subjects) + stream
				marks[i] = append(marks[i], mark{e.Onset, moment, name})
			}
			continue
		}
		for s, span := range spans {
			from, to := max(e.Onset, span.From), min(e.Offset, span.To)
			if from >= to {
				continue
			}
			i := s*len(subjects) + stream
			marks[i] = append(marks[i], mark{from, starts, name})
			if e.Offset <= span.To {
				marks[i] = append(marks[i], mark{to, stops, name})
			}
		}
	}
	w := situations{names: names, running: make([]int, len(names)), texts: map[string]string{}}
	var out [][]string
	for _, m := range marks {
		if sequence := w.walk(m, o.Together); len(sequence) > 0 {
			out = append(out, sequence)
		}
	}
	return out
}

// named is what a name is made of.
type named struct{ subject, code, modifiers string }

func naming(o Reading, e recording.Event) named {
	n := named{code: e.Code}
	if o.WithSubject {
		n.subject = e.Subject
	}
	if o.WithModifiers {
		n.modifiers = e.Modifiers
	}
	return n
}

// names of all that is read, sorted, and their places.
func (o Reading) names(events []recording.Event) ([]string, map[named]int) {
	place := map[named]int{}
	var all []string
	for _, e := range events {
		if n := naming(o, e); o.takes(e) {
			if _, ok := place[n]; !ok {
				place[n] = 0
				all = append(all, o.name(e))
			}
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	for n := range place {
		name := o.name(recording.Event{Subject: n.subject, Code: n.code, Modifiers: n.modifiers})
		place[n], _ = slices.BinarySearch(all, name)
	}
	return all, place
}

func inOrderMet(events []recording.Event, o Reading) []string {
	seen := map[string]bool{}
	var out []string
	for _, e := range events {
		if o.takes(e) && !seen[e.Subject] {
			seen[e.Subject] = true
			out = append(out, e.Subject)
		}
	}
	return out
}

// situations walks through the marks of one stream.
type situations struct {
	names   []string
	running []int             // how many of each name are running
	on      []int             // the names running, sorted
	texts   map[string]string // each situation's text once
	buffer  []byte
}

func (w *situations) walk(marks []mark, together int64) []string {
	slices.SortStableFunc(marks, func(a, b mark) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.what, b.what))
	})
	clear(w.running)
	w.on = w.on[:0]
	out := make([]string, 0, len(marks))
	changed, since, before := false, int64(0), ""
	settle := func() {
		if now := w.text(-1); changed && now != before && now != "" {
			out = append(out, now)
		}
		changed = false
	}
	for _, m := range marks {
		if changed && (m.what == moment || m.at > since+together) {
			settle()
		}
		if m.what == moment {
			out = append(out, w.text(m.name))
			continue
		}
		if !changed {
			changed, since, before = true, m.at, w.text(-1)
		}
		if m.what == starts {
			w.start(m.name)
		} else {
			w.stop(m.name)
		}
	}
	settle()
	return out
}

func (w *situations) start(name int) {
	if w.running[name]++; w.running[name] == 1 {
		i, _ := slices.BinarySearch(w.on, name)
		w.on = slices.Insert(w.on, i, name)
	}
}

func (w *situations) stop(name int) {
	if w.running[name]--; w.running[name] == 0 {
		i, _ := slices.BinarySearch(w.on, name)
		w.on = slices.Delete(w.on, i, i+1)
	}
}

// text of what is running, and of a moment in it unless that is below 0.
func (w *situations) text(moment int) string {
	w.buffer = w.buffer[:0]
	for _, name := range w.on {
		w.buffer = append(w.buffer, w.names[name]...)
		w.buffer = append(w.buffer, '+')
	}
	if moment >= 0 {
		w.buffer = append(w.buffer, w.names[moment]...)
	} else if len(w.buffer) > 0 {
		w.buffer = w.buffer[:len(w.buffer)-1]
	}
	text, ok := w.texts[string(w.buffer)]
	if !ok {
		text = string(w.buffer)
		w.texts[text] = text
	}
	return text
}

// BehaviourString is what one subject did, as BORIS writes it.
type BehaviourString struct {
	Subject string   // "" for nobody in particular
	Parts   []string // of the string, in order
}

// Text joins the parts by "|".
func (s BehaviourString) Text() string { return strings.Join(s.Parts, "|") }

// BehaviourStrings reads a recording as BORIS 9.12.3 does, only to compare with
// its results: a point gives the running states in the order in which they
// began and then itself; a beginning gives the running states sorted; an end
// those that remain, sorted, or nothing where none does. One situation can so
// have two names; use Concurrent for our own analysis. Pauses are not looked at.
// Marks of one instant are taken in order of code, ends first.
//
// One string for every subject that has events, in order of its name; of o only
// Subjects, Codes and WithModifiers are used.
func BehaviourStrings(r recording.Recording, o Reading) []BehaviourString {
	o.WithSubject = false
	type change struct {
		mark
		code, name string
	}
	marks := map[string][]change{}
	for _, e := range r.Events {
		c := change{mark{at: e.Onset, what: moment}, e.Code, o.name(e)}
		switch {
		case !o.takes(e):
		case e.Kind == recording.Point:
			marks[e.Subject] = append(marks[e.Subject], c)
		case e.Offset > e.Onset:
			c.what = starts
			end := c
			end.at, end.what = e.Offset, stops
			marks[e.Subject] = append(marks[e.Subject], c, end)
		}
	}
	var out []BehaviourString
	for subject, m := range marks {
		slices.SortStableFunc(m, func(a, b change) int {
			return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.code, b.code), cmp.Compare(a.what, b.what))
		})
		s := BehaviourString{Subject: subject}
		var running []string // in the order in which they began
		for _, c := range m {
			switch c.what {
			case moment:
				s.Parts = append(s.Parts, strings.Join(append(slices.Clip(running), c.name), "+"))
				continue
			case starts:
				running = append(running, c.name)
			case stops:
				i := slices.Index(running, c.name)
				running = slices.Delete(running, i, i+1)
			}
			if len(running) > 0 {
				s.Parts = append(s.Parts, strings.Join(slices.Sorted(slices.Values(running)), "+"))
			}
		}
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b BehaviourString) int { return cmp.Compare(a.Subject, b.Subject) })
	return out
}

// BehaviourTransitions counts what follows what in behaviour strings, each
// subject by itself and then all together.
func BehaviourTransitions(strings []BehaviourString) *Counts {
	parts := make([][]string, len(strings))
	for i, s := range strings {
		parts[i] = s.Parts
	}
	return Count(parts)
}
