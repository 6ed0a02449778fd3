// Package boris reads and writes the project files of BORIS, the free program
// that many students and researchers code video with (github.com/olivierfriard/BORIS,
// files read as version 9.12.3 reads them). A family consultant meets it when a
// colleague has coded a video at another desk and hands over a .boris file, or
// when a recording made here is to be looked at there.
//
// A project is one JSON document, .boris, or the same gzipped, .boris.gz. It has
// no mark for where a state starts and stops: events of the same subject, code
// and modifiers take turns at starting and stopping, in order of time. One left
// over is reported as unpaired and never closed in silence.
//
// Read keeps everything a file says, also what Samspil has no use for, so that
// Write gives it back: the same keys in the same order, numbers as they were
// written. Stream runs through files of any length.
//
// BORIS ends an excluded state one millisecond before the event that ends it and
// repairs with closing events one to a few milliseconds late. Whoever compares or
// joins bouts takes gaps of up to Slack as none; the times themselves stay.
package boris

import "samspil/internal/recording"

// Slack is the longest gap between two bouts, in milliseconds, that the program's
// own way of ending states may have made.
const Slack = 4

// What Read and Stream accept. A file beyond them ends in a fault that says
// which, within a second and 100 MB.
const (
	MostBytes  = 128 << 20 // of text, unpacked, for Read; Stream has no such limit
	MostEvents = 500_000   // in the whole file, for Read; Stream has no such limit
	mostKept   = 20 << 20  // of everything that is not an event, for both: some 10,000 observations
	mostLines  = 20 << 20  // of the events as text, for Read
	mostText   = 8 << 20   // of one value; a coding map holds pictures as text
	mostNumber = 400       // characters of one number
	mostDepth  = 64        // levels of nesting; a real file has six
	mostSpace  = 1 << 20   // blanks in a row
	mostItems  = 10_000    // codes, subjects, variables, media files of one observation
	mostHeld   = 1_000_000 // events of one observation that Stream holds back while a state is open
	mostNotes  = 200       // of one kind; the rest are counted
	packRatio  = 250       // of text to gzip once past packFree: a bomb, not a project
	packFree   = 8 << 20
)

// newest is the version of the program whose files these rules were taken from.
const newest = "9.12.3"

// Subject is somebody who can be observed.
type Subject struct{ Key, Name, Description string }

// Behaviour is a code. Type is as written, "State event with coding map"; Kind is
// what it means.
type Behaviour struct {
	Code        string
	Kind        recording.Kind
	Type        string
	Key         string
	Description string
	Category    string
	Excludes    []string // codes that this one ends
	Modifiers   []ModifierSet
}

// ModifierSet is one of the lists from which further marks are chosen. Values are
// as written; a shortcut key may stand behind as " (k)" and is not part of the
// value.
type ModifierSet struct {
	Name   string
	Type   string // "0" one, "1" several, "2" a number, "3" from other data
	Values []string
}

// Variable is something noted once about each observation.
type Variable struct {
	Label, Type string
	Possible    []string // for "value from set"
}

// Observation is one recording in a project.
type Observation struct {
	ID          string
	Type        string // LIVE, MEDIA or IMAGES; VIDEO and AUDIO of the oldest files are MEDIA
	Date        string
	Description string
	Events      int  // lines in the file: a state has two
	Paired      bool // every declared state that starts also stops

	number  int // place in the file, from 1
	members []member
	rows    rows
	reach   recording.Span // from the first time to the last, where no rows are kept
	reached bool
	chunks  [][]byte // the events as written, without blanks, each followed by a comma
}

// Project is a whole file.
type Project struct {
	Version      string // of the format, as written; "" in the oldest files
	Name         string
	Date         string
	Description  string
	Subjects     []Subject
	Behaviours   []Behaviour
	Categories   []string
	Variables    []Variable
	Observations []Observation
	// Notes are what the reader noticed. Those that BORIS itself would report
	// have the names of Warnings.
	Notes []recording.Note

	members  []member // in the file's order; "observations" without a value
	triples  []triple
	comments []string
	notes    map[string]int
}

// member is one key of an object with its value as written, without blanks.
type member struct {
	key   string
	value raw
}

// row is an event as read. An instant that the file does not give is noTime.
type row struct {
	at      int64
	triple  uint32
	comment uint32 // place in Project.comments, 0 none
	image   int32  // -1 none
}

// rows are kept in pieces, so that a long list is never copied to grow.
type rows [][]row

const rowPiece = 8 << 10

func (all *rows) add(r row) {
	last := len(*all) - 1
	if last < 0 || len((*all)[last]) == cap((*all)[last]) {
		*all = append(*all, make([]row, 0, min(64<<min(2*len(*all), 16), rowPiece)))
		last++
	}
	(*all)[last] = append((*all)[last], r)
}

// each goes through all rows with their places from 0.
func (all rows) each(yield func(int, row) bool) {
	i := 0
	for _, piece := range all {
		for _, r := range piece {
			if !yield(i, r) {
				return
			}
			i++
		}
	}
}

func (all rows) timeless() bool {
	for _, r := range all.each {
		if r.at <= tooFar {
			return true
		}
	}
	return false
}

// triple is a subject, code and modifier text that belong together; states pair
// within one.
type triple struct {
	subject, code, modifiers string
	text                     []byte // as written: "child","B-INI",""
	state, declared          bool
}
