// Package opf reads the files of Datavyu, a free program for describing video in
// columns of cells, in archives that end in .opf.
//
// A column holds cells, each with a beginning, an end and a value: free text, a
// word, or several named values at once (a matrix). What a column means, a code or
// a person, the file does not say: Set takes each column as a code, and SetBy
// takes what somebody has chosen.
package opf

import (
	"samspil/internal/recording"
)

// What a file may hold. A file that goes beyond ends in a fault that says so, so
// that no file, by mistake or by intent, uses up the machine.
const (
	MaxArchive = 8 << 20  // bytes of the archive
	MaxBytes   = 32 << 20 // bytes of the text in it, unpacked
	MaxLine    = 1 << 20  // bytes of one line
	MaxCells   = 150_000
	MaxColumns = 500
	MaxNamed   = 1_000 // arguments of one column, values of one cell
)

// The types of columns; old files know more, which are kept as written.
const (
	Text    = "TEXT"
	Nominal = "NOMINAL"
	Matrix  = "MATRIX"
)

// Argument is one of the named values of a matrix.
type Argument struct{ Name, Type string }

// Cell is one cell of a column.
type Cell struct {
	Onset, Offset int64  // milliseconds, as written: the end may stand before the beginning
	Raw           string // the value exactly as written; see File.Values
}

// Column is one column.
type Column struct {
	Name      string
	Type      string // as written
	Visible   bool   // shown on the screen; old files do not say, and it is true
	Comment   string
	Arguments []Argument
	Cells     []Cell
}

// File is a file that was read.
type File struct {
	Version string // "4", "3", "2", or "" for the oldest
	Columns []Column
	Notes   []recording.Note
}
