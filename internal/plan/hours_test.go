package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/clock"
)

// noah is the plan of a contact-support course that began on 16 March 2026, before
// and after its step down was stopped.
var (
	noahFirst = Plan{StartOn: day("2026-03-16"), Steps: []Step{{Weeks: 12, HoursPerWeek: 5}, {Weeks: 16, HoursPerWeek: 4}, {Weeks: 16, HoursPerWeek: 2}}}
	noahNow   = Plan{StartOn: day("2026-03-16"), Steps: []Step{{Weeks: 12, HoursPerWeek: 5}, {Weeks: 24, HoursPerWeek: 4}, {Weeks: 8, HoursPerWeek: 2}}}
)

func day(s string) clock.Date {
	d, err := clock.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestHoursOfSteps(t *testing.T) {
	tests := []struct {
		name  string
		plan  Plan
		weeks int
		hours float64
		last  string
	}{
		{"first plan", noahFirst, 44, 156, "2027-01-17"},
		{"step down stopped", noahNow, 44, 172, "2027-01-17"},
		{"half hours", Plan{StartOn: day("2026-01-26"), Steps: []Step{{Weeks: 10, HoursPerWeek: 4}, {Weeks: 12, HoursPerWeek: 2.5}, {Weeks: 14, HoursPerWeek: 1}}}, 36, 84, "2026-10-04"},
		{"nothing yet", Plan{}, 0, 0, ""},
		{"no start", Plan{Steps: []Step{{Weeks: 4, HoursPerWeek: 2}}}, 4, 8, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.plan.Weeks(); got != tt.weeks {
				t.Errorf("Weeks() = %d, want %d", got, tt.weeks)
			}
			if got := tt.plan.Planned(); got != tt.hours {
				t.Errorf("Planned() = %v, want %v", got, tt.hours)
			}
			if got := tt.plan.LastDay().String(); got != tt.last {
				t.Errorf("LastDay() = %q, want %q", got, tt.last)
			}
		})
	}
}

func TestWeekAndHoursOnADay(t *testing.T) {
	tests := []struct {
		name, day string
		week      int
		hours     float64
		planned   float64 // in the weeks that have ended
	}{
		{"the day before", "2026-03-15", 0, 0, 0},
		{"the first day", "2026-03-16", 1, 5, 0},
		{"the last day at five hours", "2026-06-07", 12, 5, 55},
		{"the first day at four", "2026-06-08", 13, 4, 60},
		{"the demo day", "2026-10-01", 29, 4, 124},
		{"the last day", "2027-01-17", 44, 2, 170},
		{"the day after", "2027-01-18", 45, 0, 172},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := noahNow.WeekOn(day(tt.day)); got != tt.week {
				t.Errorf("WeekOn = %d, want %d", got, tt.week)
			}
			if got := noahNow.HoursOn(day(tt.day)); got != tt.hours {
				t.Errorf("HoursOn = %v, want %v", got, tt.hours)
			}
			if got := noahNow.PlannedTo(day(tt.day)); got != tt.planned {
				t.Errorf("PlannedTo = %v, want %v", got, tt.planned)
			}
		})
	}
}

func TestRunsOut(t *testing.T) {
	tests := []struct {
		name                       string
		plan                       Plan
		today                      string
		delivered, thisWeek, frame float64
		want                       string
	}{
		{"the frame ends five weeks early", noahNow, "2026-10-01", 121, 3, 156, "2026-12-13"},
		{"with the extra hours it lasts", noahNow, "2026-10-01", 121, 3, 172, ""},
		{"the frame fits exactly", noahFirst, "2026-03-16", 0, 0, 156, ""},
		{"everything is used", noahNow, "2026-10-01", 156, 0, 156, "2026-10-04"},
		{"the frame ends inside a week", noahNow, "2026-10-01", 121, 3, 155, "2026-12-13"},
		{"not begun", noahNow, "2026-03-01", 0, 0, 60, "2026-06-07"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.plan.RunsOut(day(tt.today), tt.delivered, tt.thisWeek, tt.frame)
			if got.String() != tt.want {
				t.Errorf("RunsOut = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestTheHoursThatWait(t *testing.T) {
	got := noahNow.Above(noahFirst)
	want := []Span{{day("2026-09-28"), day("2026-11-22"), 2, 4}}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b clock.Date) bool { return a == b })); diff != "" {
		t.Errorf("Above (-want +got):\n%s", diff)
	}
	if got := noahFirst.Above(noahFirst); got != nil {
		t.Errorf("a plan against itself: %v", got)
	}
	if got, want := noahNow.TapersFrom(), day("2026-11-23"); got != want {
		t.Errorf("TapersFrom = %v, want %v", got, want)
	}
}

func TestPairsOfGoals(t *testing.T) {
	old := Plan{Goals: []Goal{{ID: "a", Title: "A"}, {ID: "b", Title: "B"}, {ID: "c", Title: "C"}}}
	new := Plan{Goals: []Goal{{ID: "d", Title: "D"}, {ID: "b", Title: "B, now"}, {ID: "a", Title: "A"}}}
	want := []GoalPair{
		{New: Goal{ID: "d", Title: "D"}, Turn: Added},
		{Goal{ID: "b", Title: "B"}, Goal{ID: "b", Title: "B, now"}, Altered},
		{Goal{ID: "a", Title: "A"}, Goal{ID: "a", Title: "A"}, Kept},
		{Old: Goal{ID: "c", Title: "C"}, Turn: Removed},
	}
	if diff := cmp.Diff(want, Pair(old, new)); diff != "" {
		t.Errorf("Pair (-want +got):\n%s", diff)
	}
}
