// Package numbers makes up civil registration numbers, and finds days, for the people of
// the demo. Each has 60 added to its day, as numbers for test have, so that none
// can be a living person's.
package numbers

import (
	"fmt"

	"samspil/internal/clock"
	"samspil/internal/person"
)

// Moved gives a number for somebody born that many days later than the one whose
// number is given, and the birth date. It passes the old check digit exactly when
// the number it was made from does. A misspelt number is a mistake in the demo and
// panics.
func Moved(text string, days int) (string, clock.Date) {
	digits, birth, err := person.ParseCPR(text, true)
	if err != nil {
		panic(err)
	}
	if days == 0 {
		return digits, birth
	}
	born := birth.AddDays(days)
	date := fmt.Sprintf("%02d%02d%02d", born.Day()+60, int(born.Month()), born.Year()%100)
	for serial := 9999; serial >= 9900; serial-- {
		if moved := fmt.Sprintf("%s%d", date, serial); passes(moved) == passes(digits) {
			return moved, born
		}
	}
	return "", born
}

// passes reports whether ten digits have the check digit that was in use until 2007.
func passes(digits string) bool {
	sum := 0
	for i, weight := range []int{4, 3, 2, 7, 6, 5, 4, 3, 2, 1} {
		sum += int(digits[i]-'0') * weight
	}
	return sum%11 == 0
}

// WorkingDayBefore is the last working day before a day.
func WorkingDayBefore(d clock.Date) clock.Date {
	for d = d.AddDays(-1); !clock.IsWorkingDay(d); d = d.AddDays(-1) {
	}
	return d
}
