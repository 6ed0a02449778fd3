package contacts

import (
	"fmt"
	"slices"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/plan"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// head is what every page of the area knows of a course.
type head struct {
	coursepage.Head
	Form   web.Form
	Writes bool     // the person may write here
	There  []string // staff who took part, as it stands

	v *web.Visit
}

func (a area) load(v *web.Visit, f *casefile.Reader) (head, error) {
	known, err := coursepage.LoadTeam(v, f, a.programmes)
	return head{Head: known, Form: v.Form, v: v, Writes: f.Can(access.Notes, access.Write)}, err
}

// loadSession is load with the session, or contact, of the address.
func (a area) loadSession(v *web.Visit, f *casefile.Reader) (head, session.Session, error) {
	s, err := session.Get(v.Context(), f, v.Param("id"))
	if err != nil {
		return head{}, s, err
	}
	h, err := a.load(v, f)
	h.There = s.Staff
	return h, s, err
}

// Names lists people or staff: "Noah og Sanne".
func (h head) Names(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = h.WhoIs(id)
	}
	return web.List(h.v.Lang, names)
}

// T is a text in the reader's language.
func (h head) T(key string) string { return h.v.T(key) }

// People are the check boxes of everyone who may take part.
func (h head) People() []web.Option {
	var out []web.Option
	for _, c := range h.Cards {
		out = append(out, web.Option{Value: c.PersonID, Label: c.Name, Hint: h.v.T("contacts.role." + string(c.Role))})
	}
	return out
}

// TeamOptions are the check boxes of the staff: the fixed team first, then who
// writes, then those who were there and have left the team since.
func (h head) TeamOptions() []web.Option {
	var out []web.Option
	for _, m := range course.Current(h.Team) {
		out = append(out, web.Option{Value: m.StaffID, Label: h.WhoIs(m.StaffID), Hint: h.v.T("contacts.team." + string(m.Role))})
	}
	if !slices.ContainsFunc(out, func(o web.Option) bool { return o.Value == h.v.Actor.ID }) {
		out = append(out, web.Option{Value: h.v.Actor.ID, Label: h.v.Actor.Name})
	}
	for _, id := range h.There {
		if !slices.ContainsFunc(out, func(o web.Option) bool { return o.Value == id }) {
			out = append(out, web.Option{Value: id, Label: h.WhoIs(id)})
		}
	}
	return out
}

// offered notes a problem where what was chosen is nobody and nothing of this
// course: it was never offered, or is gone since the page was opened.
func (h head) offered(p *fault.Problems) {
	h.Form.PickAll(p, "staff", h.TeamOptions())
	h.Form.PickAll(p, "persons", h.People())
}

// buildsOn is offered for what a talk builds on: a contact of the course.
func buildsOn(v *web.Visit, f *casefile.Reader, p *fault.Problems) error {
	id := v.Form.Value("builds_on")
	if id == "" {
		return nil
	}
	s, err := session.Get(v.Context(), f, id)
	if fault.KindOf(err) == fault.NotFound || err == nil && s.Kind != session.Contact {
		p.Add("builds_on", "web.form.choose")
		return nil
	}
	return err
}

// goal is an open goal of the plan, as a heading for a note.
type goal struct{ ID, Title string }

// goals are the goals worked on now; none when there is no plan in force.
func goals(v *web.Visit, f *casefile.Reader) ([]goal, error) {
	if !f.Can(access.Plan, access.Read) {
		return nil, nil
	}
	p, ok, err := plan.Current(v.Context(), f)
	if err != nil || !ok {
		return nil, err
	}
	var out []goal
	for _, g := range p.Open() {
		out = append(out, goal{g.ID, g.Title})
	}
	return out, nil
}

// kindName is the kind of an activity in words.
func (h head) kindName(k session.Kind) string {
	if act, ok := h.Programme.Activity(string(k)); ok {
		return h.v.T(act.Key)
	}
	return h.v.T("programme.activity." + string(k))
}

// StateWords is a legal state in words: "støttet samvær".
func (h head) StateWords(s contact.State) string { return h.v.T("contact.state." + string(s)) }

// clockText is a time of day for a form's field; empty for none.
func clockText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(clock.Copenhagen)
	return fmt.Sprintf("%02d.%02d", t.Hour(), t.Minute())
}

func dateText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return clock.DateOf(t).String()
}

// noMinutes writes minutes for a form's field; empty for none.
func noMinutes(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// attentionKey is the text of what was answered about special attention; empty until
// it was.
func attentionKey(b *bool) string {
	switch {
	case b == nil:
		return ""
	case *b:
		return "contacts.attention.was_yes"
	}
	return "contacts.attention.was_no"
}

func yesNo(b *bool) string {
	switch {
	case b == nil:
		return ""
	case *b:
		return "ja"
	}
	return "nej"
}
