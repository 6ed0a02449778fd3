package courses

import (
	"fmt"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/person"
	"samspil/internal/programme"
	"samspil/internal/session"
	"samspil/internal/web"
)

type (
	reading = func(*web.Visit, *casefile.Reader) (web.Response, error)
	writing = func(*web.Visit, *casefile.Writer) (web.Response, error)
)

// head is what every page of a course knows of it.
type head struct {
	Course    course.Course
	Programme programme.Programme
	Cards     []person.Card
	Team      []course.Member
	Staff     map[string]login.Account
	Today     clock.Date

	// Name is the children's first names, Heading with their ages.
	Name, Heading string
}

// Path is an address within the course.
func (h head) Path(parts ...string) string {
	path := "/forloeb/" + h.Course.ID
	for _, p := range parts {
		path += "/" + p
	}
	return path
}

// load reads the head of the course.
func (a area) load(v *web.Visit, f *casefile.Reader) (head, error) {
	ctx := v.Context()
	h := head{Today: f.Today()}
	var err error
	if h.Course, err = course.Get(ctx, f); err != nil {
		return h, err
	}
	h.Course.ID = f.CourseID
	var ok bool
	if h.Programme, ok = a.programmes.Get(h.Course.Programme); !ok {
		return h, fmt.Errorf("course %s: programme %q is not known", f.CourseID, h.Course.Programme)
	}
	if h.Cards, err = person.Cards(ctx, f); err != nil {
		return h, err
	}
	if f.Can(access.Team, access.Read) {
		if h.Team, err = course.Team(ctx, f); err != nil {
			return h, err
		}
	}
	if h.Staff, err = login.Staff(ctx, f.Tx().Tx); err != nil {
		return h, err
	}
	h.name(v)
	return h, nil
}

func (h *head) name(v *web.Visit) {
	var names, aged []string
	for _, c := range h.Children() {
		names = append(names, c.Name)
		if c.Birth.IsZero() {
			aged = append(aged, c.Name)
			continue
		}
		n := c.Age(h.Today)
		aged = append(aged, v.TN("courses.aged", n, fault.Args{"name": c.Name}))
	}
	h.Name, h.Heading = web.List(v.Lang, names), web.List(v.Lang, aged)
}

// Children returns the cards of the children of the course.
func (h head) Children() []person.Card { return h.inRole(person.Child) }

func (h head) inRole(roles ...person.Role) []person.Card {
	var cards []person.Card
	for _, c := range h.Cards {
		for _, r := range roles {
			if c.Role == r {
				cards = append(cards, c)
			}
		}
	}
	return cards
}

// StaffName is the first name of a member of staff; "–" when not known any more.
func (h head) StaffName(id string) string {
	if a, ok := h.Staff[id]; ok {
		return a.Name
	}
	return "–"
}

// WhoIs names a member of staff or a person of the course.
func (h head) WhoIs(id string) string {
	if _, ok := h.Staff[id]; ok {
		return h.StaffName(id)
	}
	for _, c := range h.Cards {
		if c.ID == id || c.PersonID == id {
			return c.Name
		}
	}
	return "–"
}

// LeadID is the account of the fixed consultant today; empty while there is none.
func (h head) LeadID() string {
	for _, m := range h.Team {
		if m.Role == course.Lead && m.On(h.Today) {
			return m.StaffID
		}
	}
	return ""
}

// Crumbs is the path back: pairs of text and address for the template.
func (h head) Crumbs(v *web.Visit, rest ...string) []web.Link {
	links := []web.Link{{Text: v.T("web.menu.courses"), To: "/forloeb"}}
	if len(rest) == 0 {
		return append(links, web.Link{Text: h.Name})
	}
	links = append(links, web.Link{Text: h.Name, To: h.Path()})
	for i := 0; i < len(rest); i += 2 {
		l := web.Link{Text: rest[i]}
		if i+1 < len(rest) {
			l.To = rest[i+1]
		}
		links = append(links, l)
	}
	return links
}

// share is " · 25 af 27 samvær": in how many of the held contacts, or activities
// where the programme has none, the person took part.
func (x *file) share(v *web.Visit, staffID string) string {
	all, key := x.sessions, "courses.team.share"
	if x.Programme.HasContact() {
		key = "courses.team.share.contacts"
		all = nil
		for _, s := range x.sessions {
			if s.Kind == session.Contact {
				all = append(all, s)
			}
		}
	}
	share := session.By(all, staffID)
	if !share.Known() {
		return ""
	}
	return " · " + v.T(key, fault.Args{"n": share.N, "of": share.Of})
}

// dayWords writes weekday and day of the month: "onsdag 7. oktober".
func dayWords(v *web.Visit, d clock.Date) string {
	if d.IsZero() {
		return ""
	}
	return lang.Weekday(v.Lang, d.Weekday()) + " " + lang.DayMonth(v.Lang, d)
}
