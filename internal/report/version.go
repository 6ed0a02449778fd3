package report

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// Version is a text that a report has had. It is kept for ever.
type Version struct {
	Number      int64 // the report's version at which the text stood there first
	Fingerprint string
	By          string
	At          time.Time
	Content     Content
}

// Reading is that the second reader has read a text: handed it back, or approved it.
type Reading struct {
	By          string
	At          time.Time
	Version     int64 // of the report when it was read
	Fingerprint string
	Approved    bool
}

// Approval returns the reading that approved the present text, and false when
// another text was approved or none.
func (r Report) Approval() (Reading, bool) {
	for i := len(r.Readings) - 1; i >= 0; i-- {
		if one := r.Readings[i]; one.Approved {
			return one, one.Fingerprint == r.Fingerprint
		}
	}
	return Reading{}, false
}

// read notes that the actor has read the text that stands there now.
func (r *Report) read(f *casefile.Writer, approved bool) {
	r.Readings = append(r.Readings, Reading{By: f.Actor.ID, At: f.Now(), Version: r.Version, Fingerprint: r.Fingerprint, Approved: approved})
}

// keepText writes down a text the report has from a version on. The same text as
// the one before is not written again.
func keepText(ctx context.Context, f *casefile.Writer, r Report, number int64) error {
	print := r.Content.Fingerprint()
	var last string
	err := f.QueryRow(ctx, `SELECT fingerprint FROM report_version WHERE course_id = $1 AND report_id = $2 ORDER BY number DESC LIMIT 1`, f.CourseID, r.ID).Scan(&last)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("keep text of report %s: %w", r.ID, err)
	}
	if last == print {
		return nil
	}
	id := db.NewID()
	sealed, err := f.Seal("report_version", id, r.Content)
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO report_version (id, report_id, course_id, number, fingerprint, entered_by, entered_at, sealed)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8) ON CONFLICT (report_id, number) DO NOTHING`,
		id, r.ID, f.CourseID, number, print, f.Actor.ID, db.Micros(f.Now()), sealed)
	if err != nil {
		return fmt.Errorf("keep text of report %s: %w", r.ID, err)
	}
	return nil
}

// Versions returns the texts a report has had, oldest first. Those who receive
// reports get none: what was sent is all they see.
func Versions(ctx context.Context, f *casefile.Reader, id string) ([]Version, error) {
	if err := f.Need(access.Report, access.Read); err != nil {
		return nil, err
	}
	if receives(f) {
		return nil, fault.New(fault.NotFound, "case.not-here")
	}
	rows, err := f.Query(ctx, `SELECT id, number, fingerprint, entered_by, entered_at, sealed FROM report_version
		WHERE course_id = $1 AND report_id = $2 ORDER BY number`, f.CourseID, id)
	all, err := db.Scan(rows, err, func(row *sql.Rows) (v Version, err error) {
		var rowID string
		var at int64
		var sealed []byte
		if err := row.Scan(&rowID, &v.Number, &v.Fingerprint, &v.By, &at, &sealed); err != nil {
			return v, err
		}
		v.At = db.Time(at)
		return v, f.Unseal("report_version", rowID, sealed, &v.Content)
	})
	if err != nil {
		return nil, fmt.Errorf("read texts of report %s: %w", id, err)
	}
	return all, nil
}

// SinceRead returns what changed since the reader last read the report, or since
// somebody else did when the reader has not; the reading it is compared with; and
// false when nobody has read it.
func SinceRead(ctx context.Context, f *casefile.Reader, r Report) ([]Change, Reading, bool, error) {
	if len(r.Readings) == 0 || receives(f) {
		return nil, Reading{}, false, nil
	}
	last := r.Readings[len(r.Readings)-1]
	for _, one := range r.Readings {
		if one.By == f.Actor.ID {
			last = one
		}
	}
	all, err := Versions(ctx, f, r.ID)
	if err != nil {
		return nil, last, false, err
	}
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Number <= last.Version {
			return Changes(all[i].Content, r.Content, r.Kind), last, true, nil
		}
	}
	return nil, last, false, nil
}
