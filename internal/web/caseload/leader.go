package caseload

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"samspil/internal/access"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/deadline"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/plan"
	"samspil/internal/rule"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// memberRow is one of the team with what they have.
type memberRow struct {
	Name, Title string
	Leads, With int
	Hours       string // held in the latest four weeks
	Unwritten   int
	Away        string
	Full        web.Tag // more courses than the guide says
	hours       float64
}

type leaderPage struct {
	Greeting, Date string
	Step           *web.NextStep
	Decide         []row
	Figures        []web.Figure
	Hours          string // the three figures in a sentence
	Team           []memberRow
	Quiet          []row
	QuietDays      int
	Board          []boardRow
	MoreBoard      int
}

// shownDeadlines is how much of the board stands on the first page.
const shownDeadlines = 12

// leader is the day of the one who answers for the team.
func (t *today) leader() (web.Response, error) {
	v := t.v
	page := leaderPage{Greeting: greeting(v), Date: upper(lang.LongDate(v.Lang, v.Today())), QuietDays: deadline.QuietDays}
	o, err := t.overview()
	if err != nil {
		return nil, err
	}
	page.Decide = t.decisions(o)
	page.Figures, page.Hours = o.figures(v)
	page.Team = t.team(o)
	for _, q := range o.quiet {
		page.Quiet = append(page.Quiet, row{
			Title: o.name(q.CourseID), To: "/forloeb/" + q.CourseID, Text: v.T("caseload.quiet.since", fault.Args{"on": lang.LongDate(v.Lang, q.Since), "lead": t.staff.Name(o.lead(q.CourseID, v.Today()))}),
			Tag: web.Tag{Kind: "soon", Text: v.TN("caseload.quiet.days", q.Days)},
		})
	}
	for n, i := range t.board {
		if n < shownDeadlines {
			page.Board = append(page.Board, boardRowOf(v, i, t.staff))
		}
	}
	page.MoreBoard = len(t.board)
	page.Step = t.leaderStep(page)
	return web.Page("caseload/leader", page).Titled("web.menu.day"), nil
}

// leaderStep: the oldest broken promise, else what waits for the leader.
func (t *today) leaderStep(page leaderPage) *web.NextStep {
	v := t.v
	for _, f := range t.flags {
		if f.Danger {
			return &web.NextStep{
				Title: v.T("caseload.next.danger"), Text: f.What,
				Deed: web.Deed{To: coursepage.Path(f.CourseID, "opmaerksomhed", f.ID), Text: v.T("caseload.next.danger.deed")},
			}
		}
	}
	if m, ok := t.late(); ok {
		return t.ring(m)
	}
	if len(page.Decide) > 0 {
		d := page.Decide[0]
		return &web.NextStep{Title: d.Title, Text: d.Text, Deed: web.Deed{To: d.To, Text: d.Deed}}
	}
	return nil
}

// overview is what the leader's figures are counted from.
type overview struct {
	lines     []course.Line
	children  map[string]coursepage.Called
	standings map[string]plan.Standing
	frames    map[string]float64
	sessions  map[string][]session.Session
	teams     map[string][]course.Member
	quiet     []deadline.Quiet
	reports   []deadline.Unapproved
	running   []string // ids of the running courses
	today     clock.Date
}

func (t *today) overview() (*overview, error) {
	ctx, l := t.v.Context(), t.list
	o := &overview{today: t.v.Today()}
	var err error
	if o.lines, err = lines(t); err != nil {
		return nil, err
	}
	if o.standings, err = plan.Standings(ctx, l); err != nil {
		return nil, err
	}
	if o.frames, err = plan.Frames(ctx, l); err != nil {
		return nil, err
	}
	if o.sessions, err = session.FactsOf(ctx, l); err != nil {
		return nil, err
	}
	if o.teams, err = course.Teams(ctx, l); err != nil {
		return nil, err
	}
	if o.quiet, err = deadline.QuietCourses(ctx, l); err != nil {
		return nil, err
	}
	if o.reports, err = deadline.UnapprovedReports(ctx, l); err != nil {
		return nil, err
	}
	for id := range o.frames {
		o.running = append(o.running, id)
	}
	slices.Sort(o.running)
	return o, o.call(t)
}

