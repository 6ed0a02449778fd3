// Package course keeps a forløb: how a family was referred, what the worry was, on
// which basis and for how many hours, whether the leader took it on, who the fixed
// team is, and where it stands from referral to closing.
//
// A course is one case file: its id is the case file's id. It cannot become active
// without the team its programme demands, and closing it demands that the family's
// development is documented, or that the leader gives the reason why it is not.
package course

import (
	"time"

	"samspil/internal/clock"
	"samspil/internal/person"
	"samspil/internal/programme"
)

// Status says how far the course has come in the order of deeds.
type Status string

// The statuses. Draft is a referral that is still being written and that only the
// people writing it see.
const (
	Draft    Status = "draft"
	Referred Status = "referred"
	Declined Status = "declined"
	Accepted Status = "accepted"
	Active   Status = "active"
	Closed   Status = "closed"
)

// Stage is one of the six steps shown at the head of the course page.
type Stage int

// Henvist, Hold sat, Opstart, I gang, Nedtrapning, Afslutning.
const (
	StageReferred Stage = iota + 1
	StageTeam
	StageStartUp
	StageRunning
	StageTapering
	StageClosing
)

// Stages in order; the text of each is the key "course.stage.<n>".
var Stages = []Stage{StageReferred, StageTeam, StageStartUp, StageRunning, StageTapering, StageClosing}

// AssessmentKind is the municipality's own assessment that runs beside a course.
type AssessmentKind string

// The kinds: none, the child welfare assessment (§ 20), the lighter one (§ 19).
const (
	NoAssessment      AssessmentKind = ""
	WelfareAssessment AssessmentKind = "bfu"
	LightAssessment   AssessmentKind = "afdaekning"
)

// Course is a forløb as it stands. Dates are the day the thing happened, not the day
// it was written. StartOn is the wanted start until the course is active.
type Course struct {
	ID, Programme                                                     string
	Status                                                            Status
	AdviserID, LeaderID                                               string
	Basis                                                             []string // codes of legal texts
	Assessment                                                        Assessment
	DecisionOn, ReferredOn, AcceptedOn, StartOn, ExpectedEnd, EndedOn clock.Date
	HoursGranted                                                      float64 // hours in all; the cap until more are granted
	ExpectedMonths                                                    int
	Purpose                                                           string
	DurationReason                                                    string // why it lies outside the programme's frame
	WhyWithoutConsent                                                 string
	Version                                                           int64
	EnteredBy                                                         string
	EnteredAt                                                         time.Time
}

// Assessment is the municipality's assessment of the child; its end can bring the
// first follow-up forward (barnets lov § 95(2)).
type Assessment struct {
	Kind      AssessmentKind
	From, End clock.Date
}

// Referral is everything the commissioner says when a family is referred. ID of a
// person in it is a word of its own ("p1") that concerns, consents and placements
// point to; Refer answers which identity each became.
type Referral struct {
	Programme      programme.Programme
	AdviserID      string // the municipality's person on the course
	LeaderID       string // the provider's leader who receives it
	People         []ReferredPerson
	Relations      []person.Relation // From and To are words of People
	Concerns       []Concern
	Basis          []string
	Assessment     Assessment
	Purpose        string
	WhyNoConsent   string
	DecisionOn     clock.Date // empty only where the basis needs no decision (§ 30)
	FocusAreas     []FocusArea
	Consents       []Consent
	Placements     []Placement
	Protections    []person.Protection // PersonID and Against are words of People
	Hours          float64
	Months         int
	DurationReason string
	StartWanted    clock.Date
	ReferredOn     clock.Date // empty: today
}

// ReferredPerson is a card with the word others of the referral use for it, and the
// places to be kept with it.
type ReferredPerson struct {
	Word   string
	Card   person.Card
	Places []person.NewPlace
}

// Concern is one person's worry: who, what was seen, when.
type Concern struct {
	ID         string
	Worried    Worried
	PersonID   string // when the worried one is a person of the course
	Who        string // name or office, as said
	What       string // what was seen or heard
	SeenOn     clock.Date
	EnteredBy  string
	EnteredAt  time.Time
	Supersedes string
}

