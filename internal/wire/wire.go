// Package wire is the language that a phone and Samspil speak: what the phone is
// given for its day, what it sends of each tap and each text, and what it is
// answered. It holds no network and no keys. Everything the phone keeps travels in
// a Sealed entry, whose Header says who made it and in which order and is the only
// part that can be read without the case's key. In it lies a Payload (a tap), a
// Segment (coding begins) or a Writing (what the consultant wrote).
//
// Every document carries the number of the form it is written in, V. A newer
// program reads every older form; one who meets a form newer than Version says so
// and keeps what came.
package wire

import (
	"encoding/json"
	"time"

	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/recording"
	"samspil/internal/scheme"
)

// Version is the form written now.
const Version = 1

// Schema is what an envelope's header calls a payload of this package.
const Schema = "samspil-coding/1"

// Sizes in bytes of the JSON.
const (
	// Block is what a payload is padded to a multiple of, so that its size says
	// little of what is in it. A tap without words fits in one.
	Block = 256
	// MostPayload is the largest payload taken: three texts of 2,000 characters.
	MostPayload = 32 << 10
	// MostScheme is the largest scheme sent to a phone.
	MostScheme = 256 << 10
	// MostBatch is how many entries one sending holds at most.
	MostBatch = 100
)

// Kind is what an envelope's header may say of an entry in the clear: never which
// code, and nothing from which a child's behaviour could be read.
type Kind string

// The kinds.
const (
	KindStart    Kind = "start"    // a segment is opened; the payload is a Segment
	KindPause    Kind = "pause"    //
	KindResume   Kind = "resume"   //
	KindEnd      Kind = "end"      //
	KindCode     Kind = "code"     // a moment, or a state begun or ended
	KindNote     Kind = "note"     // the coder's words, or the clock set anew
	KindCorrect  Kind = "correct"  // takes the place of an earlier entry, joins two, or takes an undo back
	KindWithdraw Kind = "withdraw" // an earlier entry is undone
	KindFile     Kind = "file"     // a picture; the payload is a Writing with its key
	KindVoid     Kind = "void"     // numbers of this phone that are lost; the payload is a Lost
)

// Kinds lists them.
var Kinds = []Kind{KindStart, KindPause, KindResume, KindEnd, KindCode, KindNote, KindCorrect, KindWithdraw, KindFile, KindVoid}

// Envelope is what the header of an entry says and the payload does not repeat.
type Envelope struct {
	ID     string    // ULID made on the phone
	Device string    // the phone
	Seq    int       // 1, 2, 3 … on this phone, without holes
	Wall   time.Time // what the phone's clock said
}

// Payload is one tap, sealed.
type Payload struct {
	V       int    `json:"v"`
	Segment string `json:"segment"`
	Deed    string `json:"deed"` // as interaction.Deed
	At      int64  `json:"at"`   // milliseconds on the contact's clock, pauses included
	Subject string `json:"subject,omitempty"`
	Code    string `json:"code,omitempty"`
	Of      string `json:"of,omitempty"` // id of the entry it concerns
	// The coder's words; asked for on a phone only where the coder wants to write.
	Modifiers string `json:"modifiers,omitempty"`
	Comment   string `json:"comment,omitempty"`
	Reason    string `json:"reason,omitempty"`
}

// Segment opens a segment; it is the payload of the entry of KindStart.
type Segment struct {
	V           int    `json:"v"`
	ID          string `json:"id"`
	Session     string `json:"session"`
	Part        string `json:"part"`
	Scheme      string `json:"scheme"`              // "mikro 1.0"
	Fingerprint string `json:"fingerprint"`         // of the scheme as the phone had it
	Live        bool   `json:"live"`                // only the codes of the live set
	Started     string `json:"started"`             // RFC 3339 with the phone's offset: time 0
	SecondOf    string `json:"second_of,omitempty"` // codes that segment a second time
}

// Scheme is what the phone codes with, in one language.
type Scheme struct {
	V           int        `json:"v"`
	Ref         string     `json:"ref"`
	Fingerprint string     `json:"fingerprint"`
	Name        string     `json:"name"`
	Codes       []Code     `json:"codes"`     // those of the phone, in the order shown
	Exclusive   [][]string `json:"exclusive"` // groups of states of which one ends the others
}

// Code is one button.
type Code struct {
	Code    string `json:"code"`
	Subject string `json:"subject"`
	State   bool   `json:"state"`  // begins and ends; else a moment
	Hollow  bool   `json:"hollow"` // drawn as an empty figure
	Name    string `json:"name"`
	Meaning string `json:"meaning"` // shown on a long press
}

