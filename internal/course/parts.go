package course

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// The longest texts, in characters.
const (
	maxLine = 200
	maxText = 4000
)

func tooLong(p *fault.Problems, field, s string, limit int) {
	if n := utf8.RuneCountInString(s); n > limit {
		p.Add(field, "course.long", fault.Args{"limit": limit, "over": n - limit})
	}
}

// needEntry lets those enter concerns, focus areas and consents who may write the
// order (adviser, leader) or the notes (the fixed team, who hear them first).
func needEntry(f *casefile.Writer) error {
	if f.Can(access.Order, access.Write) {
		return nil
	}
	return f.Need(access.Notes, access.Write)
}

type concernText struct{ Who, What string }

// check says what is wrong with a concern; fields are prefix + "worried", "who",
// "what", "seen".
func (c Concern) check(p *fault.Problems, prefix string, today clock.Date) {
	if !slices.Contains(WorriedBy, c.Worried) {
		p.Add(prefix+"worried", "course.concern.worried.missing")
	}
	if strings.TrimSpace(c.What) == "" {
		p.Add(prefix+"what", "course.concern.what.missing")
	}
	if c.SeenOn.After(today) && !c.SeenOn.IsZero() {
		p.Add(prefix+"seen", "course.concern.future")
	}
	tooLong(p, prefix+"who", c.Who, maxLine)
	tooLong(p, prefix+"what", c.What, maxText)
}

// AddConcern writes who is worried and what was seen. The same id twice is written
// once; with Supersedes it corrects an earlier one, which is kept.
func AddConcern(ctx context.Context, f *casefile.Writer, c Concern) error {
	if err := needEntry(f); err != nil {
		return err
	}
	var p fault.Problems
	if c.check(&p, "", f.Today()); p.Has() {
		return p.Err()
	}
	if c.ID == "" {
		c.ID = db.NewID()
	}
	sealed, err := f.Seal("concern", c.ID, concernText{c.Who, c.What})
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO concern (id, course_id, worried, person_id, seen_on, sealed, entered_by, entered_at, supersedes)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9) ON CONFLICT (id) DO NOTHING`,
		c.ID, f.CourseID, c.Worried, c.PersonID, c.SeenOn, sealed, f.Actor.ID, db.Micros(f.Now()), c.Supersedes)
	return wrap(err, "write concern", c.ID)
}

// Concerns gives the concerns as they stand, in the order they were seen.
func Concerns(ctx context.Context, f *casefile.Reader) ([]Concern, error) {
	if err := f.Need(access.Order, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT c.id, c.worried, c.person_id, c.seen_on, c.sealed, c.entered_by, c.entered_at, c.supersedes
		FROM concern c WHERE c.course_id = $1 AND NOT EXISTS (SELECT 1 FROM concern n WHERE n.supersedes = c.id)
		ORDER BY c.seen_on, c.entered_at, c.id`, f.CourseID)
	if err != nil {
		return nil, fmt.Errorf("read concerns of %s: %w", f.CourseID, err)
	}
	defer rows.Close()
	var out []Concern
	for rows.Next() {
		var c Concern
		var sealed []byte
		var at int64
		if err := rows.Scan(&c.ID, &c.Worried, &c.PersonID, &c.SeenOn, &sealed, &c.EnteredBy, &at, &c.Supersedes); err != nil {
			return nil, fmt.Errorf("read concerns of %s: %w", f.CourseID, err)
		}
		var t concernText
		if err := f.Unseal("concern", c.ID, sealed, &t); err != nil {
			return nil, err
		}
		c.Who, c.What, c.EnteredAt = t.Who, t.What, db.Time(at)
		out = append(out, c)
	}
	return out, rows.Err()
}

