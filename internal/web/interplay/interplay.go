// Package interplay is the pages for coding and understanding the interplay of a
// child and a parent: the desk at which a stretch of a contact, or of any other
// session, is coded key by key, recordings brought in from other programs, and what
// can be read from it afterwards. The scheme is not a validated test, and every page says so.
package interplay

import (
	"embed"
	"slices"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/programme"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
	"samspil/internal/web/interplaypage"
)

// Templates are the pages of this area.
//
//go:embed *.html
var Templates embed.FS

// Routes are the addresses of this area.
func Routes(_ *web.Kit) []web.Route {
	return slices.Concat(segmentRoutes(), deskRoutes())
}

// segmentRoutes are the pages of the coded stretches of a contact, and the same of
// any other session.
func segmentRoutes() []web.Route {
	return slices.Concat(
		routesUnder(access.Contact, "/forloeb/{course}/samvaer/{id}/kodning"),
		routesUnder(access.Notes, "/forloeb/{course}/aftaler/{id}/kodning"))
}

func routesUnder(kind access.Kind, of string) []web.Route {
	return []web.Route{
		web.ReadCase("GET "+of, kind, access.Deliver, coursepage.Show(segmentsPageOf)),
		web.WriteCase("POST "+of, kind, access.Write, access.Document, begin),
		web.ReadCase("GET "+of+"/indlaes", kind, access.Document, coursepage.Show(importForm)),
		web.TakingFile(web.WriteCase("POST "+of+"/indlaes", kind, access.Write, access.Document, importFile), mostForm),
		web.ReadCase("GET "+of+"/tal.csv", kind, access.Deliver, figuresFile),
	}
}

func deskRoutes() []web.Route {
	const kind, of = access.Contact, "/forloeb/{course}/kodning/{segment}"
	return []web.Route{
		web.ReadCase("GET "+of, kind, access.Document, showDesk),
		web.WriteCase("POST "+of, kind, access.Write, access.Document, press),
		web.WriteCase("POST "+of+"/gem", kind, access.Write, access.Document, keep),
		web.ReadCase("GET "+of+"/oejeblikke.csv", kind, access.Deliver, momentsFile),
	}
}

// place is the session that a page of the area stands under, with what everybody
// in it is called.
type place struct {
	coursepage.Head
	Session session.Session
	Number  int // of a contact, among the contacts with the same person
	Who     interplaypage.Names
	WhyNot  string // why it may not be coded; empty when it may
	v       *web.Visit
}

// placeOf reads the session with the id; NotFound when there is none. Who may not
// read it is Denied.
func placeOf(v *web.Visit, f *casefile.Reader, id string) (place, error) {
	s, err := session.Get(v.Context(), f, id)
	if err != nil {
		return place{}, err
	}
	p := place{Session: s, v: v}
	if err := f.Need(p.right(), access.Read); err != nil {
		return place{}, err
	}
	if p.Head, err = coursepage.Load(v, f, programme.Shipped()); err != nil {
		return place{}, err
	}
	if p.IsContact() {
		return p.ofContact(v, f)
	}
	p.Who, _ = interplaypage.Present(v, p.People, s.Persons)
	if s.Status == session.Cancelled || s.Status == session.NoShow {
		p.WhyNot = v.T("interaction.not-held")
	}
	return p, nil
}

// ofContact adds what a contact has and another session has not: the two whom it is
// about, and whether the law lets it be described.
func (p place) ofContact(v *web.Visit, f *casefile.Reader) (place, error) {
	c, err := contact.Get(v.Context(), f, p.Session.ID)
	if err != nil {
		return place{}, err
	}
	var children []string
	for _, child := range c.Arrangement.Children {
		children = append(children, p.WhoIs(child))
	}
	p.Number = c.Number
	p.Who = interplaypage.Names{Child: web.List(v.Lang, children), Parent: p.WhoIs(c.Arrangement.Counterpart)}
	if ok, why := c.Arrangement.Describable(c.When(), f.Now()); !ok {
		p.WhyNot = v.T(why)
	}
	return p, nil
}

// listed is placeOf for a page in the session's own folder: a contact is not found
// among the other sessions, and they are not found among the contacts.
func listed(v *web.Visit, f *casefile.Reader) (place, error) {
	p, err := placeOf(v, f, v.Param("id"))
	if err == nil && !strings.HasPrefix(v.Request.URL.Path, p.ListPath()) {
		return place{}, fault.New(fault.NotFound, "case.not-here")
	}
	return p, err
}

// IsContact reports whether the session is a contact of a child and a parent.
func (p place) IsContact() bool { return p.Session.Kind == session.Contact }

// right is the kind of information that the session's coding is.
func (p place) right() access.Kind { return interplaypage.RightOf(p.Session.Kind) }

// mayCode reports whether the reader may code the session.
func (p place) mayCode(f *casefile.Reader) bool {
	return p.WhyNot == "" && f.Can(p.right(), access.Write)
}

// Word is a text that speaks of a contact, or of what else the session is.
func (p place) Word(key string) string { return interplaypage.Word(p.v, p.Session.Kind, key) }

// tab is the text in the browser's tab, of a contact or of another session.
func (p place) tab(key string) string {
	if p.IsContact() {
		return key
	}
	return key + ".session"
}

// shown is a page of the area, under the menu item of what the session is.
func (p place) shown(page *web.Rendered) *web.Rendered {
	if p.IsContact() {
		return page.Under("/samvaer")
	}
	return page
}

// Crumbs lead back from the page to the session and its course.
func (p place) Crumbs(rest ...web.Link) []web.Link {
	all := web.Link{Text: p.v.T("contacts.sessions.title"), To: p.Path("aftaler")}
	one := web.Link{Text: p.v.Say("interplay.session", fault.Args{"what": p.what(), "date": lang.DayMonth(p.v.Lang, clock.DateOf(p.Session.When()))}), To: p.SessionPath()}
	if p.IsContact() {
		all = web.Link{Text: p.v.T("web.menu.contacts"), To: p.Path("samvaer")}
		one.Text = p.v.Say("interplay.contact", fault.Args{"n": p.Number})
	}
	return p.Head.Crumbs(p.v, append([]web.Link{all, one}, rest...)...)
}

// what is the kind of the session in words: "Praktisk støtte".
func (p place) what() string {
	if act, ok := p.Programme.Activity(string(p.Session.Kind)); ok {
		return p.v.T(act.Key)
	}
	return p.v.T("programme.activity." + string(p.Session.Kind))
}

// SessionPath is the page of the session.
func (p place) SessionPath() string { return interplaypage.SessionPath(p.CourseID, p.Session) }

// ListPath is the page of the session's coded stretches.
func (p place) ListPath(parts ...string) string {
	return strings.Join(append([]string{p.SessionPath(), "kodning"}, parts...), "/")
}

// DeskPath is the desk of a stretch.
func (p place) DeskPath(segment string, parts ...string) string {
	return p.Path(append([]string{"kodning", segment}, parts...)...)
}
