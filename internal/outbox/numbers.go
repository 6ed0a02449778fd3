package outbox

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/device"
	"samspil/internal/fault"
	"samspil/internal/wire"
)

// spent are numbers of a phone that are accounted for without an entry.
type spent struct {
	device      string
	first, last int64
	why         string
}

func spend(ctx context.Context, tx *casefile.Tx, s spent) error {
	_, err := tx.Exec(ctx, `INSERT INTO outbox_spent (device_id, first_seq, last_seq, why, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
		s.device, s.first, s.last, s.why, db.Micros(tx.Now()))
	if err != nil {
		return fmt.Errorf("account for numbers of phone %s: %w", s.device, err)
	}
	return nil
}

// void closes the hole that the phone says it cannot fill, whatever has become of
// the phone or of the right to the case.
func (t *turn) void(ctx context.Context, w *row) error {
	var lost wire.Lost
	if json.Unmarshal(w.payload, &lost) != nil || lost.V < 1 || lost.V > wire.Version || lost.From < 1 || lost.To < lost.From || lost.To >= w.seq {
		w.lay(whyUnreadable, nil)
		return nil
	}
	w.applied = t.tx.Now()
	return spend(ctx, t.tx, spent{w.device, lost.From, lost.To, string(wire.KindVoid)})
}

// span is a range of numbers, both ends included.
type span = [2]int64

// heldAfter returns the numbers of a phone above one that are accounted for, as
// ranges in order.
func heldAfter(ctx context.Context, tx *db.Tx, deviceID string, above int64) ([]span, error) {
	rows, err := tx.Query(ctx, `SELECT seq, seq FROM outbox_entry WHERE device_id = $1 AND seq > $2
		UNION SELECT first_seq, last_seq FROM outbox_spent WHERE device_id = $1 AND last_seq > $2 ORDER BY 1, 2`, deviceID, above)
	all, err := db.Scan(rows, err, func(rows *sql.Rows) (s span, err error) {
		err = rows.Scan(&s[0], &s[1])
		return s, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the numbers of phone %s: %w", deviceID, err)
	}
	return all, nil
}

// advance moves the mark up to which every number of the phone is accounted for.
func advance(ctx context.Context, tx *casefile.Tx, deviceID string) error {
	var whole int64
	if err := tx.QueryRow(ctx, `SELECT whole FROM outbox_line WHERE device_id = $1`, deviceID).Scan(&whole); err != nil {
		return fmt.Errorf("read how far phone %s is whole: %w", deviceID, err)
	}
	held, err := heldAfter(ctx, tx.Tx, deviceID, whole)
	if err != nil {
		return err
	}
	before, top := whole, whole
	for _, s := range held {
		if s[0] <= whole+1 {
			whole = max(whole, s[1])
		}
		top = max(top, s[1])
	}
	if whole == before && top <= before {
		return nil
	}
	_, err = tx.Exec(ctx, `UPDATE outbox_line SET whole = $2, head = CASE WHEN head < $3 THEN CAST($3 AS BIGINT) ELSE head END WHERE device_id = $1`, deviceID, whole, top)
	if err != nil {
		return fmt.Errorf("note how far phone %s is whole: %w", deviceID, err)
	}
	return nil
}

// Holes returns the numbers of a phone that never came, as ranges with both ends
// included, up to the highest it has told of. Who may see them is for the caller to
// ask; a number says nothing of a family.
func Holes(ctx context.Context, tx *casefile.Tx, deviceID string) ([][2]int64, error) {
	var head, whole int64
	err := tx.QueryRow(ctx, `SELECT COALESCE(MAX(head), 0), COALESCE(MAX(whole), 0) FROM outbox_line WHERE device_id = $1`, deviceID).Scan(&head, &whole)
	if err != nil {
		return nil, fmt.Errorf("read how far phone %s has come: %w", deviceID, err)
	}
	held, err := heldAfter(ctx, tx.Tx, deviceID, whole)
	if err != nil {
		return nil, err
	}
	var holes [][2]int64
	next := whole + 1
	for _, s := range held {
		if s[0] > next {
			holes = append(holes, span{next, s[0] - 1})
		}
		next = max(next, s[1]+1)
	}
	if next <= head {
		holes = append(holes, span{next, head})
	}
	return holes, nil
}

// Breaks returns the numbers of entries that do not follow on the one before, as the
// phone signed it: somebody has written on the phone past its program, or put an
// older copy of its storage back. Who may see them is for the caller to ask.
func Breaks(ctx context.Context, tx *casefile.Tx, deviceID string) ([]int64, error) {
	rows, err := tx.Query(ctx, `SELECT e.seq FROM outbox_entry e WHERE e.device_id = $1
		AND EXISTS (SELECT 1 FROM outbox_entry b WHERE b.device_id = $1 AND b.seq = e.seq - 1)
		AND NOT EXISTS (SELECT 1 FROM outbox_entry b WHERE b.device_id = $1 AND b.seq = e.seq - 1 AND b.hash = e.prev) ORDER BY e.seq`, deviceID)
	all, err := db.Scan(rows, err, func(rows *sql.Rows) (n int64, err error) {
		err = rows.Scan(&n)
		return n, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the chain of phone %s: %w", deviceID, err)
	}
	return all, nil
}

// State answers, signed, which of the entries that a phone asks for the server holds
// with just that hash. What it does not hold, after a backup was restored for
// instance, the phone offers again. Invalid when more is asked than MostAsked.
func State(ctx context.Context, store *casefile.Store, d device.Device, ask wire.Ask) (signed wire.Signed, err error) {
	switch {
	case ask.V < 1 || ask.Device != d.ID || len(ask.Nonce) > 80:
		return signed, fault.New(fault.Invalid, "interaction.wire.unreadable")
	case ask.V > wire.Version:
		return signed, fault.New(fault.Invalid, "interaction.wire.newer", fault.Args{"v": ask.V})
	case len(ask.Have) > wire.MostAsked:
		return signed, fault.New(fault.Invalid, "outbox.asked", fault.Args{"max": wire.MostAsked})
	}
	err = store.Update(ctx, func(tx *casefile.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE outbox_line SET head = $2 WHERE device_id = $1 AND head < $2`, d.ID, min(ask.Head, mostSeq))
		if err != nil {
			return fmt.Errorf("note how far phone %s has come: %w", d.ID, err)
		}
		s := wire.State{V: wire.Version, Device: d.ID, Nonce: ask.Nonce, At: stamp(tx.Now()), Closed: d.Revoked(), Held: [][2]int64{}, Lacks: [][2]int64{}}
		if err := compare(ctx, tx, ask, &s); err != nil {
			return err
		}
		if s.Holes, err = Holes(ctx, tx, d.ID); err != nil {
			return err
		}
		s.Holes = append([][2]int64{}, s.Holes...)
		signed, err = sign(ctx, tx, func(key string) any { s.Key = key; return s })
		return err
	})
	return signed, err
}

