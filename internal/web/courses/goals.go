package courses

import (
	"math"
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/chart"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/plan"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// goalRating is the 0–10 scale whose question is written in the plan.
const goalRating = "goal-rating"

// goalPanel is a goal on the page of the course: its words, and a curve for each
// who rates it, or the everyday signs.
type goalPanel struct {
	plan.Goal
	Responsible string
	Ended       web.Tag
	Curves      []curveRow
	Signs       []signRow
	Text        string
}

// First is the curve whose words stand with those of the goal.
func (p goalPanel) First() *curveRow {
	if len(p.Curves) == 0 {
		return nil
	}
	return &p.Curves[0]
}

// curveRow is one strand of measurements of the goal.
type curveRow struct {
	Sentence     string
	Tag          web.Tag
	Grade        int // 0–3, as bars; -1 when the tag says it
	GradeText    string
	Subject      string // child, parent, dyad, consultant, school
	Rater        string
	Count        string
	Wide, Narrow chart.SVG
	Caption      string
	To           string
}

// signRow is one sign; the form notes that it was seen, or is no longer seen.
type signRow struct {
	plan.Sign
	When     string
	Action   string
	ID       string
	MayWrite bool
}

func (x *file) goals(v *web.Visit) []goalPanel {
	var panels []goalPanel
	for _, g := range x.plan.Goals {
		p := goalPanel{Goal: g, Responsible: x.WhoIs(g.ResponsibleID), Ended: coursepage.GoalTag(v, g)}
		for _, s := range x.strands {
			if s.GoalID == g.ID {
				p.Curves = append(p.Curves, x.curve(v, g, s))
			}
		}
		if len(p.Curves) == 0 || !g.Rating {
			p.Signs = x.signRows(v, g)
		}
		if len(p.Curves) == 0 {
			p.Text = v.T("courses.goal.by-signs")
			if g.Rating {
				p.Text = v.T("courses.goal.not-yet")
			}
		}
		panels = append(panels, p)
	}
	return panels
}

func (x *file) signRows(v *web.Visit, g plan.Goal) []signRow {
	var rows []signRow
	for _, s := range x.signs[g.ID] {
		r := signRow{Sign: s, ID: db.NewID(), Action: x.Path("tegn", g.ID), MayWrite: x.reader.Can(access.Measures, access.Write) && x.reader.Can(access.Notes, access.Write)}
		switch {
		case s.On.IsZero():
			r.When = v.T("courses.sign.never")
		case s.Seen:
			r.When = v.T("courses.sign.seen", fault.Args{"date": lang.DayMonth(v.Lang, s.On)})
		default:
			r.When = v.T("courses.sign.gone", fault.Args{"date": lang.DayMonth(v.Lang, s.On)})
		}
		rows = append(rows, r)
	}
	return rows
}

func (x *file) curve(v *web.Visit, g plan.Goal, s outcome.Graded) curveRow {
	words := outcome.Words{Lang: v.Lang, Name: x.StaffName}
	r := curveRow{
		Sentence: x.moved(v, s), Subject: coursepage.SubjectName(s.RaterRole), Rater: s.RaterName, Grade: -1, GradeText: words.GradeWords(s.Result),
		Caption: v.T(s.Scale().Key + ".question"), To: x.Path("udvikling"),
	}
	if s.Instrument == goalRating && g.RatingQuestion != "" {
		r.Caption = g.RatingQuestion
	}
	made := s.Counted()
	r.Count = v.TN("courses.goal.ratings", len(made))
	if n := len(s.Missed); n > 0 {
		r.Count += ", " + v.TN("courses.goal.missed", n)
	}
	switch {
	case s.Result.Grade == singlecase.TooLittle:
		r.Tag = web.Tag{Kind: "none", Text: r.GradeText}
	case s.Result.Direction == singlecase.Down && s.Result.Grade >= singlecase.Signs:
		r.Tag = web.Tag{Kind: "broken", Text: r.GradeText}
	default:
		r.Grade = int(s.Result.Grade)
	}
	c := x.curveChart(v, s, made)
	c.Title, c.Desc = s.Title+", "+s.RaterName, r.Sentence+" "+words.Sentence(s)
	c.Subject = coursepage.Subject(s.RaterRole)
	r.Wide, r.Narrow = c.Draw(chart.Goal), c.Draw(chart.Narrow)
	return r
}

// moved says in figures how a strand went: first, highest and last, with their months.
func (x *file) moved(v *web.Visit, s outcome.Graded) string {
	made, words := s.Counted(), outcome.Words{Lang: v.Lang}
	if len(made) < 2 {
		return v.TN("courses.goal.few", len(made))
	}
	first, last := made[0], made[len(made)-1]
	args := fault.Args{
		"first": words.Value(s.Scale(), *first.Value), "from": lang.Month(v.Lang, first.On.Month()), "last": words.Value(s.Scale(), *last.Value),
	}
	if top := peak(made); top > 0 && *made[top].Value > max(*first.Value, *last.Value) {
		args["top"], args["at"] = words.Value(s.Scale(), *made[top].Value), lang.Month(v.Lang, made[top].On.Month())
		return v.T("courses.goal.moved.top", args)
	}
	return v.T("courses.goal.moved", args)
}

func (x *file) curveChart(v *web.Visit, s outcome.Graded, made []instrument.Rating) chart.Curve {
	scale := s.Scale()
	c := chart.Curve{
		Frame: chart.Frame{ID: "maal-" + s.ID, Lang: v.Lang}, From: x.plan.StartOn, To: x.Today,
		Scale: chart.Scale{Min: scale.Least, Max: scale.Most, Percent: scale.Percent, Steps: scale.ID == instrument.GoalLadder},
	}
	words := outcome.Words{Lang: v.Lang}
	for _, m := range made {
		c.Points = append(c.Points, chart.Point{On: m.On, Value: *m.Value})
	}
	for _, d := range s.Missed {
		c.Points = append(c.Points, chart.Point{On: d, Missed: true})
	}
	if n := len(made); n > 0 {
		c.From = earliest(c.From, made[0].On)
		c.End = words.Value(scale, *made[n-1].Value)
		if top := peak(made); top >= 0 && top < n-1 && *made[top].Value > *made[n-1].Value+scale.SEM {
			i := slices.IndexFunc(c.Points, func(p chart.Point) bool { return p.On == made[top].On && !p.Missed })
			c.Points[i].Label = words.Value(scale, *made[top].Value)
		}
	}
	for i := 1; i < len(x.plan.Steps); i++ {
		if from := x.plan.StepStart(i); !from.After(c.To) {
			c.Borders = append(c.Borders, chart.Border{On: from})
		}
	}
	return c
}

// peak is the index of the highest measurement, the first of several; -1 for none.
func peak(made []instrument.Rating) int {
	best, at := math.Inf(-1), -1
	for i, m := range made {
		if *m.Value > best {
			best, at = *m.Value, i
		}
	}
	return at
}

func earliest(a, b clock.Date) clock.Date {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}

// noteSign records that a sign was seen, or is no longer seen, today.
func (a area) noteSign(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	s := plan.Sign{GoalID: v.Param("goal"), Text: v.Form.Value("sign"), Seen: v.Form.Value("seen") == "ja"}
	id := v.Form.Value("id")
	if id == "" {
		id = db.NewID()
	}
	if err := plan.NoteSign(v.Context(), f, id, s); err != nil {
		return nil, err
	}
	return web.Redirect("/forloeb/"+v.CourseID()+"#maal", "courses.sign.done"), nil
}