// Standing says how a segment stands, so that the phone can show that both mean
// the same: never a code.
type Standing struct {
	V       int    `json:"v"`
	Segment string `json:"segment"`
	Entries int    `json:"entries"` // kept, undone ones included
	Events  int    `json:"events"`  // what they make
	Ended   bool   `json:"ended"`
	EndAt   int64  `json:"end_at"`
	Open    int    `json:"open"` // states still running; 0 after the end
}

// PayloadOf is the payload of an entry.
func PayloadOf(e interaction.Entry) Payload {
	return Payload{V: Version, Segment: e.SegmentID, Deed: string(e.Deed), At: e.At, Subject: e.Subject, Code: e.Code, Of: e.Of,
		Modifiers: e.Modifiers, Comment: e.Comment, Reason: e.Reason}
}

// KindOf is what the header says of an entry.
func KindOf(e interaction.Entry) Kind {
	switch e.Deed {
	case interaction.Undo:
		return KindWithdraw
	case interaction.Redo, interaction.Merge:
		return KindCorrect
	case interaction.Remark, interaction.Anchor:
		return KindNote
	}
	switch {
	case e.Of != "":
		return KindCorrect
	case e.Deed == interaction.Pause:
		return KindPause
	case e.Deed == interaction.Resume:
		return KindResume
	case e.Deed == interaction.End:
		return KindEnd
	}
	return KindCode
}

// Entry puts a payload and its envelope together. Whether the entry can be taken is
// judged by interaction.Append.
func (p Payload) Entry(h Envelope) interaction.Entry {
	return interaction.Entry{ID: h.ID, SegmentID: p.Segment, Device: h.Device, Seq: h.Seq, Wall: h.Wall, At: p.At, Deed: interaction.Deed(p.Deed),
		Subject: p.Subject, Code: p.Code, Of: p.Of, Modifiers: p.Modifiers, Comment: p.Comment, Reason: p.Reason}
}

// Read reads a payload. One that is too large, is no JSON or is of a newer form is
// Invalid; unknown fields are let be, so that a later form can add some.
func Read(text []byte) (Payload, error) {
	var p Payload
	switch {
	case len(text) > MostPayload:
		return p, fault.New(fault.Invalid, "interaction.wire.large", fault.Args{"max": MostPayload >> 10})
	case json.Unmarshal(text, &p) != nil || p.V < 1:
		return Payload{}, fault.New(fault.Invalid, "interaction.wire.unreadable")
	case p.V > Version:
		return p, fault.New(fault.Invalid, "interaction.wire.newer", fault.Args{"v": p.V})
	}
	return p, nil
}

// SchemeFor is what a phone codes with: the live set of a scheme, in a language.
func SchemeFor(s scheme.Scheme, language string) Scheme {
	out := Scheme{V: Version, Ref: s.Ref(), Fingerprint: s.Fingerprint(), Name: s.Name(language), Exclusive: [][]string{}}
	for _, c := range s.Codes {
		if c.Live {
			out.Codes = append(out.Codes, Code{Code: c.Code, Subject: string(c.Subject), State: c.Kind == recording.State, Hollow: c.Hollow,
				Name: c.Name(language), Meaning: c.Words[language].Meaning})
		}
	}
	for _, group := range s.Exclusive {
		var live []string
		for _, name := range group {
			if c, ok := s.Code(name); ok && c.Live {
				live = append(live, name)
			}
		}
		if len(live) > 1 {
			out.Exclusive = append(out.Exclusive, live)
		}
	}
	return out
}

// Opened is the segment that a payload of KindStart opens. A time that cannot be
// read is Invalid.
func (s Segment) Opened() (interaction.Segment, error) {
	at, err := time.Parse(time.RFC3339, s.Started)
	if err != nil {
		return interaction.Segment{}, fault.New(fault.Invalid, "interaction.wire.unreadable")
	}
	return interaction.Segment{ID: s.ID, SessionID: s.Session, Part: s.Part, Scheme: s.Scheme, LiveSet: s.Live, Source: interaction.Phone,
		StartedAt: at, SecondOf: s.SecondOf}, nil
}

// StandingOf says how a segment stands.
func StandingOf(s interaction.Segment) Standing {
	return Standing{V: Version, Segment: s.ID, Entries: s.Folded.Entries(), Events: len(s.Recording.Events), Ended: s.Folded.Ended,
		EndAt: s.Folded.EndAt, Open: len(s.Folded.Running)}
}
