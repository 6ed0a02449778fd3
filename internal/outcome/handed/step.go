package handed

import (
	"context"

	"samspil/internal/casefile"
	"samspil/internal/instrument"
	"samspil/internal/outcome"
	"samspil/internal/plan"
)

// Step is one page of the screen.
type Step struct {
	Key      Key
	Topic    string // what is measured, in the family's words
	Quote    string // the goal in the family's or the child's words
	Intro    string // said before the questions of a questionnaire
	Notice   string // of whose the questionnaire is
	Question instrument.Question
	Said     string // with Sees: what the figures show, in plain words
	Answer   Answer
	Answered bool
}

// MaySkip reports whether the step may be passed without an answer.
func (s Step) MaySkip() bool { return s.Key.StrandID == "" || s.Question.MaySkip }

// Steps are all pages of a screen in order: the questions of each strand, what they
// say to what the figures show where that is asked, and what they want to say.
func Steps(ctx context.Context, f *casefile.Reader, s Screen) ([]Step, error) {
	p, _, err := plan.Current(ctx, f)
	if err != nil {
		return nil, err
	}
	d, err := outcome.Develop(ctx, f)
	if err != nil {
		return nil, err
	}
	var out []Step
	for _, part := range s.Parts {
		for _, g := range d.Strands {
			if g.ID != part.StrandID {
				continue
			}
			asked, e, err := asks(ctx, f, g.Strand, p, s.Language)
			if err != nil {
				return nil, err
			}
			goal, _ := p.Goal(g.GoalID)
			quote := goal.FamilyWords
			if s.Dress == ForChild {
				quote = goal.ChildWords
			}
			for _, q := range asked {
				out = append(out, Step{Key: Key{g.ID, q.Item}, Topic: g.Title, Quote: quote, Intro: e.Lead.In(string(s.Language)), Notice: e.Licence.Notice, Question: q})
			}
		}
	}
	if s.Asks {
		out = append(out, Step{Key: Sees, Said: outcome.Words{Lang: s.Language}.PlainFamily(d)})
	}
	out = append(out, Step{Key: Words})
	for i := range out {
		out[i].Answer, out[i].Answered = s.Answers[out[i].Key], false
		_, out[i].Answered = s.Answers[out[i].Key]
	}
	return out, nil
}
