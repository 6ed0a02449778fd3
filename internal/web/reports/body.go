package reports

import (
	"strconv"
	"strings"

	"samspil/internal/chart"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/report"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
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
	Caution    string
}

// section is one heading with what stands under it.
type section struct {
	Question      report.Question
	Number, Title string
	Facts         []fact
	Words         []string
	Layers        []layer
	Curve         *curve
	Table         []strandRow
	Empty         bool
	Edit, Anchor  string
	Caution       string
}

// fact is a line; Strong where it stands above the lines that follow.
type fact struct {
	Text   string
	Strong bool
}

// heads reports whether a line stands above others: a goal, or words and a colon.
func heads(line string) bool {
	for _, l := range lang.All {
		if prefix, _, ok := strings.Cut(lang.T(l, "report.goal", nil), "{"); ok && strings.HasPrefix(line, prefix) {
			return true
		}
	}
	return strings.HasSuffix(line, ":")
}

// layer is an observation, interpretation or assessment, marked in words.
type layer struct {
	Name  string
	Lines []string
}

// curve is a strand drawn for paper.
type curve struct {
	Title, Sentence, Note string
	Wide, Narrow          chart.SVG
}

// strandRow is a strand in the table of the goals.
type strandRow struct{ Title, Rater, Count, FromTo, Says string }

func bodyOf(v *web.Visit, r report.Report) body {
	c := r.Content
	b := body{Summary: c.Summary, More: []string{v.T("report.no-cause")}}
	switch c.Verdict {
	case singlecase.FamilyDocumented, singlecase.FamilySigns:
		b.Conclusion = "good"
	case singlecase.FamilySetback, singlecase.FamilySetbackSigns:
		b.Conclusion = "setback"
	}
	if c.Caution {
		b.Caution = v.T("report.caution")
	}
	main := mainCurve(c)
	number := 0
	for _, s := range c.Sections {
		if s.Question == report.Conclusion {
			b.conclude(s)
			continue
		}
		number++
		one := section{Question: s.Question, Number: strconv.Itoa(number), Title: v.T("report.question." + string(s.Question)), Anchor: "f-" + string(s.Question), Empty: s.Empty()}
		one.fill(v, s)
		if s.Question == report.Goals && main >= 0 {
			one.Curve, one.Empty = draw(v, c, main, chart.Column), false
			for _, k := range c.Curves {
				one.Table = append(one.Table, strandRow{k.Title, k.Rater, k.Count, k.FromTo, k.Says})
			}
		}
		if s.Question == report.Parents && s.Observation != "" {
			one.Caution = b.Caution
		}
		b.Sections = append(b.Sections, one)
	}
	for i := range c.Curves {
		if i != main {
			b.Annex = append(b.Annex, *draw(v, c, i, chart.Column))
		}
	}
	b.Sources = sources(v, c.Sources)
	return b
}

// sources lists the evidence; meetings of one kind share a line with their days.
func sources(v *web.Visit, all []report.Source) []string {
	var out []string
	at := map[string]int{}
	for _, s := range all {
		if s.Kind != "session" && s.Kind != "contact" {
			out = append(out, lang.PlainDate(v.Lang, s.On)+": "+s.Text)
			continue
		}
		day := lang.DayMonth(v.Lang, s.On)
		if i, ok := at[s.Text]; ok {
			out[i] += ", " + day
			continue
		}
		at[s.Text] = len(out)
		out = append(out, s.Text+": "+day)
	}
	return out
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
		s.Facts = append(s.Facts, fact{line, heads(line)})
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

// mainCurve is the curve with most measurements; -1 without any.
func mainCurve(c report.Content) int {
	best, n := -1, 0
	for i, k := range c.Curves {
		if len(k.Points) > n {
			best, n = i, len(k.Points)
		}
	}
	return best
}

// draw draws the i-th curve as it stood when the report was drawn.
func draw(v *web.Visit, c report.Content, i, width int) *curve {
	k := c.Curves[i]
	scale, _ := instrument.ScaleNamed(k.Scale)
	p := chart.Phase{
		Frame:   chart.Frame{ID: "kurve-" + strconv.Itoa(i), Title: k.Title + ", " + k.Rater, Desc: k.Sentence, Lang: v.Lang},
		Subject: coursepage.Subject(k.Role), Scale: chart.Scale{Min: scale.Least, Max: scale.Most, Percent: scale.Percent}, Band: singlecase.Band(scale.SEM),
		Words: chart.PhaseWords{
			First: v.T("report.before"), Missed: v.T("reports.chart.missed"), Hours: v.T("reports.chart.hours"), Mark: v.T("reports.chart.mark"),
			Median: v.T("reports.chart.median"), Band: v.T("reports.chart.band"),
		},
	}
	for _, w := range c.Weeks {
		p.Weeks = append(p.Weeks, chart.Week{Of: w.Of, Hours: w.Hours})
	}
	for _, b := range c.Borders {
		p.Borders = append(p.Borders, chart.Border{On: b.On, Name: b.Name})
	}
	if len(c.Borders) > 0 {
		p.From = c.Borders[0].On
	}
	p.To = c.DrawnOn
	var last report.Point
	for _, m := range k.Points {
		p.Points = append(p.Points, chart.Point{On: m.On, Value: m.Value, Missed: m.Missed})
		if p.From.IsZero() || m.On.Before(p.From) {
			p.From = m.On
		}
		if !m.Missed && (last.On.IsZero() || m.On.After(last.On)) {
			last = m
		}
	}
	p.Words.End = value(v, scale, last.Value)
	narrow := p.Draw(chart.Narrow)
	p.Words.End = k.Rater + ": " + p.Words.End
	return &curve{Title: k.Title + ", " + k.Rater, Sentence: k.Sentence, Wide: p.Draw(width), Narrow: narrow}
}

func value(v *web.Visit, s instrument.Scale, x float64) string {
	if s.Percent {
		return lang.Number(v.Lang, x*100, 0) + " %"
	}
	return lang.Number(v.Lang, x, 1)
}
