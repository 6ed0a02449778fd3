// Package eaf reads and writes the files of ELAN, the program of the Max Planck
// Institute for Psycholinguistics with which video is described line by line:
// annotations on tiers, in files that end in .eaf.
//
// A tier holds annotations of one kind, often of one person. An annotation that
// is aligned has its own beginning and end; one that refers has those of the
// annotation it is about. Files of the formats 2.x and 3.0 are read; what is
// written is 3.0 and valid by ELAN's own schema.
//
// What Samspil has no use for, such as vocabularies, languages and the names of
// media, is kept as it stands and written back.
package eaf

import (
	"samspil/internal/recording"
)

// What a file may hold. A file that goes beyond ends in a fault that says so, so
// that no file, by mistake or by intent, uses up the machine.
const (
	MaxBytes       = 16 << 20  // of a file: some 60,000 annotations
	MaxPiece       = 1 << 20   // bytes between two marks of the markup: one text, one element's attributes, one comment
	MaxDepth       = 12        // elements within elements
	MaxTokens      = 2_000_000 // beginnings, ends and texts of elements, comments
	MaxSlots       = 200_000
	MaxAnnotations = 100_000
	MaxTiers       = 2_000
	MaxKept        = 20_000 // elements that are only kept
	latest         = 1<<32 - 1
)

// The linguistic types of tiers that Samspil writes, by which it knows them
// again.
const (
	StateType     = "samspil-state"
	PointType     = "samspil-point"
	ObservedType  = "samspil-observed"
	ModifiersType = "samspil-modifiers"
	CommentType   = "samspil-comment"
)

// Attribute of an element that is kept.
type Attribute struct{ Name, Value string }

// Element is a part of the file that Samspil only keeps.
type Element struct {
	Name       string
	Attributes []Attribute
	Text       string
	Children   []Element
}

// Slot is a place on the time line.
type Slot struct {
	ID        string
	Time      int64 // milliseconds
	Timed     bool  // the file gives the time, or it could be worked out
	Estimated bool  // worked out from the neighbours
}

// Annotation is one piece of description.
type Annotation struct {
	ID    string
	Value string
	// Slot1 and Slot2 name where an aligned annotation begins and ends; "" for one
	// that refers.
	Slot1, Slot2 string
	// Refers and Previous name the annotation that this one is about, and the one
	// before it about the same; "" for an aligned one.
	Refers, Previous string
	Kept             []Attribute // other attributes

	// From and To are milliseconds, worked out when the file is read. Timed is
	// false when they are not known, as for a reference that leads nowhere.
	From, To  int64
	Timed     bool
	Estimated bool // at least one of the two was worked out from neighbours
}

// Aligned tells whether the annotation has its own place on the time line.
func (a Annotation) Aligned() bool { return a.Refers == "" }

// Tier is one line of annotations.
type Tier struct {
	ID          string
	Type        string // the name of its linguistic type
	Participant string
	Annotator   string
	Parent      string
	Kept        []Attribute // other attributes
	Annotations []Annotation
}

// Aligned counts the annotations that have their own place on the time line.
func (t Tier) Aligned() int {
	n := 0
	for _, a := range t.Annotations {
		if a.Aligned() {
			n++
		}
	}
	return n
}

// Document is a whole file.
type Document struct {
	Format string // "3.0"; the version attribute where the file gives no format
	Author string
	Date   string // as written
	Slots  []Slot
	Tiers  []Tier
	Before []Element // what stands before the time line: licence and header
	After  []Element // what stands after the tiers: types, languages, vocabularies
	Notes  []recording.Note
}

// Unaligned counts the slots for which the file gives no time.
func (d Document) Unaligned() int {
	n := 0
	for _, s := range d.Slots {
		if !s.Timed || s.Estimated {
			n++
		}
	}
	return n
}

// Latest is the largest time that the file gives, in milliseconds; 0 without any.
func (d Document) Latest() int64 {
	var most int64
	for _, s := range d.Slots {
		if s.Timed && !s.Estimated {
			most = max(most, s.Time)
		}
	}
	return most
}
