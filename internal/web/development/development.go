// Package development is the part of the site where it is seen whether something
// has changed in a family: what is measured and by whom, each curve by its real
// dates, what can be said of it and what cannot, and the professionals' own
// judgement beside the figures.
package development

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

// staff are those who work with families or have ordered the work.
var staff = []access.Role{access.Consultant, access.Psychologist, access.Leader, access.Adviser}

// Routes returns the pages and forms of the area.
func Routes(_ *web.Kit) []web.Route {
	a := area{programmes: programme.Shipped()}
	const root = "/forloeb/{course}/udvikling"
	read := func(pattern string, h coursepage.Reading) web.Route {
		return web.ReadCase("GET "+root+pattern, access.Measures, access.Deliver, h)
	}
	write := func(pattern string, h coursepage.Writing) web.Route {
		return web.WriteCase("POST "+root+pattern, access.Measures, access.Write, access.Document, h)
	}
	return []web.Route{
		web.Staff("GET /udvikling", staff, a.list),
		read("", a.overview),
		read("/tal.csv", a.file),
		read("/samlet", a.whole),
		read("/familien", a.family),
		read("/familien/tal.csv", a.familyFile),
		web.WriteCase("POST "+root+"/opmaerksomhed", access.Feedback, access.Write, access.Document, a.raise),
		read("/erklaering", a.statements),
		web.WriteCase("POST "+root+"/erklaering", access.Report, access.Write, access.Reporting, a.state),
		read("/erklaering/{statement}", a.statement),
		web.WriteCase("POST "+root+"/erklaering/{statement}/underskriv", access.Report, access.Write, access.Reporting, a.signStatement),
		read("/erklaering/{statement}/fil.pdf", a.statementPaper),
		read("/nye", a.openForm),
		write("/nye", a.openDefaults),
		read("/nej/{person}", a.declineForm),
		write("/nej/{person}", a.decline),
		read("/ny", a.newForm),
		write("/ny", a.openOne),
		read("/maal/{strand}", a.strand),
		read("/maal/{strand}/tal.csv", a.strandFile),
		read("/maal/{strand}/maaling", a.rateForm),
		write("/maal/{strand}/maaling", a.rate),
		read("/maal/{strand}/mangler", a.missForm),
		write("/maal/{strand}/mangler", a.miss),
		write("/maal/{strand}/stop", a.stop),
		web.ReadCase("GET "+root+"/vurdering", access.Measures, access.Deliver, coursepage.Show(a.judgeForm)),
		web.WriteCase("POST "+root+"/vurdering", access.Report, access.Write, access.Reporting, a.judge),
	}
}
