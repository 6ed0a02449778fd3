package reports

import (
	"strconv"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/report"
	"samspil/internal/web"
)

// childPage is where the version that the child can read is written.
type childPage struct {
	Form      web.Form
	Crumbs    []web.Link
	Lead      string
	To, Back  string
	Fields    []childField
	Reading   string // how hard the text is to read
	Hard      bool
	Confirmed string
	Copies    string
}

type childField struct {
	Name, Key, HintKey string
	Drawn              []string // what the report says, to write from
}

func (x *file) childPageOf(v *web.Visit, r report.Report) (*web.Rendered, error) {
	c, err := report.ChildOf(v.Context(), x.reader, r.ID)
	if err != nil {
		return nil, err
	}
	d := childPage{
		Form: v.Form, Lead: r.Content.Child + " · " + r.Content.Lead, To: x.Path("rapporter", r.ID, "barn"),
		Back: x.Path("rapporter", r.ID), Copies: x.Path("rapporter", r.ID, "udgaver"),
	}
	d.Crumbs = x.crumbs(v, web.Link{Text: v.T("report.kind." + string(r.Kind)), To: d.Back}, web.Link{Text: v.T("report.child.title")})
	text := c
	if v.Form.Sent() {
		text.Texts = typed(v)
	}
	if lix := report.Readability(text.Text()); lix > 0 {
		d.Hard = lix >= report.EasyReading
		d.Reading = v.T("reports.child.reading", fault.Args{"lix": lix, "most": report.EasyReading})
	}
	if c.Confirmed {
		d.Confirmed = v.T("reports.child.confirmed", fault.Args{"name": x.StaffName(c.By), "date": lang.LongDate(v.Lang, clock.DateOf(c.At))})
	}
	for _, q := range report.ChildQuestions {
		v.Form.Fill(string(q), c.Texts[q])
		d.Fields = append(d.Fields, childField{string(q), "report.child." + string(q), "reports.child.hint." + string(q), from(r.Content, q)})
	}
	v.Form.Fill("version", strconv.FormatInt(c.Number, 10))
	return web.Page("reports/child", d).Titled("report.child.title"), nil
}

// from is what the report says that a heading for the child can be written from.
// Nothing of it is put into the child's version by itself.
func from(c report.Content, q report.ChildQuestion) []string {
	switch q {
	case report.ChildWhy:
		return split(c.Section(report.Goals).Facts)
	case report.ChildSaid:
		return split(c.Section(report.Benefit).Words)
	case report.ChildBetter:
		return split(c.Section(report.Changed).Facts)
	case report.ChildHard:
		return split(c.Section(report.Benefit).Assessment)
	}
	return append(split(c.Section(report.Next).Facts), split(c.Section(report.Next).Assessment)...)
}

func typed(v *web.Visit) map[report.ChildQuestion]string {
	out := map[report.ChildQuestion]string{}
	for _, q := range report.ChildQuestions {
		out[q] = trimmed(v.Form.Value(string(q)))
	}
	return out
}

func (a area) childForm(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	if err := f.Need(access.Report, access.Write); err != nil {
		return nil, err
	}
	x, r, err := a.open(v, f)
	if err != nil {
		return nil, err
	}
	return x.childPageOf(v, r)
}

func (a area) saveChild(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	x, r, err := a.open(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	confirm := v.Form.Value("then") == "confirm"
	err = report.WriteChild(v.Context(), f, r.ID, report.ChildVersion{Texts: typed(v), Number: v.Form.Version()}, confirm)
	if err == nil {
		toast := "reports.child.saved"
		if confirm {
			toast = "reports.child.given-word"
		}
		return web.Redirect(x.Path("rapporter", r.ID, "barn"), toast), nil
	}
	page, perr := x.childPageOf(v, r)
	if perr != nil {
		return nil, perr
	}
	if e, ok := fault.As(err); ok && e.Key == "form.stale" {
		now, nerr := report.ChildOf(v.Context(), &f.Reader, r.ID)
		if nerr != nil {
			return nil, nerr
		}
		theirs := map[string]string{}
		for _, q := range report.ChildQuestions {
			theirs[string(q)] = now.Texts[q]
		}
		return web.Stale(page, theirs, now.Number), nil
	}
	return web.NotValid(page, err)
}
