package session

import (
	"strings"
	"time"
	"unicode/utf8"

	"samspil/internal/fault"
)

// The longest texts taken, in characters. Longer ones are refused at the
// field and nothing of them is lost.
const (
	LongText  = 20000
	ShortText = 300
)

// The longest session and the most minutes of staff time that make sense.
const (
	longest    = 14 * time.Hour
	maxMinutes = 24 * 60
)

func (s Session) checkPlan() error {
	var p fault.Problems
	span(&p, s.PlannedStart, s.PlannedEnd)
	s.checkPeople(&p)
	Short(&p, "place", s.Place)
	Short(&p, "theme", s.Theme)
	return p.Err()
}

func (s Session) checkHeld(now time.Time) error {
	var p fault.Problems
	s.held(&p, now)
	return p.Err()
}

func (s Session) checkCorrection(now time.Time) error {
	var p fault.Problems
	if strings.TrimSpace(s.Correction) == "" {
		p.Add("reason", "session.correct.reason.missing")
	}
	Short(&p, "reason", s.Correction)
	s.held(&p, now)
	if s.Attention == nil {
		p.Add("attention", "session.attention.missing")
	}
	return p.Err()
}

func (s Session) held(p *fault.Problems, now time.Time) {
	span(p, s.Start, s.End)
	if s.Start.After(now) {
		p.Add("start", "session.start.future")
	}
	s.checkPeople(p)
	for _, m := range []struct {
		field string
		n     int
	}{{"direct", s.DirectMinutes}, {"indirect", s.IndirectMinutes}, {"travel", s.TravelMinutes}} {
		if m.n < 0 || m.n > maxMinutes {
			p.Add(m.field, "session.minutes.range")
		}
	}
	Short(p, "place", s.Place)
	Short(p, "theme", s.Theme)
	for field, text := range map[string]string{
		"observation": s.Observation, "interpretation": s.Interpretation, "assessment": s.Assessment,
		"next_time": s.NextTime, "taken_in": s.TakenIn, "agreement": s.Agreement,
	} {
		Long(p, field, text)
	}
	for id, text := range s.GoalNotes {
		Long(p, "goal."+id, text)
	}
	for id, text := range s.ChildNotes {
		Long(p, "child."+id, text)
	}
}

func (s Session) checkPeople(p *fault.Problems) {
	if len(s.Staff) == 0 {
		p.Add("staff", "session.staff.missing")
	}
	if len(s.Persons) == 0 && s.Kind != Network {
		p.Add("persons", "session.persons.missing")
	}
}

// span checks a start and an end.
func span(p *fault.Problems, start, end time.Time) {
	switch {
	case start.IsZero():
		p.Add("start", "session.start.missing")
	case end.IsZero():
		p.Add("end", "session.end.missing")
	case !end.After(start):
		p.Add("end", "session.end.before")
	case end.Sub(start) > longest:
		p.Add("end", "session.end.long")
	}
}

// Short notes a problem when a text of one line is too long.
func Short(p *fault.Problems, field, text string) { atMost(p, field, text, ShortText) }

// Long notes a problem when a text is too long.
func Long(p *fault.Problems, field, text string) { atMost(p, field, text, LongText) }

func atMost(p *fault.Problems, field, text string, most int) {
	if n := utf8.RuneCountInString(text); n > most {
		p.Add(field, "session.text.long", fault.Args{"most": most, "n": n})
	}
}

func (c Cancellation) check(now time.Time) error {
	var p fault.Problems
	known := false
	for _, code := range CodesOf(c.Side) {
		known = known || code == c.Code
	}
	switch {
	case len(CodesOf(c.Side)) == 0:
		p.Add("side", "session.cancel.side.missing")
	case !known:
		p.Add("code", "session.cancel.code.missing")
	}
	if c.NoticeAt.After(now) {
		p.Add("notice", "session.cancel.notice.future")
	}
	c.checkWords(&p)
	return p.Err()
}

func (c Cancellation) checkWords(p *fault.Problems) {
	if c.Code == Other && strings.TrimSpace(c.Reason) == "" {
		p.Add("reason", "session.cancel.reason.missing")
	}
	if c.Side == SideChild && c.Code == DoesNotWant && strings.TrimSpace(c.ChildWords) == "" {
		p.Add("child_words", "session.cancel.childwords.missing")
	}
	if c.Side == SideAuthority && c.Code == Decision && strings.TrimSpace(c.Decision) == "" {
		p.Add("decision", "session.cancel.decision.missing")
	}
	if c.Side == SideSafety && strings.TrimSpace(c.Reason) == "" {
		p.Add("reason", "session.cancel.incident.missing")
	}
	for field, text := range map[string]string{"reason": c.Reason, "child_words": c.ChildWords} {
		Long(p, field, text)
	}
	for field, text := range map[string]string{"told_by": c.ToldBy, "informed": c.Informed, "decision": c.Decision} {
		Short(p, field, text)
	}
}
