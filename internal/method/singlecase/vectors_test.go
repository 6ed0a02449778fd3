package singlecase

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"samspil/internal/clock"
)

// The vectors are answers made by other programs; they lie beside the project
// and are run where they are found.
type vector struct {
	ID        string                     `json:"id"`
	Kind      string                     `json:"kind"`
	Input     json.RawMessage            `json:"input"`
	Expected  map[string]json.RawMessage `json:"expected"`
	Tolerance float64                    `json:"tolerance"`
}

// runners turn the input of a kind into results under their names.
var runners = map[string]func(*testing.T, json.RawMessage) map[string]any{
	"trend":                 runTrend,
	"describe":              runDescribe,
	"reliable-change-means": runMeans,
	"measurement-error":     runMeasurementError,
	"strand-grade":          runStrand,
	"family-conclusion":     runFamily,
	"phase-comparison":      runComparison,
	"tau-u":                 runTauU,
	"rank-correlation":      runRank,
	"run-chart":             runRunChart,
	"run-chart-limits":      runLimits,
	"randomisation":         runRandomisation,
	"piecewise":             runPiecewise,
	"reliable-change":       runReliableChange,
	"cutoffs":               runCutoffs,
	"gas":                   runGAS,
}

func TestVectors(t *testing.T) {
	ran := map[string]int{}
	for _, v := range loadVectors(t) {
		run, ours := runners[v.Kind]
		if !ours {
			continue
		}
		ran[v.Kind]++
		t.Run(v.Kind+"/"+v.ID, func(t *testing.T) {
			got := decode(t, mustJSON(t, run(t, v.Input))).(map[string]any)
			for name, want := range v.Expected {
				value, ok := got[name]
				if !ok {
					t.Errorf("%s: no such result", name)
					continue
				}
				compare(t, name, value, decode(t, want), v.Tolerance)
			}
		})
	}
	for kind := range runners {
		if ran[kind] == 0 {
			t.Errorf("no vector of kind %s", kind)
		}
	}
}

func loadVectors(t *testing.T) []vector {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Skip("no go.mod above: cannot look for the test vectors")
		}
		dir = filepath.Dir(dir)
	}
	file := filepath.Join(dir, "..", "shared", "vectors", "outcomes.json")
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Skip("the test vectors do not lie beside the project; the tables of this package still run")
	}
	var all struct{ Vectors []vector }
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	return all.Vectors
}

// compare follows the rule of the vectors: a number written without point or
// exponent must be equal, any other within the tolerance.
func compare(t *testing.T, at string, got, want any, tolerance float64) {
	t.Helper()
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			t.Errorf("%s: got %v, want %v", at, got, want)
			return
		}
		for k, v := range w {
			compare(t, at+"."+k, g[k], v, tolerance)
		}
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
		g, ok := got.(json.Number)
		if !ok {
			t.Errorf("%s: got %v, want %v", at, got, want)
			return
		}
		gf, _ := g.Float64()
		wf, _ := w.Float64()
		if !strings.ContainsAny(w.String(), ".eE") {
			tolerance = 0
		}
		if !(math.Abs(gf-wf) <= tolerance*math.Max(1, math.Abs(wf))) {
			t.Errorf("%s: got %v, want %v", at, g, w)
		}
	default:
		if got != want {
			t.Errorf("%s: got %v, want %v", at, got, want)
		}
	}
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

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func read[T any](t *testing.T, raw json.RawMessage) T {
	t.Helper()
	var in T
	if err := json.Unmarshal(raw, &in); err != nil {
		t.Fatal(err)
	}
	return in
}

func runTrend(t *testing.T, raw json.RawMessage) map[string]any {
	in := read[struct {
		Y    []*float64
		Days []int
	}](t, raw)
	r := TrendOf(in.Y, in.Days)
	return map[string]any{
		"n": r.N, "s": r.S, "var_s": r.VarS, "tau_b": r.TauB, "z": r.Z,
		"p_increase": r.PIncrease, "p_two_sided": r.PTwoSided, "p_exact_increase": r.PExactIncrease,
		"slope": r.Slope, "intercept": r.Intercept,
	}
}

func runDescribe(t *testing.T, raw json.RawMessage) map[string]any {
	in := read[struct {
		Values     []*float64
		Multiplier *float64
	}](t, raw)
	multiplier := 1.0
	if in.Multiplier != nil {
		multiplier = *in.Multiplier
	}
	d := Describe(in.Values, multiplier)
	return map[string]any{"n": d.N, "mean": d.Mean, "median": d.Median, "sd": d.SD, "min": d.Min, "max": d.Max}
}

