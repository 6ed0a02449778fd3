package plan

import (
	"strings"

	"samspil/internal/chart"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
)

// Held is what was delivered of a course, as package session counts it.
type Held struct {
	Total float64
	// Weeks are the hours of each week, by its Monday; Absent the weeks, by their
	// Monday, in which an appointment was not kept.
	Weeks  map[clock.Date]float64
	Absent map[clock.Date]bool
}

// Picture is the hours of a course as they are shown everywhere: what was held
// against the plan, what waits, and when the hours run out.
type Picture struct {
	Plan Plan
	// Before is the plan that Plan was drawn from, while hours above the frame wait.
	Before *Plan
	Frame  Frame
	Held   Held
	Today  clock.Date
	Lang   lang.Lang
}

func (p Picture) t(key string, args fault.Args) string { return lang.T(p.Lang, key, args) }

func (p Picture) number(x float64) string { return lang.Number(p.Lang, x, 2) }

// monday is the first day of the week in which the day lies.
func monday(d clock.Date) clock.Date { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }

// RunsOut is the last day of the week in which the frame is used up; none when it lasts
// to the end of the plan, or the plan is not in force.
func (p Picture) RunsOut() clock.Date {
	if p.Plan.Status != StatusApproved || p.Frame.Granted == 0 {
		return clock.Date{}
	}
	return p.Plan.RunsOut(p.Today, p.Held.Total, p.Held.Weeks[monday(p.Today)], p.Frame.Granted)
}

// Lead says in words, some of them **strong**, how many hours were held, how many
// are left, and when they run out.
func (p Picture) Lead() string {
	if p.Plan.Status == StatusDraft || p.Plan.Status == StatusSubmitted {
		return p.draftLead()
	}
	args := fault.Args{
		"held": lang.Number(p.Lang, p.Held.Total, 1), "frame": p.number(p.Frame.Granted),
		"left": lang.Number(p.Lang, max(0, p.Frame.Granted-p.Held.Total), 1),
		"over": lang.Number(p.Lang, p.Held.Total-p.Frame.Granted, 1),
	}
	switch {
	case p.Frame.Granted == 0:
		return p.t("plan.hours.lead.no-frame", args)
	case p.Held.Total > p.Frame.Granted+0.01:
		return p.t("plan.hours.lead.over", args)
	}
	lead, ends := p.t("plan.hours.lead", args), p.RunsOut()
	if ends.IsZero() {
		return lead
	}
	key := "plan.hours.lead.ends"
	if p.Frame.Waiting > 0 {
		key = "plan.hours.lead.without-extra"
	}
	return lead + " " + p.t(key, fault.Args{"date": lang.LongDate(p.Lang, ends), "extra": p.number(p.Frame.Waiting)})
}

// Piece is a stretch of a sentence.
type Piece struct {
	Text   string
	Strong bool
}

// Pieces is Lead cut where its strong words begin and end.
func (p Picture) Pieces() []Piece {
	var all []Piece
	for i, text := range strings.Split(p.Lead(), "**") {
		if text != "" {
			all = append(all, Piece{text, i%2 == 1})
		}
	}
	return all
}

// draftLead holds what is planned against what was granted.
func (p Picture) draftLead() string {
	over := p.Plan.Surplus(p.Frame.Granted)
	args := fault.Args{
		"planned": p.number(p.Plan.Planned()), "frame": p.number(p.Frame.Granted), "weeks": p.Plan.Weeks(),
		"end": lang.LongDate(p.Lang, p.Plan.LastDay()), "over": p.number(over),
	}
	switch {
	case len(p.Plan.Steps) == 0:
		return p.t("plan.preview.none", args)
	case over > 0:
		return p.t("plan.preview.over", args)
	}
	return p.t("plan.preview", args)
}

// Note says the steps of the plan, and why it was changed.
func (p Picture) Note() string {
	return strings.TrimSpace(p.Plan.InWords(p.Lang) + " " + p.Plan.Reason)
}

// Chart draws the picture.
func (p Picture) Chart() chart.Hours {
	c := chart.Hours{
		Frame: chart.Frame{ID: "timer", Lang: p.Lang, Title: p.t("plan.hours.title", nil)},
		From:  p.Plan.StartOn, To: p.Plan.LastDay(), PlanEnd: p.Plan.LastDay(), Weeks: p.weeks(),
		Words: chart.HoursWords{
			Axis: p.t("plan.hours.axis", nil), Held: p.t("plan.hours.held", nil), Plan: p.t("plan.hours.plan", nil),
			Absent: p.t("plan.hours.absent", nil), Ends: p.t("plan.hours.ends", nil),
		},
	}
	c.Desc = strings.ReplaceAll(p.Lead(), "**", "") + " " + p.Note()
	if c.To.IsZero() {
		c.From, c.To = p.Today.AddDays(-84), p.Today.AddDays(84)
	} else if c.To.Day() < lastMonth {
		c.To = c.To.AddDays(lastMonth - c.To.Day())
	}
	for i, s := range p.Plan.Steps {
		c.Plan = append(c.Plan, chart.Step{From: p.Plan.StepStart(i), HoursPerWeek: s.HoursPerWeek})
	}
	if p.Plan.Status == StatusApproved && !p.Today.After(c.To) {
		c.Today, c.EndsOn = p.Today, p.RunsOut()
		c.Words.Today = p.t("plan.hours.today", fault.Args{"week": max(1, p.Plan.WeekOn(p.Today))})
	}
	if p.Before != nil {
		for _, s := range p.Plan.Above(*p.Before) {
			c.Waiting = append(c.Waiting, chart.Waiting(s))
		}
		c.Words.Waiting = p.t("plan.hours.waiting", fault.Args{"hours": p.number(p.Plan.Surplus(p.Frame.Granted))})
	}
	return c
}

// lastMonth is how many days of a month its name needs at the end of the drawing.
const lastMonth = 14

func (p Picture) weeks() []chart.Week {
	var out []chart.Week
	for of, hours := range p.Held.Weeks {
		out = append(out, chart.Week{Of: of, Hours: hours, Absent: p.Held.Absent[of]})
	}
	for of := range p.Held.Absent {
		if _, held := p.Held.Weeks[of]; !held {
			out = append(out, chart.Week{Of: of, Absent: true})
		}
	}
	return out
}

// Table lists the weeks of the chart.
func (p Picture) Table() chart.Table {
	return p.Chart().Table([4]string{
		p.t("plan.hours.week", nil), p.t("plan.hours.held", nil), p.t("plan.hours.planned", nil), p.t("plan.hours.remark", nil),
	})
}

// InWords says the steps: "5 timer om ugen til 7. juni, 4 til 22. november, derefter 2."
func (p Plan) InWords(l lang.Lang) string {
	var parts []string
	for i, s := range p.Steps {
		key := "plan.steps.next"
		switch {
		case i == 0 && len(p.Steps) == 1:
			key = "plan.steps.only"
		case i == 0:
			key = "plan.steps.first"
		case i == len(p.Steps)-1:
			key = "plan.steps.last"
		}
		parts = append(parts, lang.T(l, key, fault.Args{
			"number": lang.Number(l, s.HoursPerWeek, 2), "to": lang.DayMonth(l, p.StepStart(i+1).AddDays(-1)), "weeks": s.Weeks,
		}))
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ", ") + "."
}
