package population

import (
	"math"
	"slices"

	"samspil/internal/method/probability"
)

// LeastUnit is the smallest number of families in a unit that is compared.
const LeastUnit = 20

// Unit is a group of families that is looked at beside others, such as all those
// one municipality sent. It is never one worker.
type Unit struct{ Families, Documented int }

// Overdispersion tells whether units differ by more than chance around the target,
// and by how much the limits of a funnel must then be widened (Spiegelhalter 2005):
// φ is the mean of z² with z = (y - θ)/sqrt(θ(1 - θ)/n), the outer tenth at each end
// pulled in; where the units times φ exceed the 95 % point of chi-square, widen is
// the root of φ, else 1.
func Overdispersion(target float64, units []Unit) (phi, widen float64) {
	var z []float64
	for _, u := range units {
		if u.Families > 0 && target > 0 && target < 1 {
			share, n := float64(u.Documented)/float64(u.Families), float64(u.Families)
			z = append(z, (share-target)/math.Sqrt(target*(1-target)/n))
		}
	}
	if len(z) == 0 {
		return 0, 1
	}
	slices.Sort(z)
	outer := len(z) / 10
	for i := range z {
		v := min(max(z[i], z[outer]), z[len(z)-1-outer])
		phi += v * v / float64(len(z))
	}
	if tail, ok := probability.ChiSquareTail(phi*float64(len(z)), float64(len(z))); ok && tail < .05 {
		return phi, math.Sqrt(phi)
	}
	return phi, 1
}

// Widen moves limits away from the target by that factor, cut to 0 and 1.
func (l Limits) Widen(target, factor float64) Limits {
	return Limits{max(0, target-(target-l.Low)*factor), min(1, target+(l.High-target)*factor)}
}

// Shrink gives each unit's share pulled towards that of all, the more the fewer
// families it has: (a + x)/(a + b + n), a and b by moments. Where the units differ
// by no more than chance, all have the share of all. Nil without a family.
func Shrink(units []Unit) []float64 {
	var families, documented, squares float64
	for _, u := range units {
		families += float64(u.Families)
		documented += float64(u.Documented)
		squares += float64(u.Families) * float64(u.Families)
	}
	if families == 0 {
		return nil
	}
	all := documented / families
	between, others := 0.0, float64(len(units)-1)
	for _, u := range units {
		if u.Families > 0 {
			d := float64(u.Documented)/float64(u.Families) - all
			between += float64(u.Families) * d * d
		}
	}
	tau2 := 0.0
	if below := families - squares/families - others; below > 0 {
		tau2 = max(0, (between-others*all*(1-all))/below)
	}
	out := make([]float64, len(units))
	for i, u := range units {
		out[i] = all
		if tau2 > 0 {
			weight := max(0, all*(1-all)/tau2-1)
			out[i] = (all*weight + float64(u.Documented)) / (weight + float64(u.Families))
		}
	}
	return out
}
