package sdis

import (
	"strconv"
	"strings"

	"samspil/internal/recording"
)

// Set gives the file in the form that all methods work on: one recording per
// sequence, since sequences are never joined. Its id is the unit's label, with
// the number of the sequence where there are several; its groups are the unit's
// conditions.
//
// Without times the clock is Order and the segment runs from 0 to the number of
// places, moments or intervals. In timed data a code written without an end is a
// point; a state that ends where it begins has no length and becomes a point too,
// which Notes say. Nobody in particular is the subject, unless Samspil wrote the
// file and named its groups by subject.
func (f File) Set() recording.Set {
	set := recording.Set{Notes: f.Notes}
	subject := map[string]string{}
	for _, c := range f.Codes {
		if f.GroupsAreSubjects {
			subject[c.Name] = c.Group
		}
	}
	ids := map[string]bool{}
	for n, u := range f.Units {
		for i, s := range u.Sequences {
			r := f.recording(u, s, subject)
			r.ID = u.name(n)
			if len(u.Sequences) > 1 {
				r.ID += " #" + strconv.Itoa(i+1)
			}
			for base, k := r.ID, 2; ids[r.ID]; k++ {
				r.ID = base + " (" + strconv.Itoa(k) + ")"
			}
			ids[r.ID] = true
			set.Recordings = append(set.Recordings, r)
		}
	}
	f.declare(&set)
	return set
}

// name of the unit: its label, or "unit 3".
func (u Unit) name(n int) string {
	if label := strings.Join(strings.Fields(u.Label), " "); label != "" {
		return label
	}
	return "unit " + strconv.Itoa(n+1)
}

func (f File) recording(u Unit, s Sequence, subject map[string]string) recording.Recording {
	r := recording.Recording{Type: strings.ToUpper(string(f.Type[:1])) + string(f.Type[1:]), Clock: recording.Milliseconds}
	if !f.Type.HasTimes() {
		r.Clock = recording.Order
	}
	if s.Start < s.End {
		r.Segments = []recording.Span{{From: s.Start, To: s.End}}
	}
	for _, level := range u.Conditions {
		if r.Groups == nil {
			r.Groups = map[string]string{}
		}
		r.Groups[f.factorOf(level, r.Groups)] = level
	}
	r.Events = make([]recording.Event, len(s.Events))
	for i, h := range s.Events {
		e := recording.Event{Subject: subject[h.Code], Code: h.Code, Kind: recording.State, Onset: h.Onset, Offset: h.Offset}
		if h.Momentary || h.Offset == h.Onset {
			e.Kind, e.Offset = recording.Point, h.Onset
		}
		r.Events[i] = e
	}
	r.Sort()
	return r
}

// factorOf names the factor that a level belongs to, the first that is not
// taken; a level of no factor gets a name by its place.
func (f File) factorOf(level string, taken map[string]string) string {
	for _, factor := range f.Factors {
		if _, used := taken[factor.Name]; used {
			continue
		}
		for _, l := range factor.Levels {
			if l.Name == level {
				return factor.Name
			}
		}
	}
	return "condition " + strconv.Itoa(len(taken)+1)
}

// declare lists the codes of the head, each as the kind it has in the data.
func (f File) declare(set *recording.Set) {
	states := map[string]bool{}
	for _, r := range set.Recordings {
		for _, e := range r.Events {
			if e.Kind == recording.State {
				states[e.Code] = true
			}
		}
	}
	subjects := map[string]bool{}
	for _, c := range f.Codes {
		kind := recording.Point
		if states[c.Name] {
			kind = recording.State
		}
		set.Codes = append(set.Codes, recording.Code{Name: c.Name, Kind: kind, Description: c.Long, Category: c.Group})
		if f.GroupsAreSubjects && c.Group != "" && !subjects[c.Group] {
			subjects[c.Group] = true
			set.Subjects = append(set.Subjects, c.Group)
		}
	}
}
