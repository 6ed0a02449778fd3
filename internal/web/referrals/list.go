package referrals

import (
	"slices"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/web"
)

// listPage is every referral that waits for somebody, and those answered.
type listPage struct {
	Leader                      bool
	Next                        *web.NextStep
	Drafts, Waiting, ToTeam, No []listLine
}

type listLine struct {
	To, Title, Programme, Note string
	Tag                        web.Tag
}

func (a area) list(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	lines, err := course.Caseload(v.Context(), tx, v.Actor, course.Filter{
		Statuses: []course.Status{course.Draft, course.Referred, course.Accepted, course.Declined},
	})
	if err != nil {
		return nil, err
	}
	typed, err := course.DraftSteps(v.Context(), tx, v.Actor, stepFamily)
	if err != nil {
		return nil, err
	}
	p := listPage{Leader: v.Actor.Role == access.Leader}
	for _, l := range lines {
		one := a.line(v, l)
		switch l.Status {
		case course.Draft:
			p.Drafts = append(p.Drafts, draftLine(v, one, l, typed[l.CourseID]))
		case course.Referred:
			one.Tag = waitingTag(v, l)
			p.Waiting = append(p.Waiting, one)
		case course.Accepted:
			if p.Leader {
				one.To = "/forloeb/" + l.CourseID + "/hold"
			}
			one.Tag = web.Tag{Kind: "soon", Text: v.T("referral.tag.team")}
			p.ToTeam = append(p.ToTeam, one)
		default:
			one.Tag = web.Tag{Kind: "none", Text: v.T("course.status.declined")}
			p.No = append(p.No, one)
		}
	}
	slices.SortStableFunc(p.Waiting, func(a, b listLine) int { return strings.Compare(a.Note, b.Note) })
	p.next(v)
	return web.Page("referrals/list", p).Titled("web.menu.referrals"), nil
}

// line is a referral by the children's names and ages, or without them while nothing
// was typed.
func (a area) line(v *web.Visit, l course.Line) listLine {
	one := listLine{To: "/henvisninger/" + l.CourseID, Title: childrenTitle(v, l)}
	if p, ok := a.programmes.Get(l.Programme); ok {
		one.Programme = v.T(p.NameKey)
	}
	if !l.ReferredOn.IsZero() {
		one.Note = v.T("referral.sent.on", fault.Args{"date": lang.LongDate(v.Lang, l.ReferredOn)})
	}
	return one
}

func childrenTitle(v *web.Visit, l course.Line) string {
	var names []string
	for i, name := range l.ChildNames {
		names = append(names, nameAge(v, name, l.Ages[i]))
	}
	return web.List(v.Lang, names)
}

func draftLine(v *web.Visit, one listLine, l course.Line, s course.Step) listLine {
	one.To += "/" + stepFamily
	one.Title = s.Fields["child1.name"]
	if one.Title == "" {
		one.Title = v.T("referral.unnamed")
	}
	if !s.SavedAt.IsZero() {
		one.Note = v.T("referral.draft.saved", fault.Args{"date": lang.LongDate(v.Lang, clock.DateOf(s.SavedAt)), "time": lang.Clock(v.Lang, s.SavedAt)})
	}
	one.Tag = web.Tag{Kind: "none", Text: v.T("referral.tag.draft")}
	return one
}

func waitingTag(v *web.Visit, l course.Line) web.Tag {
	days := v.Today().Sub(l.ReferredOn)
	if days <= 0 {
		return web.Tag{Kind: "waiting", Text: v.T("referral.tag.today")}
	}
	return web.Tag{Kind: "waiting", Text: v.TN("referral.tag.waiting", days)}
}

// next is what the reader should do first: the leader answers, names teams; the
// adviser finishes what was begun.
func (p *listPage) next(v *web.Visit) {
	switch {
	case p.Leader && len(p.Waiting) > 0:
		one := p.Waiting[0]
		p.Next = &web.NextStep{Title: v.T("referral.next.answer", fault.Args{"name": one.Title}), Text: one.Note, Deed: web.Deed{To: one.To, Text: v.T("referral.next.answer.deed")}}
	case p.Leader && len(p.ToTeam) > 0:
		one := p.ToTeam[0]
		p.Next = &web.NextStep{Title: v.T("referral.next.team", fault.Args{"name": one.Title}), Text: one.Programme, Deed: web.Deed{To: one.To, Text: v.T("referral.next.team.deed")}}
	case len(p.Drafts) > 0:
		one := p.Drafts[0]
		p.Next = &web.NextStep{Title: v.T("referral.next.draft", fault.Args{"name": one.Title}), Text: one.Note, Deed: web.Deed{To: one.To, Text: v.T("referral.next.draft.deed")}}
	}
}

// choosePage asks which programme a referral is for.
type choosePage struct {
	Form       web.Form
	Programmes []web.Option
}

func (a area) choose(v *web.Visit, _ *casefile.Tx) (web.Response, error) { return a.choosePage(v), nil }

func (a area) choosePage(v *web.Visit) *web.Rendered {
	p := choosePage{Form: v.Form}
	for _, one := range a.programmes.All() {
		p.Programmes = append(p.Programmes, web.Option{Value: one.ID, Key: one.NameKey, Hint: v.T(one.ForKey)})
	}
	return web.Page("referrals/new", p).Titled("referral.new")
}

// begin opens a referral. The id of the form becomes the course's, so that sending it
// twice begins one.
func (a area) begin(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	var bad fault.Problems
	p, ok := a.programmes.Get(v.Form.Value("programme"))
	if !ok {
		bad.Add("programme", "referral.programme.missing")
		return web.NotValid(a.choosePage(v), bad.Err())
	}
	relation, adviser := access.AdviserOn, v.Actor.ID
	if v.Actor.Role == access.Leader {
		relation, adviser = access.LeaderOf, ""
	}
	id := v.Form.ID()
	f, err := casefile.Create(v.Context(), tx, v.Actor, id, relation)
	if err != nil {
		return nil, err
	}
	if err := course.Begin(v.Context(), f, p.ID, adviser); err != nil {
		return nil, err
	}
	return web.Redirect("/henvisninger/"+id+"/"+stepFamily, ""), nil
}
