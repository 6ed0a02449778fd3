package feedback

import (
	"context"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/person"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// head is what every page of the area knows of a course.
type head struct {
	coursepage.People
	Ours   bool // the reader is of the provider
	Writes bool
	Form   web.Form
	Draft  coursepage.Kept

	adviser string // account id; empty while there is none
	team    []casefile.Belongs
	v       *web.Visit
	now     time.Time
}

// Adviser is the name of the course's adviser.
func (h head) Adviser() string { return h.Staff.Name(h.adviser) }

// T is a text in the reader's language.
func (h head) T(key string) string { return h.v.T(key) }

// Crumbs is the way back; keys name the page when it lies under that of the course's
// messages.
func (h head) Crumbs(keys ...string) []web.Link {
	var links []web.Link
	for _, key := range keys {
		links = append(links, web.Link{Text: h.v.T(key)})
	}
	return h.CrumbsUnder(h.v, web.Link{Text: h.v.T("feedback.course.crumb"), To: h.Path("tilbagemeldinger")}, links...)
}

func load(v *web.Visit, f *casefile.Reader) (head, error) {
	h := head{Form: v.Form, v: v, now: f.Now(), Ours: f.Actor.Role != access.Adviser, Writes: f.Can(access.Feedback, access.Write)}
	var err error
	if h.People, err = coursepage.Meet(v, f); err != nil {
		return h, err
	}
	h.team, err = f.Who(v.Context())
	for _, b := range h.team {
		if b.Relation == access.AdviserOn {
			h.adviser = b.StaffID
		}
	}
	return h, err
}

// loadMessage is load with the message of the address.
func loadMessage(v *web.Visit, f *casefile.Reader) (head, attention.Feedback, error) {
	h, err := load(v, f)
	if err != nil {
		return h, attention.Feedback{}, err
	}
	m, err := attention.Get(v.Context(), f, v.Param("id"))
	return h, m, err
}

// Owners are those of the provider who can see to something.
func (h head) Owners() []web.Option {
	var out []web.Option
	seen := map[string]bool{}
	for _, b := range h.team {
		if b.Relation != access.AdviserOn && b.Relation != access.DeputyOf && !seen[b.StaffID] {
			seen[b.StaffID] = true
			out = append(out, web.Option{Value: b.StaffID, Label: h.Staff.Name(b.StaffID) + ", " + h.v.T("feedback.relation."+string(b.Relation))})
		}
	}
	return out
}

// callCourses names the children of some of the actor's courses, in one list.
func callCourses(v *web.Visit, tx *casefile.Tx, ids []string) (map[string]coursepage.Called, error) {
	l, err := casefile.OpenList(v.Context(), tx, v.Actor, access.Purpose{Code: access.Respond}, "names")
	if err != nil {
		return nil, err
	}
	children, err := person.Children(v.Context(), l, v.Actor, ids)
	if err != nil {
		return nil, err
	}
	l.Found(len(children))
	return coursepage.Call(v, children), nil
}

// moment writes when something happened: "tirsdag 29. sept. 09.10".
func moment(v *web.Visit, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	d := clock.DateOf(t)
	return lang.Weekday(v.Lang, d.Weekday()) + " " + brief(v, t)
}

// brief writes when something happened in a narrow column: "29. sept. 09.10".
func brief(v *web.Visit, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	d := clock.DateOf(t)
	_, text, _ := strings.Cut(lang.ShortDate(v.Lang, d), " ") // without the day of the week
	if d.Year() != v.Today().Year() {
		text = lang.PlainDate(v.Lang, d)
	}
	return text + " " + lang.Clock(v.Lang, t)
}

// since writes how long something has waited: "1 dag", "9 dage", "i dag".
func waited(v *web.Visit, from clock.Date) string {
	n := v.Today().Sub(from)
	if n <= 0 {
		return v.T("feedback.waits.today")
	}
	return v.TN("feedback.waits", n)
}

// restore brings a draft back into the form.
func restore(v *web.Visit, f *casefile.Reader, form, object string) (coursepage.Kept, error) {
	return coursepage.Restore(v, f, draft.Key{Form: form, Object: object})
}

func drop(ctx context.Context, f *casefile.Writer, form, object string) error {
	return draft.Drop(ctx, f, draft.Key{Form: form, Object: object})
}

// track is how far a message has come, in four steps.
func track(v *web.Visit, m attention.Feedback, now time.Time) web.Stages {
	s := web.Stages{Label: v.T("feedback.track")}
	step := func(key string, at time.Time, missing string) {
		if !at.IsZero() {
			s.Steps = append(s.Steps, web.Stage{Name: v.T("feedback.track." + key), Note: moment(v, at), State: "done"})
			return
		}
		s.Steps = append(s.Steps, web.Stage{Name: v.T("feedback.track." + key), Note: missing, State: "todo"})
	}
	step("sent", m.SentAt, v.T("feedback.track.not-yet"))
	step("delivered", m.DeliveredAt, v.T("feedback.track.on-its-way"))
	step("read", m.ReadAt, v.T("feedback.track.not-read"))
	step("acknowledged", m.AcknowledgedAt, v.T("feedback.track.due", fault.Args{"at": moment(v, m.DueAt)}))
	if m.Overdue(now) {
		last := &s.Steps[3]
		last.State, last.Name = "broken", v.T("feedback.track.not-acknowledged")
	}
	return s
}

// stateTag says in a word where a message stands.
func stateTag(v *web.Visit, m attention.Feedback, now time.Time) web.Tag {
	switch {
	case m.SentAt.IsZero():
		return web.Tag{Kind: "none", Text: v.T("attention.state.draft")}
	case m.Overdue(now):
		return web.Tag{Kind: "broken", Text: v.T("feedback.overdue")}
	case m.AcknowledgedAt.IsZero():
		return web.Tag{Kind: "waiting", Text: v.T("feedback.awaits-ack", fault.Args{"at": moment(v, m.DueAt)})}
	case m.AwaitsAnswer():
		return web.Tag{Kind: "waiting", Text: v.T("feedback.awaits-answer")}
	}
	return web.Tag{Kind: "done", Text: after(v, m)}
}

// after says how long it took to acknowledge, where that was the same day or the
// next; else only that it was done.
func after(v *web.Visit, m attention.Feedback) string {
	took := m.AcknowledgedAt.Sub(m.SentAt)
	if took >= 12*time.Hour || took < time.Minute {
		return v.T("attention.state.acknowledged")
	}
	n := int(took.Minutes())
	if n < 60 {
		return v.TN("feedback.after-minutes", n)
	}
	return v.T("feedback.after", fault.Args{"time": web.Minutes(v.Lang, n)})
}

// tel is the address that rings a number.
func tel(phone string) string {
	if phone == "" {
		return ""
	}
	return "tel:" + strings.ReplaceAll(phone, " ", "")
}
