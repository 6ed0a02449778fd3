package report

import (
	"context"
	"database/sql"
	"fmt"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
)

// Standing is what lists show of a report: figures and dates only.
type Standing struct {
	ID, CourseID string
	Kind         Kind
	State        State
	From, To     clock.Date
	AuthorID     string
	FeedbackID   string
	Signed       int // signatures under the present text
	EnteredOn    clock.Date
}

// Standings returns the reports of all the actor's courses, those that are not
// sent first, then the newest. An adviser or deputy gets those that were sent. One
// statement; no family's key is needed.
func Standings(ctx context.Context, l *casefile.List) ([]Standing, error) {
	query := `SELECT r.id, r.course_id, r.kind, r.status, r.from_date, r.to_date, r.author_id, r.feedback_id, r.entered_at,
		(SELECT COUNT(*) FROM report_signature s WHERE s.report_id = r.id AND s.fingerprint = r.fingerprint)
		FROM report r WHERE r.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1)`
	if l.Actor.Role == access.Adviser {
		query += ` AND r.status = 'sent'`
	}
	rows, err := l.Query(ctx, query+` ORDER BY CASE r.status WHEN 'sent' THEN 1 ELSE 0 END, r.entered_at DESC, r.id DESC`, l.Actor.ID)
	all, err := db.Scan(rows, err, func(row *sql.Rows) (s Standing, err error) {
		var at int64
		err = row.Scan(&s.ID, &s.CourseID, &s.Kind, &s.State, &s.From, &s.To, &s.AuthorID, &s.FeedbackID, &at, &s.Signed)
		s.EnteredOn = clock.DateOf(db.Time(at))
		return s, err
	})
	if err != nil {
		return nil, fmt.Errorf("read reports of a list: %w", err)
	}
	return all, nil
}
