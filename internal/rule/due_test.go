package rule_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/clock"
	"samspil/internal/rule"
)

func day(t *testing.T, s string) clock.Date {
	t.Helper()
	d, err := clock.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The dates of the invented families, and the edges of the calendar.
func TestDueDates(t *testing.T) {
	first := func(d clock.Date) clock.Date { return rule.FirstFollowUp(d, clock.Date{}) }
	latest := func(d clock.Date) clock.Date { _, l := rule.CourseSpan(d); return l }
	earliest := func(d clock.Date) clock.Date { e, _ := rule.CourseSpan(d); return e }
	for _, c := range []struct {
		name       string
		due        func(clock.Date) clock.Date
		from, want string
	}{
		{"Villads' first follow-up", first, "2026-01-26", "2026-04-26"},
		{"Freja's", first, "2026-06-08", "2026-09-08"},
		{"Noah's", first, "2026-03-16", "2026-06-16"},
		{"Liva's", first, "2026-03-02", "2026-06-02"},
		{"Emil's", first, "2026-02-09", "2026-05-09"},
		{"a month without that day", first, "2026-11-30", "2027-02-28"},
		{"the same in a leap year", first, "2027-11-30", "2028-02-29"},
		{"not begun yet", first, "", ""},
		{"Alma's, under § 30", rule.FirstFollowUpEarlyHelp, "2026-07-06", "2026-10-06"},
		{"receipt for Alma's day-care", rule.ReceiptDue, "2026-09-24", "2026-10-02"},
		{"receipt for Freja's school", rule.ReceiptDue, "2026-09-16", "2026-09-24"},
		{"receipt over Easter", rule.ReceiptDue, "2026-03-31", "2026-04-13"},
		{"Emil's pause", rule.SuspensionLastDay, "2026-08-17", "2026-10-11"},
		{"Trine's protection", rule.CPRProtectionLapses, "2025-10-31", "2026-10-31"},
		{"its reminder", rule.CPRReminder, "2026-10-31", "2026-10-01"},
		{"Villads' closing report", rule.ClosingReportDue, "2026-10-04", "2026-10-18"},
		{"Freja's closing report", rule.ClosingReportDue, "2026-09-18", "2026-10-02"},
		{"Emil's end is shown", rule.CourseEndWarning, "2026-10-18", "2026-09-18"},
		{"status ahead of a follow-up", rule.StatusDue, "2026-11-11", "2026-11-01"},
		{"child's plan", rule.ChildPlanDue, "2026-01-31", "2026-04-30"},
		{"assessment", rule.AssessmentDue, "2026-10-31", "2027-02-28"},
		{"care message on a Friday", rule.MessageReplyDue, "2026-10-02", "2026-10-07"},
		{"observation report", rule.ObservationReportDue, "2026-10-01", "2026-10-22"},
		{"longest course", latest, "2026-01-26", "2027-01-25"},
		{"shortest course", earliest, "2026-01-01", "2026-02-28"},
	} {
		if got := c.due(day(t, c.from)).String(); got != c.want {
			t.Errorf("%s: from %s got %s, want %s", c.name, c.from, got, c.want)
		}
	}
}

func TestParallelAssessmentMovesTheFirstFollowUpForwardOnly(t *testing.T) {
	start := day(t, "2026-03-16")
	for _, c := range []struct{ name, ends, want string }{
		{"earlier", "2026-05-01", "2026-05-01"},
		{"later", "2026-07-01", "2026-06-16"},
		{"the same day", "2026-06-16", "2026-06-16"},
		{"none", "", "2026-06-16"},
	} {
		if got := rule.FirstFollowUp(start, day(t, c.ends)).String(); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestFeedbackDue(t *testing.T) {
	for _, c := range []struct {
		name, sent string
		urgent     bool
		want       string
	}{
		{"about Sanne's home", "2026-09-29 09:10", false, "2026-09-30 09:10"},
		{"on a Friday", "2026-10-02 15:00", false, "2026-10-05 15:00"},
		{"urgent in the morning", "2026-10-01 09:00", true, "2026-10-01 13:00"},
		{"urgent late on a Friday", "2026-10-02 14:30", true, "2026-10-05 10:30"},
	} {
		sent, err := time.ParseInLocation("2006-01-02 15:04", c.sent, clock.Copenhagen)
		if err != nil {
			t.Fatal(err)
		}
		if got := rule.FeedbackDue(sent, c.urgent).Format("2006-01-02 15:04"); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestAcuteDueCountsHoursOfTheClock(t *testing.T) {
	received := clock.NewDate(2026, 10, 24).At(12, 0) // summer time ends in the night
	if got := rule.AcuteDue(received).Format("2006-01-02 15:04"); got != "2026-10-25 11:00" {
		t.Errorf("got %s", got)
	}
}

func TestWarns(t *testing.T) {
	today := day(t, "2026-10-01")
	for _, c := range []struct {
		name, id, end string
		left          int
		now           bool
	}{
		{"Liva's supervised contact, 60 days", "contact.expiry_warn", "2026-11-30", 60, true},
		{"her hidden placement, 145 days", "contact.expiry_warn", "2027-02-23", 145, false},
		{"Trine's protection, 30 days", "cpr.reminder", "2026-10-31", 30, true},
		{"a day after the warning", "contact.expiry_warn", "2026-11-29", 59, false},
		{"Emil's pause, 10 days", "suspend.expiry_warn", "2026-10-11", 10, false},
		{"no end", "contact.expiry_warn", "", 0, false},
		{"a rule that warns of nothing", "contact.suspend_max", "2026-11-26", 0, false},
	} {
		left, now := rule.Get(c.id).Warns(day(t, c.end), today)
		if left != c.left || now != c.now {
			t.Errorf("%s: got %d, %v", c.name, left, now)
		}
	}
}

func TestRecordDelay(t *testing.T) {
	for _, c := range []struct {
		name, event, entered string
		want                 rule.Delay
	}{
		{"the same day", "2026-10-01", "2026-10-01", rule.InTime},
		{"the next day", "2026-10-01", "2026-10-02", rule.InTime},
		{"Friday to Monday", "2026-10-02", "2026-10-05", rule.Slow},
		{"two days", "2026-09-28", "2026-09-30", rule.Slow},
		{"three working days", "2026-09-28", "2026-10-01", rule.TooLate},
		{"three working days over a weekend", "2026-10-02", "2026-10-07", rule.TooLate},
		{"not written yet", "2026-09-28", "", rule.InTime},
	} {
		if got := rule.RecordDelay(day(t, c.event), day(t, c.entered)); got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
}

func TestAges(t *testing.T) {
	freja := day(t, "2011-09-14")
	if rule.Has("age.supported_consent", freja, day(t, "2026-09-13")) {
		t.Error("15 the day before the birthday")
	}
	if !rule.Has("age.supported_consent", freja, day(t, "2026-09-14")) {
		t.Error("not 15 on the birthday")
	}
	if rule.Has("age.party", clock.Date{}, day(t, "2026-09-14")) {
		t.Error("a party without a birth date")
	}
	leap := day(t, "2012-02-29")
	if got := rule.Reaches(leap, 15); got.String() != "2027-03-01" || leap.Age(got) != 15 || leap.Age(got.AddDays(-1)) != 14 {
		t.Errorf("born on 29 February, 15 on %s", got)
	}
}

func TestAgeChangesAhead(t *testing.T) {
	freja := day(t, "2011-09-14")
	for _, c := range []struct {
		name, today string
		want        []string
	}{
		{"31 days before", "2026-08-14", nil},
		{"30 days before", "2026-08-15", []string{"age.supported_consent", "age.digital_post"}},
		{"on the day", "2026-09-14", []string{"age.supported_consent", "age.digital_post"}},
		{"the day after", "2026-09-15", nil},
	} {
		var got []string
		for _, a := range rule.AgeChangesAhead(freja, day(t, c.today)) {
			got = append(got, a.Rule.ID)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}
