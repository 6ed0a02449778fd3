package plans

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/course"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/plan"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// part is one subject of the plan's draft, on a page of its own. Values gives what
// stands in the plan by form field; take puts what was typed into the plan.
type part struct {
	slug   string
	values func(e *editing) map[string][]string
	take   func(e *editing, form web.Form, bad *fault.Problems)
}

// parts in the order they are written. The goals have pages of their own.
var parts = []part{
	{"familien", familyValues, takeFamily},
	{"maal", nil, nil},
	{"aktiviteter", activityValues, takeActivities},
	{"timer", hourValues, takeHours},
	{"opfoelgning", reviewValues, takeReviews},
	{"gennemse", nil, nil},
}

func partOf(slug string) (part, bool) {
	i := slices.IndexFunc(parts, func(p part) bool { return p.slug == slug })
	if i < 0 {
		return part{}, false
	}
	return parts[i], true
}

// editing is a draft with what is needed to write on it.
type editing struct {
	coursepage.Head
	Plan          plan.Plan
	Before        *plan.Plan // the plan in force
	Frame         plan.Frame
	Focus         []course.FocusArea
	Missing       []fault.Field // what stands in the way of sending it
	circumstances plan.Circumstances
	kept          coursepage.Kept // what was typed and not saved
}

// edit reads the draft {plan} with its surroundings. A plan that has left the draft
// is answered by its own page.
func (a area) edit(v *web.Visit, f *casefile.Reader) (*editing, error) {
	h, err := coursepage.LoadTeam(v, f, a.programmes)
	if err != nil {
		return nil, err
	}
	e := &editing{Head: h}
	if e.Plan, err = plan.Get(v.Context(), f, v.Param("plan")); err != nil {
		return nil, err
	}
	if e.Focus, err = course.FocusAreas(v.Context(), f); err != nil {
		return nil, err
	}
	if e.circumstances, err = plan.CircumstancesOf(v.Context(), f, h.Programme); err != nil {
		return nil, err
	}
	e.Before = e.circumstances.Before
	if e.Frame, err = plan.FrameOf(v.Context(), f); err != nil {
		return nil, err
	}
	e.look()
	return e, nil
}

// look finds what is missing in the plan as it stands.
func (e *editing) look() {
	e.Missing = nil
	if bad, ok := fault.As(e.Plan.Missing(e.circumstances)); ok {
		e.Missing = bad.Fields
	}
}

// editPage is a page of the plan's draft.
type editPage struct {
	*editing
	Form       web.Form
	Draft      *coursepage.Kept
	Crumbs     []web.Link
	Part       string
	Steps      web.Stages
	People     []personRow
	Goals      []goalRow
	Kinds      []web.Option
	Hours      coursepage.Hours
	Lines      []stepRow
	Dates      []dateRow
	Faults     []faultRow
	Latest     string // the last day for the first follow-up, in words; empty when it was held
	LeaderName string
	MaySend    bool
}

// editPart shows one page of the draft.
func (a area) editPart(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	e, err := a.edit(v, f)
	if err != nil {
		return nil, err
	}
	if e.Plan.Status != plan.StatusDraft {
		return web.Redirect(e.Path("plan", e.Plan.ID), ""), nil
	}
	p, ok := partOf(v.Param("part"))
	if !ok {
		return nil, fault.New(fault.NotFound, "plan.notfound")
	}
	page := e.page(v, p)
	return page, e.restore(v, f, p.slug, "activities")
}

// page builds the page of one part, before and after it was sent.
func (e *editing) page(v *web.Visit, p part) *web.Rendered {
	d := editPage{editing: e, Form: v.Form, Draft: e.keep(p.slug), Part: p.slug, Crumbs: crumbs(v, e.Head, "plans.edit."+p.slug)}
	if p.values != nil {
		values := p.values(e)
		for name, all := range values {
			v.Form.Fill(name, all...)
		}
		v.Form.Fill("seen", fingerprint(values))
		v.Form.Fill("version", strconv.FormatInt(e.Plan.Version, 10))
	}
	d.Steps = e.steps(v, p.slug)
	switch p.slug {
	case "familien":
		d.People = e.peopleRows(v)
	case "maal":
		d.Goals = e.goalRows(v)
	case "aktiviteter":
		d.Kinds = e.activityOptions(v)
	case "timer":
		d.Lines, d.Hours = e.stepRows(v), coursepage.Draw(e.preview(v))
	case "opfoelgning":
		d.Dates, d.Latest = e.dateRows(v), e.latest(v)
	case "gennemse":
		d.Faults, d.Hours, d.Goals = e.faultRows(v), coursepage.Draw(e.preview(v)), e.goalRows(v)
		d.MaySend, d.LeaderName = len(e.Missing) == 0, e.StaffName(e.Course.LeaderID)
	}
	return web.Page("plans/edit-"+p.slug, d).Titled("plans.edit." + p.slug)
}

