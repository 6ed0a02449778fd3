package interaction

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"samspil/internal/access"
	"samspil/internal/audit"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/scheme"
)

// KeptScheme is a version of a coding scheme that can be coded by.
type KeptScheme struct {
	scheme.Scheme
	Shipped   bool // comes with the program
	Used      int  // segments and training clips coded by it
	EnteredBy string
	EnteredAt time.Time
}

// Schemes returns every version, the shipped one first, then in the order in which
// they were added. Everybody may: a scheme says nothing of a family.
func Schemes(ctx context.Context, tx *casefile.Tx) ([]KeptScheme, error) {
	rows, err := tx.Query(ctx, `SELECT text, entered_by, entered_at FROM coding_scheme ORDER BY entered_at, ref`)
	kept, err := db.Scan(rows, err, func(r *sql.Rows) (k KeptScheme, err error) {
		var text string
		var at int64
		if err := r.Scan(&text, &k.EnteredBy, &at); err != nil {
			return k, err
		}
		k.EnteredAt = db.Time(at)
		k.Scheme, err = scheme.Parse([]byte(text))
		return k, err
	})
	if err != nil {
		return nil, fmt.Errorf("read coding schemes: %w", err)
	}
	kept = append([]KeptScheme{{Scheme: scheme.Shipped(), Shipped: true}}, kept...)
	used, err := uses(ctx, tx)
	for i := range kept {
		kept[i].Used = used[kept[i].Ref()]
	}
	return kept, err
}

func uses(ctx context.Context, tx *casefile.Tx) (map[string]int, error) {
	out := map[string]int{}
	rows, err := tx.Query(ctx, `SELECT scheme, COUNT(*) FROM coded_segment GROUP BY scheme
		UNION ALL SELECT scheme, COUNT(*) FROM gold_clip GROUP BY scheme`)
	_, err = db.Scan(rows, err, func(r *sql.Rows) (ref string, err error) {
		var n int
		err = r.Scan(&ref, &n)
		out[ref] += n
		return ref, err
	})
	if err != nil {
		return nil, fmt.Errorf("count uses of coding schemes: %w", err)
	}
	return out, nil
}

// SchemeNamed returns one version by its ref, "mikro 1.0"; one that is not there
// is NotFound.
func SchemeNamed(ctx context.Context, tx *casefile.Tx, ref string) (scheme.Scheme, error) {
	if s := scheme.Shipped(); ref == s.Ref() {
		return s, nil
	}
	var text string
	err := tx.QueryRow(ctx, `SELECT text FROM coding_scheme WHERE ref = $1`, ref).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return scheme.Scheme{}, fault.New(fault.NotFound, "schemes.none")
	}
	if err != nil {
		return scheme.Scheme{}, fmt.Errorf("read coding scheme: %w", err)
	}
	return scheme.Parse([]byte(text))
}

// AddScheme keeps a new version; only an administrator may. The same version with
// the same text changes nothing. With another text it is a Conflict: a version
// stays as it was coded by, and the changed one needs a number of its own.
func AddScheme(ctx context.Context, tx *casefile.Tx, actor access.Actor, text []byte) (scheme.Scheme, error) {
	if actor.Role != access.Administrator {
		return scheme.Scheme{}, tx.Refuse(actor, "coding-scheme", "")
	}
	s, err := scheme.Parse(text)
	if err != nil {
		return s, err
	}
	was, err := SchemeNamed(ctx, tx, s.Ref())
	switch {
	case err == nil && was.Fingerprint() == s.Fingerprint():
		return s, nil
	case err == nil:
		return s, fault.New(fault.Conflict, "schemes.other-text", fault.Args{"ref": s.Ref()})
	case fault.KindOf(err) != fault.NotFound:
		return s, err
	}
	whole, err := json.Marshal(s)
	if err != nil {
		return s, fmt.Errorf("write coding scheme: %w", err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO coding_scheme (ref, fingerprint, text, entered_by, entered_at) VALUES ($1,$2,$3,$4,$5)`,
		s.Ref(), s.Fingerprint(), string(whole), actor.ID, db.Micros(tx.Now()))
	if err != nil {
		return s, fmt.Errorf("keep coding scheme: %w", err)
	}
	tx.Log(audit.Line{Actor: actor.ID, Role: string(actor.Role), Act: "add", Kind: "coding-scheme", Object: s.Ref(), Result: "done"})
	return s, nil
}
