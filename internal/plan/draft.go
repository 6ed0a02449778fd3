package plan

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// Draft begins a new plan with the given id, drawn from the one in force or, for
// the first, from the course's dates and focus areas. While a plan is being
// written or waits for the leader, that one is returned instead, so asking
// twice begins only one.
func Draft(ctx context.Context, f *casefile.Writer, id string) (Plan, error) {
	if err := f.Need(access.Plan, access.Write); err != nil {
		return Plan{}, err
	}
	all, err := Versions(ctx, &f.Reader)
	if err != nil {
		return Plan{}, err
	}
	for _, p := range all {
		if p.ID == id || p.Status == StatusDraft || p.Status == StatusSubmitted {
			return p, nil
		}
	}
	p, err := begin(ctx, f, all)
	if err != nil {
		return Plan{}, err
	}
	p.ID, p.AuthorID = id, f.Actor.ID
	if err := insert(ctx, f, p); err != nil {
		return Plan{}, fmt.Errorf("begin plan %s: %w", id, err)
	}
	if err := note(ctx, f, id, Drafted, ""); err != nil {
		return Plan{}, err
	}
	return Get(ctx, &f.Reader, id)
}

// begin returns the content a new draft starts with.
func begin(ctx context.Context, f *casefile.Writer, all []Plan) (Plan, error) {
	next := 1
	if len(all) > 0 {
		next = all[0].Number + 1
	}
	for _, p := range all {
		if p.Status != StatusApproved {
			continue
		}
		from := p
		from.Number, from.Supersedes = next, p.ID
		from.Goals = p.Open()
		from.Reason, from.ExtraReason, from.DurationReason = "", "", ""
		from.ToldOn, from.Extra = clock.Date{}, 0
		return from, nil
	}
	c, err := course.Get(ctx, &f.Reader)
	if err != nil {
		return Plan{}, err
	}
	p := Plan{Number: next, StartOn: c.StartOn}
	if p.StartOn.IsZero() {
		p.StartOn = c.DecisionOn
	}
	areas, err := course.FocusAreas(ctx, &f.Reader)
	if err != nil {
		return Plan{}, err
	}
	for _, a := range areas {
		p.Goals = append(p.Goals, Goal{ID: db.NewID(), FocusAreaID: a.ID, Kind: GoalDevelop, Rating: true})
	}
	return p, nil
}

// Revise saves a draft as it stands; it may be unfinished. Version must be the one
// the draft was read at: otherwise it fails with Conflict and nothing is
// written. A plan that waits for the leader or was approved cannot be revised.
func Revise(ctx context.Context, f *casefile.Writer, p Plan) error {
	if err := f.Need(access.Plan, access.Write); err != nil {
		return err
	}
	stored, err := Get(ctx, &f.Reader, p.ID)
	if err != nil {
		return err
	}
	if stored.Status != StatusDraft {
		return fault.New(fault.Conflict, "plan.locked")
	}
	if err := p.readable(); err != nil {
		return err
	}
	p.EndOn = p.LastDay()
	sealed, err := f.Seal("plan", p.ID, p.text())
	if err != nil {
		return fmt.Errorf("seal plan %s: %w", p.ID, err)
	}
	n, err := f.Exec(ctx, `UPDATE plan SET start_on = $1, end_on = $2, told_on = $3, hours = $4, sealed = $5,
		entered_by = $6, entered_at = $7, version = version + 1
		WHERE id = $8 AND course_id = $9 AND version = $10 AND status = 'draft'`,
		p.StartOn, p.EndOn, p.ToldOn, p.Planned(), sealed, f.Actor.ID, db.Micros(f.Now()),
		p.ID, f.CourseID, p.Version)
	if err != nil {
		return fmt.Errorf("revise plan %s: %w", p.ID, err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, "plan.stale")
	}
	if err := writeSteps(ctx, f, p); err != nil {
		return err
	}
	if f.Actor.ID == stored.AuthorID {
		return nil
	}
	return noteOnce(ctx, f, p.ID, Revised)
}

// note adds a line to the history of the plans.
func note(ctx context.Context, f *casefile.Writer, planID string, kind EventKind, words string) error {
	id := db.NewID()
	sealed, err := f.Seal("plan_event", id, words)
	if err != nil {
		return fmt.Errorf("plan %s %s: %w", planID, kind, err)
	}
	_, err = f.Exec(ctx, `INSERT INTO plan_event (id, course_id, plan_id, kind, sealed, entered_by, entered_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, id, f.CourseID, planID, kind, sealed, f.Actor.ID, db.Micros(f.Now()))
	if err != nil {
		return fmt.Errorf("plan %s %s: %w", planID, kind, err)
	}
	return nil
}

// noteOnce adds the line unless this person has one of the kind on the plan already.
func noteOnce(ctx context.Context, f *casefile.Writer, planID string, kind EventKind) error {
	events, err := History(ctx, &f.Reader)
	if err != nil {
		return err
	}
	for _, e := range events {
		if e.PlanID == planID && e.Kind == kind && e.By == f.Actor.ID {
			return nil
		}
	}
	return note(ctx, f, planID, kind, "")
}

// History returns what happened to the plans of the course, the newest first. An
// adviser sees the approvals.
func History(ctx context.Context, f *casefile.Reader) ([]Event, error) {
	if err := f.Need(access.Plan, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT id, plan_id, kind, sealed, entered_by, entered_at FROM plan_event
		WHERE course_id = $1 ORDER BY entered_at DESC, id DESC`, f.CourseID)
	events, err := db.Scan(rows, err, func(rows *sql.Rows) (e Event, err error) {
		var sealed []byte
		var at int64
		if err := rows.Scan(&e.ID, &e.PlanID, &e.Kind, &sealed, &e.By, &at); err != nil {
			return e, err
		}
		e.At = db.Time(at)
		return e, f.Unseal("plan_event", e.ID, sealed, &e.Note)
	})
	if err != nil {
		return nil, fmt.Errorf("history of plans of course %s: %w", f.CourseID, err)
	}
	if !within(f) {
		events = slices.DeleteFunc(events, func(e Event) bool { return e.Kind != Approved })
	}
	return events, nil
}
