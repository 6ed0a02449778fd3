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
