package plan

import (
	"context"
	"database/sql"
	"fmt"

	"samspil/internal/casefile"
	"samspil/internal/db"
)

// Frames returns how many hours each running course of the list's reader may use:
// what FrameOf says of one course, for all in one statement.
func Frames(ctx context.Context, l *casefile.List) (map[string]float64, error) {
	out := map[string]float64{}
	rows, err := l.Query(ctx, `SELECT c.course_id, c.hours_granted + COALESCE((SELECT SUM(h.granted) FROM hours_answer h WHERE h.course_id = c.course_id), 0)
		FROM course c WHERE c.status = 'active' AND c.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1)`, l.Actor.ID)
	_, err = db.Scan(rows, err, func(r *sql.Rows) (struct{}, error) {
		var id string
		var hours float64
		err := r.Scan(&id, &hours)
		out[id] = hours
		return struct{}{}, err
	})
	if err != nil {
		return nil, fmt.Errorf("frames of courses: %w", err)
	}
	return out, nil
}
