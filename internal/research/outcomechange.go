package research

import (
	"math"
	"slices"

	"samspil/internal/method/singlecase"
)

// Norms are what an instrument's publication says, never computed from the family.
// Each is nil when the file does not tell it.
type Norms struct {
	Mean, SD                     *float64 // of the group the person comes from
	Reliability, ReliabilityPost *float64 // test-retest; of the last measurement where it differs
	ClinicalMean, ClinicalSD     *float64
	FunctionalMean, FunctionalSD *float64
	Weight                       *float64 // of the goal among the others, for goal attainment
}

// Reliable is one way to ask whether a change is more than measurement error. The
// ways differ: on one set of 40 patients they called from 27 to 80 % improved.
type Reliable struct {
	// Method is jt (Jacobson & Truax), gln (Gulliksen, Lord & Novik), en (Edwards &
	// Nunnally) or nk (Nunnally & Kotsch) of the first and the last measurement, or
	// means, of the first K against the last K.
	Method string   `json:"method"`
	K      int      `json:"k"`
	First  *float64 `json:"first"`
	Last   *float64 `json:"last"`
	RCI    *float64 `json:"rci"`    // in standard errors, positive when better
	Change *string  `json:"change"` // improved, deteriorated or unchanged
	Lacks  string   `json:"lacks,omitempty"`
}

// Clinical is a change between the sides of the border between a clinical and a
// functional group (Jacobson & Truax 1991).
type Clinical struct {
	CutoffA  float64  `json:"cutoff_a"`
	CutoffB  float64  `json:"cutoff_b"`
	CutoffC  *float64 `json:"cutoff_c"`
	First    string   `json:"first_side"` // clinical or functional, by cut-off c
	Last     string   `json:"last_side"`
	Category *string  `json:"category"` // recovered, improved_not_recovered, unchanged, deteriorated, harmed
}

// greatestMean is the most measurements at each end whose means are compared.
const greatestMean = 3

// changes asks in every way that the file's constants allow; the others say what
// they lack.
func (s MeasuredStrand) changes(values []float64, sem float64) []Reliable {
	out := []Reliable{}
	if len(values) < 2 {
		return out
	}
	first, last := values[0], values[len(values)-1]
	for _, m := range []singlecase.RCIMethod{singlecase.JacobsonTruax, singlecase.GulliksenLordNovik, singlecase.EdwardsNunnally, singlecase.NunnallyKotsch} {
		one := Reliable{Method: string(m), K: 1, First: &first, Last: &last}
		norm, lacks := s.Norms.of(m, sem)
		if one.Lacks = lacks; lacks == "" {
			one.judge(singlecase.RCI(m, first, last, norm), s.Instrument.LowerIsBetter)
		}
		out = append(out, one)
	}
	for k := 2; k <= greatestMean && 2*k <= len(values); k++ {
		one := Reliable{Method: "means", K: k, Lacks: "sem"}
		if c, ok := singlecase.ReliableChangeOfMeans(values[:k], values[len(values)-k:], sem); ok {
			one.First, one.Last, one.Lacks = &c.MeanFirst, &c.MeanLast, ""
			one.judge(&c.RCI, s.Instrument.LowerIsBetter)
		}
		out = append(out, one)
	}
	return out
}

// of gives the constants of a way, or says which are lacking.
func (n Norms) of(m singlecase.RCIMethod, sem float64) (norm singlecase.Norm, lacks string) {
	if m == singlecase.JacobsonTruax {
		if !(sem > 0) {
			return norm, "sem, or sd and reliability"
		}
		return singlecase.Norm{SD: sem}, "" // the error itself: that of a reliability of 0
	}
	if n.SD == nil || n.Reliability == nil || n.Mean == nil {
		return norm, "norm_mean, sd and reliability"
	}
	norm = singlecase.Norm{Mean: *n.Mean, SD: *n.SD, Reliability: *n.Reliability, ReliabilityPost: *n.Reliability}
	if n.ReliabilityPost != nil {
		norm.ReliabilityPost = *n.ReliabilityPost
	}
	return norm, ""
}

