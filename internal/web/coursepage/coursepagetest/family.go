// Package coursepagetest is the family that the pages of a course are tried on: Noah,
// who meets his mother with support, from the referral to half a year later. It is
// for tests only.
package coursepagetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/instrument"
	"samspil/internal/interaction"
	"samspil/internal/method/singlecase"
	"samspil/internal/person"
	"samspil/internal/plan"
	"samspil/internal/programme"
	"samspil/internal/scheme"
	"samspil/internal/session"
)

// Day reads a date as a test writes it: 2026-10-01.
func Day(s string) clock.Date {
	d, err := clock.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// Family is a course of contact support in the making.
type Family struct {
	ID   string // of the course
	Prog programme.Programme

	Child, Mother, Father string      // ids of the people
	Goals                 []plan.Goal // of the newest plan

	t *testing.T
	w *casefiletest.World
}

// At moves the clock and writes as somebody.
func (m *Family) At(when time.Time, who access.Actor, f func(context.Context, *casefile.Writer) error) {
	m.t.Helper()
	m.w.SetNow(when)
	if err := m.w.Write(m.t, who, m.ID, f); err != nil {
		m.t.Fatal(err)
	}
}

// New is an active course without a plan.
func New(t *testing.T, w *casefiletest.World) *Family {
	t.Helper()
	prog, _ := programme.Shipped().Get("contactsupport")
	m := &Family{t: t, w: w, ID: w.File(t), Prog: prog}
	m.At(Day("2026-02-20").At(9, 0), w.Dorthe, m.refer)
	m.At(Day("2026-03-02").At(9, 0), w.Gitte, func(ctx context.Context, f *casefile.Writer) error {
		var answers []course.Answer
		for _, c := range prog.Checks {
			answers = append(answers, course.Answer{CheckID: c.ID, Yes: c.Effect != programme.SpeaksAgainst})
		}
		if err := course.Accept(ctx, f, course.Decision{Programme: prog, Answers: answers}); err != nil {
			return err
		}
		if err := course.NameTeam(ctx, f, []course.Member{
			{StaffID: w.Lone.ID, Role: course.Lead}, {StaffID: w.Anders.ID, Role: course.Second}, {StaffID: w.Ellen.ID, Role: course.Psychologist},
		}); err != nil {
			return err
		}
		return course.Activate(ctx, f, prog, Day("2026-03-16"))
	})
	w.SetNow(casefiletest.Start)
	return m
}

func (m *Family) refer(ctx context.Context, f *casefile.Writer) error {
	yes, no := true, false
	words, err := course.ReferWords(ctx, f, course.Referral{
		Programme: m.Prog, AdviserID: m.w.Dorthe.ID, LeaderID: m.w.Gitte.ID,
		People: []course.ReferredPerson{
			{Word: "p1", Card: person.Card{Role: person.Child, Name: "Noah", Sex: person.Male, Birth: Day("2023-07-19")}},
			{Word: "p2", Card: person.Card{Role: person.Parent, Name: "Sanne", Sex: person.Female, Birth: Day("2001-10-06")}},
			{Word: "p3", Card: person.Card{Role: person.Parent, Name: "Mads", Sex: person.Male, Birth: Day("1999-01-25")}},
		},
		Relations: []person.Relation{
			{From: "p2", To: "p1", Kind: person.MotherOf, Custody: &yes, Source: "CPR"},
			{From: "p3", To: "p1", Kind: person.FatherOf, Custody: &no, Source: "CPR"},
			{From: "p2", To: "p3", Kind: person.ExPartnerOf, Together: &no},
		},
		Concerns: []course.Concern{{Worried: course.WorriedAdviser, What: "Sanne var alene og svær at nå for ham", SeenOn: Day("2026-01-10")}},
		Basis:    []string{"s76", "s32.1.5"}, Purpose: "At Noah og Sanne kan være trygge sammen",
		DecisionOn: Day("2026-02-10"), WhyNoConsent: "spørges ved opstartsmødet",
		FocusAreas: []course.FocusArea{
			{Text: "Følge hans initiativ", Origin: course.FromChildsPlan}, {Text: "Trøst", Origin: course.FromChildsPlan}, {Text: "Et tydeligt farvel", Origin: course.FromChildsPlan},
		},
		Placements: []course.Placement{{PersonID: "p1", Consent: &yes, Kind: course.FosterFamily, Since: Day("2026-01-05"), DecidedBy: "municipality", DecidedOn: Day("2026-01-05")}},
		Hours:      156, Months: 11,
	})
	m.Child, m.Mother, m.Father = words["p1"], words["p2"], words["p3"]
	return err
}

// Fill writes everything a first plan needs.
func (m *Family) Fill(p plan.Plan) plan.Plan {
	titles := []string{"Sanne følger Noahs leg", "Noah finder trøst hos Sanne", "Et tydeligt farvel"}
	for i := range p.Goals {
		g := &p.Goals[i]
		g.Title, g.FamilyWords, g.ResponsibleID, g.Aims = titles[i], "Jeg vil gerne vide, hvad han mener", m.w.Lone.ID, []string{"relation"}
		g.Signs = []string{"Sanne siger til, når der er fem minutter tilbage", "De synger farvelsangen sammen", "Noah vinker uden gråd"}
		g.Rating, g.RatingQuestion = i < 2, "Hvordan gik det med dagens fokus?"
	}
	p.StartOn = Day("2026-03-16")
	p.Steps = []plan.Step{{Weeks: 12, HoursPerWeek: 5}, {Weeks: 16, HoursPerWeek: 4}, {Weeks: 16, HoursPerWeek: 2}}
	p.Reviews = []clock.Date{Day("2026-06-11")}
	p.Activities = []string{programme.Contact, programme.Teaching}
	p.Prerequisites = []plan.Prerequisite{{PersonID: m.Mother, Resources: "Sanne synger for ham", Challenges: "Hun er træt om eftermiddagen"}}
	return p
}

// Approve takes a plan from draft to approval on a day.
func (m *Family) Approve(on string, fill func(plan.Plan) plan.Plan) {
	m.t.Helper()
	id := db.NewID()
	m.At(Day(on).At(10, 0), m.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		p, err := plan.Draft(ctx, f, id)
		if err != nil {
			return err
		}
		p = fill(p)
		m.Goals = p.Goals
		if err := plan.Revise(ctx, f, p); err != nil {
			return err
		}
		return plan.Submit(ctx, f, m.Prog, id, p.Version+1)
	})
	m.At(Day(on).At(14, 0), m.w.Gitte, func(ctx context.Context, f *casefile.Writer) error { return plan.Approve(ctx, f, id, "") })
}

