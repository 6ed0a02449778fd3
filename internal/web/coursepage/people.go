// Package coursepage is what the pages about one family have in common: who the
// course is about and who works with it, what everybody is called, the way back to
// the list, how a form is shown and shown again, and how the hours of the plan are
// drawn. An area of the site adds what it alone needs.
package coursepage

import (
	"slices"
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/login"
	"samspil/internal/person"
	"samspil/internal/web"
)

// unknown stands where nobody knows any more who it was.
const unknown = "–"

// Path is an address within a course: Path(id, "plan") is its plan.
func Path(courseID string, parts ...string) string {
	return "/forloeb/" + strings.Join(append([]string{courseID}, parts...), "/")
}

// Staff are all accounts by id, those who have left among them.
type Staff map[string]login.Account

// Name is what a member of staff is called; "–" for one who is not known.
func (s Staff) Name(id string) string {
	if a, ok := s[id]; ok {
		return a.Name
	}
	return unknown
}

// People is who a course is about and who may have worked with it.
type People struct {
	CourseID string
	Cards    []person.Card // children first
	Staff    Staff
	Today    clock.Date
	Called
}

// Called is what the children of a course are called together: by their first names,
// "Noah og Liva", and with their ages. Neither may stand in the title of a page,
// which the browser keeps.
type Called struct{ Name, Heading string }

// Meet reads the people of the course.
func Meet(v *web.Visit, f *casefile.Reader) (People, error) {
	cards, err := person.Cards(v.Context(), f)
	if err != nil {
		return People{}, err
	}
	p := Of(v, f.CourseID, cards)
	p.Today = f.Today()
	p.Staff, err = login.Staff(v.Context(), f.Tx().Tx)
	return p, err
}

// Of is the people on the cards of a course, read already, without the staff.
func Of(v *web.Visit, courseID string, cards []person.Card) People {
	p := People{CourseID: courseID, Cards: cards, Today: v.Today()}
	var children []person.Hit
	for _, c := range p.Children() {
		children = append(children, person.Hit{CourseID: courseID, Name: c.Name, Birth: c.Birth})
	}
	p.Called = Call(v, children)[courseID]
	return p
}

// CallEach is Call for the children of some courses, which it reads for a list. A
// course that the reader of the list may not see is left out.
func CallEach(v *web.Visit, l *casefile.List, courseIDs []string) (map[string]Called, error) {
	children, err := person.Children(v.Context(), l, v.Actor, slices.Compact(slices.Sorted(slices.Values(courseIDs))))
	return Call(v, children), err
}

// Call says what the children of each course are called, by the id of the course.
func Call(v *web.Visit, children []person.Hit) map[string]Called {
	names, aged := map[string][]string{}, map[string][]string{}
	for _, c := range children {
		age := -1
		if !c.Birth.IsZero() {
			age = c.Birth.Age(v.Today())
		}
		names[c.CourseID] = append(names[c.CourseID], c.Name)
		aged[c.CourseID] = append(aged[c.CourseID], Aged(v, c.Name, age))
	}
	called := make(map[string]Called, len(names))
	for id := range names {
		called[id] = Called{Name: web.List(v.Lang, names[id]), Heading: web.List(v.Lang, aged[id])}
	}
	return called
}

// Aged is a child's name with the age in whole years: "Noah, 3 år"; the name alone
// where the age is below zero, which says that no birth date is known.
func Aged(v *web.Visit, name string, age int) string {
	if age < 0 {
		return name
	}
	return v.TN("courses.aged", age, fault.Args{"name": name})
}

// AllAged lists the children of a course: "Noah, 3 år og Liva, 6 år". ages has one
// for each name; a missing one is not known.
func AllAged(v *web.Visit, names []string, ages []int) string {
	all := slices.Clone(names)
	for i := range min(len(names), len(ages)) {
		all[i] = Aged(v, names[i], ages[i])
	}
	return web.List(v.Lang, all)
}

// Path is an address within the course.
func (p People) Path(parts ...string) string { return Path(p.CourseID, parts...) }

// Children are the cards of the children whom the course is about.
func (p People) Children() []person.Card { return p.InRole(person.Child) }

// InRole are the cards of those in any of the roles, in the order of the cards.
func (p People) InRole(roles ...person.Role) []person.Card {
	var cards []person.Card
	for _, c := range p.Cards {
		if slices.Contains(roles, c.Role) {
			cards = append(cards, c)
		}
	}
	return cards
}

// StaffName is what a member of staff is called; "–" for one who is not known.
func (p People) StaffName(id string) string { return p.Staff.Name(id) }

// WhoIs names a member of staff, or a person of the course by the id of the person
// or of the card; "–" for anybody else.
func (p People) WhoIs(id string) string {
	if a, ok := p.Staff[id]; ok {
		return a.Name
	}
	for _, c := range p.Cards {
		if c.ID == id || c.PersonID == id {
			return c.Name
		}
	}
	return unknown
}

// Crumbs is the way back to the list of courses. rest leads on from the page of the
// course, its last one to the page itself, which needs no address; without rest the
// page is that of the course.
func (p People) Crumbs(v *web.Visit, rest ...web.Link) []web.Link {
	course := web.Link{Text: p.Name}
	if len(rest) > 0 {
		course.To = p.Path()
	}
	return append([]web.Link{{Text: v.T("web.menu.courses"), To: "/forloeb"}, course}, rest...)
}

// CrumbsUnder is Crumbs for a subject of the course with pages of its own, such as its
// reports. rest leads on from the subject; without rest the page is the subject's.
func (p People) CrumbsUnder(v *web.Visit, subject web.Link, rest ...web.Link) []web.Link {
	if len(rest) == 0 {
		subject.To = ""
	}
	return p.Crumbs(v, append([]web.Link{subject}, rest...)...)
}
