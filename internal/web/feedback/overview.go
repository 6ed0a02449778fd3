package feedback

import (
	"slices"
	"time"

	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// flagRow is an open flag in a list.
type flagRow struct {
	To, Who, What, Owner, Waited string
	Tag                          web.Tag
}

type overviewPage struct {
	Step      *web.NextStep
	Late      []letter
	Flags     []flagRow
	Questions []question
	Unsent    []letter
	Under     []letter // on their way: sent and not acknowledged, within the time
	Answers   []letter // acknowledged; the adviser owes an answer
	Done      []letter
	Counted   reconciled
	Nothing   bool
}

// overview is the provider's view of everything that was raised and sent.
func overview(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	ctx := v.Context()
	all, err := attention.Inbox(ctx, tx, v.Actor)
	if err != nil {
		return nil, err
	}
	unsent, err := attention.Unsent(ctx, tx, v.Actor)
	if err != nil {
		return nil, err
	}
	asked, err := attention.AdviceSince(ctx, tx, v.Actor, v.Now().Add(-7*24*time.Hour))
	if err != nil {
		return nil, err
	}
	flags, err := attention.OpenFlags(ctx, tx, v.Actor)
	if err != nil {
		return nil, err
	}
	staff, names, err := around(v, tx, slices.Concat(all, unsent, flagCourses(flags)), asked)
	if err != nil {
		return nil, err
	}
	page := overviewPage{Questions: questionsOf(v, asked, names, staff)}
	for _, f := range flags {
		page.Flags = append(page.Flags, flagRowOf(v, f, names, staff))
	}
	for _, m := range unsent {
		page.Unsent = append(page.Unsent, letterOf(v, m, names[m.CourseID], staff))
	}
	page.sort(v, all, names, staff)
	if page.Counted, err = counted(v, tx); err != nil {
		return nil, err
	}
	page.Nothing = len(all)+len(unsent)+len(flags)+len(asked) == 0
	return web.Page("feedback/overview", page).Titled("web.menu.feedback"), nil
}

// sort puts each message where it stands: the oldest broken promise is the next step.
func (p *overviewPage) sort(v *web.Visit, all []attention.Feedback, names map[string]coursepage.Called, staff coursepage.Staff) {
	now := v.Now()
	for _, m := range all {
		l := letterOf(v, m, names[m.CourseID], staff)
		switch {
		case m.Overdue(now):
			if p.Step == nil {
				p.Step = ringStep(v, m, staff)
			}
			p.Late = append(p.Late, l)
		case m.AcknowledgedAt.IsZero():
			p.Under = append(p.Under, l)
		case m.AwaitsAnswer():
			p.Answers = append(p.Answers, l)
		case len(p.Done) < shownDone:
			p.Done = append(p.Done, l)
		}
	}
}

func flagCourses(flags []attention.Flag) (out []attention.Feedback) {
	for _, f := range flags {
		out = append(out, attention.Feedback{CourseID: f.CourseID})
	}
	return out
}

func flagRowOf(v *web.Visit, f attention.Flag, names map[string]coursepage.Called, staff coursepage.Staff) flagRow {
	return flagRow{
		To: coursepage.Path(f.CourseID, "opmaerksomhed", f.ID), Who: names[f.CourseID].Heading, What: f.What, Tag: flagTag(v, f),
		Owner:  v.T("feedback.flag.owner", fault.Args{"name": staff.Name(f.OwnerID)}),
		Waited: v.T("feedback.flag.since", fault.Args{"time": waited(v, clock.DateOf(f.RaisedAt))}),
	}
}