// lines are the courses that have not begun: they wait for the leader.
func lines(t *today) (all []course.Line, err error) {
	for n := 1; ; n++ {
		page, err := course.CaseloadPage(t.v.Context(), t.tx, t.v.Actor, course.Filter{Statuses: []course.Status{course.Referred, course.Accepted}, Page: n})
		if err != nil {
			return nil, fmt.Errorf("courses that wait: %w", err)
		}
		all = append(all, page.Lines...)
		if len(page.Lines) == 0 || len(all) >= page.Total {
			return all, nil
		}
	}
}

// call fetches the children's names of the courses that are named on the page.
func (o *overview) call(t *today) error {
	var ids []string
	for _, q := range o.quiet {
		ids = append(ids, q.CourseID)
	}
	for _, r := range o.reports {
		ids = append(ids, r.CourseID)
	}
	for id, s := range o.standings {
		if s.Pending == plan.StatusSubmitted {
			ids = append(ids, id)
		}
	}
	for _, f := range t.flags {
		ids = append(ids, f.CourseID)
	}
	var err error
	o.children, err = coursepage.CallEach(t.v, t.list, ids)
	return err
}

func (o *overview) name(id string) string { return o.children[id].Name }

// lead is the fixed consultant of a course on a day; empty while there is none.
func (o *overview) lead(id string, on clock.Date) string {
	for _, m := range o.teams[id] {
		if m.Role == course.Lead && m.On(on) {
			return m.StaffID
		}
	}
	return ""
}

// dated is a row with the day it has waited since.
type dated struct {
	on clock.Date
	row
}

// decisions are what waits for the leader, the oldest first.
func (t *today) decisions(o *overview) []row {
	all := slices.Concat(t.referrals(o), t.plans(o), t.reports(o), t.seconds(o))
	slices.SortStableFunc(all, func(a, b dated) int {
		return cmp.Or(cmp.Compare(a.on.String(), b.on.String()), cmp.Compare(a.To, b.To))
	})
	rows := make([]row, len(all))
	for i, d := range all {
		rows[i] = d.row
	}
	return rows
}

// referrals are courses to accept, and accepted ones without a team that began.
func (t *today) referrals(o *overview) (all []dated) {
	v := t.v
	for _, l := range o.lines {
		who := web.List(v.Lang, l.ChildNames)
		key := "caseload.decide.referral"
		if l.Status == course.Accepted {
			key = "caseload.decide.team"
		}
		to := "/henvisninger/" + l.CourseID
		all = append(all, dated{l.ReferredOn, row{
			Title: v.T(key, fault.Args{"who": who}), Text: v.T("caseload.decide.referral.text", fault.Args{"name": t.staff.Name(l.AdviserID), "on": lang.LongDate(v.Lang, l.ReferredOn)}),
			To: to, Deed: v.T(key + ".deed"), Tag: since(v, l.ReferredOn),
		}})
	}
	return all
}

// plans are those that a consultant has handed in.
func (t *today) plans(o *overview) (all []dated) {
	v := t.v
	for id, s := range o.standings {
		if s.Pending != plan.StatusSubmitted {
			continue
		}
		all = append(all, dated{s.PendingSince, row{
			Title: v.T("caseload.decide.plan", fault.Args{"who": o.name(id)}), Text: v.T("caseload.decide.plan.text", fault.Args{"on": lang.LongDate(v.Lang, s.PendingSince)}),
			To: "/forloeb/" + id + "/plan/" + s.PendingID + "/afgoer", Deed: v.T("caseload.decide.plan.deed"), Tag: since(v, s.PendingSince),
		}})
	}
	return all
}

// reports are those that wait for a second reader.
func (t *today) reports(o *overview) (all []dated) {
	v := t.v
	for _, r := range o.reports {
		if r.AuthorID == v.Actor.ID {
			continue
		}
		key := "caseload.decide.status"
		if r.Closing {
			key = "caseload.decide.closing"
		}
		all = append(all, dated{r.Since, row{
			Title: v.T(key, fault.Args{"who": o.name(r.CourseID)}), Text: v.T("caseload.decide.report.text", fault.Args{"name": t.staff.Name(r.AuthorID), "on": lang.LongDate(v.Lang, r.Since)}),
			To: coursepage.Path(r.CourseID, "rapporter", r.ReportID), Deed: v.T("caseload.decide.report.deed"), Tag: since(v, r.Since),
		}})
	}
	return all
}

