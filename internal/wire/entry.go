package wire

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"slices"
	"time"

	"samspil/internal/fault"
)

// Words that a signature or a sealing is bound to, so that bytes made for one use
// hold in no other.
const (
	EntryWords   = "samspil entry v1"   // before what is signed of an entry
	SealInfo     = "samspil outbox v1"  // HPKE info, followed by the key id
	ReceiptWords = "samspil receipt v1" // before what the server signs
	EnrolWords   = "samspil enrol v1"   // before the code that a phone signs when it is enrolled
	UnlockWords  = "samspil unlock v1"  // before the challenge that a phone signs when it is unlocked
	FileWords    = "samspil file v1"    // associated data of a picture
)

// Further sizes in bytes.
const (
	MostHeader = 1 << 10
	MostBody   = 1 << 20   // of one sending
	Piece      = 256 << 10 // of a picture
	MostFile   = 4 << 20   // of a picture, sealed
)

// WritingSchema is what a header calls a payload that is a Writing.
const WritingSchema = "samspil-writing/1"

// Bytes are bytes written as base64url without padding.
type Bytes []byte

// MarshalText writes the bytes.
func (b Bytes) MarshalText() ([]byte, error) {
	return []byte(base64.RawURLEncoding.EncodeToString(b)), nil
}

// UnmarshalText reads them.
func (b *Bytes) UnmarshalText(text []byte) (err error) {
	*b, err = base64.RawURLEncoding.DecodeString(string(text))
	return err
}

// Header is the part of an entry that lies in the clear. It never says which code,
// no name and no word.
type Header struct {
	V       int    `json:"v"`
	ID      string `json:"id"`   // ULID made on the phone
	Device  string `json:"dev"`  //
	Seq     int64  `json:"seq"`  // 1, 2, 3 … on this phone, without holes
	Prev    Bytes  `json:"prev"` // Hash of this phone's entry before; 32 zeros for the first
	Case    string `json:"case"`
	Contact string `json:"contact"`        // id of the session; empty for what concerns none
	Comp    string `json:"comp,omitempty"` // compartment; none is used yet
	Kind    Kind   `json:"kind"`
	Wall    string `json:"wall"` // RFC 3339 with milliseconds and offset, as the phone believed it
	Life    string `json:"life"` // random, new each time the page is loaded
	Mono    int64  `json:"mono"` // milliseconds since the contact's or segment's start, in that life
	App     string `json:"app"`  // build of the phone's program
	Schema  string `json:"sch"`  // Schema or WritingSchema
	Key     string `json:"kid"`  // the outbox key it is sealed to
}

// Sealed is an entry as it lies on the phone and travels. The header's text is
// opaque once written: what was signed are its bytes.
type Sealed struct {
	H Bytes `json:"h"` // JSON of a Header
	E Bytes `json:"e"` // HPKE encapsulated key, 65 bytes
	C Bytes `json:"c"` // ciphertext; associated data is H
	S Bytes `json:"s"` // ECDSA P-256 over Message, r and s in 64 bytes
}

// Message is what the phone signs: the words, the length of the header in four
// bytes, most significant first, then the three parts.
func (s Sealed) Message() []byte {
	var b bytes.Buffer
	b.WriteString(EntryWords)
	_ = binary.Write(&b, binary.BigEndian, uint32(len(s.H)))
	b.Write(s.H)
	b.Write(s.E)
	b.Write(s.C)
	return b.Bytes()
}

// Hash names the entry: SHA-256 of Message.
func (s Sealed) Hash() [32]byte { return sha256.Sum256(s.Message()) }

// ReadHeader reads the clear part. Invalid when it is too large, no JSON, of a form
// newer than Version, or says something a header cannot say.
func (s Sealed) ReadHeader() (Header, error) {
	var h Header
	switch {
	case len(s.H) > MostHeader:
		return h, fault.New(fault.Invalid, "interaction.wire.large", fault.Args{"max": MostHeader >> 10})
	case json.Unmarshal(s.H, &h) != nil || h.V < 1:
		return Header{}, fault.New(fault.Invalid, "interaction.wire.unreadable")
	case h.V > Version:
		return h, fault.New(fault.Invalid, "interaction.wire.newer", fault.Args{"v": h.V})
	case !slices.Contains(Kinds, h.Kind) || h.Seq < 1 || len(h.Prev) != sha256.Size || len(h.ID) != 26 || h.Device == "" || h.Case == "" || h.Key == "":
		return h, fault.New(fault.Invalid, "interaction.wire.unreadable")
	}
	return h, nil
}

// At is the phone's clock when the entry was made; zero when it cannot be read.
func (h Header) At() time.Time {
	at, err := time.Parse(time.RFC3339Nano, h.Wall)
	if err != nil {
		return time.Time{}
	}
	return at
}

// Envelope is what a tap takes of its header. Seq is the number on the phone, which
// orders the taps of a segment as well as one of its own would.
func (h Header) Envelope() Envelope {
	return Envelope{ID: h.ID, Device: h.Device, Seq: int(h.Seq), Wall: h.At()}
}

// Batch is one sending.
type Batch struct {
	V       int      `json:"v"`
	Device  string   `json:"dev"`
	Head    int64    `json:"head"`  // the highest number given on the phone so far
	Waits   int      `json:"waits"` // how many entries the phone still holds unsent, these included
	App     string   `json:"app"`
	Now     string   `json:"now"` // the phone's clock at sending, as Header.Wall
	Entries []Sealed `json:"entries"`
	// OnlyOnline says that the phone's own check failed: it may not be trusted to
	// keep anything while it has no connection.
	OnlyOnline bool `json:"only_online,omitempty"`
	// Pictures stand in a file that is handed in at the desk, and in no other sending.
	Pictures []SealedPicture `json:"pictures,omitempty"`
}

