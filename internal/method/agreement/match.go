package agreement

import (
	"cmp"
	"slices"

	"samspil/internal/recording"
)

// Pair are two events, one of each coder, taken to be the same one.
type Pair struct {
	Name string `json:"code"`
	One  int64  `json:"one_ms"` // when coder 1 set it
	Two  int64  `json:"two_ms"` // when coder 2 did
}

// Single is an event that only one coder has.
type Single struct {
	Name string `json:"code"`
	At   int64  `json:"at_ms"`
}

// Matching is which events two coders share, with the moments, in order of time.
type Matching struct {
	Matched   int      `json:"matched"`
	Only1     int      `json:"only1"`
	Only2     int      `json:"only2"`
	Agreement *float64 `json:"agreement"` // matched / (matched + only1 + only2), 0 to 1
	Pairs     []Pair   `json:"pairs"`
	Single1   []Single `json:"unmatched1"`
	Single2   []Single `json:"unmatched2"`
}

// OfEvents pairs events of the same name whose onsets lie at most tolerance
// milliseconds apart, each with one other, as many as possible: per name two sorted
// lists, the earlier is left over when the two are too far apart. Nobody has an
// event: no agreement. Points and onsets of states alike, in any order; names and
// restriction by s, whose Observed is not used.
func OfEvents(coder1, coder2 []recording.Event, s Stream, tolerance int64) Matching {
	one, two := s.onsets(coder1), s.onsets(coder2)
	var m Matching
	i, j := 0, 0
	for i < len(one) || j < len(two) {
		switch {
		case j == len(two) || i < len(one) && apart(one[i], two[j], tolerance) < 0:
			m.Single1 = append(m.Single1, one[i])
			i++
		case i == len(one) || apart(one[i], two[j], tolerance) > 0:
			m.Single2 = append(m.Single2, two[j])
			j++
		default:
			m.Pairs = append(m.Pairs, Pair{one[i].Name, one[i].At, two[j].At})
			i, j = i+1, j+1
		}
	}
	inTime := func(a, b Single) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Name, b.Name)) }
	slices.SortFunc(m.Single1, inTime)
	slices.SortFunc(m.Single2, inTime)
	slices.SortFunc(m.Pairs, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(min(a.One, a.Two), min(b.One, b.Two)), cmp.Compare(a.Name, b.Name), cmp.Compare(a.One, b.One))
	})
	m.Matched, m.Only1, m.Only2 = len(m.Pairs), len(m.Single1), len(m.Single2)
	if all := m.Matched + m.Only1 + m.Only2; all > 0 {
		share := float64(m.Matched) / float64(all)
		m.Agreement = &share
	}
	return m
}

// onsets sorted by name, then time.
func (s Stream) onsets(events []recording.Event) []Single {
	var out []Single
	for _, e := range events {
		if name, counts := s.name(e); counts {
			out = append(out, Single{name, e.Onset})
		}
	}
	slices.SortFunc(out, func(a, b Single) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.At, b.At)) })
	return out
}

// apart tells which of two goes first when they cannot be paired, 0 when they can.
func apart(a, b Single, tolerance int64) int {
	if c := cmp.Compare(a.Name, b.Name); c != 0 {
		return c
	}
	switch d := a.At - b.At; {
	case d < -tolerance:
		return -1
	case d > tolerance:
		return 1
	}
	return 0
}
