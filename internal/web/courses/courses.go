// Package courses is the part of the site where a family's course is seen as a
// whole: the list of courses, the page of one course with its hours, goals and
// what has happened, its plan from draft to approval, its follow-ups and its
// consents.
package courses

import (
	"embed"

	"samspil/internal/access"
	"samspil/internal/programme"
	"samspil/internal/web"
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
	routes := []web.Route{
		web.Staff("GET /forloeb", staff, a.list),
		web.ReadCase("GET /forloeb/{course}", access.Card, access.Deliver, a.course),
		web.ReadCase("GET /forloeb/{course}/tidslinje", access.Card, access.Deliver, a.timeline),
		web.ReadCase("GET /forloeb/{course}/timer.csv", access.Card, access.Deliver, a.hoursFile),
		web.ReadCase("GET /forloeb/{course}/samtykker", access.Order, access.Deliver, a.consents),
		web.WriteCase("POST /forloeb/{course}/samtykker", access.Order, access.Read, access.Document, a.recordConsent),
	}
	return append(routes, a.planRoutes()...)
}

func (a area) planRoutes() []web.Route {
	read := func(pattern string, h reading) web.Route {
		return web.ReadCase("GET /forloeb/{course}"+pattern, access.Plan, access.Planning, h)
	}
	write := func(pattern string, mode access.Mode, h writing) web.Route {
		return web.WriteCase("POST /forloeb/{course}"+pattern, access.Plan, mode, access.Planning, h)
	}
	return []web.Route{
		read("/plan", a.planNow),
		write("/plan", access.Write, a.beginPlan),
		read("/plan/{plan}", a.planVersion),
		read("/plan/{plan}/aendringer", a.comparePlans),
		read("/plan/{plan}/ret/{part}", a.editPart),
		write("/plan/{plan}/ret/{part}", access.Write, a.savePart),
		read("/plan/{plan}/maal/{goal}", a.editGoal),
		write("/plan/{plan}/maal/{goal}", access.Write, a.saveGoal),
		write("/plan/{plan}/nyt-maal", access.Write, a.addGoal),
		write("/plan/{plan}/send", access.Write, a.submitPlan),
		read("/plan/{plan}/afgoer", a.decidePlan),
		write("/plan/{plan}/godkend", access.Approve, a.approvePlan),
		write("/plan/{plan}/giv-tilbage", access.Approve, a.returnPlan),
		read("/maal/{goal}", a.concludeForm),
		write("/maal/{goal}", access.Write, a.concludeGoal),
		write("/tegn/{goal}", access.Read, a.noteSign),
		read("/opfoelgning", a.followUpForm),
		write("/opfoelgning", access.Write, a.holdFollowUp),
		read("/ekstra-timer/{request}", a.hoursForm),
		write("/ekstra-timer/{request}", access.Approve, a.answerHours),
	}
}
