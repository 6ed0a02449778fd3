package course_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/person"
	"samspil/internal/programme"
)

func shipped(t testing.TB, id string) programme.Programme {
	t.Helper()
	p, ok := programme.Shipped().Get(id)
	if !ok {
		t.Fatalf("no programme %s", id)
	}
	return p
}

func ptr(b bool) *bool { return &b }

// villads is a referral to the preventive programme with nothing wrong in it.
func villads(t testing.TB) course.Referral {
	return course.Referral{
		Programme: shipped(t, "preventive"), AdviserID: "dorthe", LeaderID: "gitte",
		People: []course.ReferredPerson{
			{Word: "p1", Card: person.Card{Role: person.Child, Sex: person.Male, Name: "Villads", Birth: clock.NewDate(2019, 5, 14), CPR: "7405199941"}},
			{Word: "p2", Card: person.Card{Role: person.Parent, Sex: person.Female, Name: "Camilla", CPR: "6311889998"}},
		},
		Relations: []person.Relation{{From: "p2", To: "p1", Kind: person.MotherOf, Custody: ptr(true), Source: "CPR"}},
		Concerns: []course.Concern{
			{Worried: course.WorriedSchool, Who: "klasselærer", What: "Ondt i maven om morgenen siden jul", SeenOn: clock.NewDate(2026, 1, 8)},
			{Worried: course.WorriedParent, PersonID: "p2", What: "Råb derhjemme"},
		},
		Basis: []string{"s32.1.5"}, Purpose: "Rolige morgener", DecisionOn: clock.NewDate(2026, 9, 20),
		Assessment: course.Assessment{Kind: course.WelfareAssessment, From: clock.NewDate(2026, 5, 1), End: clock.NewDate(2026, 8, 28)},
		FocusAreas: []course.FocusArea{{Text: "Skoleforhold", Origin: course.FromWelfareAssessment}, {Text: "Familieforhold", Origin: course.FromWelfareAssessment}},
		Consents:   []course.Consent{{PersonID: "p2", Kind: course.ForService, Status: course.Given, How: course.Signed}},
		Hours:      84, Months: 8,
	}
}

// liva is a referral to contact support with a hidden placement.
func liva(t testing.TB) course.Referral {
	r := villads(t)
	r.Programme, r.Basis = shipped(t, "contactsupport"), []string{"s76"}
	r.Placements = []course.Placement{{PersonID: "p1", Consent: ptr(false), Kind: course.FosterFamily, Since: clock.NewDate(2026, 2, 24)}}
	r.Protections = []person.Protection{{
		PersonID: "p1", Kind: person.HiddenPlacement, Against: []string{"p2"}, From: clock.NewDate(2026, 2, 24),
		Until: clock.NewDate(2027, 2, 23), Document: "afgørelse", Source: "udvalget",
	}}
	r.People[0].Places = []person.NewPlace{{Kind: person.Placement, Where: person.NewWhereabouts("Rønnehøj 999")}}
	return r
}

func refer(t *testing.T, w *casefiletest.World, r course.Referral) string {
	t.Helper()
	id := w.File(t)
	w.OK(t, w.Write(t, w.Dorthe, id, func(ctx context.Context, f *casefile.Writer) error { return course.Refer(ctx, f, r) }))
	return id
}

func get(t *testing.T, w *casefiletest.World, actor access.Actor, id string) course.Course {
	t.Helper()
	var c course.Course
	w.OK(t, w.Read(t, actor, id, func(ctx context.Context, f *casefile.Reader) (err error) {
		c, err = course.Get(ctx, f)
		return err
	}))
	return c
}

func keysOf(err error) []string {
	var out []string
	if e, ok := fault.As(err); ok {
		for _, f := range e.Fields {
			out = append(out, f.Name+" "+f.Key)
		}
	}
	return out
}

