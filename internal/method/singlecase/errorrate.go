package singlecase

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"sync"
)

// The figures printed beside a result: how many of 100 families in whom nothing
// has changed get the same result. They were found by simulation of the rule
// (0–10 ratings, measurement error 1.2 points, 200,000 series a figure); the low
// one with the ordinary dependence between neighbouring measurements (.3), the
// high one with strong dependence (.6) and a family that came in at a low point.
//
//go:embed outcome-1.json
var errorRates []byte

// ErrorRates is what the simulation found for a rule, in per cent; all of it is
// data, in outcome-1.json, and Published returns it.
type ErrorRates struct {
	Rule string `json:"rule"`
	// Series and Families were simulated for each figure.
	Series   int `json:"series_per_cell"`
	Families int `json:"families_per_cell"`
	// Conditions and Scenarios say how the series were made, in words.
	Conditions map[string]string `json:"conditions"`
	Scenarios  map[string]string `json:"scenarios"`
	// N are the numbers of measurements of the columns of Strand and Window.
	N []int `json:"n"`
	// Strand is one strand over the whole course: development, by scenario.
	Strand map[string]GradeRates `json:"strand"`
	Window WindowRates           `json:"window"`
	Family FamilyRates           `json:"family"`
}

// GradeRates is a percentage for each number of measurements.
type GradeRates struct {
	SignsOrMore []float64 `json:"grade2plus"`
	Documented  []float64 `json:"grade3"`
}

// WindowRates is one strand over a window that was fixed beforehand: setback.
type WindowRates struct {
	Conditions string                `json:"conditions"`
	Scenarios  map[string]string     `json:"scenarios"`
	Setback    map[string]GradeRates `json:"setback"`
}

// FamilyRates is how often the conclusion is "documented". A layout is written
// strands/raters; its rows have a percentage for each number of measurements.
type FamilyRates struct {
	Conclusion string                          `json:"conclusion"`
	Layouts    string                          `json:"layouts"`
	NNoChange  []int                           `json:"n_no_change"`
	NoChange   map[string]map[string][]float64 `json:"no_change"`
	NChange    []int                           `json:"n_change"`
	Change     map[string]map[string][]float64 `json:"change"`
	// Worst has the greatest false alarms by number of strands, one to eight, and
	// nine and more; WorstNote says of what.
	WorstNote string               `json:"worst_note"`
	Worst     map[string][]float64 `json:"worst_by_strands"`
	Printed   PrintedRates         `json:"printed"`
}

// PrintedRates are the whole figures printed with a conclusion: by number of
// graded strands (one to nine and more), then by the greatest number of
// measurements in any of them.
type PrintedRates struct {
	UpTo []int   `json:"longest_n_at_most"`
	Low  [][]int `json:"lo"`
	High [][]int `json:"hi"`
}

func (r GradeRates) of(g Grade) []float64 {
	if g == Documented {
		return r.Documented
	}
	return r.SignsOrMore
}

var rates = sync.OnceValue(func() ErrorRates {
	var t ErrorRates
	if err := json.Unmarshal(errorRates, &t); err != nil {
		panic(fmt.Sprintf("read the embedded error rates: %v", err))
	}
	return t
})

// Published returns the error rates of the rule in force. Change nothing in it.
func Published() ErrorRates { return rates() }

// column of a number of measurements, the last for more; false for fewer than
// the first.
func (t ErrorRates) column(n int) (int, bool) {
	i := n - t.N[0]
	return min(i, len(t.N)-1), i >= 0
}

// ErrorRange returns how many of 100 families in whom nothing has changed get
// this grade or a higher one at n measurements: from lo to hi, at least 1. More
// than 30 measurements count as 30. Both are 0 where there is no figure: for
// other grades than 2 and 3, and below five measurements (so for every pre-post
// instrument).
func ErrorRange(g Grade, n int) (lo, hi int) {
	t := rates()
	return t.between(t.Strand["N3"], t.Strand["L6"], g, n)
}

// between two scenarios, rounded up.
func (t ErrorRates) between(low, high GradeRates, g Grade, n int) (lo, hi int) {
	i, ok := t.column(n)
	if g < Signs || !ok {
		return 0, 0
	}
	return wholeAtLeastOne(low.of(g)[i]), wholeAtLeastOne(high.of(g)[i])
}

// Notice returns how many of ten true developments of NoticeSize are noticed
// with n measurements, rounded. 0 below five measurements.
func Notice(n int) int {
	t := rates()
	i, ok := t.column(n)
	if !ok {
		return 0
	}
	return tenths(t.Strand["R3"].SignsOrMore[i])
}

// NoticeSize is the size of the development that Notice speaks of, in points of
// the instrument: two and a half times its measurement error, rounded to its
// step (3 on a 0–10 rating with error 1.2, 20 on WHO-5).
func NoticeSize(sem, step float64) float64 {
	if !(step > 0) {
		return 2.5 * sem
	}
	return math.Round(2.5*sem/step) * step
}

// FamilyErrorRange returns how many of 100 families in whom nothing has changed
// would get a documented conclusion, by the number of graded strands and the
// greatest number of measurements in any of them: from lo to hi. Both are 0
// without a graded strand; nine strands stand for nine and more.
func FamilyErrorRange(gradedStrands, greatestN int) (lo, hi int) {
	t := rates().Family.Printed
	if gradedStrands < 1 {
		return 0, 0
	}
	row := min(gradedStrands, len(t.Low)) - 1
	column := 0
	for column < len(t.UpTo)-1 && greatestN > t.UpTo[column] {
		column++
	}
	return t.Low[row][column], t.High[row][column]
}

func wholeAtLeastOne(percent float64) int { return max(1, int(math.Ceil(percent))) }
