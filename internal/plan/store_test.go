package plan_test

import (
	"context"
	"slices"
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
)

func day(s string) clock.Date {
	d, err := clock.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func contactSupport(t *testing.T) programme.Programme {
	t.Helper()
	p, ok := programme.Shipped().Get("contactsupport")
	if !ok {
		t.Fatal("no such programme")
	}
	return p
}

// family is an active course of a child of three with 156 hours from 16 March 2026.
func family(t *testing.T, w *casefiletest.World) string {
	t.Helper()
	id := w.File(t)
	prog := contactSupport(t)
	yes := true
	w.SetNow(day("2026-02-20").At(9, 0))
	w.OK(t, w.Write(t, w.Dorthe, id, func(ctx context.Context, f *casefile.Writer) error {
		return course.Refer(ctx, f, course.Referral{
			Programme: prog, AdviserID: w.Dorthe.ID, LeaderID: w.Gitte.ID,
			People: []course.ReferredPerson{
				{Word: "p1", Card: person.Card{Role: person.Child, Name: "Noah", Birth: day("2023-07-19")}},
				{Word: "p2", Card: person.Card{Role: person.Parent, Name: "Sanne"}},
			},
			Relations:  []person.Relation{{From: "p2", To: "p1", Kind: person.MotherOf, Custody: &yes, Source: "the mother"}},
			Concerns:   []course.Concern{{Worried: course.WorriedAdviser, What: "Hard to reach for him", SeenOn: day("2026-01-10")}},
			Basis:      []string{"s76"},
			Purpose:    "A relation that develops the child",
			DecisionOn: day("2026-02-10"), WhyNoConsent: "asked at the start-up meeting",
			FocusAreas: []course.FocusArea{{Text: "Follow his lead", Origin: course.FromChildsPlan}},
			Placements: []course.Placement{{PersonID: "p1", Consent: &yes, Kind: course.FosterFamily, Since: day("2026-01-05"), DecidedBy: "municipality", DecidedOn: day("2026-01-05")}},
			Hours:      156, Months: 11,
		})
	}))
	w.OK(t, w.Write(t, w.Gitte, id, func(ctx context.Context, f *casefile.Writer) error {
		var answers []course.Answer
		for _, c := range prog.Checks {
			answers = append(answers, course.Answer{CheckID: c.ID, Yes: c.Effect != programme.SpeaksAgainst})
		}
		if err := course.Accept(ctx, f, course.Decision{Programme: prog, Answers: answers}); err != nil {
			return err
		}
		team := []course.Member{
			{StaffID: w.Lone.ID, Role: course.Lead}, {StaffID: w.Anders.ID, Role: course.Second}, {StaffID: w.Ellen.ID, Role: course.Psychologist},
		}
		if err := course.NameTeam(ctx, f, team); err != nil {
			return err
		}
		return course.Activate(ctx, f, prog, day("2026-03-16"))
	}))
	return id
}

// filled returns the draft with everything a plan needs.
func filled(p plan.Plan) plan.Plan {
	p.StartOn = day("2026-03-16")
	p.Steps = []plan.Step{{Weeks: 12, HoursPerWeek: 5}, {Weeks: 16, HoursPerWeek: 4}, {Weeks: 16, HoursPerWeek: 2}}
	p.Reviews = []clock.Date{day("2026-06-11")}
	p.Activities = []string{programme.Contact, programme.Teaching}
	p.Prerequisites = []plan.Prerequisite{{PersonID: "x", Resources: "Sings with him"}}
	p.Goals[0].Title = "Sanne follows Noah's play"
	p.Goals[0].FamilyWords = "I want to know what he means"
	p.Goals[0].ResponsibleID = "lone"
	p.Goals[0].Signs = []string{"She waits for him to begin", "She says what he does"}
	p.Goals[0].Aims = []string{"relation"}
	p.Goals[0].RatingQuestion = "How did today's focus go?"
	return p
}

// approved writes and approves a first plan, and returns it.
func approved(t *testing.T, w *casefiletest.World, id string) plan.Plan {
	t.Helper()
	return put(t, w, id, filled)
}

// put takes a plan from draft to approval.
func put(t *testing.T, w *casefiletest.World, id string, fill func(plan.Plan) plan.Plan) plan.Plan {
	t.Helper()
	planID := db.NewID()
	w.OK(t, w.Write(t, w.Lone, id, func(ctx context.Context, f *casefile.Writer) error {
		p, err := plan.Draft(ctx, f, planID)
		if err != nil {
			return err
		}
		if err := plan.Revise(ctx, f, fill(p)); err != nil {
			return err
		}
		return plan.Submit(ctx, f, contactSupport(t), planID, p.Version+1)
	}))
	w.OK(t, w.Write(t, w.Gitte, id, func(ctx context.Context, f *casefile.Writer) error {
		return plan.Approve(ctx, f, planID, "")
	}))
	return current(t, w, id)
}

func current(t *testing.T, w *casefiletest.World, id string) plan.Plan {
	t.Helper()
	var p plan.Plan
	w.OK(t, w.Read(t, w.Lone, id, func(ctx context.Context, f *casefile.Reader) (err error) {
		p, _, err = plan.Current(ctx, f)
		return err
	}))
	return p
}

func TestFromDraftToApproval(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		id := family(t, w)
		p := approved(t, w, id)
		if p.Status != plan.StatusApproved || p.Number != 1 || p.ApproverID != w.Gitte.ID {
			t.Errorf("got status %s, number %d, approver %s", p.Status, p.Number, p.ApproverID)
		}
		if p.Planned() != 156 || p.EndOn != day("2027-01-17") || len(p.Goals) != 1 || p.Goals[0].Title == "" {
			t.Errorf("the plan was not kept whole: %v hours to %v, %d goals", p.Planned(), p.EndOn, len(p.Goals))
		}
	})
}

