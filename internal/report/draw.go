package report

import (
	"strconv"
	"strings"

	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/person"
	"samspil/internal/session"
)

// content puts the report together.
func (x *record) content() Content {
	c := Content{
		Child: x.childWords(), Lead: x.t(x.Programme.NameKey) + ", " + periodWords(x), Head: x.head(),
		Verdict: x.development.Conclusion.Verdict, Summary: strings.TrimSpace(x.words().Conclusion(x.development)),
		Curves: x.curves(), Borders: x.borders(), Weeks: x.weeks(), Caution: x.usesContacts(), Sources: x.sources(), DrawnOn: x.today, Lang: x.Lang,
	}
	if turned := x.turned(); turned != "" {
		c.Summary += " " + turned
	}
	if len(x.development.Strands) == 0 {
		c.Summary = x.t("report.not-measured")
	}
	for _, q := range Questions(x.Kind) {
		s := x.section(q)
		s.Question = q
		c.Sections = append(c.Sections, s)
	}
	c.Origins = x.origins
	return c
}

// turned says what went back after going well, in a sentence; empty when nothing did.
func (x *record) turned() string {
	all := x.development.Turned()
	if len(all) == 0 {
		return ""
	}
	return x.words().TurnWords(all[0].Turn) + "."
}

func (x *record) section(q Question) Section {
	switch q {
	case Conclusion:
		return x.drawConclusion()
	case Goals:
		return x.drawGoals()
	case Benefit:
		return x.drawBenefit()
	case Thriving:
		return x.drawThriving()
	case Changed:
		return x.drawChanged()
	case Parents:
		return x.drawParents()
	case Next:
		return x.drawNext()
	case Voices:
		return x.drawVoices()
	case Delivered:
		return x.drawDelivered()
	case Analysis:
		return x.drawAnalysis()
	case Transitions:
		return x.drawTransitions()
	case Attention:
		return x.drawAttention()
	case Family:
		return x.drawFamily()
	case Disagreement:
		return x.drawDisagreement()
	case Interplay:
		return x.drawInterplay()
	}
	return Section{}
}

// childWords is "Villads, 7 år".
func (x *record) childWords() string {
	var out []string
	for _, c := range x.inRole(person.Child) {
		if age := c.Age(x.today); age >= 0 {
			out = append(out, lang.TN(x.Lang, "report.aged", age, fault.Args{"name": c.Name}))
		} else {
			out = append(out, c.Name)
		}
	}
	return outcome.Join(x.Lang, out)
}

// head is who, on which basis and how much: what stands at the top of the paper.
func (x *record) head() []Line {
	var out []Line
	add := func(key, text string) {
		if text != "" {
			out = append(out, Line{Label: x.t("report.head." + key), Text: text, Key: key})
		}
	}
	if a, ok := x.staff[x.course.AdviserID]; ok {
		add("to", a.Name+", "+a.Organisation)
	}
	var leads, psychologists, bases, family []string
	for _, id := range x.on(course.Lead) {
		text := x.name(id)
		if share := session.By(x.all, id); share.Known() {
			text += ", " + x.t("report.head.share", fault.Args{"percent": share.Percent()})
		}
		leads = append(leads, text)
	}
	add("lead", strings.Join(leads, "; "))
	for _, id := range x.course.Basis {
		if b, ok := x.Programme.Basis(id); ok {
			bases = append(bases, b.Law+" "+b.Section)
		}
	}
	add("basis", strings.Join(bases, "; "))
	for _, id := range x.on(course.Psychologist) {
		psychologists = append(psychologists, x.name(id))
	}
	add("psychologist", strings.Join(psychologists, ", "))
	for _, c := range x.inRole(person.Parent) {
		family = append(family, c.Name)
	}
	add("family", outcome.Join(x.Lang, family))
	hours := session.Count(x.all)
	add("delivered", x.t("report.head.hours", fault.Args{"held": hours.Total, "granted": x.frame.Granted}))
	return out
}

func (x *record) curves() []Curve {
	words := x.words()
	var out []Curve
	for _, g := range x.development.Strands {
		if len(g.Ratings) == 0 {
			continue
		}
		c := Curve{
			ID: g.ID, RaterID: g.RaterID, With: x.lines[g.Pair], Title: g.Title, Rater: g.RaterName, Role: g.RaterRole, Scale: g.Instrument, Sentence: words.Sentence(g), Says: words.GradeWords(g.Result),
			Count: x.count(g), FromTo: x.fromTo(g), SEM: g.Scale().SEM,
		}
		for _, r := range g.Counted() {
			c.Points = append(c.Points, Point{On: r.On, Value: *r.Value})
		}
		for _, d := range g.Missed {
			c.Points = append(c.Points, Point{On: d, Missed: true})
		}
		out = append(out, c)
	}
	return out
}

// count is how many measurements the grade rests on, and how many are missing or were
// left out of it.
func (x *record) count(g outcome.Graded) string {
	counted := len(g.Counted())
	text := strconv.Itoa(counted)
	if n := len(g.Made()) - counted; n > 0 {
		text += ", " + x.tn("report.left-out", n)
	}
	if n := len(g.Missed); n > 0 {
		text += ", " + x.tn("report.missing", n)
	}
	return text
}

