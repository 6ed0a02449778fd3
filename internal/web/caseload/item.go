package caseload

import (
	"samspil/internal/access"
	"samspil/internal/deadline"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/web"
)

// people are the staff by id.
type people map[string]login.Account

// Name is the first name of a member of staff; "–" when not known any more.
func (p people) Name(id string) string {
	if a, ok := p[id]; ok {
		return a.Name
	}
	return "–"
}

// row is a line of a page: what, why, until when, and where it is done.
type row struct {
	Title, Text, To, Deed string
	Tag                   web.Tag
}

// args are what the texts of an item may name.
func args(v *web.Visit, i deadline.Item, staff people) fault.Args {
	a := fault.Args{
		"who": web.List(v.Lang, i.Children), "on": lang.LongDate(v.Lang, i.On), "day": weekdayDate(v, i), "hours": extra(v, i.Hours),
		"owner": staff.Name(i.OwnerID), "since": lang.LongDate(v.Lang, i.On), "rule": "", "then": "", "asked": staff.Name(i.AskedOf),
	}
	if r, ok := i.Rule(); ok {
		a["rule"] = v.T(r.NameKey())
	}
	if i.Then != nil {
		a["then"] = lang.DayMonth(v.Lang, i.Then.On)
	}
	return a
}

// weekdayDate is "søndag 11. oktober".
func weekdayDate(v *web.Visit, i deadline.Item) string {
	return lang.Weekday(v.Lang, i.On.Weekday()) + " " + lang.DayMonth(v.Lang, i.On)
}

// todo is an item as something to do or to keep an eye on.
func todo(v *web.Visit, i deadline.Item, staff people) row {
	a := args(v, i, staff)
	kind := string(i.Kind)
	why := "deadline.why." + kind
	if i.State == deadline.Overdue {
		why = "deadline.late"
	}
	return row{Title: v.T("deadline.do."+kind, a), Text: v.T(why, a), To: place(v, i), Tag: tagOf(v, i)}
}

// waits reports whether an item is with somebody else, and how it is said then.
func waits(v *web.Visit, i deadline.Item, staff people) (row, bool) {
	r := todo(v, i, staff)
	switch {
	case i.Kind == deadline.Hours, i.Kind == deadline.Extension:
	case i.Kind == deadline.Acknowledge && i.State != deadline.Overdue:
	case i.Kind == deadline.Ends && !i.Asked.IsZero():
		r.Text, r.Tag = v.T("deadline.asked", args(v, i, staff)), web.Tag{Kind: "waiting", Text: v.T("deadline.tag.answer")}
	default:
		return r, false
	}
	return r, true
}

// theirs are the deeds of the municipality alone.
func theirs(i deadline.Item) bool {
	return i.Kind == deadline.Acute || i.Kind == deadline.Receipt || i.Kind == deadline.Reassess
}

// tagOf says in a word how the item stands today.
func tagOf(v *web.Visit, i deadline.Item) web.Tag {
	today := v.Today()
	days := i.Days(today)
	switch i.State {
	case deadline.Overdue:
		return web.Tag{Kind: "broken", Text: v.T("deadline.tag.overdue")}
	case deadline.Open:
		if days >= 0 {
			return web.Tag{Kind: "waiting", Text: v.T("deadline.tag.open-today")}
		}
		return web.Tag{Kind: "waiting", Text: v.TN("deadline.tag.open", -days)}
	case deadline.Warning:
		return web.Tag{Kind: "none", Text: v.TN("deadline.tag.soon", days)}
	}
	switch days {
	case 0:
		return web.Tag{Kind: "soon", Text: v.T("deadline.tag.today")}
	case 1:
		return web.Tag{Kind: "soon", Text: v.T("deadline.tag.tomorrow")}
	}
	return web.Tag{Kind: "soon", Text: v.TN("deadline.tag.soon", days)}
}

// place is where the item is seen to.
func place(v *web.Visit, i deadline.Item) string {
	root := "/forloeb/" + i.CourseID
	switch i.Kind {
	case deadline.Acknowledge, deadline.Extension:
		return root + "/tilbagemeldinger/" + i.ObjectID
	case deadline.Hours:
		if v.Actor.Role == access.Adviser {
			return root + "/ekstra-timer/" + i.ObjectID
		}
		return root + "/plan"
	case deadline.Reply:
		return root + "/raad/" + i.ObjectID
	case deadline.Acute, deadline.Receipt, deadline.Reassess:
		return root + "/underretninger/" + i.ObjectID
	case deadline.FollowUp, deadline.Undecided:
		return root + "/opfoelgning"
	case deadline.Suspension, deadline.Contact:
		return root + "/samvaersaftaler"
	case deadline.Register, deadline.Hidden:
		return root + "/personer"
	case deadline.Status:
		return "/rapporter"
	}
	return root
}

// extra is "16 ekstra timer".
func extra(v *web.Visit, hours float64) string {
	n := 2
	if hours == 1 {
		n = 1
	}
	return v.TN("deadline.extra", n, fault.Args{"h": hours})
}
