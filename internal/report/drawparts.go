package report

import (
	"slices"
	"strings"

	"samspil/internal/analysis"
	"samspil/internal/attention"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/person"
	"samspil/internal/plan"
	"samspil/internal/session"
)

// latest is how many of the newest notes are taken over under a heading. The
// authors choose among them, and can open the rest.
const latest = 4

func (x *record) drawConclusion() Section {
	says := lines(strings.TrimSpace(x.words().Conclusion(x.development)), x.turned())
	s := Section{Facts: lines(x.judged("development", "", says), x.judged("development", "", x.t("report.no-cause")), x.judged("development", "", x.words().Differs(x.development)))}
	if len(x.development.Strands) == 0 {
		s.Facts = x.common(x.t("report.not-measured"))
	}
	s.Assessment = x.judgement()
	return s
}

// judgement is the professionals' own, by name and date.
func (x *record) judgement() string {
	j := x.development.Judgement
	if j.ID == "" {
		return ""
	}
	on := clock.DateOf(j.EnteredAt)
	text := x.t("report.judged", fault.Args{"says": x.t("outcome.says." + string(j.Says)), "reason": j.Reason, "name": x.name(j.EnteredBy), "date": on})
	return x.judged("development", j.ID, text)
}

// drawGoals: each goal with what the measurements say of it and how it ended.
func (x *record) drawGoals() Section {
	var out []string
	for _, g := range x.plan.Goals {
		out = append(out, x.planned(x.t("report.goal", fault.Args{"title": g.Title, "words": quoted(x.Lang, g.FamilyWords)})))
		measured := false
		for _, s := range x.development.Strands {
			if s.GoalID == g.ID && len(s.Ratings) > 0 {
				measured, out = true, append(out, x.sentence(s))
			}
		}
		if !measured {
			out = append(out, x.planned(x.t("report.goal.not-measured")))
		}
		if g.Concluded != nil {
			out = append(out, x.concluded(*g.Concluded))
		}
	}
	for _, s := range x.development.Strands {
		if s.GoalID == "" && len(s.Ratings) > 0 {
			out = append(out, x.sentence(s))
		}
	}
	return Section{Facts: lines(out...)}
}

func (x *record) concluded(c plan.Conclusion) string {
	return x.planned(x.t("report.concluded", fault.Args{
		"outcome": x.t("report.outcome." + string(c.Outcome)), "next": x.t("report.next." + string(c.Next)), "date": c.On, "reason": c.Reason,
	}))
}

// drawBenefit: the child's own measurements and words, and what was seen of the child.
func (x *record) drawBenefit() Section {
	s := Section{Facts: x.inShort(x.raters(singlecase.Child)), Words: x.childSaid(), Observation: lines(x.voices(false)...)}
	if x.Kind == Status {
		s.Assessment = x.judgement()
	}
	return s
}

// childSaid is what the child said in open talk: at contacts and beside its own
// measurements. What a child said in confidence lies elsewhere and is not read.
func (x *record) childSaid() string {
	out := append(x.voices(true), x.said(singlecase.Child)...)
	for _, r := range x.requests {
		text := x.t("report.child-asked", fault.Args{"who": x.name(r.ChildID), "date": lang.DayMonth(x.Lang, r.On), "words": quoted(x.Lang, r.Said())})
		out = append(out, x.of(Origin{Kind: "voice", ID: r.ID, Class: OfChild, Of: []string{r.ChildID}}, text))
	}
	out = append(out, x.childAtContacts()...)
	for _, g := range x.plan.Goals {
		if g.ChildWords != "" {
			text := x.t("report.child-on-goal", fault.Args{"title": g.Title, "words": quoted(x.Lang, g.ChildWords)})
			out = append(out, x.of(Origin{Kind: "plan", ID: x.plan.ID, Class: OfChild, Of: x.children()}, text))
		}
	}
	return lines(out...)
}

// childAtContacts are the child's words from the newest contacts that were signed.
func (x *record) childAtContacts() []string {
	var out []string
	for _, c := range slices.Backward(x.contacts) {
		if c.During.ChildWords == "" || !c.Signed() || len(out) >= latest {
			continue
		}
		var names []string
		for _, id := range c.Arrangement.Children {
			names = append(names, x.name(id))
		}
		out = append(out, x.of(Origin{Kind: "contact", ID: c.ID, Class: OfChild, Of: c.Arrangement.Children}, x.t("report.said", fault.Args{
			"who": outcome.Join(x.Lang, names), "words": quoted(x.Lang, c.During.ChildWords), "date": lang.DayMonth(x.Lang, clock.DateOf(c.When())),
		})))
	}
	slices.Reverse(out)
	return out
}