// Live lets half a year go by: contacts, ratings, a follow-up, two absences, a changed
// plan and a message that nobody has acknowledged.
func (m *Family) Live() {
	m.Approve("2026-03-17", m.Fill)
	m.agree()
	m.contacts()
	m.ratings()
	m.At(Day("2026-06-11").At(15, 0), m.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		return plan.Hold(ctx, f, m.Prog, plan.FollowUp{
			ID: db.NewID(), HeldOn: Day("2026-06-11"), NextOn: Day("2026-11-11"), Adjust: "Ingenting", Reason: "Når timerne har været færre i nogle måneder",
			ChildWish: "Noah er for lille til at blive spurgt. Vi ser det i legen",
		})
	})
	m.At(Day("2026-09-09").At(17, 0), m.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		g := m.Goals[2]
		for _, text := range g.Signs[:2] {
			if err := plan.NoteSign(ctx, f, db.NewID(), plan.Sign{GoalID: g.ID, Text: text, Seen: true}); err != nil {
				return err
			}
		}
		return nil
	})
	m.Approve("2026-09-22", func(p plan.Plan) plan.Plan {
		p.Steps = []plan.Step{{Weeks: 12, HoursPerWeek: 5}, {Weeks: 24, HoursPerWeek: 4}, {Weeks: 8, HoursPerWeek: 2}}
		p.Reason, p.ToldOn = "Sanne og Noah har brug for ro. Vi bliver på 4 timer om ugen til 22. november.", Day("2026-09-22")
		p.ExtraReason = "Trinnet ned i september blev stoppet"
		return p
	})
	m.Message("2026-09-29", "Sanne er flyttet ud af sin lejlighed")
	m.w.SetNow(casefiletest.Start)
}

