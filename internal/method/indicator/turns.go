package indicator

import (
	"math"
	"slices"

	"samspil/internal/method/sequence"
)

var (
	childTurns  = []code{initiative, contact, accepts}
	parentTurns = []code{follows, names, soothes, invites, frames}
	chainBreaks = []code{withdraws, takesOver, rejects, support}
)

// turns fills in I7: turns of the two taken alternately, by the rule of LENA with
// the codes as utterances without length. Withdrawing, taking over, a harsh tone
// and the consultant's support end a chain; other codes are not heard.
func (r *run) turns() {
	var turns, chains, passed int
	for _, s := range r.segments {
		var said []sequence.Utterance
		for _, m := range s.marks {
			u := sequence.Utterance{On: m.at, Off: m.at}
			switch {
			case slices.Contains(childTurns, m.code):
				u.Speaker = "child"
			case slices.Contains(parentTurns, m.code):
				u.Speaker = "parent"
			case !slices.Contains(chainBreaks, m.code):
				continue
			}
			said = append(said, u)
		}
		c := sequence.Turns(said, r.coding.Settings.Turn)
		turns, chains = turns+c.Turns, chains+c.Chains
		if c.MeanChain != nil {
			passed += int(math.Round(*c.MeanChain * float64(c.Chains)))
		}
	}
	basis := r.basis(slices.Concat(childTurns, parentTurns, chainBreaks), childTurns, parentTurns)
	r.out.I7 = Turns{Rate: r.perMinute(turns, basis)}
	if chains > 0 && basis.Missing == "" {
		mean := float64(passed) / float64(chains)
		r.out.I7.MeanChain = &mean
	}
}
