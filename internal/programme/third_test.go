package programme_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/clock"
	"samspil/internal/programme"
)

// schoolStart is a made-up third programme: one description is all it takes.
var schoolStart = programme.Programme{
	ID: "schoolstart", NameKey: "programme.schoolstart.name",
	Checks: []programme.Check{{ID: "starts", Key: "programme.check.starts", Effect: programme.Qualifies}},
	Bases:  []programme.Basis{{ID: "s30.1.1", Law: "barnets lov", Section: "§ 30, stk. 1, nr. 1", FollowUp: "followup.s30_first"}},
	Seats: []programme.Seat{
		{ID: programme.Lead, Key: "programme.seat.lead", Min: 1, Max: 1, Profession: programme.Consultant},
		{ID: "teacher", Key: "programme.seat.teacher", Min: 2, Max: 2, Profession: "teacher"},
	},
	Activities: []programme.Activity{{ID: "classroom", Key: "programme.activity.classroom", Seat: "teacher"}},
	Aims:       []programme.Aim{{ID: "morning", Key: "programme.aim.morning"}},
	Duration:   programme.Duration{MinMonths: 1, MaxMonths: 3},
	Taper:      programme.Taper{RiseNeedsReason: true, MaxHoursPerWeek: 10},
	Review:     programme.Review{FirstMonths: 1, StatusLeadDays: 5},
	Strands:    []programme.Strand{{ID: "days", Key: "programme.strand.days", Rater: programme.RaterSchool, EveryDays: 7, Outside: true}},
	Analysis:   programme.Rhythm{FirstWeeks: 3, EveryWeeks: 4, BeforeEndWeeks: 1},
	Closing:    []programme.Condition{{ID: programme.ClosingReport, Key: "programme.closing.report"}},
}

func TestAThirdProgrammeIsOneDescription(t *testing.T) {
	catalogue, err := programme.NewCatalogue(append(programme.Shipped().All(), schoolStart)...)
	if err != nil {
		t.Fatal(err)
	}
	p, ok := catalogue.Get("schoolstart")
	if !ok || len(catalogue.All()) != 3 {
		t.Fatal("the third programme is not in the catalogue")
	}

	needs := p.TeamMissing([]programme.Member{member("a", programme.Lead, programme.Consultant), member("b", "teacher", "teacher")})
	if len(needs) != 1 || needs[0].Seat != "teacher" || needs[0].Args["missing"] != 1 {
		t.Errorf("team: %+v", needs)
	}
	if !p.Judge(map[string]bool{"starts": true}).MayAccept() {
		t.Error("a child who starts school is not in the target group")
	}
	if found := p.CheckSteps(steps(4, 3, 4, 4), 40); len(found) != 1 || found[0].Key != "programme.steps.rises" {
		t.Errorf("taper: %+v", found)
	}
	if found := p.CheckSteps(steps(8, 3), 24); found != nil {
		t.Errorf("this programme may keep its hours level: %+v", found)
	}

	start, end := date(t, "2026-08-10"), date(t, "2026-10-31")
	var due []string
	for _, d := range append(p.AnalysesDue(start, end), p.FirstReview(start, clock.Date{}), p.Strands[0].Due(start, start)) {
		due = append(due, d.String())
	}
	if diff := cmp.Diff([]string{"2026-08-31", "2026-09-28", "2026-10-24", "2026-09-10", "2026-08-17"}, due); diff != "" {
		t.Errorf("due dates: %s", diff)
	}
	if found := p.CheckDuration(start, date(t, "2026-11-10")); len(found) != 1 || found[0].Args["max"] != 3 {
		t.Errorf("duration: %+v", found)
	}
}

func TestCatalogueRefuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*programme.Programme)
		says   string
	}{
		{"no name", func(p *programme.Programme) { p.NameKey = "" }, "name"},
		{"no team", func(p *programme.Programme) { p.Seats = nil }, "seats"},
		{"ends before it begins", func(p *programme.Programme) { p.Duration.MaxMonths = 0 }, "months"},
		{"no review", func(p *programme.Programme) { p.Review.FirstMonths = 0 }, "review"},
		{"one aim twice", func(p *programme.Programme) { p.Aims = append(p.Aims, p.Aims[0]) }, "twice"},
		{"led by nobody on the team", func(p *programme.Programme) {
			p.Activities = []programme.Activity{{ID: "x", Seat: programme.PsychologistSeat}}
		}, "not on the team"},
		{"a contact without its parts", func(p *programme.Programme) {
			p.Activities = []programme.Activity{{ID: "x", Contact: true}}
		}, "contacts"},
		{"measured at no time", func(p *programme.Programme) { p.Strands = []programme.Strand{{ID: "x"}} }, "number of days"},
		{"measured at contacts it does not have", func(p *programme.Programme) {
			p.Strands = []programme.Strand{{ID: "x", EachContact: true}}
		}, "contacts"},
		{"at least two, at most one", func(p *programme.Programme) {
			p.Seats = []programme.Seat{{ID: "teacher", Min: 2, Max: 1}}
		}, "at most"},
	} {
		p := schoolStart
		c.change(&p)
		if _, err := programme.NewCatalogue(p); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v", c.name, err)
		}
	}
	if _, err := programme.NewCatalogue(schoolStart, schoolStart); err == nil {
		t.Error("one programme twice was taken")
	}
}