// compare holds what a phone believes against what is there.
func compare(ctx context.Context, tx *casefile.Tx, ask wire.Ask, s *wire.State) error {
	if len(ask.Have) == 0 {
		return nil
	}
	have := slices.Clone(ask.Have)
	slices.SortStableFunc(have, func(a, b wire.Have) int { return cmp.Compare(a.Seq, b.Seq) })
	rows, err := tx.Query(ctx, `SELECT seq, hash FROM outbox_entry WHERE device_id = $1 AND seq BETWEEN $2 AND $3 ORDER BY seq`,
		ask.Device, have[0].Seq, have[len(have)-1].Seq)
	held, err := db.Scan(rows, err, func(rows *sql.Rows) (h wire.Have, err error) {
		err = rows.Scan(&h.Seq, (*[]byte)(&h.Hash))
		return h, err
	})
	if err != nil {
		return fmt.Errorf("read the entries of phone %s: %w", ask.Device, err)
	}
	there := map[int64][][]byte{}
	for _, h := range held {
		there[h.Seq] = append(there[h.Seq], h.Hash)
	}
	for _, h := range have {
		to := &s.Lacks
		if slices.ContainsFunc(there[h.Seq], func(hash []byte) bool { return bytes.Equal(hash, h.Hash) }) {
			to = &s.Held
		}
		add(to, h.Seq)
	}
	return nil
}

