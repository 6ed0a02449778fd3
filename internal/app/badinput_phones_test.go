package app

import (
	"context"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/demo"
	"samspil/internal/device"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/outbox"
	"samspil/internal/outbox/outboxtest"
	"samspil/internal/phone"
	"samspil/internal/wire"
)

// phones gives somebody a phone in use, and lays on the shelf what another one of
// theirs sent after it was shut out.
func (s *station) phones(t *testing.T, course string) {
	t.Helper()
	ctx := context.Background()
	var owner login.Account
	err := s.cases.Update(ctx, func(tx *casefile.Tx) (err error) {
		for _, a := range demo.People() {
			if a.Name == s.lead(t, course) {
				owner, err = login.Get(ctx, tx.Tx, a.ID)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s.newPhone(t, owner.Actor())
	p, d := s.newPhone(t, owner.Actor())
	at := s.placeOn(t, course)
	for _, text := range []string{"en ting", "en anden ting"} {
		if _, err := p.Seal(at, wire.KindNote, wire.Writing{V: wire.Version, Session: at.Contact, Note: &wire.Note{At: p.Now().Format("2006-01-02T15:04:05Z07:00"), Text: text}}); err != nil {
			t.Fatal(err)
		}
	}
	err = s.cases.Update(ctx, func(tx *casefile.Tx) (err error) {
		if err := device.Revoke(ctx, tx, owner.Actor(), d.ID, "væk"); err != nil {
			return err
		}
		d, err = device.Get(ctx, tx, d.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := outbox.Receive(ctx, s.cases, outbox.Sender{Device: d, Actor: owner.Actor(), Lang: lang.Danish}, p.Batch(wire.MostBatch), phone.Apply)
	if err != nil || len(answer.Verdicts) != 2 || answer.Verdicts[0].Result != wire.Stored {
		t.Fatalf("got %+v: %v", answer, err)
	}
}

// newPhone makes a phone known.
func (s *station) newPhone(t *testing.T, owner access.Actor) (*outboxtest.Phone, device.Device) {
	t.Helper()
	ctx := context.Background()
	p, err := outboxtest.New(s.now)
	if err != nil {
		t.Fatal(err)
	}
	var code string
	err = s.cases.Update(ctx, func(tx *casefile.Tx) (err error) {
		code, _, err = device.Code(ctx, tx, owner)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	d, err := device.Enrol(ctx, s.cases, device.Enrolment{Code: code, Name: "telefon", PIN: "271894", Public: p.Public(), Sign: p.Sign([]byte(wire.EnrolWords + code))})
	if err != nil {
		t.Fatal(err)
	}
	p.ID = d.ID
	return p, d
}

// placeOn is the newest contact of a course, and the key that phones seal to.
func (s *station) placeOn(t *testing.T, course string) outboxtest.Place {
	t.Helper()
	ctx := context.Background()
	id, public, err := s.keys.Outbox(ctx, course, s.now())
	if err != nil {
		t.Fatal(err)
	}
	at := outboxtest.Place{Case: course, Key: wire.PublicKey{Key: id, Public: public}}
	err = s.cases.Update(ctx, func(tx *casefile.Tx) error {
		return tx.QueryRow(ctx, `SELECT id FROM session WHERE course_id = $1 AND kind = 'contact' ORDER BY planned_start DESC LIMIT 1`, course).Scan(&at.Contact)
	})
	if err != nil {
		t.Fatal(err)
	}
	return at
}
