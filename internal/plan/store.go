package plan

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// text is what of a plan is kept under the case key.
type text struct {
	Reviews        []clock.Date
	StepReasons    []string
	Goals          []Goal
	Activities     []string
	ActivityNote   string
	Prerequisites  []Prerequisite
	Reason         string
	DurationReason string
	ExtraReason    string
	RhythmReason   string
}

func (p Plan) text() text {
	t := text{
		Reviews: p.Reviews, Goals: p.Goals, Activities: p.Activities, ActivityNote: p.ActivityNote,
		Prerequisites: p.Prerequisites, Reason: p.Reason, DurationReason: p.DurationReason,
		ExtraReason: p.ExtraReason, RhythmReason: p.RhythmReason,
	}
	for _, s := range p.Steps {
		t.StepReasons = append(t.StepReasons, s.Reason)
	}
	return t
}

func (p *Plan) fill(t text) {
	p.Reviews, p.Goals, p.Activities, p.ActivityNote = t.Reviews, t.Goals, t.Activities, t.ActivityNote
	p.Prerequisites, p.Reason, p.DurationReason = t.Prerequisites, t.Reason, t.DurationReason
	p.ExtraReason, p.RhythmReason = t.ExtraReason, t.RhythmReason
	for i := range min(len(p.Steps), len(t.StepReasons)) {
		p.Steps[i].Reason = t.StepReasons[i]
	}
}

// Current returns the plan in force, and false when none was approved yet.
func Current(ctx context.Context, f *casefile.Reader) (Plan, bool, error) {
	return first(ctx, f, StatusApproved)
}

// Pending returns the plan that is being written or waits for the leader, and
// false when there is none. The adviser sees only
// what was approved, so for an adviser there never is one.
func Pending(ctx context.Context, f *casefile.Reader) (Plan, bool, error) {
	return first(ctx, f, StatusDraft, StatusSubmitted)
}

func first(ctx context.Context, f *casefile.Reader, wanted ...Status) (Plan, bool, error) {
	all, err := Versions(ctx, f)
	if err != nil {
		return Plan{}, false, err
	}
	for _, p := range all {
		for _, s := range wanted {
			if p.Status == s {
				return p, true, nil
			}
		}
	}
	return Plan{}, false, nil
}

// Get returns one plan of the course. NotFound when the course has no such plan,
// or the actor may not see it yet.
func Get(ctx context.Context, f *casefile.Reader, id string) (Plan, error) {
	all, err := Versions(ctx, f)
	if err != nil {
		return Plan{}, err
	}
	for _, p := range all {
		if p.ID == id {
			return p, nil
		}
	}
	return Plan{}, fault.New(fault.NotFound, "plan.notfound")
}

// Versions returns every plan of the course, the newest first. An adviser gets
// those that were approved.
func Versions(ctx context.Context, f *casefile.Reader) ([]Plan, error) {
	if err := f.Need(access.Plan, access.Read); err != nil {
		return nil, err
	}
	plans, err := loadPlans(ctx, f)
	if err != nil {
		return nil, err
	}
	if err := loadSteps(ctx, f, plans); err != nil {
		return nil, err
	}
	for i := range plans {
		var t text
		if err := f.Unseal("plan", plans[i].ID, plans[i].sealed, &t); err != nil {
			return nil, fmt.Errorf("open plan %s: %w", plans[i].ID, err)
		}
		plans[i].fill(t)
	}
	return finish(ctx, f, plans)
}

// row is a plan as it lies in the database.
type row struct {
	Plan
	sealed []byte
}

func loadPlans(ctx context.Context, f *casefile.Reader) ([]row, error) {
	rows, err := f.Query(ctx, `SELECT id, number, status, start_on, end_on, told_on, author_id,
		approver_id, approved_at, version, sealed, entered_at, supersedes
		FROM plan WHERE course_id = $1 ORDER BY number DESC`, f.CourseID)
	plans, err := db.Scan(rows, err, func(rows *sql.Rows) (row, error) {
		var approved, entered int64
		p := row{Plan: Plan{CourseID: f.CourseID}}
		err := rows.Scan(&p.ID, &p.Number, &p.Status, &p.StartOn, &p.EndOn, &p.ToldOn, &p.AuthorID,
			&p.ApproverID, &approved, &p.Version, &p.sealed, &entered, &p.Supersedes)
		p.ApprovedAt, p.EnteredAt = db.Time(approved), db.Time(entered)
		return p, err
	})
	if err != nil {
		return nil, fmt.Errorf("plans of course %s: %w", f.CourseID, err)
	}
	if !within(f) {
		plans = slices.DeleteFunc(plans, func(p row) bool { return p.ApprovedAt.IsZero() })
	}
	return plans, nil
}

