package interplay

import (
	"samspil/internal/access"
	"samspil/internal/programme"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// patternRoutes are the pages for understanding what was coded: over the contacts,
// between two coders, in training, and with the parents.
func patternRoutes() []web.Route {
	u := understanding{programmes: programme.Shipped()}
	const moments = "/forloeb/{course}/samvaer/{id}/det-gik-godt"
	const patterns = "/forloeb/{course}/samspil/moenstre"
	return []web.Route{
		web.ReadCase("GET "+patterns, access.Contact, access.Analyse, u.patterns),
		web.ReadCase("GET "+patterns+"/tal.csv", access.Contact, access.Analyse, u.patternFile),
		web.ReadCase("GET "+patterns+"/{id}", access.Contact, access.Analyse, u.kept),
		web.WriteCase("POST "+patterns+"/indsaet", access.Analysis, access.Write, access.Analyse, u.insert),
		web.ReadCase("GET "+moments, access.Contact, access.Document, coursepage.Show(u.momentsForm)),
		web.WriteCase("POST "+moments, access.Contact, access.Write, access.Document, u.saveMoments),
		web.ReadCase("GET "+moments+"/vis", access.Contact, access.Deliver, u.show),
	}
}
