package sdis

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"samspil/internal/fault"
	"samspil/internal/recording"
)

// Options for what is written.
type Options struct {
	// Type is Timed or Event; "" writes recordings with times as Timed, others as
	// what they were.
	Type Type
	// Name gives a code the name that the file uses; nil uses ASCII, and so does a
	// name that the format cannot hold.
	Name func(code string) string
	// Label names the unit of a recording, its number from 0; nil numbers them. It
	// must not be a person's name.
	Label func(n int, r recording.Recording) string
	// Groups are the groups of the recordings that become conditions.
	Groups []string
}

// FromSet makes a file of recordings: a unit per recording, a sequence per
// segment that was observed, a stream per subject, so that the file's groups are
// the subjects. States are cut to the segments. What the format has no place for
// is in the notes.
func FromSet(set recording.Set, o Options) (File, []recording.Note, error) {
	m := maker{options: o, set: set, names: map[owned]string{}, taken: map[string]bool{}}
	if err := m.choose(); err != nil {
		return File{}, nil, err
	}
	m.codes()
	m.factors()
	for n, r := range set.Recordings {
		m.recording(n, r)
	}
	m.tell()
	return m.file, m.notes, nil
}

// owned is a code of one subject: the format knows whose a code is by its name
// only.
type owned struct{ subject, code string }

type maker struct {
	options  Options
	set      recording.Set
	file     File
	notes    []recording.Note
	names    map[owned]string
	taken    map[string]bool
	subjects []string
	renamed, modifiers, comments, cut,
	outside, estimated int
}

func (m *maker) note(name, where, text string) {
	m.notes = append(m.notes, recording.Note{Name: name, Where: where, Text: text})
}

// choose the type of the file.
func (m *maker) choose() error {
	types := map[Type]bool{}
	for _, r := range m.set.Recordings {
		switch t := Type(strings.ToLower(r.Type)); {
		case r.Clock != recording.Order:
			types[Timed] = true
		case t == Multievent || t == Interval:
			types[t] = true
		default:
			types[Event] = true
		}
	}
	switch {
	case m.options.Type == Event, len(types) == 0:
		m.file.Type = cmp.Or(m.options.Type, Event)
	case len(types) > 1:
		return fault.New(fault.Invalid, "sdis.mixed")
	case m.options.Type == Timed && !types[Timed]:
		return fault.New(fault.Invalid, "sdis.pattern")
	default:
		for t := range types {
			m.file.Type = t
		}
	}
	if m.file.Type == Timed {
		m.file.Unit = "seconds"
	}
	return nil
}

// codes names every code that occurs, first those declared, subject by subject.
func (m *maker) codes() {
	owners := map[string][]string{}
	var order []string
	add := func(code string) {
		if _, known := owners[code]; !known {
			owners[code] = nil
			order = append(order, code)
		}
	}
	for _, c := range m.set.Codes {
		add(c.Name)
	}
	m.subjects = slices.Clone(m.set.Subjects)
	for _, r := range m.set.Recordings {
		for _, e := range r.Events {
			add(e.Code)
			if !slices.Contains(owners[e.Code], e.Subject) {
				owners[e.Code] = append(owners[e.Code], e.Subject)
			}
			if !slices.Contains(m.subjects, e.Subject) {
				m.subjects = append(m.subjects, e.Subject)
			}
		}
	}
	for i, subject := range m.subjects {
		for _, code := range order {
			if !slices.Contains(owners[code], subject) {
				continue
			}
			name := m.name(code)
			if len(owners[code]) > 1 && subject != "" {
				name = ascii(subject) + "_" + name
			}
			for base, n := name, 2; m.taken[name]; n++ {
				name = base + "_" + strconv.Itoa(n)
			}
			if name != code {
				m.renamed++
			}
			m.taken[name], m.names[owned{subject, code}] = true, name
			m.file.Codes = append(m.file.Codes, Code{Name: name, Group: groupName(subject), Set: i + 1})
		}
	}
	m.file.GroupsAreSubjects = len(m.subjects) > 1 || len(m.subjects) == 1 && m.subjects[0] != ""
}

// groupName is a subject as the name of a group, which may hold blanks.
func groupName(subject string) string {
	words := strings.Fields(subject)
	for i := range words {
		words[i] = ascii(words[i])
	}
	return strings.Join(words, " ")
}

func (m *maker) name(code string) string {
	if m.options.Name != nil {
		if name := m.options.Name(code); name != "" && ascii(name) == name {
			return name
		}
	}
	return ascii(code)
}

// ascii spells a text with letters, digits and underscores alone, as the scheme
// does: B-GLÆ becomes BGLA.
func ascii(text string) string {
	var out strings.Builder
	for _, r := range text {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_'):
			out.WriteRune(r)
		case unicode.IsSpace(r):
			out.WriteByte('_')
		default:
			if i := slices.Index([]rune("ÆØÅæøåÄÖÜäöüÉéÈè"), r); i >= 0 {
				out.WriteByte("AOAaoaAOUaouEeEe"[i])
			}
		}
		if out.Len() >= MaxWord/2 {
			break
		}
	}
	if out.Len() == 0 {
		return "X"
	}
	return out.String()
}

// noLevel stands for a recording that does not have a group: left empty, it would
// be given the next one's.
const noLevel = "none"

func (m *maker) factors() {
	for _, group := range m.options.Groups {
		f := Factor{Name: ascii(group)}
		for _, r := range m.set.Recordings {
			if l := levelName(r, group); !slices.Contains(f.Levels, Level{Name: l}) {
				f.Levels = append(f.Levels, Level{Name: l})
			}
		}
		m.file.Factors = append(m.file.Factors, f)
	}
}

