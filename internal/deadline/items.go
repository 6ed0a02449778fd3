package deadline

import (
	"slices"
	"time"

	"samspil/internal/access"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/person"
	"samspil/internal/rule"
)

// items are the rows of one course. A course that has ended has only what was
// sent, and its closing report.
func (c *facts) items(now time.Time) []Item {
	today := clock.DateOf(now)
	var out []Item
	if c.may(access.Feedback) {
		out = append(out, c.messageItems(now)...)
		out = append(out, c.notificationItems(now)...)
	}
	if c.running() {
		out = append(out, c.endItems(today)...)
		if c.may(access.Plan) {
			out = append(out, c.hourItems()...)
			out = append(out, c.followUpItems(today)...)
		}
		if c.may(access.Arrangement) {
			out = append(out, c.contactItems(today)...)
		}
		if c.may(access.Whereabouts) {
			out = append(out, c.protectionItems(today)...)
		}
		out = append(out, c.childItems(today)...)
	}
	for i := range out {
		out[i].CourseID, out[i].Children = c.id, c.children
		if out[i].OwnerID == "" {
			out[i].OwnerID = c.owner(out[i].RuleID)
		}
	}
	return distinct(out)
}

// owner is who must act on a rule in this course. While a place is not filled
// yet, it is the leader's.
func (c *facts) owner(ruleID string) string {
	who := c.lead
	if r, ok := rule.All().Get(ruleID); ok {
		switch r.Owner {
		case rule.OwnerPsychologist:
			who = c.psychologist
		case rule.OwnerLeader:
			who = c.leader
		case rule.OwnerAdviser, rule.OwnerMunicipality:
			who = c.adviser
		}
	}
	if who == "" {
		return c.leader
	}
	return who
}

// dated is an item that is due on a day, when the board shows it.
func dated(kind Kind, ruleID string, on, today clock.Date) []Item {
	i := Item{Kind: kind, RuleID: ruleID, On: on, State: Soon}
	switch left := on.Sub(today); {
	case on.IsZero() || left > Ahead:
		return nil
	case left < 0:
		i.State = Overdue
	}
	return []Item{i}
}

// warned is a dated item that also shows on the days on which its rule warns.
func warned(kind Kind, ruleID, warnID string, on, today clock.Date) []Item {
	if out := dated(kind, ruleID, on, today); out != nil {
		return out
	}
	if _, now := rule.Get(warnID).Warns(on, today); !now {
		return nil
	}
	return []Item{{Kind: kind, RuleID: ruleID, On: on, State: Warning}}
}

func (c *facts) messageItems(now time.Time) (out []Item) {
	for _, m := range c.messages {
		i := Item{Kind: Acknowledge, RuleID: "feedback.ack", On: clock.DateOf(m.dueAt), At: m.dueAt, State: Soon, OwnerID: m.to, ObjectID: m.id}
		if m.urgent {
			i.RuleID = "feedback.ack_urgent"
		}
		if now.After(m.dueAt) {
			i.State = Overdue
		}
		out = append(out, i)
	}
	for _, q := range c.questions {
		for _, i := range dated(Reply, "msg.reply", q.on, clock.DateOf(now)) {
			i.ObjectID, i.OwnerID = q.id, c.lead
			out = append(out, i)
		}
	}
	return out
}

func (c *facts) notificationItems(now time.Time) (out []Item) {
	today := clock.DateOf(now)
	for _, n := range c.notifications {
		if !n.acute {
			due := rule.AcuteDue(n.received)
			i := Item{Kind: Acute, RuleID: "notif.acute", On: clock.DateOf(due), At: due, State: Soon, ObjectID: n.id}
			if now.After(due) {
				i.State = Overdue
			}
			out = append(out, i)
		}
		if !n.receipt {
			for _, i := range dated(Receipt, "notif.receipt", rule.ReceiptDue(clock.DateOf(n.received)), today) {
				i.ObjectID = n.id
				out = append(out, i)
			}
		}
		if n.reassessAsked && !n.reassess {
			out = append(out, Item{Kind: Reassess, RuleID: "notif.reassess", On: clock.DateOf(n.received), State: Open, ObjectID: n.id})
		}
	}
	return out
}

// hourItems: hours above the frame, each request since the day it was sent.
func (c *facts) hourItems() (out []Item) {
	for _, r := range c.requests {
		out = append(out, Item{Kind: Hours, On: r.on, State: Open, OwnerID: c.adviser, ObjectID: r.id, Hours: r.hours})
	}
	return out
}

