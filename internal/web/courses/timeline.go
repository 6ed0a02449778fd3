package courses

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/person"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// aFew is how many lines the page of the course shows; everything is on a page of its own.
const aFew = 7

// happening is a line of the time line before it is drawn. Routine ones are left out
// where only a few are shown.
type happening struct {
	at      time.Time
	routine bool
	web.Event
}

// timelinePage shows everything that has happened.
type timelinePage struct {
	coursepage.Head
	Crumbs []web.Link
	Months []month
}

// month is what happened in one month.
type month struct {
	Name     string
	Happened []web.Event
}

// timeline shows the page.
func (a area) timeline(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := a.read(v, f)
	if err != nil {
		return nil, err
	}
	d := timelinePage{Head: x.Head, Crumbs: x.Crumbs(v, web.Link{Text: v.T("courses.timeline")})}
	for _, h := range x.story(v) {
		day := clock.DateOf(h.at)
		name := lang.Month(v.Lang, day.Month()) + " " + strconv.Itoa(day.Year())
		if n := len(d.Months); n == 0 || d.Months[n-1].Name != name {
			d.Months = append(d.Months, month{Name: name})
		}
		last := &d.Months[len(d.Months)-1]
		last.Happened = append(last.Happened, h.Event)
	}
	return web.Page("courses/timeline", d).Titled("courses.timeline"), nil
}

// happened are the newest lines of the time line, without routine.
func (x *file) happened(v *web.Visit, most int) []web.Event {
	var out []web.Event
	for _, h := range x.story(v) {
		if !h.routine && len(out) < most {
			out = append(out, h.Event)
		}
	}
	return out
}

// story is the whole time line, the newest first.
func (x *file) story(v *web.Visit) []happening {
	var all []happening
	all = append(all, x.sessionsHappened(v)...)
	all = append(all, x.feedbackHappened(v)...)
	all = append(all, x.planHappened(v)...)
	all = append(all, x.courseHappened(v)...)
	all = append(all, x.writtenHappened(v)...)
	slices.SortStableFunc(all, func(a, b happening) int { return cmp.Compare(b.at.UnixMicro(), a.at.UnixMicro()) })
	for i := range all {
		day := clock.DateOf(all[i].at)
		all[i].When = lang.ShortDate(v.Lang, day)
		if day.Year() != x.Today.Year() {
			all[i].When = lang.PlainDate(v.Lang, day)
		}
	}
	return all
}

func (x *file) sessionsHappened(v *web.Visit) []happening {
	var all []happening
	number, absent := 0, 0
	for i, s := range x.sessions {
		isContact := s.Kind == session.Contact
		if isContact && (s.Status == session.Held || s.Status == session.Planned) {
			number++
		}
		h := happening{at: s.When()}
		h.To = x.sessionPath(s)
		switch s.Status {
		case session.Held:
			h.Title = v.T("courses.kind." + string(s.Kind))
			if isContact {
				h.Title = v.T("courses.happened.contact", fault.Args{"n": number})
			}
			h.Text = span(v, s.Start, s.End)
			h.Tag, h.routine = x.unsigned(v, s), s.Signed() && !x.lastHeld(i)
			absent = 0
		case session.NoShow:
			absent++
			h.Title = x.absence(v, s)
			if absent > 1 {
				h.Text = v.T("courses.happened.absent.row", fault.Args{"n": absent})
			}
		case session.Cancelled:
			h.Title, h.routine = v.T("courses.happened.cancelled", fault.Args{"kind": v.T("courses.kind." + string(s.Kind))}), true
		default:
			continue
		}
		all = append(all, h)
	}
	return all
}

