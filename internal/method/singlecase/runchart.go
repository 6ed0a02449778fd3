package singlecase

import "math"

// leastUseful is the number of useful points below which a run chart signals nothing.
const leastUseful = 10

// RunChart tells whether a series wanders about its median as chance would have
// it (Anhøj).
type RunChart struct {
	N      int
	Median *float64
	// Useful points do not lie on the median; runs and crossings are counted over them.
	Useful, LongestRun, Crossings int
	// LongestLimit and CrossingsLimit are what chance allows; nil below ten useful points.
	LongestLimit, CrossingsLimit *int
	// Signal is true when a run is longer, or the crossings fewer; nil below ten useful points.
	Signal *bool
}

// RunChartOf describes a series in order of time.
func RunChartOf(values []float64) RunChart {
	c := RunChart{N: len(values)}
	if len(values) == 0 {
		return c
	}
	m := median(values)
	c.Median = &m
	side, run := 0, 0
	for _, v := range values {
		now := sign(v - m)
		if now == 0 {
			continue
		}
		c.Useful++
		if now == side {
			run++
		} else {
			if side != 0 {
				c.Crossings++
			}
			side, run = now, 1
		}
		c.LongestRun = max(c.LongestRun, run)
	}
	if longest, crossings, ok := RunChartLimits(c.Useful); ok {
		signal := c.LongestRun > longest || c.Crossings < crossings
		c.LongestLimit, c.CrossingsLimit, c.Signal = &longest, &crossings, &signal
	}
	return c
}

// RunChartLimits are the longest run and the fewest crossings that chance allows
// among that many useful points; not ok below ten.
func RunChartLimits(useful int) (longest, crossings int, ok bool) {
	if useful < leastUseful {
		return 0, 0, false
	}
	longest = int(math.Round(math.Log2(float64(useful)) + 3))
	n := useful - 1
	log := -float64(n) * math.Ln2 // of the probability of that many crossings, none to begin with
	for sum := math.Exp(log); sum < .05; sum += math.Exp(log) {
		log += math.Log(float64(n-crossings) / float64(crossings+1))
		crossings++
	}
	return longest, crossings, true
}
