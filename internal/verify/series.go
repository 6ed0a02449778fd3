package verify

import (
	"math"

	"samspil/internal/method/score"
	"samspil/internal/method/singlecase"
)

// present leaves out what is missing.
func present(values []*float64) []float64 {
	var out []float64
	for _, v := range values {
		if v != nil {
			out = append(out, *v)
		}
	}
	return out
}

func apply(v *float64, f func(float64) float64) *float64 {
	if v == nil {
		return nil
	}
	w := f(*v)
	return &w
}

func phaseComparison(q question) (result, error) {
	in, err := read[struct {
		A, B        []*float64
		Improvement string
		Scale       string   `json:"scale,omitempty"`
		Goal        *float64 `json:"goal,omitempty"`
	}](q)
	if err != nil {
		return nil, err
	}
	p := singlecase.Phases{A: present(in.A), B: present(in.B), LowerIsBetter: in.Improvement == "decrease"}
	o, e, r, c := p.Overlap(), p.Effect(), p.Ratio(in.Scale == "count"), p.Corrected()
	out := result{
		"nap": o.NAP, "nap_se_unbiased": o.SEUnbiased, "nap_se_hanley": o.SEHanley, "nap_se_null": o.SENull,
		"nap_ci_low": o.Low, "nap_ci_high": o.High, "tau": apply(o.NAP, singlecase.Tau),
		"tau_se_unbiased": apply(o.SEUnbiased, func(v float64) float64 { return 2 * v }),
		"tau_ci_low":      apply(o.Low, singlecase.Tau), "tau_ci_high": apply(o.High, singlecase.Tau), "tau_u": o.TauU,
		"pnd": o.PND, "pem": o.PEM, "pet": o.PET, "pand": o.PAND, "ird": o.IRD,
		"mean_difference": e.Mean, "trend_difference": e.Trend, "glass_delta": e.Glass,
		"smd_baseline": e.Baseline, "smd_baseline_se": e.BaselineSE, "smd_pooled": e.Pooled, "smd_pooled_se": e.PooledSE,
		"lrri": r.Log, "lrrd": apply(r.Log, func(v float64) float64 { return -v }), "lrr_se": r.SE,
		"lrri_ci_low": r.Low, "lrri_ci_high": r.High, "lrri_uncorrected": r.Uncorrected,
		"baseline_slope": c.Slope, "baseline_intercept": c.Intercept, "tau_bc": c.Tau, "tau_bc_kendall": c.Kendall,
		"tau_bc_kendall_se": c.KendallSE, "tau_bc_applied": c.Applied, "tau_bc_pretested": c.Pretested,
		"pogo": nil, "pogo_se": nil,
	}
	if in.Goal != nil {
		out["pogo"], out["pogo_se"] = p.GoalObtained(*in.Goal)
	}
	return out, nil
}

func tauU(q question) (result, error) {
	in, err := read[struct {
		A, B   []*float64
		Method string
	}](q)
	if err != nil {
		return nil, err
	}
	u := singlecase.Phases{A: present(in.A), B: present(in.B)}.TauU(singlecase.TauUMethod(in.Method))
	row := func(r singlecase.TauURow) result {
		return result{
			"pairs": r.Pairs, "pos": r.Pos, "neg": r.Neg, "ties": r.Ties, "s": r.S, "d": r.D, "tau": r.Tau, "n": r.N,
			"ci_low": r.Low, "ci_high": r.High, "sd_s": math.Sqrt(r.VarS), "var_s": r.VarS, "se_tau": r.SE, "z": r.Z, "p": r.P,
		}
	}
	return result{
		"a_vs_b": row(u.AvsB), "trend_a": row(u.TrendA), "trend_b": row(u.TrendB),
		"a_vs_b_minus_trend_a": row(u.MinusTrendA), "a_vs_b_plus_trend_b": row(u.PlusTrendB),
		"a_vs_b_plus_trend_b_minus_trend_a": row(u.PlusBMinusTrendA),
	}, nil
}

func rankCorrelation(q question) (result, error) {
	in, err := read[struct{ X, Y []*float64 }](q)
	if err != nil {
		return nil, err
	}
	var x, y []float64
	for i := range min(len(in.X), len(in.Y)) {
		if in.X[i] != nil && in.Y[i] != nil {
			x, y = append(x, *in.X[i]), append(y, *in.Y[i])
		}
	}
	r := singlecase.Correlate(x, y)
	return result{"n": r.N, "s": r.S, "d": r.D, "tau_b": r.TauB, "var_s": r.VarS, "z": r.Z, "p_two_sided": r.PTwoSided}, nil
}

func trend(q question) (result, error) {
	in, err := read[struct {
		Y    []*float64
		Days []int `json:"days,omitempty"`
	}](q)
	if err != nil {
		return nil, err
	}
	r := singlecase.TrendOf(in.Y, in.Days)
	return result{
		"n": r.N, "s": r.S, "var_s": r.VarS, "tau_b": r.TauB, "z": r.Z,
		"p_increase": r.PIncrease, "p_two_sided": r.PTwoSided, "p_exact_increase": r.PExactIncrease,
		"slope": r.Slope, "intercept": r.Intercept,
	}, nil
}

func runChart(q question) (result, error) {
	in, err := read[struct{ Values []*float64 }](q)
	if err != nil {
		return nil, err
	}
	c := singlecase.RunChartOf(present(in.Values))
	return result{
		"n": c.N, "median": c.Median, "useful": c.Useful, "longest_run": c.LongestRun, "crossings": c.Crossings,
		"longest_run_limit": c.LongestLimit, "crossings_limit": c.CrossingsLimit, "signal": c.Signal,
	}, nil
}

