package phone

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
	"samspil/internal/contact"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/outbox"
	"samspil/internal/session"
	"samspil/internal/wire"
)

// mostNote is the longest note, in characters, and the longest words to a picture.
const mostNote = 2000

// pictureType is the one kind of picture: a phone makes it of every photograph.
const pictureType = "image/jpeg"

// Note is a few words at a moment, written on a phone.
type Note struct {
	ID         string
	SessionID  string
	GoalID     string // the goal it is about; may be empty
	DeviceID   string
	At         time.Time // the phone's clock
	Text       string
	EnteredBy  string
	EnteredAt  time.Time
	Supersedes string // the note it takes the place of
	Superseded bool   // another takes its place; it is kept and not shown
}

// Picture is a picture taken with a phone. Its bytes are fetched by PictureOf.
type Picture struct {
	ID        string
	SessionID string
	DeviceID  string
	At        time.Time // the phone's clock
	Words     string    // what it shows
	Type      string    // "image/jpeg"
	Size      int       // bytes, sealed
	EnteredBy string
	EnteredAt time.Time
}

type noteWords struct{ Text string }

func (d deed) note(ctx context.Context, n wire.Note) error {
	if err := d.mayDescribe(ctx); err != nil {
		return err
	}
	at, err := moment(n.At)
	if err != nil {
		return err
	}
	if at.IsZero() {
		at = d.e.Header.At()
	}
	text := strings.TrimSpace(n.Text)
	if err := sayable(text); err != nil {
		return err
	}
	if err := d.ownNote(ctx); err != nil {
		return err
	}
	sealed, err := d.f.Seal("phone_note", d.e.Header.ID, noteWords{text})
	if err != nil {
		return err
	}
	written, err := d.f.Exec(ctx, `INSERT INTO phone_note (id, course_id, session_id, goal_id, device_id, at, sealed, entered_by, entered_at, supersedes)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10) ON CONFLICT (id) DO NOTHING`,
		d.e.Header.ID, d.f.CourseID, d.session, n.Goal, d.e.Device, db.Micros(at), sealed, d.f.Actor.ID, db.Micros(d.f.Now()), d.w.Of)
	if err != nil {
		return fmt.Errorf("keep note %s: %w", d.e.Header.ID, err)
	}
	return d.kept(ctx, "phone_note", written)
}

func sayable(text string) error {
	switch {
	case text == "":
		return fault.New(fault.Invalid, "phone.note.empty")
	case len([]rune(text)) > mostNote:
		return fault.New(fault.Invalid, "phone.note.long", fault.Args{"max": mostNote})
	}
	return nil
}

func (d deed) picture(ctx context.Context, p wire.Picture) error {
	if err := d.mayDescribe(ctx); err != nil {
		return err
	}
	switch {
	case p.Type != pictureType:
		return fault.New(fault.Invalid, "phone.picture.type")
	case p.Size < 1 || p.Size > wire.MostFile || len(p.Digest) != 32 || len(p.Key) != 32:
		return fault.New(fault.Invalid, "interaction.wire.unreadable")
	}
	p.Words = strings.TrimSpace(p.Words)
	if len([]rune(p.Words)) > mostNote {
		return fault.New(fault.Invalid, "phone.note.long", fault.Args{"max": mostNote})
	}
	sealed, err := d.f.Seal("phone_picture", d.e.Header.ID, p)
	if err != nil {
		return err
	}
	written, err := d.f.Exec(ctx, `INSERT INTO phone_picture (id, course_id, session_id, device_id, at, size, sealed, entered_by, entered_at, supersedes)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10) ON CONFLICT (id) DO NOTHING`,
		d.e.Header.ID, d.f.CourseID, d.session, d.e.Device, db.Micros(d.e.Header.At()), p.Size, sealed, d.f.Actor.ID, db.Micros(d.f.Now()), d.w.Of)
	if err != nil {
		return fmt.Errorf("keep picture %s: %w", d.e.Header.ID, err)
	}
	return d.kept(ctx, "phone_picture", written)
}

// mayDescribe asks for the right to write about the session, and of a contact whether
// the law lets it be described. A session that has not come yet is taken for a visit:
// contacts are always planned.
func (d deed) mayDescribe(ctx context.Context) error {
	if d.session == "" {
		return fault.New(fault.Invalid, "phone.session.none")
	}
	kind, err := kindOf(ctx, &d.f.Reader, d.session)
	if err != nil {
		return err
	}
	if err := d.f.Need(kind, access.Write); err != nil || kind != access.Contact {
		return err
	}
	c, err := contact.Get(ctx, &d.f.Reader, d.session)
	if err != nil {
		return err
	}
	if ok, why := d.describable(c); !ok {
		return fault.New(fault.Conflict, why)
	}
	return nil
}

