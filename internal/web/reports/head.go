package reports

import (
	"fmt"
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/person"
	"samspil/internal/programme"
	"samspil/internal/report"
	"samspil/internal/web"
)

// file is what the pages of this area know of a course.
type file struct {
	reader    *casefile.Reader
	course    course.Course
	programme programme.Programme
	staff     map[string]login.Account
	today     clock.Date
	Name      string
	Heading   string
}

func (a area) load(v *web.Visit, f *casefile.Reader) (*file, error) {
	ctx := v.Context()
	x := &file{reader: f, today: f.Today()}
	var err error
	if x.course, err = course.Get(ctx, f); err != nil {
		return nil, err
	}
	var ok bool
	if x.programme, ok = a.programmes.Get(x.course.Programme); !ok {
		return nil, fmt.Errorf("course %s: programme %q is not known", f.CourseID, x.course.Programme)
	}
	if x.staff, err = login.Staff(ctx, f.Tx().Tx); err != nil {
		return nil, err
	}
	cards, err := person.Cards(ctx, f)
	if err != nil {
		return nil, err
	}
	var names, aged []string
	for _, c := range cards {
		if c.Role == person.Child {
			names, aged = append(names, c.Name), append(aged, agedName(v, c.Name, c.Age(x.today)))
		}
	}
	x.Name, x.Heading = web.List(v.Lang, names), web.List(v.Lang, aged)
	return x, nil
}

func agedName(v *web.Visit, name string, age int) string {
	if age < 0 {
		return name
	}
	return v.TN("reports.aged", age, fault.Args{"name": name})
}

// Path is an address within the course.
func (x *file) Path(parts ...string) string {
	return "/forloeb/" + x.reader.CourseID + "/" + strings.Join(parts, "/")
}

func (x *file) crumbs(v *web.Visit, rest ...web.Link) []web.Link {
	links := []web.Link{{Text: v.T("web.menu.courses"), To: "/forloeb"}, {Text: x.Name, To: "/forloeb/" + x.reader.CourseID}}
	if len(rest) == 0 {
		return append(links, web.Link{Text: v.T("reports.title")})
	}
	return append(append(links, web.Link{Text: v.T("reports.title"), To: x.Path("rapporter")}), rest...)
}

func (x *file) staffName(id string) string {
	if a, ok := x.staff[id]; ok {
		return a.Name
	}
	return "–"
}

// title is "Afsluttende rapport, 26. januar–4. oktober 2026".
func title(v *web.Visit, kind report.Kind, from, to clock.Date) string {
	return v.T("reports.named", fault.Args{"kind": v.T("report.kind." + string(kind)), "from": lang.DayMonth(v.Lang, from), "to": lang.PlainDate(v.Lang, to)})
}

// stateTag is how far a report has come. signed counts its signatures.
func stateTag(v *web.Visit, kind report.Kind, state report.State, signed int) web.Tag {
	switch {
	case state == report.Draft:
		return web.Tag{Kind: "none", Text: v.T("reports.state.draft")}
	case state == report.Submitted:
		return web.Tag{Kind: "waiting", Text: v.T("reports.state.submitted")}
	case state == report.Sent:
		return web.Tag{Kind: "done", Text: v.T("reports.state.sent")}
	case kind == report.Closing && signed < len(report.Roles):
		return web.Tag{Kind: "soon", Text: v.T("reports.state.unsigned")}
	}
	return web.Tag{Kind: "soon", Text: v.T("reports.state.approved")}
}
