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
	"samspil/internal/rule"
)

// RequestKind is what a child asks for about contact.
type RequestKind string

// The kinds (barnets lov § 103(1) and (2), § 104(4) and (5)).
const (
	Frame   RequestKind = "frame"   // how often, how long, with whom
	Place   RequestKind = "place"   // where they meet
	Support RequestKind = "support" // only together with the child's own support person
	Pause   RequestKind = "pause"   // no contact for up to eight weeks
)

// RequestKinds lists the kinds in the order they are offered.
var RequestKinds = []RequestKind{Frame, Place, Support, Pause}

// MostWeeks is how many weeks a child can ask to be free of contact (barnets lov
// § 103(2) and § 104(5)).
func MostWeeks() int { return rule.Get("contact.suspend_max").Days() / 7 }

// Request is something a child asks for. ID and Row are as in Entry.
type Request struct {
	ID, Row    string
	CourseID   string
	ChildID    string
	Kind       RequestKind
	On         clock.Date // when the child said it
	Words      string     // the words it used
	Weeks      int        // of a pause: 1 to MostWeeks
	ReceivedBy string     // who heard it, by name or role
	Tell       Tell       // what the child said may be told on
	TellWords  string     // with TellSome: what is told on in place of Words

	Sent     *Step // to the municipality
	Answered *Step // by the municipality
	Told     *Step // the child was told the answer

	Correction string
	EnteredBy  string
	EnteredAt  time.Time
	Supersedes string
	Earlier    []Request
}

// MayBeSent reports whether the child let it be told on.
func (r Request) MayBeSent() bool { return r.Tell == TellAll || r.Tell == TellSome }

// Said is what the municipality is told: the child's words, or what of it may be told.
func (r Request) Said() string {
	if r.Tell == TellSome {
		return r.TellWords
	}
	return r.Words
}

// Stage is the step that comes next: Send, Answer, Tell, or "" when all is done.
func (r Request) Stage() StepDeed {
	switch {
	case r.Sent == nil:
		return Send
	case r.Answered == nil:
		return Answer
	case r.Told == nil:
		return TellChild
	}
	return ""
}

type requestText struct {
	Words      string
	Weeks      int
	ReceivedBy string
	Tell       Tell
	TellWords  string
	Correction string
}

func (r Request) text() requestText {
	return requestText{r.Words, r.Weeks, r.ReceivedBy, r.Tell, r.TellWords, r.Correction}
}

func (r *Request) take(t requestText) {
	r.Words, r.Weeks, r.ReceivedBy, r.Tell, r.TellWords, r.Correction = t.Words, t.Weeks, t.ReceivedBy, t.Tell, t.TellWords, t.Correction
}

func (r Request) tidy() Request {
	for _, text := range []*string{&r.Words, &r.ReceivedBy, &r.TellWords, &r.Correction} {
		*text = strings.TrimSpace(*text)
	}
	if r.Kind != Pause {
		r.Weeks = 0
	}
	if r.Tell != TellSome {
		r.TellWords = ""
	}
	return r
}

func (r Request) check(today clock.Date) error {
	var bad fault.Problems
	checkDay(&bad, "on", r.On, today)
	if !slices.Contains(RequestKinds, r.Kind) {
		bad.Add("kind", "voice.kind.missing")
	}
	if r.Words == "" {
		bad.Add("words", "voice.words.missing")
	}
	if r.Kind == Pause && (r.Weeks < 1 || r.Weeks > MostWeeks()) {
		bad.Add("weeks", "voice.weeks.between", fault.Args{"most": MostWeeks()})
	}
	if r.ReceivedBy == "" {
		bad.Add("receivedby", "voice.receivedby.missing")
	}
	switch {
	case !slices.Contains([]Tell{TellAll, TellSome, TellNone}, r.Tell):
		bad.Add("tell", "voice.tell.missing")
	case r.Tell == TellSome && r.TellWords == "":
		bad.Add("tellwords", "voice.tellwords.missing")
	}
	tooLong(&bad, "words", r.Words, MaxText)
	tooLong(&bad, "tellwords", r.TellWords, MaxText)
	tooLong(&bad, "receivedby", r.ReceivedBy, MaxLine)
	tooLong(&bad, "correction", r.Correction, MaxText)
	return bad.Err()
}

// Ask enters what a child asks for. Those may who write notes on the course. The same
// ID twice is one request; another text under it is fault.Conflict.
func Ask(ctx context.Context, f *casefile.Writer, r Request) error {
	if err := f.Need(access.Notes, access.Write); err != nil {
		return err
	}
	r = r.tidy()
	if err := r.check(f.Today()); err != nil {
		return err
	}
	if err := needChild(ctx, &f.Reader, r.ChildID); err != nil {
		return err
	}
	if r.ID == "" {
		r.ID = db.NewID()
	}
	r.Row, r.Supersedes, r.Correction = r.ID, "", ""
	return insertRequest(ctx, f, r)
}

