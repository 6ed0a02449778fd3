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
// milliseconds apart, each with one other, as many as possible; among the ways to
// make as many pairs the one with the least time between them is taken (in a
// cluster of more than a thousand by a thousand events of one name, the one that
// pairs the earliest first). Nobody has an event: no agreement. Points and onsets
// of states alike, in any order; names and restriction by s, whose Observed is not
// used. A tolerance below 0 counts as 0.
func OfEvents(coder1, coder2 []recording.Event, s Stream, tolerance int64) Matching {
	one, two := s.onsets(coder1), s.onsets(coder2)
	tolerance = min(max(tolerance, 0), longest)
	m := Matching{Pairs: []Pair{}, Single1: []Single{}, Single2: []Single{}}
	for len(one) > 0 || len(two) > 0 {
		i, j := cluster(one, two, tolerance)
		m.pair(one[:i], two[:j], tolerance)
		one, two = one[i:], two[j:]
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
	slices.SortFunc(out, before)
	return out
}

// cluster is how many events at the head of each list hang together: of one name,
// each at most the tolerance after the one before.
func cluster(one, two []Single, tolerance int64) (i, j int) {
	var last Single
	for i < len(one) || j < len(two) {
		from, at := one, &i
		if i == len(one) || j < len(two) && before(two[j], one[i]) < 0 {
			from, at = two, &j
		}
		next := from[*at]
		if i+j > 0 && (next.Name != last.Name || next.At-last.At > tolerance) {
			break
		}
		last = next
		*at++
	}
	return i, j
}

func before(a, b Single) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.At, b.At)) }

// longest is more than the times of any recording can lie apart.
const longest = 5_000_000_000_000

// mostInCluster is the largest table of a cluster for which the closest pairs are
// sought.
const mostInCluster = 1_000_000

// pair finds the pairs of one cluster. Pairs need not cross: of two that do, the
// uncrossed ones are no further apart.
func (m *Matching) pair(one, two []Single, tolerance int64) {
	if len(one) == 0 || len(two) == 0 || len(one) > mostInCluster/len(two) {
		m.pairEarliest(one, two, tolerance)
		return
	}
	width := len(two) + 1
	best := make([]int64, (len(one)+1)*width) // a pair counts more than all the time there can be between pairs
	count := (tolerance + 1) * int64(width+1)
	for i, a := range one {
		for j, b := range two {
			value := max(best[i*width+j+1], best[(i+1)*width+j])
			if gap := distance(a, b); gap <= tolerance {
				value = max(value, best[i*width+j]+count-gap)
			}
			best[(i+1)*width+j+1] = value
		}
	}
	for i, j := len(one), len(two); i > 0 || j > 0; {
		switch here := best[i*width+j]; {
		case i > 0 && here == best[(i-1)*width+j]:
			i--
			m.Single1 = append(m.Single1, one[i])
		case j > 0 && here == best[i*width+j-1]:
			j--
			m.Single2 = append(m.Single2, two[j])
		default:
			i, j = i-1, j-1
			m.Pairs = append(m.Pairs, Pair{one[i].Name, one[i].At, two[j].At})
		}
	}
}

// pairEarliest pairs the heads of two lists, leaving over the earlier when the two
// are too far apart: as many pairs as there can be, not always the closest.
func (m *Matching) pairEarliest(one, two []Single, tolerance int64) {
	for len(one) > 0 && len(two) > 0 {
		a, b := one[0], two[0]
		switch {
		case distance(a, b) <= tolerance:
			m.Pairs = append(m.Pairs, Pair{a.Name, a.At, b.At})
			one, two = one[1:], two[1:]
		case a.At < b.At:
			m.Single1 = append(m.Single1, a)
			one = one[1:]
		default:
			m.Single2 = append(m.Single2, b)
			two = two[1:]
		}
	}
	m.Single1, m.Single2 = append(m.Single1, one...), append(m.Single2, two...)
}

func distance(a, b Single) int64 { return max(a.At-b.At, b.At-a.At) }
