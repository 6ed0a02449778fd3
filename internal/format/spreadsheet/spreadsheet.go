// Package spreadsheet writes coded recordings as a table that any spreadsheet or
// statistics program opens, and reads such tables again. A researcher meets it as
// a .csv file with one line for each thing that was coded: which recording, whose
// behaviour, which code, when it began and when it ended.
//
// The table is text separated by commas as RFC 4180 describes, in UTF-8, with the
// columns recording, subject, code, kind, modifiers, start_s, stop_s, duration_s
// and comment. Times are seconds with a point and three decimals. A state that was
// never stopped has no stop. A file that a Danish spreadsheet saved, with
// semicolons or tabs between the columns and a comma in the numbers, is read as well.
//
// A spreadsheet takes a cell that begins with =, +, -, @ or a tab for a formula,
// which can fetch and send data. Such a text gets an apostrophe in front, and so
// does what follows a semicolon, tab or line break inside a text, since a program
// that expects another separator would begin a cell there. Reading takes the
// apostrophes away again. Numbers are left alone.
package spreadsheet

import (
	"fmt"

	"samspil/internal/recording"
)

// What Read and Stream accept. A file beyond them ends in a fault that says which.
const (
	MostBytes  = 256 << 20 // for Read; Stream has no such limit
	MostRows   = 1_000_000 // for Read; Stream has no such limit
	mostLine   = 1 << 20   // bytes of one line of the table
	mostKept   = 24 << 20  // of different names, and of comments
	mostColumn = 64        // columns
	mostNotes  = 200
)

// columns are the names in the first line, in the order written.
var columns = [...]string{"recording", "subject", "code", "kind", "modifiers", "start_s", "stop_s", "duration_s", "comment"}

// Places in columns.
const (
	inRecording = iota
	inSubject
	inCode
	inKind
	inModifiers
	inStart
	inStop
	inDuration
	inComment
)

// File is a table that has been read.
type File struct {
	names    []string
	comments []string
	lines    [][]line // in pieces, so that a long table is never copied to grow
	unknown  int      // columns with names that nobody knows
}

// line is one event as read: places in names and comments instead of texts.
type line struct {
	onset, offset                              int64
	recording, subject, code, modifiers, words uint32
	kind                                       kind
}

type kind uint8

const (
	point kind = iota
	state
	open // a state without a stop
)

// Set gives the recordings in order of their first line, events in order of onset.
// Codes are those that occur, in order of occurrence; the table declares none. A
// code that is used for stretches as well as moments is listed as a state.
func (f File) Set() recording.Set {
	var set recording.Set
	places, codes, subjects := map[uint32]int{}, map[uint32]int{}, map[uint32]bool{0: true}
	for _, piece := range f.lines {
		for i := range piece {
			l := &piece[i]
			at, known := places[l.recording]
			if !known {
				at = len(set.Recordings)
				places[l.recording] = at
				set.Recordings = append(set.Recordings, f.begin(l))
			}
			e := f.event(l)
			c, known := codes[l.code]
			if !known {
				c = len(set.Codes)
				codes[l.code] = c
				set.Codes = append(set.Codes, recording.Code{Name: e.Code, Kind: e.Kind})
			}
			if e.Kind == recording.State {
				set.Codes[c].Kind = e.Kind
			}
			if !subjects[l.subject] {
				subjects[l.subject] = true
				set.Subjects = append(set.Subjects, e.Subject)
			}
			add(&set.Recordings[at], l, e)
		}
	}
	for i := range set.Recordings {
		r := &set.Recordings[i]
		r.Sort()
		if n := len(r.Unpaired); n > 0 {
			note(&set, "unpaired_state", r.ID, fmt.Sprintf("%d states start and never stop; they are left out until somebody says where they end", n))
		}
	}
	if f.unknown > 0 {
		note(&set, "unknown_column", "", fmt.Sprintf("%d columns have names that are not known here and were not read", f.unknown))
	}
	return set
}

func (f *File) begin(l *line) recording.Recording {
	return recording.Recording{ID: f.names[l.recording], Type: "CSV", Clock: recording.Milliseconds}
}

func (f *File) event(l *line) recording.Event {
	e := recording.Event{
		Subject: f.names[l.subject], Code: f.names[l.code], Modifiers: f.names[l.modifiers], Comment: f.comments[l.words],
		Kind: recording.Point, Onset: l.onset, Offset: l.offset,
	}
	if l.kind != point {
		e.Kind = recording.State
	}
	return e
}

// add puts a line with the events of its recording, or with what is unpaired.
func add(r *recording.Recording, l *line, e recording.Event) {
	if l.kind != open {
		r.Events = append(r.Events, e)
		return
	}
	r.Unpaired = append(r.Unpaired, recording.Mark{Subject: e.Subject, Code: e.Code, Modifiers: e.Modifiers, At: e.Onset})
}

func note(set *recording.Set, name, where, text string) {
	if len(set.Notes) < mostNotes {
		set.Notes = append(set.Notes, recording.Note{Name: name, Where: where, Text: text})
	}
}
