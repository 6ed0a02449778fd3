package research

import (
	"slices"

	"samspil/internal/format/boris"
	"samspil/internal/method/indicator"
	"samspil/internal/method/sequence"
	"samspil/internal/recording"
	"samspil/internal/scheme"
)

// Following says between what transitions are counted.
type Following string

const (
	// Situations of each subject alone: the states that run, sorted, and the moments
	// that fall into them (sequence.Concurrent); the subjects are pooled.
	Situations Following = "situations"
	// Onsets of everybody together in order of time, named by subject and code: who
	// follows whom.
	Onsets Following = "onsets"
	// Strings as the program BORIS writes and counts them, for comparison only.
	Strings Following = "boris"
)

// Options of an analysis of interplay.
type Options struct {
	Scheme    scheme.Scheme
	Following Following
	Lag       int  // places after; 1 is the next
	NoRepeat  bool // a code cannot follow itself
	// Permutations give p in small tables, 0 none; Seed makes them the same again.
	Permutations int
	Seed         uint64
	Progress     func(done, of int) // of the permutations; nil for nobody watching
}

// mostDense is the number of codes up to which a table is given with all its
// cells; beyond, only those that occurred. With more than mostFitted codes, which a
// few states that overlap make, no table is fitted.
const (
	mostDense  = 40
	mostFitted = 600
)

// Interaction analyses every recording of a file of that kind that has been read
// whole. In BORIS files, which end one state a moment before the next, the two are
// one change.
func Interaction(file, kind string, set recording.Set, o Options) []Observation {
	out := make([]Observation, len(set.Recordings))
	for i, r := range set.Recordings {
		out[i] = o.observation(file, r)
		out[i].TimeBudget = budget(r.Clock, sequence.Budget([]recording.Recording{r}, sequence.BudgetOptions{WithModifiers: true}))
		o.follow(&out[i], r, kind)
		out[i].Indicators = o.indicators(set, r)
	}
	return out
}

func isBORIS(kind string) bool { return kind == "boris" || kind == "boris.gz" }

func (o Options) observation(file string, r recording.Recording) Observation {
	out := header(file, r)
	out.N = len(r.Events)
	out.Events = make([]Event, len(r.Events))
	for i, e := range r.Events {
		out.Events[i] = event(r.Clock, e)
	}
	if r.Clock != recording.Order && r.Length() > 0 {
		out.Duration = seconds(r.Length())
	}
	return out
}

// header is what is known of a recording without its events.
func header(file string, r recording.Recording) Observation {
	out := Observation{
		File: file, ID: r.ID, Type: r.Type, Segments: [][2]float64{}, Groups: r.Groups,
		Unpaired: []Unpaired{}, TimeBudget: []Budget{}, Transitions: []Transition{},
	}
	if out.ID == "" { // the file is about one thing, and has its name
		out.ID = file
	}
	if out.Groups == nil {
		out.Groups = map[string]string{}
	}
	if r.Clock != recording.Order {
		for _, s := range r.Segments {
			out.Segments = append(out.Segments, [2]float64{recording.Seconds(s.From), recording.Seconds(s.To)})
		}
	}
	for _, m := range r.Unpaired {
		u := Unpaired{Subject: focal(m.Subject), Behavior: m.Code, Modifiers: m.Modifiers}
		if r.Clock != recording.Order {
			u.At = seconds(m.At)
		}
		out.Unpaired = append(out.Unpaired, u)
	}
	return out
}

func event(clock recording.Clock, e recording.Event) Event {
	out := Event{Subject: focal(e.Subject), Behavior: e.Code, Modifiers: e.Modifiers, Kind: e.Kind}
	if clock == recording.Order {
		out.Place = &e.Onset
		return out
	}
	out.Start, out.Stop = seconds(e.Onset), seconds(e.Offset)
	return out
}

