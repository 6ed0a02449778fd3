package development

import (
	"slices"

	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/outcome"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// talkRow is somebody who is asked after the meetings.
type talkRow struct {
	id, Subject, Rater string
	Answers            []talkAnswer
	Stopped            string // that they said no, and why
	Hand, No           string
}

type talkAnswer struct{ Title, Text, To string }

// talks are the questions about the meetings, by who answers them.
func (x *file) talks(v *web.Visit) []talkRow {
	var out []talkRow
	for _, g := range x.Development.Talks {
		i := slices.IndexFunc(out, func(r talkRow) bool { return r.id == g.RaterID })
		if i < 0 {
			i = len(out)
			out = append(out, talkRow{id: g.RaterID, Subject: coursepage.SubjectName(g.RaterRole), Rater: g.RaterName})
		}
		row, one := &out[i], talkAnswer{Title: g.Title, Text: v.T("development.talks.none"), To: x.Path("udvikling", "maal", g.ID)}
		if made := g.Made(); len(made) > 0 {
			last, words, scale := made[len(made)-1], x.words(v), g.Scale()
			one.Text = v.TN("development.talks.answers", len(made), fault.Args{
				"last": words.Value(scale, *last.Value), "most": words.Value(scale, scale.Most), "date": lang.DayMonth(v.Lang, last.On)})
		}
		row.Answers = append(row.Answers, one)
		switch {
		case !g.StoppedOn.IsZero() && len(g.Ratings) > 0:
			row.Stopped = v.T("development.talks.stopped", fault.Args{"who": g.RaterName, "why": g.Ratings[len(g.Ratings)-1].Words})
		case g.StoppedOn.IsZero() && x.mayMeasure() && x.ours():
			row.Hand, row.No = x.handTo(g), x.Path("udvikling", "nej", g.RaterID)
		}
	}
	return out
}

// declinePage says no to the questions for somebody, and why.
type declinePage struct {
	Form       web.Form
	Crumbs     []web.Link
	Lead, Back string
}

func (x *file) declinePageOf(v *web.Visit) (*web.Rendered, error) {
	g, err := casefile.Pick(x.Development.Talks, nil, func(g outcome.Graded) bool { return g.RaterID == v.Param("person") })
	if err != nil {
		return nil, err
	}
	return web.Page("development/decline", declinePage{
		Form: v.Form, Crumbs: x.crumbs(v, web.Link{Text: v.T("development.talks.no.title")}), Back: x.Path("udvikling"),
		Lead: v.T("development.talks.no.lead", fault.Args{"who": g.RaterName}),
	}).Titled("development.talks.no.title"), nil
}

func (a area) declineForm(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	return x.declinePageOf(v)
}

func (a area) decline(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	x, err := a.load(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	page, err := x.declinePageOf(v)
	if err != nil {
		return nil, err
	}
	var p fault.Problems
	reason := v.Form.Needed(&p, "words", "development.talks.no.needed", maxWords)
	if err = p.Err(); err == nil {
		err = outcome.DeclineTalks(v.Context(), f, v.Form.ID(), v.Param("person"), reason)
	}
	if err != nil {
		return web.NotValid(page, err)
	}
	return web.Redirect(x.Path("udvikling"), "development.talks.no.done"), nil
}
