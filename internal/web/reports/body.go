package reports

import (
	"strconv"
	"strings"

	"samspil/internal/chart"
	"samspil/internal/report"
	"samspil/internal/report/handout"
	"samspil/internal/web"
)

// body is the text of a report as it is read, on the screen and on paper.
type body struct {
	Conclusion string // "good", "setback" or empty: the edge of the box
	Summary    string
	More       []string // what else stands in the box
	Judged     []string // the authors' own assessment
	Edit       string   // where the box is written
	Sections   []section
	Annex      []curve
	Sources    []string
}

// Boxed reports whether there is anything in the conclusion's box.
func (b body) Boxed() bool { return b.Summary != "" || len(b.Judged) > 0 }

// section is one heading with what stands under it.
type section struct {
	Question      report.Question
	Number, Title string
	Facts         []fact
	Words         []string
	Layers        []layer
	Curve         *curve
	Table         []strandRow
	Nothing       string // what stands instead of a text, with why
	Edit, Anchor  string
	Caution       string
}

// fact is a line; Strong where it stands above the lines that follow.
type fact struct {
	Text   string
	Strong bool
}

// layer is an observation, interpretation or assessment, marked in words.
type layer struct {
	Name  string
	Lines []string
}

// curve is a strand drawn for paper.
type curve struct {
	Title, Sentence string
	Wide, Narrow    chart.SVG
}

// strandRow is a strand in the table of the goals.
type strandRow struct{ Title, Rater, Count, FromTo, Says string }

// bodyOf shows a copy of a report. What is not in the copy is not on the page.
func bodyOf(v *web.Visit, o handout.Rendering) body {
	b := body{Summary: o.Summary, More: []string{v.T("report.no-cause")}}
	switch {
	case o.Good():
		b.Conclusion = "good"
	case o.Bad():
		b.Conclusion = "setback"
	}
	main := o.MainCurve()
	number := 0
	for _, s := range o.Sections {
		if s.Question == report.Conclusion {
			b.conclude(s)
			continue
		}
		number++
		one := section{Question: s.Question, Number: strconv.Itoa(number), Title: v.T("report.question." + string(s.Question)), Anchor: "f-" + string(s.Question)}
		if s.Empty() {
			one.Nothing = o.Nothing(v.Lang, s.Question)
		}
		one.fill(v, s)
		if s.Question == report.Goals && main >= 0 {
			one.Curve, one.Nothing = draw(v, o, main), ""
			for _, k := range o.Curves {
				one.Table = append(one.Table, strandRow{k.Title, k.Rater, k.Count, k.FromTo, k.Says})
			}
		}
		if s.Question == report.Parents && s.Observation != "" && o.Caution {
			one.Caution = v.T("report.caution")
		}
		b.Sections = append(b.Sections, one)
	}
	for i := range o.Curves {
		if i != main {
			b.Annex = append(b.Annex, *draw(v, o, i))
		}
	}
	b.Sources = handout.Sources(v.Lang, o.Sources)
	return b
}

// conclude puts the conclusion as its authors left it into the box.
func (b *body) conclude(s report.Section) {
	if facts := split(s.Facts); len(facts) > 0 {
		b.Summary, b.More = facts[0], facts[1:]
	}
	b.Judged = split(s.Assessment)
}

func (s *section) fill(v *web.Visit, from report.Section) {
	for _, line := range split(from.Facts) {
		s.Facts = append(s.Facts, fact{line, handout.Heads(line)})
	}
	s.Words = split(from.Words)
	for _, l := range []report.Layer{report.Observation, report.Interpretation, report.Assessment} {
		if text := from.Text(l); text != "" {
			s.Layers = append(s.Layers, layer{v.T("report.layer." + string(l)), split(text)})
		}
	}
}

func split(text string) []string {
	var out []string
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// draw draws the i-th curve as it stood when the report was drawn.
func draw(v *web.Visit, o handout.Rendering, i int) *curve {
	k, p := o.Curves[i], o.Phase(v.Lang, i)
	narrow := p.Draw(chart.Narrow)
	p.Words.End = k.Rater + ": " + p.Words.End
	return &curve{Title: k.Title + ", " + k.Rater, Sentence: k.Sentence, Wide: p.Draw(chart.Column), Narrow: narrow}
}
