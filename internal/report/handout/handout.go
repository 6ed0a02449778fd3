// Package handout is what one recipient is given of a report: the municipality's
// adviser, one of the parents, the child, the foster family or school, or a court.
//
// A copy is put together from a list of what that recipient may have; nothing is
// blanked out of a full report. A line that is not on the list is not in the copy,
// and a new sort of line is in no copy before somebody has put it on a list. What
// one parent said or measured is in no copy for the other. What only a person can
// judge is left out until a person has chosen it, line by line. What was made ready
// for whom is written down and kept.
package handout

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"samspil/internal/clock"
	"samspil/internal/method/singlecase"
	"samspil/internal/report"
)

// Kind is the sort of recipient.
type Kind string

// The kinds. Easy is the version in words that a child can read.
const (
	Adviser Kind = "adviser"
	Parent  Kind = "parent"
	Child   Kind = "child" // a child that uses party rights (barnets lov § 3)
	Easy    Kind = "easy"
	Foster  Kind = "foster"
	School  Kind = "school"
	Court   Kind = "court"
)

// Kinds lists them.
var Kinds = []Kind{Adviser, Parent, Child, Easy, Foster, School, Court}

// Recipient is who a copy is made for.
type Recipient struct {
	Kind     Kind
	PersonID string // of a parent or child; empty for the others
	Name     string // of the person or the adviser; never of those who care for the child
	// Hidden is set when a place is kept from the person: what comes from where the
	// child lives or goes to school is then in no copy for them.
	Hidden bool
	// Reasoned is set when somebody must write why the recipient may have a copy.
	Reasoned bool
}

// ID names a recipient in an address: "parent:0192…". It holds no name.
func (r Recipient) ID() string {
	if r.PersonID == "" {
		return string(r.Kind)
	}
	return string(r.Kind) + ":" + r.PersonID
}

// Stance is whether a line goes into a copy.
type Stance int

// The stances, from the most open to the closed.
const (
	Given Stance = iota // it goes in
	Asked               // it goes in when a person has chosen it
	Never               // it cannot go in
)

// Rendering is a copy: the fields its recipient may have and no others. Each is put
// in by the function of the recipient's kind.
type Rendering struct {
	Kind       report.Kind
	To         Recipient
	Title      string
	Lead       string
	Head       []report.Line
	Verdict    singlecase.Verdict
	Summary    string
	Sections   []report.Section
	Curves     []report.Curve
	Borders    []report.Border
	Weeks      []report.Week
	Caution    bool
	Sources    []report.Source
	Easy       []Answer // of the version for a child, and then nothing else
	Signatures []Signed
	DrawnOn    clock.Date
	Mark       string // start of the fingerprint of the report it was made of
	State      report.State
}

// Answer is a heading with its text in the version for a child.
type Answer struct {
	Question report.ChildQuestion
	Text     string
}

// Signed is a name under the report.
type Signed struct {
	Role report.Role
	Name string
	At   time.Time
}

// Render makes the copy. chosen are the ids of the lines that a person has chosen
// for this recipient; one that the recipient can never have is passed over.
func Render(r report.Report, to Recipient, chosen []string) Rendering {
	c := r.Content
	out := Rendering{Kind: r.Kind, To: to, DrawnOn: c.DrawnOn, Mark: r.Mark(), State: r.State}
	switch to.Kind {
	case Adviser:
		out.forAdviser(c)
	case Court:
		out.forCourt(c, chosen)
	case Parent:
		out.forParent(c, chosen)
	case Child:
		out.forChild(c, chosen)
	case Foster, School:
		out.forCarers(c, chosen)
	}
	return out
}

// forAdviser is the released report: nothing secret was ever drawn into it.
func (o *Rendering) forAdviser(c report.Content) {
	o.Title, o.Lead, o.Head, o.Verdict, o.Summary = c.Child, c.Lead, c.Head, c.Verdict, c.Summary
	o.Curves, o.Borders, o.Weeks, o.Caution, o.Sources = c.Curves, c.Borders, c.Weeks, c.Caution, c.Sources
	for _, s := range c.Sections {
		o.Sections = append(o.Sections, o.lines(c, s, nil))
	}
}

// forCourt is what was counted, said and seen; what it may mean and what is thought
// of it goes in where somebody chose it.
func (o *Rendering) forCourt(c report.Content, chosen []string) {
	o.Title, o.Lead, o.Caution = c.Child, c.Lead, c.Caution
	o.Borders, o.Weeks = c.Borders, c.Weeks
	o.head(c, "lead", "basis", "psychologist", "delivered")
	o.conclude(c, chosen)
	o.fill(c, chosen)
	o.draw(c, chosen)
	o.cite(c)
}

// forParent is what everybody may know and what this parent said or measured.
func (o *Rendering) forParent(c report.Content, chosen []string) {
	o.Title, o.Lead, o.Caution = c.Child, c.Lead, c.Caution
	o.Borders, o.Weeks = c.Borders, c.Weeks
	o.head(c, "lead", "basis", "psychologist", "delivered")
	o.conclude(c, chosen)
	o.fill(c, chosen)
	o.draw(c, chosen)
	o.cite(c)
}