// savePart keeps one part of the draft and goes on to the next. What others wrote
// in other parts meanwhile stays; what they wrote in this one is shown beside.
func (a area) savePart(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	e, err := a.edit(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	p, ok := partOf(v.Param("part"))
	if !ok || p.take == nil {
		return nil, fault.New(fault.NotFound, "plan.notfound")
	}
	if stale := e.stale(v, p.values(e)); stale {
		v.Form.Put("seen", fingerprint(p.values(e)))
		return web.Stale(e.page(v, p), flat(p.values(e)), e.Plan.Version), nil
	}
	var bad fault.Problems
	p.take(e, v.Form, &bad)
	if err = bad.Err(); err == nil {
		err = plan.Revise(v.Context(), f, e.Plan)
	}
	if err != nil {
		return web.NotValid(e.page(v, p), err)
	}
	if err := draft.Drop(v.Context(), f, e.draftKey(p.slug)); err != nil {
		return nil, err
	}
	if v.Form.Value("then") == "stay" {
		return web.Redirect(e.Path("plan", e.Plan.ID, "ret", p.slug), "plans.edit.saved"), nil
	}
	return web.Redirect(e.Path("plan", e.Plan.ID, "ret", after(p.slug)), "plans.edit.saved"), nil
}

// stale reports whether the part was changed by somebody else since the form was shown.
func (e *editing) stale(v *web.Visit, values map[string][]string) bool {
	seen := v.Form.Value("seen")
	return seen != "" && seen != fingerprint(values)
}

func after(slug string) string {
	i := slices.IndexFunc(parts, func(p part) bool { return p.slug == slug })
	return parts[min(i+1, len(parts)-1)].slug
}

// fingerprint is a fingerprint of what stood in a form when it was shown. It tells equal
// from different and nothing else.
func fingerprint(values map[string][]string) string {
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	sum := sha256.New()
	for _, name := range names {
		fmt.Fprintf(sum, "%q=%q\n", name, values[name])
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

func flat(values map[string][]string) map[string]string {
	out := map[string]string{}
	for name, all := range values {
		out[name] = strings.Join(all, "\n")
	}
	return out
}

// preview holds the draft's steps against the frame, before anything is held.
func (e *editing) preview(v *web.Visit) plan.Picture {
	p := plan.Picture{Plan: e.Plan, Frame: e.Frame, Today: e.Today, Lang: v.Lang}
	if e.Before != nil && e.Plan.Surplus(e.Frame.Granted) > 0 {
		p.Before = e.Before
	}
	return p
}

// steps is the line of the draft's pages with what is missing on each.
func (e *editing) steps(v *web.Visit, here string) web.Stages {
	s := web.Stages{Label: v.T("plans.edit.steps")}
	for i, p := range parts {
		stage := web.Stage{Name: v.T("plans.edit." + p.slug), To: e.Path("plan", e.Plan.ID, "ret", p.slug), State: "done"}
		if n := e.missingIn(p.slug); n > 0 {
			stage.State, stage.Note = "todo", v.TN("plans.edit.missing", n)
		}
		if p.slug == "gennemse" {
			stage.State = "todo"
		}
		if p.slug == here {
			stage.State = "now"
			s.Sentence = v.T("plans.edit.sentence", fault.Args{"n": i + 1, "of": len(parts), "name": stage.Name})
		}
		s.Steps = append(s.Steps, stage)
	}
	return s
}

func (e *editing) missingIn(slug string) int {
	n := 0
	for _, f := range e.Missing {
		if pageOf(f.Name) == slug {
			n++
		}
	}
	return n
}

// pageOf says on which page of the draft a field stands.
func pageOf(field string) string {
	name, _, _ := strings.Cut(field, ".")
	switch name {
	case "prerequisites", "resources", "challenges", "needs":
		return "familien"
	case "goals", "goal":
		return "maal"
	case "activities", "activitynote":
		return "aktiviteter"
	case "reviews", "rhythmreason":
		return "opfoelgning"
	}
	return "timer"
}

// Count is how much is missing.
func (d editPage) Count() int { return len(d.Faults) }

// faultRow is something that is missing, with the page where it is mended.
type faultRow struct{ Text, To string }

func (e *editing) faultRows(v *web.Visit) []faultRow {
	var rows []faultRow
	for _, f := range e.Missing {
		to := e.Path("plan", e.Plan.ID, "ret", pageOf(f.Name))
		anchor, args := f.Name, maps.Clone(f.Args)
		if rest, ok := strings.CutPrefix(f.Name, "goal."); ok {
			id, field, _ := strings.Cut(rest, ".")
			to, anchor = e.Path("plan", e.Plan.ID, "maal", id), field
			if args["goal"] == "" {
				args["goal"] = v.T("plans.goal.nth", fault.Args{"n": e.goalIndex(id) + 1})
			}
		}
		rows = append(rows, faultRow{v.Say(f.Key, args), to + "#f-" + anchor})
	}
	return rows
}
