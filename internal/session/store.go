package session

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
)

const headColumns = `s.id, s.course_id, s.kind, s.status, s.planned_start, s.planned_end, s.started, s.ended,
	s.direct_minutes, s.indirect_minutes, s.travel_minutes, s.attention, s.builds_on,
	s.signed_at, s.signed_by, s.entry_id, s.version`

// Facts returns what can be counted about the sessions of a period, oldest
// first: kind, status, times, minutes and staff, but no words. Everyone who
// may see the course's card may see them.
func Facts(ctx context.Context, f *casefile.Reader, p Period) ([]Session, error) {
	if err := f.Need(access.Card, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT `+headColumns+` FROM session s WHERE s.course_id=$1
		ORDER BY CASE WHEN s.started=0 THEN s.planned_start ELSE s.started END, s.id`, f.CourseID)
	if err != nil {
		return nil, fmt.Errorf("list sessions of %s: %w", f.CourseID, err)
	}
	defer rows.Close()
	var all []Session
	for rows.Next() {
		s, err := scanHead(rows)
		if err != nil {
			return nil, err
		}
		if p.covers(s.When()) {
			all = append(all, s)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return all, addStaff(ctx, f, all)
}

func (p Period) covers(t time.Time) bool {
	return (p.From.IsZero() || !t.Before(p.From)) && (p.To.IsZero() || t.Before(p.To))
}

type scanner interface{ Scan(...any) error }

func scanHead(row scanner, more ...any) (Session, error) {
	var s Session
	var planned, plannedEnd, started, ended, signed int64
	var attention sql.NullBool
	err := row.Scan(append([]any{&s.ID, &s.CourseID, &s.Kind, &s.Status, &planned, &plannedEnd, &started, &ended,
		&s.DirectMinutes, &s.IndirectMinutes, &s.TravelMinutes, &attention, &s.BuildsOn,
		&signed, &s.SignedBy, &s.EntryID, &s.Version}, more...)...)
	if err != nil {
		return s, err
	}
	s.PlannedStart, s.PlannedEnd = local(planned), local(plannedEnd)
	s.Start, s.End, s.SignedAt = local(started), local(ended), local(signed)
	if attention.Valid {
		s.Attention = &attention.Bool
	}
	return s, nil
}

func local(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return db.Time(us).In(clock.Copenhagen)
}

// addStaff fills in who each session is with, in the order they were named.
func addStaff(ctx context.Context, f *casefile.Reader, all []Session) error {
	rows, err := f.Query(ctx, `SELECT session_id, staff_id FROM session_staff WHERE course_id=$1
		ORDER BY session_id, position`, f.CourseID)
	if err != nil {
		return fmt.Errorf("list staff of sessions of %s: %w", f.CourseID, err)
	}
	defer rows.Close()
	staff := map[string][]string{}
	for rows.Next() {
		var id, who string
		if err := rows.Scan(&id, &who); err != nil {
			return err
		}
		staff[id] = append(staff[id], who)
	}
	for i := range all {
		all[i].Staff = staff[all[i].ID]
	}
	return rows.Err()
}

// All returns the sessions of a period with their words, oldest first. Words
// of contacts are left out for those who may not read contact records.
func All(ctx context.Context, f *casefile.Reader, p Period) ([]Session, error) {
	if err := f.Need(access.Notes, access.Read); err != nil {
		return nil, err
	}
	return read(ctx, f, p, `SELECT `+headColumns+`, e.sealed, e.entered_by, e.entered_at
		FROM session s JOIN session_entry e ON e.id=s.entry_id WHERE s.course_id=$1
		ORDER BY CASE WHEN s.started=0 THEN s.planned_start ELSE s.started END, s.id`, f.CourseID)
}

// Contacts returns the sessions of the kind contact with their words, oldest
// first. Package contact builds on it.
func Contacts(ctx context.Context, f *casefile.Reader, p Period) ([]Session, error) {
	if err := f.Need(access.Contact, access.Read); err != nil {
		return nil, err
	}
	return read(ctx, f, p, `SELECT `+headColumns+`, e.sealed, e.entered_by, e.entered_at
		FROM session s JOIN session_entry e ON e.id=s.entry_id WHERE s.course_id=$1 AND s.kind='contact'
		ORDER BY CASE WHEN s.started=0 THEN s.planned_start ELSE s.started END, s.id`, f.CourseID)
}

// ContactNumber returns which contact of the course a contact is, counted over
// those that are held or planned, the oldest first; 0 for one that was called off.
func ContactNumber(ctx context.Context, f *casefile.Reader, s Session) (n int, err error) {
	if err := f.Need(access.Contact, access.Read); err != nil {
		return 0, err
	}
	if s.Status != Held && s.Status != Planned {
		return 0, nil
	}
	err = f.QueryRow(ctx, `SELECT COUNT(*) FROM (SELECT id, CASE WHEN started=0 THEN planned_start ELSE started END AS at
		FROM session WHERE course_id=$1 AND kind='contact' AND status IN ('held', 'planned')) c WHERE c.at<$2 OR c.at=$2 AND c.id<=$3`,
		f.CourseID, db.Micros(s.When()), s.ID).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("number contact %s: %w", s.ID, err)
	}
	return n, nil
}

func read(ctx context.Context, f *casefile.Reader, p Period, query string, args ...any) ([]Session, error) {
	rows, err := f.Query(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read sessions of %s: %w", f.CourseID, err)
	}
	defer rows.Close()
	var all []Session
	for rows.Next() {
		s, err := scanWords(f, rows)
		if err != nil {
			return nil, err
		}
		if p.covers(s.When()) {
			all = append(all, s)
		}
	}
	return all, rows.Err()
}

// scanWords reads a head row together with its newest entry. The words come
// from the entry, everything countable from the head.
func scanWords(f *casefile.Reader, row scanner) (Session, error) {
	var sealed []byte
	var by string
	var at int64
	head, err := scanHead(row, &sealed, &by, &at)
	if err != nil {
		return head, err
	}
	head.EnteredBy, head.EnteredAt = by, local(at)
	if head.Kind == Contact && !f.Can(access.Contact, access.Read) {
		return head, nil
	}
	var words Session
	if err := f.Unseal("session_entry", head.EntryID, sealed, &words); err != nil {
		return head, fmt.Errorf("unseal session %s: %w", head.ID, err)
	}
	return head.with(words), nil
}

// with joins the words of an entry to the countable facts of a head.
func (s Session) with(w Session) Session {
	s.Place, s.Staff, s.Persons = w.Place, w.Staff, w.Persons
	s.Observation, s.Interpretation, s.Assessment = w.Observation, w.Interpretation, w.Assessment
	s.GoalNotes, s.ChildNotes, s.NextTime = w.GoalNotes, w.ChildNotes, w.NextTime
	s.Aims, s.Theme, s.TakenIn, s.Agreement = w.Aims, w.Theme, w.TakenIn, w.Agreement
	s.Cancel, s.Correction, s.WroteAt = w.Cancel, w.Correction, w.WroteAt
	return s
}

// Get returns one session with its words. One that is not there, or belongs
// to another course, is fault.NotFound.
func Get(ctx context.Context, f *casefile.Reader, id string) (Session, error) {
	row := f.QueryRow(ctx, `SELECT `+headColumns+`, e.sealed, e.entered_by, e.entered_at
		FROM session s JOIN session_entry e ON e.id=s.entry_id WHERE s.course_id=$1 AND s.id=$2`, f.CourseID, id)
	s, err := scanWords(f, row)
	if err == sql.ErrNoRows {
		return s, fault.New(fault.NotFound, "session.notfound")
	}
	if err != nil {
		return s, fmt.Errorf("get session %s: %w", id, err)
	}
	if err := f.Need(rightFor(s.Kind), access.Read); err != nil {
		return Session{}, err
	}
	return s, nil
}

// rightFor is the kind of data a session of that kind is.
func rightFor(k Kind) access.Kind {
	if k == Contact {
		return access.Contact
	}
	return access.Notes
}

// History returns every entry of a session, oldest first: what was planned,
// written, signed and corrected, by whom and when. Nothing is ever left out.
func History(ctx context.Context, f *casefile.Reader, id string) ([]Entry, error) {
	if _, err := Get(ctx, f, id); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT id, version, deed, sealed, entered_by, entered_at FROM session_entry
		WHERE course_id=$1 AND session_id=$2 ORDER BY version`, f.CourseID, id)
	if err != nil {
		return nil, fmt.Errorf("history of session %s: %w", id, err)
	}
	defer rows.Close()
	var all []Entry
	for rows.Next() {
		var e Entry
		var entryID string
		var version, at int64
		var sealed []byte
		if err := rows.Scan(&entryID, &version, &e.Deed, &sealed, &e.By, &at); err != nil {
			return nil, err
		}
		if err := f.Unseal("session_entry", entryID, sealed, &e.Session); err != nil {
			return nil, fmt.Errorf("unseal entry %s: %w", entryID, err)
		}
		e.At = local(at)
		e.Session.EntryID, e.Session.Version = entryID, version
		e.Session.EnteredBy, e.Session.EnteredAt = e.By, e.At
		all = append(all, e)
	}
	return all, rows.Err()
}

