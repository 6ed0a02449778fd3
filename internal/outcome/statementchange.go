package outcome

import (
	"samspil/internal/clock"
)

// ChangeKind says what is different from a statement.
type ChangeKind string

// What can be different.
const (
	ChangeCorrected ChangeKind = "corrected" // the measurement was corrected
	ChangeValue     ChangeKind = "value"     // it has another value: the contact was coded again
	ChangeGone      ChangeKind = "gone"      // it is no longer there
	ChangeAdded     ChangeKind = "added"     // one for a day the statement covers came later
	ChangeError     ChangeKind = "error"     // the measurement error is another now
	ChangeStrand    ChangeKind = "strand"    // the whole strand is no longer there
	ChangeRater     ChangeKind = "rater"     // the strand is now said to be seen by another
)

// Change is one thing that is different from the statement now.
type Change struct {
	Kind          ChangeKind
	StrandID      string
	Title, Rater  string
	On            clock.Date
	Before, After *float64 // of a value, or of the measurement error
}

// Changes compares the statement with the record as it stands. Measurements made
// after the day of the statement are no change; those of a strand that was opened
// later, for days the statement covers, are. What is returned makes the statement
// superseded; the statement itself stays as it was.
func (c Content) Changes(now Development) []Change {
	var out []Change
	current := map[string]Graded{}
	for _, g := range now.Strands {
		current[g.ID] = g
	}
	for _, s := range c.Strands {
		change := Change{StrandID: s.ID, Title: s.Title, Rater: s.RaterName}
		g, ok := current[s.ID]
		if !ok {
			change.Kind = ChangeStrand
			out = append(out, change)
			continue
		}
		if g.RaterID != s.RaterID {
			change.Kind = ChangeRater
			out = append(out, change)
		}
		if sem := g.Scale().SEM; sem != s.Instrument.SEM {
			before := change
			before.Kind, before.Before, before.After = ChangeError, &s.Instrument.SEM, &sem
			out = append(out, before)
		}
		out = append(out, s.changes(change, g, c.On)...)
		delete(current, s.ID)
	}
	for _, g := range now.Strands {
		if _, unstated := current[g.ID]; unstated {
			none := StatedStrand{ID: g.ID}
			out = append(out, none.changes(Change{StrandID: g.ID, Title: g.Title, Rater: g.RaterName}, g, c.On)...)
		}
	}
	return out
}

// changes of the measurements of a strand; like holds what they have in common.
func (s StatedStrand) changes(like Change, g Graded, on clock.Date) []Change {
	var out []Change
	add := func(kind ChangeKind, day clock.Date, before, after *float64) {
		c := like
		c.Kind, c.On, c.Before, c.After = kind, day, before, after
		out = append(out, c)
	}
	had := map[string]bool{}
	for _, m := range s.Measurements {
		had[m.ID] = true
	}
	kept, corrects := map[string]int{}, map[string]*float64{}
	for i, r := range g.Ratings {
		kept[r.ID] = i
		if r.Supersedes != "" {
			corrects[r.Supersedes], had[r.ID] = r.Value, true // told of with the one it corrects
		}
	}
	for _, m := range s.Measurements {
		i, ok := kept[m.ID]
		switch {
		case !ok:
			add(ChangeGone, m.On, m.Value, nil)
		case g.Ratings[i].Superseded && m.LeftOut != OmitSuperseded:
			add(ChangeCorrected, m.On, m.Value, corrects[m.ID])
		case !same(m.Value, g.Ratings[i].Value) || g.Ratings[i].On != m.On || g.Ratings[i].Version != m.Version || g.Ratings[i].RaterID != m.RaterID:
			add(ChangeValue, m.On, m.Value, g.Ratings[i].Value)
		}
	}
	for _, r := range g.Ratings {
		if !had[r.ID] && !r.On.After(on) {
			add(ChangeAdded, r.On, nil, r.Value)
		}
	}
	return out
}

func same(a, b *float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}
