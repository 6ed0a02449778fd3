// Package reports is the part of the site where status and closing reports are
// drawn from the record, written to their end, read by a second pair of eyes,
// signed, sent and printed, and where a course is closed.
package reports

import (
	"embed"

	"samspil/internal/access"
	"samspil/internal/paper"
	"samspil/internal/programme"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// Templates are the pages of this area.
//
//go:embed *.html
var Templates embed.FS

type area struct {
	programmes programme.Catalogue
	press      *paper.Press
}

var staff = []access.Role{access.Consultant, access.Psychologist, access.Leader, access.Adviser}

// Routes returns the pages and forms of the area.
func Routes(_ *web.Kit) []web.Route {
	a := area{programmes: programme.Shipped(), press: paper.NewPress(web.DrawnStyle())}
	const root = "/forloeb/{course}/rapporter"
	read := func(pattern string, h coursepage.Reading) web.Route {
		return web.ReadCase("GET "+pattern, access.Report, access.Reporting, h)
	}
	write := func(pattern string, mode access.Mode, h coursepage.Writing) web.Route {
		return web.WriteCase("POST "+pattern, access.Report, mode, access.Reporting, h)
	}
	return []web.Route{
		web.Staff("GET /rapporter", staff, a.list),
		read(root, a.course),
		read(root+"/ny", coursepage.Show(a.newForm)),
		write(root+"/ny", access.Write, a.begin),
		read(root+"/{id}", a.show),
		read(root+"/{id}/udskrift", a.paper),
		read(root+"/{id}/fil/{form}", a.file),
		read(root+"/{id}/udgaver", a.copies),
		read(root+"/{id}/udgaver/{til}", a.copyForm),
		write(root+"/{id}/udgaver/{til}", access.Read, a.makeCopy),
		read(root+"/{id}/barn", a.childForm),
		write(root+"/{id}/barn", access.Write, a.saveChild),
		read(root+"/{id}/ret/{question}", a.sectionForm),
		write(root+"/{id}/ret/{question}", access.Write, a.saveSection),
		write(root+"/{id}/hent", access.Write, a.redraw),
		write(root+"/{id}/til-anden-laeser", access.Write, a.submit),
		write(root+"/{id}/tag-tilbage", access.Write, a.takeBack),
		write(root+"/{id}/godkend", access.Approve, a.approve),
		write(root+"/{id}/giv-tilbage", access.Approve, a.giveBack),
		write(root+"/{id}/skriv-under", access.Write, a.sign),
		write(root+"/{id}/send", access.Read, a.send),
		read("/forloeb/{course}/afslutning", coursepage.Show(a.closing)),
		write("/forloeb/{course}/afslutning", access.Approve, a.close),
		write("/forloeb/{course}/afslutning/undtagelse", access.Approve, a.except),
	}
}