func (x *record) fromTo(g outcome.Graded) string {
	counted := g.Counted()
	if len(counted) == 0 {
		return "–"
	}
	first, last := *counted[0].Value, *counted[len(counted)-1].Value
	if g.Result.Grade > singlecase.TooLittle {
		first, last = g.Result.Whole.First, g.Result.Whole.Last
	}
	words, scale := x.words(), g.Scale()
	up := Shift(scale)
	args := fault.Args{"first": words.Value(scale, first+up), "last": words.Value(scale, last+up), "most": words.Value(scale, scale.Most+up)}
	if scale.Percent {
		return x.t("report.from-to.percent", args)
	}
	return x.t("report.from-to", args)
}

// Shift is what is added to a value where people read it: the steps of a ladder are
// counted from one.
func Shift(s instrument.Scale) float64 {
	if s.ID == instrument.GoalLadder {
		return 1 - s.Least
	}
	return 0
}

func (x *record) borders() []Border {
	var out []Border
	for i, s := range x.plan.Steps {
		on := x.plan.StepStart(i)
		if on.IsZero() || on.After(x.To) {
			continue
		}
		key := "report.step"
		if len(out) == 0 {
			key = "report.step.first"
		}
		out = append(out, Border{on, lang.TN(x.Lang, key, plural(s.HoursPerWeek), fault.Args{"hours": lang.Number(x.Lang, s.HoursPerWeek, 1)})})
	}
	return out
}

// plural is 1 for exactly one hour, else 2.
func plural(hours float64) int {
	if hours == 1 {
		return 1
	}
	return 2
}

func (x *record) weeks() []Week {
	count := session.Count(x.all)
	var out []Week
	first := clock.Date{}
	for monday := range count.PerWeek {
		if first.IsZero() || monday.Before(first) {
			first = monday
		}
	}
	for monday := first; !first.IsZero() && !monday.After(x.To); monday = monday.AddDays(7) {
		if h, ok := count.PerWeek[monday]; ok {
			out = append(out, Week{monday, h})
		}
	}
	return out
}

// usesContacts reports whether the report rests on records of contacts: it then
// carries the cautionary note (domain reference 10.5).
func (x *record) usesContacts() bool {
	for _, c := range x.contacts {
		if c.Status == session.Held {
			return true
		}
	}
	return false
}

// sources is the list of evidence, oldest first of each kind.
func (x *record) sources() []Source {
	var out []Source
	for _, g := range x.development.Strands {
		if made := g.Made(); len(made) > 0 {
			text := x.t("report.source.strand", fault.Args{"title": g.Title, "rater": outcome.Rater(g.Strand), "count": x.count(g)})
			out = append(out, Source{"strand", g.ID, made[0].On, text})
		}
	}
	for _, s := range x.statements {
		out = append(out, Source{"statement", s.ID, s.Content.On, x.t("report.source.statement", fault.Args{"mark": shortMark(s.Fingerprint)})})
	}
	for _, a := range x.analyses {
		on := clock.DateOf(a.SignedAt)
		out = append(out, Source{"analysis", a.ID, on, x.t("report.source.analysis", fault.Args{"name": x.name(a.AuthorID)})})
	}
	for _, s := range x.sessions {
		if s.Status != session.Held {
			continue
		}
		kind := "session"
		if s.Kind == session.Contact {
			kind = "contact"
		}
		out = append(out, Source{kind, s.ID, clock.DateOf(s.When()), x.kindName(s.Kind)})
	}
	for _, m := range x.messages {
		if !m.SentAt.IsZero() && m.Kind != "report" && x.within(clock.DateOf(m.SentAt)) {
			out = append(out, Source{"feedback", m.ID, clock.DateOf(m.SentAt), x.t("report.source.feedback")})
		}
	}
	return out
}

// shortMark is the start of a fingerprint as it is printed: "7f3a 91c2".
func shortMark(fingerprint string) string {
	if len(fingerprint) < 8 {
		return fingerprint
	}
	return fingerprint[:4] + " " + fingerprint[4:8]
}

func (x *record) kindName(k session.Kind) string {
	if a, ok := x.Programme.Activity(string(k)); ok {
		return x.t(a.Key)
	}
	return x.t("report.source.session")
}

// raters returns the strands of those raters.
func (x *record) raters(roles ...singlecase.Role) []outcome.Graded {
	var out []outcome.Graded
	for _, g := range x.development.Strands {
		for _, r := range roles {
			if g.RaterRole == r && len(g.Ratings) > 0 {
				out = append(out, g)
			}
		}
	}
	return out
}

// inShort says of each strand in a line how it moved.
func (x *record) inShort(strands []outcome.Graded) string {
	var out []string
	for _, g := range strands {
		out = append(out, x.moved(g))
	}
	return lines(out...)
}

// sentence says what the rule found in a strand, with its name in front where the
// sentence does not say it.
func (x *record) sentence(g outcome.Graded) string {
	text := x.words().Sentence(g)
	if g.Result.Grade < singlecase.Signs {
		text = x.t("report.strand", fault.Args{"title": g.Title, "rater": outcome.Rater(g.Strand), "count": x.count(g), "text": text})
	}
	return x.ofStrand(g.Strand, text)
}

// said returns what raters said beside their numbers, quoted.
func (x *record) said(roles ...singlecase.Role) []string {
	var out []string
	for _, g := range x.raters(roles...) {
		for _, r := range g.Ratings {
			if r.Value != nil && !r.Superseded && r.Words != "" && x.within(r.On) {
				out = append(out, x.quote(g.Strand, r))
			}
		}
	}
	return out
}

func (x *record) quote(s instrument.Strand, r instrument.Rating) string {
	return x.ofStrand(s, x.t("report.said", fault.Args{"who": s.RaterName, "words": quoted(x.Lang, r.Words), "date": lang.DayMonth(x.Lang, r.On)}))
}
