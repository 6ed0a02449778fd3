package courses

import (
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/chart"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/plan"
	"samspil/internal/session"
	"samspil/internal/web"
)

// hoursPanel is the hours of a course: a sentence, the drawing and its table.
type hoursPanel struct {
	Lead         marked
	Wide, Narrow chart.SVG
	Note         string
	Table        chart.Table
	CSV          string // where the table can be had as a file; empty for a draft
	Empty        bool
}

// facts are what the hours are drawn from.
type facts struct {
	plan      plan.Plan
	before    *plan.Plan // the one the plan was drawn from, while hours above it wait
	frame     plan.Frame
	sessions  []session.Session
	delivered session.Hours
}

// hours gathers the facts of the course and draws them.
func (h head) hours(v *web.Visit, f *casefile.Reader, p plan.Plan) (hoursPanel, error) {
	x, err := h.hourFacts(v, f, p)
	if err != nil {
		return hoursPanel{}, err
	}
	return h.draw(v, x), nil
}

func (h head) hourFacts(v *web.Visit, f *casefile.Reader, p plan.Plan) (x facts, err error) {
	x.plan = p
	if x.frame, err = plan.FrameOf(v.Context(), f); err != nil {
		return x, err
	}
	if x.sessions, err = session.Facts(v.Context(), f, session.Period{}); err != nil {
		return x, err
	}
	x.delivered = session.Count(x.sessions)
	if p.Supersedes != "" && p.Surplus(x.frame.Granted) > 0 {
		before, err := plan.Get(v.Context(), f, p.Supersedes)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return x, err
		}
		if err == nil {
			x.before = &before
		}
	}
	return x, nil
}

// draw makes the panel from the facts.
func (h head) draw(v *web.Visit, x facts) hoursPanel {
	c := h.hoursChart(v, x)
	lead := h.hoursLead(v, x)
	panel := hoursPanel{Lead: mark(lead), Note: hoursNote(v, x.plan)}
	c.Title, c.Desc = v.T("courses.hours"), strings.ReplaceAll(lead, "**", "")+" "+panel.Note
	panel.Wide, panel.Narrow = c.Draw(chart.Column), c.Draw(chart.Narrow)
	panel.Table = c.Table([4]string{v.T("courses.hours.week"), v.T("courses.hours.held"), v.T("courses.hours.planned"), v.T("courses.hours.remark")})
	panel.Empty = len(x.plan.Steps) == 0 && x.delivered.Total == 0
	return panel
}

func (h head) hoursChart(v *web.Visit, x facts) chart.Hours {
	p := x.plan
	c := chart.Hours{
		Frame: chart.Frame{ID: "timer", Lang: v.Lang}, From: p.StartOn, To: p.LastDay(), PlanEnd: p.LastDay(), Weeks: weeks(x.sessions, x.delivered),
		Words: chart.HoursWords{
			Axis: v.T("courses.hours.axis"), Held: v.T("courses.hours.held"), Plan: v.T("courses.hours.plan"), Absent: v.T("courses.hours.absent"),
			Ends: v.T("courses.hours.ends"),
		},
	}
	if c.To.Day() < monthLabel {
		c.To = c.To.AddDays(monthLabel - c.To.Day()) // room for the name of the last month
	}
	if c.To.IsZero() {
		c.From, c.To = h.Today.AddDays(-84), h.Today.AddDays(84)
	}
	for i, s := range p.Steps {
		c.Plan = append(c.Plan, chart.Step{From: p.StepStart(i), HoursPerWeek: s.HoursPerWeek})
	}
	if p.Status == plan.StatusApproved && !h.Today.After(c.To) {
		c.Today = h.Today
		c.Words.Today = v.T("courses.hours.today", fault.Args{"week": max(1, p.WeekOn(h.Today))})
		c.EndsOn = p.RunsOut(h.Today, x.delivered.Total, thisWeek(h.Today, x.delivered), x.frame.Granted)
	}
	if x.before != nil {
		for _, s := range p.Above(*x.before) {
			c.Waiting = append(c.Waiting, chart.Waiting{From: s.From, To: s.To, Low: s.Low, High: s.High})
		}
		c.Words.Waiting = v.T("courses.hours.waiting", fault.Args{"hours": web.Hours(v.Lang, p.Surplus(x.frame.Granted))})
	}
	return c
}

// weeks are the hours held week by week, and whether somebody did not come.
func weeks(all []session.Session, delivered session.Hours) []chart.Week {
	absent := map[clock.Date]bool{}
	for _, s := range all {
		if s.Status == session.NoShow {
			absent[session.Monday(clock.DateOf(s.When()))] = true
		}
	}
	var out []chart.Week
	for monday, hours := range delivered.PerWeek {
		out = append(out, chart.Week{Of: monday, Hours: hours, Absent: absent[monday]})
		delete(absent, monday)
	}
	for monday := range absent {
		out = append(out, chart.Week{Of: monday, Absent: true})
	}
	return out
}

