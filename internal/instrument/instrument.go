// Package instrument holds what development is measured with: the scales, who
// answers them and how often, and every measurement that was made or missed.
//
// A strand is one scale answered by one person, such as "calm mornings, seen by
// his mother". A measurement is never changed; a mistake is corrected by a new
// one, and both stay.
package instrument

import (
	"cmp"
	"math"
	"slices"
	"sync"
	"time"

	"samspil/internal/clock"
	"samspil/internal/interaction"
	"samspil/internal/method/singlecase"
)

// Scale is a way of measuring.
type Scale struct {
	ID, Version   string
	Key           string // name in the language catalogue; its question is Key + ".question", its ends Key + ".least" and ".most"
	Least, Most   float64
	Step          float64 // distance between two possible answers
	Percent       bool    // a share, shown in percent
	LowerIsBetter bool
	Design        singlecase.Design
	Ordinal       bool
	SEM           float64 // standard error of one measurement, in points of the scale
	SEMSource     string  // where that figure comes from
	Coded         bool    // counted from coded contacts, not answered by a person
	Indicator     string  // of a coded scale: "I1" to "I11", as package interaction counts them
	PerMinute     bool    // a number per minute
	Definition    string  // the questionnaire it is a scale of; empty for the others
	Part          string  // which of its scales
	Talk          bool    // a question about a meeting, no measure of a development
	Apart         int     // least days between two measurements; sooner, both are about the same days
	Licensed      bool    // an administrator records on what terms it is used first
	Comparable    []string
}

// convention is said wherever the figure is our own agreement, not a norm.
const convention = "aftalt, indtil 20 forløb giver et eget tal"

// What is said of a coded scale's error before two people have coded the same.
const (
	binomial = "binomialfordelingen ved omkring 25 øjeblikke"
	poisson  = "Poissonfordelingen ved omkring 25 øjeblikke på 10 minutter"
)

// plain are the scales that are no questionnaire. Each 0–10 rating in our own words has the standard
// error 1.2; other lengths have the same share of their scale. A share of about
// 25 coded moments swings by a tenth (binomial), a number per minute of about 25
// moments in ten minutes by a half (Poisson). The share of time in shared focus has
// no such law: its error is known only when two people have coded the same.
var plain = []Scale{
	{ID: "school-days", Version: "1", Key: "instrument.school-days", Most: 5, Step: 1, SEM: 0.6, SEMSource: convention},
	{ID: "parental-capacity", Version: "1", Key: "instrument.parental-capacity", Most: 10, Step: 1, SEM: 1.2, SEMSource: convention},
	{ID: "relation", Version: "1", Key: "instrument.relation", Most: 10, Step: 1, SEM: 1.2, SEMSource: convention},
	{ID: "answered-initiatives", Version: "1", Key: "instrument.answered-initiatives", Most: 1, Step: 0.01, Percent: true, SEM: 0.1,
		SEMSource: binomial, Coded: true, Indicator: "I10"},
	{ID: "attunement", Version: "1", Key: "instrument.attunement", Most: 1, Step: 0.01, Percent: true, SEM: 0.1,
		SEMSource: binomial, Coded: true, Indicator: "I4"},
	{ID: "responses", Version: "1", Key: "instrument.responses", Most: 1, Step: 0.01, Percent: true, SEM: 0.1,
		SEMSource: binomial, Coded: true, Indicator: "I1"},
	{ID: "naming", Version: "1", Key: "instrument.naming", Most: 12, Step: 0.1, PerMinute: true, SEM: 0.5,
		SEMSource: poisson, Coded: true, Indicator: "I5"},
	{ID: "framing", Version: "1", Key: "instrument.framing", Most: 1, Step: 0.01, Percent: true, SEM: 0.1,
		SEMSource: binomial, Coded: true, Indicator: "I6"},
	{ID: "turns", Version: "1", Key: "instrument.turns", Most: 12, Step: 0.1, PerMinute: true, SEM: 0.5,
		SEMSource: poisson, Coded: true, Indicator: "I7"},
	{ID: "shared-focus", Version: "1", Key: "instrument.shared-focus", Most: 1, Step: 0.01, Percent: true, Coded: true, Indicator: "I8"},
	{ID: "repair", Version: "1", Key: "instrument.repair", Most: 1, Step: 0.01, Percent: true, SEM: 0.1,
		SEMSource: binomial, Coded: true, Indicator: "I9"},
	{ID: "initiative-balance", Version: "1", Key: "instrument.initiative-balance", Most: 1, Step: 0.01, Percent: true, SEM: 0.1,
		SEMSource: binomial, Coded: true, Indicator: "I11"},
}

