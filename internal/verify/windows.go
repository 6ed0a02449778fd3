package verify

import (
	"bytes"
	"errors"
	"fmt"

	"samspil/internal/format/sdis"
	"samspil/internal/method/probability"
	"samspil/internal/method/sequence"
	"samspil/internal/recording"
)

func circularShift(q question) (result, error) {
	in, err := read[struct {
		Units         int
		Given, Target []int
	}](q)
	if err != nil {
		return nil, err
	}
	s := sequence.CircularShift(in.Units, in.Given, in.Target)
	return result{"joint": s.Joint, "p_upper": s.Upper, "p_lower": s.Lower, "mean": s.Mean}, nil
}

func timeWindow(q question) (result, error) {
	in, err := read[struct {
		Recordings []struct {
			End    seconds
			Events []coded
		} `json:"recordings,omitempty"`
		File   string `json:"file,omitempty"`
		Unit   seconds
		Given  []string
		Mode   sequence.WindowMode `json:"given_mode"`
		Window *seconds            `json:"window,omitempty"`
		Target []string
	}](q)
	switch {
	case err != nil:
		return nil, err
	case in.Mode != sequence.OnsetWindow && in.Mode != sequence.Duration:
		return nil, fmt.Errorf("input.given_mode %q is not known", in.Mode)
	case in.Mode == sequence.OnsetWindow && in.Window == nil:
		return nil, errMissing("input.window")
	case in.Unit <= 0:
		return nil, errors.New("input.unit must be more than 0")
	case in.Recordings == nil && in.File == "":
		return nil, errMissing("input.recordings or input.file")
	}
	w := sequence.Window{Unit: int64(in.Unit), Given: in.Given, Target: in.Target, Mode: in.Mode}
	if in.Window != nil {
		w.Length = int64(*in.Window)
	}
	var recordings []recording.Recording
	for _, r := range in.Recordings {
		recordings = append(recordings, recording.Recording{
			Segments: []recording.Span{{From: 0, To: int64(r.End)}}, Events: events(r.Events),
		})
	}
	if in.File != "" {
		if recordings, err = q.timed(in.File); err != nil {
			return nil, err
		}
	}
	t := sequence.TimeWindow(recordings, w)
	out := result{"a": t.A, "b": t.B, "c": t.C, "d": t.D}
	out.associate(t)
	return out, nil
}

// timed reads the sequences of an SDIS file, each from 0 to its end.
func (q question) timed(name string) ([]recording.Recording, error) {
	text, err := q.open(name)
	if err != nil {
		return nil, err
	}
	file, err := sdis.Read(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	all := file.Set().Recordings
	for i, r := range all {
		if n := len(r.Segments); n > 0 {
			all[i].Segments = []recording.Span{{From: 0, To: r.Segments[n-1].To}}
		}
	}
	return all, nil
}

// who is [subject, code].
type who sequence.Who

// UnmarshalJSON reads the pair.
func (w *who) UnmarshalJSON(raw []byte) error { return cells(raw, &w.Subject, &w.Code) }

func latency(q question) (result, error) {
	in, err := read[struct {
		Events   []codedBy
		From, To who
	}](q)
	if err != nil {
		return nil, err
	}
	waits := []float64{}
	for _, ms := range sequence.Latencies(events(in.Events), sequence.Who(in.From), sequence.Who(in.To)) {
		waits = append(waits, recording.Seconds(ms))
	}
	out := result{"latencies": waits, "median": nil}
	if m, ok := probability.Median(waits); ok {
		out["median"] = m
	}
	return out, nil
}

// utterance is [speaker, on, off]; a third voice has no speaker.
type utterance struct{ sequence.Utterance }

// UnmarshalJSON reads the row.
func (u *utterance) UnmarshalJSON(raw []byte) error {
	var speaker *string
	var on, off seconds
	if err := cells(raw, &speaker, &on, &off); err != nil {
		return err
	}
	u.On, u.Off = int64(on), int64(off)
	if speaker != nil {
		u.Speaker = *speaker
	}
	return nil
}

func turnCount(q question) (result, error) {
	in, err := read[struct {
		Utterances []utterance
		Gap        seconds
	}](q)
	if err != nil {
		return nil, err
	}
	var all []sequence.Utterance
	for _, u := range in.Utterances {
		all = append(all, u.Utterance)
	}
	t := sequence.Turns(all, int64(in.Gap))
	return result{"turns": t.Turns, "chains": t.Chains, "mean_chain": t.MeanChain}, nil
}

func dominance(q question) (result, error) {
	in, err := read[struct {
		Sequence   []label
		I, J, K, L label
	}](q)
	if err != nil {
		return nil, err
	}
	var codes []string
	for _, c := range in.Sequence {
		codes = append(codes, string(c))
	}
	first, second := sequence.Pair{From: string(in.I), To: string(in.J)}, sequence.Pair{From: string(in.K), To: string(in.L)}
	d := sequence.Dominates(codes, first, second)
	return result{"z": d.Z, "kappa": d.Kappa, "p_one": d.P, "same_direction": d.SameDirection}, nil
}
