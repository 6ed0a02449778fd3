package voice

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/person"
)

// OpenFor is how long confidential words stand open after somebody said why.
const OpenFor = 10 * time.Minute

// leastReason is how many characters a reason has at least, so that it says something.
const leastReason = 20

// Opening is that somebody opened confidential words, and why.
type Opening struct {
	By     string
	At     time.Time
	Reason string
}

// Open writes down who opens a confidential entry and why, and gives the id under
// which Opened shows it for OpenFor: the form's own, so that a form sent twice opens
// once. The one who held the talk needs no opening.
func Open(ctx context.Context, f *casefile.Writer, id, entryID, reason string) (string, error) {
	reason = strings.TrimSpace(reason)
	var bad fault.Problems
	checkReason(&bad, reason)
	if bad.Has() {
		return "", bad.Err()
	}
	asking := f.Reader
	asking.Purpose = access.Purpose{Code: access.Deliver, Reason: reason}
	if err := asking.Need(access.ChildTalk, access.Read); err != nil {
		return "", err
	}
	e, err := get(ctx, &asking, entryID, false)
	if err != nil {
		return "", err
	}
	if !e.Confidential {
		return "", fault.New(fault.NotFound, "voice.notfound")
	}
	if _, err := Opened(ctx, &asking, id); err == nil {
		return id, nil
	}
	sealed, err := f.Seal("voice_opening", id, reason)
	if err != nil {
		return "", err
	}
	if _, err := f.Exec(ctx, `INSERT INTO voice_opening (id, course_id, thread, sealed, entered_by, entered_at) VALUES ($1,$2,$3,$4,$5,$6)`,
		id, f.CourseID, entryID, sealed, f.Actor.ID, db.Micros(f.Now())); err != nil {
		return "", fmt.Errorf("open entry %s: %w", entryID, err)
	}
	return id, asking.Record("hear", string(access.ChildTalk), entryID)
}

func checkReason(bad *fault.Problems, reason string) {
	switch n := utf8.RuneCountInString(reason); {
	case n == 0:
		bad.Add("reason", "voice.reason.missing")
	case n < leastReason:
		bad.Add("reason", "voice.reason.short", fault.Args{"min": leastReason})
	}
	tooLong(bad, "reason", reason, MaxText)
}

// Opened gives the entry that an opening was for, with its words, to the one who
// opened it and within OpenFor; NotFound after that and to everybody else.
func Opened(ctx context.Context, f *casefile.Reader, openingID string) (Entry, error) {
	if err := f.Need(access.Notes, access.Read); err != nil {
		return Entry{}, err
	}
	var entryID string
	err := f.QueryRow(ctx, `SELECT thread FROM voice_opening WHERE course_id = $1 AND id = $2 AND entered_by = $3 AND entered_at >= $4`,
		f.CourseID, openingID, f.Actor.ID, db.Micros(f.Now().Add(-OpenFor))).Scan(&entryID)
	if errors.Is(err, sql.ErrNoRows) {
		return Entry{}, fault.New(fault.NotFound, "voice.notfound")
	}
	if err != nil {
		return Entry{}, fmt.Errorf("read opening %s: %w", openingID, err)
	}
	return get(ctx, f, entryID, true)
}

