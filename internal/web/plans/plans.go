// Package plans is the part of the site where a family's plan is written, approved
// and changed: the goals in the family's words, the hours that fall, what the
// adviser answers when more are asked for, how goals end, and the follow-ups.
package plans

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

// Routes returns the pages and forms of the area.
func Routes(_ *web.Kit) []web.Route {
	a := area{programmes: programme.Shipped()}
	read := func(pattern string, h coursepage.Reading) web.Route {
		return web.ReadCase("GET /forloeb/{course}"+pattern, access.Plan, access.Planning, h)
	}
	write := func(pattern string, mode access.Mode, h coursepage.Writing) web.Route {
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
		read("/maal/{goal}", coursepage.Show(a.concludeForm)),
		write("/maal/{goal}", access.Write, a.concludeGoal),
		read("/opfoelgning", coursepage.Show(a.followUpForm)),
		write("/opfoelgning", access.Write, a.holdFollowUp),
		read("/ekstra-timer/{request}", coursepage.Show(a.hoursForm)),
		write("/ekstra-timer/{request}", access.Approve, a.answerHours),
	}
}
