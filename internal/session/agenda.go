package session

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/db"
)

// Agenda returns the actor's own sessions over all courses whose planned time
// lies in the period, with place and people, oldest first. For the first page
// and the calendar. Contacts are among them.
func Agenda(ctx context.Context, l *casefile.List, p Period) ([]Session, error) {
	return own(ctx, l, `AND s.planned_start >= $2 AND s.planned_start < $3 AND s.status <> 'cancelled'`,
		db.Micros(p.From), db.Micros(p.To))
}

// Unfinished returns the actor's own sessions that still ask something: planned
// ones whose time has passed, and held ones nobody has signed. Oldest first.
func Unfinished(ctx context.Context, l *casefile.List, now time.Time) ([]Session, error) {
	all, err := own(ctx, l, `AND s.signed_at = 0 AND s.planned_start < $2`, db.Micros(now))
	return slices.DeleteFunc(all, func(s Session) bool { return !s.Open(now) }), err
}

func own(ctx context.Context, l *casefile.List, where string, args ...any) ([]Session, error) {
	rows, err := l.Query(ctx, `SELECT `+headColumns+`, e.sealed FROM session s
		JOIN session_entry e ON e.id=s.entry_id
		WHERE s.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id=$1) `+where+`
		AND EXISTS (SELECT 1 FROM session_staff w WHERE w.session_id=s.id AND w.staff_id=$1)
		ORDER BY s.planned_start, s.started, s.id`, append([]any{l.Actor.ID}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("sessions of %s: %w", l.Actor.ID, err)
	}
	defer rows.Close()
	var all []Session
	var sealed [][]byte
	for rows.Next() {
		var words []byte
		s, err := scanHead(rows, &words)
		if err != nil {
			return nil, err
		}
		all, sealed = append(all, s), append(sealed, words)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return all, place(ctx, l, all, sealed)
}

// place fills in of each session's words only what a calendar shows.
func place(ctx context.Context, l *casefile.List, all []Session, sealed [][]byte) error {
	courses := make([]string, len(all))
	for i, s := range all {
		courses[i] = s.CourseID
	}
	if err := l.Unlock(ctx, courses); err != nil {
		return err
	}
	for i := range all {
		if !l.Unlocked(all[i].CourseID) {
			continue
		}
		var words Session
		if err := l.Unseal(all[i].CourseID, "session_entry", all[i].EntryID, sealed[i], &words); err != nil {
			return fmt.Errorf("unseal session %s: %w", all[i].ID, err)
		}
		all[i].Place, all[i].Persons, all[i].Staff, all[i].Theme = words.Place, words.Persons, words.Staff, words.Theme
	}
	return nil
}

// LastHeld returns, for each course the actor belongs to, when its latest held
// session began. A course without one is not in it.
func LastHeld(ctx context.Context, l *casefile.List) (map[string]time.Time, error) {
	rows, err := l.Query(ctx, `SELECT s.course_id, MAX(s.started) FROM session s
		WHERE s.status='held' AND s.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id=$1)
		GROUP BY s.course_id`, l.Actor.ID)
	if err != nil {
		return nil, fmt.Errorf("latest sessions: %w", err)
	}
	defer rows.Close()
	last := map[string]time.Time{}
	for rows.Next() {
		var id string
		var at int64
		if err := rows.Scan(&id, &at); err != nil {
			return nil, err
		}
		last[id] = local(at)
	}
	return last, rows.Err()
}

// FactsOf returns the countable facts of every course the actor belongs to,
// by course, oldest first: kind, status, times, minutes, signature time and
// staff. For the leader's page and lists of courses.
func FactsOf(ctx context.Context, l *casefile.List) (map[string][]Session, error) {
	staff, err := staffOf(ctx, l)
	if err != nil {
		return nil, err
	}
	rows, err := l.Query(ctx, `SELECT s.id, s.course_id, s.kind, s.status, s.planned_start, s.planned_end, s.started, s.ended,
		s.direct_minutes, s.indirect_minutes, s.travel_minutes, s.signed_at FROM session s
		WHERE s.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id=$1)`, l.Actor.ID)
	if err != nil {
		return nil, fmt.Errorf("sessions of all courses: %w", err)
	}
	defer rows.Close()
	all := map[string][]Session{}
	for rows.Next() {
		var s Session
		var planned, plannedEnd, started, ended, signed int64
		if err := rows.Scan(&s.ID, &s.CourseID, &s.Kind, &s.Status, &planned, &plannedEnd, &started, &ended,
			&s.DirectMinutes, &s.IndirectMinutes, &s.TravelMinutes, &signed); err != nil {
			return nil, err
		}
		s.PlannedStart, s.PlannedEnd = local(planned), local(plannedEnd)
		s.Start, s.End, s.SignedAt = local(started), local(ended), local(signed)
		s.Staff = staff[s.ID]
		all[s.CourseID] = append(all[s.CourseID], s)
	}
	for _, list := range all {
		slices.SortFunc(list, func(a, b Session) int { return cmp.Or(a.When().Compare(b.When()), cmp.Compare(a.ID, b.ID)) })
	}
	return all, rows.Err()
}

// staffOf returns who each session of the actor's courses is with, in the order
// they were named.
func staffOf(ctx context.Context, l *casefile.List) (map[string][]string, error) {
	rows, err := l.Query(ctx, `SELECT w.session_id, w.staff_id, w.position FROM session_staff w
		WHERE w.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id=$1)`, l.Actor.ID)
	if err != nil {
		return nil, fmt.Errorf("staff of all sessions: %w", err)
	}
	defer rows.Close()
	type place struct {
		who string
		at  int
	}
	places := map[string][]place{}
	for rows.Next() {
		var id string
		var p place
		if err := rows.Scan(&id, &p.who, &p.at); err != nil {
			return nil, err
		}
		places[id] = append(places[id], p)
	}
	staff := make(map[string][]string, len(places))
	for id, all := range places {
		slices.SortFunc(all, func(a, b place) int { return a.at - b.at })
		for _, p := range all {
			staff[id] = append(staff[id], p.who)
		}
	}
	return staff, rows.Err()
}
