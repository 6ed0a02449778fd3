package development

import (
	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/outcome"
	"samspil/internal/plan"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// file is what the pages of this area know of a course.
type file struct {
	coursepage.Head
	reader      *casefile.Reader
	Plan        plan.Plan
	Sessions    []session.Session
	Delivered   session.Hours
	Frame       plan.Frame
	Development outcome.Development
}

// load reads what every page needs: who it is about, the plan, the hours and the
// measurements.
func (a area) load(v *web.Visit, f *casefile.Reader) (*file, error) {
	ctx := v.Context()
	x := &file{reader: f}
	var err error
	if x.Head, err = coursepage.LoadTeam(v, f, a.programmes); err != nil {
		return nil, err
	}
	if x.Plan, _, err = plan.Current(ctx, f); err != nil {
		return nil, err
	}
	if x.Frame, err = plan.FrameOf(ctx, f); err != nil {
		return nil, err
	}
	if x.Sessions, err = session.Facts(ctx, f, session.Period{}); err != nil {
		return nil, err
	}
	x.Delivered = session.Count(x.Sessions)
	if x.Development, err = outcome.Develop(ctx, f); err != nil {
		return nil, err
	}
	return x, nil
}

// lead is "Villads, 7 år · Forebyggende … · 26. januar til 4. oktober 2026".
func (x *file) lead(v *web.Visit) string {
	lead := x.Heading + " · " + v.T(x.Programme.NameKey)
	if x.Course.StartOn.IsZero() {
		return lead
	}
	end := x.EndsOn(x.Plan)
	if end.IsZero() {
		return lead + " · " + v.T("development.since", fault.Args{"from": lang.PlainDate(v.Lang, x.Course.StartOn)})
	}
	return lead + " · " + v.T("development.period", fault.Args{"from": lang.DayMonth(v.Lang, x.Course.StartOn), "to": lang.PlainDate(v.Lang, end)})
}

// crumbs is the way back; the last is the page itself.
func (x *file) crumbs(v *web.Visit, rest ...web.Link) []web.Link {
	return x.CrumbsUnder(v, web.Link{Text: v.T("development.title"), To: x.Path("udvikling")}, rest...)
}

// withTitle is "Henrik, psykolog".
func (x *file) withTitle(v *web.Visit, id string) string {
	for _, m := range x.Team {
		if m.StaffID == id {
			return x.StaffName(id) + ", " + v.T("development.team."+string(m.Role))
		}
	}
	return x.StaffName(id)
}

// on returns who has a seat on the team now, or had it last.
func (x *file) on(role course.TeamRole) string {
	id := ""
	for _, m := range x.Team {
		if m.Role == role && (id == "" || m.On(x.Today)) {
			id = m.StaffID
		}
	}
	return id
}

func (x *file) words(v *web.Visit) outcome.Words {
	return outcome.Words{Lang: v.Lang, Name: x.StaffName}
}

// mayMeasure reports whether the reader records measurements.
func (x *file) mayMeasure() bool {
	return x.reader.Can(access.Measures, access.Write) && x.running()
}

func (x *file) running() bool { return x.Course.Status == course.Active }

// ours reports whether the reader is of the provider's team.
func (x *file) ours() bool {
	return x.reader.Can(access.Measures, access.Write) && x.reader.Actor.Role != access.Adviser
}

// find returns the graded strand of the page's address.
func (x *file) find(id string) (outcome.Graded, error) {
	return casefile.Pick(x.Development.All(), nil, func(s outcome.Graded) bool { return s.ID == id })
}
