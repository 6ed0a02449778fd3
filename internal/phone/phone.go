// Package phone is what the entries of a phone do in a family's record, and what
// a phone is given for its owner's day.
//
// A phone sends what it has whenever there is a network, in any order and sometimes
// twice. Each entry is put in its place by the same functions that the desk's forms
// use, so that the same rules hold: who may write, what the law lets be described,
// what has been signed. What cannot be put in its place is kept by package outbox
// until a person has looked at it.
package phone

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/outbox"
	"samspil/internal/wire"
)

// Apply puts an entry in its place in the record. It returns outbox.ErrWaits where
// what the entry builds on has not come yet, and a fault that says why where the
// record does not take it: written by somebody else meanwhile, signed, not to be
// described. Applied twice, it changes nothing the second time.
func Apply(ctx context.Context, f *casefile.Writer, e outbox.Entry) error {
	if e.Header.Kind != wire.KindVoid {
		closed, err := course.IsClosed(ctx, &f.Reader)
		if err != nil {
			return err
		}
		if closed {
			return fault.New(fault.Conflict, "phone.closed")
		}
	}
	return Release(ctx, f, e)
}

// Release is Apply for what a person has looked at and lays in its place: a course
// that was closed meanwhile takes it too.
func Release(ctx context.Context, f *casefile.Writer, e outbox.Entry) error {
	switch {
	case e.Header.Kind == wire.KindVoid:
		return nil // says only that numbers are lost; the outbox counts them
	case e.Header.Schema == wire.WritingSchema:
		w, err := wire.ReadWriting(e.Payload)
		if err != nil {
			return err
		}
		return newDeed(f, e, w).apply(ctx)
	case e.Header.Schema != wire.Schema:
		return fault.New(fault.Invalid, "phone.schema")
	case e.Header.Kind == wire.KindStart:
		return begin(ctx, f, e)
	default:
		return tap(ctx, f, e)
	}
}

// begin opens a coded segment.
func begin(ctx context.Context, f *casefile.Writer, e outbox.Entry) error {
	var s wire.Segment
	switch {
	case json.Unmarshal(e.Payload, &s) != nil || s.V < 1:
		return fault.New(fault.Invalid, "interaction.wire.unreadable")
	case s.V > wire.Version:
		return fault.New(fault.Invalid, "interaction.wire.newer", fault.Args{"v": s.V})
	}
	opened, err := s.Opened()
	if err != nil {
		return err
	}
	opened.StartedAt = corrected(opened.StartedAt, e.Offset)
	if err := agreed(ctx, f, opened); err != nil {
		return err
	}
	err = interaction.Open(ctx, f, opened)
	if key := keyOf(err); key == "session.notfound" || key == "interaction.second.none" {
		return outbox.ErrWaits // the visit, or the first coding, is still on its way
	}
	return err
}

// wrongClock is how far a phone's clock may be from the server's and still be
// believed: the clocks of people.
const wrongClock = 2 * time.Minute

// corrected is a time of the phone's clock by the server's, where the phone's clock
// was wrong when it sent: a coding begun by a clock that is years ahead would else
// lie in the future. What the phone believed stays in the entry itself.
func corrected(at time.Time, offset time.Duration) time.Time {
	if offset.Abs() <= wrongClock {
		return at
	}
	return at.Add(offset)
}

// tap adds one tap to its segment.
func tap(ctx context.Context, f *casefile.Writer, e outbox.Entry) error {
	p, err := wire.Read(e.Payload)
	if err != nil {
		return err
	}
	got, err := interaction.Append(ctx, f, p.Segment, []interaction.Entry{p.Entry(e.Header.Envelope())})
	if keyOf(err) == "interaction.segment.none" {
		return outbox.ErrWaits
	}
	if err != nil {
		return fmt.Errorf("tap %s: %w", e.Header.ID, err)
	}
	switch got[0].Result {
	case interaction.Refused:
		return fault.New(fault.Invalid, got[0].Why)
	case interaction.Clash:
		return fault.New(fault.Conflict, got[0].Why)
	}
	return nil
}

// keyOf is the language key of a fault, the first of its fields' where it has some.
func keyOf(err error) string {
	e, ok := fault.As(err)
	if !ok {
		return ""
	}
	if len(e.Fields) > 0 {
		return e.Fields[0].Key
	}
	return e.Key
}

// moment reads a time of a writing; empty is none.
func moment(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return time.Time{}, fault.New(fault.Invalid, "interaction.wire.unreadable")
	}
	return at.In(clock.Copenhagen), nil
}

// moments reads several times at once.
func moments(texts ...string) ([]time.Time, error) {
	out := make([]time.Time, len(texts))
	var all error
	for i, text := range texts {
		at, err := moment(text)
		out[i], all = at, errors.Join(all, err)
	}
	if all != nil {
		return nil, fault.New(fault.Invalid, "interaction.wire.unreadable")
	}
	return out, nil
}
