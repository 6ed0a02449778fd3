package course

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// courseText is what of a course is sealed.
type courseText struct{ Purpose, DurationReason, WhyWithoutConsent string }

func (c Course) text() courseText {
	return courseText{c.Purpose, c.DurationReason, c.WhyWithoutConsent}
}

// Get gives the course as it stands.
func Get(ctx context.Context, f *casefile.Reader) (Course, error) {
	if err := f.Need(access.Card, access.Read); err != nil {
		return Course{}, err
	}
	return read(ctx, f)
}

// IsClosed reports whether the course has been closed, without reading more of it.
func IsClosed(ctx context.Context, f *casefile.Reader) (bool, error) {
	if err := f.Need(access.Card, access.Read); err != nil {
		return false, err
	}
	var status Status
	err := f.QueryRow(ctx, `SELECT status FROM course WHERE course_id = $1`, f.CourseID).Scan(&status)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, fmt.Errorf("read the status of course %s: %w", f.CourseID, err)
	}
	return status == Closed, nil
}

func read(ctx context.Context, f *casefile.Reader) (Course, error) {
	c := Course{ID: f.CourseID}
	var basis string
	var sealed []byte
	var at int64
	err := f.QueryRow(ctx, `SELECT programme, status, adviser_id, leader_id, basis, assessment, assessment_from, assessment_to,
		decision_on, referred_on, accepted_on, start_on, expected_end, ended_on, hours_granted, expected_months, version, sealed, entered_by, entered_at
		FROM course WHERE course_id = $1`, f.CourseID).Scan(&c.Programme, &c.Status, &c.AdviserID, &c.LeaderID, &basis,
		&c.Assessment.Kind, &c.Assessment.From, &c.Assessment.End, &c.DecisionOn, &c.ReferredOn, &c.AcceptedOn, &c.StartOn,
		&c.ExpectedEnd, &c.EndedOn, &c.HoursGranted, &c.ExpectedMonths, &c.Version, &sealed, &c.EnteredBy, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return Course{}, fault.New(fault.NotFound, "course.unknown")
	}
	if err != nil {
		return Course{}, fmt.Errorf("read course %s: %w", f.CourseID, err)
	}
	var t courseText
	if err := f.Unseal("course", f.CourseID, sealed, &t); err != nil {
		return Course{}, err
	}
	c.Purpose, c.DurationReason, c.WhyWithoutConsent = t.Purpose, t.DurationReason, t.WhyWithoutConsent
	c.EnteredAt = db.Time(at)
	if basis != "" {
		c.Basis = strings.Split(basis, " ")
	}
	return c, nil
}

// insert writes the first version of the course's row.
func insert(ctx context.Context, f *casefile.Writer, c Course) error {
	sealed, err := f.Seal("course", f.CourseID, c.text())
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO course (course_id, programme, status, adviser_id, leader_id, version, sealed, entered_by, entered_at)
		VALUES ($1,$2,$3,$4,$5,1,$6,$7,$8)`,
		f.CourseID, c.Programme, c.Status, c.AdviserID, c.LeaderID, sealed, f.Actor.ID, db.Micros(f.Now()))
	if err != nil {
		return fmt.Errorf("begin course %s: %w", f.CourseID, err)
	}
	return nil
}

// update writes the course as it now stands and the event that made it so. c.Version
// is the one it was read at; a later one is a Conflict.
func update(ctx context.Context, f *casefile.Writer, c Course, e Event) error {
	sealed, err := f.Seal("course", f.CourseID, c.text())
	if err != nil {
		return err
	}
	n, err := f.Exec(ctx, `UPDATE course SET status = $3, adviser_id = $4, leader_id = $5, basis = $6, assessment = $7,
		assessment_from = $8, assessment_to = $9, decision_on = $10, referred_on = $11, accepted_on = $12, start_on = $13,
		expected_end = $14, ended_on = $15, hours_granted = $16, expected_months = $17, sealed = $18, version = version + 1
		WHERE course_id = $1 AND version = $2`,
		f.CourseID, c.Version, c.Status, c.AdviserID, c.LeaderID, strings.Join(c.Basis, " "), c.Assessment.Kind,
		c.Assessment.From, c.Assessment.End, c.DecisionOn, c.ReferredOn, c.AcceptedOn, c.StartOn,
		c.ExpectedEnd, c.EndedOn, c.HoursGranted, c.ExpectedMonths, sealed)
	if err != nil {
		return fmt.Errorf("change course %s: %w", f.CourseID, err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, "course.changed")
	}
	return note(ctx, f, e)
}

// eventText is what of an event is sealed.
type eventText struct{ Reason, Detail, Before, After string }

// note writes one line of the course's history.
func note(ctx context.Context, f *casefile.Writer, e Event) error {
	id := db.NewID()
	sealed, err := f.Seal("course_event", id, eventText{e.Reason, e.Detail, e.Before, e.After})
	if err != nil {
		return err
	}
	if e.On.IsZero() {
		e.On = f.Today()
	}
	_, err = f.Exec(ctx, `INSERT INTO course_event (id, course_id, kind, on_day, sealed, entered_by, entered_at)
		VALUES ($1,$2,$3,$4,$5,$6,$7)`, id, f.CourseID, e.Kind, e.On, sealed, f.Actor.ID, db.Micros(f.Now()))
	if err != nil {
		return fmt.Errorf("note %s on course %s: %w", e.Kind, f.CourseID, err)
	}
	return nil
}

// Events gives the course's own history, oldest first.
func Events(ctx context.Context, f *casefile.Reader) ([]Event, error) {
	if err := f.Need(access.Order, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT id, kind, on_day, sealed, entered_by, entered_at FROM course_event
		WHERE course_id = $1 ORDER BY on_day, entered_at, id`, f.CourseID)
	if err != nil {
		return nil, fmt.Errorf("read history of %s: %w", f.CourseID, err)
	}
	defer rows.Close()
	var out []Event
	for rows.Next() {
		var e Event
		var sealed []byte
		var at int64
		if err := rows.Scan(&e.ID, &e.Kind, &e.On, &sealed, &e.EnteredBy, &at); err != nil {
			return nil, fmt.Errorf("read history of %s: %w", f.CourseID, err)
		}
		var t eventText
		if err := f.Unseal("course_event", e.ID, sealed, &t); err != nil {
			return nil, err
		}
		e.Reason, e.Detail, e.Before, e.After, e.EnteredAt = t.Reason, t.Detail, t.Before, t.After, db.Time(at)
		out = append(out, e)
	}
	return out, rows.Err()
}

// Stage derives which of the six steps the course stands at on a day. taperFrom is
// the first day of the hour plan's first lower step, zero when there is no plan yet.
func (c Course) Stage(team []Member, taperFrom, on clock.Date) Stage {
	switch {
	case c.Status == Closed, !c.ExpectedEnd.IsZero() && c.Status == Active && on.After(c.ExpectedEnd.AddDays(-closingDays)):
		return StageClosing
	case c.Status == Active && !taperFrom.IsZero() && !on.Before(taperFrom):
		return StageTapering
	case c.Status == Active && !on.Before(c.StartOn.AddDays(startUpDays)):
		return StageRunning
	case c.Status == Active:
		return StageStartUp
	case c.Status == Accepted && len(team) > 0:
		return StageTeam
	default:
		return StageReferred
	}
}

// startUpDays is how long a course counts as starting up, closingDays how long
// before its end it counts as closing; both in days, our own choice.
const (
	startUpDays = 14
	closingDays = 14
)
