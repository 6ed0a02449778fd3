package plan

import (
	"time"

	"samspil/internal/clock"
)

// Outcome says how near a goal came, in the words of those who worked on it. It
// is a judgement and stands beside the measurements, not instead of them.
type Outcome string

// Values of Outcome.
const (
	Reached Outcome = "reached"
	Partly  Outcome = "partly"
	NotYet  Outcome = "notyet"
	Dropped Outcome = "dropped" // no longer relevant; the reason says why
)

// Next says what comes after a goal.
type Next string

// Values of Next.
const (
	Continue Next = "continue" // somebody else goes on with it
	Change   Next = "change"   // another goal takes its place
	Refer    Next = "refer"    // ended, and the family is referred on
	End      Next = "end"
)

// Conclusion is how a goal ended. A correction is a new Conclusion whose
// Supersedes names the one it replaces; both are kept.
type Conclusion struct {
	ID, GoalID string
	Outcome    Outcome
	Next       Next
	On         clock.Date
	// Reason says what it rests on; always asked.
	Reason string
	// FamilyWords is how the family sees it; Disagreement what they see differently.
	FamilyWords, Disagreement string
	Supersedes                string
	EnteredBy                 string
	EnteredAt                 time.Time
}

// Sign is one everyday sign of a goal as last noted.
type Sign struct {
	GoalID string
	Text   string
	Seen   bool
	On     clock.Date // the day it was last noted; none when never
}

// Request is a wish for hours above what was granted, with the adviser's answer
// when it has come.
type Request struct {
	ID, PlanID string
	Hours      float64
	AskedOn    clock.Date
	Reason     string
	AskedBy    string
	// Answer is nil while the hours wait.
	Answer *Answer
}

// Waiting reports whether the request has no answer yet.
func (r Request) Waiting() bool { return r.Answer == nil }

// Answer is the adviser's decision on a Request. Granted may be less than was
// asked for; 0 is a no.
type Answer struct {
	ID, RequestID string
	Granted       float64
	On            clock.Date
	Reason        string // asked when less is granted than was asked for
	By            string
}

// Frame is how many hours the course may use. This is the one definition:
// what the referral granted, and what was granted later.
type Frame struct {
	Granted float64 // the limit today
	Waiting float64 // asked for and not answered
	// WaitingSince is the day of the oldest request without answer.
	WaitingSince clock.Date
}

// FollowUp is one follow-up that was held on the measure (barnets lov § 95). The
// one who holds it decides when the next one comes, and why.
type FollowUp struct {
	ID     string
	DueOn  clock.Date // what the deadline was; filled in by Hold
	HeldOn clock.Date
	// NextOn is none when no next date was decided yet: an open task, never filled in silently.
	NextOn clock.Date
	// ToldOn is the day child and parents were told of the next date.
	ToldOn clock.Date
	// Adjust says what is changed in the measure; Reason why the next follow-up comes
	// when it does; ChildWish what the child wants.
	Adjust, Reason, ChildWish string
	Supersedes                string
	EnteredBy                 string
	EnteredAt                 time.Time
}

// EventKind is what happened to a plan.
type EventKind string

// Values of EventKind.
const (
	Drafted   EventKind = "drafted"
	Revised   EventKind = "revised" // by another than the one who began it
	Submitted EventKind = "submitted"
	Returned  EventKind = "returned"
	Approved  EventKind = "approved"
)

// Event is one line in the history of the plans of a course.
type Event struct {
	ID, PlanID string
	Kind       EventKind
	Note       string // what the leader asks to have mended, or wrote when approving
	By         string
	At         time.Time
}