func TestReferralBecomesTheFirstRecord(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		r := liva(t)
		id := refer(t, w, r)
		c := get(t, w, w.Gitte, id)
		if c.Status != course.Referred || c.HoursGranted != 84 || c.Purpose != "Rolige morgener" || c.ReferredOn != clock.DateOf(w.Now()) ||
			!slices.Equal(c.Basis, []string{"s76"}) || c.Assessment.End != clock.NewDate(2026, 8, 28) {
			t.Errorf("got %+v", c)
		}
		w.OK(t, w.Read(t, w.Gitte, id, func(ctx context.Context, f *casefile.Reader) error {
			people, err := person.Cards(ctx, f)
			if err != nil || len(people) != 2 || !people[1].Custody {
				t.Fatalf("people: %v %+v", err, people)
			}
			concerns, err := course.Concerns(ctx, f)
			if err != nil || len(concerns) != 2 || concerns[0].PersonID != people[1].PersonID || concerns[1].Who != "klasselærer" {
				t.Errorf("concerns: %v %+v", err, concerns)
			}
			areas, err := course.FocusAreas(ctx, f)
			if err != nil || len(areas) != 2 || areas[0].Text != "Skoleforhold" {
				t.Errorf("focus areas: %v %+v", err, areas)
			}
			placed, err := course.Placements(ctx, f)
			if err != nil || len(placed) != 1 || placed[0].PersonID != people[0].PersonID || *placed[0].Consent {
				t.Errorf("placements: %v %+v", err, placed)
			}
			consents, err := course.Consents(ctx, f)
			if err != nil || !course.Agreed(consents, people[1].PersonID, course.ForService, w.Now()) {
				t.Errorf("consents: %v %+v", err, consents)
			}
			places, err := person.Places(ctx, f)
			if err != nil || len(places) != 1 || !places[0].Shielded || !places[0].Where.IsZero() {
				t.Errorf("places: %v, %d", err, len(places))
			}
			shields, err := person.Protections(ctx, f)
			if err != nil || !slices.Equal(person.HiddenFrom(shields, f.Today()), []string{people[1].PersonID}) {
				t.Errorf("protections: %v %+v", err, shields)
			}
			return nil
		}))
	})
}

func TestReferredTwiceIsOnce(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		id := refer(t, w, villads(t))
		w.OK(t, w.Write(t, w.Dorthe, id, func(ctx context.Context, f *casefile.Writer) error { return course.Refer(ctx, f, villads(t)) }))
		w.OK(t, w.Read(t, w.Dorthe, id, func(ctx context.Context, f *casefile.Reader) error {
			people, err := person.Cards(ctx, f)
			if len(people) != 2 {
				t.Errorf("got %d people", len(people))
			}
			return err
		}))
	})
}

