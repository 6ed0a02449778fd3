// Package rule keeps the deadlines, ages and thresholds that a course runs by,
// each with where it comes from and how sure we are of it.
//
// They are data with dates, not code, because the law changes and because a
// municipality may promise something else: a table names each rule, its value,
// what sets it going, its source and who must act. A changed value never moves
// a date that has already been set; it only proposes new ones.
package rule

import (
	"fmt"
	"slices"

	"samspil/internal/clock"
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