// scales is everything that can be measured with: what most use first.
var scales = sync.OnceValue(func() []Scale {
	first := []string{"goal-rating", "life-ladder", "school-days", "parental-capacity", "relation", "who-5"}
	place := func(s Scale) int {
		if i := slices.Index(first, s.ID); i >= 0 {
			return i
		}
		return len(first)
	}
	all := slices.Clone(plain)
	for _, d := range Definitions() {
		all = append(all, d.scalesOf()...)
	}
	slices.SortStableFunc(all, func(a, b Scale) int { return cmp.Compare(place(a), place(b)) })
	return all
})

// Scales returns the scales in the order they are offered.
func Scales() []Scale { return scales() }

// ScaleNamed returns the scale with that id.
func ScaleNamed(id string) (Scale, bool) {
	for _, s := range scales() {
		if s.ID == id {
			return s, true
		}
	}
	return Scale{}, false
}

// Method returns what the grading rule must know of the scale.
func (s Scale) Method() singlecase.Instrument {
	return singlecase.Instrument{ID: s.ID, Version: s.Version, LowerIsBetter: s.LowerIsBetter, Design: s.Design, Ordinal: s.Ordinal, SEM: s.SEM,
		ComparableVersions: s.Comparable}
}

// within reports whether v lies on the scale, whole step or not.
func (s Scale) within(v float64) bool { return v >= s.Least-1e-9 && v <= s.Most+1e-9 }

// Holds reports whether v is a possible answer.
func (s Scale) Holds(v float64) bool {
	if !s.within(v) {
		return false
	}
	steps := (v - s.Least) / s.Step
	nearest := float64(int64(steps + 0.5))
	return steps-nearest < 1e-6 && nearest-steps < 1e-6
}

// Strand is one scale answered by one person.
type Strand struct {
	ID, CourseID string
	Instrument   string
	Version      string
	GoalID       string // the goal of the plan it rates; may be empty
	Title        string // "Rolige morgener": what is measured, in the family's words
	RaterRole    singlecase.Role
	RaterID      string // person, or member of staff; "school" and the like where no person is named
	RaterName    string // as shown, "Camilla, mor"
	Pair         string // of a coded strand: the line of contacts it is counted in, or the couple where the course has none
	EveryDays    int    // 0: at each contact
	EachContact  bool
	OpenedOn     clock.Date
	StoppedOn    clock.Date // no longer measured; what was measured still counts
	Position     int
	Ratings      []Rating // by date, superseded ones included
	// Agreement is, for a coded strand, what is known of how alike two coders count
	// it in this course; nil for the others.
	Agreement *interaction.Reliability
	// PairUnknown is, for a coded strand, how many sessions were coded of which it is not
	// known who was there, and PairsMixed says that several pairs were coded and the
	// strand names none: then nothing is counted.
	PairUnknown int
	// Known is the error of a questionnaire that came without one, as an administrator
	// has recorded it; nil for the others.
	Known      *Change
	PairsMixed bool
}