// voices are what the children said, or with said false what they showed and was
// watched, each on its day.
func (x *record) voices(said bool) []string {
	var out []string
	for _, e := range x.entries {
		text := e.Words
		if text == "" || e.How.Quotes() != said {
			continue
		}
		if said {
			text = quoted(x.Lang, text)
		}
		text = x.t("report.said", fault.Args{"who": x.name(e.ChildID), "words": oneLine(text), "date": lang.DayMonth(x.Lang, e.On)})
		out = append(out, x.of(Origin{Kind: "voice", ID: e.ID, Class: OfChild, Of: []string{e.ChildID}}, text))
	}
	return out
}

// drawThriving: what school, day-care and the place of care measured, and the
// newest notes on each child.
func (x *record) drawThriving() Section {
	return Section{
		Facts:       x.inShort(x.raters(singlecase.School, singlecase.Daycare, singlecase.Foster, singlecase.Relative)),
		Observation: x.seen(),
	}
}

// seen is the newest observations from sessions that are no contacts.
func (x *record) seen() string {
	var out []string
	for _, s := range slices.Backward(x.sessions) {
		if s.Kind != session.Contact && s.Status == session.Held && s.Signed() && s.Observation != "" && len(out) < latest {
			text := x.dated(clock.DateOf(s.When()), s.Observation)
			from := Origin{Kind: "session", ID: s.ID, Class: Noted, Of: s.Persons}
			if parents := x.parentsAmong(s.Persons); len(parents) > 0 {
				from.Class, from.Of = Met, parents
			}
			out = append(out, x.of(from, text))
		}
	}
	slices.Reverse(out)
	return lines(out...)
}

func (x *record) parentsAmong(persons []string) []string {
	var out []string
	for _, c := range x.inRole(person.Parent) {
		if slices.Contains(persons, c.PersonID) {
			out = append(out, c.PersonID)
		}
	}
	return out
}

// drawChanged: everything that moved, for better or worse, and who did not come.
func (x *record) drawChanged() Section {
	var better, worse, rest []string
	for _, g := range x.development.Strands {
		text := x.moved(g)
		switch {
		case len(g.Ratings) == 0:
		case !g.Turn.On.IsZero():
			worse = append(worse, x.ofStrand(g.Strand, x.words().TurnSentence(g)))
		case g.Result.Grade >= singlecase.Signs && g.Result.Direction == singlecase.Down:
			worse = append(worse, text)
		case g.Result.Grade >= singlecase.Signs:
			better = append(better, text)
		default:
			rest = append(rest, text)
		}
	}
	// What stands under no heading comes first: in a copy that lacks the lines of a
	// heading, the heading goes too, and nothing else may seem to belong under it.
	var out []string
	if len(worse) == 0 && len(better)+len(rest) > 0 {
		out = append(out, x.judged("development", "", x.t("report.none-worse")))
	}
	if n := x.counted(session.NoShow); n > 0 {
		out = append(out, x.judged("course", "", x.tn("report.no-shows", n)))
	}
	if len(x.development.Turned()) > 0 {
		worse = append(worse, x.judged("development", "", x.words().TurnCaveat()))
	}
	for _, part := range []struct {
		key   string
		texts []string
	}{{"report.better", better}, {"report.worse", worse}, {"report.unsure", rest}} {
		if len(part.texts) > 0 {
			out = append(out, x.judged("development", "", x.t(part.key)))
			out = append(out, part.texts...)
		}
	}
	return Section{Facts: lines(out...)}
}

// moved is a strand in one line: "»Fem dage i skole«, set af skolen: 2 til 5 af 5."
func (x *record) moved(g outcome.Graded) string {
	text := x.t("report.moved", fault.Args{"title": g.Title, "rater": outcome.Rater(g.Strand), "says": x.words().GradeWords(g.Result), "from-to": x.fromTo(g)})
	return x.ofStrand(g.Strand, text)
}

func (x *record) counted(status session.Status) int {
	n := 0
	for _, s := range x.all {
		if s.Status == status && x.within(clock.DateOf(s.When())) {
			n++
		}
	}
	return n
}

// drawParents: the parents' own measurements and what was seen at contacts. Of
// contacts only what was observed is taken over, never what it may mean.
func (x *record) drawParents() Section {
	strands := x.raters(singlecase.Parent, singlecase.Observation)
	strands = append(strands, x.raters(singlecase.Consultant, singlecase.Psychologist)...)
	s := Section{Facts: x.inShort(strands)}
	var out []string
	for _, c := range slices.Backward(x.contacts) {
		if c.Status == session.Held && c.Signed() && c.During.Observation != "" && len(out) < latest {
			text := x.t("report.at-contact", fault.Args{"n": c.Number, "date": lang.DayMonth(x.Lang, clock.DateOf(c.When())), "text": x.seenAt(c)})
			out = append(out, x.of(Origin{Kind: "contact", ID: c.ID, Class: Noted, Of: []string{c.Arrangement.Counterpart}}, text))
		}
	}
	slices.Reverse(out)
	s.Observation = lines(out...)
	return s
}

