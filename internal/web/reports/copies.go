package reports

import (
	"strconv"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/person"
	"samspil/internal/report"
	"samspil/internal/report/handout"
	"samspil/internal/web"
)

// copiesPage is who a copy of the report can be made for, and who has been given one.
type copiesPage struct {
	Crumbs []web.Link
	Lead   string
	Files  []web.Link // of the adviser's copy
	Paper  string
	// Undrawn are the words that a PDF cannot draw, of all that the report holds.
	Undrawn string
	For     []copyRow
	Given   []givenRow
	Wait    string // why none can be made yet
}

type copyRow struct {
	Name, Text string
	To         string
	Files      []web.Link // when one was made ready of the text that stands now
}

type givenRow struct{ Who, When, Why string }

func (a area) copies(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, r, err := a.open(v, f)
	if err != nil {
		return nil, err
	}
	all, err := handout.Recipients(v.Context(), f)
	if err != nil {
		return nil, err
	}
	s := x.sheet(v, r)
	d := copiesPage{Lead: r.Content.Child + " · " + r.Content.Lead, Paper: x.Path("rapporter", r.ID, "udskrift")}
	d.Crumbs = x.crumbs(v, web.Link{Text: v.T("report.kind." + string(r.Kind)), To: x.Path("rapporter", r.ID)}, web.Link{Text: v.T("reports.copies")})
	if r.State != report.Approved && r.State != report.Sent || len(r.Unsigned()) > 0 {
		d.Wait = v.T("report.to.not-approved")
	}
	if d.Given, err = x.given(v, r); err != nil {
		return nil, err
	}
	for _, to := range all {
		if to.Kind == handout.Adviser {
			d.Files, d.Undrawn = x.files(v, r, to), undrawn(v, handout.Render(r, to, nil).Document(s))
			continue
		}
		row := copyRow{Name: to.Named(v.Lang, s.Organisation), Text: v.T("reports.copy.kind." + string(to.Kind))}
		row.To = x.Path("rapporter", r.ID, "udgaver", to.ID())
		ready, err := handout.IsReady(v.Context(), f, r, to)
		if err != nil {
			return nil, err
		}
		if ready {
			row.Files = append([]web.Link{{To: d.Paper + "?til=" + to.ID(), Text: v.T("reports.print")}}, x.files(v, r, to)...)
		}
		d.For = append(d.For, row)
	}
	return web.Page("reports/copies", d).Titled("reports.copies"), nil
}

// given lists what was made ready for whom, the adviser's own receipt first.
func (x *file) given(v *web.Visit, r report.Report) ([]givenRow, error) {
	all, err := handout.GivenOf(v.Context(), x.reader, r.ID)
	if err != nil {
		return nil, err
	}
	var out []givenRow
	if r.State == report.Sent {
		out = append(out, givenRow{Who: x.StaffName(x.Course.AdviserID), When: v.T("reports.copy.sent")})
	}
	for _, h := range all {
		to := handout.Recipient{Kind: h.Kind, PersonID: h.PersonID, Name: h.Name}
		out = append(out, givenRow{
			Who: to.Named(v.Lang, ""), Why: h.Reason,
			When: v.T("reports.copy.when", fault.Args{"name": x.StaffName(h.By), "date": lang.LongDate(v.Lang, clock.DateOf(h.At)), "at": lang.Clock(v.Lang, h.At)}),
		})
	}
	return out, nil
}

// copyPage is what one recipient will see, line by line, before it is given.
type copyPage struct {
	Form       web.Form
	Crumbs     []web.Link
	Name, Lead string
	To, Back   string
	Reasoned   bool
	Groups     []copyGroup
	Never      int
	Easy       []easyText
	Waits      bool   // the child's version is not confirmed
	Unwritten  string // where it is written; empty for those who do not write
}

type copyGroup struct {
	Title string
	Lines []copyLine
}

type copyLine struct {
	ID, Text, Layer, Names string
	Given, Chosen          bool
}

