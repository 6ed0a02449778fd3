package plan

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
)

type conclusionText struct{ Reason, FamilyWords, Disagreement string }

// Conclude records how a goal of the plan in force ended. To change it, conclude
// again with Supersedes set to the one that is replaced. Twice with the same ID:
// nothing happens the second time.
func Conclude(ctx context.Context, f *casefile.Writer, c Conclusion) error {
	if err := f.Need(access.Plan, access.Write); err != nil {
		return err
	}
	if err := knownGoal(ctx, f, c.GoalID); err != nil {
		return err
	}
	if c.On.IsZero() {
		c.On = f.Today()
	}
	if err := c.check(f.Today()); err != nil {
		return err
	}
	sealed, err := f.Seal("goal_conclusion", c.ID, conclusionText{c.Reason, c.FamilyWords, c.Disagreement})
	if err != nil {
		return fmt.Errorf("conclude goal %s: %w", c.GoalID, err)
	}
	_, err = f.Exec(ctx, `INSERT INTO goal_conclusion (id, course_id, goal_id, outcome, next, concluded_on, sealed,
		entered_by, entered_at, supersedes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING`,
		c.ID, f.CourseID, c.GoalID, c.Outcome, c.Next, c.On, sealed, f.Actor.ID, db.Micros(f.Now()), c.Supersedes)
	if err != nil {
		return fmt.Errorf("conclude goal %s: %w", c.GoalID, err)
	}
	return nil
}

func (c Conclusion) check(today clock.Date) error {
	var bad fault.Problems
	if !slices.Contains([]Outcome{Reached, Partly, NotYet, Dropped}, c.Outcome) {
		bad.Add("outcome", "plan.conclude.outcome")
	}
	if !slices.Contains([]Next{Continue, Change, Refer, End}, c.Next) {
		bad.Add("next", "plan.conclude.next")
	}
	if c.On.After(today) {
		bad.Add("on", "plan.future")
	}
	if blank(c.Reason) {
		bad.Add("reason", "plan.conclude.reason")
	}
	long(&bad, "reason", c.Reason, maxText)
	long(&bad, "familywords", c.FamilyWords, maxText)
	long(&bad, "disagreement", c.Disagreement, maxText)
	return bad.Err()
}

// knownGoal fails with NotFound unless the plan in force has the goal.
func knownGoal(ctx context.Context, f *casefile.Writer, goalID string) error {
	p, _, err := Current(ctx, &f.Reader)
	if err != nil {
		return err
	}
	if _, ok := p.Goal(goalID); !ok {
		return fault.New(fault.NotFound, "plan.notfound")
	}
	return nil
}

// Conclusions returns every conclusion of a goal of the course, the oldest first,
// those that were replaced included.
func Conclusions(ctx context.Context, f *casefile.Reader) ([]Conclusion, error) {
	if err := f.Need(access.Plan, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT id, goal_id, outcome, next, concluded_on, sealed, entered_by, entered_at, supersedes
		FROM goal_conclusion WHERE course_id = $1 ORDER BY entered_at, id`, f.CourseID)
	all, err := db.Scan(rows, err, func(rows *sql.Rows) (c Conclusion, err error) {
		var sealed []byte
		var at int64
		var t conclusionText
		if err := rows.Scan(&c.ID, &c.GoalID, &c.Outcome, &c.Next, &c.On, &sealed, &c.EnteredBy, &at, &c.Supersedes); err != nil {
			return c, err
		}
		err = f.Unseal("goal_conclusion", c.ID, sealed, &t)
		c.Reason, c.FamilyWords, c.Disagreement, c.EnteredAt = t.Reason, t.FamilyWords, t.Disagreement, db.Time(at)
		return c, err
	})
	if err != nil {
		return nil, fmt.Errorf("conclusions of course %s: %w", f.CourseID, err)
	}
	return all, nil
}

// newest returns the conclusion of the goal that counts: the last one entered.
func newest(all []Conclusion, goalID string) *Conclusion {
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].GoalID == goalID {
			c := all[i]
			return &c
		}
	}
	return nil
}

type signText struct{ Text string }

// NoteSign records that an everyday sign of a goal was seen, or is no longer seen, on
// a day. The text must be one of the goal's signs. Every note is kept; the last
// day counts. Twice with the same id: nothing happens the second time.
func NoteSign(ctx context.Context, f *casefile.Writer, id string, s Sign) error {
	if err := f.Need(access.Measures, access.Write); err != nil {
		return err
	}
	p, _, err := Current(ctx, &f.Reader)
	if err != nil {
		return err
	}
	if g, ok := p.Goal(s.GoalID); !ok || !slices.Contains(g.Signs, s.Text) {
		return fault.New(fault.NotFound, "plan.notfound")
	}
	if s.On.IsZero() {
		s.On = f.Today()
	}
	if s.On.After(f.Today()) {
		var bad fault.Problems
		bad.Add("on", "plan.future")
		return bad.Err()
	}
	sealed, err := f.Seal("goal_sign", id, signText{s.Text})
	if err != nil {
		return fmt.Errorf("note sign %s: %w", id, err)
	}
	seen := 0
	if s.Seen {
		seen = 1
	}
	_, err = f.Exec(ctx, `INSERT INTO goal_sign (id, course_id, goal_id, seen, seen_on, sealed, entered_by, entered_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
		id, f.CourseID, s.GoalID, seen, s.On, sealed, f.Actor.ID, db.Micros(f.Now()))
	if err != nil {
		return fmt.Errorf("note sign %s: %w", id, err)
	}
	return nil
}

// Signs returns the everyday signs of the plan's goals, goal by goal, each as it
// was last noted; a sign never noted has no date.
func Signs(ctx context.Context, f *casefile.Reader, p Plan) (map[string][]Sign, error) {
	if err := f.Need(access.Plan, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT id, goal_id, seen, seen_on, sealed FROM goal_sign
		WHERE course_id = $1 ORDER BY seen_on, entered_at, id`, f.CourseID)
	noted, err := db.Scan(rows, err, func(rows *sql.Rows) (s Sign, err error) {
		var id string
		var sealed []byte
		var t signText
		if err := rows.Scan(&id, &s.GoalID, &s.Seen, &s.On, &sealed); err != nil {
			return s, err
		}
		err = f.Unseal("goal_sign", id, sealed, &t)
		s.Text = t.Text
		return s, err
	})
	if err != nil {
		return nil, fmt.Errorf("signs of course %s: %w", f.CourseID, err)
	}
	type key struct{ goal, text string }
	last := map[key]Sign{}
	for _, s := range noted {
		last[key{s.GoalID, s.Text}] = s
	}
	signs := map[string][]Sign{}
	for _, g := range p.Goals {
		for _, text := range g.Signs {
			s := last[key{g.ID, text}]
			s.GoalID, s.Text = g.ID, text
			signs[g.ID] = append(signs[g.ID], s)
		}
	}
	return signs, nil
}
