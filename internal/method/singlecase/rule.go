// Package singlecase answers one question about one family: has something that
// was measured again and again really changed, or is it the ordinary swing of
// such measurements?
//
// Each thing measured by one person is a strand ("calm mornings, as mother sees
// them"). A strand gets a grade from 0 (too few measurements) to 3 (a
// development is documented), and the strands of a family together give one
// conclusion. Both follow a written rule with a name, so that anybody can
// compute an old result again and get the same. The rule never says why
// something changed, and "not documented" never means "nothing happened".
//
// The package also holds the figures found by simulation that are printed
// beside a result: how often the rule would say the same of a family in which
// nothing has changed.
//
// It is pure computation: it knows no database, no names and no texts.
package singlecase

import "math"

// RuleName names the rule in force. It is stored with every result; changing
// any constant of the rule is a new rule with a new name.
const RuleName = "outcome-1"

// Rule holds every constant of a grading rule.
type Rule struct {
	Name string
	// LeastMeasurements that count in a strand measured repeatedly.
	LeastMeasurements int
	// LeastPrePost measurements of an instrument used before and after only.
	LeastPrePost int
	// LeastForThree measurements before the series is judged without its first.
	LeastForThree int
	// LeastSpanDays from the first measurement to the last.
	LeastSpanDays int
	// LeastInThird measurements within the first and within the last third of the days.
	LeastInThird int
	// GreatestWindow is the most measurements averaged at either end.
	GreatestWindow int
	// Criterion times the standard error of a difference is the least change that counts.
	Criterion float64
	// Alpha is the one-sided level of the trend test.
	Alpha float64
	// Dependence widens the criterion without the first measurement, because
	// neighbouring measurements resemble each other: sqrt((1+.3)/(1-.3)), rounded.
	Dependence float64
}

// rules by name; an old rule stays here for as long as results made by it are kept.
var rules = map[string]Rule{
	RuleName: {
		Name:              RuleName,
		LeastMeasurements: 5,
		LeastPrePost:      2,
		LeastForThree:     6,
		LeastSpanDays:     28,
		LeastInThird:      2,
		GreatestWindow:    3,
		Criterion:         1.96,
		Alpha:             .05,
		Dependence:        1.363,
	},
}

// RuleNamed returns the rule of that name, and false for a name never used.
func RuleNamed(name string) (Rule, bool) {
	r, ok := rules[name]
	return r, ok
}

// Window returns how many measurements are averaged at either end of n: one of
// five, two of six to eight, three from nine.
func (r Rule) Window(n int) int { return min(r.GreatestWindow, n/3) }

// Need returns the least number of measurements of that design.
func (r Rule) Need(d Design) int {
	if d == PrePost {
		return r.LeastPrePost
	}
	return r.LeastMeasurements
}

// threshold is the least difference of two means of k measurements that
// measurement error alone seldom gives.
func (r Rule) threshold(sem float64, k int) float64 {
	return r.Criterion * sem * math.Sqrt(2/float64(k))
}
