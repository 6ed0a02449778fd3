package person

import (
	"context"
	"fmt"
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// protectionText is what of a protection is sealed.
type protectionText struct {
	Against                []string
	Document, Source, Note string
}

// check says what is wrong with a protection. Field names are those of the struct,
// in small letters.
func (p Protection) check() error {
	var bad fault.Problems
	if !slices.Contains(Shields, p.Kind) {
		bad.Add("kind", "person.protection.kind.missing")
	}
	if p.From.IsZero() {
		bad.Add("from", "person.protection.from.missing")
	}
	if p.Kind == HiddenPlacement {
		if p.Until.IsZero() {
			bad.Add("until", "person.protection.until.missing")
		}
		if len(p.Against) == 0 {
			bad.Add("against", "person.protection.against.missing")
		}
		if p.Document == "" {
			bad.Add("document", "person.protection.document.missing")
		}
	}
	if !p.Until.IsZero() && p.Until.Before(p.From) {
		bad.Add("until", "person.protection.until.before")
	}
	if p.Source == "" && p.Kind != HiddenPlacement {
		bad.Add("source", "person.protection.source.missing")
	}
	tooLong(&bad, "source", p.Source, maxLine)
	tooLong(&bad, "document", p.Document, maxLine)
	tooLong(&bad, "note", p.Note, maxText)
	return bad.Err()
}

// Protect writes that a person is protected, from that minute over everything kept
// about where the person is. With Supersedes it replaces an earlier entry, such as a
// renewal. A hidden placement needs its end, its decision and against whom
// (barnets lov § 105(1) no. 3). The same id twice is written once.
func Protect(ctx context.Context, f *casefile.Writer, p Protection) error {
	if err := needEntry(f); err != nil {
		return err
	}
	if err := p.check(); err != nil {
		return err
	}
	for _, id := range append([]string{p.PersonID}, p.Against...) {
		if _, err := cardOf(ctx, &f.Reader, id); err != nil {
			return err
		}
	}
	if err := p.replaces(ctx, f); err != nil {
		return err
	}
	if p.ID == "" {
		p.ID = db.NewID()
	}
	sealed, err := f.Seal("protection", p.ID, protectionText{p.Against, p.Document, p.Source, p.Note})
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO protection (id, course_id, person_id, kind, basis, from_on, until_on, sealed, entered_by, entered_at, supersedes)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11) ON CONFLICT (id) DO NOTHING`,
		p.ID, f.CourseID, p.PersonID, p.Kind, p.Basis, p.From, p.Until, sealed, f.Actor.ID, db.Micros(f.Now()), p.Supersedes)
	if err != nil {
		return fmt.Errorf("write protection %s: %w", p.ID, err)
	}
	return nil
}

// replaces refuses to put a protection of another kind or person in the place of an
// earlier one: that would lift a shield with one hand.
func (p Protection) replaces(ctx context.Context, f *casefile.Writer) error {
	if p.Supersedes == "" {
		return nil
	}
	old, err := protectionOf(ctx, &f.Reader, p.Supersedes)
	if err != nil {
		return err
	}
	if old.PersonID != p.PersonID || old.Kind != p.Kind {
		return fault.New(fault.Invalid, "person.protection.other")
	}
	return nil
}

// Protections gives the protections in force on the course, also those whose source
// has ended: only two people can lift the shield.
func Protections(ctx context.Context, f *casefile.Reader) ([]Protection, error) {
	if err := f.Need(access.Order, access.Read); err != nil {
		return nil, err
	}
	return readProtections(ctx, f)
}

func readProtections(ctx context.Context, f *casefile.Reader) ([]Protection, error) {
	lifts, err := readLifts(ctx, f)
	if err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT p.id, p.person_id, p.kind, p.basis, p.from_on, p.until_on, p.sealed, p.entered_by, p.entered_at, p.supersedes
		FROM protection p WHERE p.course_id = $1 AND NOT EXISTS (SELECT 1 FROM protection n WHERE n.supersedes = p.id)
		ORDER BY p.from_on, p.id`, f.CourseID)
	if err != nil {
		return nil, fmt.Errorf("read protections of %s: %w", f.CourseID, err)
	}
	defer rows.Close()
	var out []Protection
	for rows.Next() {
		var p Protection
		var sealed []byte
		var at int64
		if err := rows.Scan(&p.ID, &p.PersonID, &p.Kind, &p.Basis, &p.From, &p.Until, &sealed, &p.EnteredBy, &at, &p.Supersedes); err != nil {
			return nil, fmt.Errorf("read protections of %s: %w", f.CourseID, err)
		}
		var t protectionText
		if err := f.Unseal("protection", p.ID, sealed, &t); err != nil {
			return nil, err
		}
		p.Against, p.Document, p.Source, p.Note, p.EnteredAt = t.Against, t.Document, t.Source, t.Note, db.Time(at)
		switch said := lifts[p.ID]; len(said) {
		case 0:
		case 1:
			p.LiftAsked = said[0]
		default:
			p.Lifted = true
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

func readLifts(ctx context.Context, f *casefile.Reader) (map[string][]string, error) {
	rows, err := f.Query(ctx, `SELECT protection_id, entered_by FROM protection_lift WHERE course_id = $1 ORDER BY entered_at, id`, f.CourseID)
	if err != nil {
		return nil, fmt.Errorf("read lifted protections of %s: %w", f.CourseID, err)
	}
	defer rows.Close()
	out := map[string][]string{}
	for rows.Next() {
		var id, by string
		if err := rows.Scan(&id, &by); err != nil {
			return nil, err
		}
		out[id] = append(out[id], by)
	}
	return out, rows.Err()
}

// Lift says, with a reason, that a shield may go. It goes when a second person has
// said so too; the same person twice counts once. done tells whether it has gone.
func Lift(ctx context.Context, f *casefile.Writer, protectionID, reason string) (done bool, err error) {
	if err := needEntry(f); err != nil {
		return false, err
	}
	var bad fault.Problems
	if reason == "" {
		bad.Add("reason", "person.lift.reason.missing")
	}
	tooLong(&bad, "reason", reason, maxText)
	if bad.Has() {
		return false, bad.Err()
	}
	if _, err := protectionOf(ctx, &f.Reader, protectionID); err != nil {
		return false, err
	}
	id := db.NewID()
	sealed, err := f.Seal("protection_lift", id, reason)
	if err != nil {
		return false, err
	}
	if _, err := f.Exec(ctx, `INSERT INTO protection_lift (id, course_id, protection_id, sealed, entered_by, entered_at)
		VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT (protection_id, entered_by) DO NOTHING`,
		id, f.CourseID, protectionID, sealed, f.Actor.ID, db.Micros(f.Now())); err != nil {
		return false, fmt.Errorf("lift protection %s: %w", protectionID, err)
	}
	p, err := protectionOf(ctx, &f.Reader, protectionID)
	return p.Lifted, err
}

func protectionOf(ctx context.Context, f *casefile.Reader, id string) (Protection, error) {
	all, err := readProtections(ctx, f)
	if err != nil {
		return Protection{}, err
	}
	for _, p := range all {
		if p.ID == id {
			return p, nil
		}
	}
	return Protection{}, fault.New(fault.NotFound, "person.protection.unknown")
}

// Shielded says whether a person's whereabouts are shielded by any of the
// protections; the end of a source's period changes nothing.
func Shielded(personID string, protections []Protection) bool {
	for _, p := range protections {
		if p.PersonID == personID && !p.Lifted {
			return true
		}
	}
	return false
}

// HiddenFrom gives the people a placement is hidden from on a day, over all
// protections that were not lifted. What is made for them must not name the place.
func HiddenFrom(protections []Protection, on clock.Date) []string {
	var out []string
	for _, p := range protections {
		if p.Kind != HiddenPlacement || p.Lifted || on.Before(p.From) {
			continue
		}
		for _, id := range p.Against {
			if !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}
