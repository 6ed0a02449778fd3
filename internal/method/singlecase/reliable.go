package singlecase

import "math"

// criterion95 is the literal 1.96 of reliable change and of the minimal
// detectable change (Jacobson & Truax 1991).
const criterion95 = 1.96

// Criterion95 is that number: a change of so many standard errors is reliable.
const Criterion95 = criterion95

// SEM is the standard error of one measurement of an instrument with that
// standard deviation and test-retest reliability (0 to 1; above 1 it is no number).
// The standard deviation comes from a norm or a clinical group, never from the
// family itself.
func SEM(sd, reliability float64) float64 { return sd * math.Sqrt(1-reliability) }

// SEMFromMDC is the standard error behind a published minimal detectable change.
func SEMFromMDC(mdc95 float64) float64 { return mdc95 / (criterion95 * math.Sqrt2) }

// SDFromSEM is the standard deviation behind a standard error of measurement; nil
// for a reliability of 1 or more, which leaves no error to tell it by.
func SDFromSEM(sem, reliability float64) *float64 {
	if !(reliability < 1) {
		return nil
	}
	return ptr(sem / math.Sqrt(1-reliability))
}

// MinimalDetectableChange is the least difference of two single measurements
// that measurement error alone gives in fewer than one of twenty.
func MinimalDetectableChange(sem float64) float64 { return criterion95 * math.Sqrt2 * sem }

// Band returns how far one measurement may lie from the true value: ± this
// much in nineteen of twenty. It is the band of the charts.
func Band(sem float64) float64 { return criterion95 * sem }

// ReliableChange compares means of several measurements with what measurement
// error alone may give.
type ReliableChange struct {
	MeanFirst, MeanLast float64
	// SDiff is the standard error of the difference of the means.
	SDiff float64
	// RCI is the difference in units of SDiff; Criterion the least difference that counts.
	RCI, Criterion float64
	Reliable       bool
}

// ReliableChangeOfMeans compares the mean of the last measurements with that of
// the first. It returns false when either list is empty or sem is not above 0.
func ReliableChangeOfMeans(first, last []float64, sem float64) (ReliableChange, bool) {
	if len(first) == 0 || len(last) == 0 || !(sem > 0) {
		return ReliableChange{}, false
	}
	c := ReliableChange{MeanFirst: mean(first), MeanLast: mean(last)}
	c.SDiff = sem * math.Sqrt(1/float64(len(first))+1/float64(len(last)))
	c.Criterion = criterion95 * c.SDiff
	difference := c.MeanLast - c.MeanFirst
	c.RCI = difference / c.SDiff
	c.Reliable = math.Abs(difference) >= c.Criterion
	return c, true
}
