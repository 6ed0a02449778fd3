package people

import (
	"samspil/internal/access"
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/person"
	"samspil/internal/rule"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// searchPage finds people by name on one's own courses.
type searchPage struct {
	Form    web.Form
	Done    bool
	Hits    []hitRow
	Courses []hitRow
}

type hitRow struct{ To, Name, About string }

// search shows the search and, when something was sent, whom it found. What was
// searched for is sent as a form, so that no name stands in an address.
func (a area) search(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	p := searchPage{Form: v.Form}
	if v.Posted() {
		words := strings.TrimSpace(v.Form.Value("name"))
		if len([]rune(words)) < 2 {
			var bad fault.Problems
			bad.Add("name", "people.search.short")
			return web.NotValid(web.Page("people/search", p).Titled("people.title"), bad.Err())
		}
		hits, err := person.Find(v.Context(), tx, v.Actor, words)
		if err != nil {
			return nil, err
		}
		p.Done = true
		for _, h := range hits {
			about := v.T("person.role." + string(h.Role))
			if !h.Birth.IsZero() {
				about = v.T("people.born", fault.Args{"date": lang.LongDate(v.Lang, h.Birth), "role": about})
			}
			p.Hits = append(p.Hits, hitRow{coursepage.Path(h.CourseID, "personer"), h.Name, about})
		}
		return web.Page("people/search", p).Titled("people.title"), nil
	}
	lines, err := course.Caseload(v.Context(), tx, v.Actor, course.Filter{})
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		p.Courses = append(p.Courses, hitRow{To: coursepage.Path(l.CourseID, "personer"), Name: web.List(v.Lang, l.ChildNames)})
	}
	return web.Page("people/search", p).Titled("people.title"), nil
}

// listPage is everybody on a course.
type listPage struct {
	CourseID string
	Name     string // of the children
	People   []personRow
	Placed   []web.Fact
	Next     *web.NextStep
	Changed  string
	SeesLog  bool // may see who has looked at the course
}

// personRow is one person with what the course knows.
type personRow struct {
	Card      person.Card
	Heading   string
	Facts     []web.Fact
	Shields   []shieldRow
	Places    []placeRow
	IsParent  bool
	PartyNote string
}

type shieldRow struct {
	Protection person.Protection
	Key        string
	Period     string
	Against    string
	Tag        web.Tag
}

type placeRow struct {
	Place person.Place
	Key   string
	To    string // where one asks to see it; empty when it is not shielded
}

// family is what is known of everybody on the course, read once.
type family struct {
	coursepage.People
	Relations []person.Relation
	Shields   []person.Protection
	Places    []person.Place
}

func readFamily(v *web.Visit, f *casefile.Reader) (fam family, err error) {
	ctx := v.Context()
	cards, err := person.Cards(ctx, f)
	if err != nil {
		return fam, err
	}
	fam.People = coursepage.Of(v, f.CourseID, cards)
	if fam.Relations, err = person.Relations(ctx, f); err != nil {
		return fam, err
	}
	if fam.Shields, err = person.Protections(ctx, f); err != nil {
		return fam, err
	}
	fam.Places, err = person.Places(ctx, f)
	return fam, err
}

// name is somebody's name on the course.
func (fam family) name(id string) string {
	for _, c := range fam.Cards {
		if c.PersonID == id {
			return c.Name
		}
	}
	return ""
}

func (a area) list(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	fam, err := readFamily(v, f)
	if err != nil {
		return nil, err
	}
	p := listPage{CourseID: f.CourseID, Name: fam.Name, SeesLog: f.Can(access.AccessLog, access.Read)}
	for _, c := range fam.Cards {
		p.People = append(p.People, fam.row(v, f.CourseID, c))
	}
	placements, err := course.Placements(v.Context(), f)
	if err != nil {
		return nil, err
	}
	for _, one := range placements {
		p.Placed = append(p.Placed, placementFact(v, fam.name(one.PersonID), one))
	}
	p.next(v)
	return web.Page("people/list", p).Titled("people.of.title"), nil
}

func placementFact(v *web.Visit, name string, one course.Placement) web.Fact {
	fact := web.Fact{
		Label: v.T("people.placed", fault.Args{"name": name}), Text: v.T("course.placement." + string(one.Kind)),
		Texts: []string{v.T("people.since", fault.Args{"date": lang.LongDate(v.Lang, one.Since)})},
	}
	if one.Consent != nil {
		fact.Texts = append(fact.Texts, v.T(map[bool]string{true: "people.placed.consent", false: "people.placed.without"}[*one.Consent]))
	}
	return fact
}

