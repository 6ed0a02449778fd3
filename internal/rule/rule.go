// Package rule keeps the deadlines, ages and thresholds that a course runs by,
// each with where it comes from and how sure we are of it.
//
// They are data with dates, not code, because the law changes and because a
// municipality may promise something else: a table names each rule, its value,
// what sets it going, its source and who must act. A changed value never moves
// a date that has already been set; it only proposes new ones.
package rule

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"samspil/internal/clock"
	"samspil/internal/lang"
)

// Unit says what the values of a rule count.
type Unit string

// The units. Those without a figure say in what way the rule is set.
const (
	Years               Unit = "years"
	Months              Unit = "months"
	MonthsBetween       Unit = "months_between" // the least and the most
	Weeks               Unit = "weeks"
	Days                Unit = "days"
	DaysBefore          Unit = "days_before"
	WorkingDays         Unit = "working_days"
	WorkingDaysSameTime Unit = "working_days_same_time"
	Hours               Unit = "hours" // of the clock
	OfficeHours         Unit = "office_hours"
	Minutes             Unit = "minutes"
	PerMonth            Unit = "per_month"
	InARow              Unit = "in_a_row"
	Below               Unit = "below"
	BetweenFollowUps    Unit = "between_followups"
	Courses             Unit = "courses"
	AsDecided           Unit = "as_decided"
	AsSoonAsPossible    Unit = "as_soon_as_possible"
	BeforeDecision      Unit = "before_decision"
	NewPerson           Unit = "new_person"
	Archive             Unit = "archive"
	None                Unit = "none"
)

// Mark says how sure we are of a rule.
type Mark string

// The marks, surest first. Lawyer means that a lawyer must confirm it before
// the rule is relied on; Default is our own choice, to be set by whoever runs
// the installation.
const (
	LawText   Mark = "law"
	Authority Mark = "authority"
	Practice  Mark = "practice"
	Inference Mark = "inference"
	Lawyer    Mark = "lawyer"
	Default   Mark = "default"
)

// Owner is who must act when the rule bites.
type Owner string

// The owners.
const (
	OwnerLead         Owner = "lead"
	OwnerPsychologist Owner = "psychologist"
	OwnerLeader       Owner = "leader"
	OwnerAdviser      Owner = "adviser"
	OwnerMunicipality Owner = "municipality"
)

// Rule is one row of the table.
type Rule struct {
	ID      string
	Values  []int // none where the rule has no figure
	Unit    Unit
	Trigger string // what sets it going; its words are under TriggerKey
	// Source is where it comes from, as it is cited in Danish: "barnets lov
	// § 95, stk. 2". Cite writes it for either language.
	Source      string
	TextVersion string // the version of the law that was read; empty otherwise
	Marks       []Mark
	Note        string // for developers and lawyers; not shown
	Owner       Owner
	// ValidFrom and ValidTo bound the days on which the row applies; an empty
	// ValidTo means that it still does.
	ValidFrom, ValidTo clock.Date

	originKey string
}

//go:embed rules.json
var shippedRows []byte

var shipped = mustParse(shippedRows)

func mustParse(rows []byte) Table {
	t, err := Parse(rows)
	if err != nil {
		panic(err) // the table is compiled in
	}
	return t
}

// Get returns the shipped rule that applies without an end. It panics for an
// id that is not in the table: that is a misspelling in the program.
func Get(id string) Rule {
	r, ok := shipped.Get(id)
	if !ok {
		panic("rule: no rule " + id)
	}
	return r
}

// All returns the shipped table.
func All() Table { return shipped }

// Table is a set of rules; a rule can have several rows, each valid in its time.
type Table struct{ rows []Rule }

// Rules returns the rows in order.
func (t Table) Rules() []Rule { return slices.Clone(t.rows) }

// Get returns the row of the rule that has no end; false when there is none.
func (t Table) Get(id string) (Rule, bool) {
	for _, r := range t.rows {
		if r.ID == id && r.ValidTo.IsZero() {
			return r, true
		}
	}
	return Rule{}, false
}

// On returns the row of the rule that applies on a day; false when none does.
func (t Table) On(id string, day clock.Date) (Rule, bool) {
	for _, r := range t.rows {
		if r.ID == id && !day.Before(r.ValidFrom) && (r.ValidTo.IsZero() || !day.After(r.ValidTo)) {
			return r, true
		}
	}
	return Rule{}, false
}

type row struct {
	ID      string `json:"id"`
	Values  []int  `json:"values"`
	Unit    Unit   `json:"unit"`
	Trigger string `json:"trigger"`
	Source  struct {
		Law         string `json:"law"`
		Section     string `json:"section"`
		TextVersion string `json:"text_version"`
		Origin      string `json:"origin"`
		Text        string `json:"text"`
	} `json:"source"`
	Marks     []Mark     `json:"marks"`
	ValidFrom clock.Date `json:"valid_from"`
	ValidTo   clock.Date `json:"valid_to"`
	Owner     Owner      `json:"owner"`
	Note      string     `json:"note"`
}

