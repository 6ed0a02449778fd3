package interaction

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/person"
	"samspil/internal/session"
)

// UnknownPair stands where more than one child or grown-up can be the one who was
// coded. What is counted there is nobody's curve.
const UnknownPair = "?"

// Couple is a child and a grown-up of a course whose interplay can be coded.
type Couple struct{ Child, Grown person.Card }

// Pair is the couple's name among figures. No line of contacts has such a name.
func (c Couple) Pair() string { return c.Child.PersonID + "~" + c.Grown.PersonID }

// Couples are all that can be coded in a course: each child with each parent, or where
// no parent is known with each other grown-up.
func Couples(cards []person.Card) []Couple {
	var out []Couple
	for _, c := range of(cards, nil, person.Child) {
		for _, g := range grown(cards, nil) {
			out = append(out, Couple{c, g})
		}
	}
	return out
}

// of are the cards in any of the roles, of those present; of all for nil.
func of(cards []person.Card, present []string, roles ...person.Role) []person.Card {
	return slices.DeleteFunc(slices.Clone(cards), func(c person.Card) bool {
		return !slices.Contains(roles, c.Role) || present != nil && !slices.Contains(present, c.PersonID)
	})
}

func grown(cards []person.Card, present []string) []person.Card {
	if parents := of(cards, present, person.Parent); len(parents) > 0 {
		return parents
	}
	return of(cards, present, person.Partner, person.Foster, person.Relative)
}

// PairOf tells who was coded in a session that is no contact by who was there. Where
// no child or no grown-up is named, it is the only one that the course has; where more
// than one can be meant, it is UnknownPair.
func PairOf(present []string, cards []person.Card) string {
	here := append([]string{}, present...)
	children, grownups := of(cards, here, person.Child), grown(cards, here)
	if len(children) == 0 {
		children = of(cards, nil, person.Child)
	}
	if len(grownups) == 0 {
		grownups = grown(cards, nil)
	}
	if len(children) > 1 || len(grownups) > 1 {
		return UnknownPair
	}
	var c Couple
	for _, c.Child = range children {
	}
	for _, c.Grown = range grownups {
	}
	return c.Pair()
}

// keepPairs writes down who was coded in the course's sessions that are no contacts, as
// it stands in them now.
func keepPairs(ctx context.Context, f *casefile.Writer) error {
	type coded struct{ session, pair string }
	rows, err := f.Query(ctx, `SELECT DISTINCT s.session_id, g.pair FROM coded_figure g JOIN coded_segment s ON s.id = g.segment_id
		WHERE g.course_id = $1 AND NOT EXISTS (SELECT 1 FROM contact k WHERE k.session_id = s.session_id)`, f.CourseID)
	all, err := db.Scan(rows, err, func(r *sql.Rows) (c coded, err error) { return c, r.Scan(&c.session, &c.pair) })
	if err != nil || len(all) == 0 || !f.Can(access.Notes, access.Read) {
		return err
	}
	cards, err := person.Cards(ctx, &f.Reader)
	if err != nil {
		return err
	}
	for _, c := range all {
		told, err := session.Get(ctx, &f.Reader, c.session)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		if pair := PairOf(told.Persons, cards); pair != c.pair {
			if _, err := f.Exec(ctx, `UPDATE coded_figure SET pair = $1 WHERE course_id = $2 AND segment_id IN
				(SELECT id FROM coded_segment WHERE course_id = $2 AND session_id = $3)`, pair, f.CourseID, c.session); err != nil {
				return fmt.Errorf("keep who was coded in session %s: %w", c.session, err)
			}
		}
	}
	return nil
}
