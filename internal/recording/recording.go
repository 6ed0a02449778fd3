// Package recording is what somebody wrote down while watching: moments and
// stretches on a time line, by whom or about whom, and the pauses in between. It
// is the one form in which coded interplay is kept, computed from and exchanged,
// whether it was tapped on a phone, typed at a desk or came in a file from
// another program.
//
// Times are whole milliseconds from the start of the recording. A state covers
// the half-open stretch from its onset to its offset; a point has one time. What
// has a beginning and no end is not an event: it is listed as unpaired until
// somebody decides, so that nothing is guessed in silence.
package recording

import (
	"cmp"
	"math"
	"slices"
)

// Kind tells a moment from a stretch.
type Kind string

// The kinds.
const (
	Point Kind = "point"
	State Kind = "state"
)

// Clock says what the times of a recording are.
type Clock string

// The clocks. With Order there are no times at all: an event's onset is its
// place in the sequence, or the number of its interval or moment, from 0.
const (
	Milliseconds Clock = "milliseconds"
	Order        Clock = "order"
)

// NoSubject is what an event without a subject is shown as in results that
// other programs can be compared with.
const NoSubject = "No focal subject"

// Event is one coded thing.
type Event struct {
	Subject   string // whose it is; "" when nobody in particular
	Code      string
	Modifiers string // further marks, as one text; "" when none
	Kind      Kind
	Onset     int64  // milliseconds, or the place in the order
	Offset    int64  // a state's end, later than Onset; equal to Onset for a point
	Comment   string // free words: family data, never exported without being asked for
	Estimated bool   // the time was worked out from the neighbours, not recorded
}

// Duration of an event in milliseconds, 0 for a point.
func (e Event) Duration() int64 { return e.Offset - e.Onset }

// Mark names a state that began and never ended, or ended without a beginning.
type Mark struct {
	Subject, Code, Modifiers string
	At                       int64 // where the mark without a partner stands
}

// Span is a stretch of time with From < To.
type Span struct{ From, To int64 }

// Length in milliseconds.
func (s Span) Length() int64 { return s.To - s.From }

// Recording is one observation by one person.
type Recording struct {
	ID          string // unique in its file; never a personal name
	Description string
	Type        string // as the file calls it: "LIVE", "MEDIA", "Timed", "Event", …
	Clock       Clock  // "" means Milliseconds
	// Groups are labels the file gives the recording, such as conditions.
	Groups map[string]string
	// Segments are the stretches that were observed, in order and not
	// overlapping; what lies between them is pause. None: nothing is known of
	// pauses, and the whole recording counts (see Observed).
	Segments []Span
	// Events in order of onset, then of entry.
	Events   []Event
	Unpaired []Mark
}

// Observed are the segments, or where none are given the stretch from the first
// onset to the last end, which is empty for a recording without extent.
func (r Recording) Observed() []Span {
	if len(r.Segments) > 0 {
		return r.Segments
	}
	if len(r.Events) == 0 {
		return nil
	}
	whole := Span{math.MaxInt64, math.MinInt64}
	for _, e := range r.Events {
		whole.From, whole.To = min(whole.From, e.Onset), max(whole.To, e.Offset)
	}
	if whole.From == whole.To {
		return nil
	}
	return []Span{whole}
}

// Length is the observed time in milliseconds, pauses left out.
func (r Recording) Length() int64 {
	var sum int64
	for _, s := range r.Observed() {
		sum += s.Length()
	}
	return sum
}

// Sort puts the events in order of onset; those of one instant keep the order in
// which they stood.
func (r *Recording) Sort() {
	slices.SortStableFunc(r.Events, func(a, b Event) int { return cmp.Compare(a.Onset, b.Onset) })
}

// Segment tells in which of spans an instant lies: the first that holds it, both
// ends included; -1 when it lies in none.
func Segment(spans []Span, at int64) int {
	for i, s := range spans {
		if s.From <= at && at <= s.To {
			return i
		}
	}
	return -1
}

// Within is the part of the stretch from onset to offset that lies in spans, in
// milliseconds.
func Within(spans []Span, onset, offset int64) int64 {
	var sum int64
	for _, s := range spans {
		if from, to := max(onset, s.From), min(offset, s.To); from < to {
			sum += to - from
		}
	}
	return sum
}

// Code is a code that a file declares.
type Code struct {
	Name        string
	Kind        Kind
	Description string
	Category    string
	Excludes    []string // codes that this one ends
}

// Note is something a reader or writer noticed: a code that was not declared, a
// state without an end, a thing the other format has no place for. Nothing is
// left out without one.
type Note struct {
	Name  string // stable, such as "unpaired_state"; the words are found by it
	Where string // where in the file: an observation, a line; never a personal name
	Text  string // the note in English, for the command line
}

// MostNotes is how many notes of one kind a reader gives; more would help nobody.
const MostNotes = 200

// Noticed counts the notes of each kind while a file is read.
type Noticed map[string]int

// Note counts one more of its kind. It comes back as it is to be told; the last one
// told says that there are more. False: there were enough.
func (n Noticed) Note(note Note) (Note, bool) {
	n[note.Name]++
	if n[note.Name] == MostNotes {
		note = Note{Name: note.Name, Text: "There are more of the same kind, which are not listed."}
	}
	return note, n[note.Name] <= MostNotes
}

// Set is what one file holds.
type Set struct {
	Codes      []Code   // declared, in the file's order
	Subjects   []string // declared, in the file's order
	Recordings []Recording
	Notes      []Note
}

// KindOf is the declared kind of a code; for one that was not declared, the kind
// of the events that carry it, Point when there are none.
func (s Set) KindOf(code string) Kind {
	for _, c := range s.Codes {
		if c.Name == code {
			return c.Kind
		}
	}
	for _, r := range s.Recordings {
		for _, e := range r.Events {
			if e.Code == code {
				return e.Kind
			}
		}
	}
	return Point
}

// Millis turns seconds into whole milliseconds: the exact value of the number,
// rounded to three decimals, halves to the even neighbour.
func Millis(seconds float64) int64 { return int64(exactThousandths(seconds)) }

// Seconds is the reverse of Millis.
func Seconds(ms int64) float64 { return float64(ms) / 1000 }

// exactThousandths rounds the exact binary value: multiplying by 1000 first could
// land on a half that is none.
func exactThousandths(s float64) float64 {
	r := math.RoundToEven(s * 1000)
	// fma gives the sign of the exact difference between s·1000 and the halves on
	// both sides of r.
	if d := math.FMA(s, 1000, -(r + 0.5)); d > 0 || d == 0 && math.Mod(r, 2) != 0 {
		return r + 1
	}
	if d := math.FMA(s, 1000, -(r - 0.5)); d < 0 || d == 0 && math.Mod(r, 2) != 0 {
		return r - 1
	}
	return r
}
