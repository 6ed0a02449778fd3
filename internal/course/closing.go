package course

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// SetEnd moves the expected end. The plan's approval calls it, the leader may; the
// reason is asked where the programme's frame is left, which the caller decides.
// The same end twice changes nothing.
func SetEnd(ctx context.Context, f *casefile.Writer, end clock.Date, reason string) error {
	if err := f.Need(access.Plan, access.Approve); err != nil {
		return err
	}
	c, err := read(ctx, &f.Reader)
	if err != nil || c.ExpectedEnd == end {
		return err
	}
	if end.Before(c.StartOn) {
		return fault.New(fault.Invalid, "course.end.before")
	}
	before := c.ExpectedEnd
	c.ExpectedEnd = end
	return update(ctx, f, c, Event{Kind: EventEndSet, Reason: reason, Before: before.String(), After: end.String()})
}

// Close ends the course, or says all that is still missing: the report signed by
// the lead and the psychologist, every goal concluded, no open flag, and the
// development documented or the leader's reason why not. Closed twice, the second
// time changes nothing. The rights of the team stay until the retention period
// ends; what changes is that nothing new is written.
func Close(ctx context.Context, f *casefile.Writer, cl Closing) error {
	if err := f.Need(access.Report, access.Approve); err != nil {
		return err
	}
	c, err := read(ctx, &f.Reader)
	if err != nil || c.Status == Closed {
		return err
	}
	if c.Status != Active {
		return fault.New(fault.Conflict, "course.close.status")
	}
	if cl.On.IsZero() {
		cl.On = f.Today()
	}
	team, err := readTeam(ctx, &f.Reader)
	if err != nil {
		return err
	}
	var p fault.Problems
	if cl.check(&p, c, team); p.Has() {
		return p.Err()
	}
	for _, m := range Current(team) {
		if _, err := f.Exec(ctx, `UPDATE team_member SET to_on = $3, ended_by = $4, ended_at = $5 WHERE course_id = $1 AND id = $2`,
			f.CourseID, m.ID, cl.On, f.Actor.ID, db.Micros(f.Now())); err != nil {
			return fmt.Errorf("end team of course %s: %w", f.CourseID, err)
		}
	}
	c.Status, c.EndedOn = Closed, cl.On
	return update(ctx, f, c, Event{Kind: EventClosed, On: cl.On, Reason: cl.Reason, Detail: string(cl.Ending), After: cl.Exception})
}

func (cl Closing) check(p *fault.Problems, c Course, team []Member) {
	if !slices.Contains(Endings, cl.Ending) {
		p.Add("ending", "course.close.ending")
	}
	if cl.Ending != Planned && strings.TrimSpace(cl.Reason) == "" {
		p.Add("reason", "course.close.reason")
	}
	if cl.On.Before(c.StartOn) {
		p.Add("on", "course.close.before")
	}
	if !signedBy(cl.SignedBy, team, Lead) || !signedBy(cl.SignedBy, team, Psychologist) {
		p.Add("report", "course.close.report")
	}
	if cl.OpenGoals > 0 {
		p.Add("goals", "course.close.goals", fault.Args{"count": cl.OpenGoals})
	}
	if cl.OpenFlags > 0 {
		p.Add("flags", "course.close.flags", fault.Args{"count": cl.OpenFlags})
	}
	if !cl.Documented && strings.TrimSpace(cl.Exception) == "" {
		p.Add("development", "course.close.development")
	}
	tooLong(p, "reason", cl.Reason, maxText)
	tooLong(p, "exception", cl.Exception, maxText)
}

// signedBy says whether somebody who has or had the place on the team signed.
func signedBy(signed []string, team []Member, role TeamRole) bool {
	return slices.ContainsFunc(team, func(m Member) bool { return m.Role == role && slices.Contains(signed, m.StaffID) })
}
