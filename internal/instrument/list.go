package instrument

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/interaction"
)

// Figures returns the strands of many courses with their measurements, by course,
// for lists: who rates and what was measured when, but no titles, names or words,
// so that no family's key is needed. The list has been opened with its purpose;
// courses that are not the actor's are left out. Two statements in all, and one more
// where a strand is coded or its questionnaire came without its error.
func Figures(ctx context.Context, l *casefile.List, ids ...string) (map[string][]Strand, error) {
	out := map[string][]Strand{}
	if len(ids) == 0 {
		return out, nil
	}
	among, args := among(l, ids)
	rows, err := l.Query(ctx, `SELECT s.id, s.course_id, s.instrument, s.version, s.goal_id, s.rater_role, s.rater_id, s.every_days, s.each_contact,
		s.opened_on, s.stopped_on, s.position, s.pair FROM strand s WHERE s.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1)
		AND s.course_id IN (`+among+`) ORDER BY s.course_id, s.position, s.entered_at, s.id`, args...)
	strands, err := db.Scan(rows, err, func(row *sql.Rows) (s Strand, err error) {
		var contact int
		err = row.Scan(&s.ID, &s.CourseID, &s.Instrument, &s.Version, &s.GoalID, &s.RaterRole, &s.RaterID, &s.EveryDays, &contact,
			&s.OpenedOn, &s.StoppedOn, &s.Position, &s.Pair)
		s.EachContact = contact == 1
		return s, err
	})
	if err != nil {
		return nil, fmt.Errorf("read strands of a list: %w", err)
	}
	if err := knownOfList(ctx, l, strands); err != nil {
		return nil, err
	}
	rows, err = l.Query(ctx, `SELECT r.id, r.strand_id, r.on_date, r.answered, r.value, r.version, r.rater_id, r.supersedes FROM rating r
		WHERE r.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1) AND r.course_id IN (`+among+`)
		ORDER BY r.on_date, r.entered_at, r.id`, args...)
	ratings, err := db.Scan(rows, err, func(row *sql.Rows) (r Rating, err error) {
		var answered int
		var value float64
		err = row.Scan(&r.ID, &r.StrandID, &r.On, &answered, &value, &r.Version, &r.RaterID, &r.Supersedes)
		if answered == 1 {
			r.Value = &value
		}
		return r, err
	})
	if err != nil {
		return nil, fmt.Errorf("read ratings of a list: %w", err)
	}
	join(strands, ratings)
	if anyCoded(strands) {
		if err := countList(ctx, l, strands, ids); err != nil {
			return nil, err
		}
	}
	for _, s := range strands {
		out[s.CourseID] = append(out[s.CourseID], s)
	}
	return out, nil
}

// countList counts the coded strands of many courses, each from its own contacts.
func countList(ctx context.Context, l *casefile.List, strands []Strand, ids []string) error {
	figures, err := interaction.FiguresOfList(ctx, l, ids...)
	if err != nil {
		return fmt.Errorf("read figures of a list: %w", err)
	}
	byCourse := map[string][]interaction.Figures{}
	for _, g := range figures {
		byCourse[g.CourseID] = append(byCourse[g.CourseID], g)
	}
	for i := range strands {
		count(strands[i:i+1], byCourse[strands[i].CourseID])
	}
	return nil
}

// among gives the places and the arguments of "these courses"; the actor is $1.
func among(l *casefile.List, ids []string) (string, []any) {
	places, args := make([]string, len(ids)), []any{l.Actor.ID}
	for i, id := range ids {
		places[i] = "$" + strconv.Itoa(i+2)
		args = append(args, id)
	}
	return strings.Join(places, ","), args
}

// join gives each strand its measurements, corrected ones marked.
func join(strands []Strand, ratings []Rating) {
	corrected, index := map[string]bool{}, map[string]int{}
	for _, r := range ratings {
		corrected[r.Supersedes] = true
	}
	for i, s := range strands {
		index[s.ID] = i
	}
	for _, r := range ratings {
		if i, ok := index[r.StrandID]; ok {
			r.Superseded = corrected[r.ID]
			strands[i].Ratings = append(strands[i].Ratings, r)
		}
	}
}
