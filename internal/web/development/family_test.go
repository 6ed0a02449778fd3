package development

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/clock"
	"samspil/internal/instrument"
	"samspil/internal/outcome"
)

// Only an answer that chose one of the goal's own steps stands on the ladder.
func TestTheLadderShowsTheStepsThatWereChosen(t *testing.T) {
	for _, tt := range []struct {
		scale  string
		values []float64
		want   []int
	}{
		{"goal-ladder", []float64{-2, -1, 0, 1, 2}, []int{0, 1, 2, 3, 4}},
		{"goal-ladder", nil, nil},
		{"goal-rating", []float64{2, 7}, nil},
		{"school-days", []float64{2, 5}, nil},
		{"answered-initiatives", []float64{.4}, nil},
	} {
		g := outcome.Graded{Strand: instrument.Strand{Instrument: tt.scale, RaterName: "Camilla, mor"}}
		for i, v := range tt.values {
			g.Ratings = append(g.Ratings, instrument.Rating{ID: "r", On: clock.NewDate(2026, 6, 1+i), Value: &v})
		}
		var got []int
		climb, ok := climbOf(g)
		for _, seen := range climb.Seen {
			got = append(got, seen.Rung)
		}
		if ok != (tt.want != nil) || !cmp.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.scale, got, tt.want)
		}
	}
}
