package handout

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"samspil/internal/chart"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/paper"
	"samspil/internal/paper/office"
	"samspil/internal/report"
)

// Sheet is what stands around a copy on paper.
type Sheet struct {
	Lang         lang.Lang
	Provider     string // who delivers the course
	Organisation string // the adviser's
	Number       string // short number of the course
	Made         time.Time
}

// writer puts a copy on paper.
type writer struct {
	Sheet
	o   Rendering
	out []paper.Block
}

// Document is the copy as it is printed, and as a word processor opens it. It holds
// what the copy holds and nothing else; a copy of a report that is not sent says on
// each page that it is a draft.
func (o Rendering) Document(s Sheet) paper.Document {
	w := &writer{Sheet: s, o: o}
	kind := w.t("report.kind." + string(o.Kind))
	if o.To.Kind == Easy {
		kind = w.t("report.child.title")
	}
	day := lang.LongDate(s.Lang, clock.DateOf(s.Made))
	d := paper.Document{
		Title: kind, Language: string(s.Lang), Provider: s.Provider, Subject: kind, Made: s.Made,
		Head: s.Provider + " · " + kind + " · " + w.t("report.paper.number", fault.Args{"name": o.Title, "number": s.Number}),
		Foot: w.t("report.paper.for", fault.Args{"who": w.To(), "date": day}),
		Page: w.t("report.paper.page", fault.Args{"mark": o.Mark}), Mark: w.t("reports.paper.mark", fault.Args{"mark": o.Mark}),
	}
	d.Undrawn = w.t("report.paper.undrawn")
	if o.State != report.Sent {
		d.Draft = w.t("report.paper.draft", fault.Args{"state": w.t("report.paper.state." + string(o.State))})
	}
	if o.To.Kind == Easy {
		w.easy()
	} else {
		w.report()
	}
	d.Blocks = w.out
	return d
}

// To names the recipient: "Dorthe, Fjordby Kommune".
func (w *writer) To() string { return w.o.To.Named(w.Lang, w.Organisation) }

// Named is the recipient in words; those who care for the child without a name.
func (r Recipient) Named(l lang.Lang, organisation string) string {
	return lang.T(l, "report.to."+string(r.Kind), fault.Args{"name": r.Name, "organisation": organisation})
}

func (w *writer) t(key string, args ...fault.Args) string {
	if len(args) == 0 {
		return lang.T(w.Lang, key, nil)
	}
	return lang.T(w.Lang, key, args[0])
}

func (w *writer) add(b ...paper.Block) { w.out = append(w.out, b...) }

func (w *writer) report() {
	o := w.o
	w.add(paper.Heading{Level: 1, Text: o.Title}, paper.Paragraph{Spans: paper.Text(o.Lead), Lead: true})
	facts := paper.Facts{Caption: w.t("report.paper.about"), Paired: true}
	if o.To.Kind != Adviser {
		facts.Rows = append(facts.Rows, paper.Fact{Name: w.t("report.head.to"), Text: w.To()})
	}
	for _, l := range o.Head {
		facts.Rows = append(facts.Rows, paper.Fact{Name: l.Label, Text: l.Text})
	}
	w.add(facts)
	w.conclusion()
	number, main := 0, mainCurve(o.Curves)
	if main < 0 {
		w.contents()
	}
	for _, s := range o.Sections {
		if s.Question == report.Conclusion {
			continue
		}
		number++
		w.add(paper.Heading{Level: 2, Text: strconv.Itoa(number) + ". " + w.t("report.question."+string(s.Question)), Anchor: string(s.Question)})
		if s.Question == report.Goals && main >= 0 {
			w.figure(main)
			w.table()
			w.contents() // at the foot of the first page
		}
		w.section(s)
	}
	w.signatures()
	w.annex(main)
}

// contents lead to the headings, by the short name of each.
func (w *writer) contents() {
	spans, number := paper.Strong(w.t("reports.contents")+": "), 0
	for _, s := range w.o.Sections {
		if s.Question == report.Conclusion {
			continue
		}
		if number++; number > 1 {
			spans = append(spans, paper.Span{Text: " · "})
		}
		spans = append(spans, paper.Span{Text: strconv.Itoa(number) + "\u00a0" + w.t("report.short."+string(s.Question)), Anchor: string(s.Question)})
	}
	if w.annexed() {
		spans = append(spans, paper.Span{Text: " · "}, paper.Span{Text: w.t("reports.annex"), Anchor: "annex"})
	}
	if number > 1 {
		w.add(paper.Paragraph{Spans: spans, Note: true})
	}
}

