package courses

import (
	"net/url"
	"strconv"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/plan"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// listPage is the list of the reader's courses.
type listPage struct {
	Form     web.Form
	Rows     []listRow
	Total    int
	Pager    web.Pager
	Name     string
	Status   []web.Option
	ShowLead bool // leaders and advisers see whose course it is
}

// listRow is one course.
type listRow struct {
	To, Name, Programme string
	Stage, Week         string
	Lead                string
	Next                string // the day that matters next, in words
	Tags                []web.Tag
}

// groups of statuses that can be asked for.
var groups = map[string][]course.Status{
	"igang":     {course.Active, course.Accepted},
	"henvist":   {course.Referred},
	"afsluttet": {course.Closed, course.Declined},
	"alle":      {course.Active, course.Accepted, course.Referred, course.Closed, course.Declined},
}

// list shows the reader's courses, 25 a page, narrowed by name and status.
func (a area) list(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	group := v.Form.Value("vis")
	if _, ok := groups[group]; !ok {
		group = "igang"
	}
	v.Form.Fill("vis", group)
	page, err := strconv.Atoi(v.Form.Value("side"))
	if err != nil || page < 1 {
		page = 1
	}
	filter := course.Filter{Statuses: groups[group], Name: v.Form.Value("navn"), Page: page}
	found, err := course.CaseloadPage(v.Context(), tx, v.Actor, filter)
	if err != nil {
		return nil, err
	}
	staff, err := login.Staff(v.Context(), tx.Tx)
	if err != nil {
		return nil, err
	}
	standings, err := standingsOf(v, tx, found.Lines)
	if err != nil {
		return nil, err
	}
	d := listPage{
		Form: v.Form, Total: found.Total, Name: filter.Name, ShowLead: v.Actor.Role == access.Leader || v.Actor.Role == access.Adviser || v.Actor.Role == access.Psychologist,
		Pager:  web.Pages("/forloeb?"+url.Values{"vis": {group}, "navn": {filter.Name}}.Encode(), page, course.PageSize, found.Total),
		Status: []web.Option{{Value: "igang", Key: "courses.list.running"}, {Value: "henvist", Key: "courses.list.referred"}, {Value: "afsluttet", Key: "courses.list.closed"}, {Value: "alle", Key: "courses.list.all"}},
	}
	for _, l := range found.Lines {
		d.Rows = append(d.Rows, a.row(v, l, standings[l.CourseID], staff))
	}
	return web.Page("courses/list", d).Titled("web.menu.courses"), nil
}

func standingsOf(v *web.Visit, tx *casefile.Tx, lines []course.Line) (map[string]plan.Standing, error) {
	if len(lines) == 0 {
		return nil, nil
	}
	ids := make([]string, len(lines))
	for i, l := range lines {
		ids[i] = l.CourseID
	}
	l, err := casefile.OpenList(v.Context(), tx, v.Actor, access.Purpose{Code: access.Deliver}, "plans")
	if err != nil {
		return nil, err
	}
	l.Found(len(ids))
	return plan.Standings(v.Context(), l, ids...)
}

func (a area) row(v *web.Visit, l course.Line, s plan.Standing, staff map[string]login.Account) listRow {
	r := listRow{To: "/forloeb/" + l.CourseID, Lead: staff[l.LeadID].Name, Stage: v.T("courses.status." + string(l.Status))}
	r.Name = coursepage.AllAged(v, l.ChildNames, l.Ages)
	if p, ok := a.programmes.Get(l.Programme); ok {
		r.Programme = v.T(p.ShortKey)
	}
	if week, of := s.InForce.WeekOn(v.Today()), s.InForce.Weeks(); l.Status == course.Active && week > 0 && week <= of {
		r.Week = v.T("courses.where.week", fault.Args{"n": week, "of": of})
	}
	r.Next, r.Tags = nextDay(v, l, s), rowTags(v, l, s)
	return r
}

// nextDay is the nearest of the follow-up and the end of the course.
func nextDay(v *web.Visit, l course.Line, s plan.Standing) string {
	key, on := "courses.list.ends", l.ExpectedEnd
	if on.IsZero() {
		on = s.InForce.EndOn
	}
	if !s.NextOn.IsZero() && (on.IsZero() || s.NextOn.Before(on)) {
		key, on = "courses.list.followup", s.NextOn
	}
	if l.Status != course.Active || on.IsZero() {
		return ""
	}
	return v.T(key, fault.Args{"date": shortDay(v, on)})
}

func shortDay(v *web.Visit, d clock.Date) string {
	if d.Year() != v.Today().Year() {
		return lang.PlainDate(v.Lang, d)
	}
	return lang.DayMonth(v.Lang, d)
}

// rowTags are what waits on the course.
func rowTags(v *web.Visit, l course.Line, s plan.Standing) []web.Tag {
	var tags []web.Tag
	if s.Waiting > 0 {
		tags = append(tags, web.Tag{Kind: "waiting", Text: v.T("courses.happened.extra", fault.Args{"hours": web.Hours(v.Lang, s.Waiting)})})
	}
	if s.Pending == plan.StatusSubmitted && v.Actor.Role != access.Adviser {
		tags = append(tags, web.Tag{Kind: "waiting", Text: v.T("courses.list.plan.submitted")})
	}
	if l.Status == course.Active && s.InForce.ID == "" && s.Pending != plan.StatusSubmitted && v.Actor.Role != access.Adviser {
		tags = append(tags, web.Tag{Kind: "soon", Text: v.T("courses.list.plan.none")})
	}
	if !s.NextOn.IsZero() && s.NextOn.Before(v.Today()) && l.Status == course.Active {
		tags = append(tags, web.Tag{Kind: "broken", Text: v.T("courses.list.followup.late")})
	}
	return tags
}
