package simulation

import (
	"math"
	"math/rand/v2"
)

const (
	// noise is the standard deviation of one rating about the true level, and the
	// measurement error that the rule is told.
	noise = 1.2
	// Ratings go from 0 to greatest in whole points.
	greatest = 10
	// entrySpread is how much families differ in how low (or high) they come in, in
	// units of noise.
	entrySpread = .5
	// flatFirst points stand before the rise of a ramp.
	flatFirst = 3
	// sharedPart of the noise is common to the strands of a family, where it is.
	sharedPart = .3
)

// scenario is a way in which made-up families answer.
type scenario struct {
	// phi is how far a measurement resembles the one before it, 0 to 1.
	phi float64
	// entry is the first error in units of noise; 0 for an ordinary one.
	entry float64
	// level is the true level at the beginning and gain the true change over the
	// whole series, in points.
	level, gain float64
	// ramp: the gain begins after the first points. half: only half of the strands
	// of a family change, rounded up. shared: part of the noise is common to them.
	ramp, half, shared bool
}

func still(phi float64) scenario        { return scenario{level: 4, phi: phi} }
func low(phi float64) scenario          { return scenario{level: 4, phi: phi, entry: -1.5} }
func better(gain, phi float64) scenario { return scenario{level: 4, phi: phi, gain: gain} }
func high(phi float64) scenario         { return scenario{level: 6, phi: phi, entry: 1.5} }
func falling(gain, phi float64) scenario {
	return scenario{level: 6, phi: phi, gain: -gain}
}

func (s scenario) ramped() scenario   { s.ramp = true; return s }
func (s scenario) inHalf() scenario   { s.half = true; return s }
func (s scenario) common() scenario   { s.shared = true; return s }
func (s scenario) lowEntry() scenario { s.entry = -1.5; return s }

// The scenarios by the names they have in the published tables.
var (
	ofStrand = map[string]scenario{
		"N0": still(0), "N3": still(.3), "N6": still(.6), "L3": low(.3), "L6": low(.6),
		"R3": better(3, .3), "P3": better(3, .3).ramped(), "R2": better(2, .3),
	}
	ofWindow = map[string]scenario{
		"N3": falling(0, .3), "N6": falling(0, .6), "H3": high(.3), "H6": high(.6), "R3": falling(3, .3),
	}
	unchanged = map[string]scenario{
		"N0": still(0), "N3": still(.3), "N6": still(.6), "L0": low(0), "L3": low(.3), "L6": low(.6),
		"N3s": still(.3).common(), "N6s": still(.6).common(), "L3s": low(.3).common(), "L6s": low(.6).common(),
	}
	changed = map[string]scenario{
		"R3_0": better(3, 0), "R3": better(3, .3), "R3_6": better(3, .6),
		"R2_0": better(2, 0), "R2": better(2, .3), "R2_6": better(2, .6),
		"H3_0": better(3, 0).inHalf(), "H3": better(3, .3).inHalf(), "H3_6": better(3, .6).inHalf(),
		"H2_0": better(2, 0).inHalf(), "H2": better(2, .3).inHalf(), "H2_6": better(2, .6).inHalf(),
		"RL3": better(3, .3).lowEntry(), "RL2": better(2, .3).lowEntry(), "R3s": better(3, .3).common(),
	}
)

// wander fills e with errors about their expected course, in units of noise: each
// resembles the one before by phi.
func (s scenario) wander(r *rand.Rand, e []float64) {
	fresh := math.Sqrt(1 - s.phi*s.phi)
	for i := range e {
		switch {
		case i > 0:
			e[i] = s.phi*e[i-1] + fresh*r.NormFloat64()
		case s.entry != 0:
			e[i] = entrySpread * r.NormFloat64()
		default:
			e[i] = r.NormFloat64()
		}
	}
}

// series fills y with ratings. shared is the wandering that the strands of a family
// have in common; nil where they have none. A strand that does not move has no gain.
func (s scenario) series(r *rand.Rand, y, shared []float64, moves bool) {
	s.wander(r, y)
	entry, last := s.entry, float64(len(y)-1)
	for i, e := range y {
		if shared != nil {
			e = math.Sqrt(sharedPart)*shared[i] + math.Sqrt(1-sharedPart)*e
		}
		way := float64(i) / last
		if s.ramp {
			way = max(0, float64(i+1-flatFirst)/(last+1-flatFirst))
		}
		if !moves {
			way = 0
		}
		y[i] = min(greatest, max(0, math.Round(s.level+s.gain*way+noise*(e+entry))))
		entry *= s.phi
	}
}
