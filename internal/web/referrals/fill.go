package referrals

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/login"
	"samspil/internal/person"
	"samspil/internal/web"
)

// block is one of several alike on a step.
type block struct {
	Word   string
	Name   string // of the person; empty before it was typed
	N      int    // 1 for the first on the page
	Single bool   // it cannot be taken away
	Kept   bool   // a place is kept that the page does not show
	Known  bool   // the person is known from another course of the actor's
	Adult  bool
}

type peopleBlocks struct {
	Children, Parents, Others []block
	Kin, OtherKin, Sexes      []web.Option
	YesNo                     []web.Option
}

type basisChoices struct {
	Bases, Assessments, Origins, Statuses, Hows []web.Option
	Holders                                     []block
}

type contactBlocks struct {
	Children []block
	Parent   contactParent // on the page about one parent
	Kinds    []web.Option
	States   []web.Option
	Deciders []web.Option
	Often    []web.Option
	Against  []web.Option
	YesNo    []web.Option
}

// contactParent is a parent with those whose yes supported contact needs.
type contactParent struct {
	block
	Kin     string // what the parent is to the child, in a word
	Asked   []block
	Several bool // there is another parent, whom this one may have to be kept from
}

type hoursChoices struct {
	Leaders, Advisers []web.Option
	AskAdviser        bool
	Frame             fault.Args
}

// reviewPart is what was written on one step, to be read before it is sent.
type reviewPart struct {
	Step, Name string
	To         string
	Facts      []web.Fact
	Problems   []web.Link
	Begun      bool // something was saved on the step
}

// fillStep gathers what the page of the step needs beside the form.
func (a area) fillStep(v *web.Visit, f *casefile.Reader, p *stepPage, bad map[string]*fault.Problems) (err error) {
	switch p.Step {
	case stepFamily:
		p.fillFamily(v)
		if err := p.markKnown(v, f); err != nil {
			return err
		}
		p.Find, err = a.known(v, f)
	case stepConcerns:
		p.Concerns = numberedBlocks(v.Form, "c")
		p.Worried = web.Options("course.worried.", texts(course.WorriedBy)...)
		v.Form.Fill("rows.c", strconv.Itoa(len(p.Concerns)))
	case stepBasis:
		p.fillBasis(v)
	case stepContact:
		p.fillContact(v)
	case stepHours:
		err = p.fillHours(v, f)
	case stepReview:
		p.fillReview(v, bad)
	}
	return err
}

func numberedBlocks(f web.Form, list string) []block {
	var out []block
	all := count(f, list)
	for n := 1; n <= all; n++ {
		out = append(out, block{Word: fmt.Sprintf("%s%d", list, n), N: n, Single: all == 1})
	}
	return out
}

func (p *stepPage) fillFamily(v *web.Visit) {
	p.People.Children = p.personBlocks(v.Form, childRows)
	p.People.Parents = p.personBlocks(v.Form, parentRows)
	p.People.Others = p.personBlocks(v.Form, otherRows)
	p.People.Kin = web.Options("person.kin.", parentKin...)
	p.People.OtherKin = web.Options("person.kin.", otherKin...)
	p.People.Sexes = web.Options("person.sex.", string(person.Female), string(person.Male))
	p.People.YesNo = web.YesNo()
	p.Lists = []string{childRows, parentRows, otherRows}
}

func (p *stepPage) personBlocks(f web.Form, list string) []block {
	rows := numbers(f, list, least(list))
	f.Fill("rows."+list, join(rows))
	var out []block
	for i, n := range rows {
		b := block{Word: fmt.Sprintf("%s%d", list, n), N: i + 1, Single: len(rows) <= least(list), Adult: list != childRows}
		b.Name = f.Value(b.Word + ".name")
		b.Kept = p.saved[p.Step].Fields[b.Word+".where"] != ""
		out = append(out, b)
	}
	return out
}

// markKnown finds, by CPR number, who is known from another course of the actor's.
// For somebody known only elsewhere nothing is said.
func (p *stepPage) markKnown(v *web.Visit, f *casefile.Reader) error {
	known := map[string]bool{}
	for _, one := range p.Referral.People {
		if one.Card.CPR == "" {
			continue
		}
		hits, err := person.Known(v.Context(), f.Tx(), v.Actor, one.Card.CPR)
		if err != nil {
			return err
		}
		known[one.Word] = slices.ContainsFunc(hits, func(h person.Hit) bool { return h.CourseID != f.CourseID })
	}
	for _, list := range [][]block{p.People.Children, p.People.Parents, p.People.Others} {
		for i := range list {
			list[i].Known = known[list[i].Word]
		}
	}
	return nil
}

