package interaction

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// Invitation asks a colleague to code a segment a second time, without seeing the
// first coding until both have ended.
type Invitation struct {
	ID, CourseID string
	SegmentID    string
	StaffID      string
	By           string
	At           time.Time
	Coding       string // the invited person's own segment, once begun
	Done         bool   // and whether it has ended
}

// Invite asks a colleague of the course's team to code the same minutes. Only who
// may write the session's coding may ask; nobody is asked to be second to herself.
// Asked twice, it is one invitation.
func Invite(ctx context.Context, f *casefile.Writer, id, segmentID, staffID string) error {
	if err := mayReadAny(&f.Reader); err != nil {
		return err
	}
	s, err := head(ctx, &f.Reader, segmentID)
	if err != nil {
		return err
	}
	if err := mayWrite(ctx, f, s.SessionID, f.Now()); err != nil {
		return err
	}
	team, err := f.Who(ctx)
	if err != nil {
		return err
	}
	var p fault.Problems
	codes := []access.Relation{access.Lead, access.Second, access.PsychologistOn}
	switch {
	case s.SecondOf != "":
		p.Add("staff", "interaction.second.none")
	case staffID == s.CoderID:
		p.Add("staff", "interaction.second.self")
	case !slices.ContainsFunc(team, func(b casefile.Belongs) bool { return b.StaffID == staffID && slices.Contains(codes, b.Relation) }):
		p.Add("staff", "interaction.second.team")
	}
	if err := p.Err(); err != nil {
		return err
	}
	n, err := f.Exec(ctx, `INSERT INTO coding_invitation (id, course_id, segment_id, staff_id, entered_by, entered_at)
		VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT DO NOTHING`, id, f.CourseID, segmentID, staffID, f.Actor.ID, db.Micros(f.Now()))
	if err != nil {
		return fmt.Errorf("invite to segment %s: %w", segmentID, err)
	}
	if n == 0 {
		return nil
	}
	return f.Record("invite", "coded_segment", segmentID)
}

const invitationColumns = `v.id, v.course_id, v.segment_id, v.staff_id, v.entered_by, v.entered_at,
	COALESCE((SELECT MIN(s.id) FROM coded_segment s WHERE s.course_id = v.course_id AND s.second_of = v.segment_id AND s.coder_id = v.staff_id), ''),
	CASE WHEN EXISTS (SELECT 1 FROM coded_segment s WHERE s.course_id = v.course_id AND s.second_of = v.segment_id AND s.coder_id = v.staff_id
		AND s.closed_at > 0) THEN 1 ELSE 0 END`

func scanInvitation(r *sql.Rows) (v Invitation, err error) {
	var at int64
	var done int
	err = r.Scan(&v.ID, &v.CourseID, &v.SegmentID, &v.StaffID, &v.By, &at, &v.Coding, &done)
	v.At, v.Done = db.Time(at), done == 1
	return v, err
}

// Invitations returns who has been asked to code which segments of the course a
// second time, in the order asked.
func Invitations(ctx context.Context, f *casefile.Reader) ([]Invitation, error) {
	if err := mayReadAny(f); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT `+invitationColumns+` FROM coding_invitation v WHERE v.course_id = $1 ORDER BY v.entered_at, v.id`, f.CourseID)
	return db.Scan(rows, err, scanInvitation)
}

// Asked returns what the actor of a list has been asked to code and has not ended,
// in all courses, the oldest first. It names no family.
func Asked(ctx context.Context, l *casefile.List) ([]Invitation, error) {
	rows, err := l.Query(ctx, `SELECT `+invitationColumns+` FROM coding_invitation v WHERE v.staff_id = $1
		AND v.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1) ORDER BY v.entered_at, v.id`, l.Actor.ID)
	all, err := db.Scan(rows, err, scanInvitation)
	if err != nil {
		return nil, fmt.Errorf("read invitations: %w", err)
	}
	return slices.DeleteFunc(all, func(v Invitation) bool { return v.Done }), nil
}