func TestAnUnfinishedPlanSaysWhatIsMissing(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		id, planID := family(t, w), db.NewID()
		err := w.Write(t, w.Lone, id, func(ctx context.Context, f *casefile.Writer) error {
			p, err := plan.Draft(ctx, f, planID)
			if err != nil {
				return err
			}
			p.Steps = []plan.Step{{Weeks: 4, HoursPerWeek: 2}, {Weeks: 4, HoursPerWeek: 3}}
			if err := plan.Revise(ctx, f, p); err != nil {
				return err
			}
			return plan.Submit(ctx, f, contactSupport(t), planID, p.Version+1)
		})
		bad, ok := fault.As(err)
		if !ok || bad.Kind != fault.Invalid {
			t.Fatalf("got %v, want Invalid", err)
		}
		var fields []string
		for _, f := range bad.Fields {
			fields = append(fields, f.Name)
		}
		for _, want := range []string{"prerequisites", "activities", "reviews.0", "steps.1.reason", "durationreason"} {
			if !slices.Contains(fields, want) {
				t.Errorf("nothing is said at %s; got %v", want, fields)
			}
		}
	})
}

func TestWhoMayApprove(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		id, planID := family(t, w), db.NewID()
		w.OK(t, w.Write(t, w.Lone, id, func(ctx context.Context, f *casefile.Writer) error {
			p, err := plan.Draft(ctx, f, planID)
			if err != nil {
				return err
			}
			if err := plan.Revise(ctx, f, filled(p)); err != nil {
				return err
			}
			return plan.Submit(ctx, f, contactSupport(t), planID, p.Version+1)
		}))
		for _, who := range []access.Actor{w.Lone, w.Anders, w.Ellen, w.Dorthe, w.Lars} {
			w.Denied(t, w.Write(t, who, id, func(ctx context.Context, f *casefile.Writer) error {
				return plan.Approve(ctx, f, planID, "")
			}))
		}
		w.OK(t, w.Write(t, w.Gitte, id, func(ctx context.Context, f *casefile.Writer) error {
			return plan.Approve(ctx, f, planID, "Good")
		}))
	})
}

