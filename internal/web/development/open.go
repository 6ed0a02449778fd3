package development

import (
	"slices"
	"strconv"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/interaction"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/person"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// proposalsPage offers the strands that the programme usually measures.
type proposalsPage struct {
	Form      web.Form
	Crumbs    []web.Link
	Lead      string
	Proposals []web.Option
	Back, One string
}

func (x *file) ground(v *web.Visit, people []person.Card) instrument.Ground {
	colleague := func(role course.TeamRole) instrument.Colleague {
		id := x.on(role)
		if id == "" {
			return instrument.Colleague{}
		}
		return instrument.Colleague{ID: id, Name: x.StaffName(id)}
	}
	return instrument.Ground{
		CourseID: x.reader.CourseID, Programme: x.Programme, Goals: x.Plan.Open(), People: people, On: x.Today,
		Lead: colleague(course.Lead), Psychologist: colleague(course.Psychologist),
		Word: func(key string) string { return v.T(key) },
	}
}

// pairs are the child and the parent of each line of contacts, or where the programme
// has none each child with each parent, by first names.
func (x *file) pairs(v *web.Visit) ([]instrument.Pair, error) {
	var out []instrument.Pair
	if !x.Programme.HasContact() {
		for _, c := range interaction.Couples(x.Cards) {
			out = append(out, instrument.Pair{ID: c.Pair(), Name: web.List(v.Lang, []string{c.Child.Name, c.Grown.Name})})
		}
		return out, nil
	}
	if !x.reader.Can(access.Arrangement, access.Read) {
		return nil, nil
	}
	all, err := contact.Arrangements(v.Context(), x.reader)
	for _, a := range all {
		var names []string
		for _, id := range append(slices.Clone(a.Children), a.Counterpart) {
			names = append(names, x.WhoIs(id))
		}
		out = append(out, instrument.Pair{ID: a.StrandID, Name: web.List(v.Lang, names)})
	}
	return out, err
}

// proposals are the usual strands that have not begun yet.
func (x *file) proposals(v *web.Visit) ([]instrument.Strand, error) {
	people, err := outcome.Asked(v.Context(), x.reader, x.Programme)
	if err != nil {
		return nil, err
	}
	ground := x.ground(v, people)
	if ground.Pairs, err = x.pairs(v); err != nil {
		return nil, err
	}
	all := instrument.Defaults(ground)
	return slices.DeleteFunc(all, func(s instrument.Strand) bool {
		return slices.ContainsFunc(x.Development.All(), func(g outcome.Graded) bool {
			return g.ID == s.ID || g.Instrument == s.Instrument && g.GoalID == s.GoalID && g.RaterID == s.RaterID && g.Pair == s.Pair
		})
	}), nil
}

func (x *file) proposalsPageOf(v *web.Visit) (*web.Rendered, error) {
	d := proposalsPage{
		Form: v.Form, Crumbs: x.crumbs(v, web.Link{Text: v.T("development.open.title")}), Lead: v.T("development.open.lead"),
		Back: x.Path("udvikling"), One: x.Path("udvikling", "ny"),
	}
	proposals, err := x.proposals(v)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, s := range proposals {
		ids = append(ids, s.ID)
		d.Proposals = append(d.Proposals, web.Option{
			Value: s.ID, Label: v.T("development.seen-by", fault.Args{"title": s.Title, "rater": outcome.Rater(s)}), Hint: v.T(s.Scale().Key) + " · " + rhythm(v, s),
		})
	}
	v.Form.Fill("strands", ids...)
	return web.Page("development/open", d).Titled("development.open.title"), nil
}

func (a area) openForm(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	return x.proposalsPageOf(v)
}

func (a area) openDefaults(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	x, err := a.load(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	chosen := v.Form.Values("strands")
	if len(chosen) == 0 {
		var p fault.Problems
		p.Add("strands", "development.open.none")
		page, err := x.proposalsPageOf(v)
		if err != nil {
			return nil, err
		}
		return web.NotValid(page, p.Err())
	}
	proposals, err := x.proposals(v)
	if err != nil {
		return nil, err
	}
	for _, s := range proposals {
		if !slices.Contains(chosen, s.ID) {
			continue
		}
		if err := instrument.Open(v.Context(), f, s); err != nil {
			return nil, err
		}
	}
	return web.Redirect(x.Path("udvikling"), "development.open.done"), nil
}

// newPage opens one strand by hand.
type newPage struct {
	Form                         web.Form
	Crumbs                       []web.Link
	Scales, Raters, Every, Goals []web.Option
	Pairs                        []web.Option // where a course has several
	Back                         string
}

// everyDays are the rhythms offered.
var everyDays = []int{7, 14, 28, 91}

const atContacts = "samvaer"

func (x *file) newPageOf(v *web.Visit) (*web.Rendered, error) {
	d := newPage{Form: v.Form, Crumbs: x.crumbs(v, web.Link{Text: v.T("development.new")}), Raters: x.raters(v), Back: x.Path("udvikling")}
	editions, err := instrument.Editions(v.Context(), x.reader.Tx())
	if err != nil {
		return nil, err
	}
	for _, s := range instrument.Scales() {
		if s.Licensed && !editions[s.Definition].Usable() {
			continue // an administrator says on what terms first
		}
		d.Scales = append(d.Scales, web.Option{Value: s.ID, Key: s.Key})
	}
	for _, n := range everyDays {
		d.Every = append(d.Every, web.Option{Value: strconv.Itoa(n), Label: v.TN("development.rhythm.weeks", n/7)})
	}
	if x.Programme.HasContact() {
		d.Every = append(d.Every, web.Option{Value: atContacts, Key: "development.rhythm.contact"})
	}
	for _, g := range x.Plan.Open() {
		d.Goals = append(d.Goals, web.Option{Value: g.ID, Label: g.Title})
	}
	pairs, err := x.pairs(v)
	if err != nil {
		return nil, err
	}
	if len(pairs) > 1 {
		for _, p := range pairs {
			d.Pairs = append(d.Pairs, web.Option{Value: p.ID, Label: p.Name})
		}
	}
	return web.Page("development/new", d).Titled("development.new"), nil
}

// raters are those who can be asked: the people of the course, its team, and
// those outside who have no name here. The value is "role|id".
func (x *file) raters(v *web.Visit) []web.Option {
	var out []web.Option
	add := func(role singlecase.Role, id, name string) {
		out = append(out, web.Option{Value: string(role) + "|" + id, Label: name, Hint: v.T("instrument.role." + string(role))})
	}
	roles := map[person.Role]singlecase.Role{
		person.Child: singlecase.Child, person.Parent: singlecase.Parent, person.Partner: singlecase.Relative,
		person.Sibling: singlecase.Relative, person.Relative: singlecase.Relative,
	}
	for _, c := range x.Cards {
		if role, ok := roles[c.Role]; ok {
			add(role, c.PersonID, c.Name)
		}
	}
	for _, role := range []singlecase.Role{singlecase.School, singlecase.Daycare, singlecase.Foster} {
		out = append(out, web.Option{Value: string(role) + "|" + string(role), Label: v.T("instrument.role." + string(role))})
	}
	for _, m := range course.Current(x.Team) {
		role := singlecase.Consultant
		if m.Role == course.Psychologist {
			role = singlecase.Psychologist
		}
		add(role, m.StaffID, x.StaffName(m.StaffID))
	}
	if x.Course.AdviserID != "" {
		add(singlecase.Adviser, x.Course.AdviserID, x.StaffName(x.Course.AdviserID))
	}
	return out
}

func (a area) newForm(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	return x.newPageOf(v)
}

func (a area) openOne(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	x, err := a.load(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	s := instrument.Strand{
		ID: v.Form.ID(), Title: v.Form.Value("title"), Instrument: v.Form.Value("scale"), GoalID: v.Form.Value("goal"),
		Position: len(x.Development.Strands), OpenedOn: x.Today,
	}
	if _, ok := x.Plan.Goal(s.GoalID); !ok && s.GoalID != "" {
		return nil, fault.New(fault.NotFound, "case.not-here")
	}
	for _, o := range x.raters(v) {
		if o.Value == v.Form.Value("rater") {
			role, id, _ := strings.Cut(o.Value, "|")
			s.RaterRole, s.RaterID, s.RaterName = singlecase.Role(role), id, o.Label
		}
	}
	if scale, ok := instrument.ScaleNamed(s.Instrument); ok && scale.Coded {
		// Whoever codes is the rater, and every coded contact is a measurement.
		s.RaterRole, s.RaterID, s.RaterName = singlecase.Observation, v.Actor.ID, v.T("instrument.role.observation")
		s.Pair = v.Form.Value("pair")
		pairs, err := x.pairs(v)
		if err != nil {
			return nil, err
		}
		for _, p := range pairs {
			if len(pairs) > 1 && p.ID == s.Pair {
				s.RaterName += ", " + p.Name
			}
		}
	}
	if s.Pair == "" && v.Form.Value("pair") != "" {
		if pairs, err := x.pairs(v); err != nil {
			return nil, err
		} else if !slices.ContainsFunc(pairs, func(p instrument.Pair) bool { return p.ID == v.Form.Value("pair") }) {
			return nil, fault.New(fault.NotFound, "case.not-here")
		}
	}
	if every := v.Form.Value("every"); every == atContacts {
		s.EachContact = true
	} else if n, err := strconv.Atoi(every); err == nil && slices.Contains(everyDays, n) {
		s.EveryDays = n
	}
	if err := instrument.Open(v.Context(), f, s); err != nil {
		page, failed := x.newPageOf(v)
		if failed != nil {
			return nil, failed
		}
		return web.NotValid(page, coursepage.Renamed(err, "instrument", "scale"))
	}
	return web.Redirect(x.Path("udvikling"), "development.new.done"), nil
}
