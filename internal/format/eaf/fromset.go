package eaf

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"samspil/internal/fault"
	"samspil/internal/recording"
)

// pointLength is how long a point is drawn at most, in milliseconds: ELAN has no
// annotation without length.
const pointLength = 100

// Options for what is written.
type Options struct {
	// Recording is the id of the one to write; "" is enough when there is one only,
	// since an ELAN file is about one.
	Recording string
	At        time.Time // when the file is made; the zero time stands as 1970
	Author    string    // "" becomes "Samspil"; never a family's name
	Comments  bool      // free words are family data and only go along when asked for
}

// FromSet makes a document of one recording: a tier per subject, code and kind,
// and more of them where events of one tier would overlap. A point becomes an
// annotation of 100 ms, or shorter up to the next of its tier, at least 1 ms.
// Modifiers and comments stand on tiers that refer, and what was observed on a
// tier of its own. What the format has no place for is in the notes.
func FromSet(set recording.Set, o Options) (Document, []recording.Note, error) {
	r, err := choose(set, o.Recording)
	if err != nil {
		return Document{}, nil, err
	}
	w := maker{options: o, recording: r}
	w.shift()
	w.tiers()
	w.observed()
	w.header()
	if n := len(r.Unpaired); n > 0 {
		w.note("unpaired_state", strconv.Itoa(n)+" marks of states without a beginning or an end are not written.")
	}
	if len(r.Groups) > 0 {
		w.note("groups", "The recording's groups are not written; the format has no place for them.")
	}
	w.doc.resolve(func(string, string) {})
	return w.doc, w.notes, nil
}

func choose(set recording.Set, id string) (recording.Recording, error) {
	for _, r := range set.Recordings {
		if r.ID != id && (id != "" || len(set.Recordings) > 1) {
			continue
		}
		if r.Clock == recording.Order {
			return r, fault.New(fault.Invalid, "eaf.order")
		}
		return r, nil
	}
	switch {
	case id != "":
		return recording.Recording{}, fault.New(fault.NotFound, "eaf.recording")
	case len(set.Recordings) == 0:
		return recording.Recording{}, fault.New(fault.Invalid, "eaf.nothing")
	}
	return recording.Recording{}, fault.New(fault.Invalid, "eaf.several", fault.Args{"n": len(set.Recordings)})
}

type maker struct {
	options   Options
	recording recording.Recording
	doc       Document
	notes     []recording.Note
	ids       int
	names     []string
	earlier   int64
}

func (w *maker) note(name, text string) {
	w.notes = append(w.notes, recording.Note{Name: name, Where: w.recording.ID, Text: text})
}

// shift moves a recording that begins before 0 or ends beyond what the format can
// hold, such as one timed by the clock.
func (w *maker) shift() {
	r := w.recording
	first, last := int64(0), int64(0)
	for i, e := range r.Events {
		if i == 0 {
			first, last = e.Onset, e.Offset
		}
		first, last = min(first, e.Onset), max(last, e.Offset)
	}
	for i, s := range r.Segments {
		if i == 0 && len(r.Events) == 0 {
			first, last = s.From, s.To
		}
		first, last = min(first, s.From), max(last, s.To)
	}
	if first < 0 || last > latest-pointLength {
		w.earlier = first
		w.note("shifted", "The times were moved so that the recording begins at 0; "+strconv.FormatInt(first, 10)+" ms were taken off.")
	}
}

// lane is a row of annotations that do not overlap.
type lane struct {
	subject, code string
	kind          recording.Kind
	events        []recording.Event
}

// lanes puts every event on a row with others of its subject, code and kind.
func lanes(events []recording.Event) []lane {
	type key struct {
		subject, code string
		kind          recording.Kind
	}
	rows := map[key][]int{}
	var out []lane
	sorted := slices.Clone(events)
	slices.SortStableFunc(sorted, func(a, b recording.Event) int { return cmp.Compare(a.Onset, b.Onset) })
	for _, e := range sorted {
		k := key{e.Subject, e.Code, e.Kind}
		placed := false
		for _, i := range rows[k] {
			last := out[i].events[len(out[i].events)-1]
			if e.Onset > last.Onset && e.Onset >= last.Offset {
				out[i].events, placed = append(out[i].events, e), true
				break
			}
		}
		if !placed {
			rows[k] = append(rows[k], len(out))
			out = append(out, lane{e.Subject, e.Code, e.Kind, []recording.Event{e}})
		}
	}
	slices.SortStableFunc(out, func(a, b lane) int {
		return cmp.Or(cmp.Compare(a.subject, b.subject), cmp.Compare(a.code, b.code), cmp.Compare(a.kind, b.kind))
	})
	return out
}

