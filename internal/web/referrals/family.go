package referrals

import (
	"fmt"

	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/person"
	"samspil/internal/web"
)

// The kinds of people on the first step: the word of the block and its list of rows.
const (
	childRows  = "child"
	parentRows = "parent"
	otherRows  = "other"
)

// kinRole is what somebody of the wider family or network is in the course.
var kinRole = map[person.Kinship]person.Role{
	person.SiblingOf: person.Sibling, person.GrandparentOf: person.Relative, person.RelativeOf: person.Relative,
	person.FriendOf: person.Relative, person.BonusParentOf: person.Partner, person.FosterOf: person.Foster,
	person.CompanionOf: person.Companion, person.SupporterOf: person.SupportPerson, person.ProfessionOf: person.School,
}

// otherKin and parentKin are offered, in this order.
var (
	otherKin = []string{
		string(person.SiblingOf), string(person.GrandparentOf), string(person.BonusParentOf), string(person.RelativeOf),
		string(person.FriendOf), string(person.FosterOf), string(person.CompanionOf), string(person.SupporterOf), string(person.ProfessionOf),
	}
	parentKin = []string{string(person.MotherOf), string(person.FatherOf), string(person.ParentOf)}
)

// The longest texts, in characters.
const (
	maxName = 80
	maxLine = 200
	maxText = 4000
)

// readFamily reads the people, how they belong together, who holds custody, and who
// is protected.
func (s *sheet) readFamily(r *course.Referral, bad *fault.Problems) {
	f := s.forms[stepFamily]
	var children []string
	for _, n := range numbers(f, childRows, 1) {
		word := fmt.Sprintf("%s%d", childRows, n)
		one := s.readPerson(f, bad, word, person.Child)
		r.People = append(r.People, one)
		children = append(children, word)
	}
	for _, word := range s.parents() {
		r.People = append(r.People, s.readPerson(f, bad, word, person.Parent))
		s.readParent(r, f, bad, word, children)
	}
	for _, n := range numbers(f, otherRows, 0) {
		word := fmt.Sprintf("%s%d", otherRows, n)
		if blank(f, word+".", "name", "kin", "note") {
			continue
		}
		kin := person.Kinship(f.OneOf(bad, word+".kin", otherKin...))
		if kin == "" {
			bad.Add(word+".kin", "referral.kin.missing")
		}
		role, ok := kinRole[kin]
		if !ok {
			role = person.Other
		}
		r.People = append(r.People, s.readPerson(f, bad, word, role))
		for _, child := range children {
			r.Relations = append(r.Relations, person.Relation{From: word, To: child, Kind: kin})
		}
	}
	s.readTogether(r, f)
}

// readParent reads what is said of a parent towards the children, and protection.
func (s *sheet) readParent(r *course.Referral, f web.Form, bad *fault.Problems, word string, children []string) {
	kin := person.Kinship(f.OneOf(bad, word+".kin", parentKin...))
	if kin == "" {
		bad.Add(word+".kin", "referral.kin.missing")
	}
	custody := f.Bool3(word + ".custody")
	if custody == nil {
		bad.Add(word+".custody", "referral.custody.missing")
	}
	source := f.Text(bad, word+".custody_source", maxLine)
	for _, child := range children {
		r.Relations = append(r.Relations, person.Relation{From: word, To: child, Kind: kin, Custody: custody, Source: source})
	}
	protected := f.Bool3(word + ".protected")
	if protected == nil || !*protected {
		return
	}
	shield := person.Protection{
		PersonID: word, Kind: person.CPRProtection, Basis: "cpr.28",
		From:   f.NeededDate(bad, word+".protected_from", "person.protection.from.missing"),
		Until:  f.Date(bad, word+".protected_until"),
		Source: f.Needed(bad, word+".protected_source", "person.protection.source.missing", maxLine),
	}
	if !shield.Until.IsZero() && shield.Until.Before(shield.From) {
		bad.Add(word+".protected_until", "person.protection.until.before")
	}
	r.Protections = append(r.Protections, shield)
}

// readTogether notes whether the first two parents live together.
func (s *sheet) readTogether(r *course.Referral, f web.Form) {
	together := f.Bool3("together")
	var parents []string
	for _, one := range r.People {
		if one.Card.Role == person.Parent {
			parents = append(parents, one.Word)
		}
	}
	if together == nil || len(parents) < 2 {
		return
	}
	kind := person.ExPartnerOf
	if *together {
		kind = person.PartnerOf
	}
	r.Relations = append(r.Relations, person.Relation{From: parents[0], To: parents[1], Kind: kind, Together: together})
}

// readPerson reads a card. A CPR number gives the birth date when none was typed.
func (s *sheet) readPerson(f web.Form, bad *fault.Problems, word string, role person.Role) course.ReferredPerson {
	in := word + "."
	c := person.Card{
		Role: role, PersonID: f.Value(in + "known"),
		Name:        f.Needed(bad, in+"name", nameMissing(role), maxName),
		Sex:         person.Sex(f.OneOf(bad, in+"sex", string(person.Female), string(person.Male))),
		Birth:       f.Date(bad, in+"birth"),
		Phone:       f.Text(bad, in+"phone", maxLine),
		Language:    f.Text(bad, in+"language", maxLine),
		Interpreter: f.Bool(in + "interpreter"),
		Note:        f.Text(bad, in+"note", maxText),
	}
	if c.Sex == person.Unstated {
		c.Sex = sexOf(person.Kinship(f.Value(in + "kin")))
	}
	if typed := f.Text(bad, in+"cpr", 20); typed != "" {
		s.readCPR(bad, in, typed, &c)
	}
	one := course.ReferredPerson{Word: word, Card: c}
	if where := f.Text(bad, in+"where", maxLine); where != "" {
		one.Places = []person.NewPlace{{Kind: person.Home, Where: person.NewWhereabouts(where)}}
	}
	return one
}

// nameMissing says whose name is missing.
func nameMissing(role person.Role) string {
	switch role {
	case person.Child:
		return "referral.name.missing.child"
	case person.Parent:
		return "referral.name.missing.parent"
	}
	return "person.name.missing"
}

func (s *sheet) readCPR(bad *fault.Problems, in, typed string, c *person.Card) {
	digits, birth, err := person.ParseCPR(typed, s.demo)
	if e, ok := fault.As(err); ok {
		bad.Add(in+"cpr", e.Key)
		return
	}
	c.CPR = digits
	if c.Birth.IsZero() {
		c.Birth = birth
	}
}

func sexOf(kin person.Kinship) person.Sex {
	switch kin {
	case person.MotherOf:
		return person.Female
	case person.FatherOf:
		return person.Male
	}
	return person.Unstated
}

// firstChild is the name and age that the pages of the referral carry.
func firstChild(r course.Referral, today clock.Date) (name string, age int) {
	for _, one := range r.People {
		if one.Card.Role == person.Child && one.Card.Name != "" {
			return one.Card.Name, one.Card.Age(today)
		}
	}
	return "", -1
}
