package contacts

import (
	"slices"
	"strconv"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
	"samspil/internal/web/draftpage"
)

// planPage is the form of a new or moved appointment, also of a contact.
type planPage struct {
	head
	Kept    draftpage.Kept
	Heading string
	Moving  bool
	Contact bool
	Kinds   []web.Option
	Builds  []web.Option
	Strands []web.Option
	Back    string
}

func (a area) planForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	h, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	page := planPage{head: h, Heading: v.T("contacts.plan.title"), Back: h.Path("aftaler")}
	for _, act := range h.Programme.Activities {
		if !act.Contact {
			page.Kinds = append(page.Kinds, web.Option{Value: act.ID, Key: act.Key, Hint: v.T(act.HintKey)})
		}
	}
	if h.Programme.HasContact() && f.Can(access.Contact, access.Read) {
		all, err := contact.All(v.Context(), f)
		if err != nil {
			return nil, err
		}
		page.Builds = h.contactOptions(all)
	}
	v.Form.Fill("staff", v.Actor.ID)
	v.Form.Fill("builds_on", v.Request.URL.Query().Get("bygger"))
	if page.Kept, err = draftpage.Restore(v, f, draft.Key{Form: "plan", Object: "ny"}, "staff", "persons"); err != nil {
		return nil, err
	}
	return web.Page("contacts/plan", page).Titled("contacts.plan.title"), nil
}

// contactOptions are the latest held contacts, newest first.
func (h head) contactOptions(all []contact.Contact) []web.Option {
	var out []web.Option
	for _, c := range slices.Backward(all) {
		if c.Status == session.Held && len(out) < 8 {
			out = append(out, web.Option{Value: c.ID, Label: h.v.Say("contacts.number_date", fault.Args{"n": c.Number, "date": clock.DateOf(c.When())})})
		}
	}
	return out
}

func readPlan(form web.Form, p *fault.Problems) session.Session {
	day := form.NeededDate(p, "date", "session.date.missing")
	return session.Session{
		EntryID: form.ID(), PlannedStart: form.Time(p, "start", day), PlannedEnd: form.Time(p, "end", day),
		Place: strings.TrimSpace(form.Value("place")), Staff: form.Values("staff"), Persons: form.Values("persons"),
		BuildsOn: form.Value("builds_on"), Theme: strings.TrimSpace(form.Value("theme")), Version: form.Version(),
	}
}

func (a area) planSession(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	var p fault.Problems
	s := readPlan(v.Form, &p)
	s.ID, s.Version = s.EntryID, 0
	err := a.chosen(v, &f.Reader, &p, session.Session{})
	if err == nil {
		err = a.readKind(v, f, &p, &s)
	}
	if err == nil {
		err = coursepage.Both(&p, func() error { return session.Plan(v.Context(), f, s) })
	}
	if err != nil {
		return coursepage.Refuse(v, f, err, coursepage.Standing{Form: a.planForm})
	}
	if err := draft.Drop(v.Context(), f, draft.Key{Form: "plan", Object: "ny"}); err != nil {
		return nil, err
	}
	return web.Redirect(coursepage.Path(f.CourseID, "aftaler", s.ID), "contacts.planned"), nil
}

func (a area) readKind(v *web.Visit, f *casefile.Writer, p *fault.Problems, s *session.Session) error {
	c, err := course.Get(v.Context(), &f.Reader)
	if err != nil {
		return err
	}
	prog, _ := a.programmes.Get(c.Programme)
	act, ok := prog.Activity(v.Form.Value("kind"))
	if !ok || act.Contact {
		p.Add("kind", "session.kind.missing")
		return nil
	}
	s.Kind = session.Kind(act.ID)
	if act.BuildsOn && s.BuildsOn == "" {
		p.Add("builds_on", "session.builds_on.missing")
	}
	return nil
}

