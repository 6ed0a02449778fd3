package instrument

import (
	"crypto/sha256"
	"fmt"

	"samspil/internal/clock"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/person"
	"samspil/internal/plan"
	"samspil/internal/programme"
)

// Ground is what the usual strands of a course are made from.
type Ground struct {
	CourseID  string
	Programme programme.Programme
	Goals     []plan.Goal   // of the plan in force
	People    []person.Card // those who may be asked
	// Lead and Psychologist are of the team now; nobody when the ID is empty.
	Lead, Psychologist, Adviser Colleague
	// Pairs are the child and parent of each line of contacts, for what is counted
	// from coding: one strand each.
	Pairs []Pair
	On    clock.Date // the day the measuring begins
	// Word gives the text of a language key: titles and raters without a name are
	// kept in the words of whoever opens the strands.
	Word func(key string) string
}

// Pair is a child and a parent who are seen together, with their names.
type Pair struct{ ID, Name string }

// Colleague is a member of staff who rates.
type Colleague struct{ ID, Name string }

// Defaults proposes the strands that a course of the programme usually measures:
// one for each goal that is rated and each parent, and those the programme lists.
// The same ground proposes the same ids.
func Defaults(g Ground) []Strand {
	var out []Strand
	for _, d := range g.Programme.Strands {
		scale, ok := ScaleNamed(d.Instrument)
		if !ok {
			continue
		}
		for _, r := range g.raters(d, scale) {
			s := Strand{
				CourseID: g.CourseID, Instrument: d.Instrument, Version: scale.Version, Title: g.title(d),
				RaterRole: r.role, RaterID: r.id, RaterName: r.name, Pair: r.pair, EveryDays: d.EveryDays, EachContact: d.EachContact, OpenedOn: g.On,
			}
			if !d.PerGoal {
				out = append(out, g.placed(s, d.ID, len(out)))
				continue
			}
			for _, goal := range g.Goals {
				if goal.Rating {
					s.GoalID, s.Title = goal.ID, goal.Title
					out = append(out, g.placed(s, d.ID, len(out)))
				}
			}
		}
	}
	return out
}

// title names what is measured, without saying who sees it; a programme of its own
// has the words of its strand.
func (g Ground) title(d programme.Strand) string {
	key := "instrument.title." + d.ID
	if !lang.Has(lang.Danish, key) {
		key = d.Key
	}
	return g.Word(key)
}

func (g Ground) placed(s Strand, id string, position int) Strand {
	s.Position = position
	sum := sha256.Sum256([]byte(g.CourseID + "|" + id + "|" + s.GoalID + "|" + s.RaterID + "|" + s.Pair))
	s.ID = fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
	return s
}

type rater struct {
	role           singlecase.Role
	id, name, pair string
}

func (g Ground) raters(d programme.Strand, scale Scale) []rater {
	staff := func(role singlecase.Role, c Colleague) []rater {
		if c.ID == "" {
			return nil
		}
		if scale.Coded {
			return g.coders(c)
		}
		return []rater{{role: role, id: c.ID, name: c.Name}}
	}
	switch d.Rater {
	case programme.RaterParent:
		return g.persons(person.Parent, singlecase.Parent, 0)
	case programme.RaterChild:
		return g.persons(person.Child, singlecase.Child, d.FromAge)
	case programme.RaterConsultant:
		return staff(singlecase.Consultant, g.Lead)
	case programme.RaterPsychologist:
		return staff(singlecase.Psychologist, g.Psychologist)
	case programme.RaterAdviser:
		return staff(singlecase.Adviser, g.Adviser)
	case programme.RaterSchool:
		role := singlecase.Daycare
		for _, c := range g.People {
			if c.Role == person.Child && c.Age(g.On) >= 6 {
				role = singlecase.School
			}
		}
		return []rater{{role: role, id: string(role), name: g.Word("instrument.role." + string(role))}}
	case programme.RaterPlacement:
		return []rater{{role: singlecase.Foster, id: "placement", name: g.Word("instrument.role.foster")}}
	}
	return nil
}

// coders gives the coder once for each pair; where there are several, their names
// tell them apart.
func (g Ground) coders(c Colleague) []rater {
	one := rater{role: singlecase.Observation, id: c.ID, name: g.Word("instrument.role.observation")}
	if len(g.Pairs) == 0 {
		return []rater{one}
	}
	var out []rater
	for _, p := range g.Pairs {
		r := one
		r.pair = p.ID
		if len(g.Pairs) > 1 {
			r.name += ", " + p.Name
		}
		out = append(out, r)
	}
	return out
}

func (g Ground) persons(is person.Role, role singlecase.Role, fromAge int) []rater {
	var out []rater
	for _, c := range g.People {
		if c.Role == is && (fromAge == 0 || c.Age(g.On) >= fromAge) {
			out = append(out, rater{role: role, id: c.PersonID, name: c.Name})
		}
	}
	return out
}
