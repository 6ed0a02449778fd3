package reports

import (
	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/outcome"
	"samspil/internal/programme"
	"samspil/internal/report"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// closingPage says what is still missing before the course can close, and leads to
// each of it.
type closingPage struct {
	Form       web.Form
	Crumbs     []web.Link
	Lead       string
	Conditions []condition
	Ready      bool
	MayClose   bool
	MayExcept  bool
	Except     string
	Endings    []web.Option
	Closed     string
	Back       string
}

// condition is one thing that closing asks for.
type condition struct {
	Name, Text string
	Met        bool
	Links      []web.Link
	Anchor     string
}

func (a area) closing(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	x, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	ready, err := report.Ready(v.Context(), f, x.Programme)
	if err != nil {
		return nil, err
	}
	d := closingPage{
		Form: v.Form, Crumbs: x.crumbs(v, web.Link{Text: v.T("reports.closing")}), Lead: x.Heading, Ready: len(ready.Missing) == 0,
		Back: x.Path("rapporter"), Except: x.Path("afslutning", "undtagelse"),
	}
	missing := map[string]bool{}
	for _, m := range ready.Missing {
		missing[m.ID] = true
	}
	for _, c := range x.Programme.Closing {
		d.Conditions = append(d.Conditions, x.condition(v, c, !missing[c.ID], ready))
	}
	if x.Course.Status == course.Closed {
		d.Closed = v.T("reports.closed", fault.Args{"date": lang.LongDate(v.Lang, x.Course.EndedOn)})
		return web.Page("reports/closing", d).Titled("reports.closing"), nil
	}
	d.MayClose = f.Can(access.Report, access.Approve)
	d.MayExcept = d.MayClose && !ready.Documented && ready.Exception == ""
	for _, e := range course.Endings {
		d.Endings = append(d.Endings, web.Option{Value: string(e), Key: "course.ending." + string(e)})
	}
	on := x.Course.ExpectedEnd
	if on.IsZero() || on.After(x.Today) {
		on = x.Today
	}
	v.Form.Fill("on", on.String())
	return web.Page("reports/closing", d).Titled("reports.closing"), nil
}

func (x *file) condition(v *web.Visit, c programme.Condition, met bool, ready report.Readiness) condition {
	out := condition{Name: v.T("reports.condition." + c.ID), Met: met, Anchor: "f-" + c.ID}
	if !met {
		out.Text = v.T(c.Key)
	}
	link := func(key string, parts ...string) {
		out.Links = append(out.Links, web.Link{Text: v.T(key), To: x.Path(parts...)})
	}
	switch c.ID {
	case programme.ClosingAnalysis:
		if x.reader.Can(access.Analysis, access.Read) || x.reader.AsksReason(access.Analysis) {
			link("reports.closing.analysis", "analyser")
		}
	case programme.ClosingGoals:
		for _, g := range ready.OpenGoals {
			out.Links = append(out.Links, web.Link{Text: g.Title, To: x.Path("maal", g.ID)})
		}
	case programme.ClosingFlags:
		if !met {
			link("reports.closing.flags", "tilbagemeldinger")
		}
	case programme.ClosingDevelopment:
		words := outcome.Words{Lang: v.Lang, Name: x.StaffName}
		out.Text = words.Conclusion(ready.Development)
		if ready.Exception != "" {
			out.Text = v.T("reports.exception.given", fault.Args{"name": x.StaffName(ready.ExceptionBy), "reason": ready.Exception})
		} else if !met {
			out.Text += " " + v.T(c.Key) + "."
		}
		link("reports.closing.development", "udvikling")
	case programme.ClosingReport:
		if ready.Report != nil {
			link("reports.closing.report", "rapporter", ready.Report.ID)
		} else if x.reader.Can(access.Report, access.Write) {
			out.Links = append(out.Links, web.Link{Text: v.T("reports.new.closing"), To: x.Path("rapporter", "ny") + "?kind=closing"})
		}
	}
	return out
}

func (a area) except(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	if err := report.Except(v.Context(), f, v.Form.ID(), v.Form.Value("exception")); err != nil {
		return coursepage.Again(v, f, a.closing, err)
	}
	return web.Redirect(coursepage.Path(v.CourseID(), "afslutning"), "reports.exception.done"), nil
}

func (a area) close(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	x, err := a.load(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	var p fault.Problems
	cl := course.Closing{Ending: course.Ending(v.Form.Value("ending")), On: v.Form.NeededDate(&p, "on", "reports.closing.on.missing"), Reason: v.Form.Text(&p, "reason", maxText)}
	if cl.On.After(x.Today) {
		p.Add("on", "reports.closing.on.ahead")
	}
	if err = p.Err(); err == nil {
		err = report.Close(v.Context(), f, x.Programme, cl)
	}
	if err != nil {
		return coursepage.Again(v, f, a.closing, err)
	}
	return web.Redirect(coursepage.Path(v.CourseID(), "afslutning"), "reports.closing.done"), nil
}

// maxText is the longest reason, in characters.
const maxText = 4000
