package programme_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/clock"
	"samspil/internal/lang"
	"samspil/internal/programme"
)

func steps(xs ...float64) []programme.Step {
	var out []programme.Step
	for i := 0; i+1 < len(xs); i += 2 {
		out = append(out, programme.Step{Weeks: int(xs[i]), HoursPerWeek: xs[i+1]})
	}
	return out
}

func TestHoursOfTheInventedFamilies(t *testing.T) {
	for _, c := range []struct {
		name  string
		steps []programme.Step
		want  float64
		weeks int
	}{
		{"Villads", steps(10, 4, 12, 2.5, 14, 1), 84, 36},
		{"Alma", steps(6, 3, 10, 2, 10, 1), 48, 26},
		{"Freja", steps(8, 4, 10, 2.5, 12, 1), 69, 30},
		{"Noah", steps(12, 5, 16, 4, 16, 2), 156, 44},
		{"Noah, step down stopped", steps(12, 5, 24, 4, 8, 2), 172, 44},
		{"Liva", steps(14, 4.5, 14, 3.5, 12, 2), 136, 40},
		{"Emil", steps(10, 4, 14, 3, 12, 1.5), 100, 36},
	} {
		if h, w := programme.Hours(c.steps), programme.Weeks(c.steps); h != c.want || w != c.weeks {
			t.Errorf("%s: %v hours in %d weeks, want %v in %d", c.name, h, w, c.want, c.weeks)
		}
	}
}

