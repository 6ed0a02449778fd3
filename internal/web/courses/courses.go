// Package courses is the part of the site where a family's course is seen as a
// whole: the list of courses, the page of one course with its hours, goals and
// what has happened, and what the family has said yes and no to.
package courses

import (
	"embed"

	"samspil/internal/access"
	"samspil/internal/programme"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// Templates are the pages of this area.
//
//go:embed *.html
var Templates embed.FS

// area holds what all pages of the area share.
type area struct{ programmes programme.Catalogue }

// staff are those who work with families or have ordered the work.
var staff = []access.Role{access.Consultant, access.Psychologist, access.Leader, access.Adviser}

// Routes returns the pages and forms of the area.
func Routes(_ *web.Kit) []web.Route {
	a := area{programmes: programme.Shipped()}
	return []web.Route{
		web.Staff("GET /forloeb", staff, a.list),
		web.ReadCase("GET /forloeb/{course}", access.Card, access.Deliver, a.course),
		web.ReadCase("GET /forloeb/{course}/tidslinje", access.Card, access.Deliver, a.timeline),
		web.ReadCase("GET /forloeb/{course}/timer.csv", access.Card, access.Deliver, a.hoursFile),
		web.WriteCase("POST /forloeb/{course}/tegn/{goal}", access.Measures, access.Write, access.Document, a.noteSign),
		web.ReadCase("GET /forloeb/{course}/samtykker", access.Order, access.Deliver, coursepage.Show(a.consents)),
		web.WriteCase("POST /forloeb/{course}/samtykker", access.Order, access.Read, access.Document, a.recordConsent),
	}
}
