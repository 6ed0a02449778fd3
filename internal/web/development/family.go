package development

import (
	"math"
	"slices"

	"samspil/internal/casefile"
	"samspil/internal/chart"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/plan"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// familyPage is what is shown to the family: each goal as the steps they wrote
// themselves, who has seen what when, and few words. No numbers.
type familyPage struct {
	Crumbs  []web.Link
	Lead    string
	Plain   string
	Child   []childLine
	Ladders []ladderPanel
	Remarks []remark
	File    string
}

// childLine is the child's own version: one sentence.
type childLine struct{ Quote, Title, Plain string }

// ladderPanel is one goal.
type ladderPanel struct {
	Title, Quote string
	Others       []string // what the goal's other measurements say, one rater a line
	Sentences    []string
	Steps        []string // the written steps, best first, where nobody has answered
	Wide, Narrow chart.SVG
	Head         []string
	Rows         [][]string
}

func (a area) family(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	d := familyPage{
		Crumbs: x.crumbs(v, web.Link{Text: v.T("development.family.title")}), Lead: x.Heading, Plain: x.words(v).PlainFamily(x.Development),
		Remarks: x.remarks(v),
	}
	for _, goal := range x.Plan.Goals {
		d.Ladders = append(d.Ladders, x.ladderPanels(v, goal)...)
	}
	for _, g := range x.Development.Strands {
		if g.RaterRole != singlecase.Child || g.Instrument == instrument.GoalLadder {
			continue
		}
		line := childLine{Title: g.Title, Plain: x.words(v).Plain(g)}
		if goal, ok := x.Plan.Goal(g.GoalID); ok {
			line.Quote = goal.ChildWords
		}
		d.Child = append(d.Child, line)
	}
	if len(d.Ladders) > 0 {
		d.File = x.Path("udvikling", "familien", "tal.csv")
	}
	return web.Page("development/family", d).Titled("development.family.title"), nil
}

// familyFile is who saw which step when, as a table for a spreadsheet.
func (a area) familyFile(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	t := chart.Table{Head: append([]string{v.T("development.head.goal")}, ladderHead(v)...)}
	for _, goal := range x.Plan.Goals {
		if p, ok := x.ladderOf(v, goal, x.Development.Strands); ok {
			for _, row := range p.Rows {
				t.Rows = append(t.Rows, append([]string{goal.Title}, row...))
			}
		}
	}
	if err := f.Record("extract", "measures", f.CourseID); err != nil {
		return nil, err
	}
	return web.File(v.T("development.family.file")+".csv", "text/csv; charset=utf-8", t.CSV()), nil
}

func ladderHead(v *web.Visit) []string {
	return []string{v.T("development.table.day"), v.T("development.head.rater"), v.T("development.family.step")}
}

// ladderPanels are a goal as its ladder: one drawing for all who chose a step, or one
// for each where two of them would have the same mark, as two parents have.
func (x *file) ladderPanels(v *web.Visit, goal plan.Goal) []ladderPanel {
	all, ok := x.ladderOf(v, goal, x.Development.Strands)
	var climbers []outcome.Graded
	alike, marks := false, map[chart.Subject]bool{}
	for _, g := range x.Development.Strands {
		if c, climbs := climbOf(g); climbs && g.GoalID == goal.ID {
			alike, marks[c.Subject] = alike || marks[c.Subject], true
			climbers = append(climbers, g)
		}
	}
	switch {
	case !ok:
		return nil
	case !alike:
		return []ladderPanel{all}
	}
	var out []ladderPanel
	for i, g := range climbers {
		p, _ := x.ladderOf(v, goal, []outcome.Graded{g})
		p.Title = v.T("development.seen-by", fault.Args{"title": goal.Title, "rater": outcome.Rater(g.Strand)})
		if p.Others = nil; i == 0 {
			p.Others = all.Others
		} else {
			p.Quote = ""
		}
		out = append(out, p)
	}
	return out
}

// ladderOf draws the ladder of a goal with those of the strands that are answered on it;
// nothing for a goal whose steps are not written.
func (x *file) ladderOf(v *web.Visit, goal plan.Goal, strands []outcome.Graded) (ladderPanel, bool) {
	steps, whose := instrument.Steps(goal), ""
	if len(strands) == 1 {
		whose = strands[0].ID
	}
	if steps == nil {
		return ladderPanel{}, false
	}
	p := ladderPanel{Title: goal.Title, Quote: goal.FamilyWords}
	for _, g := range strands {
		if g.GoalID == goal.ID && g.Instrument != instrument.GoalLadder {
			p.Others = append(p.Others, v.T("development.family.other", fault.Args{"who": g.RaterName, "text": x.words(v).Plain(g)}))
		}
	}
	l := chart.Ladder{
		Frame: chart.Frame{ID: "stige-" + goal.ID + whose, Title: v.T("development.family.ladder", fault.Args{"title": goal.Title}), Lang: v.Lang},
		From:  x.Course.StartOn, To: x.lastDay(),
	}
	for _, words := range steps {
		l.Rungs = append(l.Rungs, chart.Rung{Words: words})
	}
	for _, g := range strands {
		if g.GoalID != goal.ID {
			continue
		}
		climb, ok := climbOf(g)
		if !ok {
			continue
		}
		l.Climbs = append(l.Climbs, climb)
		first, last := climb.Seen[0], climb.Seen[len(climb.Seen)-1]
		if l.From.IsZero() || first.On.Before(l.From) {
			l.From = first.On
		}
		if last.On.After(l.To) {
			l.To = last.On
		}
		key := "development.family.from-to"
		switch {
		case len(climb.Seen) == 1:
			key = "development.family.once"
		case first.Rung == last.Rung:
			key = "development.family.same"
		}
		p.Sentences = append(p.Sentences, v.T(key, fault.Args{
			"who": g.RaterName, "first": steps[first.Rung], "from": lang.DayMonth(v.Lang, first.On), "last": steps[last.Rung], "to": lang.DayMonth(v.Lang, last.On)}))
	}
	if len(l.Climbs) == 0 {
		p.Steps = slices.Clone(steps)
		slices.Reverse(p.Steps)
		return p, true
	}
	l.Desc = p.Sentences[0]
	if len(p.Sentences) > 1 {
		l.Desc += " " + p.Sentences[1]
	}
	t := l.Table([3]string(ladderHead(v)), func(d clock.Date) string { return lang.PlainDate(v.Lang, d) })
	p.Wide, p.Narrow, p.Head, p.Rows = l.Draw(chart.Wide), l.Draw(chart.Narrow), t.Head, t.Rows
	return p, true
}

// climbOf puts each answer on its step. Only the answers that chose one of the
// goal's own steps can be put there: a rating from 0 to 10, or the days of a week,
// are no steps of it, however near they lie.
func climbOf(g outcome.Graded) (chart.Climb, bool) {
	scale, made := g.Scale(), g.Made()
	if len(made) == 0 || g.Instrument != instrument.GoalLadder {
		return chart.Climb{}, false
	}
	c := chart.Climb{Name: g.RaterName, Subject: coursepage.Subject(g.RaterRole)}
	for _, r := range made {
		c.Seen = append(c.Seen, chart.Seen{On: r.On, Rung: min(4, max(0, int(math.Round(*r.Value-scale.Least))))})
	}
	return c, true
}
