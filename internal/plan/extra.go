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
)

type reasonText struct{ Reason string }

func ask(ctx context.Context, f *casefile.Writer, q Request) error {
	sealed, err := f.Seal("hours_request", q.ID, reasonText{q.Reason})
	if err != nil {
		return fmt.Errorf("ask for hours %s: %w", q.ID, err)
	}
	_, err = f.Exec(ctx, `INSERT INTO hours_request (id, course_id, plan_id, hours, asked_on, sealed, entered_by, entered_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
		q.ID, f.CourseID, q.PlanID, q.Hours, q.AskedOn, sealed, f.Actor.ID, db.Micros(f.Now()))
	if err != nil {
		return fmt.Errorf("ask for hours %s: %w", q.ID, err)
	}
	return nil
}

// Requests returns the wishes for more hours than were granted, the oldest first,
// each with its answer.
func Requests(ctx context.Context, f *casefile.Reader) ([]Request, error) {
	if err := f.Need(access.Plan, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT q.id, q.plan_id, q.hours, q.asked_on, q.sealed, q.entered_by,
		a.id, a.granted, a.answered_on, a.sealed, a.entered_by
		FROM hours_request q LEFT JOIN hours_answer a ON a.request_id = q.id
		WHERE q.course_id = $1 ORDER BY q.entered_at, q.id`, f.CourseID)
	all, err := db.Scan(rows, err, func(rows *sql.Rows) (Request, error) { return scanRequest(f, rows) })
	if err != nil {
		return nil, fmt.Errorf("requests for hours of course %s: %w", f.CourseID, err)
	}
	return all, nil
}

func scanRequest(f *casefile.Reader, rows *sql.Rows) (Request, error) {
	var q Request
	var asked, answered []byte
	var id, by sql.NullString
	var granted sql.NullFloat64
	var on sql.NullString
	if err := rows.Scan(&q.ID, &q.PlanID, &q.Hours, &q.AskedOn, &asked, &q.AskedBy,
		&id, &granted, &on, &answered, &by); err != nil {
		return q, err
	}
	var t reasonText
	if err := f.Unseal("hours_request", q.ID, asked, &t); err != nil {
		return q, err
	}
	q.Reason = t.Reason
	if !id.Valid {
		return q, nil
	}
	if err := f.Unseal("hours_answer", id.String, answered, &t); err != nil {
		return q, err
	}
	day, err := clock.ParseDate(on.String)
	q.Answer = &Answer{ID: id.String, RequestID: q.ID, Granted: granted.Float64, On: day, Reason: t.Reason, By: by.String}
	return q, err
}

// Decide records the adviser's answer to a request. The adviser or the deputy answers; the leader
// may write it down on the adviser's behalf and then says in the reason how it was
// given. Granting less than asked needs a reason. The answer is given once: a
// second one fails with Conflict, the same one again changes nothing.
func Decide(ctx context.Context, f *casefile.Writer, a Answer) error {
	if err := f.Need(access.Plan, access.Approve); err != nil {
		return err
	}
	q, err := request(ctx, f, a.RequestID)
	if err != nil {
		return err
	}
	if q.Answer != nil && q.Answer.ID == a.ID {
		return nil
	}
	if q.Answer != nil {
		return fault.New(fault.Conflict, "plan.hours.answered")
	}
	if a.On.IsZero() {
		a.On = f.Today()
	}
	if err := a.check(q, f.Is(access.LeaderOf), f.Today()); err != nil {
		return err
	}
	sealed, err := f.Seal("hours_answer", a.ID, reasonText{a.Reason})
	if err != nil {
		return fmt.Errorf("answer request %s: %w", a.RequestID, err)
	}
	_, err = f.Exec(ctx, `INSERT INTO hours_answer (id, course_id, request_id, granted, answered_on, sealed, entered_by, entered_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		a.ID, f.CourseID, a.RequestID, a.Granted, a.On, sealed, f.Actor.ID, db.Micros(f.Now()))
	if err != nil {
		return fmt.Errorf("answer request %s: %w", a.RequestID, err)
	}
	return nil
}

func request(ctx context.Context, f *casefile.Writer, id string) (Request, error) {
	all, err := Requests(ctx, &f.Reader)
	if err != nil {
		return Request{}, err
	}
	for _, q := range all {
		if q.ID == id {
			return q, nil
		}
	}
	return Request{}, fault.New(fault.NotFound, "plan.notfound")
}

func (a Answer) check(q Request, behalf bool, today clock.Date) error {
	var bad fault.Problems
	if a.Granted < 0 || a.Granted > q.Hours {
		bad.Add("granted", "plan.hours.granted", fault.Args{"max": q.Hours})
	}
	if a.On.After(today) || a.On.Before(q.AskedOn) {
		bad.Add("on", "plan.hours.on", fault.Args{"from": q.AskedOn})
	}
	switch {
	case !blank(a.Reason):
	case behalf:
		bad.Add("reason", "plan.hours.behalf")
	case a.Granted < q.Hours:
		bad.Add("reason", "plan.hours.less")
	}
	long(&bad, "reason", a.Reason, maxText)
	return bad.Err()
}

// FrameOf returns how many hours the course may use today and how many wait. Only
// requests of the plan in force wait: a newer plan asks anew.
func FrameOf(ctx context.Context, f *casefile.Reader) (Frame, error) {
	if err := f.Need(access.Plan, access.Read); err != nil {
		return Frame{}, err
	}
	c, err := course.Get(ctx, f)
	if err != nil {
		return Frame{}, err
	}
	later, err := grantedLater(ctx, f)
	if err != nil {
		return Frame{}, err
	}
	frame := Frame{Granted: c.HoursGranted + later}
	var waiting sql.NullFloat64
	var since sql.NullString
	err = f.QueryRow(ctx, `SELECT SUM(q.hours), MIN(q.asked_on) FROM hours_request q
		JOIN plan p ON p.id = q.plan_id AND p.status = 'approved'
		LEFT JOIN hours_answer a ON a.request_id = q.id
		WHERE q.course_id = $1 AND a.id IS NULL`, f.CourseID).Scan(&waiting, &since)
	if err != nil {
		return Frame{}, fmt.Errorf("waiting hours of course %s: %w", f.CourseID, err)
	}
	frame.Waiting = waiting.Float64
	frame.WaitingSince, err = clock.ParseDate(since.String)
	return frame, err
}

// grantedLater sums what advisers have granted beyond the referral.
func grantedLater(ctx context.Context, f *casefile.Reader) (float64, error) {
	var hours sql.NullFloat64
	err := f.QueryRow(ctx, `SELECT SUM(granted) FROM hours_answer WHERE course_id = $1`, f.CourseID).Scan(&hours)
	if err != nil {
		return 0, fmt.Errorf("hours granted later on course %s: %w", f.CourseID, err)
	}
	return hours.Float64, nil
}
