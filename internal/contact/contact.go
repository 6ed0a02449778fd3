// Package contact holds samvær: the time a placed child spends with a parent
// or someone of the network, with the legal frame it happens in.
//
// A contact has three parts. Before, a focus is agreed with the parent. It
// stands in view during the contact, and the parent answers it after. The law
// decides who may be present and whether what happened may be described at
// all: attendance and safety are always written down, the description only
// where there is a basis for it.
package contact

import (
	"time"

	"samspil/internal/session"
)

// Contact is one contact as it stands now: the session it is, the arrangement
// it takes place under, and its parts.
type Contact struct {
	session.Session
	Number      int // 1 is the course's first held or planned contact with this person
	Arrangement Arrangement
	Before      Before
	During      During
	After       After
	Afterwards  Afterwards
	Stop        *Stop
	Coding      []CodingAnswer // whether they may be coded, in the order it was said
}

// Part names a part of a contact.
type Part string

// The parts. PartAfterwards is what the place of care tells in the days after.
const (
	PartBefore     Part = "before"
	PartDuring     Part = "during"
	PartAfter      Part = "after"
	PartAfterwards Part = "afterwards"
)

// Entry is what every part of a contact carries about its own writing.
type Entry struct {
	ID        string // made when the form was shown; a second hand-in changes nothing
	Version   int64  // 0: not written yet; a form carries the version it was read at
	EnteredBy string
	EnteredAt time.Time
	Reason    string // why, when it corrects a signed contact
}

// Written reports whether the part has been written down at all.
func (e Entry) Written() bool { return e.Version > 0 }

// Before is the talk with the parent and the child ahead of the contact
// (domain reference 12.1 and 12.4). Held is nil until answered.
type Before struct {
	Entry
	Held          *bool
	NotHeldReason string
	Start, End    time.Time
	With          []string // person ids
	Focus         string   // agreed for today; M10
	LooksForward  string   // F2
	WillTry       string   // F5
	WatchFor      string   // F6
	HelpHow       string   // F7
	SinceLast     string   // F1 and contact beforehand, M07
	ChildSign     string   // BA3: the child's sign for a break
	ChildWish     string   // BA1, BA2
	GoAhead       GoAhead  // F10
	GoAheadNote   string
	Coding        *bool `json:",omitempty"` // whether they may be coded today, as the form said; see CodingAnswer
}

// GoAhead is the consultant's answer to whether the contact can be held.
type GoAhead string

// The answers of F10.
const (
	GoYes     GoAhead = "yes"
	GoChanged GoAhead = "changed"
	GoNo      GoAhead = "no"
)

// During is the contact itself: attendance (always), description (only with a
// basis), incidents (always).
type During struct {
	Entry
	Start, End           time.Time
	BroughtBy, FetchedBy string
	BroughtAt, FetchedAt time.Time
	Staff                []string // account ids, first in charge
	StaffShift           string
	Persons              []string // person ids of those who came
	Unplanned            string   // others who turned up
	Observers            string   // other observers, and why
	Outcome              Outcome
	OutcomeReason        string
	Place                string
	Arrival              string // M11
	Observation          string // M12
	Help                 string // M13
	Goodbye              string // M14
	ChildWords           string // M15
	ChildNextWish        string // M15
	Incident             string // M18: what, when, who did what
	IncidentTold         string // M18: who was told
	DirectMinutes        int
	TravelMinutes        int
	PresentThroughout    *bool // supervised: a representative was there all the time (V8)
	ConditionsKept       *bool // supervised: the decision's conditions were kept
	ConditionsComment    string
}

// Outcome is how the contact went in time; separate from a cancellation.
type Outcome string

// The outcomes of domain reference 10.6.
const (
	AsAgreed  Outcome = "as_agreed"
	Late      Outcome = "late"
	Shortened Outcome = "shortened"
	Stopped   Outcome = "stopped"
)

// After is the talk when the contact is over and what the consultant thinks
// of it, kept apart. FocusRating is the parent's 0 to 10; nil when not asked.
type After struct {
	Entry
	Held            *bool
	NotHeldReason   string
	Start, End      time.Time
	ParentWords     string // E1 to E3, in the parent's words
	FocusRating     *int   // E4
	FocusAnswer     string // E4: why that number
	ParentRemark    string // E8: the parent's own remark, stands beside the text unedited
	Disagreement    string // 10.4
	NextTime        string // E6, E7
	Interpretation  string
	Assessment      string // M17
	GoalNotes       map[string]string
	Attention       *bool // M20
	IndirectMinutes int
	WritingMinutes  int               // M22
	Omitted         map[string]string // M-id to the reason why it is not there
}

// Afterwards is what the place of care tells about the days after (M21). It
// never reaches a parent without a release: it can give a place away.
type Afterwards struct {
	Entry
	Told string
	By   string
	At   time.Time
}

// Stop is a contact ended before its time (domain reference 10.7).
type Stop struct {
	ID            string
	SessionID     string
	At            time.Time
	Minute        int
	DecidedBy     string // account id
	Authority     StopAuthority
	Reason        StopReason
	What          string // what happened
	TriedFirst    string
	ChildReaction string
	ParentTold    string
	Informed      string // adviser, place of care: who and when
	Resumed       bool
	Notification  bool // whether a notification of concern was considered
	EnteredBy     string
	EnteredAt     time.Time
}

// StopReason is why a contact was stopped.
type StopReason string

// The reasons of domain reference 10.7.
const (
	StopDistress  StopReason = "distress"
	StopChildWish StopReason = "child_wish"
	StopParent    StopReason = "parent_state"
	StopThreat    StopReason = "threat"
	StopBreach    StopReason = "breach"
	StopOutside   StopReason = "outside"
	StopOther     StopReason = "other"
)

// StopReasons lists the reasons in the order shown.
func StopReasons() []StopReason {
	return []StopReason{StopDistress, StopChildWish, StopParent, StopThreat, StopBreach, StopOutside, StopOther}
}

// StopAuthority is what allows the contact to be stopped.
type StopAuthority string

// The authorities offered.
const (
	ByArrangement StopAuthority = "arrangement"
	ByDuty        StopAuthority = "duty_of_care"
	ByParent      StopAuthority = "parent"
	ByPolice      StopAuthority = "police"
)

// StopAuthorities lists the authorities in the order shown.
func StopAuthorities() []StopAuthority {
	return []StopAuthority{ByArrangement, ByDuty, ByParent, ByPolice}
}
