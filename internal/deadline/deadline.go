// Package deadline is the board of everything that must be done by a day: what
// has passed its time, what waits for a decision, what falls due soon, and what
// the day brings a warning of.
//
// A deadline is never stored. Each is worked out, when somebody looks, from what
// has been recorded and from the table of rules, so a changed rule or a new
// record shows at once and nothing has to be kept up to date. What the program
// cannot know, such as the municipality's own plan for the child, is not here.
package deadline

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/person"
	"samspil/internal/programme"
	"samspil/internal/rule"
)

// Ahead is how many days before it falls due something is shown.
const Ahead = 30

// State says why an item is on the board.
type State string

// The states, in the order of the board.
const (
	Overdue State = "overdue" // its time has passed
	Open    State = "open"    // a decision that nobody has taken yet
	Soon    State = "soon"    // falls due within Ahead days
	Warning State = "warning" // further away, but today is one of its days of warning
)

// Kind says what must be done.
type Kind string

// The kinds.
const (
	Acknowledge Kind = "acknowledge" // a message to the adviser is not acknowledged
	Hours       Kind = "hours"       // hours above the frame wait for an answer
	Extension   Kind = "extension"   // a longer course was asked for
	Reply       Kind = "reply"       // the adviser has asked us something
	Acute       Kind = "acute"       // a notification must be judged for acute danger
	Receipt     Kind = "receipt"     // the notifier waits for a receipt
	Reassess    Kind = "reassess"    // a notification must be looked at by somebody new
	Ends        Kind = "ends"        // the course ends
	Closing     Kind = "closing"     // the closing report
	FollowUp    Kind = "followup"    // a follow-up must be held
	Undecided   Kind = "undecided"   // a follow-up was held without a decision on the next
	Status      Kind = "status"      // the status report ahead of a follow-up
	Suspension  Kind = "suspension"  // a suspension of contact ends
	Contact     Kind = "contact"     // another dated state of contact ends
	Register    Kind = "register"    // name and address protection lapses
	Hidden      Kind = "hidden"      // a hidden placement or another protection ends
	Assessment  Kind = "assessment"  // the municipality's assessment of the child
	Age         Kind = "age"         // a birthday that changes somebody's rights
)

// Item is a row of the board.
type Item struct {
	CourseID string
	Children []string // first names of the course's children
	Kind     Kind
	// RuleID is the row of the rule table; empty for hours and extensions that
	// wait, which no rule dates.
	RuleID string
	// LawID is the row whose source is cited, where it is another than RuleID: a
	// warning is our own, the period it warns of is the law's.
	LawID string
	State State
	// On is the day it is due; for Open the day since which it has been open.
	On clock.Date
	// At is the exact time where there is one, else zero.
	At time.Time
	// Then is a deadline that follows from the first within Ahead days: the
	// closing report after the course's end.
	Then *Then
	// Asked is the day on which a longer course was asked for and is still to be
	// answered, and AskedOf who owes the answer; only with Ends.
	Asked    clock.Date
	AskedOf  string
	OwnerID  string  // who must act; empty when nobody has been named yet
	ObjectID string  // the message, request, question or notification; may be empty
	Hours    float64 // of Hours
}

// Then is what follows from an item.
type Then struct {
	RuleID string
	On     clock.Date
}

// Rule is the row of the rule table that the item comes from; false for none.
func (i Item) Rule() (rule.Rule, bool) { return rule.All().Get(i.RuleID) }

// Law is the row whose source stands beside the item; false for none.
func (i Item) Law() (rule.Rule, bool) {
	if i.LawID != "" {
		return rule.All().Get(i.LawID)
	}
	return i.Rule()
}

// Days is how many days are left on a day; negative when it is passed.
func (i Item) Days(today clock.Date) int { return i.On.Sub(today) }

// Board returns every deadline of the courses that the actor belongs to: what is
// overdue first, then by day. What a relation gives no right to is left out, and
// a protection is named without telling whose it is. One line in the audit log.
func Board(ctx context.Context, tx *casefile.Tx, actor access.Actor) ([]Item, error) {
	l, err := casefile.OpenList(ctx, tx, actor, access.Purpose{Code: access.Deliver}, "deadlines")
	if err != nil {
		return nil, err
	}
	courses, err := gather(ctx, l)
	if err != nil {
		return nil, fmt.Errorf("deadlines: %w", err)
	}
	if err := name(ctx, l, courses); err != nil {
		return nil, err
	}
	var items []Item
	for _, c := range courses {
		items = append(items, c.items(tx.Now())...)
	}
	slices.SortStableFunc(items, before)
	l.Found(len(items))
	return items, nil
}

func before(a, b Item) int {
	if late := (a.State == Overdue); late != (b.State == Overdue) {
		if late {
			return -1
		}
		return 1
	}
	return strings.Compare(a.On.String()+a.CourseID+string(a.Kind), b.On.String()+b.CourseID+string(b.Kind))
}

// name gives each course that has anything on the board, or may come to have,
// its children.
func name(ctx context.Context, l *casefile.List, courses map[string]*facts) error {
	var ids []string
	for id, c := range courses {
		if c.running() || c.waits() {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for part := range slices.Chunk(ids, 2000) {
		children, err := person.Children(ctx, l, l.Actor, part)
		if err != nil {
			return fmt.Errorf("deadlines: %w", err)
		}
		for _, h := range children {
			c := courses[h.CourseID]
			c.children = append(c.children, h.Name)
			c.births = append(c.births, h.Birth)
		}
	}
	return nil
}

// programmes are those a course can be of.
var programmes = programme.Shipped()