// absence says who did not come, and whether anybody had called, to those who may
// read the record; others learn that nobody came.
func (x *file) absence(v *web.Visit, s session.Session) string {
	if x.sessionPath(s) == "" {
		return v.T("courses.happened.absent")
	}
	whole, err := session.Get(v.Context(), x.reader, s.ID)
	if err != nil {
		return v.T("courses.happened.absent")
	}
	var names []string
	for _, c := range x.Cards {
		if c.Role != person.Child && slices.Contains(whole.Persons, c.PersonID) {
			names = append(names, c.Name)
		}
	}
	switch {
	case len(names) == 0:
		return v.T("courses.happened.absent")
	case whole.Cancel != nil && whole.Cancel.NoticeAt.IsZero():
		return v.T("courses.happened.absent.who.silent", fault.Args{"names": web.List(v.Lang, names)})
	}
	return v.T("courses.happened.absent.who", fault.Args{"names": web.List(v.Lang, names)})
}

// sessionPath is the page of a session or contact; none for who may not open it.
func (x *file) sessionPath(s session.Session) string {
	switch {
	case s.Kind == session.Contact && x.reader.Can(access.Contact, access.Read):
		return x.Path("samvaer", s.ID)
	case s.Kind != session.Contact && x.reader.Can(access.Notes, access.Read):
		return x.Path("aftaler", s.ID)
	}
	return ""
}

// unsigned is the tag of a session whose note is not finished.
func (x *file) unsigned(v *web.Visit, s session.Session) web.Tag {
	if s.Signed() || !x.delivers() {
		return web.Tag{}
	}
	if slices.Contains(s.Staff, v.Actor.ID) {
		return web.Tag{Kind: "soon", Text: v.T("courses.unsigned.yours")}
	}
	return web.Tag{Kind: "none", Text: v.T("courses.unsigned")}
}

func (x *file) lastHeld(i int) bool {
	for _, s := range x.sessions[i+1:] {
		if s.Status == session.Held {
			return false
		}
	}
	return true
}

func span(v *web.Visit, from, to time.Time) string {
	if to.IsZero() {
		return lang.Clock(v.Lang, from)
	}
	return lang.Clock(v.Lang, from) + "–" + lang.Clock(v.Lang, to)
}

func (x *file) feedbackHappened(v *web.Visit) []happening {
	var all []happening
	for _, m := range x.feedback {
		if m.SentAt.IsZero() {
			continue
		}
		h := happening{at: m.SentAt}
		h.Title, h.Text = v.T("courses.happened.feedback."+string(m.Kind)), "»"+m.Subject+"«"
		h.To, h.Tag = x.Path("tilbagemeldinger", m.ID), x.feedbackTag(v, m)
		if m.Kind == attention.Report {
			h.Text = m.Subject
		}
		all = append(all, h)
	}
	for _, f := range x.flags {
		if closed := f.ClosedAt(); !closed.IsZero() {
			h := happening{at: closed, routine: true}
			h.Title, h.Text = v.T("courses.happened.flag.closed"), f.What
			all = append(all, h)
		}
		h := happening{at: f.RaisedAt, routine: !f.Open()}
		h.Title, h.Text, h.To = v.T("courses.happened.flag"), f.What, x.Path("tilbagemeldinger")
		if f.Open() {
			h.Tag = web.Tag{Kind: "waiting", Text: v.T("courses.happened.flag.open", fault.Args{"name": x.StaffName(f.OwnerID)})}
		}
		all = append(all, h)
	}
	return all
}

func (x *file) feedbackTag(v *web.Visit, m attention.Feedback) web.Tag {
	when := func(t time.Time) fault.Args {
		return fault.Args{"day": dayWords(v, clock.DateOf(t)), "at": lang.Clock(v.Lang, t)}
	}
	switch {
	case !m.AcknowledgedAt.IsZero():
		return web.Tag{Kind: "done", Text: v.T("courses.feedback.acknowledged", when(m.AcknowledgedAt))}
	case m.Overdue(x.reader.Now()):
		return web.Tag{Kind: "broken", Text: v.T("courses.feedback.overdue", when(m.DueAt))}
	}
	return web.Tag{Kind: "waiting", Text: v.T("courses.feedback.waiting", when(m.DueAt))}
}

