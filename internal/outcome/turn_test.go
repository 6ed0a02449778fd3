package outcome_test

import (
	"strings"
	"testing"

	"samspil/internal/clock"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
)

func TestATurnIsNeverLeftUnsaid(t *testing.T) {
	tests := []struct {
		name   string
		scale  string
		values []float64
		turned string // the day, or empty
		up     bool
	}{
		{"up to July, then back", "answered-initiatives", []float64{.30, .35, .33, .42, .45, .50, .52, .55, .58, .62, .60, .48, .44, .38, .35, .36}, "2026-07-29", true},
		{"the mother sees the same", "goal-rating", []float64{4, 4, 5, 5, 6, 6, 7, 7, 6, 7, 6, 5, 4, 4, 3, 4}, "2026-07-29", true},
		{"too few before to call it progress", "goal-rating", []float64{3, 6, 4, 7, 6, 5, 4, 3, 2}, "2026-05-06", false},
		{"the rule sees it as a whole", "goal-rating", []float64{6, 5, 6, 5, 6, 5, 4, 3, 2, 2, 1}, "", false},
		{"only upward", "goal-rating", []float64{3, 2, 3, 4, 3, 4, 5, 4, 6, 5, 6, 7, 6, 7}, "", false},
		{"one bad day", "goal-rating", []float64{3, 3, 4, 5, 6, 7, 7, 7, 4}, "", false},
		{"down all the way", "goal-rating", []float64{8, 7, 7, 6, 5, 4, 3, 3, 2}, "", false},
		{"too few", "goal-rating", []float64{7}, "", false},
		{"nothing", "goal-rating", nil, "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := instrument.Strand{ID: "s", Instrument: tt.scale, Version: "1", Title: "Leg", RaterRole: singlecase.Parent, RaterID: "p", RaterName: "Sanne", EveryDays: 14}
			for i, v := range tt.values {
				s.Ratings = append(s.Ratings, instrument.Rating{ID: string(rune('a' + i)), Version: "1", RaterID: "p", On: clock.NewDate(2026, 3, 25).AddDays(14 * i), Value: &v})
			}
			g := outcome.Grade([]instrument.Strand{s}, clock.NewDate(2026, 10, 31)).Strands[0]
			if g.Turn.On.String() != tt.turned || g.Turn.Up != tt.up {
				t.Errorf("turned on %s, up before: %v", g.Turn.On, g.Turn.Up)
			}
		})
	}
}

func TestTheWordsOfATurn(t *testing.T) {
	turn := outcome.Turn{On: clock.NewDate(2026, 7, 29), Best: 7, Last: 4, Up: true}
	g := outcome.Graded{Strand: instrument.Strand{Instrument: "goal-rating", Title: "Leg", RaterName: "Sanne"}, Turn: turn}
	for _, l := range lang.All {
		w := outcome.Words{Lang: l}
		if text := w.TurnSentence(g) + w.TurnWords(turn); strings.Contains(text, "‹") || strings.Contains(text, "{") || !strings.Contains(text, "jul") && !strings.Contains(text, "Jul") {
			t.Errorf("%s: %s", l, text)
		}
	}
}
