// Package contacts is the pages for what is done with a family: appointments
// and their notes, and the contacts between a child and a parent with what
// comes before, during and after. They are made to be used on a phone in a
// hallway: what is known already stands there, and the rest is few taps and
// few words.
package contacts

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

// Routes are the addresses of this area.
func Routes(_ *web.Kit) []web.Route {
	a := area{programmes: programme.Shipped()}
	routes := append(a.sessionRoutes(), a.contactRoutes()...)
	return append(routes, a.arrangementRoutes()...)
}

func (a area) sessionRoutes() []web.Route {
	const notes = access.Notes
	return []web.Route{
		web.ReadCase("GET /forloeb/{course}/aftaler", notes, access.Deliver, a.sessions),
		web.ReadCase("GET /forloeb/{course}/aftaler/ny", notes, access.Deliver, coursepage.Show(a.planForm)),
		web.WriteCase("POST /forloeb/{course}/aftaler/ny", notes, access.Write, access.Planning, a.planSession),
		web.ReadCase("GET /forloeb/{course}/aftaler/{id}", notes, access.Deliver, a.session),
		web.ReadCase("GET /forloeb/{course}/aftaler/{id}/flyt", notes, access.Deliver, coursepage.Show(a.moveForm)),
		web.WriteCase("POST /forloeb/{course}/aftaler/{id}/flyt", notes, access.Write, access.Planning, a.moveSession),
		web.ReadCase("GET /forloeb/{course}/aftaler/{id}/note", notes, access.Document, coursepage.Show(a.noteForm)),
		web.WriteCase("POST /forloeb/{course}/aftaler/{id}/note", notes, access.Write, access.Document, a.writeNote),
		web.ReadCase("GET /forloeb/{course}/aftaler/{id}/underskrift", notes, access.Document, coursepage.Show(a.sessionSignForm)),
		web.WriteCase("POST /forloeb/{course}/aftaler/{id}/underskrift", notes, access.Write, access.Document, a.signSession),
		web.ReadCase("GET /forloeb/{course}/aftaler/{id}/afbud", notes, access.Document, coursepage.Show(a.cancelForm)),
		web.WriteCase("POST /forloeb/{course}/aftaler/{id}/afbud", notes, access.Write, access.Document, a.cancel),
		web.ReadCase("GET /forloeb/{course}/aftaler/{id}/telefon/{entry}", notes, access.Document, a.comparePhone),
		web.WriteCase("POST /forloeb/{course}/aftaler/{id}/telefon/{entry}", notes, access.Write, access.Document, a.choosePhone),
	}
}

func (a area) contactRoutes() []web.Route {
	const kind = access.Contact
	return []web.Route{
		web.ReadCase("GET /forloeb/{course}/samvaer", kind, access.Deliver, a.list),
		web.ReadCase("GET /forloeb/{course}/samvaer/ny", kind, access.Deliver, coursepage.Show(a.bookForm)),
		web.WriteCase("POST /forloeb/{course}/samvaer/ny", kind, access.Write, access.Planning, a.book),
		web.ReadCase("GET /forloeb/{course}/samvaer/{id}", kind, access.Deliver, a.contact),
		web.ReadCase("GET /forloeb/{course}/samvaer/{id}/flyt", kind, access.Deliver, coursepage.Show(a.moveForm)),
		web.WriteCase("POST /forloeb/{course}/samvaer/{id}/flyt", kind, access.Write, access.Planning, a.moveContact),
		web.ReadCase("GET /forloeb/{course}/samvaer/{id}/foer", kind, access.Document, coursepage.Show(a.beforeForm)),
		web.WriteCase("POST /forloeb/{course}/samvaer/{id}/foer", kind, access.Write, access.Document, a.prepare),
		web.ReadCase("GET /forloeb/{course}/samvaer/{id}/ja-til-kodning", kind, access.Document, coursepage.Show(a.codingForm)),
		web.WriteCase("POST /forloeb/{course}/samvaer/{id}/ja-til-kodning", kind, access.Write, access.Document, a.answerCoding),
		web.ReadCase("GET /forloeb/{course}/samvaer/{id}/under", kind, access.Document, coursepage.Show(a.duringForm)),
		web.WriteCase("POST /forloeb/{course}/samvaer/{id}/under", kind, access.Write, access.Document, a.attend),
		web.ReadCase("GET /forloeb/{course}/samvaer/{id}/efter", kind, access.Document, coursepage.Show(a.afterForm)),
		web.WriteCase("POST /forloeb/{course}/samvaer/{id}/efter", kind, access.Write, access.Document, a.answer),
		web.ReadCase("GET /forloeb/{course}/samvaer/{id}/stop", kind, access.Document, coursepage.Show(a.stopForm)),
		web.WriteCase("POST /forloeb/{course}/samvaer/{id}/stop", kind, access.Write, access.Document, a.halt),
		web.ReadCase("GET /forloeb/{course}/samvaer/{id}/bagefter", kind, access.Document, coursepage.Show(a.afterwardsForm)),
		web.WriteCase("POST /forloeb/{course}/samvaer/{id}/bagefter", kind, access.Write, access.Document, a.hear),
		web.ReadCase("GET /forloeb/{course}/samvaer/{id}/underskrift", kind, access.Document, coursepage.Show(a.contactSignForm)),
		web.WriteCase("POST /forloeb/{course}/samvaer/{id}/underskrift", kind, access.Write, access.Document, a.signContact),
		web.ReadCase("GET /forloeb/{course}/samvaer/{id}/afbud", kind, access.Document, coursepage.Show(a.cancelForm)),
		web.WriteCase("POST /forloeb/{course}/samvaer/{id}/afbud", kind, access.Write, access.Document, a.cancel),
		web.ReadCase("GET /forloeb/{course}/samvaer/{id}/telefon/{entry}", kind, access.Document, a.comparePhone),
		web.WriteCase("POST /forloeb/{course}/samvaer/{id}/telefon/{entry}", kind, access.Write, access.Document, a.choosePhone),
	}
}

func (a area) arrangementRoutes() []web.Route {
	return []web.Route{
		web.ReadCase("GET /forloeb/{course}/samvaersaftaler", access.Order, access.Deliver, a.arrangements),
		web.ReadCase("GET /forloeb/{course}/samvaersaftaler/{strand}", access.Order, access.Deliver, coursepage.Show(a.arrangementForm)),
		web.WriteCase("POST /forloeb/{course}/samvaersaftaler/{strand}", access.Order, access.Read, access.Document, a.arrange),
		web.ReadCase("GET /forloeb/{course}/samvaersaftaler/{strand}/noter", access.Order, access.Deliver, coursepage.Show(a.recordingForm)),
		web.WriteCase("POST /forloeb/{course}/samvaersaftaler/{strand}/noter", access.Order, access.Read, access.Document, a.recordAgreement),
	}
}
