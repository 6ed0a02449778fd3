package verify

import (
	"encoding/json"
	"errors"
	"fmt"

	"samspil/internal/method/agreement"
	"samspil/internal/method/contingency"
)

// weighting is a word, or a matrix of what each disagreement counts for.
type weighting struct{ agreement.Weights }

// UnmarshalJSON reads either.
func (w *weighting) UnmarshalJSON(raw []byte) error {
	if err := json.Unmarshal(raw, &w.By); err == nil {
		switch w.By {
		case agreement.Unweighted, agreement.Linear, agreement.Quadratic:
			return nil
		}
		return fmt.Errorf("weights %q are not known", w.By)
	}
	w.By = agreement.Given
	return json.Unmarshal(raw, &w.Disagreement)
}

func kappaTable(q question) (result, error) {
	in, err := read[struct {
		Table   [][]float64
		N       *float64 `json:"n,omitempty"`
		Weights weighting
	}](q)
	if err != nil {
		return nil, err
	}
	k := agreement.OfTable(in.Table, orElse(in.N, 0), in.Weights.Weights)
	return result{
		"n": k.N, "po": k.Po, "pe": k.Pe, "kappa": k.Kappa, "ase": k.ASE, "ase_h0": k.ASE0, "ci95": k.CI, "z": k.Z, "p_two": k.PValue,
	}, nil
}

func kappaAccuracy(q question) (result, error) {
	in, err := read[struct {
		BaseRates []float64 `json:"base_rates"`
		Accuracy  float64
	}](q)
	if err != nil {
		return nil, err
	}
	a := agreement.OfAccuracy(in.BaseRates, in.Accuracy)
	return result{"po": a.Po, "pe": a.Pe, "kappa": a.Kappa}, nil
}

// label is a category: a text or a number, as the coders wrote it.
type label string

// UnmarshalJSON reads either; 2 and 2.0 are one category.
func (l *label) UnmarshalJSON(raw []byte) error {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return err
	}
	switch v := v.(type) {
	case string, bool, float64:
		*l = label(fmt.Sprint(v))
		return nil
	}
	return errors.New("a category is a text or a number")
}

func fleissKappa(q question) (result, error) {
	in, err := read[struct{ Ratings [][]label }](q)
	if err != nil {
		return nil, err
	}
	ratings := make([][]string, len(in.Ratings))
	for i, unit := range in.Ratings {
		for _, r := range unit {
			ratings[i] = append(ratings[i], string(r))
		}
	}
	m := agreement.OfMany(ratings)
	return result{
		"fleiss_kappa": m.Fleiss, "z": m.Z, "conger_kappa": m.Conger, "light_kappa": m.Light,
		"percent_agreement": m.Percent, "mean_pairwise_agreement": m.MeanPairwise,
	}, nil
}

func krippendorff(q question) (result, error) {
	in, err := read[struct {
		Ratings [][]*json.RawMessage
		Level   agreement.Level
	}](q)
	if err != nil {
		return nil, err
	}
	ratings, err := values(in.Ratings, in.Level)
	if err != nil {
		return nil, err
	}
	a := agreement.OfRatings(ratings, in.Level)
	return result{"alpha": a.Alpha, "pairable": a.Pairable}, nil
}

// values reads ratings; at the nominal level they may be texts, which are numbered.
func values(ratings [][]*json.RawMessage, level agreement.Level) ([][]*float64, error) {
	out := make([][]*float64, len(ratings))
	numbers := map[string]float64{}
	for i, unit := range ratings {
		out[i] = make([]*float64, len(unit))
		for j, raw := range unit {
			if raw == nil {
				continue
			}
			var text string
			if level == agreement.Nominal && json.Unmarshal(*raw, &text) == nil {
				if _, ok := numbers[text]; !ok {
					numbers[text] = float64(len(numbers)) + 1e6
				}
				n := numbers[text]
				out[i][j] = &n
				continue
			}
			if err := json.Unmarshal(*raw, &out[i][j]); err != nil {
				return nil, fmt.Errorf("input.ratings[%d][%d]: %w", i, j, err)
			}
		}
	}
	return out, nil
}

