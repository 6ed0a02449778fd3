package deadline

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/session"
)

// AnalysisDue is the psychologist's next analysis of a course, by the rhythm of
// its programme. It is not a row of the rule table and so not on the board.
type AnalysisDue struct {
	CourseID string
	On       clock.Date
	Number   int // 1 for the first
}

// Analyses returns the next analysis of each running course that the list's
// reader is psychologist on, when it is due within Ahead days or overdue, the
// oldest first.
func Analyses(ctx context.Context, l *casefile.List) ([]AnalysisDue, error) {
	signed := map[string]int{}
	err := each(ctx, l, `SELECT n.course_id, COUNT(*) FROM analysis n WHERE n.signed_at > 0
		AND NOT EXISTS (SELECT 1 FROM analysis m WHERE m.supersedes = n.id AND m.signed_at > 0) AND n.course_id`+own+` GROUP BY n.course_id`,
		func(r *sql.Rows) error {
			var id string
			var n int
			err := r.Scan(&id, &n)
			signed[id] = n
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("analyses due: %w", err)
	}
	var out []AnalysisDue
	err = each(ctx, l, `SELECT c.course_id, c.programme, c.start_on, c.expected_end FROM course c JOIN access_now a ON a.course_id = c.course_id
		WHERE a.staff_id = $1 AND a.relation = $2 AND c.status = $3`, func(r *sql.Rows) error {
		var id, name string
		var start, end clock.Date
		if err := r.Scan(&id, &name, &start, &end); err != nil {
			return err
		}
		prog, ok := programmes.Get(name)
		on := prog.NextAnalysis(start, end, signed[id])
		if ok && !on.IsZero() && on.Sub(l.Today()) <= Ahead {
			out = append(out, AnalysisDue{id, on, signed[id] + 1})
		}
		return nil
	}, access.PsychologistOn, course.Active)
	if err != nil {
		return nil, fmt.Errorf("analyses due: %w", err)
	}
	slices.SortFunc(out, func(a, b AnalysisDue) int { return cmp.Compare(a.On.String(), b.On.String()) })
	return out, nil
}

// QuietDays is how many days a running course may go without a session before
// the leader is shown it.
const QuietDays = 21

// Quiet is a running course without a session for a while.
type Quiet struct {
	CourseID string
	Since    clock.Date // the last held session, else the start of the course
	Days     int
}

// QuietCourses returns the running courses of the list's reader in which nothing
// has been held for QuietDays, the longest first.
func QuietCourses(ctx context.Context, l *casefile.List) ([]Quiet, error) {
	held, err := session.LastHeld(ctx, l)
	if err != nil {
		return nil, err
	}
	var out []Quiet
	err = each(ctx, l, `SELECT c.course_id, c.start_on FROM course c WHERE c.status = 'active' AND c.course_id`+own, func(r *sql.Rows) error {
		q := Quiet{}
		if err := r.Scan(&q.CourseID, &q.Since); err != nil {
			return err
		}
		if last := held[q.CourseID]; !last.IsZero() {
			q.Since = clock.DateOf(last)
		}
		if q.Since.IsZero() {
			return nil
		}
		if q.Days = l.Today().Sub(q.Since); q.Days >= QuietDays {
			out = append(out, q)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("courses without a session: %w", err)
	}
	slices.SortFunc(out, func(a, b Quiet) int { return b.Days - a.Days })
	return out, nil
}

// Unapproved is a report that waits for its second reader.
type Unapproved struct {
	CourseID, ReportID, AuthorID string
	Closing                      bool
	Since                        clock.Date
}

// UnapprovedReports returns the reports on the courses of the list's reader that
// were handed in and nobody has approved, the oldest first.
func UnapprovedReports(ctx context.Context, l *casefile.List) ([]Unapproved, error) {
	var out []Unapproved
	err := each(ctx, l, `SELECT r.course_id, r.id, r.author_id, r.kind, r.entered_at FROM report r
		WHERE r.status = 'submitted' AND r.course_id`+own+` ORDER BY r.entered_at, r.id`, func(r *sql.Rows) error {
		var u Unapproved
		var kind string
		var at int64
		err := r.Scan(&u.CourseID, &u.ReportID, &u.AuthorID, &kind, &at)
		u.Closing, u.Since = kind == "closing", clock.DateOf(db.Time(at))
		out = append(out, u)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reports to approve: %w", err)
	}
	return out, nil
}