// exists reports whether an entry has been handed in before, and the version
// the session stands at (0: no such session). Another text under the id of an
// entry that is there already, as from a page gone back to, is a conflict:
// it is not the same hand-in twice, and must not vanish.
func exists(ctx context.Context, f *casefile.Reader, s Session) (twice bool, version int64, err error) {
	var sealed []byte
	err = f.QueryRow(ctx, `SELECT sealed FROM session_entry WHERE course_id=$1 AND id=$2`, f.CourseID, s.EntryID).Scan(&sealed)
	if err != nil && err != sql.ErrNoRows {
		return false, 0, fmt.Errorf("look for entry %s: %w", s.EntryID, err)
	}
	if err == nil {
		var was Session
		if err := f.Unseal("session_entry", s.EntryID, sealed, &was); err != nil {
			return false, 0, fmt.Errorf("unseal entry %s: %w", s.EntryID, err)
		}
		if !was.saysSame(s) {
			return false, 0, conflict()
		}
		return true, 0, nil
	}
	err = f.QueryRow(ctx, `SELECT COALESCE(MAX(version), 0) FROM session_entry WHERE course_id=$1 AND session_id=$2`,
		f.CourseID, s.ID).Scan(&version)
	if err != nil {
		return false, 0, fmt.Errorf("look for session %s: %w", s.ID, err)
	}
	return false, version, nil
}

