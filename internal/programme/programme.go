// Package programme says what a programme is: the kind of help that a family
// can be referred to. A programme is a plain description: whom it is for, who
// must be on the team, what can be done together, how long it may last, how the
// hours fall, what is measured and how often, and what must be in place before
// a course can close.
//
// Nothing here knows a particular family. A further programme is one more
// description, its texts, and one line in the catalogue.
package programme

import "samspil/internal/fault"

// Programme describes one kind of help. Every Key in it is a key into the
// language catalogue.
type Programme struct {
	ID       string // stable, stored with each course: "preventive", "contactsupport"
	NameKey  string
	ShortKey string // a name short enough for a list
	ForKey   string // the families it is for, one sentence
	AimKey   string // what it is to bring about, one sentence

	Checks       []Check
	Bases        []Basis
	Seats        []Seat
	Activities   []Activity
	ContactParts []Part // none where the programme has no contacts
	Aims         []Aim
	Duration     Duration
	Taper        Taper
	Review       Review
	Strands      []Strand
	Analysis     Rhythm
	Closing      []Condition
}

// HasContact reports whether contacts between a placed child and its family
// belong to the programme; only then does a referral ask about placement and
// the legal state of the contact.
func (p Programme) HasContact() bool { return len(p.ContactParts) > 0 }

// Activity returns the activity kind with that id.
func (p Programme) Activity(id string) (Activity, bool) {
	for _, a := range p.Activities {
		if a.ID == id {
			return a, true
		}
	}
	return Activity{}, false
}

// Basis returns the legal basis with that id, when the programme offers it.
func (p Programme) Basis(id string) (Basis, bool) {
	for _, b := range p.Bases {
		if b.ID == id {
			return b, true
		}
	}
	return Basis{}, false
}

// Aim returns the aim with that id.
func (p Programme) Aim(id string) (Aim, bool) {
	for _, a := range p.Aims {
		if a.ID == id {
			return a, true
		}
	}
	return Aim{}, false
}

// Basis is a section of the law that a course can rest on. The law moves, so
// section and version are data.
type Basis struct {
	ID          string // stored with the course: "s32.1.5"
	Key         string // what it is, in words, with the section
	Law         string // "barnets lov"
	Section     string // as Danish law is cited: "§ 32, stk. 1, nr. 5"
	TextVersion string // the consolidated act that was read: "LBK 282/2025"
	// Decision is true where the help rests on a decision; the purpose, the
	// expected duration and the date of the decision are then compulsory
	// (barnets lov § 32(3)).
	Decision bool
	// FollowUp is the rule that dates the first follow-up: "followup.first"
	// (barnets lov § 95(2)) or "followup.s30_first" (our own, no rule in the act).
	FollowUp string
}

// The kinds of activity, as they are stored with a session.
const (
	Practical         = "practical"
	Pedagogical       = "pedagogical"
	Therapeutic       = "therapeutic"
	Teaching          = "teaching"
	NetworkMeeting    = "network"
	PsychologistsTalk = "psychologist"
	Contact           = "contact"
	Between           = "between"
)

// AgreementPsychologist is the kind of consent, as the course keeps it, without which a psychologist's
// talk cannot be recorded.
const AgreementPsychologist = "psykologsamtale"

// Activity is one kind of work with the family.
type Activity struct {
	ID      string // one of the constants above, or a programme's own
	Key     string
	HintKey string // when to choose it
	// Agreement is the kind of consent that must be on record, given and not
	// withdrawn, by everyone who takes part; empty where none is needed.
	Agreement string
	// Seat must be among those who led it; empty where anyone on the team can.
	Seat SeatID
	// Contact is true for a contact with its parts before, during and after.
	Contact bool
	// BuildsOn is true where the record says which contact it builds on.
	BuildsOn bool
}

// The parts of a contact.
const (
	Before = "before"
	During = "during"
	After  = "after"
)

// Part is one part of a contact. The plan chooses which parts a family gets;
// each has its own time and record.
type Part struct {
	ID  string // Before, During, After
	Key string
}

// Aim is a direction of work that goals and sessions are marked with and that
// reports group by.
type Aim struct {
	ID      string
	Key     string
	HintKey string
}

// Severity says what a finding means for the person who meets it.
type Severity string

const (
	// Refuse stops the deed.
	Refuse Severity = "refuse"
	// Ask lets it through with a reason or somebody's decision.
	Ask Severity = "ask"
	// Warn lets it through; the person should know.
	Warn Severity = "warn"
)

// Finding is something that a check of this package found.
type Finding struct {
	Severity Severity
	Field    string // the form field it belongs to, such as "steps.2.reason"; may be empty
	Key      string
	Args     fault.Args
}

// Refused reports whether any finding stops the deed.
func Refused(findings []Finding) bool {
	for _, f := range findings {
		if f.Severity == Refuse {
			return true
		}
	}
	return false
}
