package phone_test

import (
	"context"
	"slices"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/device"
	"samspil/internal/interaction"
	"samspil/internal/outbox"
	"samspil/internal/outbox/outboxtest"
	"samspil/internal/phone"
	"samspil/internal/session"
	"samspil/internal/wire"
)

// real is a phone of Lone's that seals what it sends.
type real struct {
	*outboxtest.Phone
	b  *house
	at outboxtest.Place
}

func (b *house) real(sessionID string) *real {
	b.t.Helper()
	p, err := outboxtest.New(b.w.Now)
	b.w.OK(b.t, err)
	p.ID = "telefon"
	ctx := context.Background()
	key, public, err := b.w.Store.Keys.Outbox(ctx, b.course, b.w.Now())
	b.w.OK(b.t, err)
	_, p.Receipts, err = b.w.Store.Keys.ReceiptKey(ctx)
	b.w.OK(b.t, err)
	return &real{p, b, outboxtest.Place{Case: b.course, Contact: sessionID, Key: wire.PublicKey{Key: key, Public: public}}}
}

func (r *real) seal(payloads ...any) (sealed []wire.Sealed) {
	r.b.t.Helper()
	for _, p := range payloads {
		kind := wire.KindNote
		switch x := p.(type) {
		case wire.Segment:
			kind = wire.KindStart
		case wire.Payload:
			kind = wire.KindOf(x.Entry(wire.Envelope{}))
		}
		s, err := r.Seal(r.at, kind, p)
		r.b.w.OK(r.b.t, err)
		sealed = append(sealed, s)
	}
	return sealed
}

// sends hands entries in and returns what became of each.
func (r *real) sends(sealed ...wire.Sealed) (shelves []wire.Shelf, why []string) {
	r.b.t.Helper()
	batch := r.Sending(sealed...)
	answer, err := outbox.Receive(context.Background(), r.b.w.Store,
		outbox.Sender{Device: device.Device{ID: r.ID, OwnerID: "lone", Public: r.Public()}, Actor: r.b.w.Lone}, batch, phone.Apply)
	r.b.w.OK(r.b.t, err)
	r.b.w.OK(r.b.t, r.Take(batch, answer))
	for _, v := range answer.Verdicts {
		var shelf wire.Shelf
		if v.Receipt != nil {
			got, err := r.Verify(*v.Receipt)
			r.b.w.OK(r.b.t, err)
			shelf = got.Shelf
		}
		shelves, why = append(shelves, shelf), append(why, v.Why)
	}
	return shelves, why
}

func (r *real) wrote(w wire.Writing) wire.Writing {
	w.V, w.Session = 1, r.at.Contact
	return w
}

// TestAContactComesBackToFront: everything of a contact arrives in the reverse order,
// one at a time, and twice, and the record is the same.
func TestAContactComesBackToFront(t *testing.T) {
	each(t, func(b *house) {
		r := b.real(b.today())
		id := r.at.Contact
		first := r.seal(r.wrote(wire.Writing{Before: &wire.Before{Held: yes(), Focus: "Vente"}}))
		of := r.Entries[0].Head.ID
		sealed := append(first, r.seal(
			segment("stykke", id), tapOf("stykke", interaction.Point, 1000, "B-INI"), tapOf("stykke", interaction.Pause, 2000, ""),
			tapOf("stykke", interaction.Resume, 3000, ""), tapOf("stykke", interaction.End, 60000, ""),
			r.wrote(wire.Writing{During: held()}), r.wrote(wire.Writing{After: &wire.After{Held: yes(), NextTime: "Bilen", Attention: no()}}),
			r.wrote(wire.Writing{Note: &wire.Note{At: "2026-10-01T15:00:00+02:00", Text: "Griner"}}))...)
		slices.Reverse(sealed)
		for _, s := range slices.Concat(sealed, sealed) {
			if shelves, why := r.sends(s); shelves[0] != wire.InCase {
				b.t.Errorf("lies on %s: %s", shelves[0], why[0])
			}
		}
		c := b.get(id)
		if c.Before.ID != of || c.Before.Version != 1 || c.Status != session.Held || c.NextTime != "Bilen" || c.After.Version != 1 {
			b.t.Errorf("%+v", c)
		}
		b.read(func(ctx context.Context, f *casefile.Reader) error {
			s, err := interaction.Get(ctx, f, "stykke")
			if len(s.Recording.Events) != 1 || !s.Closed || s.Folded.EndAt != 60000 || s.Folded.Entries() != 4 {
				b.t.Errorf("%+v", s.Folded)
			}
			notes, err2 := phone.Notes(ctx, f, id)
			if len(notes) != 1 || err2 != nil {
				b.t.Errorf("%v: %v", notes, err2)
			}
			waits, err3 := outbox.Shelf(ctx, f)
			if len(waits) > 0 || err3 != nil {
				b.t.Errorf("still on the shelf: %+v %v", waits, err3)
			}
			return err
		})
	})
}

// TestARightThatHasEnded: what Lone wrote while she had the right and sent after it
// ended waits for the leader, who puts it in its place as Lone's.
func TestARightThatHasEnded(t *testing.T) {
	each(t, func(b *house) {
		r := b.real(b.today())
		sealed := r.seal(r.wrote(wire.Writing{During: held()}), r.wrote(wire.Writing{Note: &wire.Note{At: "2026-10-01T15:00:00+02:00", Text: "Griner"}}))
		b.as(b.w.Gitte, func(ctx context.Context, f *casefile.Writer) error { return f.Revoke(ctx, "lone", access.Lead) })
		shelves, _ := r.sends(sealed...)
		if !slices.Equal(shelves, []wire.Shelf{wire.Quarantine, wire.Quarantine}) {
			b.t.Fatalf("lie on %v", shelves)
		}
		b.as(b.w.Gitte, func(ctx context.Context, f *casefile.Writer) error {
			placed, left, err := outbox.ReleaseAll(ctx, f, r.at.Contact, phone.Apply)
			if placed != 2 || left != 0 {
				b.t.Errorf("placed %d, left %d", placed, left)
			}
			return err
		})
		b.w.OK(b.t, b.w.Read(b.t, b.w.Anders, b.course, func(ctx context.Context, f *casefile.Reader) error {
			c, err := contact.Get(ctx, f, r.at.Contact)
			if err != nil || c.During.EnteredBy != "lone" || c.Start != clock.NewDate(2026, 10, 1).At(14, 30) {
				b.t.Errorf("%+v: %v", c.During, err)
			}
			notes, err := phone.Notes(ctx, f, r.at.Contact)
			if len(notes) != 1 || notes[0].EnteredBy != "lone" {
				b.t.Errorf("%+v", notes)
			}
			return err
		}))
	})
}
