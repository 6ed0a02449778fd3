package verify

import (
	"bytes"
	"fmt"

	"samspil/internal/format/sdis"
	"samspil/internal/method/indicator"
	"samspil/internal/method/sequence"
	"samspil/internal/recording"
	"samspil/internal/scheme"
)

func lagSequence(q question) (result, error) {
	in, err := read[struct {
		Sequences [][]string `json:"sequences,omitempty"`
		File      string     `json:"file,omitempty"`
		Codes     []string
		Lag       int
		Zeros     string `json:"structural_zeros"`
	}](q)
	switch {
	case err != nil:
		return nil, err
	case in.Sequences == nil && in.File == "":
		return nil, errMissing("input.sequences or input.file")
	case in.Zeros != "none" && in.Zeros != "diagonal":
		return nil, fmt.Errorf("structural zeros %q are not known", in.Zeros)
	}
	if in.File != "" {
		if in.Sequences, err = q.sequences(in.File); err != nil {
			return nil, err
		}
	}
	t := sequence.Tabulate(in.Sequences, sequence.TableOptions{Codes: in.Codes, Lag: in.Lag, NoRepeat: in.Zeros == "diagonal"})
	out := analysed(t.Analysis)
	out["counts"], out["probabilities"] = t.Counts, t.Probabilities
	return out, nil
}

// sequences of an SDIS file.
func (q question) sequences(name string) ([][]string, error) {
	text, err := q.open(name)
	if err != nil {
		return nil, err
	}
	file, err := sdis.Read(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	var out [][]string
	for _, r := range file.Set().Recordings {
		codes := []string{}
		for _, e := range r.Events {
			codes = append(codes, e.Code)
		}
		out = append(out, codes)
	}
	return out, nil
}

func permutation(q question) (result, error) {
	in, err := read[struct {
		Sequences    [][]string
		Codes        []string
		Lag          int
		Method       string
		Permutations int
	}](q)
	switch {
	case err != nil:
		return nil, err
	case in.Method != "shuffle" && in.Method != "shuffle_no_repeat":
		return nil, fmt.Errorf("the method %q is not known", in.Method)
	}
	p := sequence.Permute(in.Sequences, in.Codes, sequence.PermuteOptions{
		Lag: in.Lag, Permutations: max(in.Permutations, leastShuffles), NoRepeat: in.Method == "shuffle_no_repeat", Seed: 1,
	})
	return result{"counts": p.Counts, "p_upper": p.Upper, "p_lower": p.Lower}, nil
}

// leastShuffles keep the chance in p below half a hundredth.
const leastShuffles = 20_000

func indicators(q question) (result, error) {
	in, err := read[struct {
		Segments []span
		Window   seconds
		Events   []coded
	}](q)
	if err != nil {
		return nil, err
	}
	settings := scheme.Shipped().Settings
	settings.Answer = int64(in.Window)
	r := recording.Recording{Events: events(in.Events)}
	for _, s := range in.Segments {
		r.Segments = append(r.Segments, recording.Span(s))
	}
	if len(r.Segments) == 0 {
		r.Events = nil // nothing was observed
	}
	i := indicator.Compute(r, settings, nil)
	return result{
		"T": i.Seconds, "I1": i.I1, "I2": i.I2, "I3": i.I3, "I4": i.I4, "I5": i.I5, "I6": i.I6,
		"I7": i.I7, "I8": i.I8, "I9": i.I9, "I10": i.I10, "I11": i.I11,
	}, nil
}
