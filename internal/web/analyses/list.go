package analyses

import (
	"samspil/internal/access"
	"samspil/internal/analysis"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/web"
)

// listPage is the course's analyses, and when the next is due.
type listPage struct {
	Crumbs []web.Link
	Lead   string
	Next   *web.NextStep
	Rhythm string
	Rows   []row
	Begin  web.Deed
}

type row struct {
	Title, To, Text string
	Tag             web.Tag
}

func (a area) list(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	d := listPage{Crumbs: x.crumbs(v), Lead: x.Heading, Rhythm: x.rhythm(v), Next: x.next(v)}
	for _, one := range x.all {
		if one.Signed() || x.mayWrite(one) {
			d.Rows = append(d.Rows, x.row(v, one))
		}
	}
	if x.reader.Can(access.Analysis, access.Write) && x.Course.Status == course.Active && x.draft() == nil && d.Next == nil {
		d.Begin = x.beginDeed(v, v.T("analyses.begin.unasked"), "")
	}
	return web.Page("analyses/list", d).Titled("analyses.title"), nil
}

// draft is the reader's own that is being written.
func (x *file) draft() *analysis.Analysis {
	for i := range x.all {
		if x.mayWrite(x.all[i]) {
			return &x.all[i]
		}
	}
	return nil
}

func (x *file) beginDeed(v *web.Visit, text, corrects string) web.Deed {
	d := web.Deed{To: x.Path("analyser"), Text: text, Post: true, Fields: []web.Hidden{{Name: "id", Value: v.Form.ID()}}}
	if corrects != "" {
		d.Fields = append(d.Fields, web.Hidden{Name: "corrects", Value: corrects})
	}
	return d
}

// next: the one being written, or the one that is due within a fortnight.
func (x *file) next(v *web.Visit) *web.NextStep {
	if !x.reader.Can(access.Analysis, access.Write) {
		return nil
	}
	due := x.due()
	if one := x.draft(); one != nil {
		return &web.NextStep{
			Title: v.T("analyses.next.go-on"), Text: v.TN("analyses.statements", len(one.Statements)),
			Deed: web.Deed{To: x.Path("analyser", one.ID), Text: v.T("analyses.go-on")},
		}
	}
	if due.IsZero() || due.Sub(v.Today()) > aheadDays {
		return nil
	}
	key := "analyses.next.due"
	if due.Before(v.Today()) {
		key = "analyses.next.late"
	}
	return &web.NextStep{
		Title: v.T(key, fault.Args{"date": lang.LongDate(v.Lang, due)}), Text: v.T("analyses.next.text"), Deed: x.beginDeed(v, v.T("analyses.begin"), ""),
	}
}

// aheadDays is how long before its day an analysis becomes the next step.
const aheadDays = 14

func (x *file) rhythm(v *web.Visit) string {
	due := x.due()
	if due.IsZero() {
		return v.T("analyses.rhythm.none")
	}
	return v.T("analyses.rhythm", fault.Args{"date": lang.LongDate(v.Lang, due)})
}

func (x *file) row(v *web.Visit, a analysis.Analysis) row {
	r := row{To: x.Path("analyser", a.ID), Text: v.TN("analyses.statements", len(a.Statements)) + " · " + v.TN("analyses.sources", cites(a))}
	on := clock.DateOf(a.EnteredAt)
	r.Title = v.T("analyses.draft.from", fault.Args{"date": lang.PlainDate(v.Lang, on)})
	r.Tag = web.Tag{Kind: "waiting", Text: v.T("analyses.draft")}
	if a.Signed() {
		on = clock.DateOf(a.SignedAt)
		r.Title = v.T("analyses.named", fault.Args{"date": lang.PlainDate(v.Lang, on)})
		r.Tag = web.Tag{Kind: "done", Text: v.T("analyses.signed", fault.Args{"name": x.StaffName(a.AuthorID)})}
		for _, b := range x.all {
			if b.Supersedes == a.ID && b.Signed() {
				r.Tag = web.Tag{Kind: "none", Text: v.T("analyses.replaced")}
			}
		}
	}
	return r
}

func cites(a analysis.Analysis) int {
	seen := map[analysis.Citation]bool{}
	for _, s := range a.Statements {
		for _, c := range s.Cites {
			seen[c] = true
		}
	}
	return len(seen)
}

// begin starts an analysis; while the psychologist has one in the making, that
// one is gone on with.
func (a area) begin(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	x, err := a.load(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	if one := x.draft(); one != nil {
		return web.Redirect(x.Path("analyser", one.ID), ""), nil
	}
	one := analysis.Analysis{ID: v.Form.ID(), DueOn: x.due()}
	if id := v.Form.Value("corrects"); id != "" {
		old, err := x.find(id)
		if err != nil {
			return nil, err
		}
		if !old.Signed() {
			return nil, fault.New(fault.NotFound, "case.not-here")
		}
		one.Supersedes, one.Statements, one.DueOn = old.ID, old.Statements, old.DueOn
	}
	if err := analysis.Save(v.Context(), f, one); err != nil {
		return nil, err
	}
	return web.Redirect(x.Path("analyser", one.ID), "analyses.begun"), nil
}
