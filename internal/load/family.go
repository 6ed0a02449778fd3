package load

import (
	"context"
	"fmt"
	"math/rand/v2"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/person"
	"samspil/internal/programme"
)

// family is one course to be told.
type family struct {
	number    int
	course    string
	programme programme.Programme
	rand      *rand.Rand
	today     clock.Date
	start     clock.Date
	size      Size

	adviser, leader, lead, second, psychologist access.Actor

	child, parent string // person ids, once they are entered
	goal, area    string
}

// family sets out the n-th course: who works with it and when it began.
func (f *filler) family(n int) family {
	r := chance(n)
	pick := func(all []access.Actor, each int) access.Actor { return all[min(n/each, len(all)-1)] }
	one := family{
		number: n, course: db.NewID(), programme: programmeOf(n), rand: r, today: f.today, size: f.size,
		adviser: pick(f.staff.advisers, PerAdviser), leader: pick(f.staff.leaders, PerLeader),
		lead: pick(f.staff.consultants, f.size.Families), psychologist: pick(f.staff.psychologists, PerPsychologist),
		goal: db.NewID(), area: db.NewID(),
	}
	one.second = f.staff.consultants[(n/f.size.Families+1)%len(f.staff.consultants)]
	one.start = f.today.AddDays(-7 * (4 + r.IntN(16)))
	if n == 0 {
		one.size.Sessions, one.start = f.size.Long, f.today.AddDays(-7*20)
	}
	return one
}

// tell writes the whole history of the course.
func (o *family) tell(ctx context.Context, tx *casefile.Tx) error {
	w, err := casefile.Create(ctx, tx, o.adviser, o.course, access.AdviserOn)
	if err != nil {
		return err
	}
	words, err := course.ReferWords(ctx, w, o.referral())
	if err != nil {
		return fmt.Errorf("refer: %w", err)
	}
	o.child, o.parent = words["p1"], words["p2"]
	for _, part := range []struct {
		by   access.Actor
		why  string
		deed func(context.Context, *casefile.Writer) error
	}{
		{o.leader, access.Intake, o.takeIn},
		{o.lead, access.Planning, o.writePlan},
		{o.leader, access.Planning, o.approvePlan},
		{o.lead, access.Document, o.work},
	} {
		w, err := casefile.OpenWrite(ctx, tx, part.by, o.course, access.Purpose{Code: part.why})
		if err != nil {
			return err
		}
		if err := part.deed(ctx, w); err != nil {
			return err
		}
	}
	return nil
}

func (o *family) referral() course.Referral {
	day := o.start.AddDays(-21)
	yes := true
	r := course.Referral{
		Programme: o.programme, AdviserID: o.adviser.ID, LeaderID: o.leader.ID,
		People: []course.ReferredPerson{
			{Word: "p1", Card: person.Card{ID: db.NewID(), Role: person.Child, Name: o.name(children), Birth: o.today.AddDays(-365*(4+o.rand.IntN(10)) - 40)}},
			{Word: "p2", Card: person.Card{ID: db.NewID(), Role: person.Parent, Name: o.name(adults), Phone: fmt.Sprintf("00 %02d %02d %02d", o.rand.IntN(100), o.rand.IntN(100), o.rand.IntN(100))}},
		},
		Relations:  []person.Relation{{ID: db.NewID(), From: "p2", To: "p1", Kind: person.MotherOf, Custody: &yes, Together: &yes, Source: "Kommunens sag"}},
		Concerns:   []course.Concern{{ID: db.NewID(), Worried: course.WorriedSchool, Who: "Klasselæreren", What: o.text(2), SeenOn: day.AddDays(-10)}},
		Basis:      []string{"s32.1.5"},
		Purpose:    o.text(2),
		DecisionOn: day, ReferredOn: day, StartWanted: o.start,
		FocusAreas: []course.FocusArea{{ID: o.area, Text: o.text(1), Origin: course.FromWelfareAssessment, On: day}},
		Consents:   []course.Consent{{ID: db.NewID(), PersonID: "p2", Kind: course.ForService, Status: course.Given, How: course.Signed, At: day.At(10, 0)}},
		Hours:      80, Months: 6,
	}
	if o.programme.HasContact() {
		r.Placements = []course.Placement{{ID: db.NewID(), PersonID: "p1", Consent: &yes, Kind: course.FosterFamily, Since: day.AddDays(-200), DecidedBy: "municipality", DecidedOn: day.AddDays(-201)}}
	}
	return r
}

// takeIn answers the checks, names the team and starts the course.
func (o *family) takeIn(ctx context.Context, w *casefile.Writer) error {
	d := course.Decision{Programme: o.programme, On: o.start.AddDays(-14)}
	for _, c := range o.programme.Checks {
		d.Answers = append(d.Answers, course.Answer{CheckID: c.ID, Yes: c.Effect != programme.SpeaksAgainst})
	}
	if err := course.Accept(ctx, w, d); err != nil {
		return fmt.Errorf("accept: %w", err)
	}
	team := []course.Member{
		{StaffID: o.lead.ID, Role: course.Lead, From: o.start},
		{StaffID: o.psychologist.ID, Role: course.Psychologist, From: o.start},
	}
	if o.programme.HasContact() {
		team = append(team, course.Member{StaffID: o.second.ID, Role: course.Second, From: o.start})
	}
	if err := course.NameTeam(ctx, w, team); err != nil {
		return fmt.Errorf("name team: %w", err)
	}
	if err := course.Activate(ctx, w, o.programme, o.start); err != nil {
		return fmt.Errorf("activate: %w", err)
	}
	return nil
}
