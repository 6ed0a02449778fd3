package sequence

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"samspil/internal/method/contingency"
	"samspil/internal/recording"
)

type vectorInput struct {
	File                     string
	Table                    [][]int
	StructuralZeros          any `json:"structural_zeros"`
	A, B, C, D               int
	Sequences                [][]string
	Codes                    []string
	Lag, Permutations, Units int
	Method                   string
	Given, Target            json.RawMessage
	Recordings               []struct {
		End    float64
		Events [][3]any
	}
	Unit, Window, Gap float64
	GivenMode         string `json:"given_mode"`
	Types             map[string]recording.Kind
	Events            [][]any
	Subjects          []string
	WithModifiers     bool `json:"with_modifiers"`
	Clip              []float64
	Observed          float64
	From, To          []string
	Utterances        [][]any
	Sequence          []string
	I, J, K, L        string
}

type vector struct {
	ID, Kind  string
	Input     vectorInput
	Expected  map[string]any
	Tolerance float64
}

// Every case of the kinds computed here, with the figures worked out elsewhere.
func TestVectors(t *testing.T) {
	text, err := os.ReadFile("../../../../shared/vectors/interaction.json")
	if err != nil {
		t.Skip("skipped: ../shared/vectors/interaction.json is not present")
	}
	var file struct{ Vectors []json.RawMessage }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	run := map[string]func(vectorInput) any{
		"contingency-table": tableVector, "two-by-two": fourfoldVector, "lag-sequence": lagVector,
		"permutation": permuteVector, "circular-shift": shiftVector, "time-window": windowVector,
		"timed-events": timedVector, "latency": latencyVector, "turn-count": turnsVector, "dominance": dominanceVector,
	}
	for _, raw := range file.Vectors {
		var kind struct{ ID, Kind string }
		if err := json.Unmarshal(raw, &kind); err != nil || run[kind.Kind] == nil {
			continue
		}
		t.Run(kind.ID, func(t *testing.T) {
			var v vector
			if err := json.Unmarshal(raw, &v); err != nil {
				t.Fatal(err)
			}
			if v.Input.File != "" {
				t.Skip("skipped: reads a file of another program, which is tried where files are read")
			}
			result, err := json.Marshal(run[v.Kind](v.Input))
			if err != nil {
				t.Fatal(err)
			}
			var got any
			if err := json.Unmarshal(result, &got); err != nil {
				t.Fatal(err)
			}
			for name, want := range v.Expected {
				compare(t, name, got.(map[string]any)[name], want, v.Tolerance)
			}
		})
	}
}

func compare(t *testing.T, path string, got, want any, tolerance float64) {
	t.Helper()
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			t.Errorf("%s: got %v, want %v", path, got, want)
		}
		for name := range w {
			compare(t, path+"/"+name, g[name], w[name], tolerance)
		}
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			t.Errorf("%s: got %v, want %v", path, got, want)
			return
		}
		for i := range w {
			compare(t, fmt.Sprintf("%s/%d", path, i), g[i], w[i], tolerance)
		}
	case float64:
		if g, ok := got.(float64); !ok || math.Abs(g-w) > tolerance*max(1, math.Abs(w)) {
			t.Errorf("%s: got %v, want %v", path, got, want)
		}
	default:
		if got != want {
			t.Errorf("%s: got %v, want %v", path, got, want)
		}
	}
}

func tableVector(in vectorInput) any {
	var zero [][]bool
	switch z := in.StructuralZeros.(type) {
	case string:
		if z == "diagonal" {
			zero = contingency.Diagonal(len(in.Table))
		}
	case []any:
		for _, row := range z {
			var r []bool
			for _, x := range row.([]any) {
				r = append(r, x.(float64) == 1)
			}
			zero = append(zero, r)
		}
	}
	return analysed(contingency.Of(in.Table, zero).Analyse())
}

