package casefile

import (
	"context"
	"errors"
	"fmt"

	"samspil/internal/access"
	"samspil/internal/db"
	"samspil/internal/login"
)

// For opens the file once more as another member of staff, for putting in place
// what she entered while she had the right: it becomes hers, as if it had come in
// time. Only a leader of the course may, or the program itself; the other must have
// belonged to the course at some time, and acts with the relations she had. Every
// line of the audit log names whoever really acted, and for whom. For oneself it is
// the file as it is.
func (w *Writer) For(ctx context.Context, staffID string) (*Writer, error) {
	if staffID == w.Actor.ID {
		return w, nil
	}
	if w.standIn != nil || !w.Is(access.LeaderOf) && !w.Is(access.ByMachine) {
		return nil, w.tx.refuse(w.Actor, w.CourseID, "for", staffID, w.Purpose)
	}
	rows, err := w.Query(ctx, `SELECT DISTINCT relation FROM access_history WHERE course_id = $1 AND staff_id = $2`, w.CourseID, staffID)
	had, err := db.Scan(rows, err, scanRelation)
	if err != nil {
		return nil, fmt.Errorf("read former relations to course %s: %w", w.CourseID, err)
	}
	if len(had) == 0 {
		return nil, w.tx.refuse(w.Actor, w.CourseID, "for", staffID, w.Purpose)
	}
	account, err := login.Get(ctx, w.tx.Tx, staffID)
	if err != nil {
		return nil, fmt.Errorf("act for %s: %w", staffID, err)
	}
	had = ranked(had)
	by := w.Actor
	other := &Writer{Reader{CourseID: w.CourseID, Actor: account.Actor(), Relation: had[0], Purpose: w.Purpose,
		tx: w.tx, relations: had, key: w.key, standIn: &by}}
	return other, other.note("open-for", "file", w.CourseID, nil)
}

// Try runs f as a part of the transaction that can fail by itself: then what f
// wrote is undone with its lines of the audit log, a refusal is written down, and
// the transaction goes on. What f returned is returned. A Try within a Try is not
// possible.
func (t *Tx) Try(ctx context.Context, f func() error) error {
	const point = "try"
	if _, err := t.Exec(ctx, `SAVEPOINT `+point); err != nil {
		return fmt.Errorf("begin a part: %w", err)
	}
	lines := len(t.lines)
	failed := f()
	if failed == nil {
		if _, err := t.Exec(ctx, `RELEASE SAVEPOINT `+point); err != nil {
			return fmt.Errorf("end a part: %w", err)
		}
		return nil
	}
	if _, err := t.Exec(ctx, `ROLLBACK TO SAVEPOINT `+point); err != nil {
		return fmt.Errorf("undo a part: %w", err)
	}
	if _, err := t.Exec(ctx, `RELEASE SAVEPOINT `+point); err != nil {
		return fmt.Errorf("end a part: %w", err)
	}
	t.lines = t.lines[:lines]
	var refused *refusal
	if errors.As(failed, &refused) {
		t.Log(refused.line)
	}
	return failed
}