// add puts a number at the end of ranges that are in order.
func add(to *[][2]int64, n int64) {
	if last := len(*to) - 1; last >= 0 && (*to)[last][1] >= n-1 {
		(*to)[last][1] = max((*to)[last][1], n)
		return
	}
	*to = append(*to, span{n, n})
}

// Unended is a coded stretch that began on a phone and of which no end has come.
type Unended struct {
	CourseID, SessionID string
	DeviceID, OwnerID   string
	Last                time.Time // the phone's clock, of the last that came of the session
	Came                int       // entries of the session that came
}

// Endless returns the sessions in which coding began and no end has come: the
// person's own, and a leader's in the courses he or she leads. Ids only.
func Endless(ctx context.Context, tx *casefile.Tx, actor access.Actor) ([]Unended, error) {
	rows, err := tx.Query(ctx, `SELECT e.course_id, e.session_id, e.device_id, e.owner_id, MAX(a.wall), COUNT(*) FROM (
			SELECT course_id, session_id, device_id, owner_id FROM outbox_entry
			WHERE (kind = 'start' OR kind = 'end') AND settlement <> 'aside' AND (owner_id = $1 OR EXISTS
				(SELECT 1 FROM access_now n WHERE n.course_id = outbox_entry.course_id AND n.staff_id = $1 AND n.relation = $2))
			GROUP BY course_id, session_id, device_id, owner_id
			HAVING SUM(CASE WHEN kind = 'start' THEN 1 ELSE -1 END) > 0) e
		JOIN outbox_entry a ON a.device_id = e.device_id AND a.session_id = e.session_id AND a.course_id = e.course_id
		GROUP BY e.course_id, e.session_id, e.device_id, e.owner_id ORDER BY 5, 2`, actor.ID, access.LeaderOf)
	all, err := db.Scan(rows, err, func(rows *sql.Rows) (u Unended, err error) {
		var last int64
		err = rows.Scan(&u.CourseID, &u.SessionID, &u.DeviceID, &u.OwnerID, &last, &u.Came)
		u.Last = db.Time(last)
		return u, err
	})
	if err != nil {
		return nil, fmt.Errorf("list what has no end: %w", err)
	}
	return all, nil
}

// Quiet is a phone that has sent nothing for some time.
type Quiet struct {
	DeviceID, OwnerID string
	SeenAt            time.Time
	Waits             int // entries that lay on it, as it last said
}

// Silent returns the phones that sent something once and nothing since the given
// time: the person's own, and a leader's people's. Those that were shut out are left
// to package device.
func Silent(ctx context.Context, tx *casefile.Tx, actor access.Actor, since time.Time) ([]Quiet, error) {
	rows, err := tx.Query(ctx, `SELECT l.device_id, l.owner_id, l.seen_at, l.waits FROM outbox_line l JOIN account a ON a.id = l.owner_id
		WHERE l.seen_at < $2 AND (a.id = $1 OR a.leader_id = $1) ORDER BY l.seen_at, l.device_id`, actor.ID, db.Micros(since))
	all, err := db.Scan(rows, err, func(rows *sql.Rows) (q Quiet, err error) {
		var seen int64
		err = rows.Scan(&q.DeviceID, &q.OwnerID, &seen, &q.Waits)
		q.SeenAt = db.Time(seen)
		return q, err
	})
	if err != nil {
		return nil, fmt.Errorf("list silent phones: %w", err)
	}
	return all, nil
}
