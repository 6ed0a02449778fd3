package referrals

import (
	"slices"
	"strconv"
	"strings"

	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/person"
	"samspil/internal/web"
)

// readContact reads each child's placement, whether it is kept secret from somebody,
// and where it is.
func (s *sheet) readContact(r *course.Referral, bad *fault.Problems) {
	f := s.forms[stepContact]
	for i := range r.People {
		one := &r.People[i]
		if one.Card.Role != person.Child {
			continue
		}
		in := one.Word + "."
		r.Placements = append(r.Placements, course.Placement{
			PersonID: one.Word, Consent: f.Bool3(in + "consent"),
			Kind:  course.PlacementKind(f.OneOf(bad, in+"kind", texts(course.PlacementKinds)...)),
			Since: f.Date(bad, in+"since"),
		})
		if where := f.Text(bad, in+"where", maxLine); where != "" {
			one.Places = append(one.Places, person.NewPlace{Kind: person.Placement, Where: person.NewWhereabouts(where)})
		}
		hidden := f.Bool3(in + "hidden")
		if hidden == nil {
			bad.Add(in+"hidden", "referral.hidden.missing")
		} else if *hidden {
			r.Protections = append(r.Protections, hiddenPlacement(f, bad, one.Word))
		}
	}
}

// hiddenPlacement reads the committee's decision that the place is not told.
func hiddenPlacement(f web.Form, bad *fault.Problems, child string) person.Protection {
	in := child + "."
	p := person.Protection{
		PersonID: child, Kind: person.HiddenPlacement, Basis: "s105.1.3", Against: f.Values(in + "against"),
		From:     f.NeededDate(bad, in+"hidden_from", "person.protection.from.missing"),
		Until:    f.NeededDate(bad, in+"hidden_until", "person.protection.until.missing"),
		Document: f.Needed(bad, in+"hidden_document", "person.protection.document.missing", maxLine),
	}
	if len(p.Against) == 0 {
		bad.Add(in+"against", "person.protection.against.missing")
	}
	if !p.Until.IsZero() && p.Until.Before(p.From) {
		bad.Add(in+"hidden_until", "person.protection.until.before")
	}
	return p
}

// frequencies are the patterns offered. The last two are refused unless the committee
// has fixed them, and the page says so.
var frequencies = []string{"1", "2", "3", "4", "5", "8"}

// arrangement reads the legal state of the contact with one parent. There is none
// when the parent is to have no contact for now.
func (s *sheet) arrangement(r course.Referral, parent string, bad *fault.Problems) (contact.Arrangement, bool) {
	f, in := s.forms[contactPage(parent)], parent+"."
	state := f.OneOf(bad, in+"state", append(texts(contact.States()), "none")...)
	if state == "" {
		bad.Add(in+"state", "contact.state.missing")
		return contact.Arrangement{}, false
	}
	if state == "none" {
		return contact.Arrangement{}, false
	}
	every, _ := strconv.Atoi(f.OneOf(bad, in+"every", frequencies...))
	length, _ := f.Number(bad, in+"length")
	a := contact.Arrangement{
		Counterpart: parent, State: contact.State(state),
		DecidedBy: contact.Decider(f.OneOf(bad, in+"decided_by", texts(contact.Deciders())...)),
		DecidedOn: f.Date(bad, in+"decided_on"),
		Document:  f.Text(bad, in+"document", maxLine),
		From:      f.Date(bad, in+"from"), To: f.Date(bad, in+"to"),
		Frequency: contact.Frequency{EveryWeeks: every, Minutes: int(length*60 + 0.5)},
		Purpose:   f.Text(bad, in+"purpose", maxText),
		ChildView: f.Text(bad, in+"child_view", maxText), ChildViewOn: f.Date(bad, in+"child_view_on"),
		ChildAsked: f.Bool(in + "child_asked"), Against105: f.Bool(in + "against105"),
		Special: f.Text(bad, in+"special", maxText),
	}
	for _, one := range r.People {
		if one.Card.Role == person.Child {
			a.Children = append(a.Children, one.Word)
		}
	}
	if f.Bool(in + "apart") {
		a.NeverMeet = others(r, parent)
	}
	a.Consents = s.supportAnswers(r, parent)
	return a, true
}

