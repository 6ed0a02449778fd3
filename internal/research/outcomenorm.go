package research

import (
	"slices"
	"strings"

	"samspil/internal/fault"
	"samspil/internal/method/singlecase"
)

// constant is a number of the instrument or the goal, with what it must be.
type constant struct {
	column string
	to     **float64
	fits   func(float64) bool
}

func (s *MeasuredStrand) constants() []constant {
	n := &s.Norms
	whatever := func(float64) bool { return true }
	spread := func(v float64) bool { return v > 0 }
	share := func(v float64) bool { return v >= 0 && v < 1 }
	return []constant{
		{"goal", &s.Goal, whatever}, {"norm_mean", &n.Mean, whatever}, {"sd", &n.SD, spread}, {"reliability", &n.Reliability, share}, {"reliability_post", &n.ReliabilityPost, share},
		{"clinical_mean", &n.ClinicalMean, whatever}, {"clinical_sd", &n.ClinicalSD, spread}, {"functional_mean", &n.FunctionalMean, whatever}, {"functional_sd", &n.FunctionalSD, spread},
		{"weight", &n.Weight, func(v float64) bool { return v >= 0 }},
	}
}

// constant reads a number that must be the same wherever the strand tells it.
func (r measuredRow) constant(column string, to **float64, fits func(float64) bool) error {
	v, err := r.number(column)
	switch {
	case err != nil:
		return err
	case v == nil:
		return nil
	case !fits(*v) || *to != nil && **to != *v:
		return r.fail("research.outcome.constant", column)
	}
	*to = v
	return nil
}

// scale reads what the values are: measured, counted, or the levels of a goal.
func (r measuredRow) scale(s *MeasuredStrand) error {
	switch r.cells["scale"] {
	case "", "other":
	case "count":
		s.Counts = true
	case "goal":
		s.Ladder, s.Instrument.Ordinal = true, true
	default:
		return fault.New(fault.Invalid, "research.outcome.scale", fault.Args{"line": r.line, "value": shortened(r.cells["scale"])})
	}
	return nil
}

// words refuses a word that is not known, rather than take it for the usual one: a
// scale read the wrong way round turns a setback into a development.
func (d measuredDocument) words(place string) error {
	for _, w := range []struct {
		field, value string
		known        []string
	}{
		{"better", d.Instrument.Better, []string{"higher", "lower"}},
		{"design", string(d.Instrument.Design), []string{string(singlecase.Repeated), string(singlecase.PrePost)}},
		{"level", d.Instrument.Level, []string{"interval", "ordinal"}},
		{"scale", d.Scale, []string{"other", "count", "goal"}},
		{"improvement", d.Improvement, []string{"increase", "decrease"}},
	} {
		if w.value != "" && !slices.Contains(w.known, w.value) {
			return fault.New(fault.Invalid, "research.outcome.wordjson", fault.Args{
				"place": place, "field": w.field, "value": shortened(w.value), "known": strings.Join(w.known, ", "),
			})
		}
	}
	return nil
}

// settle checks what only the whole file tells: the levels of ladders, and the error
// that follows from a spread and a reliability.
func (in *OutcomeInput) settle(sem float64) error {
	for i := range in.Strands {
		s := &in.Strands[i]
		if n := s.Norms; s.Instrument.SEM == 0 && n.SD != nil && n.Reliability != nil {
			s.Instrument.SEM = singlecase.SEM(*n.SD, *n.Reliability)
		}
		if s.Instrument.SEM == 0 {
			s.Instrument.SEM = sem
		}
		for _, m := range s.Measurements {
			if s.Ladder && m.Value != nil && (*m.Value < -2 || *m.Value > 2) {
				return fault.New(fault.Invalid, "research.outcome.ladder", fault.Args{"place": m.ID, "strand": shortened(s.ID)})
			}
		}
	}
	return nil
}