func (w *maker) tiers() {
	estimated := 0
	for _, l := range lanes(w.recording.Events) {
		t := Tier{ID: w.name(l), Type: StateType, Participant: l.subject}
		if l.kind == recording.Point {
			t.Type = PointType
		}
		modifiers := Tier{ID: t.ID + " · modifiers", Type: ModifiersType, Participant: l.subject, Parent: t.ID}
		comments := Tier{ID: t.ID + " · comments", Type: CommentType, Participant: l.subject, Parent: t.ID}
		for i, e := range l.events {
			to := e.Offset
			if l.kind == recording.Point {
				to = e.Onset + pointLength
				if i+1 < len(l.events) {
					to = min(to, l.events[i+1].Onset)
				}
			}
			a := w.annotation(e.Code, e.Onset, max(to, e.Onset+1))
			t.Annotations = append(t.Annotations, a)
			if e.Modifiers != "" {
				modifiers.Annotations = append(modifiers.Annotations, w.about(a, e.Modifiers))
			}
			if e.Comment != "" && w.options.Comments {
				comments.Annotations = append(comments.Annotations, w.about(a, e.Comment))
			}
			if e.Estimated {
				estimated++
			}
		}
		w.doc.Tiers = append(w.doc.Tiers, t)
		for _, more := range []Tier{modifiers, comments} {
			if len(more.Annotations) > 0 {
				w.doc.Tiers = append(w.doc.Tiers, more)
			}
		}
	}
	if estimated > 0 {
		w.note("estimated", strconv.Itoa(estimated)+" times were estimated and are written as if they had been recorded.")
	}
}

// name of a row's tier: subject and code, and a number where it is taken.
func (w *maker) name(l lane) string {
	base := l.code
	if l.subject != "" {
		base = l.subject + " " + l.code
	}
	name := base
	for n := 2; slices.Contains(w.names, name); n++ {
		name = base + " " + strconv.Itoa(n)
	}
	w.names = append(w.names, name)
	return name
}

func (w *maker) annotation(value string, from, to int64) Annotation {
	w.ids++
	id := strconv.Itoa(w.ids)
	a := Annotation{ID: "a" + id, Value: value, Slot1: "ts" + id + "b", Slot2: "ts" + id + "e"}
	w.doc.Slots = append(w.doc.Slots, Slot{ID: a.Slot1, Time: from - w.earlier, Timed: true}, Slot{ID: a.Slot2, Time: to - w.earlier, Timed: true})
	return a
}

func (w *maker) about(a Annotation, value string) Annotation {
	w.ids++
	return Annotation{ID: "a" + strconv.Itoa(w.ids), Value: value, Refers: a.ID}
}

// observed writes the stretches that were observed; what lies between is pause.
func (w *maker) observed() {
	if len(w.recording.Segments) == 0 {
		return
	}
	t := Tier{ID: w.name(lane{code: "observed"}), Type: ObservedType}
	for _, s := range w.recording.Segments {
		t.Annotations = append(t.Annotations, w.annotation("", s.From, s.To))
	}
	w.doc.Tiers = append(w.doc.Tiers, t)
}

// header adds what the schema demands around the tiers.
func (w *maker) header() {
	d := &w.doc
	d.Format, d.Author, d.Date = "3.0", w.options.Author, "1970-01-01T00:00:00Z"
	if d.Author == "" {
		d.Author = "Samspil"
	}
	if !w.options.At.IsZero() {
		d.Date = w.options.At.Format(time.RFC3339)
	}
	d.Before = []Element{{Name: "HEADER", Attributes: []Attribute{{"MEDIA_FILE", ""}, {"TIME_UNITS", "milliseconds"}}}}
	slices.SortStableFunc(d.Slots, func(a, b Slot) int { return cmp.Compare(a.Time, b.Time) })
	for _, name := range []string{StateType, PointType, ObservedType, ModifiersType, CommentType} {
		used := slices.ContainsFunc(d.Tiers, func(t Tier) bool { return t.Type == name })
		if !used {
			continue
		}
		e := Element{Name: "LINGUISTIC_TYPE", Attributes: []Attribute{{"LINGUISTIC_TYPE_ID", name}, {"TIME_ALIGNABLE", "true"}, {"GRAPHIC_REFERENCES", "false"}}}
		if name == ModifiersType || name == CommentType {
			e.Attributes[1].Value = "false"
			e.Attributes = append(e.Attributes, Attribute{"CONSTRAINTS", "Symbolic_Association"})
		}
		d.After = append(d.After, e)
	}
	d.After = append(d.After, Element{Name: "CONSTRAINT", Attributes: []Attribute{{"STEREOTYPE", "Symbolic_Association"}, {"DESCRIPTION", "1-1 association with a parent annotation"}}})
}
