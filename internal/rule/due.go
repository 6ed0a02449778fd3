package rule

import (
	"fmt"
	"slices"
	"time"

	"samspil/internal/clock"
)

// After returns the day on which the rule falls due when it was set going on
// d: so many years, months, weeks, days or working days later. Months are of
// the calendar, clamped to the end of the month; working days start the day
// after. For a rule counted in days before something it returns the day before
// d on which it falls. It panics for a rule without such a figure.
func (r Rule) After(d clock.Date) clock.Date {
	switch r.Unit {
	case Years:
		return d.AddMonths(12 * r.Years())
	case Months:
		return d.AddMonths(r.Months())
	case Weeks:
		return d.AddDays(7 * r.Weeks())
	case Days:
		return d.AddDays(r.Days())
	case DaysBefore:
		return d.AddDays(-r.Days())
	case WorkingDays, WorkingDaysSameTime:
		return clock.AddWorkingDays(d, r.Days())
	}
	panic(fmt.Sprintf("rule: %s is counted in %s, which gives no day", r.ID, r.Unit))
}

// AfterTime is After for a rule that runs by the clock: hours, office hours, or
// the same time on a later working day.
func (r Rule) AfterTime(t time.Time) time.Time {
	switch r.Unit {
	case Hours:
		return t.Add(time.Duration(r.Hours()) * time.Hour)
	case OfficeHours:
		return clock.AddOfficeHours(t, r.Hours())
	case WorkingDaysSameTime:
		for range r.Days() {
			t = clock.SameTimeNextWorkingDay(t)
		}
		return t
	}
	panic(fmt.Sprintf("rule: %s is counted in %s, which gives no time", r.ID, r.Unit))
}

// Warns reports whether today is one of the days on which the rule warns of
// something that ends on end, and how many days are left.
func (r Rule) Warns(end, today clock.Date) (daysLeft int, now bool) {
	if r.Unit != DaysBefore || end.IsZero() {
		return 0, false
	}
	daysLeft = end.Sub(today)
	return daysLeft, slices.Contains(r.Values, daysLeft)
}

// FirstFollowUp returns the last day for the first follow-up of a measure
// begun on start: three calendar months on, or the end of a parallel
// assessment if that is earlier (barnets lov § 95(2)). An assessment that had
// ended by the start was not parallel; the zero parallelEnd means that there is
// none. Without a start there is no date.
func FirstFollowUp(start, parallelEnd clock.Date) clock.Date {
	due := Get("followup.first").After(start)
	if !due.IsZero() && parallelEnd.After(start) && parallelEnd.Before(due) {
		return parallelEnd
	}
	return due
}

// FirstFollowUpEarlyHelp returns the day of the first follow-up of early help
// under barnets lov § 30; the act names none, the date is our own standard.
func FirstFollowUpEarlyHelp(start clock.Date) clock.Date {
	return Get("followup.s30_first").After(start)
}

// StatusDue returns the day on which the status report is due ahead of a
// follow-up.
func StatusDue(followUp clock.Date) clock.Date { return Get("status.lead").After(followUp) }

// ChildPlanDue returns the last day for the child's plan of a measure or
// placement begun on start (barnets lov § 91).
func ChildPlanDue(start clock.Date) clock.Date { return Get("plan.due").After(start) }

// AssessmentDue returns the last day for a child welfare assessment begun on
// the day given (barnets lov § 20).
func AssessmentDue(begun clock.Date) clock.Date { return Get("bfu.max").After(begun) }

// FeedbackDue returns when a quick feedback sent at that time must be
// acknowledged: the same time on the next working day, or within four office
// hours when it is urgent.
func FeedbackDue(sent time.Time, urgent bool) time.Time {
	if urgent {
		return Get("feedback.ack_urgent").AfterTime(sent)
	}
	return Get("feedback.ack").AfterTime(sent)
}

// AcuteDue returns when a notification of concern must have been judged for
// acute danger (barnets lov § 136).
func AcuteDue(received time.Time) time.Time { return Get("notif.acute").AfterTime(received) }

// ReceiptDue returns the last day for the receipt to whoever notified.
func ReceiptDue(received clock.Date) clock.Date { return Get("notif.receipt").After(received) }

// MessageReplyDue returns the last day for an answer to a care message.
func MessageReplyDue(received clock.Date) clock.Date { return Get("msg.reply").After(received) }

// SuspensionLastDay returns the last day that a suspension of contact from a
// day on can have: 56 days, the first and the last counted (barnets lov § 104(5)).
func SuspensionLastDay(from clock.Date) clock.Date {
	return from.AddDays(Get("contact.suspend_max").Days() - 1)
}

// CPRProtectionLapses returns the day on which name and address protection in
// the population register lapses, when it was registered on from (CPR-loven § 28).
func CPRProtectionLapses(from clock.Date) clock.Date { return Get("cpr.protection").After(from) }

// CPRReminder returns the day to remind of a protection that lapses on a day.
func CPRReminder(lapses clock.Date) clock.Date { return Get("cpr.reminder").After(lapses) }

// CourseSpan returns the earliest and the latest ordinary last day of a course
// that begins on start. A programme may have its own; this is the ordinary one.
func CourseSpan(start clock.Date) (earliest, latest clock.Date) {
	return Get("course.min").After(start).AddDays(-1), Get("course.max").After(start).AddDays(-1)
}

// CourseEndWarning returns the day from which the end of a course is shown.
func CourseEndWarning(end clock.Date) clock.Date { return Get("course.end_warn").After(end) }

// ClosingReportDue returns the last day for the closing report of a course
// that ended on a day.
func ClosingReportDue(ended clock.Date) clock.Date { return Get("report.closing").After(ended) }

// ObservationReportDue returns the last day for an observation report.
func ObservationReportDue(ordered clock.Date) clock.Date {
	return Get("report.observation").After(ordered)
}

// Delay is how late something was written down.
type Delay int

const (
	// InTime: written soon.
	InTime Delay = iota
	// Slow: so many days that the reader should see it.
	Slow
	// TooLate: longer than the few days the law has in mind.
	TooLate
)

// RecordDelay says how late an entry is that was made on entered about
// something that happened on event (offentlighedsloven § 13).
func RecordDelay(event, entered clock.Date) Delay {
	switch {
	case event.IsZero() || entered.IsZero():
		return InTime
	case clock.WorkingDaysAfter(event, entered) >= Get("record.late").Days():
		return TooLate
	case entered.Sub(event) >= Get("record.warn").Days():
		return Slow
	}
	return InTime
}
