package feedback

import (
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// question is an adviser's question with its answer, as it is shown.
type question struct {
	ID, Course, Who        string
	Question, Answer       string
	AskedBy, AskedAt       string
	AnsweredBy, AnsweredAt string
	Tag                    web.Tag
}

// Path leads to the question.
func (q question) Path() string { return "/forloeb/" + q.Course + "/raad/" + q.ID }

func questionsOf(v *web.Visit, all []attention.Advice, names map[string]coursepage.Called, staff coursepage.Staff) []question {
	var out []question
	for _, a := range all {
		out = append(out, questionOf(v, a, names[a.CourseID].Heading, staff))
	}
	return out
}

func questionOf(v *web.Visit, a attention.Advice, who string, staff coursepage.Staff) question {
	q := question{
		ID: a.ID, Course: a.CourseID, Who: who, Question: a.Question, Answer: a.Answer,
		AskedBy: staff.Name(a.AskedBy), AskedAt: moment(v, a.AskedAt), Tag: web.Tag{Kind: "done", Text: v.T("feedback.advice.answered")},
	}
	if !a.AnsweredAt.IsZero() {
		q.AnsweredBy, q.AnsweredAt = staff.Name(a.AnsweredBy), moment(v, a.AnsweredAt)
		return q
	}
	q.Tag = web.Tag{Kind: "waiting", Text: v.T("feedback.advice.by", fault.Args{"on": lang.DayMonth(v.Lang, a.DueOn)})}
	if a.DueOn.Before(clock.DateOf(v.Now())) {
		q.Tag = web.Tag{Kind: "broken", Text: v.T("feedback.overdue")}
	}
	return q
}

type askPage struct{ head }

func askForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	h, err := load(v, f)
	if err != nil {
		return nil, err
	}
	h.Draft, err = restore(v, f, "advice", "new")
	return web.Page("feedback/ask", askPage{h}).Titled("feedback.advice.ask"), err
}

// ask sends the adviser's question to the people of the course.
func ask(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	if err := attention.Ask(v.Context(), f, v.Form.ID(), v.Form.Value("question")); err != nil {
		return coursepage.Again(v, f, askForm, err)
	}
	return web.Redirect(coursepage.Path(f.CourseID, "tilbagemeldinger"), "feedback.advice.asked"), drop(v.Context(), f, "advice", "new")
}

type adviceView struct {
	head
	Q       question
	Answers bool // the reader may answer
}

func advicePage(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	h, err := load(v, f)
	if err != nil {
		return nil, err
	}
	all, err := attention.AllAdvice(v.Context(), f)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		if a.ID != v.Param("id") {
			continue
		}
		page := adviceView{head: h, Q: questionOf(v, a, h.Heading, h.Staff), Answers: h.Ours && h.Writes && a.AnsweredAt.IsZero()}
		if page.Answers {
			page.Draft, err = restore(v, f, "advice", a.ID)
		}
		return web.Page("feedback/advice", page).Titled("feedback.advice.title"), err
	}
	return nil, fault.New(fault.NotFound, "case.not-here")
}

func answerAdvice(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	id := v.Param("id")
	err := attention.AnswerAdvice(v.Context(), f, id, v.Form.Value("answer"))
	if e, ok := fault.As(err); ok && e.Kind == fault.Conflict {
		all, rerr := attention.AllAdvice(v.Context(), &f.Reader)
		for _, a := range all {
			if a.ID == id && a.AnsweredBy == v.Actor.ID && a.Answer == v.Form.Value("answer") {
				return web.Redirect(coursepage.Path(f.CourseID, "raad", id), "feedback.advice.sent"), rerr // sent twice
			}
		}
	}
	if err != nil {
		return coursepage.Again(v, f, advicePage, err)
	}
	return web.Redirect(coursepage.Path(f.CourseID, "raad", id), "feedback.advice.sent"), drop(v.Context(), f, "advice", id)
}
