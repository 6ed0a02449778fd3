// Package people is the part of the site about the people around a child: who they
// are, who holds custody and how that is known, who is protected, where they are —
// shown only on a click with a reason — and who has looked at the course.
package people

import (
	"embed"

	"samspil/internal/access"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// Templates are the pages of this area.
//
//go:embed *.html
var Templates embed.FS

// area holds what all pages of the area share.
type area struct {
	demo bool // CPR numbers of the invented families are read
}

// staff are those who may belong to a course.
var staff = []access.Role{access.Consultant, access.Psychologist, access.Leader, access.Adviser}

// Routes returns the pages and forms of the area. The rights of what is written are
// those of package person: the order's writers and the fixed team.
func Routes(k *web.Kit) []web.Route {
	a := area{demo: k.Demo}
	read := func(pattern, purpose string, h coursepage.Reading) web.Route {
		return web.ReadCase("GET /forloeb/{course}"+pattern, access.Order, purpose, h)
	}
	write := func(pattern, purpose string, h coursepage.Writing) web.Route {
		return web.WriteCase("POST /forloeb/{course}"+pattern, access.Order, access.Read, purpose, h)
	}
	return []web.Route{
		web.Staff("GET /personer", staff, a.search),
		web.Staff("POST /personer", staff, a.search),
		read("/personer", access.Deliver, a.list),
		read("/personer/{person}", access.Deliver, coursepage.Show(a.card)),
		write("/personer/{person}", access.Document, a.saveCard),
		read("/personer/{person}/foraeldremyndighed", access.Deliver, coursepage.Show(a.custody)),
		write("/personer/{person}/foraeldremyndighed", access.Document, a.saveCustody),
		read("/personer/{person}/beskyttelse", access.Deliver, coursepage.Show(a.protection)),
		write("/personer/{person}/beskyttelse", access.Document, a.protect),
		read("/personer/{person}/sted", access.Deliver, coursepage.Show(a.newPlace)),
		write("/personer/{person}/sted", access.Document, a.keepPlace),
		read("/beskyttelse/{protection}/tag-ned", access.Deliver, coursepage.Show(a.lifting)),
		write("/beskyttelse/{protection}/tag-ned", access.Document, a.lift),
		read("/sted/{place}", access.Deliver, coursepage.Show(a.asking)),
		write("/sted/{place}", access.Release, a.reveal),
		read("/vist/{reveal}", access.Release, a.revealed),
		web.ReadCase("GET /forloeb/{course}/adgang", access.AccessLog, access.LogReview, a.looked),
	}
}