// CorrectRequest puts r in the place of the row r.Supersedes of the request r.ID, as
// the row r.Row, with a reason in r.Correction. The old one stays.
func CorrectRequest(ctx context.Context, f *casefile.Writer, r Request) error {
	if err := f.Need(access.Notes, access.Write); err != nil {
		return err
	}
	now, err := GetRequest(ctx, &f.Reader, r.ID)
	if err != nil {
		return err
	}
	r = r.tidy()
	var bad fault.Problems
	if r.Correction == "" {
		bad.Add("correction", "voice.correction.missing")
	}
	if bad.Has() {
		return bad.Err()
	}
	if err := r.check(f.Today()); err != nil {
		return err
	}
	if err := needChild(ctx, &f.Reader, r.ChildID); err != nil {
		return err
	}
	if r.Supersedes != now.Row {
		return sameRequestAgain(ctx, f, r)
	}
	return insertRequest(ctx, f, r)
}

func insertRequest(ctx context.Context, f *casefile.Writer, r Request) error {
	if r.Row == "" {
		r.Row = db.NewID()
	}
	if r.Row != r.ID {
		if err := stands(ctx, f, `SELECT COUNT(*) FROM voice_request WHERE course_id = $1 AND thread = $2 AND id = $3`, r.ID, r.Supersedes); err != nil {
			return err
		}
	}
	sealed, err := f.Seal("voice_request", r.Row, r.text())
	if err != nil {
		return err
	}
	n, err := f.Exec(ctx, `INSERT INTO voice_request (id, course_id, thread, person_id, kind, on_day, sealed, entered_by, entered_at, supersedes)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10) ON CONFLICT DO NOTHING`,
		r.Row, f.CourseID, r.ID, r.ChildID, r.Kind, r.On, sealed, f.Actor.ID, db.Micros(f.Now()), r.Supersedes)
	if err != nil {
		return fmt.Errorf("write request %s: %w", r.Row, err)
	}
	if n == 1 {
		return nil
	}
	return sameRequestAgain(ctx, f, r)
}

// sameRequestAgain is nil when the row says what r says: the form was sent twice.
func sameRequestAgain(ctx context.Context, f *casefile.Writer, r Request) error {
	all, err := readRequests(ctx, &f.Reader)
	if err != nil {
		return err
	}
	for _, was := range all {
		if was.Row == r.Row {
			if was.ChildID == r.ChildID && was.Kind == r.Kind && was.On == r.On && was.text() == r.text() {
				return nil
			}
			return fault.New(fault.Conflict, "voice.twice")
		}
	}
	return fault.New(fault.Conflict, "form.stale")
}

// Requests returns what the course's children asked for, the newest first. Whoever is
// neither on the team nor leads it sees what was sent, and of the words only what the
// child let be told on.
func Requests(ctx context.Context, f *casefile.Reader) ([]Request, error) {
	if err := f.Need(access.Feedback, access.Read); err != nil {
		return nil, err
	}
	rows, err := readRequests(ctx, f)
	if err != nil {
		return nil, err
	}
	steps, err := readSteps(ctx, f)
	if err != nil {
		return nil, err
	}
	var out []Request
	for _, r := range rows {
		if r.Supersedes != "" {
			continue
		}
		for again := true; again; {
			again = false
			for _, next := range rows {
				if next.Supersedes == r.Row {
					next.Earlier = append([]Request{r}, r.Earlier...)
					r, again = next, true
				}
			}
		}
		r.put(steps)
		if shown, ok := r.shownTo(f); ok {
			out = append(out, shown)
		}
	}
	slices.SortStableFunc(out, func(a, b Request) int { return b.On.Sub(a.On) })
	return out, nil
}

// shownTo is what the reader sees of a request, if anything.
func (r Request) shownTo(f *casefile.Reader) (Request, bool) {
	if f.Can(access.Notes, access.Write) || f.Is(access.LeaderOf) {
		return r, true
	}
	if r.Sent == nil || !r.MayBeSent() {
		return Request{}, false
	}
	r.Words, r.TellWords = r.Said(), ""
	r.ReceivedBy, r.Correction, r.Earlier = "", "", nil
	return r, true
}

// GetRequest returns one request as Requests shows it.
func GetRequest(ctx context.Context, f *casefile.Reader, id string) (Request, error) {
	all, err := Requests(ctx, f)
	if err != nil {
		return Request{}, err
	}
	for _, r := range all {
		if r.ID == id {
			return r, nil
		}
	}
	return Request{}, fault.New(fault.NotFound, "voice.notfound")
}

func readRequests(ctx context.Context, f *casefile.Reader) ([]Request, error) {
	rows, err := f.Query(ctx, `SELECT id, thread, person_id, kind, on_day, sealed, entered_by, entered_at, supersedes
		FROM voice_request WHERE course_id = $1 ORDER BY entered_at, id`, f.CourseID)
	all, err := db.Scan(rows, err, func(rows *sql.Rows) (r Request, err error) {
		var sealed []byte
		var at int64
		if err := rows.Scan(&r.Row, &r.ID, &r.ChildID, &r.Kind, &r.On, &sealed, &r.EnteredBy, &at, &r.Supersedes); err != nil {
			return r, err
		}
		var text requestText
		err = f.Unseal("voice_request", r.Row, sealed, &text)
		r.take(text)
		r.CourseID, r.EnteredAt = f.CourseID, db.Time(at)
		return r, err
	})
	if err != nil {
		return nil, fmt.Errorf("read requests of %s: %w", f.CourseID, err)
	}
	return all, nil
}
