package contacts

import (
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/fault"
	"samspil/internal/person"
	"samspil/internal/rule"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
	"samspil/internal/web/interplaypage"
	"samspil/internal/web/phonepage"
)

// sessionsPage is every activity of a course: what is planned, and what was held.
type sessionsPage struct {
	head
	Next        *web.NextStep
	Ahead, Past []sessionLine
	Share       session.Share
	Hours       session.Hours
}

// sessionLine is one activity in a list.
type sessionLine struct {
	session.Session
	To, What, Who string
	Tag           web.Tag
}

func (a area) sessions(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	h, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	all, err := session.All(v.Context(), f, session.Period{})
	if err != nil {
		return nil, err
	}
	page := sessionsPage{head: h, Share: session.Continuity(all, h.Team), Hours: session.Count(all)}
	for _, s := range all {
		line := h.line(s)
		if s.Status == session.Planned && !s.Open(f.Now()) {
			page.Ahead = append(page.Ahead, line)
		} else {
			page.Past = append(page.Past, line)
		}
		if s.Open(f.Now()) && page.Next == nil && h.Writes && slices.Contains(s.Staff, v.Actor.ID) {
			page.Next = h.nextOf(s, line)
		}
	}
	slices.Reverse(page.Past)
	return web.Page("contacts/sessions", page).Titled("contacts.sessions.title"), nil
}

func (h head) line(s session.Session) sessionLine {
	to := h.Path("aftaler", s.ID)
	if s.Kind == session.Contact {
		to = h.Path("samvaer", s.ID)
	}
	return sessionLine{Session: s, To: to, What: h.kindName(s.Kind), Who: h.Names(s.Staff), Tag: coursepage.StateTag(h.v, s)}
}

func (h head) nextOf(s session.Session, l sessionLine) *web.NextStep {
	key, to := "contacts.next.write", l.To+"/note"
	switch {
	case s.Kind == session.Contact && s.Status == session.Held:
		key, to = "contacts.next.sign", l.To+"/underskrift"
	case s.Kind == session.Contact:
		to = l.To + "/under"
	case s.Status == session.Held:
		key, to = "contacts.next.sign", l.To+"/underskrift"
	}
	return &web.NextStep{
		Title: h.v.Say(key, fault.Args{"what": l.What, "date": clock.DateOf(s.When())}),
		Text:  h.v.T(key + ".why"), Deed: web.Deed{To: to, Text: h.v.T(key + ".deed")}, Beside: true,
	}
}

// sessionPage is one activity with its note and its history.
type sessionPage struct {
	head
	S        session.Session
	What     string
	Tag      web.Tag
	Next     *web.NextStep
	Facts    []web.Fact
	Goals    []noteUnder
	Kids     []noteUnder
	BuildsOn *contact.Contact
	History  []historyLine
	Late     int // days from the session to the note, when that is long

	Interplay *interplaypage.View // nil before the session has been held
	Phones    *phonepage.View     // nil when nothing came from a phone
}

// noteUnder is a note under the heading of a goal or a child.
type noteUnder struct{ Title, Note string }

// historyLine is one writing of the note.
type historyLine struct {
	When, What, Who string
	Reason          string
	Words           []noteUnder // what stood before, where a correction replaced it
}

func (a area) session(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	s, err := session.Get(v.Context(), f, v.Param("id"))
	if err != nil {
		return nil, err
	}
	if s.Kind == session.Contact {
		return web.Redirect(coursepage.Path(f.CourseID, "samvaer", s.ID), ""), nil
	}
	h, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	page := sessionPage{head: h, S: s, What: h.kindName(s.Kind), Tag: coursepage.StateTag(h.v, s)}
	if h.Writes && slices.Contains(s.Staff, v.Actor.ID) && s.Open(f.Now()) {
		page.Next = h.nextOf(s, h.line(s))
	}
	page.Facts = h.sessionFacts(s)
	if err := page.notes(v, f); err != nil {
		return nil, err
	}
	if s.BuildsOn != "" && f.Can(access.Contact, access.Read) {
		if c, err := contact.Get(v.Context(), f, s.BuildsOn); err == nil {
			page.BuildsOn = &c
		}
	}
	if !s.WroteAt.IsZero() && rule.RecordDelay(clock.DateOf(s.When()), clock.DateOf(s.WroteAt)) != rule.InTime {
		page.Late = clock.DateOf(s.WroteAt).Sub(clock.DateOf(s.When()))
	}
	if err := page.interplay(v, f); err != nil {
		return nil, err
	}
	if page.Phones, err = h.fromPhones(v, f, s.ID, h.Path("aftaler", s.ID)); err != nil {
		return nil, err
	}
	page.History, err = h.history(v, f, s.ID)
	return web.Page("contacts/session", page).Titled("contacts.session.title"), err
}

// interplay is what has been coded of a session that was held. Where no child was
// there and nobody has coded, there is nothing to say.
func (p *sessionPage) interplay(v *web.Visit, f *casefile.Reader) error {
	if p.S.Status != session.Held {
		return nil
	}
	who, _ := interplaypage.Present(v, p.Head.People, p.S.Persons)
	coded, err := interplaypage.Load(v, f, interplaypage.Session{ID: p.S.ID, Kind: p.S.Kind, Staff: p.Staff, Who: who})
	child := slices.ContainsFunc(p.Children(), func(c person.Card) bool { return slices.Contains(p.S.Persons, c.PersonID) })
	if child || coded.Coded() || len(coded.Notes) > 0 {
		p.Interplay = &coded
	}
	return err
}

