// Package report holds the status reports and the closing report of a course:
// what the municipality's adviser must know to decide whether the help goes on,
// changes or ends.
//
// A report answers fixed questions in a fixed order. Most of it is drawn from
// what was recorded; the authors add what only a person can judge. What was seen
// or counted, what was said, what it may mean and what is thought of it are four
// texts that are never mixed. Somebody else reads it before it is sent, and what
// was sent is never changed.
package report

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"samspil/internal/clock"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
)

// Kind is the sort of report.
type Kind string

// The kinds. A closing report stands at the end of the course and is signed by
// the lead consultant and the psychologist.
const (
	Status  Kind = "status"
	Closing Kind = "closing"
)

// Kinds lists them in the order offered.
var Kinds = []Kind{Status, Closing}

// State is how far a report has come.
type State string

// The states. A submitted report waits for the second reader; an approved one is
// ready to be sent; a sent one is never changed.
const (
	Draft     State = "draft"
	Submitted State = "submitted"
	Approved  State = "approved"
	Sent      State = "sent"
)

// Question is a heading of a report.
type Question string

// The questions a status must answer (domain reference 17.4, Q1 to Q11), and what
// a closing report has besides. Their words are the keys "report.question." + id.
const (
	Conclusion   Question = "conclusion"   // closing: comes first
	Goals        Question = "goals"        // Q1
	Benefit      Question = "benefit"      // Q2
	Thriving     Question = "thriving"     // Q3
	Changed      Question = "changed"      // Q4
	Parents      Question = "parents"      // Q5
	Next         Question = "next"         // Q6
	Voices       Question = "voices"       // Q7
	Delivered    Question = "delivered"    // Q8
	Analysis     Question = "analysis"     // Q9
	Transitions  Question = "transitions"  // Q10
	Attention    Question = "attention"    // Q11
	Family       Question = "family"       // closing: the family's own words about the course
	Disagreement Question = "disagreement" // closing: what they see differently
	Interplay    Question = "interplay"    // what was counted when contacts were coded
)

var statusQuestions = []Question{Goals, Benefit, Thriving, Changed, Parents, Next, Voices, Delivered, Analysis, Transitions, Attention, Interplay}

// Questions returns the headings of a report of the kind, in their fixed order.
func Questions(k Kind) []Question {
	if k != Closing {
		return slices.Clone(statusQuestions)
	}
	return append(append([]Question{Conclusion}, statusQuestions...), Family, Disagreement)
}

// Layer keeps apart what is known in different ways.
type Layer string

// The layers, in the order they stand under a heading.
const (
	Facts          Layer = "facts" // counted and measured
	Words          Layer = "words" // what child, parents and others said
	Observation    Layer = "observation"
	Interpretation Layer = "interpretation"
	Assessment     Layer = "assessment"
)

// Layers lists them.
var Layers = []Layer{Facts, Words, Observation, Interpretation, Assessment}

// LayersOf returns the layers that belong under a heading. What was seen at
// contacts is reported as observation and quotation only.
func LayersOf(q Question) []Layer {
	switch q {
	case Benefit:
		return []Layer{Facts, Words, Observation, Assessment}
	case Thriving, Parents:
		return []Layer{Facts, Observation, Interpretation, Assessment}
	case Analysis:
		return []Layer{Facts, Observation, Interpretation, Assessment}
	case Voices:
		return []Layer{Facts, Words, Assessment}
	case Family, Disagreement:
		return []Layer{Words, Assessment}
	case Delivered:
		return []Layer{Facts}
	}
	return []Layer{Facts, Assessment}
}

// Section is what stands under one heading, each layer a text of its own.
type Section struct {
	Question                                              Question
	Facts, Words, Observation, Interpretation, Assessment string
}

// Text returns the text of a layer.
func (s Section) Text(l Layer) string {
	if p := s.place(l); p != nil {
		return *p
	}
	return ""
}

// With returns the section with another text in a layer.
func (s Section) With(l Layer, text string) Section {
	if p := s.place(l); p != nil {
		*p = text
	}
	return s
}

func (s *Section) place(l Layer) *string {
	switch l {
	case Facts:
		return &s.Facts
	case Words:
		return &s.Words
	case Observation:
		return &s.Observation
	case Interpretation:
		return &s.Interpretation
	case Assessment:
		return &s.Assessment
	}
	return nil
}

// Empty reports whether nothing stands under the heading: it is then printed
// with the words that nothing was recorded.
func (s Section) Empty() bool {
	return s.Facts == "" && s.Words == "" && s.Observation == "" && s.Interpretation == "" && s.Assessment == ""
}

// Line is a name with what belongs to it, at the head of a report.
type Line struct {
	Label, Text string
	Key         string `json:",omitempty"` // what it is: to, lead, basis, psychologist, family, delivered
}

