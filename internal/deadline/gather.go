package deadline

import (
	"context"
	"database/sql"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/plan"
)

// own narrows a statement to the courses that the reader belongs to now.
const own = ` IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1)`

// gather reads what the board needs of all the reader's courses: a fixed number
// of statements, whatever the number of courses.
func gather(ctx context.Context, l *casefile.List) (map[string]*facts, error) {
	all := map[string]*facts{}
	if err := readCourses(ctx, l, all); err != nil {
		return nil, err
	}
	standings, err := plan.Standings(ctx, l)
	if err != nil {
		return nil, err
	}
	for id, s := range standings {
		if c := all[id]; c != nil {
			c.standing = s
		}
	}
	for _, read := range []func(context.Context, *casefile.List, map[string]*facts) error{
		readTeam, readMessages, readExtensions, readHours, readQuestions, readNotifications, readPeriods, readProtections, readReports,
	} {
		if err := read(ctx, l, all); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// each runs a statement over the reader's courses; row scans one and finds the
// course it belongs to.
func each(ctx context.Context, l *casefile.List, query string, row func(*sql.Rows) error, more ...any) error {
	rows, err := l.Query(ctx, query, append([]any{l.Actor.ID}, more...)...)
	_, err = db.Scan(rows, err, func(r *sql.Rows) (struct{}, error) { return struct{}{}, row(r) })
	return err
}

func readCourses(ctx context.Context, l *casefile.List, all map[string]*facts) error {
	return each(ctx, l, `SELECT a.relation, c.course_id, c.programme, c.status, c.adviser_id, c.leader_id, c.basis, c.assessment, c.assessment_from,
		c.assessment_to, c.start_on, c.expected_end FROM access_now a JOIN course c ON c.course_id = a.course_id
		WHERE a.staff_id = $1 AND c.status NOT IN ('draft', 'declined')`, func(r *sql.Rows) error {
		var c facts
		var relation access.Relation
		var prog, basis string
		if err := r.Scan(&relation, &c.id, &prog, &c.status, &c.adviser, &c.leader, &basis, &c.assessment.Kind, &c.assessment.From,
			&c.assessment.End, &c.start, &c.end); err != nil {
			return err
		}
		if known := all[c.id]; known != nil {
			known.relations = append(known.relations, relation)
			return nil
		}
		c.programme, _ = programmes.Get(prog)
		c.relations, c.bases = []access.Relation{relation}, strings.Fields(strings.ReplaceAll(basis, ",", " "))
		all[c.id] = &c
		return nil
	})
}

func readTeam(ctx context.Context, l *casefile.List, all map[string]*facts) error {
	return each(ctx, l, `SELECT m.course_id, m.staff_id, m.role FROM team_member m WHERE m.to_on = '' AND m.course_id`+own, func(r *sql.Rows) error {
		var id, staff string
		var role course.TeamRole
		if err := r.Scan(&id, &staff, &role); err != nil {
			return err
		}
		switch c := all[id]; {
		case c == nil:
		case role == course.Lead:
			c.lead = staff
		case role == course.Psychologist:
			c.psychologist = staff
		}
		return nil
	})
}

func readMessages(ctx context.Context, l *casefile.List, all map[string]*facts) error {
	return each(ctx, l, `SELECT m.id, m.course_id, m.to_id, m.urgent, m.sent_at, m.due_at FROM feedback m
		WHERE m.sent_at > 0 AND m.acknowledged_at = 0 AND m.course_id`+own+` ORDER BY m.due_at, m.id`, func(r *sql.Rows) error {
		var m message
		var id string
		var urgent int
		var sent, due int64
		if err := r.Scan(&m.id, &id, &m.to, &urgent, &sent, &due); err != nil {
			return err
		}
		m.urgent, m.sent, m.dueAt = urgent == 1, db.Time(sent), db.Time(due)
		if c := all[id]; c != nil {
			c.messages = append(c.messages, m)
		}
		return nil
	})
}

func readExtensions(ctx context.Context, l *casefile.List, all map[string]*facts) error {
	return each(ctx, l, `SELECT m.id, m.course_id, m.to_id, m.sent_at FROM feedback m WHERE m.kind = 'extension' AND m.sent_at > 0
		AND NOT EXISTS (SELECT 1 FROM feedback_answer n WHERE n.feedback_id = m.id) AND m.course_id`+own, func(r *sql.Rows) error {
		var q request
		var id string
		var sent int64
		if err := r.Scan(&q.id, &id, &q.to, &sent); err != nil {
			return err
		}
		q.on = clock.DateOf(db.Time(sent))
		if c := all[id]; c != nil {
			c.extension = q
		}
		return nil
	})
}

func readHours(ctx context.Context, l *casefile.List, all map[string]*facts) error {
	return each(ctx, l, `SELECT q.id, q.course_id, q.hours, q.asked_on FROM hours_request q
		JOIN plan p ON p.id = q.plan_id AND p.status = 'approved'
		WHERE NOT EXISTS (SELECT 1 FROM hours_answer h WHERE h.request_id = q.id) AND q.course_id`+own+` ORDER BY q.asked_on, q.id`, func(r *sql.Rows) error {
		var q request
		var id string
		if err := r.Scan(&q.id, &id, &q.hours, &q.on); err != nil {
			return err
		}
		if c := all[id]; c != nil {
			c.requests = append(c.requests, q)
		}
		return nil
	})
}

func readQuestions(ctx context.Context, l *casefile.List, all map[string]*facts) error {
	return each(ctx, l, `SELECT q.id, q.course_id, q.due_on FROM advice q WHERE q.answered_at = 0 AND q.course_id`+own+` ORDER BY q.due_on, q.id`,
		func(r *sql.Rows) error {
			var q question
			var id string
			if err := r.Scan(&q.id, &id, &q.on); err != nil {
				return err
			}
			if c := all[id]; c != nil {
				c.questions = append(c.questions, q)
			}
			return nil
		})
}

func readNotifications(ctx context.Context, l *casefile.List, all map[string]*facts) error {
	return each(ctx, l, `SELECT n.id, n.course_id, n.received_at, n.acute_at, n.receipt_on, n.reassess, n.reassessed_at FROM notification n
		WHERE n.direction = 'in' AND (n.acute_at = 0 OR n.receipt_on = '' OR (n.reassess = 1 AND n.reassessed_at = 0)) AND n.course_id`+own+`
		ORDER BY n.received_at, n.id`, func(r *sql.Rows) error {
		var n notification
		var id string
		var received, acute, reassessed int64
		var receipt clock.Date
		var asked int
		if err := r.Scan(&n.id, &id, &received, &acute, &receipt, &asked, &reassessed); err != nil {
			return err
		}
		n.received, n.acute, n.receipt, n.reassessAsked, n.reassess = db.Time(received), acute > 0, !receipt.IsZero(), asked == 1, reassessed > 0
		if c := all[id]; c != nil {
			c.notifications = append(c.notifications, n)
		}
		return nil
	})
}

// readPeriods reads the newest version of each contact arrangement that has an end.
func readPeriods(ctx context.Context, l *casefile.List, all map[string]*facts) error {
	return each(ctx, l, `SELECT v.course_id, v.state, v.to_on FROM arrangement v WHERE v.to_on <> ''
		AND NOT EXISTS (SELECT 1 FROM arrangement n WHERE n.strand_id = v.strand_id AND n.number > v.number) AND v.course_id`+own, func(r *sql.Rows) error {
		var p period
		var id string
		if err := r.Scan(&id, &p.state, &p.to); err != nil {
			return err
		}
		if c := all[id]; c != nil {
			c.periods = append(c.periods, p)
		}
		return nil
	})
}

// readProtections reads the ends of the protections in force: those that were not
// replaced, nor lifted by two people.
func readProtections(ctx context.Context, l *casefile.List, all map[string]*facts) error {
	return each(ctx, l, `SELECT p.course_id, p.kind, p.until_on FROM protection p WHERE p.until_on <> ''
		AND NOT EXISTS (SELECT 1 FROM protection n WHERE n.supersedes = p.id)
		AND (SELECT COUNT(DISTINCT s.entered_by) FROM protection_lift s WHERE s.protection_id = p.id) < 2 AND p.course_id`+own, func(r *sql.Rows) error {
		var p protection
		var id string
		if err := r.Scan(&id, &p.kind, &p.until); err != nil {
			return err
		}
		if c := all[id]; c != nil {
			c.protections = append(c.protections, p)
		}
		return nil
	})
}

// readReports reads which reports have been sent to the adviser.
func readReports(ctx context.Context, l *casefile.List, all map[string]*facts) error {
	return each(ctx, l, `SELECT r.course_id, r.kind, m.sent_at FROM report r JOIN feedback m ON m.id = r.feedback_id AND m.sent_at > 0
		WHERE r.course_id`+own, func(r *sql.Rows) error {
		var id, kind string
		var sent int64
		if err := r.Scan(&id, &kind, &sent); err != nil {
			return err
		}
		c := all[id]
		if c == nil {
			return nil
		}
		if kind == "closing" {
			c.closingSent = true
		} else if on := clock.DateOf(db.Time(sent)); on.After(c.statusSent) {
			c.statusSent = on
		}
		return nil
	})
}
