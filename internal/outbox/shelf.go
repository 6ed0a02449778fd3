package outbox

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/wire"
)

// mostReason is how long a reason for setting aside may be, in characters.
const mostReason = 1000

func shelved(rows *sql.Rows) (Shelved, error) {
	w, err := scan(rows)
	return w.shelved(), err
}

func (w row) shelved() Shelved {
	return Shelved{ID: w.id, EntryID: w.entryID, CourseID: w.course, SessionID: w.session, DeviceID: w.device, OwnerID: w.owner, Kind: w.kind, Seq: w.seq,
		At: w.wall, Received: w.received, Offset: w.offset, Why: w.why, Args: w.args, Clash: w.clash, Waits: w.why == whyWaits,
		InPlace: !w.applied.IsZero(), SettledAt: w.settled, SettledBy: w.settledBy, Aside: w.settlement == aside}
}

// What a person did with a shelved entry.
const (
	released = "released"
	aside    = "aside"
)

// mayLook refuses those who neither read what consultants write nor could with a reason.
func mayLook(f *casefile.Reader) error {
	if f.Can(access.Notes, access.Read) || f.AsksReason(access.Notes) {
		return nil
	}
	return f.Need(access.Notes, access.Read)
}

// Shelf returns what of the case waits for a person, in the order of the phones'
// clocks: what the trade refused, what clashes, with the one it clashes with, and
// what has waited for another entry for more than a day. What is in an entry is for
// Read. Those who never see what consultants write are Denied.
func Shelf(ctx context.Context, f *casefile.Reader) ([]Shelved, error) {
	if err := mayLook(f); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT `+columns+` FROM outbox_entry WHERE course_id = $1 AND applied_at = 0 AND settled_at = 0 AND (why <> $2 OR received_at < $3)
		UNION SELECT `+columns+` FROM outbox_entry WHERE course_id = $1 AND clash = 1 AND settled_at = 0 ORDER BY wall, seq, id`,
		f.CourseID, whyWaits, db.Micros(f.Now().Add(-lateAfter)))
	found, err := db.Scan(rows, err, scan)
	if err != nil {
		return nil, fmt.Errorf("read the shelf of course %s: %w", f.CourseID, err)
	}
	var all []Shelved
	for _, w := range found {
		if len(w.sealed) > 0 {
			if err := w.unseal(f); err != nil {
				return nil, err
			}
		}
		all = append(all, w.shelved())
	}
	return all, nil
}

// Waiting returns what waits for a person over many courses: what the actor entered,
// and all of the courses that the actor leads. Ids and times only.
func Waiting(ctx context.Context, tx *casefile.Tx, actor access.Actor) ([]Shelved, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM outbox_entry WHERE applied_at = 0 AND settled_at = 0 AND (why <> $1 OR received_at < $2)
		AND (owner_id = $3 OR EXISTS (SELECT 1 FROM access_now n WHERE n.course_id = outbox_entry.course_id AND n.staff_id = $3 AND n.relation = $4))
		ORDER BY wall, seq, id`, whyWaits, db.Micros(tx.Now().Add(-lateAfter)), actor.ID, access.LeaderOf)
	all, err := db.Scan(rows, err, shelved)
	if err != nil {
		return nil, fmt.Errorf("list what waits on shelves: %w", err)
	}
	return all, nil
}

// find reads one entry of the case, in its place or not; NotFound when it has none
// of that id.
func find(ctx context.Context, f *casefile.Reader, id string) (row, error) {
	rows, err := f.Query(ctx, `SELECT `+columns+` FROM outbox_entry WHERE course_id = $1 AND id = $2`, f.CourseID, id)
	found, err := db.Scan(rows, err, scan)
	w, err := casefile.Pick(found, err, func(row) bool { return true })
	if err != nil {
		return w, err
	}
	return w, w.unseal(f)
}

// Read returns what an entry says, for somebody who may read both notes and
// contacts, and writes down that it was read. An entry that is in its place is read
// there: NotFound.
func Read(ctx context.Context, f *casefile.Reader, id string) (payload []byte, s Shelved, err error) {
	for _, kind := range []access.Kind{access.Notes, access.Contact} {
		if err := f.Need(kind, access.Read); err != nil {
			return nil, s, err
		}
	}
	w, err := find(ctx, f, id)
	if err != nil {
		return nil, s, err
	}
	if len(w.sealed) == 0 {
		return nil, s, fault.New(fault.NotFound, "case.not-here")
	}
	return w.payload, w.shelved(), f.Record("read", "outbox_entry", id)
}

