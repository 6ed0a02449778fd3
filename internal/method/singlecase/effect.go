package singlecase

import "math"

// Effect holds differences between two phases in several units. Positive means
// better, whatever way the scale runs; standard errors have no direction. What
// is not defined is nil. None of them says what caused a difference.
type Effect struct {
	// Mean is the difference of the means, Trend that of the least-squares
	// slopes per measurement.
	Mean, Trend *float64
	// Glass is the difference in units of the baseline's standard deviation;
	// Baseline the same corrected for few points, Pooled with both phases'.
	Glass, Baseline, BaselineSE, Pooled, PooledSE *float64
}

// Effect compares the means and slopes of the phases.
func (p Phases) Effect() Effect {
	var e Effect
	m, n := float64(len(p.A)), float64(len(p.B))
	if m == 0 || n == 0 {
		return e
	}
	a, b := p.improving(p.A), p.improving(p.B)
	difference := mean(b) - mean(a)
	e.Mean = &difference
	if m > 1 && n > 1 {
		slopeA, _ := leastSquares(a)
		slopeB, _ := leastSquares(b)
		e.Trend = ptr(slopeB - slopeA)
	}
	if m > 1 && variance(a) > 0 {
		e.Glass = ptr(difference / math.Sqrt(variance(a)))
		if df := m - 1; df >= 2 && n > 1 {
			j := 1 - 3/(4*df-1)
			d := j * *e.Glass
			e.Baseline = &d
			e.BaselineSE = ptr(j * math.Sqrt(1/m+variance(b)/(n*variance(a))+d*d/(2*df)))
		}
	}
	df := m + n - 2
	if pooled := (squares(a) + squares(b)) / df; df >= 2 && pooled > 0 {
		j := 1 - 3/(4*df-1)
		d := j * difference / math.Sqrt(pooled)
		e.Pooled = &d
		e.PooledSE = ptr(j * math.Sqrt(1/m+1/n+d*d/(2*df)))
	}
	return e
}

// Ratio compares counts of incidents in two phases by the logarithm of their
// ratio. Never for ratings.
type Ratio struct {
	// Log is positive when better; SE its standard error, Low and High its 95 % limits.
	Log, SE, Low, High *float64
	// Uncorrected is Log without the correction for few points.
	Uncorrected *float64
}

// Ratio of the phases. Counted values get a least mean and variance, so that a
// phase without any incident can be compared; with others a mean of 0 has no ratio.
func (p Phases) Ratio(counted bool) Ratio {
	var r Ratio
	if len(p.A) == 0 || len(p.B) == 0 {
		return r
	}
	meanA, varA := level(p.A, counted)
	meanB, varB := level(p.B, counted)
	if meanA <= 0 || meanB <= 0 {
		return r
	}
	direction := 1.0
	if p.LowerIsBetter {
		direction = -1
	}
	r.Uncorrected = ptr(direction * math.Log(meanB/meanA))
	if varA == nil || varB == nil {
		return r
	}
	m, n := float64(len(p.A)), float64(len(p.B))
	partA, partB := *varA/(m*meanA*meanA), *varB/(n*meanB*meanB)
	r.Log = ptr(direction * (math.Log(meanB) + partB/2 - math.Log(meanA) - partA/2))
	r.SE = ptr(math.Sqrt(partA + partB))
	r.Low, r.High = ptr(*r.Log-z975**r.SE), ptr(*r.Log+z975**r.SE)
	return r
}

// level is the mean and the variance of a phase, cut from below for counts; no
// variance of a single value.
func level(y []float64, counted bool) (float64, *float64) {
	n, average := float64(len(y)), mean(y)
	if counted {
		average = max(average, 1/(2*n))
	}
	if len(y) < 2 {
		return average, nil
	}
	v := variance(y)
	if counted {
		v = max(v, 1/(n*n*n))
	}
	return average, &v
}

// GoalObtained is how much of the way from the baseline to a goal has been
// covered, in percent, with its standard error. It keeps its sign whatever way
// the scale runs. Both nil when the goal is the baseline's mean; se nil with a
// single point in a phase.
func (p Phases) GoalObtained(goal float64) (percent, se *float64) {
	if len(p.A) == 0 || len(p.B) == 0 || tied(goal, mean(p.A)) {
		return nil, nil
	}
	way := goal - mean(p.A)
	share := (mean(p.B) - mean(p.A)) / way
	percent = ptr(100 * share)
	if len(p.A) > 1 && len(p.B) > 1 {
		partA, partB := variance(p.A)/float64(len(p.A)), variance(p.B)/float64(len(p.B))
		se = ptr(100 * math.Sqrt((partA+partB+share*share*partA)/(way*way)))
	}
	return percent, se
}
