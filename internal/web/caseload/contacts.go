package caseload

import (
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// contactsPage is the menu's page: the reader's contacts over all courses.
type contactsPage struct {
	Form  web.Form
	Next  *web.NextStep
	Today clock.Date
	Open  []contactLine
	Ahead []contactLine
}

type contactLine struct {
	session.Session
	To, Name string
	Tag      web.Tag
}

func contacts(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	ctx := v.Context()
	l, err := casefile.OpenList(ctx, tx, v.Actor, access.Purpose{Code: access.Deliver}, "contacts")
	if err != nil {
		return nil, err
	}
	open, err := session.Unfinished(ctx, l, v.Now())
	if err != nil {
		return nil, err
	}
	today := v.Today()
	ahead, err := session.Agenda(ctx, l, session.Period{From: today.At(0, 0), To: today.AddDays(29).At(0, 0)})
	if err != nil {
		return nil, err
	}
	page := contactsPage{Form: v.Form, Today: today}
	var courses []string
	for _, s := range slices.Concat(open, ahead) {
		courses = append(courses, s.CourseID)
	}
	names, err := coursepage.CallEach(v, l, courses)
	if err != nil {
		return nil, err
	}
	line := func(s session.Session) contactLine {
		return contactLine{Session: s, To: coursepage.Path(s.CourseID, "samvaer", s.ID), Name: names[s.CourseID].Name, Tag: coursepage.StateTag(v, s)}
	}
	for _, s := range open {
		if s.Kind == session.Contact {
			page.Open = append(page.Open, line(s))
		}
	}
	for _, s := range ahead {
		if s.Kind == session.Contact && s.Status == session.Planned && !s.Open(v.Now()) {
			page.Ahead = append(page.Ahead, line(s))
		}
	}
	page.next(v)
	l.Found(len(page.Open) + len(page.Ahead))
	return web.Page("caseload/contacts", page).Titled("web.menu.contacts"), nil
}

func (p *contactsPage) next(v *web.Visit) {
	switch {
	case len(p.Open) > 0:
		s := p.Open[0]
		key := "contacts.next.write"
		if s.Status == session.Held {
			key = "contacts.next.sign"
		}
		p.Next = &web.NextStep{
			Title: v.Say("contacts.overview.next", fault.Args{"name": s.Name, "date": lang.LongDate(v.Lang, clock.DateOf(s.When()))}),
			Text:  v.T(key + ".why"), Deed: web.Deed{To: s.To, Text: v.T(key + ".deed")}, Beside: true,
		}
	case len(p.Ahead) > 0:
		s := p.Ahead[0]
		p.Next = &web.NextStep{
			Title: v.Say("contacts.overview.ahead", fault.Args{"name": s.Name, "date": lang.LongDate(v.Lang, clock.DateOf(s.When())), "time": lang.Clock(v.Lang, s.When())}),
			Text:  s.Place, Deed: web.Deed{To: s.To, Text: v.T("contacts.next.ahead.deed")}, Beside: true,
		}
	}
}