func (p *stepPage) fillBasis(v *web.Visit) {
	for _, b := range p.programme.Bases {
		p.Basis.Bases = append(p.Basis.Bases, web.Option{Value: b.ID, Key: b.Key})
	}
	p.Basis.Assessments = []web.Option{
		{Value: "none", Key: "referral.assessment.none"},
		{Value: string(course.WelfareAssessment), Key: "referral.assessment.bfu"},
		{Value: string(course.LightAssessment), Key: "referral.assessment.afdaekning"},
	}
	p.Basis.Origins = web.Options("course.origin.", texts(course.Origins)...)
	p.Basis.Statuses = web.Options("course.consent.", string(course.Given), string(course.Refused), string(course.NotAsked))
	p.Basis.Hows = web.Options("course.how.", texts(course.ConsentHows)...)
	p.Focus = numberedBlocks(v.Form, "f")
	v.Form.Fill("rows.f", strconv.Itoa(len(p.Focus)))
	for _, word := range holders(p.Referral) {
		p.Basis.Holders = append(p.Basis.Holders, block{Word: word, Name: nameIn(p.Referral, word)})
	}
}

// fillContact gathers what the page about the placement needs, or the one about the
// contact with a parent.
func (p *stepPage) fillContact(v *web.Visit) {
	c := &p.Contact
	c.YesNo = web.YesNo()
	if p.Page != stepContact {
		p.fillParent(v)
		return
	}
	for _, one := range p.Referral.People {
		if one.Card.Role == person.Child {
			kept := p.saved[stepContact].Fields[one.Word+".where"] != ""
			c.Children = append(c.Children, block{Word: one.Word, Name: one.Card.Name, Kept: kept})
		}
	}
	for _, word := range p.parents() {
		c.Against = append(c.Against, web.Option{Value: word, Label: nameIn(p.Referral, word)})
	}
	c.Kinds = web.Options("course.placement.", texts(course.PlacementKinds)...)
}

func (p *stepPage) fillParent(v *web.Visit) {
	c := &p.Contact
	_, word, _ := strings.Cut(p.Page, ".")
	c.Parent = contactParent{block: block{Word: word, Name: nameIn(p.Referral, word)}, Several: len(p.parents()) > 1}
	for _, rel := range p.Referral.Relations {
		if rel.From == word && rel.Kind != "" && rel.Together == nil {
			c.Parent.Kin = strings.ToLower(v.T("person.kin." + string(rel.Kind)))
		}
	}
	for _, asked := range p.askedForSupport(p.Referral) {
		c.Parent.Asked = append(c.Parent.Asked, block{Word: asked, Name: nameIn(p.Referral, asked)})
	}
	for _, state := range contact.States() {
		c.States = append(c.States, web.Option{
			Value: string(state), Key: "referral.state." + string(state), Hint: v.T("referral.state.hint." + string(state)),
		})
	}
	c.States = append(c.States, web.Option{Value: "none", Key: "referral.state.none", Hint: v.T("referral.state.hint.none")})
	c.Deciders = web.Options("referral.decider.", texts(contact.Deciders())...)
	c.Often = web.Options("referral.every.", frequencies...)
}

func (p *stepPage) fillHours(v *web.Visit, f *casefile.Reader) error {
	leaders, advisers, err := leadersAndAdvisers(v, f)
	if err != nil {
		return err
	}
	p.Hours.Leaders, p.Hours.Advisers = accounts(leaders), accounts(advisers)
	p.Hours.AskAdviser = p.course.AdviserID == ""
	p.Hours.Frame = fault.Args{"min": p.programme.Duration.MinMonths, "max": p.programme.Duration.MaxMonths}
	switch {
	case v.Form.Value("leader") != "":
	case v.Actor.Role == access.Leader:
		v.Form.Fill("leader", v.Actor.ID)
	case len(leaders) == 1:
		v.Form.Fill("leader", leaders[0].ID)
	}
	return nil
}

func accounts(list []login.Account) []web.Option {
	var out []web.Option
	for _, a := range list {
		label := a.Name
		if a.Organisation != "" {
			label += ", " + a.Organisation
		}
		out = append(out, web.Option{Value: a.ID, Label: label})
	}
	return out
}

// fillReview makes the whole referral readable, step by step, with what is missing.
func (p *stepPage) fillReview(v *web.Visit, bad map[string]*fault.Problems) {
	p.MaySend = true
	read := reading{Referral: p.Referral, Arrangements: p.arrangements(p.Referral), Programme: p.programme, Today: p.today}
	for _, step := range stepsOf(p.programme) {
		if step == stepReview {
			continue
		}
		part := reviewPart{Step: step, Name: v.T("referral.step." + step), To: "/henvisninger/" + p.CourseID + "/" + step}
		part.Begun, _ = p.standing(step, bad)
		for _, page := range p.pages {
			if stepOf(page) == step {
				part.mend(v, p.CourseID, page, bad[page].Err())
			}
		}
		p.MaySend = p.MaySend && len(part.Problems) == 0
		if part.Begun {
			part.Facts = read.facts(v, step)
		}
		p.Review = append(p.Review, part)
	}
}

// mend lists what is missing on a page, each with the way to it.
func (part *reviewPart) mend(v *web.Visit, courseID, page string, err error) {
	e, ok := fault.As(inOrder(err))
	if !ok {
		return
	}
	for _, one := range e.Fields {
		part.Problems = append(part.Problems, web.Link{To: "/henvisninger/" + courseID + "/" + page + "#f-" + one.Name, Text: v.Say(one.Key, one.Args)})
	}
}

func nameIn(r course.Referral, word string) string { return reading{Referral: r}.nameOf(word) }
