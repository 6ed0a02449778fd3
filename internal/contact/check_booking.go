package contact

import (
	"slices"
	"time"

	"samspil/internal/clock"
	"samspil/internal/fault"
)

// staggerMinutes is the least time between the arrivals, or between one
// contact and the next at the same place, of people who must never meet.
const staggerMinutes = 15

// CheckBooking looks at one booking, saved or about to be: V6, V8 and V10 to V12.
func CheckBooking(p Proposal, b Booking) []Finding {
	if !b.Start.Before(b.End) {
		return []Finding{{
			Rule: "V6", Severity: Refuse, Field: "end", Key: "contactcheck.v6.backwards",
			Source: sourceOf(p.Arrangement.State), Booking: b.ID,
		}}
	}
	var found []Finding
	found = append(found, checkState(p.Arrangement, b)...)
	found = append(found, checkPresence(p.Arrangement, b)...)
	found = append(found, checkApart(p, b)...)
	found = append(found, checkPlace(b)...)
	found = append(found, checkLanguages(p.Arrangement, b)...)
	for i := range found {
		found[i].Booking = b.ID
	}
	return found
}

// checkState is V6: no booking in a state that forbids contact, or outside the
// period of the arrangement. Cut-off contact can have a frequency of its own,
// fixed by the committee; then those contacts can be booked.
func checkState(a Arrangement, b Booking) []Finding {
	day := clock.DateOf(b.Start)
	find := func(key, source string) []Finding {
		return []Finding{{
			Rule: "V6", Severity: Refuse, Field: "start", Key: key, Source: source,
			Args: fault.Args{"from": a.From, "to": a.To},
		}}
	}
	switch a.StateOn(day) {
	case Expired:
		return find("contactcheck.v6.expired", sourceOf(a.State))
	case Suspended:
		if a.InForce(day) {
			return find("contactcheck.v6.suspended", sourceSuspended)
		}
	case CutOff:
		if a.InForce(day) && a.Frequency.EveryWeeks == 0 && a.Frequency.PerMonth == 0 {
			return find("contactcheck.v6.cut_off", sourceCutOff)
		}
	}
	switch {
	case !a.From.IsZero() && day.Before(a.From):
		return find("contactcheck.v6.too_early", sourceOf(a.State))
	case !a.To.IsZero() && day.After(a.To):
		return find("contactcheck.v6.too_late", sourceOf(a.State))
	}
	return nil
}

func sourceOf(s State) string {
	switch s {
	case Supervised:
		return sourceSupervised
	case CutOff:
		return sourceCutOff
	case Suspended:
		return sourceSuspended
	case Supported, SupportPerson:
		return sourceSupported
	case Regulated:
		return "barnets lov § 104, stk. 2"
	}
	return "barnets lov § 104, stk. 1"
}

// checkPresence is V8: somebody is there all through a supervised contact.
func checkPresence(a Arrangement, b Booking) []Finding {
	if a.State != Supervised {
		return nil
	}
	gap, from := firstGap(b)
	if !gap {
		return nil
	}
	return []Finding{{
		Rule: "V8", Severity: Refuse, Field: "staff", Key: "contactcheck.v8.part_time",
		Args: fault.Args{"from": from}, Source: sourceSupervised,
	}}
}

// firstGap reports whether there is a time of the booking with none of the
// staff there, and when it begins.
func firstGap(b Booking) (bool, time.Time) {
	shifts := slices.Clone(b.Staff)
	for i, s := range shifts {
		if s.Start.IsZero() {
			shifts[i].Start = b.Start
		}
		if s.End.IsZero() {
			shifts[i].End = b.End
		}
	}
	slices.SortFunc(shifts, func(x, y Shift) int { return x.Start.Compare(y.Start) })
	covered := b.Start
	for _, s := range shifts {
		if s.Start.After(covered) {
			break
		}
		if s.End.After(covered) {
			covered = s.End
		}
	}
	return covered.Before(b.End), covered
}

