package person

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"unicode/utf8"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
)

// mostHits is how many people a search shows.
const mostHits = 25

// leastLetters is how many letters a search by name needs.
const leastLetters = 2

// Find gives the people whose name begins with, or has a word that begins with, the
// words typed, on the courses the actor may see and no others. Names lie sealed in
// the cards; they are opened for the search and kept nowhere. One line of the audit
// log says that there was a search, what for (sealed) and how many it found.
func Find(ctx context.Context, tx *casefile.Tx, actor access.Actor, words string) ([]Hit, error) {
	words = strings.ToLower(strings.TrimSpace(words))
	if utf8.RuneCountInString(words) < leastLetters {
		return nil, nil
	}
	list, err := casefile.OpenList(ctx, tx, actor, access.Purpose{Code: access.Deliver}, "person search")
	if err != nil {
		return nil, err
	}
	if err := list.Criterion(words); err != nil {
		return nil, err
	}
	hits, err := open(ctx, list, actor, cardFilter{}, func(t cardText) bool { return matches(t.Name, words) })
	if err != nil {
		return nil, err
	}
	list.Found(len(hits))
	return hits[:min(len(hits), mostHits)], nil
}

// Known gives the cards of the person with this CPR number on courses the actor may
// see. For somebody known only where the actor may not see, the answer is the same
// as for somebody unknown: none.
func Known(ctx context.Context, tx *casefile.Tx, actor access.Actor, cpr string) ([]Hit, error) {
	list, err := casefile.OpenList(ctx, tx, actor, access.Purpose{Code: access.Refer}, "person by number")
	if err != nil {
		return nil, err
	}
	hits, err := open(ctx, list, actor, cardFilter{index: blindIndex(tx, cpr)}, func(cardText) bool { return true })
	if err != nil {
		return nil, err
	}
	list.Found(len(hits))
	return hits, nil
}

// CoursesNamed gives the ids of the list reader's courses on which somebody's name
// begins with the words.
func CoursesNamed(ctx context.Context, list *casefile.List, actor access.Actor, words string) (map[string]bool, error) {
	words = strings.ToLower(strings.TrimSpace(words))
	hits, err := open(ctx, list, actor, cardFilter{}, func(t cardText) bool { return matches(t.Name, words) })
	out := map[string]bool{}
	for _, h := range hits {
		out[h.CourseID] = true
	}
	return out, err
}

// Children gives the children's names and birth dates of those of the courses that
// the list's reader may see, for a list of courses.
func Children(ctx context.Context, list *casefile.List, actor access.Actor, courseIDs []string) ([]Hit, error) {
	if len(courseIDs) == 0 {
		return nil, nil
	}
	return open(ctx, list, actor, cardFilter{role: Child, courses: courseIDs}, func(cardText) bool { return true })
}

// cardFilter narrows which cards are opened at all.
type cardFilter struct {
	index   string // blind index of a CPR number
	role    Role
	courses []string
}

func (cf cardFilter) where(args []any) (string, []any) {
	var b strings.Builder
	add := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	if cf.index != "" {
		fmt.Fprintf(&b, " AND c.person_id = (SELECT id FROM person WHERE cpr_index = %s)", add(cf.index))
	}
	if cf.role != "" {
		fmt.Fprintf(&b, " AND c.role = %s", add(cf.role))
	}
	if len(cf.courses) > 0 {
		places := make([]string, len(cf.courses))
		for i, id := range cf.courses {
			places[i] = add(id)
		}
		fmt.Fprintf(&b, " AND c.course_id IN (%s)", strings.Join(places, ","))
	}
	return b.String(), args
}

// cardRow is a sealed card on its way to being opened.
type cardRow struct {
	row    string
	hit    Hit
	sealed []byte
}

func open(ctx context.Context, list *casefile.List, actor access.Actor, cf cardFilter, wanted func(cardText) bool) ([]Hit, error) {
	where, args := cf.where([]any{actor.ID})
	rows, err := list.Query(ctx, `SELECT c.id, c.course_id, c.person_id, c.role, c.sealed FROM card c
		WHERE c.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1)
		AND NOT EXISTS (SELECT 1 FROM card n WHERE n.supersedes = c.id)`+where+` ORDER BY c.course_id, c.entered_at, c.id`, args...)
	cards, err := db.Scan(rows, err, func(rows *sql.Rows) (c cardRow, err error) {
		err = rows.Scan(&c.row, &c.hit.CourseID, &c.hit.PersonID, &c.hit.Role, &c.sealed)
		return c, err
	})
	if err != nil {
		return nil, fmt.Errorf("read cards for a list: %w", err)
	}
	var courses []string
	for _, c := range cards {
		if n := len(courses); n == 0 || courses[n-1] != c.hit.CourseID {
			courses = append(courses, c.hit.CourseID)
		}
	}
	if err := list.Unlock(ctx, courses); err != nil {
		return nil, err
	}
	var hits []Hit
	for _, c := range cards {
		var t cardText
		if err := list.Unseal(c.hit.CourseID, "card", c.row, c.sealed, &t); err != nil {
			return nil, err
		}
		if wanted(t) {
			c.hit.Name, c.hit.Birth = t.Name, t.Birth
			hits = append(hits, c.hit)
		}
	}
	return hits, nil
}

func matches(name, words string) bool {
	name = strings.ToLower(name)
	if strings.HasPrefix(name, words) {
		return true
	}
	for _, w := range strings.Fields(name) {
		if strings.HasPrefix(w, words) {
			return true
		}
	}
	return false
}
