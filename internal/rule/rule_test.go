package rule_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/clock"
	"samspil/internal/lang"
	"samspil/internal/rule"
)

func TestEveryRowSaysWhereItComesFrom(t *testing.T) {
	units := map[rule.Unit]bool{}
	for _, r := range rule.All().Rules() {
		units[r.Unit] = true
		if strings.TrimSpace(r.Source) == "" {
			t.Errorf("%s has no source", r.ID)
		}
		for _, l := range lang.All {
			for _, key := range []string{r.NameKey(), r.TriggerKey(), "rule.owner." + string(r.Owner)} {
				if key != "" && !lang.Has(l, key) {
					t.Errorf("%s: no text %s in %s", r.ID, key, l)
				}
			}
			for _, m := range r.Marks {
				if !lang.Has(l, "rule.mark."+string(m)) {
					t.Errorf("%s: no text for the mark %s in %s", r.ID, m, l)
				}
			}
			if cited := r.Cite(l); cited == "" || strings.Contains(cited, "‹") {
				t.Errorf("%s is cited as %q in %s", r.ID, cited, l)
			}
		}
		if slices.Contains(r.Marks, rule.LawText) && !strings.Contains(r.Source, "§") {
			t.Errorf("%s is marked as law but cites %q", r.ID, r.Source)
		}
	}
	if len(units) < 15 {
		t.Errorf("only %d units are used", len(units))
	}
}

func TestParseRefuses(t *testing.T) {
	const good = `{"id":"a","values":[1],"unit":"days","source":{"law":"barnets lov","section":"§ 1"},"marks":["law"],"owner":"lead","valid_from":"2024-01-01","valid_to":"2024-12-31"}`
	next := strings.NewReplacer("2024-01-01", "2025-01-01", "2024-12-31", "", "[1]", "[2]").Replace(good)
	table, err := rule.Parse([]byte("[" + good + "," + next + "]"))
	if err != nil {
		t.Fatalf("two rows, one after the other: %v", err)
	}
	for day, want := range map[string]int{"2024-12-31": 1, "2025-01-01": 2, "2030-05-05": 2} {
		d, _ := clock.ParseDate(day)
		if r, ok := table.On("a", d); !ok || r.Days() != want {
			t.Errorf("on %s: %v, want %d", day, r.Values, want)
		}
	}
	if _, ok := table.On("a", clock.NewDate(2023, 12, 31)); ok {
		t.Error("a rule applied before its first day")
	}
	for name, bad := range map[string]string{
		"no source":          strings.Replace(good, `"law":"barnets lov",`, "", 1),
		"no mark":            strings.Replace(good, `["law"]`, "[]", 1),
		"no owner":           strings.Replace(good, `"owner":"lead"`, `"owner":""`, 1),
		"no first day":       strings.Replace(good, "2024-01-01", "", 1),
		"negative":           strings.Replace(good, "[1]", "[-1]", 1),
		"two rows for a day": good + "," + strings.Replace(good, "2024-01-01", "2024-12-31", 1),
		"not JSON":           good + "!",
	} {
		if _, err := rule.Parse([]byte("[" + bad + "]")); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

// TestEveryRowOfTheReferenceIsHere reads the table of deadlines that the rules
// were taken from, where it lies beside the module.
func TestEveryRowOfTheReferenceIsHere(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "reference", "domain.md"))
	if err != nil {
		t.Skip("the reference is not beside the module")
	}
	_, section, _ := strings.Cut(string(text), "\n## 19.")
	section, _, _ = strings.Cut(section, "\n## 20.")
	ids := regexp.MustCompile("(?m)^\\| (`[^|]*`) \\|")
	wanted := 0
	for _, m := range ids.FindAllStringSubmatch(section, -1) {
		for _, id := range strings.Split(m[1], " / ") {
			wanted++
			if _, ok := rule.All().Get(strings.Trim(id, "`")); !ok {
				t.Errorf("no rule %s", id)
			}
		}
	}
	if got := len(rule.All().Rules()); got != wanted || wanted == 0 {
		t.Errorf("%d rules, the reference has %d", got, wanted)
	}
}

func TestFigures(t *testing.T) {
	for _, c := range []struct {
		id   string
		want []int
	}{
		{"age.party", []int{10}},
		{"age.supported_consent", []int{15}},
		{"followup.first", []int{3}},
		{"contact.suspend_max", []int{56}},
		{"contact.expiry_warn", []int{60, 30, 14}},
		{"suspend.expiry_warn", []int{14, 7, 2}},
		{"notif.acute", []int{24}},
		{"notif.receipt", []int{6}},
		{"feedback.ack_urgent", []int{4}},
		{"breach.notify", []int{72}},
		{"course.max", []int{12}},
		{"team.caseload", []int{10, 25}},
	} {
		if diff := cmp.Diff(c.want, rule.Get(c.id).Values); diff != "" {
			t.Errorf("%s: %s", c.id, diff)
		}
	}
}

func TestWrongQuestionPanics(t *testing.T) {
	for name, ask := range map[string]func(){
		"no such rule":            func() { rule.Get("no.such") },
		"years of a rule in days": func() { rule.Get("contact.suspend_max").Years() },
		"a rule without figure":   func() { rule.Get("followup.next").Months() },
		"a day from hours":        func() { rule.Get("notif.acute").After(clock.NewDate(2026, 10, 1)) },
		"a time from months":      func() { rule.Get("followup.first").AfterTime(time.Time{}) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			ask()
		}()
	}
}

func TestCite(t *testing.T) {
	for _, c := range []struct{ id, da, en string }{
		{"followup.first", "barnets lov § 95, stk. 2", "barnets lov § 95(2)"},
		{"contact.supervised_period", "barnets lov § 105, stk. 1, nr. 1", "barnets lov § 105(1) no. 1"},
		{"contact.cutoff_period", "barnets lov § 105, stk. 1, nr. 2, og stk. 2", "barnets lov § 105(1) no. 2 and (2)"},
		{"contact.suspend_max", "barnets lov § 103, stk. 2, og § 104, stk. 5", "barnets lov § 103(2) and § 104(5)"},
		{"breach.notify", "GDPR artikel 33", "GDPR article 33"},
		{"status.lead", "Samspils eget udgangspunkt", "Samspil's own standard"},
	} {
		if got := rule.Get(c.id).Cite(lang.Danish); got != c.da {
			t.Errorf("%s: got %q, want %q", c.id, got, c.da)
		}
		if got := rule.Get(c.id).Cite(lang.English); got != c.en {
			t.Errorf("%s: got %q, want %q", c.id, got, c.en)
		}
	}
}

func ExampleFirstFollowUp() {
	start := clock.NewDate(2026, 11, 30)
	fmt.Println(rule.FirstFollowUp(start, clock.Date{}))
	fmt.Println(rule.FirstFollowUp(start, clock.NewDate(2027, 1, 15)))
	// Output:
	// 2027-02-28
	// 2027-01-15
}
