// Package voice is the part of the site about what a child says and shows: the time
// line of each child's words, the form for a new entry, what was said in confidence,
// and what a child asks for about contact.
package voice

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

// where is the first part of the addresses of a child's words, asked that of requests.
const (
	where = "barnets-stemme"
	asked = "oensker"
)

// Routes returns the pages and forms of the area. The time line is open to all who
// belong to the course, since the adviser answers what a child asks for; the child's
// words on it are shown to those who may read notes.
func Routes(_ *web.Kit) []web.Route {
	a := area{programmes: programme.Shipped()}
	show := func(pattern string, h coursepage.Reading) web.Route {
		return web.ReadCase("GET /forloeb/{course}/"+pattern, access.Notes, access.Deliver, h)
	}
	write := func(pattern string, h coursepage.Writing) web.Route {
		return web.WriteCase("POST /forloeb/{course}/"+pattern, access.Notes, access.Write, access.Document, h)
	}
	routes := []web.Route{
		web.ReadCase("GET /forloeb/{course}/"+where, access.Feedback, access.Deliver, a.timeline),
		show(where+"/laes", a.letIn),
		show(where+"/{entry}", coursepage.Show(a.entryPage)),
		web.WriteCase("POST /forloeb/{course}/"+where+"/{entry}", access.Notes, access.Read, access.Deliver, a.open),
		show("fortroligt/{opening}", a.opened),
		show(where+"/{entry}/fortael", coursepage.Show(a.tellPage)),
		write(where+"/{entry}/fortael", a.tellOn),
		show(where+"/{entry}/vaegt", coursepage.Show(a.afterPage)),
		write(where+"/{entry}/vaegt", a.follow),
		show(where+"/{entry}/ret", coursepage.Show(a.correctPage)),
		write(where+"/{entry}/ret", a.correct),
		show(asked+"/ny", coursepage.Show(a.askPage)),
		write(asked+"/ny", a.ask),
		show(asked+"/{request}/ret", coursepage.Show(a.reaskPage)),
		write(asked+"/{request}/ret", a.reask),
		web.ReadCase("GET /forloeb/{course}/"+asked+"/{request}", access.Feedback, access.Deliver, coursepage.Show(a.requestPage)),
		write(asked+"/{request}/sendt", a.send),
		write(asked+"/{request}/fortalt", a.told),
		web.WriteCase("POST /forloeb/{course}/"+asked+"/{request}/svar", access.Feedback, access.Write, access.Respond, a.answer),
	}
	for _, k := range []kindOfEntry{said, notAsked} {
		routes = append(routes, show(where+"/"+string(k), coursepage.Show(a.newPage(k))), write(where+"/"+string(k), a.enter(k)))
	}
	return routes
}

// kindOfEntry is which of the two forms an entry is written in.
type kindOfEntry string

const (
	said     kindOfEntry = "ny"
	notAsked kindOfEntry = "ikke-spurgt"
)
