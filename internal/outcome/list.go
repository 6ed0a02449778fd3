package outcome

import (
	"context"
	"database/sql"
	"fmt"

	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/instrument"
)

// Standings returns what can be said about the development of many courses, by
// course, for lists: figures and conclusion, without titles, names or reasons.
// Three statements in all.
func Standings(ctx context.Context, l *casefile.List, ids ...string) (map[string]Development, error) {
	strands, err := instrument.Figures(ctx, l, ids...)
	if err != nil {
		return nil, err
	}
	rows, err := l.Query(ctx, `SELECT j.id, j.course_id, j.says FROM judgement j
		WHERE j.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1) ORDER BY j.entered_at, j.id`, l.Actor.ID)
	judged := map[string]Judgement{}
	_, err = db.Scan(rows, err, func(r *sql.Rows) (j Judgement, err error) {
		var course string
		err = r.Scan(&j.ID, &course, &j.Says)
		judged[course] = j
		return j, err
	})
	if err != nil {
		return nil, fmt.Errorf("read judgements of a list: %w", err)
	}
	out := map[string]Development{}
	for _, id := range ids {
		d := Grade(strands[id], l.Today())
		d.Judgement = judged[id]
		d.conclude()
		out[id] = d
	}
	return out, nil
}