func runChartLimits(q question) (result, error) {
	in, err := read[struct{ N int }](q)
	if err != nil {
		return nil, err
	}
	out := result{"longest_run_limit": nil, "crossings_limit": nil}
	if longest, crossings, ok := singlecase.RunChartLimits(in.N); ok {
		out["longest_run_limit"], out["crossings_limit"] = longest, crossings
	}
	return out, nil
}

func randomisation(q question) (result, error) {
	in, err := read[struct {
		Cases []struct {
			Values []*float64
			NA     int `json:"n_a"`
		}
		Limit int
	}](q)
	if err != nil {
		return nil, err
	}
	var cases []singlecase.Case
	for _, c := range in.Cases {
		cases = append(cases, singlecase.Case{Values: present(c.Values), NA: c.NA})
	}
	r, ok := singlecase.RandomisationTest(cases, in.Limit)
	if !ok {
		return result{
			"p": nil, "observed": nil, "n_arrangements": 0, "mean_distribution": nil, "z": nil, "p_z": nil, "distribution": []float64{},
		}, nil
	}
	return result{
		"p": r.P, "observed": r.Observed, "n_arrangements": len(r.Distribution), "mean_distribution": r.Mean,
		"z": r.Z, "p_z": r.PZ, "distribution": r.Distribution,
	}, nil
}

func piecewise(q question) (result, error) {
	in, err := read[struct {
		Values []*float64
		Phase  []string
		Model  string
		MT     []float64 `json:"mt,omitempty"`
	}](q)
	if err != nil {
		return nil, err
	}
	var inB []bool
	for i := range in.Values {
		inB = append(inB, i < len(in.Phase) && in.Phase[i] == "B")
		if len(in.MT) <= i {
			in.MT = append(in.MT, float64(i+1))
		}
	}
	none := result{"b": nil, "se": nil, "t": nil, "p": nil}
	p, ok := singlecase.PiecewiseRegression(in.Values, in.MT, inB, singlecase.PiecewiseModel(in.Model))
	if !ok {
		return result{"intercept": none, "trend": none, "level": none, "slope": none}, nil
	}
	row := func(c singlecase.Coefficient) result { return result{"b": c.B, "se": c.SE, "t": c.T, "p": c.P} }
	return result{"intercept": row(p.Intercept), "trend": row(p.Trend), "level": row(p.Level), "slope": row(p.Slope)}, nil
}

func describe(q question) (result, error) {
	in, err := read[struct {
		Values     []*float64
		Multiplier *float64 `json:"multiplier,omitempty"`
	}](q)
	if err != nil {
		return nil, err
	}
	d := singlecase.Describe(in.Values, orElse(in.Multiplier, 1))
	return result{"n": d.N, "mean": d.Mean, "median": d.Median, "sd": d.SD, "min": d.Min, "max": d.Max}, nil
}

func goals(q question) (result, error) {
	in, err := read[struct {
		Scores  []*float64
		Weights []*float64 `json:"weights,omitempty"`
		Rho     *float64   `json:"rho,omitempty"`
	}](q)
	if err != nil {
		return nil, err
	}
	t, counted := singlecase.GoalAttainment(in.Scores, in.Weights, orElse(in.Rho, singlecase.UsualGoalCorrelation))
	return result{"t": t, "goals": counted}, nil
}

func scored(q question) (result, error) {
	in, err := read[struct {
		Items []struct {
			LinkID   string `json:"link_id"`
			Min, Max float64
			Reverse  bool `json:"reverse,omitempty"`
		}
		Answers     map[string]*float64
		Op, Missing string
		Multiplier  *float64 `json:"multiplier,omitempty"`
		MinAnswered int      `json:"min_answered"`
		Stored      *float64 `json:"stored,omitempty"`
	}](q)
	if err != nil {
		return nil, err
	}
	rule := score.Rule{
		Op: score.Op(in.Op), Multiplier: orElse(in.Multiplier, 1), MinAnswered: in.MinAnswered, Prorate: in.Missing == "prorate",
	}
	for _, i := range in.Items {
		rule.Items = append(rule.Items, score.Item{ID: i.LinkID, Min: i.Min, Max: i.Max, Reverse: i.Reverse})
	}
	r := rule.Of(in.Answers)
	out := result{"score": r.Value, "answered": r.Answered, "valid": r.Value != nil, "stored_agrees": nil}
	if in.Stored != nil {
		out["stored_agrees"] = r.Agrees(*in.Stored)
	}
	return out, nil
}

func measurementError(q question) (result, error) {
	in, err := read[struct {
		Reliability float64
		SD          *float64 `json:"sd,omitempty"`
		MDC95       *float64 `json:"mdc95,omitempty"`
	}](q)
	switch {
	case err != nil:
		return nil, err
	case in.SD != nil:
		sem := singlecase.SEM(*in.SD, in.Reliability)
		return result{"sem": defined(sem), "sd": *in.SD, "mdc95": defined(singlecase.MinimalDetectableChange(sem))}, nil
	case in.MDC95 != nil:
		sem := singlecase.SEMFromMDC(*in.MDC95)
		return result{"sem": sem, "sd": singlecase.SDFromSEM(sem, in.Reliability), "mdc95": *in.MDC95}, nil
	}
	return nil, errMissing("input.sd or input.mdc95")
}

// defined is null where a formula gives no number, as with a reliability above 1.
func defined(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

func orElse(v *float64, otherwise float64) float64 {
	if v == nil {
		return otherwise
	}
	return *v
}