// saysSame compares what a person wrote in two hand-ins. A signature or a
// cancellation carries no words of the session and is always the same.
func (s Session) saysSame(o Session) bool {
	if o.Staff == nil && o.Start.IsZero() && o.PlannedStart.IsZero() {
		return true
	}
	a, errA := json.Marshal(s.words())
	b, errB := json.Marshal(o.words())
	return errA == nil && errB == nil && string(a) == string(b)
}

// words is what a person writes on the form of a session.
func (s Session) words() Session {
	return Session{
		Place: s.Place, Staff: s.Staff, Persons: s.Persons, Observation: s.Observation, Interpretation: s.Interpretation,
		Assessment: s.Assessment, GoalNotes: s.GoalNotes, ChildNotes: s.ChildNotes, NextTime: s.NextTime,
		Attention: s.Attention, BuildsOn: s.BuildsOn, Aims: s.Aims, Theme: s.Theme, TakenIn: s.TakenIn, Agreement: s.Agreement,
		Start: s.Start.UTC(), End: s.End.UTC(), DirectMinutes: s.DirectMinutes, IndirectMinutes: s.IndirectMinutes,
		TravelMinutes: s.TravelMinutes,
	}
}

// save adds an entry and moves the head row to it. s.Version is the version
// the writer had read; if somebody was quicker it is fault.Conflict and
// nothing is written.
func save(ctx context.Context, f *casefile.Writer, s Session, deed Deed) error {
	before := s.EntryID
	if s.Version > 0 {
		if err := f.QueryRow(ctx, `SELECT entry_id FROM session WHERE course_id=$1 AND id=$2`, f.CourseID, s.ID).Scan(&before); err != nil {
			return fmt.Errorf("entry before %s: %w", s.EntryID, err)
		}
	} else {
		before = ""
	}
	s.CourseID = f.CourseID
	words := s // what the row itself says is not sealed once more
	words.EntryID, words.Version, words.EnteredBy, words.EnteredAt = "", 0, "", time.Time{}
	sealed, err := f.Seal("session_entry", s.EntryID, words)
	if err != nil {
		return fmt.Errorf("seal session %s: %w", s.ID, err)
	}
	n, err := f.Exec(ctx, `INSERT INTO session_entry (id, course_id, session_id, version, deed, sealed, entered_by, entered_at, supersedes)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9) ON CONFLICT DO NOTHING`,
		s.EntryID, f.CourseID, s.ID, s.Version+1, deed, sealed, f.Actor.ID, db.Micros(f.Now()), before)
	if err != nil {
		return fmt.Errorf("enter session %s: %w", s.ID, err)
	}
	if n == 0 {
		return conflict()
	}
	if err := saveHead(ctx, f, s); err != nil {
		return err
	}
	return saveStaff(ctx, f, s)
}

