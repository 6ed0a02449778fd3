package verify

import (
	"errors"

	"samspil/internal/method/agreement"
	"samspil/internal/recording"
)

func unitKappa(q question) (result, error) {
	in, err := read[struct {
		Coder1, Coder2 []string
		Tolerance      int
	}](q)
	if err != nil {
		return nil, err
	}
	return bothWays(agreement.OfUnits(in.Coder1, in.Coder2, in.Tolerance)), nil
}

func bothWays(k agreement.UnitKappa) result {
	return result{
		"n": k.N, "po": k.Po, "pe": k.Pe, "kappa": k.Kappa, "po_ref2": k.Po2, "pe_ref2": k.Pe2, "kappa_ref2": k.Kappa2,
	}
}

func timedKappa(q question) (result, error) {
	in, err := read[struct {
		End, Unit      seconds
		Tolerance      int
		Coder1, Coder2 []coded
		Codes          []string `json:"codes,omitempty"`
	}](q)
	switch {
	case err != nil:
		return nil, err
	case in.Unit <= 0:
		return nil, errors.New("input.unit must be more than 0")
	}
	s := agreement.Stream{Codes: in.Codes}
	if in.End > 0 {
		s.Observed = []recording.Span{{From: 0, To: int64(in.End)}}
	}
	return bothWays(agreement.OfTime(events(in.Coder1), events(in.Coder2), s, int64(in.Unit), in.Tolerance)), nil
}

func durationKappa(q question) (result, error) {
	in, err := read[struct {
		Start, End     *seconds
		Coder1, Coder2 []coded
		EventWeight    float64 `json:"event_weight"`
	}](q)
	switch {
	case err != nil:
		return nil, err
	case (in.Start == nil) != (in.End == nil):
		return nil, errors.New("input.start and input.end are given together, or are both null")
	}
	var s agreement.Stream
	if in.Start != nil {
		s.Observed = []recording.Span{{From: int64(*in.Start), To: int64(*in.End)}}
	}
	k := agreement.OfDuration(events(in.Coder1), events(in.Coder2), s, in.EventWeight)
	return result{"po": k.Po, "pe": k.Pe, "kappa": k.Kappa, "weight": k.Weight}, nil
}

func eventMatch(q question) (result, error) {
	in, err := read[struct {
		Coder1, Coder2 []moment
		Tolerance      seconds
	}](q)
	if err != nil {
		return nil, err
	}
	m := agreement.OfEvents(events(in.Coder1), events(in.Coder2), agreement.Stream{}, int64(in.Tolerance))
	return result{"matched": m.Matched, "only1": m.Only1, "only2": m.Only2, "agreement": m.Agreement}, nil
}

func alignmentKappa(q question) (result, error) {
	in, err := read[struct {
		Coder1, Coder2 []string
		Costs          struct{ Match, Substitution, Gap float64 }
		Times1         []seconds `json:"times1,omitempty"`
		Times2         []seconds `json:"times2,omitempty"`
		Tolerance      seconds   `json:"tolerance,omitempty"`
	}](q)
	if err != nil {
		return nil, err
	}
	o := agreement.AlignOptions{Costs: agreement.Costs(in.Costs), Tolerance: int64(in.Tolerance)}
	for _, t := range in.Times1 {
		o.Times1 = append(o.Times1, int64(t))
	}
	for _, t := range in.Times2 {
		o.Times2 = append(o.Times2, int64(t))
	}
	a := agreement.OfOrder(in.Coder1, in.Coder2, o)
	return result{
		"cost": a.Cost, "length": a.Length, "agreements": a.Agreements, "po": a.Po, "pe": a.Pe, "kappa": a.Kappa,
		"kappa_no_structural_zero": a.KappaPlain, "table": a.Table, "codes": append([]string{}, a.Codes...),
	}, nil
}

func scanKappa(q question) (result, error) {
	in, err := read[struct {
		Subjects     []string
		Unit         seconds
		Coder1       *[]codedBy `json:"coder1,omitempty"`
		Coder2       *[]codedBy `json:"coder2,omitempty"`
		File         string     `json:"file,omitempty"`
		Observation1 string     `json:"observation1,omitempty"`
		Observation2 string     `json:"observation2,omitempty"`
		Codes        []string   `json:"codes,omitempty"`
	}](q)
	if err != nil {
		return nil, err
	}
	var one, two recording.Recording
	switch {
	case in.File != "":
		if one, err = q.observation(in.File, in.Observation1); err != nil {
			return nil, err
		}
		if two, err = q.observation(in.File, in.Observation2); err != nil {
			return nil, err
		}
	case in.Coder1 == nil || in.Coder2 == nil:
		return nil, errMissing("input.coder1 and input.coder2, or input.file,")
	default:
		one.Events, two.Events = events(*in.Coder1), events(*in.Coder2)
	}
	one, two = only(one, nil, in.Codes), only(two, nil, in.Codes)
	s := agreement.OfScans(one.Events, two.Events, in.Subjects, int64(in.Unit))
	return result{"kappa": s.Kappa, "nw_identity": s.Identity}, nil
}