// SealedPicture is the ciphertext of a picture whose pieces have not all been sent.
type SealedPicture struct {
	Digest Bytes `json:"digest"` // SHA-256 of the ciphertext
	Bytes  Bytes `json:"bytes"`
}

// Result is what became of an entry.
type Result string

// The results.
const (
	Stored  Result = "stored"  // it is kept; Receipt says where
	Same    Result = "same"    // it was kept already; the receipt is that of the first time, byte for byte
	Clash   Result = "clash"   // another entry has this id; both are kept for a person
	Refused Result = "refused" // it can never be taken; its bytes are kept for the leader
	Erased  Result = "erased"  // the case has been erased on purpose; Receipt is the note of it
	Later   Result = "later"   // busy, read-only or full: keep it and try again
)

// Answer is what became of a batch, one verdict an entry in the order sent.
type Answer struct {
	V        int       `json:"v"`
	Now      string    `json:"now"` // the server's clock
	Verdicts []Verdict `json:"verdicts"`
}

// Verdict is what became of one entry. The phone lets an entry go only when the
// receipt's signature holds and its hash is the entry's own.
type Verdict struct {
	ID      string  `json:"id"` // as the header says; empty when it cannot be read
	Result  Result  `json:"result"`
	Why     string  `json:"why,omitempty"`  // language key
	Text    string  `json:"text,omitempty"` // the same in the person's language
	Receipt *Signed `json:"receipt,omitempty"`
}

// Signed is a statement by the server: JSON text and the signature over
// ReceiptWords and that text.
type Signed struct {
	B Bytes `json:"b"`
	S Bytes `json:"s"` // ECDSA P-256, 64 bytes
}

// Shelf is where a stored entry lies.
type Shelf string

// The shelves.
const (
	InCase     Shelf = "case"       // in its place in the record, or on its way there when an entry it builds on is missing
	Quarantine Shelf = "quarantine" // kept whole, waiting for a person to look
	Gone       Shelf = "erased"     // in a note of erasure
)

// Receipt is what a signed receipt says.
type Receipt struct {
	V      int    `json:"v"`
	ID     string `json:"id"`
	Hash   Bytes  `json:"hash"`
	Device string `json:"dev"`
	Seq    int64  `json:"seq"`
	Shelf  Shelf  `json:"shelf"`
	At     string `json:"at"`  // the server's clock when it was stored
	N      int64  `json:"n"`   // the server's own number
	Key    string `json:"kid"` // the receipt key that signed
}

// Have is one entry that a phone believes the server holds.
type Have struct {
	Seq  int64 `json:"seq"`
	Hash Bytes `json:"hash"`
}

// Ask asks which of these the server holds, at most MostAsked at a time.
type Ask struct {
	V      int    `json:"v"`
	Device string `json:"dev"`
	Nonce  string `json:"nonce"` // random; stands in the answer, so that an old answer cannot be played again
	Head   int64  `json:"head"`
	Have   []Have `json:"have"`
}

// MostAsked is how many entries one Ask names.
const MostAsked = 2000

// State is what a signed answer to Ask says.
type State struct {
	V      int        `json:"v"`
	Device string     `json:"dev"`
	Nonce  string     `json:"nonce"`
	At     string     `json:"at"`
	Held   [][2]int64 `json:"held"`   // ranges of the asked numbers that are held with just that hash
	Lacks  [][2]int64 `json:"lacks"`  // ranges of the asked numbers that are not: offer them again
	Holes  [][2]int64 `json:"holes"`  // numbers up to Head that never came
	Closed bool       `json:"closed"` // the phone has been revoked
	Key    string     `json:"kid"`
}

// Lost is the payload of KindVoid: numbers whose entries are gone from the phone.
type Lost struct {
	V      int    `json:"v"`
	From   int64  `json:"from"`
	To     int64  `json:"to"`
	Reason string `json:"reason"`
}

// PublicKey is a key that may be known.
type PublicKey struct {
	Key    string `json:"kid"`
	Public Bytes  `json:"public"` // uncompressed point of P-256, 65 bytes
}

// Enrol makes a phone known, with a code from the owner's desk.
type Enrol struct {
	V      int    `json:"v"`
	Code   string `json:"code"`
	Name   string `json:"name"` // what its owner calls the phone
	Public Bytes  `json:"public"`
	PIN    string `json:"pin"` // six digits or more, chosen by the owner
	App    string `json:"app"`
	Sign   Bytes  `json:"sign"` // over EnrolWords and the code, to show that the phone holds the key
}

// Enrolled is the answer.
type Enrolled struct {
	V        int       `json:"v"`
	Device   string    `json:"dev"`
	Receipts PublicKey `json:"receipts"` // what receipts are verified by
}

// Challenge is what a phone signs to be unlocked.
type Challenge struct {
	V         int    `json:"v"`
	Challenge string `json:"challenge"` // good for two minutes
}

// Unlock begins a phone's session of a working day.
type Unlock struct {
	V         int    `json:"v"`
	Device    string `json:"dev"`
	Challenge string `json:"challenge"`
	PIN       string `json:"pin"`
	Sign      Bytes  `json:"sign"` // over UnlockWords and the challenge
}

// Problem is the answer to what cannot be done.
type Problem struct {
	V    int    `json:"v"`
	Why  string `json:"why"`  // language key
	Text string `json:"text"` // in the person's language
}
