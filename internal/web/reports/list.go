package reports

import (
	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/report"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// listPage is the reports of the reader's courses.
type listPage struct {
	Open, Sent []row
	Adviser    bool
}

// row is a report in a list.
type row struct {
	To, Title, Name, Text string
	Tag                   web.Tag
}

// most is how many reports that were sent the list shows.
const most = 50

func (a area) list(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	l, err := casefile.OpenList(v.Context(), tx, v.Actor, access.Purpose{Code: access.Reporting}, "reports")
	if err != nil {
		return nil, err
	}
	all, err := report.Standings(v.Context(), l)
	if err != nil {
		return nil, err
	}
	d := listPage{Adviser: v.Actor.Role == access.Adviser}
	var shown []report.Standing
	var ids []string
	sent := 0
	for _, s := range all {
		if s.State == report.Sent {
			if sent++; sent > most {
				continue
			}
		}
		shown = append(shown, s)
		ids = append(ids, s.CourseID)
	}
	l.Found(len(shown))
	names, err := coursepage.CallEach(v, l, ids)
	if err != nil {
		return nil, err
	}
	for _, s := range shown {
		r := row{
			To: coursepage.Path(s.CourseID, "rapporter", s.ID), Name: names[s.CourseID].Heading, Title: title(v, s.Kind, s.From, s.To), Tag: stateTag(v, s.Kind, s.State, s.Signed),
		}
		if s.State == report.Sent {
			d.Sent = append(d.Sent, r)
		} else {
			d.Open = append(d.Open, r)
		}
	}
	return web.Page("reports/list", d).Titled("reports.title"), nil
}

// coursePage is one course's reports.
type coursePage struct {
	Crumbs  []web.Link
	Lead    string
	Next    *web.NextStep
	Rows    []row
	New     []web.Link
	Closing string
}

func (a area) course(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	all, err := report.All(v.Context(), f)
	if err != nil {
		return nil, err
	}
	d := coursePage{Crumbs: x.crumbs(v), Lead: x.Heading}
	open := map[report.Kind]bool{}
	for _, r := range all {
		on := clock.DateOf(r.EnteredAt)
		d.Rows = append(d.Rows, row{
			To: x.Path("rapporter", r.ID), Title: title(v, r.Kind, r.From, r.To), Tag: stateTag(v, r.Kind, r.State, len(report.Roles)-len(r.Unsigned())),
			Text: v.T("reports.by", fault.Args{"name": x.StaffName(r.AuthorID), "date": lang.PlainDate(v.Lang, on)}),
		})
		open[r.Kind] = open[r.Kind] || r.State != report.Sent
	}
	if f.Can(access.Report, access.Write) {
		for _, k := range report.Kinds {
			if !open[k] && (x.Course.Status == course.Active || k == report.Closing) {
				d.New = append(d.New, web.Link{Text: v.T("reports.new." + string(k)), To: x.Path("rapporter", "ny") + "?kind=" + string(k)})
			}
		}
	}
	if x.Course.Status == course.Active && (f.Can(access.Report, access.Write) || f.Can(access.Report, access.Approve)) {
		d.Closing = x.Path("afslutning")
	}
	return web.Page("reports/course", d).Titled("reports.title"), nil
}

// newPage asks which report is drawn, and of which days.
type newPage struct {
	Form   web.Form
	Crumbs []web.Link
	Lead   string
	Kinds  []web.Option
	Back   string
}

func (a area) newForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	x, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	all, err := report.All(v.Context(), f)
	if err != nil {
		return nil, err
	}
	from := x.Course.StartOn
	for _, r := range all {
		if r.Kind == report.Status && v.Form.Value("kind") != string(report.Closing) && r.State == report.Sent && r.To.After(from) {
			from = r.To.AddDays(1)
		}
	}
	if from.After(x.Today) {
		from = x.Today
	}
	v.Form.Fill("from", from.String())
	v.Form.Fill("to", x.Today.String())
	d := newPage{Form: v.Form, Crumbs: x.crumbs(v, web.Link{Text: v.T("reports.new")}), Lead: x.Heading, Back: x.Path("rapporter")}
	for _, k := range report.Kinds {
		d.Kinds = append(d.Kinds, web.Option{Value: string(k), Key: "report.kind." + string(k), Hint: v.T("reports.kind.hint." + string(k))})
	}
	return web.Page("reports/new", d).Titled("reports.new"), nil
}

func (a area) begin(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	x, err := a.load(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	var p fault.Problems
	r := report.Report{
		ID: v.Form.ID(), Kind: report.Kind(v.Form.Value("kind")), From: v.Form.NeededDate(&p, "from", "report.no-from"), To: v.Form.NeededDate(&p, "to", "report.no-to"),
	}
	if r.Kind != report.Status && r.Kind != report.Closing {
		p.Add("kind", "report.no-kind")
	}
	if r.Kind == report.Closing && !r.From.After(r.To) && !r.From.After(x.Today) {
		r.From = x.Course.StartOn // the last report is about the whole course
	}
	id := ""
	if err = p.Err(); err == nil {
		r.Content, err = report.Draw(v.Context(), &f.Reader, report.Drawing{Kind: r.Kind, From: r.From, To: r.To, Programme: x.Programme, Lang: v.Lang})
	}
	if err == nil {
		id, err = report.Begin(v.Context(), f, r)
	}
	if err != nil {
		return coursepage.Again(v, f, a.newForm, err)
	}
	toast := "reports.begun"
	if id != r.ID {
		toast = "reports.begun.already"
	}
	return web.Redirect(x.Path("rapporter", id), toast), nil
}
