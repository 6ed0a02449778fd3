package contacts

import (
	"samspil/internal/casefile"
	"samspil/internal/contact"
	"samspil/internal/fault"
	"samspil/internal/outbox"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
	"samspil/internal/web/phonepage"
)

// fromPhones is the section about the phones on the page of a session.
func (h head) fromPhones(v *web.Visit, f *casefile.Reader, id, path string) (*phonepage.View, error) {
	titles := map[string]string{}
	all, err := goals(v, f)
	if err != nil {
		return nil, err
	}
	for _, g := range all {
		titles[g.ID] = g.Title
	}
	return phonepage.Load(v, f, phonepage.Session{ID: id, Path: path, People: h.Head.People, Goals: titles})
}

// comparing is a form on which what a phone wrote and what stands now are seen side
// by side, and how it is handed in.
type comparing struct {
	form    coursepage.Builder
	send    coursepage.Writing
	version int64
	now     map[string]string
	entry   func() (string, error) // id of the newest writing of that part
}

func (a area) comparing(v *web.Visit, f *casefile.Reader, part string) (comparing, error) {
	s, err := session.Get(v.Context(), f, v.Param("id"))
	if err != nil {
		return comparing{}, err
	}
	if part == phonepage.Visit {
		return comparing{a.noteForm, a.writeNote, s.Version, noteTexts(s), func() (string, error) {
			s, err := session.Get(v.Context(), f, s.ID)
			return s.EntryID, err
		}}, nil
	}
	c, err := contact.Get(v.Context(), f, s.ID)
	newest := func(of func(contact.Contact) string) func() (string, error) {
		return func() (string, error) {
			c, err := contact.Get(v.Context(), f, s.ID)
			return of(c), err
		}
	}
	switch part {
	case phonepage.Before:
		return comparing{a.beforeForm, a.prepare, c.Before.Version, beforeTexts(c), newest(func(c contact.Contact) string { return c.Before.ID })}, err
	case phonepage.During:
		return comparing{a.duringForm, a.attend, c.During.Version, duringTexts(c), newest(func(c contact.Contact) string { return c.During.ID })}, err
	case phonepage.After:
		return comparing{a.afterForm, a.answer, c.After.Version, afterTexts(c), newest(func(c contact.Contact) string { return c.After.ID })}, err
	}
	return comparing{}, fault.New(fault.NotFound, "web.error.not-here")
}

// partAsked is the part to compare. What was seen at a contact stands on the form
// after, so that a writing about the contact may need two forms.
func partAsked(v *web.Visit, part string) string {
	if part == phonepage.During && v.Request.URL.Query().Get("del") == "efter" {
		return phonepage.After
	}
	return part
}

// comparePhone shows the form with the phone's words in it and what stands now
// beside them.
func (a area) comparePhone(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	part, typed, err := phonepage.Compare(v, f, v.Param("entry"))
	if err != nil {
		return nil, err
	}
	c, err := a.comparing(v, f, partAsked(v, part))
	if err != nil {
		return nil, err
	}
	page, err := c.form(v, f)
	if err != nil {
		return nil, err
	}
	for name, values := range typed {
		v.Form.Put(name, values...)
	}
	return web.Stale(page, c.now, c.version), nil
}

// choosePhone hands the form in as any other. When it has been kept, what lay on the
// shelf is set aside: somebody has chosen.
func (a area) choosePhone(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	part, typed, err := phonepage.Compare(v, &f.Reader, v.Param("entry"))
	if err != nil {
		return nil, err
	}
	asked := partAsked(v, part)
	c, err := a.comparing(v, &f.Reader, asked)
	if err != nil {
		return nil, err
	}
	was, err := c.entry()
	if err != nil {
		return nil, err
	}
	answer, err := c.send(v, f)
	if err != nil {
		return nil, err
	}
	now, err := c.entry()
	if err != nil || now == was {
		return answer, err
	}
	if part == phonepage.During && asked == part && phonepage.Described(typed) {
		to := coursepage.Path(f.CourseID, "samvaer", v.Param("id"), "telefon", v.Param("entry")) + "?del=efter"
		return web.Redirect(to, "phone.page.described"), nil
	}
	if blind, err := hides(v, f, typed); err != nil || blind {
		return answer, err
	}
	return answer, outbox.SetAside(v.Context(), f, v.Param("entry"), v.T("phone.page.chosen"))
}

// hides reports whether the form left out words of the phone because the contact may
// not be described now: nobody has then chosen about them.
func hides(v *web.Visit, f *casefile.Writer, typed map[string][]string) (bool, error) {
	c, err := contact.Get(v.Context(), &f.Reader, v.Param("id"))
	if fault.KindOf(err) == fault.NotFound {
		return false, nil // no contact
	}
	if err != nil {
		return false, err
	}
	ok, _ := c.Arrangement.Describable(c.When(), f.Now())
	return !ok && phonepage.Describes(typed), nil
}

func beforeTexts(c contact.Contact) map[string]string {
	b := c.Before
	return map[string]string{
		"focus": b.Focus, "looks_forward": b.LooksForward, "will_try": b.WillTry, "watch_for": b.WatchFor, "help_how": b.HelpHow,
		"since_last": b.SinceLast, "child_wish": b.ChildWish, "child_sign": b.ChildSign,
	}
}

func duringTexts(c contact.Contact) map[string]string {
	return map[string]string{
		"incident": c.During.Incident, "brought": c.During.BroughtBy, "fetched": c.During.FetchedBy,
		"start": clockText(c.Start), "end": clockText(c.End), "unplanned": c.During.Unplanned,
	}
}