// Worried says whose concern it is.
type Worried string

// The sources of a concern.
const (
	WorriedParent  Worried = "parent"
	WorriedChild   Worried = "child"
	WorriedSchool  Worried = "school"
	WorriedDaycare Worried = "daycare"
	WorriedHealth  Worried = "health"
	WorriedAdviser Worried = "adviser"
	WorriedFamily  Worried = "family"
	WorriedOther   Worried = "other"
)

// WorriedBy lists the sources in the order they are offered.
var WorriedBy = []Worried{WorriedParent, WorriedChild, WorriedSchool, WorriedDaycare, WorriedHealth, WorriedAdviser, WorriedFamily, WorriedOther}

// FocusArea is taken over from the child welfare assessment or agreed; goals of the
// plan point to it.
type FocusArea struct {
	ID         string
	Text       string
	Origin     Origin
	On         clock.Date
	Position   int
	EnteredBy  string
	EnteredAt  time.Time
	Supersedes string
}

// Origin says where a focus area comes from.
type Origin string

// The origins of focus areas.
const (
	FromWelfareAssessment Origin = "bfu"
	FromLightAssessment   Origin = "afdaekning"
	FromChildsPlan        Origin = "plan"
	FromContactAgreement  Origin = "contact"
	FromAgreement         Origin = "agreed"
)

// Origins lists them in the order they are offered.
var Origins = []Origin{FromWelfareAssessment, FromLightAssessment, FromChildsPlan, FromContactAgreement, FromAgreement}

// ConsentKind says what a consent is for. There is none for supervised contact:
// nobody can consent to that.
type ConsentKind string

// The kinds of consent and agreement.
const (
	ForService          ConsentKind = "indsats"
	ForSupportedContact ConsentKind = "stoettet_samvaer"
	ForRecord           ConsentKind = "observationsnotat"
	ForDisclosure       ConsentKind = "videregivelse"
	ForPsychologist     ConsentKind = programme.AgreementPsychologist
	ForRecording        ConsentKind = "video_foto_lyd"
	ForHolisticPlan     ConsentKind = "helhedsplan"
	ForDataProcessing   ConsentKind = "databehandling"
)

// ConsentKinds lists them in the order they are offered.
var ConsentKinds = []ConsentKind{ForService, ForSupportedContact, ForRecord, ForDisclosure, ForPsychologist, ForRecording, ForHolisticPlan, ForDataProcessing}

// ConsentStatus is what the person answered. Refusal and withdrawal are kept as
// carefully as consent.
type ConsentStatus string

// The answers.
const (
	Given     ConsentStatus = "given"
	Refused   ConsentStatus = "refused"
	Withdrawn ConsentStatus = "withdrawn"
	NotAsked  ConsentStatus = "not_asked"
)

// ConsentStatuses lists them in the order they are offered.
var ConsentStatuses = []ConsentStatus{Given, Refused, Withdrawn, NotAsked}

// ConsentHow says how the answer came.
type ConsentHow string

// The ways of consenting.
const (
	Signed  ConsentHow = "signed"
	Oral    ConsentHow = "oral"
	Digital ConsentHow = "digital"
)

// ConsentHows lists them in the order they are offered.
var ConsentHows = []ConsentHow{Signed, Oral, Digital}

// Consent is one answer of one person. The latest of a person and kind counts from
// its time onward.
type Consent struct {
	ID          string
	PersonID    string
	Kind        ConsentKind
	Status      ConsentStatus
	At          time.Time
	ValidTo     clock.Date
	How         ConsentHow
	Scope       string // what, who reads it, how long; for psykologsamtale: whose talk and for what
	Interpreter string
	Document    string
	EnteredBy   string
	EnteredAt   time.Time
	Supersedes  string
}

