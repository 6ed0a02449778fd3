package demo

import (
	"fmt"

	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/person"
)

func newID() string { return db.NewID() }

// yes and no for answers that can also be missing.
var yes, no = new(true), new(false)

// movedCPR gives an invented number for somebody born a number of days later,
// and the birth date. Like every invented number it has 60 added to the day, and
// it passes the old check digit exactly when the number it was made from does.
func movedCPR(text string, days int) (string, clock.Date) {
	digits, birth, err := person.ParseCPR(text, true)
	if err != nil {
		panic(err) // a misspelling in this package
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
