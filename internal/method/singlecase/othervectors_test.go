package singlecase

import (
	"encoding/json"
	"math"
	"testing"
)

func present(values []*float64) []float64 {
	var out []float64
	for _, v := range values {
		if v != nil {
			out = append(out, *v)
		}
	}
	return out
}

func runComparison(t *testing.T, raw json.RawMessage) map[string]any {
	in := read[struct {
		A, B               []*float64
		Improvement, Scale string
		Goal               *float64
	}](t, raw)
	p := Phases{A: present(in.A), B: present(in.B), LowerIsBetter: in.Improvement == "decrease"}
	o, e, r, c := p.Overlap(), p.Effect(), p.Ratio(in.Scale == "count"), p.Corrected()
	apply := func(v *float64, f func(float64) float64) *float64 {
		if v == nil {
			return nil
		}
		return ptr(f(*v))
	}
	double := func(v float64) float64 { return 2 * v }
	out := map[string]any{
		"nap": o.NAP, "nap_se_unbiased": o.SEUnbiased, "nap_se_hanley": o.SEHanley, "nap_se_null": o.SENull,
		"nap_ci_low": o.Low, "nap_ci_high": o.High, "tau": apply(o.NAP, Tau), "tau_se_unbiased": apply(o.SEUnbiased, double),
		"tau_ci_low": apply(o.Low, Tau), "tau_ci_high": apply(o.High, Tau), "tau_u": o.TauU,
		"pnd": o.PND, "pem": o.PEM, "pet": o.PET, "pand": o.PAND, "ird": o.IRD,
		"mean_difference": e.Mean, "trend_difference": e.Trend, "glass_delta": e.Glass,
		"smd_baseline": e.Baseline, "smd_baseline_se": e.BaselineSE, "smd_pooled": e.Pooled, "smd_pooled_se": e.PooledSE,
		"lrri": r.Log, "lrrd": apply(r.Log, func(v float64) float64 { return -v }), "lrr_se": r.SE,
		"lrri_ci_low": r.Low, "lrri_ci_high": r.High, "lrri_uncorrected": r.Uncorrected,
		"baseline_slope": c.Slope, "baseline_intercept": c.Intercept, "tau_bc": c.Tau, "tau_bc_kendall": c.Kendall,
		"tau_bc_kendall_se": c.KendallSE, "tau_bc_applied": c.Applied, "tau_bc_pretested": c.Pretested,
	}
	if in.Goal != nil {
		out["pogo"], out["pogo_se"] = p.GoalObtained(*in.Goal)
	}
	return out
}

func runTauU(t *testing.T, raw json.RawMessage) map[string]any {
	in := read[struct {
		A, B   []*float64
		Method string
	}](t, raw)
	u := Phases{A: present(in.A), B: present(in.B)}.TauU(TauUMethod(in.Method))
	row := func(r TauURow) map[string]any {
		return map[string]any{
			"pairs": r.Pairs, "pos": r.Pos, "neg": r.Neg, "ties": r.Ties, "s": r.S, "d": r.D, "tau": r.Tau, "n": r.N,
			"ci_low": r.Low, "ci_high": r.High, "sd_s": math.Sqrt(r.VarS), "var_s": r.VarS, "se_tau": r.SE, "z": r.Z, "p": r.P,
		}
	}
	return map[string]any{
		"a_vs_b": row(u.AvsB), "trend_a": row(u.TrendA), "trend_b": row(u.TrendB),
		"a_vs_b_minus_trend_a": row(u.MinusTrendA), "a_vs_b_plus_trend_b": row(u.PlusTrendB),
		"a_vs_b_plus_trend_b_minus_trend_a": row(u.PlusBMinusTrendA),
	}
}

func runRank(t *testing.T, raw json.RawMessage) map[string]any {
	in := read[struct{ X, Y []float64 }](t, raw)
	r := Correlate(in.X, in.Y)
	return map[string]any{"n": r.N, "s": r.S, "d": r.D, "tau_b": r.TauB, "var_s": r.VarS, "z": r.Z, "p_two_sided": r.PTwoSided}
}

