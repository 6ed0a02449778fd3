package app

import (
	"context"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/person"
	"samspil/internal/plan"
	"samspil/internal/programme"
	"samspil/internal/session"
)

// siblings is a made-up third programme: one description, and the whole of the
// trade carries it.
var siblings = programme.Programme{
	ID: "siblings", NameKey: "programme.siblings.name",
	Checks: []programme.Check{{ID: "sibling", Key: "programme.check.sibling", Effect: programme.Qualifies}},
	Bases:  []programme.Basis{{ID: "s32.1.8", Law: "barnets lov", Section: "§ 32, stk. 1, nr. 8", Decision: true, FollowUp: "followup.first"}},
	Seats: []programme.Seat{
		{ID: programme.Lead, Key: "programme.seat.lead", Min: 1, Max: 1, Profession: programme.Consultant},
		{ID: programme.Second, Key: "programme.seat.second", Min: 2, Max: 3, Profession: programme.Consultant},
		{ID: programme.PsychologistSeat, Key: "programme.seat.psychologist", Min: 1, Max: 1, Profession: programme.Psychologist},
	},
	Activities: []programme.Activity{{ID: "play", Key: "programme.activity.play"}},
	Aims:       []programme.Aim{{ID: "together", Key: "programme.aim.together"}},
	Duration:   programme.Duration{MinMonths: 1, MaxMonths: 3},
	Taper:      programme.Taper{RiseNeedsReason: true, MaxHoursPerWeek: 10},
	Review:     programme.Review{FirstMonths: 1, StatusLeadDays: 5},
	Strands:    []programme.Strand{{ID: "days", Key: "programme.strand.days", Rater: programme.RaterParent, Instrument: "goal-rating", EveryDays: 7, Outside: true}},
	Analysis:   programme.Rhythm{FirstWeeks: 3, EveryWeeks: 4, BeforeEndWeeks: 1},
	Closing:    []programme.Condition{{ID: programme.ClosingReport, Key: "programme.closing.report"}},
}

// third is a course of the made-up programme on its way.
type third struct {
	*casefiletest.World
	t    *testing.T
	id   string
	prog programme.Programme
}

func (c *third) does(a access.Actor, f func(ctx context.Context, f *casefile.Writer) error) {
	c.t.Helper()
	c.OK(c.t, c.Write(c.t, a, c.id, f))
}

func TestAMadeUpThirdProgrammeIsLived(t *testing.T) {
	catalogue, err := programme.NewCatalogue(append(programme.Shipped().All(), siblings)...)
	if err != nil {
		t.Fatal(err)
	}
	prog, ok := catalogue.Get("siblings")
	if !ok {
		t.Fatal("the programme is not in the catalogue")
	}
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		c := &third{World: w, t: t, id: w.File(t), prog: prog}
		c.refer()
		c.begin()
		goal := c.plan()
		c.work()
		c.close(goal)
	})
}

func (c *third) refer() {
	yes := true
	c.does(c.Dorthe, func(ctx context.Context, f *casefile.Writer) error {
		return course.Refer(ctx, f, course.Referral{
			Programme: c.prog, AdviserID: c.Dorthe.ID, LeaderID: c.Gitte.ID,
			People: []course.ReferredPerson{
				{Word: "p1", Card: person.Card{Role: person.Child, Name: "Freja", Birth: clock.NewDate(2017, 5, 14)}},
				{Word: "p2", Card: person.Card{Role: person.Parent, Name: "Pernille"}},
			},
			Relations:  []person.Relation{{From: "p2", To: "p1", Kind: person.MotherOf, Custody: &yes, Source: "CPR"}},
			Concerns:   []course.Concern{{Worried: course.WorriedParent, PersonID: "p2", What: "De leger ikke længere sammen"}},
			Basis:      []string{"s32.1.8"},
			Purpose:    "At de finder hinanden igen",
			DecisionOn: clock.NewDate(2026, 9, 20), WhyNoConsent: "spørges ved opstart",
			FocusAreas: []course.FocusArea{{Text: "Søskende", Origin: course.FromChildsPlan}},
			Hours:      30, Months: 2,
		})
	})
}

func (c *third) begin() {
	c.does(c.Gitte, func(ctx context.Context, f *casefile.Writer) error {
		return course.Accept(ctx, f, course.Decision{Programme: c.prog, Answers: []course.Answer{{CheckID: "sibling", Yes: true}}})
	})
	team := []course.Member{{StaffID: c.Lone.ID, Role: course.Lead}, {StaffID: c.Anders.ID, Role: course.Second}, {StaffID: c.Ellen.ID, Role: course.Psychologist}}
	activate := func(ctx context.Context, f *casefile.Writer) error {
		if err := course.NameTeam(ctx, f, team); err != nil {
			return err
		}
		return course.Activate(ctx, f, c.prog, f.Today())
	}
	if err := c.Write(c.t, c.Gitte, c.id, activate); fault.KindOf(err) != fault.Invalid {
		c.t.Fatalf("began with one second consultant where two are demanded: %v", err)
	}
	team = append(team, course.Member{StaffID: c.Karen.ID, Role: course.Second})
	c.does(c.Gitte, activate)
}

