package clock

import (
	"testing"
	"time"
)

func TestAddMonthsClampsToMonthEnd(t *testing.T) {
	for _, c := range []struct{ from, want string }{
		{"2026-01-31", "2026-04-30"}, {"2026-11-30", "2027-02-28"}, {"2026-03-16", "2026-06-16"},
	} {
		d, _ := ParseDate(c.from)
		if got := d.AddMonths(3).String(); got != c.want {
			t.Errorf("%s + 3 months = %s, want %s", c.from, got, c.want)
		}
	}
}

func TestAgeChangesOnTheBirthday(t *testing.T) {
	birth := NewDate(2011, 9, 14)
	if got := birth.Age(NewDate(2026, 9, 13)); got != 14 {
		t.Errorf("the day before: %d, want 14", got)
	}
	if got := birth.Age(NewDate(2026, 9, 14)); got != 15 {
		t.Errorf("on the day: %d, want 15", got)
	}
}

func TestDateOfIsDanish(t *testing.T) {
	late := time.Date(2026, 9, 30, 22, 30, 0, 0, time.UTC) // half past midnight in Copenhagen
	if got := DateOf(late).String(); got != "2026-10-01" {
		t.Errorf("got %s", got)
	}
}

func TestSubAcrossSummerTime(t *testing.T) {
	if got := NewDate(2026, 10, 26).Sub(NewDate(2026, 10, 24)); got != 2 {
		t.Errorf("got %d days, want 2", got)
	}
}

func TestTextForms(t *testing.T) {
	var d Date
	if err := d.UnmarshalText([]byte("2026-02-30")); err == nil {
		t.Error("30 February was read")
	}
	if err := d.Scan("2026-10-01"); err != nil || d != NewDate(2026, 10, 1) {
		t.Errorf("scan: %v %v", d, err)
	}
	if (Date{}).String() != "" {
		t.Error("no date is not empty")
	}
}
