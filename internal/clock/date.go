package clock

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Date is a day of the calendar, without time or zone. The zero Date means "no
// date"; it is stored and written as an empty text.
type Date struct {
	year  int
	month time.Month
	day   int
}

// NewDate returns the date; days and months outside their range are carried on
// as in time.Date.
func NewDate(year int, month time.Month, day int) Date {
	return DateOf(time.Date(year, month, day, 12, 0, 0, 0, Copenhagen))
}

// DateOf returns the date in Copenhagen at the instant t; none for the zero time.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	y, m, d := t.In(Copenhagen).Date()
	return Date{y, m, d}
}

// ParseDate reads "2026-10-01"; an empty text is no date.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("parse date: want YYYY-MM-DD")
	}
	y, m, d := t.Date()
	return Date{y, m, d}, nil
}

// String returns "2026-10-01", or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Year, Month and Day return the parts; zero for no date.
func (d Date) Year() int { return d.year }

// Month returns the month; zero for no date.
func (d Date) Month() time.Month { return d.month }

// Day returns the day of the month; zero for no date.
func (d Date) Day() int { return d.day }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// AddDays returns the date n days later; no date stays no date.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return fromUTC(d.utc().AddDate(0, 0, n))
}

// AddMonths returns the same day n months later, or the last day of that month
// where it has no such day.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	first := time.Date(d.year, d.month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{first.Year(), first.Month(), min(d.day, last)}
}

// Sub returns the number of days from other to d.
func (d Date) Sub(other Date) int { return int(d.utc().Sub(other.utc()).Hours() / 24) }

// Before reports whether d lies before other.
func (d Date) Before(other Date) bool { return d.utc().Before(other.utc()) }

// After reports whether d lies after other.
func (d Date) After(other Date) bool { return d.utc().After(other.utc()) }

// At returns the instant in Copenhagen at that hour and minute of the day.
func (d Date) At(hour, minute int) time.Time {
	return time.Date(d.year, d.month, d.day, hour, minute, 0, 0, Copenhagen)
}

// Age returns the whole years lived on the day given, for a birth date d. It
// changes at midnight of the birthday; born on 29 February, on 1 March.
func (d Date) Age(on Date) int {
	years := on.year - d.year
	if on.month < d.month || on.month == d.month && on.day < d.day {
		years--
	}
	return years
}

func (d Date) utc() time.Time { return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC) }

func fromUTC(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// Value stores the date as text.
func (d Date) Value() (driver.Value, error) { return d.String(), nil }

// Scan reads the date from text.
func (d *Date) Scan(src any) (err error) {
	switch v := src.(type) {
	case string:
		*d, err = ParseDate(v)
	case []byte:
		*d, err = ParseDate(string(v))
	case nil:
		*d = Date{}
	default:
		err = fmt.Errorf("scan date: a %T is no date", src)
	}
	return err
}

// MarshalText writes "2026-10-01".
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads "2026-10-01" or nothing.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDate(string(b))
	return err
}
