package attention

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
)

// Inbox returns the messages of all the actor's courses that were sent, or, for
// the adviser, delivered: those that still ask for something first, the oldest
// promise first; then the newest. It opens one list, not each file.
func Inbox(ctx context.Context, tx *casefile.Tx, actor access.Actor) ([]Feedback, error) {
	l, err := casefile.OpenList(ctx, tx, actor, access.Purpose{Code: access.Respond}, "inbox")
	if err != nil {
		return nil, err
	}
	only := ` AND f.sent_at > 0`
	if actor.Role == access.Adviser {
		only = ` AND f.delivered_at > 0`
	}
	rows, err := l.Query(ctx, `SELECT f.id, f.course_id, f.flag_id, f.kind, f.urgent, f.refers_to, f.author_id, f.to_id, f.written_at, f.sent_at, f.due_at,
		f.delivered_at, f.read_at, f.acknowledged_at, f.acknowledged_by, f.escalated_at, f.escalated_to, f.version, f.sealed, `+settled("f")+`
		FROM feedback f WHERE f.course_id IN (SELECT course_id FROM access_now WHERE staff_id = $1)`+only+`
		ORDER BY CASE WHEN f.acknowledged_at = 0 THEN 0 ELSE 1 END, CASE WHEN f.acknowledged_at = 0 THEN f.due_at ELSE -f.sent_at END LIMIT 200`, actor.ID)
	type row struct {
		Feedback
		sealed []byte
	}
	found, err := db.Scan(rows, err, func(r *sql.Rows) (row, error) {
		m, sealed, err := scanFeedback(r)
		return row{m, sealed}, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the inbox: %w", err)
	}
	courses := make([]string, len(found))
	for i, r := range found {
		courses[i] = r.CourseID
	}
	if err := l.Unlock(ctx, courses); err != nil {
		return nil, err
	}
	out := make([]Feedback, 0, len(found))
	for _, r := range found {
		var text feedbackText
		if err := l.Unseal(r.CourseID, "feedback", r.ID, r.sealed, &text); err != nil {
			return nil, err
		}
		r.Subject, r.Body = text.Subject, text.Body
		out = append(out, r.Feedback)
	}
	l.Found(len(out))
	return out, countAnswers(ctx, l, out)
}

// countAnswers notes which messages have been answered; the texts are read in
// the course.
func countAnswers(ctx context.Context, l *casefile.List, all []Feedback) error {
	rows, err := l.Query(ctx, `SELECT id, feedback_id, course_id, decision, entered_by, entered_at, sealed FROM feedback_answer
		WHERE course_id IN (SELECT course_id FROM access_now WHERE staff_id = $1)`, l.Actor.ID)
	_, err = db.Scan(rows, err, func(r *sql.Rows) (a Answer, err error) {
		var feedbackID, courseID string
		var at int64
		var sealed []byte
		if err := r.Scan(&a.ID, &feedbackID, &courseID, &a.Decision, &a.EnteredBy, &at, &sealed); err != nil {
			return a, err
		}
		for i := range all {
			if all[i].ID != feedbackID {
				continue
			}
			var text answerText
			if err := l.Unseal(courseID, "feedback_answer", a.ID, sealed, &text); err != nil {
				return a, err
			}
			a.Text, a.EnteredAt = text.Text, db.Time(at)
			all[i].Answers = append(all[i].Answers, a)
		}
		return a, nil
	})
	if err != nil {
		return fmt.Errorf("read the inbox's answers: %w", err)
	}
	return nil
}

// Day is one day's count of what was sent and what the receiver has stored.
type Day struct {
	On           clock.Date
	Sent         int // messages sent that day
	Received     int // of these, how many lie in the receiver's store
	Acknowledged int // of these, how many were acknowledged
}

// Equal reports whether everything that was sent is with the receiver.
func (d Day) Equal() bool { return d.Sent == d.Received }

// Reconcile counts, for the courses of the actor, the messages of the last days
// up to and with today, newest day first. It compares the sender's table with
// the receiver's own, not with what the sender noted.
func Reconcile(ctx context.Context, tx *casefile.Tx, actor access.Actor, days int) ([]Day, error) {
	l, err := casefile.OpenList(ctx, tx, actor, access.Purpose{Code: access.Respond}, "reconciliation")
	if err != nil {
		return nil, err
	}
	today := tx.Today()
	first := today.AddDays(1 - days)
	rows, err := l.Query(ctx, `SELECT f.sent_at, CASE WHEN r.feedback_id IS NULL THEN 0 ELSE 1 END, CASE WHEN f.acknowledged_at = 0 THEN 0 ELSE 1 END
		FROM feedback f LEFT JOIN feedback_received r ON r.feedback_id = f.id AND r.to_id = f.to_id
		WHERE f.sent_at >= $2 AND f.course_id IN (SELECT course_id FROM access_now WHERE staff_id = $1)`, actor.ID, db.Micros(first.At(0, 0)))
	out := make([]Day, days)
	for i := range out {
		out[i].On = today.AddDays(-i)
	}
	_, err = db.Scan(rows, err, func(r *sql.Rows) (struct{}, error) {
		var sent int64
		var received, acknowledged int
		if err := r.Scan(&sent, &received, &acknowledged); err != nil {
			return struct{}{}, err
		}
		if i := today.Sub(clock.DateOf(db.Time(sent))); i >= 0 && i < days {
			out[i].Sent++
			out[i].Received += received
			out[i].Acknowledged += acknowledged
		}
		return struct{}{}, nil
	})
	if err != nil {
		return nil, fmt.Errorf("reconcile: %w", err)
	}
	l.Found(days)
	return out, nil
}

// Waiting counts, without opening a text, what asks something of the actor:
// for the adviser, messages not acknowledged, questions not answered and hours to
// decide on; for the provider's people, messages whose promised time has passed and questions from
// advisers.
type Waiting struct{ Messages, Questions int }

// Count returns what waits for the actor.
func Count(ctx context.Context, tx *casefile.Tx, actor access.Actor) (w Waiting, err error) {
	open := ` AND f.sent_at > 0 AND f.due_at < $2`
	var limit any = db.Micros(tx.Now())
	if actor.Role == access.Adviser {
		open, limit = ` AND f.delivered_at > $2`, int64(0)
	}
	err = tx.QueryRow(ctx, `SELECT COUNT(*) FROM feedback f
		WHERE f.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1) AND f.acknowledged_at = 0`+open, actor.ID, limit).Scan(&w.Messages)
	if err != nil {
		return w, fmt.Errorf("count feedback: %w", err)
	}
	question := `SELECT COUNT(*) FROM advice q
		WHERE q.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1) AND q.answered_at = 0`
	if actor.Role == access.Adviser {
		question = `SELECT (SELECT COUNT(*) FROM feedback q
			WHERE q.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1) AND q.acknowledged_at > 0
			AND q.kind IN ('extension', 'question')
			AND NOT EXISTS (SELECT 1 FROM feedback_answer r WHERE r.feedback_id = q.id))
			+ (SELECT COUNT(*) FROM hours_request q JOIN plan p ON p.id = q.plan_id AND p.status = 'approved'
			WHERE q.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1)
			AND NOT EXISTS (SELECT 1 FROM hours_answer h WHERE h.request_id = q.id))`
	}
	if err = tx.QueryRow(ctx, question, actor.ID).Scan(&w.Questions); err != nil {
		return w, fmt.Errorf("count questions: %w", err)
	}
	return w, nil
}

// Late returns how long the promised time has been passed; zero when it has not.
func (f Feedback) Late(now time.Time) time.Duration {
	if !f.Overdue(now) {
		return 0
	}
	return now.Sub(f.DueAt)
}