func TestReferralsThatCannotBeSent(t *testing.T) {
	tests := []struct {
		name   string
		change func(*course.Referral)
		want   []string
	}{
		{"nothing wrong", func(*course.Referral) {}, nil},
		{"no child", func(r *course.Referral) { r.People = r.People[1:]; r.Relations = nil }, []string{"people course.child.missing", "why_no_consent"}},
		{"no custody holder known", func(r *course.Referral) { r.Relations = nil }, []string{"custody course.custody.missing"}},
		{"custody without source", func(r *course.Referral) { r.Relations[0].Source = "" }, []string{"p2.custody_source person.custody.source"}},
		{"two people, one number", func(r *course.Referral) { r.People[1].Card.CPR = r.People[0].Card.CPR }, []string{"p2.cpr course.cpr.twice"}},
		{"no concern", func(r *course.Referral) { r.Concerns = nil }, []string{"c1.what course.concern.none"}},
		{"a concern without a sight", func(r *course.Referral) { r.Concerns[1].What = " " }, []string{"c2.what course.concern.what.missing"}},
		{"a basis of another programme", func(r *course.Referral) { r.Basis = []string{"s76"} }, []string{"basis course.basis.other"}},
		{"a decision without its date", func(r *course.Referral) { r.DecisionOn = clock.Date{} }, []string{"decision_on course.decision.missing"}},
		{"early help needs no decision", func(r *course.Referral) {
			r.Basis, r.DecisionOn, r.Consents = []string{"s30.1.1"}, clock.Date{}, nil
		}, nil},
		{"a decision tomorrow", func(r *course.Referral) { r.DecisionOn = clock.NewDate(2026, 10, 2) }, []string{"decision_on course.decision.future"}},
		{"no purpose", func(r *course.Referral) { r.Purpose = "" }, []string{"purpose course.purpose.missing"}},
		{"a custody holder said no", func(r *course.Referral) { r.Consents[0].Status = course.Refused }, []string{"why_no_consent course.consent.why"}},
		{"said no, and the reason stands", func(r *course.Referral) {
			r.Consents[0].Status, r.WhyNoConsent = course.Refused, "§ 37: nødvendigt af hensyn til barnet"
		}, nil},
		{"no focus area", func(r *course.Referral) { r.FocusAreas = nil }, []string{"f1.text course.focus.none"}},
		{"no hours", func(r *course.Referral) { r.Hours = 0 }, []string{"hours course.hours.missing"}},
		{"one month", func(r *course.Referral) { r.Months = 1 }, []string{"duration_reason course.duration.reason"}},
		{"thirteen months", func(r *course.Referral) { r.Months = 13 }, []string{"duration_reason course.duration.reason"}},
		{"thirteen months with a reason", func(r *course.Referral) { r.Months, r.DurationReason = 13, "fødsel undervejs" }, nil},
		{"twelve months", func(r *course.Referral) { r.Months = 12 }, nil},
		{"two months", func(r *course.Referral) { r.Months = 2 }, nil},
		{"no leader", func(r *course.Referral) { r.LeaderID = "" }, []string{"leader course.leader.missing"}},
		{"contact, and nobody is placed", func(r *course.Referral) { *r = liva(t); r.Placements = nil }, []string{"p1.since course.placement.since.missing"}},
		{"placed, consent not answered", func(r *course.Referral) { *r = liva(t); r.Placements[0].Consent = nil }, []string{"p1.consent course.placement.consent.missing"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := villads(t)
			tt.change(&r)
			var p fault.Problems
			r.Check(&p, clock.NewDate(2026, 10, 1))
			got := keysOf(p.Err())
			if tt.name == "no child" {
				got, tt.want = got[:1], tt.want[:1]
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

// answers says yes to everything the programme asks for and no to what speaks against.
func answers(p programme.Programme) []course.Answer {
	var out []course.Answer
	for _, c := range p.Checks {
		out = append(out, course.Answer{CheckID: c.ID, Yes: c.Effect != programme.SpeaksAgainst})
	}
	return out
}

func accept(t *testing.T, w *casefiletest.World, actor access.Actor, id string, d course.Decision) error {
	t.Helper()
	return w.Write(t, actor, id, func(ctx context.Context, f *casefile.Writer) error { return course.Accept(ctx, f, d) })
}

func TestAcceptingNeedsEveryAnswer(t *testing.T) {
	w := casefiletest.One(t)
	id, p := refer(t, w, villads(t)), shipped(t, "preventive")
	full := answers(p)
	against := slices.IndexFunc(full, func(a course.Answer) bool { return !a.Yes })
	change := func(i int, yes bool) []course.Answer {
		out := slices.Clone(full)
		out[i].Yes = yes
		return out
	}
	required := slices.IndexFunc(p.Checks, func(c programme.Check) bool { return c.Effect == programme.Required })
	tests := []struct {
		name     string
		decision course.Decision
		want     string
	}{
		{"one unanswered", course.Decision{Programme: p, Answers: full[1:]}, "check." + p.Checks[0].ID + " course.check.unanswered"},
		{"a required no", course.Decision{Programme: p, Answers: change(required, false)}, "check." + p.Checks[required].ID + " course.check.unmet"},
		{"something against, no reason", course.Decision{Programme: p, Answers: change(against, true)}, "reason course.accept.reason"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff([]string{tt.want}, keysOf(accept(t, w, w.Gitte, id, tt.decision))); d != "" {
				t.Error(d)
			}
		})
	}
	w.Denied(t, accept(t, w, w.Dorthe, id, course.Decision{Programme: p, Answers: full}))
	if c := get(t, w, w.Gitte, id); c.Status != course.Referred {
		t.Errorf("status %s", c.Status)
	}
	w.OK(t, accept(t, w, w.Gitte, id, course.Decision{Programme: p, Answers: change(against, true), Reason: "aftalt med rådgiveren"}))
	w.OK(t, accept(t, w, w.Gitte, id, course.Decision{Programme: p, Answers: full}))
}

func TestDecliningSaysWhy(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		id := refer(t, w, villads(t))
		decline := func(reason string) error {
			return w.Write(t, w.Gitte, id, func(ctx context.Context, f *casefile.Writer) error {
				return course.Decline(ctx, f, course.Decision{Programme: shipped(t, "preventive"), Reason: reason})
			})
		}
		if d := cmp.Diff([]string{"reason course.decline.reason"}, keysOf(decline(" "))); d != "" {
			t.Error(d)
		}
		w.OK(t, decline("Vi har ikke plads før marts"))
		err := accept(t, w, w.Gitte, id, course.Decision{Programme: shipped(t, "preventive"), Answers: answers(shipped(t, "preventive"))})
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("accepted after a no: %v", err)
		}
		w.OK(t, w.Read(t, w.Dorthe, id, func(ctx context.Context, f *casefile.Reader) error {
			events, err := course.Events(ctx, f)
			if last := events[len(events)-1]; last.Kind != course.EventDeclined || last.Reason != "Vi har ikke plads før marts" {
				t.Errorf("got %+v", last)
			}
			return err
		}))
	})
}

func nameTeam(t *testing.T, w *casefiletest.World, id string, team ...course.Member) error {
	t.Helper()
	return w.Write(t, w.Gitte, id, func(ctx context.Context, f *casefile.Writer) error { return course.NameTeam(ctx, f, team) })
}

func activate(t *testing.T, w *casefiletest.World, id, programmeID string) error {
	t.Helper()
	return w.Write(t, w.Gitte, id, func(ctx context.Context, f *casefile.Writer) error {
		return course.Activate(ctx, f, shipped(t, programmeID), clock.NewDate(2026, 10, 5))
	})
}

func accepted(t *testing.T, w *casefiletest.World, r course.Referral) string {
	t.Helper()
	id := refer(t, w, r)
	w.OK(t, accept(t, w, w.Gitte, id, course.Decision{Programme: r.Programme, Answers: answers(r.Programme)}))
	return id
}

func TestNoCourseWithoutItsTeam(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		lone := course.Member{StaffID: "lone", Role: course.Lead}
		anders := course.Member{StaffID: "anders", Role: course.Second}
		ellen := course.Member{StaffID: "ellen", Role: course.Psychologist}
		tests := []struct {
			name, programme string
			referral        course.Referral
			team            []course.Member
			want            []string
		}{
			{"preventive, nobody", "preventive", villads(t), nil, []string{"team.lead", "team.psychologist"}},
			{"preventive, no psychologist", "preventive", villads(t), []course.Member{lone}, []string{"team.psychologist"}},
			{"preventive, whole", "preventive", villads(t), []course.Member{lone, ellen}, nil},
			{"contact, no second", "contactsupport", liva(t), []course.Member{lone, ellen}, []string{"team.second"}},
			{"contact, whole", "contactsupport", liva(t), []course.Member{lone, anders, ellen}, nil},
		}
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				id := accepted(t, w, tt.referral)
				w.OK(t, nameTeam(t, w, id, tt.team...))
				var got []string
				for _, k := range keysOf(activate(t, w, id, tt.programme)) {
					got = append(got, strings.Fields(k)[0])
				}
				if d := cmp.Diff(tt.want, got); d != "" {
					t.Error(d)
				}
				if c := get(t, w, w.Gitte, id); (c.Status == course.Active) != (tt.want == nil) {
					t.Errorf("status %s", c.Status)
				}
			})
		}
	})
}

