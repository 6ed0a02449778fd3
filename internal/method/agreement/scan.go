package agreement

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"samspil/internal/recording"
)

// Scan is what the program BORIS calls Cohen's kappa and Needleman-Wunsch
// identity.
type Scan struct {
	Kappa    *float64 `json:"kappa"`
	Identity *float64 `json:"nw_identity"` // per cent
	Scans    int      `json:"scans"`
	// TooLong: the scans have more than MostCells pairs; there is no identity.
	// TooMany: there would be more than a million of them; nothing was computed.
	TooLong bool `json:"too_long,omitempty"`
	TooMany bool `json:"too_many,omitempty"`
}

// OfScans looks at both recordings every unit milliseconds from the earliest start
// of either coder to the last stop, and compares what each of the subjects was
// doing then. It exists to reproduce the figures of another program (BORIS 9) and
// is not a kappa with tolerance: OfEvents and OfTime are.
//
// On at a scan are states with start ≤ t ≤ stop, both ends, and points with
// |t_p − t| ≤ unit/2, compared as seconds in float64; two points of one code in
// reach are not one. Nothing on is one and the same for all subjects. One tally per
// scan and subject. Kappa is 1 when nothing varies. Identity is 100 · identical/
// length of the Needleman-Wunsch alignment of the scans, all subjects together (match 1, mismatch −1, gap
// −1). A coder without events of these subjects, or a unit of 0 or less: no values.
// "" is the subject "No focal subject".
func OfScans(coder1, coder2 []recording.Event, subjects []string, unit int64) Scan {
	subjects = slices.Clone(subjects)
	for i := range subjects {
		subjects[i] = focal(subjects[i])
	}
	first, last := int64(math.MaxInt64), int64(math.MinInt64)
	views := [2]view{}
	for i, events := range [][]recording.Event{coder1, coder2} {
		views[i] = newView(events, subjects)
		if len(views[i].events) == 0 || unit <= 0 {
			return Scan{}
		}
		for _, e := range views[i].events {
			first, last = min(first, e.Onset), max(last, e.Offset)
		}
	}
	scans := (last-first)/unit + 1
	if scans > mostScans || scans*int64(len(subjects)) > mostScans {
		return Scan{TooMany: true}
	}
	for t := first; t <= last; t += unit {
		for i := range views {
			views[i].look(t, unit)
		}
	}
	return compareViews(&views[0], &views[1], int(scans))
}

func compareViews(a, b *view, scans int) Scan {
	out := Scan{Scans: scans}
	var values, wholes interned
	tally := cells{}
	eachA, eachB := values.all(a.each), values.all(b.each)
	tally.add(eachA, eachB, len(values.texts), 0)
	if _, _, out.Kappa = tally.kappa(len(values.texts)); out.Kappa == nil {
		same := 1.0
		out.Kappa = &same
	}
	one, two := wholes.all(a.whole), wholes.all(b.whole)
	if len(two) > MostCells/len(one) {
		out.TooLong = true
		return out
	}
	g := grid{one: one, two: two, costs: Costs{Match: -1, Substitution: 1, Gap: 1}}
	g.fill()
	steps := g.trace()
	identical := 0
	for _, s := range steps {
		if s.One >= 0 && s.Two >= 0 && one[s.One] == two[s.Two] {
			identical++
		}
	}
	identity := 100 * float64(identical) / float64(len(steps))
	out.Identity = &identity
	return out
}

const mostScans = 1_000_000

func focal(subject string) string {
	if subject == "" {
		return recording.NoSubject
	}
	return subject
}

// view walks through one coder's events scan by scan.
type view struct {
	subjects []string
	events   []recording.Event // those of the subjects, in order of onset
	next     int
	on       []recording.Event // that may still be on
	each     []string          // what is on, per scan and subject
	whole    []string          // what is on, per scan
}

func newView(events []recording.Event, subjects []string) view {
	v := view{subjects: subjects}
	for _, e := range events {
		if e.Subject = focal(e.Subject); slices.Contains(subjects, e.Subject) {
			v.events = append(v.events, e)
		}
	}
	slices.SortStableFunc(v.events, func(a, b recording.Event) int { return cmp.Compare(a.Onset, b.Onset) })
	return v
}

// look notes what is on at a scan.
func (v *view) look(t, unit int64) {
	for ; v.next < len(v.events) && v.events[v.next].Onset <= t+unit; v.next++ {
		v.on = append(v.on, v.events[v.next])
	}
	v.on = slices.DeleteFunc(v.on, func(e recording.Event) bool { return e.Offset < t-unit })
	whole := ""
	for _, subject := range v.subjects {
		var codes []string
		for _, e := range v.on {
			if e.Subject == subject && covers(e, t, unit) {
				codes = append(codes, e.Code)
			}
		}
		text := ""
		if len(codes) > 0 {
			slices.Sort(codes)
			text = subject + "\x00" + strings.Join(codes, "\x00")
		}
		v.each = append(v.each, text)
		whole += text + "\x01"
	}
	v.whole = append(v.whole, whole)
}

func covers(e recording.Event, t, unit int64) bool {
	if e.Kind == recording.Point {
		return math.Abs(recording.Seconds(e.Onset)-recording.Seconds(t)) <= recording.Seconds(unit)/2
	}
	return e.Onset <= t && t <= e.Offset
}
