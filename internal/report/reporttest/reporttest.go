// Package reporttest gives a test a whole course in one line: a family of the
// preventive programme near its end, with goals, meetings, measurements by three
// people, something that needed attention, and an analysis.
package reporttest

import (
	"context"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/analysis"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/instrument"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/person"
	"samspil/internal/plan"
	"samspil/internal/programme"
	"samspil/internal/session"
)

// Family is the course: Birgitte leads it, Henrik is its psychologist, Gitte the
// leader and Dorthe the adviser.
type Family struct {
	T         testing.TB
	W         *casefiletest.World
	ID        string
	Programme programme.Programme

	Child, Mother, Father string
	Goals                 []plan.Goal
	Strands               []string // calm mornings by the mother, days in school by the school, the child's ladder
	Sessions              []string // held, oldest first
}

// Day reads a date.
func Day(s string) clock.Date {
	d, err := clock.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// At moves the clock and writes as somebody.
func (m *Family) At(when time.Time, who access.Actor, f func(context.Context, *casefile.Writer) error) {
	m.T.Helper()
	m.W.SetNow(when)
	if err := m.W.Write(m.T, who, m.ID, f); err != nil {
		m.T.Fatal(err)
	}
}

// Villads is the family with its history up to the morning of 1 October 2026.
func Villads(t testing.TB, w *casefiletest.World) *Family {
	t.Helper()
	m := Begun(t, w)
	m.approve()
	m.meet()
	m.measure()
	m.attend()
	m.analyse()
	w.SetNow(casefiletest.Start)
	return m
}

// Begun is the family on the day the course became active, without a plan.
func Begun(t testing.TB, w *casefiletest.World) *Family {
	t.Helper()
	prog, _ := programme.Shipped().Get("preventive")
	m := &Family{T: t, W: w, ID: w.File(t), Programme: prog}
	m.At(Day("2025-12-15").At(9, 0), w.Dorthe, m.refer)
	m.At(Day("2026-01-05").At(9, 0), w.Gitte, func(ctx context.Context, f *casefile.Writer) error {
		var answers []course.Answer
		for _, c := range prog.Checks {
			answers = append(answers, course.Answer{CheckID: c.ID, Yes: c.Effect != programme.SpeaksAgainst})
		}
		if err := course.Accept(ctx, f, course.Decision{Programme: prog, Answers: answers}); err != nil {
			return err
		}
		team := []course.Member{{StaffID: w.Birgitte.ID, Role: course.Lead}, {StaffID: w.Henrik.ID, Role: course.Psychologist}}
		if err := course.NameTeam(ctx, f, team); err != nil {
			return err
		}
		return course.Activate(ctx, f, prog, Day("2026-01-26"))
	})
	w.SetNow(casefiletest.Start)
	return m
}

func (m *Family) refer(ctx context.Context, f *casefile.Writer) error {
	yes := true
	words, err := course.ReferWords(ctx, f, course.Referral{
		Programme: m.Programme, AdviserID: m.W.Dorthe.ID, LeaderID: m.W.Gitte.ID,
		People: []course.ReferredPerson{
			{Word: "p1", Card: person.Card{Role: person.Child, Name: "Villads", Sex: person.Male, Birth: Day("2019-05-14")}},
			{Word: "p2", Card: person.Card{Role: person.Parent, Name: "Camilla", Sex: person.Female}},
			{Word: "p3", Card: person.Card{Role: person.Parent, Name: "Jonas", Sex: person.Male}},
		},
		Relations: []person.Relation{
			{From: "p2", To: "p1", Kind: person.MotherOf, Custody: &yes, Source: "CPR"}, {From: "p3", To: "p1", Kind: person.FatherOf, Custody: &yes, Source: "CPR"},
		},
		Concerns: []course.Concern{{Worried: course.WorriedSchool, Who: "klasselæreren", What: "Ondt i maven om morgenen", SeenOn: Day("2025-12-03")}},
		Basis:    []string{"s32.1.5"}, Purpose: "Rolige morgener", DecisionOn: Day("2025-12-12"), WhyNoConsent: "spørges ved opstart",
		FocusAreas: []course.FocusArea{{Text: "Familieforhold", Origin: course.FromWelfareAssessment}}, Hours: 84, Months: 9,
	})
	m.Child, m.Mother, m.Father = words["p1"], words["p2"], words["p3"]
	return err
}

func (m *Family) approve() {
	id := db.NewID()
	m.At(Day("2026-01-20").At(10, 0), m.W.Birgitte, func(ctx context.Context, f *casefile.Writer) error {
		p, err := plan.Draft(ctx, f, id)
		if err != nil {
			return err
		}
		g := &p.Goals[0]
		g.Title, g.FamilyWords, g.ChildWords, g.ResponsibleID = "Rolige morgener", "Vi vil gerne ud ad døren uden at råbe", "så ved jeg det godt", m.W.Birgitte.ID
		g.Aims, g.Signs, g.Rating, g.RatingQuestion = []string{"habits"}, []string{"Tøjet ligger fremme"}, true, "Hvor rolige har morgenerne været?"
		p.StartOn = Day("2026-01-26")
		p.Steps = []plan.Step{{Weeks: 10, HoursPerWeek: 4}, {Weeks: 12, HoursPerWeek: 2.5}, {Weeks: 14, HoursPerWeek: 1}}
		p.Reviews, p.RhythmReason = []clock.Date{Day("2026-04-22")}, "Efter en skolestart"
		p.Activities = []string{programme.Pedagogical}
		p.Prerequisites = []plan.Prerequisite{{PersonID: m.Mother, Resources: "Varm", Challenges: "Travl"}}
		m.Goals = p.Goals
		if err := plan.Revise(ctx, f, p); err != nil {
			return err
		}
		return plan.Submit(ctx, f, m.Programme, id, p.Version+1)
	})
	m.At(Day("2026-01-20").At(14, 0), m.W.Gitte, func(ctx context.Context, f *casefile.Writer) error { return plan.Approve(ctx, f, id, "") })
}

// meet holds six visits and one that was called off.
func (m *Family) meet() {
	for n := range 7 {
		on := Day("2026-01-27").AddDays(35 * n)
		id := db.NewID()
		m.At(on.At(18, 0), m.W.Birgitte, func(ctx context.Context, f *casefile.Writer) error {
			s := session.Session{ID: id, EntryID: db.NewID(), Kind: session.Pedagogical, Staff: []string{m.W.Birgitte.ID}, Persons: []string{m.Mother, m.Child}}
			if n == 3 {
				s.PlannedStart, s.PlannedEnd = on.At(15, 0), on.At(16, 0)
				if err := session.Plan(ctx, f, s); err != nil {
					return err
				}
				return session.Cancel(ctx, f, session.Signature{SessionID: id, EntryID: db.NewID(), Version: 1},
					session.Cancellation{Side: session.SideParent, Code: session.Ill, Reason: "Camilla havde feber", NoticeAt: on.At(8, 0), ToldBy: "Camilla"})
			}
			no := false
			s.Start, s.End, s.Attention, s.DirectMinutes, s.IndirectMinutes = on.At(15, 0), on.At(17, 0), &no, 120, 30
			s.Observation = "Tøj og taske ligger klar. Villads henter selv skoletasken."
			if err := session.Record(ctx, f, s); err != nil {
				return err
			}
			m.Sessions = append(m.Sessions, id)
			return session.Sign(ctx, f, session.Signature{SessionID: id, EntryID: db.NewID(), Version: 1, Attention: &no})
		})
	}
}

// measure records what three people saw: enough for a documented development.
func (m *Family) measure() {
	for i, s := range []struct {
		instrument, title, name string
		role                    singlecase.Role
		rater                   string
		values                  []float64
	}{
		{"goal-rating", "Rolige morgener", "Camilla, mor", singlecase.Parent, m.Mother, []float64{3, 2, 3, 4, 3, 4, 5, 4, 6, 5, 6, 7, 6, 7}},
		{"school-days", "Fem dage i skole", "Skolen", singlecase.School, "school", []float64{2, 1, 2, 2, 3, 3, 4, 4, 5, 4, 5, 5, 5}},
		{"life-ladder", "Jeg ved, hvad der sker i morgen", "Villads", singlecase.Child, m.Child, []float64{4, 4, 5, 4, 5, 6, 6, 7, 6, 7, 7}},
	} {
		id := db.NewID()
		m.Strands = append(m.Strands, id)
		goal := ""
		if i == 0 {
			goal = m.Goals[0].ID
		}
		m.At(Day("2026-01-27").At(18, 0), m.W.Birgitte, func(ctx context.Context, f *casefile.Writer) error {
			return instrument.Open(ctx, f, instrument.Strand{
				ID: id, Instrument: s.instrument, GoalID: goal, Title: s.title, RaterRole: s.role, RaterID: s.rater, RaterName: s.name, EveryDays: 28, Position: i,
			})
		})
		for n, value := range s.values {
			on := Day("2026-01-27").AddDays(18 * n)
			m.At(on.At(18, 30), m.W.Birgitte, func(ctx context.Context, f *casefile.Writer) error {
				return instrument.Record(ctx, f, instrument.Rating{ID: db.NewID(), StrandID: id, On: on, Value: &value})
			})
		}
	}
	m.At(Day("2026-09-21").At(15, 0), m.W.Henrik, func(ctx context.Context, f *casefile.Writer) error {
		return outcome.Judge(ctx, f, outcome.Judgement{ID: db.NewID(), Says: singlecase.SaysDevelopment, Reason: "De få svære morgener ender uden råb."})
	})
}

// attend is a flag of March that was told and closed.
func (m *Family) attend() {
	flag, told := db.NewID(), db.NewID()
	m.At(Day("2026-03-12").At(9, 0), m.W.Birgitte, func(ctx context.Context, f *casefile.Writer) error {
		if err := attention.Raise(ctx, f, attention.Flag{ID: flag, What: "Camilla sover ikke", OwnerID: m.W.Birgitte.ID}); err != nil {
			return err
		}
		if err := attention.Write(ctx, f, attention.Feedback{ID: told, FlagID: flag, Kind: attention.Quick, Subject: "Camilla sover ikke", Body: "To til tre timer om natten."}); err != nil {
			return err
		}
		if err := attention.Send(ctx, f, told); err != nil {
			return err
		}
		return attention.Resolve(ctx, f, attention.Step{ID: db.NewID(), FlagID: flag, Outcome: attention.Tell, RefersTo: told, Reason: "Sundhedsplejersken hjælper", Closes: true})
	})
}

func (m *Family) analyse() {
	for _, day := range []string{"2026-03-06", "2026-09-17"} {
		id := db.NewID()
		m.At(Day(day).At(13, 30), m.W.Henrik, func(ctx context.Context, f *casefile.Writer) error {
			cites := []analysis.Citation{{Kind: analysis.CitesSession, ID: m.Sessions[0]}, {Kind: analysis.CitesStrand, ID: m.Strands[0]}}
			a := analysis.Analysis{ID: id, Statements: []analysis.Statement{
				{Part: analysis.Service, Layer: analysis.Observation, Text: "Familien gør det meste selv", Cites: cites},
				{Part: analysis.Care, Layer: analysis.Assessment, Text: "Camilla ser, hvordan Villads har det", Cites: cites[:1]},
			}}
			if err := analysis.Save(ctx, f, a); err != nil {
				return err
			}
			return analysis.Sign(ctx, f, id)
		})
	}
}

// ConcludeAll ends every goal of the plan as reached.
func (m *Family) ConcludeAll(ctx context.Context, f *casefile.Writer) error {
	p, _, err := plan.Current(ctx, &f.Reader)
	if err != nil {
		return err
	}
	for _, g := range p.Open() {
		c := plan.Conclusion{ID: db.NewID(), GoalID: g.ID, Outcome: plan.Reached, Next: plan.End, On: f.Today(), Reason: "Det holder."}
		if err := plan.Conclude(ctx, f, c); err != nil {
			return err
		}
	}
	return nil
}
