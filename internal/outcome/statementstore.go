package outcome

import (
	"context"
	"database/sql"
	"fmt"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// State makes a statement of what can be said today. The lead and the psychologist
// may. Hours are those delivered, name gives the name of a member of
// staff. Twice with the same id, it is one statement.
func State(ctx context.Context, f *casefile.Writer, id string, hours float64, name func(string) string) error {
	if err := f.Need(access.Report, access.Write); err != nil {
		return err
	}
	d, err := Develop(ctx, &f.Reader)
	if err != nil {
		return err
	}
	if d.Measurements() == 0 {
		return fault.New(fault.Conflict, "outcome.statement.nothing")
	}
	c, err := Stated(d, hours, name)
	if err != nil {
		return err
	}
	all, err := Comments(ctx, &f.Reader)
	if err != nil {
		return err
	}
	c.Comments = Latest(all)
	mark, err := Fingerprint(c)
	if err != nil {
		return err
	}
	sealed, err := f.Seal("statement", id, c)
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO statement (id, course_id, on_date, rule, fingerprint, entered_by, entered_at, sealed)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8) ON CONFLICT (id) DO NOTHING`,
		id, f.CourseID, c.On, c.Rule.Name, mark, f.Actor.ID, db.Micros(f.Now()), sealed)
	if err != nil {
		return fmt.Errorf("state the development of course %s: %w", f.CourseID, err)
	}
	return nil
}

// Statements returns the statements of the course, the newest first.
func Statements(ctx context.Context, f *casefile.Reader) ([]Statement, error) {
	if err := f.Need(access.Measures, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT id, fingerprint, entered_by, entered_at, sealed FROM statement WHERE course_id = $1 ORDER BY entered_at DESC, id DESC`, f.CourseID)
	all, err := db.Scan(rows, err, func(r *sql.Rows) (s Statement, err error) {
		var at int64
		var sealed []byte
		if err := r.Scan(&s.ID, &s.Fingerprint, &s.MadeBy, &at, &sealed); err != nil {
			return s, err
		}
		s.MadeAt = db.Time(at)
		return s, f.Unseal("statement", s.ID, sealed, &s.Content)
	})
	if err != nil {
		return nil, fmt.Errorf("read statements of course %s: %w", f.CourseID, err)
	}
	rows, err = f.Query(ctx, `SELECT statement_id, staff_id, role, signed_at, fingerprint FROM statement_signature WHERE course_id = $1 ORDER BY signed_at`, f.CourseID)
	_, err = db.Scan(rows, err, func(r *sql.Rows) (g Signature, err error) {
		var id, mark string
		var at int64
		if err := r.Scan(&id, &g.StaffID, &g.Role, &at, &mark); err != nil {
			return g, err
		}
		g.At = db.Time(at)
		for i := range all {
			if all[i].ID == id && all[i].Fingerprint == mark {
				all[i].Signatures = append(all[i].Signatures, g)
			}
		}
		return g, nil
	})
	if err != nil {
		return nil, fmt.Errorf("read signatures of course %s: %w", f.CourseID, err)
	}
	return all, nil
}

// GetStatement returns one statement of the course.
func GetStatement(ctx context.Context, f *casefile.Reader, id string) (Statement, error) {
	all, err := Statements(ctx, f)
	return casefile.Pick(all, err, func(s Statement) bool { return s.ID == id })
}

// SignStatement signs the statement as it is, as the lead or as the psychologist of
// the course. One that no longer matches the record is not signed. Signed twice by
// the same, it is signed once.
func SignStatement(ctx context.Context, f *casefile.Writer, id string) error {
	if err := f.Need(access.Report, access.Write); err != nil {
		return err
	}
	role := SignsAs(&f.Reader)
	if role == "" {
		return f.Tx().Refuse(f.Actor, string(access.Report), id)
	}
	s, err := GetStatement(ctx, &f.Reader, id)
	if err != nil {
		return err
	}
	now, err := Develop(ctx, &f.Reader)
	if err != nil {
		return err
	}
	if len(s.Content.Changes(now)) > 0 {
		return fault.New(fault.Conflict, "outcome.statement.changed")
	}
	_, err = f.Exec(ctx, `INSERT INTO statement_signature (statement_id, course_id, staff_id, role, signed_at, fingerprint) VALUES ($1,$2,$3,$4,$5,$6)
		ON CONFLICT (statement_id, role) DO NOTHING`, id, f.CourseID, f.Actor.ID, role, db.Micros(f.Now()), s.Fingerprint)
	if err != nil {
		return fmt.Errorf("sign statement %s: %w", id, err)
	}
	return f.Record("sign", "statement", id)
}

// SignsAs is the capacity in which the reader signs statements; empty for none.
func SignsAs(f *casefile.Reader) access.Relation {
	for _, role := range []access.Relation{access.Lead, access.PsychologistOn} {
		if f.Is(role) && f.Can(access.Report, access.Write) {
			return role
		}
	}
	return ""
}

// Signed returns the signature in a capacity, and false where it is missing.
func (s Statement) Signed(role access.Relation) (Signature, bool) {
	for _, g := range s.Signatures {
		if g.Role == role {
			return g, true
		}
	}
	return Signature{}, false
}
