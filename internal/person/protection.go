package person

import (
	"time"

	"samspil/internal/clock"
)

// Shield names why a person is protected. Name and address protection in CPR and a
// hidden placement are two different things; neither follows from the other.
type Shield string

// The kinds of protection (domain: CPR-loven § 28; barnets lov § 105(1) no. 3).
const (
	CPRProtection   Shield = "cpr"
	HiddenPlacement Shield = "hidden_placement"
	Threat          Shield = "threat"
	OwnJudgement    Shield = "own_judgement"
)

// Shields in the order they are offered.
var Shields = []Shield{CPRProtection, HiddenPlacement, Threat, OwnJudgement}

// Protection is a dated fact about one person. Until is the source's own end; the
// shield stays after it until two people have lifted it with a reason.
type Protection struct {
	ID, PersonID string
	Kind         Shield
	Basis        string     // code of the legal text
	Against      []string   // person ids it holds against; empty means all private people
	From, Until  clock.Date // Until zero: no end known; compulsory for HiddenPlacement
	Document     string
	Source       string
	Note         string
	Lifted       bool   // two people have said it may go
	LiftAsked    string // staff id of the first of them, when only one has
	EnteredBy    string
	EnteredAt    time.Time
	Supersedes   string
}

// Ended says whether the source's period has ended on a day. It opens nothing.
func (p Protection) Ended(on clock.Date) bool { return !p.Until.IsZero() && on.After(p.Until) }

// PlaceKind says what sort of place or trace it is.
type PlaceKind string

// The kinds of place. All but Home and Work give a placement away by themselves.
const (
	Home       PlaceKind = "home"
	Placement  PlaceKind = "placement"
	Carers     PlaceKind = "carers"
	SchoolName PlaceKind = "school"
	Leisure    PlaceKind = "leisure"
	Health     PlaceKind = "health"
	Transport  PlaceKind = "transport"
	ContactBy  PlaceKind = "contact_by" // phone or e-mail that tells where
	OtherPlace PlaceKind = "other"
)

// PlaceKinds in the order they are offered.
var PlaceKinds = []PlaceKind{Home, Placement, Carers, SchoolName, Leisure, Health, Transport, ContactBy, OtherPlace}

// Place is one piece of whereabouts of a person. Shielded ones carry no words until
// they are revealed.
type Place struct {
	ID, PersonID string
	Kind         PlaceKind
	Shielded     bool
	Since        clock.Date
	Where        Whereabouts
	EnteredBy    string
	EnteredAt    time.Time
	Supersedes   string
}
