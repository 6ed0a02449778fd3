package interaction

import (
	"context"

	"samspil/internal/casefile"
	"samspil/internal/db"
)

// FiguresAmong returns the sums of all courses that a statement gives, for counting
// over many families: no words and no names, and no course is opened. among selects
// the courses' ids by way of access_now, with its own arguments from $1 on.
func FiguresAmong(ctx context.Context, l *casefile.List, among string, args ...any) ([]Figures, error) {
	rows, err := l.Query(ctx, `SELECT `+figureColumns+` FROM coded_figure g JOIN coded_segment s ON s.id = g.segment_id
		WHERE g.course_id IN (`+among+`) ORDER BY g.course_id, s.started_at, g.segment_id`, args...)
	return db.Scan(rows, err, scanFigures)
}
