package reports

import (
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/report"
	"samspil/internal/web"
)

// paperPage is the report as a document for one receiver.
type paperPage struct {
	Provider, Kind, Status string
	Title, Lead, Number    string
	Head                   []report.Line
	Body                   body
	MadeFor, Mark, Back    string
	Signatures             []web.Fact
	Draft                  bool
}

// paper shows the report as it is printed. Opening it is written in the audit log.
func (a area) paper(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, r, err := a.open(v, f)
	if err != nil {
		return nil, err
	}
	if err := f.Record("print", "report", r.ID); err != nil {
		return nil, err
	}
	d := paperPage{
		Provider: x.Staff[r.AuthorID].Organisation, Kind: v.T("report.kind." + string(r.Kind)), Title: r.Content.Child, Lead: r.Content.Lead,
		Head: r.Content.Head, Body: bodyOf(v, r), Mark: r.Mark(), Back: x.Path("rapporter", r.ID), Signatures: x.signatures(v, r),
		Number: v.T("reports.paper.number", fault.Args{"name": x.Name, "number": number(f.CourseID)}), Draft: r.State != report.Sent,
	}
	if d.Draft {
		d.Status = v.T("reports.paper.state." + string(r.State))
	}
	to := x.Staff[x.Course.AdviserID]
	d.MadeFor = v.T("reports.paper.for", fault.Args{"name": to.Name, "organisation": to.Organisation, "date": lang.LongDate(v.Lang, x.Today)})
	return web.Page("reports/paper", d).Titled("report.kind." + string(r.Kind)).Document(), nil
}

// number is a short number of the course for paper.
func number(id string) string {
	if len(id) > 6 {
		id = id[len(id)-6:]
	}
	return strings.ToUpper(id)
}

func trimmed(text string) string { return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")) }
