// Package referrals is the part of the site where a family is referred and taken
// on: the adviser writes the referral in six steps and sends it, the leader sees
// whether the family belongs in the programme, says yes or no, and names the fixed
// team. A course starts only when the team is whole.
package referrals

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
type area struct {
	programmes programme.Catalogue
	demo       bool // CPR numbers of the invented families are read
}

// referrers are those who may refer: the adviser, or the leader on an adviser's behalf.
var referrers = []access.Role{access.Adviser, access.Leader}

// Routes returns the pages and forms of the area.
func Routes(k *web.Kit) []web.Route {
	a := area{programmes: programme.Shipped(), demo: k.Demo}
	return []web.Route{
		web.Staff("GET /henvisninger", referrers, a.list),
		web.Staff("GET /henvisninger/ny", referrers, a.choose),
		web.Staff("POST /henvisninger", referrers, a.begin),
		web.ReadCase("GET /henvisninger/{course}", access.Order, access.Refer, a.show),
		web.ReadCase("GET /henvisninger/{course}/{step}", access.Order, access.Refer, a.showStep),
		web.WriteCase("POST /henvisninger/{course}/{step}", access.Order, access.Write, access.Refer, a.saveStep),
		web.WriteCase("POST /henvisninger/{course}/send", access.Order, access.Write, access.Refer, a.send),
		web.WriteCase("POST /henvisninger/{course}/svar", access.Team, access.Write, access.Intake, a.decide),
		web.ReadCase("GET /forloeb/{course}/hold", access.Team, access.Intake, coursepage.Show(a.team)),
		web.WriteCase("POST /forloeb/{course}/hold", access.Team, access.Write, access.Intake, a.nameTeam),
		web.WriteCase("POST /forloeb/{course}/hold/start", access.Team, access.Write, access.Intake, a.start),
	}
}
