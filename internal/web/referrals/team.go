package referrals

import (
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/programme"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// teamPage is the fixed team of a course: to see, and for the leader to name.
type teamPage struct {
	coursepage.Head
	Form     web.Form
	Title    string
	MayName  bool
	Seats    []seatRow
	Missing  []web.Link
	Earlier  []web.Fact
	Next     *web.NextStep
	MayStart bool
}

// seatRow is a place on the team: who may take it and who has it.
type seatRow struct {
	Field, Key string
	Several    bool
	Options    []web.Option
	Now        []web.Fact
}

func (a area) team(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	h, err := coursepage.LoadTeam(v, f, a.programmes)
	if err != nil {
		return nil, err
	}
	c := h.Course
	p := teamPage{Head: h, Form: v.Form, Title: h.Name}
	p.MayName = f.Can(access.Team, access.Write) && (c.Status == course.Accepted || c.Status == course.Active)
	if err := p.seats(v, f); err != nil {
		return nil, err
	}
	needs, err := course.Missing(v.Context(), f, h.Programme)
	if err != nil {
		return nil, err
	}
	for _, n := range needs {
		p.Missing = append(p.Missing, web.Link{To: "#f-team." + string(n.Seat), Text: v.T(n.Key, n.Args)})
	}
	p.MayStart = p.MayName && c.Status == course.Accepted && len(needs) == 0
	if p.MayStart {
		if !c.StartOn.IsZero() && !c.StartOn.Before(v.Today()) {
			v.Form.Fill("start", c.StartOn.String())
		}
		p.Next = &web.NextStep{Title: v.T("referral.next.start", fault.Args{"name": p.Title}), Text: v.T("referral.next.start.why"), Deed: web.Deed{To: "#start", Text: v.T("referral.next.start.deed")}}
	}
	return web.Page("referrals/team", p).Titled("referral.team"), nil
}

// seats gives each place its candidates, by profession, and who has it now.
func (p *teamPage) seats(v *web.Visit, f *casefile.Reader) error {
	people, err := login.ByRole(v.Context(), f.Tx().Tx, access.Consultant, access.Psychologist)
	if err != nil {
		return err
	}
	for _, s := range p.Programme.Seats {
		row := seatRow{Field: "team." + string(s.ID), Key: s.Key, Several: s.Max != 1}
		for _, one := range people {
			if programme.Profession(one.Role) == s.Profession {
				row.Options = append(row.Options, web.Option{Value: one.ID, Label: one.Name})
			}
		}
		var now []string
		for _, m := range p.Team {
			if string(m.Role) != string(s.ID) {
				continue
			}
			fact := web.Fact{Label: p.StaffName(m.StaffID), Text: v.T("referral.team.since", fault.Args{"date": lang.LongDate(v.Lang, m.From)})}
			if m.To.IsZero() {
				now = append(now, m.StaffID)
				row.Now = append(row.Now, fact)
				continue
			}
			fact.Text = v.T("referral.team.between", fault.Args{"from": lang.LongDate(v.Lang, m.From), "to": lang.LongDate(v.Lang, m.To)})
			p.Earlier = append(p.Earlier, fact)
		}
		v.Form.Fill(row.Field, now...)
		p.Seats = append(p.Seats, row)
	}
	return nil
}

// nameTeam names the team as it stands on the form. It may still lack somebody: then
// the course does not start.
func (a area) nameTeam(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	_, prog, err := coursepage.CourseOf(v, &f.Reader, a.programmes)
	if err != nil {
		return nil, err
	}
	var team []course.Member
	var bad fault.Problems
	taken := map[string]bool{}
	for _, s := range prog.Seats {
		field := "team." + string(s.ID)
		for _, id := range slices.Compact(slices.Sorted(slices.Values(v.Form.Values(field)))) {
			if id == "" {
				continue
			}
			if taken[id] {
				bad.Add(field, "course.team.twice")
			}
			taken[id] = true
			team = append(team, course.Member{StaffID: id, Role: course.TeamRole(s.ID)})
		}
	}
	err = bad.Err()
	if err == nil {
		err = course.NameTeam(v.Context(), f, team)
	}
	if err != nil {
		return coursepage.Again(v, f, a.team, err)
	}
	return web.Redirect("/forloeb/"+v.CourseID()+"/hold", "referral.team.named"), nil
}

// start makes the course active, or says what the team lacks.
func (a area) start(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	_, prog, err := coursepage.CourseOf(v, &f.Reader, a.programmes)
	if err != nil {
		return nil, err
	}
	var bad fault.Problems
	on := v.Form.NeededDate(&bad, "start", "course.start.missing")
	err = bad.Err()
	if err == nil {
		err = course.Activate(v.Context(), f, prog, on)
	}
	if err != nil {
		return coursepage.Again(v, f, a.team, err)
	}
	return web.Redirect("/forloeb/"+v.CourseID(), "referral.started"), nil
}
