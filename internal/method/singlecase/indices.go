package singlecase

import "math"

// RCIMethod is a way to tell a change beyond the measurement error.
type RCIMethod string

// The ways. JacobsonTruax is the usual one; EdwardsNunnally is shown to
// psychologists as the check for a return to the mean.
const (
	JacobsonTruax      RCIMethod = "jt"
	GulliksenLordNovik RCIMethod = "gln"
	EdwardsNunnally    RCIMethod = "en"
	NunnallyKotsch     RCIMethod = "nk"
)

// Norm is what an instrument's publication says of a group: never the family's own.
type Norm struct {
	Mean, SD float64
	// Reliability is test-retest, 0 to 1; ReliabilityPost that of the second measurement.
	Reliability, ReliabilityPost float64
}

// SDiff is the standard error of the difference of two single measurements.
func SDiff(sem float64) float64 { return math.Sqrt2 * sem }

// Criterion is the least difference of two single measurements that counts.
func Criterion(sem float64) float64 { return criterion95 * SDiff(sem) }

// SEPrediction is the standard error of a second measurement predicted from the first.
func SEPrediction(n Norm) float64 { return n.SD * math.Sqrt(1-n.Reliability*n.Reliability) }

// RCI is the change from pre to post in units of its standard error, by that
// way; beyond 1.96 to either side it is reliable. Nil when the standard error is 0
// or cannot be computed, as with a reliability beyond 1.
func RCI(method RCIMethod, pre, post float64, n Norm) *float64 {
	r, sem := n.Reliability, SEM(n.SD, n.Reliability)
	change, se := post-(n.Mean+r*(pre-n.Mean)), 0.0
	switch method {
	case GulliksenLordNovik:
		se = SEPrediction(n)
	case EdwardsNunnally:
		se = sem
	case NunnallyKotsch:
		v := n.SD * n.SD
		se = math.Sqrt(r*r*v*(1-r) + v*(1-n.ReliabilityPost))
	default:
		change, se = post-pre, SDiff(sem)
	}
	if !(se > 0) {
		return nil
	}
	return ptr(change / se)
}

// Cutoffs are three borders between a clinical and a functional group (Jacobson
// & Truax 1991): A two deviations from the clinical mean, B two from the
// functional mean, C where the two groups weigh the same, nil when neither varies.
type Cutoffs struct {
	A, B float64
	C    *float64
}

// CutoffsOf computes the borders; lower says on which side of the scale it is better.
func CutoffsOf(clinical, functional Norm, lowerIsBetter bool) Cutoffs {
	up := 2.0
	if lowerIsBetter {
		up = -2
	}
	c := Cutoffs{A: clinical.Mean + up*clinical.SD, B: functional.Mean - up*functional.SD}
	if both := functional.SD + clinical.SD; both > 0 {
		c.C = ptr((functional.SD*clinical.Mean + clinical.SD*functional.Mean) / both)
	}
	return c
}
