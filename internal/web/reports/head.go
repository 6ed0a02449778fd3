package reports

import (
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/report"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// file is what the pages of this area know of a course.
type file struct {
	coursepage.Head
	reader *casefile.Reader
}

func (a area) load(v *web.Visit, f *casefile.Reader) (*file, error) {
	h, err := coursepage.Load(v, f, a.programmes)
	return &file{h, f}, err
}

func (x *file) crumbs(v *web.Visit, rest ...web.Link) []web.Link {
	return x.CrumbsUnder(v, web.Link{Text: v.T("reports.title"), To: x.Path("rapporter")}, rest...)
}

// title is "Afsluttende rapport, 26. januar–4. oktober 2026".
func title(v *web.Visit, kind report.Kind, from, to clock.Date) string {
	return v.T("reports.named", fault.Args{"kind": v.T("report.kind." + string(kind)), "from": lang.DayMonth(v.Lang, from), "to": lang.PlainDate(v.Lang, to)})
}

// stateTag is how far a report has come. signed counts its signatures.
func stateTag(v *web.Visit, kind report.Kind, state report.State, signed int) web.Tag {
	switch {
	case state == report.Draft:
		return web.Tag{Kind: "none", Text: v.T("reports.state.draft")}
	case state == report.Submitted:
		return web.Tag{Kind: "waiting", Text: v.T("reports.state.submitted")}
	case state == report.Sent:
		return web.Tag{Kind: "done", Text: v.T("reports.state.sent")}
	case kind == report.Closing && signed < len(report.Roles):
		return web.Tag{Kind: "soon", Text: v.T("reports.state.unsigned")}
	}
	return web.Tag{Kind: "soon", Text: v.T("reports.state.approved")}
}
