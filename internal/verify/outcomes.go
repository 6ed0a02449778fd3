package verify

import (
	"fmt"

	"samspil/internal/clock"
	"samspil/internal/method/population"
	"samspil/internal/method/singlecase"
)

func reliableChange(q question) (result, error) {
	in, err := read[struct {
		Method          string
		Pre, Post       []*float64
		SD, Reliability float64
		Mean            *float64 `json:"mean,omitempty"`
		ReliabilityPost *float64 `json:"reliability_post,omitempty"`
	}](q)
	method := singlecase.RCIMethod(in.Method)
	switch {
	case err != nil:
		return nil, err
	case in.Mean == nil && method != singlecase.JacobsonTruax:
		return nil, errMissing("input.mean")
	case in.ReliabilityPost == nil && method == singlecase.NunnallyKotsch:
		return nil, errMissing("input.reliability_post")
	}
	n := singlecase.Norm{Mean: orElse(in.Mean, 0), SD: in.SD, Reliability: in.Reliability, ReliabilityPost: orElse(in.ReliabilityPost, 0)}
	rci := make([]*float64, min(len(in.Pre), len(in.Post)))
	for i := range rci {
		if in.Pre[i] != nil && in.Post[i] != nil {
			rci[i] = singlecase.RCI(method, *in.Pre[i], *in.Post[i], n)
		}
	}
	sem := singlecase.SEM(in.SD, in.Reliability)
	return result{
		"sem": defined(sem), "s_diff": defined(singlecase.SDiff(sem)), "criterion_95": defined(singlecase.Criterion(sem)),
		"se_prediction": defined(singlecase.SEPrediction(n)), "rci": rci,
	}, nil
}

func reliableMeans(q question) (result, error) {
	in, err := read[struct {
		First, Last []*float64
		SEM         float64
	}](q)
	if err != nil {
		return nil, err
	}
	first, last := present(in.First), present(in.Last)
	out := result{
		"mean_first": singlecase.Describe(in.First, 1).Mean, "mean_last": singlecase.Describe(in.Last, 1).Mean,
		"s_diff": nil, "rci": nil, "criterion_95": nil, "reliable": nil,
	}
	if c, ok := singlecase.ReliableChangeOfMeans(first, last, in.SEM); ok {
		out["mean_first"], out["mean_last"] = c.MeanFirst, c.MeanLast
		out["s_diff"], out["rci"], out["criterion_95"], out["reliable"] = c.SDiff, c.RCI, c.Criterion, c.Reliable
	}
	return out, nil
}

func cutoffs(q question) (result, error) {
	in, err := read[struct {
		MClinical    float64 `json:"m_clinical"`
		SDClinical   float64 `json:"sd_clinical"`
		MFunctional  float64 `json:"m_functional"`
		SDFunctional float64 `json:"sd_functional"`
		Better       string
	}](q)
	if err != nil {
		return nil, err
	}
	clinical := singlecase.Norm{Mean: in.MClinical, SD: in.SDClinical}
	c := singlecase.CutoffsOf(clinical, singlecase.Norm{Mean: in.MFunctional, SD: in.SDFunctional}, in.Better == "lower")
	return result{"cutoff_a": c.A, "cutoff_b": c.B, "cutoff_c": c.C}, nil
}

func categories(q question) (result, error) {
	in, err := read[struct {
		Pre, Post    []*float64
		Reliability  float64
		MFunctional  float64 `json:"m_functional"`
		SDFunctional float64 `json:"sd_functional"`
		Better       string
	}](q)
	if err != nil {
		return nil, err
	}
	functional := singlecase.Norm{Mean: in.MFunctional, SD: in.SDFunctional, Reliability: in.Reliability}
	c := singlecase.Categorise(in.Pre, in.Post, functional, in.Better == "lower")
	out := result{
		"n": c.N, "sd_pre": c.SDPre, "s_diff": c.SDiff, "cutoff_c": c.CutoffC,
		"improved": nil, "unchanged": nil, "deteriorated": nil, "recovered": nil, "improved_not_recovered": nil, "harmed": nil,
	}
	if n := c.Counts; n != nil {
		out["improved"], out["unchanged"], out["deteriorated"] = n.Improved, n.Unchanged, n.Deteriorated
		out["recovered"], out["improved_not_recovered"], out["harmed"] = n.Recovered, n.ImprovedNotRecovered, n.Harmed
	}
	return out, nil
}

