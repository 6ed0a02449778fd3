// Package population holds what may be said across many families, and the
// safeguards that come first: how many of the families the figure rests on, and
// which counts are so small that a family could be recognised. Nothing here is
// for one family, for one worker, or for a ranking.
//
// It is pure computation: it knows no database and no names.
package population

// Completeness says what a share over families rests on.
type Completeness struct {
	Families int
	// Complete families have the least number of measurements in a strand; Share
	// is theirs of all, nil without a family.
	Complete int
	Share    *float64
	// Show is true from a share of 70 %: below, only the share is shown.
	Show bool
	// Documented families, and the bounds that stand beside every figure: Low
	// when none of the unknown is documented, High when all are. Nil without a family.
	Documented int
	Low, High  *float64
}

const (
	// LeastMeasurements that make a family complete where nothing else is set.
	LeastMeasurements = 5
	leastSharePercent = 70
)

// CompletenessOf counts the families by their number of measurements in a strand
// and by whether a development is documented, nil when not known. All families
// count, those that ended early too. The lists are of one length; where they are
// not, a family without a number has no measurement and one without a conclusion
// is not known.
func CompletenessOf(measurements []int, documented []*bool, least int) Completeness {
	c := Completeness{Families: max(len(measurements), len(documented))}
	unknown := 0
	for i := range c.Families {
		if i < len(measurements) && measurements[i] >= least || i >= len(measurements) && least <= 0 {
			c.Complete++
		}
		switch {
		case i >= len(documented) || documented[i] == nil:
			unknown++
		case *documented[i]:
			c.Documented++
		}
	}
	if c.Families == 0 {
		return c
	}
	share := func(n int) *float64 { s := float64(n) / float64(c.Families); return &s }
	c.Share, c.Low, c.High = share(c.Complete), share(c.Documented), share(c.Documented+unknown)
	c.Show = 100*c.Complete >= leastSharePercent*c.Families
	return c
}

// AddedValue is how much better a group of children is than referred children
// become without help, by the parents' SDQ (sdqinfo.com, "added value score"):
// 2.3 + .8 · total + .2 · impact - .3 · emotional at the first time, less the
// total at the second. Effect is the same in units of 5 points. The value of one
// child swings by ± 10 and says nothing; use it for groups only.
func AddedValue(total1, impact1, emotional1, total2 float64) (value, effect float64) {
	value = 2.3 + .8*total1 + .2*impact1 - .3*emotional1 - total2
	return value, value / 5
}
