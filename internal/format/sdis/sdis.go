// Package sdis reads and writes the files of GSEQ, the program with which
// researchers have counted what follows what between two people for thirty
// years: Bakeman and Quera's Sequential Data Interchange Standard, files that
// end in .sds.
//
// A file begins with a head that says what kind of data it holds and which
// codes, and goes on with units, such as a family or a pair. A unit holds one or
// more sequences, such as visits. Sequences are never joined, and nothing is
// counted from one to the next.
//
// No official grammar was to be had; this reading fits every sample file known.
// Read keeps a whole file; Stream passes one event at a time and holds none, for
// files of any length.
package sdis

import (
	"io"

	"samspil/internal/fault"
	"samspil/internal/recording"
)

// Type is the kind of data, as the head's first word says, in small letters.
type Type string

// The types. Only Timed and State have times; the others have an order.
const (
	Event      Type = "event"      // one code after the other
	Multievent Type = "multievent" // moments, several codes in each
	Timed      Type = "timed"      // codes with a beginning and perhaps an end
	State      Type = "state"      // each code lasts until the next begins
	Interval   Type = "interval"   // equal stretches of time, any codes in each
)

// HasTimes tells whether onsets are milliseconds rather than places in an order.
func (t Type) HasTimes() bool { return t == Timed || t == State }

// What a file may hold. A file that goes beyond ends in a fault that says so, so
// that no file, by mistake or by intent, uses up the machine.
const (
	MaxBytes     = 64 << 20   // of a file that is read whole; streaming has no such limit
	MaxEvents    = 1_000_000  // of a file that is read whole; streaming has no such limit
	MaxRepeated  = 500_000    // codes that come from repeats (*n) in a file
	MaxIntervals = 1_000_000  // intervals of a file
	MaxTogether  = 1_000      // codes of one moment or interval
	MaxCodes     = 5_000      // different codes
	MaxWord      = 200        // bytes of a code, a time or a level
	MaxLabel     = 400        // bytes of a label or of a unit's conditions
	MaxRemark    = 1 << 20    // bytes of one remark, or of one run of blanks
	MaxHead      = 20_000     // words in the head
	MaxOpen      = 10_000     // states waiting for their end at once
	MaxStreams   = 1_000      // streams of one sequence
	MaxSeconds   = 2147483647 // the latest time
)

// Code is a code that the head declares.
type Code struct {
	Name  string // as the data use it
	Long  string // the longer name it stands for; "" when it has none
	Group string // the name of its group; "" when it has none
	Set   int    // the number of its parenthesis from 1; 0 when it stands outside one
}

// Level is one value of a factor.
type Level struct {
	Name  string
	Short string // what it may be called in the data; "" when it has no short name
}

// Factor is a condition that units differ in.
type Factor struct {
	Name   string
	Short  string
	Levels []Level
}

// Head is what stands before the first semicolon.
type Head struct {
	Type           Type
	Unit           string // of time, as written, such as "seconds"; "" when not given
	IntervalLength string // as written, such as "10'"; its meaning is not settled, so nothing is computed from it
	Codes          []Code
	Factors        []Factor
	// GroupsAreSubjects is set on files written by Samspil, where the name of a
	// code's group tells whose behaviour it is.
	GroupsAreSubjects bool
}

// Happening is one code in a sequence.
type Happening struct {
	Code string
	// Onset and Offset are milliseconds, the end not included, or for types
	// without times both the number of the place, moment or interval from 0.
	Onset, Offset int64
	Stream        int32 // from 0: which of the parallel streams it stands in
	// Momentary is a code written without an end in timed data: it lasts one unit
	// of time by convention, and counts as a point.
	Momentary bool
}

// Sequence is one run of codes.
type Sequence struct {
	// Start is the time given before the first code, 0 when none is given. End is
	// the largest time, or the number of places, moments or intervals.
	Start, End int64
	Events     []Happening // in the order of the file: stream by stream
}

// Unit is a pair, a family, a child: whatever the sequences are about.
type Unit struct {
	Label      string   // as written, blanks included; "" when it has none
	Conditions []string // levels, in the file's order; those of the next unit that has any, when it has none itself
	Sequences  []Sequence
}

// File is a file that was read whole.
type File struct {
	Head
	Encoding string // "UTF-8" or "Latin-1"
	Units    []Unit
	Notes    []recording.Note
}

// Counts tells how often each code stands in the unit.
func (u Unit) Counts() map[string]int {
	out := map[string]int{}
	for _, s := range u.Sequences {
		for _, e := range s.Events {
			out[e.Code]++
		}
	}
	return out
}

// Durations tells how many milliseconds each code lasts in the unit, a momentary
// code one unit of time. It has a meaning for Timed and State only.
func (u Unit) Durations() map[string]int64 {
	out := map[string]int64{}
	for _, s := range u.Sequences {
		for _, e := range s.Events {
			out[e.Code] += e.Offset - e.Onset
		}
	}
	return out
}

// Read reads a whole file of at most MaxBytes and MaxEvents. A file that cannot
// be read ends in an Invalid fault that names the line and what to do; what was
// odd but could be read is in Notes.
func Read(r io.Reader) (File, error) {
	var f File
	var held pile
	var unit Unit
	total := 0
	s := newScanner(r)
	s.limit = MaxBytes
	err := stream(s, Visitor{
		Head: func(h Head) error { f.Head = h; return nil },
		Event: func(p Place, h Happening) error {
			if total++; total > MaxEvents {
				return fault.New(fault.Invalid, "sdis.events", fault.Args{"max": MaxEvents})
			}
			held.put(p.Number, h)
			return nil
		},
		Sequence: func(_ Place, start, end int64) error {
			unit.Sequences = append(unit.Sequences, Sequence{Start: start, End: end, Events: held.take()})
			return nil
		},
		Unit: func(_ Place, label string, conditions []string) error {
			unit.Label, unit.Conditions = label, conditions
			f.Units = append(f.Units, unit)
			unit = Unit{}
			return nil
		},
		Note: func(n recording.Note) { f.Notes = append(f.Notes, n) },
	})
	if err != nil {
		return File{}, err
	}
	f.Encoding = s.encoding()
	f.passConditionsBack()
	return f, nil
}

// pile gathers the codes of a sequence by their number, in blocks, so that a long
// one is not copied again and again while it grows.
type pile struct {
	blocks [][]Happening
	n      int
}

const pileBlock = 4096

func (p *pile) put(number int, h Happening) {
	for number/pileBlock >= len(p.blocks) {
		p.blocks = append(p.blocks, make([]Happening, pileBlock))
	}
	p.blocks[number/pileBlock][number%pileBlock] = h
	p.n = max(p.n, number+1)
}

// take gives what was put and begins anew; the first block is used again.
func (p *pile) take() []Happening {
	if p.n == 0 {
		return nil
	}
	out := make([]Happening, 0, p.n)
	for _, b := range p.blocks {
		out = append(out, b[:min(pileBlock, p.n-len(out))]...)
	}
	p.blocks, p.n = p.blocks[:1], 0
	return out
}

// passConditionsBack gives a unit without conditions those of the next that has
// some.
func (f *File) passConditionsBack() {
	var next []string
	for i := len(f.Units) - 1; i >= 0; i-- {
		if len(f.Units[i].Conditions) > 0 {
			next = f.Units[i].Conditions
		} else {
			f.Units[i].Conditions = next
		}
	}
}