func analysed(a contingency.Analysis) map[string]any {
	return map[string]any{"n": a.N, "expected": a.Expected, "pearson": a.Pearson, "adjusted": a.Adjusted,
		"yules_q": a.YulesQ, "x2": a.X2, "g2": a.G2, "df": a.DF}
}

func fourfoldVector(in vectorInput) any {
	return associated(contingency.TwoByTwo{A: in.A, B: in.B, C: in.C, D: in.D})
}

func associated(t contingency.TwoByTwo) map[string]any {
	a := t.Analyse()
	return map[string]any{"a": t.A, "b": t.B, "c": t.C, "d": t.D, "n": a.N, "odds_ratio": a.OddsRatio, "ln_or": a.LnOR,
		"se_ln_or": a.SE, "yules_q": a.Q, "phi": a.Phi, "z": a.Z}
}

func lagVector(in vectorInput) any {
	t := Tabulate(in.Sequences, TableOptions{Codes: in.Codes, Lag: in.Lag, NoRepeat: in.StructuralZeros == "diagonal"})
	out := analysed(t.Analysis)
	out["counts"], out["probabilities"] = t.Counts, t.Probabilities
	return out
}

func permuteVector(in vectorInput) any {
	p := Permute(in.Sequences, in.Codes, PermuteOptions{Lag: in.Lag, Permutations: in.Permutations,
		NoRepeat: in.Method == "shuffle_no_repeat", Seed: 1})
	return map[string]any{"counts": p.Counts, "p_upper": p.Upper, "p_lower": p.Lower}
}

func shiftVector(in vectorInput) any {
	var given, target []int
	if json.Unmarshal(in.Given, &given) != nil || json.Unmarshal(in.Target, &target) != nil {
		return nil
	}
	s := CircularShift(in.Units, given, target)
	return map[string]any{"joint": s.Joint, "p_upper": s.Upper, "p_lower": s.Lower, "mean": s.Mean}
}

func windowVector(in vectorInput) any {
	w := Window{Unit: recording.Millis(in.Unit), Length: recording.Millis(in.Window), Mode: WindowMode(in.GivenMode)}
	if json.Unmarshal(in.Given, &w.Given) != nil || json.Unmarshal(in.Target, &w.Target) != nil {
		return nil
	}
	var all []recording.Recording
	for _, r := range in.Recordings {
		rec := recording.Recording{Segments: []recording.Span{{From: 0, To: recording.Millis(r.End)}}}
		for _, e := range r.Events {
			rec.Events = append(rec.Events, stretch("", e[0], e[1], e[2]))
		}
		all = append(all, rec)
	}
	return associated(TimeWindow(all, w))
}

// stretch is an event of a vector: a state with an off, a point without.
func stretch(subject string, code, on, off any) recording.Event {
	e := recording.Event{Subject: subject, Code: code.(string), Kind: recording.Point, Onset: recording.Millis(on.(float64))}
	e.Offset = e.Onset
	if x, ok := off.(float64); ok {
		e.Kind, e.Offset = recording.State, recording.Millis(x)
	}
	return e
}

