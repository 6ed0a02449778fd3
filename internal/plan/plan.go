// Package plan holds what the family, the consultant and the leader have agreed
// to work on: the goals in the family's own words, how we shall see in everyday
// life that they are nearer, who is responsible, and how many hours a week are
// given while the help gets less and less.
//
// A plan is written as a draft, submitted by the consultant and approved by the
// leader, never by one who wrote it. A change is a new plan with the next
// number; the earlier ones stay readable. Hours above what the municipality has
// granted wait for the adviser's answer, and until then what was granted is
// the limit. The package also keeps the follow-ups that were held (barnets lov
// § 95) and how each goal ended.
package plan

import (
	"slices"
	"time"

	"samspil/internal/clock"
)

// Status says how far a plan has come.
type Status string

// The life of a plan. At most one plan of a course is a draft or submitted, and
// at most one is approved: the one in force.
const (
	StatusDraft      Status = "draft"
	StatusSubmitted  Status = "submitted"
	StatusApproved   Status = "approved"
	StatusSuperseded Status = "superseded"
)

// Plan is one version of what was agreed.
type Plan struct {
	ID       string
	CourseID string
	Number   int // 1, 2, 3 … within the course
	Status   Status
	// AuthorID began the draft; ApproverID is the leader, empty until approved.
	AuthorID, ApproverID string
	ApprovedAt           time.Time
	// EnteredAt is when the plan was last saved as a draft.
	EnteredAt time.Time
	// Supersedes is the plan this one was drawn from; empty for the first.
	Supersedes string

	StartOn clock.Date
	// EndOn is the last day, both days included.
	EndOn clock.Date
	// Reviews are the follow-ups planned ahead. The dates that bind are those of
	// the law and of the last follow-up held, see NextFollowUp.
	Reviews []clock.Date
	Steps   []Step
	// Goals in the order of the plan. Concluded is filled in when the plan is read.
	Goals []Goal
	// Activities are ids of activity kinds of the programme.
	Activities []string
	// ActivityNote says how the kinds are mixed for this family.
	ActivityNote  string
	Prerequisites []Prerequisite

	// Reason says why this version differs from the one before; asked from number 2.
	Reason string
	// ToldOn is the day the adviser was told of the change of hours; asked from number 2
	// when the hours differ.
	ToldOn clock.Date
	// DurationReason is asked when the plan lasts less than 2 or more than 12 months.
	DurationReason string
	// ExtraReason is asked when the hours exceed what was granted; with it the
	// surplus is asked for when the plan is submitted.
	ExtraReason string
	// RhythmReason says why the follow-ups after the first come as they do (§ 95(3)).
	RhythmReason string

	// Extra are the hours of this plan that await the adviser's answer; filled in
	// when the plan is read.
	Extra float64
	// Version rises with each saving; a draft is saved against the version it was read at.
	Version int64
}

// Step is a stretch of weeks with the same hours a week.
type Step struct {
	Weeks        int     // 1–60
	HoursPerWeek float64 // 0–40, quarters of an hour
	// Reason is asked when the hours rise from the step before, and says why a step
	// down comes when it comes.
	Reason string
}

// Kind of change that a goal aims at.
type GoalKind string

// Values of GoalKind.
const (
	GoalDevelop GoalKind = "develop"
	GoalKeep    GoalKind = "keep"
	GoalLimit   GoalKind = "limit" // hold back a loss
)

// Goal is one thing the family wants to be different. Its ID stays the same
// through all versions of the plan, so that ratings and notes follow it.
type Goal struct {
	ID string
	// FocusAreaID is the focus area of the course that the goal comes from.
	FocusAreaID string
	Kind        GoalKind
	// Title is short and says what shall be seen, not what shall stop.
	Title string
	// FamilyWords and ChildWords are quotes: how the parents, and the child, say it.
	// ChildWords are asked for where a child of the course is 4 or more.
	FamilyWords, ChildWords string
	// ResponsibleID is the staff member or person who sees to it that it happens.
	ResponsibleID string
	// Agreements says who does what.
	Agreements string
	// Signs are what can be seen in everyday life when the goal is nearer.
	Signs []string
	// Levels are written from "much less than hoped" over "as now or as hoped" to
	// "much more than hoped": -2, -1, 0, +1, +2. All five or none.
	Levels [5]string
	// Aims are ids of aims of the programme; reports group by them.
	Aims []string
	// Rating says that the goal is also rated 0–10 by those the programme names.
	Rating bool
	// RatingQuestion is what is asked when it is rated; 0 is worst and 10 is best.
	RatingQuestion string
	// Concluded is how the goal ended; nil while it is worked on.
	Concluded *Conclusion
}

// Prerequisite is what one person in the family brings along.
type Prerequisite struct {
	PersonID string
	// Resources are strengths to build on; Challenges what makes it hard; Needs what
	// must be taken into account (language, sleep, work, an interpreter).
	Resources, Challenges, Needs string
}

// Goal returns the goal with that id.
func (p Plan) Goal(id string) (Goal, bool) {
	for _, g := range p.Goals {
		if g.ID == id {
			return g, true
		}
	}
	return Goal{}, false
}

// Open returns the goals that are still worked on.
func (p Plan) Open() []Goal {
	return slices.DeleteFunc(slices.Clone(p.Goals), func(g Goal) bool { return g.Concluded != nil })
}

// HasLevels reports whether any level of the ladder is written.
func (g Goal) HasLevels() bool { return g.Levels != [5]string{} }
