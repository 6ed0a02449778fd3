package plans

import (
	"context"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/outcome"
	"samspil/internal/plan"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// beginPlan begins a draft, or goes to the one there is.
func (a area) beginPlan(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	p, err := plan.Draft(v.Context(), f, v.Form.ID())
	if err != nil {
		return nil, err
	}
	return web.Redirect(coursepage.Path(v.CourseID(), "plan", p.ID, "ret", parts[0].slug), ""), nil
}

// submitPlan hands the draft to the leader, or shows what is missing.
func (a area) submitPlan(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	e, err := a.edit(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	err = plan.Submit(v.Context(), f, e.Programme, e.Plan.ID, v.Form.Version())
	if kind := fault.KindOf(err); kind == fault.Invalid || kind == fault.Conflict {
		last, _ := partOf("gennemse")
		page := e.page(v, last)
		if kind == fault.Conflict {
			return web.Stale(page, nil, e.Plan.Version), nil
		}
		return web.NotValid(page, err)
	}
	if err != nil {
		return nil, err
	}
	if err := outcome.BeginTalks(v.Context(), f, e.Programme, e.Plan.StartOn, func(key string) string { return v.T(key) }); err != nil {
		return nil, err
	}
	return web.Redirect(coursepage.Path(v.CourseID(), "plan"), "plans.plan.sent"), nil
}

// decisionPage lets the leader read the plan and decide.
type decisionPage struct {
	planPage
	Form web.Form
	Own  bool // the leader wrote on it and may not approve it
}

// decidePlan shows a submitted plan to the leader.
func (a area) decidePlan(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	return a.decisionPage(v, f)
}

func (a area) decisionPage(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	p, err := plan.Get(v.Context(), f, v.Param("plan"))
	if err != nil {
		return nil, err
	}
	if p.Status != plan.StatusSubmitted || !f.Is(access.LeaderOf) {
		return web.Redirect(coursepage.Path(v.CourseID(), "plan", p.ID), ""), nil
	}
	d, err := a.planPage(v, f, p, true)
	if err != nil {
		return nil, err
	}
	return web.Page("plans/decide", decisionPage{planPage: d, Form: v.Form, Own: p.AuthorID == v.Actor.ID}).Titled("plans.decide"), nil
}

// approvePlan puts the plan in force.
func (a area) approvePlan(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	return a.decide(v, f, plan.Approve, "plans.plan.approved")
}

// returnPlan hands the plan back with what must be mended.
func (a area) returnPlan(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	return a.decide(v, f, plan.Return, "plans.plan.returned")
}

func (a area) decide(v *web.Visit, f *casefile.Writer, deed func(context.Context, *casefile.Writer, string, string) error, toast string) (web.Response, error) {
	err := deed(v.Context(), f, v.Param("plan"), strings.TrimSpace(v.Form.Value("note")))
	if fault.KindOf(err) == fault.Invalid {
		page, perr := a.decisionPage(v, &f.Reader)
		if perr != nil {
			return nil, perr
		}
		return web.NotValid(page, err)
	}
	if err != nil {
		return nil, err
	}
	return web.Redirect(coursepage.Path(v.CourseID(), "plan"), toast), nil
}
