package course

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/person"
)

// Page is one page of the list of courses and how many there are in all.
type Page struct {
	Lines []Line
	Total int
}

// running is what a list shows when no status is asked for.
var running = []Status{Active, Accepted}

// Caseload gives the actor's own courses: those the actor has a relation to now.
// At most PageSize, the page f.Page; see CaseloadPage for how many there are.
func Caseload(ctx context.Context, tx *casefile.Tx, actor access.Actor, f Filter) ([]Line, error) {
	page, err := CaseloadPage(ctx, tx, actor, f)
	return page.Lines, err
}

// CaseloadPage is Caseload with the number of courses over all pages. Rows come in
// one statement; only the cards of the page are opened, or all of one's own when a
// name is searched for.
func CaseloadPage(ctx context.Context, tx *casefile.Tx, actor access.Actor, f Filter) (Page, error) {
	list, err := casefile.OpenList(ctx, tx, actor, access.Purpose{Code: access.Deliver}, "caseload")
	if err != nil {
		return Page{}, err
	}
	lines, err := ownLines(ctx, list, actor)
	if err != nil {
		return Page{}, err
	}
	lines = slices.DeleteFunc(lines, func(l Line) bool { return !f.shows(l) })
	if name := strings.TrimSpace(f.Name); name != "" {
		if err := list.Criterion(name); err != nil {
			return Page{}, err
		}
		ids, err := person.CoursesNamed(ctx, list, actor, name)
		if err != nil {
			return Page{}, err
		}
		lines = slices.DeleteFunc(lines, func(l Line) bool { return !ids[l.CourseID] })
	}
	total := len(lines)
	from := min(max(f.Page-1, 0)*PageSize, total)
	lines = lines[from:min(from+PageSize, total)]
	list.Found(len(lines))
	return Page{lines, total}, nameLines(ctx, list, actor, lines)
}

func (f Filter) shows(l Line) bool {
	wanted := f.Statuses
	if len(wanted) == 0 {
		wanted = running
	}
	return slices.Contains(wanted, l.Status) && (f.Programme == "" || f.Programme == l.Programme)
}

func ownLines(ctx context.Context, list *casefile.List, actor access.Actor) ([]Line, error) {
	rows, err := list.Query(ctx, `SELECT c.course_id, c.programme, c.status, c.adviser_id, c.start_on, c.expected_end, c.referred_on,
		COALESCE((SELECT MIN(m.staff_id) FROM team_member m WHERE m.course_id = c.course_id AND m.role = 'lead' AND m.to_on = ''), '')
		FROM course c WHERE c.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1)
		ORDER BY CASE c.status WHEN 'active' THEN 0 WHEN 'accepted' THEN 1 WHEN 'referred' THEN 2 ELSE 3 END, c.expected_end, c.course_id`, actor.ID)
	lines, err := db.Scan(rows, err, func(rows *sql.Rows) (l Line, err error) {
		err = rows.Scan(&l.CourseID, &l.Programme, &l.Status, &l.AdviserID, &l.StartOn, &l.ExpectedEnd, &l.ReferredOn, &l.LeadID)
		l.NextOn = l.ExpectedEnd
		if l.NextOn.IsZero() {
			l.NextOn = l.ReferredOn
		}
		return l, err
	})
	if err != nil {
		return nil, fmt.Errorf("read courses of a list: %w", err)
	}
	return lines, nil
}

// nameLines opens the children's cards of the lines shown.
func nameLines(ctx context.Context, list *casefile.List, actor access.Actor, lines []Line) error {
	ids := make([]string, len(lines))
	at := map[string]int{}
	for i, l := range lines {
		ids[i], at[l.CourseID] = l.CourseID, i
	}
	children, err := person.Children(ctx, list, actor, ids)
	if err != nil {
		return err
	}
	today := list.Today()
	for _, c := range children {
		l := &lines[at[c.CourseID]]
		l.ChildNames = append(l.ChildNames, c.Name)
		l.Ages = append(l.Ages, ageOn(c.Birth, today))
	}
	return nil
}

func ageOn(birth, on clock.Date) int {
	if birth.IsZero() {
		return -1
	}
	return birth.Age(on)
}

// Waiting counts, for the menu, the referrals that wait for the actor's decision as
// a leader. It opens no card.
func Waiting(ctx context.Context, tx *casefile.Tx, actor access.Actor) (int, error) {
	var n int
	err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM course c JOIN access_now a ON a.course_id = c.course_id
		WHERE a.staff_id = $1 AND a.relation = $2 AND c.status = $3`, actor.ID, access.LeaderOf, Referred).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count referrals: %w", err)
	}
	return n, nil
}