// AddFocusArea takes over a focus area. The same id twice is written once; with
// Supersedes it words an earlier one anew.
func AddFocusArea(ctx context.Context, f *casefile.Writer, a FocusArea) error {
	if err := needEntry(f); err != nil {
		return err
	}
	var p fault.Problems
	if a.check(&p, ""); p.Has() {
		return p.Err()
	}
	if a.ID == "" {
		a.ID = db.NewID()
	}
	sealed, err := f.Seal("focus_area", a.ID, a.Text)
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO focus_area (id, course_id, origin, on_day, position, sealed, entered_by, entered_at, supersedes)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9) ON CONFLICT (id) DO NOTHING`,
		a.ID, f.CourseID, a.Origin, a.On, a.Position, sealed, f.Actor.ID, db.Micros(f.Now()), a.Supersedes)
	return wrap(err, "write focus area", a.ID)
}

func (a FocusArea) check(p *fault.Problems, prefix string) {
	if strings.TrimSpace(a.Text) == "" {
		p.Add(prefix+"text", "course.focus.missing")
	}
	if !slices.Contains(Origins, a.Origin) {
		p.Add(prefix+"origin", "course.focus.origin.missing")
	}
	tooLong(p, prefix+"text", a.Text, maxLine)
}

// FocusAreas gives the focus areas as they stand, in their order.
func FocusAreas(ctx context.Context, f *casefile.Reader) ([]FocusArea, error) {
	if err := f.Need(access.Plan, access.Read); err != nil {
		if !f.Can(access.Order, access.Read) {
			return nil, err
		}
	}
	rows, err := f.Query(ctx, `SELECT a.id, a.origin, a.on_day, a.position, a.sealed, a.entered_by, a.entered_at, a.supersedes
		FROM focus_area a WHERE a.course_id = $1 AND NOT EXISTS (SELECT 1 FROM focus_area n WHERE n.supersedes = a.id)
		ORDER BY a.position, a.entered_at, a.id`, f.CourseID)
	if err != nil {
		return nil, fmt.Errorf("read focus areas of %s: %w", f.CourseID, err)
	}
	defer rows.Close()
	var out []FocusArea
	for rows.Next() {
		var a FocusArea
		var sealed []byte
		var at int64
		if err := rows.Scan(&a.ID, &a.Origin, &a.On, &a.Position, &sealed, &a.EnteredBy, &at, &a.Supersedes); err != nil {
			return nil, fmt.Errorf("read focus areas of %s: %w", f.CourseID, err)
		}
		if err := f.Unseal("focus_area", a.ID, sealed, &a.Text); err != nil {
			return nil, err
		}
		a.EnteredAt = db.Time(at)
		out = append(out, a)
	}
	return out, rows.Err()
}

type placementText struct{ Note string }

// Place writes that a child is placed out of home. The same id twice is written once.
func Place(ctx context.Context, f *casefile.Writer, p Placement) error {
	if err := needEntry(f); err != nil {
		return err
	}
	var bad fault.Problems
	if p.check(&bad, "", f.Today()); bad.Has() {
		return bad.Err()
	}
	if p.ID == "" {
		p.ID = db.NewID()
	}
	sealed, err := f.Seal("placement", p.ID, placementText{p.Note})
	if err != nil {
		return err
	}
	var consent any
	if p.Consent != nil {
		consent = map[bool]int{true: 1, false: 0}[*p.Consent]
	}
	_, err = f.Exec(ctx, `INSERT INTO placement (id, course_id, person_id, consent, kind, since, until_on, decided_by, decided_on, sealed, entered_by, entered_at, supersedes)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13) ON CONFLICT (id) DO NOTHING`,
		p.ID, f.CourseID, p.PersonID, consent, p.Kind, p.Since, p.Until, p.DecidedBy, p.DecidedOn, sealed, f.Actor.ID, db.Micros(f.Now()), p.Supersedes)
	return wrap(err, "write placement", p.ID)
}

func (p Placement) check(bad *fault.Problems, prefix string, today clock.Date) {
	if p.Consent == nil {
		bad.Add(prefix+"consent", "course.placement.consent.missing")
	}
	if !slices.Contains(PlacementKinds, p.Kind) {
		bad.Add(prefix+"kind", "course.placement.kind.missing")
	}
	switch {
	case p.Since.IsZero():
		bad.Add(prefix+"since", "course.placement.since.missing")
	case p.Since.After(today):
		bad.Add(prefix+"since", "course.placement.since.future")
	}
	tooLong(bad, prefix+"note", p.Note, maxText)
}

// Placements gives the placements as they stand.
func Placements(ctx context.Context, f *casefile.Reader) ([]Placement, error) {
	if err := f.Need(access.Order, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT p.id, p.person_id, p.consent, p.kind, p.since, p.until_on, p.decided_by, p.decided_on, p.sealed, p.entered_by, p.entered_at, p.supersedes
		FROM placement p WHERE p.course_id = $1 AND NOT EXISTS (SELECT 1 FROM placement n WHERE n.supersedes = p.id)
		ORDER BY p.since, p.id`, f.CourseID)
	if err != nil {
		return nil, fmt.Errorf("read placements of %s: %w", f.CourseID, err)
	}
	defer rows.Close()
	var out []Placement
	for rows.Next() {
		var p Placement
		var sealed []byte
		var consent *int64
		var at int64
		if err := rows.Scan(&p.ID, &p.PersonID, &consent, &p.Kind, &p.Since, &p.Until, &p.DecidedBy, &p.DecidedOn,
			&sealed, &p.EnteredBy, &at, &p.Supersedes); err != nil {
			return nil, fmt.Errorf("read placements of %s: %w", f.CourseID, err)
		}
		var t placementText
		if err := f.Unseal("placement", p.ID, sealed, &t); err != nil {
			return nil, err
		}
		if consent != nil {
			given := *consent != 0
			p.Consent = &given
		}
		p.Note, p.EnteredAt = t.Note, db.Time(at)
		out = append(out, p)
	}
	return out, rows.Err()
}

func wrap(err error, deed, id string) error {
	if err != nil {
		return fmt.Errorf("%s %s: %w", deed, id, err)
	}
	return nil
}