func intraclass(q question) (result, error) {
	in, err := read[struct{ Ratings [][]*float64 }](q)
	if err != nil {
		return nil, err
	}
	ratings := make([][]float64, len(in.Ratings))
	for i, unit := range in.Ratings {
		ratings[i] = present(unit) // a row with a gap is shorter, and gives no value
	}
	c := agreement.OfScores(ratings)
	return result{
		"icc1": c.ICC1, "icc2": c.ICC2, "icc3": c.ICC3, "icc1k": c.ICC1K, "icc2k": c.ICC2K, "icc3k": c.ICC3K,
		"icc1_ci95": c.ICC1CI, "icc2_ci95": c.ICC2CI, "icc3_ci95": c.ICC3CI, "icc1k_ci95": c.ICC1KCI, "icc3k_ci95": c.ICC3KCI,
		"f1": c.F1, "df1": c.DF1, "f3": c.F3, "df3": c.DF3, "df2": c.DF2,
	}, nil
}

// zeros are the cells that cannot occur: a word, or a matrix with 1 in them.
type zeros struct {
	diagonal bool
	cells    [][]int
}

// UnmarshalJSON reads either.
func (z *zeros) UnmarshalJSON(raw []byte) error {
	var word string
	if err := json.Unmarshal(raw, &word); err != nil {
		return json.Unmarshal(raw, &z.cells)
	}
	z.diagonal = word == "diagonal"
	if word != "diagonal" && word != "none" {
		return fmt.Errorf("structural zeros %q are not known", word)
	}
	return nil
}

// of a table with that many rows and columns.
func (z zeros) of(rows, columns int) ([][]bool, error) {
	if !z.diagonal && z.cells == nil {
		return nil, nil
	}
	out := make([][]bool, rows)
	for i := range out {
		out[i] = make([]bool, columns)
		for j := range out[i] {
			out[i][j] = z.diagonal && i == j
		}
	}
	if z.cells == nil {
		return out, nil
	}
	if len(z.cells) != rows {
		return nil, errors.New("structural zeros of another size than the table")
	}
	for i, row := range z.cells {
		if len(row) != columns {
			return nil, errors.New("structural zeros of another size than the table")
		}
		for j, cell := range row {
			out[i][j] = cell != 0
		}
	}
	return out, nil
}

func contingencyTable(q question) (result, error) {
	in, err := read[struct {
		Table [][]float64
		Zeros zeros `json:"structural_zeros"`
	}](q)
	if err != nil {
		return nil, err
	}
	columns := 0
	if len(in.Table) > 0 {
		columns = len(in.Table[0])
	}
	for _, row := range in.Table {
		if len(row) != columns {
			return nil, errors.New("input.table has rows of different length")
		}
	}
	zero, err := in.Zeros.of(len(in.Table), columns)
	if err != nil {
		return nil, err
	}
	return analysed(contingency.Table{Counts: in.Table, Zero: zero}.Analyse()), nil
}

func analysed(a contingency.Analysis) result {
	return result{
		"n": a.N, "expected": a.Expected, "pearson": a.Pearson, "adjusted": a.Adjusted, "yules_q": a.YulesQ,
		"x2": a.X2, "g2": a.G2, "df": a.DF,
	}
}

func twoByTwo(q question) (result, error) {
	in, err := read[struct{ A, B, C, D int }](q)
	if err != nil {
		return nil, err
	}
	out := result{}
	out.associate(contingency.TwoByTwo(in))
	return out, nil
}

// associate adds what a two by two table says.
func (r result) associate(t contingency.TwoByTwo) {
	a := t.Analyse()
	r["n"], r["odds_ratio"], r["ln_or"], r["se_ln_or"] = a.N, a.OddsRatio, a.LnOR, a.SE
	r["yules_q"], r["phi"], r["z"] = a.Q, a.Phi, a.Z
}