// Openings tells who has opened a confidential entry and why, the newest first: to
// those who may know of it.
func Openings(ctx context.Context, f *casefile.Reader, entryID string) ([]Opening, error) {
	if _, err := Get(ctx, f, entryID); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT id, sealed, entered_by, entered_at FROM voice_opening WHERE course_id = $1 AND thread = $2
		ORDER BY entered_at DESC, id DESC`, f.CourseID, entryID)
	all, err := db.Scan(rows, err, func(rows *sql.Rows) (o Opening, err error) {
		var id string
		var sealed []byte
		var at int64
		if err := rows.Scan(&id, &sealed, &o.By, &at); err != nil {
			return o, err
		}
		o.At = db.Time(at)
		return o, f.Unseal("voice_opening", id, sealed, &o.Reason)
	})
	if err != nil {
		return nil, fmt.Errorf("read openings of %s: %w", entryID, err)
	}
	return all, nil
}

// Recipient is to whom confidential words are told on.
type Recipient string

// The recipients.
const (
	ToTeam    Recipient = "team"    // the others of the fixed team
	ToAdviser Recipient = "adviser" // and the deputy
	ToPerson  Recipient = "person"  // one person of the course, told by mouth or letter
)

// Recipients lists the recipients in the order they are offered.
var Recipients = []Recipient{ToTeam, ToAdviser, ToPerson}

// Release is the decision to tell something of a confidential entry to one recipient.
type Release struct {
	ID       string
	EntryID  string
	ChildID  string
	To       Recipient
	PersonID string // with ToPerson
	Text     string // exactly what is told: written for this recipient, never the whole by itself
	Reason   string // why telling it serves the child
	By       string
	At       time.Time
}

type releaseText struct{ Text, Reason string }

// check asks that there is a text, a reason and a recipient who can be told.
func (r Release) check(ctx context.Context, f *casefile.Writer, childID string) error {
	var bad fault.Problems
	if r.Text == "" {
		bad.Add("text", "voice.release.text.missing")
	}
	checkReason(&bad, r.Reason)
	tooLong(&bad, "text", r.Text, MaxText)
	if !slices.Contains(Recipients, r.To) {
		bad.Add("to", "voice.release.to.missing")
	}
	if r.To != ToPerson || bad.Has() {
		return bad.Err()
	}
	if _, err := person.CardOf(ctx, &f.Reader, r.PersonID); err != nil || r.PersonID == childID {
		bad.Add("to", "voice.release.to.missing")
		return bad.Err()
	}
	places, err := person.Mentioned(ctx, &f.Reader, r.Text)
	if err != nil {
		return err
	}
	if len(places) > 0 {
		bad.Add("text", "voice.release.place")
	}
	return bad.Err()
}

// TellOn decides that a recipient is told something of a confidential entry. It may
// be the one who held the talk, or somebody whom the access matrix lets open the
// words with a reason. A text for a person of the course may not give a shielded
// place away. The same ID twice is one decision.
func TellOn(ctx context.Context, f *casefile.Writer, r Release) error {
	r.Text, r.Reason = strings.TrimSpace(r.Text), strings.TrimSpace(r.Reason)
	asking := f.Reader
	asking.Purpose = access.Purpose{Code: access.Deliver, Reason: r.Reason}
	e, err := Get(ctx, &f.Reader, r.EntryID)
	if err != nil {
		return err
	}
	if !e.Confidential {
		return fault.New(fault.NotFound, "voice.notfound")
	}
	if err := r.check(ctx, f, e.ChildID); err != nil {
		return err
	}
	if !e.Mine(f.Actor.ID) {
		if err := asking.Need(access.ChildTalk, access.Read); err != nil {
			return err
		}
	}
	if r.To != ToPerson {
		r.PersonID = ""
	}
	sealed, err := f.Seal("voice_release", r.ID, releaseText{r.Text, r.Reason})
	if err != nil {
		return err
	}
	n, err := f.Exec(ctx, `INSERT INTO voice_release (id, course_id, thread, recipient, person_id, sealed, entered_by, entered_at)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8) ON CONFLICT (id) DO NOTHING`,
		r.ID, f.CourseID, r.EntryID, r.To, r.PersonID, sealed, f.Actor.ID, db.Micros(f.Now()))
	if err != nil {
		return fmt.Errorf("tell on of entry %s: %w", r.EntryID, err)
	}
	if n == 0 {
		return sameReleaseAgain(ctx, f, r)
	}
	return asking.Record("release", string(access.ChildTalk), r.EntryID)
}

// sameReleaseAgain is nil when the decision says what r says: the form was sent twice.
func sameReleaseAgain(ctx context.Context, f *casefile.Writer, r Release) error {
	all, err := releases(ctx, &f.Reader)
	if err != nil {
		return err
	}
	for _, was := range all {
		if was.ID == r.ID && was.EntryID == r.EntryID && was.To == r.To && was.PersonID == r.PersonID && was.Text == r.Text && was.Reason == r.Reason {
			return nil
		}
	}
	return fault.New(fault.Conflict, "voice.twice")
}

// Releases returns what of a confidential entry was told on, the newest first: to
// those who may know of the entry.
func Releases(ctx context.Context, f *casefile.Reader, entryID string) ([]Release, error) {
	e, err := Get(ctx, f, entryID)
	if err != nil {
		return nil, err
	}
	all, err := releases(ctx, f)
	return slices.DeleteFunc(all, func(r Release) bool { return r.EntryID != e.ID }), err
}

// Told returns what was told on to the reader, as one of the team or as the adviser:
// the text and who decided, not the entry it comes from nor the reason.
func Told(ctx context.Context, f *casefile.Reader) ([]Release, error) {
	if err := f.Need(access.Card, access.Read); err != nil {
		return nil, err
	}
	all, err := releases(ctx, f)
	var out []Release
	for _, r := range all {
		team := r.To == ToTeam && f.Can(access.Notes, access.Write)
		adviser := r.To == ToAdviser && (f.Is(access.AdviserOn) || f.Is(access.DeputyOf))
		if team || adviser {
			r.EntryID, r.Reason = "", ""
			out = append(out, r)
		}
	}
	return out, err
}

func releases(ctx context.Context, f *casefile.Reader) ([]Release, error) {
	rows, err := f.Query(ctx, `SELECT r.id, r.thread, v.person_id, r.recipient, r.person_id, r.sealed, r.entered_by, r.entered_at
		FROM voice_release r JOIN voice v ON v.id = r.thread WHERE r.course_id = $1 ORDER BY r.entered_at DESC, r.id DESC`, f.CourseID)
	all, err := db.Scan(rows, err, func(rows *sql.Rows) (r Release, err error) {
		var sealed []byte
		var at int64
		if err := rows.Scan(&r.ID, &r.EntryID, &r.ChildID, &r.To, &r.PersonID, &sealed, &r.By, &at); err != nil {
			return r, err
		}
		var text releaseText
		err = f.Unseal("voice_release", r.ID, sealed, &text)
		r.Text, r.Reason, r.At = text.Text, text.Reason, db.Time(at)
		return r, err
	})
	if err != nil {
		return nil, fmt.Errorf("read what was told on of %s: %w", f.CourseID, err)
	}
	return all, nil
}
