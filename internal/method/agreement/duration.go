package agreement

import (
	"cmp"
	"slices"

	"samspil/internal/recording"
)

// DurationKappa is a kappa in which every piece of time counts with its length.
type DurationKappa struct {
	Po     *float64    `json:"po"`
	Pe     *float64    `json:"pe"`
	Kappa  *float64    `json:"kappa"`
	Weight float64     `json:"weight"` // seconds, and the weight of the points
	Codes  []string    `json:"codes"`
	Table  [][]float64 `json:"table"` // coder 1 in the rows, seconds; nil above MostCodes values
}

// OfDuration is the kappa of units of time made as small as one likes, so that
// there is no unit to choose. Time is cut at every onset and offset of a state of
// either coder; each piece is tallied with its length in seconds under what the two
// coders had running, and each distinct time of a point adds pointWeight (seconds)
// to the cell of what they had there, running states and points together. Values
// as in OfTime, states without their end.
//
// Without s.Observed time counts from the first to the last cut and every point
// counts; with it, time in which nothing was coded counts too, and points outside
// do not. Nothing at all, or no variation: no kappa. (The form without s.Observed
// is that of the program BORIS, plugin irr_weighted_cohen_kappa.)
func OfDuration(coder1, coder2 []recording.Event, s Stream, pointWeight float64) DurationKappa {
	one, two := s.line(coder1), s.line(coder2)
	cuts := slices.Concat(one.cuts(), two.cuts())
	slices.Sort(cuts)
	observed := s.Observed
	if len(observed) == 0 && len(cuts) > 0 {
		observed = []recording.Span{{From: cuts[0], To: cuts[len(cuts)-1]}}
	}
	for _, span := range observed {
		cuts = append(cuts, span.From, span.To)
	}
	points := slices.Concat(one.points(), two.points())
	slices.Sort(points)

	var in interned
	weights := cells{}
	for _, from := range pieces(cuts) {
		if length := recording.Within(observed, from.From, from.To); length > 0 {
			weights[cell{in.number(one.running(from.From)), in.number(two.running(from.From))}] += recording.Seconds(length)
		}
	}
	one.rewind()
	two.rewind()
	for _, at := range slices.Compact(points) {
		if len(s.Observed) == 0 || recording.Segment(s.Observed, at) >= 0 {
			weights[cell{in.number(one.at(at)), in.number(two.at(at))}] += pointWeight
		}
	}
	return durationKappa(weights, in.texts)
}

func durationKappa(weights cells, texts []string) DurationKappa {
	var out DurationKappa
	for _, at := range weights.sorted() {
		out.Weight += weights[at]
	}
	out.Codes, out.Table = weights.table(texts)
	out.Po, out.Pe, out.Kappa = weights.kappa(len(texts))
	return out
}

// pieces are the stretches between neighbouring cuts, which are sorted here.
func pieces(cuts []int64) []recording.Span {
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []recording.Span
	for i := 1; i < len(cuts); i++ {
		out = append(out, recording.Span{From: cuts[i-1], To: cuts[i]})
	}
	return out
}

// line walks along one coder's events; times must be asked for in order.
type line struct {
	names   []string // sorted
	changes []turn   // of states, by time, what ends before what begins
	moments []turn   // points
	on      []int
	next    int
	moment  int
}

type turn struct {
	at   int64
	name int
	by   int
}

func (s Stream) line(events []recording.Event) *line {
	l := &line{}
	var names interned
	for _, e := range events {
		name, counts := s.name(e)
		if !counts {
			continue
		}
		number := int(names.number(name))
		if e.Kind == recording.Point {
			l.moments = append(l.moments, turn{e.Onset, number, 1})
		} else {
			l.changes = append(l.changes, turn{e.Onset, number, 1}, turn{e.Offset, number, -1})
		}
	}
	var rank []int
	rank, l.names = order(names.texts)
	for _, turns := range [][]turn{l.changes, l.moments} {
		for i := range turns {
			turns[i].name = rank[turns[i].name]
		}
		slices.SortFunc(turns, func(a, b turn) int { return cmp.Compare(a.at, b.at) })
	}
	l.on = make([]int, len(l.names))
	return l
}

func (l *line) cuts() []int64   { return times(l.changes) }
func (l *line) points() []int64 { return times(l.moments) }

func times(turns []turn) []int64 {
	out := make([]int64, len(turns))
	for i, t := range turns {
		out[i] = t.at
	}
	return out
}

func (l *line) rewind() {
	clear(l.on)
	l.next, l.moment = 0, 0
}

// running are the names of the states that cover an instant.
func (l *line) running(at int64) string {
	for ; l.next < len(l.changes) && l.changes[l.next].at <= at; l.next++ {
		l.on[l.changes[l.next].name] += l.changes[l.next].by
	}
	return string(joined(nil, l.names, l.on))
}

// at are the names of the states that cover an instant and of the points exactly
// then.
func (l *line) at(at int64) string {
	l.running(at)
	for l.moment < len(l.moments) && l.moments[l.moment].at < at {
		l.moment++
	}
	on := slices.Clone(l.on)
	for i := l.moment; i < len(l.moments) && l.moments[i].at == at; i++ {
		on[l.moments[i].name]++
	}
	return string(joined(nil, l.names, on))
}
