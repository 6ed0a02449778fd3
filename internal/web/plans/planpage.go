package plans

import (
	"unicode"
	"unicode/utf8"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/plan"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// planPage shows one version of the plan, or says that there is none.
type planPage struct {
	coursepage.Head
	Crumbs              []web.Link
	Has                 bool
	Plan                plan.Plan
	Status              web.Tag
	Pending             *plan.Plan // what is being written or waits, when it is not the one shown
	Next                *web.NextStep
	Returned            string // what the leader asked to have mended
	People              []prerequisiteRow
	Goals               []goalView
	Kinds               []string
	Hours               coursepage.Hours
	Frame               plan.Frame
	Versions            []versionRow
	FollowUps           []plan.FollowUp
	Due                 plan.Due
	Requests            []requestRow
	MayWrite, MayDecide bool
}

type prerequisiteRow struct {
	plan.Prerequisite
	Name string
}

// goalView is a goal as it is read.
type goalView struct {
	plan.Goal
	FocusArea, Responsible string
	AimNames               []string
	Ladder                 []ladderRow
	Tag                    web.Tag
	To                     string
}

type ladderRow struct{ Name, Text string }

type versionRow struct {
	plan.Plan
	Author, Approver string
	Tag              web.Tag
	To, Compare      string
}

type requestRow struct {
	plan.Request
	Tag    web.Tag
	Asker  string
	To     string
	Answer string
}

// planNow shows the plan in force, else the one that is being written.
func (a area) planNow(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	p, ok, err := plan.Current(v.Context(), f)
	if err == nil && !ok {
		p, ok, err = plan.Pending(v.Context(), f)
	}
	if err != nil {
		return nil, err
	}
	return a.showPlan(v, f, p, ok)
}

// planVersion shows one version.
func (a area) planVersion(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	p, err := plan.Get(v.Context(), f, v.Param("plan"))
	if err != nil {
		return nil, err
	}
	return a.showPlan(v, f, p, true)
}

func (a area) showPlan(v *web.Visit, f *casefile.Reader, p plan.Plan, ok bool) (web.Response, error) {
	d, err := a.planPage(v, f, p, ok)
	if err != nil {
		return nil, err
	}
	d.Next = d.next(v)
	return web.Page("plans/plan", d).Titled("courses.plan"), nil
}

func (a area) planPage(v *web.Visit, f *casefile.Reader, p plan.Plan, ok bool) (d planPage, err error) {
	h, err := coursepage.LoadTeam(v, f, a.programmes)
	if err != nil {
		return d, err
	}
	d = planPage{
		Head: h, Has: ok, Plan: p, Crumbs: h.CrumbsUnder(v, planOf(v, h)), Status: statusTag(v, p.Status),
		MayWrite: f.Can(access.Plan, access.Write), MayDecide: f.Is(access.LeaderOf),
	}
	for _, read := range []func(*web.Visit, *casefile.Reader) error{d.readVersions, d.readFrame, d.readFollowUps, d.readGoals} {
		if err := read(v, f); err != nil {
			return d, err
		}
	}
	d.readPeople()
	for _, id := range p.Activities {
		if k, ok := h.Programme.Activity(id); ok {
			d.Kinds = append(d.Kinds, within(v.T(k.Key), len(d.Kinds) > 0))
		}
	}
	if ok {
		var picture plan.Picture
		picture, _, err = h.Picture(v, f, p)
		d.Hours = coursepage.Draw(picture)
	}
	return d, err
}

// within writes a name as it stands inside a sentence.
func within(name string, inside bool) string {
	r, n := utf8.DecodeRuneInString(name)
	if !inside || n == 0 {
		return name
	}
	return string(unicode.ToLower(r)) + name[n:]
}

func statusTag(v *web.Visit, s plan.Status) web.Tag {
	kind := map[plan.Status]string{
		plan.StatusDraft: "none", plan.StatusSubmitted: "waiting", plan.StatusApproved: "done", plan.StatusSuperseded: "none",
	}[s]
	return web.Tag{Kind: kind, Text: v.T("plan.status." + string(s))}
}

func (d *planPage) readVersions(v *web.Visit, f *casefile.Reader) error {
	all, err := plan.Versions(v.Context(), f)
	if err != nil {
		return err
	}
	events, err := plan.History(v.Context(), f)
	if err != nil {
		return err
	}
	for i, p := range all {
		r := versionRow{Plan: p, Author: d.StaffName(p.AuthorID), Approver: d.StaffName(p.ApproverID), Tag: statusTag(v, p.Status), To: d.Path("plan", p.ID)}
		if i+1 < len(all) {
			r.Compare = d.Path("plan", p.ID, "aendringer")
		}
		d.Versions = append(d.Versions, r)
		if (p.Status == plan.StatusDraft || p.Status == plan.StatusSubmitted) && d.Pending == nil {
			d.Pending = &p
			d.Returned = coursepage.ReturnedFor(events, p)
		}
	}
	return nil
}

func (d *planPage) readFrame(v *web.Visit, f *casefile.Reader) error {
	var err error
	if d.Frame, err = plan.FrameOf(v.Context(), f); err != nil {
		return err
	}
	all, err := plan.Requests(v.Context(), f)
	for _, q := range all {
		d.Requests = append(d.Requests, requestRowOf(v, d.Head, q))
	}
	return err
}

func requestRowOf(v *web.Visit, h coursepage.Head, q plan.Request) requestRow {
	r := requestRow{Request: q, Asker: h.StaffName(q.AskedBy), To: h.Path("ekstra-timer", q.ID), Tag: coursepage.RequestTag(v, q)}
	if q.Answer != nil {
		r.Answer = q.Answer.Reason
	}
	return r
}

func (d *planPage) readFollowUps(v *web.Visit, f *casefile.Reader) error {
	var err error
	if d.FollowUps, err = plan.FollowUps(v.Context(), f); err != nil {
		return err
	}
	d.Due, err = plan.NextFollowUp(v.Context(), f, d.Programme)
	return err
}

func (d *planPage) readGoals(v *web.Visit, f *casefile.Reader) error {
	if !f.Can(access.Order, access.Read) {
		return nil
	}
	areas, err := course.FocusAreas(v.Context(), f)
	if err != nil {
		return err
	}
	for _, g := range d.Plan.Goals {
		d.Goals = append(d.Goals, goalViewOf(v, d.Head, g, areas))
	}
	return nil
}

func goalViewOf(v *web.Visit, h coursepage.Head, g plan.Goal, areas []course.FocusArea) goalView {
	view := goalView{Goal: g, FocusArea: areaText(areas, g.FocusAreaID), Responsible: h.WhoIs(g.ResponsibleID), To: h.Path("maal", g.ID), Tag: coursepage.GoalTag(v, g)}
	for _, id := range g.Aims {
		if a, ok := h.Programme.Aim(id); ok {
			view.AimNames = append(view.AimNames, v.T(a.Key))
		}
	}
	for i := len(g.Levels) - 1; i >= 0; i-- {
		if g.Levels[i] != "" {
			view.Ladder = append(view.Ladder, ladderRow{v.T("plan.level." + string(rune('0'+i))), g.Levels[i]})
		}
	}
	return view
}

func (d *planPage) readPeople() {
	for _, q := range d.Plan.Prerequisites {
		d.People = append(d.People, prerequisiteRow{q, d.WhoIs(q.PersonID)})
	}
}

// next is what the reader can do with the plan now.
func (d *planPage) next(v *web.Visit) *web.NextStep {
	begin := web.Deed{To: d.Path("plan"), Text: v.T("courses.plan.begin"), Post: true}
	switch {
	case d.Pending != nil && d.Pending.Status == plan.StatusSubmitted && d.MayDecide:
		return &web.NextStep{
			Title: v.T("courses.plan.next.decide"), Text: v.T("courses.plan.next.decide.text", fault.Args{"name": d.StaffName(d.Pending.AuthorID)}),
			Deed: web.Deed{To: d.Path("plan", d.Pending.ID, "afgoer"), Text: v.T("courses.plan.read")},
		}
	case d.Pending != nil && d.Pending.Status == plan.StatusDraft && d.MayWrite:
		step := &web.NextStep{
			Title: v.T("courses.plan.next.write"), Text: v.T("courses.plan.next.write.text"),
			Deed: web.Deed{To: d.Path("plan", d.Pending.ID, "ret", parts[0].slug), Text: v.T("courses.plan.go-on")},
		}
		if d.Returned != "" {
			step.Title, step.Text = v.T("courses.plan.next.mend"), "»"+d.Returned+"«"
		}
		return step
	case !d.Has && d.MayWrite:
		return &web.NextStep{Title: v.T("courses.plan.next.first"), Text: v.T("courses.plan.next.first.text"), Deed: begin}
	}
	return nil
}

// planOf leads to the course's plan.
func planOf(v *web.Visit, h coursepage.Head) web.Link {
	return web.Link{Text: v.T("courses.plan"), To: h.Path("plan")}
}

// crumbs is the way back from a page under the plan with the title.
func crumbs(v *web.Visit, h coursepage.Head, title string) []web.Link {
	return h.CrumbsUnder(v, planOf(v, h), web.Link{Text: v.T(title)})
}
