// Package interplay is the pages for coding and understanding the interplay of a
// child and a parent: the desk at which a stretch of a contact is coded key by
// key, recordings brought in from other programs, and what can be read from it
// afterwards. The scheme is not a validated test, and every page says so.
package interplay

import (
	"embed"
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/contact"
	"samspil/internal/programme"
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

func segmentRoutes() []web.Route {
	const kind, of = access.Contact, "/forloeb/{course}/samvaer/{id}/kodning"
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

// place is the contact that a page of the area stands under, with what everybody
// in it is called.
type place struct {
	coursepage.Head
	Contact contact.Contact
	Who     interplaypage.Names
	WhyNot  string // why the contact may not be described; empty when it may
	v       *web.Visit
}

// placeOf reads the contact with the id; NotFound when there is none.
func placeOf(v *web.Visit, f *casefile.Reader, id string) (place, error) {
	c, err := contact.Get(v.Context(), f, id)
	if err != nil {
		return place{}, err
	}
	h, err := coursepage.Load(v, f, programme.Shipped())
	p := place{Head: h, Contact: c, v: v}
	var children []string
	for _, child := range c.Arrangement.Children {
		children = append(children, h.WhoIs(child))
	}
	p.Who = interplaypage.Names{Child: web.List(v.Lang, children), Parent: h.WhoIs(c.Arrangement.Counterpart)}
	if ok, why := c.Arrangement.Describable(c.When(), f.Now()); !ok {
		p.WhyNot = v.T(why)
	}
	return p, err
}

// Crumbs lead back from the page to the contact and its course.
func (p place) Crumbs(rest ...web.Link) []web.Link {
	contacts := web.Link{Text: p.v.T("web.menu.contacts"), To: p.Path("samvaer")}
	one := web.Link{Text: p.v.Say("interplay.contact", map[string]any{"n": p.Contact.Number}), To: p.Path("samvaer", p.Contact.ID)}
	return p.Head.Crumbs(p.v, append([]web.Link{contacts, one}, rest...)...)
}

// ListPath is the page of the contact's coded stretches.
func (p place) ListPath(parts ...string) string {
	return p.Path(append([]string{"samvaer", p.Contact.ID, "kodning"}, parts...)...)
}

// DeskPath is the desk of a stretch.
func (p place) DeskPath(segment string, parts ...string) string {
	return p.Path(append([]string{"kodning", segment}, parts...)...)
}
