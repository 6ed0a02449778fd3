package lang

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"samspil/internal/clock"
)

var danishMonths = [...]string{"januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"}
var danishShortMonths = [...]string{"jan.", "feb.", "marts", "april", "maj", "juni", "juli", "aug.", "sept.", "okt.", "nov.", "dec."}
var danishDays = [...]string{"søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"}
var danishShortDays = [...]string{"søn.", "man.", "tirs.", "ons.", "tors.", "fre.", "lør."}

// LongDate returns "torsdag 1. oktober 2026" or "Thursday 1 October 2026"; empty for no date.
func LongDate(l Lang, d clock.Date) string {
	if d.IsZero() {
		return ""
	}
	if l == English {
		return fmt.Sprintf("%s %d %s %d", d.Weekday(), d.Day(), d.Month(), d.Year())
	}
	return fmt.Sprintf("%s %d. %s %d", danishDays[d.Weekday()], d.Day(), danishMonths[d.Month()-1], d.Year())
}

// ShortDate returns "tors. 1. okt." or "Thu 1 Oct", for lists.
func ShortDate(l Lang, d clock.Date) string {
	if d.IsZero() {
		return ""
	}
	if l == English {
		return fmt.Sprintf("%s %d %s", d.Weekday().String()[:3], d.Day(), d.Month().String()[:3])
	}
	return fmt.Sprintf("%s %d. %s", danishShortDays[d.Weekday()], d.Day(), danishShortMonths[d.Month()-1])
}

// DayMonth returns "1. oktober" or "1 October".
func DayMonth(l Lang, d clock.Date) string {
	if d.IsZero() {
		return ""
	}
	if l == English {
		return fmt.Sprintf("%d %s", d.Day(), d.Month())
	}
	return fmt.Sprintf("%d. %s", d.Day(), danishMonths[d.Month()-1])
}

// PlainDate returns "1. oktober 2026" or "1 October 2026".
func PlainDate(l Lang, d clock.Date) string {
	if d.IsZero() {
		return ""
	}
	return DayMonth(l, d) + " " + strconv.Itoa(d.Year())
}

// Month returns "oktober" or "October".
func Month(l Lang, m time.Month) string {
	if l == English {
		return m.String()
	}
	return danishMonths[m-1]
}

// ShortMonth returns "okt." or "Oct".
func ShortMonth(l Lang, m time.Month) string {
	if l == English {
		return m.String()[:3]
	}
	return danishShortMonths[m-1]
}

// Weekday returns "torsdag" or "Thursday".
func Weekday(l Lang, d time.Weekday) string {
	if l == English {
		return d.String()
	}
	return danishDays[d]
}

// Clock returns the time of day in Copenhagen, "14.30" or "14:30"; empty for none.
func Clock(l Lang, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	if l == English {
		return t.In(clock.Copenhagen).Format("15:04")
	}
	return t.In(clock.Copenhagen).Format("15.04")
}

// Number returns v with at most that many decimals, trailing zeros cut:
// "81,5" in Danish, "81.5" in English.
func Number(l Lang, v float64, decimals int) string {
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		s = "0"
	}
	if l == Danish {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}
