package contact

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// row is one writing of one part on its way into the table.
type row struct {
	part       Part
	session    string
	entry      Entry // the new one
	before     Entry // the one it supersedes
	held       *bool
	start, end time.Time
	rating     *int
	outcome    Outcome
	words      any
}

func writePart(ctx context.Context, f *casefile.Writer, r row) error {
	sealed, err := f.Seal("contact_part", r.entry.ID, r.words)
	if err != nil {
		return fmt.Errorf("seal part of contact %s: %w", r.session, err)
	}
	n, err := f.Exec(ctx, `INSERT INTO contact_part (id, course_id, session_id, part, version, held, started, ended,
			focus_rating, outcome, sealed, entered_by, entered_at, supersedes)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14) ON CONFLICT DO NOTHING`,
		r.entry.ID, f.CourseID, r.session, r.part, r.entry.Version+1, bit(r.held), db.Micros(r.start), db.Micros(r.end),
		number(r.rating), r.outcome, sealed, f.Actor.ID, db.Micros(f.Now()), r.before.ID)
	if err != nil {
		return fmt.Errorf("write part of contact %s: %w", r.session, err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, "contact.conflict")
	}
	return nil
}

// handedIn reports whether a part has been handed in before. Other words under
// the id of one that is there already, as from a page gone back to, are a
// conflict: they must not vanish.
func handedIn(ctx context.Context, f *casefile.Writer, entryID string, words any) (bool, error) {
	var sealed []byte
	err := f.QueryRow(ctx, `SELECT sealed FROM contact_part WHERE course_id=$1 AND id=$2`, f.CourseID, entryID).Scan(&sealed)
	if err == sql.ErrNoRows {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for part %s: %w", entryID, err)
	}
	var was json.RawMessage
	if err := f.Unseal("contact_part", entryID, sealed, &was); err != nil {
		return false, fmt.Errorf("unseal part %s: %w", entryID, err)
	}
	now, err := json.Marshal(words)
	if err != nil {
		return false, fmt.Errorf("compare part %s: %w", entryID, err)
	}
	if !bytes.Equal(was, now) {
		return false, fault.New(fault.Conflict, "contact.conflict")
	}
	return true, nil
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

func number(n *int) any {
	if n == nil {
		return nil
	}
	return *n
}

// PartEntry is one writing of one part, for the history of a contact.
type PartEntry struct {
	Part   Part
	Before *Before
	During *During
	After  *After
	Told   *Afterwards
}

// Entry is the part's own entry: version, by whom and when.
func (e PartEntry) Entry() Entry {
	switch {
	case e.Before != nil:
		return e.Before.Entry
	case e.During != nil:
		return e.During.Entry
	case e.After != nil:
		return e.After.Entry
	case e.Told != nil:
		return e.Told.Entry
	}
	return Entry{}
}

// parts reads every writing of every part, oldest first, by contact. With an
// id, of that contact only.
func parts(ctx context.Context, f *casefile.Reader, id string) (map[string][]PartEntry, error) {
	rows, err := f.Query(ctx, `SELECT id, session_id, part, version, sealed, entered_by, entered_at FROM contact_part
		WHERE course_id=$1 AND ($2='' OR session_id=$2) ORDER BY session_id, part, version`, f.CourseID, id)
	if err != nil {
		return nil, fmt.Errorf("parts of contacts of %s: %w", f.CourseID, err)
	}
	defer rows.Close()
	all := map[string][]PartEntry{}
	for rows.Next() {
		sessionID, e, err := scanPart(f, rows)
		if err != nil {
			return nil, err
		}
		all[sessionID] = append(all[sessionID], e)
	}
	return all, rows.Err()
}

func scanPart(f *casefile.Reader, rows *sql.Rows) (string, PartEntry, error) {
	var p PartEntry
	var e Entry
	var sessionID string
	var at int64
	var sealed []byte
	if err := rows.Scan(&e.ID, &sessionID, &p.Part, &e.Version, &sealed, &e.EnteredBy, &at); err != nil {
		return "", p, err
	}
	e.EnteredAt = local(at)
	return sessionID, p, p.unseal(f, e, sealed)
}

func (p *PartEntry) unseal(f *casefile.Reader, e Entry, sealed []byte) error {
	var words any
	var entry *Entry
	switch p.Part {
	case PartBefore:
		p.Before = new(Before)
		words, entry = p.Before, &p.Before.Entry
	case PartDuring:
		p.During = new(During)
		words, entry = p.During, &p.During.Entry
	case PartAfter:
		p.After = new(After)
		words, entry = p.After, &p.After.Entry
	case PartAfterwards:
		p.Told = new(Afterwards)
		words, entry = p.Told, &p.Told.Entry
	default:
		return fmt.Errorf("part %s of contact is of no known kind", e.ID)
	}
	if err := f.Unseal("contact_part", e.ID, sealed, words); err != nil {
		return fmt.Errorf("unseal part %s: %w", e.ID, err)
	}
	e.Reason = entry.Reason
	*entry = e
	return nil
}

// put makes a writing the one that stands.
func (c *Contact) put(p PartEntry) {
	switch {
	case p.Before != nil:
		c.Before = *p.Before
	case p.During != nil:
		c.During = *p.During
	case p.After != nil:
		c.After = *p.After
	case p.Told != nil:
		c.Afterwards = *p.Told
	}
}

func insertStop(ctx context.Context, f *casefile.Writer, s Stop, supersedes string) error {
	s.DecidedBy = orSelf(s.DecidedBy, f.Actor.ID)
	sealed, err := f.Seal("contact_stop", s.ID, s)
	if err != nil {
		return fmt.Errorf("seal stop of contact %s: %w", s.SessionID, err)
	}
	_, err = f.Exec(ctx, `INSERT INTO contact_stop (id, course_id, session_id, stopped_at, minute, reason, authority,
			resumed, notification, sealed, entered_by, entered_at, supersedes)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13) ON CONFLICT (id) DO NOTHING`,
		s.ID, f.CourseID, s.SessionID, db.Micros(s.At), s.Minute, s.Reason, s.Authority, bit(&s.Resumed), bit(&s.Notification),
		sealed, f.Actor.ID, db.Micros(f.Now()), supersedes)
	if err != nil {
		return fmt.Errorf("write stop of contact %s: %w", s.SessionID, err)
	}
	return nil
}

func orSelf(id, self string) string {
	if id == "" {
		return self
	}
	return id
}

// stops reads the newest stop of each contact.
func stops(ctx context.Context, f *casefile.Reader, id string) (map[string]*Stop, error) {
	rows, err := f.Query(ctx, `SELECT id, session_id, stopped_at, minute, sealed, entered_by, entered_at FROM contact_stop
		WHERE course_id=$1 AND ($2='' OR session_id=$2) ORDER BY entered_at, id`, f.CourseID, id)
	if err != nil {
		return nil, fmt.Errorf("stops of %s: %w", f.CourseID, err)
	}
	defer rows.Close()
	all := map[string]*Stop{}
	for rows.Next() {
		var sealed []byte
		var id, sessionID, by string
		var stopped, entered int64
		var minute int
		if err := rows.Scan(&id, &sessionID, &stopped, &minute, &sealed, &by, &entered); err != nil {
			return nil, err
		}
		s := new(Stop)
		if err := f.Unseal("contact_stop", id, sealed, s); err != nil {
			return nil, fmt.Errorf("unseal stop %s: %w", id, err)
		}
		s.ID, s.SessionID, s.At, s.Minute, s.EnteredBy, s.EnteredAt = id, sessionID, local(stopped), minute, by, local(entered)
		all[sessionID] = s
	}
	return all, rows.Err()
}
