package outbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/db"
	"samspil/internal/device"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/outbox"
	"samspil/internal/outbox/outboxtest"
	"samspil/internal/wire"
)

// rig is a world in which Lone has a phone.
type rig struct {
	*casefiletest.World
	t      testing.TB
	course string
	phone  *outboxtest.Phone
	from   outbox.Sender
	place  outboxtest.Place
}

func each(t *testing.T, f func(t *testing.T, r *rig)) {
	t.Helper()
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) { f(t, newRig(t, w)) })
}

func newRig(t testing.TB, w *casefiletest.World) *rig {
	t.Helper()
	ctx := context.Background()
	w.OK(t, w.Store.DB.Update(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `CREATE TABLE placed (entry_id TEXT PRIMARY KEY, course_id TEXT NOT NULL, entered_by TEXT NOT NULL, text TEXT NOT NULL)`)
		if err == nil {
			_, err = tx.Exec(ctx, `CREATE INDEX placed_text ON placed (text)`)
		}
		return err
	}))
	r := &rig{World: w, t: t, course: w.Course(t)}
	r.phone, r.from = r.enrol(w.Lone)
	r.place = r.at(r.course, "visit")
	return r
}

// enrol gives a person a phone.
func (r *rig) enrol(owner access.Actor) (*outboxtest.Phone, outbox.Sender) {
	r.t.Helper()
	ctx := context.Background()
	p, err := outboxtest.New(r.Now)
	r.OK(r.t, err)
	var code string
	r.OK(r.t, r.Store.Update(ctx, func(tx *casefile.Tx) (err error) {
		code, _, err = device.Code(ctx, tx, owner)
		return err
	}))
	d, err := device.Enrol(ctx, r.Store, device.Enrolment{Code: code, Name: "Telefon", PIN: "270194", App: "test", Public: p.Public(),
		Sign: p.Sign([]byte(wire.EnrolWords + code))})
	r.OK(r.t, err)
	p.ID = d.ID
	_, p.Receipts, err = r.Store.Keys.ReceiptKey(ctx)
	r.OK(r.t, err)
	return p, outbox.Sender{Device: d, Actor: owner, Lang: lang.Danish}
}

func (r *rig) at(course, session string) outboxtest.Place {
	r.t.Helper()
	id, public, err := r.Store.Keys.Outbox(context.Background(), course, r.Now())
	r.OK(r.t, err)
	return outboxtest.Place{Case: course, Contact: session, Key: wire.PublicKey{Key: id, Public: public}}
}

// note keeps a note on Lone's phone.
func (r *rig) note(text string) wire.Sealed { return r.noteOn(r.phone, r.place, text) }

func (r *rig) noteOn(p *outboxtest.Phone, at outboxtest.Place, text string) wire.Sealed {
	r.t.Helper()
	s, err := p.Seal(at, wire.KindNote, wire.Writing{V: 1, Session: at.Contact, Note: &wire.Note{Text: text}})
	r.OK(r.t, err)
	return s
}

// apply is a small trade: it writes each note into a table once, and is refused,
// waits or breaks down where the note says so.
func apply(ctx context.Context, f *casefile.Writer, e outbox.Entry) error {
	if err := f.Need(access.Contact, access.Write); err != nil {
		return err
	}
	var w wire.Writing
	if json.Unmarshal(e.Payload, &w) != nil || w.Note == nil {
		return fault.New(fault.Invalid, "interaction.wire.unreadable")
	}
	verb, rest, _ := strings.Cut(w.Note.Text, ":")
	if _, err := f.Exec(ctx, `INSERT INTO placed (entry_id, course_id, entered_by, text) VALUES ($1, $2, $3, $4)`, e.Header.ID, f.CourseID, f.Actor.ID, w.Note.Text); err != nil {
		return err
	}
	switch verb {
	case "refuse":
		return fault.New(fault.Conflict, "course.changed", fault.Args{"over": 3})
	case "break":
		panic("broken on purpose")
	case "later":
		return errors.New("no room on purpose")
	case "after":
		n := 0
		err := f.QueryRow(ctx, `SELECT COUNT(*) FROM placed WHERE course_id = $1 AND text = $2`, f.CourseID, rest).Scan(&n)
		if err == nil && n == 0 {
			err = outbox.ErrWaits
		}
		return err
	}
	return nil
}

// send has entries received as the phone's owner sends them.
func (r *rig) send(entries ...wire.Sealed) []wire.Verdict {
	r.t.Helper()
	return r.sendFrom(r.from, r.phone, entries...)
}

func (r *rig) sendFrom(from outbox.Sender, p *outboxtest.Phone, entries ...wire.Sealed) []wire.Verdict {
	r.t.Helper()
	b := p.Sending(entries...)
	answer, err := outbox.Receive(context.Background(), r.Store, from, b, apply)
	r.OK(r.t, err)
	r.OK(r.t, p.Take(b, answer))
	return answer.Verdicts
}

// results are the results of verdicts, and why.
func results(verdicts []wire.Verdict) (out []string) {
	for _, v := range verdicts {
		out = append(out, strings.TrimSuffix(string(v.Result)+" "+v.Why, " "))
	}
	return out
}

// placed returns what is in its place, by whom, in no order.
func (r *rig) placed() map[string]string {
	r.t.Helper()
	out := map[string]string{}
	ctx := context.Background()
	r.OK(r.t, r.Store.DB.View(ctx, func(tx *db.Tx) error {
		rows, err := tx.Query(ctx, `SELECT text, entered_by FROM placed`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var text, by string
			if err := rows.Scan(&text, &by); err != nil {
				return err
			}
			out[text] += by
		}
		return rows.Err()
	}))
	return out
}

func (r *rig) count(query string, args ...any) (n int) {
	r.t.Helper()
	r.OK(r.t, r.Store.DB.View(context.Background(), func(tx *db.Tx) error {
		return tx.QueryRow(context.Background(), query, args...).Scan(&n)
	}))
	return n
}

func (r *rig) waiting(actor access.Actor) (all []outbox.Shelved) {
	r.t.Helper()
	r.OK(r.t, r.Store.Update(context.Background(), func(tx *casefile.Tx) (err error) {
		all, err = outbox.Waiting(context.Background(), tx, actor)
		return err
	}))
	return all
}

func (r *rig) holes(deviceID string) (holes [][2]int64) {
	r.t.Helper()
	r.OK(r.t, r.Store.Update(context.Background(), func(tx *casefile.Tx) (err error) {
		holes, err = outbox.Holes(context.Background(), tx, deviceID)
		return err
	}))
	return holes
}

func (r *rig) release(actor access.Actor, id string) error {
	return r.Write(r.t, actor, r.course, func(ctx context.Context, f *casefile.Writer) error { return outbox.Release(ctx, f, id, apply) })
}