// Point is one measurement of a curve; Missed was due and not made.
type Point struct {
	On     clock.Date
	Value  float64
	Missed bool
}

// Curve is a strand as it stood when the report was drawn, so that the report
// shows the same curve for ever.
type Curve struct {
	ID           string `json:",omitempty"` // of the strand
	RaterID      string `json:",omitempty"`
	With         string `json:",omitempty"` // the grown-up whose contacts it was counted in
	Title, Rater string
	Role         singlecase.Role
	Scale        string // id of the instrument
	Sentence     string
	Count        string  // "14, en mangler"
	FromTo       string  // "3 til 7 af 10"
	Says         string  // the grade in words
	SEM          float64 `json:",omitempty"` // error of one measurement when it was drawn; 0: as the scale has it
	Points       []Point
}

// Border is where the hours of the plan change.
type Border struct {
	On   clock.Date
	Name string
}

// Week is the hours delivered in the week of a Monday.
type Week struct {
	Of    clock.Date
	Hours float64
}

// Source is one thing the report rests on.
type Source struct {
	Kind string // session, contact, strand, analysis, feedback, plan
	ID   string
	On   clock.Date
	Text string
}

// Content is the text of a report, and the only thing its fingerprint is taken of.
type Content struct {
	Child    string // "Villads, 7 år"
	Lead     string // programme and period
	Head     []Line
	Verdict  singlecase.Verdict
	Summary  string // the conclusion's sentence
	Sections []Section
	Curves   []Curve
	Borders  []Border
	Weeks    []Week
	Caution  bool // built on contact records: the cautionary note is printed
	Sources  []Source
	Origins  []Origin `json:",omitempty"` // of the drawn lines, so that each leads to its evidence
	DrawnOn  clock.Date
	Lang     lang.Lang `json:",omitempty"` // it is written in; see Language
}

// Language is what the report is written in: everything around its text is said in
// that, whoever reads it. One that was kept before languages were is Danish.
func (c Content) Language() lang.Lang {
	if c.Lang == "" {
		return lang.Danish
	}
	return c.Lang
}

// Section returns what stands under a heading.
func (c Content) Section(q Question) Section {
	for _, s := range c.Sections {
		if s.Question == q {
			return s
		}
	}
	return Section{Question: q}
}

// set puts a section in its place.
func (c *Content) set(s Section) {
	for i := range c.Sections {
		if c.Sections[i].Question == s.Question {
			c.Sections[i] = s
			return
		}
	}
	c.Sections = append(c.Sections, s)
}

// Fingerprint is a short proof of the text: any change gives another one.
func (c Content) Fingerprint() string {
	b, err := json.Marshal(c)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Remark is what the second reader wrote when handing the report back.
type Remark struct {
	By   string
	At   time.Time
	Text string
}

// Signature is one person's name under the report. Its fingerprint is that of
// the text it was given to: when the text changes, the signature falls.
type Signature struct {
	StaffID     string
	Role        Role
	At          time.Time
	Fingerprint string
}

// Role is in which capacity somebody signs.
type Role string

// Who signs a closing report.
const (
	AsLead         Role = "lead"
	AsPsychologist Role = "psychologist"
)

// Roles lists who signs a closing report.
var Roles = []Role{AsLead, AsPsychologist}

// Report is one document of a course.
type Report struct {
	ID, CourseID string
	Kind         Kind
	From, To     clock.Date
	State        State
	AuthorID     string
	ApproverID   string
	ApprovedAt   time.Time
	FeedbackID   string // the message it was sent with
	EnteredAt    time.Time
	Version      int64
	Fingerprint  string
	Content      Content
	Remarks      []Remark
	Writers      []string // everybody who has written in it
	Signatures   []Signature
	Readings     []Reading // by the second reader, oldest first
}

// Mark is the start of the fingerprint as it is printed: "7f3a 91c2".
func (r Report) Mark() string {
	return shortMark(r.Fingerprint)
}

// Signed returns the signature in that capacity that stands under the present
// text, and false when there is none.
func (r Report) Signed(role Role) (Signature, bool) {
	for _, s := range r.Signatures {
		if s.Role == role && s.Fingerprint == r.Fingerprint {
			return s, true
		}
	}
	return Signature{}, false
}

// Unsigned returns the capacities in which a closing report is not signed yet;
// none for a status.
func (r Report) Unsigned() []Role {
	if r.Kind != Closing {
		return nil
	}
	var out []Role
	for _, role := range Roles {
		if _, ok := r.Signed(role); !ok {
			out = append(out, role)
		}
	}
	return out
}

// Editable reports whether the text can still be written in.
func (r Report) Editable() bool { return r.State == Draft }