func (m *Family) agree() {
	m.At(Day("2026-03-20").At(10, 0), m.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		for _, kind := range []course.ConsentKind{course.ForService, course.ForSupportedContact, course.ForRecord} {
			if err := course.RecordConsent(ctx, f, course.Consent{
				ID: db.NewID(), PersonID: m.Mother, Kind: kind, Status: course.Given, How: course.Signed, Scope: "Teamet læser det, så længe forløbet varer",
			}); err != nil {
				return err
			}
		}
		return contact.Arrange(ctx, f, contact.Arrangement{
			ID: db.NewID(), Children: []string{m.Child}, Counterpart: m.Mother, State: contact.Supported, Basis: "§ 104, stk. 3", DecidedBy: contact.Municipality,
			DecidedOn: Day("2026-03-10"), From: Day("2026-03-16"), Frequency: contact.Frequency{EveryWeeks: 1, Minutes: 120}, Purpose: "Støtte til at følge ham",
			Recording: contact.Agreement, RecordingOf: "Aftale om beskrivelse", RecordingFrom: Day("2026-03-20").At(10, 0),
		})
	})
}

// contacts are 27 held ones and two to which nobody came.
func (m *Family) contacts() {
	for n := range 29 {
		on := Day("2026-03-18").AddDays(7 * n)
		if on.After(Day("2026-09-30")) {
			break
		}
		who := m.w.Lone
		if n == 4 || n == 11 {
			who = m.w.Anders
		}
		hours := 5.0
		if n >= 12 {
			hours = 4
		}
		absent := on == Day("2026-08-26") || on == Day("2026-09-02")
		m.At(on.At(18, 0), who, func(ctx context.Context, f *casefile.Writer) error {
			s := session.Session{ID: db.NewID(), EntryID: db.NewID(), Kind: session.Contact, Staff: []string{who.ID}, Persons: []string{m.Mother, m.Child}}
			if absent {
				return m.absence(ctx, f, s, on)
			}
			no := false
			s.Start, s.End, s.Attention = on.At(14, 30), on.At(16, 30), &no
			s.DirectMinutes, s.IndirectMinutes = 180, int(hours*60)-180
			if err := session.Record(ctx, f, s); err != nil || on == Day("2026-09-30") {
				return err
			}
			return session.Sign(ctx, f, session.Signature{SessionID: s.ID, EntryID: db.NewID(), Version: 1, Attention: &no})
		})
	}
	m.At(Day("2026-09-30").At(19, 0), m.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		on := Day("2026-10-07")
		return session.Plan(ctx, f, session.Session{
			ID: db.NewID(), EntryID: db.NewID(), Kind: session.Contact, Staff: []string{m.w.Lone.ID}, Persons: []string{m.Mother, m.Child},
			PlannedStart: on.At(14, 30), PlannedEnd: on.At(16, 30),
		})
	})
}

func (m *Family) absence(ctx context.Context, f *casefile.Writer, s session.Session, on clock.Date) error {
	s.PlannedStart, s.PlannedEnd = on.At(14, 30), on.At(16, 30)
	if err := session.Plan(ctx, f, s); err != nil {
		return err
	}
	return session.Cancel(ctx, f, session.Signature{SessionID: s.ID, EntryID: db.NewID(), Version: 1},
		session.Cancellation{Side: session.SideParent, Code: session.DidNotCome, Reason: "Uden afbud"})
}

