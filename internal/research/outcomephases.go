package research

import (
	"slices"

	"samspil/internal/method/singlecase"
)

const (
	// leastCorrected baseline points are needed before a correction for its trend means anything.
	leastCorrected = 5
	// leastPiecewise points are needed for a regression with four coefficients.
	leastPiecewise = 16
	// leastEachSide points on both sides of a start that could have been drawn by lot.
	leastEachSide = 3
)

// PhaseComparison holds two phases against each other.
type PhaseComparison struct {
	Before  string  `json:"before"`
	After   string  `json:"after"`
	NBefore int     `json:"n_before"`
	NAfter  int     `json:"n_after"`
	Indices []Index `json:"indices"`
}

// Index is one way to hold phases against each other. None enters a conclusion;
// Unfit says of those that must not be used for one by anybody, and why.
type Index struct {
	Name  string   `json:"name"`
	Value *float64 `json:"value"`
	SE    *float64 `json:"se"`
	Low   *float64 `json:"ci_low"` // 95 per cent
	High  *float64 `json:"ci_high"`
	P     *float64 `json:"p"`
	Unfit bool     `json:"unfit_for_conclusions"`
	Why   string   `json:"why,omitempty"`
}

// Why an index is unfit for conclusions.
const (
	whyUnstable = "its expectation moves with the lengths of the phases"
	whyTauU     = "inflated and inconsistent (Tarlow 2017, Brossart 2018)"
	whyFew      = "fewer than five baseline points: their trend cannot be told"
	whyLot      = "valid only where the start was drawn by lot"
	whyExpert   = "takes the residuals as independent, and needs sixteen points"
	whyRatings  = "for counts of incidents only"
)

// phases compares the first phase of a strand with each later one, by date. Values
// without a phase are left out.
func (s MeasuredStrand) phases(counted []measured) []PhaseComparison {
	var labels []string
	values, days := map[string][]float64{}, map[string][]float64{}
	for _, m := range counted {
		if m.phase == "" {
			continue
		}
		if !slices.Contains(labels, m.phase) {
			labels = append(labels, m.phase)
		}
		values[m.phase] = append(values[m.phase], *m.value)
		days[m.phase] = append(days[m.phase], float64(m.date.Sub(counted[0].date)))
	}
	out := []PhaseComparison{}
	for _, label := range labels[min(1, len(labels)):] {
		p := PhasePair{
			Phases: singlecase.Phases{A: values[labels[0]], B: values[label], LowerIsBetter: s.Instrument.LowerIsBetter},
			Counts: s.Counts, Goal: s.Goal,
		}
		c := compared(p)
		c.Before, c.After = labels[0], label
		c.Indices = append(c.Indices, piecewise(p.Phases, slices.Concat(days[labels[0]], days[label]))...)
		out = append(out, c)
	}
	return out
}

func compared(c PhasePair) PhaseComparison {
	out := PhaseComparison{Before: "a", After: "b", NBefore: len(c.Phases.A), NAfter: len(c.Phases.B)}
	if c.Name != "" {
		out.Before, out.After = c.Name+" a", c.Name+" b"
	}
	p := c.Phases
	out.Indices = append(overlaps(p), effects(p)...)
	out.Indices = append(out.Indices, corrected(p)...)
	out.Indices = append(out.Indices, tauU(p)...)
	out.Indices = append(out.Indices, ratio(p, c.Counts)...)
	if c.Goal != nil {
		percent, se := p.GoalObtained(*c.Goal)
		out.Indices = append(out.Indices, Index{Name: "pogo", Value: percent, SE: se})
	}
	if len(p.A) > 0 && len(p.B) > 0 {
		series := append(append([]float64{}, p.A...), p.B...)
		if r, ok := singlecase.RandomisationTest([]singlecase.Case{{Values: series, NA: len(p.A)}}, leastEachSide); ok {
			out.Indices = append(out.Indices, Index{Name: "randomisation", Value: &r.Observed, P: &r.P, Unfit: true, Why: whyLot})
		}
	}
	return out
}

