package plans

import (
	"fmt"
	"slices"
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/course"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/plan"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// goalRow is a goal in the draft's list.
type goalRow struct {
	plan.Goal
	FocusArea, Responsible string
	To                     string
	Missing                int
}

func (e *editing) goalRows(*web.Visit) []goalRow {
	var rows []goalRow
	for _, g := range e.Plan.Goals {
		r := goalRow{Goal: g, FocusArea: e.areaText(g.FocusAreaID), Responsible: e.WhoIs(g.ResponsibleID), To: e.Path("plan", e.Plan.ID, "maal", g.ID)}
		for _, f := range e.Missing {
			if strings.HasPrefix(f.Name, "goal."+g.ID+".") {
				r.Missing++
			}
		}
		rows = append(rows, r)
	}
	return rows
}

func (e *editing) areaText(id string) string { return areaText(e.Focus, id) }

func areaText(areas []course.FocusArea, id string) string {
	for _, a := range areas {
		if a.ID == id {
			return a.Text
		}
	}
	return ""
}

// goalPage is the page on which one goal of the draft is written.
type goalPage struct {
	*editing
	Form       web.Form
	Draft      *coursepage.Kept
	Crumbs     []web.Link
	Steps      web.Stages
	Goal       plan.Goal
	N          int
	Areas      []web.Option
	Kinds      []web.Option
	Who        []web.Option
	Aims       []web.Option
	Levels     []levelRow
	ChildAsked bool
}

type levelRow struct{ Field, Key string }

// editGoal shows one goal of the draft.
func (a area) editGoal(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	e, err := a.edit(v, f)
	if err != nil {
		return nil, err
	}
	if e.Plan.Status != plan.StatusDraft {
		return web.Redirect(e.Path("plan", e.Plan.ID), ""), nil
	}
	if e.goalIndex(v.Param("goal")) < 0 {
		return nil, fault.New(fault.NotFound, "plan.notfound")
	}
	page := e.goalPage(v, v.Param("goal"))
	return page, e.restore(v, f, v.Param("goal"), "aims")
}

func (e *editing) goalIndex(id string) int {
	return slices.IndexFunc(e.Plan.Goals, func(g plan.Goal) bool { return g.ID == id })
}

func (e *editing) goalPage(v *web.Visit, id string) *web.Rendered {
	i := e.goalIndex(id)
	g := e.Plan.Goals[i]
	values := goalValues(g)
	for name, all := range values {
		v.Form.Fill(name, all...)
	}
	v.Form.Fill("seen", fingerprint(values))
	d := goalPage{
		editing: e, Form: v.Form, Draft: e.keep(id), Goal: g, N: i + 1, Steps: e.steps(v, "maal"),
		Crumbs:     e.Crumbs(v, planOf(v, e.Head), web.Link{Text: v.T("plans.edit.maal"), To: e.Path("plan", e.Plan.ID, "ret", "maal")}, web.Link{Text: v.T("plans.goal.nth", fault.Args{"n": i + 1})}),
		Kinds:      web.Options("plan.kind.", string(plan.GoalDevelop), string(plan.GoalKeep), string(plan.GoalLimit)),
		Who:        e.responsible(v),
		ChildAsked: e.circumstances.EldestChild >= 4,
	}
	for _, a := range e.Focus {
		d.Areas = append(d.Areas, web.Option{Value: a.ID, Label: a.Text})
	}
	for _, a := range e.Programme.Aims {
		d.Aims = append(d.Aims, web.Option{Value: a.ID, Key: a.Key})
	}
	for n := 4; n >= 0; n-- {
		d.Levels = append(d.Levels, levelRow{fmt.Sprintf("level%d", n), fmt.Sprintf("plan.level.%d", n)})
	}
	return web.Page("plans/edit-goal", d).Titled("plans.edit.maal")
}

// responsible are those who can see to it that something happens: the team and
// the family.
func (e *editing) responsible(v *web.Visit) []web.Option {
	var options []web.Option
	for _, m := range e.Team {
		if m.On(e.Today) {
			options = append(options, web.Option{Value: m.StaffID, Label: e.StaffName(m.StaffID) + ", " + v.T("courses.team."+string(m.Role))})
		}
	}
	for _, c := range family(e.Head) {
		options = append(options, web.Option{Value: c.PersonID, Label: c.Name + ", " + v.T("courses.role."+string(c.Role))})
	}
	return options
}

func goalValues(g plan.Goal) map[string][]string {
	values := map[string][]string{
		"title": {g.Title}, "focus": {g.FocusAreaID}, "kind": {string(g.Kind)}, "familywords": {g.FamilyWords},
		"childwords": {g.ChildWords}, "responsible": {g.ResponsibleID}, "agreements": {g.Agreements},
		"signs": {strings.Join(g.Signs, "\n")}, "aims": g.Aims, "question": {g.RatingQuestion}, "rating": {""},
	}
	if g.Rating {
		values["rating"] = []string{"ja"}
	}
	for i, l := range g.Levels {
		values[fmt.Sprintf("level%d", i)] = []string{l}
	}
	return values
}

// takeGoal reads the form into the goal.
func (e *editing) takeGoal(g *plan.Goal, form web.Form, bad *fault.Problems) {
	g.Title = form.Text(bad, "title", 120)
	g.FocusAreaID = form.OneOf(bad, "focus", e.areaIDs()...)
	g.Kind = plan.GoalKind(form.OneOf(bad, "kind", string(plan.GoalDevelop), string(plan.GoalKeep), string(plan.GoalLimit)))
	g.FamilyWords = form.Text(bad, "familywords", maxText)
	g.ChildWords = form.Text(bad, "childwords", maxText)
	g.ResponsibleID = form.Value("responsible")
	if g.ResponsibleID != "" && e.WhoIs(g.ResponsibleID) == "–" {
		bad.Add("responsible", "web.form.choose")
		g.ResponsibleID = ""
	}
	g.Agreements = form.Text(bad, "agreements", maxText)
	g.Signs = lines(form.Text(bad, "signs", maxText))
	g.Rating = form.Bool("rating")
	g.RatingQuestion = form.Text(bad, "question", maxText)
	for i := range g.Levels {
		g.Levels[i] = form.Text(bad, fmt.Sprintf("level%d", i), maxText)
	}
	g.Aims = nil
	for _, id := range form.Values("aims") {
		if _, ok := e.Programme.Aim(id); ok && !slices.Contains(g.Aims, id) {
			g.Aims = append(g.Aims, id)
		}
	}
}

func (e *editing) areaIDs() []string {
	var ids []string
	for _, a := range e.Focus {
		ids = append(ids, a.ID)
	}
	return ids
}

// lines splits a text into its lines that hold something, without the same twice.
func lines(s string) []string {
	var out []string
	for _, l := range strings.Split(s, "\n") {
		if l = strings.TrimSpace(l); l != "" && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}

// saveGoal keeps one goal, takes it out of the draft or moves it up.
func (a area) saveGoal(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	e, err := a.edit(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	id := v.Param("goal")
	i := e.goalIndex(id)
	if i < 0 {
		return nil, fault.New(fault.NotFound, "plan.notfound")
	}
	if values := goalValues(e.Plan.Goals[i]); e.stale(v, values) {
		v.Form.Put("seen", fingerprint(values))
		return web.Stale(e.goalPage(v, id), flat(values), e.Plan.Version), nil
	}
	var bad fault.Problems
	switch v.Form.Value("deed") {
	case "remove":
		e.Plan.Goals = slices.Delete(e.Plan.Goals, i, i+1)
	case "up":
		if i > 0 {
			e.Plan.Goals[i-1], e.Plan.Goals[i] = e.Plan.Goals[i], e.Plan.Goals[i-1]
		}
	default:
		e.takeGoal(&e.Plan.Goals[i], v.Form, &bad)
	}
	if err = bad.Err(); err == nil {
		err = plan.Revise(v.Context(), f, e.Plan)
	}
	if err != nil {
		return web.NotValid(e.goalPage(v, id), err)
	}
	if err := draft.Drop(v.Context(), f, e.draftKey(id)); err != nil {
		return nil, err
	}
	return web.Redirect(e.Path("plan", e.Plan.ID, "ret", "maal"), "plans.edit.saved"), nil
}

// addGoal puts an empty goal at the end of the draft and opens it. The form's id
// becomes the goal's, so that pressing twice adds one.
func (a area) addGoal(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	e, err := a.edit(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	id := v.Form.ID()
	if e.goalIndex(id) < 0 {
		e.Plan.Goals = append(e.Plan.Goals, plan.Goal{ID: id, Kind: plan.GoalDevelop, Rating: true})
		if err := plan.Revise(v.Context(), f, e.Plan); err != nil {
			return nil, err
		}
	}
	return web.Redirect(e.Path("plan", e.Plan.ID, "maal", id), ""), nil
}

// concludePage asks how a goal ended.
type concludePage struct {
	coursepage.Head
	Form           web.Form
	Crumbs         []web.Link
	Goal           plan.Goal
	Earlier        []plan.Conclusion
	Outcomes, Next []web.Option
	Latest         string // the conclusion that a new one corrects; empty for the first
}

// concludeForm shows the form that ends a goal.
func (a area) concludeForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	h, err := coursepage.LoadTeam(v, f, a.programmes)
	if err != nil {
		return nil, err
	}
	p, _, err := plan.Current(v.Context(), f)
	if err != nil {
		return nil, err
	}
	g, ok := p.Goal(v.Param("goal"))
	if !ok {
		return nil, fault.New(fault.NotFound, "plan.notfound")
	}
	all, err := plan.Conclusions(v.Context(), f)
	if err != nil {
		return nil, err
	}
	d := concludePage{
		Head: h, Form: v.Form, Goal: g, Crumbs: crumbs(v, h, "plans.conclude"),
		Outcomes: web.Options("plan.outcome.", string(plan.Reached), string(plan.Partly), string(plan.NotYet), string(plan.Dropped)),
		Next:     web.Options("plan.next.", string(plan.End), string(plan.Continue), string(plan.Change), string(plan.Refer)),
	}
	for _, c := range all {
		if c.GoalID == g.ID {
			d.Earlier, d.Latest = append(d.Earlier, c), c.ID
		}
	}
	v.Form.Fill("on", h.Today.String())
	return web.Page("plans/conclude", d).Titled("plans.conclude"), nil
}

// concludeGoal records how a goal ended; an earlier conclusion is superseded.
func (a area) concludeGoal(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	var bad fault.Problems
	c := plan.Conclusion{
		ID: v.Form.ID(), GoalID: v.Param("goal"),
		Outcome: plan.Outcome(v.Form.Value("outcome")), Next: plan.Next(v.Form.Value("next")),
		On:     v.Form.Date(&bad, "on"),
		Reason: v.Form.Text(&bad, "reason", maxText), FamilyWords: v.Form.Text(&bad, "familywords", maxText),
		Disagreement: v.Form.Text(&bad, "disagreement", maxText),
		Supersedes:   v.Form.Value("supersedes"),
	}
	err := bad.Err()
	if err == nil {
		err = plan.Conclude(v.Context(), f, c)
	}
	if err != nil {
		return coursepage.Again(v, f, a.concludeForm, err)
	}
	return web.Redirect(coursepage.Path(v.CourseID(), "plan"), "plans.conclude.done"), nil
}
