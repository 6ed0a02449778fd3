package analyses

import (
	"strconv"

	"samspil/internal/access"
	"samspil/internal/analysis"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/web"
)

// showPage is one analysis: the document when it is signed, and the desk to write
// it at when it is not.
type showPage struct {
	Crumbs    []web.Link
	Title     string
	Lead      string
	Form      web.Form
	Parts     []part
	Writes    bool
	Sign      string // where the form of signing goes
	Correct   web.Deed
	Corrects  web.Link // the one this one corrects
	Replaced  web.Link // the one that corrects this one
	Statement int
}

// part is a heading with its statements.
type part struct {
	Name, Hint string
	Statements []statement
	Add        string
}

// statement is one thing said.
type statement struct {
	Layer, Text  string
	Sources      []source
	Edit, Remove string
	Version      int64
	Field        string // the form field its problem stands at
	Anchor       string
}

func (x *file) showPageOf(v *web.Visit, a analysis.Analysis) *web.Rendered {
	writes := x.mayWrite(a)
	d := showPage{Form: v.Form, Writes: writes, Lead: x.Heading, Title: v.T("analyses.new"), Sign: x.Path("analyser", a.ID, "skriv-under")}
	if a.Signed() {
		on := clock.DateOf(a.SignedAt)
		d.Title = v.T("analyses.named", fault.Args{"date": lang.PlainDate(v.Lang, on)})
		d.Lead += " · " + v.T("analyses.signed.when", fault.Args{"name": x.StaffName(a.AuthorID), "date": lang.LongDate(v.Lang, on), "at": lang.Clock(v.Lang, a.SignedAt)})
		if x.reader.Can(access.Analysis, access.Write) && x.Course.Status == course.Active {
			d.Correct = x.beginDeed(v, v.T("analyses.correct"), a.ID)
		}
	}
	d.Crumbs = x.crumbs(v, web.Link{Text: d.Title})
	d.Corrects, d.Replaced = x.neighbours(v, a)
	for _, p := range analysis.Parts {
		one := part{Name: v.T("analysis.part." + string(p)), Hint: v.T("analyses.hint." + string(p))}
		if p == analysis.Service && x.Programme.HasContact() {
			one.Name, one.Hint = v.T("analysis.part.contact"), v.T("analyses.hint.contact")
		}
		if writes {
			one.Add = x.Path("analyser", a.ID, "udsagn", "ny") + "?part=" + string(p)
		}
		for i, s := range a.Statements {
			if s.Part == p {
				one.Statements = append(one.Statements, x.statement(v, a, i))
			}
		}
		if writes || len(one.Statements) > 0 {
			d.Parts = append(d.Parts, one)
		}
	}
	d.Statement = len(a.Statements)
	v.Form.Put("version", strconv.FormatInt(a.Version, 10))
	return web.Page("analyses/show", d).Titled("analyses.title")
}

func (x *file) neighbours(v *web.Visit, a analysis.Analysis) (corrects, replaced web.Link) {
	for _, b := range x.all {
		link := web.Link{Text: v.T("analyses.named", fault.Args{"date": lang.PlainDate(v.Lang, clock.DateOf(b.SignedAt))}), To: x.Path("analyser", b.ID)}
		if b.ID == a.Supersedes {
			corrects = link
		}
		if b.Supersedes == a.ID && b.Signed() {
			replaced = link
		}
	}
	return corrects, replaced
}

func (x *file) statement(v *web.Visit, a analysis.Analysis, i int) statement {
	s, n := a.Statements[i], strconv.Itoa(i)
	out := statement{Layer: v.T("analysis.layer." + string(s.Layer)), Text: s.Text, Field: "cites-" + n, Anchor: "f-cites-" + n, Version: a.Version}
	for _, c := range s.Cites {
		out.Sources = append(out.Sources, x.source(v, c))
	}
	if x.mayWrite(a) {
		out.Edit, out.Remove = x.Path("analyser", a.ID, "udsagn", n), x.Path("analyser", a.ID, "udsagn", n, "fjern")
	}
	return out
}

func (a area) show(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, one, err := a.open(v, f)
	if err != nil {
		return nil, err
	}
	return x.showPageOf(v, one), nil
}

// open finds the analysis of the address. A draft is its author's alone.
func (a area) open(v *web.Visit, f *casefile.Reader) (*file, analysis.Analysis, error) {
	x, err := a.load(v, f)
	if err != nil {
		return nil, analysis.Analysis{}, err
	}
	one, err := x.find(v.Param("id"))
	if err == nil && !one.Signed() && one.AuthorID != f.Actor.ID {
		err = fault.New(fault.NotFound, "case.not-here")
	}
	return x, one, err
}

func (a area) sign(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	x, one, err := a.open(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	if !one.Signed() && v.Form.Version() != one.Version {
		return web.Stale(x.showPageOf(v, one), nil, one.Version), nil
	}
	if err := analysis.Sign(v.Context(), f, one.ID); err != nil {
		return web.NotValid(x.showPageOf(v, one), err)
	}
	return web.Redirect(x.Path("analyser", one.ID), "analyses.sign.done"), nil
}