// seconds are flags of danger that one person has put away and another must see.
func (t *today) seconds(o *overview) (all []dated) {
	v := t.v
	for _, f := range t.flags {
		if !f.AwaitsSecond() {
			continue
		}
		on := clock.DateOf(f.RaisedAt)
		all = append(all, dated{on, row{
			Title: v.T("caseload.decide.second", fault.Args{"who": o.name(f.CourseID)}), Text: v.T("caseload.decide.second.text"),
			To: coursepage.Path(f.CourseID, "opmaerksomhed", f.ID), Deed: v.T("caseload.next.danger.deed"), Tag: since(v, on),
		}})
	}
	return all
}

func since(v *web.Visit, on clock.Date) web.Tag {
	i := deadline.Item{State: deadline.Open, On: on}
	return tagOf(v, i)
}

// figures are those of the running courses together. Each is counted by its one
// definition: hours by session.Count, the frame as plan.FrameOf, the plan by
// PlannedTo, the fixed people by session.Continuity.
func (o *overview) figures(v *web.Visit) ([]web.Figure, string) {
	var granted, planned, delivered float64
	var fixed session.Share
	for _, id := range o.running {
		granted += o.frames[id]
		planned += o.standings[id].InForce.PlannedTo(o.today)
		delivered += session.Count(o.sessions[id]).Total
		share := session.Continuity(o.sessions[id], o.teams[id])
		fixed.N, fixed.Of = fixed.N+share.N, fixed.Of+share.Of
	}
	steady := v.T("caseload.figure.unknown")
	if fixed.Known() {
		steady = v.T("caseload.figure.percent", fault.Args{"n": fixed.Percent()})
	}
	number := func(h float64) string { return lang.Number(v.Lang, h, 1) }
	figures := []web.Figure{
		{Figure: fmt.Sprint(len(o.running)), Text: v.T("caseload.figure.running")},
		{Figure: number(granted), Text: v.T("caseload.figure.granted")},
		{Figure: number(planned), Text: v.T("caseload.figure.planned")},
		{Figure: number(delivered), Text: v.T("caseload.figure.delivered")},
		{Figure: steady, Text: v.T("caseload.figure.fixed")},
	}
	sentence := ""
	if planned > 0 {
		sentence = v.T("caseload.hours", fault.Args{"delivered": number(delivered), "planned": number(planned), "granted": number(granted)})
	}
	if fixed.Known() {
		sentence += " " + v.T("caseload.fixed", fault.Args{"n": fixed.N, "of": fixed.Of})
	}
	return figures, sentence
}

// fourWeeks is the stretch that the hours of the team's people are shown for.
const fourWeeks = 28 * 24 * time.Hour

// team shows what each of the leader's people has.
func (t *today) team(o *overview) []memberRow {
	v := t.v
	rows := map[string]*memberRow{}
	for id, a := range t.staff {
		if !a.Ended() && a.LeaderID == v.Actor.ID && (a.Role == access.Consultant || a.Role == access.Psychologist) {
			rows[id] = &memberRow{Name: a.Name, Title: v.T("web.role." + string(a.Role))}
			if a.Absent(v.Today()) {
				rows[id].Away = v.T("caseload.away", fault.Args{"deputy": t.staff.Name(a.DeputyID)})
			}
		}
	}
	for _, id := range o.running {
		for _, m := range o.teams[id] {
			if r := rows[m.StaffID]; r != nil && m.On(o.today) {
				if m.Role == course.Lead {
					r.Leads++
				} else {
					r.With++
				}
			}
		}
		t.work(o.sessions[id], rows)
	}
	guide := rule.Get("team.caseload").Count()
	out := make([]memberRow, 0, len(rows))
	for _, r := range rows {
		r.Hours = lang.Number(v.Lang, r.hours, 1)
		if r.Leads > guide {
			r.Full = web.Tag{Kind: "soon", Text: v.T("caseload.full", fault.Args{"n": guide})}
		}
		out = append(out, *r)
	}
	slices.SortFunc(out, func(a, b memberRow) int { return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.Name, b.Name)) })
	return out
}

// work adds the sessions of a course to the people who held them: hours of the
// latest four weeks, and what is not written or signed too late.
func (t *today) work(all []session.Session, rows map[string]*memberRow) {
	now := t.v.Now()
	for _, s := range all {
		recent := s.Status == session.Held && now.Sub(s.When()) <= fourWeeks
		late := s.Open(now) && rule.RecordDelay(clock.DateOf(s.When()), t.v.Today()) == rule.TooLate
		for n, id := range s.Staff {
			r := rows[id]
			if r == nil {
				continue
			}
			if recent {
				r.hours += session.Count([]session.Session{s}).Total
			}
			if late && n == 0 {
				r.Unwritten++
			}
		}
	}
}
