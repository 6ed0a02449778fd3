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
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// strandPage is one strand with everything that was measured in it.
type strandPage struct {
	Crumbs   []web.Link
	Title    string
	Lead     string
	Curve    *curvePanel
	Ladder   *ladderPanel // instead of a curve, where the answers are steps of the goal
	Hand     string       // where the screen is handed to whoever answers
	Sheet    string       // where the questions are answered one by one
	Notes    []string     // when it is due, and what will be missing
	Few      string       // said instead of a drawing
	Row      strandRow
	Facts    []web.Fact
	Ratings  []ratingRow
	Measure  string
	Miss     string
	MayStop  bool
	StopTo   string
	Measures bool
	Since    string // what it shows since the last follow-up
	Plain    string
	Run      *runPanel
	File     string
}

// ratingRow is one measurement as it was written down.
type ratingRow struct {
	Day, Value, Words, By string
	Note                  string // said by the program, not by a person
	Struck                bool
	Tag                   web.Tag
	CorrectTo             string
}

func (a area) strand(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	g, err := x.find(v.Param("strand"))
	if err != nil {
		return nil, err
	}
	scale := g.Scale()
	d := strandPage{
		Crumbs: x.crumbs(v, web.Link{Text: g.Title}), Title: v.T("development.seen-by", fault.Args{"title": g.Title, "rater": outcome.Rater(g.Strand)}),
		Lead: v.T(scale.Key) + " · " + rhythm(v, g.Strand), Row: x.row(v, g), Facts: x.strandFacts(v, g),
		Measures: x.mayMeasure() && g.StoppedOn.IsZero() && !scale.Coded && (x.ours() || g.RaterRole == singlecase.Adviser),
		Measure:  x.Path("udvikling", "maal", g.ID, "maaling"), Miss: x.Path("udvikling", "maal", g.ID, "mangler"),
		MayStop: x.ours() && x.running() && g.StoppedOn.IsZero() && !scale.Talk, StopTo: x.Path("udvikling", "maal", g.ID, "stop"),
	}
	d.Since, d.Plain, d.Run, d.File = x.words(v).WindowSentence(g), x.words(v).Plain(g), x.run(v, g), x.Path("udvikling", "maal", g.ID, "tal.csv")
	if d.Measures {
		d.Hand, d.Notes = x.handTo(g), x.rhythmNotes(v, g)
	}
	if d.Sheet, err = x.sheetOf(v, g); err != nil {
		return nil, err
	}
	goal, _ := x.Plan.Goal(g.GoalID)
	if p, ok := x.ladderOf(v, goal, []outcome.Graded{g}); ok && p.Wide != "" {
		d.Ladder = &p
	}
	if len(g.Ratings) > 0 {
		d.Curve = x.panel(v, g)
		if words := x.words(v); !g.Turn.On.IsZero() {
			d.Curve.Sentence += " " + words.TurnSentence(g) + " " + words.TurnCaveat()
		}
	} else {
		d.Few = v.T("development.none.yet")
		switch {
		case g.PairsMixed:
			d.Few = v.T("development.coded.mixed")
		case scale.Coded:
			d.Few = v.T("development.coded.none")
		}
	}
	for _, r := range slices.Backward(g.Ratings) {
		d.Ratings = append(d.Ratings, x.rating(v, g, r, d))
	}
	return web.Page("development/strand", d).Titled("development.title"), nil
}