func runRunChart(t *testing.T, raw json.RawMessage) map[string]any {
	in := read[struct{ Values []*float64 }](t, raw)
	c := RunChartOf(present(in.Values))
	return map[string]any{
		"n": c.N, "median": c.Median, "useful": c.Useful, "longest_run": c.LongestRun, "crossings": c.Crossings,
		"longest_run_limit": c.LongestLimit, "crossings_limit": c.CrossingsLimit, "signal": c.Signal,
	}
}

func runLimits(t *testing.T, raw json.RawMessage) map[string]any {
	in := read[struct{ N int }](t, raw)
	longest, crossings, ok := RunChartLimits(in.N)
	if !ok {
		return map[string]any{"longest_run_limit": nil, "crossings_limit": nil}
	}
	return map[string]any{"longest_run_limit": longest, "crossings_limit": crossings}
}

func runRandomisation(t *testing.T, raw json.RawMessage) map[string]any {
	in := read[struct {
		Cases []struct {
			Values []*float64
			NA     int `json:"n_a"`
		}
		Limit int
	}](t, raw)
	var cases []Case
	for _, c := range in.Cases {
		cases = append(cases, Case{present(c.Values), c.NA})
	}
	r, ok := RandomisationTest(cases, in.Limit)
	if !ok {
		t.Fatal("not computed")
	}
	return map[string]any{
		"p": r.P, "observed": r.Observed, "n_arrangements": len(r.Distribution), "mean_distribution": r.Mean,
		"z": r.Z, "p_z": r.PZ, "distribution": r.Distribution,
	}
}

func runPiecewise(t *testing.T, raw json.RawMessage) map[string]any {
	in := read[struct {
		Values []*float64
		MT     []float64
		Phase  []string
		Model  string
	}](t, raw)
	var inB []bool
	for i, p := range in.Phase {
		inB = append(inB, p == "B")
		if len(in.MT) <= i {
			in.MT = append(in.MT, float64(i+1))
		}
	}
	p, ok := PiecewiseRegression(in.Values, in.MT, inB, PiecewiseModel(in.Model))
	if !ok {
		t.Fatal("not computed")
	}
	row := func(c Coefficient) map[string]any { return map[string]any{"b": c.B, "se": c.SE, "t": c.T, "p": c.P} }
	return map[string]any{"intercept": row(p.Intercept), "trend": row(p.Trend), "level": row(p.Level), "slope": row(p.Slope)}
}

func runReliableChange(t *testing.T, raw json.RawMessage) map[string]any {
	in := read[struct {
		Method          string
		Pre, Post       []float64
		SD, Reliability float64
		Mean            float64
		ReliabilityPost float64 `json:"reliability_post"`
	}](t, raw)
	n := Norm{in.Mean, in.SD, in.Reliability, in.ReliabilityPost}
	var rci []float64
	for i := range in.Pre {
		rci = append(rci, RCI(RCIMethod(in.Method), in.Pre[i], in.Post[i], n))
	}
	sem := SEM(in.SD, in.Reliability)
	return map[string]any{"sem": sem, "s_diff": SDiff(sem), "criterion_95": Criterion(sem), "se_prediction": SEPrediction(n), "rci": rci}
}

func runCutoffs(t *testing.T, raw json.RawMessage) map[string]any {
	in := read[struct {
		MClinical    float64 `json:"m_clinical"`
		SDClinical   float64 `json:"sd_clinical"`
		MFunctional  float64 `json:"m_functional"`
		SDFunctional float64 `json:"sd_functional"`
		Better       string
	}](t, raw)
	c := CutoffsOf(Norm{Mean: in.MClinical, SD: in.SDClinical}, Norm{Mean: in.MFunctional, SD: in.SDFunctional}, in.Better == "lower")
	return map[string]any{"cutoff_a": c.A, "cutoff_b": c.B, "cutoff_c": c.C}
}

func runGAS(t *testing.T, raw json.RawMessage) map[string]any {
	in := read[struct {
		Scores, Weights []*float64
		Rho             *float64
	}](t, raw)
	rho := gasCorrelation
	if in.Rho != nil {
		rho = *in.Rho
	}
	score, goals := goalAttainment(in.Scores, in.Weights, rho)
	return map[string]any{"t": score, "goals": goals}
}