func timedVector(in vectorInput) any {
	r := toggled(in)
	clipped := r
	if in.Clip != nil {
		clipped = Clip(r, recording.Millis(in.Clip[0]), recording.Millis(in.Clip[1]))
	}
	budget := map[string]any{}
	for _, b := range Budget([]recording.Recording{clipped}, BudgetOptions{Subjects: in.Subjects, Codes: in.Codes,
		WithModifiers: in.WithModifiers, Observed: recording.Millis(in.Observed)}) {
		name := shown(b.Subject) + "/" + b.Code
		if in.WithModifiers {
			name += "/" + b.Modifiers
		}
		if b.Unpaired {
			budget[name] = "UNPAIRED"
			continue
		}
		budget[name] = map[string]any{"number": b.Number, "duration": b.Total, "mean": b.Mean, "sd": b.SD,
			"inter_mean": b.GapMean, "inter_sd": b.GapSD, "rate_per_min": b.PerMinute, "proportion": b.Share}
	}
	intervals := [][]any{}
	for _, e := range clipped.Events {
		intervals = append(intervals, []any{shown(e.Subject), e.Code, e.Modifiers, recording.Seconds(e.Onset), recording.Seconds(e.Offset)})
	}
	slices.SortStableFunc(intervals, func(a, b []any) int {
		for _, i := range []int{3, 0, 1, 2, 4} {
			if x, ok := a[i].(float64); ok && x != b[i].(float64) {
				return int(math.Copysign(1, x-b[i].(float64)))
			} else if !ok && a[i] != b[i] {
				return strings.Compare(a[i].(string), b[i].(string))
			}
		}
		return 0
	})
	read := BehaviourStrings(r, Reading{Subjects: in.Subjects, Codes: in.Codes})
	texts := map[string]string{}
	for _, s := range read {
		texts[shown(s.Subject)] = s.Text()
	}
	c := BehaviourTransitions(read)
	return map[string]any{"paired": len(r.Unpaired) == 0, "budget": budget, "intervals": intervals, "strings": texts,
		"transitions": map[string]any{"codes": append([]string{}, c.Codes()...), "counts": c.Dense()}}
}

func shown(subject string) string {
	if subject == "" {
		return recording.NoSubject
	}
	return subject
}

// toggled pairs the marks of states: of equal ones every second is an end.
func toggled(in vectorInput) recording.Recording {
	var r recording.Recording
	slices.SortStableFunc(in.Events, func(a, b []any) int { return int(math.Copysign(1, a[0].(float64)-b[0].(float64))) })
	open := map[[3]string]int{}
	for _, e := range in.Events {
		at, code := recording.Millis(e[0].(float64)), e[2].(string)
		k := [3]string{e[1].(string), code, e[3].(string)}
		x := recording.Event{Subject: k[0], Code: code, Modifiers: k[2], Kind: in.Types[code], Onset: at, Offset: at}
		if n := open[k]; x.Kind == recording.State && n > 0 {
			r.Events[n-1].Offset, open[k] = at, 0
			continue
		}
		r.Events = append(r.Events, x)
		if x.Kind == recording.State {
			open[k] = len(r.Events)
		}
	}
	for k, n := range open {
		if n > 0 {
			r.Unpaired = append(r.Unpaired, recording.Mark{Subject: k[0], Code: k[1], Modifiers: k[2], At: r.Events[n-1].Onset})
			r.Events[n-1].Code = ""
		}
	}
	r.Events = slices.DeleteFunc(r.Events, func(e recording.Event) bool { return e.Code == "" })
	return r
}

func latencyVector(in vectorInput) any {
	var events []recording.Event
	for _, e := range in.Events {
		events = append(events, stretch(e[0].(string), e[1], e[2], e[3]))
	}
	found := Latencies(events, Who{in.From[0], in.From[1]}, Who{in.To[0], in.To[1]})
	out := map[string]any{}
	seconds := []float64{}
	for _, ms := range found {
		seconds = append(seconds, recording.Seconds(ms))
	}
	out["latencies"] = seconds
	if n := len(seconds); n > 0 {
		sorted := slices.Sorted(slices.Values(seconds))
		out["median"] = (sorted[(n-1)/2] + sorted[n/2]) / 2
	}
	return out
}

func turnsVector(in vectorInput) any {
	var all []Utterance
	for _, u := range in.Utterances {
		speaker, _ := u[0].(string)
		all = append(all, Utterance{speaker, recording.Millis(u[1].(float64)), recording.Millis(u[2].(float64))})
	}
	c := Turns(all, recording.Millis(in.Gap))
	return map[string]any{"turns": c.Turns, "chains": c.Chains, "mean_chain": c.MeanChain}
}

func dominanceVector(in vectorInput) any {
	d := Dominates(in.Sequence, Pair{in.I, in.J}, Pair{in.K, in.L})
	return map[string]any{"z": d.Z, "kappa": d.Kappa, "p_one": d.P, "same_direction": d.SameDirection}
}
