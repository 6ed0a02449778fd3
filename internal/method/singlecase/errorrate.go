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

// rateTable is outcome-1.json. The rows of a strand begin at LeastN measurements.
type rateTable struct {
	Rule   string `json:"rule"`
	Strand struct {
		LeastN    int       `json:"least_n"`
		Unchanged gradeRate `json:"unchanged"`
		LowEntry  gradeRate `json:"unchanged_low_entry"`
		ThreeUp   gradeRate `json:"three_points_better"`
	} `json:"strand"`
	Family struct {
		UpTo []int   `json:"greatest_n_up_to"`
		Low  [][]int `json:"low"`
		High [][]int `json:"high"`
	} `json:"family"`
}

// gradeRate is a percentage for each number of measurements.
type gradeRate struct {
	SignsOrMore []float64 `json:"signs_or_more"`
	Documented  []float64 `json:"documented"`
}

func (r gradeRate) of(g Grade) []float64 {
	if g == Documented {
		return r.Documented
	}
	return r.SignsOrMore
}

var rates = sync.OnceValue(func() rateTable {
	var t rateTable
	if err := json.Unmarshal(errorRates, &t); err != nil {
		panic(fmt.Sprintf("read the embedded error rates: %v", err))
	}
	return t
})

// ErrorRange returns how many of 100 families in whom nothing has changed get
// this grade or a higher one at n measurements: from lo to hi, at least 1. More
// than 30 measurements count as 30. Both are 0 where there is no figure: for
// other grades than 2 and 3, and below five measurements (so for every pre-post
// instrument).
func ErrorRange(g Grade, n int) (lo, hi int) {
	t := rates().Strand
	i := n - t.LeastN
	if g < Signs || i < 0 {
		return 0, 0
	}
	low, high := t.Unchanged.of(g), t.LowEntry.of(g)
	i = min(i, len(low)-1)
	return wholeAtLeastOne(low[i]), wholeAtLeastOne(high[i])
}

// Notice returns how many of ten true developments of NoticeSize are noticed
// with n measurements, rounded. 0 below five measurements.
func Notice(n int) int {
	t := rates().Strand
	i := n - t.LeastN
	if i < 0 {
		return 0
	}
	found := t.ThreeUp.SignsOrMore
	return int(math.Round(found[min(i, len(found)-1)] / 10))
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
	t := rates().Family
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