func levelName(r recording.Recording, group string) string {
	if value := r.Groups[group]; value != "" {
		return ascii(value)
	}
	return noLevel
}

func (m *maker) recording(n int, r recording.Recording) {
	u := Unit{Label: "recording " + strconv.Itoa(n+1)}
	if m.options.Label != nil {
		u.Label = m.options.Label(n, r)
	}
	for _, group := range m.options.Groups {
		u.Conditions = append(u.Conditions, levelName(r, group))
	}
	if k := len(r.Unpaired); k > 0 {
		m.note("unpaired_state", r.ID, strconv.Itoa(k)+" marks of states without a beginning or an end are not written.")
	}
	for _, e := range r.Events {
		m.modifiers += one(e.Modifiers != "")
		m.comments += one(e.Comment != "")
		m.estimated += one(e.Estimated)
	}
	switch {
	case m.file.Type == Event:
		u.Sequences = m.ordered(r)
	case m.file.Type == Timed:
		u.Sequences = m.timed(r)
	default:
		u.Sequences = m.slotted(r)
	}
	if len(u.Sequences) == 0 {
		m.note("nothing", r.ID, "The recording has no codes; only its label is written.")
	}
	m.file.Units = append(m.file.Units, u)
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// pieces are a recording's events by segment, states cut to it; what lies in no
// segment is counted.
func (m *maker) pieces(r recording.Recording) ([]recording.Span, [][]recording.Event) {
	spans := r.Observed()
	if len(spans) == 0 && len(r.Events) > 0 {
		spans = []recording.Span{{From: r.Events[0].Onset, To: r.Events[0].Onset}}
	}
	out := make([][]recording.Event, len(spans))
	for _, e := range r.Events {
		if e.Kind == recording.Point {
			if i := recording.Segment(spans, e.Onset); i >= 0 {
				out[i] = append(out[i], e)
			} else {
				m.outside++
			}
			continue
		}
		inside := 0
		for i, s := range spans {
			piece := e
			piece.Onset, piece.Offset = max(e.Onset, s.From), min(e.Offset, s.To)
			if piece.Onset < piece.Offset {
				out[i] = append(out[i], piece)
				m.cut += one(piece.Duration() < e.Duration())
				inside++
			}
		}
		m.outside += one(inside == 0)
	}
	for _, events := range out {
		slices.SortStableFunc(events, func(a, b recording.Event) int { return cmp.Compare(a.Onset, b.Onset) })
	}
	return spans, out
}

// timed makes a sequence per segment, with a stream per subject.
func (m *maker) timed(r recording.Recording) []Sequence {
	spans, pieces := m.pieces(r)
	earlier := int64(0)
	if len(spans) > 0 && spans[0].From < 0 || len(spans) > 0 && spans[len(spans)-1].To > MaxSeconds*1000 {
		earlier = spans[0].From
		m.note("shifted", r.ID, "The times were moved so that the recording begins at 0; "+strconv.FormatInt(earlier, 10)+" ms were taken off.")
	}
	var out []Sequence
	for i, s := range spans {
		seq := Sequence{Start: s.From - earlier, End: s.To - earlier}
		stream := int32(0)
		for _, subject := range m.subjects {
			found := false
			for _, e := range pieces[i] {
				if e.Subject != subject {
					continue
				}
				found = true
				h := Happening{Code: m.names[owned{e.Subject, e.Code}], Onset: e.Onset - earlier, Offset: e.Offset - earlier, Stream: stream}
				if e.Kind == recording.Point {
					h.Offset, h.Momentary = h.Onset+1000, true
				}
				seq.Events = append(seq.Events, h)
			}
			stream += int32(one(found))
		}
		out = append(out, seq)
	}
	return out
}

// ordered makes a sequence per segment of the codes in the order of their onsets.
func (m *maker) ordered(r recording.Recording) []Sequence {
	var out []Sequence
	_, pieces := m.pieces(r)
	for _, events := range pieces {
		var seq Sequence
		for _, e := range events {
			seq.Events = append(seq.Events, Happening{Code: m.names[owned{e.Subject, e.Code}], Onset: seq.End, Offset: seq.End})
			seq.End++
		}
		if seq.End > 0 {
			out = append(out, seq)
		}
	}
	return out
}

// slotted keeps moments and intervals as they were.
func (m *maker) slotted(r recording.Recording) []Sequence {
	var seq Sequence
	for _, s := range r.Segments {
		seq.End = max(seq.End, s.To)
	}
	for _, e := range r.Events {
		seq.Events = append(seq.Events, Happening{Code: m.names[owned{e.Subject, e.Code}], Onset: e.Onset, Offset: e.Onset})
		seq.End = max(seq.End, e.Onset+1)
	}
	if seq.End == 0 {
		return nil
	}
	return []Sequence{seq}
}

// tell says what was left out or changed.
func (m *maker) tell() {
	for _, c := range []struct {
		n          int
		name, text string
	}{
		{m.renamed, "renamed", "codes are written under another name, in ASCII."},
		{m.modifiers, "modifiers", "modifiers are not written; the format has no place for them."},
		{m.comments, "comments", "comments are not written; the format has no place for them."},
		{m.estimated, "estimated", "times were estimated and are written as if they had been recorded."},
		{m.cut, "cut", "pieces of states were cut at the border of a segment."},
		{m.outside, "outside", "events lie outside the stretches that were observed and are not written."},
	} {
		if c.n > 0 {
			m.note(c.name, "", strconv.Itoa(c.n)+" "+c.text)
		}
	}
	if len(m.options.Groups) == 0 && slices.ContainsFunc(m.set.Recordings, func(r recording.Recording) bool { return len(r.Groups) > 0 }) {
		m.note("groups", "", "The recordings' groups are not written; choose those that are to be conditions.")
	}
}
