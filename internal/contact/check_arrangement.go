package contact

import (
	"slices"
	"strings"

	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/rule"
)

// Where the rules come from, as Danish law is cited; rule.Cite writes it in English.
const (
	sourceMonthly    = "barnets lov § 104, stk. 6, og Principmeddelelse 37-22"
	sourceSupervised = "barnets lov § 105, stk. 1, nr. 1"
	sourceCutOff     = "barnets lov § 105, stk. 1, nr. 2"
	sourceSuspended  = "barnets lov § 104, stk. 5"
	sourceSupported  = "barnets lov § 104, stk. 3"
	sourceAbuse      = "barnets lov § 105, stk. 2"
	sourceHidden     = "barnets lov § 105, stk. 1, nr. 3"
	// The international standards for places of contact; names, not texts.
	sourcePractice = "SVN, COA"
)

// CheckArrangement looks at the legal state and the frequency: V1 to V5 and V7.
func CheckArrangement(p Proposal) []Finding {
	var found []Finding
	found = append(found, checkFrequency(p)...)
	found = append(found, checkDecision(p.Arrangement)...)
	found = append(found, checkSuspension(p)...)
	found = append(found, checkConsents(p)...)
	return append(found, checkAbuseMark(p.Arrangement)...)
}

// checkFrequency is V1: contact planned less than once a month is cut-off
// contact, which only the committee can decide. A pattern is judged by what it
// gives in a year, not by a sample of dates; single dates by their months.
func checkFrequency(p Proposal) []Finding {
	a := p.Arrangement
	if a.State == Suspended || a.State == Expired || a.State == CutOff && byCommittee(a) {
		return nil
	}
	switch f := a.Frequency; {
	case f.EveryWeeks < 0 || f.PerMonth < 0 || f.Minutes < 0:
		return []Finding{{Rule: "V1", Severity: Refuse, Field: "frequency", Key: "contactcheck.v1.negative", Source: sourceMonthly}}
	case f.PerMonth > 0:
		return nil
	case f.EveryWeeks > 0 && 52/f.EveryWeeks < 12*rule.Get("contact.monthly_min").Count():
		return []Finding{{
			Rule: "V1", Severity: Refuse, Field: "frequency", Key: "contactcheck.v1.too_seldom",
			Args: fault.Args{"weeks": f.EveryWeeks}, Source: sourceMonthly,
		}}
	case f.EveryWeeks > 0:
		return nil
	}
	if month, empty := emptyMonthBetween(plannedDates(p)); empty {
		return []Finding{{
			Rule: "V1", Severity: Refuse, Field: "bookings", Key: "contactcheck.v1.empty_month",
			Args: fault.Args{"month": month.Month(), "year": month.Year()}, Source: sourceMonthly,
		}}
	}
	return nil
}

// plannedDates returns the days of the arrangement's own bookings, cancelled
// ones too: V1 is about the plan, V13 about what became of it.
func plannedDates(p Proposal) []clock.Date {
	var dates []clock.Date
	for _, b := range p.Bookings {
		if p.owns(b) && !b.Start.IsZero() {
			dates = append(dates, clock.DateOf(b.Start))
		}
	}
	return dates
}

// emptyMonthBetween returns the first full calendar month between the first
// and the last of the dates that has none of them.
func emptyMonthBetween(dates []clock.Date) (clock.Date, bool) {
	if len(dates) == 0 {
		return clock.Date{}, false
	}
	has := map[clock.Date]bool{}
	last := dates[0]
	first := dates[0]
	for _, d := range dates {
		has[firstOfMonth(d)] = true
		if d.After(last) {
			last = d
		}
		if d.Before(first) {
			first = d
		}
	}
	for m := firstOfMonth(first); m.Before(firstOfMonth(last)); m = m.AddMonths(1) {
		if !has[m] {
			return m, true
		}
	}
	return clock.Date{}, false
}

func firstOfMonth(d clock.Date) clock.Date { return clock.NewDate(d.Year(), d.Month(), 1) }

// checkDecision is V2: supervised and cut-off contact rest on a decision of the
// committee, for a fixed period, with its document.
func checkDecision(a Arrangement) []Finding {
	var source string
	switch a.State {
	case Supervised:
		source = sourceSupervised
	case CutOff:
		source = sourceCutOff
	default:
		return nil
	}
	var found []Finding
	lacks := func(field, key string) {
		found = append(found, Finding{Rule: "V2", Severity: Refuse, Field: field, Key: key, Source: source})
	}
	if !byCommittee(a) {
		lacks("decided_by", "contactcheck.v2.committee")
	}
	if blank(a.Document) {
		lacks("document", "contactcheck.v2.document")
	}
	if a.From.IsZero() {
		lacks("from", "contactcheck.v2.from")
	}
	if a.To.IsZero() {
		lacks("to", "contactcheck.v2.to")
	} else if a.To.Before(a.From) {
		lacks("to", "contactcheck.v2.backwards")
	}
	return found
}

