package plan

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"samspil/internal/fault"
	"samspil/internal/programme"
)

// The longest texts that are accepted, in characters.
const (
	maxTitle = 120
	maxText  = 4000
	maxSigns = 8
	maxGoals = 12
	maxSteps = 12
)

// readable refuses what could not be kept or read: texts that are far too long, hours
// that are no hours. A draft may be unfinished, but not unreadable.
func (p Plan) readable() error {
	var bad fault.Problems
	if len(p.Goals) > maxGoals {
		bad.Add("goals", "plan.goals.many", fault.Args{"max": maxGoals})
	}
	if len(p.Steps) > maxSteps {
		bad.Add("steps", "plan.steps.many", fault.Args{"max": maxSteps})
	}
	for i, s := range p.Steps {
		if s.Weeks < 0 || s.Weeks > 60 {
			bad.Add(fmt.Sprintf("steps.%d.weeks", i), "plan.steps.weeks")
		}
		if s.HoursPerWeek < 0 || s.HoursPerWeek > 60 || math.IsNaN(s.HoursPerWeek) {
			bad.Add(fmt.Sprintf("steps.%d.hours", i), "plan.steps.hours")
		}
		long(&bad, fmt.Sprintf("steps.%d.reason", i), s.Reason, maxText)
	}
	for _, g := range p.Goals {
		g.readable(&bad)
	}
	for _, q := range p.Prerequisites {
		long(&bad, "resources."+q.PersonID, q.Resources, maxText)
		long(&bad, "challenges."+q.PersonID, q.Challenges, maxText)
		long(&bad, "needs."+q.PersonID, q.Needs, maxText)
	}
	long(&bad, "activitynote", p.ActivityNote, maxText)
	long(&bad, "reason", p.Reason, maxText)
	long(&bad, "durationreason", p.DurationReason, maxText)
	long(&bad, "extrareason", p.ExtraReason, maxText)
	long(&bad, "rhythmreason", p.RhythmReason, maxText)
	return bad.Err()
}

func (g Goal) readable(bad *fault.Problems) {
	at := "goal." + g.ID + "."
	long(bad, at+"title", g.Title, maxTitle)
	long(bad, at+"familywords", g.FamilyWords, maxText)
	long(bad, at+"childwords", g.ChildWords, maxText)
	long(bad, at+"agreements", g.Agreements, maxText)
	long(bad, at+"question", g.RatingQuestion, maxText)
	if len(g.Signs) > maxSigns {
		bad.Add(at+"signs", "plan.signs.many", fault.Args{"max": maxSigns})
	}
	for _, s := range g.Signs {
		long(bad, at+"signs", s, maxText)
	}
	for i, l := range g.Levels {
		long(bad, fmt.Sprintf("%slevel%d", at, i), l, maxText)
	}
}

func long(bad *fault.Problems, field, s string, limit int) {
	if n := utf8.RuneCountInString(s); n > limit {
		bad.Add(field, "plan.long", fault.Args{"max": limit, "over": n - limit})
	}
}

// Circumstances is what a plan is held against when it is submitted.
type Circumstances struct {
	Programme programme.Programme
	// Before is the plan in force; nil for the first.
	Before *Plan
	// Granted hours, the limit today; 0 when nothing was granted.
	Granted float64
	// EldestChild is the age in years of the eldest child of the course; the child's
	// own words are asked for from 4. -1 when no age is known.
	EldestChild int
}

// Missing says everything that stands between the draft and its submission, field by
// field, and nil when it is ready. The fields are those of the plan's pages:
// "steps.0.weeks", "goal.<id>.title", "reason" and so on.
func (p Plan) Missing(c Circumstances) error {
	var bad fault.Problems
	if p.StartOn.IsZero() {
		bad.Add("start", "plan.start.missing")
	}
	if len(p.Prerequisites) == 0 {
		bad.Add("prerequisites", "plan.prerequisites.missing")
	}
	if len(p.Activities) == 0 {
		bad.Add("activities", "plan.activities.missing")
	}
	if len(p.Open()) == 0 {
		bad.Add("goals", "plan.goals.missing")
	}
	for _, g := range p.Open() {
		g.missing(&bad, c)
	}
	p.missingHours(&bad, c)
	p.missingReviews(&bad, c)
	if c.Before != nil && blank(p.Reason) {
		bad.Add("reason", "plan.reason.missing")
	}
	return bad.Err()
}

