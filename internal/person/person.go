// Package person keeps what a course knows of the people in it: the child, the
// parents, relatives, foster carers and others. Each course has its own card of a
// person, sealed with that course's key, so what one course is told never shows
// in another. The same human being is recognised by the CPR number only, through
// a keyed digest that nobody can read back.
//
// The package also keeps how people are related, who holds custody and from which
// source that is known, which protections a person has, and where people live or
// can be met. A place that must not be known is shown only when somebody asks for
// it and says why; that is written down.
package person

import (
	"time"

	"samspil/internal/clock"
)

// Role says what a person is in the course.
type Role string

// The roles. A person has one role on a course; kinship is a Relation.
const (
	Child         Role = "child"
	Parent        Role = "parent"
	Partner       Role = "partner"
	Sibling       Role = "sibling"
	Relative      Role = "relative"
	Foster        Role = "foster"
	Companion     Role = "companion"      // bisidder, barnets lov § 6; 15 years or more
	SupportPerson Role = "support_person" // the child's (§§ 103-104) or a parent's (§ 75)
	School        Role = "school"
	Other         Role = "other"
)

// Roles in the order they are listed: children first.
var Roles = []Role{Child, Parent, Partner, Sibling, Relative, Foster, Companion, SupportPerson, School, Other}

// Sex as the family drawing needs it; Unstated draws a diamond.
type Sex string

// The three figures of the family drawing.
const (
	Female   Sex = "female"
	Male     Sex = "male"
	Unstated Sex = ""
)

// CompanionAge is the least age of a companion (bisidder) in years, barnets lov § 6.
const CompanionAge = 15

// PartyAge is the age in years from which a child is a party, barnets lov § 3.
const PartyAge = 10

// OwnConsentAge is the age in years from which a young person consents to
// supported contact beside the custody holders, barnets lov § 104(3).
const OwnConsentAge = 15

// Card is what one course knows of one person. A person has one card on a course,
// so ID and PersonID are the same and stay the same through corrections; other
// packages point to it. Row is the entry of this version.
type Card struct {
	Row                    string
	ID, PersonID, CourseID string
	Role                   Role
	Sex                    Sex
	Name                   string
	Birth                  clock.Date // zero when not known
	CPR                    string     // ten digits or empty; optional, see databeskyttelsesloven § 11
	Phone, Email           string     // of foster carers these are whereabouts and stay empty here
	Language               string     // another language than Danish, or sign language
	Interpreter            bool
	Note                   string
	Custody                bool // holds custody of a child of the course now; derived from relations
	Version                int64
	EnteredBy              string
	EnteredAt              time.Time
	Supersedes             string
}

// Age is the person's age in whole years on a day, or -1 when the birth date is not known.
func (c Card) Age(on clock.Date) int {
	if c.Birth.IsZero() {
		return -1
	}
	return c.Birth.Age(on)
}

// IsParty says whether a child of the course uses party rights on a day (barnets lov § 3).
func (c Card) IsParty(on clock.Date) bool {
	return c.Role == Child && c.Age(on) >= PartyAge
}

// Kinship says what From is to To.
type Kinship string

// The kinds of relation. Mother and Father are said of a parent towards a child.
const (
	MotherOf      Kinship = "mother"
	FatherOf      Kinship = "father"
	ParentOf      Kinship = "parent"
	BonusParentOf Kinship = "bonus_parent"
	PartnerOf     Kinship = "partner"
	ExPartnerOf   Kinship = "ex_partner"
	SiblingOf     Kinship = "sibling"
	GrandparentOf Kinship = "grandparent"
	RelativeOf    Kinship = "relative"
	FriendOf      Kinship = "friend"
	FosterOf      Kinship = "foster"
	CompanionOf   Kinship = "companion"
	SupporterOf   Kinship = "support_person"
	ProfessionOf  Kinship = "professional"
)

// Relation joins two people of a course. Custody and Together are nil when nobody
// has said; custody is a fact with a source and a date, and a changed custody never
// opens anything by itself.
type Relation struct {
	ID         string
	From, To   string // person ids
	Kind       Kinship
	Custody    *bool // only between a parent and a child
	Together   *bool // live together
	Since      clock.Date
	Source     string // where the custody is known from
	Note       string
	EnteredBy  string
	EnteredAt  time.Time
	Supersedes string
}

// Hit is a person found by CPR number or name on a course the searcher may see.
type Hit struct {
	PersonID, CourseID string
	Name               string
	Birth              clock.Date
	Role               Role
}
