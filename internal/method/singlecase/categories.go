package singlecase

import "math"

// Categories counts the members of a group by how each has changed, after
// Jacobson & Truax 1991. For groups only.
type Categories struct {
	N int // pairs with both values
	// SDPre is the spread of the first values, SDiff the standard error of a
	// difference, CutoffC the border between the clinical and the functional side.
	// Nil where too few or too even values leave them without meaning.
	SDPre, SDiff, CutoffC *float64
	// Counts is nil without a standard error to hold a change against.
	Counts *CategoryCounts
}

// CategoryCounts are the numbers in each category. Recovered and
// ImprovedNotRecovered together are Improved; Harmed is a part of Deteriorated.
type CategoryCounts struct {
	Improved, Unchanged, Deteriorated       int
	Recovered, ImprovedNotRecovered, Harmed int
}

// Categorise sorts the pairs that are complete; the lists are of one length, nil
// is missing. The clinical group is the first values themselves, the functional
// one is given. A change beyond 1.96 standard errors of a difference is improved
// or deteriorated; recovered when it also went from the clinical side of the border
// to the other, harmed when it went back.
func Categorise(pre, post []*float64, functional Norm, lowerIsBetter bool) Categories {
	var first, last []float64
	for i := range min(len(pre), len(post)) {
		if pre[i] != nil && post[i] != nil {
			first, last = append(first, *pre[i]), append(last, *post[i])
		}
	}
	c := Categories{N: len(first)}
	if c.N < 2 {
		return c
	}
	sd := math.Sqrt(variance(first))
	difference := SDiff(SEM(sd, functional.Reliability))
	c.SDPre, c.SDiff = &sd, &difference
	c.CutoffC = CutoffsOf(Norm{Mean: mean(first), SD: sd}, functional, lowerIsBetter).C
	if !(difference > 0) || c.CutoffC == nil {
		return c
	}
	toward := 1.0
	if lowerIsBetter {
		toward = -1
	}
	c.Counts = &CategoryCounts{}
	for i := range first {
		z := toward * (last[i] - first[i]) / difference
		c.Counts.add(z, toward*(first[i]-*c.CutoffC), toward*(last[i]-*c.CutoffC))
	}
	return c
}

// Category is how one person has changed, after Jacobson & Truax 1991.
type Category string

// The categories. The first two together are improved, the last two deteriorated.
const (
	Recovered            Category = "recovered"
	ImprovedNotRecovered Category = "improved_not_recovered"
	Unchanged            Category = "unchanged"
	Deteriorated         Category = "deteriorated"
	Harmed               Category = "harmed"
)

// CategoryOf says how one person changed from a first to a last measurement, by the
// measurement error and the border between the clinical and the functional side.
// False without a measurement error.
func CategoryOf(first, last, sem, border float64, lowerIsBetter bool) (Category, bool) {
	if !(sem > 0) {
		return "", false
	}
	toward := 1.0
	if lowerIsBetter {
		toward = -1
	}
	return categoryOf(toward*(last-first)/SDiff(sem), toward*(first-border), toward*(last-border)), true
}

// categoryOf is decided by the change in standard errors, and by how far the first
// and last value lie on the functional side of the border.
func categoryOf(z, before, after float64) Category {
	switch {
	case z > criterion95 && before < 0 && after > 0:
		return Recovered
	case z > criterion95:
		return ImprovedNotRecovered
	case z < -criterion95 && before > 0 && after < 0:
		return Harmed
	case z < -criterion95:
		return Deteriorated
	}
	return Unchanged
}

// add one member to the counts.
func (c *CategoryCounts) add(z, before, after float64) {
	switch categoryOf(z, before, after) {
	case Recovered:
		c.Improved++
		c.Recovered++
	case ImprovedNotRecovered:
		c.Improved++
		c.ImprovedNotRecovered++
	case Harmed:
		c.Deteriorated++
		c.Harmed++
	case Deteriorated:
		c.Deteriorated++
	default:
		c.Unchanged++
	}
}
