package plan

import (
	"context"
	"fmt"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/person"
	"samspil/internal/programme"
)

// noChild stands for "no age known".
const noChild = -1

// CircumstancesOf gathers what a plan of the course is held against.
func CircumstancesOf(ctx context.Context, f *casefile.Reader, prog programme.Programme) (Circumstances, error) {
	c := Circumstances{Programme: prog, EldestChild: noChild}
	frame, err := FrameOf(ctx, f)
	if err != nil {
		return c, err
	}
	c.Granted = frame.Granted
	if p, ok, err := Current(ctx, f); err != nil {
		return c, err
	} else if ok {
		c.Before = &p
	}
	cards, err := person.Cards(ctx, f)
	if err != nil {
		return c, err
	}
	for _, card := range cards {
		if card.Role == person.Child && !card.Birth.IsZero() {
			c.EldestChild = max(c.EldestChild, card.Birth.Age(f.Today()))
		}
	}
	return c, nil
}

// Submit hands the draft to the leader. It fails with Invalid and says field by
// field what is missing, and with Conflict when the draft was saved by somebody
// else since version. Submitting a plan that already waits changes nothing.
func Submit(ctx context.Context, f *casefile.Writer, prog programme.Programme, id string, version int64) error {
	if err := f.Need(access.Plan, access.Write); err != nil {
		return err
	}
	p, err := Get(ctx, &f.Reader, id)
	if err != nil {
		return err
	}
	switch {
	case p.Status == StatusSubmitted:
		return nil
	case p.Status != StatusDraft:
		return fault.New(fault.Conflict, "plan.moved")
	case p.Version != version:
		return fault.New(fault.Conflict, "plan.stale")
	}
	c, err := CircumstancesOf(ctx, &f.Reader, prog)
	if err != nil {
		return err
	}
	if err := p.Missing(c); err != nil {
		return err
	}
	if err := status(ctx, f, p, StatusSubmitted); err != nil {
		return err
	}
	return note(ctx, f, id, Submitted, "")
}

// Return hands a submitted plan back to be mended; words say what, and are asked for.
// Only who may approve may return.
func Return(ctx context.Context, f *casefile.Writer, id, words string) error {
	if err := needLeader(f); err != nil {
		return err
	}
	p, err := Get(ctx, &f.Reader, id)
	if err != nil {
		return err
	}
	if p.Status == StatusDraft {
		return nil
	}
	var bad fault.Problems
	if blank(words) {
		bad.Add("note", "plan.return.missing")
	}
	long(&bad, "note", words, maxText)
	if err := bad.Err(); err != nil {
		return err
	}
	if p.Status != StatusSubmitted {
		return fault.New(fault.Conflict, "plan.moved")
	}
	if err := status(ctx, f, p, StatusDraft); err != nil {
		return err
	}
	return note(ctx, f, id, Returned, words)
}

// Approve puts a submitted plan in force; the plan before it stays readable as
// superseded. Nobody who wrote on the plan may approve it. Hours above the
// frame are asked for at the same time, and wait for the adviser; the expected
// end of the course becomes that of the plan. Approving twice changes nothing.
func Approve(ctx context.Context, f *casefile.Writer, id, words string) error {
	if err := needLeader(f); err != nil {
		return err
	}
	p, err := Get(ctx, &f.Reader, id)
	if err != nil {
		return err
	}
	if p.Status == StatusApproved {
		return nil
	}
	if p.Status != StatusSubmitted {
		return fault.New(fault.Conflict, "plan.moved")
	}
	if err := mayApprove(ctx, f, p); err != nil {
		return err
	}
	var bad fault.Problems
	long(&bad, "note", words, maxText)
	if err := bad.Err(); err != nil {
		return err
	}
	if err := supersede(ctx, f); err != nil {
		return err
	}
	if err := status(ctx, f, p, StatusApproved); err != nil {
		return err
	}
	if _, err := f.Exec(ctx, `UPDATE plan SET approver_id = $1, approved_at = $2 WHERE id = $3 AND course_id = $4`,
		f.Actor.ID, db.Micros(f.Now()), id, f.CourseID); err != nil {
		return fmt.Errorf("approve plan %s: %w", id, err)
	}
	if err := askForSurplus(ctx, f, p); err != nil {
		return err
	}
	if err := course.SetEnd(ctx, f, p.EndOn, p.DurationReason); err != nil {
		return err
	}
	return note(ctx, f, id, Approved, words)
}

// needLeader refuses everyone but the course's leader: the adviser approves hours, not
// the work.
func needLeader(f *casefile.Writer) error {
	if err := f.Need(access.Plan, access.Approve); err != nil {
		return err
	}
	if !f.Is(access.LeaderOf) {
		return fault.New(fault.Denied, "plan.approve.leader")
	}
	return nil
}

// mayApprove refuses those who wrote on the plan.
func mayApprove(ctx context.Context, f *casefile.Writer, p Plan) error {
	own := p.AuthorID == f.Actor.ID
	events, err := History(ctx, &f.Reader)
	if err != nil {
		return err
	}
	for _, e := range events {
		if e.PlanID == p.ID && e.By == f.Actor.ID && (e.Kind == Drafted || e.Kind == Revised || e.Kind == Submitted) {
			own = true
		}
	}
	if own {
		return fault.New(fault.Denied, "plan.approve.own")
	}
	return nil
}

// supersede takes the plan in force out of force.
func supersede(ctx context.Context, f *casefile.Writer) error {
	_, err := f.Exec(ctx, `UPDATE plan SET status = 'superseded', version = version + 1
		WHERE course_id = $1 AND status = 'approved'`, f.CourseID)
	if err != nil {
		return fmt.Errorf("supersede plan of course %s: %w", f.CourseID, err)
	}
	return nil
}

func askForSurplus(ctx context.Context, f *casefile.Writer, p Plan) error {
	frame, err := FrameOf(ctx, &f.Reader)
	if err != nil {
		return err
	}
	over := p.Surplus(frame.Granted)
	if over == 0 {
		return nil
	}
	return ask(ctx, f, Request{ID: db.NewID(), PlanID: p.ID, Hours: over, AskedOn: f.Today(), Reason: p.ExtraReason})
}