func thisWeek(today clock.Date, delivered session.Hours) float64 {
	return delivered.PerWeek[session.Monday(today)]
}

// monthLabel is how many days of a month its name needs at the end of the drawing.
const monthLabel = 14

// hoursLead says how many hours were held, how many are left and when they run out.
func (h head) hoursLead(v *web.Visit, x facts) string {
	args := fault.Args{
		"held": lang.Number(v.Lang, x.delivered.Total, 1), "frame": lang.Number(v.Lang, x.frame.Granted, 1),
		"left": lang.Number(v.Lang, max(0, x.frame.Granted-x.delivered.Total), 1),
		"over": lang.Number(v.Lang, x.delivered.Total-x.frame.Granted, 1),
	}
	switch {
	case x.frame.Granted == 0:
		return v.T("courses.hours.lead.no-frame", args)
	case x.delivered.Total > x.frame.Granted+0.01:
		return v.T("courses.hours.lead.over", args)
	}
	lead := v.T("courses.hours.lead", args)
	if x.plan.Status != plan.StatusApproved {
		return lead
	}
	ends := x.plan.RunsOut(h.Today, x.delivered.Total, thisWeek(h.Today, x.delivered), x.frame.Granted)
	if ends.IsZero() {
		return lead
	}
	args = fault.Args{"date": lang.LongDate(v.Lang, ends), "extra": lang.Number(v.Lang, x.frame.Waiting, 1)}
	if x.frame.Waiting > 0 {
		return lead + " " + v.T("courses.hours.lead.without-extra", args)
	}
	return lead + " " + v.T("courses.hours.lead.ends", args)
}

// hoursNote says the steps of the plan in a sentence, with the reason of the plan.
func hoursNote(v *web.Visit, p plan.Plan) string {
	note := stepsInWords(v, p)
	if p.Reason != "" {
		note += " " + p.Reason
	}
	return note
}

// stepsInWords is "5 timer om ugen til 7. juni, 4 timer til 22. november, derefter 2."
func stepsInWords(v *web.Visit, p plan.Plan) string {
	var parts []string
	for i, s := range p.Steps {
		args := fault.Args{
			"hours": web.Hours(v.Lang, s.HoursPerWeek), "number": lang.Number(v.Lang, s.HoursPerWeek, 2),
			"to": lang.DayMonth(v.Lang, p.StepStart(i+1).AddDays(-1)), "weeks": s.Weeks,
		}
		key := "courses.steps.next"
		switch {
		case i == 0 && len(p.Steps) == 1:
			key = "courses.steps.only"
		case i == 0:
			key = "courses.steps.first"
		case i == len(p.Steps)-1:
			key = "courses.steps.last"
		}
		parts = append(parts, v.T(key, args))
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ", ") + "."
}

func datesInWords(v *web.Visit, p plan.Plan) string {
	var all []string
	for _, d := range p.Reviews {
		all = append(all, lang.PlainDate(v.Lang, d))
	}
	return web.List(v.Lang, all)
}

// preview draws the draft's steps against the frame, before anything is held.
func (e *editing) preview(v *web.Visit) hoursPanel {
	x := facts{plan: e.Plan, frame: e.Frame}
	if e.Before != nil && e.Plan.Surplus(e.Frame.Granted) > 0 {
		x.before = e.Before
	}
	panel := e.draw(v, x)
	args := fault.Args{
		"planned": lang.Number(v.Lang, e.Plan.Planned(), 2), "frame": lang.Number(v.Lang, e.Frame.Granted, 2),
		"weeks": e.Plan.Weeks(), "end": lang.LongDate(v.Lang, e.Plan.LastDay()),
		"over": lang.Number(v.Lang, e.Plan.Surplus(e.Frame.Granted), 2),
	}
	switch {
	case len(e.Plan.Steps) == 0:
		panel.Empty, panel.Lead = true, mark(v.T("courses.preview.none", args))
	case e.Plan.Surplus(e.Frame.Granted) > 0:
		panel.Lead = mark(v.T("courses.preview.over", args))
	default:
		panel.Lead = mark(v.T("courses.preview", args))
	}
	return panel
}

// hoursFile is the table of hours as a file for a spreadsheet.
func (a area) hoursFile(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	h, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	p, _, err := plan.Current(v.Context(), f)
	if err != nil {
		return nil, err
	}
	panel, err := h.hours(v, f, p)
	if err != nil {
		return nil, err
	}
	if err := f.Record("extract", "hours", f.CourseID); err != nil {
		return nil, err
	}
	return web.File(v.T("courses.hours.file")+".csv", "text/csv; charset=utf-8", panel.Table.CSV()), nil
}