// budget of a recording; without times there is only how often.
func budget(clock recording.Clock, lines []sequence.BudgetLine) []Budget {
	out := make([]Budget, len(lines))
	for i, l := range lines {
		out[i] = Budget{
			Subject: focal(l.Subject), Behavior: l.Code, Modifiers: l.Modifiers, Kind: l.Kind, Unpaired: l.Unpaired,
		}
		if !l.Unpaired {
			out[i].N = &l.Number
		}
		if clock != recording.Order {
			out[i].Total, out[i].Mean, out[i].SD, out[i].Share = l.Total, l.Mean, l.SD, l.Share
			out[i].PerMinute, out[i].GapMean, out[i].GapSD = l.PerMinute, l.GapMean, l.GapSD
		}
	}
	return out
}

// follow counts what follows what.
func (o Options) follow(out *Observation, r recording.Recording, kind string) {
	out.TransitionsOf, out.Cells = o.Following, "all"
	var sequences [][]string
	reading := sequence.Reading{}
	if isBORIS(kind) {
		reading.Together = boris.Slack
	}
	switch {
	case o.Following == Strings:
		for _, s := range sequence.BehaviourStrings(r, reading) {
			sequences = append(sequences, s.Parts)
		}
	case o.Following == Onsets || r.Clock == recording.Order:
		reading.WithSubject, out.TransitionsOf = true, Onsets
		sequences = sequence.Onsets(r, reading)
	default:
		reading.EachSubject = true
		sequences = sequence.Concurrent(r, reading)
	}
	if o.NoRepeat {
		sequences = sequence.WithoutRepeats(sequences)
	}
	codes := sequence.Codes(sequences)
	plain := o.Lag == 1 && !o.NoRepeat
	switch {
	case len(codes) > mostDense && plain:
		out.Cells = "occurred"
		out.Transitions = transitions(sequence.Count(sequences).Transitions())
		return
	case len(codes) > mostFitted:
		out.Cells = "too_many"
		return
	}
	t := sequence.Tabulate(sequences, sequence.TableOptions{Codes: codes, Lag: o.Lag, NoRepeat: o.NoRepeat})
	var p *sequence.Permutation
	if o.Permutations > 0 {
		shuffled := sequence.Permute(sequences, codes, sequence.PermuteOptions{
			Lag: o.Lag, Permutations: o.Permutations, NoRepeat: o.NoRepeat, Seed: o.Seed, Progress: o.Progress,
		})
		p = &shuffled
	}
	out.Transitions = transitions(t.Transitions(p))
	if len(codes) > mostDense {
		out.Cells = "occurred"
		out.Transitions = slices.DeleteFunc(out.Transitions, func(t Transition) bool { return t.N == 0 })
	}
}

func transitions(from []sequence.Transition) []Transition {
	out := make([]Transition, len(from))
	for i, t := range from {
		out[i] = Transition{
			From: t.From, To: t.To, N: t.N, Probability: t.Share, Residual: t.Residual,
			P: t.P, PBy: string(t.PBy), Few: t.Small(), YulesQ: t.YulesQ,
		}
		if t.RowN > 0 || t.Expected > 0 {
			out[i].Expected = &t.Expected
		}
	}
	return out
}

// indicators of a recording whose codes, some of them at least, are the scheme's.
func (o Options) indicators(set recording.Set, r recording.Recording) *indicator.Indicators {
	if r.Clock == recording.Order {
		return nil
	}
	coding := indicator.CodingOf(o.Scheme, false)
	used := map[string]bool{}
	for _, e := range r.Events {
		if as := coding.As(e.Code); as != "" {
			used[as] = true
		}
	}
	for _, c := range set.Codes {
		if as := coding.As(c.Name); as != "" {
			used[as] = true
		}
	}
	if len(used) == 0 {
		return nil
	}
	if len(set.Codes) > 0 { // what the file does not declare the coder did not have
		coding.Has = used
	}
	i := indicator.Pool([]recording.Recording{r}, coding)
	return &i
}
