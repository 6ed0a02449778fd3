// Package patterns is the pages for understanding what was coded of a child and a
// parent: each figure over the contacts, what follows what, how far two coders saw
// the same, and the moments that went well, chosen to be shown to the parent. The
// scheme is not a validated test, and every page for staff says so.
package patterns

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

// Routes are the addresses of this area.
func Routes(_ *web.Kit) []web.Route {
	u := understanding{programmes: programme.Shipped()}
	const moments = "/forloeb/{course}/samvaer/{id}/det-gik-godt"
	const patterns = "/forloeb/{course}/samspil/moenstre"
	const over = "/forloeb/{course}/samspil"
	const agree = "/forloeb/{course}/kodning/{segment}/enighed"
	return []web.Route{
		web.ReadCase("GET "+agree, access.Contact, access.Deliver, coursepage.Show(u.agreeForm)),
		web.ReadCase("GET "+agree+"/steder.csv", access.Contact, access.Deliver, u.placesFile),
		web.WriteCase("POST "+agree+"/bed", access.Contact, access.Write, access.Document, u.askColleague),
		web.WriteCase("POST "+agree+"/kod", access.Contact, access.Write, access.Document, u.codeToo),
		web.ReadCase("GET "+over, access.Contact, access.Deliver, u.over),
		web.ReadCase("GET "+over+"/tal.csv", access.Contact, access.Deliver, u.overFile),
		web.ReadCase("GET "+patterns, access.Contact, access.Analyse, u.patterns),
		web.ReadCase("GET "+patterns+"/tal.csv", access.Contact, access.Analyse, u.patternFile),
		web.ReadCase("GET "+patterns+"/{id}", access.Contact, access.Analyse, u.kept),
		web.WriteCase("POST "+patterns+"/indsaet", access.Analysis, access.Write, access.Analyse, u.insert),
		web.ReadCase("GET "+moments, access.Contact, access.Document, coursepage.Show(u.momentsForm)),
		web.WriteCase("POST "+moments, access.Contact, access.Write, access.Document, u.saveMoments),
		web.ReadCase("GET "+moments+"/vis", access.Contact, access.Deliver, u.show),
	}
}
