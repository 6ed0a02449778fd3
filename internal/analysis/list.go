package analysis

import (
	"context"
	"database/sql"
	"fmt"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
)

// SignedOn returns the days on which analyses of the course were signed, oldest
// first, without a word of them: what is needed to know which one is due. One
// that was corrected by a later one counts once.
func SignedOn(ctx context.Context, f *casefile.Reader) ([]clock.Date, error) {
	if err := f.Need(access.Card, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT a.signed_at FROM analysis a WHERE a.course_id = $1 AND a.signed_at > 0
		AND NOT EXISTS (SELECT 1 FROM analysis n WHERE n.supersedes = a.id AND n.signed_at > 0) ORDER BY a.signed_at`, f.CourseID)
	days, err := db.Scan(rows, err, func(r *sql.Rows) (clock.Date, error) {
		var at int64
		err := r.Scan(&at)
		return clock.DateOf(db.Time(at)), err
	})
	if err != nil {
		return nil, fmt.Errorf("read signed analyses of course %s: %w", f.CourseID, err)
	}
	return days, nil
}