func TestTheTeamOpensTheCourseAndWhoLeavesDoesNot(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		id := accepted(t, w, villads(t))
		open := func(a access.Actor) error {
			return w.Read(t, a, id, func(context.Context, *casefile.Reader) error { return nil })
		}
		w.Denied(t, open(w.Lone))
		lone, ellen := course.Member{StaffID: "lone", Role: course.Lead}, course.Member{StaffID: "ellen", Role: course.Psychologist}
		w.OK(t, nameTeam(t, w, id, lone, ellen))
		w.OK(t, open(w.Lone))
		w.SetNow(clock.NewDate(2026, 10, 20).At(9, 0))
		w.OK(t, nameTeam(t, w, id, course.Member{StaffID: "karen", Role: course.Lead}, ellen))
		w.Denied(t, open(w.Lone))
		w.OK(t, open(w.Karen))
		var team []course.Member
		w.OK(t, w.Read(t, w.Karen, id, func(ctx context.Context, f *casefile.Reader) (err error) {
			team, err = course.Team(ctx, f)
			return err
		}))
		for i := range team {
			team[i].ID = ""
		}
		want := []course.Member{
			{StaffID: "lone", Role: course.Lead, From: clock.NewDate(2026, 10, 1), To: clock.NewDate(2026, 10, 19)},
			{StaffID: "karen", Role: course.Lead, From: clock.NewDate(2026, 10, 20)},
			{StaffID: "ellen", Role: course.Psychologist, From: clock.NewDate(2026, 10, 1)},
		}
		if d := cmp.Diff(want, team, cmp.Comparer(func(a, b clock.Date) bool { return a == b })); d != "" {
			t.Error(d)
		}
	})
}

