package referrals

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/course"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/login"
	"samspil/internal/person"
	"samspil/internal/programme"
	"samspil/internal/web"
)

// stepPage is one step of a referral that is being written.
type stepPage struct {
	*sheet
	Form      web.Form
	CourseID  string
	Step      string // which of the steps
	Page      string // the page itself; a step about contact has one for each parent
	Name      string // of the first child; empty before it was typed
	Title     string // name and age
	Steps     web.Stages
	Before    string // the step before; empty on the first
	BeforeNo  int
	DraftSeen int64
	SavedAt   time.Time
	Referral  course.Referral
	People    peopleBlocks
	Concerns  []block
	Focus     []block
	Basis     basisChoices
	Contact   contactBlocks
	Hours     hoursChoices
	Review    []reviewPart
	MaySend   bool
	Find      finding
	Worried   []web.Option
	Lists     []string // of blocks of people, for the hidden fields
}

// Programme is what the family is referred to.
func (p stepPage) Programme() programme.Programme { return p.programme }

// showStep shows a step as it was last saved, or as it was typed and not saved yet.
func (a area) showStep(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	s, err := a.sheet(v, f)
	if err != nil {
		return nil, err
	}
	if s.course.Status != course.Draft {
		return web.Redirect("/henvisninger/"+v.CourseID(), ""), nil
	}
	page := v.Param("step")
	if !slices.Contains(s.pages, page) {
		return nil, fault.New(fault.NotFound, "referral.unknown")
	}
	return a.stepPage(v, f, s, page)
}

func (a area) stepPage(v *web.Visit, f *casefile.Reader, s *sheet, page string) (*web.Rendered, error) {
	if err := s.typing(v, f, page); err != nil {
		return nil, err
	}
	r, bad := s.referral()
	p := stepPage{
		sheet: s, Form: v.Form, CourseID: v.CourseID(), Step: stepOf(page), Page: page, Referral: r, SavedAt: s.saved[page].SavedAt,
	}
	name, age := firstChild(r, s.today)
	p.Name, p.Title = name, nameAge(v, name, age)
	p.place(v, bad)
	v.Form.Put("version", fmt.Sprint(versionShown(v, s.saved[page].Version)))
	if unsaved, ok, err := draft.Get(v.Context(), f, draftKey(page)); err != nil {
		return nil, err
	} else if ok {
		p.DraftSeen = unsaved.Version
	}
	if err := a.fillStep(v, f, &p, bad); err != nil {
		return nil, err
	}
	return web.Page("referrals/step", p).Titled("referral.title"), nil
}

// nameAge is "Liva, 6 år", or the name alone while the age is not known.
func nameAge(v *web.Visit, name string, age int) string {
	if name == "" || age < 0 {
		return name
	}
	return v.T("referral.name_age", fault.Args{"name": name, "age": v.TN("person.years", age)})
}

// versionShown is the version the form carries: what the person read it at.
func versionShown(v *web.Visit, saved int64) int64 {
	if v.Form.Sent() {
		return v.Form.Version()
	}
	return saved
}

// place finds the page among the others, and what is still to mend on each step.
func (p *stepPage) place(v *web.Visit, bad map[string]*fault.Problems) {
	all := stepsOf(p.programme)
	here := slices.Index(all, p.Step)
	p.Steps = web.Stages{
		Label:    v.T("referral.steps"),
		Sentence: v.T("referral.step.of", fault.Args{"n": here + 1, "of": len(all), "name": v.T("referral.step." + p.Step)}),
	}
	for i, step := range all {
		one := web.Stage{Name: v.T("referral.step." + step), State: "todo", To: "/henvisninger/" + p.CourseID + "/" + step}
		begun, problems := p.standing(step, bad)
		switch {
		case i == here:
			one.State = "now"
		case begun && problems == 0:
			one.State = "done"
		case begun:
			one.State, one.Note = "broken", v.TN("referral.step.mend", problems)
		}
		p.Steps.Steps = append(p.Steps.Steps, one)
	}
	if at := slices.Index(p.pages, p.Page); at > 0 {
		p.Before, p.BeforeNo = p.pages[at-1], slices.Index(all, stepOf(p.pages[at-1]))+1
	}
	if here+1 < len(all) {
		p.Steps.Note = v.T("referral.step.then", fault.Args{"name": v.T("referral.step." + all[here+1])})
	}
}

