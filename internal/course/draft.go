package course

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// Step is one step of a referral as it was typed. Complete says that nothing was
// missing when it was saved.
type Step struct {
	Name     string
	Fields   map[string]string
	Complete bool
	Version  int64 // 0: never saved
	SavedBy  string
	SavedAt  time.Time
}

// SaveStep keeps a step of a referral that is being written. s.Version is the one
// the form was read at; when somebody else saved it since, the answer is a Conflict.
func SaveStep(ctx context.Context, f *casefile.Writer, s Step) error {
	if err := f.Need(access.Order, access.Write); err != nil {
		return err
	}
	c, err := read(ctx, &f.Reader)
	if err != nil {
		return err
	}
	if c.Status != Draft {
		return fault.New(fault.Conflict, "course.referral.sent")
	}
	id := f.CourseID + "." + s.Name
	sealed, err := f.Seal("referral_draft", id, s.Fields)
	if err != nil {
		return err
	}
	complete := 0
	if s.Complete {
		complete = 1
	}
	var n int64
	if s.Version == 0 {
		n, err = f.Exec(ctx, `INSERT INTO referral_draft (id, course_id, step, version, complete, sealed, entered_by, entered_at)
			VALUES ($1,$2,$3,1,$4,$5,$6,$7) ON CONFLICT (id) DO NOTHING`,
			id, f.CourseID, s.Name, complete, sealed, f.Actor.ID, db.Micros(f.Now()))
	} else {
		n, err = f.Exec(ctx, `UPDATE referral_draft SET version = version + 1, complete = $3, sealed = $4, entered_by = $5, entered_at = $6
			WHERE id = $1 AND version = $2`, id, s.Version, complete, sealed, f.Actor.ID, db.Micros(f.Now()))
	}
	if err != nil {
		return fmt.Errorf("save step of referral %s: %w", f.CourseID, err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, "course.changed")
	}
	return nil
}

// Steps gives the saved steps of a referral that is being written, by name.
func Steps(ctx context.Context, f *casefile.Reader) (map[string]Step, error) {
	if err := f.Need(access.Order, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT id, step, version, complete, sealed, entered_by, entered_at FROM referral_draft WHERE course_id = $1`, f.CourseID)
	all, err := db.Scan(rows, err, func(rows *sql.Rows) (s Step, err error) {
		var id string
		var complete, at int64
		var sealed []byte
		if err := rows.Scan(&id, &s.Name, &s.Version, &complete, &sealed, &s.SavedBy, &at); err != nil {
			return s, err
		}
		s.Complete, s.SavedAt = complete == 1, db.Time(at)
		return s, f.Unseal("referral_draft", id, sealed, &s.Fields)
	})
	if err != nil {
		return nil, fmt.Errorf("read steps of referral %s: %w", f.CourseID, err)
	}
	out := make(map[string]Step, len(all))
	for _, s := range all {
		out[s.Name] = s
	}
	return out, nil
}

// DraftSteps gives one step of every referral that is being written and that the
// actor may see, by course, for a list of them.
func DraftSteps(ctx context.Context, tx *casefile.Tx, actor access.Actor, name string) (map[string]Step, error) {
	list, err := casefile.OpenList(ctx, tx, actor, access.Purpose{Code: access.Refer}, "referrals being written")
	if err != nil {
		return nil, err
	}
	type sealedStep struct {
		courseID, id string
		step         Step
		sealed       []byte
	}
	rows, err := list.Query(ctx, `SELECT d.course_id, d.id, d.step, d.version, d.complete, d.sealed, d.entered_by, d.entered_at
		FROM referral_draft d WHERE d.step = $2 AND d.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1)`, actor.ID, name)
	all, err := db.Scan(rows, err, func(rows *sql.Rows) (s sealedStep, err error) {
		var complete, at int64
		err = rows.Scan(&s.courseID, &s.id, &s.step.Name, &s.step.Version, &complete, &s.sealed, &s.step.SavedBy, &at)
		s.step.Complete, s.step.SavedAt = complete == 1, db.Time(at)
		return s, err
	})
	if err != nil {
		return nil, fmt.Errorf("read referrals being written: %w", err)
	}
	ids := make([]string, len(all))
	for i, s := range all {
		ids[i] = s.courseID
	}
	if err := list.Unlock(ctx, ids); err != nil {
		return nil, err
	}
	list.Found(len(all))
	out := map[string]Step{}
	for _, s := range all {
		if err := list.Unseal(s.courseID, "referral_draft", s.id, s.sealed, &s.step.Fields); err != nil {
			return nil, err
		}
		out[s.courseID] = s.step
	}
	return out, nil
}
