package attention

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
)

type flagText struct{ What string }

type stepText struct{ Reason string }

// Raise opens a flag with an owner. Anyone of the team may. Raised twice with
// the same id, it is one flag.
func Raise(ctx context.Context, f *casefile.Writer, flag Flag) error {
	if err := f.NeedOurs(access.Feedback); err != nil {
		return err
	}
	var p fault.Problems
	flag.What = strings.TrimSpace(flag.What)
	words(&p, "what", flag.What, MaxText)
	if flag.OwnerID == "" {
		p.Add("owner", "attention.no-owner")
	} else if ok, err := onTeam(ctx, f, flag.OwnerID); err != nil {
		return err
	} else if !ok {
		p.Add("owner", "attention.owner-not-on-team")
	}
	if err := p.Err(); err != nil {
		return err
	}
	sealed, err := f.Seal("flag", flag.ID, flagText{flag.What})
	if err != nil {
		return err
	}
	raisedAt := flag.RaisedAt
	if raisedAt.IsZero() {
		raisedAt = f.Now()
	}
	_, err = f.Exec(ctx, `INSERT INTO flag (id, course_id, session_id, danger, owner_id, raised_by, raised_at, sealed)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8) ON CONFLICT (id) DO NOTHING`,
		flag.ID, f.CourseID, flag.SessionID, number(flag.Danger), flag.OwnerID, f.Actor.ID, db.Micros(raisedAt), sealed)
	if err != nil {
		return fmt.Errorf("raise flag %s: %w", flag.ID, err)
	}
	return nil
}

// theirs lets the adviser and the deputy on.
func theirs(f *casefile.Writer) error {
	if err := f.Need(access.Feedback, access.Write); err != nil {
		return err
	}
	if !f.Is(access.AdviserOn) && !f.Is(access.DeputyOf) {
		return f.Tx().Refuse(f.Actor, string(access.Feedback), f.CourseID)
	}
	return nil
}

func onTeam(ctx context.Context, f *casefile.Writer, staffID string) (bool, error) {
	who, err := f.Who(ctx)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(who, func(b casefile.Belongs) bool {
		return b.StaffID == staffID && b.Relation != access.AdviserOn && b.Relation != access.DeputyOf
	}), nil
}

// Resolve writes down what came of a flag. Adapt, Tell and Notify name in
// RefersTo the decision, the sent feedback or the notification. A flag of danger
// closes only with a notification that was sent, or when two people have written
// why not: the first Nothing leaves it open for the second.
func Resolve(ctx context.Context, f *casefile.Writer, step Step) error {
	if err := f.NeedOurs(access.Feedback); err != nil {
		return err
	}
	flag, err := GetFlag(ctx, &f.Reader, step.FlagID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(flag.Steps, func(s Step) bool { return s.ID == step.ID }) {
		return nil
	}
	if !flag.Open() {
		return fault.New(fault.Conflict, "attention.flag-closed")
	}
	step.Reason = strings.TrimSpace(step.Reason)
	if err := checkStep(ctx, f, flag, step); err != nil {
		return err
	}
	step.Closes = closes(flag, step, f.Actor.ID)
	sealed, err := f.Seal("flag_step", step.ID, stepText{step.Reason})
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO flag_step (id, flag_id, course_id, outcome, refers_to, closes, entered_by, entered_at, sealed)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9) ON CONFLICT (id) DO NOTHING`,
		step.ID, step.FlagID, f.CourseID, step.Outcome, step.RefersTo, number(step.Closes), f.Actor.ID, db.Micros(f.Now()), sealed)
	if err != nil {
		return fmt.Errorf("resolve flag %s: %w", step.FlagID, err)
	}
	return nil
}

// ofFlag refuses a flag of another course, or of none; what tells of no flag passes.
func ofFlag(ctx context.Context, f *casefile.Writer, id string) error {
	if id == "" {
		return nil
	}
	_, err := GetFlag(ctx, &f.Reader, id)
	return err
}

func checkStep(ctx context.Context, f *casefile.Writer, flag Flag, step Step) error {
	var p fault.Problems
	if !slices.Contains(Outcomes, step.Outcome) {
		p.Add("outcome", "attention.no-outcome")
		return p.Err()
	}
	words(&p, "reason", step.Reason, MaxText)
	if step.Outcome == Nothing && flag.AwaitsSecond() && flag.Steps[len(flag.Steps)-1].EnteredBy == f.Actor.ID {
		p.Add("outcome", "attention.two-people")
	}
	var err error
	ok := true
	switch step.Outcome {
	case Adapt:
		ok, err = exists(ctx, f, `SELECT COUNT(*) FROM decision WHERE id = $1 AND course_id = $2`, step.RefersTo)
	case Tell:
		ok, err = exists(ctx, f, `SELECT COUNT(*) FROM feedback WHERE id = $1 AND course_id = $2 AND sent_at > 0`, step.RefersTo)
	case Notify:
		ok, err = exists(ctx, f, `SELECT COUNT(*) FROM notification WHERE id = $1 AND course_id = $2`, step.RefersTo)
	}
	if err != nil {
		return err
	}
	if !ok {
		p.Add("outcome", "attention.outcome-needs."+string(step.Outcome))
	}
	return p.Err()
}

func exists(ctx context.Context, f *casefile.Writer, query, id string) (bool, error) {
	var n int
	err := f.QueryRow(ctx, query, id, f.CourseID).Scan(&n)
	return n > 0, err
}

// closes decides whether a step ends the flag. A drafted notification does not:
// only one that was sent.
func closes(flag Flag, step Step, by string) bool {
	switch {
	case step.Outcome == Notify:
		return step.Closes
	case !flag.Danger:
		return true
	case step.Outcome == Nothing:
		n := len(flag.Steps)
		return n > 0 && flag.Steps[n-1].Outcome == Nothing && flag.Steps[n-1].EnteredBy != by
	}
	return false
}

// GetFlag returns one flag of the course.
func GetFlag(ctx context.Context, f *casefile.Reader, id string) (Flag, error) {
	all, err := Flags(ctx, f)
	return casefile.Pick(all, err, func(f Flag) bool { return f.ID == id })
}

// Flags returns the course's flags, the newest first, with what was done about them.
func Flags(ctx context.Context, f *casefile.Reader) ([]Flag, error) {
	if err := f.Need(access.Feedback, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT id, session_id, danger, owner_id, raised_by, raised_at, sealed FROM flag
		WHERE course_id = $1 ORDER BY raised_at DESC, id DESC`, f.CourseID)
	flags, err := db.Scan(rows, err, func(r *sql.Rows) (flag Flag, err error) {
		var danger int
		var at int64
		var sealed []byte
		if err := r.Scan(&flag.ID, &flag.SessionID, &danger, &flag.OwnerID, &flag.RaisedBy, &at, &sealed); err != nil {
			return flag, err
		}
		var text flagText
		err = f.Unseal("flag", flag.ID, sealed, &text)
		flag.CourseID, flag.Danger, flag.RaisedAt, flag.What = f.CourseID, danger == 1, db.Time(at), text.What
		return flag, err
	})
	if err != nil {
		return nil, fmt.Errorf("read flags of course %s: %w", f.CourseID, err)
	}
	return flags, addSteps(ctx, f, flags)
}

