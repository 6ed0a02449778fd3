package answer

import (
	"net/url"
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/person"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

const commentPath = "/forloeb/{course}/udvikling/familien-siger"

var commentDraft = draft.Key{Form: "family-comment", Object: "course"}

// commentPage is where what somebody of the family says to the figures is written down
// for them, and where all of it can be read.
type commentPage struct {
	Form     web.Form
	Crumbs   []web.Link
	Sentence string // what the figures show
	Plain    string // the same as the family reads it
	People   []web.Option
	Sees     []web.Option
	Corrects string
	May      bool
	Earlier  []saidRow
	Kept     coursepage.Kept
	Hand     string
	Back     string
}

// who of the family can say something, by the id of the person.
func who(v *web.Visit, f *casefile.Reader) ([]person.Card, error) {
	cards, err := person.Cards(v.Context(), f)
	return slices.DeleteFunc(cards, func(c person.Card) bool { return roleOf(c) == "" }), err
}

func roleOf(c person.Card) singlecase.Role {
	switch c.Role {
	case person.Child:
		return singlecase.Child
	case person.Parent:
		return singlecase.Parent
	case person.Foster:
		return singlecase.Foster
	case person.Relative:
		return singlecase.Relative
	}
	return ""
}

func commentPageOf(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	d, err := outcome.Develop(v.Context(), f)
	if err != nil {
		return nil, err
	}
	staff, err := login.Staff(v.Context(), f.Tx().Tx)
	if err != nil {
		return nil, err
	}
	words := outcome.Words{Lang: v.Lang, Name: func(id string) string { return staff[id].Name }}
	back := coursepage.Path(f.CourseID, "udvikling")
	p := commentPage{
		Form: v.Form, Sentence: words.Conclusion(d), Plain: words.PlainFamily(d), Back: back, Hand: coursepage.Path(f.CourseID, "udvikling", "skaerm"),
		May:    f.Can(access.Measures, access.Write) && f.Actor.Role != access.Adviser,
		Crumbs: []web.Link{{Text: v.T("answer.development"), To: back}, {Text: v.T("comment.title")}},
	}
	people, err := who(v, f)
	if err != nil {
		return nil, err
	}
	for _, c := range people {
		p.People = append(p.People, web.Option{Value: c.PersonID, Label: c.Name})
	}
	for _, view := range outcome.Views {
		p.Sees = append(p.Sees, web.Option{Value: string(view), Key: "comment.sees." + string(view)})
	}
	all, err := outcome.Comments(v.Context(), f)
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		row := rowOf(words, c)
		if p.May && !c.Superseded {
			row.Correct = coursepage.Path(f.CourseID, "udvikling", "familien-siger") + "?" + url.Values{"ret": {c.ID}}.Encode()
		}
		p.Earlier = append(p.Earlier, row)
	}
	v.Form.Fill("on", v.Today().String())
	if ret := v.Form.Value("ret"); ret != "" {
		return p.correct(v, all, ret)
	}
	if p.May {
		if p.Kept, err = coursepage.Restore(v, f, commentDraft); err != nil {
			return nil, err
		}
	}
	return web.Page("answer/comment", p).Titled("comment.title"), nil
}

func (p commentPage) correct(v *web.Visit, all []outcome.Comment, ret string) (*web.Rendered, error) {
	c, err := casefile.Pick(all, nil, func(c outcome.Comment) bool { return c.ID == ret })
	if err != nil {
		return nil, err
	}
	p.Corrects = v.T("comment.corrects", fault.Args{"who": c.RaterName, "date": lang.PlainDate(v.Lang, c.On)})
	v.Form.Fill("person", c.RaterID)
	v.Form.Fill("sees", string(c.Sees))
	v.Form.Fill("words", c.Words)
	v.Form.Fill("on", c.On.String())
	return web.Page("answer/comment", p).Titled("comment.title"), nil
}

// saidRow is one comment as it is read.
type saidRow struct {
	Look, Says, Words, By string
	Struck                bool
	Correct               string
}

func rowOf(words outcome.Words, c outcome.Comment) saidRow {
	row := saidRow{Look: "parent", Says: words.Comment(c), Words: c.Words, Struck: c.Superseded, By: words.CommentBy(c)}
	if c.RaterRole == singlecase.Child {
		row.Look = "child"
	}
	return row
}

func comment(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	var p fault.Problems
	c := outcome.Comment{ID: v.Form.ID(), RaterID: v.Form.Value("person"), Sees: outcome.View(v.Form.Value("sees")), Words: v.Form.Text(&p, "words", mostWords),
		Way: outcome.BehalfOf, On: v.Form.NeededDate(&p, "on", "instrument.no-date"), Supersedes: v.Form.Value("ret")}
	people, err := who(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(people, func(o person.Card) bool { return o.PersonID == c.RaterID }); i >= 0 {
		c.RaterRole, c.RaterName = roleOf(people[i]), people[i].Name
	}
	if err = p.Err(); err == nil {
		err = outcome.Say(v.Context(), f, c)
	}
	if err == nil && c.Supersedes == "" {
		err = draft.Drop(v.Context(), f, commentDraft)
	}
	if err != nil {
		return coursepage.Again(v, f, commentPageOf, coursepage.Renamed(err, "who", "person"))
	}
	return web.Redirect(coursepage.Path(f.CourseID, "udvikling"), "comment.done"), nil
}