func (fam family) row(v *web.Visit, courseID string, c person.Card) personRow {
	row := personRow{Card: c, Heading: c.Name, IsParent: c.Role == person.Parent}
	if age := c.Age(v.Today()); age >= 0 {
		row.Heading = v.T("people.name_age", fault.Args{"name": c.Name, "age": v.TN("person.years", age)})
	}
	if c.IsParty(v.Today()) {
		row.PartyNote = v.T("people.party")
	}
	row.Facts = fam.facts(v, c)
	for _, s := range fam.Shields {
		if s.PersonID == c.PersonID {
			row.Shields = append(row.Shields, fam.shield(v, s))
		}
	}
	for _, one := range fam.Places {
		if one.PersonID != c.PersonID {
			continue
		}
		place := placeRow{Place: one, Key: "person.place." + string(one.Kind)}
		if one.Shielded {
			place.To = coursepage.Path(courseID, "sted", one.ID)
		}
		row.Places = append(row.Places, place)
	}
	return row
}

func (fam family) facts(v *web.Visit, c person.Card) []web.Fact {
	var facts []web.Fact
	for _, r := range fam.Relations {
		if r.From != c.PersonID {
			continue
		}
		fact := web.Fact{Label: v.T("people.to", fault.Args{"name": fam.name(r.To)}), Text: v.T("person.kin." + string(r.Kind))}
		if r.Custody != nil {
			key := map[bool]string{true: "people.custody.yes", false: "people.custody.no"}[*r.Custody]
			fact.Texts = append(fact.Texts, v.T(key), v.T("people.custody.from", fault.Args{"source": r.Source}))
		}
		if r.Together != nil {
			fact.Texts = append(fact.Texts, v.T(map[bool]string{true: "people.together", false: "people.apart"}[*r.Together]))
		}
		facts = append(facts, fact)
	}
	for _, one := range []struct{ key, text string }{
		{"people.birth", birthText(v, c)}, {"people.cpr", person.ShowCPR(c.CPR)}, {"people.phone", c.Phone}, {"people.email", c.Email},
		{"people.language", c.Language}, {"people.note", c.Note},
	} {
		if one.text != "" {
			facts = append(facts, web.Fact{Label: v.T(one.key), Text: one.text})
		}
	}
	if c.Interpreter {
		facts = append(facts, web.Fact{Label: v.T("people.interpreter"), Text: v.T("people.interpreter.needed")})
	}
	return facts
}

func birthText(v *web.Visit, c person.Card) string {
	if c.Birth.IsZero() {
		return ""
	}
	return lang.LongDate(v.Lang, c.Birth)
}

func (fam family) shield(v *web.Visit, s person.Protection) shieldRow {
	row := shieldRow{Protection: s, Key: "person.shield." + string(s.Kind), Tag: shieldTag(v, s, v.Today())}
	row.Period = v.T("people.since", fault.Args{"date": lang.LongDate(v.Lang, s.From)})
	if !s.Until.IsZero() {
		row.Period = v.T("people.between", fault.Args{"from": lang.LongDate(v.Lang, s.From), "to": lang.LongDate(v.Lang, s.Until)})
	}
	var names []string
	for _, id := range s.Against {
		names = append(names, fam.name(id))
	}
	if len(names) > 0 {
		row.Against = v.T("people.hidden_from", fault.Args{"names": web.List(v.Lang, names)})
	}
	return row
}

// shieldTag says how the protection stands. The end of its source opens nothing: it
// asks somebody to look at it.
func shieldTag(v *web.Visit, s person.Protection, today clock.Date) web.Tag {
	left := s.Until.Sub(today)
	switch {
	case s.Lifted:
		return web.Tag{Kind: "none", Text: v.T("people.shield.lifted")}
	case s.LiftAsked != "":
		return web.Tag{Kind: "waiting", Text: v.T("people.shield.asked")}
	case s.Until.IsZero():
		return web.Tag{Kind: "done", Text: v.T("people.shield.on")}
	case left < 0:
		return web.Tag{Kind: "soon", Text: v.T("people.shield.ended")}
	case left <= warnDays(s.Kind):
		return web.Tag{Kind: "soon", Text: v.TN("people.shield.left", left)}
	}
	return web.Tag{Kind: "done", Text: v.T("people.shield.on")}
}

// warnDays is how many days before its end a protection is spoken of.
func warnDays(kind person.Shield) int {
	if kind == person.CPRProtection {
		return rule.Get("cpr.reminder").Days()
	}
	return longestWarning
}

// longestWarning is the first of the warnings of rule contact.expiry_warn, in days.
const longestWarning = 60

// next is the protection whose source ends first, or has ended.
func (p *listPage) next(v *web.Visit) {
	var first *shieldRow
	var of person.Card
	for _, row := range p.People {
		for i, s := range row.Shields {
			if s.Tag.Kind == "soon" && (first == nil || s.Protection.Until.Before(first.Protection.Until)) {
				first, of = &row.Shields[i], row.Card
			}
		}
	}
	if first == nil {
		return
	}
	p.Next = &web.NextStep{
		Title: v.T("people.next.shield", fault.Args{"name": of.Name}),
		Text:  v.T("people.next.shield.why", fault.Args{"kind": v.T(first.Key), "date": lang.LongDate(v.Lang, first.Protection.Until)}),
		Deed: web.Deed{
			To:   coursepage.Path(p.CourseID, "personer", of.PersonID) + "/beskyttelse?forny=" + first.Protection.ID,
			Text: v.T("people.next.shield.deed"),
		},
	}
}