func TestALeaderWhoWroteOnThePlanMayNotApproveIt(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		id, planID := family(t, w), db.NewID()
		w.OK(t, w.Write(t, w.Gitte, id, func(ctx context.Context, f *casefile.Writer) error {
			return f.Grant(ctx, w.Gitte.ID, access.Lead)
		}))
		w.OK(t, w.Write(t, w.Gitte, id, func(ctx context.Context, f *casefile.Writer) error {
			p, err := plan.Draft(ctx, f, planID)
			if err != nil {
				return err
			}
			if err := plan.Revise(ctx, f, filled(p)); err != nil {
				return err
			}
			return plan.Submit(ctx, f, contactSupport(t), planID, p.Version+1)
		}))
		w.Denied(t, w.Write(t, w.Gitte, id, func(ctx context.Context, f *casefile.Writer) error {
			return plan.Approve(ctx, f, planID, "")
		}))
	})
}

func TestTwoWriteOnTheSameDraft(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		id, planID := family(t, w), db.NewID()
		var first plan.Plan
		w.OK(t, w.Write(t, w.Lone, id, func(ctx context.Context, f *casefile.Writer) (err error) {
			if first, err = plan.Draft(ctx, f, planID); err != nil {
				return err
			}
			again, err := plan.Draft(ctx, f, db.NewID())
			if again.ID != planID {
				t.Errorf("a second draft was begun: %s", again.ID)
			}
			return err
		}))
		w.OK(t, w.Write(t, w.Ellen, id, func(ctx context.Context, f *casefile.Writer) error {
			return plan.Revise(ctx, f, first)
		}))
		err := w.Write(t, w.Lone, id, func(ctx context.Context, f *casefile.Writer) error {
			return plan.Revise(ctx, f, first)
		})
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("got %v, want a conflict", err)
		}
	})
}

func TestTheLeaderHandsThePlanBack(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		id, planID := family(t, w), db.NewID()
		w.OK(t, w.Write(t, w.Lone, id, func(ctx context.Context, f *casefile.Writer) error {
			p, err := plan.Draft(ctx, f, planID)
			if err != nil {
				return err
			}
			if err := plan.Revise(ctx, f, filled(p)); err != nil {
				return err
			}
			return plan.Submit(ctx, f, contactSupport(t), planID, p.Version+1)
		}))
		give := func(words string) error {
			return w.Write(t, w.Gitte, id, func(ctx context.Context, f *casefile.Writer) error {
				return plan.Return(ctx, f, planID, words)
			})
		}
		if err := give(" "); fault.KindOf(err) != fault.Invalid {
			t.Errorf("without words: %v, want Invalid", err)
		}
		w.OK(t, give("Say more about the goodbye"))
		w.OK(t, give("and again"))
		w.OK(t, w.Read(t, w.Lone, id, func(ctx context.Context, f *casefile.Reader) error {
			p, _, err := plan.Pending(ctx, f)
			if p.Status != plan.StatusDraft {
				t.Errorf("status %s, want draft", p.Status)
			}
			events, _ := plan.History(ctx, f)
			if len(events) != 3 || events[0].Note != "Say more about the goodbye" {
				t.Errorf("history: %+v", events)
			}
			return err
		}))
		w.OK(t, w.Read(t, w.Dorthe, id, func(ctx context.Context, f *casefile.Reader) error {
			all, err := plan.Versions(ctx, f)
			if len(all) != 0 {
				t.Error("the adviser sees a plan that nobody has approved")
			}
			return err
		}))
	})
}

