package people

import (
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/person"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// custodyPage is the custody of the course's children by one parent, with everything
// that was ever written about it.
type custodyPage struct {
	Form           web.Form
	CourseID, Name string
	PersonID       string
	YesNo          []web.Option
	History        []web.Event
}

func (a area) custody(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	c, err := person.CardOf(v.Context(), f, v.Param("person"))
	if err != nil {
		return nil, err
	}
	p := custodyPage{Form: v.Form, CourseID: f.CourseID, Name: c.Name, PersonID: c.PersonID, YesNo: web.YesNo()}
	people, err := coursepage.Meet(v, f)
	if err != nil {
		return nil, err
	}
	for _, child := range people.Children() {
		all, err := person.CustodyHistory(v.Context(), f, child.PersonID)
		if err != nil {
			return nil, err
		}
		for i := len(all) - 1; i >= 0; i-- {
			if r := all[i]; r.From == c.PersonID {
				p.History = append(p.History, custodyEvent(v, r, child.Name, people.Staff[r.EnteredBy].Name))
			}
		}
	}
	return web.Page("people/custody", p).Titled("people.custody.title"), nil
}

func custodyEvent(v *web.Visit, r person.Relation, child, by string) web.Event {
	key := map[bool]string{true: "people.custody.yes.of", false: "people.custody.no.of"}[*r.Custody]
	text := v.T("people.custody.from", fault.Args{"source": r.Source})
	if !r.Since.IsZero() {
		text += ". " + v.T("people.since", fault.Args{"date": lang.LongDate(v.Lang, r.Since)})
	}
	return web.Event{
		When: lang.ShortDate(v.Lang, clock.DateOf(r.EnteredAt)), Title: v.T(key, fault.Args{"name": child}),
		Text: text + ". " + v.T("people.written_by", fault.Args{"name": by}),
	}
}

// saveCustody writes a new fact for each child; what stood before is kept. It opens
// nothing for anybody.
func (a area) saveCustody(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	var bad fault.Problems
	holds := v.Form.Bool3("custody")
	if holds == nil {
		bad.Add("custody", "referral.custody.missing")
	}
	source := v.Form.Needed(&bad, "source", "person.custody.source", 200)
	since := v.Form.NeededDate(&bad, "since", "people.custody.since.missing")
	if since.After(v.Today()) {
		bad.Add("since", "people.custody.future")
	}
	err := bad.Err()
	if err == nil {
		err = writeCustody(v, f, person.Relation{From: v.Param("person"), Custody: holds, Source: source, Since: since})
	}
	if err != nil {
		return coursepage.Again(v, f, a.custody, err)
	}
	return web.Redirect(coursepage.Path(f.CourseID, "personer"), "people.saved"), nil
}

func writeCustody(v *web.Visit, f *casefile.Writer, fact person.Relation) error {
	if _, err := person.CardOf(v.Context(), &f.Reader, fact.From); err != nil {
		return err
	}
	all, err := person.Relations(v.Context(), &f.Reader)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.From != fact.From || r.Custody == nil && !isParent(r.Kind) {
			continue
		}
		if r.Custody != nil && *r.Custody == *fact.Custody && r.Source == fact.Source && r.Since == fact.Since {
			continue
		}
		fact.To, fact.Kind, fact.Together, fact.Note, fact.Supersedes = r.To, r.Kind, r.Together, r.Note, r.ID
		if err := person.Relate(v.Context(), f, fact); err != nil {
			return err
		}
	}
	return nil
}

func isParent(kin person.Kinship) bool {
	return kin == person.MotherOf || kin == person.FatherOf || kin == person.ParentOf
}
