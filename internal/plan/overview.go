package plan

import (
	"context"
	"fmt"
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
)

// Standing is what the lists show of a course's plan: figures and dates only, so no
// family's key is needed.
type Standing struct {
	CourseID string
	// InForce is the plan in force without its texts; its ID is empty when there is none.
	InForce Plan
	// Waiting hours of the plan in force and since when.
	Waiting      float64
	WaitingSince clock.Date
	// Pending is the status of the plan that is being written or waits for the
	// leader, and when it was last moved; empty when there is none.
	Pending      Status
	PendingID    string
	PendingSince clock.Date
	// HeldOn and NextOn are those of the last follow-up held.
	HeldOn, NextOn clock.Date
}

// Standings returns the standing of the actor's courses, by course id; with ids, of
// these only. The list has been opened with its purpose. Four statements, whatever
// the number of courses.
func Standings(ctx context.Context, l *casefile.List, ids ...string) (map[string]Standing, error) {
	all := map[string]Standing{}
	only, args := "", []any{l.Actor.ID}
	if len(ids) > 0 {
		places := make([]string, len(ids))
		for i, id := range ids {
			args = append(args, id)
			places[i] = fmt.Sprintf("$%d", i+2)
		}
		only = " AND a.course_id IN (" + strings.Join(places, ", ") + ")"
	}
	for _, read := range []func(context.Context, *casefile.List, string, []any, map[string]Standing) error{
		standingPlans, standingSteps, standingRequests, standingFollowUps,
	} {
		if err := read(ctx, l, only, args, all); err != nil {
			return nil, fmt.Errorf("standing of plans: %w", err)
		}
	}
	return all, nil
}

func standingPlans(ctx context.Context, l *casefile.List, only string, args []any, all map[string]Standing) error {
	rows, err := l.Query(ctx, `SELECT p.course_id, p.id, p.number, p.status, p.start_on, p.end_on, p.approved_at, p.entered_at
		FROM plan p WHERE p.status <> 'superseded' AND p.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1`+only+`)`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var p Plan
		var approved, entered int64
		if err := rows.Scan(&p.CourseID, &p.ID, &p.Number, &p.Status, &p.StartOn, &p.EndOn, &approved, &entered); err != nil {
			return err
		}
		s := all[p.CourseID]
		s.CourseID = p.CourseID
		if p.Status == StatusApproved {
			p.ApprovedAt = db.Time(approved)
			s.InForce = p
		} else {
			s.Pending, s.PendingID, s.PendingSince = p.Status, p.ID, clock.DateOf(db.Time(entered))
		}
		all[p.CourseID] = s
	}
	return rows.Err()
}

func standingSteps(ctx context.Context, l *casefile.List, only string, args []any, all map[string]Standing) error {
	rows, err := l.Query(ctx, `SELECT s.course_id, s.weeks, s.hours_per_week FROM plan_step s
		JOIN plan p ON p.id = s.plan_id AND p.status = 'approved' WHERE p.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1`+only+`)
		ORDER BY s.course_id, s.step_no`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var step Step
		if err := rows.Scan(&id, &step.Weeks, &step.HoursPerWeek); err != nil {
			return err
		}
		s := all[id]
		s.InForce.Steps = append(s.InForce.Steps, step)
		all[id] = s
	}
	return rows.Err()
}

func standingRequests(ctx context.Context, l *casefile.List, only string, args []any, all map[string]Standing) error {
	rows, err := l.Query(ctx, `SELECT q.course_id, SUM(q.hours), MIN(q.asked_on) FROM hours_request q
		JOIN plan p ON p.id = q.plan_id AND p.status = 'approved'
		WHERE NOT EXISTS (SELECT 1 FROM hours_answer h WHERE h.request_id = q.id)
		AND q.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1`+only+`)
		GROUP BY q.course_id`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var hours float64
		var since clock.Date
		if err := rows.Scan(&id, &hours, &since); err != nil {
			return err
		}
		s := all[id]
		s.CourseID, s.Waiting, s.WaitingSince = id, hours, since
		all[id] = s
	}
	return rows.Err()
}

func standingFollowUps(ctx context.Context, l *casefile.List, only string, args []any, all map[string]Standing) error {
	rows, err := l.Query(ctx, `SELECT u.course_id, u.held_on, u.next_on FROM follow_up u
		WHERE NOT EXISTS (SELECT 1 FROM follow_up n WHERE n.course_id = u.course_id AND n.supersedes = u.id)
		AND u.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1`+only+`)
		ORDER BY u.held_on, u.entered_at`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var held, next clock.Date
		if err := rows.Scan(&id, &held, &next); err != nil {
			return err
		}
		s := all[id]
		s.CourseID, s.HeldOn, s.NextOn = id, held, next
		all[id] = s
	}
	return rows.Err()
}
