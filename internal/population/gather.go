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

// members reads the courses of the house on the day that is asked as of.
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
	if err != nil {
		return fmt.Errorf("read sessions of a question: %w", err)
	}
	defer rows.Close()
	m := meetings{teams: teams, at: make(map[string]int, len(all)), all: all, words: map[string]string{}}
	for i := range all {
		m.at[all[i].id] = i
	}
	var id, courseID, staff sql.RawBytes
	for rows.Next() {
		var at int64
		if err := rows.Scan(&id, &courseID, &at, &staff); err != nil {
			return fmt.Errorf("read a session of a question: %w", err)
		}
		m.add(id, courseID, at, staff)
	}
	m.close()
	return rows.Err()
}

// meetings are the sessions of one course after the other, each row one who was there.
type meetings struct {
	teams map[string][]course.Member
	all   []member
	at    map[string]int    // place of a course among all
	words map[string]string // ids of staff, each kept once
	now   string            // the course being read
	last  []byte            // id of its last session
	held  []session.Session // of that course
}

func (m *meetings) add(id, courseID []byte, at int64, staff []byte) {
	if m.now != string(courseID) {
		m.close()
		m.now, m.last = string(courseID), m.last[:0]
	}
	who, ok := m.words[string(staff)]
	if !ok {
		who = string(staff)
		m.words[who] = who
	}
	n := len(m.held)
	if n > 0 && string(m.last) == string(id) {
		m.held[n-1].Staff = append(m.held[n-1].Staff, who)
		return
	}
	m.last = append(m.last[:0], id...)
	if n < cap(m.held) { // with the room that an earlier course's session had
		m.held = m.held[:n+1]
	} else {
		m.held = append(m.held, session.Session{Status: session.Held})
	}
	s := &m.held[n]
	s.Status, s.Start, s.Staff = session.Held, db.Time(at), append(s.Staff[:0], who)
}

// close tells of the course that was read, by session.Continuity.
func (m *meetings) close() {
	if i, ok := m.at[m.now]; ok && len(m.held) > 0 {
		share := session.Continuity(m.held, m.teams[m.now])
		m.all[i].Held, m.all[i].Fixed = share.Of, share.N
	}
	m.held = m.held[:0]
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
