package score

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func at(v float64) *float64 { return &v }

func five(reverse ...int) []Item {
	items := make([]Item, 5)
	for i := range items {
		items[i] = Item{ID: string(rune('a' + i)), Max: 5}
	}
	for _, i := range reverse {
		items[i].Reverse = true
	}
	return items
}

func answers(values ...float64) map[string]*float64 {
	a := map[string]*float64{}
	for i, v := range values {
		if v >= 0 {
			a[string(rune('a'+i))] = &v
		}
	}
	return a
}

func TestOf(t *testing.T) {
	who5 := Rule{Items: five(), Op: Sum, Multiplier: 4, MinAnswered: 5}
	prorated := Rule{Items: five(), Op: Sum, Multiplier: 4, MinAnswered: 4, Prorate: true}
	mean := Rule{Items: five(), Op: Mean, Multiplier: 1, MinAnswered: 3, Prorate: true}
	turned := Rule{Items: five(0, 4), Op: Sum, Multiplier: 1, MinAnswered: 5}
	for _, c := range []struct {
		name     string
		rule     Rule
		answers  map[string]*float64
		value    *float64
		answered int
	}{
		// hl7dk/KL-dk-tools, KLToolsCareWHO5: 5, 3, 5, 5, 5 is 92.
		{"the Danish example of WHO-5", who5, answers(5, 3, 5, 5, 5), at(92), 5},
		{"one unanswered, none allowed", who5, answers(3, 4, -1, 4, 1), nil, 4},
		{"one unanswered, four were enough but none may miss", Rule{Items: five(), Op: Sum, Multiplier: 4, MinAnswered: 4}, answers(3, 4, -1, 4, 1), nil, 4},
		{"one unanswered, prorated", prorated, answers(5, 2, -1, 2, 1), at(50), 4},
		{"too many unanswered", prorated, answers(-1, 2, -1, 4, -1), nil, 2},
		{"a mean needs no prorating", mean, answers(1, 2, 5, -1, -1), at(8.0 / 3), 3},
		{"turned round", turned, answers(5, 1, 1, 1, 0), at(8), 5},
		{"outside its range", prorated, answers(1, 7, 2, 4, 3), nil, 5},
		{"no number", prorated, map[string]*float64{"a": at(1), "b": at(math.NaN()), "c": at(2), "d": at(4)}, nil, 4},
		{"nothing answered where nothing is asked for", Rule{Items: five(), Op: Mean, Multiplier: 1, Prorate: true}, nil, nil, 0},
		{"no items", Rule{Op: Sum, Multiplier: 1}, answers(1), nil, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := c.rule.Of(c.answers)
			if d := cmp.Diff(Result{c.answered, c.value}, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestAgrees(t *testing.T) {
	r := Rule{Items: five(), Op: Sum, Multiplier: 4, MinAnswered: 5}.Of(answers(4, 1, 1, 1, 4))
	if got := r.Agrees(48); got == nil || *got {
		t.Error("44 agrees with 48")
	}
	if got := r.Agrees(44); got == nil || !*got {
		t.Error("44 does not agree with 44")
	}
	if got := (Result{}).Agrees(44); got != nil {
		t.Error("no score agrees or differs")
	}
}

// Turning every item round turns the score round.
func TestTurnedRoundIsMirrored(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 5), func(i int) float64 { return float64(i) }), 5, 5).Draw(t, "answers")
		r := Rule{Items: five(), Op: Sum, Multiplier: 1, MinAnswered: 5}
		mirrored := Rule{Items: five(0, 1, 2, 3, 4), Op: Sum, Multiplier: 1, MinAnswered: 5}
		if a, b := r.Of(answers(values...)), mirrored.Of(answers(values...)); *a.Value+*b.Value != 25 {
			t.Fatalf("%v and %v", *a.Value, *b.Value)
		}
	})
}