// conclusion is the box on the first page.
func (w *writer) conclusion() {
	o := w.o
	summary, more, judged := o.Summary, []string{w.t("report.no-cause")}, []string(nil)
	if summary == "" {
		more = nil
	}
	for _, s := range o.Sections {
		if s.Question != report.Conclusion {
			continue
		}
		if all := split(s.Facts); len(all) > 0 {
			summary, more = all[0], all[1:]
		}
		judged = split(s.Assessment)
	}
	if summary == "" && len(judged) == 0 {
		return
	}
	box := paper.Box{Good: o.Good(), Bad: o.Bad()}
	if summary != "" {
		text := strings.Join(append([]string{summary}, more...), " ")
		box.Blocks = append(box.Blocks, paper.Paragraph{Spans: runIn(w.t("report.question.conclusion"), text), Lead: true})
	}
	if len(judged) > 0 {
		box.Blocks = append(box.Blocks, paper.Paragraph{Spans: runIn(w.t("report.layer.assessment"), strings.Join(judged, " "))})
	}
	w.add(box)
}

// Good reports whether the conclusion is one of development.
func (o Rendering) Good() bool {
	return o.Verdict == singlecase.FamilyDocumented || o.Verdict == singlecase.FamilySigns
}

// Bad reports whether the conclusion is one of setback.
func (o Rendering) Bad() bool {
	return o.Verdict == singlecase.FamilySetback || o.Verdict == singlecase.FamilySetbackSigns
}

func runIn(name, text string) []paper.Span {
	return []paper.Span{{Text: name + ". ", Strong: true}, {Text: text}}
}

// section sets the layers of a heading one after the other, each named in words.
func (w *writer) section(s report.Section) {
	if s.Empty() && s.Question == report.Goals && len(w.o.Curves) > 0 {
		return // the curve and its table stand there
	}
	if s.Empty() {
		w.add(paper.Paragraph{Spans: paper.Text(w.o.Nothing(w.Lang, s.Question)), Note: true})
		return
	}
	for _, line := range split(s.Facts) {
		if Heads(line) {
			w.add(paper.Paragraph{Spans: paper.Strong(line), Keep: true})
		} else {
			w.add(paper.Paragraph{Spans: paper.Text(line)})
		}
	}
	for _, line := range split(s.Words) {
		w.add(paper.Quote{Text: line, Plain: true})
	}
	for _, l := range []report.Layer{report.Observation, report.Interpretation, report.Assessment} {
		for i, line := range split(s.Text(l)) {
			if i == 0 {
				w.add(paper.Paragraph{Spans: runIn(w.t("report.layer."+string(l)), line)})
			} else {
				w.add(paper.Paragraph{Spans: paper.Text(line)})
			}
		}
	}
	if s.Question == report.Parents && s.Observation != "" && w.o.Caution {
		w.add(paper.Paragraph{Spans: paper.Text(w.t("report.caution")), Note: true})
	}
}

// Nothing is what stands under a heading without text. In the adviser's copy it says
// why; in every other one the same words stand whatever the reason is.
func (o Rendering) Nothing(l lang.Lang, q report.Question) string {
	if o.To.Kind != Adviser {
		return lang.T(l, "report.nothing.copy", nil)
	}
	return lang.T(l, "report.nothing", nil) + " " + lang.T(l, "report.nothing."+string(q), nil)
}

// Heads reports whether a line stands above others: a goal, or words and a colon.
func Heads(line string) bool {
	for _, l := range lang.All {
		if prefix, _, ok := strings.Cut(lang.T(l, "report.goal", nil), "{"); ok && strings.HasPrefix(line, prefix) {
			return true
		}
	}
	return strings.HasSuffix(line, ":")
}

func (w *writer) table() {
	t := paper.Table{Caption: "", Wide: []int{26, 15, 15, 16, 28}}
	for _, key := range []string{"goal", "rater", "count", "from-to", "says"} {
		t.Head = append(t.Head, w.t("reports.table."+key))
	}
	for _, k := range w.o.Curves {
		t.Rows = append(t.Rows, []string{k.Title, k.Rater, k.Count, k.FromTo, k.Says})
	}
	w.add(t)
}

