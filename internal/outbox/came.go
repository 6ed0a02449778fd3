package outbox

import (
	"context"
	"fmt"

	"samspil/internal/casefile"
)

// Came reports whether any entry of a session of the case has come from a phone, in
// its place or not. Those who never see what consultants write are Denied.
func Came(ctx context.Context, f *casefile.Reader, sessionID string) (bool, error) {
	if err := mayLook(f); err != nil {
		return false, err
	}
	var n int
	err := f.QueryRow(ctx, `SELECT COUNT(*) FROM outbox_entry WHERE course_id = $1 AND session_id = $2`, f.CourseID, sessionID).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("look for entries of session %s: %w", sessionID, err)
	}
	return n > 0, nil
}
