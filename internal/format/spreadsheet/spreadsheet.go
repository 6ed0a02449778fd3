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

import "samspil/internal/recording"

// What Read and Stream accept. A file beyond them ends in a fault that says which.
const (
	MostBytes  = 256 << 20 // for Read; Stream has no such limit
	MostRows   = 1_000_000 // for Read; Stream has no such limit
	mostLine   = 1 << 20   // bytes of one line of the table
	mostNames  = 200_000   // different recordings, subjects, codes and modifiers
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
type File struct{ set recording.Set }

// Set gives the recordings in order of their first line, events in order of onset.
// Codes are those that occur, in order of occurrence; the table declares none.
func (f File) Set() recording.Set { return f.set }