func (w *writer) figure(i int) {
	k := w.o.Curves[i]
	p := w.o.Phase(w.Lang, i)
	narrow, table := p.Draw(chart.Narrow), p.Table([3]string{w.t("report.figure.day"), w.t("report.figure.phase"), w.t("report.figure.value")}, "")
	p.Words.End = k.Rater + ": " + p.Words.End
	w.add(paper.Figure{
		Drawing: p.Draw(chart.Column), Narrow: narrow, Alt: p.Frame.Title + ". " + k.Sentence,
		Numbers: &paper.Table{Caption: w.t("report.figure.numbers"), Head: table.Head, Rows: table.Rows},
	})
}

func (w *writer) signatures() {
	if len(w.o.Signatures) == 0 {
		return
	}
	w.add(paper.Heading{Level: 2, Text: w.t("reports.signatures")})
	facts := paper.Facts{Caption: w.t("reports.signatures")}
	for _, s := range w.o.Signatures {
		when := w.t("reports.signed", fault.Args{"date": lang.LongDate(w.Lang, clock.DateOf(s.At)), "at": lang.Clock(w.Lang, s.At)})
		facts.Rows = append(facts.Rows, paper.Fact{Name: w.t("reports.role." + string(s.Role)), Text: s.Name + ", " + when})
	}
	w.add(facts)
}

// annexed reports whether there is anything for the annex.
func (w *writer) annexed() bool { return len(w.o.Curves) > 1 || len(w.o.Sources) > 0 }

func (w *writer) annex(main int) {
	if !w.annexed() {
		return
	}
	w.add(paper.Heading{Level: 2, Text: w.t("reports.annex"), Anchor: "annex"})
	for i, k := range w.o.Curves {
		if i == main {
			continue
		}
		w.add(paper.Heading{Level: 3, Text: k.Title + ", " + k.Rater}, paper.Paragraph{Spans: paper.Text(k.Sentence), Keep: true})
		w.figure(i)
	}
	if len(w.o.Sources) == 0 {
		return
	}
	w.add(paper.Heading{Level: 3, Text: w.t("reports.sources")})
	var items [][]paper.Span
	for _, s := range Sources(w.Lang, w.o.Sources) {
		items = append(items, paper.Text(s))
	}
	w.add(paper.List{Items: items})
}

// Sources lists the evidence; meetings of one kind share a line with their days.
func Sources(l lang.Lang, all []report.Source) []string {
	var out []string
	at := map[string]int{}
	for _, s := range all {
		if s.Kind != "session" && s.Kind != "contact" {
			out = append(out, lang.PlainDate(l, s.On)+": "+s.Text)
			continue
		}
		day := lang.DayMonth(l, s.On)
		if i, ok := at[s.Text]; ok {
			out[i] += ", " + day
			continue
		}
		at[s.Text] = len(out)
		out = append(out, s.Text+": "+day)
	}
	return out
}

// easy is the version for a child: a heading and a short text at a time.
func (w *writer) easy() {
	w.add(paper.Heading{Level: 1, Text: w.t("report.child.to", fault.Args{"name": w.o.Title})})
	for _, a := range w.o.Easy {
		if a.Text == "" {
			continue
		}
		w.add(paper.Heading{Level: 2, Text: w.t("report.child." + string(a.Question))})
		for _, line := range split(a.Text) {
			w.add(paper.Paragraph{Spans: paper.Text(line), Lead: true})
		}
	}
}

// mainCurve is the curve with most measurements; -1 without any.
func mainCurve(all []report.Curve) int {
	best, n := -1, 0
	for i, k := range all {
		if len(k.Points) > n {
			best, n = i, len(k.Points)
		}
	}
	return best
}

// MainCurve is the number of the curve that stands with the goals; -1 for none.
func (o Rendering) MainCurve() int { return mainCurve(o.Curves) }

