package development

import (
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/outcome"
	"samspil/internal/paper"
	"samspil/internal/web"
)

// statementPaper is the statement as a file to print. Taking it out is written in
// the audit log; its name tells nothing of the family.
func (a area) statementPaper(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	s, err := outcome.GetStatement(v.Context(), f, v.Param("statement"))
	if err != nil {
		return nil, err
	}
	if err := f.Record("extract", "statement", s.ID); err != nil {
		return nil, err
	}
	file, err := paper.NewPress(nil).PDF(x.statementDocument(v, s))
	if err != nil {
		return nil, err
	}
	return web.File(v.T("statement.file")+"-"+strings.ToUpper(mark(s.ID))+".pdf", "application/pdf", file), nil
}

// undrawn says which words the PDF cannot draw, before it is taken out; empty when it
// can draw them all.
func undrawn(v *web.Visit, d paper.Document) string {
	const most = 5
	words := paper.Undrawn(d)
	if len(words) == 0 {
		return ""
	}
	if len(words) > most {
		words = append(words[:most:most], "…")
	}
	return v.T("statement.undrawn", fault.Args{"words": strings.Join(words, " · ")})
}

func (x *file) statementDocument(v *web.Visit, s outcome.Statement) paper.Document {
	p := x.statementPage(v, s)
	d := paper.Document{
		Title: v.T("statement.name"), Language: string(v.Lang), Provider: x.Staff[s.MadeBy].Organisation, Subject: v.T("statement.name"), Made: s.MadeAt,
		Foot: v.T("statement.paper.mark", fault.Args{"mark": p.Mark}), Page: v.T("statement.paper.page"),
	}
	d.Head, d.Undrawn = d.Provider+" · "+d.Title, v.T("statement.paper.undrawn")
	if _, ok := s.Signed(access.Lead); !ok {
		d.Draft = v.T("statement.tag.waits")
	} else if _, ok := s.Signed(access.PsychologistOn); !ok {
		d.Draft = v.T("statement.tag.waits")
	}
	add := func(b ...paper.Block) { d.Blocks = append(d.Blocks, b...) }
	add(paper.Heading{Level: 1, Text: d.Title}, paper.Paragraph{Spans: paper.Text(p.Lead), Lead: true})
	if len(p.Changes) > 0 {
		box := paper.Box{Bad: true, Blocks: []paper.Block{paper.Paragraph{Spans: paper.Strong(v.T("statement.superseded"))}}}
		var list paper.List
		for _, c := range p.Changes {
			list.Items = append(list.Items, paper.Text(c.Text))
		}
		box.Blocks = append(box.Blocks, list)
		add(box)
	}
	add(paper.Box{Good: p.Grade >= 2, Bad: p.VerdictTag.Kind == "broken", Blocks: []paper.Block{
		paper.Paragraph{Spans: []paper.Span{{Text: p.Verdict + ". ", Strong: true}, {Text: p.Said}}, Lead: true},
		paper.Paragraph{Spans: paper.Text(p.Beside), Note: true}}})
	add(paper.Heading{Level: 2, Text: v.T("development.judgement")})
	if len(p.Judged) == 0 {
		add(paper.Paragraph{Spans: paper.Text(v.T("development.judgement.none"))})
	}
	for _, line := range p.Judged {
		add(paper.Paragraph{Spans: paper.Text(line)})
	}
	add(paper.Heading{Level: 2, Text: v.T("comment.beside")})
	if p.Family.None != "" {
		add(paper.Paragraph{Spans: paper.Text(p.Family.None)})
	}
	for _, row := range p.Family.Rows {
		spans := []paper.Span{{Text: row.Says, Strong: true}}
		if row.Words != "" {
			spans = append(spans, paper.Span{Text: " »" + row.Words + "«"})
		}
		add(paper.Paragraph{Spans: spans}, paper.Paragraph{Spans: paper.Text(row.By), Note: true})
	}
	table := paper.Table{Head: []string{v.T("development.head.goal"), v.T("development.head.rater"), v.T("development.head.count"), v.T("statement.head.period"),
		v.T("development.head.says"), v.T("statement.head.rate")}, Wide: []int{5, 4, 3, 5, 5, 5}}
	for _, r := range p.Strands {
		table.Rows = append(table.Rows, []string{r.Title, r.Rater, r.Count, r.Period, r.GradeText, orDash(r.Rate)})
	}
	add(paper.Heading{Level: 2, Text: v.T("statement.strands")}, table)
	for _, r := range p.Strands {
		add(strandBlocks(v, r)...)
	}
	add(paper.Heading{Level: 2, Text: v.T("statement.how")}, factBlock(p.Rule, v.T("statement.how")),
		paper.Paragraph{Spans: paper.Text(p.Check.Text), Note: true},
		paper.Heading{Level: 2, Text: v.T("statement.signatures")}, factBlock(p.Signatures, v.T("statement.signatures")))
	return d
}

// strandBlocks are a strand with what its grade was computed from, every measurement
// included.
func strandBlocks(v *web.Visit, r statedRow) []paper.Block {
	out := []paper.Block{paper.Heading{Level: 3, Text: r.Title + ", " + r.Rater}, paper.Paragraph{Spans: paper.Text(r.Said)}}
	if r.Since != "" {
		out = append(out, paper.Paragraph{Spans: paper.Text(r.Since)})
	}
	out = append(out, factBlock(r.Facts, r.Title))
	if len(r.Measurements) == 0 {
		return out
	}
	t := paper.Table{Head: []string{v.T("development.table.day"), v.T("development.table.value"), v.T("statement.head.counts"), v.T("statement.head.mark")}, Caption: v.T("statement.measurements")}
	for _, m := range r.Measurements {
		counts := m.LeftOut
		if counts == "" {
			counts = v.T("web.yes")
		}
		t.Rows = append(t.Rows, []string{m.Day, m.Value, counts, m.Mark})
	}
	return append(out, t)
}

func factBlock(facts []web.Fact, caption string) paper.Facts {
	out := paper.Facts{Caption: caption}
	for _, f := range facts {
		out.Rows = append(out.Rows, paper.Fact{Name: f.Label, Text: strings.TrimSpace(f.Text + " " + strings.Join(f.Texts, " "))})
	}
	return out
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
