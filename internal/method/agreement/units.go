package agreement

import (
	"cmp"
	"slices"

	"samspil/internal/recording"
)

// UnitKappa is a kappa over units of time, with either coder as the reference:
// with a tolerance the two differ and both belong on the page.
type UnitKappa struct {
	N      int         `json:"n"` // units
	Po     *float64    `json:"po"`
	Pe     *float64    `json:"pe"`
	Kappa  *float64    `json:"kappa"` // coder 1 is the reference
	Po2    *float64    `json:"po_ref2"`
	Pe2    *float64    `json:"pe_ref2"`
	Kappa2 *float64    `json:"kappa_ref2"` // coder 2 is the reference
	Codes  []string    `json:"codes"`      // rows and columns of the tables, sorted; "" is nothing coded
	Table  [][]float64 `json:"table"`      // coder 1 in the rows; nil above MostCodes values
	Table2 [][]float64 `json:"table_ref2"` // coder 2 in the rows
	// TooMany: there would be more than MostUnits units, and nothing was computed.
	TooMany bool `json:"too_many,omitempty"`
}

// MostUnits is how many units of time are compared at most: ten million seconds
// are 115 days.
const MostUnits = 10_000_000

// OfUnits compares two lists of one code per unit, "" where nothing was coded,
// which counts as a code. tolerance is in units, 0 or more: with coder 1 as
// reference a unit agrees when coder 1's code occurs anywhere in coder 2's units
// from tolerance before to tolerance after; then the reference's code is tallied
// for both, else what stands there (Bakeman, Quera & Gnisci 2009, as in GSEQ).
// Cohen's kappa of that table; the same with coder 2 as reference. A shorter list
// counts as filled up with "". Without units, or without variation, there is no
// kappa.
func OfUnits(coder1, coder2 []string, tolerance int) UnitKappa {
	var in interned
	pair := stretch{in.all(coder1), in.all(coder2)}
	for len(pair.one) < len(pair.two) {
		pair.one = append(pair.one, in.number(""))
	}
	for len(pair.two) < len(pair.one) {
		pair.two = append(pair.two, in.number(""))
	}
	return compareUnits([]stretch{pair}, in.texts, tolerance)
}

// Stream says how a recording becomes a stream of codes.
type Stream struct {
	// Observed are the stretches watched, in order. Units, tolerance and pieces
	// never reach from one into the next.
	Observed []recording.Span
	// Codes, when not empty, are the only names that count.
	Codes []string
	// Name is what an event counts as; nil: its code.
	Name func(recording.Event) string
}

func (s Stream) name(e recording.Event) (string, bool) {
	name := e.Code
	if s.Name != nil {
		name = s.Name(e)
	}
	return name, len(s.Codes) == 0 || slices.Contains(s.Codes, name)
}

// OfTime cuts time into units of unit milliseconds, ⌈length/unit⌉ for each stretch
// observed, and compares two coders' events unit by unit as OfUnits. The value of
// a unit is the set of names that are on: a state if it covers the middle of the
// unit, a point if it lies in it; sorted and joined by "+", "" for none. Without
// observed time or with a unit of 0 or less n is 0 and nothing has a value.
func OfTime(coder1, coder2 []recording.Event, s Stream, unit int64, tolerance int) UnitKappa {
	if unit <= 0 {
		return UnitKappa{}
	}
	var total int64
	for _, span := range s.Observed {
		if total += ceil(span.Length(), unit); total > MostUnits {
			return UnitKappa{TooMany: true}
		}
	}
	var in interned
	in.number("")
	var pairs []stretch
	for _, span := range s.Observed {
		n := int(ceil(span.Length(), unit))
		if n > 0 {
			pairs = append(pairs, stretch{
				s.units(coder1, span.From, unit, n, &in),
				s.units(coder2, span.From, unit, n, &in),
			})
		}
	}
	return compareUnits(pairs, in.texts, tolerance)
}

// ceil is ⌈a/b⌉ for b > 0.
func ceil(a, b int64) int64 {
	q := a / b
	if a%b > 0 {
		q++
	}
	return q
}