func conflict() error { return fault.New(fault.Conflict, "session.conflict") }

func saveHead(ctx context.Context, f *casefile.Writer, s Session) error {
	code := ""
	if s.Cancel != nil {
		code = string(s.Cancel.Side) + "." + string(s.Cancel.Code)
	}
	n, err := f.Exec(ctx, `INSERT INTO session (id, course_id, kind, status, planned_start, planned_end, started, ended,
			direct_minutes, indirect_minutes, travel_minutes, attention, cancel_code, builds_on, signed_at, signed_by, entry_id, version)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18)
		ON CONFLICT (id) DO UPDATE SET status=excluded.status, planned_start=excluded.planned_start, planned_end=excluded.planned_end,
			started=excluded.started, ended=excluded.ended, direct_minutes=excluded.direct_minutes,
			indirect_minutes=excluded.indirect_minutes, travel_minutes=excluded.travel_minutes, attention=excluded.attention,
			cancel_code=excluded.cancel_code, builds_on=excluded.builds_on, signed_at=excluded.signed_at,
			signed_by=excluded.signed_by, entry_id=excluded.entry_id, version=excluded.version
		WHERE session.course_id=excluded.course_id AND session.version=excluded.version-1`,
		s.ID, f.CourseID, s.Kind, s.Status, db.Micros(s.PlannedStart), db.Micros(s.PlannedEnd), db.Micros(s.Start), db.Micros(s.End),
		s.DirectMinutes, s.IndirectMinutes, s.TravelMinutes, bit(s.Attention), code, s.BuildsOn,
		db.Micros(s.SignedAt), s.SignedBy, s.EntryID, s.Version+1)
	if err != nil {
		return fmt.Errorf("save session %s: %w", s.ID, err)
	}
	if n == 0 {
		return conflict()
	}
	return nil
}

func saveStaff(ctx context.Context, f *casefile.Writer, s Session) error {
	if _, err := f.Exec(ctx, `DELETE FROM session_staff WHERE session_id=$1 AND course_id=$2`, s.ID, f.CourseID); err != nil {
		return fmt.Errorf("staff of session %s: %w", s.ID, err)
	}
	for i, who := range s.Staff {
		if _, err := f.Exec(ctx, `INSERT INTO session_staff (session_id, staff_id, course_id, position) VALUES ($1,$2,$3,$4)
			ON CONFLICT DO NOTHING`, s.ID, who, f.CourseID, i); err != nil {
			return fmt.Errorf("staff of session %s: %w", s.ID, err)
		}
	}
	return nil
}

func bit(b *bool) any {
	switch {
	case b == nil:
		return nil
	case *b:
		return 1
	default:
		return 0
	}
}
