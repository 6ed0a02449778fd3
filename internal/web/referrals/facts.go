package referrals

import (
	"strconv"
	"strings"

	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/person"
	"samspil/internal/programme"
	"samspil/internal/web"
)

// reading is a referral put into words, while it is written and after it was sent.
type reading struct {
	Referral     course.Referral
	Arrangements []contact.Arrangement
	Programme    programme.Programme
	Today        clock.Date
}

// nameOf is the name of somebody of the referral.
func (p reading) nameOf(word string) string {
	for _, one := range p.Referral.People {
		if one.Word == word {
			return one.Card.Name
		}
	}
	return ""
}

func (p reading) facts(v *web.Visit, step string) []web.Fact {
	switch step {
	case stepFamily:
		return p.familyFacts(v)
	case stepConcerns:
		return p.concernFacts(v)
	case stepBasis:
		return p.basisFacts(v)
	case stepContact:
		return p.contactFacts(v)
	case stepHours:
		return p.hoursFacts(v)
	}
	return nil
}

func (p reading) familyFacts(v *web.Visit) []web.Fact {
	var out []web.Fact
	for _, one := range p.Referral.People {
		label := v.T("person.role." + string(one.Card.Role))
		if one.Card.Role == person.Child {
			label = v.T("referral.child")
		}
		var lines []string
		for _, rel := range p.Referral.Relations {
			if rel.From == one.Word && rel.Kind != "" && rel.Together == nil {
				label = v.T("person.kin." + string(rel.Kind))
				if rel.Custody != nil {
					lines = append(lines, custodyWords(v, *rel.Custody, rel.Source))
				}
				break
			}
		}
		for _, shield := range p.Referral.Protections {
			if shield.PersonID == one.Word {
				lines = append(lines, v.T("person.shield."+string(shield.Kind)))
			}
		}
		if one.Card.Interpreter || one.Card.Language != "" {
			lines = append(lines, v.T("referral.language.is", fault.Args{"language": one.Card.Language}))
		}
		if len(one.Places) > 0 {
			lines = append(lines, v.T("referral.where.kept"))
		}
		out = append(out, web.Fact{Label: label, Text: nameAge(v, one.Card.Name, one.Card.Age(p.Today)), Texts: lines})
	}
	return out
}

func custodyWords(v *web.Visit, holds bool, source string) string {
	key := "referral.custody.no"
	if holds {
		key = "referral.custody.yes"
	}
	return v.T(key, fault.Args{"source": source})
}

func (p reading) concernFacts(v *web.Visit) []web.Fact {
	var out []web.Fact
	for _, c := range p.Referral.Concerns {
		if c.Worried == "" && c.What == "" {
			continue
		}
		who := v.T("course.worried." + string(c.Worried))
		if c.Who != "" {
			who += ", " + c.Who
		}
		out = append(out, web.Fact{Label: who, Text: c.What, Texts: dated(v, "referral.seen.on", c.SeenOn)})
	}
	return out
}

func dated(v *web.Visit, key string, d clock.Date) []string {
	if d.IsZero() {
		return nil
	}
	return []string{v.T(key, fault.Args{"date": lang.LongDate(v.Lang, d)})}
}

func (p reading) basisFacts(v *web.Visit) []web.Fact {
	r := p.Referral
	var bases, areas, consents []string
	for _, id := range r.Basis {
		if b, ok := p.Programme.Basis(id); ok {
			bases = append(bases, v.T(b.Key))
		}
	}
	for _, a := range r.FocusAreas {
		areas = append(areas, a.Text)
	}
	for _, c := range r.Consents {
		consents = append(consents, v.T("referral.consent.line", fault.Args{"name": p.nameOf(c.PersonID), "status": v.T("course.consent." + string(c.Status))}))
	}
	if r.WhyNoConsent != "" {
		consents = append(consents, r.WhyNoConsent)
	}
	return []web.Fact{
		{Label: v.T("referral.basis"), Texts: append(bases, dated(v, "referral.decided.on", r.DecisionOn)...)},
		{Label: v.T("referral.purpose"), Text: r.Purpose},
		{Label: v.T("referral.focus"), Texts: areas},
		{Label: v.T("referral.consents"), Texts: consents},
	}
}

func (p reading) contactFacts(v *web.Visit) []web.Fact {
	var out []web.Fact
	for _, pl := range p.Referral.Placements {
		var lines []string
		if pl.Consent != nil {
			lines = append(lines, v.T(map[bool]string{true: "referral.placed.consent", false: "referral.placed.without"}[*pl.Consent]))
		}
		for _, shield := range p.Referral.Protections {
			if shield.PersonID == pl.PersonID && shield.Kind == person.HiddenPlacement {
				lines = append(lines, v.T("person.shield.hidden_placement"))
			}
		}
		out = append(out, web.Fact{
			Label: v.T("referral.placement.of", fault.Args{"name": p.nameOf(pl.PersonID)}),
			Texts: append(dated(v, "referral.placed.since", pl.Since), lines...),
		})
	}
	for _, parent := range others(p.Referral, "") {
		text := v.T("referral.state.none")
		var lines []string
		for _, a := range p.Arrangements {
			if a.Counterpart == parent {
				text, lines = v.T("referral.state."+string(a.State)), p.arrangementLines(v, a)
			}
		}
		out = append(out, web.Fact{Label: v.T("referral.contact.with", fault.Args{"name": p.nameOf(parent)}), Text: text, Texts: lines})
	}
	return out
}

func (p reading) arrangementLines(v *web.Visit, a contact.Arrangement) []string {
	var lines []string
	if a.Frequency.EveryWeeks > 0 {
		lines = append(lines, v.T("referral.every."+strconv.Itoa(a.Frequency.EveryWeeks)))
	}
	if a.Frequency.Minutes > 0 {
		lines = append(lines, web.Minutes(v.Lang, a.Frequency.Minutes))
	}
	return append(lines, dated(v, "referral.until", a.To)...)
}

func (p reading) hoursFacts(v *web.Visit) []web.Fact {
	r := p.Referral
	facts := []web.Fact{
		{Label: v.T("referral.hours"), Text: web.Hours(v.Lang, r.Hours)},
		{Label: v.T("referral.months"), Text: v.TN("referral.months.count", r.Months)},
	}
	if strings.TrimSpace(r.DurationReason) != "" {
		facts = append(facts, web.Fact{Label: v.T("referral.duration_reason"), Text: r.DurationReason})
	}
	if !r.StartWanted.IsZero() {
		facts = append(facts, web.Fact{Label: v.T("referral.start"), Text: lang.LongDate(v.Lang, r.StartWanted)})
	}
	return facts
}