// Release puts a shelved entry in its place after all, as what whoever made it
// entered. She herself may while she has the right, and a leader of the course. What
// the trade refuses still is returned as that refusal, and the entry stays; so does
// one that still waits for another: Conflict. Twice: nothing happens the second time.
func Release(ctx context.Context, f *casefile.Writer, id string, apply Apply) error {
	w, err := find(ctx, &f.Reader, id)
	if err != nil || !w.applied.IsZero() {
		return err
	}
	file, err := f.For(ctx, w.owner)
	if err != nil {
		return err
	}
	if err := release(ctx, file, &w, f.Actor, apply); err != nil {
		return err
	}
	return after(ctx, file, w.session, apply)
}

// ReleaseAll releases everything of a session that waits for a person, in the order
// of each phone, and says how many came into their place and how many stay. A
// clashing entry stays: it is looked at alone.
func ReleaseAll(ctx context.Context, f *casefile.Writer, sessionID string, apply Apply) (placed, left int, err error) {
	rows, err := f.Query(ctx, `SELECT `+columns+` FROM outbox_entry WHERE course_id = $1 AND session_id = $2 AND applied_at = 0 AND settled_at = 0 ORDER BY device_id, seq`,
		f.CourseID, sessionID)
	found, err := db.Scan(rows, err, scan)
	if err != nil {
		return 0, 0, fmt.Errorf("read the shelf of course %s: %w", f.CourseID, err)
	}
	files := map[string]*casefile.Writer{}
	for i := range found {
		w := &found[i]
		if files[w.owner] == nil {
			if files[w.owner], err = f.For(ctx, w.owner); err != nil {
				return 0, 0, err
			}
		}
		if w.clash {
			left++
			continue
		}
		if err := w.unseal(&f.Reader); err != nil {
			return placed, left, err
		}
		err := release(ctx, files[w.owner], w, f.Actor, apply)
		_, refused := fault.As(err)
		switch {
		case err == nil:
			placed++
		case refused:
			left++
		default:
			return placed, left, err
		}
	}
	for _, file := range files {
		if err := after(ctx, file, sessionID, apply); err != nil {
			return placed, left, err
		}
	}
	return placed, left, nil
}

// after tries what waited for what has just come into its place.
func after(ctx context.Context, file *casefile.Writer, session string, apply Apply) error {
	for {
		moved, err := retry(ctx, file, session, apply)
		if err != nil || !moved {
			return err
		}
	}
}

// release puts one entry in its place for whoever decided it.
func release(ctx context.Context, file *casefile.Writer, w *row, by access.Actor, apply Apply) error {
	if w.clash {
		w.head.ID = standIn(w.hash) // its own id is another's already
	}
	switch err := attempt(ctx, file, w, apply); {
	case errors.Is(err, ErrWaits):
		return fault.New(fault.Conflict, "outbox.release.waits")
	case errors.Is(err, errPanicked):
		return fault.New(fault.Unavailable, whyFailed)
	case err != nil:
		return err
	}
	if err := w.moved(ctx, file); err != nil {
		return err
	}
	return w.settle(ctx, file, decision{by: by, what: released, reason: []byte{}})
}

// decision is what a person did with a shelved entry.
type decision struct {
	by     access.Actor
	what   string
	reason []byte // sealed
}

func (w *row) settle(ctx context.Context, file *casefile.Writer, d decision) error {
	_, err := file.Exec(ctx, `UPDATE outbox_entry SET settled_at = $3, settled_by = $4, settlement = $5, settled_why = $6 WHERE id = $1 AND course_id = $2`,
		w.id, w.course, db.Micros(file.Now()), d.by.ID, d.what, d.reason)
	if err == nil && w.clash {
		_, err = file.Exec(ctx, `UPDATE outbox_entry SET clash = 0 WHERE course_id = $1 AND applied_at <> 0 AND clash = 1
			AND (entry_id = $2 OR device_id = $3 AND seq = $4)`, w.course, w.entryID, w.device, w.seq)
	}
	if err != nil {
		return fmt.Errorf("settle entry %s: %w", w.entryID, err)
	}
	return file.Record(d.what, "outbox_entry", w.id)
}

