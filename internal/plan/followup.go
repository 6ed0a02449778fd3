package plan

import (
	"context"
	"database/sql"
	"fmt"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/programme"
)

type followUpText struct{ Adjust, Reason, ChildWish string }

// Hold records that a follow-up was held and when the next one comes. The law names
// no rhythm after the first (barnets lov § 95(3)): NextOn may stay open, and is
// then a task, but a date needs a reason and what the child wants. Twice with the
// same ID: nothing happens the second time.
func Hold(ctx context.Context, f *casefile.Writer, prog programme.Programme, u FollowUp) error {
	if err := f.Need(access.Plan, access.Write); err != nil {
		return err
	}
	if err := u.check(f.Today()); err != nil {
		return err
	}
	due, err := NextFollowUp(ctx, &f.Reader, prog)
	if err != nil {
		return err
	}
	u.DueOn = due.On
	sealed, err := f.Seal("follow_up", u.ID, followUpText{u.Adjust, u.Reason, u.ChildWish})
	if err != nil {
		return fmt.Errorf("follow-up %s: %w", u.ID, err)
	}
	_, err = f.Exec(ctx, `INSERT INTO follow_up (id, course_id, due_on, held_on, next_on, told_on, sealed,
		entered_by, entered_at, supersedes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING`,
		u.ID, f.CourseID, u.DueOn, u.HeldOn, u.NextOn, u.ToldOn, sealed, f.Actor.ID, db.Micros(f.Now()), u.Supersedes)
	if err != nil {
		return fmt.Errorf("follow-up %s: %w", u.ID, err)
	}
	return nil
}

func (u FollowUp) check(today clock.Date) error {
	var bad fault.Problems
	switch {
	case u.HeldOn.IsZero():
		bad.Add("held", "plan.followup.held")
	case u.HeldOn.After(today):
		bad.Add("held", "plan.future")
	}
	if blank(u.Adjust) {
		bad.Add("adjust", "plan.followup.adjust")
	}
	if !u.NextOn.IsZero() {
		if !u.NextOn.After(u.HeldOn) {
			bad.Add("next", "plan.followup.next")
		}
		if blank(u.Reason) {
			bad.Add("reason", "plan.followup.reason")
		}
	}
	if blank(u.ChildWish) {
		bad.Add("childwish", "plan.followup.childwish")
	}
	if u.ToldOn.After(today) {
		bad.Add("told", "plan.future")
	}
	long(&bad, "adjust", u.Adjust, maxText)
	long(&bad, "reason", u.Reason, maxText)
	long(&bad, "childwish", u.ChildWish, maxText)
	return bad.Err()
}

// FollowUps returns the follow-ups that were held, the latest first; those that were
// replaced by a correction are left out.
func FollowUps(ctx context.Context, f *casefile.Reader) ([]FollowUp, error) {
	if err := f.Need(access.Plan, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT id, due_on, held_on, next_on, told_on, sealed, entered_by, entered_at, supersedes
		FROM follow_up u WHERE course_id = $1
		AND NOT EXISTS (SELECT 1 FROM follow_up n WHERE n.course_id = u.course_id AND n.supersedes = u.id)
		ORDER BY held_on DESC, entered_at DESC`, f.CourseID)
	all, err := db.Scan(rows, err, func(rows *sql.Rows) (u FollowUp, err error) {
		var sealed []byte
		var at int64
		var t followUpText
		if err := rows.Scan(&u.ID, &u.DueOn, &u.HeldOn, &u.NextOn, &u.ToldOn, &sealed, &u.EnteredBy, &at, &u.Supersedes); err != nil {
			return u, err
		}
		err = f.Unseal("follow_up", u.ID, sealed, &t)
		u.Adjust, u.Reason, u.ChildWish, u.EnteredAt = t.Adjust, t.Reason, t.ChildWish, db.Time(at)
		return u, err
	})
	if err != nil {
		return nil, fmt.Errorf("follow-ups of course %s: %w", f.CourseID, err)
	}
	return all, nil
}

// Due is when a follow-up must be held.
type Due struct {
	On clock.Date
	// Rule is the row of the deadline table it comes from: "followup.first" (barnets
	// lov § 95(2)), "followup.s30_first" or "followup.next".
	Rule string
	// Undecided is true when a follow-up was held without deciding on the next one.
	Undecided bool
}

// NextFollowUp returns when the next follow-up is due: the first one by the
// programme's rule from the day the course started, later ones as decided at the
// last. No date before the course has started.
func NextFollowUp(ctx context.Context, f *casefile.Reader, prog programme.Programme) (Due, error) {
	held, err := FollowUps(ctx, f)
	if err != nil {
		return Due{}, err
	}
	if len(held) > 0 {
		return Due{On: held[0].NextOn, Rule: "followup.next", Undecided: held[0].NextOn.IsZero()}, nil
	}
	c, err := course.Get(ctx, f)
	if err != nil || c.StartOn.IsZero() || c.Status != course.Active && c.Status != course.Closed {
		return Due{}, err
	}
	return Due{On: prog.FirstReview(c.StartOn, c.Assessment.End), Rule: firstRule(prog, c.Basis)}, nil
}

// firstRule is the rule of the weightiest basis of the course: a decision under § 32
// weighs more than the lighter help under § 30.
func firstRule(prog programme.Programme, bases []string) string {
	rule := "followup.first"
	for _, id := range bases {
		b, ok := prog.Basis(id)
		if !ok || b.FollowUp == "" {
			continue
		}
		if b.Decision {
			return b.FollowUp
		}
		rule = b.FollowUp
	}
	return rule
}
