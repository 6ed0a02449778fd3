package sequence

// Shift is how two series of units lie on each other, and how they would with
// one of them turned round.
type Shift struct {
	Joint int // units that are both given and target
	// Upper is the share of all turns, the one observed included, with at least as
	// many joint units; Lower with at most as many; Mean the joint units of all
	// turns. Nil when there are no units.
	Upper, Lower, Mean *float64
}

// CircularShift turns the target's units 0 to units - 1 in a ring against the
// given ones, through every possible shift, which keeps the stretches of each as
// they are and breaks only what binds the two. It is exact: nothing is drawn by
// lot. Units outside the ring are left out, a unit named twice counts once.
func CircularShift(units int, given, target []int) Shift {
	if units < 1 {
		return Shift{}
	}
	on, off := onlyOnce(units, given), onlyOnce(units, target)
	joint := make([]int, units) // by how far the target is turned
	for _, t := range off {
		for _, g := range on {
			by := g - t
			if by < 0 {
				by += units
			}
			joint[by]++
		}
	}
	atLeast, atMost := 0, 0
	for _, n := range joint {
		if n >= joint[0] {
			atLeast++
		}
		if n <= joint[0] {
			atMost++
		}
	}
	n := float64(units)
	upper, lower, mean := float64(atLeast)/n, float64(atMost)/n, float64(len(on))*float64(len(off))/n
	return Shift{joint[0], &upper, &lower, &mean}
}

// onlyOnce keeps the units from 0 to units - 1, each once.
func onlyOnce(units int, list []int) []int {
	seen := make([]bool, units)
	out := make([]int, 0, len(list))
	for _, u := range list {
		if u >= 0 && u < units && !seen[u] {
			seen[u] = true
			out = append(out, u)
		}
	}
	return out
}
