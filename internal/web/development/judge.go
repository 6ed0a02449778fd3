package development

import (
	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/outcome"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// judgePage is where the professionals write what they judge, beside the figures.
type judgePage struct {
	Form         web.Form
	Crumbs       []web.Link
	Sentence     string
	Says         []web.Option
	Earlier      []judgedRow
	Back         string
	CourseID     string
	DraftVersion int64
}

type judgedRow struct{ Says, Reason, By string }

var judgeDraft = draft.Key{Form: "development.judgement", Object: "course"}

func (a area) judgeForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	x, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	all, err := outcome.Judgements(v.Context(), f)
	if err != nil {
		return nil, err
	}
	d := judgePage{
		Form: v.Form, Crumbs: x.crumbs(v, web.Link{Text: v.T("development.judge.title")}), Sentence: x.words(v).Conclusion(x.Development),
		Back: x.Path("udvikling"), CourseID: f.CourseID,
	}
	for _, s := range outcome.SaysAll {
		d.Says = append(d.Says, web.Option{Value: string(s), Key: "outcome.says." + string(s)})
	}
	for _, j := range all {
		d.Earlier = append(d.Earlier, judgedRow{
			Says: v.T("outcome.says." + string(j.Says)), Reason: j.Reason,
			By: v.T("development.judged", fault.Args{"who": x.withTitle(v, j.EnteredBy), "date": lang.LongDate(v.Lang, clock.DateOf(j.EnteredAt))}),
		})
	}
	if f.Can(access.Notes, access.Write) {
		kept, ok, err := draft.Get(v.Context(), f, judgeDraft)
		if err != nil {
			return nil, err
		}
		if ok {
			v.Form.Restore(kept.Fields)
			d.DraftVersion = kept.Version
		}
	}
	return web.Page("development/judge", d).Titled("development.judge.title"), nil
}

func (a area) judge(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	var p fault.Problems
	j := outcome.Judgement{ID: v.Form.ID(), Reason: v.Form.Text(&p, "reason", 5000)}
	for _, s := range outcome.SaysAll {
		if v.Form.Value("says") == string(s) {
			j.Says = s
		}
	}
	err := p.Err()
	if err == nil {
		err = outcome.Judge(v.Context(), f, j)
	}
	if err == nil && f.Can(access.Notes, access.Write) {
		err = draft.Drop(v.Context(), f, judgeDraft)
	}
	if err != nil {
		return coursepage.Again(v, f, a.judgeForm, err)
	}
	return web.Redirect(coursepage.Path(v.CourseID(), "udvikling"), "development.judge.done"), nil
}
