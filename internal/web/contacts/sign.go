package contacts

import (
	"slices"
	"strconv"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/contact"
	"samspil/internal/fault"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// signPage asks the one question and what is missing, and takes the signature.
type signPage struct {
	head
	S         session.Session
	What      string
	Back      string
	Edit      string
	Attention []web.Option
	Gaps      []gapLine
	Raised    bool // the mark is there already: what needs attention is not asked again
}

// gapLine is something the minimum record asks for, with the reason's field.
type gapLine struct {
	Field, Label, To string
}

func (a area) sessionSignForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	h, s, err := a.loadSession(v, f)
	if err != nil {
		return nil, err
	}
	to := h.Path("aftaler", s.ID)
	return signForm(v, f, signPage{head: h, S: s, What: h.kindName(s.Kind), Back: to, Edit: to + "/note"})
}

func (a area) contactSignForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	c, err := contact.Get(v.Context(), f, v.Param("id"))
	if err != nil {
		return nil, err
	}
	h, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	to := h.Path("samvaer", c.ID)
	page := signPage{head: h, S: c.Session, What: h.kindName(c.Kind), Back: to, Edit: to + "/efter"}
	for _, g := range contact.Missing(c, f.Now()) {
		if g.Signature {
			continue
		}
		field := "omit." + g.ID
		v.Form.Fill(field, c.After.Omitted[g.ID])
		page.Gaps = append(page.Gaps, gapLine{Field: field, Label: v.T(g.Key), To: to + "/" + partPath(g.Part)})
	}
	return signForm(v, f, page)
}

// partPath is the form on which a part is written.
func partPath(p contact.Part) string {
	switch p {
	case contact.PartBefore:
		return "foer"
	case contact.PartDuring:
		return "under"
	case contact.PartAfterwards:
		return "bagefter"
	}
	return "efter"
}

func signForm(v *web.Visit, f *casefile.Reader, page signPage) (*web.Rendered, error) {
	var err error
	if page.Raised, err = raised(v, f, page.S.ID); err != nil {
		return nil, err
	}
	page.Attention = web.YesNo()
	v.Form.Fill("attention", yesNo(page.S.Attention))
	v.Form.Fill("version", strconv.FormatInt(page.S.Version, 10))
	return web.Page("contacts/sign", page).Titled("contacts.sign.title"), nil
}

func (a area) signSession(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	s, err := session.Get(v.Context(), &f.Reader, v.Param("id"))
	if err != nil {
		return nil, err
	}
	if !s.Signed() {
		err = asked(v, f, s.ID, func() error { return session.Sign(v.Context(), f, signature(v, s.ID)) })
	}
	if err != nil {
		return coursepage.Refuse(v, f, err, coursepage.Standing{Form: a.sessionSignForm, Version: s.Version})
	}
	return web.Redirect(coursepage.Path(f.CourseID, "aftaler", s.ID), "contacts.signed"), nil
}

func (a area) signContact(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	c, err := contact.Get(v.Context(), &f.Reader, v.Param("id"))
	if err != nil {
		return nil, err
	}
	if !c.Signed() {
		err = asked(v, f, c.ID, func() error {
			if err := contact.Omit(v.Context(), f, c.ID, v.Form.ID(), prefixed(v.Form, "omit.")); err != nil {
				return err
			}
			return contact.Sign(v.Context(), f, signature(v, c.ID))
		})
	}
	if err != nil {
		return coursepage.Refuse(v, f, err, coursepage.Standing{Form: a.contactSignForm, Version: c.Version})
	}
	return web.Redirect(coursepage.Path(f.CourseID, "samvaer", c.ID), "contacts.signed"), nil
}

func signature(v *web.Visit, id string) session.Signature {
	return session.Signature{SessionID: id, EntryID: v.Form.ID(), Version: v.Form.Version(), Attention: v.Form.Bool3("attention")}
}

// asked signs when the question has its answer, and then opens the mark.
func asked(v *web.Visit, f *casefile.Writer, sessionID string, sign func() error) error {
	var p fault.Problems
	if v.Form.Bool3("attention") == nil {
		p.Add("attention", "session.attention.missing")
	}
	flag, err := question(v, &f.Reader, &p, sessionID)
	if err != nil {
		return err
	}
	if err := p.Err(); err != nil {
		return err
	}
	if err := sign(); err != nil {
		return atQuestion(err)
	}
	return raise(v, f, flag)
}

// atQuestion puts what forbids the signature at the question that it answers.
func atQuestion(err error) error {
	if e, ok := fault.As(err); ok && e.Kind == fault.Conflict && e.Key == "session.sign.notthere" {
		var p fault.Problems
		p.Add("attention", e.Key, e.Args)
		return p.Err()
	}
	return err
}

// question reads the answer to what nothing is chosen for beforehand. A yes
// becomes a mark with the writer as its owner, only once, and must say what needs
// attention. Nothing is written yet: a form that is refused is drawn from the
// case as it stands, and would not ask again where a mark was there already.
func question(v *web.Visit, f *casefile.Reader, p *fault.Problems, sessionID string) (*attention.Flag, error) {
	if yes := v.Form.Bool3("attention"); yes == nil || !*yes {
		return nil, nil
	}
	there, err := raised(v, f, sessionID)
	if err != nil || there {
		return nil, err
	}
	return &attention.Flag{
		ID: v.Form.ID(), CourseID: f.CourseID, SessionID: sessionID,
		What:   v.Form.Needed(p, "what", "contacts.attention.what.missing", attention.MaxText),
		Danger: v.Form.Bool("danger"), OwnerID: v.Actor.ID,
	}, nil
}

func raise(v *web.Visit, f *casefile.Writer, flag *attention.Flag) error {
	if flag == nil {
		return nil
	}
	return attention.Raise(v.Context(), f, *flag)
}

// raised reports whether the session's yes has become a mark already.
func raised(v *web.Visit, f *casefile.Reader, sessionID string) (bool, error) {
	if !f.Can(access.Feedback, access.Read) {
		return false, nil
	}
	flags, err := attention.Flags(v.Context(), f)
	return slices.ContainsFunc(flags, func(x attention.Flag) bool { return x.SessionID == sessionID }), err
}
