package phone_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/outbox"
	"samspil/internal/outbox/outboxtest"
	"samspil/internal/person"
	"samspil/internal/phone"
	"samspil/internal/scheme"
	"samspil/internal/session"
	"samspil/internal/wire"
)

// house is a course of developmental contact: Noah, who is placed, and his mother
// Sanne. Notes may be written until noon on the day of the world.
type house struct {
	t                     testing.TB
	w                     *casefiletest.World
	course, child, mother string
	strand                string
	seq                   int64
}

// afternoon is when a contact from 14.30 to 16.30 on the day of the world is over.
var afternoon = clock.NewDate(2026, 10, 1).At(17, 0)

func each(t *testing.T, f func(b *house)) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) { f(newHouse(t, w)) })
}

func newHouse(t testing.TB, w *casefiletest.World) *house {
	b := &house{t: t, w: w, course: w.Course(t), strand: db.NewID()}
	w.SetNow(clock.NewDate(2026, 3, 16).At(9, 0))
	b.as(w.Dorthe, func(ctx context.Context, f *casefile.Writer) (err error) {
		if err = course.Begin(ctx, f, "contactsupport", "dorthe"); err != nil {
			return err
		}
		if b.child, err = person.Add(ctx, f, person.Card{Role: person.Child, Name: "Noah Kanariesen", Birth: clock.NewDate(2023, 7, 19), CPR: ""}); err != nil {
			return err
		}
		b.mother, err = person.Add(ctx, f, person.Card{Role: person.Parent, Name: "Sanne Kanariesen", Birth: clock.NewDate(2002, 10, 6), Phone: "00 00 00 17", Email: "gulspurven@mail"})
		if err != nil {
			return err
		}
		yes := true
		if err = person.Relate(ctx, f, person.Relation{From: b.mother, To: b.child, Kind: person.MotherOf, Custody: &yes, Source: "henvisningen"}); err != nil {
			return err
		}
		if err = b.consent(ctx, f, course.ForSupportedContact, course.Given); err != nil {
			return err
		}
		return contact.Arrange(ctx, f, contact.Arrangement{
			ID: b.strand, Children: []string{b.child}, Counterpart: b.mother, State: contact.Supported, Basis: "barnets lov § 104, stk. 3",
			DecidedBy: contact.Municipality, DecidedOn: clock.NewDate(2026, 3, 16), From: clock.NewDate(2026, 3, 16), Document: "Afgørelse",
			Frequency: contact.Frequency{EveryWeeks: 1, Minutes: 120}, Purpose: "Støtte til Sanne",
		})
	})
	b.do(func(ctx context.Context, f *casefile.Writer) error {
		return b.consent(ctx, f, course.ForRecord, course.Given)
	})
	w.SetNow(casefiletest.Start)
	return b
}

func (b *house) consent(ctx context.Context, f *casefile.Writer, k course.ConsentKind, s course.ConsentStatus) error {
	return course.RecordConsent(ctx, f, course.Consent{ID: db.NewID(), PersonID: b.mother, Kind: k, Status: s, At: b.w.Now().Add(-time.Minute),
		How: course.Signed, Scope: "Noter om samvær"})
}

// consentAt is the mother's yes or no to notes, from a moment on.
func (b *house) consentAt(ctx context.Context, f *casefile.Writer, s course.ConsentStatus, at time.Time) error {
	return course.RecordConsent(ctx, f, course.Consent{ID: db.NewID(), PersonID: b.mother, Kind: course.ForRecord, Status: s, At: at,
		How: course.Signed, Scope: "Noter om samvær"})
}

func (b *house) as(who access.Actor, f func(ctx context.Context, f *casefile.Writer) error) {
	b.t.Helper()
	b.w.OK(b.t, b.w.Write(b.t, who, b.course, f))
}

func (b *house) do(f func(ctx context.Context, f *casefile.Writer) error) {
	b.t.Helper()
	b.as(b.w.Lone, f)
}

func (b *house) read(f func(ctx context.Context, f *casefile.Reader) error) {
	b.t.Helper()
	b.w.OK(b.t, b.w.Read(b.t, b.w.Lone, b.course, f))
}

