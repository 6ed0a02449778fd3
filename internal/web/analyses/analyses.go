// Package analyses is the part of the site where the psychologist writes what the
// work with a family shows: of the help that is given, or of the contact, and of
// the parents' capacity. Each statement is an observation, an interpretation or an
// assessment, and leads to the meetings, contacts and measurements it rests on.
package analyses

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

type area struct{ programmes programme.Catalogue }

// Routes returns the pages and forms of the area.
func Routes(_ *web.Kit) []web.Route {
	a := area{programmes: programme.Shipped()}
	const root = "/forloeb/{course}/analyser"
	read := func(pattern string, h coursepage.Reading) web.Route {
		return web.ReadCase("GET "+root+pattern, access.Analysis, access.Analyse, h)
	}
	write := func(pattern string, h coursepage.Writing) web.Route {
		return web.WriteCase("POST "+root+pattern, access.Analysis, access.Write, access.Analyse, h)
	}
	return []web.Route{
		read("", a.list),
		write("", a.begin),
		read("/{id}", a.show),
		read("/{id}/udsagn/{n}", a.statementForm),
		write("/{id}/udsagn/{n}", a.saveStatement),
		write("/{id}/udsagn/{n}/fjern", a.removeStatement),
		write("/{id}/skriv-under", a.sign),
	}
}