// SetAside takes an entry off the shelf without putting it in its place; it is kept
// as it came, with the reason. Whoever made it may, and a leader of the course. With
// the beginning of a coded stretch go the entries of the same phone that wait for
// it. Twice: nothing happens the second time.
func SetAside(ctx context.Context, f *casefile.Writer, id, reason string) error {
	w, err := find(ctx, &f.Reader, id)
	if err != nil || !w.applied.IsZero() || !w.settled.IsZero() {
		return err
	}
	file, err := f.For(ctx, w.owner)
	if err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	var problems fault.Problems
	switch n := utf8.RuneCountInString(reason); {
	case n == 0:
		problems.Add("reason", "outbox.reason.missing")
	case n > mostReason:
		problems.Add("reason", "outbox.reason.long", fault.Args{"max": mostReason})
	}
	if err := problems.Err(); err != nil {
		return err
	}
	together := []row{w}
	if w.kind == wire.KindStart {
		more, err := followers(ctx, f, w)
		if err != nil {
			return err
		}
		together = append(together, more...)
	}
	for i := range together {
		one := &together[i]
		sealed, err := f.Seal("outbox_entry", one.id+" reason", reason)
		if err != nil {
			return err
		}
		if err := one.settle(ctx, file, decision{by: f.Actor, what: aside, reason: sealed}); err != nil {
			return err
		}
	}
	return nil
}

// followers are the entries that wait for a beginning, up to the next one of the
// same phone in the session.
func followers(ctx context.Context, f *casefile.Writer, start row) ([]row, error) {
	rows, err := f.Query(ctx, `SELECT `+columns+` FROM outbox_entry WHERE course_id = $1 AND session_id = $2 AND device_id = $3 AND seq > $4
		AND applied_at = 0 AND settled_at = 0 AND why = $5 AND NOT EXISTS (SELECT 1 FROM outbox_entry o WHERE o.device_id = $3 AND o.session_id = $2
			AND o.kind = 'start' AND o.seq > $4 AND o.seq < outbox_entry.seq) ORDER BY seq`,
		f.CourseID, start.session, start.device, start.seq, whyWaits)
	found, err := db.Scan(rows, err, scan)
	if err != nil {
		return nil, fmt.Errorf("read what waits in course %s: %w", f.CourseID, err)
	}
	return found, nil
}

// Reason returns why an entry was set aside; empty when it was not.
func Reason(ctx context.Context, f *casefile.Reader, id string) (reason string, err error) {
	if err := mayLook(f); err != nil {
		return "", err
	}
	var sealed []byte
	err = f.QueryRow(ctx, `SELECT settled_why FROM outbox_entry WHERE course_id = $1 AND id = $2`, f.CourseID, id).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return "", fault.New(fault.NotFound, "case.not-here")
	}
	if err != nil {
		return "", fmt.Errorf("read why entry %s was set aside: %w", id, err)
	}
	if len(sealed) == 0 {
		return "", nil
	}
	return reason, f.Unseal("outbox_entry", id+" reason", sealed, &reason)
}

const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// standIn is the id under which a clashing entry is put in its place: made from its
// fingerprint, so that it is the same each time.
func standIn(hash []byte) string {
	out := make([]byte, 26)
	for i := range out {
		out[i] = letters[hash[i]&31]
	}
	out[0] = letters[hash[0]&7]
	return string(out)
}

// Refusal is an entry that was refused, kept as it came.
type Refusal struct {
	DeviceID, OwnerID string
	Hash              []byte
	Received          time.Time
	Why               string // language key
	Size              int
}

// Refusals returns what was refused of the actor's own phones and of those of the
// people the actor leads, the newest first.
func Refusals(ctx context.Context, tx *casefile.Tx, actor access.Actor) ([]Refusal, error) {
	rows, err := tx.Query(ctx, `SELECT r.device_id, r.owner_id, r.hash, r.received_at, r.why, r.size FROM outbox_refused r JOIN account a ON a.id = r.owner_id
		WHERE a.id = $1 OR a.leader_id = $1 ORDER BY r.received_at DESC, r.hash`, actor.ID)
	all, err := db.Scan(rows, err, func(rows *sql.Rows) (r Refusal, err error) {
		var at int64
		err = rows.Scan(&r.DeviceID, &r.OwnerID, &r.Hash, &at, &r.Why, &r.Size)
		r.Received = db.Time(at)
		return r, err
	})
	if err != nil {
		return nil, fmt.Errorf("list what was refused: %w", err)
	}
	return all, nil
}
