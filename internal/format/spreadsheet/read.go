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
// Events, once, in the order of the lines and without comments. Unpaired is filled
// as they are run through.
type Flow struct {
	Recording recording.Recording
	Events    iter.Seq[recording.Event]
}

// reader turns lines into events.
type reader struct {
	File
	table *table
	place [len(columns)]int // of each column in the line, -1 none
	known map[string]named  // texts as written
	texts map[string]uint32 // and as read
	near  [inModifiers + 1][nearby]named
	at    [inModifiers + 1]uint32
	comma bool // numbers have a comma
	kept  int  // bytes charged against mostKept
}

func newReader(r io.Reader) (*reader, error) {
	in := &reader{table: newTable(r), known: map[string]named{}, texts: map[string]uint32{"": 0}, File: File{names: []string{""}, comments: []string{""}}}
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

// next reads a line; ok = false at the end. The comment is the caller's to keep.
func (in *reader) next() (l line, comment []byte, ok bool, err error) {
	cells, err := in.table.next()
	if err != nil || cells == nil {
		return l, nil, false, err
	}
	if len(cells) > mostColumn {
		return l, nil, false, in.bad("spreadsheet.cells")
	}
	for _, c := range [...]int{inRecording, inSubject, inCode, inKind, inModifiers} {
		if err := in.name(c, in.cell(cells, c)); err != nil {
			return l, nil, false, err
		}
	}
	l = line{recording: in.at[inRecording], subject: in.at[inSubject], code: in.at[inCode], modifiers: in.at[inModifiers]}
	if l.code == 0 {
		return l, nil, false, in.bad("spreadsheet.code")
	}
	var given bool
	if l.onset, given = in.millis(in.cell(cells, inStart)); !given {
		return l, nil, false, in.bad("spreadsheet.time")
	}
	return l, in.cell(cells, inComment), true, in.settle(&l, in.cell(cells, inStop))
}

// settle whether a line is a point, a state or a state without a stop.
func (in *reader) settle(l *line, stop []byte) error {
	l.offset = l.onset
	if len(stop) > 0 {
		var given bool
		if l.offset, given = in.millis(stop); !given || l.offset < l.onset {
			return in.bad("spreadsheet.time")
		}
	}
	said, lasts := in.names[in.at[inKind]], l.offset > l.onset
	isState := said == "state" || said != "point" && strings.EqualFold(said, "state")
	switch {
	case lasts && (isState || said == ""):
		l.kind = state
	case isState:
		l.kind = open
	case lasts, said != "" && said != "point" && !strings.EqualFold(said, "point"):
		return in.bad("spreadsheet.kind")
	}
	return nil
}

func (in *reader) cell(cells [][]byte, column int) []byte {
	if at := in.place[column]; at >= 0 && at < len(cells) {
		return cells[at]
	}
	return nil
}

// named is a text as written with its place; the last of every sort are at hand,
// since a table says the same few words over and over.
type named struct {
	written string
	at      uint32
}

const nearby = 16

// name finds the place of a text that recurs.
func (in *reader) name(column int, cell []byte) error {
	if len(cell) == 0 {
		in.at[column] = 0
		return nil
	}
	near := &in.near[column][(len(cell)+5*int(cell[0])+11*int(cell[len(cell)-1]))%nearby]
	if near.written == string(cell) {
		in.at[column] = near.at
		return nil
	}
	found, known := in.known[string(cell)]
	if !known {
		if in.kept += 192 + 3*len(cell); in.kept > mostKept {
			return in.bad("spreadsheet.names", fault.Args{"max": mostKept >> 20})
		}
		text := unguard(decode(cell))
		at, said := in.texts[text]
		if !said {
			at = uint32(len(in.names))
			in.texts[text] = at
			in.names = append(in.names, text)
		}
		found = named{string(cell), at}
		in.known[found.written] = found
	}
	*near = found
	in.at[column] = found.at
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
	for rows := 1; ; rows++ {
		l, comment, ok, err := in.next()
		if err == nil && ok && rows > MostRows {
			err = in.bad("spreadsheet.rows", fault.Args{"max": MostRows})
		}
		if err != nil {
			return File{}, fmt.Errorf("read a table: %w", err)
		}
		if !ok {
			return in.File, nil
		}
		if len(comment) > 0 {
			if in.kept += 48 + len(comment); in.kept > mostKept {
				return File{}, in.bad("spreadsheet.names", fault.Args{"max": mostKept >> 20})
			}
			l.words = uint32(len(in.comments))
			in.comments = append(in.comments, unguard(decode(comment)))
		}
		in.keep(l)
	}
}

func (f *File) keep(l line) {
	last := len(f.lines) - 1
	if last < 0 || len(f.lines[last]) == cap(f.lines[last]) {
		f.lines = append(f.lines, make([]line, 0, min(64<<min(2*len(f.lines), 16), 8<<10)))
		last++
	}
	f.lines[last] = append(f.lines[last], l)
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

// Stream reads a table of any length, one recording after the other, holding one
// line at a time. The lines of a recording must stand together and in order of
// start; where they do not, the error names the line. When visit returns an error,
// Stream stops and returns it. What visit does not run through is skipped.
func Stream(r io.Reader, visit func(*Flow) error) error {
	in, err := newReader(r)
	if err != nil {
		return fmt.Errorf("read a table: %w", err)
	}
	s := &stream{reader: in, seen: map[uint32]bool{}}
	if err := s.step(); err != nil {
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
	seen map[uint32]bool
}

func (s *stream) step() (err error) {
	s.line, _, s.more, err = s.next()
	return err
}

func (s *stream) recording(visit func(*Flow) error) error {
	id := s.line.recording
	if s.seen[id] {
		return fmt.Errorf("read a table: %w", s.bad("spreadsheet.apart"))
	}
	s.seen[id] = true
	flow := &Flow{Recording: s.begin(&s.line)}
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
	id, before := s.line.recording, s.line.onset
	for s.more && s.line.recording == id {
		if s.line.onset < before {
			return s.bad("spreadsheet.order")
		}
		before = s.line.onset
		switch e := s.event(&s.line); {
		case s.line.kind == open:
			add(r, &s.line, e)
		case wanted:
			wanted = yield(e)
		}
		if err := s.step(); err != nil {
			return err
		}
	}
	return nil
}
