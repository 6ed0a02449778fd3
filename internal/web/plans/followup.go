package plans

import (
	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/plan"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// followUpPage is where a follow-up that was held is written down.
type followUpPage struct {
	coursepage.Head
	Form    web.Form
	Crumbs  []web.Link
	Due     plan.Due
	Earlier []plan.FollowUp
	Unheard coursepage.Unheard
}

// followUpForm shows the form.
func (a area) followUpForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	h, err := coursepage.LoadTeam(v, f, a.programmes)
	if err != nil {
		return nil, err
	}
	d := followUpPage{Head: h, Form: v.Form, Crumbs: crumbs(v, h, "plans.followup")}
	if d.Due, err = plan.NextFollowUp(v.Context(), f, h.Programme); err != nil {
		return nil, err
	}
	if d.Earlier, err = plan.FollowUps(v.Context(), f); err != nil {
		return nil, err
	}
	if d.Unheard, err = h.Unheard(v, f); err != nil {
		return nil, err
	}
	v.Form.Fill("held", h.Today.String())
	return web.Page("plans/followup", d).Titled("plans.followup"), nil
}

// holdFollowUp records the follow-up.
func (a area) holdFollowUp(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	var bad fault.Problems
	u := plan.FollowUp{
		ID: v.Form.ID(), HeldOn: v.Form.Date(&bad, "held"), NextOn: v.Form.Date(&bad, "next"), ToldOn: v.Form.Date(&bad, "told"),
		Adjust: v.Form.Text(&bad, "adjust", maxText), Reason: v.Form.Text(&bad, "reason", maxText),
		ChildWish: v.Form.Text(&bad, "childwish", maxText), Supersedes: v.Form.Value("supersedes"),
	}
	_, prog, err := coursepage.CourseOf(v, &f.Reader, a.programmes)
	if err != nil {
		return nil, err
	}
	if err = bad.Err(); err == nil {
		err = plan.Hold(v.Context(), f, prog, u)
	}
	if err != nil {
		return coursepage.Again(v, f, a.followUpForm, err)
	}
	return web.Redirect("/forloeb/"+v.CourseID()+"/plan#opfoelgning", "plans.followup.done"), nil
}

// extraPage is where the adviser answers a request for hours.
type extraPage struct {
	coursepage.Head
	Form    web.Form
	Crumbs  []web.Link
	Request requestRow
	Frame   plan.Frame
	Plan    plan.Plan
	Decides bool // the reader may answer
	Behalf  bool // written down by the leader on the adviser's behalf
	Hours   coursepage.Hours
	YesNo   []web.Option
}

// hoursForm shows a request for more hours with the form that answers it.
func (a area) hoursForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	h, err := coursepage.LoadTeam(v, f, a.programmes)
	if err != nil {
		return nil, err
	}
	all, err := plan.Requests(v.Context(), f)
	if err != nil {
		return nil, err
	}
	for _, q := range all {
		if q.ID != v.Param("request") {
			continue
		}
		d := extraPage{Head: h, Form: v.Form, Request: requestRowOf(v, h, q), Crumbs: crumbs(v, h, "plans.extra")}
		if d.Frame, err = plan.FrameOf(v.Context(), f); err != nil {
			return nil, err
		}
		if d.Plan, err = plan.Get(v.Context(), f, q.PlanID); err != nil {
			return nil, err
		}
		picture, _, err := h.Picture(v, f, d.Plan)
		if err != nil {
			return nil, err
		}
		d.Hours = coursepage.Draw(picture)
		d.Decides = f.Can(access.Plan, access.Approve)
		d.Behalf, d.YesNo = f.Is(access.LeaderOf), web.Options("plans.extra.", "ja", "nej")
		v.Form.Fill("granted", formNumber(q.Hours))
		v.Form.Fill("on", h.Today.String())
		return web.Page("plans/extra", d).Titled("plans.extra"), nil
	}
	return nil, fault.New(fault.NotFound, "plan.notfound")
}

// answerHours records the adviser's answer.
func (a area) answerHours(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	var bad fault.Problems
	granted, given := v.Form.Number(&bad, "granted")
	switch v.Form.Value("answer") {
	case "nej":
		granted, given = 0, true
	case "ja":
	default:
		bad.Add("answer", "plans.extra.choose")
	}
	if !given && bad.Err() == nil {
		bad.Add("granted", "plans.extra.number")
	}
	answer := plan.Answer{
		ID: v.Form.ID(), RequestID: v.Param("request"), Granted: granted,
		On: v.Form.Date(&bad, "on"), Reason: v.Form.Text(&bad, "reason", maxText),
	}
	err := bad.Err()
	if err == nil {
		err = plan.Decide(v.Context(), f, answer)
	}
	if err != nil {
		return coursepage.Again(v, f, a.hoursForm, err)
	}
	return web.Redirect("/forloeb/"+v.CourseID(), "plans.extra.done"), nil
}
