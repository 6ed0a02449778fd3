// Package score turns the answers to a questionnaire into its score, by the rule
// that the questionnaire's own authors have written down: which answers are
// turned round, whether they are added or averaged, and how many may be missing.
// Where the rule gives no score there is none; nothing is guessed.
package score

import "math"

// Item is one question.
type Item struct {
	ID       string
	Min, Max float64 // the least and the greatest answer
	Reverse  bool    // an answer counts as Min + Max - answer
}

// Op is how the answers become one figure.
type Op string

// The ways.
const (
	Sum  Op = "sum"
	Mean Op = "mean"
)

// Rule is how a questionnaire is scored.
type Rule struct {
	Items      []Item
	Op         Op
	Multiplier float64 // of the sum or mean, 1 for none
	// MinAnswered is the least number of answers that give a score.
	MinAnswered int
	// Prorate lets a sum with answers missing stand for all items: sum · items /
	// answered. Without it any missing answer means no score.
	Prorate bool
}

// Result is what the answers gave. Value is nil when they give no score.
type Result struct {
	Answered int // items with an answer, also one outside its range
	Value    *float64
}

// Of scores answers by the item's ID; nil or absent is unanswered, and answers to
// questions that are not among the items are let be. There is no score with an
// answer outside its range or that is no number, with fewer than MinAnswered, with
// any missing where Prorate is off, and without a single answer.
func (r Rule) Of(answers map[string]*float64) Result {
	var res Result
	sum, valid := 0.0, true
	for _, item := range r.Items {
		a := answers[item.ID]
		if a == nil {
			continue
		}
		res.Answered++
		if !(item.Min <= *a && *a <= item.Max) {
			valid = false
		}
		if item.Reverse {
			sum += item.Min + item.Max - *a
		} else {
			sum += *a
		}
	}
	missing := len(r.Items) - res.Answered
	if !valid || res.Answered == 0 || res.Answered < r.MinAnswered || missing > 0 && !r.Prorate {
		return res
	}
	value := sum
	switch {
	case r.Op == Mean:
		value = sum / float64(res.Answered)
	case missing > 0:
		value = sum * float64(len(r.Items)) / float64(res.Answered)
	}
	value *= r.Multiplier
	if !math.IsInf(value, 0) && !math.IsNaN(value) {
		res.Value = &value
	}
	return res
}

// Agrees tells whether a total that came with the answers is the score computed
// from them; nil when there is no score. Such a total is compared and never used.
func (r Result) Agrees(stored float64) *bool {
	if r.Value == nil {
		return nil
	}
	same := math.Abs(*r.Value-stored) <= 1e-9*math.Max(1, math.Abs(stored))
	return &same
}
