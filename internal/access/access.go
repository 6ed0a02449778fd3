// Package access decides who needs to know what. It is pure: it knows roles,
// relations and kinds of information, and neither a database nor a page.
//
// Somebody sees a course because of a relation to it, never because of a rank.
// The administrator has no relation to any course and sees no family.
package access

// Role is what a person is employed as. It decides the menu, never the access
// to a family.
type Role string

// The roles.
const (
	Consultant    Role = "consultant"
	Psychologist  Role = "psychologist"
	Leader        Role = "leader"
	Adviser       Role = "adviser" // the municipality's child and youth adviser, the commissioner
	Administrator Role = "administrator"
	Machine       Role = "machine" // the program itself, carrying on what a person began
)

// Roles lists the roles that people have.
var Roles = []Role{Consultant, Psychologist, Leader, Adviser, Administrator}

// Actor is the one natural person who acts.
type Actor struct {
	ID           string
	Name         string // of staff; not family data
	Role         Role
	Organisation string
}

// System is the actor of a durable job: it opens a course with the purpose of
// the deed that asked for the job.
var System = Actor{ID: "system", Name: "Samspil", Role: Machine}

// Relation is how a person belongs to one course.
type Relation string

// The relations.
const (
	None           Relation = ""
	Lead           Relation = "lead"         // the fixed family consultant
	Second         Relation = "second"       // further consultants of the fixed team
	PsychologistOn Relation = "psychologist" // the course's psychologist
	LeaderOf       Relation = "leader"       // leads those who deliver it
	AdviserOn      Relation = "adviser"      // commissioned it
	DeputyOf       Relation = "deputy"       // stands in for the adviser
	ByMachine      Relation = "machine"      // the program carrying on
)

// Kind is a kind of information in a course.
type Kind string

// The kinds, as in the matrix below.
const (
	Card        Kind = "card"        // first names, ages, where in the course
	Order       Kind = "order"       // referral, legal basis, hours granted, concerns, consents
	Plan        Kind = "plan"        // goals and hour plan
	Notes       Kind = "notes"       // sessions
	Arrangement Kind = "arrangement" // the legal state of a contact: who decided it, how, until when
	Contact     Kind = "contact"     // what happened in contacts between child and parent
	Analysis    Kind = "analysis"    // the psychologist's
	ChildTalk   Kind = "child-talk"  // what a child said in confidence
	Whereabouts Kind = "whereabouts" // addresses, placement, everything that gives a place away
	Feedback    Kind = "feedback"    // flags, quick feedback, advice
	Measures    Kind = "measures"    // ratings and development
	Report      Kind = "report"      // status and closing reports
	Team        Kind = "team"        // who delivers the course
	AccessLog   Kind = "access-log"  // who has opened the course
)

// Kinds lists all kinds.
var Kinds = []Kind{Card, Order, Plan, Notes, Arrangement, Contact, Analysis, ChildTalk, Whereabouts, Feedback, Measures, Report, Team, AccessLog}

// Mode is what is to be done with it.
type Mode int

// The modes. Who may approve may not for that reason write.
const (
	Read Mode = iota
	Write
	Approve
)

// String returns the word used in the audit log.
func (m Mode) String() string { return [...]string{"read", "write", "approve"}[m] }

// Purpose is why something is opened. Code comes from the page; Reason is what
// the person wrote where the page asks for one.
type Purpose struct {
	Code   string
	Reason string
}

// Codes of purpose: a closed list.
const (
	Deliver    = "deliver"    // work with the family
	Document   = "document"   // write down what happened
	Analyse    = "analyse"    // the psychologist's analysis
	Supervise  = "supervise"  // leading and quality
	Respond    = "respond"    // flags, feedback, advice
	Reporting  = "reporting"  // status and closing
	Planning   = "planning"   // plan and hours
	Refer      = "refer"      // the municipality's order
	Intake     = "intake"     // accepting and setting the team
	Release    = "release"    // showing a protected place
	LogReview  = "log-review" // who has looked
	Operations = "operations" // the program's own jobs
)

// Purposes lists the codes.
var Purposes = []string{Deliver, Document, Analyse, Supervise, Respond, Reporting, Planning, Refer, Intake, Release, LogReview, Operations}

// KnownPurpose reports whether code is on the list.
func KnownPurpose(code string) bool {
	for _, p := range Purposes {
		if p == code {
			return true
		}
	}
	return false
}

// cell says what a relation may do with a kind: r read, w write, a approve,
// c read on a click with a reason.
type cell string

// matrix is need-to-know written out. What does not stand here is denied.
var matrix = map[Relation]map[Kind]cell{
	Lead: {
		Card: "r", Order: "r", Plan: "rw", Notes: "rw", Arrangement: "rw", Contact: "rw", Analysis: "r", ChildTalk: "c",
		Whereabouts: "c", Feedback: "rw", Measures: "rw", Report: "rw", Team: "r", AccessLog: "r",
	},
	Second: {
		Card: "r", Order: "r", Plan: "r", Notes: "rw", Arrangement: "rw", Contact: "rw", Analysis: "r",
		Whereabouts: "c", Feedback: "rw", Measures: "rw", Report: "r", Team: "r", AccessLog: "r",
	},
	PsychologistOn: {
		Card: "r", Order: "r", Plan: "rw", Notes: "rw", Arrangement: "rw", Contact: "rw", Analysis: "rw", ChildTalk: "c",
		Whereabouts: "c", Feedback: "rw", Measures: "rw", Report: "rw", Team: "r", AccessLog: "r",
	},
	LeaderOf: {
		Card: "r", Order: "rw", Plan: "ra", Notes: "c", Arrangement: "rw", Contact: "c", Analysis: "c",
		Whereabouts: "c", Feedback: "rw", Measures: "r", Report: "ra", Team: "rw", AccessLog: "r",
	},
	AdviserOn: {
		Card: "r", Order: "rw", Plan: "ra", Arrangement: "rw", Whereabouts: "c",
		Feedback: "rw", Measures: "rw", Report: "r", Team: "r",
	},
	DeputyOf: {
		Card: "r", Order: "r", Plan: "ra", Arrangement: "r", Feedback: "rw", Measures: "r", Report: "r", Team: "r",
	},
	ByMachine: {
		Card: "r", Order: "r", Plan: "r", Arrangement: "r", Feedback: "rw", Measures: "r", Report: "r", Team: "r",
	},
}

// Decide reports whether somebody with the relation may do this with the kind.
// Where the matrix asks for a reason, a purpose without one is refused.
func Decide(rel Relation, kind Kind, mode Mode, p Purpose) bool {
	c := matrix[rel][kind]
	for _, mark := range c {
		switch {
		case mark == 'r' && mode == Read, mark == 'w' && mode == Write, mark == 'a' && mode == Approve:
			return true
		case mark == 'c' && mode == Read && p.Reason != "":
			return true
		}
	}
	return false
}

// AsksReason reports whether reading the kind is possible for the relation, but
// only with a reason.
func AsksReason(rel Relation, kind Kind) bool {
	return !Decide(rel, kind, Read, Purpose{}) && Decide(rel, kind, Read, Purpose{Reason: "?"})
}
