package development

import (
	"net/url"
	"strconv"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// listPage is the development of the reader's courses, one line each.
type listPage struct {
	Rows  []courseRow
	Total int
	Pager web.Pager
}

type courseRow struct {
	To, Name, Programme string
	Grade               int
	GradeText           string
	Tag                 web.Tag
	Strands, Latest     string
	Due                 web.Tag
	Lacks               string // what the measurements will lack when the work ends
}

var shownStatuses = []course.Status{course.Active, course.Closed}

func (a area) list(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	page, err := strconv.Atoi(v.Form.Value("side"))
	if err != nil || page < 1 {
		page = 1
	}
	found, err := course.CaseloadPage(v.Context(), tx, v.Actor, course.Filter{Statuses: shownStatuses, Page: page})
	if err != nil {
		return nil, err
	}
	l, err := casefile.OpenList(v.Context(), tx, v.Actor, access.Purpose{Code: access.Deliver}, "development")
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(found.Lines))
	for i, line := range found.Lines {
		ids[i] = line.CourseID
	}
	l.Found(len(ids))
	standings, err := outcome.Standings(v.Context(), l, ids...)
	if err != nil {
		return nil, err
	}
	d := listPage{Total: found.Total, Pager: web.Pages("/udvikling?"+url.Values{}.Encode(), page, course.PageSize, found.Total)}
	for _, line := range found.Lines {
		d.Rows = append(d.Rows, a.line(v, line, standings[line.CourseID]))
	}
	return web.Page("development/list", d).Titled("web.menu.development"), nil
}

func (a area) line(v *web.Visit, l course.Line, d outcome.Development) courseRow {
	words := outcome.Words{Lang: v.Lang}
	r := courseRow{To: coursepage.Path(l.CourseID, "udvikling"), GradeText: words.Verdict(d.Conclusion.Verdict), Strands: v.TN("development.strands", len(d.Strands))}
	r.Name = coursepage.AllAged(v, l.ChildNames, l.Ages)
	if p, ok := a.programmes.Get(l.Programme); ok {
		r.Programme = v.T(p.ShortKey)
	}
	r.Grade, r.Tag = verdictSign(d.Conclusion.Verdict, r.GradeText)
	if turned := d.Turned(); len(turned) > 0 && d.Conclusion.Verdict != singlecase.FamilyDocumented {
		r.Tag = web.Tag{Kind: "broken", Text: words.TurnWords(turned[0].Turn)}
	}
	due, latest := 0, clock.Date{}
	for _, g := range d.Strands {
		if made := g.Made(); len(made) > 0 && made[len(made)-1].On.After(latest) {
			latest = made[len(made)-1].On
		}
		if on := g.NextDue(); l.Status == course.Active && !on.IsZero() && !on.After(v.Today()) {
			due++
		}
		if lacks := words.Lacks(outcome.RhythmOf(g.Strand, v.Today(), l.ExpectedEnd)); l.Status == course.Active && r.Lacks == "" && len(lacks) > 0 {
			r.Lacks = lacks[0]
		}
	}
	if !latest.IsZero() {
		r.Latest = lang.PlainDate(v.Lang, latest)
	}
	if due > 0 && v.Actor.Role != access.Adviser {
		r.Due = web.Tag{Kind: "soon", Text: v.TN("development.due", due)}
	}
	return r
}
