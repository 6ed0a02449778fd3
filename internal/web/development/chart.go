package development

import (
	"slices"

	"samspil/internal/chart"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// phase draws a strand with the phases of the plan and the hours beneath.
func (x *file) phase(v *web.Visit, g outcome.Graded) chart.Phase {
	scale, words := g.Scale(), x.words(v)
	p := chart.Phase{
		Frame: chart.Frame{ID: "kurve-" + g.ID, Title: g.Title + ", " + g.RaterName, Desc: x.described(v, g), Lang: v.Lang},
		Scale: chart.Scale{Min: scale.Least, Max: scale.Most, Percent: scale.Percent, Steps: scale.ID == instrument.GoalLadder}, Subject: coursepage.Subject(g.RaterRole), Band: singlecase.Band(scale.SEM),
		Words: chart.PhaseWords{
			First: v.T("development.chart.before"), Missed: v.T("development.chart.missed"), Aside: v.T("statement.left"), Hours: v.T("development.chart.hours"),
			Mark:   v.T("development.chart.mark", fault.Args{"least": words.Value(scale, scale.Least), "most": words.Value(scale, scale.Most)}),
			Median: v.T("development.chart.median"), Band: v.T("development.chart.band"), Ends: words.Ends(scale),
		},
	}
	p.Points, p.From, p.To = points(v, g), x.Course.StartOn, x.lastDay()
	for i, point := range p.Points {
		if !g.Turn.On.IsZero() && point.On == g.Turn.On && !point.Missed && !point.Aside {
			p.Points[i].Label = words.Value(scale, point.Value)
		}
	}
	p.Borders, p.Weeks = x.borders(v, g), x.weeks()
	if made := g.Made(); len(made) > 0 {
		if p.From.IsZero() || made[0].On.Before(p.From) {
			p.From = made[0].On
		}
		if last := made[len(made)-1]; last.On.After(p.To) {
			p.To = last.On
		}
	}
	if counted := g.Counted(); len(counted) > 0 {
		p.Words.End = g.RaterName + ": " + words.Value(scale, *counted[len(counted)-1].Value)
		if len(counted) < chart.LeastPoints {
			p.Words.TooFew = v.T("development.chart.few", fault.Args{"n": len(counted), "need": chart.LeastPoints})
		}
	}
	if p.From.IsZero() {
		p.From = g.OpenedOn
	}
	return p
}

// points are what was measured, what the rule leaves out aside, and what is missing.
func points(v *web.Visit, g outcome.Graded) []chart.Point {
	var out []chart.Point
	for _, r := range g.Readings() {
		switch r.LeftOut {
		case outcome.OmitSuperseded, outcome.OmitMissing:
		case "":
			out = append(out, chart.Point{On: r.On, Value: *r.Value})
		default:
			out = append(out, chart.Point{On: r.On, Value: *r.Value, Aside: true, Word: v.T("statement.left." + string(r.LeftOut))})
		}
	}
	for _, d := range g.Missed {
		out = append(out, chart.Point{On: d, Missed: true})
	}
	return out
}

// lastDay is where the time axis ends: today, or the end of the course.
func (x *file) lastDay() clock.Date {
	if end := x.EndsOn(x.Plan); !end.IsZero() && (end.Before(x.Today) || end.Sub(x.Today) <= 14) {
		return end
	}
	return x.Today
}

// borders are the first days of the plan's steps, each named by its hours, and the
// days on which another version of the scale came into use.
func (x *file) borders(v *web.Visit, g outcome.Graded) []chart.Border {
	var out []chart.Border
	for i, s := range x.Plan.Steps {
		on := x.Plan.StepStart(i)
		if on.IsZero() || on.After(x.lastDay()) {
			continue
		}
		name := web.Hours(v.Lang, s.HoursPerWeek)
		if len(out) == 0 {
			name = v.T("development.chart.a-week", fault.Args{"hours": name})
		}
		out = append(out, chart.Border{On: on, Name: name})
	}
	if len(out) == 0 && !x.Course.StartOn.IsZero() {
		out = append(out, chart.Border{On: x.Course.StartOn, Name: v.T("development.chart.start")})
	}
	for _, on := range g.NewVersions() {
		out = append(out, chart.Border{On: on, Name: v.T("development.chart.version")})
	}
	slices.SortStableFunc(out, func(a, b chart.Border) int { return a.On.Sub(b.On) })
	return out
}

func (x *file) weeks() []chart.Week {
	var out []chart.Week
	for monday, hours := range x.Delivered.PerWeek {
		out = append(out, chart.Week{Of: monday, Hours: hours})
	}
	return out
}

// spark is the strand alone, for a row of the table.
func (x *file) spark(v *web.Visit, g outcome.Graded) chart.SVG {
	scale, words := g.Scale(), x.words(v)
	c := chart.Curve{
		Frame: chart.Frame{ID: "linje-" + g.ID, Title: g.Title + ", " + g.RaterName, Desc: x.described(v, g), Lang: v.Lang},
		From:  x.Course.StartOn, To: x.lastDay(), Scale: chart.Scale{Min: scale.Least, Max: scale.Most, Percent: scale.Percent, Steps: scale.ID == instrument.GoalLadder},
		Subject: coursepage.Subject(g.RaterRole), Points: points(v, g), Borders: x.borders(v, g),
	}
	if made := g.Made(); len(made) > 0 {
		if c.From.IsZero() || made[0].On.Before(c.From) {
			c.From = made[0].On
		}
	}
	if counted := g.Counted(); len(counted) > 0 && g.Instrument != instrument.GoalLadder {
		c.End = words.Value(scale, *counted[len(counted)-1].Value)
	}
	if c.From.IsZero() {
		c.From = g.OpenedOn
	}
	return c.Spark(sparkWidth)
}

const sparkWidth = 240

// fromTo is "3 til 7 af 10", by the means of the first and the last measurements
// where the rule could compute them, else by the first and the last.
func (x *file) fromTo(v *web.Visit, g outcome.Graded) string {
	made := g.Counted()
	if len(made) == 0 {
		return "–"
	}
	scale, words := g.Scale(), x.words(v)
	first, last := *made[0].Value, *made[len(made)-1].Value
	if g.Instrument == instrument.GoalLadder {
		return v.T("development.from-to.steps", fault.Args{"first": int(first-scale.Least) + 1, "last": int(last-scale.Least) + 1})
	}
	if g.Result.Grade > singlecase.TooLittle {
		first, last = g.Result.Whole.First, g.Result.Whole.Last
	}
	args := fault.Args{"first": words.Value(scale, first), "last": words.Value(scale, last), "most": words.Value(scale, scale.Most)}
	if scale.Percent {
		return v.T("development.from-to.percent", args)
	}
	return v.T("development.from-to", args)
}

// described is what a drawing shows, in two short sentences: the page says the rest.
func (x *file) described(v *web.Visit, g outcome.Graded) string {
	return v.T("development.chart.described", fault.Args{"change": x.fromTo(v, g), "count": count(v, g)})
}

// count is "14, en mangler".
func count(v *web.Visit, g outcome.Graded) string {
	text := lang.Number(v.Lang, float64(len(g.Counted())), 0)
	if n := len(g.Missed); n > 0 {
		text += ", " + v.TN("development.missing", n)
	}
	return text
}
