package development

import (
	"math"
	"net/url"
	"slices"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/outcome"
	"samspil/internal/outcome/handed"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// ratePage is one question, large and calm enough to hand over to a parent. It
// shows no earlier answers and no other family member's.
type ratePage struct {
	Form     web.Form
	Question string
	Topic    string
	Subject  string
	Rater    string
	Steps    []web.Option // keys to press; none where a number is typed
	Ladder   []web.Option // the goal's own steps, best first
	Unit     string
	Ends     string
	Hint     string
	Corrects string
	Levels   []string // the five written levels of the goal
	Back     string
	Miss     string
	Hand     string // where the screen is handed to whoever answers; empty where that is staff
}

// keysMost is the longest scale that is shown as keys.
const keysMost = 10

func (x *file) ratePageOf(v *web.Visit, g outcome.Graded) *web.Rendered {
	scale := g.Scale()
	d := ratePage{
		Form: v.Form, Topic: g.Title, Subject: coursepage.SubjectName(g.RaterRole), Rater: g.RaterName, Question: v.T(scale.Key + ".question"), Ends: x.words(v).Ends(scale),
		Back: x.Path("udvikling", "maal", g.ID), Miss: x.Path("udvikling", "maal", g.ID, "mangler"),
	}
	goal, ok := x.Plan.Goal(g.GoalID)
	if ok && goal.RatingQuestion != "" && g.Instrument != instrument.GoalLadder {
		d.Question = goal.RatingQuestion
	}
	if ok {
		d.Levels = instrument.Steps(goal)
	}
	if d.Corrects == "" {
		d.Hand = x.handTo(g)
	}
	switch {
	case g.Instrument == instrument.GoalLadder:
		d.Ladder, d.Levels, d.Ends = x.ladderSteps(v, g), nil, ""
	case scale.Percent:
		d.Unit, d.Hint = "%", v.T("development.rate.percent")
	case scale.Most <= keysMost && scale.Least == 0:
		d.Steps = web.Scale(int(scale.Most))
	default:
		d.Hint = v.T("development.rate.number", fault.Args{"least": scale.Least, "most": scale.Most, "step": scale.Step})
	}
	v.Form.Fill("on", x.Today.String())
	if old, ok := corrected(g, v.Form.Value("ret")); ok {
		v.Form.Fill("on", old.On.String())
		v.Form.Fill("words", old.Words)
		d.Corrects = v.T("development.rate.corrects", fault.Args{"date": lang.PlainDate(v.Lang, old.On)})
		if old.Value != nil {
			v.Form.Fill("value", shown(scale, *old.Value))
		}
	}
	return web.Page("development/rate", d).Titled("development.rate.title").Bare()
}

// ladderSteps are the goal's own five steps, or the ladder's general ones where they
// are not written, from the top down.
func (x *file) ladderSteps(v *web.Visit, g outcome.Graded) []web.Option {
	definition, _ := instrument.DefinitionNamed(instrument.GoalLadder)
	goal, _ := x.Plan.Goal(g.GoalID)
	var out []web.Option
	for _, q := range g.Asks(instrument.Edition{Definition: definition}, goal, v.Lang) {
		for _, o := range slices.Backward(q.Options) {
			out = append(out, web.Option{Value: shown(g.Scale(), o.Value), Label: o.Label})
		}
	}
	return out
}

// handTo is where the screen is handed to whoever answers the strand; empty where that
// is nobody of the family.
func (x *file) handTo(g outcome.Graded) string {
	if !slices.Contains(handed.Raters, g.RaterRole) || !g.StoppedOn.IsZero() || !x.ours() || g.Scale().Coded {
		return ""
	}
	return x.Path("udvikling", "skaerm") + "?" + url.Values{"who": {g.RaterID}, "maal": {g.ID}}.Encode()
}

// sheetOf is where the questions of a strand are answered one by one; empty where it
// has but one, or where they may not be shown. What has such a form is never typed as a
// figure: the figure is worked out from the answers.
func (x *file) sheetOf(v *web.Visit, g outcome.Graded) (string, error) {
	e, ok, err := g.Edition(v.Context(), x.reader.Tx())
	if err != nil || !ok || !e.Usable() || len(e.Items) < 2 {
		return "", err
	}
	return x.Path("udvikling", "maal", g.ID, "skema"), nil
}

func corrected(g outcome.Graded, id string) (instrument.Rating, bool) {
	i := slices.IndexFunc(g.Ratings, func(r instrument.Rating) bool { return r.ID == id })
	if i < 0 {
		return instrument.Rating{}, false
	}
	return g.Ratings[i], true
}

func shown(s instrument.Scale, value float64) string {
	if s.Percent {
		value = math.Round(value * 100)
	}
	return lang.Number(lang.Danish, value, 2)
}

func (a area) rateForm(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, g, err := a.open(v, f)
	if err != nil {
		return nil, err
	}
	if g.Scale().Coded {
		return counted(x, g), nil
	}
	sheet, err := x.sheetOf(v, g)
	if err != nil {
		return nil, err
	}
	if ret := v.Form.Value("ret"); sheet != "" && ret != "" {
		sheet += "?" + url.Values{"ret": {ret}}.Encode()
	}
	if sheet != "" {
		return web.Redirect(sheet, ""), nil
	}
	return x.ratePageOf(v, g), nil
}

// counted leads back to a strand whose figures are counted from the coded contacts:
// there is nothing to type.
func counted(x *file, g outcome.Graded) web.Response {
	return web.Redirect(x.Path("udvikling", "maal", g.ID), "instrument.counted")
}

func (a area) open(v *web.Visit, f *casefile.Reader) (*file, outcome.Graded, error) {
	x, err := a.load(v, f)
	if err != nil {
		return nil, outcome.Graded{}, err
	}
	g, err := x.find(v.Param("strand"))
	return x, g, err
}

func (a area) rate(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	x, g, err := a.open(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	if g.Scale().Coded {
		return counted(x, g), nil
	}
	if sheet, err := x.sheetOf(v, g); err != nil || sheet != "" {
		return web.Redirect(sheet, "development.rate.sheet"), err
	}
	var p fault.Problems
	r := instrument.Rating{ID: v.Form.ID(), StrandID: g.ID, On: v.Form.NeededDate(&p, "on", "instrument.no-date"), Words: v.Form.Text(&p, "words", maxWords)}
	if ret := v.Form.Value("ret"); ret != "" {
		if _, ok := corrected(g, ret); !ok {
			return nil, fault.New(fault.NotFound, "case.not-here")
		}
		r.Supersedes = ret
	}
	value, given := v.Form.Number(&p, "value")
	if given && g.Scale().Percent {
		value /= 100
	}
	r.Value = &value
	if !given && !hasProblem(p, "value") {
		p.Add("value", "development.rate.choose")
	}
	if err = p.Err(); err == nil {
		err = instrument.Record(v.Context(), f, r)
	}
	if err != nil {
		return web.NotValid(x.ratePageOf(v, g), onScale(g.Scale(), err))
	}
	return web.Redirect(x.Path("udvikling"), "development.rate.done"), nil
}

const maxWords = 2000

func hasProblem(p fault.Problems, name string) bool {
	e, ok := fault.As(p.Err())
	return ok && slices.ContainsFunc(e.Fields, func(f fault.Field) bool { return f.Name == name })
}

// onScale says the ends of a percent scale as they are typed.
func onScale(s instrument.Scale, err error) error {
	e, ok := fault.As(err)
	if !ok || !s.Percent {
		return err
	}
	for i, field := range e.Fields {
		if field.Key == "instrument.outside" {
			e.Fields[i].Args = fault.Args{"least": s.Least * 100, "most": s.Most * 100}
		}
	}
	return e
}

// missPage says that a measurement was due and not made.
type missPage struct {
	Form       web.Form
	Crumbs     []web.Link
	Lead, Back string
}

func (x *file) missPageOf(v *web.Visit, g outcome.Graded) *web.Rendered {
	on := x.Today
	if due := g.NextDue(); !due.IsZero() && due.Before(on) {
		on = due
	}
	v.Form.Fill("on", on.String())
	d := missPage{
		Form: v.Form, Lead: v.T("development.seen-by", fault.Args{"title": g.Title, "rater": outcome.Rater(g.Strand)}), Back: x.Path("udvikling", "maal", g.ID),
		Crumbs: x.crumbs(v, web.Link{Text: g.Title, To: x.Path("udvikling", "maal", g.ID)}, web.Link{Text: v.T("development.miss.title")}),
	}
	return web.Page("development/miss", d).Titled("development.miss.title")
}

func (a area) missForm(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, g, err := a.open(v, f)
	if err != nil {
		return nil, err
	}
	if g.Scale().Coded {
		return counted(x, g), nil
	}
	return x.missPageOf(v, g), nil
}

func (a area) miss(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	x, g, err := a.open(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	if g.Scale().Coded {
		return counted(x, g), nil
	}
	var p fault.Problems
	r := instrument.Rating{
		ID: v.Form.ID(), StrandID: g.ID, On: v.Form.NeededDate(&p, "on", "instrument.no-date"),
		Words: v.Form.Needed(&p, "words", "instrument.why-missed", maxWords),
	}
	if err = p.Err(); err == nil {
		err = x.missable(g, r.On)
	}
	if err == nil {
		err = instrument.Record(v.Context(), f, r)
	}
	if err != nil {
		return web.NotValid(x.missPageOf(v, g), err)
	}
	return web.Redirect(x.Path("udvikling"), "development.miss.done"), nil
}

// missable refuses to note as missed a day on which somebody did answer.
func (x *file) missable(g outcome.Graded, on clock.Date) error {
	var p fault.Problems
	for _, r := range g.Made() {
		if r.On == on {
			p.Add("on", "development.miss.made", fault.Args{"date": on})
		}
	}
	return p.Err()
}
