// Package outbox receives what phones kept while they had no connection. Every
// entry is judged by itself, is stored word for word as it came, and is answered
// with a signed receipt, without which the phone lets nothing go. What can be put
// in its place in the record is put there at once. What cannot, because the note
// was signed meanwhile or its writer has left the course, lies on a shelf, whole,
// until a person has looked at it.
//
// An entry may come twice, late, out of order or never. Twice is once; late and out
// of order make no difference; and numbers that never came are shown as holes.
package outbox

import (
	"context"
	"errors"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/device"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/wire"
)

// ErrWaits is what Apply returns for an entry that builds on another which has not
// come yet. The entry is kept and tried again when others of its session come.
var ErrWaits = errors.New("what the entry builds on is not there yet")

// Entry is one entry, opened.
type Entry struct {
	Header   wire.Header
	Device   string
	By       access.Actor  // whoever entered it
	Payload  []byte        // JSON, without what it was filled up with
	Received time.Time     // the server's clock
	Offset   time.Duration // server's clock minus the phone's when it was sent; stored beside, never added to a time
}

// Sender is who sends: a phone and its owner.
type Sender struct {
	Device device.Device
	Actor  access.Actor
	Lang   lang.Lang // of the texts in the answer
}

// Shelved is an entry that is not in its place in the record.
type Shelved struct {
	ID        string // of its place on the shelf
	EntryID   string // as the phone named it
	CourseID  string
	SessionID string // of the contact or session; empty for what concerns none
	DeviceID  string
	OwnerID   string // whoever entered it
	Kind      wire.Kind
	Seq       int64
	At        time.Time // the phone's clock
	Received  time.Time
	Offset    time.Duration
	Why       string     // language key
	Args      fault.Args // of Why; only where the case file is open
	Clash     bool       // another entry has its id or its number
	Waits     bool       // what it builds on has not come
	InPlace   bool       // the other one of a clash, which is in its place
	SettledAt time.Time  // a person has acted; zero while it waits for one
	SettledBy string
	Aside     bool // it was set aside, with a reason, and not put in its place
}

// Keys of why an entry lies on the shelf, beside those of the trade.
const (
	whyWaits      = "outbox.why.waits"
	whyClash      = "outbox.why.clash"
	whyEnded      = "outbox.why.ended"
	whyRevoked    = "outbox.why.revoked"
	whyRight      = "outbox.why.right"
	whyUnreadable = "outbox.why.unreadable"
	whyFailed     = "outbox.why.failed"
)

// Keys of why an entry is refused, beside those of wire.
const (
	refusedForm      = "outbox.refused.form"
	refusedDevice    = "outbox.refused.device"
	refusedSignature = "outbox.refused.signature"
	refusedCase      = "outbox.refused.case"
	refusedKey       = "outbox.refused.key"
	refusedSealed    = "outbox.refused.sealed"
)

// lateAfter is how long an entry may wait for another before it is shown to a person.
const lateAfter = 24 * time.Hour

// Apply puts an entry in its place in the record of a case that is open for whoever
// entered it. The same entry may be given again, which must change nothing. Nil
// means that it is in its place; ErrWaits that what it builds on is not there yet; a
// fault that the trade refuses it: it is laid on the shelf with the fault's key. A
// fault that is Internal or Unavailable, and any other error, means that it may go
// well another time: nothing is stored and the phone tries again.
type Apply func(ctx context.Context, f *casefile.Writer, e Entry) error
