package deadline

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	gocmp "github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/person"
	"samspil/internal/plan"
)

var demoMorning = clock.NewDate(2026, 10, 1).At(8, 0)

func day(s string) clock.Date {
	d, err := clock.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// running is a course that runs, seen by the leader, who may see every row.
func running(prog, basis, start, end string) *facts {
	c := &facts{
		relations: []access.Relation{access.LeaderOf}, status: course.Active, bases: []string{basis},
		start: day(start), end: day(end), lead: "lead", psychologist: "psychologist", leader: "leader", adviser: "adviser",
	}
	c.programme, _ = programmes.Get(prog)
	return c
}

func held(on, next string) plan.Standing { return plan.Standing{HeldOn: day(on), NextOn: day(next)} }

// families are the invented families as they stand on the demo day.
func families() map[string]*facts {
	a1 := running("preventive", "s32.1.5", "2026-01-26", "2026-10-04")
	a1.standing, a1.births = held("2026-08-19", "2026-12-19"), []clock.Date{day("2019-05-14")}
	a2 := running("preventive", "s30.1.1", "2026-07-06", "2027-01-03")
	a2.births = []clock.Date{day("2022-03-09")}
	a2.notifications = []notification{{id: "n", received: day("2026-09-24").At(9, 0), acute: true}}
	a3 := running("preventive", "s32.1.8", "2026-06-08", "2026-09-18")
	a3.standing, a3.births = held("2026-09-03", ""), []clock.Date{day("2011-09-14"), day("2015-06-02")}
	a3.notifications = []notification{{id: "n", received: day("2026-09-16").At(9, 0), acute: true, receipt: true, reassessAsked: true, reassess: true}}
	b1 := running("contactsupport", "s76", "2026-03-16", "2027-01-17")
	b1.standing, b1.births = held("2026-06-11", "2026-11-11"), []clock.Date{day("2023-07-19")}
	b1.messages = []message{{id: "m", to: "dorthe", sent: day("2026-09-29").At(9, 10), dueAt: day("2026-09-30").At(9, 10)}}
	b1.requests = []request{{id: "q", on: day("2026-09-22"), hours: 16}}
	b2 := running("contactsupport", "s76", "2026-03-02", "2026-12-06")
	b2.standing, b2.births = held("2026-05-28", "2026-11-28"), []clock.Date{day("2020-02-27")}
	b2.periods = []period{{"overvaaget", day("2026-11-30")}, {"overvaaget", day("2026-11-30")}}
	b2.protections = []protection{{person.CPRProtection, day("2026-10-31")}, {person.HiddenPlacement, day("2027-02-23")}}
	b3 := running("contactsupport", "s76", "2026-02-09", "2026-10-18")
	b3.standing, b3.births = held("2026-05-06", "2026-11-06"), []clock.Date{day("2014-03-30")}
	b3.periods = []period{{"suspenderet", day("2026-10-11")}}
	b3.extension = request{id: "x", on: day("2026-09-28")}
	return map[string]*facts{"A1": a1, "A2": a2, "A3": a3, "B1": b1, "B2": b2, "B3": b3}
}

// row is what the board says, as short as the table it is held against.
type row struct {
	Course string
	Kind   Kind
	On     string
	State  State
	Then   string
	RuleID string
}

func rows(courses map[string]*facts, now time.Time) []row {
	var items []Item
	for id, c := range courses {
		c.id = id
		items = append(items, c.items(now)...)
	}
	slices.SortFunc(items, before)
	var out []row
	for _, i := range items {
		r := row{Course: i.CourseID, Kind: i.Kind, On: i.On.String(), State: i.State, RuleID: i.RuleID}
		if i.Then != nil {
			r.Then = i.Then.On.String()
		}
		out = append(out, r)
	}
	return out
}

func TestBoardOfTheDemoDay(t *testing.T) {
	want := []row{
		{"B1", Acknowledge, "2026-09-30", Overdue, "", "feedback.ack"},
		{"B1", Hours, "2026-09-22", Open, "", ""},
		{"A2", Receipt, "2026-10-02", Soon, "", "notif.receipt"},
		{"A3", Closing, "2026-10-02", Soon, "", "report.closing"},
		{"A1", Ends, "2026-10-04", Soon, "2026-10-18", "course.end_warn"},
		{"A2", FollowUp, "2026-10-06", Soon, "", "followup.s30_first"},
		{"B3", Suspension, "2026-10-11", Soon, "", "contact.suspend_max"},
		{"B3", Ends, "2026-10-18", Soon, "", "course.end_warn"},
		{"B2", Register, "2026-10-31", Soon, "", "cpr.reminder"},
		{"B2", Contact, "2026-11-30", Warning, "", "contact.expiry_warn"},
	}
	if diff := gocmp.Diff(want, rows(families(), demoMorning)); diff != "" {
		t.Errorf("the board of the demo day (-want +got):\n%s", diff)
	}
}

func TestItemsOfACourse(t *testing.T) {
	at := func(s string) time.Time { return day(s).At(8, 0) }
	cases := []struct {
		name string
		now  time.Time
		make func() *facts
		want []row
	}{
		{"a warning falls on its day and not the day after", at("2026-10-02"), func() *facts {
			c := families()["B2"]
			c.protections = nil
			return c
		}, nil},
		{"a state that ran out waits for somebody to decide", at("2026-10-12"), func() *facts {
			c := families()["B3"]
			c.end = day("2027-02-01")
			c.standing.NextOn = day("2027-01-20")
			c.extension = request{}
			return c
		}, []row{{"", Suspension, "2026-10-11", Overdue, "", "contact.suspend_max"}}},
		{"a follow-up after the last day is not ours", at("2026-10-20"), func() *facts {
			c := running("preventive", "s32.1.5", "2026-07-01", "2026-12-15")
			c.standing = held("2026-09-20", "2026-12-19")
			return c
		}, nil},
		{"a status goes ahead of a decided measure's follow-up", at("2026-09-18"), func() *facts {
			return running("preventive", "s32.1.5", "2026-07-01", "2027-02-15")
		}, []row{
			{"", Status, "2026-09-21", Soon, "", "status.lead"},
			{"", FollowUp, "2026-10-01", Soon, "", "followup.first"},
		}},
		{"a status that was sent is not asked for", at("2026-09-18"), func() *facts {
			c := running("preventive", "s32.1.5", "2026-07-01", "2027-02-15")
			c.statusSent = day("2026-09-10")
			return c
		}, []row{{"", FollowUp, "2026-10-01", Soon, "", "followup.first"}}},
		{"an assessment that ends sooner brings the first follow-up forward", at("2026-09-18"), func() *facts {
			c := running("preventive", "s32.1.5", "2026-07-01", "2027-02-15")
			c.assessment, c.statusSent = course.Assessment{Kind: course.WelfareAssessment, From: day("2026-06-01"), End: day("2026-09-20")}, day("2026-09-10")
			return c
		}, []row{
			{"", FollowUp, "2026-09-20", Soon, "", "followup.first"},
			{"", Assessment, "2026-10-01", Soon, "", "bfu.max"},
		}},
		{"a follow-up without a next date is an open decision", at("2026-10-01"), func() *facts {
			c := running("preventive", "s32.1.5", "2026-05-01", "2027-02-15")
			c.standing = held("2026-08-01", "")
			return c
		}, []row{{"", Undecided, "2026-08-01", Open, "", "followup.next"}}},
		{"a wish for a longer course is open until the end comes near", at("2026-10-01"), func() *facts {
			c := running("preventive", "s32.1.5", "2026-09-01", "2027-02-15")
			c.extension = request{id: "x", on: day("2026-09-28"), to: "dorthe"}
			return c
		}, []row{{"", Extension, "2026-09-28", Open, "", ""}}},
		{"an ended course keeps what was sent and nothing else", at("2026-10-01"), func() *facts {
			c := families()["B1"]
			c.status, c.end = course.Closed, day("2026-09-20")
			return c
		}, []row{{"", Acknowledge, "2026-09-30", Overdue, "", "feedback.ack"}}},
		{"a closing report that was sent is off the board", at("2026-10-01"), func() *facts {
			c := families()["A3"]
			c.closingSent = true
			return c
		}, nil},
		{"a deputy is told nothing of protections", at("2026-10-01"), func() *facts {
			c := families()["B2"]
			c.relations = []access.Relation{access.DeputyOf}
			return c
		}, []row{{"", Contact, "2026-11-30", Warning, "", "contact.expiry_warn"}}},
		{"a birthday that gives rights is told a month before", at("2026-10-01"), func() *facts {
			c := running("preventive", "s32.1.5", "2026-09-01", "2027-02-15")
			c.births = []clock.Date{day("2016-10-20")}
			return c
		}, []row{{"", Age, "2026-10-20", Soon, "", "age.party"}}},
		{"a question from the adviser and an urgent message", day("2026-10-01").At(12, 0), func() *facts {
			c := running("preventive", "s32.1.5", "2026-09-01", "2027-02-15")
			c.questions = []question{{"q", day("2026-10-02")}}
			c.messages = []message{{id: "m", urgent: true, dueAt: day("2026-10-01").At(13, 0)}}
			return c
		}, []row{
			{"", Acknowledge, "2026-10-01", Soon, "", "feedback.ack_urgent"},
			{"", Reply, "2026-10-02", Soon, "", "msg.reply"},
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := gocmp.Diff(c.want, rows(map[string]*facts{"": c.make()}, c.now), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestEveryItemHasAnOwner(t *testing.T) {
	want := map[Kind]string{
		Acknowledge: "dorthe", Hours: "adviser", Receipt: "adviser", Closing: "lead", Ends: "lead", FollowUp: "lead",
		Suspension: "adviser", Register: "lead", Contact: "lead",
	}
	for id, c := range families() {
		for _, i := range c.items(demoMorning) {
			if i.OwnerID != want[i.Kind] {
				t.Errorf("%s %s: owner %q, want %q", id, i.Kind, i.OwnerID, want[i.Kind])
			}
		}
		c.lead = ""
		for _, i := range c.items(demoMorning) {
			if cmp.Or(i.OwnerID, "none") == "none" {
				t.Errorf("%s %s has no owner while the course has no lead", id, i.Kind)
			}
		}
	}
}
