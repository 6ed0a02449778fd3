package wire

// Day is what a phone is given: today's and tomorrow's sessions of its owner, and
// the owner's living courses. Never a surname, a CPR number or a place. What is
// marked "kept" may lie on the phone in the clear; all else lives in memory only.
type Day struct {
	V        int         `json:"v"`
	Now      string      `json:"now"`              // kept
	Today    string      `json:"today"`            // kept; 2026-10-01
	Owner    string      `json:"owner"`            // first name of the phone's owner, a member of staff; kept
	Leader   *Colleague  `json:"leader,omitempty"` // kept; whom the owner calls when a child may be in danger
	Receipts PublicKey   `json:"receipts"`
	Scheme   Scheme      `json:"scheme"` // kept
	Visits   []DayVisit  `json:"visits"`
	Courses  []DayCourse `json:"courses"`
	Held     []HeldBack  `json:"held_back"` // own entries on the shelf, that a person must look at
}

// Colleague is a member of staff, by first name, and where to call.
type Colleague struct {
	Name  string `json:"name"`
	Phone string `json:"phone"` // as it is written; empty when it is not known
}

// DayCourse is a course of the owner's, without a name.
type DayCourse struct {
	Case     string      `json:"case"`     // kept
	Initials string      `json:"initials"` // kept; "N."
	Contacts bool        `json:"contacts"` // kept; the programme has contacts
	Key      PublicKey   `json:"key"`      // kept; the outbox key
	Kinds    []Choice    `json:"kinds"`    // kept; of sessions
	Goals    []Choice    `json:"goals"`
	Persons  []Choice    `json:"persons"` // Note is the relation in words
	Strands  []DayStrand `json:"strands"`
	Drafts   []Draft     `json:"drafts,omitempty"` // of what belongs to no session
}

// Choice is something to choose.
type Choice struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Note  string `json:"note,omitempty"`
}

// DayStrand is a scale that somebody rates.
type DayStrand struct {
	ID    string   `json:"id"`
	Label string   `json:"label"` // the question, as it is asked of the rater
	Rater string   `json:"rater"` // "child", "parent", "consultant" …
	Who   string   `json:"who"`   // first name or role of the rater
	Low   float64  `json:"low"`
	High  float64  `json:"high"`
	Step  float64  `json:"step"`
	Steps []string `json:"steps,omitempty"` // words for each value from Low, where it has them
	Due   bool     `json:"due"`
}

// DayVisit is one session of the owner's.
type DayVisit struct {
	Case     string   `json:"case"`          // kept
	Session  string   `json:"session"`       // kept
	Initials string   `json:"initials"`      // kept
	Kind     string   `json:"kind"`          // kept; as session.Kind
	Label    string   `json:"label"`         // kept; the kind in words
	Start    string   `json:"start"`         // kept
	End      string   `json:"end"`           // kept
	Status   string   `json:"status"`        // kept; as session.Status
	Signed   bool     `json:"signed"`        // kept
	Describe bool     `json:"describe"`      // kept; what happens may be described and coded
	Why      string   `json:"why,omitempty"` // kept; if not, why, in words without a name
	Versions Versions `json:"versions"`      // kept

	// Who the contact is with, by role and never by name: "mor"; empty when the session is
	// no contact.
	With string `json:"with,omitempty"` // kept
	// Coding is the answer about being coded that is in force; none: nobody has asked.
	Coding *CodingAnswer `json:"coding,omitempty"` // kept

	// Supervised: the law asks whether somebody was there all the time. None when the
	// session is no contact.
	Supervised *bool        `json:"supervised,omitempty"`
	Number     int          `json:"number,omitempty"` // of the contact
	Persons    []string     `json:"persons,omitempty"`
	Before     *Before      `json:"before,omitempty"` // as it stands
	During     *During      `json:"during,omitempty"`
	After      *After       `json:"after,omitempty"`
	Visit      *Visit       `json:"visit,omitempty"`
	LastTime   string       `json:"last_time,omitempty"` // what was agreed for this time
	Points     []Choice     `json:"points,omitempty"`    // of the talk ahead: ID is the field of Before
	Segments   []DaySegment `json:"segments,omitempty"`
	Notes      []Note       `json:"notes,omitempty"`
	Drafts     []Draft      `json:"drafts,omitempty"`
	Next       string       `json:"next,omitempty"` // start of the next one with the same people
}

// Versions are the numbers of the parts as they stand; 0: not written.
type Versions struct {
	Session int64 `json:"session"`
	Before  int64 `json:"before"`
	During  int64 `json:"during"`
	After   int64 `json:"after"`
}

// DaySegment is a coded stretch of the contact.
type DaySegment struct {
	ID      string `json:"id"`
	Part    string `json:"part"`
	Started string `json:"started"`
	Closed  bool   `json:"closed"`
	Mine    bool   `json:"mine"`
	// Phone is what the owner calls the phone that her own stretch was coded on, where
	// that is another than this.
	Phone  string `json:"phone,omitempty"`
	Length int64  `json:"length"` // milliseconds
	Events int    `json:"events"`
}

// HeldBack is an entry that lies on the shelf.
type HeldBack struct {
	Entry   string `json:"entry"`
	Session string `json:"session"`
	At      string `json:"at"`
	Why     string `json:"why"` // in words
}