func overlaps(p singlecase.Phases) []Index {
	o := p.Overlap()
	tau := func(nap *float64) *float64 { return mapped(nap, singlecase.Tau) }
	twice := func(v float64) float64 { return 2 * v }
	return []Index{
		{Name: "nap", Value: o.NAP, SE: o.SEUnbiased, Low: o.Low, High: o.High},
		{Name: "nap_se_hanley", Value: o.SEHanley},
		{Name: "nap_se_null", Value: o.SENull},
		{Name: "tau", Value: tau(o.NAP), SE: mapped(o.SEUnbiased, twice), Low: tau(o.Low), High: tau(o.High)},
		{Name: "tau_u", Value: o.TauU, Unfit: true, Why: whyUnstable},
		{Name: "pnd", Value: o.PND, Unfit: true, Why: whyUnstable},
		{Name: "pem", Value: o.PEM, Unfit: true, Why: whyUnstable},
		{Name: "pand", Value: o.PAND, Unfit: true, Why: whyUnstable},
		{Name: "ird", Value: o.IRD, Unfit: true, Why: whyUnstable},
		{Name: "pet", Value: o.PET, Unfit: true, Why: whyUnstable},
	}
}

func effects(p singlecase.Phases) []Index {
	e := p.Effect()
	return []Index{
		{Name: "mean_difference", Value: e.Mean},
		{Name: "trend_difference", Value: e.Trend},
		{Name: "glass_delta", Value: e.Glass},
		{Name: "smd_baseline", Value: e.Baseline, SE: e.BaselineSE},
		{Name: "smd_pooled", Value: e.Pooled, SE: e.PooledSE},
	}
}

func corrected(p singlecase.Phases) []Index {
	c := p.Corrected()
	unfit, why := len(p.A) < leastCorrected, ""
	if unfit {
		why = whyFew
	}
	return []Index{
		{Name: "baseline_slope", Value: c.Slope, Unfit: unfit, Why: why},
		{Name: "tau_bc", Value: c.Tau, Unfit: unfit, Why: why},
		{Name: "tau_bc_kendall", Value: c.Kendall, SE: c.KendallSE, Unfit: unfit, Why: why},
		{Name: "tau_bc_pretested", Value: c.Pretested, Unfit: unfit, Why: why},
	}
}

func tauU(p singlecase.Phases) []Index {
	u := p.TauU(singlecase.TauUComplete)
	row := func(name string, r singlecase.TauURow) Index {
		return Index{Name: "tau_u_" + name, Value: r.Tau, SE: r.SE, Low: r.Low, High: r.High, P: r.P, Unfit: true, Why: whyTauU}
	}
	return []Index{
		row("a_vs_b", u.AvsB), row("trend_a", u.TrendA), row("trend_b", u.TrendB), row("a_vs_b_minus_trend_a", u.MinusTrendA),
		row("a_vs_b_plus_trend_b", u.PlusTrendB), row("a_vs_b_plus_trend_b_minus_trend_a", u.PlusBMinusTrendA),
	}
}

func ratio(p singlecase.Phases, counts bool) []Index {
	r := p.Ratio(counts)
	i := Index{Name: "lrri", Value: r.Log, SE: r.SE, Low: r.Low, High: r.High}
	if !counts {
		i.Unfit, i.Why = true, whyRatings
	}
	return []Index{i}
}

// piecewise regression by days; nothing where the values do not determine it, and
// where the phases alternate.
func piecewise(p singlecase.Phases, days []float64) []Index {
	var values []*float64
	var inB []bool
	for i, phase := range [][]float64{p.A, p.B} {
		for _, v := range phase {
			values, inB = append(values, &v), append(inB, i == 1)
		}
	}
	if len(days) != len(values) || !slices.IsSorted(days) {
		return nil
	}
	fit, ok := singlecase.PiecewiseRegression(values, days, inB, singlecase.PiecewiseHM)
	if !ok {
		return nil
	}
	unfit, why := len(values) < leastPiecewise, ""
	if unfit {
		why = whyExpert
	}
	of := func(name string, c singlecase.Coefficient) Index {
		return Index{Name: name, Value: &c.B, SE: c.SE, P: c.P, Unfit: unfit, Why: why}
	}
	return []Index{of("piecewise_trend", fit.Trend), of("piecewise_level", fit.Level), of("piecewise_slope", fit.Slope)}
}

func mapped(v *float64, f func(float64) float64) *float64 {
	if v == nil {
		return nil
	}
	w := f(*v)
	return &w
}
