package people

import (
	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/person"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// shieldPage writes a protection, or renews one.
type shieldPage struct {
	Form           web.Form
	CourseID, Name string
	PersonID       string
	Renews         string // id of the protection it takes the place of
	Kinds, Others  []web.Option
}

func (a area) protection(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	fam, err := readFamily(v, f)
	if err != nil {
		return nil, err
	}
	id := v.Param("person")
	p := shieldPage{Form: v.Form, CourseID: f.CourseID, Name: fam.name(id), PersonID: id}
	if p.Name == "" {
		return nil, fault.New(fault.NotFound, "person.unknown")
	}
	for _, kind := range person.Shields {
		p.Kinds = append(p.Kinds, web.Option{Value: string(kind), Key: "person.shield." + string(kind), Hint: v.T("people.shield.hint." + string(kind))})
	}
	for _, c := range fam.Cards {
		if c.PersonID != id && c.Role != person.Child {
			p.Others = append(p.Others, web.Option{Value: c.PersonID, Label: c.Name})
		}
	}
	renews := v.Request.URL.Query().Get("forny")
	if v.Form.Sent() {
		renews = v.Form.Value("renews")
	}
	for _, s := range fam.Shields {
		if s.ID != renews || s.PersonID != id {
			continue
		}
		p.Renews = s.ID
		v.Form.Fill("kind", string(s.Kind))
		v.Form.Fill("against", s.Against...)
		v.Form.Fill("from", s.From.String())
		v.Form.Fill("source", s.Source)
		v.Form.Fill("document", s.Document)
	}
	return web.Page("people/shield", p).Titled("people.shield.title"), nil
}

func (a area) protect(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	var bad fault.Problems
	kinds := make([]string, len(person.Shields))
	for i, k := range person.Shields {
		kinds[i] = string(k)
	}
	p := person.Protection{
		ID: v.Form.ID(), PersonID: v.Param("person"), Kind: person.Shield(v.Form.OneOf(&bad, "kind", kinds...)),
		Against: v.Form.Values("against"), From: v.Form.Date(&bad, "from"), Until: v.Form.Date(&bad, "until"),
		Document: v.Form.Text(&bad, "document", 200), Source: v.Form.Text(&bad, "source", 200), Note: v.Form.Text(&bad, "note", 4000),
		Supersedes: v.Form.Value("renews"),
	}
	p.Basis = map[person.Shield]string{person.CPRProtection: "cpr.28", person.HiddenPlacement: "s105.1.3"}[p.Kind]
	err := bad.Err()
	if err == nil {
		err = person.Protect(v.Context(), f, p)
	}
	if err != nil {
		return coursepage.Again(v, f, a.protection, err)
	}
	return web.Redirect(coursepage.Path(f.CourseID, "personer"), "people.shield.saved"), nil
}

// liftPage asks why a shield may go.
type liftPage struct {
	Form     web.Form
	CourseID string
	Name     string
	Kind     string
	Asked    bool // somebody else has said so already
	Mine     bool // it was the reader
}

func (a area) lifting(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	fam, err := readFamily(v, f)
	if err != nil {
		return nil, err
	}
	for _, s := range fam.Shields {
		if s.ID == v.Param("protection") {
			return web.Page("people/lift", liftPage{
				Form: v.Form, CourseID: f.CourseID, Name: fam.name(s.PersonID), Kind: v.T("person.shield." + string(s.Kind)),
				Asked: s.LiftAsked != "", Mine: s.LiftAsked == v.Actor.ID,
			}).Titled("people.lift.title"), nil
		}
	}
	return nil, fault.New(fault.NotFound, "person.protection.unknown")
}

func (a area) lift(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	var bad fault.Problems
	reason := v.Form.Needed(&bad, "reason", "person.lift.reason.missing", 4000)
	err := bad.Err()
	done := false
	if err == nil {
		done, err = person.Lift(v.Context(), f, v.Param("protection"), reason)
	}
	if err != nil {
		return coursepage.Again(v, f, a.lifting, err)
	}
	toast := "people.lift.asked"
	if done {
		toast = "people.lift.done"
	}
	return web.Redirect(coursepage.Path(f.CourseID, "personer"), toast), nil
}