func (p *sessionPage) notes(v *web.Visit, f *casefile.Reader) error {
	all, err := goals(v, f)
	if err != nil {
		return err
	}
	for _, g := range all {
		if text := p.S.GoalNotes[g.ID]; text != "" {
			p.Goals = append(p.Goals, noteUnder{g.Title, text})
		}
	}
	for _, c := range p.Children() {
		if text := p.S.ChildNotes[c.PersonID]; text != "" {
			p.Kids = append(p.Kids, noteUnder{c.Name, text})
		}
	}
	return nil
}

func (h head) sessionFacts(s session.Session) []web.Fact {
	facts := []web.Fact{
		{Label: h.T("contacts.fact.staff"), Text: h.Names(s.Staff)},
		{Label: h.T("contacts.fact.persons"), Text: h.Names(s.Persons)},
		{Label: h.T("contacts.fact.place"), Text: s.Place},
	}
	if s.Status == session.Held {
		facts = append(facts,
			web.Fact{Label: h.T("contacts.fact.direct"), Text: web.Minutes(h.v.Lang, s.DirectMinutes)},
			web.Fact{Label: h.T("contacts.fact.indirect"), Text: web.Minutes(h.v.Lang, s.IndirectMinutes)},
			web.Fact{Label: h.T("contacts.fact.travel"), Text: web.Minutes(h.v.Lang, s.TravelMinutes)})
	}
	if s.Theme != "" {
		facts = append(facts, web.Fact{Label: h.T("contacts.fact.theme"), Text: s.Theme})
	}
	if len(s.Aims) > 0 {
		var aims []string
		for _, id := range s.Aims {
			if aim, ok := h.Programme.Aim(id); ok {
				aims = append(aims, h.T(aim.Key))
			}
		}
		facts = append(facts, web.Fact{Label: h.T("contacts.fact.aims"), Texts: aims})
	}
	return append(facts, h.cancelFacts(s)...)
}

func (h head) cancelFacts(s session.Session) []web.Fact {
	c := s.Cancel
	if c == nil {
		return nil
	}
	facts := []web.Fact{
		{Label: h.T("contacts.cancel.side"), Text: h.T("session.side." + string(c.Side))},
		{Label: h.T("contacts.cancel.code"), Text: h.T("session.code." + string(c.Code))},
		{Label: h.T("contacts.cancel.notice"), Text: h.notice(*c)},
	}
	for _, x := range []struct{ key, text string }{
		{"contacts.cancel.reason", c.Reason},
		{"contacts.cancel.child_words", c.ChildWords},
		{"contacts.cancel.decision", c.Decision},
		{"contacts.cancel.told_by", c.ToldBy},
		{"contacts.cancel.informed", c.Informed},
	} {
		if x.text != "" {
			facts = append(facts, web.Fact{Label: h.T(x.key), Text: x.text})
		}
	}
	return facts
}

func (h head) notice(c session.Cancellation) string {
	if c.NoticeAt.IsZero() {
		return h.T("contacts.cancel.no_notice")
	}
	return h.v.Say("contacts.at", fault.Args{"date": clock.DateOf(c.NoticeAt), "time": c.NoticeAt})
}

// history tells what was done, newest first, with the words a correction replaced.
func (h head) history(v *web.Visit, f *casefile.Reader, id string) ([]historyLine, error) {
	entries, err := session.History(v.Context(), f, id)
	if err != nil {
		return nil, err
	}
	var out []historyLine
	for i, e := range entries {
		line := historyLine{
			When: v.Say("contacts.at", fault.Args{"date": clock.DateOf(e.At), "time": e.At}),
			What: v.T("contacts.deed." + string(e.Deed)), Who: h.WhoIs(e.By), Reason: e.Session.Correction,
		}
		if e.Deed == session.DeedCorrected && i > 0 {
			line.Words = h.replaced(entries[i-1].Session, e.Session)
		}
		out = append(out, line)
	}
	slices.Reverse(out)
	return out, nil
}

func (h head) replaced(was, now session.Session) []noteUnder {
	var out []noteUnder
	for _, x := range []struct{ key, was, now string }{
		{"contacts.observation", was.Observation, now.Observation},
		{"contacts.interpretation", was.Interpretation, now.Interpretation},
		{"contacts.assessment", was.Assessment, now.Assessment},
		{"contacts.next_time", was.NextTime, now.NextTime},
	} {
		if x.was != x.now && x.was != "" {
			out = append(out, noteUnder{h.T(x.key), x.was})
		}
	}
	return out
}

// AttentionKey is the text of the answer about special attention.
func (p sessionPage) AttentionKey() string { return attentionKey(p.S.Attention) }

// Layers are the three texts that are never mixed, under their headings.
func (p sessionPage) Layers() []noteUnder {
	return []noteUnder{
		{p.T("contacts.observation"), p.S.Observation},
		{p.T("contacts.interpretation"), p.S.Interpretation},
		{p.T("contacts.assessment"), p.S.Assessment},
	}
}
