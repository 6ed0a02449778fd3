package caseload

import (
	"strconv"

	"samspil/internal/casefile"
	"samspil/internal/deadline"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/rule"
	"samspil/internal/web"
)

// boardRow is a deadline with its source and its owner.
type boardRow struct {
	Who, Course  string
	What, Then   string
	To           string
	When         string
	Owner        string
	Deputy       string
	Source, Mark string
	Tag          web.Tag
}

type boardPage struct {
	Rows    []boardRow
	Overdue int
	Lead    string
}

// board shows every deadline of the reader's courses with where it comes from.
func board(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	items, err := deadline.Board(v.Context(), tx, v.Actor)
	if err != nil {
		return nil, err
	}
	staff, err := login.Staff(v.Context(), tx.Tx)
	if err != nil {
		return nil, err
	}
	page := boardPage{Lead: v.TN("deadline.lead", len(items))}
	if len(items) == 0 {
		page.Lead = ""
	}
	for _, i := range items {
		if i.State == deadline.Overdue {
			page.Overdue++
		}
		page.Rows = append(page.Rows, boardRowOf(v, i, staff))
	}
	return web.Page("caseload/board", page).Titled("deadline.title"), nil
}

func boardRowOf(v *web.Visit, i deadline.Item, staff people) boardRow {
	a := args(v, i, staff)
	r := boardRow{
		Who: web.List(v.Lang, i.Children), Course: "/forloeb/" + i.CourseID, What: v.T("deadline.what."+string(i.Kind), a),
		To: place(v, i), When: when(v, i), Owner: staff.Name(i.OwnerID), Tag: tagOf(v, i),
	}
	if i.Then != nil {
		r.Then = v.T("deadline.then", a)
	}
	if !i.Asked.IsZero() {
		r.Then = v.T("deadline.asked", a)
	}
	if o := staff[i.OwnerID]; o.Absent(v.Today()) && o.DeputyID != "" {
		r.Deputy = v.T("deadline.deputy", fault.Args{"name": staff.Name(o.DeputyID)})
	}
	if law, ok := i.Law(); ok {
		r.Source = law.Cite(v.Lang)
		r.Mark = v.T("rule.mark." + string(law.Marks[0]))
		if law.Marks[0] == rule.Default {
			r.Mark = ""
		}
	}
	return r
}

// when writes the day, and the time where there is one.
func when(v *web.Visit, i deadline.Item) string {
	text := lang.ShortDate(v.Lang, i.On)
	if i.On.Year() != v.Today().Year() {
		text += " " + strconv.Itoa(i.On.Year())
	}
	if !i.At.IsZero() {
		text += " " + lang.Clock(v.Lang, i.At)
	}
	if i.State == deadline.Open {
		return v.T("deadline.since", fault.Args{"on": text})
	}
	return text
}