// forChild is what everybody may know and what this child said or measured.
func (o *Rendering) forChild(c report.Content, chosen []string) {
	o.Title, o.Lead = o.To.Name, c.Lead
	o.Borders, o.Weeks = c.Borders, c.Weeks
	o.head(c, "lead", "psychologist", "delivered")
	o.conclude(c, chosen)
	o.fill(c, chosen)
	o.draw(c, chosen)
	o.cite(c)
}

// forCarers is an extract for those who have the child in their days: only what
// somebody chose, under the headings that concern them, and never a word of the
// parents'.
func (o *Rendering) forCarers(c report.Content, chosen []string) {
	o.Title, o.Lead = c.Child, c.Lead
	o.head(c, "lead")
	o.fill(c, chosen)
	o.draw(c, chosen)
	o.Borders, o.Weeks = nil, nil
}

func (o *Rendering) head(c report.Content, keys ...string) {
	for _, l := range c.Head {
		if l.Key != "" && slices.Contains(keys, l.Key) {
			o.Head = append(o.Head, report.Line{Key: l.Key, Label: l.Label, Text: l.Text})
		}
	}
}

// summaryID is the id of the conclusion's sentence, which names who has seen what.
const summaryID = "summary"

func (o *Rendering) conclude(c report.Content, chosen []string) {
	first := split(c.Section(report.Conclusion).Facts)
	if slices.Contains(chosen, summaryID) || len(first) > 0 && slices.Contains(chosen, LineID(report.Conclusion, report.Facts, first[0])) {
		o.Verdict, o.Summary = c.Verdict, c.Summary
	}
}

func (o *Rendering) fill(c report.Content, chosen []string) {
	for _, s := range c.Sections {
		if o.To.headed(s.Question) {
			o.Sections = append(o.Sections, o.lines(c, s, chosen))
		}
	}
}

// lines is a section made anew of the lines that go in.
func (o *Rendering) lines(c report.Content, s report.Section, chosen []string) report.Section {
	out := report.Section{Question: s.Question}
	for _, l := range report.LayersOf(s.Question) {
		var kept []string
		for _, line := range split(s.Text(l)) {
			stance := o.To.stance(c, l, line)
			if stance == Given || stance == Asked && slices.Contains(chosen, LineID(s.Question, l, line)) {
				kept = append(kept, line)
			}
		}
		out = out.With(l, strings.Join(headed(kept), "\n"))
	}
	return out
}

// headed leaves out lines that stand above nothing: "Gået tilbage:".
func headed(all []string) []string {
	var out []string
	for i, line := range all {
		if strings.HasSuffix(line, ":") && (i+1 >= len(all) || strings.HasSuffix(all[i+1], ":")) {
			continue
		}
		out = append(out, line)
	}
	return out
}

func (o *Rendering) draw(c report.Content, chosen []string) {
	for _, v := range c.Curves {
		stance := o.To.curve(v)
		if stance == Given || stance == Asked && slices.Contains(chosen, curveID(v)) {
			o.Curves = append(o.Curves, v)
		}
	}
}

// cite keeps the sources of the lines and curves that went in.
func (o *Rendering) cite(c report.Content) {
	used := map[string]bool{}
	for _, v := range o.Curves {
		used[v.ID] = true
	}
	for _, s := range o.Sections {
		for _, l := range report.Layers {
			for _, line := range split(s.Text(l)) {
				for _, from := range c.OriginsOf(line) {
					used[from.ID] = true
				}
			}
		}
	}
	for _, s := range c.Sources {
		if s.ID != "" && used[s.ID] {
			o.Sources = append(o.Sources, s)
		}
	}
}

// Texts is every text of the copy, to be held against what must not be in it.
func (o Rendering) Texts() []string {
	out := []string{o.Title, o.Lead, o.Summary}
	for _, l := range o.Head {
		out = append(out, l.Label, l.Text)
	}
	for _, s := range o.Sections {
		for _, l := range report.Layers {
			out = append(out, s.Text(l))
		}
	}
	for _, v := range o.Curves {
		out = append(out, v.Title, v.Rater, v.Sentence, v.Says, v.FromTo, v.Count)
	}
	for _, s := range o.Sources {
		out = append(out, s.Text)
	}
	for _, a := range o.Easy {
		out = append(out, a.Text)
	}
	return out
}

// LineID names a line of a report by its place and its words: when the words
// change, a choice that was made of it falls.
func LineID(q report.Question, l report.Layer, line string) string {
	sum := sha256.Sum256([]byte(string(q) + "\x00" + string(l) + "\x00" + line))
	return hex.EncodeToString(sum[:8])
}

func curveID(v report.Curve) string { return "curve-" + v.ID }

func split(text string) []string {
	var out []string
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
