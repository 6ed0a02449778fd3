package spreadsheet

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"samspil/internal/recording"
)

// Writer writes recordings one after the other, so that nothing has to be held.
// The first line is written with the first recording or by Close.
type Writer struct {
	// Comments asks for the free words; without it their column stays empty,
	// since they may tell of a family.
	Comments bool

	w     *bufio.Writer
	line  []byte
	begun bool
	told  map[string]bool
	err   error
}

// NewWriter begins a table. Nothing is written before the first recording.
func NewWriter(w io.Writer) *Writer {
	return &Writer{w: bufio.NewWriterSize(w, 64<<10), told: map[string]bool{}}
}

// Write writes a whole set without comments. The notes say what a table has no
// place for: pauses, labels, descriptions, and comments.
func Write(w io.Writer, set recording.Set) ([]recording.Note, error) {
	out := NewWriter(w)
	var notes []recording.Note
	for i := range set.Recordings {
		notes = append(notes, out.Recording(set.Recordings[i])...)
	}
	return notes, out.Close()
}

// Recording writes the events of a recording, and a line without a stop for each
// state that has none. The notes say what is lost; of each kind only the first
// recording's is told.
func (w *Writer) Recording(r recording.Recording) []recording.Note {
	comments := false
	for i := range r.Events {
		e := &r.Events[i]
		comments = comments || e.Comment != ""
		w.event(r.ID, e, r.Clock)
	}
	for _, m := range r.Unpaired {
		w.event(r.ID, &recording.Event{
			Subject: m.Subject, Code: m.Code, Modifiers: m.Modifiers, Kind: recording.State, Onset: m.At, Offset: m.At,
		}, r.Clock)
	}
	return w.lost(r, comments)
}

// lost says what the table has no place for.
func (w *Writer) lost(r recording.Recording, comments bool) []recording.Note {
	var notes []recording.Note
	lose := func(when bool, name, text string) {
		if when && !w.told[name] {
			w.told[name] = true
			notes = append(notes, recording.Note{Name: name, Text: text})
		}
	}
	lose(len(r.Segments) > 0, "no_pauses", "a table has no place for what was observed and for pauses; the events are all there")
	lose(len(r.Groups) > 0, "no_groups", "a table has no place for the labels of a recording")
	lose(r.Description != "" || r.Type != "", "no_description", "a table has no place for the description and type of a recording")
	lose(r.Clock == recording.Order, "no_clock", "a recording has no times; its start_s and stop_s hold the place in the order")
	lose(comments && !w.Comments, "no_comments", "comments were left out, since they may tell of a family; ask for them if they are needed")
	lose(len(r.Events) == 0 && len(r.Unpaired) == 0, "empty_recording", "a recording has no events and so no line in the table")
	return notes
}

// Close writes what is still held, and the first line of an empty table. The
// error is the first that the writer met.
func (w *Writer) Close() error {
	w.head()
	if w.err == nil {
		w.err = w.w.Flush()
	}
	return w.err
}

func (w *Writer) head() {
	if w.begun {
		return
	}
	w.begun = true
	w.put([]byte(strings.Join(columns[:], ",") + "\r\n"))
}

func (w *Writer) put(b []byte) {
	if w.err == nil {
		_, w.err = w.w.Write(b)
	}
}

func (w *Writer) event(id string, e *recording.Event, c recording.Clock) {
	w.head()
	b := w.line[:0]
	for _, text := range [...]string{id, e.Subject, e.Code, string(e.Kind), e.Modifiers} {
		b = append(appendCell(b, text), ',')
	}
	b = append(appendTime(b, e.Onset, c), ',')
	if e.Kind == recording.Point || e.Offset > e.Onset {
		b = append(appendTime(b, e.Offset, c), ',')
		b = appendTime(b, e.Offset-e.Onset, c)
	} else {
		b = append(b, ',')
	}
	b = append(b, ',')
	if w.Comments {
		b = appendCell(b, e.Comment)
	}
	w.line = append(b, '\r', '\n')
	w.put(w.line)
}

// appendTime writes milliseconds as seconds, or a place in the order as it is.
func appendTime(b []byte, at int64, c recording.Clock) []byte {
	if c == recording.Order {
		return strconv.AppendInt(b, at, 10)
	}
	if at < 0 {
		b, at = append(b, '-'), -at
	}
	b = append(strconv.AppendInt(b, at/1000, 10), '.')
	return append(b, byte('0'+at/100%10), byte('0'+at/10%10), byte('0'+at%10))
}

// appendCell writes a text as one cell.
func appendCell(b []byte, text string) []byte {
	if plain(text) {
		return append(b, text...)
	}
	b = append(b, '"')
	start := true
	for i := 0; i < len(text); i++ {
		if start && (formula(text[i:]) || text[i] == '\'' && i+1 < len(text) && guarded(text[i+1:])) {
			b = append(b, '\'')
		}
		start = breaks(text[i])
		if text[i] == '"' {
			b = append(b, '"')
		}
		b = append(b, text[i])
	}
	return append(b, '"')
}

// plain tells whether a text can stand as it is: letters, digits and a few signs,
// not beginning with one that could be read as a formula.
func plain(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == ' ' && i > 0 || c == '_' || c == '.' || c == ':' || c == '/' || c == '|' || c == '#' || c == '(' || c == ')':
		case c >= 0x80 && c != 0xef: // 0xef begins the wide forms of the signs
		case c == '-' && i > 0:
		default:
			return false
		}
	}
	return true
}

// formula tells whether a spreadsheet would take a cell that begins so for one.
func formula(text string) bool {
	switch text[0] {
	case '=', '+', '-', '@', '\t', '\r', '\n':
		return true
	}
	for _, wide := range [...]string{"＝", "＋", "－", "＠"} {
		if strings.HasPrefix(text, wide) {
			return true
		}
	}
	return false
}

// guarded tells whether an apostrophe before text is one that was put there.
func guarded(text string) bool { return text[0] == '\'' || formula(text) }

// breaks tells whether some program begins a new cell behind c.
func breaks(c byte) bool { return c == ';' || c == '\t' || c == '\n' || c == '\r' }

// unguard takes away the apostrophes that appendCell put in.
func unguard(text string) string {
	if strings.IndexByte(text, '\'') < 0 {
		return text
	}
	var b strings.Builder
	for i, start := 0, true; i < len(text); i++ {
		if start && text[i] == '\'' && i+1 < len(text) && guarded(text[i+1:]) {
			i++
		}
		b.WriteByte(text[i])
		start = breaks(text[i])
	}
	return b.String()
}
