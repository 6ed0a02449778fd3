package phone

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"samspil/internal/attention"
	"samspil/internal/fault"
	"samspil/internal/instrument"
)

// An id that a phone has made lies in the clear and may have been chosen with care:
// it holds no words, and it takes nothing that stands under it already.
var opaque = regexp.MustCompile(`^[A-Za-z0-9._:-]{0,80}$`)

// opaqueIDs refuses a writing in which something other than an id stands where an id
// belongs.
func (d deed) opaqueIDs() error {
	ids := []string{d.session, d.w.Of}
	if r := d.w.Rating; r != nil {
		ids = append(ids, r.ID, r.Strand)
	}
	if a := d.w.Attention; a != nil {
		ids = append(ids, a.ID, a.Feedback)
	}
	if n := d.w.Note; n != nil {
		ids = append(ids, n.Goal)
	}
	if v := d.w.Visit; v != nil {
		ids = append(ids, v.BuildsOn)
	}
	if w := d.w.Draft; w != nil {
		ids = append(append(ids, w.Begun, w.Stands), w.Seen...)
	}
	if slices.ContainsFunc(ids, func(id string) bool { return !opaque.MatchString(id) }) {
		return fault.New(fault.Invalid, "interaction.wire.unreadable")
	}
	return nil
}

// What else may stand under an id: of another course, or of another scale.
const (
	otherRating  = `SELECT COUNT(*) FROM rating WHERE id = $1 AND (course_id <> $2 OR strand_id <> $3)`
	otherFlag    = `SELECT COUNT(*) FROM flag WHERE id = $1 AND course_id <> $2`
	otherMessage = `SELECT COUNT(*) FROM feedback WHERE id = $1 AND course_id <> $2`
)

// free is the id that a writing gave something, or the entry's own where it gave none
// or something else has that one already: what was said is neither dropped nor waits.
func (d deed) free(ctx context.Context, id, other string, args ...any) (string, error) {
	if id == "" {
		return d.e.Header.ID, nil
	}
	n := 0
	if err := d.f.QueryRow(ctx, other, append([]any{id, d.f.CourseID}, args...)...).Scan(&n); err != nil {
		return "", fmt.Errorf("look for what entry %s names: %w", d.e.Header.ID, err)
	}
	if n > 0 {
		return d.e.Header.ID, nil
	}
	return id, nil
}

// taken is why an entry lies on the shelf of which nothing stands under its own id.
func taken() error { return fault.New(fault.Conflict, "outbox.id.taken") }

// sameRating reports whether two measurements say the same.
func sameRating(a, b instrument.Rating) bool {
	return a.ID == b.ID && a.StrandID == b.StrandID && a.On == b.On && equal(a.Value, b.Value) && a.SessionID == b.SessionID &&
		strings.TrimSpace(a.Words) == strings.TrimSpace(b.Words)
}

// rated makes sure that a measurement stands as it was made: what its id has taken
// from another is not dropped in silence.
func (d deed) rated(ctx context.Context, made instrument.Rating) error {
	s, err := instrument.Named(ctx, &d.f.Reader, made.StrandID)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(s.Ratings, func(r instrument.Rating) bool { return sameRating(r, made) }) {
		return taken()
	}
	return nil
}

// sameFlag reports whether two marks say the same about the same.
func sameFlag(a, b attention.Flag) bool {
	return a.What == strings.TrimSpace(b.What) && a.Danger == b.Danger && a.SessionID == b.SessionID
}

// raised makes sure that a mark stands as it was raised.
func (d deed) raised(ctx context.Context, flag attention.Flag) error {
	was, err := attention.GetFlag(ctx, &d.f.Reader, flag.ID)
	if fault.KindOf(err) == fault.NotFound || err == nil && !sameFlag(was, flag) {
		return taken()
	}
	return err
}

// kept makes sure that a row which was not written anew is this very entry's. table
// is one of this package's.
func (d deed) kept(ctx context.Context, table string, written int64) error {
	if written == 1 {
		return nil
	}
	n := 0
	err := d.f.QueryRow(ctx, `SELECT COUNT(*) FROM `+table+` WHERE course_id = $1 AND id = $2 AND device_id = $3 AND session_id = $4`,
		d.f.CourseID, d.e.Header.ID, d.e.Device, d.session).Scan(&n)
	if err != nil {
		return fmt.Errorf("look for entry %s in its place: %w", d.e.Header.ID, err)
	}
	if n == 0 {
		return taken()
	}
	return nil
}

// ownNote refuses to take the place of a note that somebody else wrote. One that has
// not come yet is nobody's.
func (d deed) ownNote(ctx context.Context) error {
	n := 0
	err := d.f.QueryRow(ctx, `SELECT COUNT(*) FROM phone_note WHERE course_id = $1 AND id = $2 AND entered_by <> $3`,
		d.f.CourseID, d.w.Of, d.f.Actor.ID).Scan(&n)
	if err != nil {
		return fmt.Errorf("look for the note before %s: %w", d.e.Header.ID, err)
	}
	if n > 0 {
		return fault.New(fault.Conflict, "outbox.note.others")
	}
	return nil
}