// byCommittee reports whether the committee decided, or those who decide when
// its decision has been complained about.
func byCommittee(a Arrangement) bool {
	return a.DecidedBy == Committee || a.DecidedBy == Appeal || a.DecidedBy == Court
}

// checkSuspension is V3 and V4: a suspension is asked for by the child and
// lasts 56 days at most. One that carries on an earlier one without a break
// counts with it; where the child has asked anew, a person must decide whether
// the act allows it.
func checkSuspension(p Proposal) []Finding {
	a := p.Arrangement
	if a.State != Suspended {
		return nil
	}
	longest := rule.Get("contact.suspend_max").Days()
	args := fault.Args{"days": longest, "last": rule.SuspensionLastDay(a.From)}
	find := func(id string, severity Severity, field, key string) Finding {
		return Finding{Rule: id, Severity: severity, Field: field, Key: key, Args: args, Source: sourceSuspended}
	}
	var found []Finding
	switch {
	case a.From.IsZero():
		found = append(found, find("V3", Refuse, "from", "contactcheck.v3.from"))
	case a.To.IsZero():
		found = append(found, find("V3", Refuse, "to", "contactcheck.v3.to"))
	case a.To.Before(a.From):
		found = append(found, find("V3", Refuse, "to", "contactcheck.v3.backwards"))
	case daysOf(a) > longest:
		found = append(found, find("V3", Refuse, "to", "contactcheck.v3.too_long"))
	default:
		if start, before := unbroken(p); before && a.To.Sub(start)+1 > longest {
			args["first"] = start
			if a.ChildAsked && a.ChildViewOn.After(start) {
				found = append(found, find("V3", Ask, "to", "contactcheck.v3.chain_asked"))
			} else {
				found = append(found, find("V3", Refuse, "to", "contactcheck.v3.chain"))
			}
		}
	}
	if !a.ChildAsked {
		found = append(found, find("V4", Refuse, "child_asked", "contactcheck.v4.not_asked"))
	}
	return found
}

func daysOf(a Arrangement) int { return a.To.Sub(a.From) + 1 }

// unbroken returns the first day of the stretch of suspensions that the
// proposed one carries on, and whether it carries on any.
func unbroken(p Proposal) (clock.Date, bool) {
	a := p.Arrangement
	start, before := a.From, false
	for again := true; again; {
		again = false
		for _, o := range p.Others {
			if o.State != Suspended || o.ID == a.ID || !samePair(o, a) || o.From.IsZero() || o.To.IsZero() {
				continue
			}
			if o.From.Before(start) && !o.To.AddDays(1).Before(start) {
				start, before, again = o.From, true, true
			}
		}
	}
	return start, before
}

// samePair reports whether two arrangements are between the same person and at
// least one of the same children.
func samePair(a, b Arrangement) bool {
	return a.Counterpart == b.Counterpart && slices.ContainsFunc(a.Children, func(c string) bool { return slices.Contains(b.Children, c) })
}

// checkConsents is V5: supported contact needs the consent of everyone with
// custody and of a child who is 15. So does a contact with the child's support
// person when it is with a parent.
func checkConsents(p Proposal) []Finding {
	a := p.Arrangement
	if a.State != Supported && (a.State != SupportPerson || a.Network) {
		return nil
	}
	given := map[string]bool{}
	for _, c := range a.Consents {
		given[c.PersonID] = c.Given
	}
	find := func(key string) Finding {
		return Finding{Rule: "V5", Severity: Refuse, Field: "consents", Key: key, Source: sourceSupported}
	}
	var found []Finding
	if len(p.CustodyHolders) == 0 {
		found = append(found, find("contactcheck.v5.no_custody"))
	}
	if slices.ContainsFunc(p.CustodyHolders, func(id string) bool { return !given[id] }) {
		found = append(found, find("contactcheck.v5.custody"))
	}
	day := later(p.Today, a.From)
	if slices.ContainsFunc(p.Children, func(c Child) bool {
		return rule.Has("age.supported_consent", c.Birth, day) && !given[c.CardID]
	}) {
		found = append(found, find("contactcheck.v5.youth"))
	}
	return found
}

func later(a, b clock.Date) clock.Date {
	if a.IsZero() || b.After(a) {
		return b
	}
	return a
}

// checkAbuseMark is V7: knowledge or suspicion that the person abused a child
// means cut-off or supervised contact, unless special circumstances are
// written down; the adviser must have seen it.
func checkAbuseMark(a Arrangement) []Finding {
	if !a.Against105 || a.State == Supervised || a.State == CutOff || !blank(a.Special) {
		return nil
	}
	return []Finding{{
		Rule: "V7", Severity: Warn, Field: "special", Key: "contactcheck.v7.milder",
		Source: sourceAbuse, Acknowledge: "adviser",
	}}
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }
