package sequence

import (
	"cmp"
	"slices"
)

// Utterance is what one of two speakers said, or did, as a turn.
type Utterance struct {
	Speaker string // "" for a third voice, which ends a chain
	On, Off int64  // milliseconds; Off equal to On for a moment
}

// TurnCount is how the two took turns.
type TurnCount struct {
	Turns  int // ⌊m/2⌋ of every chain of m alternating stretches: CA is 1, CAC 1, CACA 2
	Chains int // chains in which the turn passed at least once
	// MeanChain is how often the turn passed, on average, in those chains; nil
	// without any.
	MeanChain *float64
}

// Turns counts them by the rule of LENA: in order of onset, an utterance less than
// gap milliseconds after the latest end so far in its chain belongs to the chain;
// another speaker then lengthens it by one, the same speaker goes on with the
// same turn. A third voice or a longer gap ends the chain. Utterances of one
// segment only should be given. Times may overlap (the gap is then negative).
func Turns(utterances []Utterance, gap int64) TurnCount {
	sorted := slices.Clone(utterances)
	slices.SortStableFunc(sorted, func(a, b Utterance) int { return cmp.Compare(a.On, b.On) })
	var c TurnCount
	stretches, passed := 0, 0
	finish := func() {
		c.Turns += stretches / 2
		if stretches > 1 {
			c.Chains++
			passed += stretches - 1
		}
		stretches = 0
	}
	speaker, end := "", int64(0)
	for _, u := range sorted {
		if stretches > 0 && (u.Speaker == "" || u.On-end >= gap) {
			finish()
		}
		switch {
		case u.Speaker == "":
			continue
		case stretches == 0:
			stretches, end = 1, u.Off
		case u.Speaker != speaker:
			stretches++
		}
		speaker, end = u.Speaker, max(end, u.Off)
	}
	finish()
	if c.Chains > 0 {
		mean := float64(passed) / float64(c.Chains)
		c.MeanChain = &mean
	}
	return c
}