func strandGrade(q question) (result, error) {
	in, err := read[struct {
		Rater      struct{ Role, Person string }
		Instrument struct {
			ID, Version string
			Better      string   `json:"better,omitempty"`
			Design      string   `json:"design,omitempty"`
			Level       string   `json:"level,omitempty"`
			SEM         *float64 `json:"sem,omitempty"`
			SD          *float64 `json:"sd,omitempty"`
			Reliability *float64 `json:"reliability,omitempty"`
			Comparable  []string `json:"comparable_versions,omitempty"`
		}
		Measurements []struct {
			Date       string
			Value      *float64
			Version    string `json:"version,omitempty"`
			Rater      string `json:"rater,omitempty"`
			Superseded bool   `json:"superseded,omitempty"`
		}
	}](q)
	if err != nil {
		return nil, err
	}
	i := in.Instrument
	s := singlecase.Strand{
		Rater: singlecase.Rater{Role: singlecase.Role(in.Rater.Role), Person: in.Rater.Person},
		Instrument: singlecase.Instrument{
			ID: i.ID, Version: i.Version, LowerIsBetter: i.Better == "lower",
			Design: singlecase.Design(i.Design), Ordinal: i.Level == "ordinal", ComparableVersions: i.Comparable,
		},
	}
	switch {
	case i.SEM != nil:
		s.Instrument.SEM = *i.SEM
	case i.SD != nil && i.Reliability != nil:
		s.Instrument.SEM = singlecase.SEM(*i.SD, *i.Reliability)
	}
	for n, m := range in.Measurements {
		date, err := clock.ParseDate(m.Date)
		if err != nil {
			return nil, fmt.Errorf("input.measurements[%d].date: %w", n, err)
		}
		s.Measurements = append(s.Measurements, singlecase.Measurement{
			Date: date, Value: m.Value, Version: m.Version, Rater: m.Rater, Superseded: m.Superseded,
		})
	}
	return graded(singlecase.GradeStrand(s)), nil
}

func graded(r singlecase.StrandResult) result {
	out := result{
		"rule": r.Rule, "grade": int(r.Grade), "direction": r.Direction, "reason": orNil(r.Reason),
		"n": r.N, "span_days": r.SpanDays,
		"left_out": result{
			"missing": r.LeftOut.Missing, "superseded": r.LeftOut.Superseded, "other_version": r.LeftOut.OtherVersion,
			"other_rater": r.LeftOut.OtherRater, "same_day": r.LeftOut.SameDay,
		},
		"change": nil, "threshold": nil, "s": nil, "p": nil, "without_intake": nil,
	}
	add := func(to result, t singlecase.Test) {
		to["change"], to["threshold"], to["p"], to["s"] = t.Change, t.Threshold, t.P, nil
		if t.P != nil {
			to["s"] = t.S
		}
	}
	if r.Whole != nil {
		add(out, *r.Whole)
	}
	if r.WithoutIntake != nil {
		w := result{"n": r.WithoutIntake.N}
		add(w, *r.WithoutIntake)
		out["without_intake"] = w
	}
	return out
}

func familyConclusion(q question) (result, error) {
	in, err := read[struct {
		Strands []struct {
			Instrument string
			Rater      struct{ Role, Person string }
			Grade      int
			Direction  string
		}
		Judgement *struct {
			Written bool
			Says    *string
		}
	}](q)
	if err != nil {
		return nil, err
	}
	var strands []singlecase.Graded
	for _, s := range in.Strands {
		strands = append(strands, singlecase.Graded{
			Instrument: s.Instrument, Rater: singlecase.Rater{Role: singlecase.Role(s.Rater.Role), Person: s.Rater.Person},
			Grade: singlecase.Grade(s.Grade), Direction: singlecase.Direction(s.Direction),
		})
	}
	var judgement singlecase.Judgement
	if in.Judgement != nil {
		judgement.Written = in.Judgement.Written
		if in.Judgement.Says != nil {
			judgement.Says = singlecase.Says(*in.Judgement.Says)
		}
	}
	c := singlecase.ConcludeFamily(strands, judgement)
	return result{
		"rule": c.Rule, "conclusion": c.Verdict, "basis": orNil(c.Basis), "why": orNil(c.Why),
		"strands": c.Strands, "strands_graded": c.StrandsGraded, "strands_up": c.StrandsUp, "strands_down": c.StrandsDown,
		"raters": c.Raters, "raters_up": c.RatersUp, "raters_down": c.RatersDown,
		"attention": c.Attention, "judgement_differs": c.JudgementDiffers,
	}, nil
}

