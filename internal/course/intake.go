package course

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/programme"
)

// Decision is the leader's answer to a referral. Version is the one the page was
// read at, 0 for whatever stands now.
type Decision struct {
	Programme programme.Programme
	Answers   []Answer
	Reason    string
	On        clock.Date // empty: today
	Version   int64
}

// Accept takes a referral on: every check of the programme is answered, nothing
// required is missing, and something that speaks against has a reason. Only who
// leads the course accepts. Accepted twice, the second time changes nothing.
func Accept(ctx context.Context, f *casefile.Writer, d Decision) error {
	c, err := undecided(ctx, f, &d, Accepted)
	if err != nil || c.Status == Accepted {
		return err
	}
	v := d.Programme.Judge(answerMap(d.Answers))
	var p fault.Problems
	for _, check := range v.Unanswered {
		p.Add("check."+check.ID, "course.check.unanswered")
	}
	for _, check := range v.Unmet {
		p.Add("check."+check.ID, "course.check.unmet")
	}
	if len(v.Unanswered) == 0 && len(v.Qualifying) == 0 {
		p.Add("checks", "course.check.none")
	}
	if v.NeedsReason() && strings.TrimSpace(d.Reason) == "" {
		p.Add("reason", "course.accept.reason")
	}
	tooLong(&p, "reason", d.Reason, maxText)
	if p.Has() {
		return p.Err()
	}
	if err := writeAnswers(ctx, f, d.Answers); err != nil {
		return err
	}
	c.Status, c.AcceptedOn = Accepted, d.On
	return update(ctx, f, c, Event{Kind: EventAccepted, On: d.On, Reason: d.Reason})
}

// Decline answers a referral with no and always says why. The answers given so far
// are kept beside it.
func Decline(ctx context.Context, f *casefile.Writer, d Decision) error {
	c, err := undecided(ctx, f, &d, Declined)
	if err != nil || c.Status == Declined {
		return err
	}
	var p fault.Problems
	if strings.TrimSpace(d.Reason) == "" {
		p.Add("reason", "course.decline.reason")
	}
	tooLong(&p, "reason", d.Reason, maxText)
	if p.Has() {
		return p.Err()
	}
	if err := writeAnswers(ctx, f, d.Answers); err != nil {
		return err
	}
	c.Status, c.EndedOn = Declined, d.On
	return update(ctx, f, c, Event{Kind: EventDeclined, On: d.On, Reason: d.Reason})
}

// undecided gives the course a decision is about. A course that already has the
// wished answer is given as it is; one with another answer is a Conflict.
func undecided(ctx context.Context, f *casefile.Writer, d *Decision, wish Status) (Course, error) {
	if err := f.Need(access.Team, access.Write); err != nil {
		return Course{}, err
	}
	c, err := read(ctx, &f.Reader)
	if err != nil {
		return c, err
	}
	if d.On.IsZero() {
		d.On = f.Today()
	}
	if c.Status == wish {
		return c, nil
	}
	if c.Status != Referred || d.Version != 0 && d.Version != c.Version {
		return c, fault.New(fault.Conflict, "course.changed")
	}
	if d.Programme.ID != c.Programme {
		return c, fault.New(fault.Conflict, "course.changed")
	}
	return c, nil
}

func answerMap(all []Answer) map[string]bool {
	out := make(map[string]bool, len(all))
	for _, a := range all {
		out[a.CheckID] = a.Yes
	}
	return out
}

func writeAnswers(ctx context.Context, f *casefile.Writer, all []Answer) error {
	for _, a := range all {
		id := db.NewID()
		sealed, err := f.Seal("target_answer", id, a.Note)
		if err != nil {
			return err
		}
		yes := 0
		if a.Yes {
			yes = 1
		}
		_, err = f.Exec(ctx, `INSERT INTO target_answer (id, course_id, check_id, answer, sealed, entered_by, entered_at)
			VALUES ($1,$2,$3,$4,$5,$6,$7)`, id, f.CourseID, a.CheckID, yes, sealed, f.Actor.ID, db.Micros(f.Now()))
		if err != nil {
			return fmt.Errorf("write answer on course %s: %w", f.CourseID, err)
		}
	}
	return nil
}

// Answers gives the answers to the target-group checks that stood when the referral
// was decided, the latest of each.
func Answers(ctx context.Context, f *casefile.Reader) ([]Answer, error) {
	if err := f.Need(access.Order, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT id, check_id, answer, sealed, entered_by, entered_at FROM target_answer
		WHERE course_id = $1 ORDER BY entered_at, id`, f.CourseID)
	return db.Scan(rows, err, func(rows *sql.Rows) (a Answer, err error) {
		var id string
		var yes, at int64
		var sealed []byte
		if err := rows.Scan(&id, &a.CheckID, &yes, &sealed, &a.EnteredBy, &at); err != nil {
			return a, err
		}
		a.Yes, a.EnteredAt = yes == 1, db.Time(at)
		return a, f.Unseal("target_answer", id, sealed, &a.Note)
	})
}
