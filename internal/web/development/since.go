package development

import (
	"slices"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// sincePanel is each strand since the last follow-up, apart from the conclusion.
type sincePanel struct {
	Title string
	Rows  []sinceRow // those that moved
	Rest  []sinceRow
	None  string // said in few words where none moved
}

type sinceRow struct {
	Title, Subject, Rater, To string
	Grade                     int
	Tag                       web.Tag
	GradeText, Sentence       string
}

// since is nothing where no follow-up was held and none was set.
func (x *file) since(v *web.Visit) *sincePanel {
	d := x.Development
	if d.Since.IsZero() || len(d.Strands) == 0 {
		return nil
	}
	words := x.words(v)
	p := &sincePanel{Title: v.T("development.since.title", fault.Args{"date": lang.DayMonth(v.Lang, d.Since)})}
	row := func(g outcome.Graded) sinceRow {
		r := sinceRow{Title: g.Title, Subject: coursepage.SubjectName(g.RaterRole), Rater: g.RaterName, To: x.Path("udvikling", "maal", g.ID),
			GradeText: words.WindowWords(g), Sentence: words.WindowSentence(g)}
		r.Grade, r.Tag = gradeSign(g.Window.Grade, g.Window.Direction, r.GradeText)
		return r
	}
	moved := d.Moved()
	for _, g := range moved {
		p.Rows = append(p.Rows, row(g))
	}
	for _, g := range d.Strands {
		if !slices.ContainsFunc(moved, func(m outcome.Graded) bool { return m.ID == g.ID }) {
			p.Rest = append(p.Rest, row(g))
		}
	}
	if len(moved) == 0 {
		p.None = v.T("development.since.few")
		if slices.ContainsFunc(d.Strands, func(g outcome.Graded) bool { return g.Window.Grade > singlecase.TooLittle }) {
			p.None = v.T("development.since.none")
		}
	}
	return p
}

// raised is the flag of a strand's setback, or the proposal to raise it.
type raised struct {
	Title  string // the strand and its rater
	To     string // the flag, when it is raised
	Post   string // where the proposal is sent, when it is not
	Strand string
}

// setbacks are the flags of all setbacks, for those who may see flags.
func (x *file) setbacks(v *web.Visit) ([]raised, error) {
	all := x.Development.SetBacks()
	if len(all) == 0 || !x.ours() || !x.reader.Can(access.Feedback, access.Write) {
		return nil, nil
	}
	flags, err := attention.Flags(v.Context(), x.reader)
	if err != nil {
		return nil, err
	}
	var out []raised
	for _, g := range all {
		r := raised{Title: v.T("development.seen-by", fault.Args{"title": g.Title, "rater": outcome.Rater(g.Strand)}), Strand: g.ID}
		flag, up := outcome.SetbackFlag(flags, g)
		switch {
		case up:
			r.To = x.Path("opmaerksomhed", flag.ID)
		case x.running():
			r.Post = x.Path("udvikling", "opmaerksomhed")
		default:
			continue
		}
		out = append(out, r)
	}
	return out, nil
}

// raise opens the flag of a strand's setback, owned by the lead. Sent twice, it is
// one flag.
func (a area) raise(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	x, err := a.load(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	g, err := x.find(v.Form.Value("strand"))
	if err != nil {
		return nil, err
	}
	if !g.SetBack() {
		return nil, fault.New(fault.Conflict, "development.flag.over")
	}
	id := outcome.FlagID(g)
	err = attention.Raise(v.Context(), f, attention.Flag{ID: id, What: x.words(v).SetbackSentence(g), OwnerID: x.on(course.Lead)})
	if err != nil {
		return nil, err
	}
	return web.Redirect(x.Path("opmaerksomhed", id), "development.flag.raised"), nil
}

// remark is what somebody of the family said with a measurement.
type remark struct{ Look, Words, By string }

// remarks are the latest words of each parent, child and foster carer who rates,
// beside the figures whether they agree with them or not.
func (x *file) remarks(v *web.Visit) []remark {
	family := []singlecase.Role{singlecase.Child, singlecase.Parent, singlecase.Foster, singlecase.Relative}
	var out []remark
	for _, role := range family {
		seen := map[string]bool{}
		for _, g := range x.Development.Strands {
			if g.RaterRole != role || seen[g.RaterID] {
				continue
			}
			for _, r := range slices.Backward(g.Ratings) {
				if r.Words == "" || r.Value == nil || r.Superseded {
					continue
				}
				look := "parent"
				if role == singlecase.Child {
					look = "child"
				}
				out = append(out, remark{look, r.Words, v.T("development.remark.by", fault.Args{
					"who": g.RaterName, "title": g.Title, "date": lang.PlainDate(v.Lang, r.On)})})
				seen[g.RaterID] = true
				break
			}
		}
	}
	return out
}
