package contact

import (
	"time"

	"samspil/internal/clock"
	"samspil/internal/fault"
)

// Severity says what a finding means for the person who plans.
type Severity string

const (
	// Refuse: the law or the decision forbids it; it cannot be saved.
	Refuse Severity = "refuse"
	// Ask: it can be saved when somebody has answered the question in writing.
	Ask Severity = "ask"
	// Warn: it can be saved; the person should know.
	Warn Severity = "warn"
)

// Finding is one thing that the contact-plan check found. It names nobody, so
// that it can be shown to everyone who plans the contact.
type Finding struct {
	Rule     string // "V1" to "V13"; see Check
	Severity Severity
	Field    string // name of the field of the form it belongs to; may be empty
	Key      string
	Args     fault.Args
	Source   string // where the rule comes from: "barnets lov § 104, stk. 5"
	Booking  string // id of the booking it concerns; empty for the arrangement
	// Acknowledge is set where somebody else must have seen it: "adviser".
	Acknowledge string
}

// Refused reports whether any finding forbids what was planned.
func Refused(findings []Finding) bool {
	for _, f := range findings {
		if f.Severity == Refuse {
			return true
		}
	}
	return false
}

// Proposal is a contact plan as it would stand if it were saved: one
// arrangement with everything around it that the law looks at.
type Proposal struct {
	Arrangement Arrangement
	// Others are the course's other arrangements and the earlier periods of this
	// one: the version in force of each, none that has been superseded.
	Others         []Arrangement
	CustodyHolders []string // person ids of everyone who holds custody
	Children       []Child  // the children of the arrangement
	Bookings       []Booking
	// Apart are the pairs who must never meet.
	Apart []Apart
	// Hours is the course's hour plan; empty when there is none yet.
	Hours []HourStep
	Today clock.Date
}

// Child is what the check must know of a child.
type Child struct {
	CardID string
	Birth  clock.Date
}

// Booking is a planned, held or cancelled contact. Those of other arrangements
// of the course belong in a Proposal as well: people who must never meet are
// looked for in all of them.
type Booking struct {
	ID            string
	ArrangementID string // the StrandID or ID of its arrangement; empty for the one proposed
	Start, End    time.Time
	Cancelled     bool
	Persons       []string // person ids of everyone expected, the child too
	BroughtBy     []string // person ids of those who bring and fetch the child
	PlaceID       string
	HiddenFrom    []string // person ids of those who must not learn where the place is
	Staff         []Shift
	Languages     []string // spoken by the family at the contact, besides Danish
	// StaggerMinutes is the time between the arrival of whoever brings the child
	// and of whoever the child meets.
	StaggerMinutes int
}

// Shift is the time in which one of the staff is present. Zero times mean the
// whole contact.
type Shift struct {
	StaffID    string
	Start, End time.Time
	Languages  []string
}

// Apart is two people who must never meet. NotSameDay is set where even the
// same day is too close.
type Apart struct {
	A, B       string // person ids
	NotSameDay bool
}

// HourStep is one step of the hour plan: so many weeks from a day on.
type HourStep struct {
	From         clock.Date
	Weeks        int
	HoursPerWeek float64
}

// Check runs every rule over a contact plan; no findings means that it can stand.
//
//	V1   at least once a month, or the committee has fixed it
//	V2   supervised and cut-off contact: committee, document and period
//	V3   suspension: 56 days at most, in one stretch
//	V4   suspension: only at the child's request
//	V5   supported contact: consent of everyone with custody and of a youth of 15
//	V6   no booking where the state or the period forbids it
//	V7   suspicion of abuse: supervised or cut off, or special circumstances
//	V8   supervised contact: somebody there all the time
//	V9   enough hours for the presence that the decision demands
//	V10  people who must never meet are kept apart
//	V11  no place that gives away what is hidden from somebody
//	V12  supervised contact: the language is understood
//	V13  cancellations leave no month without contact
//
// V6, V8 and V10 to V12 look at each booking that is not cancelled. Whether a
// pattern is "once a month" is counted by what it gives in a year: every four
// weeks gives 13 and passes, every five weeks gives 10 and does not.
func Check(p Proposal) []Finding {
	found := CheckArrangement(p)
	found = append(found, CheckHours(p)...)
	for _, b := range p.Bookings {
		if !b.Cancelled && p.owns(b) {
			found = append(found, CheckBooking(p, b)...)
		}
	}
	return append(found, CheckMonths(p)...)
}

// owns reports whether the booking belongs to the proposed arrangement.
func (p Proposal) owns(b Booking) bool {
	return b.ArrangementID == "" || b.ArrangementID == p.Arrangement.ID || b.ArrangementID == p.Arrangement.StrandID
}
