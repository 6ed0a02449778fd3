package patterns

import (
	"math"
	"slices"

	"samspil/internal/method/contingency"
	"samspil/internal/method/sequence"
	"samspil/internal/recording"
	"samspil/internal/scheme"
)

// inquiry is what is asked of pooled recordings.
type inquiry struct {
	Codes  []string // those that take part, in the order of the scheme
	Firsts []string // what is looked at as coming first, and what as coming then
	Thens  []string
	Lag    int   // so many places later; 0 when asked by time
	Window int64 // milliseconds within which something follows; 0 when asked by place
	Self   bool  // a thing may follow itself
	Seed   uint64
}

// shuffles of a permutation; they give p down to one in a thousand.
const shuffles = 1000

// unit is the second into which time is cut for windows.
const unit = 1000

// answered is what came of an inquiry.
type answered struct {
	Lines  []follows // by Firsts, then Thens
	Counts map[string]int
	Pairs  int // everything that followed something
	Length int64
}

// ask counts what followed what, by the order or within a time. Nothing is counted
// across a pause or from one recording to the next.
func ask(recs []recording.Recording, s scheme.Scheme, q inquiry) answered {
	a := answered{Counts: map[string]int{}}
	var timed []stretch
	var orders [][]string
	for _, r := range recs {
		a.Length += r.Length()
		for _, one := range stretches(r, q.Codes) {
			timed = append(timed, one)
			orders = append(orders, one.codes)
			for _, c := range one.codes {
				a.Counts[c]++
			}
		}
	}
	if q.Window > 0 {
		a.within(s, timed, q)
	} else {
		a.next(s, orders, q)
	}
	return a
}

// stretch is one observed stretch: what began in it, and when.
type stretch struct {
	span  recording.Span
	codes []string
	at    []int64
}

func stretches(r recording.Recording, codes []string) []stretch {
	var out []stretch
	for _, span := range r.Observed() {
		out = append(out, stretch{span: span})
	}
	events := slices.Clone(r.Events)
	slices.SortStableFunc(events, func(a, b recording.Event) int { return int(min(1, max(-1, a.Onset-b.Onset))) })
	for _, e := range events {
		i := recording.Segment(r.Observed(), e.Onset)
		if i >= 0 && slices.Contains(codes, e.Code) {
			out[i].codes, out[i].at = append(out[i].codes, e.Code), append(out[i].at, e.Onset)
		}
	}
	return out
}

// next counts by the order: so many places later.
func (a *answered) next(s scheme.Scheme, orders [][]string, q inquiry) {
	if !q.Self {
		orders = sequence.WithoutRepeats(orders)
	}
	table := sequence.Tabulate(orders, sequence.TableOptions{Codes: q.Codes, Lag: q.Lag, NoRepeat: !q.Self})
	chance := sequence.Permute(orders, q.Codes, sequence.PermuteOptions{Lag: q.Lag, Permutations: shuffles, NoRepeat: !q.Self, Seed: q.Seed})
	a.Pairs = int(table.N)
	for _, x := range table.Transitions(nil) {
		if !slices.Contains(q.Firsts, x.From) || !slices.Contains(q.Thens, x.To) {
			continue
		}
		i, j := slices.Index(q.Codes, x.From), slices.Index(q.Codes, x.To)
		f := follows{N: x.N, Row: x.RowN, Probability: x.Share, Residual: x.Residual, Q: x.YulesQ}
		if x.Expected > 0 {
			f.Expected = &x.Expected
			f.Permuted = direction(f, chance.Upper[i][j], chance.Lower[i][j])
		}
		row, column := x.RowN, 0
		for k := range table.Counts {
			column += table.Counts[k][j]
		}
		f.interval(contingency.TwoByTwo{A: x.N, B: row - x.N, C: column - x.N, D: a.Pairs - row - column + x.N})
		a.add(s, f, x.From, x.To)
	}
	a.sort(q)
}

// within counts by time: in how many of the seconds after the one, its own among
// them, the other began.
func (a *answered) within(s scheme.Scheme, timed []stretch, q inquiry) {
	seconds := map[string][]int{}
	after := map[string][]int{}
	n := 0
	for _, one := range timed {
		length := int((one.span.Length() + unit - 1) / unit)
		reach := int((q.Window + unit - 1) / unit)
		for i, code := range one.codes {
			at := min(int((one.at[i]-one.span.From)/unit), length-1)
			seconds[code] = append(seconds[code], n+at)
			for k := at; k < min(at+reach, length); k++ {
				after[code] = append(after[code], n+k)
			}
		}
		n += length
	}
	a.Pairs = n
	for _, code := range q.Codes {
		seconds[code], after[code] = slices.Compact(seconds[code]), distinct(after[code])
	}
	for _, first := range q.Firsts {
		for _, then := range q.Thens {
			if first == then { // it always falls into its own second
				continue
			}
			a.pair(s, n, [2]string{first, then}, after[first], seconds[then])
		}
	}
}

func distinct(units []int) []int {
	slices.Sort(units)
	return slices.Compact(units)
}

// pair judges one pair of a window count by the table of four and by every shift of
// the one against the other.
func (a *answered) pair(s scheme.Scheme, n int, names [2]string, given, target []int) {
	shift := sequence.CircularShift(n, given, target)
	table := contingency.TwoByTwo{A: shift.Joint, B: len(given) - shift.Joint, C: len(target) - shift.Joint}
	table.D = n - table.A - table.B - table.C
	x := table.Analyse()
	f := follows{N: table.A, Row: len(given), Residual: x.Z, Q: x.Q}
	if len(given) > 0 {
		share := float64(f.N) / float64(f.Row)
		f.Probability = &share
	}
	if shift.Mean != nil && *shift.Mean > 0 {
		f.Expected = shift.Mean
		f.Permuted = direction(f, shift.Upper, shift.Lower)
	}
	f.interval(table)
	a.add(s, f, names[0], names[1])
}

// direction is the p of the side on which the count lies.
func direction(f follows, upper, lower *float64) *float64 {
	if float64(f.N) > *f.Expected {
		return upper
	}
	return lower
}

// interval carries that of the logarithm of the odds ratio over to Yule's Q, which
// is tanh of half of it; none where an empty cell keeps the two apart.
func (f *follows) interval(t contingency.TwoByTwo) {
	ci := t.Analyse().CI
	if f.Q == nil || ci == nil || min(t.A, t.B, t.C, t.D) == 0 {
		return
	}
	low, high := math.Tanh(ci.Low/2), math.Tanh(ci.High/2)
	f.QLow, f.QHigh = &low, &high
}

func (a *answered) add(s scheme.Scheme, f follows, first, then string) {
	f.First, _ = s.Code(first)
	f.Then, _ = s.Code(then)
	a.Lines = append(a.Lines, f)
}

// sort puts the lines in the order of what was asked.
func (a *answered) sort(q inquiry) {
	place := func(f follows) int {
		return slices.Index(q.Firsts, f.First.Code)*len(q.Codes) + slices.Index(q.Thens, f.Then.Code)
	}
	slices.SortStableFunc(a.Lines, func(x, y follows) int { return place(x) - place(y) })
}

// judged counts the lines that a word could be said of: so many comparisons were made.
func (a answered) judged() int {
	n := 0
	for _, f := range a.Lines {
		if v := f.finding(); v != cannotBe && v != tooFew {
			n++
		}
	}
	return n
}