func TestExtraHoursWaitAndTheFrameStaysTheLimit(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		id := family(t, w)
		first := approved(t, w, id)
		w.SetNow(day("2026-09-22").At(14, 0))
		second := put(t, w, id, func(p plan.Plan) plan.Plan {
			p.Steps = []plan.Step{{Weeks: 12, HoursPerWeek: 5}, {Weeks: 24, HoursPerWeek: 4}, {Weeks: 8, HoursPerWeek: 2}}
			p.Reason, p.ToldOn, p.ExtraReason = "They need calm", day("2026-09-22"), "The step down is stopped"
			return p
		})
		if second.Number != 2 || second.Supersedes != first.ID || second.Extra != 16 {
			t.Errorf("number %d, supersedes %q, extra %v", second.Number, second.Supersedes, second.Extra)
		}
		frame := func() (fr plan.Frame) {
			w.OK(t, w.Read(t, w.Lone, id, func(ctx context.Context, f *casefile.Reader) (err error) {
				fr, err = plan.FrameOf(ctx, f)
				return err
			}))
			return fr
		}
		if got, want := frame(), (plan.Frame{Granted: 156, Waiting: 16, WaitingSince: day("2026-09-22")}); got != want {
			t.Errorf("frame %+v, want %+v", got, want)
		}
		standing(t, w, id)
		answer := plan.Answer{ID: db.NewID(), RequestID: request(t, w, id).ID, Granted: 16}
		w.Denied(t, decide(t, w, w.Lone, id, answer))
		w.OK(t, decide(t, w, w.Dorthe, id, answer))
		w.OK(t, decide(t, w, w.Dorthe, id, answer))
		if got, want := frame(), (plan.Frame{Granted: 172}); got != want {
			t.Errorf("after the yes: frame %+v, want %+v", got, want)
		}
		answer.ID = db.NewID()
		if err := decide(t, w, w.Dorthe, id, answer); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a second answer: %v, want a conflict", err)
		}
	})
}

func standing(t *testing.T, w *casefiletest.World, id string) {
	t.Helper()
	for _, who := range []access.Actor{w.Lone, w.Mikkel} {
		w.OK(t, w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
			l, err := casefile.OpenList(context.Background(), tx, who, access.Purpose{Code: access.Deliver}, "caseload")
			if err != nil {
				return err
			}
			all, err := plan.Standings(context.Background(), l, id)
			s := all[id]
			if who == w.Mikkel {
				if len(all) != 0 {
					t.Error("Mikkel sees the standing of a course he does not belong to")
				}
				return err
			}
			if s.Waiting != 16 || s.WaitingSince != day("2026-09-22") || s.InForce.Number != 2 || s.InForce.Planned() != 172 {
				t.Errorf("standing: %+v", s)
			}
			return err
		}))
	}
}

func request(t *testing.T, w *casefiletest.World, id string) plan.Request {
	t.Helper()
	var all []plan.Request
	w.OK(t, w.Read(t, w.Dorthe, id, func(ctx context.Context, f *casefile.Reader) (err error) {
		all, err = plan.Requests(ctx, f)
		return err
	}))
	if len(all) != 1 || !all[0].Waiting() || all[0].Hours != 16 {
		t.Fatalf("requests: %+v", all)
	}
	return all[0]
}

func decide(t *testing.T, w *casefiletest.World, who access.Actor, id string, a plan.Answer) error {
	t.Helper()
	return w.Write(t, who, id, func(ctx context.Context, f *casefile.Writer) error { return plan.Decide(ctx, f, a) })
}

func TestTheAnswerToExtraHours(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		id := family(t, w)
		put(t, w, id, func(p plan.Plan) plan.Plan {
			p = filled(p)
			p.Steps[2].Weeks, p.ExtraReason = 24, "A longer way out"
			p.DurationReason = "52 weeks are a whole year"
			return p
		})
		q := request(t, w, id)
		tests := []struct {
			name   string
			who    access.Actor
			answer plan.Answer
			want   fault.Kind
		}{
			{"more than asked for", w.Dorthe, plan.Answer{Granted: 17}, fault.Invalid},
			{"less than nothing", w.Dorthe, plan.Answer{Granted: -1}, fault.Invalid},
			{"less without a reason", w.Dorthe, plan.Answer{Granted: 8}, fault.Invalid},
			{"tomorrow", w.Dorthe, plan.Answer{Granted: 16, On: day("2027-01-01")}, fault.Invalid},
			{"the leader without saying who answered", w.Gitte, plan.Answer{Granted: 16}, fault.Invalid},
		}
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				tt.answer.ID, tt.answer.RequestID = db.NewID(), q.ID
				if err := decide(t, w, tt.who, id, tt.answer); fault.KindOf(err) != tt.want {
					t.Errorf("got %v, want %v", err, tt.want)
				}
			})
		}
		w.OK(t, decide(t, w, w.Gitte, id, plan.Answer{ID: db.NewID(), RequestID: q.ID, Granted: 8, Reason: "Dorthe by telephone: half for now"}))
	})
}