// booked puts a contact from 14.30 to 16.30 in the calendar and moves the clock to
// the same day, after it.
func (b *house) booked(day clock.Date) string {
	b.t.Helper()
	id := db.NewID()
	b.do(func(ctx context.Context, f *casefile.Writer) error {
		_, err := contact.Book(ctx, f, b.strand, session.Session{ID: id, EntryID: db.NewID(), PlannedStart: day.At(14, 30), PlannedEnd: day.At(16, 30),
			Place: "Gulfinken", Staff: []string{"lone"}, Persons: []string{b.child, b.mother}})
		return err
	})
	return id
}

// today books a contact of the world's day and lets it be over.
func (b *house) today() string {
	id := b.booked(clock.NewDate(2026, 10, 1))
	b.w.SetNow(afternoon)
	return id
}

func (b *house) get(id string) (c contact.Contact) {
	b.t.Helper()
	b.read(func(ctx context.Context, f *casefile.Reader) (err error) {
		c, err = contact.Get(ctx, f, id)
		return err
	})
	return c
}

// entry is an entry of Lone's phone, the next in number.
func (b *house) entry(kind wire.Kind, sessionID string, payload any) outbox.Entry {
	b.t.Helper()
	text, err := json.Marshal(payload)
	b.w.OK(b.t, err)
	b.seq++
	schema := wire.WritingSchema
	switch payload.(type) {
	case wire.Payload, wire.Segment:
		schema = wire.Schema
	}
	return outbox.Entry{Payload: text, Device: "telefon", By: b.w.Lone, Received: b.w.Now(), Header: wire.Header{
		V: 1, ID: outboxtest.ULID(b.w.Now()), Device: "telefon", Seq: b.seq, Case: b.course, Contact: sessionID, Kind: kind,
		Wall: b.w.Now().Format(time.RFC3339Nano), Schema: schema,
	}}
}

func (b *house) writing(sessionID string, w wire.Writing) outbox.Entry {
	b.t.Helper()
	w.V, w.Session = 1, sessionID
	kind := wire.KindNote
	if w.Picture != nil {
		kind = wire.KindFile
	}
	return b.entry(kind, sessionID, w)
}

// apply puts an entry in its place as Lone, or does not.
func (b *house) apply(e outbox.Entry) error {
	b.t.Helper()
	return b.w.Write(b.t, b.w.Lone, b.course, func(ctx context.Context, f *casefile.Writer) error { return phone.Apply(ctx, f, e) })
}

// put is apply that must go well, twice.
func (b *house) put(e outbox.Entry) outbox.Entry {
	b.t.Helper()
	for range 2 {
		if err := b.apply(e); err != nil {
			b.t.Fatalf("%s: %v %s", e.Payload, err, why(err))
		}
	}
	return e
}

// refused is apply that must fail with a key.
func (b *house) refused(e outbox.Entry, key string) {
	b.t.Helper()
	if err := b.apply(e); why(err) != key {
		b.t.Errorf("got %v (%s), want %s", err, why(err), key)
	}
}

func why(err error) string {
	if errors.Is(err, outbox.ErrWaits) {
		return "waits"
	}
	e, ok := fault.As(err)
	switch {
	case !ok:
		return ""
	case len(e.Fields) > 0:
		return e.Fields[0].Key
	}
	return e.Key
}

func yes() *bool { b := true; return &b }
func no() *bool  { b := false; return &b }

// held is the least that is written of a contact that was held.
func held() *wire.During {
	return &wire.During{Start: "2026-10-01T14:30:00+02:00", End: "2026-10-01T16:30:00+02:00", Outcome: "as_agreed", BroughtBy: "Plejemor",
		FetchedBy: "Plejemor", Direct: 120}
}

func segment(id, sessionID string) wire.Segment {
	return wire.Segment{V: 1, ID: id, Session: sessionID, Part: "play", Scheme: scheme.Shipped().Ref(), Fingerprint: scheme.Shipped().Fingerprint(),
		Live: true, Started: "2026-10-01T14:40:00+02:00"}
}

func tapOf(segment string, deed interaction.Deed, at int64, code string) wire.Payload {
	return wire.Payload{V: 1, Segment: segment, Deed: string(deed), At: at, Code: code}
}