func (x *file) planHappened(v *web.Visit) []happening {
	var all []happening
	for _, p := range x.versions {
		if p.ApprovedAt.IsZero() {
			continue
		}
		h := happening{at: p.ApprovedAt}
		h.Title, h.Text, h.To = v.T("courses.happened.plan"), p.InWords(v.Lang), x.Path("plan", p.ID)
		if p.Number > 1 {
			h.Title, h.Text = v.T("courses.happened.replan"), p.Reason
		}
		for _, q := range x.requests {
			if q.PlanID == p.ID {
				h.Tag = coursepage.RequestTag(v, q)
				if q.Waiting() {
					h.Tag.Text = v.T("courses.happened.extra", fault.Args{"hours": web.Hours(v.Lang, q.Hours)})
				}
			}
		}
		all = append(all, h)
	}
	for _, u := range x.followUps {
		h := happening{at: u.HeldOn.At(12, 0)}
		h.Title, h.To = v.T("courses.happened.followup"), x.Path("plan")
		h.Text = v.T("courses.happened.followup.text", fault.Args{"due": lang.DayMonth(v.Lang, u.DueOn)})
		if !u.NextOn.IsZero() {
			h.Text += " " + v.T("courses.happened.followup.next", fault.Args{"date": dayWords(v, u.NextOn)})
		}
		all = append(all, h)
	}
	return append(all, x.goalsHappened(v)...)
}

func (x *file) goalsHappened(v *web.Visit) []happening {
	var all []happening
	for _, g := range x.plan.Goals {
		if c := g.Concluded; c != nil {
			h := happening{at: c.On.At(12, 0)}
			h.Title, h.Text, h.To = v.T("courses.happened.goal", fault.Args{"goal": g.Title}), v.T("plan.outcome."+string(c.Outcome)), x.Path("plan")
			all = append(all, h)
		}
	}
	return all
}

// writtenHappened are the analyses and reports that were finished.
func (x *file) writtenHappened(v *web.Visit) []happening {
	var all []happening
	for _, a := range x.analyses {
		if a.Signed() {
			h := happening{at: a.SignedAt}
			h.Title, h.Text = v.T("courses.happened.analysis"), v.T("courses.happened.analysis.by", fault.Args{"name": x.StaffName(a.AuthorID)})
			all = append(all, h)
		}
	}
	for _, r := range x.reports {
		if !r.ApprovedAt.IsZero() {
			h := happening{at: r.ApprovedAt}
			h.Title, h.To = v.T("courses.happened.report."+string(r.Kind)), x.Path("rapporter")
			h.Text = v.T("courses.happened.report.by", fault.Args{"author": x.StaffName(r.AuthorID), "approver": x.StaffName(r.ApproverID)})
			all = append(all, h)
		}
	}
	return all
}

// told are the kinds of the course's own history that the time line tells, and the
// consents that open something.
var told = []course.EventKind{course.EventReferred, course.EventAccepted, course.EventTeam, course.EventActivated, course.EventEndSet, course.EventClosed}

func (x *file) courseHappened(v *web.Visit) []happening {
	var all []happening
	for _, e := range x.events {
		if !slices.Contains(told, e.Kind) {
			continue
		}
		on := e.On
		if on.IsZero() {
			on = clock.DateOf(e.EnteredAt)
		}
		h := happening{at: on.At(8, 0), routine: e.Kind == course.EventTeam || e.Kind == course.EventAccepted || e.Kind == course.EventEndSet}
		h.Title, h.Text = v.T("courses.happened.course."+string(e.Kind)), e.Reason
		all = append(all, h)
	}
	for _, c := range x.consents {
		if c.Kind != course.ForRecord && c.Status == course.Given {
			continue
		}
		h := happening{at: c.At, routine: c.Status == course.NotAsked}
		h.Title = v.T("courses.happened.consent."+string(c.Status), fault.Args{"name": x.WhoIs(c.PersonID)})
		h.Text, h.To = v.T("courses.consent.kind."+string(c.Kind)), x.Path("samtykker")
		all = append(all, h)
	}
	return all
}