func (x *record) seenAt(c contact.Contact) string {
	text := oneLine(c.During.Observation)
	if c.During.Help != "" {
		text += " " + x.t("report.at-contact.help", fault.Args{"text": oneLine(c.During.Help)})
	}
	return text
}

// drawNext: where the plan stands. Whether the help goes on is for a person to say.
func (x *record) drawNext() Section {
	var out []string
	if end := x.course.ExpectedEnd; !end.IsZero() {
		out = append(out, x.common(x.t("report.ends", fault.Args{"date": lang.LongDate(x.Lang, end)})))
	}
	hours := session.Count(x.all)
	out = append(out, x.common(x.t("report.hours-left", fault.Args{"held": hours.Total, "granted": x.frame.Granted, "left": max(0, x.frame.Granted-hours.Total)})))
	if x.frame.Waiting > 0 {
		out = append(out, x.planned(x.t("report.hours-waiting", fault.Args{"hours": x.frame.Waiting, "date": x.frame.WaitingSince})))
	}
	if x.plan.Number > 1 && x.plan.Reason != "" {
		out = append(out, x.planned(x.t("report.plan-changed", fault.Args{"n": x.plan.Number, "reason": x.plan.Reason})))
	}
	if x.Kind == Status && !x.due.On.IsZero() {
		out = append(out, x.common(x.t("report.follow-up", fault.Args{"date": lang.LongDate(x.Lang, x.due.On)})))
	}
	return Section{Facts: lines(out...)}
}

// drawVoices: what child and parents say themselves, how they see the conclusion,
// and what they see differently. Who was not asked is said too.
func (x *record) drawVoices() Section {
	return Section{Facts: x.uncommented(), Words: lines(x.childSaid(), x.parentsSaid(), x.commented(false), x.disagreements())}
}

func (x *record) parentsSaid() string {
	out := x.said(singlecase.Parent)
	var said []string
	for _, c := range slices.Backward(x.contacts) {
		if len(said) >= latest {
			break
		}
		if !c.Signed() {
			continue
		}
		for _, words := range []string{c.After.ParentRemark, c.After.ParentWords} {
			if words != "" {
				said = append(said, x.byParent(c, x.dated(clock.DateOf(c.When()), x.by(c)+quoted(x.Lang, words))))
				break
			}
		}
	}
	slices.Reverse(said)
	return lines(append(out, said...)...)
}

// byParent notes that a text is what the parent of a contact said.
func (x *record) byParent(c contact.Contact, text string) string {
	return x.of(Origin{Kind: "contact", ID: c.ID, Class: Own, Of: []string{c.Arrangement.Counterpart}}, text)
}

// by is "Sanne: " before a parent's words about a contact.
func (x *record) by(c contact.Contact) string { return x.name(c.Arrangement.Counterpart) + ": " }

func (x *record) disagreements() string {
	var out []string
	for _, c := range x.contacts {
		if c.After.Disagreement != "" && c.Signed() {
			out = append(out, x.byParent(c, x.dated(clock.DateOf(c.When()), c.After.Disagreement)))
		}
	}
	for _, g := range x.plan.Goals {
		if g.Concluded != nil && g.Concluded.Disagreement != "" {
			out = append(out, x.planned(x.t("report.differ-on-goal", fault.Args{"title": g.Title, "text": g.Concluded.Disagreement})))
		}
	}
	return lines(out...)
}

// drawDelivered: hours, meetings, contacts, cancellations, fixed people.
func (x *record) drawDelivered() Section {
	hours := session.Count(x.all)
	out := []string{
		x.common(x.t("report.delivered.hours", fault.Args{"held": hours.Total, "granted": x.frame.Granted, "direct": hours.Direct, "indirect": hours.Indirect})),
	}
	if hours.Travel > 0 {
		out = append(out, x.common(x.t("report.delivered.travel", fault.Args{"travel": hours.Travel})))
	}
	byKind := map[session.Kind]int{}
	var kinds []session.Kind
	for _, s := range x.all {
		if s.Status == session.Held && x.within(clock.DateOf(s.When())) {
			if byKind[s.Kind] == 0 {
				kinds = append(kinds, s.Kind)
			}
			byKind[s.Kind]++
		}
	}
	slices.Sort(kinds)
	for _, k := range kinds {
		out = append(out, x.judged("course", "", x.t("report.delivered.kind", fault.Args{"kind": x.kindName(k), "n": byKind[k]})))
	}
	out = append(out, x.cancelled()...)
	if share := session.Continuity(x.all, x.team); share.Known() {
		out = append(out, x.common(x.t("report.delivered.fixed", fault.Args{"percent": share.Percent(), "n": share.N, "of": share.Of})))
	}
	for _, u := range slices.Backward(x.followUps) {
		if x.within(u.HeldOn) {
			out = append(out, x.common(x.t("report.delivered.follow-up", fault.Args{"date": u.HeldOn})))
		}
	}
	return Section{Facts: lines(out...)}
}

