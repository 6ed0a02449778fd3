package attention

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/login"
	"samspil/internal/rule"
)

// DeliverJob stores the receiver's copy; EscalateJob tells the deputy when the
// promised time has passed. Both carry a Ref.
const (
	DeliverJob  = "attention.deliver"
	EscalateJob = "attention.escalate"
)

// Ref names a message in a job.
type Ref struct{ Course, Feedback string }

type feedbackText struct{ Subject, Body string }

var feedbackKinds = []FeedbackKind{Quick, Hours, Extension, Question, Report}

// Write saves a message without sending it. Its author may go on writing until
// it is sent; version is the one the form was read at, 0 for a new message.
func Write(ctx context.Context, f *casefile.Writer, m Feedback) error {
	if err := f.NeedOurs(access.Feedback); err != nil {
		return err
	}
	m.Subject, m.Body = strings.TrimSpace(m.Subject), strings.TrimSpace(m.Body)
	var p fault.Problems
	words(&p, "subject", m.Subject, MaxSubject)
	words(&p, "body", m.Body, MaxText)
	if !slices.Contains(feedbackKinds, m.Kind) {
		p.Add("kind", "attention.no-kind")
	}
	if err := p.Err(); err != nil {
		return err
	}
	if err := ofFlag(ctx, f, m.FlagID); err != nil {
		return err
	}
	adviser, err := adviserOf(ctx, &f.Reader)
	if err != nil {
		return err
	}
	sealed, err := f.Seal("feedback", m.ID, feedbackText{m.Subject, m.Body})
	if err != nil {
		return err
	}
	n, err := f.Exec(ctx, `INSERT INTO feedback (id, course_id, flag_id, kind, urgent, refers_to, author_id, to_id, written_at, version, sealed)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,1,$10)
		ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, urgent = excluded.urgent, written_at = excluded.written_at,
			version = feedback.version + 1, sealed = excluded.sealed
		WHERE feedback.version = $11 AND feedback.sent_at = 0 AND feedback.course_id = excluded.course_id`,
		m.ID, f.CourseID, m.FlagID, m.Kind, number(m.Urgent), m.RefersTo, f.Actor.ID, adviser, db.Micros(f.Now()), sealed, m.Version)
	if err != nil {
		return fmt.Errorf("write feedback %s: %w", m.ID, err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, "form.stale")
	}
	return nil
}

// Send promises the message a time and hands it to delivery in the same
// transaction. Sent twice, it is sent once.
func Send(ctx context.Context, f *casefile.Writer, id string) error {
	if err := f.NeedOurs(access.Feedback); err != nil {
		return err
	}
	m, err := Get(ctx, &f.Reader, id)
	if err != nil || !m.SentAt.IsZero() {
		return err
	}
	due := Promise(f.Now(), m.Urgent)
	if _, err := f.Exec(ctx, `UPDATE feedback SET sent_at = $1, due_at = $2, version = version + 1 WHERE id = $3 AND course_id = $4 AND sent_at = 0`,
		db.Micros(f.Now()), db.Micros(due), id, f.CourseID); err != nil {
		return fmt.Errorf("send feedback %s: %w", id, err)
	}
	if err := f.EnqueueAt(ctx, DeliverJob, id, Ref{f.CourseID, id}, f.Now()); err != nil {
		return err
	}
	return f.EnqueueAt(ctx, EscalateJob, id, Ref{f.CourseID, id}, due)
}

// Promise is when a message sent now is to be acknowledged. Urgent ones count
// office hours, but are never promised later than ordinary ones.
func Promise(now time.Time, urgent bool) time.Time {
	due := rule.FeedbackDue(now, false)
	if soon := rule.FeedbackDue(now, true); urgent && soon.Before(due) {
		return soon
	}
	return due
}

func adviserOf(ctx context.Context, f *casefile.Reader) (string, error) {
	who, err := f.Who(ctx)
	if err != nil {
		return "", err
	}
	for _, b := range who {
		if b.Relation == access.AdviserOn {
			return b.StaffID, nil
		}
	}
	return "", fault.New(fault.Unavailable, "attention.no-adviser")
}