// standing says whether a step was begun and how much is to mend on its pages. A page
// that was never saved counts as one thing.
func (p *stepPage) standing(step string, bad map[string]*fault.Problems) (begun bool, problems int) {
	for _, page := range p.pages {
		if stepOf(page) != step {
			continue
		}
		if p.saved[page].Version == 0 {
			problems++
			continue
		}
		begun = true
		if e, ok := fault.As(bad[page].Err()); ok {
			problems += len(e.Fields)
		}
	}
	return begun, problems
}

// saveStep keeps what was typed. Complete or not, a button that adds or takes away a
// block keeps it as it is; "save and continue" says what is missing first.
func (a area) saveStep(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	s, err := a.sheet(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	page := v.Param("step")
	if !slices.Contains(s.pages, page) || page == stepReview {
		return nil, fault.New(fault.NotFound, "referral.unknown")
	}
	if s.course.Status != course.Draft {
		return web.Redirect("/henvisninger/"+v.CourseID(), "referral.sent.before"), nil
	}
	fields, err := a.fields(v, f, s, page)
	if err != nil {
		return nil, err
	}
	s.forms[page] = typedForm(fields)
	to, err := a.deed(v, f, page, fields)
	if err != nil {
		return nil, err
	}
	s.open()
	r, bad := s.referral()
	if err := forWhom(v, &f.Reader, r, bad[stepHours]); err != nil {
		return nil, err
	}
	wrong := inOrder(bad[page].Err())
	if to == "" && wrong != nil {
		shown, err := a.stepPage(v, &f.Reader, s, page)
		if err != nil {
			return nil, err
		}
		return web.NotValid(shown, wrong)
	}
	return a.keep(v, f, s, to, course.Step{Name: page, Fields: fields, Complete: wrong == nil, Version: v.Form.Version()})
}

// keep saves the page and leads on: to the place of a block, or to the next page.
func (a area) keep(v *web.Visit, f *casefile.Writer, s *sheet, to string, kept course.Step) (web.Response, error) {
	page := kept.Name
	if err := course.SaveStep(v.Context(), f, kept); err != nil {
		return a.stale(v, f, page, err)
	}
	if err := draft.Drop(v.Context(), f, draftKey(page)); err != nil {
		return nil, err
	}
	base := "/henvisninger/" + v.CourseID() + "/"
	if to != "" {
		return web.Redirect(base+page+to, ""), nil
	}
	return web.Redirect(base+s.pages[slices.Index(s.pages, page)+1], "referral.saved"), nil
}

// fields are what is kept of the step: what was typed, without the form's own names,
// and the places that were kept earlier.
func (a area) fields(v *web.Visit, f *casefile.Writer, s *sheet, step string) (map[string]string, error) {
	fields := v.Form.All()
	for _, own := range []string{"id", "version", "deed"} {
		delete(fields, own)
	}
	unsaved, _, err := draft.Get(v.Context(), &f.Reader, draftKey(step))
	if err != nil {
		return nil, err
	}
	s.carry(step, fields, unsaved.Fields)
	return fields, nil
}

// deed does what a button beside "save and continue" stands for, and gives where on
// the page it leads; empty when it was none of them.
func (a area) deed(v *web.Visit, f *casefile.Writer, step string, fields map[string]string) (string, error) {
	kind, what, _ := strings.Cut(v.Form.Value("deed"), ":")
	switch kind {
	case "add":
		if !slices.Contains(rowsOf[step], what) {
			return "", fault.New(fault.NotFound, "referral.unknown")
		}
		return "#" + addRow(v.Form, fields, what), nil
	case "remove":
		removeRow(v.Form, fields, what)
		return "#blocks", nil
	case "take":
		return a.take(v, f, fields, what)
	case "find":
		return "#f-find", nil // the words are kept with the step; a name never stands in an address
	}
	return "", nil
}

// rowsOf are the lists of blocks on each step.
var rowsOf = map[string][]string{
	stepFamily: {childRows, parentRows, otherRows}, stepConcerns: {"c"}, stepBasis: {"f"},
}

// stale shows both texts when somebody else saved the step meanwhile.
func (a area) stale(v *web.Visit, f *casefile.Writer, step string, err error) (web.Response, error) {
	if fault.KindOf(err) != fault.Conflict {
		return nil, err
	}
	s, err := a.sheet(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	page, err := a.stepPage(v, &f.Reader, s, step)
	if err != nil {
		return nil, err
	}
	theirs := map[string]string{}
	for name, text := range s.saved[step].Fields {
		if !secret(name) && !strings.HasPrefix(name, "rows.") {
			theirs[name] = text
		}
	}
	return web.Stale(page, theirs, s.saved[step].Version), nil
}

// finding is a search for somebody known from another course.
type finding struct {
	Words string
	Hits  []person.Hit
	Done  bool
}

// known looks for what was searched for, among those the actor may see.
func (a area) known(v *web.Visit, f *casefile.Reader) (finding, error) {
	words := strings.TrimSpace(v.Form.Value("find"))
	if words == "" {
		return finding{}, nil
	}
	found := finding{Words: words, Done: true}
	hits, err := person.Find(v.Context(), f.Tx(), v.Actor, words)
	if err != nil {
		return finding{}, err
	}
	seen := map[string]bool{}
	for _, h := range hits {
		if h.CourseID != f.CourseID && !seen[h.PersonID] {
			seen[h.PersonID] = true
			found.Hits = append(found.Hits, h)
		}
	}
	return found, nil
}

// take brings somebody known from another course into a block of their own. what is
// the person's id; only those the actor may see are found.
func (a area) take(v *web.Visit, f *casefile.Writer, fields map[string]string, what string) (string, error) {
	personID, courseID, _ := strings.Cut(what, "/")
	from, err := casefile.OpenRead(v.Context(), f.Tx(), v.Actor, courseID, access.Purpose{Code: access.Refer})
	if err != nil {
		return "", err
	}
	c, err := person.CardOf(v.Context(), from, personID)
	if err != nil {
		return "", err
	}
	list := otherRows
	switch c.Role {
	case person.Child:
		list = childRows
	case person.Parent:
		list = parentRows
	}
	word := freeBlock(v.Form, list)
	if word == "" {
		word = addRow(v.Form, fields, list)
	}
	fields[word+".known"], fields[word+".name"], fields[word+".birth"] = c.PersonID, c.Name, c.Birth.String()
	fields[word+".sex"], fields[word+".cpr"] = string(c.Sex), person.ShowCPR(c.CPR)
	fields[word+".language"] = c.Language
	delete(fields, "find")
	return "#" + word, nil
}

// freeBlock is a block of the list in which nothing was typed yet.
func freeBlock(f web.Form, list string) string {
	for _, n := range numbers(f, list, least(list)) {
		word := fmt.Sprintf("%s%d", list, n)
		if blank(f, word+".", "name", "cpr", "birth") {
			return word
		}
	}
	return ""
}

// forWhom notes a problem where the referral is for a leader or from an adviser who
// is not one of those to choose from.
func forWhom(v *web.Visit, f *casefile.Reader, r course.Referral, bad *fault.Problems) error {
	leaders, advisers, err := leadersAndAdvisers(v, f)
	if err != nil {
		return err
	}
	among := func(field, id string, all []login.Account) {
		if id != "" && !slices.ContainsFunc(all, func(a login.Account) bool { return a.ID == id }) {
			bad.Add(field, "web.form.choose")
		}
	}
	among("leader", r.LeaderID, leaders)
	among("adviser", r.AdviserID, advisers)
	return nil
}

// leadersAndAdvisers are the choices of whom the referral is for.
func leadersAndAdvisers(v *web.Visit, f *casefile.Reader) (leaders, advisers []login.Account, err error) {
	leaders, err = login.ByRole(v.Context(), f.Tx().Tx, access.Leader)
	if err != nil {
		return nil, nil, err
	}
	advisers, err = login.ByRole(v.Context(), f.Tx().Tx, access.Adviser)
	return leaders, advisers, err
}