// cancelled counts what did not take place, by whom.
func (x *record) cancelled() []string {
	var out []string
	bySide := map[session.Side]int{}
	for _, s := range x.sessions {
		if s.Status == session.Cancelled && s.Cancel != nil {
			bySide[s.Cancel.Side]++
		}
	}
	for _, side := range session.Sides() {
		if n := bySide[side]; n > 0 {
			out = append(out, x.judged("course", "", x.t("report.cancelled."+string(side), fault.Args{"n": n})))
		}
	}
	if n := x.counted(session.NoShow); n > 0 {
		out = append(out, x.judged("course", "", x.tn("report.no-shows", n)))
	}
	return out
}

// drawAnalysis: the psychologist's signed analyses, each layer in its place.
func (x *record) drawAnalysis() Section {
	var s Section
	for _, a := range x.analyses {
		s.Facts = lines(s.Facts, x.judged("analysis", a.ID, x.t("report.analysed", fault.Args{"date": clock.DateOf(a.SignedAt), "name": x.name(a.AuthorID)})))
	}
	if len(x.analyses) == 0 {
		return s
	}
	newest := x.analyses[len(x.analyses)-1]
	for _, st := range newest.Statements {
		part := string(st.Part)
		if st.Part == analysis.Service && x.Programme.HasContact() {
			part = "contact"
		}
		text := x.judged("analysis", newest.ID, x.t("analysis.part."+part)+": "+oneLine(st.Text))
		switch st.Layer {
		case analysis.Observation:
			s.Observation = lines(s.Observation, text)
		case analysis.Interpretation:
			s.Interpretation = lines(s.Interpretation, text)
		default:
			s.Assessment = lines(s.Assessment, text)
		}
	}
	return s
}

// drawTransitions: what was decided about each goal that somebody goes on with.
func (x *record) drawTransitions() Section {
	var out []string
	for _, g := range x.plan.Goals {
		if g.Concluded != nil && g.Concluded.Next != plan.End {
			out = append(out, x.planned(x.t("report.goes-on", fault.Args{"title": g.Title, "next": x.t("report.next." + string(g.Concluded.Next))})))
		}
	}
	return Section{Facts: lines(out...)}
}

// drawAttention: each flag of the period and what came of it.
func (x *record) drawAttention() Section {
	var out []string
	for _, g := range x.flags {
		text := x.dated(clock.DateOf(g.RaisedAt), g.What)
		if g.Open() {
			text += " " + x.t("report.flag.open")
		}
		for _, step := range g.Steps {
			text += " " + x.t("report.flag."+string(step.Outcome), fault.Args{"date": lang.DayMonth(x.Lang, clock.DateOf(step.EnteredAt)), "reason": oneLine(step.Reason)})
			text += x.acknowledged(step)
		}
		out = append(out, x.judged("flag", g.ID, text))
	}
	return Section{Facts: lines(out...)}
}

// acknowledged says when the adviser took a message from here.
func (x *record) acknowledged(step attention.Step) string {
	for _, m := range x.messages {
		if m.ID == step.RefersTo && !m.AcknowledgedAt.IsZero() {
			on := m.AcknowledgedAt
			return " " + x.t("report.flag.acknowledged", fault.Args{"date": lang.DayMonth(x.Lang, clock.DateOf(on)), "at": lang.Clock(x.Lang, on)})
		}
	}
	return ""
}

// drawFamily: the family's own words about how each goal ended.
func (x *record) drawFamily() Section {
	var out []string
	for _, g := range x.plan.Goals {
		if g.Concluded != nil && g.Concluded.FamilyWords != "" {
			out = append(out, x.planned(x.t("report.family-on-goal", fault.Args{"title": g.Title, "words": quoted(x.Lang, g.Concluded.FamilyWords)})))
		}
	}
	return Section{Words: lines(out...)}
}

func (x *record) drawDisagreement() Section {
	s := Section{Words: lines(x.commented(true), x.disagreements())}
	if text := x.words().Differs(x.development); text != "" {
		s.Assessment = x.judged("development", "", text)
	}
	return s
}

func (x *record) children() []string {
	var out []string
	for _, c := range x.inRole(person.Child) {
		out = append(out, c.PersonID)
	}
	return out
}
