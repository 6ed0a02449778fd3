package person

import (
	"strings"
	"time"

	"samspil/internal/clock"
	"samspil/internal/fault"
)

// demoDay is added to the day of the invented numbers of the demo families, so that
// none of them can belong to anybody.
const demoDay = 60

// ParseCPR reads a CPR number with or without hyphen and spaces and gives its ten
// digits and the birth date in it. It never asks for the check digit: numbers
// without one have been given out since 2007. Numbers with 60 added to the day are
// read only where demo is true. The error is Invalid and carries no digit.
func ParseCPR(text string, demo bool) (string, clock.Date, error) {
	digits := strings.NewReplacer("-", "", " ", "").Replace(strings.TrimSpace(text))
	if len(digits) != 10 || strings.Trim(digits, "0123456789") != "" {
		return "", clock.Date{}, fault.New(fault.Invalid, "person.cpr.form")
	}
	n := func(from, to int) (v int) {
		for _, c := range digits[from:to] {
			v = v*10 + int(c-'0')
		}
		return v
	}
	day := n(0, 2)
	if demo && day > demoDay {
		day -= demoDay
	}
	birth := clock.NewDate(cprYear(n(4, 6), n(6, 7)), time.Month(n(2, 4)), day)
	if birth.Day() != day || int(birth.Month()) != n(2, 4) {
		return "", clock.Date{}, fault.New(fault.Invalid, "person.cpr.date")
	}
	return digits, birth, nil
}

// cprYear gives the year of birth from the two figures of the year and the seventh
// digit, by the table of the CPR office.
func cprYear(yy, seventh int) int {
	switch {
	case seventh <= 3:
		return 1900 + yy
	case seventh == 4 || seventh == 9:
		if yy <= 36 {
			return 2000 + yy
		}
		return 1900 + yy
	case yy <= 57:
		return 2000 + yy
	default:
		return 1800 + yy
	}
}

// ShowCPR writes ten digits as people do, with a hyphen.
func ShowCPR(digits string) string {
	if len(digits) != 10 {
		return digits
	}
	return digits[:6] + "-" + digits[6:]
}