func TestOnlyTheLeaderNamesTheTeam(t *testing.T) {
	w := casefiletest.One(t)
	id := accepted(t, w, villads(t))
	w.Denied(t, w.Write(t, w.Dorthe, id, func(ctx context.Context, f *casefile.Writer) error {
		return course.NameTeam(ctx, f, []course.Member{{StaffID: "lone", Role: course.Lead}})
	}))
}

// running is Villads' course with its team, started on 5 October.
func running(t *testing.T, w *casefiletest.World) string {
	t.Helper()
	id := accepted(t, w, villads(t))
	w.OK(t, nameTeam(t, w, id, course.Member{StaffID: "lone", Role: course.Lead}, course.Member{StaffID: "ellen", Role: course.Psychologist}))
	w.OK(t, activate(t, w, id, "preventive"))
	return id
}

func TestStages(t *testing.T) {
	w := casefiletest.One(t)
	id := running(t, w)
	c := get(t, w, w.Gitte, id)
	if c.ExpectedEnd != clock.NewDate(2027, 6, 4) {
		t.Fatalf("expected end %s", c.ExpectedEnd)
	}
	taper := clock.NewDate(2027, 1, 4)
	team := []course.Member{{StaffID: "lone", Role: course.Lead}}
	for _, tt := range []struct {
		name   string
		course course.Course
		team   []course.Member
		on     clock.Date
		want   course.Stage
	}{
		{"referred", course.Course{Status: course.Referred}, nil, taper, course.StageReferred},
		{"accepted without team", course.Course{Status: course.Accepted}, nil, taper, course.StageReferred},
		{"accepted with team", course.Course{Status: course.Accepted}, team, taper, course.StageTeam},
		{"first day", c, team, c.StartOn, course.StageStartUp},
		{"day 15", c, team, c.StartOn.AddDays(14), course.StageRunning},
		{"first lower step", c, team, taper, course.StageTapering},
		{"two weeks before the end", c, team, c.ExpectedEnd.AddDays(-14), course.StageTapering},
		{"13 days before the end", c, team, c.ExpectedEnd.AddDays(-13), course.StageClosing},
		{"closed", course.Course{Status: course.Closed}, team, taper, course.StageClosing},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.course.Stage(tt.team, taper, tt.on); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}

func TestClosingSaysAllThatIsMissing(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		id := running(t, w)
		w.SetNow(clock.NewDate(2027, 6, 4).At(12, 0))
		closeWith := func(c course.Closing) error {
			return w.Write(t, w.Gitte, id, func(ctx context.Context, f *casefile.Writer) error { return course.Close(ctx, f, c) })
		}
		got := keysOf(closeWith(course.Closing{Ending: course.EndedByFamily, SignedBy: []string{"lone"}, OpenGoals: 1, OpenFlags: 2}))
		want := []string{
			"reason course.close.reason", "report course.close.report", "goals course.close.goals",
			"flags course.close.flags", "development course.close.development",
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
		w.OK(t, closeWith(course.Closing{Ending: course.Planned, SignedBy: []string{"lone", "ellen"}, Exception: "for få målinger"}))
		w.OK(t, closeWith(course.Closing{}))
		if c := get(t, w, w.Gitte, id); c.Status != course.Closed || c.EndedOn != clock.NewDate(2027, 6, 4) {
			t.Errorf("got %s, ended %s", c.Status, c.EndedOn)
		}
	})
}