func (g Goal) missing(bad *fault.Problems, c Circumstances) {
	at := "goal." + g.ID + "."
	need := func(field, key, s string) {
		if blank(s) {
			bad.Add(at+field, key, fault.Args{"goal": g.Title})
		}
	}
	need("title", "plan.goal.title.missing", g.Title)
	need("focus", "plan.goal.focus.missing", g.FocusAreaID)
	need("familywords", "plan.goal.familywords.missing", g.FamilyWords)
	need("responsible", "plan.goal.responsible.missing", g.ResponsibleID)
	if c.EldestChild >= 4 {
		need("childwords", "plan.goal.childwords.missing", g.ChildWords)
	}
	if len(g.Signs) == 0 {
		bad.Add(at+"signs", "plan.goal.signs.missing", fault.Args{"goal": g.Title})
	}
	if len(g.Aims) == 0 {
		bad.Add(at+"aims", "plan.goal.aims.missing", fault.Args{"goal": g.Title})
	}
	written := 0
	for _, l := range g.Levels {
		if !blank(l) {
			written++
		}
	}
	if written > 0 && written < len(g.Levels) || written == 0 && !g.Rating && len(g.Signs) < 2 {
		bad.Add(at+"level0", "plan.goal.levels.missing", fault.Args{"goal": g.Title})
	}
	if g.Rating {
		need("question", "plan.goal.question.missing", g.RatingQuestion)
	}
}

func (p Plan) missingHours(bad *fault.Problems, c Circumstances) {
	steps := make([]programme.Step, len(p.Steps))
	for i, s := range p.Steps {
		steps[i] = programme.Step(s)
	}
	for _, found := range c.Programme.CheckSteps(steps, c.Granted) {
		switch {
		case found.Severity == programme.Refuse:
			bad.Add(found.Field, found.Key, found.Args)
		case found.Severity == programme.Ask && p.Surplus(c.Granted) > 0 && blank(p.ExtraReason):
			bad.Add("extrareason", found.Key, found.Args)
		}
	}
	for _, found := range c.Programme.CheckDuration(p.StartOn, p.LastDay()) {
		if found.Severity == programme.Refuse || blank(p.DurationReason) {
			bad.Add("durationreason", found.Key, found.Args)
		}
	}
	if c.Before != nil && !sameSteps(p.Steps, c.Before.Steps) && p.ToldOn.IsZero() {
		bad.Add("told", "plan.told.missing")
	}
}

func (p Plan) missingReviews(bad *fault.Problems, c Circumstances) {
	if len(p.Reviews) == 0 {
		bad.Add("reviews.0", "plan.reviews.missing")
		return
	}
	if c.Before == nil && !p.StartOn.IsZero() {
		if latest := p.StartOn.AddMonths(c.Programme.Review.FirstMonths); p.Reviews[0].After(latest) {
			bad.Add("reviews.0", "plan.reviews.late", fault.Args{"date": latest})
		}
	}
	if len(p.Reviews) > 1 && c.Programme.Review.NextNeedsReason && blank(p.RhythmReason) {
		bad.Add("rhythmreason", "plan.rhythm.missing")
	}
	for i, d := range p.Reviews {
		if i > 0 && !d.After(p.Reviews[i-1]) {
			bad.Add(fmt.Sprintf("reviews.%d", i), "plan.reviews.order")
		}
	}
}

// Surplus returns the hours of the plan above those granted; 0 when it keeps within.
func (p Plan) Surplus(granted float64) float64 {
	over := p.Planned() - granted
	if over < 0.01 {
		return 0
	}
	return math.Round(over*100) / 100
}

func sameSteps(a, b []Step) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Weeks != b[i].Weeks || a[i].HoursPerWeek != b[i].HoursPerWeek {
			return false
		}
	}
	return true
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }
