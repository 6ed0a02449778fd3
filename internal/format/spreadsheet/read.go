package spreadsheet

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"samspil/internal/fault"
	"samspil/internal/recording"
)

// Flow is one recording as Stream hands it out: without events, which come from
// Events, once, in the order of the lines. Unpaired is filled as they are run
// through.
type Flow struct {
	Recording recording.Recording
	Events    iter.Seq[recording.Event]
}

// reader turns lines into events.
type reader struct {
	table   *table
	place   [len(columns)]int // of each column in the line, -1 none
	names   map[string]string // texts as written and as they are read
	last    [inModifiers + 1][]byte
	text    [inModifiers + 1]string
	comma   bool // numbers have a comma
	unknown int  // columns that nobody knows
}

func newReader(r io.Reader) (*reader, error) {
	in := &reader{table: newTable(r), names: map[string]string{}}
	head, err := in.table.head()
	if err != nil {
		return nil, err
	}
	for i := range in.place {
		in.place[i] = -1
	}
	if len(head) > mostColumn {
		return nil, in.table.fail("spreadsheet.columns")
	}
	for i, cell := range head {
		at := slices.Index(columns[:], strings.ToLower(strings.TrimSpace(decode(cell))))
		if at < 0 {
			in.unknown++
		} else if in.place[at] < 0 {
			in.place[at] = i
		}
	}
	if in.place[inCode] < 0 || in.place[inStart] < 0 {
		return nil, in.table.fail("spreadsheet.columns")
	}
	in.comma = in.table.separator != ','
	return in, nil
}

// line is one event as read.
type line struct {
	recording string
	event     recording.Event
	open      bool // a state without a stop
}

// next reads a line; ok = false at the end.
func (in *reader) next(l *line) (ok bool, err error) {
	cells, err := in.table.next()
	if err != nil || cells == nil {
		return false, err
	}
	if len(cells) > mostColumn {
		return false, in.bad("spreadsheet.cells")
	}
	for _, c := range [...]int{inRecording, inSubject, inCode, inKind, inModifiers} {
		if err := in.name(c, in.cell(cells, c)); err != nil {
			return false, err
		}
	}
	l.recording = in.text[inRecording]
	l.event = recording.Event{Subject: in.text[inSubject], Code: in.text[inCode], Modifiers: in.text[inModifiers]}
	if l.event.Code == "" {
		return false, in.bad("spreadsheet.code")
	}
	if comment := in.cell(cells, inComment); len(comment) > 0 {
		l.event.Comment = unguard(decode(comment))
	}
	var given bool
	if l.event.Onset, given = in.millis(in.cell(cells, inStart)); !given {
		return false, in.bad("spreadsheet.time")
	}
	return true, in.kind(l, in.cell(cells, inStop))
}

// kind settles whether a line is a point, a state or a state without a stop.
func (in *reader) kind(l *line, stop []byte) error {
	e := &l.event
	e.Offset, l.open = e.Onset, false
	if len(stop) > 0 {
		var given bool
		if e.Offset, given = in.millis(stop); !given || e.Offset < e.Onset {
			return in.bad("spreadsheet.time")
		}
	}
	switch kind := in.text[inKind]; {
	case strings.EqualFold(kind, "point"):
		e.Kind = recording.Point
		if e.Offset != e.Onset {
			return in.bad("spreadsheet.kind")
		}
	case strings.EqualFold(kind, "state"):
		e.Kind = recording.State
		l.open = e.Offset == e.Onset
	case kind != "":
		return in.bad("spreadsheet.kind")
	case e.Offset > e.Onset:
		e.Kind = recording.State
	default:
		e.Kind = recording.Point
	}
	return nil
}

func (in *reader) cell(cells [][]byte, column int) []byte {
	if at := in.place[column]; at >= 0 && at < len(cells) {
		return cells[at]
	}
	return nil
}

// name keeps one copy of every text that recurs. Most lines repeat the one before.
func (in *reader) name(column int, cell []byte) error {
	if string(cell) == string(in.last[column]) {
		return nil
	}
	text, known := in.names[string(cell)]
	if !known {
		if len(in.names) >= mostNames {
			return in.bad("spreadsheet.names", fault.Args{"max": mostNames})
		}
		text = unguard(decode(cell))
		in.names[string(cell)] = text
	}
	in.last[column] = append(in.last[column][:0], cell...)
	in.text[column] = text
	return nil
}

func (in *reader) bad(key string, args ...fault.Args) error {
	in.table.line-- // the line just taken
	return in.table.fail(key, args...)
}

// millis reads seconds by the rule of recording.Millis.
func (in *reader) millis(cell []byte) (int64, bool) {
	b := cell
	negative := len(b) > 0 && b[0] == '-'
	if negative {
		b = b[1:]
	}
	var whole int64
	i := 0
	for ; i < len(b) && b[i]-'0' < 10 && i < 13; i++ {
		whole = whole*10 + int64(b[i]-'0')
	}
	digits := i
	whole *= 1000
	if i < len(b) && (b[i] == '.' || in.comma && b[i] == ',') {
		i++
		for place := int64(100); i < len(b) && b[i]-'0' < 10 && place > 0; place /= 10 {
			whole += place * int64(b[i]-'0')
			i++
		}
	}
	if i != len(b) || digits == 0 || digits > 12 {
		return in.slowMillis(string(cell))
	}
	if negative {
		whole = -whole
	}
	return whole, true
}

