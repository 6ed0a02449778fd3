package deadline

import (
	"time"

	"samspil/internal/access"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/person"
	"samspil/internal/plan"
	"samspil/internal/programme"
)

// facts is what is known of one course, from clear columns and the children's
// cards only.
type facts struct {
	id         string
	relations  []access.Relation // the reader's own
	programme  programme.Programme
	status     course.Status
	bases      []string
	assessment course.Assessment
	start, end clock.Date

	lead, psychologist, leader, adviser string

	standing plan.Standing
	children []string
	births   []clock.Date

	messages      []message
	requests      []request
	extension     request // asked for and unanswered; no id when none
	questions     []question
	notifications []notification
	periods       []period
	protections   []protection
	statusSent    clock.Date // the latest status report that was sent
	closingSent   bool
}

type message struct {
	id, to      string
	urgent      bool
	sent, dueAt time.Time
}

type request struct {
	id    string
	on    clock.Date
	hours float64
	to    string
}

type question struct {
	id string
	on clock.Date
}

type notification struct {
	id                       string
	received                 time.Time
	acute, receipt, reassess bool // what has been done; reassess only where it is asked for
	reassessAsked            bool
}

// period is a dated state of contact.
type period struct {
	state string
	to    clock.Date
}

type protection struct {
	kind  person.Shield
	until clock.Date
}

// running: the course is active, so that its own dates matter.
func (c *facts) running() bool { return c.status == course.Active }

// waits: something was sent or asked that outlives the course.
func (c *facts) waits() bool {
	return len(c.messages)+len(c.questions)+len(c.notifications) > 0
}

// may: some relation of the reader to the course gives a right to the kind,
// asked for a reason or not: the row tells that there is something, not what.
func (c *facts) may(kind access.Kind) bool {
	for _, r := range c.relations {
		if access.Decide(r, kind, access.Read, access.Purpose{}) || access.AsksReason(r, kind) {
			return true
		}
	}
	return false
}