// Placement says that a child is placed out of home, with consent or without.
type Placement struct {
	ID           string
	PersonID     string
	Consent      *bool
	Kind         PlacementKind
	Since, Until clock.Date
	DecidedBy    string // "municipality" or "committee"
	DecidedOn    clock.Date
	Note         string
	EnteredBy    string
	EnteredAt    time.Time
	Supersedes   string
}

// PlacementKind is the sort of care, without saying where.
type PlacementKind string

// The sorts of placement.
const (
	FosterFamily  PlacementKind = "foster"
	KinFamily     PlacementKind = "kin"
	ChildrensHome PlacementKind = "home"
	OtherCare     PlacementKind = "other"
)

// PlacementKinds lists them in the order they are offered.
var PlacementKinds = []PlacementKind{FosterFamily, KinFamily, ChildrensHome, OtherCare}

// TeamRole is what a member of staff is on a course.
type TeamRole string

// The roles of a team.
const (
	Lead         TeamRole = "lead"
	Second       TeamRole = "second"
	Psychologist TeamRole = "psychologist"
)

// TeamRoles lists them in the order they are offered.
var TeamRoles = []TeamRole{Lead, Second, Psychologist}

// Member is one of the fixed team, from a day to a day; To zero means still.
// Deputies are not members.
type Member struct {
	ID       string
	StaffID  string
	Role     TeamRole
	From, To clock.Date
}

// On says whether the member was on the team on a day.
func (m Member) On(d clock.Date) bool {
	return !d.Before(m.From) && (m.To.IsZero() || !d.After(m.To))
}

// Answer is the leader's answer to one target-group check.
type Answer struct {
	CheckID   string
	Yes       bool
	Note      string
	EnteredBy string
	EnteredAt time.Time
}

// EventKind names a deed that changed a course.
type EventKind string

// The deeds.
const (
	EventReferred  EventKind = "referred"
	EventAccepted  EventKind = "accepted"
	EventDeclined  EventKind = "declined"
	EventTeam      EventKind = "team"
	EventActivated EventKind = "activated"
	EventGranted   EventKind = "granted"
	EventEndSet    EventKind = "end_set"
	EventClosed    EventKind = "closed"
)

// Event is a line of the course's own history.
type Event struct {
	ID        string
	Kind      EventKind
	On        clock.Date
	Reason    string
	Detail    string // code of a detail, such as who ended it
	Before    string // the value before, where a value changed
	After     string
	EnteredBy string
	EnteredAt time.Time
}

// Ending says how a course came to its end.
type Ending string

// The endings; all but Planned are early.
const (
	Planned          Ending = "planned"
	EndedByFamily    Ending = "family"
	EndedByProvider  Ending = "provider"
	EndedByAdviser   Ending = "commissioner"
	EndedByAuthority Ending = "authority"
)

// Endings lists them in the order they are offered.
var Endings = []Ending{Planned, EndedByFamily, EndedByProvider, EndedByAdviser, EndedByAuthority}

// Closing is what closing a course demands. The facts are gathered by the caller
// from report, plan, attention and outcome.
type Closing struct {
	On         clock.Date
	Ending     Ending
	Reason     string   // compulsory unless Planned
	SignedBy   []string // staff ids that signed the closing report; lead and psychologist
	OpenGoals  int
	OpenFlags  int
	Documented bool   // the family's development is documented, whatever it shows
	Exception  string // the leader's reason to close without it
}

// Line is a row of the list of courses.
type Line struct {
	CourseID    string
	ChildNames  []string
	Ages        []int // years on the day of the list; -1 when not known
	Programme   string
	Status      Status
	AdviserID   string
	LeadID      string
	StartOn     clock.Date
	ExpectedEnd clock.Date
	ReferredOn  clock.Date
	NextOn      clock.Date // the day that matters next: expected end, or referral day before start
}

// Filter narrows a list of courses. The zero Filter gives all running ones.
type Filter struct {
	Statuses  []Status
	Programme string
	Name      string // part of a child's or parent's first name
	Page      int    // from 1
}

// PageSize is the number of courses on one page of the list.
const PageSize = 25
