package interaction

import (
	"context"
	"database/sql"
	"fmt"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/scheme"
	"samspil/internal/session"
)

// mayReadAny is the first question of every reading: whether the reader may read
// either contacts or sessions. Which of the two a segment belongs to is asked next.
func mayReadAny(f *casefile.Reader) error {
	if f.Can(access.Notes, access.Read) {
		return nil
	}
	return f.Need(access.Contact, access.Read)
}

// Segments returns the coded segments of one session in the order in which they
// begin, a second coding after the first. Those that the reader may not see yet
// come without their coding; see Segment.Hidden.
func Segments(ctx context.Context, f *casefile.Reader, sessionID string) ([]Segment, error) {
	if err := mayReadAny(f); err != nil {
		return nil, err
	}
	s, err := session.Get(ctx, f, sessionID)
	if err != nil {
		return nil, err
	}
	if err := f.Need(rightOf(s.Kind), access.Read); err != nil {
		return nil, err
	}
	return read(ctx, f, `s.session_id = $2`, sessionID)
}

// OfCourse returns all coded segments of the course that the reader may read, in
// the order in which they begin.
func OfCourse(ctx context.Context, f *casefile.Reader) ([]Segment, error) {
	if err := mayReadAny(f); err != nil {
		return nil, err
	}
	switch contacts, others := f.Can(access.Contact, access.Read), f.Can(access.Notes, access.Read); {
	case contacts && others:
		return read(ctx, f, `1 = $2`, 1)
	case contacts:
		return read(ctx, f, `s.session_id IN (SELECT x.id FROM session x WHERE x.course_id = $1 AND x.kind = $2)`, session.Contact)
	}
	return read(ctx, f, `s.session_id IN (SELECT x.id FROM session x WHERE x.course_id = $1 AND x.kind <> $2)`, session.Contact)
}

// Get returns one segment; Hidden as in Segments.
func Get(ctx context.Context, f *casefile.Reader, id string) (Segment, error) {
	if err := mayReadAny(f); err != nil {
		return Segment{}, err
	}
	all, err := read(ctx, f, `s.id = $2`, id)
	if err != nil {
		return Segment{}, err
	}
	if len(all) == 0 {
		return Segment{}, fault.New(fault.NotFound, "interaction.segment.none")
	}
	s, err := session.Get(ctx, f, all[0].SessionID) // also asks for its right
	if err != nil {
		return Segment{}, err
	}
	return all[0], f.Need(rightOf(s.Kind), access.Read)
}

// read finds segments by a condition on s with one argument, folded, those hidden
// from the reader without their coding.
func read(ctx context.Context, f *casefile.Reader, where string, arg any) ([]Segment, error) {
	rows, err := f.Query(ctx, `SELECT `+headColumns+` FROM coded_segment s WHERE s.course_id = $1 AND `+where+`
		ORDER BY s.started_at, s.second_of, s.entered_at, s.id`, f.CourseID, arg)
	all, err := db.Scan(rows, err, func(r *sql.Rows) (Segment, error) { return scanHead(f, r) })
	if err != nil {
		return nil, fmt.Errorf("read segments of course %s: %w", f.CourseID, err)
	}
	if len(all) == 0 {
		return nil, nil
	}
	if err := hide(ctx, f, all); err != nil {
		return nil, err
	}
	rows, err = f.Query(ctx, `SELECT `+entryColumns+` FROM coded_entry e WHERE e.course_id = $1
		AND e.segment_id IN (SELECT s.id FROM coded_segment s WHERE s.course_id = $1 AND `+where+`)`, f.CourseID, arg)
	entries := map[string][]Entry{}
	_, err = db.Scan(rows, err, func(r *sql.Rows) (struct{}, error) {
		e, err := scanEntry(f, r)
		entries[e.SegmentID] = append(entries[e.SegmentID], e)
		return struct{}{}, err
	})
	if err != nil {
		return nil, fmt.Errorf("read entries of course %s: %w", f.CourseID, err)
	}
	schemes := map[string]scheme.Scheme{}
	for i := range all {
		s := &all[i]
		if s.Hidden {
			continue
		}
		if _, ok := schemes[s.Scheme]; !ok {
			if schemes[s.Scheme], err = SchemeNamed(ctx, f.Tx(), s.Scheme); err != nil {
				return nil, err
			}
		}
		s.fold(schemes[s.Scheme], entries[s.ID])
	}
	return all, nil
}

