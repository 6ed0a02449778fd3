package clock

import "time"

// Office hours of the municipality and the provider, on working days.
const (
	officeOpens  = 8
	officeCloses = 16
)

// IsHoliday reports whether d is a Danish public holiday: New Year's Day,
// Maundy Thursday, Good Friday, Easter Sunday and Monday, Ascension Day, Whit
// Sunday and Monday, Christmas Day and Boxing Day. The General Prayer Day was
// one until it was abolished from 2024. Constitution Day (5 June), Christmas
// Eve and New Year's Eve are not holidays in law, though many offices close:
// they count as working days.
func IsHoliday(d Date) bool {
	switch {
	case d.Month() == time.January && d.Day() == 1:
		return true
	case d.Month() == time.December && (d.Day() == 25 || d.Day() == 26):
		return true
	}
	switch d.Sub(easter(d.Year())) {
	case -3, -2, 0, 1, 39, 49, 50:
		return true
	case 26: // General Prayer Day, the fourth Friday after Easter
		return d.Year() < 2024
	}
	return false
}

// IsWorkingDay reports whether d is neither a Saturday, a Sunday nor a Danish
// public holiday. No date is no working day.
func IsWorkingDay(d Date) bool {
	if d.IsZero() {
		return false
	}
	day := d.Weekday()
	return day != time.Saturday && day != time.Sunday && !IsHoliday(d)
}

// AddWorkingDays returns the n-th working day after d; counting starts the day
// after. For n of 0 or less it returns d, whatever day it is.
func AddWorkingDays(d Date, n int) Date {
	if d.IsZero() {
		return d
	}
	for n > 0 {
		d = d.AddDays(1)
		if IsWorkingDay(d) {
			n--
		}
	}
	return d
}

// WorkingDaysAfter returns the number of working days after from, up to and
// including to; 0 when to does not lie after from.
func WorkingDaysAfter(from, to Date) int {
	n := 0
	if from.IsZero() {
		return n
	}
	for d := from.AddDays(1); !d.After(to); d = d.AddDays(1) {
		if IsWorkingDay(d) {
			n++
		}
	}
	return n
}

// SameTimeNextWorkingDay returns the same time of the day on the next working
// day in Copenhagen, also across the change to and from summer time.
func SameTimeNextWorkingDay(t time.Time) time.Time {
	t = t.In(Copenhagen)
	day := AddWorkingDays(DateOf(t), 1)
	return time.Date(day.year, day.month, day.day, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), Copenhagen)
}

// AddOfficeHours returns the instant when that many office hours have passed:
// 8 to 16 on working days in Copenhagen. What begins outside office hours
// begins when the office next opens; what would end as the office closes ends
// then, not the next morning.
func AddOfficeHours(t time.Time, hours int) time.Time {
	t = t.In(Copenhagen)
	left := time.Duration(hours) * time.Hour
	day := DateOf(t)
	for {
		opens, closes := day.At(officeOpens, 0), day.At(officeCloses, 0)
		if IsWorkingDay(day) && t.Before(closes) {
			if t.Before(opens) {
				t = opens
			}
			if open := closes.Sub(t); left > open {
				left -= open
			} else {
				return t.Add(left)
			}
		}
		day = day.AddDays(1)
		t = day.At(0, 0)
	}
}

// easter returns Easter Sunday of the year in the Gregorian calendar, by the
// method of Meeus, Jones and Butcher.
func easter(year int) Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return Date{year, time.Month(n / 31), n%31 + 1}
}