// ratings are two strands, every twelve days: the share of answers without help, which
// is counted from what was coded in a visit on that day, and the mother's own 0–10.
func (m *Family) ratings() {
	own := []float64{4, 4, 5, 5, 6, 6, 7, 7, 6, 7, 6, 5, 4, 4, 3, 4}
	unaided := []int{6, 7, 7, 8, 9, 10, 10, 11, 12, 12, 12, 10, 9, 8, 7, 7} // of twenty answers
	first := Day("2026-03-25")
	m.open(0, instrument.Strand{Instrument: "answered-initiatives", Title: "Noahs initiativer, som Sanne svarer på uden hjælp", RaterName: "Samspilskodning",
		RaterRole: singlecase.Observation, RaterID: m.w.Lone.ID})
	id := m.open(1, instrument.Strand{Instrument: "goal-rating", Title: "Hvordan gik det med dagens fokus?", RaterName: "Sannes egen vurdering",
		RaterRole: singlecase.Parent, RaterID: m.Mother})
	for n, value := range own {
		on := first.AddDays(12 * n)
		m.code(on, unaided[n])
		m.At(on.At(18, 30), m.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
			return instrument.Record(ctx, f, instrument.Rating{ID: db.NewID(), StrandID: id, On: on, Value: &value})
		})
	}
}

// open opens a strand of a goal and returns its id.
func (m *Family) open(goal int, s instrument.Strand) string {
	s.ID, s.GoalID, s.EveryDays, s.Position = db.NewID(), m.Goals[goal].ID, 14, goal
	m.At(Day("2026-03-25").At(18, 0), m.w.Lone, func(ctx context.Context, f *casefile.Writer) error { return instrument.Open(ctx, f, s) })
	return s.ID
}

// code makes a visit of a quarter of an hour and codes it: twenty times the child
// begins and is answered, so many of them without help.
func (m *Family) code(on clock.Date, unaided int) {
	const answers, every = 20, 20_000 // milliseconds
	visit, id := db.NewID(), db.NewID()
	m.At(on.At(12, 0), m.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		if err := session.Plan(ctx, f, session.Session{ID: visit, EntryID: db.NewID(), Kind: session.Practical, PlannedStart: on.At(10, 0), PlannedEnd: on.At(10, 15),
			Place: "Familiehuset", Staff: []string{m.w.Lone.ID}, Persons: []string{m.Mother, m.Child}}); err != nil {
			return err
		}
		if err := interaction.Open(ctx, f, interaction.Segment{ID: id, SessionID: visit, Part: "play", Scheme: scheme.Shipped().Ref(), Source: interaction.Desk,
			StartedAt: on.At(10, 1)}); err != nil {
			return err
		}
		var list []interaction.Entry
		add := func(at int64, deed interaction.Deed, code string) {
			list = append(list, interaction.Entry{ID: fmt.Sprintf("%s-%d", id, len(list)), Device: "desk", Seq: len(list) + 1, At: at, Deed: deed, Code: code})
		}
		for i := range int64(answers) {
			add(i*every+5000, interaction.Point, "B-INI")
			if int(i) >= unaided {
				add(i*every+5500, interaction.Point, "K-STØ")
			}
			add(i*every+6500, interaction.Point, "F-FØL")
		}
		add(answers*every, interaction.End, "")
		_, err := interaction.Append(ctx, f, id, list)
		return err
	})
}

// Message sends the adviser a quick word on a day.
func (m *Family) Message(on, subject string) {
	id := db.NewID()
	m.At(Day(on).At(9, 10), m.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		if err := attention.Write(ctx, f, attention.Feedback{ID: id, Kind: attention.Quick, Subject: subject, Body: "Vi ved ikke, hvor hun bor nu."}); err != nil {
			return err
		}
		return attention.Send(ctx, f, id)
	})
}
