package clock

import (
	"testing"
	"time"
)

func date(t *testing.T, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The Sundays are those of the published almanac.
func TestEaster(t *testing.T) {
	for _, want := range []string{
		"2000-04-23", "2008-03-23", "2011-04-24", "2019-04-21", "2024-03-31",
		"2025-04-20", "2026-04-05", "2027-03-28", "2030-04-21", "2038-04-25",
	} {
		d := date(t, want)
		if got := easter(d.Year()); got != d {
			t.Errorf("Easter %d: got %s, want %s", d.Year(), got, want)
		}
	}
}

func TestIsWorkingDay(t *testing.T) {
	for _, c := range []struct {
		name, day string
		want      bool
	}{
		{"an ordinary Thursday", "2026-10-01", true},
		{"Saturday", "2026-10-03", false},
		{"Sunday", "2026-10-04", false},
		{"New Year's Day", "2026-01-01", false},
		{"Wednesday before Easter", "2026-04-01", true},
		{"Maundy Thursday", "2026-04-02", false},
		{"Good Friday", "2026-04-03", false},
		{"Easter Monday", "2026-04-06", false},
		{"Ascension Day", "2026-05-14", false},
		{"the day after Ascension", "2026-05-15", true},
		{"Whit Monday", "2026-05-25", false},
		{"General Prayer Day while there was one", "2023-05-05", false},
		{"the same Friday after it was abolished", "2024-04-26", true},
		{"Constitution Day is no legal holiday", "2026-06-05", true},
		{"Christmas Eve is no legal holiday", "2026-12-24", true},
		{"Christmas Day", "2026-12-25", false},
		{"Boxing Day on a Monday", "2022-12-26", false},
		{"New Year's Eve is no legal holiday", "2026-12-31", true},
		{"no date", "", false},
	} {
		if got := IsWorkingDay(date(t, c.day)); got != c.want {
			t.Errorf("%s (%s): got %v", c.name, c.day, got)
		}
	}
}

func TestAddWorkingDays(t *testing.T) {
	for _, c := range []struct {
		name, from string
		n          int
		want       string
	}{
		{"the notification of 24 September", "2026-09-24", 6, "2026-10-02"},
		{"the notification of 16 September", "2026-09-16", 6, "2026-09-24"},
		{"over a weekend", "2026-10-02", 1, "2026-10-05"},
		{"from a Saturday", "2026-10-03", 1, "2026-10-05"},
		{"over Easter", "2026-04-01", 1, "2026-04-07"},
		{"over Christmas and New Year", "2026-12-23", 6, "2027-01-04"},
		{"none", "2026-10-03", 0, "2026-10-03"},
	} {
		if got := AddWorkingDays(date(t, c.from), c.n).String(); got != c.want {
			t.Errorf("%s: %s + %d = %s, want %s", c.name, c.from, c.n, got, c.want)
		}
	}
	if got := AddWorkingDays(Date{}, 3); !got.IsZero() {
		t.Errorf("no date became %s", got)
	}
}

func TestWorkingDaysAfterIsTheInverse(t *testing.T) {
	for from := NewDate(2026, 3, 1); from.Before(NewDate(2027, 2, 1)); from = from.AddDays(1) {
		for n := 1; n < 8; n++ {
			if got := WorkingDaysAfter(from, AddWorkingDays(from, n)); got != n {
				t.Fatalf("%s + %d working days are counted as %d", from, n, got)
			}
		}
	}
	if got := WorkingDaysAfter(NewDate(2026, 10, 5), NewDate(2026, 10, 1)); got != 0 {
		t.Errorf("backwards: got %d", got)
	}
}

func TestSameTimeNextWorkingDay(t *testing.T) {
	for _, c := range []struct{ name, from, want string }{
		{"the quick feedback of 29 September", "2026-09-29 09:10", "2026-09-30 09:10"},
		{"sent on a Friday evening", "2026-10-02 21:45", "2026-10-05 21:45"},
		{"sent on a Sunday", "2026-10-04 10:00", "2026-10-05 10:00"},
		{"over the end of summer time", "2026-10-23 09:00", "2026-10-26 09:00"},
		{"over Easter", "2026-04-01 12:00", "2026-04-07 12:00"},
	} {
		if got := SameTimeNextWorkingDay(instant(t, c.from)).Format(minute); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestAddOfficeHours(t *testing.T) {
	for _, c := range []struct {
		name, from string
		hours      int
		want       string
	}{
		{"within the day", "2026-10-01 09:30", 4, "2026-10-01 13:30"},
		{"up to the minute the office closes", "2026-10-01 12:00", 4, "2026-10-01 16:00"},
		{"over the night", "2026-10-01 15:00", 4, "2026-10-02 11:00"},
		{"before the office opens", "2026-10-01 06:15", 4, "2026-10-01 12:00"},
		{"in the evening", "2026-10-01 20:00", 4, "2026-10-02 12:00"},
		{"the minute it closes", "2026-10-01 16:00", 4, "2026-10-02 12:00"},
		{"Friday afternoon", "2026-10-02 14:00", 4, "2026-10-05 10:00"},
		{"Saturday", "2026-10-03 11:00", 4, "2026-10-05 12:00"},
		{"before Easter", "2026-04-01 15:30", 4, "2026-04-07 11:30"},
		{"more than two days", "2026-10-01 12:00", 20, "2026-10-05 16:00"},
	} {
		if got := AddOfficeHours(instant(t, c.from), c.hours).Format(minute); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

const minute = "2006-01-02 15:04"

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation(minute, s, Copenhagen)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
