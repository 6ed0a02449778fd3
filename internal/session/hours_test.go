package session_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/session"
)

func TestCount(t *testing.T) {
	sessions := []session.Session{
		{Status: session.Held, Start: at(9, 28, 9, 0), DirectMinutes: 60, IndirectMinutes: 30, TravelMinutes: 45},
		{Status: session.Held, Start: at(10, 4, 23, 30), DirectMinutes: 30}, // Sunday: still the same week
		{Status: session.Held, Start: at(10, 5, 0, 0), DirectMinutes: 120},  // Monday: the next
		{Status: session.Planned, PlannedStart: at(10, 6, 9, 0), DirectMinutes: 600},
		{Status: session.Cancelled, DirectMinutes: 600},
		{Status: session.NoShow, DirectMinutes: 600},
	}
	want := session.Hours{
		Direct: 3.5, Indirect: 0.5, Travel: 0.75, Total: 4,
		PerWeek: map[clock.Date]float64{clock.NewDate(2026, 9, 28): 2, clock.NewDate(2026, 10, 5): 2},
	}
	if diff := cmp.Diff(want, session.Count(sessions), cmp.Comparer(func(a, b clock.Date) bool { return a == b })); diff != "" {
		t.Errorf("hours (-want +got):\n%s", diff)
	}
}

func TestContinuity(t *testing.T) {
	team := []course.Member{
		{StaffID: "lone", Role: course.Lead, From: clock.NewDate(2026, 3, 16)},
		{StaffID: "anders", Role: course.Second, From: clock.NewDate(2026, 3, 16), To: clock.NewDate(2026, 8, 31)},
	}
	one := func(month time.Month, day int, status session.Status, staff ...string) session.Session {
		return session.Session{Status: status, Start: at(month, day, 14, 30), Staff: staff}
	}
	tests := map[string]struct {
		sessions []session.Session
		want     session.Share
		percent  int
	}{
		"nothing yet":               {nil, session.Share{}, 0},
		"a fixed one and a deputy":  {[]session.Session{one(9, 1, session.Held, "mikkel", "lone")}, session.Share{N: 1, Of: 1}, 100},
		"a deputy alone":            {[]session.Session{one(9, 1, session.Held, "mikkel"), one(9, 2, session.Held, "lone"), one(9, 3, session.Held, "lone")}, session.Share{N: 2, Of: 3}, 67},
		"after leaving the team":    {[]session.Session{one(9, 1, session.Held, "anders")}, session.Share{Of: 1}, 0},
		"on the last day":           {[]session.Session{one(8, 31, session.Held, "anders")}, session.Share{N: 1, Of: 1}, 100},
		"before joining":            {[]session.Session{one(3, 15, session.Held, "lone")}, session.Share{Of: 1}, 0},
		"planned ones do not count": {[]session.Session{one(9, 1, session.Planned, "mikkel"), one(9, 1, session.Held, "lone")}, session.Share{N: 1, Of: 1}, 100},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := session.Continuity(test.sessions, team)
			if got != test.want || got.Percent() != test.percent {
				t.Errorf("got %+v %d %%, want %+v %d %%", got, got.Percent(), test.want, test.percent)
			}
		})
	}
}
