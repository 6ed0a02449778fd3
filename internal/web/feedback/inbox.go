package feedback

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/deadline"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// letter is a message as the inbox and the overview show it.
type letter struct {
	ID, Course   string
	Kind, Who    string // "Hurtig tilbagemelding", "Noah, 3 år"
	Names        string
	Author       string
	Subject      string
	Body         string
	Tag          web.Tag
	Track        web.Stages
	Phone, Ring  string
	Sent         string
	Delivered    string
	Read         string
	Acknowledged string
	Late         bool
}

// Path leads to the message.
func (l letter) Path() string { return "/forloeb/" + l.Course + "/tilbagemeldinger/" + l.ID }

// letterOf draws a message. Whom to ring is its author for the adviser, the
// adviser for the provider's people.
func letterOf(v *web.Visit, m attention.Feedback, name coursepage.Called, staff coursepage.Staff) letter {
	now := v.Now()
	l := letter{
		ID: m.ID, Course: m.CourseID, Kind: v.T("attention.kind." + string(m.Kind)), Who: name.Heading, Names: name.Name,
		Author: staff.Name(m.AuthorID), Subject: m.Subject, Body: m.Body, Tag: stateTag(v, m, now), Track: track(v, m, now),
		Sent: brief(v, m.SentAt), Late: m.Overdue(now),
	}
	l.Delivered, l.Read, l.Acknowledged = sameDay(v, m.SentAt, m.DeliveredAt), sameDay(v, m.SentAt, m.ReadAt), sameDay(v, m.SentAt, m.AcknowledgedAt)
	other := m.ToID
	if v.Actor.Role == access.Adviser {
		other = m.AuthorID
	}
	l.Phone = tel(staff[other].Phone)
	l.Ring = v.T("feedback.ring", fault.Args{"name": staff.Name(other), "phone": staff[other].Phone})
	return l
}

// sameDay writes a time alone when it is on the day of the sending.
func sameDay(v *web.Visit, sent, at time.Time) string {
	if !at.IsZero() && clock.DateOf(sent) == clock.DateOf(at) {
		return lang.Clock(v.Lang, at)
	}
	return brief(v, at)
}

// task is something else that waits for the adviser.
type task struct {
	Title, Text, From, Asked, To, Deed string
	Tag                                web.Tag
	on                                 clock.Date
}

type inboxPage struct {
	Lead     string
	Now      []letter
	Waiting  []task
	Done     []letter
	More     bool
	Asked    []question
	Counted  reconciled
	Upcoming int
}

const shownDone = 12

// inbox is the adviser's first page. Messages are shown in full, so opening it is
// reading them, and that is noted.
func inbox(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	ctx := v.Context()
	all, err := attention.Inbox(ctx, tx, v.Actor)
	if err != nil {
		return nil, err
	}
	board, err := deadline.Board(ctx, tx, v.Actor)
	if err != nil {
		return nil, err
	}
	asked, err := attention.AdviceSince(ctx, tx, v.Actor, v.Now().AddDate(0, 0, -14))
	if err != nil {
		return nil, err
	}
	staff, names, err := around(v, tx, all, asked)
	if err != nil {
		return nil, err
	}
	page := inboxPage{Lead: standsIn(v, staff), Upcoming: len(board)}
	for _, m := range all {
		switch l := letterOf(v, m, names[m.CourseID], staff); {
		case m.AcknowledgedAt.IsZero():
			page.Now = append(page.Now, l)
		case m.AwaitsAnswer(): // stands among those that wait
		case len(page.Done) < shownDone:
			page.Done = append(page.Done, l)
		default:
			page.More = true
		}
	}
	page.Waiting = waitingFor(v, all, board, names, staff)
	page.Asked = questionsOf(v, asked, names, staff)
	if page.Counted, err = counted(v, tx); err != nil {
		return nil, err
	}
	if page.Lead == "" {
		page.Lead = inboxLead(v, page)
	}
	return web.Page("feedback/inbox", page).Titled("web.menu.inbox"), markRead(v, tx, all)
}

func inboxLead(v *web.Visit, p inboxPage) string {
	if len(p.Now) == 0 && len(p.Waiting) == 0 {
		return v.T("feedback.inbox.nothing")
	}
	return v.TN("feedback.inbox.lead", len(p.Now))
}

// standsIn tells for whom the person stands in today.
func standsIn(v *web.Visit, staff coursepage.Staff) string {
	var lines []string
	for _, a := range staff {
		if a.DeputyID != v.Actor.ID || !a.Absent(v.Today()) {
			continue
		}
		if a.AbsentTo.IsZero() {
			lines = append(lines, v.T("feedback.deputy.open", fault.Args{"name": a.Name}))
			continue
		}
		lines = append(lines, v.T("feedback.deputy", fault.Args{"name": a.Name, "until": a.AbsentTo}))
	}
	slices.Sort(lines)
	return strings.Join(lines, " ")
}

// around fetches the staff and the children's names of everything shown.
func around(v *web.Visit, tx *casefile.Tx, all []attention.Feedback, asked []attention.Advice) (coursepage.Staff, map[string]coursepage.Called, error) {
	staff, err := login.Staff(v.Context(), tx.Tx)
	if err != nil {
		return nil, nil, err
	}
	var ids []string
	for _, m := range all {
		ids = append(ids, m.CourseID)
	}
	for _, q := range asked {
		ids = append(ids, q.CourseID)
	}
	slices.Sort(ids)
	names, err := callCourses(v, tx, slices.Compact(ids))
	return staff, names, err
}

