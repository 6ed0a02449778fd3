package interaction

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// Pattern is a question asked of segments pooled, with everything needed to ask it
// again and get the same answer. What is not used is zero.
type Pattern struct {
	ID           string
	Segments     []string   // the segments themselves; none: those begun From to To
	From, To     clock.Date // first and last day
	Parts        []string   // only of these parts of a contact
	Kind         string     // the method asked, as the page calls it: "lag", "window"
	Lag          int
	Window       int64 // milliseconds
	Codes        []string
	Given        []string
	Target       []string
	NoRepeat     bool // a code cannot follow itself
	Permutations int
	Seed         uint64
	KeptBy       string
	KeptAt       time.Time
}

// maxPattern is how much a kept question may hold, in bytes.
const maxPattern = 64 << 10

// KeepPattern stores a question so that an analysis can cite it; only who writes
// analyses may. The same id again with the same question changes nothing, with
// another it is a Conflict.
func KeepPattern(ctx context.Context, f *casefile.Writer, p Pattern) error {
	if err := f.Need(access.Analysis, access.Write); err != nil {
		return err
	}
	if err := mayReadAny(&f.Reader); err != nil {
		return err
	}
	p.KeptBy, p.KeptAt = "", time.Time{}
	for _, id := range p.Segments {
		if _, err := head(ctx, &f.Reader, id); err != nil {
			return err
		}
	}
	text, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("keep pattern %s: %w", p.ID, err)
	}
	if !idForm.MatchString(p.ID) || len(text) > maxPattern {
		return fault.New(fault.Invalid, "interaction.pattern.large")
	}
	sealed, err := f.Seal("coded_pattern", p.ID, p)
	if err != nil {
		return err
	}
	n, err := f.Exec(ctx, `INSERT INTO coded_pattern (id, course_id, entered_by, entered_at, sealed) VALUES ($1,$2,$3,$4,$5) ON CONFLICT (id) DO NOTHING`,
		p.ID, f.CourseID, f.Actor.ID, db.Micros(f.Now()), sealed)
	if err != nil || n == 1 {
		return err
	}
	was, err := PatternNamed(ctx, &f.Reader, p.ID)
	if err != nil {
		return err
	}
	was.KeptBy, was.KeptAt = "", time.Time{}
	if same, err := json.Marshal(was); err != nil || string(same) != string(text) {
		return fault.New(fault.Conflict, "interaction.pattern.other")
	}
	return nil
}

// PatternNamed returns a kept question. Whoever may read the analyses may see what
// was asked; the answer needs the right to the codings.
func PatternNamed(ctx context.Context, f *casefile.Reader, id string) (Pattern, error) {
	if err := f.Need(access.Analysis, access.Read); err != nil {
		return Pattern{}, err
	}
	var p Pattern
	var by string
	var at int64
	var sealed []byte
	err := f.QueryRow(ctx, `SELECT entered_by, entered_at, sealed FROM coded_pattern WHERE course_id = $1 AND id = $2`, f.CourseID, id).Scan(&by, &at, &sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return p, fault.New(fault.NotFound, "interaction.pattern.none")
	}
	if err != nil {
		return p, fmt.Errorf("read pattern %s: %w", id, err)
	}
	err = f.Unseal("coded_pattern", id, sealed, &p)
	p.KeptBy, p.KeptAt = by, db.Time(at)
	return p, err
}
