// Package audit is the log of who did what with which family's file, and why.
// Every line is bound to the one before it with a key that does not lie with
// the data, so that a changed, removed or inserted line is found.
package audit

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

	"samspil/internal/db"
	"samspil/internal/seal"
)

// Line is one line of the log. Only what a person wrote (a reason, what was
// searched for) is sealed; the rest holds no family data.
type Line struct {
	Sequence int64
	At       time.Time
	Actor    string // id of one natural person, or "system", or "" before log-in
	Role     string
	CourseID string // empty where no case file is concerned
	Act      string // open, read, list, search, change, extract, reveal, refuse, log-in, log-out …
	Kind     string // kind of information or name of the table
	Object   string // opaque id
	Purpose  string // code of the purpose
	Result   string // "done", "refused", a count
	Request  string // id of the request
	Digest   []byte // SHA-256 of the stored ciphertext, for a change
	Sealed   []byte // reason or criterion, under the case's or the installation's key
}

// Log writes lines and checks them.
type Log struct {
	key []byte
}

// New returns a log whose lines are bound with the key store's chain key.
func New(keys *seal.Keys) *Log { return &Log{key: keys.ChainKey()} }

const head = "head"

// Append adds lines in order as the last act of the transaction, one after the
// other with everybody else's. If it fails, the transaction does.
func (l *Log) Append(ctx context.Context, tx *db.Tx, lines []Line) error {
	if len(lines) == 0 {
		return nil
	}
	if err := tx.Lock(ctx, "audit"); err != nil {
		return fmt.Errorf("wait for the audit log: %w", err)
	}
	seq, prev, err := readHead(ctx, tx)
	if err != nil {
		return err
	}
	hashes := make([][]byte, len(lines))
	for i := range lines {
		seq++
		lines[i].Sequence = seq
		prev = l.bind(prev, &lines[i])
		hashes[i] = prev
	}
	for from := 0; from < len(lines); from += together {
		to := min(from+together, len(lines))
		if err := insert(ctx, tx, lines[from:to], hashes[from:to]); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `INSERT INTO audit_head (name, sequence, hash) VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash`, head, seq, prev)
	if err != nil {
		return fmt.Errorf("write the head of the audit log: %w", err)
	}
	return nil
}

func readHead(ctx context.Context, tx *db.Tx) (seq int64, hash []byte, err error) {
	err = tx.QueryRow(ctx, `SELECT sequence, hash FROM audit_head WHERE name = $1`, head).Scan(&seq, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil, nil
	}
	if err != nil {
		return 0, nil, fmt.Errorf("read the head of the audit log: %w", err)
	}
	return seq, hash, nil
}

const columns = `sequence, at, actor, role, course_id, act, kind, object, purpose, result, request, digest, sealed, hash`

// together is how many lines are written in one statement; everybody waits for
// the log, so it is held for as few of them as can be.
const together = 32

func insert(ctx context.Context, tx *db.Tx, lines []Line, hashes [][]byte) error {
	const each = 14
	var places strings.Builder
	args := make([]any, 0, each*len(lines))
	for i := range lines {
		n := &lines[i]
		for j := range each {
			mark := ","
			if j == 0 {
				mark = ",("
			}
			fmt.Fprintf(&places, "%s$%d", mark, i*each+j+1)
		}
		places.WriteByte(')')
		args = append(args, n.Sequence, db.Micros(n.At), n.Actor, n.Role, n.CourseID, n.Act, n.Kind, n.Object, n.Purpose, n.Result, n.Request,
			notNil(n.Digest), notNil(n.Sealed), hashes[i])
	}
	_, err := tx.Exec(ctx, `INSERT INTO audit_line (`+columns+`) VALUES `+places.String()[1:], args...)
	if err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	return nil
}

func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// bind returns the keyed hash of the line and of everything before it.
func (l *Log) bind(prev []byte, n *Line) []byte {
	mac := hmac.New(sha256.New, l.key)
	var size [8]byte
	put := func(b []byte) {
		binary.BigEndian.PutUint64(size[:], uint64(len(b)))
		mac.Write(size[:])
		mac.Write(b)
	}
	put(prev)
	for _, v := range []int64{n.Sequence, db.Micros(n.At)} {
		binary.BigEndian.PutUint64(size[:], uint64(v))
		mac.Write(size[:])
	}
	for _, s := range []string{n.Actor, n.Role, n.CourseID, n.Act, n.Kind, n.Object, n.Purpose, n.Result, n.Request} {
		put([]byte(s))
	}
	put(n.Digest)
	put(n.Sealed)
	return mac.Sum(nil)
}

func scan(rows *sql.Rows) (n Line, hash []byte, err error) {
	var at int64
	err = rows.Scan(&n.Sequence, &at, &n.Actor, &n.Role, &n.CourseID, &n.Act, &n.Kind, &n.Object, &n.Purpose, &n.Result, &n.Request,
		&n.Digest, &n.Sealed, &hash)
	n.At = db.Time(at)
	return n, hash, err
}

