package web

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"samspil/internal/clock"
	"samspil/internal/fault"
)

// Text is the trimmed text of the field, at most max characters long; a longer
// one is a problem and is kept as typed.
func (f Form) Text(p *fault.Problems, name string, max int) string {
	s := strings.TrimSpace(f.Value(name))
	if n := utf8.RuneCountInString(s); n > max {
		p.Add(name, "web.form.too-long", fault.Args{"max": max, "over": n - max})
	}
	return s
}

// Needed is Text that may not be empty; missing is the lang key that says so in
// the words of the field.
func (f Form) Needed(p *fault.Problems, name, missing string, max int) string {
	s := f.Text(p, name, max)
	if s == "" {
		p.Add(name, missing)
	}
	return s
}

// OneOf is the value of a choice. No choice gives ""; a value that was never
// offered is a problem.
func (f Form) OneOf(p *fault.Problems, name string, offered ...string) string {
	s := f.Value(name)
	for _, o := range offered {
		if s == o {
			return s
		}
	}
	if s != "" {
		p.Add(name, "web.form.choose")
	}
	return ""
}

// Pick is the value of a choice whose options the page made. No choice gives "";
// what the page did not offer is a problem.
func (f Form) Pick(p *fault.Problems, name string, offered []Option) string {
	return f.OneOf(p, name, values(offered)...)
}

// PickAll are the values of a choice that takes several. One that the page did
// not offer is a problem, and none is given.
func (f Form) PickAll(p *fault.Problems, name string, offered []Option) []string {
	chosen := f.Values(name)
	for _, s := range chosen {
		if !slices.Contains(values(offered), s) {
			p.Add(name, "web.form.choose")
			return nil
		}
	}
	return chosen
}

func values(offered []Option) []string {
	all := make([]string, 0, len(offered))
	for _, o := range offered {
		all = append(all, o.Value)
	}
	return all
}

// Bool reports whether the box is ticked.
func (f Form) Bool(name string) bool {
	switch f.Value(name) {
	case "1", "on", "ja", "true":
		return true
	}
	return false
}

// Bool3 is the answer to a yes-or-no question: nil while it is unanswered.
func (f Form) Bool3(name string) *bool {
	var yes bool
	switch f.Value(name) {
	case "ja":
		yes = true
	case "nej":
	default:
		return nil
	}
	return &yes
}

// Int is a whole number; given is false when the field is empty or unreadable,
// and the latter is a problem.
func (f Form) Int(p *fault.Problems, name string) (n int, given bool) {
	s := strings.TrimSpace(f.Value(name))
	if s == "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < -1_000_000_000 || n > 1_000_000_000 {
		p.Add(name, "web.form.whole-number")
		return 0, false
	}
	return n, true
}

// Number is a number written with a comma or a point, also "1½"; given as Int.
func (f Form) Number(p *fault.Problems, name string) (x float64, given bool) {
	s := strings.TrimSpace(f.Value(name))
	if s == "" {
		return 0, false
	}
	plain := strings.Replace(s, ",", ".", 1)
	half := 0.0
	for sign, part := range map[string]float64{"½": 0.5, "¼": 0.25, "¾": 0.75} {
		if rest, ok := strings.CutSuffix(plain, sign); ok {
			plain, half = strings.TrimSpace(rest), part
			if plain == "" {
				plain = "0"
			}
		}
	}
	x, err := strconv.ParseFloat(plain, 64)
	if err != nil || strings.ContainsAny(plain, "xXpPnNeE_") || x < -1e12 || x > 1e12 {
		p.Add(name, "web.form.number")
		return 0, false
	}
	return x + half, true
}

// Date is a date in any common Danish way of writing it: 1.10.2026, 1/10 2026,
// 01-10-2026, 1. oktober 2026, or 2026-10-01 as the date field sends it. An
// empty field is no date.
func (f Form) Date(p *fault.Problems, name string) clock.Date {
	s := strings.TrimSpace(f.Value(name))
	if s == "" {
		return clock.Date{}
	}
	d, ok := readDate(s)
	if !ok {
		p.Add(name, "web.form.date")
	}
	return d
}

// NeededDate is Date that may not be empty; missing says so.
func (f Form) NeededDate(p *fault.Problems, name, missing string) clock.Date {
	d := f.Date(p, name)
	if d.IsZero() {
		p.Add(name, missing)
	}
	return d
}

// Time is a time of day, 14.30 or 14:30 or 1430, on the date, in Denmark; zero
// when the field or the date is empty.
func (f Form) Time(p *fault.Problems, name string, on clock.Date) time.Time {
	s := strings.TrimSpace(f.Value(name))
	if s == "" {
		return time.Time{}
	}
	h, m, ok := readClock(s)
	if !ok {
		p.Add(name, "web.form.time")
		return time.Time{}
	}
	if on.IsZero() {
		return time.Time{}
	}
	return on.At(h, m)
}

func readClock(s string) (hour, minute int, ok bool) {
	digits := strings.NewReplacer(".", "", ":", "", " ", "").Replace(strings.TrimPrefix(s, "kl."))
	switch len(digits) {
	case 1, 2:
		digits += "00"
	case 3, 4:
	default:
		return 0, 0, false
	}
	n, err := strconv.ParseUint(digits, 10, 16)
	if err != nil {
		return 0, 0, false
	}
	hour, minute = int(n/100), int(n%100)
	return hour, minute, hour < 24 && minute < 60
}

var monthWords = []string{
	"jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
}

// readDate reads day, month, year in Danish order, or the order of ISO.
func readDate(s string) (clock.Date, bool) {
	if d, err := clock.ParseDate(s); err == nil && !d.IsZero() {
		return d, plausible(d)
	}
	parts := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return r == '.' || r == '/' || r == '-' || r == ' '
	})
	if len(parts) != 3 {
		return clock.Date{}, false
	}
	day, err1 := strconv.Atoi(parts[0])
	month, ok := readMonth(parts[1])
	year, err2 := strconv.Atoi(parts[2])
	if err1 != nil || err2 != nil || !ok {
		return clock.Date{}, false
	}
	if len(parts[2]) == 2 {
		year += 2000
	}
	d := clock.NewDate(year, time.Month(month), day)
	return d, d.Day() == day && int(d.Month()) == month && plausible(d)
}

func readMonth(s string) (int, bool) {
	if n, err := strconv.Atoi(s); err == nil {
		return n, n >= 1 && n <= 12
	}
	for i, w := range monthWords {
		if strings.HasPrefix(s, w) || i == 4 && strings.HasPrefix(s, "may") || i == 9 && strings.HasPrefix(s, "oct") {
			return i + 1, true
		}
	}
	return 0, false
}

// plausible keeps out slips of the hand such as the year 20226.
func plausible(d clock.Date) bool { return d.Year() >= 1900 && d.Year() <= 2199 }
