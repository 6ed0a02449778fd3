// Package feedback is the part of the site where something that needs attention
// is raised and seen to, where quick feedback goes to the municipality's adviser
// and back, where advisers ask for advice, and where it can be seen that nothing
// has been lost on the way.
package feedback

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

// provider are those who deliver the courses.
var provider = []access.Role{access.Consultant, access.Psychologist, access.Leader}

// Routes returns the pages and forms of the area.
func Routes(_ *web.Kit) []web.Route {
	routes := []web.Route{
		web.Staff("GET /tilbagemeldinger", provider, overview),
		web.Staff("GET /indbakke", []access.Role{access.Adviser}, inbox),
		web.Staff("GET /afstemning", append([]access.Role{access.Adviser}, provider...), reconciliation),
		read("/tilbagemeldinger", courseOverview),
		read("/raad/ny", coursepage.Show(askForm)),
		write("/raad/ny", ask),
		read("/raad/{id}", coursepage.Show(advicePage)),
		write("/raad/{id}", answerAdvice),
	}
	routes = append(routes, messageRoutes()...)
	routes = append(routes, flagRoutes()...)
	return append(routes, notificationRoutes()...)
}

func messageRoutes() []web.Route {
	return []web.Route{
		read("/tilbagemeldinger/ny", coursepage.Show(newMessage)),
		write("/tilbagemeldinger/ny", saveMessage),
		read("/tilbagemeldinger/{id}", message),
		read("/tilbagemeldinger/{id}/ret", coursepage.Show(editMessage)),
		write("/tilbagemeldinger/{id}/ret", saveMessage),
		write("/tilbagemeldinger/{id}/send", sendMessage),
		write("/tilbagemeldinger/{id}/kvitter", acknowledge),
		read("/tilbagemeldinger/{id}/svar", coursepage.Show(replyForm)),
		write("/tilbagemeldinger/{id}/svar", reply),
	}
}

func flagRoutes() []web.Route {
	return []web.Route{
		read("/opmaerksomhed/ny", coursepage.Show(raiseForm)),
		write("/opmaerksomhed/ny", raise),
		read("/opmaerksomhed/{id}", coursepage.Show(flagPage)),
		read("/opmaerksomhed/{id}/aendr", coursepage.Show(adaptForm)),
		write("/opmaerksomhed/{id}/aendr", adapt),
		read("/opmaerksomhed/{id}/luk", coursepage.Show(nothingForm)),
		write("/opmaerksomhed/{id}/luk", nothing),
	}
}

func notificationRoutes() []web.Route {
	return []web.Route{
		read("/underretninger/ny", coursepage.Show(notifyForm)),
		write("/underretninger/ny", saveNotification),
		read("/underretninger/modtaget", coursepage.Show(receivedForm)),
		write("/underretninger/modtaget", receive),
		read("/underretninger/{id}", coursepage.Show(notificationPage)),
		write("/underretninger/{id}/givet", noteGiven),
		write("/underretninger/{id}/gjort", handle),
	}
}

func read(pattern string, h coursepage.Reading) web.Route {
	return web.ReadCase("GET /forloeb/{course}"+pattern, access.Feedback, access.Respond, h)
}

func write(pattern string, h coursepage.Writing) web.Route {
	return web.WriteCase("POST /forloeb/{course}"+pattern, access.Feedback, access.Write, access.Respond, h)
}
