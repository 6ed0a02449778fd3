package attention

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/rule"
)

type adviceText struct{ Text string }

// Ask puts the adviser's question to the provider's people, to be answered
// within the working days that were promised. The same id twice is one question.
func Ask(ctx context.Context, f *casefile.Writer, id, question string) error {
	if err := theirs(f); err != nil {
		return err
	}
	question = strings.TrimSpace(question)
	var p fault.Problems
	words(&p, "question", question, MaxText)
	if err := p.Err(); err != nil {
		return err
	}
	sealed, err := f.Seal("advice", id, adviceText{question})
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO advice (id, course_id, asked_by, asked_at, due_on, question, answer)
		VALUES ($1,$2,$3,$4,$5,$6,$7) ON CONFLICT (id) DO NOTHING`,
		id, f.CourseID, f.Actor.ID, db.Micros(f.Now()), rule.MessageReplyDue(f.Today()), sealed, []byte{})
	if err != nil {
		return fmt.Errorf("ask %s: %w", id, err)
	}
	return nil
}

// AnswerAdvice answers the adviser's question. The first answer stays; whoever
// comes second is told that somebody has answered.
func AnswerAdvice(ctx context.Context, f *casefile.Writer, id, answer string) error {
	if err := f.NeedOurs(access.Feedback); err != nil {
		return err
	}
	answer = strings.TrimSpace(answer)
	var p fault.Problems
	words(&p, "answer", answer, MaxText)
	if err := p.Err(); err != nil {
		return err
	}
	sealed, err := f.Seal("advice_answer", id, adviceText{answer})
	if err != nil {
		return err
	}
	n, err := f.Exec(ctx, `UPDATE advice SET answer = $1, answered_by = $2, answered_at = $3 WHERE id = $4 AND course_id = $5 AND answered_at = 0`,
		sealed, f.Actor.ID, db.Micros(f.Now()), id, f.CourseID)
	if err != nil {
		return fmt.Errorf("answer question %s: %w", id, err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, "attention.answered-already")
	}
	return nil
}

// AllAdvice returns the questions of the course, the newest first.
func AllAdvice(ctx context.Context, f *casefile.Reader) ([]Advice, error) {
	if err := f.Need(access.Feedback, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT id, asked_by, asked_at, due_on, answered_by, answered_at, question, answer FROM advice
		WHERE course_id = $1 ORDER BY asked_at DESC, id DESC`, f.CourseID)
	return db.Scan(rows, err, func(r *sql.Rows) (a Advice, err error) {
		var asked, answered int64
		var question, answer []byte
		if err := r.Scan(&a.ID, &a.AskedBy, &asked, &a.DueOn, &a.AnsweredBy, &answered, &question, &answer); err != nil {
			return a, err
		}
		var text adviceText
		if err := f.Unseal("advice", a.ID, question, &text); err != nil {
			return a, err
		}
		a.CourseID, a.AskedAt, a.AnsweredAt, a.Question = f.CourseID, db.Time(asked), db.Time(answered), text.Text
		if len(answer) > 0 {
			err = f.Unseal("advice_answer", a.ID, answer, &text)
			a.Answer = text.Text
		}
		return a, err
	})
}

type notificationText struct{ Facts, Notifier, SentTo string }

// Sources lists who can notify, in the order offered.
var Sources = []string{"school", "daycare", "health", "citizen", "provider", "other"}

// DraftNotification saves a notification of concern that we write ourselves:
// only facts. It is a personal duty; quick feedback does not fulfil it.
func DraftNotification(ctx context.Context, f *casefile.Writer, n Notification) error {
	if err := f.NeedOurs(access.Feedback); err != nil {
		return err
	}
	n.Outgoing, n.Source = true, "provider"
	if err := ofFlag(ctx, f, n.FlagID); err != nil {
		return err
	}
	return saveNotification(ctx, f, n)
}

// ReceiveNotification writes down, on the municipality's side, a notification
// about a child of the course. The clock for acute assessment runs from when it
// was received (barnets lov § 136).
func ReceiveNotification(ctx context.Context, f *casefile.Writer, n Notification) error {
	if err := theirs(f); err != nil {
		return err
	}
	var p fault.Problems
	if !slices.Contains(Sources, n.Source) {
		p.Add("source", "attention.no-source")
	}
	if n.ReceivedAt.IsZero() || n.ReceivedAt.After(f.Now()) {
		p.Add("received", "attention.not-received-yet")
	}
	if err := p.Err(); err != nil {
		return err
	}
	n.Outgoing = false
	return saveNotification(ctx, f, n)
}

func saveNotification(ctx context.Context, f *casefile.Writer, n Notification) error {
	var p fault.Problems
	n.Facts = strings.TrimSpace(n.Facts)
	words(&p, "facts", n.Facts, MaxText)
	if err := p.Err(); err != nil {
		return err
	}
	direction := "in"
	if n.Outgoing {
		direction = "out"
	}
	sealed, err := f.Seal("notification", n.ID, notificationText{n.Facts, n.Notifier, n.SentTo})
	if err != nil {
		return err
	}
	count, err := f.Exec(ctx, `INSERT INTO notification (id, course_id, direction, source, flag_id, received_at, reassess, entered_by, entered_at, version, sealed)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,1,$10)
		ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed, version = notification.version + 1
		WHERE notification.sent_at = 0 AND notification.version = $11 AND notification.course_id = excluded.course_id`,
		n.ID, f.CourseID, direction, n.Source, n.FlagID, db.Micros(n.ReceivedAt), number(n.Reassess), f.Actor.ID, db.Micros(f.Now()), sealed, n.Version)
	if err != nil {
		return fmt.Errorf("save notification %s: %w", n.ID, err)
	}
	if count == 0 {
		return fault.New(fault.Conflict, "form.stale")
	}
	return nil
}

// NoteSent writes down when and to whom at the municipality's reception our own
// notification was given.
func NoteSent(ctx context.Context, f *casefile.Writer, id, to string, at time.Time) error {
	if err := f.NeedOurs(access.Feedback); err != nil {
		return err
	}
	n, err := GetNotification(ctx, &f.Reader, id)
	if err != nil || !n.SentAt.IsZero() {
		return err
	}
	var p fault.Problems
	words(&p, "to", strings.TrimSpace(to), MaxSubject)
	if at.IsZero() || at.After(f.Now()) {
		p.Add("at", "attention.not-sent-yet")
	}
	if err := p.Err(); err != nil {
		return err
	}
	sealed, err := f.Seal("notification", id, notificationText{n.Facts, n.Notifier, strings.TrimSpace(to)})
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `UPDATE notification SET sent_at = $1, sealed = $2, version = version + 1 WHERE id = $3 AND course_id = $4 AND sent_at = 0`,
		db.Micros(at), sealed, id, f.CourseID)
	return err
}

// Handling is one thing the municipality did about a notification.
type Handling string

// What the municipality does.
const (
	AssessedAcute Handling = "acute"    // judged for acute danger
	GaveReceipt   Handling = "receipt"  // receipt to the notifier
	Reassessed    Handling = "reassess" // looked at anew by somebody new to the case
)

// Handle notes that the adviser did it now; noted twice, the first stays. A
// reassessment is refused to whoever already is the course's adviser (barnets
// lov § 137(1)).
func Handle(ctx context.Context, f *casefile.Writer, id string, h Handling) error {
	if err := theirs(f); err != nil {
		return err
	}
	if _, err := GetNotification(ctx, &f.Reader, id); err != nil {
		return err
	}
	var err error
	switch h {
	case AssessedAcute:
		_, err = f.Exec(ctx, `UPDATE notification SET acute_at = $1, acute_by = $2 WHERE id = $3 AND course_id = $4 AND acute_at = 0`,
			db.Micros(f.Now()), f.Actor.ID, id, f.CourseID)
	case GaveReceipt:
		_, err = f.Exec(ctx, `UPDATE notification SET receipt_on = $1 WHERE id = $2 AND course_id = $3 AND receipt_on = ''`, f.Today(), id, f.CourseID)
	case Reassessed:
		if f.Is(access.AdviserOn) {
			return fault.New(fault.Invalid, "attention.reassess-new-person")
		}
		_, err = f.Exec(ctx, `UPDATE notification SET reassessed_at = $1, reassessed_by = $2 WHERE id = $3 AND course_id = $4 AND reassessed_at = 0`,
			db.Micros(f.Now()), f.Actor.ID, id, f.CourseID)
	default:
		return fault.New(fault.Invalid, "attention.no-handling")
	}
	if err != nil {
		return fmt.Errorf("handle notification %s: %w", id, err)
	}
	return f.Record("handle-"+string(h), "notification", id)
}

