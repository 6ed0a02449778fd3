package development

import (
	"slices"
	"strconv"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/chart"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/person"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// overviewPage is everything that can be said about a course's development.
type overviewPage struct {
	Crumbs     []web.Link
	Lead       string
	Next       *web.NextStep
	Conclusion conclusion
	Turned     []string // what turned round after going well
	TurnedTag  web.Tag
	Since      *sincePanel
	Talks      []talkRow // who is asked after the meetings
	Flags      []raised
	Remarks    []remark
	Beside     string
	Main       *curvePanel
	Due        []dueRow
	Rows       []strandRow
	Multiples  *multiples // all strands as small charts; nil with one rater
	Silent     string     // who has not given numbers
	Judgement  judgementPanel
	Said       saidPanel // what the family says to it
	Unknown    []string
	Figures    []web.Figure
	First      web.Link // the primary button; no text when there is none
	Deeds      []web.Link
	Others     []web.Link // what is wanted seldom
	Ours       bool
	Path       string
}

// conclusion is the sentence of the rule, in its box.
type conclusion struct {
	Look     string // "conclusion-good", "conclusion-setback" or empty
	Grade    int    // -1 when the tag says it
	Verdict  string
	Tag      web.Tag
	Sentence []part
	Differs  string
	Cause    bool // say that the numbers do not tell why
}

// curvePanel is one strand with its drawing.
type curvePanel struct {
	Title, Sentence string
	Wide, Narrow    chart.SVG
	Head            []string
	Rows            [][]string
	To              string
}

// strandRow is a strand in the table.
type strandRow struct {
	Title, Quote, To  string
	Subject, Rater    string
	Spark             chart.SVG
	Count, FromTo     string
	Grade             int
	GradeText         string
	Tag               web.Tag
	Stopped           bool
	StoppedOn, Scaled string
}

// dueRow is a measurement that is to be made.
type dueRow struct {
	strandRow
	When  web.Tag
	Deed  string
	Hand  string   // where the screen is handed over
	Notes []string // what will be missing
}

// judgementPanel is the professionals' own, beside the figures.
type judgementPanel struct {
	Written       bool
	Says, Reason  string
	By, RestsOn   string
	MayWrite      bool
	Earlier       int
	To, SourcesTo string
}

func (a area) overview(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	d := overviewPage{
		Crumbs: x.crumbs(v), Lead: x.lead(v), Conclusion: x.conclusion(v), Ours: x.ours(), Path: x.Path("udvikling"),
		Unknown: x.unknown(v), Silent: x.silent(v), Figures: x.figures(v), Judgement: x.judgement(v),
		Since: x.since(v), Talks: x.talks(v), Remarks: x.remarks(v),
		Beside: x.words(v).Beside(x.Development, x.Delivered.Total),
	}
	for _, g := range x.Development.Strands {
		d.Rows = append(d.Rows, x.row(v, g))
		if row, ok := x.due(v, g); ok && x.mayMeasure() && (x.ours() || g.RaterRole == singlecase.Adviser) {
			d.Due = append(d.Due, row)
		}
	}
	d.Multiples = x.multiples(v, d.Rows)
	if g, ok := x.main(); ok {
		d.Main = x.panel(v, g)
	}
	for _, g := range x.Development.Turned() {
		d.Turned = append(d.Turned, x.words(v).TurnSentence(g))
		d.TurnedTag = web.Tag{Kind: "broken", Text: x.words(v).TurnWords(g.Turn)}
	}
	if len(d.Turned) > 0 {
		d.Turned = append(d.Turned, x.words(v).TurnCaveat())
	}
	if d.Flags, err = x.setbacks(v); err != nil {
		return nil, err
	}
	if d.Said, err = x.said(v); err != nil {
		return nil, err
	}
	d.Next = x.next(v, d.Due)
	d.First, d.Deeds, d.Others = x.deeds(v)
	return web.Page("development/overview", d).Titled("development.title"), nil
}

func (x *file) conclusion(v *web.Visit) conclusion {
	words, c := x.words(v), x.Development.Conclusion
	out := conclusion{
		Verdict: words.Verdict(c.Verdict), Sentence: parts(words.Marked(x.Development)),
		Differs: words.Differs(x.Development), Cause: true,
	}
	out.Grade, out.Tag = verdictSign(c.Verdict, out.Verdict)
	switch {
	case out.Grade >= 2:
		out.Look = "conclusion-good"
	case out.Tag.Kind == "broken":
		out.Look = "conclusion-setback"
	case out.Tag.Kind == "none":
		out.Cause = false
	}
	if len(x.Development.Strands) == 0 {
		out.Sentence = parts(v.T("development.none"))
	}
	return out
}

// part is a piece of a sentence, strong or not.
type part struct {
	Text   string
	Strong bool
}

// parts takes a text apart in which **words** weigh most.
func parts(text string) []part {
	var out []part
	for i, piece := range strings.Split(strings.TrimSpace(text), "**") {
		if piece != "" {
			out = append(out, part{piece, i%2 == 1})
		}
	}
	return out
}

// main is the strand drawn large: the one that the conclusion rests on most, else
// the clearest of those that moved its way, else the one with most measurements.
func (x *file) main() (outcome.Graded, bool) {
	var best outcome.Graded
	score := -1
	c := x.Development.Conclusion
	for _, g := range x.Development.Strands {
		n := len(g.Made())
		switch {
		case g.Scale().Ordinal: // a ladder is drawn as a ladder, on the family's page
			continue
		case !g.Turn.On.IsZero() && c.Verdict != singlecase.FamilyDocumented:
			n += 20_000
		case g.ID == c.Clearest:
			n += 10_000
		case g.Result.Grade >= singlecase.Signs && g.Result.Direction == way(c.Verdict):
			n += 1000 * int(g.Result.Grade)
		}
		if n > score && len(g.Ratings) > 0 {
			best, score = g, n
		}
	}
	return best, score >= 0
}

func way(v singlecase.Verdict) singlecase.Direction {
	if v == singlecase.FamilySetback || v == singlecase.FamilySetbackSigns || v == singlecase.FamilyMixed {
		return singlecase.Down
	}
	return singlecase.Up
}

func (x *file) panel(v *web.Visit, g outcome.Graded) *curvePanel {
	p := x.phase(v, g)
	phone := p
	if made := g.Counted(); len(made) > 0 { // on a phone the value stands alone; the heading says whose it is
		phone.Words.End = x.words(v).Value(g.Scale(), *made[len(made)-1].Value)
	}
	t := p.Table([3]string{v.T("development.table.day"), v.T("development.table.phase"), v.T("development.table.value")}, v.T("development.table.absent"))
	return &curvePanel{
		Title: v.T("development.seen-by", fault.Args{"title": g.Title, "rater": outcome.Rater(g.Strand)}), Sentence: x.words(v).Sentence(g),
		Wide: p.Draw(chart.Wide), Narrow: phone.Draw(chart.Narrow), Head: t.Head, Rows: t.Rows, To: x.Path("udvikling", "maal", g.ID),
	}
}

func (x *file) row(v *web.Visit, g outcome.Graded) strandRow {
	words := x.words(v)
	r := strandRow{
		Title: g.Title, To: x.Path("udvikling", "maal", g.ID), Subject: coursepage.SubjectName(g.RaterRole), Rater: g.RaterName,
		Count: count(v, g), FromTo: x.fromTo(v, g), GradeText: words.GradeWords(g.Result), Scaled: v.T(g.Scale().Key),
	}
	if len(g.Ratings) > 0 {
		r.Spark = x.spark(v, g)
	}
	if r.Grade, r.Tag = gradeSign(g.Result.Grade, g.Result.Direction, r.GradeText); !g.Turn.On.IsZero() {
		r.Grade, r.Tag = -1, web.Tag{Kind: "broken", Text: words.TurnWords(g.Turn)}
	}
	if goal, ok := x.Plan.Goal(g.GoalID); ok && g.RaterRole == singlecase.Child && goal.ChildWords != "" {
		r.Quote = goal.ChildWords
	}
	if !g.StoppedOn.IsZero() {
		r.Stopped, r.StoppedOn = true, v.T("development.stopped", fault.Args{"date": lang.PlainDate(v.Lang, g.StoppedOn)})
	}
	return r
}

// due tells whether a strand is to be measured now: by its rhythm, or after a
// held contact that has no measurement yet.
func (x *file) due(v *web.Visit, g outcome.Graded) (dueRow, bool) {
	if !g.StoppedOn.IsZero() || g.Scale().Coded {
		return dueRow{}, false
	}
	on, tag := g.NextDue(), web.Tag{Kind: "soon", Text: v.T("development.due.today")}
	if g.EachContact {
		on = x.contactWithout(g)
	}
	switch {
	case on.IsZero() || on.After(x.Today):
		return dueRow{}, false
	case g.EachContact:
		tag.Text = v.T("development.due.contact", fault.Args{"date": lang.DayMonth(v.Lang, on)})
	case on.Before(x.Today):
		tag.Text = v.T("development.due.since", fault.Args{"date": lang.DayMonth(v.Lang, on)})
	}
	return dueRow{strandRow: x.row(v, g), When: tag, Deed: x.Path("udvikling", "maal", g.ID, "maaling"), Hand: x.handTo(g), Notes: x.lacks(v, g)}, true
}

// lacks says what the strand's measurements will lack when the work ends.
func (x *file) lacks(v *web.Visit, g outcome.Graded) []string {
	return x.words(v).Lacks(outcome.RhythmOf(g.Strand, x.Today, x.EndsOn(x.Plan)))
}

// rhythmNotes say when the strand is to be measured, and what will be missing.
func (x *file) rhythmNotes(v *web.Visit, g outcome.Graded) []string {
	due := x.words(v).Due(outcome.RhythmOf(g.Strand, x.Today, x.EndsOn(x.Plan)), x.Today)
	return append([]string{due}, x.lacks(v, g)...)
}

// contactWithout is the day of the latest held contact when the strand has no
// measurement of that day or later.
func (x *file) contactWithout(g outcome.Graded) clock.Date {
	var last clock.Date
	for _, s := range x.Sessions {
		if day := clock.DateOf(s.When()); s.Kind == session.Contact && s.Status == session.Held && !day.Before(g.OpenedOn) {
			last = day
		}
	}
	for _, r := range g.Ratings {
		if !r.On.Before(last) {
			return clock.Date{}
		}
	}
	return last
}

func (x *file) next(v *web.Visit, due []dueRow) *web.NextStep {
	switch {
	case !x.running() || !x.mayMeasure():
		return nil
	case len(x.Development.Strands) == 0 && x.ours():
		return &web.NextStep{
			Title: v.T("development.next.begin"), Text: v.T("development.next.begin.text"),
			Deed: web.Deed{To: x.Path("udvikling", "nye"), Text: v.T("development.next.begin.deed")},
		}
	case len(due) > 0:
		first := due[0]
		step := &web.NextStep{
			Title: v.T("development.next.measure", fault.Args{"title": first.Title, "rater": first.Rater}), Text: first.When.Text,
			Deed: web.Deed{To: first.Deed, Text: v.T("development.next.measure.deed")}, Beside: true,
		}
		if n := len(due) - 1; n > 0 {
			step.Text += ". " + v.TN("development.next.more", n)
		}
		return step
	}
	return nil
}

func (x *file) judgement(v *web.Visit) judgementPanel {
	j := x.Development.Judgement
	p := judgementPanel{Written: j.ID != "", MayWrite: x.reader.Can(access.Report, access.Write) && x.running(), To: x.Path("udvikling", "vurdering")}
	if !p.Written {
		return p
	}
	on := clock.DateOf(j.EnteredAt)
	p.Says, p.Reason = v.T("outcome.says."+string(j.Says)), j.Reason
	p.By = v.T("development.judged", fault.Args{"who": x.withTitle(v, j.EnteredBy), "date": lang.LongDate(v.Lang, on)})
	held, n := 0, 0
	for _, s := range x.Sessions {
		if s.Status == session.Held && !clock.DateOf(s.When()).After(on) {
			held++
		}
	}
	for _, g := range x.Development.Strands {
		for _, r := range g.Made() {
			if !r.On.After(on) {
				n++
			}
		}
	}
	p.RestsOn = v.T("development.rests-on", fault.Args{"sessions": v.TN("development.sessions", held), "ratings": v.TN("development.ratings", n)})
	if x.reader.Can(access.Notes, access.Read) {
		p.SourcesTo = x.Path("tidslinje")
	}
	return p
}

// unknown says what the numbers do not tell. It is never empty: the cause is
// always among it.
func (x *file) unknown(v *web.Visit) []string {
	out := []string{v.T("development.unknown.why")}
	for _, name := range x.silentNames() {
		out = append(out, v.T("development.unknown.silent", fault.Args{"name": name}))
	}
	few := 0
	for _, g := range x.Development.Strands {
		if g.Result.Grade == singlecase.TooLittle && g.Result.Reason != singlecase.ReasonOrdinal {
			few++
		}
	}
	if few > 0 {
		out = append(out, v.TN("development.unknown.few", few))
	}
	if n := x.Development.MissedCount(); n > 0 {
		out = append(out, v.TN("development.unknown.missed", n))
	}
	if end := x.EndsOn(x.Plan); x.running() && !end.IsZero() {
		out = append(out, v.T("development.unknown.lasts", fault.Args{"date": lang.LongDate(v.Lang, end)}))
	}
	return out
}

// silentNames are the parents of the course who rate nothing.
func (x *file) silentNames() []string {
	var out []string
	if len(x.Development.Strands) == 0 {
		return nil
	}
	for _, c := range x.Cards {
		rates := slices.ContainsFunc(x.Development.Strands, func(g outcome.Graded) bool { return g.RaterID == c.PersonID && len(g.Made()) > 0 })
		if c.Role == person.Parent && !rates {
			out = append(out, c.Name)
		}
	}
	return out
}

func (x *file) silent(v *web.Visit) string {
	names := x.silentNames()
	if len(names) == 0 {
		return ""
	}
	return v.TN("development.silent", len(names), fault.Args{"names": web.List(v.Lang, names)})
}

func (x *file) figures(v *web.Visit) []web.Figure {
	out := []web.Figure{{
		Figure: v.T("development.figure.hours", fault.Args{"held": lang.Number(v.Lang, x.Delivered.Total, 1), "granted": lang.Number(v.Lang, x.Frame.Granted, 1)}),
		Text:   v.T("development.figure.hours.text"),
	}}
	if share := session.Continuity(x.Sessions, x.Team); share.Known() {
		text := v.T("development.figure.fixed.team")
		if lead := x.on(course.Lead); lead != "" && len(course.Current(x.Team)) <= 2 {
			share, text = session.By(x.Sessions, lead), v.T("development.figure.fixed", fault.Args{"name": x.StaffName(lead)})
		}
		out = append(out, web.Figure{Figure: strconv.Itoa(share.Percent()) + " %", Text: text})
	}
	changes := v.T("development.figure.changes.none")
	if n := x.Development.Changes(); n > 0 {
		changes = v.TN("development.figure.changes", n)
	}
	return append(out, web.Figure{Figure: changes, Text: v.T("development.figure.changes.text")},
		web.Figure{Figure: singlecase.RuleName, Text: v.T("development.figure.rule")})
}

// deeds are what can be done from here: the first is the button, the last are folded.
func (x *file) deeds(v *web.Visit) (first web.Link, near, others []web.Link) {
	link := func(key string, to ...string) web.Link {
		return web.Link{Text: v.T(key), To: x.Path(append([]string{"udvikling"}, to...)...)}
	}
	measured := len(x.Development.Strands) > 0
	if x.reader.Can(access.Report, access.Write) && measured {
		key := "development.use.status"
		if x.Development.Documented() {
			key = "development.use.closing"
		}
		first = web.Link{Text: v.T(key), To: x.Path("rapporter")}
	}
	if measured {
		near = append(near, link("development.family", "familien"), link("development.whole", "samlet"))
		others = append(others, link("statement.title", "erklaering"), link("development.csv", "tal.csv"))
	}
	if x.ours() && x.running() {
		others = append(others, link("development.new", "ny"))
		if measured {
			others = append(others, link("development.defaults", "nye"))
		}
	}
	return first, near, others
}
