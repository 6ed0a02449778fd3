package feedback

import (
	"slices"
	"time"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

type coursePage struct {
	head
	Step   *web.NextStep
	Flags  []flagRow // open ones
	Events []web.Event
	Near   []web.Event
}

// dated is a line of the course's story with its time, before it is sorted.
type datedEvent struct {
	at time.Time
	web.Event
}

// courseOverview shows, in one time line, every flag, message, question, decision
// and notification of the course: what belongs together must be seen together.
func courseOverview(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	h, err := load(v, f)
	if err != nil {
		return nil, err
	}
	page := coursePage{head: h}
	var events []datedEvent
	for _, read := range []func(*web.Visit, *casefile.Reader, *coursePage) ([]datedEvent, error){flagEvents, messageEvents, adviceEvents, notificationEvents, decisionEvents} {
		found, err := read(v, f, &page)
		if err != nil {
			return nil, err
		}
		events = append(events, found...)
	}
	slices.SortStableFunc(events, func(a, b datedEvent) int { return b.at.Compare(a.at) })
	for _, e := range events {
		e.When = brief(v, e.at)
		page.Events = append(page.Events, e.Event)
	}
	return web.Page("feedback/course", page).Titled("web.menu.feedback"), page.nearMisses(v, f)
}

func flagEvents(v *web.Visit, f *casefile.Reader, p *coursePage) (out []datedEvent, err error) {
	if !p.Ours {
		return nil, nil
	}
	flags, err := attention.Flags(v.Context(), f)
	if err != nil {
		return nil, err
	}
	names := map[string]coursepage.Called{f.CourseID: p.Called}
	for _, flag := range flags {
		row := flagRowOf(v, flag, names, p.Staff)
		title := v.T("feedback.event.flag")
		if flag.Open() {
			title = v.T("feedback.flag")
			p.Flags = append(p.Flags, row)
		}
		out = append(out, datedEvent{flag.RaisedAt, web.Event{Title: title, Text: flag.What, To: row.To, Tag: row.Tag}})
	}
	return out, nil
}

func messageEvents(v *web.Visit, f *casefile.Reader, p *coursePage) (out []datedEvent, err error) {
	all, err := attention.All(v.Context(), f)
	if err != nil {
		return nil, err
	}
	for _, m := range all {
		at := m.SentAt
		if at.IsZero() {
			at = m.WrittenAt
		}
		if p.Ours && m.Overdue(p.now) {
			p.Step = ringStep(v, m, p.Staff) // the oldest comes last
		}
		title := v.T("attention.kind."+string(m.Kind)) + ": " + m.Subject
		out = append(out, datedEvent{at, web.Event{Title: title, Text: p.Staff.Name(m.AuthorID), To: p.Path("tilbagemeldinger", m.ID), Tag: stateTag(v, m, p.now)}})
		for _, a := range m.Answers {
			e := web.Event{Title: v.T("feedback.event.answer", fault.Args{"name": p.Staff.Name(a.EnteredBy)}), Text: a.Text, To: p.Path("tilbagemeldinger", m.ID)}
			out = append(out, datedEvent{a.EnteredAt, e})
		}
	}
	return out, nil
}

func adviceEvents(v *web.Visit, f *casefile.Reader, p *coursePage) (out []datedEvent, err error) {
	all, err := attention.AllAdvice(v.Context(), f)
	for _, a := range all {
		q := questionOf(v, a, p.Heading, p.Staff)
		e := web.Event{Title: v.T("feedback.event.advice", fault.Args{"name": q.AskedBy}), Text: a.Question, To: p.Path("raad", a.ID), Tag: q.Tag}
		out = append(out, datedEvent{a.AskedAt, e})
	}
	return out, err
}

func notificationEvents(v *web.Visit, f *casefile.Reader, p *coursePage) (out []datedEvent, err error) {
	all, err := attention.Notifications(v.Context(), f)
	for _, n := range all {
		switch {
		case n.Outgoing && !p.Ours:
		case n.Outgoing:
			e := web.Event{Title: v.T("feedback.event.notify", fault.Args{"name": p.Staff.Name(n.EnteredBy)}), To: p.Path("underretninger", n.ID), Tag: notificationTag(v, n)}
			out = append(out, datedEvent{n.EnteredAt, e})
		default:
			e := web.Event{
				Title: v.T("feedback.event.notified", fault.Args{"who": v.T("attention.source." + n.Source)}), To: p.Path("underretninger", n.ID), Tag: notificationTag(v, n),
			}
			out = append(out, datedEvent{n.ReceivedAt, e})
		}
	}
	return out, err
}

func decisionEvents(v *web.Visit, f *casefile.Reader, p *coursePage) (out []datedEvent, err error) {
	all, err := attention.Decisions(v.Context(), f)
	for _, d := range all {
		e := web.Event{Title: v.T("feedback.event.decision", fault.Args{"what": v.T("attention.changes." + string(d.Changes))}), Text: d.What}
		if p.Ours && d.FlagID != "" {
			e.To = p.Path("opmaerksomhed", d.FlagID)
		}
		out = append(out, datedEvent{d.EnteredAt, e})
	}
	return out, err
}

// nearMisses are shown to the provider's people alone.
func (p *coursePage) nearMisses(v *web.Visit, f *casefile.Reader) error {
	if !p.Ours || !f.Can(access.Team, access.Read) {
		return nil
	}
	all, err := attention.NearMisses(v.Context(), f)
	for i, n := range all {
		p.Near = append(p.Near, web.Event{
			When: lang.DayMonth(v.Lang, clock.DateOf(n.At)), Title: v.T("feedback.near", fault.Args{"n": i + 1}),
			Text: n.What, Tag: web.Tag{Kind: "done", Text: v.T("feedback.near." + n.StoppedBy)},
		})
	}
	return err
}