// ReceiptDue is the last day for the receipt to the notifier; none for our own.
func (n Notification) ReceiptDue() clock.Date {
	if n.Outgoing {
		return clock.Date{}
	}
	return rule.ReceiptDue(clock.DateOf(n.ReceivedAt))
}

// GetNotification returns one notification of the course.
func GetNotification(ctx context.Context, f *casefile.Reader, id string) (Notification, error) {
	all, err := Notifications(ctx, f)
	return casefile.Pick(all, err, func(n Notification) bool { return n.ID == id })
}

// Notifications returns the course's notifications, the newest first. Who
// notified is told to the adviser alone.
func Notifications(ctx context.Context, f *casefile.Reader) ([]Notification, error) {
	if err := f.Need(access.Feedback, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT id, direction, source, flag_id, received_at, sent_at, acute_at, acute_by, receipt_on, reassess, reassessed_at,
		reassessed_by, entered_by, entered_at, version, sealed FROM notification WHERE course_id = $1 ORDER BY entered_at DESC, id DESC`, f.CourseID)
	return db.Scan(rows, err, func(r *sql.Rows) (n Notification, err error) {
		var direction string
		var received, sent, acute, reassessed, entered int64
		var reassess int
		var sealed []byte
		if err := r.Scan(&n.ID, &direction, &n.Source, &n.FlagID, &received, &sent, &acute, &n.AcuteBy, &n.ReceiptOn, &reassess, &reassessed,
			&n.ReassessedBy, &n.EnteredBy, &entered, &n.Version, &sealed); err != nil {
			return n, err
		}
		var text notificationText
		err = f.Unseal("notification", n.ID, sealed, &text)
		n.CourseID, n.Outgoing, n.Reassess = f.CourseID, direction == "out", reassess == 1
		n.ReceivedAt, n.SentAt, n.AcuteAt = db.Time(received), db.Time(sent), db.Time(acute)
		n.ReassessedAt, n.EnteredAt = db.Time(reassessed), db.Time(entered)
		n.Facts, n.SentTo = text.Facts, text.SentTo
		if f.Is(access.AdviserOn) {
			n.Notifier = text.Notifier
		}
		return n, err
	})
}

type nearMissText struct{ What string }

// NoteNearMiss writes down that something was stopped before it reached the
// wrong person.
func NoteNearMiss(ctx context.Context, f *casefile.Writer, n NearMiss) error {
	if err := f.NeedOurs(access.Feedback); err != nil {
		return err
	}
	var p fault.Problems
	words(&p, "what", strings.TrimSpace(n.What), MaxText)
	if err := p.Err(); err != nil {
		return err
	}
	sealed, err := f.Seal("near_miss", n.ID, nearMissText{strings.TrimSpace(n.What)})
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO near_miss (id, course_id, at, stopped_by, entered_by, entered_at, sealed) VALUES ($1,$2,$3,$4,$5,$6,$7)
		ON CONFLICT (id) DO NOTHING`, n.ID, f.CourseID, db.Micros(n.At), n.StoppedBy, f.Actor.ID, db.Micros(f.Now()), sealed)
	if err != nil {
		return fmt.Errorf("note near miss %s: %w", n.ID, err)
	}
	return nil
}

// NearMisses returns the course's near misses, the oldest first, for the
// provider's people.
func NearMisses(ctx context.Context, f *casefile.Reader) ([]NearMiss, error) {
	if err := f.Need(access.Team, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT id, at, stopped_by, entered_by, sealed FROM near_miss WHERE course_id = $1 ORDER BY at, id`, f.CourseID)
	return db.Scan(rows, err, func(r *sql.Rows) (n NearMiss, err error) {
		var at int64
		var sealed []byte
		if err := r.Scan(&n.ID, &at, &n.StoppedBy, &n.EnteredBy, &sealed); err != nil {
			return n, err
		}
		var text nearMissText
		err = f.Unseal("near_miss", n.ID, sealed, &text)
		n.CourseID, n.At, n.What = f.CourseID, db.Time(at), text.What
		return n, err
	})
}
