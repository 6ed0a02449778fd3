package population

import (
	"context"
	"database/sql"
	"fmt"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/login"
	"samspil/internal/method/singlecase"
	"samspil/internal/session"
)

// member is a family of a question with its course, which does not leave here.
type member struct {
	id string
	Family
	started, expected, ended clock.Date
}

// reach are the courses that somebody in a role may count, by the id of who asks: a
// leader those she leads, an adviser all that her municipality has sent, whoever of
// its advisers stands on them. The families themselves are opened to neither by it.
func reach(role access.Role) string {
	if role == access.Adviser {
		return `SELECT a.course_id FROM access_now a JOIN account theirs ON theirs.id = a.staff_id JOIN account own ON own.organisation_id = theirs.organisation_id
			WHERE own.id = $1 AND a.relation = 'adviser'`
	}
	return `SELECT a.course_id FROM access_now a WHERE a.staff_id = $1 AND a.relation = 'leader'`
}

// members reads the courses of a question.
func members(ctx context.Context, l *casefile.List, q Question, senders map[string]login.Account) ([]member, error) {
	rows, err := l.Query(ctx, `SELECT c.course_id, c.programme, c.adviser_id, c.start_on, c.expected_end, c.ended_on, c.hours_granted
		FROM course c WHERE c.course_id IN (`+reach(l.Actor.Role)+`) AND c.start_on <> '' AND c.start_on < $2 AND c.status IN ('active', 'closed') ORDER BY c.course_id`, l.Actor.ID, q.AsOf)
	all, err := db.Scan(rows, err, func(r *sql.Rows) (m member, err error) {
		var adviser string
		err = r.Scan(&m.id, &m.Programme, &adviser, &m.started, &m.expected, &m.ended, &m.Granted)
		m.Sender = senders[adviser].Organisation
		return m, err
	})
	if err != nil {
		return nil, fmt.Errorf("read courses of a question: %w", err)
	}
	var out []member
	for _, m := range all {
		if q.Programme != "" && m.Programme != q.Programme || q.Began != 0 && m.started.Year() != q.Began {
			continue
		}
		m.Ended = !m.ended.IsZero() && m.ended.Before(q.AsOf)
		until := q.AsOf
		if m.Ended {
			until = m.ended
			m.Early = m.ended.Before(m.expected)
		}
		m.Began, m.Days, m.First = clock.NewDate(m.started.Year(), m.started.Month(), 1), until.Sub(m.started), -1
		out = append(out, m)
	}
	return out, nil
}

// judgements reads what the professionals wrote, the oldest first, by course.
func judgements(ctx context.Context, l *casefile.List) (map[string][]judged, error) {
	out := map[string][]judged{}
	rows, err := l.Query(ctx, `SELECT j.course_id, j.says, j.entered_at FROM judgement j WHERE j.course_id IN (`+reach(l.Actor.Role)+`) ORDER BY j.entered_at, j.id`, l.Actor.ID)
	_, err = db.Scan(rows, err, func(r *sql.Rows) (struct{}, error) {
		var id string
		var says singlecase.Says
		var at int64
		err := r.Scan(&id, &says, &at)
		out[id] = append(out[id], judged{clock.DateOf(db.Time(at)), says})
		return struct{}{}, err
	})
	if err != nil {
		return nil, fmt.Errorf("read judgements of a question: %w", err)
	}
	return out, nil
}

// consent adds whether somebody consented to the service: the last answer of each
// person counts.
func consent(ctx context.Context, l *casefile.List, asOf clock.Date, all []member) error {
	rows, err := l.Query(ctx, `SELECT n.course_id, n.person_id, n.status FROM consent n WHERE n.course_id IN (`+reach(l.Actor.Role)+`) AND n.kind = $2 AND n.at < $3 ORDER BY n.at, n.entered_at, n.id`,
		l.Actor.ID, course.ForService, db.Micros(asOf.At(0, 0)))
	last := map[string]map[string]bool{}
	_, err = db.Scan(rows, err, func(r *sql.Rows) (struct{}, error) {
		var id, person string
		var status course.ConsentStatus
		err := r.Scan(&id, &person, &status)
		if last[id] == nil {
			last[id] = map[string]bool{}
		}
		last[id][person] = status == course.Given
		return struct{}{}, err
	})
	if err != nil {
		return fmt.Errorf("read consents of a question: %w", err)
	}
	for i := range all {
		for _, given := range last[all[i].id] {
			all[i].Consent = all[i].Consent || given
		}
	}
	return nil
}

// meet adds the sessions that were held and who was there, by session.Continuity.
func meet(ctx context.Context, l *casefile.List, asOf clock.Date, all []member) error {
	teams, err := course.TeamsAmong(ctx, l, reach(l.Actor.Role), l.Actor.ID)
	if err != nil {
		return err
	}
	rows, err := l.Query(ctx, `SELECT s.id, s.course_id, s.started, w.staff_id FROM session s JOIN session_staff w ON w.session_id = s.id
		WHERE s.course_id IN (`+reach(l.Actor.Role)+`) AND s.status = 'held' AND s.started < $2 ORDER BY s.course_id, s.started, s.id`, l.Actor.ID, db.Micros(asOf.At(0, 0)))
	held := map[string][]session.Session{}
	_, err = db.Scan(rows, err, func(r *sql.Rows) (struct{}, error) {
		var id, courseID, staff string
		var at int64
		if err := r.Scan(&id, &courseID, &at, &staff); err != nil {
			return struct{}{}, err
		}
		list := held[courseID]
		if n := len(list); n > 0 && list[n-1].ID == id {
			list[n-1].Staff = append(list[n-1].Staff, staff)
			return struct{}{}, nil
		}
		held[courseID] = append(list, session.Session{ID: id, Status: session.Held, Start: db.Time(at), Staff: []string{staff}})
		return struct{}{}, nil
	})
	if err != nil {
		return fmt.Errorf("read sessions of a question: %w", err)
	}
	for i := range all {
		share := session.Continuity(held[all[i].id], teams[all[i].id])
		all[i].Held, all[i].Fixed = share.Of, share.N
	}
	return nil
}

// gather reads all that a question needs.
func (m *Memory) gather(ctx context.Context, tx *casefile.Tx, actor access.Actor, q Question) ([]member, error) {
	l, err := casefile.OpenList(ctx, tx, actor, access.Purpose{Code: access.Supervise}, "population")
	if err != nil {
		return nil, err
	}
	staff, err := login.Staff(ctx, tx.Tx)
	if err != nil {
		return nil, err
	}
	all, err := members(ctx, l, q, staff)
	if err != nil {
		return nil, err
	}
	l.Found(len(all))
	if err := m.develop(ctx, l, q.AsOf, all); err != nil {
		return nil, err
	}
	if err := consent(ctx, l, q.AsOf, all); err != nil {
		return nil, err
	}
	return all, meet(ctx, l, q.AsOf, all)
}