func (a area) moveForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	h, s, err := a.loadSession(v, f)
	if err != nil {
		return nil, err
	}
	page := planPage{head: h, Heading: v.Say("contacts.move.title", fault.Args{"what": h.kindName(s.Kind)}), Moving: true,
		Contact: s.Kind == session.Contact, Back: h.line(s).To}
	if s.Kind == session.Between && f.Can(access.Contact, access.Read) {
		all, err := contact.All(v.Context(), f)
		if err != nil {
			return nil, err
		}
		page.Builds = h.contactOptions(all)
	}
	v.Form.Fill("date", dateText(s.PlannedStart))
	v.Form.Fill("start", clockText(s.PlannedStart))
	v.Form.Fill("end", clockText(s.PlannedEnd))
	v.Form.Fill("place", s.Place)
	v.Form.Fill("theme", s.Theme)
	v.Form.Fill("builds_on", s.BuildsOn)
	v.Form.Fill("staff", s.Staff...)
	v.Form.Fill("persons", s.Persons...)
	v.Form.Fill("version", strconv.FormatInt(s.Version, 10))
	if page.Kept, err = draftpage.Restore(v, f, draft.Key{Form: "move", Object: s.ID}, "staff", "persons"); err != nil {
		return nil, err
	}
	return web.Page("contacts/plan", page).Titled("contacts.move.tab"), nil
}

func (a area) moveSession(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	return a.move(v, f, "aftaler", func(s session.Session) error { return session.Move(v.Context(), f, s) })
}

func (a area) moveContact(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	return a.move(v, f, "samvaer", func(s session.Session) error {
		_, err := contact.Move(v.Context(), f, s)
		return err
	})
}

func (a area) move(v *web.Visit, f *casefile.Writer, where string, do func(session.Session) error) (web.Response, error) {
	was, err := session.Get(v.Context(), &f.Reader, v.Param("id"))
	if err != nil {
		return nil, err
	}
	var p fault.Problems
	s := readPlan(v.Form, &p)
	s.ID, s.Kind = was.ID, was.Kind
	if err := a.chosen(v, &f.Reader, &p, was); err != nil {
		return nil, err
	}
	err = coursepage.Both(&p, func() error { return do(s) })
	if err != nil {
		return coursepage.Refuse(v, f, err, coursepage.Standing{Form: a.moveForm, Version: was.Version, Now: map[string]string{"place": was.Place, "theme": was.Theme}})
	}
	if err := draft.Drop(v.Context(), f, draft.Key{Form: "move", Object: s.ID}); err != nil {
		return nil, err
	}
	return web.Redirect(coursepage.Path(f.CourseID, where, s.ID), "contacts.moved"), nil
}

func (a area) bookForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	h, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	arrangements, err := contact.Arrangements(v.Context(), f)
	if err != nil {
		return nil, err
	}
	page := planPage{head: h, Contact: true, Heading: v.T("contacts.book.title"), Back: h.Path("samvaer")}
	for _, x := range arrangements {
		page.Strands = append(page.Strands, web.Option{
			Value: x.StrandID, Label: h.pair(x),
			Hint: h.StateWords(x.StateOn(f.Today())),
		})
	}
	if len(arrangements) == 1 {
		h.fillBooking(arrangements[0])
	}
	if page.Kept, err = draftpage.Restore(v, f, draft.Key{Form: "book", Object: "ny"}, "staff", "persons"); err != nil {
		return nil, err
	}
	return web.Page("contacts/plan", page).Titled("contacts.book.tab"), nil
}

// fillBooking brings what the only arrangement already says.
func (h head) fillBooking(x contact.Arrangement) {
	h.Form.Fill("strand", x.StrandID)
	h.Form.Fill("persons", append(slices.Clone(x.Children), x.Counterpart)...)
	h.Form.Fill("place", x.PlaceRule)
	h.Form.Fill("staff", h.v.Actor.ID)
}

// pair names an arrangement by its people: "Noah og Sanne".
func (h head) pair(x contact.Arrangement) string {
	return h.Names(append(slices.Clone(x.Children), x.Counterpart))
}