func (x *file) copyPageOf(v *web.Visit, r report.Report, to handout.Recipient) (*web.Rendered, error) {
	d := copyPage{
		Form: v.Form, Name: to.Named(v.Lang, x.Staff[x.Course.AdviserID].Organisation), Lead: v.T("reports.copy.kind." + string(to.Kind)), Reasoned: to.Reasoned,
		To: x.Path("rapporter", r.ID, "udgaver", to.ID()), Back: x.Path("rapporter", r.ID, "udgaver"),
	}
	d.Crumbs = x.crumbs(v, web.Link{Text: v.T("report.kind." + string(r.Kind)), To: x.Path("rapporter", r.ID)}, web.Link{Text: v.T("reports.copies"), To: d.Back}, web.Link{Text: d.Name})
	if to.Kind == handout.Easy {
		c, err := report.ChildOf(v.Context(), x.reader, r.ID)
		if err != nil {
			return nil, err
		}
		if !c.Confirmed {
			d.Waits = true
			if x.reader.Can(access.Report, access.Write) {
				d.Unwritten = x.Path("rapporter", r.ID, "barn")
			}
		}
		for _, q := range report.ChildQuestions {
			if c.Texts[q] != "" {
				d.Easy = append(d.Easy, easyText{v.T("report.child." + string(q)), split(c.Texts[q])})
			}
		}
		return web.Page("reports/copy", d).Titled("reports.copies"), nil
	}
	cards, err := person.Cards(v.Context(), x.reader)
	if err != nil {
		return nil, err
	}
	var others []string
	for _, c := range cards {
		if c.PersonID != to.PersonID && c.Role != person.Child {
			others = append(others, c.Name)
		}
	}
	chosen := map[string]bool{}
	for _, id := range v.Form.Values("line") {
		chosen[id] = true
	}
	for _, o := range handout.Offer(r.Content, to, others) {
		if o.Stance == handout.Never {
			d.Never++
			continue
		}
		title := v.T("reports.copy.curves")
		switch {
		case o.Question != "":
			title = v.T("report.question." + string(o.Question))
		case len(d.Groups) == 0:
			title = v.T("report.question.conclusion")
		}
		line := copyLine{ID: o.ID, Text: o.Text, Given: o.Stance == handout.Given, Chosen: chosen[o.ID]}
		if o.Layer != "" {
			line.Layer = v.T("report.layer." + string(o.Layer))
		}
		if len(o.Names) > 0 {
			line.Names = v.T("reports.copy.names", fault.Args{"names": web.List(v.Lang, o.Names)})
		}
		if n := len(d.Groups); n == 0 || d.Groups[n-1].Title != title {
			d.Groups = append(d.Groups, copyGroup{Title: title})
		}
		g := &d.Groups[len(d.Groups)-1]
		g.Lines = append(g.Lines, line)
	}
	v.Form.Put("version", strconv.FormatInt(r.Version, 10))
	return web.Page("reports/copy", d).Titled("reports.copies"), nil
}

// other is the recipient of the address. The adviser's copy needs no making ready.
func other(v *web.Visit, f *casefile.Reader) (handout.Recipient, error) {
	to, err := handout.Find(v.Context(), f, v.Param("til"))
	if err == nil && to.Kind == handout.Adviser {
		return to, fault.New(fault.NotFound, "case.not-here")
	}
	return to, err
}

func (a area) copyForm(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, r, err := a.open(v, f)
	if err != nil {
		return nil, err
	}
	to, err := other(v, f)
	if err != nil {
		return nil, err
	}
	return x.copyPageOf(v, r, to)
}

func (a area) makeCopy(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	x, r, err := a.open(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	to, err := other(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	if v.Form.Version() != r.Version && to.Kind != handout.Easy {
		page, err := x.copyPageOf(v, r, to)
		if err != nil {
			return nil, err
		}
		return web.Stale(page, nil, r.Version), nil
	}
	err = handout.Make(v.Context(), f, handout.Handout{
		ID: v.Form.ID(), ReportID: r.ID, Kind: to.Kind, PersonID: to.PersonID, Reason: v.Form.Value("reason"), Lines: v.Form.Values("line"),
	})
	if err != nil {
		page, perr := x.copyPageOf(v, r, to)
		if perr != nil {
			return nil, perr
		}
		return web.NotValid(page, err)
	}
	return web.Redirect(x.Path("rapporter", r.ID, "udgaver"), "reports.copy.done"), nil
}
