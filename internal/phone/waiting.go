package phone

import (
	"context"
	"database/sql"
	"fmt"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
)

// WithheldWaiting returns the withheld words that nobody has done anything about over
// many courses: what the actor wrote, and all of the courses that the actor leads.
// Oldest first; ids, times and reasons only, never the words.
func WithheldWaiting(ctx context.Context, tx *casefile.Tx, actor access.Actor) ([]Withheld, error) {
	rows, err := tx.Query(ctx, `SELECT w.id, w.course_id, w.session_id, w.form, w.device_id, w.at, w.why, w.entered_by, w.entered_at FROM phone_withheld w
		WHERE NOT EXISTS (SELECT 1 FROM phone_settled s WHERE s.withheld_id = w.id)
			AND (w.entered_by = $1 OR EXISTS (SELECT 1 FROM access_now n WHERE n.course_id = w.course_id AND n.staff_id = $1 AND n.relation = $2))
		ORDER BY w.at, w.id`, actor.ID, access.LeaderOf)
	all, err := db.Scan(rows, err, func(rows *sql.Rows) (w Withheld, err error) {
		var at, entered int64
		err = rows.Scan(&w.ID, &w.CourseID, &w.SessionID, &w.Form, &w.DeviceID, &at, &w.Why, &w.EnteredBy, &entered)
		w.At, w.EnteredAt = local(at), local(entered)
		return w, err
	})
	if err != nil {
		return nil, fmt.Errorf("list withheld words: %w", err)
	}
	return all, nil
}
