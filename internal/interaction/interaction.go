// Package interaction holds the coded interplay of a family: what a consultant
// tapped or typed while watching parent and child together, moment by moment,
// for a few minutes of a contact or of any other session.
//
// What is kept are the taps themselves, never changed and never deleted. Undoing
// is a tap of its own, and so is a correction made afterwards, which says why.
// From the taps the recording is made anew each time it is asked for: the
// moments, the stretches, the pauses.
//
// A second person may code the same minutes without seeing the first one's work.
// The two are then held beside each other, which says how far the figures can be
// trusted. The codes are no validated test: they are used for the same two people
// over time, never as a limit and never to compare families.
package interaction

import (
	"time"

	"samspil/internal/recording"
)

// Source is how a segment was coded.
type Source string

// The sources.
const (
	Desk  Source = "desk"  // on the web, from memory or beside a video on the coder's own disk
	File  Source = "file"  // read from another program's file
	Phone Source = "phone" // tapped during the contact
)

// Sources lists them.
var Sources = []Source{Desk, File, Phone}

// Parts are the parts of a contact that a segment can be of, in order.
var Parts = []string{"arrival", "play", "meal", "farewell", "other"}

// Limits on one segment.
const (
	MostEvents  = 20000              // moments and beginnings of stretches
	mostEntries = 3 * MostEvents     // of any kind, undone ones included
	Longest     = 4 * 60 * 60 * 1000 // milliseconds
	mostWords   = 2000               // characters of a comment, a reason or a note
	mostBatch   = 2000               // entries in one hand-in
	mostSeq     = 1 << 43            // a phone counts on for as long as it is in use, over all its segments
)

// Segment is a stretch of a contact, or of any session, coded by one person.
type Segment struct {
	ID, CourseID string
	SessionID    string
	// Pair is the line of contacts the session belongs to, of one child and one
	// parent; empty for a session that is no contact. What is counted of one pair
	// is never added to what is counted of another.
	Pair      string
	Part      string // one of Parts
	Scheme    string // the version it was coded by: "mikro 1.0"
	CoderID   string // member of staff
	Source    Source
	StartedAt time.Time // clock time of the coding's time 0
	SecondOf  string    // the segment that this one codes a second time; empty for a first coding
	LiveSet   bool      // only the codes offered on the phone were used
	Note      string    // the coder's own words about the coding; sealed
	FileName  string    // of an imported file; sealed
	Left      []Left    // what an import could not place
	EnteredAt time.Time
	EnteredBy string

	Closed   bool
	ClosedAt time.Time
	// Hidden is set when the reader may not see the coding yet, because reader
	// and coder code the same minutes independently of each other. Recording and
	// Folded are then empty.
	Hidden bool
	// Recording is what was coded, as it stands now.
	Recording recording.Recording
	// Folded says how the recording came out of the entries.
	Folded Folded
}

// Left is something in a file that has no place in the scheme: so many events of
// a subject and a code, and why they were left out or changed.
type Left struct {
	Subject, Code string
	N             int
	Why           string // language key
}

// Deed is what an entry does.
type Deed string

// The deeds. Point, Start, Stop, Pause, Resume and End with Of set take the place
// of the entry named there.
const (
	Point  Deed = "point"
	Start  Deed = "start"
	Stop   Deed = "stop"
	Pause  Deed = "pause"
	Resume Deed = "resume"
	Undo   Deed = "undo"   // Of: the entry undone
	Redo   Deed = "redo"   // Of: the undo that is taken back
	Merge  Deed = "merge"  // Of: the start whose stretch goes on from the one before
	Anchor Deed = "anchor" // the phone set its clock anew; changes nothing
	Remark Deed = "remark" // the coder's own words at a moment; changes nothing
	End    Deed = "end"
)

// Deeds lists them.
var Deeds = []Deed{Point, Start, Stop, Pause, Resume, Undo, Redo, Merge, Anchor, Remark, End}

// Devices whose entries are written times, not taps of a hand: what looks like a
// double tap in them is meant.
const (
	FileDevice = "file"
	FormDevice = "form"
)

// Entry is one tap, or one line typed. It is never changed and never deleted.
type Entry struct {
	ID        string // made where the tap was made: ULID or UUID
	SegmentID string
	Device    string // which phone or window; FileDevice and FormDevice have a meaning
	Seq       int    // rises by device, from one entry of the segment to the next
	At        int64  // milliseconds on the segment's clock, pauses included
	Deed      Deed
	Subject   string // as in the scheme; empty takes the code's own
	Code      string
	Of        string    // the entry it concerns; see Deed
	Wall      time.Time // what the device's clock said; zero when typed
	Modifiers string    // sealed
	Comment   string    // sealed
	Reason    string    // why, for a correction after the segment was closed; sealed
	EnteredAt time.Time
	EnteredBy string
}

// Result is what became of an entry that was handed in.
type Result string

// The results.
const (
	Stored  Result = "stored"
	Same    Result = "same"    // it was there already, word for word
	Clash   Result = "clash"   // another entry has that id; this one is kept aside
	Refused Result = "refused" // it can never be taken; Why says why
)

// Verdict tells what became of one entry, in the order handed in.
type Verdict struct {
	ID     string
	Result Result
	Why    string // language key; empty when stored or same
}
