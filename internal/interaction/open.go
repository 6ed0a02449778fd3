package interaction

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/contact"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/session"
)

var idForm = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}$`)

// segmentWords is what of a segment is sealed.
type segmentWords struct {
	Note     string `json:",omitempty"`
	FileName string `json:",omitempty"`
	Left     []Left `json:",omitempty"`
}

// Open begins a segment. Who opens it is its coder. A contact that the law does
// not let be described cannot be coded. The same id with the same content changes
// nothing; with other content it is a Conflict. To code a segment a second time,
// SecondOf names it: it is of the same session and by somebody else, and neither
// sees the other's work until both have ended.
func Open(ctx context.Context, f *casefile.Writer, s Segment) error {
	if err := mayWrite(ctx, f, s.SessionID, f.Now()); err != nil {
		return err
	}
	s.CoderID = f.Actor.ID
	if err := s.check(ctx, f); err != nil {
		return err
	}
	sealed, err := f.Seal("coded_segment", s.ID, segmentWords{strings.TrimSpace(s.Note), s.FileName, s.Left})
	if err != nil {
		return err
	}
	live := 0
	if s.LiveSet {
		live = 1
	}
	n, err := f.Exec(ctx, `INSERT INTO coded_segment (id, course_id, session_id, part, scheme, coder_id, source, started_at, second_of, live_set,
		entered_by, entered_at, sealed) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13) ON CONFLICT (id) DO NOTHING`,
		s.ID, f.CourseID, s.SessionID, s.Part, s.Scheme, s.CoderID, s.Source, db.Micros(s.StartedAt), s.SecondOf, live,
		f.Actor.ID, db.Micros(f.Now()), sealed)
	if err != nil {
		return fmt.Errorf("open segment %s: %w", s.ID, err)
	}
	if n == 1 {
		return nil
	}
	was, err := head(ctx, &f.Reader, s.ID)
	if err == nil && (was.SessionID != s.SessionID || was.Part != s.Part || was.Scheme != s.Scheme || was.CoderID != s.CoderID ||
		was.Source != s.Source || was.SecondOf != s.SecondOf || was.LiveSet != s.LiveSet || !was.StartedAt.Equal(s.StartedAt.Truncate(time.Microsecond))) {
		return fault.New(fault.Conflict, "interaction.segment.other")
	}
	return err
}

// rightOf is the kind of information that coding a session is.
func rightOf(k session.Kind) access.Kind {
	if k == session.Contact {
		return access.Contact
	}
	return access.Notes
}

// mayWrite makes sure that the session may be coded: by its right, and for a
// contact by the law at the moment asked about.
func mayWrite(ctx context.Context, f *casefile.Writer, sessionID string, at time.Time) error {
	if !f.Can(access.Contact, access.Write) && !f.Can(access.Notes, access.Write) {
		return f.Need(access.Contact, access.Write)
	}
	s, err := session.Get(ctx, &f.Reader, sessionID)
	if err != nil {
		return err
	}
	if err := f.Need(rightOf(s.Kind), access.Write); err != nil {
		return err
	}
	if s.Status == session.Cancelled || s.Status == session.NoShow {
		return fault.New(fault.Conflict, "interaction.not-held")
	}
	if s.Kind != session.Contact {
		return nil
	}
	c, err := contact.Get(ctx, &f.Reader, sessionID)
	if err != nil {
		return err
	}
	if ok, why := c.Arrangement.Describable(c.When(), at); !ok {
		return fault.New(fault.Conflict, why)
	}
	return nil
}

func (s Segment) check(ctx context.Context, f *casefile.Writer) error {
	var p fault.Problems
	if !idForm.MatchString(s.ID) {
		p.Add("id", "interaction.segment.id")
	}
	if !slices.Contains(Parts, s.Part) {
		p.Add("part", "interaction.segment.part")
	}
	if !slices.Contains(Sources, s.Source) {
		p.Add("source", "interaction.segment.source")
	}
	switch {
	case s.StartedAt.IsZero():
		p.Add("started", "interaction.segment.no-start")
	case s.StartedAt.After(f.Now().Add(5 * time.Minute)):
		p.Add("started", "interaction.segment.future")
	}
	if utf8.RuneCountInString(s.Note) > mostWords {
		p.Add("note", "interaction.too-long", fault.Args{"max": mostWords})
	}
	if _, err := SchemeNamed(ctx, f.Tx(), s.Scheme); fault.KindOf(err) == fault.NotFound {
		p.Add("scheme", "schemes.none")
	} else if err != nil {
		return err
	}
	if s.SecondOf != "" {
		if err := s.checkSecond(ctx, f, &p); err != nil {
			return err
		}
	}
	return p.Err()
}

// checkSecond makes sure that a second coding is of a first one, by another person
// and with the same scheme.
func (s Segment) checkSecond(ctx context.Context, f *casefile.Writer, p *fault.Problems) error {
	first, err := head(ctx, &f.Reader, s.SecondOf)
	if fault.KindOf(err) == fault.NotFound {
		p.Add("second", "interaction.second.none")
		return nil
	}
	switch {
	case err != nil:
		return err
	case first.SecondOf != "" || first.SessionID != s.SessionID:
		p.Add("second", "interaction.second.none")
	case first.CoderID == f.Actor.ID:
		p.Add("second", "interaction.second.self")
	case first.Scheme != s.Scheme || first.LiveSet != s.LiveSet:
		p.Add("scheme", "interaction.second.scheme")
	}
	return nil
}

const headColumns = `s.id, s.session_id, s.part, s.scheme, s.coder_id, s.source, s.started_at, s.second_of, s.live_set, s.closed_at, s.entered_by, s.entered_at, s.sealed, ` + pairColumn

// pairColumn is the line of contacts that a segment's session belongs to.
const pairColumn = `COALESCE((SELECT k.strand_id FROM contact k WHERE k.session_id = s.session_id), '')`

// head reads a segment without its coding, whoever asks; callers know the right.
func head(ctx context.Context, f *casefile.Reader, id string) (Segment, error) {
	s, err := scanHead(f, f.QueryRow(ctx, `SELECT `+headColumns+` FROM coded_segment s WHERE s.course_id = $1 AND s.id = $2`, f.CourseID, id))
	if errors.Is(err, sql.ErrNoRows) {
		return s, fault.New(fault.NotFound, "interaction.segment.none")
	}
	if err != nil {
		return s, fmt.Errorf("read segment %s: %w", id, err)
	}
	return s, nil
}

func scanHead(f *casefile.Reader, row interface{ Scan(...any) error }) (Segment, error) {
	var s Segment
	var started, closed, entered int64
	var live int
	var sealed []byte
	if err := row.Scan(&s.ID, &s.SessionID, &s.Part, &s.Scheme, &s.CoderID, &s.Source, &started, &s.SecondOf, &live, &closed,
		&s.EnteredBy, &entered, &sealed, &s.Pair); err != nil {
		return s, err
	}
	var words segmentWords
	if err := f.Unseal("coded_segment", s.ID, sealed, &words); err != nil {
		return s, err
	}
	s.CourseID, s.LiveSet, s.Note, s.FileName, s.Left = f.CourseID, live == 1, words.Note, words.FileName, words.Left
	s.StartedAt, s.EnteredAt = db.Time(started), db.Time(entered)
	s.Closed, s.ClosedAt = closed != 0, db.Time(closed)
	return s, nil
}