func (x *file) rating(v *web.Visit, g outcome.Graded, r instrument.Rating, page strandPage) ratingRow {
	row := ratingRow{Day: lang.PlainDate(v.Lang, r.On), Words: r.Words, Struck: r.Superseded,
		By: v.T("development.entered", fault.Args{"who": x.StaffName(r.EnteredBy), "date": lang.PlainDate(v.Lang, clock.DateOf(r.EnteredAt))})}
	switch {
	case r.Value == nil:
		row.Value, row.Tag = "–", web.Tag{Kind: "none", Text: v.T("development.chart.missed")}
	default:
		row.Value = x.value(v, g, *r.Value)
	}
	if r.Supersedes != "" {
		row.By += ", " + v.T("development.corrects")
	}
	if r.Counted != nil {
		row.By = v.T("development.coded.by", fault.Args{"who": x.StaffName(r.RaterID), "version": r.Version, "n": r.Counted.N})
	}
	if r.TooFew() {
		row.Note = v.T("instrument.too-few", fault.Args{"n": r.Counted.N})
	}
	if page.Measures && !r.Superseded {
		to := page.Measure
		if page.Sheet != "" {
			to = page.Sheet // the figure is worked out from the answers
		}
		row.CorrectTo = to + "?" + url.Values{"ret": {r.ID}}.Encode()
	}
	return row
}

// value writes a measurement: on a goal's ladder the step in the family's own words.
func (x *file) value(v *web.Visit, g outcome.Graded, value float64) string {
	if goal, ok := x.Plan.Goal(g.GoalID); ok && g.Instrument == instrument.GoalLadder {
		if steps := instrument.Steps(goal); steps != nil {
			return "»" + steps[min(4, max(0, int(math.Round(value))+2))] + "«"
		}
	}
	return x.words(v).Value(g.Scale(), value)
}

// rhythm says how often a strand is measured.
func rhythm(v *web.Visit, s instrument.Strand) string {
	switch {
	case s.EachContact:
		return v.T("development.rhythm.contact")
	case s.EveryDays%7 == 0:
		return v.TN("development.rhythm.weeks", s.EveryDays/7)
	}
	return v.TN("development.rhythm.days", s.EveryDays)
}

func (x *file) strandFacts(v *web.Visit, g outcome.Graded) []web.Fact {
	scale, r := g.Scale(), g.Result
	facts := []web.Fact{
		{Label: v.T("development.fact.scale"), Text: x.words(v).Ends(scale)},
		{Label: v.T("development.fact.counted"), Texts: []string{v.TN("development.ratings", r.N)}},
		{Label: v.T("development.fact.error"), Texts: []string{x.words(v).ErrorOf(g)}},
	}
	if g.PairUnknown > 0 {
		facts[1].Texts = append(facts[1].Texts, v.TN("development.coded.unknown", g.PairUnknown))
	}
	if g.Agreement != nil {
		facts = append(facts, web.Fact{Label: v.T("development.fact.agreement"), Texts: x.words(v).Agreement(g)})
	}
	left := r.LeftOut
	for _, part := range []struct {
		key string
		n   int
	}{
		{"superseded", left.Superseded}, {"missing", left.Missing}, {"rater", left.OtherRater}, {"version", left.OtherVersion}, {"day", left.SameDay},
	} {
		if part.n > 0 {
			facts[1].Texts = append(facts[1].Texts, v.TN("development.left-out."+part.key, part.n))
		}
	}
	if r.Whole != nil {
		facts = append(facts, web.Fact{Label: v.T("development.fact.rule"), Texts: x.words(v).Rule(g)})
	}
	if !g.OpenedOn.IsZero() {
		facts = append(facts, web.Fact{Label: v.T("development.fact.since"), Text: lang.PlainDate(v.Lang, g.OpenedOn)})
	}
	return facts
}

func (a area) stop(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	if err := instrument.Stop(v.Context(), f, v.Param("strand")); err != nil {
		return nil, err
	}
	return web.Redirect(coursepage.Path(v.CourseID(), "udvikling", "maal", v.Param("strand")), "development.stop.done"), nil
}

// file is every measurement of the course as a table for a spreadsheet. Taking it
// out is written in the audit log.
func (a area) file(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	if err := f.Record("extract", "measures", f.CourseID); err != nil {
		return nil, err
	}
	return web.File(v.T("development.file")+".csv", "text/csv; charset=utf-8", x.words(v).Listing(x.Development).CSV()), nil
}