// fold fills in what the entries make.
func (s *Segment) fold(by scheme.Scheme, entries []Entry) {
	s.Folded = Fold(by, entries)
	s.Folded.Recording.ID, s.Folded.Recording.Description = s.ID, s.Part
	s.Recording = s.Folded.Recording
}

const entryColumns = `id, segment_id, device, seq, at_ms, deed, subject, code, of_id, wall, entered_by, entered_at, sealed`

func entry(ctx context.Context, f *casefile.Reader, id string) (Entry, error) {
	return scanEntry(f, f.QueryRow(ctx, `SELECT `+entryColumns+` FROM coded_entry WHERE course_id = $1 AND id = $2`, f.CourseID, id))
}

func scanEntry(f *casefile.Reader, row interface{ Scan(...any) error }) (e Entry, err error) {
	var wall, at int64
	var sealed []byte
	if err := row.Scan(&e.ID, &e.SegmentID, &e.Device, &e.Seq, &e.At, &e.Deed, &e.Subject, &e.Code, &e.Of, &wall, &e.EnteredBy, &at, &sealed); err != nil {
		return e, err
	}
	e.Wall, e.EnteredAt = db.Time(wall), db.Time(at)
	if len(sealed) == 0 {
		return e, nil
	}
	var words entryWords
	err = f.Unseal("coded_entry", e.ID, sealed, &words)
	e.Modifiers, e.Comment, e.Reason = words.Modifiers, words.Comment, words.Reason
	return e, err
}

// hide marks the codings that the reader may not see yet. Whoever codes the same
// minutes as somebody else, or has been asked to, sees the other's work when both
// have ended, and so does the other.
func hide(ctx context.Context, f *casefile.Reader, all []Segment) error {
	mine, err := minutesOf(ctx, f)
	if err != nil {
		return err
	}
	for i := range all {
		s := &all[i]
		first := s.ID
		if s.SecondOf != "" {
			first = s.SecondOf
		}
		if s.CoderID == f.Actor.ID {
			continue
		}
		own, coding := mine[first]
		s.Hidden = coding && (!own || !s.Closed)
		if s.Hidden {
			s.Note, s.FileName, s.Left = "", "", nil
		}
	}
	return nil
}

// minutesOf lists the first codings whose minutes the reader codes too, or has
// been asked to: true when the reader's own coding of them has ended.
func minutesOf(ctx context.Context, f *casefile.Reader) (map[string]bool, error) {
	out := map[string]bool{}
	rows, err := f.Query(ctx, `SELECT v.segment_id, 0 FROM coding_invitation v WHERE v.course_id = $1 AND v.staff_id = $2
		UNION ALL SELECT s.second_of, CASE WHEN s.closed_at > 0 THEN 1 ELSE 0 END FROM coded_segment s
			WHERE s.course_id = $1 AND s.coder_id = $2 AND s.second_of <> ''
		UNION ALL SELECT s.id, CASE WHEN s.closed_at > 0 THEN 1 ELSE 0 END FROM coded_segment s
			WHERE s.course_id = $1 AND s.coder_id = $2 AND s.second_of = ''`, f.CourseID, f.Actor.ID)
	_, err = db.Scan(rows, err, func(r *sql.Rows) (id string, err error) {
		var ended int
		err = r.Scan(&id, &ended)
		out[id] = out[id] || ended == 1
		return id, err
	})
	if err != nil {
		return nil, fmt.Errorf("read codings of course %s: %w", f.CourseID, err)
	}
	return out, nil
}
