// Package simulation finds out how often the rule is wrong. It makes up thousands
// of families in whom nothing has changed, lets the rule judge them, and counts how
// many it calls changed; and makes up families that have changed, and counts how
// many it finds. The figures printed beside every result in Samspil come from here.
//
// The families are made up as the published tables say: ratings from 0 to 10 in
// whole points, a true level of 4 (6 where a fall is looked for), errors with a
// standard deviation of 1.2 points of which neighbouring ones resemble each other,
// ordinary or unusually low (high) at the beginning. Real families may be rougher.
//
// The same seed and number of series give the same figures on every machine and
// with any number of processors.
package simulation

import (
	"context"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"

	"samspil/internal/method/singlecase"
)

// Part names a part of the tables.
type Part string

// The parts: strands over a whole course, strands over a window fixed beforehand,
// and the conclusion about a family.
const (
	Strands  Part = "strand"
	Windows  Part = "window"
	Families Part = "family"
)

// Options say what to simulate.
type Options struct {
	// Rule to try; the zero Rule is the one in force. The conclusion about a family
	// is always that of the rule in force.
	Rule singlecase.Rule
	// Series for each figure of a strand, and half as many families for each of the
	// conclusion; at least 2.
	Series int
	Seed   uint64
	// Lengths are the numbers of measurements to try, of those published; none for all.
	Lengths []int
	// Scenarios by their published name; none for all.
	Scenarios []string
	// MostStrands of a family, when not 0; families with more are then left out.
	MostStrands int
	// Parts to simulate; none for all.
	Parts []Part
	// Progress is told, from several processors, how many figures of all are done.
	Progress func(done, of int)
}

// cell is one number of measurements of one scenario: run makes up its families
// and puts what it found where it belongs, which nobody else touches.
type cell struct {
	name string
	run  func(*rand.Rand)
}

// ErrorRates finds the tables again, in the form of the published ones. What was
// not asked for is left as NaN in a row, or out. It stops early when ctx ends.
func ErrorRates(ctx context.Context, o Options) (singlecase.ErrorRates, error) {
	if o.Rule.Name == "" {
		o.Rule, _ = singlecase.RuleNamed(singlecase.RuleName)
	}
	t := newTables(o)
	work := make(chan cell)
	var done atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for c := range work {
				c.run(rand.New(rand.NewPCG(o.Seed, stream(c.name))))
				if n := done.Add(1); o.Progress != nil {
					o.Progress(int(n), len(t.cells))
				}
			}
		})
	}
	for _, c := range t.cells {
		if ctx.Err() != nil {
			break
		}
		work <- c
	}
	close(work)
	workers.Wait()
	return t.finish(), ctx.Err()
}

// stream of random numbers that belongs to a figure, whoever computes it when.
func stream(name string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(name))
	return h.Sum64()
}

// percent with one decimal, as it is published.
func percent(count, of int) float64 { return math.Round(1000*float64(count)/float64(of)) / 10 }

// strand counts how many of so many made-up series get grades in a direction.
func (o Options) strand(r *rand.Rand, s scenario, n int, way singlecase.Direction) (signs, documented float64) {
	y := make([]float64, n)
	in := singlecase.Instrument{SEM: noise}
	two, three := 0, 0
	for range o.Series {
		s.series(r, y, nil, true)
		grade, direction := o.Rule.GradeSeries(y, in)
		if grade < singlecase.Signs || direction != way {
			continue
		}
		two++
		if grade == singlecase.Documented {
			three++
		}
	}
	return percent(two, o.Series), percent(three, o.Series)
}
