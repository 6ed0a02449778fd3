package app

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"samspil/internal/db"
)

// attempt is one way of filling in a form.
type attempt struct {
	name    string
	values  url.Values
	mayPass bool // need not be refused
	forged  bool // changes what no hand can change: the page need not lead to it
	astray  bool // holds what no page offered, so that "not found" answers it too
}

// filled is the form as somebody fills it in who has little to say: what stands
// in it stays, everything else gets something that fits. What is about a day to
// come is written down as if it had been this morning, where that is what helps.
func (f formFound) filled() url.Values {
	v := f.untouched()
	if f.past {
		for _, x := range f.fields {
			if x.kind == kindDate || x.kind == kindTime {
				v.Set(x.name, "")
			}
		}
	}
	for _, x := range f.fields {
		if x.kind == kindHidden || slices.ContainsFunc(v[x.name], func(s string) bool { return s != "" }) {
			continue
		}
		if s := x.fitting(); s != "" {
			v.Set(x.name, s)
		}
	}
	return v
}

// late tells whether a field is the latter of two.
var late = regexp.MustCompile(`(^|_)(end|to|until|fetched_at|next)$`)

func (x formField) fitting() string {
	later := late.MatchString(x.name)
	if strings.Contains(x.name, "cpr") {
		return ""
	}
	switch x.kind {
	case kindDate:
		if later {
			return "8.10.2026"
		}
		return "1.10.2026"
	case kindTime:
		if later {
			return "7.30"
		}
		return "7.00"
	case kindNumber:
		return "2"
	case kindSelect, kindRadio, kindCheck:
		if slices.Contains(x.offered, "ja") {
			return "ja" // which opens what belongs to it
		}
		for _, value := range x.offered {
			if value != "none" && value != "nej" {
				return value
			}
		}
		return ""
	case kindSecret:
		return "tolv gule ænder på en å"
	}
	switch {
	case strings.Contains(x.name, "email"):
		return "ny@familiehuset.invalid"
	case strings.Contains(x.name, "phone"):
		return "00 00 00 98"
	}
	return "Prøve af " + x.name + ", skrevet for at se, om det bliver stående."
}

func (f formFound) empty() url.Values {
	v := f.untouched()
	for _, x := range f.fields {
		switch {
		case x.kind.typed() || x.kind == kindSecret || x.kind == kindSelect:
			v.Set(x.name, "")
		case x.kind.chosen():
			v.Del(x.name)
		}
	}
	return v
}

// tooLong is more than the 20,000 letters that the longest field takes.
var tooLong = strings.Repeat("abcdefghij", 2050)

// mostLong is how many fields of that length fit into what is read of a form.
const mostLong = 40

// overlong fills the text fields with far too much, a few at a time.
func (f formFound) overlong() []attempt {
	var texts []string
	for _, x := range f.fields {
		if x.kind == kindText {
			texts = append(texts, x.name)
		}
	}
	var all []attempt
	for part := range slices.Chunk(texts, mostLong) {
		v := f.filled()
		for _, name := range part {
			v.Set(name, tooLong)
		}
		all = append(all, attempt{name: "too long", values: v})
	}
	return all
}

// nowhere is a choice that no page offers.
const nowhere = "findes-ikke"

// malformed writes into every field what has not its form.
func (f formFound) malformed() (attempt, bool) {
	if f.bare {
		return attempt{}, false
	}
	v, any := f.filled(), false
	for _, x := range f.fields {
		switch {
		case x.kind == kindDate:
			v.Set(x.name, "31.02.2026")
		case x.kind == kindTime:
			v.Set(x.name, "25.99")
		case x.kind == kindNumber:
			v.Set(x.name, "tolv-")
		case x.kind.chosen():
			v.Set(x.name, nowhere)
		default:
			continue
		}
		any = true
	}
	return attempt{name: "malformed", values: v, astray: true}, any
}

