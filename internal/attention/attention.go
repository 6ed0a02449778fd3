// Package attention is what happens when something in a family needs more than
// the next visit: a flag with an owner and an outcome, quick feedback to the
// municipality's adviser with a promised time, questions the adviser asks us,
// and notifications of concern.
//
// The three are never mixed up. A flag is our own mark. Quick feedback is a
// message to the adviser about the course. A notification of concern is a legal
// duty towards the child, which neither of the two fulfils.
//
// What was sent is never removed, and "delivered" is said only when the
// receiver's own copy has been stored.
package attention

import (
	"time"

	"samspil/internal/clock"
	"samspil/internal/fault"
)

// Outcome is what came of a flag.
type Outcome string

// The outcomes.
const (
	Adapt   Outcome = "adapt"   // the service is changed, by a decision with a reason
	Tell    Outcome = "tell"    // Familierådgivningen was told
	Notify  Outcome = "notify"  // a notification of concern was made
	Nothing Outcome = "nothing" // nothing, with the reason written down
)

// Outcomes lists them in the order they are offered.
var Outcomes = []Outcome{Adapt, Tell, Notify, Nothing}

// Flag is something that needs special attention.
type Flag struct {
	ID        string
	CourseID  string
	SessionID string // the session or contact whose question was answered yes; may be empty
	Danger    bool   // it may be abuse, neglect or danger
	What      string // what was seen, in words
	OwnerID   string // the member of staff who sees to it
	RaisedBy  string
	RaisedAt  time.Time
	Steps     []Step // what was done, oldest first
}

// Step is one thing done about a flag.
type Step struct {
	ID        string
	FlagID    string
	Outcome   Outcome
	Reason    string
	RefersTo  string // the decision, feedback or notification
	Closes    bool
	EnteredBy string
	EnteredAt time.Time
}

// Open reports whether somebody still has to see to the flag.
func (f Flag) Open() bool { return f.ClosedAt().IsZero() }

// ClosedAt is when the step was taken that closed the flag; zero while it is open.
func (f Flag) ClosedAt() time.Time {
	for _, s := range f.Steps {
		if s.Closes {
			return s.EnteredAt
		}
	}
	return time.Time{}
}

// AwaitsSecond reports whether one person has written why a flag of danger is
// not notified, and another still has to agree.
func (f Flag) AwaitsSecond() bool {
	n := len(f.Steps)
	return f.Open() && n > 0 && f.Steps[n-1].Outcome == Nothing && f.Danger
}

// FeedbackKind says what the message is.
type FeedbackKind string

// The kinds. Hours and Extension ask the adviser for a decision.
const (
	Quick     FeedbackKind = "quick"     // something needs attention or has changed
	Hours     FeedbackKind = "hours"     // more hours are asked for
	Extension FeedbackKind = "extension" // a longer course is asked for
	Question  FeedbackKind = "question"  // something else only the adviser can answer
	Report    FeedbackKind = "report"    // a status or closing report
)

// AsksAnswer reports whether the message waits for more than an acknowledgement.
func (k FeedbackKind) AsksAnswer() bool { return k == Hours || k == Extension || k == Question }

// Feedback is a message to the adviser about the course.
type Feedback struct {
	ID       string
	CourseID string
	FlagID   string
	Kind     FeedbackKind
	Urgent   bool
	RefersTo string // the report or plan it concerns
	Subject  string // one line; read in lists, never sent as a mail subject
	Body     string
	AuthorID string
	ToID     string // the adviser

	WrittenAt, SentAt, DueAt, DeliveredAt, ReadAt, AcknowledgedAt time.Time
	AcknowledgedBy                                                string
	EscalatedAt                                                   time.Time // when the deputy was told
	EscalatedTo                                                   string
	Answers                                                       []Answer
	Settled                                                       bool // the hours it asks for were decided on the plan
	Version                                                       int64
}

// Answer is what the adviser wrote back.
type Answer struct {
	ID        string
	Decision  string // "yes", "no" or empty: a plain answer
	Text      string
	EnteredBy string
	EnteredAt time.Time
}

// State is how far a message has come.
type State string

// The states, in order.
const (
	Draft        State = "draft"
	Sent         State = "sent"
	Delivered    State = "delivered"
	ReadByThem   State = "read"
	Acknowledged State = "acknowledged"
)

// State returns how far the message has come.
func (f Feedback) State() State {
	switch {
	case !f.AcknowledgedAt.IsZero():
		return Acknowledged
	case !f.ReadAt.IsZero():
		return ReadByThem
	case !f.DeliveredAt.IsZero():
		return Delivered
	case !f.SentAt.IsZero():
		return Sent
	}
	return Draft
}

// Overdue reports whether the promised time has passed without an acknowledgement.
func (f Feedback) Overdue(now time.Time) bool {
	return !f.SentAt.IsZero() && f.AcknowledgedAt.IsZero() && now.After(f.DueAt)
}

// AwaitsAnswer reports whether the adviser still owes an answer.
func (f Feedback) AwaitsAnswer() bool {
	return f.Kind.AsksAnswer() && !f.SentAt.IsZero() && len(f.Answers) == 0 && !f.Settled
}

// Advice is a question from the adviser to us.
type Advice struct {
	ID         string
	CourseID   string
	Question   string
	AskedBy    string
	AskedAt    time.Time
	DueOn      clock.Date
	Answer     string
	AnsweredBy string
	AnsweredAt time.Time
}

// Decision is a change of the service with its reason.
type Decision struct {
	ID        string
	CourseID  string
	FlagID    string
	Changes   Changes
	What      string
	Reason    string
	EnteredBy string
	EnteredAt time.Time
}

// Changes is what a decision changes.
type Changes string

// What can be changed.
const (
	ChangesPlan  Changes = "plan"
	ChangesHours Changes = "hours"
	ChangesTeam  Changes = "team"
	ChangesForm  Changes = "form" // how sessions or contacts are held
)

// AllChanges lists them in the order they are offered.
var AllChanges = []Changes{ChangesPlan, ChangesHours, ChangesForm, ChangesTeam}

// Notification is a notification of concern (underretning): one we draft, or
// one the municipality has received about a child in a course.
type Notification struct {
	ID       string
	CourseID string
	Outgoing bool
	FlagID   string
	Source   string // who notified: school, daycare, health, citizen, provider, other
	Facts    string // only what was seen and heard, by whom, when
	Notifier string // sensitive; shown to the adviser alone
	SentTo   string // whom at the reception it was given to

	ReceivedAt, SentAt time.Time
	AcuteAt            time.Time // judged for acute danger (barnets lov § 136)
	AcuteBy            string
	ReceiptOn          clock.Date // receipt given to the notifier
	Reassess           bool       // the child has a § 32 measure or is placed (§ 137(1))
	ReassessedAt       time.Time
	ReassessedBy       string // somebody who has not handled the case
	EnteredBy          string
	EnteredAt          time.Time
	Version            int64
}

// NearMiss is something that could have reached the wrong person and was stopped.
type NearMiss struct {
	ID        string
	CourseID  string
	What      string
	StoppedBy string // "check" or "person"
	At        time.Time
	EnteredBy string
}

// Limits of what can be written.
const (
	MaxSubject = 120
	MaxText    = 10000
)

// words checks a text that must be there.
func words(p *fault.Problems, field, text string, limit int) {
	switch {
	case len([]rune(text)) == 0:
		p.Add(field, "attention.empty")
	case len([]rune(text)) > limit:
		p.Add(field, "attention.too-long", fault.Args{"max": limit})
	}
}