// Deliver stores the receiver's own copy and only then notes the message as
// delivered. While the adviser is away the deputy gets it as well. Delivered
// twice, there is one copy.
func Deliver(ctx context.Context, f *casefile.Writer, id string) error {
	m, err := Get(ctx, &f.Reader, id)
	if err != nil {
		return err
	}
	sealed, err := f.Seal("feedback_received", id, feedbackText{m.Subject, m.Body})
	if err != nil {
		return err
	}
	if _, err := f.Exec(ctx, `INSERT INTO feedback_received (feedback_id, course_id, to_id, received_at, sealed)
		VALUES ($1,$2,$3,$4,$5) ON CONFLICT (feedback_id) DO NOTHING`, id, f.CourseID, m.ToID, db.Micros(f.Now()), sealed); err != nil {
		return fmt.Errorf("deliver feedback %s: %w", id, err)
	}
	if _, err := f.Exec(ctx, `UPDATE feedback SET delivered_at = $1 WHERE id = $2 AND course_id = $3 AND delivered_at = 0`,
		db.Micros(f.Now()), id, f.CourseID); err != nil {
		return fmt.Errorf("deliver feedback %s: %w", id, err)
	}
	adviser, err := login.Get(ctx, f.Tx().Tx, m.ToID)
	if err != nil {
		return fmt.Errorf("deliver feedback %s: %w", id, err)
	}
	if adviser.Absent(f.Today()) && adviser.DeputyID != "" {
		return f.Grant(ctx, adviser.DeputyID, access.DeputyOf)
	}
	return nil
}

// Escalate lets the adviser's deputy in when the promised time has passed
// without an acknowledgement, and notes it. Without a deputy it is noted that
// nobody could be told.
func Escalate(ctx context.Context, f *casefile.Writer, id string) error {
	m, err := Get(ctx, &f.Reader, id)
	if err != nil || !m.Overdue(f.Now()) || !m.EscalatedAt.IsZero() {
		return err
	}
	adviser, err := login.Get(ctx, f.Tx().Tx, m.ToID)
	if err != nil {
		return fmt.Errorf("escalate feedback %s: %w", id, err)
	}
	if adviser.DeputyID != "" {
		if err := f.Grant(ctx, adviser.DeputyID, access.DeputyOf); err != nil {
			return err
		}
	}
	_, err = f.Exec(ctx, `UPDATE feedback SET escalated_at = $1, escalated_to = $2 WHERE id = $3 AND course_id = $4`,
		db.Micros(f.Now()), adviser.DeputyID, id, f.CourseID)
	return err
}

// MarkRead notes that the adviser or the deputy has opened the message; only
// the first time counts.
func MarkRead(ctx context.Context, f *casefile.Writer, id string) error {
	if err := theirs(f); err != nil {
		return err
	}
	return stamp(ctx, f, id, `UPDATE feedback SET read_at = $1 WHERE id = $2 AND course_id = $3 AND read_at = 0 AND delivered_at > 0`)
}

// Acknowledge says: I have read it and I take it from here. It is also read
// then. Acknowledged twice, the first stays.
func Acknowledge(ctx context.Context, f *casefile.Writer, id string) error {
	if err := MarkRead(ctx, f, id); err != nil {
		return err
	}
	m, err := Get(ctx, &f.Reader, id)
	if err != nil || !m.AcknowledgedAt.IsZero() {
		return err
	}
	if m.DeliveredAt.IsZero() {
		return fault.New(fault.Unavailable, "attention.not-delivered")
	}
	_, err = f.Exec(ctx, `UPDATE feedback SET acknowledged_at = $1, acknowledged_by = $2, version = version + 1
		WHERE id = $3 AND course_id = $4 AND acknowledged_at = 0`, db.Micros(f.Now()), f.Actor.ID, id, f.CourseID)
	if err != nil {
		return fmt.Errorf("acknowledge feedback %s: %w", id, err)
	}
	return f.Record("acknowledge", "feedback", id)
}

func stamp(ctx context.Context, f *casefile.Writer, id, update string) error {
	n, err := f.Exec(ctx, update, db.Micros(f.Now()), id, f.CourseID)
	if err != nil {
		return fmt.Errorf("stamp feedback %s: %w", id, err)
	}
	if n == 0 {
		return nil
	}
	return f.Record("read", "feedback", id)
}

type answerText struct{ Text string }

