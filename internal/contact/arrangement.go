package contact

import (
	"time"

	"samspil/internal/clock"
)

// State is the legal state of the contact between a child and one person
// (barnets lov §§ 103–105; domain reference 6.1).
type State string

// The states. Expired is where a dated state goes by itself when its period
// has run out: nothing resumes silently, a person decides what now applies.
const (
	Unregulated   State = "ureguleret"
	Regulated     State = "fastsat"
	Supported     State = "stoettet"
	SupportPerson State = "barnets_stoetteperson"
	Supervised    State = "overvaaget"
	CutOff        State = "afbrudt"
	Suspended     State = "suspenderet"
	Expired       State = "udloebet_afventer"
)

// States lists the states that can be entered, in the order shown.
func States() []State {
	return []State{Unregulated, Regulated, Supported, SupportPerson, Supervised, CutOff, Suspended}
}

// Decider is who decided the state.
type Decider string

// The deciders. A committee is the only one who can decide on supervised and
// cut-off contact (§ 105).
const (
	Arranged     Decider = "arranged"
	Municipality Decider = "municipality"
	Committee    Decider = "committee"
	Appeal       Decider = "appeal"
	Court        Decider = "court"
)

// Deciders lists the deciders in the order shown.
func Deciders() []Decider {
	return []Decider{Municipality, Committee, Arranged, Appeal, Court}
}

// Recording is the basis on which a contact may be described (domain
// reference 10.3). Attendance and safety facts need none.
type Recording string

// The bases. Required is the law's own for supervised contact.
const (
	NoRecording Recording = ""
	Required    Recording = "required"
	Agreement   Recording = "agreement"  // the parent's written agreement
	OrderBasis  Recording = "order"      // a § 76 or § 32 measure whose goals need it
	Conditions  Recording = "conditions" // the conditions of a regulated contact say so
)

// Frequency is the planned pattern: every so many weeks, or so many times a
// month; with how long each contact is. Zero where nothing is planned.
type Frequency struct {
	EveryWeeks int
	PerMonth   int
	Minutes    int
}

// Arrangement is one version of the legal state between a child and one
// counterpart. Versions of the same pair share StrandID and are numbered.
type Arrangement struct {
	ID          string
	StrandID    string   // empty for the first version; then the first one's id
	Number      int      // 1 is the first
	Children    []string // person ids; joint contacts of siblings have several
	Counterpart string   // person id of one parent or network person
	Network     bool     // the counterpart is of the network, not a parent
	State       State
	Form        string // practice form, a label without legal effect (6.6)
	Basis       string // legal reference, e.g. "barnets lov § 104, stk. 3"
	DecidedBy   Decider
	DecidedOn   clock.Date
	Document    string // what the decision is called and where it is
	From, To    clock.Date
	Frequency   Frequency
	PlaceRule   string
	Present     string   // who may be present
	NotPresent  string   // who may not
	NeverMeet   []string // person ids the counterpart must never meet: staggered arrival, never the same day
	Channels    string
	Conditions  string
	Purpose     string // what support is wanted and for whom
	FocusPoints []string
	StopRight   string // who may stop a contact
	ChildView   string
	ChildViewOn clock.Date
	ChildAsked  bool   // suspension: the child asked for it
	ChildHow    string // how the child's view was obtained
	Against105  bool   // the § 105(2) mark on the counterpart
	Special     string // "special circumstances" when 105(2) and a milder state
	Consents    []PersonConsent
	Recording   Recording
	RecordingOf string // name of the agreement, scope
	// RecordingFrom and RecordingTo bound the basis by the minute; To is zero
	// while it stands, and the moment it was withdrawn after that.
	RecordingFrom, RecordingTo time.Time
	Why                        string // why this version was made
	EnteredBy                  string
	EnteredAt                  time.Time
	Supersedes                 string
}

// PersonConsent is one person's yes or no to supported contact.
type PersonConsent struct {
	PersonID string
	Given    bool
	On       clock.Date
}

// InForce reports whether the version covers a day.
func (a Arrangement) InForce(on clock.Date) bool {
	if !a.From.IsZero() && on.Before(a.From) {
		return false
	}
	return a.To.IsZero() || !on.After(a.To)
}

// StateOn is the state on a day. A dated state past its end is Expired: the
// product never falls back to another state by itself (domain reference 6.3).
func (a Arrangement) StateOn(on clock.Date) State {
	if a.dated() && !a.To.IsZero() && on.After(a.To) {
		return Expired
	}
	return a.State
}

func (a Arrangement) dated() bool {
	return a.State == Supervised || a.State == CutOff || a.State == Suspended
}

// Describable reports whether what happens at a contact that starts at the
// given time may be described and coded, and if not, the text key of the
// reason. now matters too: a withdrawn agreement turns description off from
// that minute, also for contacts that were held before.
func (a Arrangement) Describable(start, now time.Time) (bool, string) {
	switch a.State {
	case Supervised:
		return true, ""
	case Supported, SupportPerson, Regulated:
	default:
		return false, "contact.describe.state"
	}
	switch {
	case a.Recording == NoRecording:
		return false, "contact.describe.none"
	case start.Before(a.RecordingFrom):
		return false, "contact.describe.later"
	case !a.RecordingTo.IsZero() && !now.Before(a.RecordingTo):
		return false, "contact.describe.withdrawn"
	}
	return true, ""
}