// checkApart is V10: people who must never meet are not booked for one
// contact, for contacts at overlapping times, or for the same day where even
// that is too close. Coming to the same place shortly after one another, or
// bringing the child at the moment the other arrives, is warned of.
func checkApart(p Proposal, b Booking) []Finding {
	find := func(severity Severity, field, key string) Finding {
		return Finding{
			Rule: "V10", Severity: severity, Field: field, Key: key,
			Args: fault.Args{"minutes": staggerMinutes}, Source: sourcePractice,
		}
	}
	var found []Finding
	for _, pair := range p.Apart {
		if pair.across(b.Persons, b.BroughtBy) && b.StaggerMinutes < staggerMinutes {
			found = append(found, find(Warn, "stagger", "contactcheck.v10.stagger"))
		}
		if slices.Contains(b.Persons, pair.A) && slices.Contains(b.Persons, pair.B) {
			found = append(found, find(Refuse, "persons", "contactcheck.v10.together"))
			continue
		}
		for _, o := range p.Bookings {
			if o.Cancelled || o.ID == b.ID || !pair.across(b.Persons, o.Persons) {
				continue
			}
			switch {
			case b.Start.Before(o.End) && o.Start.Before(b.End):
				found = append(found, find(Refuse, "start", "contactcheck.v10.overlap"))
			case pair.NotSameDay && clock.DateOf(b.Start) == clock.DateOf(o.Start):
				found = append(found, find(Refuse, "start", "contactcheck.v10.same_day"))
			case b.PlaceID != "" && b.PlaceID == o.PlaceID && minutesApart(b, o) < staggerMinutes:
				found = append(found, find(Warn, "start", "contactcheck.v10.too_close"))
			}
		}
	}
	return found
}

// across reports whether one of the pair is among these and the other among those.
func (a Apart) across(these, those []string) bool {
	return slices.Contains(these, a.A) && slices.Contains(those, a.B) ||
		slices.Contains(these, a.B) && slices.Contains(those, a.A)
}

func minutesApart(b, o Booking) int {
	if o.Start.Before(b.Start) {
		b, o = o, b
	}
	return int(o.Start.Sub(b.End).Minutes())
}

// checkPlace is V11: no place that lets somebody who takes part learn what is
// kept from them. It does not say from whom: the finding must not tell either.
func checkPlace(b Booking) []Finding {
	if !slices.ContainsFunc(b.Persons, func(id string) bool { return slices.Contains(b.HiddenFrom, id) }) {
		return nil
	}
	return []Finding{{Rule: "V11", Severity: Refuse, Field: "place", Key: "contactcheck.v11.reveals", Source: sourceHidden}}
}

// checkLanguages is V12: whoever supervises understands what is said.
func checkLanguages(a Arrangement, b Booking) []Finding {
	if a.State != Supervised {
		return nil
	}
	for _, spoken := range b.Languages {
		if !slices.ContainsFunc(b.Staff, func(s Shift) bool { return slices.Contains(s.Languages, spoken) }) {
			return []Finding{{Rule: "V12", Severity: Warn, Field: "staff", Key: "contactcheck.v12.language", Source: sourcePractice}}
		}
	}
	return nil
}

// CheckMonths warns where cancellations leave a calendar month without contact
// (V13): in effect it is then cut off, without anybody having decided it.
func CheckMonths(p Proposal) []Finding {
	if p.Arrangement.State == CutOff || p.Arrangement.State == Suspended || p.Arrangement.State == Expired {
		return nil
	}
	left, cancelled := map[clock.Date]int{}, map[clock.Date]string{}
	var months []clock.Date
	for _, b := range p.Bookings {
		if !p.owns(b) || b.Start.IsZero() {
			continue
		}
		m := firstOfMonth(clock.DateOf(b.Start))
		if !b.Cancelled {
			left[m]++
			continue
		}
		if _, seen := cancelled[m]; !seen {
			months = append(months, m)
		}
		cancelled[m] = b.ID
	}
	slices.SortFunc(months, func(x, y clock.Date) int { return x.Sub(y) })
	var found []Finding
	for _, m := range months {
		if left[m] < monthlyMinimum() {
			found = append(found, Finding{
				Rule: "V13", Severity: Warn, Field: "replacement", Key: "contactcheck.v13.empty_month",
				Args: fault.Args{"month": m.Month(), "year": m.Year()}, Source: sourceMonthly, Booking: cancelled[m],
			})
		}
	}
	return found
}
