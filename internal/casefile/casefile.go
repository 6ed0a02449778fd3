// Package casefile is the one door to what is written about a family. Opening a
// course's file is three things in one act: the right to do so, a line in the
// audit log that says why, and the key that makes the file readable. Nothing in
// Samspil reaches a family's data in any other way.
//
// Each course has a file of its own, with a key of its own: the id of the case
// file is the id of the course.
package casefile

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"samspil/internal/access"
	"samspil/internal/audit"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/seal"
)

// Store is the installation: its data, its keys and its clock.
type Store struct {
	DB    *db.DB
	Keys  *seal.Keys
	Clock clock.Clock
	Log   *audit.Log

	refusals atomic.Int64
}

// NewStore puts a store together.
func NewStore(d *db.DB, keys *seal.Keys, now clock.Clock) *Store {
	return &Store{DB: d, Keys: keys, Clock: now, Log: audit.New(keys)}
}

// Tx is one transaction on the store. Its lines of the audit log are written as
// its last act.
type Tx struct {
	*db.Tx
	store *Store
	now   time.Time
	lines []audit.Line
}

// Update runs f in one transaction. When f is refused something, the refusal is
// written down in a transaction of its own, since f's own is undone.
func (s *Store) Update(ctx context.Context, f func(*Tx) error) error {
	return s.update(ctx, "", f)
}

// UpdateFor is Update for a request with an id, which the audit log keeps.
func (s *Store) UpdateFor(ctx context.Context, request string, f func(*Tx) error) error {
	return s.update(ctx, request, f)
}

func (s *Store) update(ctx context.Context, request string, f func(*Tx) error) error {
	var tx *Tx
	err := s.DB.Update(ctx, func(inner *db.Tx) error {
		inner.Request = request
		tx = &Tx{Tx: inner, store: s, now: s.Clock()}
		inner.AtEnd(func(ctx context.Context) error { return s.Log.Append(ctx, inner, tx.lines) })
		return f(tx)
	})
	var refused *refusal
	if errors.As(err, &refused) {
		s.writeRefusal(ctx, request, refused.line)
	}
	return err
}

// refusal carries the audit line of a denial out of the transaction that is undone.
type refusal struct {
	cause *fault.Error
	line  audit.Line
}

// Error says that it was refused, and nothing of the case.
func (r *refusal) Error() string { return r.cause.Error() }

// Unwrap makes the refusal a fault.
func (r *refusal) Unwrap() error { return r.cause }

func (s *Store) writeRefusal(ctx context.Context, request string, line audit.Line) {
	line.Request = request
	err := s.DB.Update(context.WithoutCancel(ctx), func(tx *db.Tx) error {
		return s.Log.Append(ctx, tx, []audit.Line{line})
	})
	if err != nil {
		s.refusals.Add(1) // the deed was refused all the same; the health page shows the number
	}
}

// UnloggedRefusals counts refusals that could not be written down since the
// start; anything but zero is for the administrator.
func (s *Store) UnloggedRefusals() int64 { return s.refusals.Load() }

// Now is the moment of the transaction, the same throughout it.
func (t *Tx) Now() time.Time { return t.now }

// Tick reads the store's clock anew. It is for a transaction in which much
// happens one thing after the other, such as filling the demo; everywhere else a
// transaction has one moment.
func (t *Tx) Tick() { t.now = t.store.Clock() }

// Today is the date in Denmark at that moment.
func (t *Tx) Today() clock.Date { return clock.DateOf(t.now) }

// Keys gives log-in and search what they need of the key store.
func (t *Tx) Keys() *seal.Keys { return t.store.Keys }

// Log adds a line to the audit log that concerns no opened file: a log-in, an
// account, a search.
func (t *Tx) Log(line audit.Line) {
	line.At, line.Request = t.now, t.Request
	t.lines = append(t.lines, line)
}

// Refuse makes the error of a denial outside a case file, and its audit line.
func (t *Tx) Refuse(actor access.Actor, kind, object string) error {
	return t.refuse(actor, "", kind, object, access.Purpose{})
}

func (t *Tx) refuse(actor access.Actor, courseID, kind, object string, p access.Purpose) error {
	return &refusal{
		cause: fault.New(fault.Denied, "case.not-here"),
		line: audit.Line{At: t.now, Actor: actor.ID, Role: string(actor.Role), CourseID: courseID, Act: "refuse", Kind: kind,
			Object: object, Purpose: p.Code, Result: "refused"},
	}
}

// Reader is a case file opened for reading. It carries the transaction, who
// opened it, why, and the key.
type Reader struct {
	CourseID string
	Actor    access.Actor
	Relation access.Relation
	Purpose  access.Purpose

	tx        *Tx
	relations []access.Relation
	key       *seal.Key
	standIn   *access.Actor // whoever really acts, where a file is opened for another; see Writer.For
}

// Writer is a case file opened for writing.
type Writer struct{ Reader }

// OpenRead opens the file of a course for somebody who has a relation to it. A
// course that does not exist and one that is not theirs give the same answer.
func OpenRead(ctx context.Context, tx *Tx, actor access.Actor, courseID string, p access.Purpose) (*Reader, error) {
	return open(ctx, tx, actor, courseID, p, "open")
}

// OpenWrite opens the file for writing. What may be written is decided kind by
// kind; see Reader.Need.
func OpenWrite(ctx context.Context, tx *Tx, actor access.Actor, courseID string, p access.Purpose) (*Writer, error) {
	r, err := open(ctx, tx, actor, courseID, p, "open-write")
	if err != nil {
		return nil, err
	}
	return &Writer{*r}, nil
}

func open(ctx context.Context, tx *Tx, actor access.Actor, courseID string, p access.Purpose, act string) (*Reader, error) {
	if actor.ID == "" || !access.KnownPurpose(p.Code) {
		return nil, tx.refuse(actor, courseID, "file", courseID, p)
	}
	rels, err := relations(ctx, tx, actor, courseID)
	if err != nil {
		return nil, err
	}
	if len(rels) == 0 {
		return nil, tx.refuse(actor, courseID, "file", courseID, p)
	}
	key, err := tx.store.Keys.CaseKey(ctx, courseID)
	if errors.Is(err, seal.ErrNoKey) {
		return nil, tx.refuse(actor, courseID, "key", courseID, p)
	}
	if err != nil {
		return nil, fmt.Errorf("open course %s: %w", courseID, err)
	}
	r := &Reader{CourseID: courseID, Actor: actor, Relation: rels[0], Purpose: p, tx: tx, relations: rels, key: key}
	return r, r.note(act, "file", courseID, nil)
}

// relations returns how the actor belongs to the course now, the strongest first.
func relations(ctx context.Context, tx *Tx, actor access.Actor, courseID string) ([]access.Relation, error) {
	if actor.Role == access.Machine {
		return []access.Relation{access.ByMachine}, nil
	}
	rows, err := tx.Query(ctx, `SELECT relation FROM access_now WHERE staff_id = $1 AND course_id = $2`, actor.ID, courseID)
	found, err := db.Scan(rows, err, scanRelation)
	if err != nil {
		return nil, fmt.Errorf("read relations to course %s: %w", courseID, err)
	}
	return ranked(found), nil
}

func (r *Reader) note(act, kind, object string, digest []byte) error {
	line := audit.Line{Actor: r.Actor.ID, Role: string(r.Actor.Role), CourseID: r.CourseID, Act: act, Kind: kind, Object: object,
		Purpose: r.Purpose.Code, Result: "done", Digest: digest}
	if r.standIn != nil {
		line.Actor, line.Role, line.Result = r.standIn.ID, string(r.standIn.Role), "done for "+r.Actor.ID
	}
	if r.Purpose.Reason != "" {
		sealed, err := r.key.Seal([]byte(r.Purpose.Reason), "audit "+r.CourseID)
		if err != nil {
			return fmt.Errorf("seal a reason: %w", err)
		}
		line.Sealed = sealed
	}
	r.tx.Log(line)
	return nil
}

// Reason reads the reason in an audit line of this course; empty where none was given.
func (r *Reader) Reason(line audit.Line) string {
	if len(line.Sealed) == 0 {
		return ""
	}
	plain, err := r.key.Open(line.Sealed, "audit "+r.CourseID)
	if err != nil {
		return ""
	}
	return string(plain)
}

// Can reports whether the opener may do this with the kind, by any of their relations.
func (r *Reader) Can(kind access.Kind, mode access.Mode) bool {
	for _, rel := range r.relations {
		if access.Decide(rel, kind, mode, r.Purpose) {
			return true
		}
	}
	return false
}

// AsksReason reports whether the opener could read the kind by giving a reason.
func (r *Reader) AsksReason(kind access.Kind) bool {
	if r.Can(kind, access.Read) {
		return false
	}
	for _, rel := range r.relations {
		if access.AsksReason(rel, kind) {
			return true
		}
	}
	return false
}

// Need returns a Denied error, which is also written down, unless the opener
// may do this with the kind. Every function of the trade begins with it.
func (r *Reader) Need(kind access.Kind, mode access.Mode) error {
	if r.Can(kind, mode) {
		return nil
	}
	return r.tx.refuse(r.Actor, r.CourseID, string(kind)+" "+mode.String(), r.CourseID, r.Purpose)
}

// NeedOurs is Need to write for the provider's people alone: where the adviser and the
// deputy may write too, they write answers, and never what is ours to record.
func (w *Writer) NeedOurs(kind access.Kind) error {
	if err := w.Need(kind, access.Write); err != nil {
		return err
	}
	if w.Actor.Role == access.Adviser {
		return w.tx.Refuse(w.Actor, string(kind), w.CourseID)
	}
	return nil
}

// Is reports whether the opener has the relation to the course now.
func (r *Reader) Is(rel access.Relation) bool {
	for _, have := range r.relations {
		if have == rel {
			return true
		}
	}
	return false
}

// Now is the moment of the transaction.
func (r *Reader) Now() time.Time { return r.tx.now }

// Today is the date in Denmark at that moment.
func (r *Reader) Today() clock.Date { return clock.DateOf(r.tx.now) }

// Tx is the transaction the file was opened in, for what concerns no family,
// such as the names of staff.
func (r *Reader) Tx() *Tx { return r.tx }

// Unseal reads what Seal stored for that row of that table into v.
func (r *Reader) Unseal(table, rowID string, sealed []byte, v any) error {
	return unseal(r.key, place{r.CourseID, table, rowID}, sealed, v)
}

// place is the one row that a sealed text belongs to.
type place struct{ courseID, table, rowID string }

func (p place) String() string { return p.courseID + "/" + p.table + "/" + p.rowID }

func unseal(key *seal.Key, at place, sealed []byte, v any) error {
	plain, err := key.Open(sealed, at.String())
	if err != nil {
		return fmt.Errorf("read %s %s: %w", at.table, at.rowID, err)
	}
	if err := json.Unmarshal(plain, v); err != nil {
		return fmt.Errorf("read %s %s: the text has another form than expected", at.table, at.rowID)
	}
	return nil
}

// Record writes one more line into the audit log: a place was shown, a document
// was printed, a list was taken out.
func (r *Reader) Record(act, kind, object string) error { return r.note(act, kind, object, nil) }

// Seal encrypts v for a row of a table and notes the change in the audit log
// with the fingerprint of what will be stored. It opens only there.
func (w *Writer) Seal(table, rowID string, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("seal %s %s: %w", table, rowID, err)
	}
	sealed, err := w.key.Seal(plain, place{w.CourseID, table, rowID}.String())
	if err != nil {
		return nil, fmt.Errorf("seal %s %s: %w", table, rowID, err)
	}
	digest := sha256.Sum256(sealed)
	return sealed, w.note("change", table, rowID, digest[:])
}
