package load

import (
	"context"
	"fmt"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/instrument"
	"samspil/internal/method/singlecase"
	"samspil/internal/plan"
	"samspil/internal/session"
)

// writePlan writes a plan of one goal and hands it to the leader.
func (o *family) writePlan(ctx context.Context, w *casefile.Writer) error {
	p, err := plan.Draft(ctx, w, db.NewID())
	if err != nil {
		return fmt.Errorf("draft plan: %w", err)
	}
	p.StartOn = o.start
	p.Reviews = []clock.Date{o.start.AddMonths(3).AddDays(-5)}
	p.Steps = []plan.Step{{Weeks: 8, HoursPerWeek: 4}, {Weeks: 8, HoursPerWeek: 3, Reason: "Det går bedre."}, {Weeks: 8, HoursPerWeek: 2, Reason: "Familien klarer mere selv."}}
	p.Activities = []string{"pedagogical", "teaching"}
	p.Prerequisites = []plan.Prerequisite{{PersonID: o.parent, Resources: o.text(1), Challenges: o.text(1)}}
	p.Goals = []plan.Goal{{
		ID: o.goal, FocusAreaID: o.area, Kind: plan.GoalDevelop, Title: "Rolige morgener", FamilyWords: o.text(1), ChildWords: "At vi ikke råber.",
		ResponsibleID: o.lead.ID, Signs: []string{"Tasken er pakket om aftenen."}, Aims: []string{o.programme.Aims[0].ID},
		Levels: [5]string{"Ingen rolige morgener", "En rolig morgen", "To rolige morgener", "Fire rolige morgener", "Alle morgener er rolige"},
		Rating: true, RatingQuestion: "Hvor rolige er morgenerne?",
	}}
	if err := plan.Revise(ctx, w, p); err != nil {
		return fmt.Errorf("revise plan: %w", err)
	}
	if err := plan.Submit(ctx, w, o.programme, p.ID, p.Version+1); err != nil {
		return fmt.Errorf("submit plan: %w", err)
	}
	return nil
}

func (o *family) approvePlan(ctx context.Context, w *casefile.Writer) error {
	all, err := plan.Versions(ctx, &w.Reader)
	if err != nil {
		return err
	}
	if err := plan.Approve(ctx, w, all[0].ID, ""); err != nil {
		return fmt.Errorf("approve plan: %w", err)
	}
	return nil
}

// work holds and signs the sessions spread over the time since the start, leaves
// one of some families' unsigned, plans the next, and takes the ratings.
func (o *family) work(ctx context.Context, w *casefile.Writer) error {
	days := o.today.Sub(o.start)
	for i := range o.size.Sessions {
		day := o.start.AddDays((i * (days - 1)) / max(1, o.size.Sessions))
		at := day.At(8+(i%4)*2, 0)
		if err := o.hold(ctx, w, at, true); err != nil {
			return fmt.Errorf("hold session %d: %w", i, err)
		}
	}
	if o.number%PerConsultant == 3 {
		if err := o.hold(ctx, w, o.today.AddDays(-1).At(14, 0), false); err != nil {
			return err
		}
	}
	if err := o.planNext(ctx, w); err != nil {
		return fmt.Errorf("plan next: %w", err)
	}
	if err := o.followUp(ctx, w); err != nil {
		return fmt.Errorf("follow up: %w", err)
	}
	return o.rate(ctx, w)
}

// followUp holds the first follow-up in time, and decides on the next.
func (o *family) followUp(ctx context.Context, w *casefile.Writer) error {
	held := o.start.AddMonths(3).AddDays(-5)
	if held.After(o.today) {
		return nil
	}
	return plan.Hold(ctx, w, o.programme, plan.FollowUp{
		ID: db.NewID(), HeldOn: held, NextOn: held.AddMonths(3), ToldOn: held, Adjust: "no", Reason: o.text(1), ChildWish: "At du kommer igen.",
	})
}

func (o *family) hold(ctx context.Context, w *casefile.Writer, at time.Time, sign bool) error {
	s := session.Session{
		ID: db.NewID(), EntryID: db.NewID(), Kind: session.Pedagogical, Start: at, End: at.Add(90 * time.Minute), Place: "Hjemme hos familien",
		DirectMinutes: 90, IndirectMinutes: 20, TravelMinutes: 30, Staff: []string{o.lead.ID}, Persons: []string{o.child, o.parent},
		Observation: o.text(4), Interpretation: o.text(2), Assessment: o.text(2), GoalNotes: map[string]string{o.goal: o.text(1)},
		NextTime: o.text(1), Aims: []string{o.programme.Aims[0].ID},
	}
	if err := session.Record(ctx, w, s); err != nil || !sign {
		return err
	}
	no := false
	return session.Sign(ctx, w, session.Signature{SessionID: s.ID, EntryID: db.NewID(), Version: 1, Attention: &no})
}

// planNext puts the next visit of every fifth family today.
func (o *family) planNext(ctx context.Context, w *casefile.Writer) error {
	at := o.today.AddDays(1+o.rand.IntN(7)).At(13, 0)
	if o.number%5 == 0 {
		at = o.today.At(10+o.number%4, 0)
	}
	return session.Plan(ctx, w, session.Session{
		ID: db.NewID(), EntryID: db.NewID(), Kind: session.Teaching, PlannedStart: at, PlannedEnd: at.Add(time.Hour),
		Place: "Hjemme hos familien", Staff: []string{o.lead.ID}, Persons: []string{o.child, o.parent}, Theme: "Aftenrutiner",
	})
}

func (o *family) rate(ctx context.Context, w *casefile.Writer) error {
	if o.size.Ratings == 0 {
		return nil
	}
	s := instrument.Strand{
		ID: db.NewID(), Instrument: "goal-rating", GoalID: o.goal, Title: "Rolige morgener", RaterRole: singlecase.Parent, RaterID: o.parent,
		RaterName: "Mor", EveryDays: 14, OpenedOn: o.start, Position: 1,
	}
	if err := instrument.Open(ctx, w, s); err != nil {
		return fmt.Errorf("open strand: %w", err)
	}
	days := o.today.Sub(o.start)
	for i := range o.size.Ratings {
		value := float64(min(10, 2+i+o.rand.IntN(3)))
		r := instrument.Rating{ID: db.NewID(), StrandID: s.ID, On: o.start.AddDays(i * days / o.size.Ratings), Value: &value, Words: o.text(1)}
		if err := instrument.Record(ctx, w, r); err != nil {
			return fmt.Errorf("rate: %w", err)
		}
	}
	return nil
}
