package casefile

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"samspil/internal/access"
	"samspil/internal/audit"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/job"
)

// Query reads rows. Every statement names this course: WHERE course_id = $1.
func (r *Reader) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return r.tx.Query(ctx, query, args...)
}

// QueryRow reads one row.
func (r *Reader) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return r.tx.QueryRow(ctx, query, args...)
}

// Exec writes rows and returns how many.
func (w *Writer) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	return w.tx.Exec(ctx, query, args...)
}

// Enqueue writes a durable job that begins now. The payload holds ids only.
func (w *Writer) Enqueue(ctx context.Context, kind string, payload any) error {
	return job.Enqueue(ctx, w.tx.Tx, kind, "", payload, w.tx.now)
}

// EnqueueAt writes a durable job that begins at a time; a second one of the
// same kind with the same unique name is not made.
func (w *Writer) EnqueueAt(ctx context.Context, kind, unique string, payload any, at time.Time) error {
	return job.Enqueue(ctx, w.tx.Tx, kind, unique, payload, at)
}

// Create makes the case file of a new course and gives its maker a relation to
// it. The key is durable before the file is, so that nothing is ever sealed
// under a key that a power cut could take; made twice, the first stays and the
// maker opens it.
func Create(ctx context.Context, tx *Tx, actor access.Actor, courseID string, rel access.Relation) (*Writer, error) {
	if actor.ID == "" || rel == access.None {
		return nil, tx.refuse(actor, courseID, "file", courseID, access.Purpose{})
	}
	if err := tx.store.Keys.Create(ctx, courseID); err != nil {
		return nil, fmt.Errorf("create course %s: %w", courseID, err)
	}
	n, err := tx.Exec(ctx, `INSERT INTO casefile (id, created_at, created_by) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING`,
		courseID, db.Micros(tx.now), actor.ID)
	if err != nil {
		return nil, fmt.Errorf("create course %s: %w", courseID, err)
	}
	if n == 1 {
		if err := grant(ctx, tx, actor, courseID, actor.ID, rel); err != nil {
			return nil, err
		}
	}
	return OpenWrite(ctx, tx, actor, courseID, access.Purpose{Code: access.Refer})
}

// Grant gives a member of staff a relation to the course from now on. Granted
// twice, it is one relation. Who may grant is decided by the kind Team or Order.
func (w *Writer) Grant(ctx context.Context, staffID string, rel access.Relation) error {
	return grant(ctx, w.tx, w.Actor, w.CourseID, staffID, rel)
}

func grant(ctx context.Context, tx *Tx, by access.Actor, courseID, staffID string, rel access.Relation) error {
	n, err := tx.Exec(ctx, `INSERT INTO access_now (staff_id, course_id, relation) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, staffID, courseID, rel)
	if err != nil {
		return fmt.Errorf("grant on course %s: %w", courseID, err)
	}
	if n == 0 {
		return nil
	}
	_, err = tx.Exec(ctx, `INSERT INTO access_history (id, staff_id, course_id, relation, from_at, by_staff) VALUES ($1, $2, $3, $4, $5, $6)`,
		db.NewID(), staffID, courseID, rel, db.Micros(tx.now), by.ID)
	if err != nil {
		return fmt.Errorf("grant on course %s: %w", courseID, err)
	}
	tx.Log(audit.Line{Actor: by.ID, Role: string(by.Role), CourseID: courseID, Act: "grant", Kind: string(rel), Object: staffID, Result: "done"})
	return nil
}

// Revoke ends a relation now; the next opening is refused.
func (w *Writer) Revoke(ctx context.Context, staffID string, rel access.Relation) error {
	n, err := w.Exec(ctx, `DELETE FROM access_now WHERE staff_id = $1 AND course_id = $2 AND relation = $3`, staffID, w.CourseID, rel)
	if err != nil {
		return fmt.Errorf("revoke on course %s: %w", w.CourseID, err)
	}
	if n == 0 {
		return nil
	}
	_, err = w.Exec(ctx, `UPDATE access_history SET until_at = $1 WHERE staff_id = $2 AND course_id = $3 AND relation = $4 AND until_at = 0`,
		db.Micros(w.tx.now), staffID, w.CourseID, rel)
	if err != nil {
		return fmt.Errorf("revoke on course %s: %w", w.CourseID, err)
	}
	return w.note("revoke", string(rel), staffID, nil)
}

// Belongs is somebody's relation to the course.
type Belongs struct {
	StaffID  string
	Relation access.Relation
}

// Who returns everybody who may open the course now.
func (r *Reader) Who(ctx context.Context) ([]Belongs, error) {
	rows, err := r.Query(ctx, `SELECT staff_id, relation FROM access_now WHERE course_id = $1 ORDER BY relation, staff_id`, r.CourseID)
	return db.Scan(rows, err, func(rows *sql.Rows) (b Belongs, err error) {
		err = rows.Scan(&b.StaffID, &b.Relation)
		return b, err
	})
}

// ranked puts the relation with the most rights first.
func ranked(rels []access.Relation) []access.Relation {
	order := []access.Relation{access.Lead, access.PsychologistOn, access.Second, access.LeaderOf, access.AdviserOn, access.DeputyOf}
	slices.SortFunc(rels, func(a, b access.Relation) int { return slices.Index(order, a) - slices.Index(order, b) })
	return rels
}

func scanRelation(rows *sql.Rows) (rel access.Relation, err error) {
	err = rows.Scan(&rel)
	return rel, err
}

// Pick finds the row that is meant among all that were read; err is that of reading
// them. One that is not there is NotFound, which looks as a case does that one may
// not see.
func Pick[T any](all []T, err error, meant func(T) bool) (T, error) {
	var none T
	if err != nil {
		return none, err
	}
	if i := slices.IndexFunc(all, meant); i >= 0 {
		return all[i], nil
	}
	return none, fault.New(fault.NotFound, "case.not-here")
}