// Reply writes the adviser's answer, which also acknowledges the message. Where
// the message asks for a decision, decision is "yes" or "no".
func Reply(ctx context.Context, f *casefile.Writer, id string, a Answer) error {
	if err := theirs(f); err != nil {
		return err
	}
	m, err := Get(ctx, &f.Reader, id)
	if err != nil {
		return err
	}
	a.Text = strings.TrimSpace(a.Text)
	var p fault.Problems
	words(&p, "text", a.Text, MaxText)
	asked := m.Kind == Hours || m.Kind == Extension
	if asked && a.Decision != "yes" && a.Decision != "no" {
		p.Add("decision", "attention.no-decision")
	}
	if err := p.Err(); err != nil {
		return err
	}
	if err := Acknowledge(ctx, f, id); err != nil {
		return err
	}
	if !asked {
		a.Decision = ""
	}
	sealed, err := f.Seal("feedback_answer", a.ID, answerText{a.Text})
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO feedback_answer (id, feedback_id, course_id, decision, entered_by, entered_at, sealed)
		VALUES ($1,$2,$3,$4,$5,$6,$7) ON CONFLICT (id) DO NOTHING`, a.ID, id, f.CourseID, a.Decision, f.Actor.ID, db.Micros(f.Now()), sealed)
	if err != nil {
		return fmt.Errorf("answer feedback %s: %w", id, err)
	}
	return nil
}

// Get returns one message of the course.
func Get(ctx context.Context, f *casefile.Reader, id string) (Feedback, error) {
	all, err := messages(ctx, f, ` AND id = $2`, id)
	if err != nil {
		return Feedback{}, err
	}
	if len(all) == 0 {
		return Feedback{}, fault.New(fault.NotFound, "case.not-here")
	}
	return all[0], nil
}

// All returns the course's messages, the newest first. The adviser sees those
// that were delivered.
func All(ctx context.Context, f *casefile.Reader) ([]Feedback, error) { return messages(ctx, f, "") }

const feedbackColumns = `id, course_id, flag_id, kind, urgent, refers_to, author_id, to_id, written_at, sent_at, due_at, delivered_at, read_at,
	acknowledged_at, acknowledged_by, escalated_at, escalated_to, version, sealed, `

// settled counts the answers to the hours that a message asks for: the adviser
// gives them on the plan. m is the message's table.
func settled(m string) string {
	return `(SELECT COUNT(*) FROM hours_request q JOIN hours_answer h ON h.request_id = q.id WHERE q.course_id = ` + m + `.course_id
		AND (q.plan_id = ` + m + `.refers_to OR (` + m + `.refers_to = '' AND h.entered_at >= ` + m + `.sent_at)))`
}

func messages(ctx context.Context, f *casefile.Reader, more string, args ...any) ([]Feedback, error) {
	if err := f.Need(access.Feedback, access.Read); err != nil {
		return nil, err
	}
	if f.Actor.Role == access.Adviser {
		more += ` AND delivered_at > 0`
	}
	rows, err := f.Query(ctx, `SELECT `+feedbackColumns+settled("feedback")+` FROM feedback WHERE course_id = $1`+more+` ORDER BY written_at DESC, id DESC`,
		append([]any{f.CourseID}, args...)...)
	all, err := db.Scan(rows, err, func(r *sql.Rows) (Feedback, error) {
		m, sealed, err := scanFeedback(r)
		if err != nil {
			return m, err
		}
		var text feedbackText
		err = f.Unseal("feedback", m.ID, sealed, &text)
		m.Subject, m.Body = text.Subject, text.Body
		return m, err
	})
	if err != nil {
		return nil, fmt.Errorf("read feedback of course %s: %w", f.CourseID, err)
	}
	return all, addAnswers(ctx, f, all)
}

func scanFeedback(r *sql.Rows) (m Feedback, sealed []byte, err error) {
	var urgent, settled int
	var written, sent, due, delivered, read, acknowledged, escalated int64
	err = r.Scan(&m.ID, &m.CourseID, &m.FlagID, &m.Kind, &urgent, &m.RefersTo, &m.AuthorID, &m.ToID, &written, &sent, &due, &delivered, &read,
		&acknowledged, &m.AcknowledgedBy, &escalated, &m.EscalatedTo, &m.Version, &sealed, &settled)
	m.Urgent, m.Settled = urgent == 1, m.Kind == Hours && settled > 0
	for to, us := range map[*time.Time]int64{&m.WrittenAt: written, &m.SentAt: sent, &m.DueAt: due, &m.DeliveredAt: delivered,
		&m.ReadAt: read, &m.AcknowledgedAt: acknowledged, &m.EscalatedAt: escalated} {
		*to = db.Time(us)
	}
	return m, sealed, err
}

func addAnswers(ctx context.Context, f *casefile.Reader, all []Feedback) error {
	if len(all) == 0 {
		return nil
	}
	rows, err := f.Query(ctx, `SELECT id, feedback_id, decision, entered_by, entered_at, sealed FROM feedback_answer
		WHERE course_id = $1 ORDER BY entered_at, id`, f.CourseID)
	_, err = db.Scan(rows, err, func(r *sql.Rows) (a Answer, err error) {
		var feedbackID string
		var at int64
		var sealed []byte
		if err := r.Scan(&a.ID, &feedbackID, &a.Decision, &a.EnteredBy, &at, &sealed); err != nil {
			return a, err
		}
		var text answerText
		err = f.Unseal("feedback_answer", a.ID, sealed, &text)
		a.Text, a.EnteredAt = text.Text, db.Time(at)
		for i := range all {
			if all[i].ID == feedbackID {
				all[i].Answers = append(all[i].Answers, a)
			}
		}
		return a, err
	})
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("read answers of course %s: %w", f.CourseID, err)
	}
	return nil
}
