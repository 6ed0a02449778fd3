package interaction

import (
	"cmp"
	"slices"

	"samspil/internal/recording"
	"samspil/internal/scheme"
)

// doubleTap is the time in milliseconds within which a second tap on the same
// state is taken for a slip of the finger.
const doubleTap = 500

// Folded is the recording that a segment's entries make, and how.
type Folded struct {
	// Recording holds what is whole. While the segment is open, states that run
	// are listed as unpaired; after the end nothing is.
	Recording recording.Recording
	// Lines say for each event of the recording, in the same order, which entries
	// made it.
	Lines []Line
	// Running are the states that have begun and not ended; none after the end.
	Running []Running
	// ClosedByEnd are the states that the end closed.
	ClosedByEnd []Running
	Ignored     []Ignored // entries that are kept and count for nothing, and why
	Undone      []Entry   // taken back, or replaced by a correction
	Corrections []Entry   // made after the segment was closed, with their reasons
	Remarks     []Entry
	Paused      bool // at the last entry
	Ended       bool
	EndAt       int64 // of the end, or of the last entry so far
	entries     []Entry
	alive       map[string]bool
}

// Line ties an event to the entries it came from.
type Line struct {
	Event   recording.Event
	Entry   string // the point or the start
	Stop    string // the entry that ended a state
	EndedBy Deed   // Stop; Start when another state of its group began; End
}

// Running is a state that has begun.
type Running struct {
	Subject, Code string
	Since         int64
	Entry         string
}

// Ignored is an entry that counts for nothing.
type Ignored struct {
	Entry Entry
	Why   string // language key
}

// Fold makes the recording of entries by a scheme. It is pure, and the order in
// which the entries came makes no difference: they are read in order of their
// time on the segment's clock, then of device and number. An entry named by one
// that corrects it, or by an undo that was not itself taken back, does not count.
func Fold(s scheme.Scheme, entries []Entry) Folded {
	t := newTape(s, entries)
	t.spans()
	for _, e := range t.counted {
		t.play(e)
	}
	t.finish()
	return t.out
}

// byTruth is the order in which entries count.
func byTruth(a, b Entry) int {
	return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Device, b.Device), cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.ID, b.ID))
}

// CanUndo returns what undoing on the device would reach: its latest entry that
// still counts. The end of a segment is never undone.
func (f Folded) CanUndo(device string) (Entry, bool) {
	return f.latest(device, func(e Entry) bool { return f.alive[e.ID] && undoable(e.Deed) })
}

// CanRedo returns the latest undo of the device, when nothing else was entered
// there since.
func (f Folded) CanRedo(device string) (Entry, bool) {
	last, ok := f.latest(device, func(e Entry) bool { return undoable(e.Deed) })
	undo, found := f.latest(device, func(e Entry) bool { return e.Deed == Undo && f.alive[e.ID] })
	return undo, found && (!ok || undo.Seq > last.Seq)
}

// Entries counts the entries of the segment, undone and ignored ones included.
func (f Folded) Entries() int { return len(f.entries) }

func (f Folded) latest(device string, fits func(Entry) bool) (best Entry, ok bool) {
	for _, e := range f.entries {
		if e.Device == device && fits(e) && (!ok || e.Seq > best.Seq) {
			best, ok = e, true
		}
	}
	return best, ok
}

func undoable(d Deed) bool {
	return slices.Contains([]Deed{Point, Start, Stop, Pause, Resume, Merge, Remark}, d)
}
