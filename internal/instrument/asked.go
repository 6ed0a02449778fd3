package instrument

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/plan"
)

// GoalLadder is the questionnaire whose answers are the five steps that are written
// under the goal itself.
const GoalLadder = "goal-ladder"

// PlainItem is the name of the one question of a scale that is no questionnaire.
const PlainItem = "value"

// mostKeys is the longest scale that is answered by pressing one of its numbers.
const mostKeys = 11

// Shape is how the answers to a question are laid out.
type Shape string

// The shapes.
const (
	InWords  Shape = "words"  // each answer is said in words
	AsSteps  Shape = "steps"  // the goal's own five steps, one above the other
	AsNumber Shape = "number" // the numbers from one end of a scale to the other
)

// Question is one question as a person meets it.
type Question struct {
	StrandID, Item string
	Text           string
	Shape          Shape
	Options        []Option
	Least, Most    string // what the ends of a scale of numbers mean
	// Falls reports that a higher number is worse.
	Falls bool
	// MaySkip reports that the measurement stands without this one answer, or that
	// leaving it out leaves out the whole measurement.
	MaySkip bool
}

// Option is one possible answer.
type Option struct {
	Value float64
	Label string
}

// Asks gives the questions of a strand in a language, with the goal it rates, or the
// zero goal. Nothing where it cannot be answered by a person on the spot: what is
// coded, what is worked out elsewhere, and what nobody may use yet.
func (s Strand) Asks(e Edition, goal plan.Goal, l lang.Lang) []Question {
	scale := s.Scale()
	switch {
	case scale.Coded || scale.Percent || scale.Definition != "" && (!e.Usable() || len(e.Items) == 0):
		return nil
	case scale.Definition == "":
		return s.plainQuestion(scale, goal, l)
	}
	part := e.part(scale.Part)
	var out []Question
	for i, item := range e.Items {
		q := Question{StrandID: s.ID, Item: item.LinkID, Text: item.Text.In(string(l)), Shape: InWords, Falls: (part.Better == "lower") != item.Reverse, MaySkip: part.maySkip(item.LinkID)}
		for _, o := range item.Choices() {
			label := o.Label.In(string(l))
			if label == "" {
				q.Shape, label = AsNumber, number(l, o.Value)
			}
			q.Options = append(q.Options, Option{o.Value, label})
		}
		switch {
		case q.Text == "":
			q.Text = lang.T(l, "instrument.question", fault.Args{"n": i + 1})
		case len(e.Items) == 1 && goal.RatingQuestion != "" && s.Instrument != GoalLadder:
			q.Text = goal.RatingQuestion
		}
		if q.Shape == AsNumber && len(e.Items) == 1 {
			q.Least, q.Most = lang.T(l, scale.Key+".least", nil), lang.T(l, scale.Key+".most", nil)
		}
		if s.Instrument == GoalLadder {
			q.steps(goal)
		}
		out = append(out, q)
	}
	return sorted(out)
}

// steps puts the goal's own words on the ladder, where all five are written.
func (q *Question) steps(goal plan.Goal) {
	q.Shape = AsSteps
	if steps := Steps(goal); steps != nil {
		for i := range q.Options {
			q.Options[i].Label = steps[min(4, max(0, int(math.Round(q.Options[i].Value))+2))]
		}
	}
}

// Steps are the five written steps of a goal, from the least to the most; nil where
// not all of them are written.
func Steps(goal plan.Goal) []string {
	if slices.Contains(goal.Levels[:], "") {
		return nil
	}
	return goal.Levels[:]
}

func (s Strand) plainQuestion(scale Scale, goal plan.Goal, l lang.Lang) []Question {
	n := int(math.Round((scale.Most-scale.Least)/scale.Step)) + 1
	if n > mostKeys {
		return nil
	}
	q := Question{StrandID: s.ID, Item: PlainItem, Text: lang.T(l, scale.Key+".question", nil), Shape: AsNumber, Falls: scale.LowerIsBetter, MaySkip: true,
		Least: lang.T(l, scale.Key+".least", nil), Most: lang.T(l, scale.Key+".most", nil)}
	if goal.RatingQuestion != "" {
		q.Text = goal.RatingQuestion
	}
	for i := range n {
		v := scale.Least + float64(i)*scale.Step
		q.Options = append(q.Options, Option{v, number(l, v)})
	}
	return []Question{q}
}

// maySkip reports whether a question may be left out: it is in no sum, the sum is made
// without some of its answers, or it is the only one, and leaving it out leaves out
// the measurement.
func (p Part) maySkip(item string) bool {
	return !slices.Contains(p.LinkIDs, item) || len(p.LinkIDs) == 1 || p.Missing == "prorate" && p.MinAnswered < len(p.LinkIDs)
}

func number(l lang.Lang, v float64) string {
	if v == math.Trunc(v) {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return lang.Number(l, v, 2)
}

// sorted puts the steps and the numbers of each question from the least to the most;
// answers in words keep the order of their questionnaire.
func sorted(all []Question) []Question {
	for _, q := range all {
		if q.Shape == InWords {
			continue
		}
		slices.SortStableFunc(q.Options, func(a, b Option) int { return cmp.Compare(a.Value, b.Value) })
	}
	return all
}