func TestConsentsStandBesideEachOther(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		id := running(t, w)
		mother := ""
		say := func(c course.Consent) error {
			return w.Write(t, w.Lone, id, func(ctx context.Context, f *casefile.Writer) error {
				people, err := person.Cards(ctx, &f.Reader)
				if err != nil {
					return err
				}
				mother = people[1].PersonID
				c.PersonID, c.Kind = mother, course.ForPsychologist
				return course.RecordConsent(ctx, f, c)
			})
		}
		if d := cmp.Diff([]string{"scope course.consent.scope.missing"}, keysOf(say(course.Consent{Status: course.Given, How: course.Oral}))); d != "" {
			t.Error(d)
		}
		day := clock.NewDate(2026, 9, 1)
		w.OK(t, say(course.Consent{Status: course.Given, How: course.Oral, Scope: "tre samtaler om søvn", At: day.At(9, 0)}))
		w.OK(t, say(course.Consent{Status: course.Withdrawn, How: course.Oral, At: day.AddDays(10).At(9, 0)}))
		w.OK(t, w.Read(t, w.Lone, id, func(ctx context.Context, f *casefile.Reader) error {
			all, err := course.Consents(ctx, f)
			for _, tt := range []struct {
				on   clock.Date
				want bool
			}{{day.AddDays(-1), false}, {day.AddDays(1), true}, {day.AddDays(11), false}} {
				if got := course.Agreed(all, mother, course.ForPsychologist, tt.on.At(12, 0)); got != tt.want {
					t.Errorf("on %s: %v", tt.on, got)
				}
			}
			if len(all) != 3 {
				t.Errorf("%d answers are kept, want 3", len(all))
			}
			return err
		}))
	})
}

func TestAStepIsKeptAndAnOldFormDoesNotOverwrite(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		id := w.File(t)
		save := func(s course.Step) error {
			return w.Write(t, w.Dorthe, id, func(ctx context.Context, f *casefile.Writer) error {
				if err := course.Begin(ctx, f, "preventive", "dorthe"); err != nil {
					return err
				}
				return course.SaveStep(ctx, f, s)
			})
		}
		w.OK(t, save(course.Step{Name: "basis", Fields: map[string]string{"purpose": "første"}}))
		w.OK(t, save(course.Step{Name: "basis", Fields: map[string]string{"purpose": "anden"}, Version: 1, Complete: true}))
		for _, old := range []int64{0, 1} {
			if err := save(course.Step{Name: "basis", Version: old}); fault.KindOf(err) != fault.Conflict {
				t.Errorf("version %d: %v", old, err)
			}
		}
		w.OK(t, w.Read(t, w.Dorthe, id, func(ctx context.Context, f *casefile.Reader) error {
			steps, err := course.Steps(ctx, f)
			if s := steps["basis"]; s.Fields["purpose"] != "anden" || !s.Complete || s.Version != 2 {
				t.Errorf("got %+v", s)
			}
			return err
		}))
	})
}

func TestCaseloadIsOnesOwn(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		own := running(t, w)
		refer(t, w, liva(t))
		list := func(a access.Actor, f course.Filter) []course.Line {
			var out []course.Line
			w.OK(t, w.Store.Update(context.Background(), func(tx *casefile.Tx) (err error) {
				out, err = course.Caseload(context.Background(), tx, a, f)
				return err
			}))
			return out
		}
		got := list(w.Lone, course.Filter{})
		if len(got) != 1 || got[0].CourseID != own || got[0].LeadID != "lone" || !slices.Equal(got[0].ChildNames, []string{"Villads"}) || !slices.Equal(got[0].Ages, []int{7}) {
			t.Errorf("got %+v", got)
		}
		everything := course.Filter{Statuses: []course.Status{course.Active, course.Referred}}
		for _, tt := range []struct {
			name  string
			actor access.Actor
			f     course.Filter
			want  int
		}{
			{"leader, all", w.Gitte, everything, 2},
			{"leader, one programme", w.Gitte, course.Filter{Statuses: everything.Statuses, Programme: "contactsupport"}, 1},
			{"by a parent's name", w.Gitte, course.Filter{Statuses: everything.Statuses, Name: "cam"}, 2},
			{"by no such name", w.Gitte, course.Filter{Statuses: everything.Statuses, Name: "signe"}, 0},
			{"page two", w.Gitte, course.Filter{Statuses: everything.Statuses, Page: 2}, 0},
			{"another adviser", w.Lars, everything, 0},
			{"administrator", w.Admin, everything, 0},
		} {
			if got := list(tt.actor, tt.f); len(got) != tt.want {
				t.Errorf("%s: got %d, want %d", tt.name, len(got), tt.want)
			}
		}
	})
}
