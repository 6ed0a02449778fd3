package indicator

import (
	"cmp"
	"slices"

	"samspil/internal/recording"
	"samspil/internal/scheme"
)

// code is one of the sixteen, or none.
type code int

const (
	none code = iota
	initiative
	contact
	accepts
	withdraws
	joy
	distress
	follows
	names
	soothes
	frames
	invites
	takesOver
	rejects
	unavailable
	focus
	support
	end
)

// texts are the names of the codes in the scheme that comes with Samspil.
var texts = [end]string{
	"", "B-INI", "B-KON", "B-SVA", "B-AFV", "B-GLÆ", "B-UTR", "F-FØL", "F-ORD", "F-TRØ",
	"F-RAM", "F-INV", "F-OVE", "F-NEG", "F-FRA", "D-FÆL", "K-STØ",
}

var (
	bids      = []code{initiative, contact}
	responses = []code{follows, names, soothes}
)

// Coding says how the codes of a recording are to be understood.
type Coding struct {
	Settings scheme.Settings
	// As maps a recording's code to one of the sixteen of the shipped scheme, "" for
	// none; nil when they are the sixteen.
	As func(code string) string
	// Has are those of the sixteen that the coder could use; nil means all. When
	// recordings of different sets are pooled, it holds what they have in common.
	// Codes that it does not hold are not counted, should they stand in a recording.
	Has map[string]bool
}

// CodingOf a scheme; live when the recording was made with its live set only.
func CodingOf(s scheme.Scheme, live bool) Coding {
	as := func(name string) string {
		c, _ := s.Code(name)
		return c.As
	}
	has := map[string]bool{}
	for _, c := range s.Codes {
		if c.As != "" && (c.Live || !live) {
			has[c.As] = true
		}
	}
	return Coding{Settings: s.Settings, As: as, Has: has}
}

// need is a condition of an indicator: at least one of these codes.
type need []code

// basis of an indicator that uses these codes and cannot do without the needs.
func (c Coding) basis(uses []code, needs ...need) Basis {
	var b Basis
	if c.Has == nil {
		return b
	}
	for _, u := range uses {
		if !c.Has[texts[u]] {
			b.Without = append(b.Without, texts[u])
		}
	}
	for _, n := range needs {
		if !slices.ContainsFunc(n, func(c2 code) bool { return c.Has[texts[c2]] }) {
			b.Missing = NoCodes
		}
	}
	return b
}

// mark is a moment, or the beginning of a stretch, inside an observed segment.
type mark struct {
	at    int64
	code  code
	event *recording.Event
}

// segment is one observed stretch with what was coded in it, in order of time,
// then of entry.
type segment struct {
	recording, place int
	from, to         int64
	marks            []mark
	distress         []*recording.Event // of the whole recording, in order of onset
	bouts            []*recording.Event // of shared focus, of the whole recording
}

// left is the observed time after an instant.
func (s *segment) left(at int64) int64 { return s.to - at }

// within are the marks later than from and not later than to.
func (s *segment) within(from, to int64) []mark {
	after := func(m mark, at int64) int {
		if m.at <= at {
			return -1
		}
		return 1
	}
	i, _ := slices.BinarySearchFunc(s.marks, from, after)
	j, _ := slices.BinarySearchFunc(s.marks, to, after)
	return s.marks[i:max(i, j)]
}

// first of the codes among marks; nil when there is none.
func first(marks []mark, codes ...code) *mark {
	for i := range marks {
		if slices.Contains(codes, marks[i].code) {
			return &marks[i]
		}
	}
	return nil
}

// segments reads recordings; those without times are left out.
func (c Coding) segments(recordings []recording.Recording) []segment {
	known := map[string]code{}
	for i := initiative; i < end; i++ {
		known[texts[i]] = i
	}
	seen := map[string]code{}
	translate := func(text string) code {
		found, ok := seen[text]
		if !ok {
			as := text
			if c.As != nil {
				as = c.As(text)
			}
			if c.Has == nil || c.Has[as] {
				found = known[as]
			}
			seen[text] = found
		}
		return found
	}
	var out []segment
	for i, r := range recordings {
		if r.Clock != recording.Order {
			out = append(out, read(i, r, translate)...)
		}
	}
	return out
}

func read(number int, r recording.Recording, translate func(string) code) []segment {
	spans := r.Observed()
	out := make([]segment, len(spans))
	for i, s := range spans {
		out[i] = segment{recording: number, place: i, from: s.From, to: s.To}
	}
	events := inOrder(r.Events)
	var cries, bouts []*recording.Event
	for i := range events {
		e := &events[i]
		c := translate(e.Code)
		switch c {
		case none:
			continue
		case distress:
			cries = append(cries, e)
		case focus:
			bouts = append(bouts, e)
		}
		if at := recording.Segment(spans, e.Onset); at >= 0 {
			out[at].marks = append(out[at].marks, mark{e.Onset, c, e})
		}
	}
	for i := range out {
		out[i].distress, out[i].bouts = cries, bouts
	}
	return out
}

// inOrder sorts a copy when the events are not in order of onset.
func inOrder(events []recording.Event) []recording.Event {
	byOnset := func(a, b recording.Event) int { return cmp.Compare(a.Onset, b.Onset) }
	if slices.IsSortedFunc(events, byOnset) {
		return events
	}
	events = slices.Clone(events)
	slices.SortStableFunc(events, byOnset)
	return events
}
