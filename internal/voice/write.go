package voice

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// Write enters what a child said or showed, or that it was not asked. Those may who
// write notes on the course; the writer is the one who held the talk. The same ID
// twice is one entry; another text under an ID that is there is fault.Conflict.
func Write(ctx context.Context, f *casefile.Writer, e Entry) error {
	if err := f.Need(access.Notes, access.Write); err != nil {
		return err
	}
	e = e.tidy()
	if err := e.check(f.Today()); err != nil {
		return err
	}
	if err := needChild(ctx, &f.Reader, e.ChildID); err != nil {
		return err
	}
	if e.ID == "" {
		e.ID = db.NewID()
	}
	e.Row, e.Deed, e.HeldBy, e.Supersedes, e.Correction = e.ID, Wrote, f.Actor.ID, "", ""
	return insert(ctx, f, e)
}

// Correct puts e in the place of the row e.Supersedes of the entry e.ID, as the row
// e.Row; the old one stays and is shown struck. Those may who write notes; of a
// confidential entry only the one who held the talk. What is confidential stays so:
// telling it on is Release. When somebody was quicker it is fault.Conflict.
func Correct(ctx context.Context, f *casefile.Writer, e Entry) error {
	now, err := toRevise(ctx, f, e.ID)
	if err != nil {
		return err
	}
	e.Deed, e.HeldBy, e.NotAsked = Corrected, now.HeldBy, now.NotAsked
	e = e.tidy()
	var bad fault.Problems
	if e.Correction == "" {
		bad.Add("correction", "voice.correction.missing")
	}
	if now.Confidential && !e.Confidential {
		bad.Add("confidential", "voice.confidential.stays")
	}
	if bad.Has() {
		return bad.Err()
	}
	if err := e.check(f.Today()); err != nil {
		return err
	}
	if err := needChild(ctx, &f.Reader, e.ChildID); err != nil {
		return err
	}
	if e.Supersedes != now.Row {
		return sameAgain(ctx, f, e)
	}
	return insert(ctx, f, e)
}

// After is what an entry led to, written when it is known.
type After struct {
	EntryID, Row, Supersedes string // as in Correct
	Weight, Outcome          string
}

// Follow adds what weight an entry was given and what came of it. Who may and what
// happens twice is as in Correct; nothing is struck.
func Follow(ctx context.Context, f *casefile.Writer, a After) error {
	e, err := toRevise(ctx, f, a.EntryID)
	if err != nil {
		return err
	}
	a.Weight, a.Outcome = strings.TrimSpace(a.Weight), strings.TrimSpace(a.Outcome)
	var bad fault.Problems
	if a.Weight == "" {
		bad.Add("weight", "voice.weight.missing")
	}
	tooLong(&bad, "weight", a.Weight, MaxText)
	tooLong(&bad, "outcome", a.Outcome, MaxText)
	if bad.Has() {
		return bad.Err()
	}
	before := e.Row
	e.Row, e.Supersedes, e.Deed, e.Weight, e.Outcome, e.Correction = a.Row, a.Supersedes, Followed, a.Weight, a.Outcome, ""
	if e.Supersedes != before {
		return sameAgain(ctx, f, e)
	}
	return insert(ctx, f, e)
}

// toRevise is the entry as it stands, for somebody who may revise it.
func toRevise(ctx context.Context, f *casefile.Writer, id string) (Entry, error) {
	if err := f.Need(access.Notes, access.Write); err != nil {
		return Entry{}, err
	}
	e, err := Get(ctx, &f.Reader, id)
	if err != nil {
		return Entry{}, err
	}
	if e.Withheld {
		return Entry{}, fault.New(fault.Denied, "voice.notfound")
	}
	return e, nil
}

// insert writes one row. Where nothing was written, the row is there already or the
// place is taken.
func insert(ctx context.Context, f *casefile.Writer, e Entry) error {
	if e.Row == "" {
		e.Row = db.NewID()
	}
	if e.Row != e.ID {
		if err := stands(ctx, f, `SELECT COUNT(*) FROM voice WHERE course_id = $1 AND thread = $2 AND id = $3`, e.ID, e.Supersedes); err != nil {
			return err
		}
	}
	sealed, err := f.Seal("voice", e.Row, e.text())
	if err != nil {
		return err
	}
	n, err := f.Exec(ctx, `INSERT INTO voice (id, course_id, thread, person_id, on_day, confidential, held_by, deed, sealed, entered_by, entered_at, supersedes)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12) ON CONFLICT DO NOTHING`,
		e.Row, f.CourseID, e.ID, e.ChildID, e.On, number(e.Confidential), e.HeldBy, e.Deed, sealed, f.Actor.ID, db.Micros(f.Now()), e.Supersedes)
	if err != nil {
		return fmt.Errorf("write entry %s: %w", e.Row, err)
	}
	if n == 1 {
		return nil
	}
	return sameAgain(ctx, f, e)
}

// stands refuses to put a row in the place of one that is not of the thread: it
// would be written and never shown.
func stands(ctx context.Context, f *casefile.Writer, count, thread, row string) error {
	var n int
	if err := f.QueryRow(ctx, count, f.CourseID, thread, row).Scan(&n); err != nil {
		return fmt.Errorf("look for row %s: %w", row, err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, "form.stale")
	}
	return nil
}

// sameAgain is nil when the row says what e says: the form was sent twice.
func sameAgain(ctx context.Context, f *casefile.Writer, e Entry) error {
	var was Entry
	var sealed []byte
	err := f.QueryRow(ctx, `SELECT person_id, on_day, confidential, sealed FROM voice WHERE course_id = $1 AND id = $2`, f.CourseID, e.Row).
		Scan(&was.ChildID, &was.On, &was.Confidential, &sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.Conflict, "form.stale")
	}
	if err != nil {
		return fmt.Errorf("look for entry %s: %w", e.Row, err)
	}
	var text entryText
	if err := f.Unseal("voice", e.Row, sealed, &text); err != nil {
		return err
	}
	if was.ChildID != e.ChildID || was.On != e.On || was.Confidential != e.Confidential || text != e.text() {
		return fault.New(fault.Conflict, "voice.twice")
	}
	return nil
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
