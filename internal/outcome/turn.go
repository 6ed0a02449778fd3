package outcome

import (
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
)

// Turn is where a strand that went well turned round: the day of its best
// measurement, when the measurements from that day on show signs of a setback by
// the rule. The day is chosen afterwards, so a turn is a sign and never a proof;
// it enters no conclusion, but it is never left unsaid.
type Turn struct {
	On         clock.Date // zero: the strand has not turned
	Best, Last float64
	Since      int // measurements after the best
	// Up is true where the measurements up to that day show a development.
	Up bool
}

// turnOf looks for a turn. A strand that the rule sees going down as a whole needs
// none: its grade says so already.
func turnOf(s instrument.Strand, whole singlecase.StrandResult) Turn {
	made := s.Made()
	if len(made) < 2 || whole.Direction == singlecase.Down {
		return Turn{}
	}
	better := func(a, b float64) bool { return a >= b != s.Scale().LowerIsBetter }
	best := 0
	for i, r := range made {
		if better(*r.Value, *made[best].Value) {
			best = i
		}
	}
	since := singlecase.GradeStrand(s.Method(made[best].On))
	if best < 2 || since.Grade < singlecase.Signs || since.Direction != singlecase.Down {
		return Turn{}
	}
	before := s
	before.Ratings = nil
	for _, r := range s.Ratings {
		if !r.On.After(made[best].On) {
			before.Ratings = append(before.Ratings, r)
		}
	}
	rise := singlecase.GradeStrand(before.Method(clock.Date{}))
	return Turn{
		On: made[best].On, Best: *made[best].Value, Last: *made[len(made)-1].Value, Since: len(made) - 1 - best,
		Up: rise.Grade >= singlecase.Signs && rise.Direction == singlecase.Up,
	}
}

// Turned returns the strands that turned round, in order.
func (d Development) Turned() []Graded {
	var out []Graded
	for _, g := range d.Strands {
		if !g.Turn.On.IsZero() {
			out = append(out, g)
		}
	}
	return out
}

// TurnWords is a turn in a few words: "Tegn på tilbageskridt siden juli".
func (w Words) TurnWords(t Turn) string {
	return w.t("outcome.turn", fault.Args{"month": lang.Month(w.Lang, t.On.Month())})
}

// TurnCaveat stands beside turns: how sure they are, and what to do now.
func (w Words) TurnCaveat() string { return w.t("outcome.turn.caveat", nil) }

// TurnSentence says when a strand turned round, and how far.
func (w Words) TurnSentence(g Graded) string {
	key := "outcome.turn.best"
	if g.Turn.Up {
		key = "outcome.turn.up"
	}
	scale := g.Scale()
	return w.t(key, fault.Args{
		"strand": w.Strand(g.Strand), "month": lang.Month(w.Lang, g.Turn.On.Month()), "date": lang.DayMonth(w.Lang, g.Turn.On),
		"best": w.Value(scale, g.Turn.Best), "last": w.Value(scale, g.Turn.Last), "n": g.Turn.Since,
	})
}
