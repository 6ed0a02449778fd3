package development

import (
	"slices"
	"strconv"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/web"
)

// statementList is every statement of development that was made in the course.
type statementList struct {
	Form    web.Form
	Crumbs  []web.Link
	Lead    string
	Rows    []statementLine
	MayMake bool
	Post    string
}

type statementLine struct {
	To, Title, Text string
	Tag             web.Tag
}

func (a area) statements(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	all, err := outcome.Statements(v.Context(), f)
	if err != nil {
		return nil, err
	}
	d := statementList{
		Form: v.Form, Crumbs: x.crumbs(v, web.Link{Text: v.T("statement.title")}), Lead: v.T("statement.lead"), Post: x.Path("udvikling", "erklaering"),
		MayMake: outcome.SignsAs(f) != "" && x.Development.Measurements() > 0,
	}
	for _, s := range all {
		d.Rows = append(d.Rows, statementLine{
			To: x.Path("udvikling", "erklaering", s.ID), Title: x.words(v).Verdict(s.Content.Conclusion.Verdict),
			Text: v.T("statement.made", fault.Args{"who": x.withTitle(v, s.MadeBy), "date": lang.LongDate(v.Lang, clock.DateOf(s.MadeAt))}), Tag: x.statementTag(v, s),
		})
	}
	return web.Page("development/statements", d).Titled("statement.title"), nil
}

// statementTag says where a statement stands.
func (x *file) statementTag(v *web.Visit, s outcome.Statement) web.Tag {
	_, lead := s.Signed(access.Lead)
	_, psychologist := s.Signed(access.PsychologistOn)
	switch {
	case len(s.Content.Changes(x.Development)) > 0:
		return web.Tag{Kind: "broken", Text: v.T("statement.tag.superseded")}
	case lead && psychologist:
		return web.Tag{Kind: "done", Text: v.T("statement.tag.signed")}
	}
	return web.Tag{Kind: "waiting", Text: v.T("statement.tag.waits")}
}

