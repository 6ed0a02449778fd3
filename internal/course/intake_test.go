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
	"samspil/internal/programme"
)

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
