package attention

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
)

// OpenFlags returns the flags of the actor's courses that somebody still has to
// see to, with what was done about each so far: those of danger first, then the
// oldest. One list, not each file.
func OpenFlags(ctx context.Context, tx *casefile.Tx, actor access.Actor) ([]Flag, error) {
	if actor.Role == access.Adviser {
		return nil, nil
	}
	l, err := casefile.OpenList(ctx, tx, actor, access.Purpose{Code: access.Respond}, "flags")
	if err != nil {
		return nil, err
	}
	flags, err := listing[Flag]{query: `SELECT f.id, f.course_id, f.sealed, f.session_id, f.danger, f.owner_id, f.raised_by, f.raised_at FROM flag f
		WHERE NOT EXISTS (SELECT 1 FROM flag_step s WHERE s.flag_id = f.id AND s.closes = 1)
		AND f.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1) ORDER BY f.danger DESC, f.raised_at, f.id`,
		table: "flag", at: func(f *Flag) (string, string) { return f.ID, f.CourseID },
		scan: func(r *sql.Rows, f *Flag, sealed *[]byte) error {
			var danger int
			var at int64
			err := r.Scan(&f.ID, &f.CourseID, sealed, &f.SessionID, &danger, &f.OwnerID, &f.RaisedBy, &at)
			f.Danger, f.RaisedAt = danger == 1, db.Time(at)
			return err
		},
		words: func(f *Flag, open func(any) error) error {
			var text flagText
			err := open(&text)
			f.What = text.What
			return err
		},
	}.read(ctx, l)
	if err != nil {
		return nil, fmt.Errorf("read open flags: %w", err)
	}
	return flags, openSteps(ctx, l, flags)
}

// openSteps adds what was done about the flags, without the words of it.
func openSteps(ctx context.Context, l *casefile.List, flags []Flag) error {
	rows, err := l.Query(ctx, `SELECT s.id, s.flag_id, s.outcome, s.refers_to, s.entered_by, s.entered_at FROM flag_step s
		WHERE s.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1) ORDER BY s.entered_at, s.id`, l.Actor.ID)
	_, err = db.Scan(rows, err, func(r *sql.Rows) (s Step, err error) {
		var at int64
		if err := r.Scan(&s.ID, &s.FlagID, &s.Outcome, &s.RefersTo, &s.EnteredBy, &at); err != nil {
			return s, err
		}
		s.EnteredAt = db.Time(at)
		for i := range flags {
			if flags[i].ID == s.FlagID {
				flags[i].Steps = append(flags[i].Steps, s)
			}
		}
		return s, nil
	})
	if err != nil {
		return fmt.Errorf("read what was done about flags: %w", err)
	}
	return nil
}

// AdviceSince returns the advisers' questions on the actor's courses that were
// asked or answered since a time, the newest first, with the answers.
func AdviceSince(ctx context.Context, tx *casefile.Tx, actor access.Actor, since time.Time) ([]Advice, error) {
	return adviceList(ctx, tx, actor, fmt.Sprintf(`(q.answered_at = 0 OR q.answered_at > %d)`, db.Micros(since)), `q.asked_at DESC, q.id`)
}

func adviceList(ctx context.Context, tx *casefile.Tx, actor access.Actor, where, order string) ([]Advice, error) {
	l, err := casefile.OpenList(ctx, tx, actor, access.Purpose{Code: access.Respond}, "questions")
	if err != nil {
		return nil, err
	}
	var answers [][]byte
	all, err := listing[Advice]{query: `SELECT q.id, q.course_id, q.question, q.asked_by, q.asked_at, q.due_on, q.answered_by, q.answered_at, q.answer FROM advice q
		WHERE ` + where + ` AND q.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1) ORDER BY ` + order,
		table: "advice", at: func(q *Advice) (string, string) { return q.ID, q.CourseID },
		scan: func(r *sql.Rows, q *Advice, sealed *[]byte) error {
			var asked, answered int64
			var answer []byte
			err := r.Scan(&q.ID, &q.CourseID, sealed, &q.AskedBy, &asked, &q.DueOn, &q.AnsweredBy, &answered, &answer)
			q.AskedAt, q.AnsweredAt = db.Time(asked), db.Time(answered)
			answers = append(answers, answer)
			return err
		},
		words: func(q *Advice, open func(any) error) error {
			var text adviceText
			err := open(&text)
			q.Question = text.Text
			return err
		},
	}.read(ctx, l)
	if err != nil {
		return nil, fmt.Errorf("read questions: %w", err)
	}
	for i := range all {
		if len(answers[i]) == 0 {
			continue
		}
		var text adviceText
		if err := l.Unseal(all[i].CourseID, "advice_answer", all[i].ID, answers[i], &text); err != nil {
			return nil, err
		}
		all[i].Answer = text.Text
	}
	return all, nil
}

// Unsent returns the messages that the actor has begun and not sent, the newest
// first.
func Unsent(ctx context.Context, tx *casefile.Tx, actor access.Actor) ([]Feedback, error) {
	l, err := casefile.OpenList(ctx, tx, actor, access.Purpose{Code: access.Respond}, "unsent")
	if err != nil {
		return nil, err
	}
	all, err := listing[Feedback]{query: `SELECT m.id, m.course_id, m.sealed, m.flag_id, m.kind, m.author_id, m.to_id, m.written_at FROM feedback m
		WHERE m.sent_at = 0 AND m.author_id = $1 AND m.kind <> 'report'
		AND m.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1) ORDER BY m.written_at DESC, m.id`,
		table: "feedback", at: func(m *Feedback) (string, string) { return m.ID, m.CourseID },
		scan: func(r *sql.Rows, m *Feedback, sealed *[]byte) error {
			var written int64
			err := r.Scan(&m.ID, &m.CourseID, sealed, &m.FlagID, &m.Kind, &m.AuthorID, &m.ToID, &written)
			m.WrittenAt = db.Time(written)
			return err
		},
		words: func(m *Feedback, open func(any) error) error {
			var text feedbackText
			err := open(&text)
			m.Subject, m.Body = text.Subject, text.Body
			return err
		},
	}.read(ctx, l)
	if err != nil {
		return nil, fmt.Errorf("read unsent messages: %w", err)
	}
	return all, nil
}

// listing is a list of one thing over many courses.
type listing[T any] struct {
	query string // its only argument is the reader
	table string // that the words are sealed for
	scan  func(*sql.Rows, *T, *[]byte) error
	at    func(*T) (id, course string)
	words func(*T, func(any) error) error
}

// read reads first all rows, then the keys of their courses, then the words.
func (q listing[T]) read(ctx context.Context, l *casefile.List) ([]T, error) {
	var sealed [][]byte
	rows, err := l.Query(ctx, q.query, l.Actor.ID)
	found, err := db.Scan(rows, err, func(r *sql.Rows) (x T, err error) {
		var words []byte
		err = q.scan(r, &x, &words)
		sealed = append(sealed, words)
		return x, err
	})
	if err != nil {
		return nil, err
	}
	courses := make([]string, len(found))
	for i := range found {
		_, courses[i] = q.at(&found[i])
	}
	if err := l.Unlock(ctx, courses); err != nil {
		return nil, err
	}
	for i := range found {
		id, course := q.at(&found[i])
		open := func(v any) error { return l.Unseal(course, q.table, id, sealed[i], v) }
		if err := q.words(&found[i], open); err != nil {
			return nil, err
		}
	}
	l.Found(len(found))
	return found, nil
}