func (r *Reliable) judge(rci *float64, lowerIsBetter bool) {
	if rci == nil {
		r.Lacks = "a measurement error above 0"
		return
	}
	better := *rci
	if lowerIsBetter {
		better = -better
	}
	r.RCI = &better
	change := "unchanged"
	switch {
	case math.Abs(better) < singlecase.Criterion95:
	case better > 0:
		change = "improved"
	default:
		change = "deteriorated"
	}
	r.Change = &change
}

// clinical is nil where the file does not tell of both groups.
func (s MeasuredStrand) clinical(values []float64, sem float64) *Clinical {
	n := s.Norms
	if len(values) < 2 || n.ClinicalMean == nil || n.ClinicalSD == nil || n.FunctionalMean == nil || n.FunctionalSD == nil {
		return nil
	}
	c := singlecase.CutoffsOf(singlecase.Norm{Mean: *n.ClinicalMean, SD: *n.ClinicalSD}, singlecase.Norm{Mean: *n.FunctionalMean, SD: *n.FunctionalSD}, s.Instrument.LowerIsBetter)
	out := &Clinical{CutoffA: c.A, CutoffB: c.B, CutoffC: c.C}
	if c.C == nil {
		return out
	}
	first, last := values[0], values[len(values)-1]
	out.First, out.Last = sideOf(first, *c.C, s.Instrument.LowerIsBetter), sideOf(last, *c.C, s.Instrument.LowerIsBetter)
	if category, ok := singlecase.CategoryOf(first, last, sem, *c.C, s.Instrument.LowerIsBetter); ok {
		name := string(category)
		out.Category = &name
	}
	return out
}

func sideOf(value, border float64, lowerIsBetter bool) string {
	switch {
	case value == border:
		return "on the border"
	case value > border != lowerIsBetter:
		return "functional"
	}
	return "clinical"
}

// Attainment is the T score of the goals that one rater has put on a ladder from -2
// to 2 (Kiresuk & Sherman 1968), at the first and at the last time.
type Attainment struct {
	Role    string   `json:"rater_role"`
	Rater   string   `json:"rater"`
	Goals   int      `json:"goals"`
	First   *float64 `json:"t_first"`
	Last    *float64 `json:"t_last"`
	Change  *float64 `json:"change"`
	Reached int      `json:"reached"` // goals that stand at 0 or better at the last time
	Unfit   bool     `json:"unfit_for_conclusions"`
	Why     string   `json:"why"`
}

const whyGoals = "it depends on the number of goals and on where they begin, and the ladder is no scale of equal steps"

// attainment adds up the goals of each rater.
func attainment(all []MeasuredStrand) []Attainment {
	out := []Attainment{}
	type goals struct{ first, last, weights []*float64 }
	at := map[singlecase.Rater]int{}
	var of []goals
	for _, s := range all {
		values := s.inOrder()
		if !s.Ladder || len(values) == 0 {
			continue
		}
		i, ok := at[s.Rater]
		if !ok {
			i = len(out)
			at[s.Rater] = i
			out, of = append(out, Attainment{Role: string(s.Rater.Role), Rater: s.Rater.Person, Unfit: true, Why: whyGoals}), append(of, goals{})
		}
		weight := s.Norms.Weight
		if weight == nil {
			one := 1.0
			weight = &one
		}
		first, last := values[0], values[len(values)-1]
		of[i].first, of[i].last, of[i].weights = append(of[i].first, &first), append(of[i].last, &last), append(of[i].weights, weight)
		out[i].Goals++
		if last >= 0 {
			out[i].Reached++
		}
	}
	for i, g := range of {
		out[i].First, _ = singlecase.GoalAttainment(g.first, g.weights, singlecase.UsualGoalCorrelation)
		out[i].Last, _ = singlecase.GoalAttainment(g.last, g.weights, singlecase.UsualGoalCorrelation)
		if out[i].First != nil && out[i].Last != nil {
			change := *out[i].Last - *out[i].First
			out[i].Change = &change
		}
	}
	return out
}

// inOrder are the values that stand, by date.
func (s MeasuredStrand) inOrder() []float64 {
	all := slices.Clone(s.Measurements)
	slices.SortStableFunc(all, func(a, b singlecase.Measurement) int { return a.Date.Sub(b.Date) })
	var out []float64
	for _, m := range all {
		if m.Value != nil && !m.Superseded {
			out = append(out, *m.Value)
		}
	}
	return out
}
