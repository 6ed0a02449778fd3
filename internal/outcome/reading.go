package outcome

import (
	"cmp"
	"slices"

	"samspil/internal/chart"
	"samspil/internal/clock"
	"samspil/internal/instrument"
	"samspil/internal/lang"
)

// Reading is a measurement as the rule reads it.
type Reading struct {
	instrument.Rating
	// LeftOut says why it does not count; empty when it does.
	LeftOut Omission
}

// Readings are all measurements of the strand in the order in which they were
// recorded, corrected and missed ones among them.
func (g Graded) Readings() []Reading {
	method := g.Method(clock.Date{})
	out := make([]Reading, len(g.Ratings))
	for i, r := range g.Ratings {
		if r.Version == "" {
			r.Version = method.Instrument.Version
		}
		out[i] = Reading{r, omission(method, i)}
	}
	return out
}

// Counted are the measurements that the rule counts: one a day, by date.
func (g Graded) Counted() []instrument.Rating {
	var out []instrument.Rating
	for _, r := range g.Readings() {
		if r.LeftOut == "" {
			out = append(out, r.Rating)
		}
	}
	return out
}

// NewVersions are the days on which another version of the scale was used than the
// time before. Each begins a phase of its own.
func (g Graded) NewVersions() []clock.Date {
	var out []clock.Date
	before := ""
	for _, r := range g.Readings() {
		if r.LeftOut == OmitSuperseded || r.LeftOut == OmitMissing {
			continue
		}
		if before != "" && r.Version != before {
			out = append(out, r.On)
		}
		before = r.Version
	}
	return out
}

// Listing is every measurement of a development as a table for a spreadsheet, the days
// on which one was due and not made among them, each with what the rule does with it.
func (w Words) Listing(d Development) chart.Table {
	t := chart.Table{}
	for _, column := range []string{"title", "rater", "role", "scale", "version", "day", "value", "counts", "why", "words", "by"} {
		t.Head = append(t.Head, w.t("development.file."+column, nil))
	}
	for _, g := range d.All() {
		all := g.Readings()
		noted := map[clock.Date]bool{}
		for _, r := range all {
			noted[r.On] = noted[r.On] || r.LeftOut == OmitMissing
		}
		for _, day := range g.Missed {
			if !noted[day] {
				all = append(all, Reading{instrument.Rating{On: day}, OmitMissing})
			}
		}
		slices.SortStableFunc(all, func(a, b Reading) int { return cmp.Compare(a.On.Sub(b.On), 0) })
		for _, r := range all {
			t.Rows = append(t.Rows, w.listed(g, r))
		}
	}
	return t
}

func (w Words) listed(g Graded, r Reading) []string {
	value, by, counts, why := "", "", w.t("web.yes", nil), ""
	if r.Value != nil {
		value = lang.Number(w.Lang, *r.Value, 2)
	}
	if r.LeftOut != "" {
		counts, why = w.t("web.no", nil), w.t("statement.left."+string(r.LeftOut), nil)
	}
	if r.EnteredBy != "" {
		by = w.Name(r.EnteredBy)
	}
	return []string{g.Title, g.RaterName, w.t("instrument.role."+string(g.RaterRole), nil), w.t(g.Scale().Key, nil), r.Version, r.On.String(), value, counts, why, r.Words, by}
}
