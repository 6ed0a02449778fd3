// Package session holds what is done with a family at an agreed time: visits,
// talks, teaching, meetings and contacts (samvær).
//
// A session is first planned, then held, cancelled, or nobody came. What was
// seen, what it may mean, and what is thought of it are three texts that are
// never mixed. When it has been signed it is locked: whoever finds a mistake
// writes a correction with a reason, and both the old and the new words stay.
//
// Hours delivered and the share of sessions held by the family's fixed people
// are counted here and nowhere else.
package session

import "time"

// Kind is the kind of an activity, one of the ids a programme lists.
type Kind string

// The kinds the two programmes have. A contact has more to it than a session;
// see package contact. A psychologist's conversation needs an agreement.
const (
	Practical    Kind = "practical"
	Pedagogical  Kind = "pedagogical"
	Therapeutic  Kind = "therapeutic"
	Teaching     Kind = "teaching"
	Network      Kind = "network"
	Psychologist Kind = "psychologist"
	Contact      Kind = "contact"
	Between      Kind = "between"
)

// Status is how far a session has come.
type Status string

// Planned sessions lie ahead or wait to be written down. Held ones count in
// hours. NoShow means that the family did not come; Cancelled that someone
// called it off, whoever it was.
const (
	Planned   Status = "planned"
	Held      Status = "held"
	Cancelled Status = "cancelled"
	NoShow    Status = "noshow"
)

// Session is one activity as it stands now. Times are instants; minutes are
// whole minutes of staff time: Direct with the family, Indirect for
// preparing and writing, Travel on the road.
type Session struct {
	ID       string
	CourseID string
	Kind     Kind
	Status   Status

	PlannedStart, PlannedEnd time.Time
	Start, End               time.Time // zero until held
	Place                    string    // never shown to whom a hidden place may not be known

	DirectMinutes, IndirectMinutes, TravelMinutes int

	Staff   []string // account ids; the first is in charge
	Persons []string // person ids of the family and network

	Observation    string            // only what was seen and heard
	Interpretation string            // what it may mean, and what else
	Assessment     string            // what it says about the goals
	GoalNotes      map[string]string // plan.Goal id to note
	ChildNotes     map[string]string // person id of a child to note, when one session has several children
	NextTime       string            // what was agreed for next time

	Attention  *bool    // "does anything need special attention?"; nil until answered
	BuildsOn   string   // id of the contact a session between contacts builds on
	Aims       []string // programme aims worked on
	Theme      string   // teaching: what about
	TakenIn    string   // teaching: how it landed
	Agreement  string   // psychologist's conversation: the consent it rests on, in words
	Cancel     *Cancellation
	SignedAt   time.Time
	SignedBy   string // account id
	Version    int64  // number of the newest entry; a form carries the one it was read at
	EntryID    string // id of the newest entry
	EnteredBy  string // who wrote the newest entry
	EnteredAt  time.Time
	WroteAt    time.Time // when it was first written down as held; zero before
	Correction string    // reason, when the newest entry corrects a signed one
}

// Cancellation says who called a session off, or that nobody came.
type Cancellation struct {
	Side        Side
	Code        Code
	Reason      string
	ChildWords  string    // the child's own reason, when the child did not want to
	NoticeAt    time.Time // when we were told; zero: no notice
	ToldBy      string    // by whom
	Informed    string    // who was told
	Decision    string    // the authority's decision, when it was theirs
	Replacement string    // id of the session that takes its place; empty: none
	Charged     bool      // whether the order pays for the hours
}

// Side is who a cancellation comes from.
type Side string

// The sides of domain reference 10.6.
const (
	SideParent    Side = "parent"
	SideChild     Side = "child"
	SidePlacement Side = "placement"
	SideProvider  Side = "provider"
	SideAuthority Side = "authority"
	SideSafety    Side = "safety"
)

// Code says which of the reasons on a side it was.
type Code string

// The reasons offered; see CodesOf for which belong to which side.
const (
	Ill           Code = "ill"
	Work          Code = "work"
	DidNotCome    Code = "did_not_come"
	DoesNotWant   Code = "does_not_want"
	Transport     Code = "transport"
	Holiday       Code = "holiday"
	NoRoom        Code = "no_room"
	NoInterpreter Code = "no_interpreter"
	Decision      Code = "decision"
	Acute         Code = "acute"
	Threat        Code = "threat"
	Intoxication  Code = "intoxication"
	Other         Code = "other"
)

// CodesOf lists the reasons that belong to a side, in the order shown.
func CodesOf(s Side) []Code { return codes[s] }

var codes = map[Side][]Code{
	SideParent:    {Ill, Work, DidNotCome, Other},
	SideChild:     {Ill, DoesNotWant, Other},
	SidePlacement: {Transport, Holiday, Ill, Other},
	SideProvider:  {Ill, NoRoom, NoInterpreter, Other},
	SideAuthority: {Decision, Acute, Other},
	SideSafety:    {Threat, Intoxication, Other},
}

// Sides lists the sides in the order shown.
func Sides() []Side {
	return []Side{SideParent, SideChild, SidePlacement, SideProvider, SideAuthority, SideSafety}
}

// Signed reports whether the session is locked.
func (s Session) Signed() bool { return !s.SignedAt.IsZero() }

// Open reports whether the session still asks something of its staff at the
// given time: its planned end has passed and it is not signed, cancelled or
// noted as not attended.
func (s Session) Open(now time.Time) bool {
	switch s.Status {
	case Planned:
		return !s.PlannedEnd.IsZero() && s.PlannedEnd.Before(now)
	case Held:
		return !s.Signed()
	default:
		return false
	}
}

// When is the time the session lies at: held time if held, else planned.
func (s Session) When() time.Time {
	if !s.Start.IsZero() {
		return s.Start
	}
	return s.PlannedStart
}

// Until is the end that belongs to When.
func (s Session) Until() time.Time {
	if !s.Start.IsZero() {
		return s.End
	}
	return s.PlannedEnd
}

// Period is a stretch of time; a zero end is open. From is inside it, To is not.
type Period struct{ From, To time.Time }

// Entry is one row of a session's history, oldest first.
type Entry struct {
	Session Session
	Deed    Deed
	By      string
	At      time.Time
}

// Deed is what an entry did.
type Deed string

// The deeds of an entry.
const (
	DeedPlanned   Deed = "planned"
	DeedMoved     Deed = "moved"
	DeedRecorded  Deed = "recorded"
	DeedSigned    Deed = "signed"
	DeedCorrected Deed = "corrected"
	DeedCancelled Deed = "cancelled"
)
