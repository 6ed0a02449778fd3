package feedback

import (
	"context"
	"strconv"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/person"
	"samspil/internal/web"
)

type (
	reading = func(*web.Visit, *casefile.Reader) (web.Response, error)
	writing = func(*web.Visit, *casefile.Writer) (web.Response, error)
	// builder makes the page of a form, before and after it was sent.
	builder = func(*web.Visit, *casefile.Reader) (*web.Rendered, error)
)

// show turns a builder into the handler of a GET.
func show(b builder) reading {
	return func(v *web.Visit, f *casefile.Reader) (web.Response, error) {
		page, err := b(v, f)
		if err != nil {
			return nil, err
		}
		return page, nil
	}
}

// again shows the form anew with what is wrong; other errors pass on.
func again(v *web.Visit, f *casefile.Writer, b builder, err error) (web.Response, error) {
	if fault.KindOf(err) != fault.Invalid {
		return nil, err
	}
	page, perr := b(v, &f.Reader)
	if perr != nil {
		return nil, perr
	}
	return web.NotValid(page, err)
}

// renamed puts a problem at the field that the form has for it.
func renamed(err error, from, to string) error {
	if e, ok := fault.As(err); ok {
		for i := range e.Fields {
			if e.Fields[i].Name == from {
				e.Fields[i].Name = to
			}
		}
	}
	return err
}

// people are the staff by id.
type people map[string]login.Account

// Name is the first name of a member of staff; "–" when not known any more.
func (p people) Name(id string) string {
	if a, ok := p[id]; ok {
		return a.Name
	}
	return "–"
}

// head is what every page of the area knows of a course.
type head struct {
	CourseID string
	Name     string // the children's first names
	Heading  string // with their ages
	Staff    people
	Ours     bool // the reader is of the provider
	Writes   bool
	Form     web.Form
	Draft    kept

	adviser string // account id; empty while there is none
	team    []casefile.Belongs
	v       *web.Visit
	now     time.Time
}

// Path is an address within the course.
func (h head) Path(parts ...string) string {
	return "/forloeb/" + strings.Join(append([]string{h.CourseID}, parts...), "/")
}

// Adviser is the name of the course's adviser.
func (h head) Adviser() string { return h.Staff.Name(h.adviser) }

// T is a text in the reader's language.
func (h head) T(key string) string { return h.v.T(key) }

// Crumbs is the path back.
func (h head) Crumbs(rest ...string) []web.Link {
	links := []web.Link{
		{Text: h.v.T("web.menu.courses"), To: "/forloeb"},
		{Text: h.Name, To: h.Path()},
	}
	if len(rest) > 0 {
		links = append(links, web.Link{Text: h.v.T("feedback.course.crumb"), To: h.Path("tilbagemeldinger")})
		for _, key := range rest {
			links = append(links, web.Link{Text: h.v.T(key)})
		}
		return links
	}
	return append(links, web.Link{Text: h.v.T("feedback.course.crumb")})
}

func load(v *web.Visit, f *casefile.Reader) (head, error) {
	ctx := v.Context()
	h := head{CourseID: f.CourseID, Form: v.Form, v: v, now: f.Now(), Ours: f.Actor.Role != access.Adviser, Writes: f.Can(access.Feedback, access.Write)}
	cards, err := person.Cards(ctx, f)
	if err != nil {
		return h, err
	}
	var hits []person.Hit
	for _, c := range cards {
		if c.Role == person.Child {
			hits = append(hits, person.Hit{CourseID: f.CourseID, Name: c.Name, Birth: c.Birth})
		}
	}
	called := callChildren(v, hits, f.Today())[f.CourseID]
	h.Name, h.Heading = called.Names, called.Aged
	if h.team, err = f.Who(ctx); err != nil {
		return h, err
	}
	for _, b := range h.team {
		if b.Relation == access.AdviserOn {
			h.adviser = b.StaffID
		}
	}
	staff, err := login.Staff(ctx, f.Tx().Tx)
	h.Staff = staff
	return h, err
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

// called is what the children of a course are called.
type called struct{ Names, Aged string }

// callChildren names the children of each course: "Noah" and "Noah, 3 år".
func callChildren(v *web.Visit, children []person.Hit, today clock.Date) map[string]called {
	names, aged := map[string][]string{}, map[string][]string{}
	for _, c := range children {
		names[c.CourseID] = append(names[c.CourseID], c.Name)
		text := c.Name
		if !c.Birth.IsZero() {
			text = v.T("feedback.aged", fault.Args{"name": c.Name, "age": c.Birth.Age(today)})
		}
		aged[c.CourseID] = append(aged[c.CourseID], text)
	}
	out := map[string]called{}
	for id := range names {
		out[id] = called{web.List(v.Lang, names[id]), web.List(v.Lang, aged[id])}
	}
	return out
}

// callCourses names the children of some of the actor's courses, in one list.
func callCourses(v *web.Visit, tx *casefile.Tx, ids []string) (map[string]called, error) {
	l, err := casefile.OpenList(v.Context(), tx, v.Actor, access.Purpose{Code: access.Respond}, "names")
	if err != nil {
		return nil, err
	}
	children, err := person.Children(v.Context(), l, v.Actor, ids)
	if err != nil {
		return nil, err
	}
	l.Found(len(children))
	return callChildren(v, children, tx.Today()), nil
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

// kept is the draft of a form.
type kept struct{ To, Key, Version string }

// restore brings a draft back into the form.
func restore(v *web.Visit, f *casefile.Reader, form, object string) (kept, error) {
	k := kept{To: "/kladde/" + f.CourseID, Key: form + ":" + object, Version: "0"}
	d, ok, err := draft.Get(v.Context(), f, draft.Key{Form: form, Object: object})
	if err != nil || !ok {
		return k, err
	}
	k.Version = strconv.FormatInt(d.Version, 10)
	if !v.Form.Sent() {
		v.Form.Restore(d.Fields)
	}
	return k, nil
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
