package people

import (
	"fmt"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/person"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// placePage writes where somebody is or can be met.
type placePage struct {
	Form           web.Form
	CourseID, Name string
	PersonID       string
	Kinds          []web.Option
}

func (a area) newPlace(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	c, err := person.CardOf(v.Context(), f, v.Param("person"))
	if err != nil {
		return nil, err
	}
	return web.Page("people/place", placePage{
		Form: v.Form, CourseID: f.CourseID, Name: c.Name, PersonID: c.PersonID, Kinds: web.Options("person.place.", placeKinds()...),
	}).Titled("people.place.title"), nil
}

func placeKinds() []string {
	out := make([]string, len(person.PlaceKinds))
	for i, k := range person.PlaceKinds {
		out[i] = string(k)
	}
	return out
}

func (a area) keepPlace(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	var bad fault.Problems
	n := person.NewPlace{
		ID: v.Form.ID(), Kind: person.PlaceKind(v.Form.OneOf(&bad, "kind", placeKinds()...)),
		Where: person.NewWhereabouts(v.Form.Text(&bad, "where", 4000)), Since: v.Form.Date(&bad, "since"),
	}
	err := bad.Err()
	if err == nil {
		err = person.Keep(v.Context(), f, v.Param("person"), n, "")
	}
	if err != nil {
		return coursepage.Again(v, f, a.newPlace, err)
	}
	return web.Redirect(coursepage.Path(f.CourseID, "personer"), "people.place.saved"), nil
}

// askPage asks what a shielded place is needed for.
type askPage struct {
	Form     web.Form
	CourseID string
	Kind     string
	Name     string
}

func (a area) asking(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	fam, err := readFamily(v, f)
	if err != nil {
		return nil, err
	}
	for _, one := range fam.Places {
		if one.ID == v.Param("place") {
			return web.Page("people/ask", askPage{
				Form: v.Form, CourseID: f.CourseID, Kind: v.T("person.place." + string(one.Kind)), Name: fam.name(one.PersonID),
			}).Titled("people.ask.title"), nil
		}
	}
	return nil, fault.New(fault.NotFound, "person.place.unknown")
}

// reveal writes down who asked and why, and leads to the page that shows the place
// for a minute.
func (a area) reveal(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	var bad fault.Problems
	reason := v.Form.Needed(&bad, "reason", "person.reveal.reason.missing", 200)
	err := bad.Err()
	id := ""
	if err == nil {
		id, err = person.Reveal(v.Context(), f, v.Form.ID(), v.Param("place"), reason)
	}
	if e, ok := fault.As(err); ok && e.Kind == fault.Unavailable {
		bad.Add("reason", e.Key, e.Args)
		err = bad.Err()
	}
	if err != nil {
		return coursepage.Again(v, f, a.asking, err)
	}
	return web.Redirect(coursepage.Path(f.CourseID, "vist", id), ""), nil
}

// shownPage shows a place, or says that its minute is over.
type shownPage struct {
	CourseID string
	Kind     string
	Name     string
	Where    string
	Over     bool
	Seconds  int
}

// revealed shows the place to the one who asked. The page leaves by itself when the
// minute is over: the time is a shield, not a convenience.
func (a area) revealed(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	p := shownPage{CourseID: f.CourseID, Seconds: int(person.RevealFor / time.Second)}
	place, err := person.Revealed(v.Context(), f, v.Param("reveal"))
	if fault.KindOf(err) == fault.NotFound {
		p.Over = true
		return web.Page("people/shown", p).Titled("people.shown.title"), nil
	}
	if err != nil {
		return nil, err
	}
	c, err := person.CardOf(v.Context(), f, place.PersonID)
	if err != nil {
		return nil, err
	}
	p.Kind, p.Name, p.Where = v.T("person.place."+string(place.Kind)), c.Name, place.Where.Open()
	page := web.Page("people/shown", p).Titled("people.shown.title")
	return web.WithHeader(page, "Refresh", fmt.Sprintf("%d; url=/forloeb/%s/personer", p.Seconds, f.CourseID)), nil
}
