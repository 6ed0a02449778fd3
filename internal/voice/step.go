package voice

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
)

// StepDeed is something that happens to a request.
type StepDeed string

// The deeds, in their order.
const (
	Send      StepDeed = "sent"     // to the municipality
	Answer    StepDeed = "answered" // by the municipality
	TellChild StepDeed = "told"     // the child hears the answer in plain words
)

// Reply is what the municipality answered.
type Reply string

// The replies.
const (
	Yes    Reply = "yes"
	Partly Reply = "partly"
	No     Reply = "no"
)

// Replies lists the replies in the order they are offered.
var Replies = []Reply{Yes, Partly, No}

// Step is one thing that happened to a request.
type Step struct {
	ID         string
	RequestID  string
	Deed       StepDeed
	On         clock.Date
	Reply      Reply  // with Answer
	Words      string // with Answer the reason, with TellChild the words the child was told it in
	EnteredBy  string
	EnteredAt  time.Time
	Supersedes string // the step that this one corrects
	Earlier    []Step
}

type stepText struct{ Words string }

// Note writes down what happened to a request: that it was sent, what was answered,
// that the child was told. The team sends and tells; those who write feedback, the
// adviser among them, write the answer. Each comes after the one before it, and a
// request the child wants kept is not sent. The same ID twice is one step; a second
// step of a deed is fault.Conflict unless it corrects the first.
func Note(ctx context.Context, f *casefile.Writer, s Step) error {
	kind := access.Notes
	if s.Deed == Answer {
		kind = access.Feedback
	}
	if err := f.Need(kind, access.Write); err != nil {
		return err
	}
	r, err := GetRequest(ctx, &f.Reader, s.RequestID)
	if err != nil {
		return err
	}
	s.Words = strings.TrimSpace(s.Words)
	if err := s.check(r, f.Today()); err != nil {
		return err
	}
	if s.Supersedes != "" {
		if err := stands(ctx, f, `SELECT COUNT(*) FROM voice_request_step WHERE course_id = $1 AND thread = $2 AND id = $3`, r.ID, s.Supersedes); err != nil {
			return err
		}
	}
	if was := r.step(s.Deed); s.Supersedes != "" && (was == nil || was.ID != s.Supersedes && was.ID != s.ID) {
		return fault.New(fault.Conflict, "voice.step.taken")
	}
	sealed, err := f.Seal("voice_request_step", s.ID, stepText{s.Words})
	if err != nil {
		return err
	}
	n, err := f.Exec(ctx, `INSERT INTO voice_request_step (id, course_id, thread, deed, on_day, answer, sealed, entered_by, entered_at, supersedes)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10) ON CONFLICT DO NOTHING`,
		s.ID, f.CourseID, r.ID, s.Deed, s.On, s.Reply, sealed, f.Actor.ID, db.Micros(f.Now()), s.Supersedes)
	if err != nil {
		return fmt.Errorf("note step %s: %w", s.ID, err)
	}
	if n == 1 {
		return nil
	}
	all, err := readSteps(ctx, &f.Reader)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(was Step) bool {
		return was.ID == s.ID && was.Deed == s.Deed && was.On == s.On && was.Reply == s.Reply && was.Words == s.Words
	}) {
		return nil
	}
	return fault.New(fault.Conflict, "voice.step.taken")
}

func (s Step) check(r Request, today clock.Date) error {
	var bad fault.Problems
	checkDay(&bad, "on", s.On, today)
	before := r.On
	switch s.Deed {
	case Send:
		if !r.MayBeSent() {
			bad.Add("on", "voice.send.kept")
		}
	case Answer:
		if r.Sent == nil {
			return fault.New(fault.Conflict, "voice.step.order")
		}
		before = r.Sent.On
		if !slices.Contains(Replies, s.Reply) {
			bad.Add("reply", "voice.reply.missing")
		}
		if s.Words == "" {
			bad.Add("words", "voice.reply.words.missing")
		}
	case TellChild:
		if r.Answered == nil {
			return fault.New(fault.Conflict, "voice.step.order")
		}
		before = r.Answered.On
		if s.Words == "" {
			bad.Add("words", "voice.told.words.missing")
		}
	default:
		return fault.New(fault.Invalid, "voice.step.order")
	}
	if !s.On.IsZero() && s.On.Before(before) {
		bad.Add("on", "voice.step.before", fault.Args{"date": before})
	}
	tooLong(&bad, "words", s.Words, MaxText)
	return bad.Err()
}

// step is the step of a deed as it stands; nil when it has not happened.
func (r Request) step(deed StepDeed) *Step {
	return map[StepDeed]*Step{Send: r.Sent, Answer: r.Answered, TellChild: r.Told}[deed]
}

// put hangs the steps on the request as they stand, each with those it corrected.
func (r *Request) put(steps []Step) {
	for deed, at := range map[StepDeed]**Step{Send: &r.Sent, Answer: &r.Answered, TellChild: &r.Told} {
		last := ""
		for again := true; again; {
			again = false
			for _, s := range steps {
				if s.RequestID != r.ID || s.Deed != deed || s.Supersedes != last || s.ID == last {
					continue
				}
				if *at != nil {
					s.Earlier = append([]Step{**at}, (*at).Earlier...)
				}
				*at, last, again = &s, s.ID, true
				break
			}
		}
	}
}

// readSteps gives the steps of all requests of the course.
func readSteps(ctx context.Context, f *casefile.Reader) ([]Step, error) {
	rows, err := f.Query(ctx, `SELECT id, thread, deed, on_day, answer, sealed, entered_by, entered_at, supersedes
		FROM voice_request_step WHERE course_id = $1 ORDER BY entered_at, id`, f.CourseID)
	all, err := db.Scan(rows, err, func(rows *sql.Rows) (s Step, err error) {
		var sealed []byte
		var at int64
		if err := rows.Scan(&s.ID, &s.RequestID, &s.Deed, &s.On, &s.Reply, &sealed, &s.EnteredBy, &at, &s.Supersedes); err != nil {
			return s, err
		}
		var text stepText
		err = f.Unseal("voice_request_step", s.ID, sealed, &text)
		s.Words, s.EnteredAt = text.Words, db.Time(at)
		return s, err
	})
	if err != nil {
		return nil, fmt.Errorf("read steps of requests of %s: %w", f.CourseID, err)
	}
	return all, nil
}
