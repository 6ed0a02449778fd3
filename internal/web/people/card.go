package people

import (
	"strconv"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/person"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// newPerson stands in the address where a person's id would, for one not entered yet.
const newPerson = "ny"

// cardPage is what the course knows of one person, to be corrected.
type cardPage struct {
	Form           web.Form
	CourseID, Name string
	New            bool
	Card           person.Card
	Roles, Sexes   []web.Option
	Kin            []web.Option
	History        []web.Event
	CustodyHistory []web.Event
	Sign           string
}

func (a area) card(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	p := cardPage{Form: v.Form, CourseID: f.CourseID, New: v.Param("person") == newPerson}
	for _, r := range person.Roles {
		p.Roles = append(p.Roles, web.Option{Value: string(r), Key: "people.role." + string(r)})
	}
	p.Sexes = web.Options("person.sex.", string(person.Female), string(person.Male))
	if p.New {
		p.Kin = web.Options("person.kin.", kinOffered...)
		return web.Page("people/card", p).Titled("people.card.new"), nil
	}
	c, err := person.CardOf(v.Context(), f, v.Param("person"))
	if err != nil {
		return nil, err
	}
	p.Card, p.Name = c, c.Name
	for name, value := range valuesOf(c) {
		v.Form.Fill(name, value)
	}
	v.Form.Fill("version", strconv.FormatInt(c.Version, 10))
	if p.History, err = versions(v, f, c.PersonID); err != nil {
		return nil, err
	}
	return web.Page("people/card", p).Titled("people.card.title"), nil
}

// kinOffered are the relations to the child offered for a new person.
var kinOffered = []string{
	string(person.MotherOf), string(person.FatherOf), string(person.ParentOf), string(person.BonusParentOf), string(person.SiblingOf),
	string(person.GrandparentOf), string(person.RelativeOf), string(person.FriendOf), string(person.FosterOf), string(person.CompanionOf),
	string(person.SupporterOf), string(person.ProfessionOf),
}

func valuesOf(c person.Card) map[string]string {
	return map[string]string{
		"name": c.Name, "role": string(c.Role), "sex": string(c.Sex), "birth": c.Birth.String(), "cpr": person.ShowCPR(c.CPR),
		"phone": c.Phone, "email": c.Email, "language": c.Language, "interpreter": yes(c.Interpreter), "note": c.Note,
	}
}

func yes(b bool) string {
	if b {
		return "ja"
	}
	return ""
}

// versions tells who wrote what when; the newest first.
func versions(v *web.Visit, f *casefile.Reader, personID string) ([]web.Event, error) {
	all, err := person.History(v.Context(), f, personID)
	if err != nil {
		return nil, err
	}
	staff, err := login.Staff(v.Context(), f.Tx().Tx)
	if err != nil {
		return nil, err
	}
	var out []web.Event
	for i, c := range all {
		e := web.Event{
			When:  lang.ShortDate(v.Lang, clock.DateOf(c.EnteredAt)),
			Title: v.T("people.version", fault.Args{"name": staff[c.EnteredBy].Name, "time": lang.Clock(v.Lang, c.EnteredAt)}),
		}
		if i+1 < len(all) {
			e.Text = changes(v, all[i+1], c)
		} else {
			e.Title = v.T("people.version.first", fault.Args{"name": staff[c.EnteredBy].Name, "time": lang.Clock(v.Lang, c.EnteredAt)})
		}
		out = append(out, e)
	}
	return out, nil
}

// changes says which fields differ, with what stood before.
func changes(v *web.Visit, before, after person.Card) string {
	old, now := valuesOf(before), valuesOf(after)
	var out []string
	for _, name := range []string{"name", "role", "sex", "birth", "cpr", "phone", "email", "language", "interpreter", "note"} {
		if old[name] == now[name] {
			continue
		}
		was := old[name]
		if was == "" {
			was = v.T("people.nothing")
		}
		out = append(out, v.T("people.was", fault.Args{"field": v.T("people." + name), "was": was}))
	}
	return web.List(v.Lang, out)
}

// readCard reads the form of a person.
func (a area) readCard(v *web.Visit, bad *fault.Problems) person.Card {
	form := v.Form
	c := person.Card{
		Role:        person.Role(form.OneOf(bad, "role", roleWords()...)),
		Sex:         person.Sex(form.OneOf(bad, "sex", string(person.Female), string(person.Male))),
		Name:        form.Needed(bad, "name", "person.name.missing", 80),
		Birth:       form.Date(bad, "birth"),
		Phone:       form.Text(bad, "phone", 200),
		Email:       form.Text(bad, "email", 200),
		Language:    form.Text(bad, "language", 200),
		Interpreter: form.Bool("interpreter"),
		Note:        form.Text(bad, "note", 4000),
		Version:     form.Version(),
	}
	if typed := form.Text(bad, "cpr", 20); typed != "" {
		digits, birth, err := person.ParseCPR(typed, a.demo)
		if e, ok := fault.As(err); ok {
			bad.Add("cpr", e.Key)
			return c
		}
		c.CPR = digits
		if c.Birth.IsZero() {
			c.Birth = birth
		}
	}
	return c
}

func roleWords() []string {
	out := make([]string, len(person.Roles))
	for i, r := range person.Roles {
		out[i] = string(r)
	}
	return out
}

func (a area) saveCard(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	var bad fault.Problems
	c := a.readCard(v, &bad)
	c.Check(&bad, "", v.Today())
	isNew := v.Param("person") == newPerson
	kin := person.Kinship(v.Form.OneOf(&bad, "kin", kinOffered...))
	if isNew && kin == "" && c.Role != person.Child {
		bad.Add("kin", "referral.kin.missing")
	}
	err := bad.Err()
	if err == nil && isNew {
		c.ID = v.Form.ID()
		err = a.addPerson(v, f, c, kin)
	}
	if err == nil && !isNew {
		c.PersonID = v.Param("person")
		err = person.Revise(v.Context(), f, c)
	}
	if err == nil {
		return web.Redirect(coursepage.Path(f.CourseID, "personer"), "people.saved"), nil
	}
	page, perr := a.card(v, &f.Reader)
	if perr != nil {
		return nil, perr
	}
	if fault.KindOf(err) == fault.Conflict && !isNew {
		now, nerr := person.CardOf(v.Context(), &f.Reader, c.PersonID)
		if nerr != nil {
			return nil, nerr
		}
		return web.Stale(page, valuesOf(now), now.Version), nil
	}
	if e, ok := fault.As(err); ok && e.Kind == fault.Conflict {
		bad.Add("cpr", e.Key)
		err = bad.Err()
	}
	return web.NotValid(page, err)
}

// addPerson enters somebody and says who they are to every child of the course.
func (a area) addPerson(v *web.Visit, f *casefile.Writer, c person.Card, kin person.Kinship) error {
	before, err := person.Cards(v.Context(), &f.Reader)
	if err != nil {
		return err
	}
	id, err := person.Add(v.Context(), f, c)
	if err != nil || kin == "" {
		return err
	}
	for _, child := range before {
		if child.PersonID == id {
			return nil // the form was sent twice
		}
	}
	for _, child := range before {
		if child.Role != person.Child {
			continue
		}
		if err := person.Relate(v.Context(), f, person.Relation{From: id, To: child.PersonID, Kind: kin}); err != nil {
			return err
		}
	}
	return nil
}