func addedValue(q question) (result, error) {
	in, err := read[struct {
		Total1     *float64 `json:"t1_total"`
		Impact1    *float64 `json:"t1_impact"`
		Emotional1 *float64 `json:"t1_emotional"`
		Total2     *float64 `json:"t2_total"`
	}](q)
	if err != nil {
		return nil, err
	}
	if in.Total1 == nil || in.Impact1 == nil || in.Emotional1 == nil || in.Total2 == nil {
		return result{"added_value": nil, "effect_size": nil}, nil
	}
	value, effect := population.AddedValue(*in.Total1, *in.Impact1, *in.Emotional1, *in.Total2)
	return result{"added_value": value, "effect_size": effect}, nil
}

func survival(q question) (result, error) {
	in, err := read[struct {
		Days   []float64
		Events []string
		At     []float64
	}](q)
	switch {
	case err != nil:
		return nil, err
	case len(in.Days) != len(in.Events):
		return nil, fmt.Errorf("input.days and input.events are not of one length")
	}
	courses := make([]population.Course, len(in.Days))
	for i := range in.Days {
		courses[i] = population.Course{Days: in.Days[i], End: population.End(in.Events[i])}
	}
	s := population.SurvivalOf(courses, in.At)
	return result{"n": s.N, "at_risk": s.AtRisk, "survival": s.Waiting, "cumulative_incidence": s.Cumulative, "median": s.Median}, nil
}

func funnel(q question) (result, error) {
	in, err := read[struct {
		Target float64
		N      int
		Events *float64 `json:"events,omitempty"`
	}](q)
	if err != nil {
		return nil, err
	}
	out := result{"low_95": nil, "high_95": nil, "low_998": nil, "high_998": nil, "flag": nil}
	in95, in998, ok := population.Funnel(in.Target, in.N)
	if !ok {
		return out, nil
	}
	out["low_95"], out["high_95"], out["low_998"], out["high_998"] = in95.Low, in95.High, in998.Low, in998.High
	if in.Events != nil {
		out["flag"] = population.Outside(*in.Events/float64(in.N), in95, in998)
	}
	return out, nil
}

func suppression(q question) (result, error) {
	in, err := read[struct {
		Counts     []int
		Threshold  *int  `json:"threshold,omitempty"`
		TotalShown *bool `json:"total_shown,omitempty"`
	}](q)
	if err != nil {
		return nil, err
	}
	threshold := population.LeastCount
	if in.Threshold != nil {
		threshold = *in.Threshold
	}
	s := population.Suppress(in.Counts, threshold, in.TotalShown == nil || *in.TotalShown)
	return result{"shown": s.Shown, "primary": s.Primary, "secondary": s.Secondary, "total": s.Total}, nil
}

func completeness(q question) (result, error) {
	in, err := read[struct {
		Measurements []int
		Documented   []*bool
		Minimum      *int `json:"minimum,omitempty"`
	}](q)
	if err != nil {
		return nil, err
	}
	least := population.LeastMeasurements
	if in.Minimum != nil {
		least = *in.Minimum
	}
	c := population.CompletenessOf(in.Measurements, in.Documented, least)
	return result{
		"families": c.Families, "complete": c.Complete, "share": c.Share, "show": c.Show,
		"documented": c.Documented, "low": c.Low, "high": c.High,
	}, nil
}

// orNil makes an empty word no value.
func orNil[S ~string](s S) any {
	if s == "" {
		return nil
	}
	return s
}