// others are the parents beside this one.
func others(r course.Referral, parent string) []string {
	var out []string
	for _, one := range r.People {
		if one.Card.Role == person.Parent && one.Word != parent {
			out = append(out, one.Word)
		}
	}
	return out
}

// supportAnswers are the answers to supported contact of those who hold custody and
// of the young people of 15, asked beside the state.
func (s *sheet) supportAnswers(r course.Referral, parent string) []contact.PersonConsent {
	f := s.forms[contactPage(parent)]
	var out []contact.PersonConsent
	for _, word := range s.askedForSupport(r) {
		if said := f.Bool3(parent + ".support_" + word); said != nil {
			out = append(out, contact.PersonConsent{PersonID: word, Given: *said, On: s.today})
		}
	}
	return out
}

// askedForSupport are those whose yes supported contact needs (barnets lov § 104(3)).
func (s *sheet) askedForSupport(r course.Referral) []string {
	asked := holders(r)
	for _, one := range r.People {
		if one.Card.Role == person.Child && one.Card.Age(s.today) >= person.OwnConsentAge {
			asked = append(asked, one.Word)
		}
	}
	return asked
}

// checkContact lets the law look at what was typed about one parent, before anything
// is entered.
func (s *sheet) checkContact(r course.Referral, parent string, bad *fault.Problems) {
	a, ok := s.arrangement(r, parent, bad)
	if !ok {
		return
	}
	in := parent + "."
	if a.State != contact.Unregulated {
		if a.DecidedBy == "" {
			bad.Add(in+"decided_by", "contact.decidedby.missing")
		}
		if a.DecidedOn.IsZero() {
			bad.Add(in+"decided_on", "contact.decidedon.missing")
		}
	}
	if a.From.IsZero() {
		bad.Add(in+"from", "contact.from.missing")
	}
	if a.State == contact.Supported && strings.TrimSpace(a.Purpose) == "" {
		bad.Add(in+"purpose", "contact.purpose.missing")
	}
	paused := a.State == contact.CutOff || a.State == contact.Suspended
	if !paused && a.State != contact.Unregulated && a.Frequency.EveryWeeks == 0 {
		bad.Add(in+"every", "contact.frequency.missing")
	}
	for _, found := range contact.CheckArrangement(s.proposal(r, a)) {
		if found.Severity == contact.Refuse || found.Rule == "V7" {
			bad.Add(in+fieldOf(found.Field), found.Key, found.Args)
		}
	}
}

func (s *sheet) proposal(r course.Referral, a contact.Arrangement) contact.Proposal {
	p := contact.Proposal{Arrangement: a, CustodyHolders: holders(r), Today: s.today}
	for _, one := range r.People {
		if one.Card.Role == person.Child {
			p.Children = append(p.Children, contact.Child{CardID: one.Word, Birth: one.Card.Birth})
		}
	}
	return p
}

// fieldOf is the form's name of a field of an arrangement.
func fieldOf(field string) string {
	switch field {
	case "frequency", "everyweeks", "bookings":
		return "every"
	case "decidedby":
		return "decided_by"
	case "decidedon":
		return "decided_on"
	case "childview":
		return "child_view"
	case "minutes":
		return "length"
	case "consents":
		return "support"
	case "state", "decided_by", "document", "from", "to", "purpose", "child_asked", "special":
		return field
	}
	return "state"
}

// arrangements are those of all parents, for sending.
func (s *sheet) arrangements(r course.Referral) []contact.Arrangement {
	var out []contact.Arrangement
	if !s.programme.HasContact() {
		return nil
	}
	for _, parent := range others(r, "") {
		if a, ok := s.arrangement(r, parent, &fault.Problems{}); ok {
			out = append(out, a)
		}
	}
	return out
}

// named puts the ids that people got in the place of the referral's words.
func named(a contact.Arrangement, words course.Words) contact.Arrangement {
	swap := func(list []string) []string {
		out := slices.Clone(list)
		for i, w := range out {
			out[i] = words[w]
		}
		return out
	}
	a.Counterpart, a.Children, a.NeverMeet = words[a.Counterpart], swap(a.Children), swap(a.NeverMeet)
	for i := range a.Consents {
		a.Consents[i].PersonID = words[a.Consents[i].PersonID]
	}
	return a
}