func (a area) book(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	var p fault.Problems
	s := readPlan(v.Form, &p)
	s.ID, s.Version = s.EntryID, 0
	if err := a.chosen(v, &f.Reader, &p, session.Session{}); err != nil {
		return nil, err
	}
	err := coursepage.Both(&p, func() error {
		_, err := contact.Book(v.Context(), f, v.Form.Value("strand"), s)
		return err
	})
	if err != nil {
		return coursepage.Refuse(v, f, err, coursepage.Standing{Form: a.bookForm})
	}
	if err := draft.Drop(v.Context(), f, draft.Key{Form: "book", Object: "ny"}); err != nil {
		return nil, err
	}
	return web.Redirect(coursepage.Path(f.CourseID, "samvaer", s.ID), "contacts.planned"), nil
}

// cancelPage is the form of a called-off appointment.
type cancelPage struct {
	head
	S     session.Session
	What  string
	Back  string
	Sides []web.Option // each side with each of its reasons
	Told  []web.Option
}

func (a area) cancelForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	h, s, err := a.loadSession(v, f)
	if err != nil {
		return nil, err
	}
	page := cancelPage{head: h, S: s, What: h.kindName(s.Kind), Back: h.line(s).To, Told: web.YesNo()}
	for _, side := range session.Sides() {
		if side == session.SidePlacement && !h.Programme.HasContact() {
			continue
		}
		for _, code := range session.CodesOf(side) {
			page.Sides = append(page.Sides, web.Option{
				Value: string(side) + "." + string(code),
				Label: v.T("contacts.cancel.choice."+string(side)) + ": " + v.T("session.code."+string(code)),
			})
		}
	}
	v.Form.Fill("version", strconv.FormatInt(s.Version, 10))
	return web.Page("contacts/cancel", page).Titled("contacts.cancel.tab"), nil
}

func (a area) cancel(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	id := v.Param("id")
	s, err := session.Get(v.Context(), &f.Reader, id)
	if err != nil {
		return nil, err
	}
	var p fault.Problems
	side, code, _ := strings.Cut(v.Form.Value("side"), ".")
	c := session.Cancellation{
		Side: session.Side(side), Code: session.Code(code), Reason: v.Form.Value("reason"), ChildWords: v.Form.Value("child_words"),
		ToldBy: v.Form.Value("told_by"), Informed: v.Form.Value("informed"), Decision: v.Form.Value("decision"),
		Charged: v.Form.Bool("charged"),
	}
	switch told := v.Form.Bool3("told"); {
	case told == nil:
		p.Add("told", "session.cancel.told.missing")
	case *told:
		c.NoticeAt = v.Form.Time(&p, "notice_time", v.Form.NeededDate(&p, "notice", "session.cancel.notice.missing"))
		if c.NoticeAt.IsZero() && !p.Has() {
			p.Add("notice_time", "session.start.missing")
		}
	}
	err = coursepage.Both(&p, func() error {
		return session.Cancel(v.Context(), f, session.Signature{SessionID: id, EntryID: v.Form.ID(), Version: v.Form.Version()}, c)
	})
	if err != nil {
		return coursepage.Refuse(v, f, err, coursepage.Standing{Form: a.cancelForm, Version: s.Version})
	}
	if s.Kind == session.Contact {
		return web.Redirect(coursepage.Path(f.CourseID, "samvaer"), "contacts.cancelled"), nil
	}
	return web.Redirect(coursepage.Path(f.CourseID, "aftaler"), "contacts.cancelled"), nil
}

// HasContact reports whether a programme has contacts; used by templates.
func (h head) HasContact() bool { return h.Programme.HasContact() }

// BackText names the list that a planned appointment goes to.
func (p planPage) BackText() string {
	if p.Contact {
		return p.T("web.menu.contacts")
	}
	return p.T("contacts.sessions.title")
}
