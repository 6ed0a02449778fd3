package coursepage

import (
	"samspil/internal/casefile"
	"samspil/internal/chart"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/plan"
	"samspil/internal/session"
	"samspil/internal/web"
)

// Hours is the hours of a course as a page shows them: a sentence, the drawing in
// two widths and the table that says the same.
type Hours struct {
	Lead         []plan.Piece
	Wide, Narrow chart.SVG
	Note         string
	Table        chart.Table
	CSV          string // where the table can be had as a file; empty for none
	Empty        bool   // there is nothing to draw yet
}

// Draw makes the hours from their picture.
func Draw(p plan.Picture) Hours {
	c := p.Chart()
	return Hours{
		Lead: p.Pieces(), Wide: c.Draw(chart.Column), Narrow: c.Draw(chart.Narrow), Note: p.Note(), Table: p.Table(),
		Empty: len(p.Plan.Steps) == 0 && p.Held.Total == 0,
	}
}

// Picture gathers what the hours of plan p are drawn from, and hands on the sessions
// it has read on the way.
func (h Head) Picture(v *web.Visit, f *casefile.Reader, p plan.Plan) (plan.Picture, []session.Session, error) {
	pic := plan.Picture{Plan: p, Today: h.Today, Lang: v.Lang}
	sessions, err := session.Facts(v.Context(), f, session.Period{})
	if err != nil {
		return pic, nil, err
	}
	delivered := session.Count(sessions)
	pic.Held = plan.Held{Total: delivered.Total, Weeks: delivered.PerWeek, Absent: map[clock.Date]bool{}}
	for _, s := range sessions {
		if s.Status == session.NoShow {
			pic.Held.Absent[session.Monday(clock.DateOf(s.When()))] = true
		}
	}
	if pic.Frame, err = plan.FrameOf(v.Context(), f); err != nil || p.Supersedes == "" || p.Surplus(pic.Frame.Granted) == 0 {
		return pic, sessions, err
	}
	before, err := plan.Get(v.Context(), f, p.Supersedes)
	if fault.KindOf(err) == fault.NotFound {
		return pic, sessions, nil
	}
	pic.Before = &before
	return pic, sessions, err
}

// RequestTag says where a wish for more hours stands.
func RequestTag(v *web.Visit, q plan.Request) web.Tag {
	switch {
	case q.Waiting():
		return web.Tag{Kind: "waiting", Text: v.T("courses.extra.waiting", fault.Args{"hours": web.Hours(v.Lang, q.Hours), "date": lang.DayMonth(v.Lang, q.AskedOn)})}
	case q.Answer.Granted == 0:
		return web.Tag{Kind: "none", Text: v.T("courses.extra.no")}
	}
	return web.Tag{Kind: "done", Text: v.T("courses.extra.yes", fault.Args{"hours": web.Hours(v.Lang, q.Answer.Granted)})}
}

// GoalTag says how a goal ended; nothing while it is worked on.
func GoalTag(v *web.Visit, g plan.Goal) web.Tag {
	if g.Concluded == nil {
		return web.Tag{}
	}
	kind := map[plan.Outcome]string{plan.Reached: "done", plan.Partly: "waiting", plan.NotYet: "none", plan.Dropped: "none"}[g.Concluded.Outcome]
	return web.Tag{Kind: kind, Text: v.T("plan.outcome." + string(g.Concluded.Outcome))}
}

// ReturnedFor is what the leader asked to have mended in the plan p when it was last
// handed back; empty for one that was not. events are newest first.
func ReturnedFor(events []plan.Event, p plan.Plan) string {
	if p.Status != plan.StatusDraft {
		return ""
	}
	for _, e := range events {
		if e.PlanID == p.ID && (e.Kind == plan.Returned || e.Kind == plan.Submitted) {
			return e.Note
		}
	}
	return ""
}
