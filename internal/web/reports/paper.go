package reports

import (
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/paper"
	"samspil/internal/report"
	"samspil/internal/report/handout"
	"samspil/internal/web"
)

// paperPage is a copy of the report as a document for its recipient.
type paperPage struct {
	Provider, Kind, Status string
	Title, Lead, Number    string
	Head                   []report.Line
	Body                   body
	Easy                   []easyText
	MadeFor, Mark, Back    string
	Signatures             []web.Fact
	Files                  []web.Link
	Undrawn                string // the words that the PDF cannot draw; empty when it can draw all
	Draft                  bool
}

type easyText struct {
	Title string
	Lines []string
}

// recipient is who the address asks a copy for; the adviser where it says nothing.
func recipient(v *web.Visit) string {
	if to := v.Request.URL.Query().Get("til"); to != "" {
		return to
	}
	return string(handout.Adviser)
}

// paper shows a copy as it is printed. Opening it is written in the audit log.
func (a area) paper(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, r, err := a.open(v, f)
	if err != nil {
		return nil, err
	}
	o, err := handout.Fetch(v.Context(), f, r.ID, recipient(v))
	if err != nil {
		return nil, err
	}
	if err := f.Record("print", "report", r.ID); err != nil {
		return nil, err
	}
	v.Lang = r.Content.Language() // it is a paper in one language
	s := x.sheet(v, r)
	d := paperPage{
		Provider: s.Provider, Kind: v.T("report.kind." + string(r.Kind)), Title: o.Title, Lead: o.Lead, Head: o.Head, Mark: o.Mark, Back: x.Path("rapporter", r.ID),
		Number: v.T("reports.paper.number", fault.Args{"name": o.Title, "number": s.Number}), Draft: r.State != report.Sent, Files: x.files(v, r, o.To),
	}
	if d.Draft {
		d.Status = v.T("reports.paper.state." + string(r.State))
	}
	d.Undrawn = undrawn(v, o.Document(s))
	to := o.To.Named(v.Lang, s.Organisation)
	d.MadeFor = v.T("report.paper.for", fault.Args{"who": to, "date": lang.LongDate(v.Lang, x.Today)})
	if o.To.Kind != handout.Adviser && len(o.Easy) == 0 {
		d.Head = append([]report.Line{{Label: v.T("report.head.to"), Text: to}}, d.Head...)
	}
	if len(o.Easy) > 0 {
		d.Title, d.Kind = v.T("report.child.to", fault.Args{"name": o.Title}), v.T("report.child.title")
		for _, answer := range o.Easy {
			if answer.Text != "" {
				d.Easy = append(d.Easy, easyText{v.T("report.child." + string(answer.Question)), split(answer.Text)})
			}
		}
	} else {
		d.Body = bodyOf(v, o)
	}
	for _, sig := range o.Signatures {
		when := v.T("reports.signed", fault.Args{"date": lang.LongDate(v.Lang, clock.DateOf(sig.At)), "at": lang.Clock(v.Lang, sig.At)})
		d.Signatures = append(d.Signatures, web.Fact{Label: v.T("reports.role." + string(sig.Role)), Text: sig.Name, Tag: web.Tag{Kind: "done", Text: when}})
	}
	return web.Page("reports/paper", d).Titled("report.kind." + string(r.Kind)).Document(), nil
}

func (x *file) sheet(v *web.Visit, r report.Report) handout.Sheet {
	return handout.Sheet{
		Lang: r.Content.Language(), Provider: x.Staff[r.AuthorID].Organisation, Organisation: x.Staff[x.Course.AdviserID].Organisation,
		Number: number(x.reader.CourseID), Made: v.Now(),
	}
}

// files leads to a copy as files.
func (x *file) files(v *web.Visit, r report.Report, to handout.Recipient) []web.Link {
	var out []web.Link
	for _, form := range handout.Forms {
		out = append(out, web.Link{To: x.Path("rapporter", r.ID, "fil", form) + "?til=" + to.ID(), Text: v.T("reports.file." + form)})
	}
	return out
}

// shownUndrawn is how many words are told that a PDF cannot draw.
const shownUndrawn = 5

// undrawn says which words of a copy its PDF cannot draw, so that somebody takes
// another form; empty when it can draw them all.
func undrawn(v *web.Visit, d paper.Document) string {
	words := paper.Undrawn(d)
	if len(words) == 0 {
		return ""
	}
	if len(words) > shownUndrawn {
		words = append(words[:shownUndrawn:shownUndrawn], "…")
	}
	return v.T("reports.undrawn", fault.Args{"words": strings.Join(words, " · ")})
}

// file hands out a copy as a file. Taking it out is written in the audit log, and
// its name tells nobody's name.
func (a area) file(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, r, err := a.open(v, f)
	if err != nil {
		return nil, err
	}
	o, err := handout.Fetch(v.Context(), f, r.ID, recipient(v))
	if err != nil {
		return nil, err
	}
	made, err := handout.Print(a.press, o.Document(x.sheet(v, r)), o.Mark, v.Param("form"))
	if err != nil {
		return nil, err
	}
	return web.File(made.Name, made.Type, made.Content), nil
}

// number is a short number of the course for paper.
func number(id string) string {
	if len(id) > 6 {
		id = id[len(id)-6:]
	}
	return strings.ToUpper(id)
}

func trimmed(text string) string { return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")) }