// endItems: the end of the course with the closing report that follows from it;
// once the last day has passed, the closing report alone.
func (c *facts) endItems(today clock.Date) []Item {
	if c.end.IsZero() {
		return c.extensionItem()
	}
	closing := rule.ClosingReportDue(c.end)
	if c.end.Before(today) {
		if c.closingSent {
			return nil
		}
		return dated(Closing, "report.closing", closing, today)
	}
	out := dated(Ends, "course.end_warn", c.end, today)
	if out == nil {
		return c.extensionItem()
	}
	if !c.closingSent && closing.Sub(today) <= Ahead {
		out[0].Then = &Then{"report.closing", closing}
	}
	if c.extension.id != "" {
		out[0].Asked, out[0].AskedOf, out[0].ObjectID = c.extension.on, c.extension.to, c.extension.id
	}
	return out
}

func (c *facts) extensionItem() []Item {
	if c.extension.id == "" {
		return nil
	}
	return []Item{{Kind: Extension, On: c.extension.on, State: Open, OwnerID: c.extension.to, ObjectID: c.extension.id}}
}

// followUpItems: the next follow-up and the status report that goes ahead of it.
// What lies after the course's last day is not ours to hold.
func (c *facts) followUpItems(today clock.Date) []Item {
	s := c.standing
	on, ruleID := s.NextOn, "followup.next"
	if s.HeldOn.IsZero() {
		on, ruleID = c.programme.FirstReview(c.start, c.assessment.End), c.firstRule()
	}
	ends := !c.end.IsZero()
	if ends && (c.end.Before(today) || on.After(c.end)) {
		return nil
	}
	if on.IsZero() {
		if ends && c.end.Sub(today) <= Ahead {
			return nil
		}
		return []Item{{Kind: Undecided, RuleID: "followup.next", On: s.HeldOn, State: Open}}
	}
	out := dated(FollowUp, ruleID, on, today)
	if c.statusAsked(ruleID) {
		out = append(out, dated(Status, "status.lead", c.programme.StatusDue(on), today)...)
	}
	return out
}

// statusAsked: a measure that rests on a decision is followed up by the
// municipality, which needs the status first. Early help has no such decision.
func (c *facts) statusAsked(ruleID string) bool {
	since := c.standing.HeldOn
	if since.IsZero() {
		since = c.start
	}
	return ruleID != "followup.s30_first" && !c.statusSent.After(since)
}

// firstRule is the rule of the weightiest basis: a decision under § 32 weighs
// more than early help under § 30.
func (c *facts) firstRule() string {
	first := "followup.first"
	for _, id := range c.bases {
		b, ok := c.programme.Basis(id)
		switch {
		case !ok || b.FollowUp == "":
		case b.Decision:
			return b.FollowUp
		default:
			first = b.FollowUp
		}
	}
	return first
}

// contactItems: the end of each dated state of contact. Nothing goes back by
// itself when it ends; somebody decides what then applies.
func (c *facts) contactItems(today clock.Date) (out []Item) {
	for _, p := range c.periods {
		if p.state == "suspenderet" {
			out = append(out, warned(Suspension, "contact.suspend_max", "suspend.expiry_warn", p.to, today)...)
			continue
		}
		for _, i := range warned(Contact, "contact.expiry_warn", "contact.expiry_warn", p.to, today) {
			i.LawID = map[string]string{"overvaaget": "contact.supervised_period", "afbrudt": "contact.cutoff_period"}[p.state]
			out = append(out, i)
		}
	}
	return out
}

func (c *facts) protectionItems(today clock.Date) (out []Item) {
	for _, p := range c.protections {
		if p.kind == person.CPRProtection {
			for _, i := range warned(Register, "cpr.reminder", "cpr.reminder", p.until, today) {
				i.LawID = "cpr.protection"
				out = append(out, i)
			}
			continue
		}
		for _, i := range warned(Hidden, "contact.expiry_warn", "contact.expiry_warn", p.until, today) {
			if p.kind == person.HiddenPlacement {
				i.LawID = "placement.hidden_period"
			}
			out = append(out, i)
		}
	}
	return out
}

// childItems: what follows from the children's ages, and an assessment that runs.
func (c *facts) childItems(today clock.Date) (out []Item) {
	for _, birth := range c.births {
		for _, a := range rule.AgeChangesAhead(birth, today) {
			out = append(out, Item{Kind: Age, RuleID: a.Rule.ID, On: a.On, State: Soon})
		}
	}
	a := c.assessment
	if a.Kind == course.WelfareAssessment && !a.From.IsZero() && (a.End.IsZero() || a.End.After(today)) {
		out = append(out, dated(Assessment, "bfu.max", rule.AssessmentDue(a.From), today)...)
	}
	return out
}

// distinct leaves one row where several records say the same: two parents with
// the same period are one deadline, and a row must not tell how many there are.
func distinct(items []Item) []Item {
	var out []Item
	for _, i := range items {
		same := func(o Item) bool {
			return o.Kind == i.Kind && o.RuleID == i.RuleID && o.On == i.On && o.ObjectID == i.ObjectID
		}
		if !slices.ContainsFunc(out, same) {
			out = append(out, i)
		}
	}
	return out
}
