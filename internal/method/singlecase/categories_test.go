package singlecase

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func some(values ...float64) []*float64 {
	var out []*float64
	for _, v := range values {
		out = append(out, &v)
	}
	return out
}

// pedscience/clinicalsignificance@863dc77b, snapshots for claus_2020 (HAM-D).
func TestCategoriseAPublishedGroup(t *testing.T) {
	pre := some(25, 15, 28, 30, 21, 26, 31, 21, 27, 28, 23, 24, 28, 26, 27, 32, 27, 25, 28, 25, 22, 24, 24, 21, 18, 27, 25, 27, 22, 23, 25, 25, 26, 22, 24, 23, 26, 28, 24, 21)
	post := some(13, 11, 4, 25, 9, 17, 15, 2, 8, 7, 13, 30, 9, 8, 14, 27, 20, 28, 14, 24, 10, 18, 22, 8, 20, 2, 13, 18, 2, 16, 16, 24, 8, 6, 22, 20, 18, 24, 9, 25)
	want := Categories{
		N: 40, SDPre: ptr(3.3401212936673805), SDiff: ptr(2.112478189843413), CutoffC: ptr(19.886998076050197),
		Counts: &CategoryCounts{Improved: 29, Unchanged: 10, Deteriorated: 1, Recovered: 26, ImprovedNotRecovered: 3},
	}
	got := Categorise(pre, post, Norm{Mean: 8, SD: 8, Reliability: .8}, true)
	if d := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-12)); d != "" {
		t.Error(d)
	}
}

func TestCategorise(t *testing.T) {
	norm := Norm{Mean: 30, SD: 5, Reliability: .9}
	got := Categorise(some(10, 20, 30, 40), some(40, 20, 10, 41), norm, false)
	if d := cmp.Diff(&CategoryCounts{Improved: 1, Unchanged: 2, Deteriorated: 1, Recovered: 1, Harmed: 1}, got.Counts); d != "" {
		t.Errorf("there and back: %s", d)
	}
	for name, c := range map[string]Categories{
		"one pair":          Categorise(some(1), some(2), norm, false),
		"all the same":      Categorise(some(4, 4, 4), some(5, 6, 7), norm, false),
		"nothing uncertain": Categorise(some(1, 2, 3), some(5, 6, 7), Norm{Reliability: 1}, false),
		"missing halves":    Categorise([]*float64{ptr(1), nil, ptr(3)}, []*float64{nil, ptr(2), ptr(4)}, norm, false),
	} {
		if c.Counts != nil {
			t.Errorf("%s is counted: %+v", name, *c.Counts)
		}
	}
}

func TestNotDefinedIsNilInChange(t *testing.T) {
	for _, m := range []RCIMethod{JacobsonTruax, GulliksenLordNovik, EdwardsNunnally} {
		if got := RCI(m, 1, 2, Norm{SD: 5, Reliability: 1}); got != nil {
			t.Errorf("%s of a perfect instrument: %v", m, *got)
		}
	}
	if got := RCI(NunnallyKotsch, 1, 2, Norm{Reliability: .5, ReliabilityPost: .5}); got != nil {
		t.Error("a change against no spread")
	}
	if got := SDFromSEM(3, 1); got != nil {
		t.Error("a spread behind no error")
	}
	if got := CutoffsOf(Norm{Mean: 1}, Norm{Mean: 2}, false); got.C != nil {
		t.Error("a border between two points")
	}
	four, ok := PiecewiseRegression(some(1, 2, 4, 9), []float64{1, 2, 3, 4}, []bool{false, false, true, true}, PiecewiseHM)
	if !ok || four.Trend.SE != nil || four.Trend.T != nil {
		t.Errorf("four values leave nothing to tell an error by: %v %+v", ok, four.Trend)
	}
	straight, ok := PiecewiseRegression(some(1, 2, 3, 5, 7, 9), []float64{1, 2, 3, 4, 5, 6}, []bool{false, false, false, true, true, true}, PiecewiseW)
	if !ok || straight.Trend.T != nil || straight.Trend.P != nil {
		t.Errorf("a line through every value has no t: %+v", straight.Trend)
	}
}