// markRead notes what has now been shown to the adviser in full.
func markRead(v *web.Visit, tx *casefile.Tx, all []attention.Feedback) error {
	for _, m := range all {
		if !m.ReadAt.IsZero() || !m.AcknowledgedAt.IsZero() || m.DeliveredAt.IsZero() {
			continue
		}
		f, err := casefile.OpenWrite(v.Context(), tx, v.Actor, m.CourseID, access.Purpose{Code: access.Respond})
		if err != nil {
			return err
		}
		if err := attention.MarkRead(v.Context(), f, m.ID); err != nil {
			return err
		}
	}
	return nil
}

// waitingFor gathers what the municipality still owes an answer or a deed: the
// oldest question first.
func waitingFor(v *web.Visit, all []attention.Feedback, board []deadline.Item, names map[string]coursepage.Called, staff coursepage.Staff) []task {
	var out []task
	asking := map[string]attention.Feedback{} // the message in which a course's hours were asked for
	for _, m := range all {
		if m.Kind == attention.Hours && m.AwaitsAnswer() {
			asking[m.CourseID] = m
		}
	}
	decide := map[string]bool{}
	for _, i := range board {
		t, ok := boardTask(v, i)
		if !ok {
			continue
		}
		if m := asking[i.CourseID]; i.Kind == deadline.Hours {
			decide[i.CourseID] = true
			if m.ID != "" {
				t.Title, t.From = m.Subject, staff.Name(m.AuthorID)
			}
		}
		out = append(out, t)
	}
	ends := map[string]clock.Date{}
	for _, i := range board {
		if i.Kind == deadline.Ends {
			ends[i.CourseID] = i.On
		}
	}
	for _, m := range all {
		if !m.AwaitsAnswer() || m.AcknowledgedAt.IsZero() || m.Kind == attention.Hours && decide[m.CourseID] {
			continue
		}
		t := task{
			Title: m.Subject, Text: names[m.CourseID].Heading + " · " + v.T("feedback.acknowledged-on", fault.Args{"on": lang.DayMonth(v.Lang, clock.DateOf(m.AcknowledgedAt))}),
			From: staff.Name(m.AuthorID), Asked: lang.ShortDate(v.Lang, clock.DateOf(m.SentAt)), To: coursepage.Path(m.CourseID, "tilbagemeldinger", m.ID, "svar"),
			Deed: v.T("feedback.answer"), Tag: waitTag(v, clock.DateOf(m.SentAt)),
			on: clock.DateOf(m.SentAt),
		}
		if end := ends[m.CourseID]; m.Kind == attention.Extension && !end.IsZero() {
			t.Tag = web.Tag{Kind: "soon", Text: v.T("feedback.answer-by", fault.Args{"on": lang.DayMonth(v.Lang, end)})}
		}
		out = append(out, t)
	}
	slices.SortStableFunc(out, func(a, b task) int { return cmp.Compare(a.on.String(), b.on.String()) })
	return out
}

// boardTask is a row of the deadlines that only the municipality can see to.
func boardTask(v *web.Visit, i deadline.Item) (task, bool) {
	who := web.List(v.Lang, i.Children)
	t := task{From: "", Deed: v.T("feedback.see-to"), on: i.On, Text: who}
	switch i.Kind {
	case deadline.Hours:
		t.Title = v.T("feedback.task.hours", fault.Args{"hours": extra(v, i.Hours), "who": who})
		t.Text = v.T("feedback.task.hours.text")
		t.To, t.Deed = coursepage.Path(i.CourseID, "ekstra-timer", i.ObjectID), v.T("feedback.answer")
		t.Asked = lang.ShortDate(v.Lang, i.On)
		t.Tag = waitTag(v, i.On)
		return t, true
	case deadline.Acute, deadline.Receipt, deadline.Reassess:
		t.Title, t.To = v.T("feedback.task."+string(i.Kind)), coursepage.Path(i.CourseID, "underretninger", i.ObjectID)
		t.Tag = web.Tag{Kind: "soon", Text: v.T("feedback.answer-by", fault.Args{"on": lang.DayMonth(v.Lang, i.On)})}
		if i.State == deadline.Overdue {
			t.Tag = web.Tag{Kind: "broken", Text: v.T("feedback.overdue")}
		}
		if i.State == deadline.Open {
			t.Tag = waitTag(v, i.On)
		}
		return t, true
	}
	return t, false
}

// extra is "16 ekstra timer".
func extra(v *web.Visit, hours float64) string {
	n := 2
	if hours == 1 {
		n = 1
	}
	return v.TN("deadline.extra", n, fault.Args{"h": hours})
}

// waitTag says for how many days somebody has waited.
func waitTag(v *web.Visit, from clock.Date) web.Tag {
	if n := v.Today().Sub(from); n > 0 {
		return web.Tag{Kind: "waiting", Text: v.TN("deadline.tag.open", n)}
	}
	return web.Tag{Kind: "waiting", Text: v.T("deadline.tag.open-today")}
}