// OfCourse returns the newest lines about a course, newest first, at most limit.
func OfCourse(ctx context.Context, tx *db.Tx, courseID string, limit int) ([]Line, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM audit_line WHERE course_id = $1 ORDER BY sequence DESC LIMIT $2`, courseID, limit)
	return db.Scan(rows, err, func(r *sql.Rows) (Line, error) {
		n, _, err := scan(r)
		return n, err
	})
}

// Finding is a place where the log is not what was written.
type Finding struct {
	Sequence int64  // the line, or the first of those that are missing
	What     string // changed, removed, inserted, cut
}

// String says it in words for the administrator.
func (f Finding) String() string {
	switch f.What {
	case "removed":
		return fmt.Sprintf("line %d has been removed", f.Sequence)
	case "inserted":
		return fmt.Sprintf("line %d has been inserted", f.Sequence)
	case "cut":
		return fmt.Sprintf("the log has been cut: line %d and what followed are missing", f.Sequence)
	}
	return fmt.Sprintf("line %d has been changed", f.Sequence)
}

// Verify reads the whole log and returns how many lines it has and everything
// that was changed, removed or inserted since it was written. After a damaged
// line it goes on from that line's stored hash, so that each is named.
func (l *Log) Verify(ctx context.Context, data *db.DB, keys *seal.Keys) (lines int64, found []Finding, err error) {
	marks, err := checkpoints(ctx, keys.Store())
	if err != nil {
		return 0, nil, err
	}
	err = data.View(ctx, func(tx *db.Tx) error {
		seq, hash, err := readHead(ctx, tx)
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `SELECT `+columns+` FROM audit_line ORDER BY sequence`)
		if err != nil {
			return fmt.Errorf("read the audit log: %w", err)
		}
		defer rows.Close()
		c := check{log: l, marks: marks}
		for rows.Next() {
			n, stored, err := scan(rows)
			if err != nil {
				return err
			}
			c.line(n, stored)
		}
		c.end(seq, hash)
		lines, found = c.lines, c.found
		return rows.Err()
	})
	return lines, found, err
}

// check walks the chain.
type check struct {
	log   *Log
	marks map[int64][]byte
	lines int64
	last  int64
	prev  []byte
	found []Finding
}

func (c *check) line(n Line, stored []byte) {
	c.lines++
	want := c.log.bind(c.prev, &n)
	genuine := bytes.Equal(want, stored)
	switch {
	case n.Sequence <= 0:
		c.add(n.Sequence, "inserted")
		return
	case n.Sequence > c.last+1:
		c.add(c.last+1, "removed")
		// The line after a gap cannot be checked against its forerunner; the
		// next ones can.
	case !genuine:
		c.add(n.Sequence, "changed")
	}
	if mark, ok := c.marks[n.Sequence]; ok && !bytes.Equal(mark, stored) {
		c.add(n.Sequence, "changed")
	}
	c.last, c.prev = n.Sequence, stored
}

func (c *check) end(headSequence int64, headHash []byte) {
	top := headSequence
	for seq := range c.marks {
		top = max(top, seq)
	}
	switch {
	case top > c.last:
		c.add(c.last+1, "cut")
	case headSequence < c.last:
		c.add(headSequence+1, "inserted")
	case c.last > 0 && !bytes.Equal(headHash, c.prev):
		c.add(c.last, "changed")
	}
}

func (c *check) add(seq int64, what string) {
	f := Finding{seq, what}
	for _, have := range c.found {
		if have == f {
			return
		}
	}
	c.found = append(c.found, f)
}

func checkpoints(ctx context.Context, store *db.DB) (map[int64][]byte, error) {
	marks := map[int64][]byte{}
	err := store.View(ctx, func(tx *db.Tx) error {
		rows, err := tx.Query(ctx, `SELECT sequence, hash FROM checkpoint`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var seq int64
			var hash []byte
			if err := rows.Scan(&seq, &hash); err != nil {
				return err
			}
			marks[seq] = hash
		}
		return rows.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("read the checkpoints: %w", err)
	}
	return marks, nil
}

// Checkpoint notes the present end of the log beside the keys, out of the reach
// of whoever holds the data alone. What was written since the last checkpoint
// is the window in which a cut log can be passed off as whole.
func (l *Log) Checkpoint(ctx context.Context, data *db.DB, keys *seal.Keys, now time.Time) error {
	var seq int64
	var hash []byte
	err := data.View(ctx, func(tx *db.Tx) (err error) {
		seq, hash, err = readHead(ctx, tx)
		return err
	})
	if err != nil || seq == 0 {
		return err
	}
	return keys.Store().Update(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO checkpoint (sequence, at, hash) VALUES ($1, $2, $3) ON CONFLICT (sequence) DO NOTHING`, seq, db.Micros(now), hash)
		return err
	})
}
