package development

import (
	"fmt"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/outcome"
	"samspil/internal/person"
	"samspil/internal/plan"
	"samspil/internal/programme"
	"samspil/internal/session"
	"samspil/internal/web"
)

// file is what the pages of this area know of a course.
type file struct {
	reader      *casefile.Reader
	Course      course.Course
	Programme   programme.Programme
	Cards       []person.Card
	Team        []course.Member
	Staff       map[string]login.Account
	Today       clock.Date
	Plan        plan.Plan
	Sessions    []session.Session
	Delivered   session.Hours
	Frame       plan.Frame
	Development outcome.Development

	Name, Heading string
}

// Path is an address within the course.
func (x *file) Path(parts ...string) string {
	path := "/forloeb/" + x.reader.CourseID
	for _, p := range parts {
		path += "/" + p
	}
	return path
}

// load reads what every page needs: who it is about, the plan, the hours and the
// measurements.
func (a area) load(v *web.Visit, f *casefile.Reader) (*file, error) {
	ctx := v.Context()
	x := &file{reader: f, Today: f.Today()}
	var err error
	if x.Course, err = course.Get(ctx, f); err != nil {
		return nil, err
	}
	var ok bool
	if x.Programme, ok = a.programmes.Get(x.Course.Programme); !ok {
		return nil, fmt.Errorf("course %s: programme %q is not known", f.CourseID, x.Course.Programme)
	}
	if x.Cards, err = person.Cards(ctx, f); err != nil {
		return nil, err
	}
	if x.Team, err = course.Team(ctx, f); err != nil {
		return nil, err
	}
	if x.Staff, err = login.Staff(ctx, f.Tx().Tx); err != nil {
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
	x.name(v)
	return x, nil
}

func (x *file) name(v *web.Visit) {
	var names, aged []string
	for _, c := range x.Cards {
		if c.Role != person.Child {
			continue
		}
		names = append(names, c.Name)
		if age := c.Age(x.Today); age >= 0 {
			aged = append(aged, v.TN("development.aged", age, fault.Args{"name": c.Name}))
		} else {
			aged = append(aged, c.Name)
		}
	}
	x.Name, x.Heading = web.List(v.Lang, names), web.List(v.Lang, aged)
}

// lead is "Villads, 7 år · Forebyggende … · 26. januar til 4. oktober 2026".
func (x *file) lead(v *web.Visit) string {
	lead := x.Heading + " · " + v.T(x.Programme.NameKey)
	if x.Course.StartOn.IsZero() {
		return lead
	}
	end := x.endsOn()
	if end.IsZero() {
		return lead + " · " + v.T("development.since", fault.Args{"from": lang.PlainDate(v.Lang, x.Course.StartOn)})
	}
	return lead + " · " + v.T("development.period", fault.Args{"from": lang.DayMonth(v.Lang, x.Course.StartOn), "to": lang.PlainDate(v.Lang, end)})
}

// endsOn is the last day of the course, as it ended or as it is planned.
func (x *file) endsOn() clock.Date {
	switch {
	case !x.Course.EndedOn.IsZero():
		return x.Course.EndedOn
	case !x.Course.ExpectedEnd.IsZero():
		return x.Course.ExpectedEnd
	}
	return x.Plan.LastDay()
}

// crumbs is the path back; the last is the page itself.
func (x *file) crumbs(v *web.Visit, rest ...web.Link) []web.Link {
	links := []web.Link{{Text: v.T("web.menu.courses"), To: "/forloeb"}, {Text: x.Name, To: x.Path()}}
	if len(rest) == 0 {
		return append(links, web.Link{Text: v.T("development.title")})
	}
	links = append(links, web.Link{Text: v.T("development.title"), To: x.Path("udvikling")})
	return append(links, rest...)
}

func (x *file) staffName(id string) string {
	if a, ok := x.Staff[id]; ok {
		return a.Name
	}
	return "–"
}

// withTitle is "Henrik, psykolog".
func (x *file) withTitle(v *web.Visit, id string) string {
	for _, m := range x.Team {
		if m.StaffID == id {
			return x.staffName(id) + ", " + v.T("development.team."+string(m.Role))
		}
	}
	return x.staffName(id)
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
	return outcome.Words{Lang: v.Lang, Name: x.staffName}
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
	for _, s := range x.Development.Strands {
		if s.ID == id {
			return s, nil
		}
	}
	return outcome.Graded{}, fault.New(fault.NotFound, "case.not-here")
}