// Phase is the i-th curve as it stood when the report was drawn. Its word at the end
// is the last value alone.
func (o Rendering) Phase(l lang.Lang, i int) chart.Phase {
	k := o.Curves[i]
	t := func(key string) string { return lang.T(l, key, nil) }
	scale, _ := instrument.ScaleNamed(k.Scale)
	p := chart.Phase{
		Frame:   chart.Frame{ID: "kurve-" + strconv.Itoa(i), Title: k.Title + ", " + k.Rater, Desc: k.Sentence, Lang: l},
		Subject: subject(k.Role), Scale: chart.Scale{Min: scale.Least, Max: scale.Most, Percent: scale.Percent, Steps: scale.ID == instrument.GoalLadder}, Band: singlecase.Band(cmp.Or(k.SEM, scale.SEM)),
		Words: chart.PhaseWords{
			First: t("report.before"), Missed: t("reports.chart.missed"), Hours: t("reports.chart.hours"), Mark: t("reports.chart.mark"),
			Median: t("reports.chart.median"), Band: t("reports.chart.band"), Ends: ends(l, scale),
		},
	}
	for _, w := range o.Weeks {
		p.Weeks = append(p.Weeks, chart.Week{Of: w.Of, Hours: w.Hours})
	}
	for _, b := range o.Borders {
		p.Borders = append(p.Borders, chart.Border{On: b.On, Name: b.Name})
	}
	if len(o.Borders) > 0 {
		p.From = o.Borders[0].On
	}
	p.To = o.DrawnOn
	var last report.Point
	points := slices.Clone(k.Points)
	slices.SortStableFunc(points, func(a, b report.Point) int { return a.On.Sub(b.On) })
	for _, m := range points {
		p.Points = append(p.Points, chart.Point{On: m.On, Value: m.Value, Missed: m.Missed})
		if p.From.IsZero() || m.On.Before(p.From) {
			p.From = m.On
		}
		if !m.Missed {
			last = m
		}
	}
	p.Words.End = value(l, scale, last.Value)
	return p
}

// ends says what the two ends of a scale mean, and which is the better one.
func ends(l lang.Lang, s instrument.Scale) string {
	if s.Key == "" {
		return ""
	}
	words, up := outcome.Words{Lang: l}, report.Shift(s)
	text := lang.T(l, "development.chart.ends", fault.Args{
		"least": words.Value(s, s.Least+up), "lowest": lang.T(l, s.Key+".least", nil), "most": words.Value(s, s.Most+up), "highest": lang.T(l, s.Key+".most", nil),
	})
	if s.LowerIsBetter {
		text += " " + lang.T(l, "development.chart.lower", nil)
	}
	return text
}

func value(l lang.Lang, s instrument.Scale, x float64) string {
	if s.Percent {
		return lang.Number(l, x*100, 0) + " %"
	}
	return lang.Number(l, x+report.Shift(s), 1)
}

// subject is the figure with which the measurements of a rater are drawn.
func subject(rater singlecase.Role) chart.Subject {
	switch rater {
	case singlecase.Child:
		return chart.Child
	case singlecase.Parent, singlecase.Relative:
		return chart.Parent
	case singlecase.Observation:
		return chart.Dyad
	case singlecase.Consultant, singlecase.Psychologist:
		return chart.Consultant
	}
	return chart.Other
}

// Forms are the files a copy can be had as.
var Forms = []string{"pdf", "html", "docx", "odt"}

// File is a copy as a file.
type File struct {
	Name, Type string
	Content    []byte
}

// Print makes the file of that form. Its name tells nobody's name: the kind of paper
// and the start of the fingerprint. An unknown form is not found.
func Print(p *paper.Press, d paper.Document, mark, form string) (File, error) {
	f := File{Name: "rapport-" + strings.ToUpper(strings.ReplaceAll(mark, " ", ""))[:min(6, len(strings.ReplaceAll(mark, " ", "")))] + "." + form}
	var err error
	switch form {
	case "pdf":
		f.Type = "application/pdf"
		f.Content, err = p.PDF(d)
	case "html":
		f.Type = "text/html; charset=utf-8"
		f.Content, err = p.HTML(d)
	case "docx":
		f.Type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
		f.Content, err = office.DOCX(p, d)
	case "odt":
		f.Type = "application/vnd.oasis.opendocument.text"
		f.Content, err = office.ODT(p, d)
	default:
		return f, fault.New(fault.NotFound, "case.not-here")
	}
	if err != nil {
		return f, fmt.Errorf("print a copy as %s: %w", form, err)
	}
	return f, nil
}
