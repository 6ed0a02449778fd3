package referrals

import (
	"context"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/person"
	"samspil/internal/programme"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// showPage is a referral that was sent: all of it to read, and for the leader the
// checks and the answer.
type showPage struct {
	Form      web.Form
	CourseID  string
	Title     string
	Course    course.Course
	Programme programme.Programme
	Parts     []shownPart
	Next      *web.NextStep
	MayDecide bool
	Decided   []web.Fact
	Checks    []checkRow
	Adviser   string
	Leader    string
}

type shownPart struct {
	Name  string
	Facts []web.Fact
}

// checkRow is one target-group check with the answer that was given.
type checkRow struct {
	Field, Key, HintKey string
	Options             []web.Option
	Answer              web.Tag
	Note                string
}

func (a area) show(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	c, err := course.Get(v.Context(), f)
	if err != nil {
		return nil, err
	}
	if c.Status == course.Draft {
		return web.Redirect("/henvisninger/"+v.CourseID()+"/"+stepFamily, ""), nil
	}
	return a.showPage(v, f)
}

func (a area) showPage(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	c, prog, err := coursepage.CourseOf(v, f, a.programmes)
	if err != nil {
		return nil, err
	}
	read, err := recorded(v, f, c, prog)
	if err != nil {
		return nil, err
	}
	name, age := firstChild(read.Referral, v.Today())
	p := showPage{Form: v.Form, CourseID: v.CourseID(), Course: c, Programme: prog, Title: nameAge(v, name, age)}
	for _, step := range stepsOf(prog) {
		if step != stepReview {
			p.Parts = append(p.Parts, shownPart{v.T("referral.step." + step), read.facts(v, step)})
		}
	}
	p.MayDecide = c.Status == course.Referred && f.Can(access.Team, access.Write)
	v.Form.Fill("version", lang.Number(lang.English, float64(c.Version), 0))
	if err := p.people(v, f); err != nil {
		return nil, err
	}
	if err := p.answers(v, f); err != nil {
		return nil, err
	}
	p.next(v, f)
	return web.Page("referrals/show", p).Titled("referral.title"), nil
}

// recorded puts the record of a referral back into the form of one, with people's ids
// as the words.
func recorded(v *web.Visit, f *casefile.Reader, c course.Course, prog programme.Programme) (reading, error) {
	r := course.Referral{
		Programme: prog, Basis: c.Basis, Assessment: c.Assessment, Purpose: c.Purpose, WhyNoConsent: c.WhyWithoutConsent,
		DecisionOn: c.DecisionOn, Hours: c.HoursGranted, Months: c.ExpectedMonths, DurationReason: c.DurationReason, StartWanted: c.StartOn,
	}
	ctx := v.Context()
	cards, err := person.Cards(ctx, f)
	if err != nil {
		return reading{}, err
	}
	for _, one := range cards {
		r.People = append(r.People, course.ReferredPerson{Word: one.PersonID, Card: one})
	}
	if r.Relations, err = person.Relations(ctx, f); err != nil {
		return reading{}, err
	}
	if r.Protections, err = person.Protections(ctx, f); err != nil {
		return reading{}, err
	}
	if r.Concerns, err = course.Concerns(ctx, f); err != nil {
		return reading{}, err
	}
	if r.FocusAreas, err = course.FocusAreas(ctx, f); err != nil {
		return reading{}, err
	}
	if r.Consents, err = course.Consents(ctx, f); err != nil {
		return reading{}, err
	}
	if r.Placements, err = course.Placements(ctx, f); err != nil {
		return reading{}, err
	}
	read := reading{Referral: r, Programme: prog, Today: v.Today()}
	if prog.HasContact() {
		read.Arrangements, err = contact.Arrangements(ctx, f)
	}
	return read, err
}

func (p *showPage) people(v *web.Visit, f *casefile.Reader) error {
	staff, err := login.Staff(v.Context(), f.Tx().Tx)
	if err != nil {
		return err
	}
	p.Adviser, p.Leader = staff[p.Course.AdviserID].Name, staff[p.Course.LeaderID].Name
	return nil
}

// answers shows the programme's checks: to be answered, or as they were answered.
func (p *showPage) answers(v *web.Visit, f *casefile.Reader) error {
	given, err := course.Answers(v.Context(), f)
	if err != nil {
		return err
	}
	for _, check := range p.Programme.Checks {
		row := checkRow{Field: "check." + check.ID, Key: check.Key, HintKey: check.HintKey, Options: web.YesNo()}
		for _, a := range given {
			if a.CheckID == check.ID {
				row.Answer = answerTag(v, a.Yes, check.Effect)
			}
		}
		p.Checks = append(p.Checks, row)
	}
	events, err := course.Events(v.Context(), f)
	if err != nil {
		return err
	}
	for _, e := range events {
		if e.Kind == course.EventAccepted || e.Kind == course.EventDeclined {
			p.Decided = append(p.Decided, web.Fact{
				Label: v.T("course.event."+string(e.Kind), fault.Args{"name": p.Leader}),
				Text:  lang.LongDate(v.Lang, e.On), Texts: paragraphsOf(e.Reason),
			})
		}
	}
	return nil
}

// answerTag shows an answer by what it means for the family's place in the programme.
func answerTag(v *web.Visit, yes bool, effect programme.Effect) web.Tag {
	word := v.T(map[bool]string{true: "web.yes", false: "web.no"}[yes])
	switch {
	case effect == programme.SpeaksAgainst && yes:
		return web.Tag{Kind: "soon", Text: word}
	case effect == programme.Required && !yes:
		return web.Tag{Kind: "broken", Text: word}
	case yes:
		return web.Tag{Kind: "done", Text: word}
	}
	return web.Tag{Kind: "none", Text: word}
}

func paragraphsOf(s string) []string {
	if strings.TrimSpace(s) == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

func (p *showPage) next(v *web.Visit, f *casefile.Reader) {
	switch {
	case p.MayDecide:
		p.Next = &web.NextStep{Title: v.T("referral.next.decide"), Text: v.T("referral.next.decide.why"), Deed: web.Deed{To: "#svar", Text: v.T("referral.next.decide.deed")}}
	case p.Course.Status == course.Accepted && f.Can(access.Team, access.Write):
		p.Next = &web.NextStep{
			Title: v.T("referral.next.team", fault.Args{"name": p.Title}), Text: v.T("referral.next.team.why"),
			Deed: web.Deed{To: "/forloeb/" + p.CourseID + "/hold", Text: v.T("referral.next.team.deed")},
		}
	}
}

// decide is the leader's yes or no.
func (a area) decide(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	c, prog, err := coursepage.CourseOf(v, &f.Reader, a.programmes)
	if err != nil {
		return nil, err
	}
	var bad fault.Problems
	d := course.Decision{Programme: prog, Reason: strings.TrimSpace(v.Form.Value("reason")), Version: v.Form.Version()}
	for _, check := range prog.Checks {
		switch v.Form.OneOf(&bad, "check."+check.ID, "ja", "nej") {
		case "ja":
			d.Answers = append(d.Answers, course.Answer{CheckID: check.ID, Yes: true})
		case "nej":
			d.Answers = append(d.Answers, course.Answer{CheckID: check.ID})
		}
	}
	answer, ok := map[string]func(context.Context, *casefile.Writer, course.Decision) error{"accept": course.Accept, "decline": course.Decline}[v.Form.Value("answer")]
	if !ok {
		bad.Add("answer", "referral.answer.missing")
	}
	if err = bad.Err(); err == nil {
		err = answer(v.Context(), f, d)
	}
	if fault.KindOf(err) == fault.Conflict {
		page, perr := a.showPage(v, &f.Reader)
		if perr != nil {
			return nil, perr
		}
		return web.Stale(page, nil, c.Version), nil
	}
	if err != nil {
		return coursepage.Again(v, f, a.showPage, err)
	}
	if v.Form.Value("answer") == "accept" {
		return web.Redirect("/forloeb/"+v.CourseID()+"/hold", "referral.accepted"), nil
	}
	return web.Redirect("/henvisninger/"+v.CourseID(), "referral.declined"), nil
}
