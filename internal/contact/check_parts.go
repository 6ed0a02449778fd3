package contact

import (
	"slices"
	"strings"
	"time"

	"samspil/internal/fault"
	"samspil/internal/session"
)

// describes notes a problem where words of description are entered and the
// contact may not be described.
func (c Contact) describes(p *fault.Problems, now time.Time, field, text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	if ok, why := c.Arrangement.Describable(c.When(), now); !ok {
		p.Add(field, why)
	}
}

func (b Before) check(c Contact, now time.Time) error {
	var p fault.Problems
	if b.Held == nil {
		p.Add("held", "contact.before.held.missing")
	} else if !*b.Held && strings.TrimSpace(b.NotHeldReason) == "" {
		p.Add("not_held_reason", "contact.before.reason.missing")
	}
	if b.Start.After(now) {
		p.Add("start", "session.start.future")
	}
	if !b.End.IsZero() && b.End.Before(b.Start) {
		p.Add("end", "session.end.before")
	}
	for field, text := range map[string]string{
		"focus": b.Focus, "looks_forward": b.LooksForward, "will_try": b.WillTry, "watch_for": b.WatchFor,
		"help_how": b.HelpHow, "child_wish": b.ChildWish,
	} {
		c.describes(&p, now, field, text)
	}
	session.Short(&p, "focus", b.Focus)
	session.Short(&p, "child_sign", b.ChildSign)
	for field, text := range map[string]string{
		"looks_forward": b.LooksForward, "will_try": b.WillTry, "watch_for": b.WatchFor, "help_how": b.HelpHow,
		"since_last": b.SinceLast, "child_wish": b.ChildWish, "go_ahead_note": b.GoAheadNote, "not_held_reason": b.NotHeldReason,
	} {
		session.Long(&p, field, text)
	}
	if (b.GoAhead == GoChanged || b.GoAhead == GoNo) && strings.TrimSpace(b.GoAheadNote) == "" {
		p.Add("go_ahead_note", "contact.goahead.note")
	}
	return p.Err()
}

func (d During) check(c Contact, now time.Time) error {
	var p fault.Problems
	for field, text := range map[string]string{
		"arrival": d.Arrival, "observation": d.Observation, "help": d.Help, "goodbye": d.Goodbye,
		"child_words": d.ChildWords, "child_next_wish": d.ChildNextWish,
	} {
		c.describes(&p, now, field, text)
		session.Long(&p, field, text)
	}
	for field, text := range map[string]string{"incident": d.Incident, "incident_told": d.IncidentTold, "conditions_comment": d.ConditionsComment} {
		session.Long(&p, field, text)
	}
	for field, text := range map[string]string{
		"brought": d.BroughtBy, "fetched": d.FetchedBy, "staff_shift": d.StaffShift, "unplanned": d.Unplanned,
		"observers": d.Observers, "outcome_reason": d.OutcomeReason,
	} {
		session.Short(&p, field, text)
	}
	if !slices.Contains(Outcomes(), d.Outcome) {
		p.Add("outcome", "contact.outcome.missing")
	}
	if d.Outcome != AsAgreed && d.Outcome != Stopped && d.Outcome != "" && strings.TrimSpace(d.OutcomeReason) == "" {
		p.Add("outcome_reason", "contact.outcome.reason")
	}
	d.checkPresence(&p, c)
	return p.Err()
}

// checkPresence is V8 at the record: a supervised contact has a representative
// of the municipality there all the time.
func (d During) checkPresence(p *fault.Problems, c Contact) {
	if c.Arrangement.State != Supervised {
		return
	}
	if d.PresentThroughout == nil {
		p.Add("present", "contact.present.missing")
	}
	if d.ConditionsKept != nil && !*d.ConditionsKept && strings.TrimSpace(d.ConditionsComment) == "" {
		p.Add("conditions_comment", "contact.conditions.comment")
	}
}

// Outcomes lists the outcomes in the order shown.
func Outcomes() []Outcome { return []Outcome{AsAgreed, Late, Shortened, Stopped} }

func (a After) check(c Contact, now time.Time) error {
	var p fault.Problems
	if a.Held != nil && !*a.Held && strings.TrimSpace(a.NotHeldReason) == "" {
		p.Add("after_reason", "contact.after.reason.missing")
	}
	if a.Start.After(now) {
		p.Add("after_start", "session.start.future")
	}
	if !a.End.IsZero() && a.End.Before(a.Start) {
		p.Add("after_end", "session.end.before")
	}
	if a.FocusRating != nil && (*a.FocusRating < 0 || *a.FocusRating > 10) {
		p.Add("focus_rating", "contact.rating.range")
	}
	for field, text := range map[string]string{
		"parent_words": a.ParentWords, "focus_answer": a.FocusAnswer, "interpretation": a.Interpretation, "assessment": a.Assessment,
	} {
		c.describes(&p, now, field, text)
		session.Long(&p, field, text)
	}
	for field, text := range map[string]string{
		"parent_remark": a.ParentRemark, "disagreement": a.Disagreement, "next_time": a.NextTime, "after_reason": a.NotHeldReason,
	} {
		session.Long(&p, field, text)
	}
	if a.WritingMinutes < 0 || a.WritingMinutes > 24*60 || a.IndirectMinutes < 0 || a.IndirectMinutes > 24*60 {
		p.Add("writing", "session.minutes.range")
	}
	for id, text := range a.GoalNotes {
		c.describes(&p, now, "goal."+id, text)
	}
	for id, why := range a.Omitted {
		session.Short(&p, "omit."+id, why)
	}
	return p.Err()
}

func (s Stop) check(c Contact, now time.Time) error {
	var p fault.Problems
	switch {
	case s.At.IsZero():
		p.Add("at", "contact.stop.at.missing")
	case s.At.After(now):
		p.Add("at", "session.start.future")
	case s.At.Before(c.When()):
		p.Add("at", "contact.stop.at.before")
	}
	if !slices.Contains(StopReasons(), s.Reason) {
		p.Add("stop_reason", "contact.stop.reason.missing")
	}
	if !slices.Contains(StopAuthorities(), s.Authority) {
		p.Add("authority", "contact.stop.authority.missing")
	}
	if s.Minute < 0 || s.Minute > 24*60 {
		p.Add("at", "contact.stop.at.before")
	}
	for _, need := range []struct{ field, text, key string }{
		{"what", s.What, "contact.stop.what.missing"},
		{"child_reaction", s.ChildReaction, "contact.stop.child.missing"},
		{"informed", s.Informed, "contact.stop.informed.missing"},
	} {
		if strings.TrimSpace(need.text) == "" {
			p.Add(need.field, need.key)
		}
		session.Long(&p, need.field, need.text)
	}
	session.Long(&p, "tried_first", s.TriedFirst)
	session.Long(&p, "parent_told", s.ParentTold)
	return p.Err()
}