func runMeans(t *testing.T, raw json.RawMessage) map[string]any {
	in := read[struct {
		First, Last []float64
		SEM         float64
	}](t, raw)
	c, ok := ReliableChangeOfMeans(in.First, in.Last, in.SEM)
	if !ok {
		t.Fatal("not computed")
	}
	return map[string]any{
		"mean_first": c.MeanFirst, "mean_last": c.MeanLast, "s_diff": c.SDiff,
		"rci": c.RCI, "criterion_95": c.Criterion, "reliable": c.Reliable,
	}
}

func runMeasurementError(t *testing.T, raw json.RawMessage) map[string]any {
	in := read[struct {
		Reliability float64
		SD, MDC95   *float64
	}](t, raw)
	if in.SD != nil {
		sem := SEM(*in.SD, in.Reliability)
		return map[string]any{"sem": sem, "sd": *in.SD, "mdc95": MinimalDetectableChange(sem)}
	}
	sem := SEMFromMDC(*in.MDC95)
	return map[string]any{"sem": sem, "sd": SDFromSEM(sem, in.Reliability), "mdc95": *in.MDC95}
}

func runStrand(t *testing.T, raw json.RawMessage) map[string]any {
	in := read[struct {
		Rater      struct{ Role, Person string }
		Instrument struct {
			ID, Version, Better, Design, Level string
			SEM, SD, Reliability               *float64
			Comparable                         []string `json:"comparable_versions"`
		}
		Measurements []struct {
			Date           string
			Value          *float64
			Version, Rater string
			Superseded     bool
		}
	}](t, raw)
	s := Strand{
		Rater: Rater{Role(in.Rater.Role), in.Rater.Person},
		Instrument: Instrument{
			ID: in.Instrument.ID, Version: in.Instrument.Version, LowerIsBetter: in.Instrument.Better == "lower",
			Design: Design(in.Instrument.Design), Ordinal: in.Instrument.Level == "ordinal",
			ComparableVersions: in.Instrument.Comparable,
		},
	}
	switch i := in.Instrument; {
	case i.SEM != nil:
		s.Instrument.SEM = *i.SEM
	case i.SD != nil && i.Reliability != nil:
		s.Instrument.SEM = SEM(*i.SD, *i.Reliability)
	}
	for _, m := range in.Measurements {
		date, err := clock.ParseDate(m.Date)
		if err != nil {
			t.Fatal(err)
		}
		s.Measurements = append(s.Measurements, Measurement{
			Date: date, Value: m.Value, Version: m.Version, Rater: m.Rater, Superseded: m.Superseded,
		})
	}
	r := GradeStrand(s)
	out := map[string]any{
		"rule": r.Rule, "grade": int(r.Grade), "direction": r.Direction, "reason": orNil(r.Reason),
		"n": r.N, "span_days": r.SpanDays,
		"left_out": map[string]int{
			"missing": r.LeftOut.Missing, "superseded": r.LeftOut.Superseded, "other_version": r.LeftOut.OtherVersion,
			"other_rater": r.LeftOut.OtherRater, "same_day": r.LeftOut.SameDay,
		},
		"change": nil, "threshold": nil, "s": nil, "p": nil, "without_intake": nil,
	}
	if r.Whole != nil {
		addTest(out, *r.Whole)
	}
	if r.WithoutIntake != nil {
		w := map[string]any{"n": r.WithoutIntake.N}
		addTest(w, *r.WithoutIntake)
		out["without_intake"] = w
	}
	return out
}

func addTest(out map[string]any, t Test) {
	out["change"], out["threshold"], out["p"], out["s"] = t.Change, t.Threshold, t.P, nil
	if t.P != nil {
		out["s"] = t.S
	}
}

func runFamily(t *testing.T, raw json.RawMessage) map[string]any {
	in := read[struct {
		Strands []struct {
			Instrument string
			Rater      struct{ Role, Person string }
			Grade      int
			Direction  string
		}
		Judgement *struct {
			Written bool
			Says    string
		}
	}](t, raw)
	var strands []Graded
	for _, s := range in.Strands {
		strands = append(strands, Graded{
			Instrument: s.Instrument, Rater: Rater{Role(s.Rater.Role), s.Rater.Person},
			Grade: Grade(s.Grade), Direction: Direction(s.Direction),
		})
	}
	var judgement Judgement
	if in.Judgement != nil {
		judgement = Judgement{in.Judgement.Written, Says(in.Judgement.Says)}
	}
	c := ConcludeFamily(strands, judgement)
	return map[string]any{
		"rule": c.Rule, "conclusion": c.Verdict, "basis": orNil(c.Basis), "why": orNil(c.Why),
		"strands": c.Strands, "strands_graded": c.StrandsGraded, "strands_up": c.StrandsUp, "strands_down": c.StrandsDown,
		"raters": c.Raters, "raters_up": c.RatersUp, "raters_down": c.RatersDown,
		"attention": c.Attention, "judgement_differs": c.JudgementDiffers,
	}
}

func orNil[S ~string](s S) any {
	if s == "" {
		return nil
	}
	return s
}
