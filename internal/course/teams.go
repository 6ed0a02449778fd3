package course

import (
	"context"
	"database/sql"
	"fmt"

	"samspil/internal/casefile"
	"samspil/internal/db"
)

// Teams gives everybody who is or was on the fixed team of each of the list
// reader's courses, by course, for counting over many courses in one statement.
func Teams(ctx context.Context, l *casefile.List) (map[string][]Member, error) {
	return TeamsAmong(ctx, l, `SELECT a.course_id FROM access_now a WHERE a.staff_id = $1`, l.Actor.ID)
}

// TeamsAmong gives the same of all courses that a statement gives, for counting over
// many families. among selects the courses' ids by way of access_now, with its own
// arguments from $1 on.
func TeamsAmong(ctx context.Context, l *casefile.List, among string, args ...any) (map[string][]Member, error) {
	out := map[string][]Member{}
	rows, err := l.Query(ctx, `SELECT m.course_id, m.id, m.staff_id, m.role, m.from_on, m.to_on FROM team_member m
		WHERE m.course_id IN (`+among+`) ORDER BY m.course_id, m.from_on, m.id`, args...)
	_, err = db.Scan(rows, err, func(r *sql.Rows) (struct{}, error) {
		var id string
		var m Member
		err := r.Scan(&id, &m.ID, &m.StaffID, &m.Role, &m.From, &m.To)
		out[id] = append(out[id], m)
		return struct{}{}, err
	})
	if err != nil {
		return nil, fmt.Errorf("read teams: %w", err)
	}
	return out, nil
}