// Parse reads a table from JSON. It refuses a row without id, source, mark,
// owner or first day, a negative value, and two rows of one rule that are valid
// on the same day.
func Parse(data []byte) (Table, error) {
	var rows []row
	if err := json.Unmarshal(data, &rows); err != nil {
		return Table{}, fmt.Errorf("read rules: %w", err)
	}
	var t Table
	for i, w := range rows {
		r := w.rule()
		if r.ID == "" || r.Source == "" || r.Unit == "" || r.Owner == "" || len(r.Marks) == 0 || r.ValidFrom.IsZero() {
			return Table{}, fmt.Errorf("read rules: row %d (%s) lacks id, unit, source, mark, owner or first day", i+1, r.ID)
		}
		if slices.ContainsFunc(r.Values, func(v int) bool { return v < 0 }) {
			return Table{}, fmt.Errorf("read rules: row %d (%s) has a negative value", i+1, r.ID)
		}
		if slices.ContainsFunc(t.rows, r.overlaps) {
			return Table{}, fmt.Errorf("read rules: %s has two rows for one day", r.ID)
		}
		t.rows = append(t.rows, r)
	}
	return t, nil
}

func (w row) rule() Rule {
	r := Rule{
		ID: w.ID, Values: w.Values, Unit: w.Unit, Trigger: w.Trigger, TextVersion: w.Source.TextVersion,
		Marks: w.Marks, Note: w.Note, Owner: w.Owner, ValidFrom: w.ValidFrom, ValidTo: w.ValidTo,
	}
	if w.Source.Law != "" && w.Source.Section != "" {
		r.Source = w.Source.Law + " " + w.Source.Section
	} else if w.Source.Origin != "" {
		r.Source, r.originKey = w.Source.Text, "rule.origin."+w.Source.Origin
	}
	return r
}

func (r Rule) overlaps(other Rule) bool {
	ends := func(x Rule) clock.Date {
		if x.ValidTo.IsZero() {
			return clock.NewDate(9999, 12, 31)
		}
		return x.ValidTo
	}
	return r.ID == other.ID && !r.ValidFrom.After(ends(other)) && !other.ValidFrom.After(ends(r))
}

// value returns the first figure of the rule and panics unless it is counted
// in one of the units: asking a rule for the wrong thing is a mistake in the program.
func (r Rule) value(units ...Unit) int {
	if len(r.Values) == 0 || !slices.Contains(units, r.Unit) {
		panic(fmt.Sprintf("rule: %s is %v %s, not %v", r.ID, r.Values, r.Unit, units))
	}
	return r.Values[0]
}

// Years returns the figure of a rule counted in years.
func (r Rule) Years() int { return r.value(Years) }

// Months returns the figure of a rule counted in calendar months; for a span
// of months, the least.
func (r Rule) Months() int { return r.value(Months, MonthsBetween) }

// Weeks returns the figure of a rule counted in weeks.
func (r Rule) Weeks() int { return r.value(Weeks) }

// Days returns the figure of a rule counted in days: of the calendar, working
// days or days before something, as Unit says.
func (r Rule) Days() int { return r.value(Days, WorkingDays, WorkingDaysSameTime, DaysBefore) }

// Hours returns the figure of a rule counted in hours: of the clock or of the
// office, as Unit says.
func (r Rule) Hours() int { return r.value(Hours, OfficeHours) }

// Minutes returns the figure of a rule counted in minutes.
func (r Rule) Minutes() int { return r.value(Minutes) }

// Count returns the figure of a rule that counts things: times in a row, times
// a month, courses, people below which nothing is shown.
func (r Rule) Count() int { return r.value(PerMonth, InARow, Below, BetweenFollowUps, Courses) }

// NameKey is the language key of what the rule is called on a board.
func (r Rule) NameKey() string { return "rule.name." + r.ID }

// TriggerKey is the language key of what sets the rule going; empty where
// nothing does.
func (r Rule) TriggerKey() string {
	if r.Trigger == "" {
		return ""
	}
	return "rule.trigger." + r.Trigger
}

var (
	further    = regexp.MustCompile(`, og stk\. (\d+)`)
	subsection = regexp.MustCompile(`, stk\. (\d+)`)
	number     = regexp.MustCompile(`,? nr\. (\d+)`)
)

// Cite writes the source for a reader: Danish law as Danes cite it, in English
// as "§ 95(2)".
func (r Rule) Cite(l lang.Lang) string {
	if r.originKey != "" {
		return lang.T(l, r.originKey, nil)
	}
	return Cite(l, r.Source)
}

// Cite writes a citation of Danish law, such as "barnets lov § 104, stk. 5",
// for a reader of the language: "barnets lov § 104(5)" in English.
func Cite(l lang.Lang, source string) string {
	if l != lang.English {
		return source
	}
	source = further.ReplaceAllString(source, " and ($1)")
	source = subsection.ReplaceAllString(source, "($1)")
	source = number.ReplaceAllString(source, " no. $1")
	for _, w := range [][2]string{{", og ", " and "}, {"artikel ", "article "}} {
		source = strings.ReplaceAll(source, w[0], w[1])
	}
	return source
}
