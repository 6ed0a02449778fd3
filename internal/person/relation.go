package person

import (
	"context"
	"fmt"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// relationText is what of a relation is sealed.
type relationText struct{ Source, Note string }

// Relate writes how two people of the course are related. With Supersedes it
// replaces an earlier relation, which is kept. The same id twice is written once.
// A custody must say where it is known from.
func Relate(ctx context.Context, f *casefile.Writer, r Relation) error {
	if err := needEntry(f); err != nil {
		return err
	}
	if err := r.check(ctx, f); err != nil {
		return err
	}
	if r.ID == "" {
		r.ID = db.NewID()
	}
	sealed, err := f.Seal("relation", r.ID, relationText{r.Source, r.Note})
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO relation (id, course_id, from_person, to_person, kind, custody, together, since, sealed, entered_by, entered_at, supersedes)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12) ON CONFLICT (id) DO NOTHING`,
		r.ID, f.CourseID, r.From, r.To, r.Kind, flag(r.Custody), flag(r.Together), r.Since, sealed,
		f.Actor.ID, db.Micros(f.Now()), r.Supersedes)
	if err != nil {
		return fmt.Errorf("write relation %s: %w", r.ID, err)
	}
	return nil
}

func (r Relation) check(ctx context.Context, f *casefile.Writer) error {
	var p fault.Problems
	if r.From == r.To {
		p.Add("to", "person.relation.self")
	}
	if r.Kind == "" {
		p.Add("kind", "person.relation.missing")
	}
	if r.Custody != nil && r.Source == "" {
		p.Add("source", "person.custody.source")
	}
	tooLong(&p, "source", r.Source, maxLine)
	tooLong(&p, "note", r.Note, maxText)
	for _, id := range []string{r.From, r.To} {
		if _, err := cardOf(ctx, &f.Reader, id); err != nil {
			return err
		}
	}
	return p.Err()
}

// Relations gives the relations as known now.
func Relations(ctx context.Context, f *casefile.Reader) ([]Relation, error) {
	if err := f.Need(access.Card, access.Read); err != nil {
		return nil, err
	}
	return readRelations(ctx, f)
}

// CustodyHistory gives everything written about custody of a child, oldest first,
// also what was replaced later.
func CustodyHistory(ctx context.Context, f *casefile.Reader, childID string) ([]Relation, error) {
	if err := f.Need(access.Card, access.Read); err != nil {
		return nil, err
	}
	return queryRelations(ctx, f, `AND r.to_person = $2 AND r.custody IS NOT NULL`, childID)
}

func readRelations(ctx context.Context, f *casefile.Reader) ([]Relation, error) {
	return queryRelations(ctx, f, `AND NOT EXISTS (SELECT 1 FROM relation n WHERE n.supersedes = r.id)`)
}

func queryRelations(ctx context.Context, f *casefile.Reader, where string, args ...any) ([]Relation, error) {
	rows, err := f.Query(ctx, `SELECT r.id, r.from_person, r.to_person, r.kind, r.custody, r.together, r.since, r.sealed, r.entered_by, r.entered_at, r.supersedes
		FROM relation r WHERE r.course_id = $1 `+where+` ORDER BY r.entered_at, r.id`, append([]any{f.CourseID}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("read relations of %s: %w", f.CourseID, err)
	}
	defer rows.Close()
	var out []Relation
	for rows.Next() {
		var r Relation
		var sealed []byte
		var custody, together *int64
		var at int64
		if err := rows.Scan(&r.ID, &r.From, &r.To, &r.Kind, &custody, &together, &r.Since, &sealed,
			&r.EnteredBy, &at, &r.Supersedes); err != nil {
			return nil, fmt.Errorf("read relations of %s: %w", f.CourseID, err)
		}
		var t relationText
		if err := f.Unseal("relation", r.ID, sealed, &t); err != nil {
			return nil, err
		}
		r.Source, r.Note, r.EnteredAt = t.Source, t.Note, db.Time(at)
		r.Custody, r.Together = unflag(custody), unflag(together)
		out = append(out, r)
	}
	return out, rows.Err()
}

func holdsCustody(personID string, relations []Relation) bool {
	for _, r := range relations {
		if r.From == personID && r.Custody != nil && *r.Custody {
			return true
		}
	}
	return false
}

// flag stores yes, no or not answered.
func flag(b *bool) any {
	switch {
	case b == nil:
		return nil
	case *b:
		return 1
	}
	return 0
}

func unflag(n *int64) *bool {
	if n == nil {
		return nil
	}
	b := *n != 0
	return &b
}