// change is a name coming on or going off at a unit.
type change struct {
	unit, name, by int
}

// units gives every unit of one stretch the number of its value.
func (s Stream) units(events []recording.Event, start, unit int64, n int, in *interned) []int32 {
	var changes []change
	var names interned
	for _, e := range events {
		name, counts := s.name(e)
		if !counts {
			continue
		}
		on, off := e.Onset-start, e.Offset-start
		first, last := ceil(2*on-unit, 2*unit), ceil(2*off-unit, 2*unit)
		if e.Kind == recording.Point {
			first = -ceil(-on, unit) // rounded down
			last = first + 1
		}
		if from, to := int(max(first, 0)), int(min(last, int64(n))); from < to {
			number := int(names.number(name))
			changes = append(changes, change{from, number, 1}, change{to, number, -1})
		}
	}
	slices.SortFunc(changes, func(a, b change) int { return cmp.Compare(a.unit, b.unit) })
	rank, sorted := order(names.texts)
	out := make([]int32, n)
	running := make([]int, len(sorted))
	at, value := 0, in.number("")
	var text []byte
	for i := 0; i < len(changes); {
		unit := changes[i].unit
		for ; at < min(unit, n); at++ {
			out[at] = value
		}
		for ; i < len(changes) && changes[i].unit == unit; i++ {
			running[rank[changes[i].name]] += changes[i].by
		}
		text = joined(text[:0], sorted, running)
		if known, ok := in.places[string(text)]; ok {
			value = known
		} else {
			value = in.number(string(text))
		}
	}
	for ; at < n; at++ {
		out[at] = value
	}
	return out
}

// interned numbers texts in the order met.
type interned struct {
	texts  []string
	places map[string]int32
}

func (in *interned) number(text string) int32 {
	n, ok := in.places[text]
	if !ok {
		if in.places == nil {
			in.places = map[string]int32{}
		}
		n = int32(len(in.texts))
		in.places[text] = n
		in.texts = append(in.texts, text)
	}
	return n
}

func (in *interned) all(texts []string) []int32 {
	out := make([]int32, len(texts))
	for i, t := range texts {
		out[i] = in.number(t)
	}
	return out
}

// joined appends the names that are on; they are sorted already.
func joined(text []byte, names []string, running []int) []byte {
	for i, n := range running {
		if n > 0 {
			if len(text) > 0 {
				text = append(text, '+')
			}
			text = append(text, names[i]...)
		}
	}
	return text
}

// stretch is one observed stretch as the two coders saw it, unit by unit.
type stretch struct{ one, two []int32 }

// compareUnits tallies in both directions. texts are those of the numbers.
func compareUnits(pairs []stretch, texts []string, tolerance int) UnitKappa {
	var out UnitKappa
	first, second := cells{}, cells{}
	for _, p := range pairs {
		out.N += len(p.one)
		first.add(p.one, p.two, len(texts), tolerance)
		second.add(p.two, p.one, len(texts), tolerance)
	}
	out.Po, out.Pe, out.Kappa = first.kappa(len(texts))
	out.Po2, out.Pe2, out.Kappa2 = second.kappa(len(texts))
	out.Codes, out.Table = first.table(texts)
	_, out.Table2 = second.table(texts)
	return out
}

// add counts reference against other, within the tolerance. For each of the k
// values it keeps the last place met so far in the other's units up to
// t + tolerance, so the work does not grow with the tolerance.
func (c cells) add(reference, other []int32, k, tolerance int) {
	last := make([]int, k)
	for i := range last {
		last[i] = -1
	}
	tolerance = min(max(tolerance, 0), len(other))
	ahead := 0
	var at cell
	var n float64 // of that cell, not yet counted
	for t, value := range reference {
		for ; ahead < len(other) && ahead <= t+tolerance; ahead++ {
			last[other[ahead]] = ahead
		}
		seen := other[t]
		if near := last[value]; near >= 0 && near >= t-tolerance {
			seen = value
		}
		if next := (cell{value, seen}); next != at {
			if n > 0 {
				c[at] += n
			}
			at, n = next, 0
		}
		n++
	}
	if n > 0 {
		c[at] += n
	}
}