func TestCheckSteps(t *testing.T) {
	p := shipped(t, "contactsupport")
	rising := steps(4, 2, 4, 3, 4, 1)
	explained := steps(4, 2, 4, 3, 4, 1)
	explained[1].Reason = "The child has moved and needs more visits for a month"
	blank := steps(4, 2, 4, 3, 4, 1)
	blank[1].Reason = "  "
	for _, c := range []struct {
		name    string
		steps   []programme.Step
		granted float64
		want    []string // severity, field and key
	}{
		{"falling, within the grant", steps(12, 5, 16, 4, 16, 2), 156, nil},
		{"16 hours above the grant wait", steps(12, 5, 24, 4, 8, 2), 156, []string{"ask steps programme.steps.above_granted"}},
		{"below the grant", steps(12, 5, 16, 4, 16, 2), 172, nil},
		{"nothing granted yet", steps(12, 5, 16, 4), 0, []string{"ask steps programme.steps.no_grant"}},
		{"rises without reason", rising, 100, []string{"refuse steps.1.reason programme.steps.rises"}},
		{"rises with a reason", explained, 100, nil},
		{"a reason of blanks is none", blank, 100, []string{"refuse steps.1.reason programme.steps.rises"}},
		{"never falls", steps(20, 3), 60, []string{"ask steps programme.steps.never_falls"}},
		{"level, then lower", steps(6, 3, 6, 3, 6, 1), 60, nil},
		{"no steps", nil, 60, []string{"refuse steps programme.steps.none"}},
		{"no weeks", steps(0, 3, 6, 2), 60, []string{"refuse steps.0.weeks programme.steps.weeks"}},
		{"no hours", steps(6, 3, 6, 0), 60, []string{"refuse steps.1.hours programme.steps.hours"}},
		{"negative hours", steps(6, 3, 6, -1), 60, []string{"refuse steps.1.hours programme.steps.hours"}},
		{"more hours than a week of work", steps(6, 41, 6, 1), 600, []string{"refuse steps.0.hours programme.steps.hours"}},
		{"tenths do not add up to a breach", steps(3, 0.1, 3, 0.1, 4, 0.05), 0.8, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, f := range p.CheckSteps(c.steps, c.granted) {
				got = append(got, string(f.Severity)+" "+f.Field+" "+f.Key)
				if !lang.Has(lang.Danish, f.Key) {
					t.Errorf("no text %s", f.Key)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	extra := p.CheckSteps(steps(12, 5, 24, 4, 8, 2), 156)[0]
	if extra.Args["extra"] != 16.0 {
		t.Errorf("extra hours: %v", extra.Args)
	}
}

func TestCheckDuration(t *testing.T) {
	p := shipped(t, "preventive")
	for _, c := range []struct{ name, start, end, want string }{
		{"Villads", "2026-01-26", "2026-10-04", ""},
		{"two months to the day", "2026-01-26", "2026-03-25", ""},
		{"a day too short", "2026-01-26", "2026-03-24", "programme.duration.short"},
		{"a year to the day", "2026-01-26", "2027-01-25", ""},
		{"a day too long", "2026-01-26", "2027-01-26", "programme.duration.long"},
		{"backwards", "2026-01-26", "2026-01-25", "programme.duration.backwards"},
		{"no end yet", "2026-01-26", "", ""},
		{"no start yet", "", "2026-01-26", ""},
		{"from the end of a month", "2026-12-31", "2027-02-27", ""},
	} {
		found := p.CheckDuration(date(t, c.start), date(t, c.end))
		got := ""
		if len(found) > 0 {
			got = found[0].Key
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
		if programme.Refused(found) != (c.want == "programme.duration.backwards") {
			t.Errorf("%s: only an end before the start is refused", c.name)
		}
	}
}

func TestAnalysesDue(t *testing.T) {
	for _, c := range []struct {
		name, programme, start, end string
		want                        []string
	}{
		{"Villads, weeks 6 and 34", "preventive", "2026-01-26", "2026-10-04", []string{"2026-03-09", "2026-09-20"}},
		{"a year at home", "preventive", "2026-01-01", "2026-12-31", []string{"2026-02-12", "2026-08-13", "2026-12-17"}},
		{"two months", "preventive", "2026-01-01", "2026-02-28", []string{"2026-02-14"}},
		{"Noah", "contactsupport", "2026-03-16", "2027-01-17", []string{"2026-04-27", "2026-08-17", "2027-01-03"}},
		{"no end known", "preventive", "2026-01-01", "", nil},
	} {
		p := shipped(t, c.programme)
		var got []string
		due := p.AnalysesDue(date(t, c.start), date(t, c.end))
		for _, d := range due {
			got = append(got, d.String())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		for signed := range due {
			if next := p.NextAnalysis(date(t, c.start), date(t, c.end), signed); next != due[signed] {
				t.Errorf("%s: after %d signed, next is %s", c.name, signed, next)
			}
		}
		if next := p.NextAnalysis(date(t, c.start), date(t, c.end), len(due)); !next.IsZero() {
			t.Errorf("%s: all made, yet one is due %s", c.name, next)
		}
	}
}

func TestReviewsAndStrands(t *testing.T) {
	p := shipped(t, "preventive")
	start := date(t, "2026-11-30")
	if got := p.FirstReview(start, clock.Date{}).String(); got != "2027-02-28" {
		t.Errorf("first review %s", got)
	}
	if got := p.FirstReview(start, date(t, "2027-01-10")).String(); got != "2027-01-10" {
		t.Errorf("an assessment that ends sooner: %s", got)
	}
	if got := p.FirstReview(start, start.AddDays(-10)).String(); got != "2027-02-28" {
		t.Errorf("an assessment that had ended before the start: %s", got)
	}
	if got := p.StatusDue(date(t, "2026-11-11")).String(); got != "2026-11-01" {
		t.Errorf("status due %s", got)
	}
	s := p.Strands[0]
	if got := s.Due(start, clock.Date{}); got != start {
		t.Errorf("first measurement %s", got)
	}
	if got := s.Due(start, date(t, "2026-12-14")).String(); got != "2026-12-28" {
		t.Errorf("second measurement %s", got)
	}
	if got := (programme.Strand{EachContact: true}).Due(start, clock.Date{}); !got.IsZero() {
		t.Errorf("a strand of the contacts is due %s", got)
	}
}
