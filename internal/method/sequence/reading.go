package sequence

import (
	"math"
	"slices"

	"samspil/internal/recording"
)

// Reading says what of a recording is read, and by what names.
type Reading struct {
	Subjects, Codes []string // only these; nil for all
	// EachSubject reads every subject as a sequence of its own; otherwise all are
	// read together, in order of time.
	EachSubject bool
	WithSubject bool // "child/P1" for "P1"; an event of nobody keeps its code
	// WithModifiers puts the modifiers after the code: "P1&loud"; a code without
	// any stays as it is.
	WithModifiers bool
	// Together is how many milliseconds changes of running states may lie apart
	// and still be one change, in Concurrent: 0 in recordings of our own, 4 for those of
	// programs that end one state a moment before the next.
	Together int64
}

// takes tells whether an event is among what is read.
func (o Reading) takes(e recording.Event) bool {
	return (o.Codes == nil || slices.Contains(o.Codes, e.Code)) &&
		(o.Subjects == nil || slices.Contains(o.Subjects, e.Subject))
}

func (o Reading) name(e recording.Event) string {
	name := e.Code
	if o.WithModifiers && e.Modifiers != "" {
		name += "&" + e.Modifiers
	}
	if o.WithSubject && e.Subject != "" {
		name = e.Subject + "/" + name
	}
	return name
}

// stream is the number of the sequence an event belongs to within its segment.
func (o Reading) stream(e recording.Event) string {
	if o.EachSubject {
		return e.Subject
	}
	return ""
}

// Onsets reads a recording as sequences of what began: points and the beginnings
// of states, in order of time, one sequence for every segment (and subject,
// where each is read alone). They come in order of segment, then of the subject's
// first event; empty ones are left out.
func Onsets(r recording.Recording, o Reading) [][]string {
	type key struct {
		segment int
		stream  string
	}
	spans := segments(r)
	at := map[key]int{}
	var keys []key
	var out [][]string
	for _, e := range r.Events {
		if !o.takes(e) {
			continue
		}
		k := key{home(spans, e, 0), o.stream(e)}
		if k.segment < 0 {
			continue
		}
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			keys, out = append(keys, k), append(out, nil)
		}
		out[i] = append(out[i], o.name(e))
	}
	return bySegment(out, func(i int) int { return keys[i].segment })
}

func bySegment(sequences [][]string, segment func(i int) int) [][]string {
	order := make([]int, len(sequences))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return segment(a) - segment(b) })
	out := make([][]string, len(sequences))
	for i, from := range order {
		out[i] = sequences[from]
	}
	return out
}

var unlimited = []recording.Span{{From: math.MinInt64, To: math.MaxInt64}}

// segments of a recording; one without end where none are known.
func segments(r recording.Recording) []recording.Span {
	if len(r.Segments) > 0 {
		return r.Segments
	}
	return unlimited
}

// home is the segment, from that one on, in which an event begins, -1 when it
// begins in a pause. A moment belongs to the first segment that holds it, both
// ends included; a state to the one in which its first millisecond lies.
func home(spans []recording.Span, e recording.Event, from int) int {
	for i := from; i < len(spans) && spans[i].From <= e.Onset; i++ {
		if e.Onset < spans[i].To || e.Onset == spans[i].To && e.Duration() == 0 {
			return i
		}
	}
	return -1
}