func (in *reader) slowMillis(cell string) (int64, bool) {
	cell = strings.TrimSpace(cell)
	if in.comma {
		cell = strings.Replace(cell, ",", ".", 1)
	}
	v, err := strconv.ParseFloat(cell, 64)
	if err != nil || v-v != 0 || v > 1<<53/1000 || v < -(1<<53)/1000 {
		return 0, false
	}
	return recording.Millis(v), true
}

// Read reads a table whole, within MostBytes and MostRows. Lines of one recording
// may stand apart and in any order.
func Read(r io.Reader) (File, error) {
	in, err := newReader(&limited{src: r})
	if err != nil {
		return File{}, fmt.Errorf("read a table: %w", err)
	}
	b := builder{places: map[string]int{}, codes: map[string]bool{}, subjects: map[string]bool{}}
	var l line
	for rows := 1; ; rows++ {
		ok, err := in.next(&l)
		if err != nil {
			return File{}, fmt.Errorf("read a table: %w", err)
		}
		if !ok {
			break
		}
		if rows > MostRows {
			return File{}, in.bad("spreadsheet.rows", fault.Args{"max": MostRows})
		}
		b.add(&l)
	}
	return File{set: b.finish(in.unknown)}, nil
}

// limited stops a file that is too long for Read.
type limited struct {
	src io.Reader
	n   int64
}

func (l *limited) Read(b []byte) (int, error) {
	n, err := l.src.Read(b)
	if l.n += int64(n); l.n > MostBytes {
		return 0, fault.New(fault.Invalid, "spreadsheet.too-large", fault.Args{"max": MostBytes >> 20})
	}
	return n, err
}

// builder puts lines together.
type builder struct {
	set             recording.Set
	places          map[string]int
	codes, subjects map[string]bool
}

func (b *builder) add(l *line) {
	at, known := b.places[l.recording]
	if !known {
		at = len(b.set.Recordings)
		b.places[l.recording] = at
		b.set.Recordings = append(b.set.Recordings, recording.Recording{ID: l.recording, Type: "CSV", Clock: recording.Milliseconds})
	}
	e, r := &l.event, &b.set.Recordings[at]
	if !b.codes[e.Code] {
		b.codes[e.Code] = true
		b.set.Codes = append(b.set.Codes, recording.Code{Name: e.Code, Kind: e.Kind})
	}
	if e.Subject != "" && !b.subjects[e.Subject] {
		b.subjects[e.Subject] = true
		b.set.Subjects = append(b.set.Subjects, e.Subject)
	}
	if l.open {
		r.Unpaired = append(r.Unpaired, mark(e))
		return
	}
	r.Events = append(r.Events, *e)
}

func mark(e *recording.Event) recording.Mark {
	return recording.Mark{Subject: e.Subject, Code: e.Code, Modifiers: e.Modifiers, At: e.Onset}
}

func (b *builder) finish(unknown int) recording.Set {
	for i := range b.set.Recordings {
		r := &b.set.Recordings[i]
		r.Sort()
		if n := len(r.Unpaired); n > 0 && i < mostNotes {
			b.note("unpaired_state", r.ID, fmt.Sprintf("%d states start and never stop; they are left out until somebody says where they end", n))
		}
	}
	if unknown > 0 {
		b.note("unknown_column", "", fmt.Sprintf("%d columns have names that are not known here and were not read", unknown))
	}
	return b.set
}

func (b *builder) note(name, where, text string) {
	b.set.Notes = append(b.set.Notes, recording.Note{Name: name, Where: where, Text: text})
}

// Stream reads a table of any length, one recording after the other, holding one
// line at a time. The lines of a recording must stand together and in order of
// start; where they do not, the error names the line. When visit returns an error,
// Stream stops and returns it. What visit does not run through is skipped.
func Stream(r io.Reader, visit func(*Flow) error) error {
	in, err := newReader(r)
	if err != nil {
		return fmt.Errorf("read a table: %w", err)
	}
	s := &stream{reader: in, seen: map[string]bool{}}
	if s.more, err = in.next(&s.line); err != nil {
		return fmt.Errorf("read a table: %w", err)
	}
	for s.more {
		if err := s.recording(visit); err != nil {
			return err
		}
	}
	return nil
}

// stream stands at the first line of a recording.
type stream struct {
	*reader
	line line
	more bool
	seen map[string]bool
}

func (s *stream) recording(visit func(*Flow) error) error {
	id := s.line.recording
	if s.seen[id] {
		return s.bad("spreadsheet.apart")
	}
	s.seen[id] = true
	flow := &Flow{Recording: recording.Recording{ID: id, Type: "CSV", Clock: recording.Milliseconds}}
	var failed error
	begun := false
	flow.Events = func(yield func(recording.Event) bool) {
		if !begun {
			begun = true
			failed = s.run(&flow.Recording, yield)
		}
	}
	if err := visit(flow); err != nil {
		return err
	}
	flow.Events(func(recording.Event) bool { return true })
	if failed != nil {
		return fmt.Errorf("read a table: %w", failed)
	}
	return nil
}

func (s *stream) run(r *recording.Recording, yield func(recording.Event) bool) error {
	wanted := true
	for before := s.line.event.Onset; s.more && s.line.recording == r.ID; {
		if s.line.event.Onset < before {
			return s.bad("spreadsheet.order")
		}
		before = s.line.event.Onset
		if s.line.open {
			r.Unpaired = append(r.Unpaired, mark(&s.line.event))
		} else {
			wanted = wanted && yield(s.line.event)
		}
		var err error
		if s.more, err = s.next(&s.line); err != nil {
			return err
		}
	}
	return nil
}