// within reports whether the reader is one of those who make the plan; others,
// as the adviser, see a plan when it has been approved.
func within(f *casefile.Reader) bool {
	return f.Is(access.LeaderOf) || f.Is(access.Second) || f.Can(access.Plan, access.Write)
}

func loadSteps(ctx context.Context, f *casefile.Reader, plans []row) error {
	rows, err := f.Query(ctx, `SELECT plan_id, weeks, hours_per_week FROM plan_step
		WHERE course_id = $1 ORDER BY plan_id, step_no`, f.CourseID)
	of := map[string][]Step{}
	_, err = db.Scan(rows, err, func(rows *sql.Rows) (id string, err error) {
		var s Step
		err = rows.Scan(&id, &s.Weeks, &s.HoursPerWeek)
		of[id] = append(of[id], s)
		return id, err
	})
	if err != nil {
		return fmt.Errorf("hour steps of course %s: %w", f.CourseID, err)
	}
	for i := range plans {
		plans[i].Steps = of[plans[i].ID]
	}
	return nil
}

// finish adds what is recorded beside the plans: waiting hours and concluded goals.
func finish(ctx context.Context, f *casefile.Reader, rows []row) ([]Plan, error) {
	requests, err := Requests(ctx, f)
	if err != nil {
		return nil, err
	}
	concluded, err := Conclusions(ctx, f)
	if err != nil {
		return nil, err
	}
	plans := make([]Plan, len(rows))
	for i, r := range rows {
		p := r.Plan
		for _, q := range requests {
			if q.PlanID == p.ID && q.Waiting() {
				p.Extra += q.Hours
			}
		}
		for j := range p.Goals {
			p.Goals[j].Concluded = newest(concluded, p.Goals[j].ID)
		}
		plans[i] = p
	}
	return plans, nil
}

// insert writes a new draft with its steps; twice with the same id changes nothing.
func insert(ctx context.Context, f *casefile.Writer, p Plan) error {
	sealed, err := f.Seal("plan", p.ID, p.text())
	if err != nil {
		return fmt.Errorf("seal plan %s: %w", p.ID, err)
	}
	n, err := f.Exec(ctx, `INSERT INTO plan (id, course_id, number, status, start_on, end_on, told_on, hours,
		author_id, version, sealed, entered_by, entered_at, supersedes)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $9, $11, $12) ON CONFLICT (id) DO NOTHING`,
		p.ID, f.CourseID, p.Number, StatusDraft, p.StartOn, p.EndOn, p.ToldOn, p.Planned(),
		p.AuthorID, sealed, db.Micros(f.Now()), p.Supersedes)
	if err != nil || n == 0 {
		return err
	}
	return writeSteps(ctx, f, p)
}

func writeSteps(ctx context.Context, f *casefile.Writer, p Plan) error {
	if _, err := f.Exec(ctx, `DELETE FROM plan_step WHERE plan_id = $1 AND course_id = $2`, p.ID, f.CourseID); err != nil {
		return fmt.Errorf("hour steps of plan %s: %w", p.ID, err)
	}
	for i, s := range p.Steps {
		if _, err := f.Exec(ctx, `INSERT INTO plan_step (plan_id, course_id, step_no, weeks, hours_per_week)
			VALUES ($1, $2, $3, $4, $5)`, p.ID, f.CourseID, i+1, s.Weeks, s.HoursPerWeek); err != nil {
			return fmt.Errorf("hour steps of plan %s: %w", p.ID, err)
		}
	}
	return nil
}

// status moves a plan on. It fails with Conflict when the plan has meanwhile
// left the status it is moved from, or was saved again.
func status(ctx context.Context, f *casefile.Writer, p Plan, to Status) error {
	n, err := f.Exec(ctx, `UPDATE plan SET status = $1, version = version + 1
		WHERE id = $2 AND course_id = $3 AND status = $4 AND version = $5`,
		to, p.ID, f.CourseID, p.Status, p.Version)
	if err != nil {
		return fmt.Errorf("plan %s to %s: %w", p.ID, to, err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, "plan.moved")
	}
	return nil
}
