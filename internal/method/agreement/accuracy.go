package agreement

// Accuracy is what two coders of a given accuracy are expected to reach.
type Accuracy struct {
	Accuracy float64  `json:"accuracy"` // 0 to 1
	Po       *float64 `json:"po"`
	Pe       *float64 `json:"pe"`
	Kappa    *float64 `json:"kappa"`
}

// OfAccuracy is the kappa expected of two independent coders who each see the true
// code with the given probability and whose errors spread evenly over the other
// codes. rates are the proportions in which the true codes occur; they sum to 1.
//
// p_o = a² + (1 − a)²/(k − 1); q_i = a b_i + (1 − a)(1 − b_i)/(k − 1);
// p_e = Σ q_i²; κ = (p_o − p_e)/(1 − p_e) (Bakeman et al. 1997; Bakeman 2022). With
// one code or none there is no value: nothing can be mistaken for anything else.
func OfAccuracy(rates []float64, accuracy float64) Accuracy {
	out := Accuracy{Accuracy: accuracy}
	others := float64(len(rates) - 1)
	if others < 1 {
		return out
	}
	wrong := 1 - accuracy
	po := accuracy*accuracy + wrong*wrong/others
	var pe float64
	for _, b := range rates {
		q := accuracy*b + wrong*(1-b)/others
		pe += q * q
	}
	out.Po, out.Pe = &po, &pe
	if 1-pe > tiny {
		kappa := (po - pe) / (1 - pe)
		out.Kappa = &kappa
	}
	return out
}

// Benchmarks are the kappas expected of coders of 85, 90 and 95 % accuracy who
// code what this table holds: the base rates are the mean of the two coders'
// margins, the codes those that at least one of them used. An empty table, or one
// with a single code in use, has no kappas.
func Benchmarks(table [][]float64) []Accuracy {
	rates := make([]float64, len(table))
	var total float64
	for i, row := range table {
		for j, x := range row {
			if j < len(rates) {
				rates[i] += x
				rates[j] += x
				total += 2 * x
			}
		}
	}
	var used []float64
	for _, r := range rates {
		if r > 0 {
			used = append(used, r/total)
		}
	}
	var out []Accuracy
	for _, a := range []float64{0.85, 0.90, 0.95} {
		out = append(out, OfAccuracy(used, a))
	}
	return out
}
