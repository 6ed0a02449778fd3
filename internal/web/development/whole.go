package development

import (
	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/web"
)

// wholePage is documented development on one page, for the adviser: what is
// documented, what is not yet, how sure, by whom, the judgement, and what is not
// known.
type wholePage struct {
	Crumbs     []web.Link
	Lead       string
	Conclusion conclusion
	Beside     string
	Parts      []wholePart
	Since      *sincePanel
	Back       bool // something has gone back since the last follow-up: then that stands first
	Judgement  judgementPanel
	Said       saidPanel
	Remarks    []remark
	Unknown    []string
	Statement  web.Link // the latest that still stands as it was made
}

// wholePart is the strands of one kind: documented, signs, not yet, too few, back, ladders.
type wholePart struct {
	Title string
	Rows  []wholeRow
	None  string
}

type wholeRow struct {
	strandRow
	Sentence string
}

func (a area) whole(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	words := x.words(v)
	d := wholePage{
		Crumbs: x.crumbs(v, web.Link{Text: v.T("development.whole.title")}), Lead: x.lead(v), Conclusion: x.conclusion(v), Beside: words.Beside(x.Development, x.Delivered.Total),
		Since: x.since(v), Back: len(x.Development.SetBacks()) > 0, Judgement: x.judgement(v), Remarks: x.remarks(v), Unknown: x.unknown(v),
	}
	d.Judgement.MayWrite = false
	if d.Said, err = x.said(v); err != nil {
		return nil, err
	}
	for _, part := range []struct {
		key    string
		always bool
		in     func(outcome.Graded) bool
	}{
		{"documented", true, func(g outcome.Graded) bool {
			return g.Result.Grade == singlecase.Documented && g.Result.Direction == singlecase.Up
		}},
		{"back", false, func(g outcome.Graded) bool {
			return g.Result.Grade >= singlecase.Signs && g.Result.Direction == singlecase.Down
		}},
		{"signs", false, func(g outcome.Graded) bool {
			return g.Result.Grade == singlecase.Signs && g.Result.Direction == singlecase.Up
		}},
		{"not-yet", true, func(g outcome.Graded) bool { return g.Result.Grade == singlecase.NotDocumented }},
		{"few", false, func(g outcome.Graded) bool {
			return g.Result.Grade == singlecase.TooLittle && g.Result.Reason != singlecase.ReasonOrdinal
		}},
		{"ladder", false, func(g outcome.Graded) bool { return g.Result.Reason == singlecase.ReasonOrdinal }},
	} {
		p := wholePart{Title: v.T("development.whole." + part.key)}
		for _, g := range x.Development.Strands {
			if part.in(g) {
				p.Rows = append(p.Rows, wholeRow{x.row(v, g), words.Sentence(g)})
			}
		}
		if len(p.Rows) == 0 {
			p.None = v.T("development.whole.none")
		}
		if part.always || len(p.Rows) > 0 {
			d.Parts = append(d.Parts, p)
		}
	}
	all, err := outcome.Statements(v.Context(), f)
	if err != nil {
		return nil, err
	}
	if s, ok := x.newest(all); ok {
		d.Statement = web.Link{To: x.Path("udvikling", "erklaering", s.ID), Text: v.T("development.whole.statement", fault.Args{"date": s.Content.On})}
	}
	return web.Page("development/whole", d).Titled("development.whole.title"), nil
}