// Scale returns the strand's scale. Of a coded one the error is the larger of the
// scale's own, which is chance in so few events, and the one found between two
// coders of the same minutes: neither can make a change look surer than it is.
func (s Strand) Scale() Scale {
	scale, _ := ScaleNamed(s.Instrument)
	if s.Agreement != nil && s.Agreement.SEM != nil && *s.Agreement.SEM > scale.SEM {
		scale.SEM, scale.SEMSource = *s.Agreement.SEM, "to kodninger af de samme minutter"
	}
	if s.Known != nil {
		scale.SEM, scale.SEMSource = s.Known.error(), s.Known.Source
	}
	for _, r := range s.Ratings {
		if scale.PerMinute && r.Value != nil {
			scale.Most = max(scale.Most, math.Ceil(*r.Value)) // it has no top of its own
		}
	}
	return scale
}

// Rating is one measurement, or one that was due and not made.
type Rating struct {
	ID         string
	StrandID   string
	On         clock.Date
	Value      *float64 // nil: missed
	Version    string   // of the scale that was used
	RaterID    string
	SessionID  string // at which it was made; may be empty
	Words      string // what the rater said about it; when missed, why
	Supersedes string
	EnteredBy  string
	EnteredAt  time.Time
	Superseded bool     // a later one corrects it
	Counted    *Counted // set when it was counted from a coded contact
	computed   bool     // from the answers to a questionnaire: it need not be a whole step
}

// Method returns the strand as the grading rule reads it, with the measurements
// made from the day since on; the zero date for all.
func (s Strand) Method(since clock.Date) singlecase.Strand {
	out := singlecase.Strand{ID: s.ID, Rater: singlecase.Rater{Role: s.RaterRole, Person: s.RaterID}, Instrument: s.Scale().Method()}
	if scale := s.Scale(); scale.Coded || scale.Definition != "" {
		out.Instrument.Version = s.began()
	}
	for _, r := range s.Ratings {
		if r.On.Before(since) {
			continue
		}
		out.Measurements = append(out.Measurements, singlecase.Measurement{
			ID: r.ID, Date: r.On, Value: r.Value, Version: r.Version, Rater: r.RaterID, Superseded: r.Superseded,
		})
	}
	return out
}

// Made returns the measurements that count: with a value and not corrected, by date.
func (s Strand) Made() []Rating {
	var out []Rating
	for _, r := range s.Ratings {
		if r.Value != nil && !r.Superseded {
			out = append(out, r)
		}
	}
	return out
}

// NextDue returns when the strand is to be measured next by its rhythm; none
// when it is measured at each contact or has stopped.
func (s Strand) NextDue() clock.Date {
	if s.EveryDays == 0 || !s.StoppedOn.IsZero() {
		return clock.Date{}
	}
	last := s.OpenedOn.AddDays(-s.EveryDays)
	for _, r := range s.Ratings {
		if !r.Superseded && r.On.After(last) {
			last = r.On
		}
	}
	return last.AddDays(s.EveryDays)
}

// Missed returns the days up to today on which a measurement was due by the
// rhythm, or expected at a held contact, and was not made. A day noted as missed
// is one of them; a measurement up to half a rhythm late fills its place.
func (s Strand) Missed(today clock.Date) []clock.Date {
	var out []clock.Date
	for _, r := range s.Ratings {
		if r.Value == nil && !r.Superseded {
			out = append(out, r.On)
		}
	}
	if s.EveryDays == 0 {
		return out
	}
	end := today
	if !s.StoppedOn.IsZero() && s.StoppedOn.Before(today) {
		end = s.StoppedOn
	}
	last := s.OpenedOn
	for _, r := range s.Ratings {
		if r.Superseded {
			continue
		}
		out = append(out, gaps(last, r.On, s.EveryDays)...)
		last = r.On
	}
	return append(out, gaps(last, end, s.EveryDays)...)
}

// gaps returns the due days strictly between two measurements, counted by the
// rhythm, leaving out one that the later measurement still fills.
func gaps(from, to clock.Date, every int) []clock.Date {
	var out []clock.Date
	if from.IsZero() || every <= 0 {
		return nil
	}
	for due := from.AddDays(every); to.Sub(due) > every/2; due = due.AddDays(every) {
		out = append(out, due)
	}
	return out
}
