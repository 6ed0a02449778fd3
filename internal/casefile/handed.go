package casefile

import (
	"context"
	"fmt"

	"samspil/internal/access"
	"samspil/internal/audit"
	"samspil/internal/db"
)

// Handing is to what a course is handed for a day, and why.
type Handing struct {
	CourseID string
	To       string // id of the phone
	Purpose  access.Purpose
}

// handed is the act of the audit log by which a phone was given a course for the day.
const handed = "phone-day"

// OpenForDay opens the file for reading as OpenRead does, for a phone that asks for the
// same again every few minutes to show what is new. Its owner may have it before her
// all day long without the server being asked, so that the log says just that, once a
// day for each phone: the course was given to this phone for this day. The right is
// asked for each time, and a refusal is written down each time.
func OpenForDay(ctx context.Context, tx *Tx, actor access.Actor, h Handing) (*Reader, error) {
	before := len(tx.lines)
	r, err := open(ctx, tx, actor, h.CourseID, h.Purpose, handed)
	if err != nil {
		return nil, err
	}
	line := &tx.lines[before]
	line.Kind, line.Object = "device", h.To
	there, err := handedAlready(ctx, tx, *line)
	if err != nil {
		return nil, err
	}
	if there {
		tx.lines = tx.lines[:before]
	}
	return r, nil
}

// handedAlready reports whether the log has the same line of the same day.
func handedAlready(ctx context.Context, tx *Tx, line audit.Line) (bool, error) {
	day := tx.Today()
	n := 0
	err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM audit_line WHERE act = 'phone-day' AND object = $1 AND course_id = $2 AND at >= $3 AND at < $4
		AND actor = $5 AND purpose = $6`, line.Object, line.CourseID, db.Micros(day.At(0, 0)), db.Micros(day.AddDays(1).At(0, 0)), line.Actor, line.Purpose).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("look whether course %s was given to a phone today: %w", line.CourseID, err)
	}
	return n > 0, nil
}
