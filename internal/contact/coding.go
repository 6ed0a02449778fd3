package contact

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/session"
)

// CodingAnswer is what the person whom a contact is with said about being coded at
// it. It holds from when it was said until the next one; where there is none, nobody
// asked. It is no consent to notes: those need an agreement of their own.
type CodingAnswer struct {
	ID        string
	SessionID string
	Agrees    bool
	At        time.Time // when it was said
	EnteredBy string
	EnteredAt time.Time
}

// aheadOf is how long before a contact somebody may be asked.
const aheadOf = 14 * 24 * time.Hour

// clockSlack is how far a telephone's clock may be ahead and still be believed.
const clockSlack = 5 * time.Minute

// CodingAt is the answer in force at a moment; nil: not asked by then.
func (c Contact) CodingAt(at time.Time) *bool {
	var said *bool
	for _, a := range c.Coding {
		if !a.At.After(at) {
			said = &a.Agrees
		}
	}
	return said
}

// CodingAhead is the answer of the talk ahead of the contact: the one in force when
// it began, or else the first that was given.
func (c Contact) CodingAhead() *bool {
	if a := c.codingAhead(); a != nil {
		return &a.Agrees
	}
	return nil
}

func (c Contact) codingAhead() *CodingAnswer {
	var ahead *CodingAnswer
	for i, a := range c.Coding {
		if ahead == nil || !a.At.After(c.When()) {
			ahead = &c.Coding[i]
		}
	}
	return ahead
}

// AnswerCoding writes down what somebody said about being coded. As a stop it is
// always written, also when the contact has been signed: it takes nothing away. The
// same id with the same answer changes nothing; with another one it is a Conflict.
func AnswerCoding(ctx context.Context, f *casefile.Writer, a CodingAnswer) error {
	if err := f.Need(access.Contact, access.Write); err != nil {
		return err
	}
	c, err := Get(ctx, &f.Reader, a.SessionID)
	if err != nil {
		return err
	}
	if c.Status == session.Cancelled || c.Status == session.NoShow {
		return fault.New(fault.Conflict, "contact.cancelled")
	}
	var p fault.Problems
	switch {
	case a.At.IsZero():
		p.Add("at", "contact.coding.at.missing")
	case a.At.After(f.Now().Add(clockSlack)):
		p.Add("at", "session.start.future")
	case a.At.Before(c.When().Add(-aheadOf)):
		p.Add("at", "contact.coding.at.early")
	}
	if err := p.Err(); err != nil {
		return err
	}
	return insertCoding(ctx, f, a)
}

func insertCoding(ctx context.Context, f *casefile.Writer, a CodingAnswer) error {
	n, err := f.Exec(ctx, `INSERT INTO contact_coding (id, course_id, session_id, agrees, said_at, entered_by, entered_at)
		VALUES ($1,$2,$3,$4,$5,$6,$7) ON CONFLICT (id) DO NOTHING`,
		a.ID, f.CourseID, a.SessionID, bit(&a.Agrees), db.Micros(a.At), f.Actor.ID, db.Micros(f.Now()))
	if err != nil {
		return fmt.Errorf("write answer about coding of contact %s: %w", a.SessionID, err)
	}
	if n == 1 {
		return nil
	}
	all, err := codings(ctx, &f.Reader, a.SessionID)
	if err != nil {
		return err
	}
	for _, was := range all[a.SessionID] {
		if was.ID == a.ID && was.Agrees == a.Agrees && was.At.Equal(a.At.Truncate(time.Microsecond)) {
			return nil
		}
	}
	return fault.New(fault.Conflict, "contact.conflict")
}

// prepareCoding writes down the answer of the talk ahead, where the form says another
// one than stands there. It was said at the end of the talk, and at the latest when
// the contact began.
func prepareCoding(ctx context.Context, f *casefile.Writer, c Contact, b Before) error {
	ahead := c.codingAhead()
	if b.Coding == nil || ahead != nil && ahead.Agrees == *b.Coding {
		return nil
	}
	at := c.When()
	for _, other := range []time.Time{b.End, f.Now()} {
		if !other.IsZero() && other.Before(at) {
			at = other
		}
	}
	if ahead != nil && ahead.At.After(at) {
		at = ahead.At
	}
	return insertCoding(ctx, f, CodingAnswer{ID: b.Entry.ID, SessionID: c.ID, Agrees: *b.Coding, At: at})
}

// codings reads what was said about coding, by contact, in the order it was said.
func codings(ctx context.Context, f *casefile.Reader, id string) (map[string][]CodingAnswer, error) {
	rows, err := f.Query(ctx, `SELECT id, session_id, agrees, said_at, entered_by, entered_at FROM contact_coding
		WHERE course_id=$1 AND ($2='' OR session_id=$2) ORDER BY said_at, entered_at, id`, f.CourseID, id)
	list, err := db.Scan(rows, err, func(rows *sql.Rows) (a CodingAnswer, err error) {
		var agrees int
		var at, entered int64
		err = rows.Scan(&a.ID, &a.SessionID, &agrees, &at, &a.EnteredBy, &entered)
		a.Agrees, a.At, a.EnteredAt = agrees == 1, local(at), local(entered)
		return a, err
	})
	if err != nil {
		return nil, fmt.Errorf("answers about coding of %s: %w", f.CourseID, err)
	}
	all := map[string][]CodingAnswer{}
	for _, a := range list {
		all[a.SessionID] = append(all[a.SessionID], a)
	}
	return all, nil
}
