// Package voice keeps what a child says and shows, all the way through the course,
// and what the child asks for (barnets lov §§ 5 and 103-104).
//
// An entry is what one child said or showed on one day, in the child's own words,
// with the weight it was given and what came of it; or that the child was not asked,
// why, and what was done instead. An entry is written by the one who held the talk.
//
// What a child says in confidence is a compartment of its own. The one who held the
// talk opens it; others on the course can only where the access matrix lets them, and
// say why. It stands in no report and no list, and nobody else can see that it is
// there. Telling some of it on is a decision for one recipient, with the text that was
// told and the reason.
//
// Whatever is written stays. A correction is a new row in the place of the old one.
package voice

import (
	"time"

	"samspil/internal/clock"
)

// How is the way in which a child said or showed something.
type How string

// The ways. What was watched counts as a young child's voice when it is marked as
// such: that is Observation.
const (
	Talk        How = "talk"
	Play        How = "play"
	Drawing     How = "drawing"
	Observation How = "observation"
	Through     How = "through" // through somebody else, who is named
)

// Ways lists the ways in the order they are offered.
var Ways = []How{Talk, Play, Drawing, Observation, Through}

// Quotes reports whether the words are the child's own, rather than of what somebody saw.
func (h How) Quotes() bool { return h == Talk || h == Through }

// Subject is what the child spoke of.
type Subject string

// The subjects.
const (
	OnService   Subject = "service"
	OnContact   Subject = "contact"
	OnPlacement Subject = "placement"
	OnOther     Subject = "other"
)

// Subjects lists the subjects in the order they are offered.
var Subjects = []Subject{OnService, OnContact, OnPlacement, OnOther}

// WhyNot is why a child was not asked. The law knows these three (barnets lov § 5).
type WhyNot string

// The reasons.
const (
	Age      WhyNot = "age"
	Maturity WhyNot = "maturity"
	Nature   WhyNot = "nature" // the nature of the matter
)

// WhyNots lists the reasons in the order they are offered.
var WhyNots = []WhyNot{Age, Maturity, Nature}

// Tell is what the child answered to "what may I tell others, and whom?".
type Tell string

// The answers. What nobody may be told is confidential.
const (
	TellAll     Tell = "all"
	TellSome    Tell = "some" // some of it, or to some: TellWords says which
	TellNone    Tell = "none"
	TellUnasked Tell = "unasked" // the child is too young to be asked, or was watched
)

// Tells lists the answers in the order they are offered.
var Tells = []Tell{TellAll, TellSome, TellNone, TellUnasked}

// Deed says how a row came to be.
type Deed string

// The deeds.
const (
	Wrote     Deed = "wrote"
	Followed  Deed = "followed"  // weight or what came of it was added later
	Corrected Deed = "corrected" // what stood before was wrong
)

// Entry is what a child said or showed on a day, or that it was not asked.
//
// ID is the same through corrections and names the entry in addresses and forms; Row
// is this version of it.
type Entry struct {
	ID, Row  string
	CourseID string
	ChildID  string // person id of a child of the course
	On       clock.Date

	NotAsked bool
	Why      WhyNot // only of a child that was not asked; needed then
	OtherWay string // what was done instead; needed then

	How       How
	Through   string // who brought the words, with Through
	Words     string // the child's own, or what it showed; needed unless NotAsked
	Subject   Subject
	Weight    string     // what weight it was given; can be added later
	Outcome   string     // what came of it; can be added later
	Alone     string     // why the talk was held without the custody holder's consent or presence; empty otherwise
	ParentsOn clock.Date // when the parents were told of such a talk, and why; zero while they were not
	Tell      Tell
	TellWords string

	Confidential bool
	HeldBy       string // staff id of who held the talk
	Withheld     bool   // confidential words that are not shown here

	Deed       Deed
	Correction string // why it was corrected
	EnteredBy  string
	EnteredAt  time.Time
	Supersedes string  // the row in whose place this one stands
	Earlier    []Entry // the rows before this one, the newest first
}

// MayBeQuoted reports whether the entry's words may stand in a report without anybody
// deciding on it: nothing in confidence, and nothing the child wanted kept.
func (e Entry) MayBeQuoted() bool {
	return !e.Confidential && !e.NotAsked && (e.Tell == TellAll || e.Tell == TellUnasked)
}

// Mine reports whether the person held the talk.
func (e Entry) Mine(staffID string) bool { return e.HeldBy == staffID }

// entryText is what of an entry is sealed.
type entryText struct {
	NotAsked        bool
	Why             WhyNot
	OtherWay        string
	How             How
	Through         string
	Words           string
	Subject         Subject
	Weight, Outcome string
	Alone           string
	ParentsOn       clock.Date
	Tell            Tell
	TellWords       string
	Correction      string
}

func (e Entry) text() entryText {
	return entryText{e.NotAsked, e.Why, e.OtherWay, e.How, e.Through, e.Words, e.Subject, e.Weight, e.Outcome, e.Alone, e.ParentsOn, e.Tell, e.TellWords, e.Correction}
}

func (e *Entry) take(t entryText) {
	e.NotAsked, e.Why, e.OtherWay = t.NotAsked, t.Why, t.OtherWay
	e.How, e.Through, e.Words, e.Subject = t.How, t.Through, t.Words, t.Subject
	e.Weight, e.Outcome, e.Alone, e.ParentsOn = t.Weight, t.Outcome, t.Alone, t.ParentsOn
	e.Tell, e.TellWords, e.Correction = t.Tell, t.TellWords, t.Correction
}