func addSteps(ctx context.Context, f *casefile.Reader, flags []Flag) error {
	if len(flags) == 0 {
		return nil
	}
	rows, err := f.Query(ctx, `SELECT id, flag_id, outcome, refers_to, closes, entered_by, entered_at, sealed FROM flag_step
		WHERE course_id = $1 ORDER BY entered_at, id`, f.CourseID)
	steps, err := db.Scan(rows, err, func(r *sql.Rows) (s Step, err error) {
		var closes int
		var at int64
		var sealed []byte
		if err := r.Scan(&s.ID, &s.FlagID, &s.Outcome, &s.RefersTo, &closes, &s.EnteredBy, &at, &sealed); err != nil {
			return s, err
		}
		var text stepText
		err = f.Unseal("flag_step", s.ID, sealed, &text)
		s.Closes, s.EnteredAt, s.Reason = closes == 1, db.Time(at), text.Reason
		return s, err
	})
	if err != nil {
		return fmt.Errorf("read flags of course %s: %w", f.CourseID, err)
	}
	for _, s := range steps {
		for i := range flags {
			if flags[i].ID == s.FlagID {
				flags[i].Steps = append(flags[i].Steps, s)
			}
		}
	}
	return nil
}

type decisionText struct{ What, Reason string }

// Decide writes down a change of the service with its reason. The lead, the
// psychologist and the leader may. The same id twice is one decision.
func Decide(ctx context.Context, f *casefile.Writer, d Decision) error {
	if err := f.NeedOurs(access.Feedback); err != nil {
		return err
	}
	var p fault.Problems
	d.What, d.Reason = strings.TrimSpace(d.What), strings.TrimSpace(d.Reason)
	words(&p, "what", d.What, MaxText)
	words(&p, "reason", d.Reason, MaxText)
	if !slices.Contains(AllChanges, d.Changes) {
		p.Add("changes", "attention.no-changes")
	}
	if err := p.Err(); err != nil {
		return err
	}
	sealed, err := f.Seal("decision", d.ID, decisionText{d.What, d.Reason})
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO decision (id, course_id, flag_id, changes, entered_by, entered_at, sealed)
		VALUES ($1,$2,$3,$4,$5,$6,$7) ON CONFLICT (id) DO NOTHING`,
		d.ID, f.CourseID, d.FlagID, d.Changes, f.Actor.ID, db.Micros(f.Now()), sealed)
	if err != nil {
		return fmt.Errorf("decide %s: %w", d.ID, err)
	}
	return nil
}

// Decisions returns the course's decisions, the newest first.
func Decisions(ctx context.Context, f *casefile.Reader) ([]Decision, error) {
	if err := f.Need(access.Feedback, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT id, flag_id, changes, entered_by, entered_at, sealed FROM decision
		WHERE course_id = $1 ORDER BY entered_at DESC, id DESC`, f.CourseID)
	return db.Scan(rows, err, func(r *sql.Rows) (d Decision, err error) {
		var at int64
		var sealed []byte
		if err := r.Scan(&d.ID, &d.FlagID, &d.Changes, &d.EnteredBy, &at, &sealed); err != nil {
			return d, err
		}
		var text decisionText
		err = f.Unseal("decision", d.ID, sealed, &text)
		d.CourseID, d.EnteredAt, d.What, d.Reason = f.CourseID, db.Time(at), text.What, text.Reason
		return d, err
	})
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