// state makes a statement of today.
func (a area) state(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	x, err := a.load(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	id := v.Form.ID()
	if err := outcome.State(v.Context(), f, id, x.Delivered.Total, x.StaffName); err != nil {
		return nil, err
	}
	return web.Redirect(x.Path("udvikling", "erklaering", id), "statement.done"), nil
}

// statementPage is one statement with what it rests on.
type statementPage struct {
	Crumbs       []web.Link
	Lead, Mark   string
	Tag          web.Tag
	Changes      []changeRow
	Verdict      string
	Grade        int
	VerdictTag   web.Tag
	Said, Beside string
	Check        web.Tag
	Strands      []statedRow
	Judged       []string
	Family       saidPanel // what the family says to it
	Signatures   []web.Fact
	Rule         []web.Fact
	Sign         string
	SignAs       string
	Paper        string
	Undrawn      string // the words that the PDF cannot draw; empty when it can draw all
}

type changeRow struct{ To, Text string }

// statedRow is a strand of a statement.
type statedRow struct {
	Title, Rater, To         string
	Grade                    int
	Tag                      web.Tag
	GradeText, Count, Period string
	Rate, Said, Since        string
	Facts                    []web.Fact
	Measurements             []statedMeasurement
}

type statedMeasurement struct{ Day, Value, LeftOut, Mark string }

func (a area) statement(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	s, err := outcome.GetStatement(v.Context(), f, v.Param("statement"))
	if err != nil {
		return nil, err
	}
	d := x.statementPage(v, s)
	d.Undrawn = undrawn(v, x.statementDocument(v, s))
	return web.Page("development/statement", d).Titled("statement.name"), nil
}

func (x *file) statementPage(v *web.Visit, s outcome.Statement) statementPage {
	c, words := s.Content, x.words(v)
	d := statementPage{
		Crumbs: x.crumbs(v, web.Link{Text: v.T("statement.title"), To: x.Path("udvikling", "erklaering")}, web.Link{Text: v.T("statement.name")}),
		Lead:   x.Heading + " · " + v.T("statement.on", fault.Args{"date": lang.LongDate(v.Lang, c.On)}), Mark: s.Fingerprint[:12], Tag: x.statementTag(v, s),
		Verdict: words.Verdict(c.Conclusion.Verdict), Said: c.Said[v.Lang], Beside: c.Beside[v.Lang],
		Check: check(v, c), Paper: x.Path("udvikling", "erklaering", s.ID, "fil.pdf"), Rule: ruleFacts(v, c, s.Fingerprint),
	}
	d.Grade, d.VerdictTag = verdictSign(c.Conclusion.Verdict, d.Verdict)
	for _, change := range c.Changes(x.Development) {
		d.Changes = append(d.Changes, changeRow{x.Path("udvikling", "maal", change.StrandID), changeText(v, change)})
	}
	for _, strand := range c.Strands {
		d.Strands = append(d.Strands, x.statedRow(v, c, strand))
	}
	if j := c.Judgement; j.ID != "" {
		d.Judged = []string{v.T("outcome.says."+string(j.Says)) + ".", "»" + j.Reason + "«", v.T("development.judged", fault.Args{"who": x.withTitle(v, j.EnteredBy), "date": lang.LongDate(v.Lang, clock.DateOf(j.EnteredAt))})}
		if c.Conclusion.JudgementDiffers != nil && *c.Conclusion.JudgementDiffers {
			d.Judged = append(d.Judged, v.T("statement.differs"))
		}
	}
	d.Family = x.saidOf(v, c.Comments)
	for _, role := range []access.Relation{access.Lead, access.PsychologistOn} {
		fact := web.Fact{Label: v.T("statement.signs." + string(role)), Text: v.T("statement.unsigned")}
		if g, ok := s.Signed(role); ok {
			fact.Text = v.T("statement.signed", fault.Args{"who": x.StaffName(g.StaffID), "date": lang.LongDate(v.Lang, clock.DateOf(g.At))})
		}
		d.Signatures = append(d.Signatures, fact)
	}
	if role := outcome.SignsAs(x.reader); role != "" && len(d.Changes) == 0 {
		if _, ok := s.Signed(role); !ok {
			d.Sign, d.SignAs = x.Path("udvikling", "erklaering", s.ID, "underskriv"), v.T("statement.sign."+string(role))
		}
	}
	return d
}

// verdictSign is the grade or the tag that a verdict is shown with.
func verdictSign(verdict singlecase.Verdict, text string) (int, web.Tag) {
	switch verdict {
	case singlecase.FamilyDocumented:
		return 3, web.Tag{}
	case singlecase.FamilySigns:
		return 2, web.Tag{}
	case singlecase.FamilyNotDocumented:
		return 1, web.Tag{}
	case singlecase.FamilySetback, singlecase.FamilySetbackSigns:
		return -1, web.Tag{Kind: "broken", Text: text}
	case singlecase.FamilyMixed:
		return -1, web.Tag{Kind: "soon", Text: text}
	}
	return -1, web.Tag{Kind: "none", Text: text}
}

// gradeSign is the grade or the tag that a strand is shown with.
func gradeSign(grade singlecase.Grade, direction singlecase.Direction, text string) (int, web.Tag) {
	switch {
	case grade == singlecase.TooLittle:
		return -1, web.Tag{Kind: "none", Text: text}
	case grade >= singlecase.Signs && direction == singlecase.Down:
		return -1, web.Tag{Kind: "broken", Text: text}
	}
	return int(grade), web.Tag{}
}

// check computes the statement again and says what came out.
func check(v *web.Visit, c outcome.Content) web.Tag {
	_, equal, err := outcome.Recompute(c)
	switch {
	case err != nil:
		return web.Tag{Kind: "none", Text: v.T("statement.check.unknown", fault.Args{"rule": c.Rule.Name})}
	case equal:
		return web.Tag{Kind: "done", Text: v.T("statement.check.equal")}
	}
	return web.Tag{Kind: "broken", Text: v.T("statement.check.different")}
}

// rate is "2–9 ud af 100 familier, hvor intet har ændret sig".
func rate(v *web.Visit, lo, hi int) string {
	switch {
	case hi == 0:
		return ""
	case lo == hi:
		return v.T("statement.rate.most", fault.Args{"hi": hi})
	}
	return v.T("statement.rate", fault.Args{"lo": lo, "hi": hi})
}

func (x *file) statedRow(v *web.Visit, c outcome.Content, s outcome.StatedStrand) statedRow {
	r := statedRow{
		Title: s.Title, Rater: s.RaterName, To: x.Path("udvikling", "maal", s.ID), Count: strconv.Itoa(s.Whole.N),
		Rate: rate(v, s.ErrorLow, s.ErrorHigh), Said: s.Said[v.Lang], Since: s.SaidSince[v.Lang],
	}
	if !s.Whole.From.IsZero() {
		r.Period = v.T("statement.period", fault.Args{"from": lang.PlainDate(v.Lang, s.Whole.From), "to": lang.PlainDate(v.Lang, s.Whole.To)})
	}
	r.GradeText = x.words(v).GradeWords(singlecase.StrandResult{Grade: s.Whole.Grade, Direction: s.Whole.Direction})
	r.Grade, r.Tag = gradeSign(s.Whole.Grade, s.Whole.Direction, r.GradeText)
	r.Facts = strandFactsOf(v, c, s)
	words := x.words(v)
	for _, m := range s.Measurements {
		row := statedMeasurement{Day: lang.PlainDate(v.Lang, m.On), Value: "–", Mark: mark(m.ID)}
		if m.Value != nil {
			row.Value = words.Value(s.Scale(), *m.Value)
		}
		if m.LeftOut != "" {
			row.LeftOut = v.T("statement.left." + string(m.LeftOut))
		}
		r.Measurements = append(r.Measurements, row)
	}
	return r
}

// mark is the end of an id, enough to find it again in a course.
func mark(id string) string {
	if len(id) > 8 {
		return id[len(id)-8:]
	}
	return id
}

// strandFactsOf are what a strand's grade was computed from.
func strandFactsOf(v *web.Visit, c outcome.Content, s outcome.StatedStrand) []web.Fact {
	number := func(f float64) string { return lang.Number(v.Lang, f, 2) }
	_, left := s.Counted()
	sem := v.T("statement.sem.none")
	if s.Instrument.SEM > 0 {
		from := outcome.Words{Lang: v.Lang}.SourceOf(s.Instrument.ID, s.Instrument.SEM, s.SEMSource)
		sem = v.T("statement.sem", fault.Args{"sem": number(s.Instrument.SEM), "source": from})
	}
	name := s.Instrument.ID
	if own, ok := instrument.ScaleNamed(name); ok {
		name = v.T(own.Key) + " (" + name + ")"
	}
	out := []web.Fact{
		{Label: v.T("statement.scale"), Text: v.T("statement.scale.text", fault.Args{"name": name, "version": s.Instrument.Version, "mark": s.Definition})},
		{Label: v.T("development.fact.error"), Text: sem},
	}
	for _, o := range []outcome.Omission{outcome.OmitSuperseded, outcome.OmitMissing, outcome.OmitRater, outcome.OmitVersion, outcome.OmitDay} {
		if n := left[o]; n > 0 {
			out = append(out, web.Fact{Label: v.T("statement.left"), Text: v.T("statement.left."+string(o)) + ": " + strconv.Itoa(n)})
		}
	}
	if s.Whole.Grade == singlecase.TooLittle {
		return out
	}
	line := func(key string, change, threshold float64, sum int, p *float64) web.Fact {
		shown := "–"
		if p != nil {
			shown = "= " + lang.Number(v.Lang, *p, 3)
			if *p < .001 {
				shown = "< " + lang.Number(v.Lang, .001, 3)
			}
		}
		return web.Fact{Label: v.T(key), Text: v.T("statement.figures", fault.Args{"change": number(change), "threshold": number(threshold), "s": sum, "p": shown})}
	}
	out = append(out, line("statement.whole", s.Whole.Change, s.Whole.Threshold, s.Whole.S, s.Whole.P))
	if w := s.Whole.Without; w != nil {
		out = append(out, line("statement.without", w.Change, w.Threshold, w.S, w.P))
	}
	if !c.Since.IsZero() && s.Window.Grade > singlecase.TooLittle {
		fact := line("statement.window", s.Window.Change, s.Window.Threshold, s.Window.S, s.Window.P)
		fact.Texts = []string{v.T("statement.window.since", fault.Args{"date": lang.PlainDate(v.Lang, c.Since), "n": s.Window.N})}
		out = append(out, fact)
	}
	return out
}

// ruleFacts are the rule with its constants, and what the statement is known by.
func ruleFacts(v *web.Visit, c outcome.Content, fingerprint string) []web.Fact {
	r := c.Rule
	number := func(f float64) string { return lang.Number(v.Lang, f, 3) }
	return []web.Fact{
		{Label: v.T("statement.rule"), Text: r.Name},
		{Label: v.T("statement.constants"), Text: v.T("statement.constants.text", fault.Args{
			"least": r.LeastMeasurements, "prepost": r.LeastPrePost, "three": r.LeastForThree, "days": r.LeastSpanDays, "third": r.LeastInThird,
			"window": r.GreatestWindow, "criterion": number(r.Criterion), "alpha": number(r.Alpha), "dependence": number(r.Dependence)})},
		{Label: v.T("statement.fingerprint"), Text: fingerprint},
	}
}

func changeText(v *web.Visit, c outcome.Change) string {
	value := func(f *float64) string {
		if f == nil {
			return "–"
		}
		return lang.Number(v.Lang, *f, 2)
	}
	return v.T("statement.change."+string(c.Kind), fault.Args{"title": c.Title, "rater": c.Rater, "date": lang.PlainDate(v.Lang, c.On), "before": value(c.Before), "after": value(c.After)})
}

func (a area) signStatement(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	id := v.Param("statement")
	if err := outcome.SignStatement(v.Context(), f, id); err != nil {
		return nil, err
	}
	x, err := a.load(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	return web.Redirect(x.Path("udvikling", "erklaering", id), "statement.sign.done"), nil
}

// newest returns the latest statement that still stands as it was made, and false
// where there is none.
func (x *file) newest(all []outcome.Statement) (outcome.Statement, bool) {
	i := slices.IndexFunc(all, func(s outcome.Statement) bool { return len(s.Content.Changes(x.Development)) == 0 })
	if i < 0 {
		return outcome.Statement{}, false
	}
	return all[i], true
}
