package agreement

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"samspil/internal/recording"
)

// question is the input of any kind; each reads what it knows.
type question struct {
	Table                            [][]float64
	N                                float64
	Weights                          json.RawMessage
	BaseRates                        []float64 `json:"base_rates"`
	Accuracy, Tolerance, Unit, Level json.RawMessage
	Ratings                          [][]json.RawMessage
	End, Start                       *float64
	Coder1, Coder2                   []json.RawMessage
	Codes                            []string
	EventWeight                      float64 `json:"event_weight"`
	Costs                            Costs
	Times1, Times2                   []float64
	Subjects                         []string
	File                             string
	accuracy, tolerance, unit        float64
	level                            string
}

var kinds = map[string]func(*testing.T, question) any{
	"kappa-table": func(t *testing.T, q question) any {
		var w Weights
		if json.Unmarshal(q.Weights, &w.By) != nil {
			w.By = Given
			must(t, q.Weights, &w.Disagreement)
		}
		return OfTable(q.Table, q.N, w)
	},
	"kappa-accuracy": func(t *testing.T, q question) any { return OfAccuracy(q.BaseRates, q.accuracy) },
	"fleiss-kappa": func(t *testing.T, q question) any {
		var texts [][]string
		for _, row := range q.Ratings {
			var unit []string
			for _, r := range row {
				unit = append(unit, string(r))
			}
			texts = append(texts, unit)
		}
		return OfMany(texts)
	},
	"krippendorff-alpha": func(t *testing.T, q question) any { return OfRatings(numbers(t, q.Ratings), Level(q.level)) },
	"icc": func(t *testing.T, q question) any {
		var scores [][]float64
		for _, row := range numbers(t, q.Ratings) {
			var unit []float64
			for _, r := range row {
				unit = append(unit, *r)
			}
			scores = append(scores, unit)
		}
		return OfScores(scores)
	},
	"unit-kappa": func(t *testing.T, q question) any {
		return OfUnits(list(t, q.Coder1), list(t, q.Coder2), int(q.tolerance))
	},
	"timed-kappa": func(t *testing.T, q question) any {
		s := Stream{Observed: []recording.Span{{To: recording.Millis(*q.End)}}, Codes: q.Codes}
		return OfTime(coded(t, q.Coder1), coded(t, q.Coder2), s, recording.Millis(q.unit), int(q.tolerance))
	},
	"duration-kappa": func(t *testing.T, q question) any {
		var s Stream
		if q.Start != nil {
			s.Observed = []recording.Span{{From: recording.Millis(*q.Start), To: recording.Millis(*q.End)}}
		}
		return OfDuration(coded(t, q.Coder1), coded(t, q.Coder2), s, q.EventWeight)
	},
	"event-match": func(t *testing.T, q question) any {
		return OfEvents(coded(t, q.Coder1), coded(t, q.Coder2), Stream{}, recording.Millis(q.tolerance))
	},
	"alignment-kappa": func(t *testing.T, q question) any {
		o := AlignOptions{Costs: q.Costs, Tolerance: recording.Millis(q.tolerance)}
		for _, s := range q.Times1 {
			o.Times1 = append(o.Times1, recording.Millis(s))
		}
		for _, s := range q.Times2 {
			o.Times2 = append(o.Times2, recording.Millis(s))
		}
		return OfOrder(list(t, q.Coder1), list(t, q.Coder2), o)
	},
	"scan-kappa": func(t *testing.T, q question) any {
		return OfScans(subjects(t, q.Coder1), subjects(t, q.Coder2), q.Subjects, recording.Millis(q.unit))
	},
}

// The vectors are answers made by other programs; they lie beside the project and
// are run where they are found.
func TestVectors(t *testing.T) {
	raw, err := os.ReadFile("../../../../shared/vectors/interaction.json")
	if err != nil {
		t.Skip("the test vectors do not lie beside the project; the tables of this package still run")
	}
	var all struct {
		Vectors []struct {
			ID, Kind  string
			Input     json.RawMessage
			Expected  map[string]json.RawMessage
			Tolerance float64
		}
	}
	must(t, raw, &all)
	ran := map[string]int{}
	for _, v := range all.Vectors {
		run := kinds[v.Kind]
		if run == nil {
			continue
		}
		t.Run(v.ID, func(t *testing.T) {
			var q question
			must(t, v.Input, &q)
			if q.File != "" {
				t.Skip("reading other programs' files is tested with the vectors as a whole")
			}
			ran[v.Kind]++
			for into, text := range map[any]json.RawMessage{&q.accuracy: q.Accuracy, &q.tolerance: q.Tolerance, &q.unit: q.Unit, &q.level: q.Level} {
				if text != nil {
					must(t, text, into)
				}
			}
			text, err := json.Marshal(run(t, q))
			if err != nil {
				t.Fatal(err)
			}
			var got map[string]any
			must(t, text, &got)
			for name, want := range v.Expected {
				if _, ok := got[name]; !ok {
					t.Errorf("%s: no such result", name)
				}
				compare(t, name, got[name], decode(t, want), v.Tolerance)
			}
		})
	}
	for kind := range kinds {
		if ran[kind] == 0 {
			t.Errorf("no vector of kind %s", kind)
		}
	}
}

func must(t *testing.T, text []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

func list(t *testing.T, raw []json.RawMessage) []string {
	out := make([]string, len(raw))
	for i := range raw {
		must(t, raw[i], &out[i])
	}
	return out
}

func numbers(t *testing.T, raw [][]json.RawMessage) [][]*float64 {
	out := make([][]*float64, len(raw))
	for i, row := range raw {
		out[i] = make([]*float64, len(row))
		for j := range row {
			must(t, row[j], &out[i][j])
		}
	}
	return out
}

func event(subject, code string, on float64, off *float64) recording.Event {
	e := recording.Event{Subject: subject, Code: code, Kind: recording.Point, Onset: recording.Millis(on), Offset: recording.Millis(on)}
	if off != nil {
		e.Kind, e.Offset = recording.State, recording.Millis(*off)
	}
	return e
}

func coded(t *testing.T, raw []json.RawMessage) []recording.Event {
	var out []recording.Event
	for _, text := range raw {
		var code string
		var on float64
		var off *float64
		must(t, text, &[]any{&code, &on, &off})
		out = append(out, event("", code, on, off))
	}
	return out
}

func subjects(t *testing.T, raw []json.RawMessage) []recording.Event {
	var out []recording.Event
	for _, text := range raw {
		var subject, code string
		var on float64
		var off *float64
		must(t, text, &[]any{&subject, &code, &on, &off})
		out = append(out, event(subject, code, on, off))
	}
	return out
}

func decode(t *testing.T, raw []byte) any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// compare follows the rule of the vectors: a number written without point or
// exponent must be equal, any other within the tolerance.
func compare(t *testing.T, at string, got, want any, tolerance float64) {
	t.Helper()
	switch w := want.(type) {
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			t.Errorf("%s: got %v, want %v", at, got, want)
			return
		}
		for i := range w {
			compare(t, at, g[i], w[i], tolerance)
		}
	case json.Number:
		number, err := w.Float64()
		if err != nil {
			t.Fatal(err)
		}
		if !strings.ContainsAny(w.String(), ".eE") {
			tolerance = 0
		}
		if g, ok := got.(float64); !ok || math.Abs(g-number) > tolerance*max(1, math.Abs(number)) {
			t.Errorf("%s: got %v, want %v", at, got, want)
		}
	default:
		if got != want {
			t.Errorf("%s: got %v, want %v", at, got, want)
		}
	}
}