// strays put, one field at a time, the id of nobody where an id is chosen or
// carried along, and what was never offered into every other choice.
func (f formFound) strays() []attempt {
	var all []attempt
	for _, x := range f.fields {
		ids := slices.ContainsFunc(slices.Concat(x.offered, x.values), anyID.MatchString)
		switch {
		case x.kind.chosen() && len(x.offered) > 0, x.kind == kindHidden && ids && !ownID.MatchString(x.name):
		default:
			continue
		}
		v, stray := f.filled(), nowhere
		if ids {
			stray = anyID.ReplaceAllString(firstID(x), db.NewID())
		}
		v.Set(x.name, stray)
		all = append(all, attempt{name: "stray " + x.name, values: v, astray: true, mayPass: !ids, forged: x.kind == kindHidden})
	}
	return all
}

// ownID are the names of ids that a form makes up for the row it adds.
var ownID = regexp.MustCompile(`(^|_)id$`)

func firstID(x formField) string {
	all := slices.Concat(x.offered, x.values)
	return all[slices.IndexFunc(all, anyID.MatchString)]
}

// pairs are the names of fields of which the first is before the second.
var pairs = [][2]string{
	{"start", "end"}, {"from", "to"}, {"from", "until"}, {"since", "until"}, {"on", "valid_to"},
	{"brought_at", "fetched_at"}, {"held", "next"}, {"begins", "ends"}, {"first", "last"},
}

// contradicting turns every pair around.
func (f formFound) contradicting() (attempt, bool) {
	if f.bare {
		return attempt{}, false
	}
	v, any := f.filled(), false
	for _, x := range f.fields {
		for _, p := range pairs {
			prefix, ok := strings.CutSuffix(x.name, p[0])
			if !ok || prefix != "" && !strings.HasSuffix(prefix, "_") {
				continue
			}
			y, ok := f.field(prefix + p[1])
			if !ok || y.kind != x.kind || x.kind != kindDate && x.kind != kindTime {
				continue
			}
			any = true
			first, second := "20.10.2026", "2.10.2026"
			if x.kind == kindTime {
				first, second = "15.00", "14.00"
			}
			v.Set(x.name, first)
			v.Set(y.name, second)
		}
	}
	return attempt{name: "contradiction", values: v}, any
}

// guards are the fields that say what was read: the version, and a print of it.
var guards = []string{"version", "during_version", "fingerprint", "seen"}

// printed is a print of what was read.
var printed = regexp.MustCompile(`^[0-9a-f]{8,}$`)

// stale is the form as somebody sends it who read what stood before, or what will
// stand later. Where nothing was there to be read, nothing can be out of date.
func (f formFound) stale() []attempt {
	earlier, later, any := f.reworded(), f.reworded(), false
	for _, name := range guards {
		x, ok := f.field(name)
		if !ok || x.kind != kindHidden || len(x.values) == 0 {
			continue
		}
		if n, err := strconv.Atoi(x.values[0]); err == nil && n > 0 {
			earlier.Set(name, strconv.Itoa(n-1))
			later.Set(name, strconv.Itoa(n+1))
			any = true
		} else if printed.MatchString(x.values[0]) {
			earlier.Set(name, strings.Repeat("0", len(x.values[0])))
			later.Set(name, strings.Repeat("f", len(x.values[0])))
			any = true
		}
	}
	if !any {
		return nil
	}
	return []attempt{{name: "stale", values: earlier}, {name: "stale", values: later}}
}

// reworded is the form filled in, with a little more in every text.
func (f formFound) reworded() url.Values {
	v := f.filled()
	for _, x := range f.fields {
		if x.kind == kindText && !strings.Contains(x.name, "phone") && !strings.Contains(x.name, "email") && !strings.Contains(x.name, "cpr") {
			v.Set(x.name, strings.TrimSpace(v.Get(x.name)+" Og mere."))
		}
	}
	return v
}