func (c *third) plan() (goal string) {
	id := db.NewID()
	c.does(c.Lone, func(ctx context.Context, f *casefile.Writer) error {
		p, err := plan.Draft(ctx, f, id)
		if err != nil {
			return err
		}
		p.StartOn = f.Today()
		p.Steps = []plan.Step{{Weeks: 4, HoursPerWeek: 4}, {Weeks: 4, HoursPerWeek: 2}}
		p.Reviews = []clock.Date{f.Today().AddMonths(1)}
		p.Activities = []string{"play"}
		p.Prerequisites = []plan.Prerequisite{{PersonID: "x", Resources: "Leger gerne"}}
		g := &p.Goals[0]
		g.Title, g.FamilyWords, g.ChildWords = "De leger sammen", "Vi vil grine igen", "Jeg vil bygge hule"
		g.ResponsibleID, g.Signs, g.Aims, g.RatingQuestion = "lone", []string{"De henter hinanden"}, []string{"together"}, "Hvordan gik det?"
		goal = g.ID
		if err := plan.Revise(ctx, f, p); err != nil {
			return err
		}
		return plan.Submit(ctx, f, c.prog, id, p.Version+1)
	})
	c.does(c.Gitte, func(ctx context.Context, f *casefile.Writer) error { return plan.Approve(ctx, f, id, "") })
	return goal
}

func (c *third) work() {
	start := clock.NewDate(2026, 10, 8).At(14, 0)
	no := false
	var child string
	c.OK(c.t, c.Read(c.t, c.Lone, c.id, func(ctx context.Context, f *casefile.Reader) error {
		people, err := person.Cards(ctx, f)
		if err == nil {
			child = people[0].PersonID
		}
		return err
	}))
	s := session.Session{
		ID: db.NewID(), EntryID: db.NewID(), Kind: "play", Staff: []string{c.Lone.ID}, Persons: []string{child}, PlannedStart: start, PlannedEnd: start.Add(90 * 60e9),
	}
	c.does(c.Lone, func(ctx context.Context, f *casefile.Writer) error { return session.Plan(ctx, f, s) })
	c.SetNow(start.Add(3 * 3600e9))
	s.EntryID, s.Version, s.Start, s.End, s.DirectMinutes, s.Observation = db.NewID(), 1, s.PlannedStart, s.PlannedEnd, 90, "De byggede en hule og grinede tre gange."
	c.does(c.Lone, func(ctx context.Context, f *casefile.Writer) error { return session.Record(ctx, f, s) })
	c.does(c.Lone, func(ctx context.Context, f *casefile.Writer) error {
		return session.Sign(ctx, f, session.Signature{SessionID: s.ID, EntryID: db.NewID(), Version: 2, Attention: &no})
	})
	c.OK(c.t, c.Read(c.t, c.Lone, c.id, func(ctx context.Context, f *casefile.Reader) error {
		h, err := session.Delivered(ctx, f)
		if h.Total != 1.5 {
			c.t.Errorf("delivered %v hours, want 1.5", h.Total)
		}
		return err
	}))
}

func (c *third) close(goal string) {
	closing := course.Closing{Ending: course.Planned, SignedBy: []string{c.Lone.ID, c.Ellen.ID}, OpenGoals: 1, Exception: "for kort et forløb til at måle"}
	if err := c.Write(c.t, c.Gitte, c.id, func(ctx context.Context, f *casefile.Writer) error { return course.Close(ctx, f, closing) }); fault.KindOf(err) != fault.Invalid {
		c.t.Fatalf("closed with an open goal: %v", err)
	}
	c.does(c.Lone, func(ctx context.Context, f *casefile.Writer) error {
		return plan.Conclude(ctx, f, plan.Conclusion{ID: db.NewID(), GoalID: goal, Outcome: plan.Reached, Next: plan.End, Reason: "De leger hver dag"})
	})
	closing.OpenGoals = 0
	c.does(c.Gitte, func(ctx context.Context, f *casefile.Writer) error { return course.Close(ctx, f, closing) })
	c.OK(c.t, c.Read(c.t, c.Gitte, c.id, func(ctx context.Context, f *casefile.Reader) error {
		got, err := course.Get(ctx, f)
		if got.Status != course.Closed || got.Programme != "siblings" {
			c.t.Errorf("got %s of %s", got.Status, got.Programme)
		}
		return err
	}))
}
