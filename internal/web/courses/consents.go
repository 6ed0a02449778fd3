package courses

import (
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/person"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// consentsPage shows what each person has said yes or no to.
type consentsPage struct {
	coursepage.Head
	Form                       web.Form
	Crumbs                     []web.Link
	People                     []personConsents
	MayWrite                   bool
	Who, Kinds, Statuses, Hows []web.Option
}

// personConsents are the answers of one person: those that count now, and all.
type personConsents struct {
	Name, Role string
	Now        []consentRow
	Earlier    []consentRow
}

// More reports whether there are answers that no longer count.
func (p personConsents) More() bool { return len(p.Earlier) > len(p.Now) }

type consentRow struct {
	course.Consent
	Kind string
	Tag  web.Tag
	By   string
}

// consents shows the consents of the course.
func (a area) consents(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	h, err := coursepage.LoadTeam(v, f, a.programmes)
	if err != nil {
		return nil, err
	}
	all, err := course.Consents(v.Context(), f)
	if err != nil {
		return nil, err
	}
	d := consentsPage{
		Head: h, Form: v.Form, Crumbs: h.Crumbs(v, web.Link{Text: v.T("courses.consents")}), MayWrite: mayEnter(f),
		Kinds: texts("courses.consent.kind.", course.ConsentKinds), Statuses: texts("courses.consent.status.", course.ConsentStatuses),
		Hows: texts("courses.consent.how.", course.ConsentHows),
	}
	now := course.InForce(all, f.Now())
	for _, c := range h.InRole(person.Child, person.Parent, person.Partner, person.Sibling, person.Relative) {
		d.Who = append(d.Who, web.Option{Value: c.PersonID, Label: c.Name})
		p := personConsents{Name: c.Name, Role: v.T("courses.role." + string(c.Role))}
		for _, one := range now {
			if one.PersonID == c.PersonID {
				p.Now = append(p.Now, consentRowOf(v, h, one))
			}
		}
		for _, one := range slices.Backward(all) {
			if one.PersonID == c.PersonID {
				p.Earlier = append(p.Earlier, consentRowOf(v, h, one))
			}
		}
		d.People = append(d.People, p)
	}
	v.Form.Fill("on", h.Today.String())
	return web.Page("courses/consents", d).Titled("courses.consents"), nil
}

func consentRowOf(v *web.Visit, h coursepage.Head, c course.Consent) consentRow {
	kind := map[course.ConsentStatus]string{course.Given: "done", course.Refused: "none", course.Withdrawn: "soon", course.NotAsked: "none"}[c.Status]
	return consentRow{
		Consent: c, Kind: v.T("courses.consent.kind." + string(c.Kind)), By: h.StaffName(c.EnteredBy),
		Tag: web.Tag{Kind: kind, Text: v.T("courses.consent.status." + string(c.Status))},
	}
}

func texts[T ~string](prefix string, values []T) []web.Option {
	var all []string
	for _, x := range values {
		all = append(all, string(x))
	}
	return web.Options(prefix, all...)
}

// mayEnter reports whether the reader enters records of the course.
func mayEnter(f *casefile.Reader) bool {
	return f.Can(access.Order, access.Write) || f.Can(access.Notes, access.Write)
}

// recordConsent writes down one answer of one person.
func (a area) recordConsent(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	var bad fault.Problems
	on := v.Form.NeededDate(&bad, "on", "courses.consent.on")
	c := course.Consent{
		ID: v.Form.ID(), PersonID: v.Form.Value("person"), Kind: course.ConsentKind(v.Form.Value("kind")),
		Status: course.ConsentStatus(v.Form.Value("status")), How: course.ConsentHow(v.Form.Value("how")),
		Scope: v.Form.Text(&bad, "scope", 4000), Interpreter: v.Form.Text(&bad, "interpreter", 200),
		Document: v.Form.Text(&bad, "document", 200), ValidTo: v.Form.Date(&bad, "valid_to"),
	}
	if !on.IsZero() {
		c.At = on.At(12, 0)
		if on == clock.DateOf(f.Now()) {
			c.At = f.Now()
		}
	}
	err := bad.Err()
	if err == nil {
		err = course.RecordConsent(v.Context(), f, c)
	}
	if err != nil {
		return coursepage.Again(v, f, a.consents, coursepage.Renamed(err, "at", "on"))
	}
	return web.Redirect(coursepage.Path(v.CourseID(), "samtykker"), "courses.consent.done"), nil
}