func TestFollowUps(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		id := family(t, w)
		due := func() (d plan.Due) {
			w.OK(t, w.Read(t, w.Lone, id, func(ctx context.Context, f *casefile.Reader) (err error) {
				d, err = plan.NextFollowUp(ctx, f, contactSupport(t))
				return err
			}))
			return d
		}
		if got, want := due(), (plan.Due{On: day("2026-06-16"), Rule: "followup.first"}); got != want {
			t.Errorf("the first is due %+v, want %+v", got, want)
		}
		w.SetNow(day("2026-06-12").At(9, 0))
		hold := func(u plan.FollowUp) error {
			return w.Write(t, w.Lone, id, func(ctx context.Context, f *casefile.Writer) error {
				return plan.Hold(ctx, f, contactSupport(t), u)
			})
		}
		u := plan.FollowUp{ID: db.NewID(), HeldOn: day("2026-06-11"), Adjust: "Nothing", ChildWish: "Too young to be asked; seen in play"}
		w.OK(t, hold(u))
		w.OK(t, hold(u))
		if got := due(); !got.Undecided {
			t.Errorf("no next date was decided, yet due is %+v", got)
		}
		next := u
		next.ID, next.Supersedes, next.NextOn = db.NewID(), u.ID, day("2026-11-11")
		if err := hold(next); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a date without a reason: %v, want Invalid", err)
		}
		next.Reason = "When the hours have been lower for a while"
		w.OK(t, hold(next))
		if got, want := due(), (plan.Due{On: day("2026-11-11"), Rule: "followup.next"}); got != want {
			t.Errorf("the next is due %+v, want %+v", got, want)
		}
		w.OK(t, w.Read(t, w.Lone, id, func(ctx context.Context, f *casefile.Reader) error {
			held, err := plan.FollowUps(ctx, f)
			if len(held) != 1 || held[0].ID != next.ID {
				t.Errorf("held: %+v", held)
			}
			return err
		}))
	})
}

func TestGoalsAreConcludedAndSignsSeen(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		id := family(t, w)
		goal := approved(t, w, id).Goals[0]
		w.SetNow(day("2026-09-30").At(17, 0))
		w.OK(t, w.Write(t, w.Anders, id, func(ctx context.Context, f *casefile.Writer) error {
			return plan.NoteSign(ctx, f, db.NewID(), plan.Sign{GoalID: goal.ID, Text: goal.Signs[1], Seen: true, On: day("2026-09-09")})
		}))
		conclude := func(who access.Actor, c plan.Conclusion) error {
			return w.Write(t, who, id, func(ctx context.Context, f *casefile.Writer) error { return plan.Conclude(ctx, f, c) })
		}
		c := plan.Conclusion{ID: db.NewID(), GoalID: goal.ID, Outcome: plan.Partly, Next: plan.Continue, Reason: "Six of eight signs"}
		w.Denied(t, conclude(w.Dorthe, c))
		w.OK(t, conclude(w.Lone, c))
		w.OK(t, conclude(w.Lone, c))
		again := c
		again.ID, again.Supersedes, again.Outcome = db.NewID(), c.ID, plan.Reached
		w.SetNow(day("2026-09-30").At(18, 0))
		w.OK(t, conclude(w.Lone, again))
		if err := conclude(w.Lone, plan.Conclusion{ID: db.NewID(), GoalID: goal.ID}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("an empty conclusion: %v, want Invalid", err)
		}
		p := current(t, w, id)
		if g := p.Goals[0]; g.Concluded == nil || g.Concluded.Outcome != plan.Reached || len(p.Open()) != 0 {
			t.Errorf("concluded: %+v", p.Goals[0].Concluded)
		}
		w.OK(t, w.Read(t, w.Lone, id, func(ctx context.Context, f *casefile.Reader) error {
			all, err := plan.Conclusions(ctx, f)
			if len(all) != 2 {
				t.Errorf("%d conclusions kept, want 2", len(all))
			}
			signs, _ := plan.Signs(ctx, f, p)
			if s := signs[goal.ID]; len(s) != 2 || s[0].Seen || !s[1].Seen || s[1].On != day("2026-09-09") {
				t.Errorf("signs: %+v", s)
			}
			return err
		}))
	})
}