// kindOf is the kind of information that a session holds.
func kindOf(ctx context.Context, f *casefile.Reader, sessionID string) (access.Kind, error) {
	s, err := session.Get(ctx, f, sessionID)
	if err != nil && keyOf(err) != "session.notfound" {
		return "", err
	}
	if s.Kind == session.Contact {
		return access.Contact, nil
	}
	return access.Notes, nil
}

// Notes returns the notes of a session in the order of the phones' clocks, whoever
// wrote them, with those that were taken the place of.
func Notes(ctx context.Context, f *casefile.Reader, sessionID string) ([]Note, error) {
	if err := mayRead(ctx, f, sessionID); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT id, session_id, goal_id, device_id, at, entered_by, entered_at, supersedes, sealed FROM phone_note
		WHERE course_id = $1 AND session_id = $2 ORDER BY at, id`, f.CourseID, sessionID)
	all, err := db.Scan(rows, err, func(rows *sql.Rows) (n Note, err error) {
		var at, entered int64
		var sealed []byte
		if err = rows.Scan(&n.ID, &n.SessionID, &n.GoalID, &n.DeviceID, &at, &n.EnteredBy, &entered, &n.Supersedes, &sealed); err != nil {
			return n, err
		}
		var words noteWords
		err = f.Unseal("phone_note", n.ID, sealed, &words)
		n.At, n.EnteredAt, n.Text = local(at), local(entered), words.Text
		return n, err
	})
	if err != nil {
		return nil, fmt.Errorf("notes of session %s: %w", sessionID, err)
	}
	for _, n := range all {
		if i := slices.IndexFunc(all, func(o Note) bool { return o.ID == n.Supersedes }); i >= 0 && n.Supersedes != "" {
			all[i].Superseded = true
		}
	}
	return all, nil
}

// Pictures returns the pictures of a session in the order of the phones' clocks.
func Pictures(ctx context.Context, f *casefile.Reader, sessionID string) ([]Picture, error) {
	if err := mayRead(ctx, f, sessionID); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT id, session_id, device_id, at, entered_by, entered_at, sealed FROM phone_picture
		WHERE course_id = $1 AND session_id = $2 ORDER BY at, id`, f.CourseID, sessionID)
	all, err := db.Scan(rows, err, func(rows *sql.Rows) (p Picture, err error) {
		var at, entered int64
		var sealed []byte
		if err = rows.Scan(&p.ID, &p.SessionID, &p.DeviceID, &at, &p.EnteredBy, &entered, &sealed); err != nil {
			return p, err
		}
		var w wire.Picture
		err = f.Unseal("phone_picture", p.ID, sealed, &w)
		p.At, p.EnteredAt, p.Words, p.Type, p.Size = local(at), local(entered), w.Words, w.Type, w.Size
		return p, err
	})
	if err != nil {
		return nil, fmt.Errorf("pictures of session %s: %w", sessionID, err)
	}
	return all, nil
}

// PictureOf returns the bytes of a picture of the session and what kind it is.
// NotFound while its pieces are still on their way from the phone. That it was looked
// at is written in the audit log.
func PictureOf(ctx context.Context, f *casefile.Reader, sessionID, id string) ([]byte, Picture, error) {
	all, err := Pictures(ctx, f, sessionID)
	p, err := casefile.Pick(all, err, func(p Picture) bool { return p.ID == id })
	if err != nil {
		return nil, p, err
	}
	content, _, err := outbox.Picture(ctx, f, p.ID)
	if err != nil {
		return nil, p, err
	}
	return content, p, nil
}

func mayRead(ctx context.Context, f *casefile.Reader, sessionID string) error {
	kind, err := kindOf(ctx, f, sessionID)
	if err != nil {
		return err
	}
	return f.Need(kind, access.Read)
}

func local(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return db.Time(us).In(clock.Copenhagen)
}

// Codes says from which phone a session was coded, and by whom.
type Codes struct {
	CoderID  string
	DeviceID string
	Started  time.Time // time 0 of the first stretch
	Segments int
}

// Coded returns who has coded a session on which phone, in the order in which they
// began. What they coded is not told.
func Coded(ctx context.Context, f *casefile.Reader, sessionID string) ([]Codes, error) {
	if err := mayRead(ctx, f, sessionID); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT s.coder_id, e.device, MIN(s.started_at), COUNT(DISTINCT s.id) FROM coded_segment s
		JOIN coded_entry e ON e.segment_id = s.id AND e.course_id = s.course_id
		WHERE s.course_id = $1 AND s.session_id = $2 AND s.source = 'phone' GROUP BY s.coder_id, e.device ORDER BY 3, 1, 2`, f.CourseID, sessionID)
	all, err := db.Scan(rows, err, func(rows *sql.Rows) (c Codes, err error) {
		var at int64
		err = rows.Scan(&c.CoderID, &c.DeviceID, &at, &c.Segments)
		c.Started = local(at)
		return c, err
	})
	if err != nil {
		return nil, fmt.Errorf("phones that coded session %s: %w", sessionID, err)
	}
	return all, nil
}
