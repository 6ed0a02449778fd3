package simulation

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"samspil/internal/method/singlecase"
)

const (
	mostStrands = 15
	mostRaters  = 4
	// nineOrMore strands are one row of the printed figures, seen by four people.
	nineOrMore = 9
)

// layout is how many strands a family has and how many people take turns in them.
type layout struct{ strands, raters int }

func (l layout) String() string { return fmt.Sprintf("%d/%d", l.strands, l.raters) }

// named are the layouts with rows of their own.
var named = []layout{
	{1, 1}, {2, 2}, {3, 2}, {3, 3}, {4, 2}, {4, 4}, {5, 3}, {5, 4}, {6, 3}, {6, 4}, {7, 4}, {8, 4}, {9, 4}, {12, 4},
}

// allLayouts are those over which the greatest false alarms are sought.
func (o Options) allLayouts() []layout {
	most := mostStrands
	if o.MostStrands > 0 {
		most = min(most, o.MostStrands)
	}
	var all []layout
	for strands := 1; strands <= most; strands++ {
		least := 1
		if strands >= nineOrMore {
			least = mostRaters
		}
		for raters := least; raters <= min(strands, mostRaters); raters++ {
			all = append(all, layout{strands, raters})
		}
	}
	return all
}

// namedLayouts are those of the named ones that are wanted.
func (o Options) namedLayouts() []layout {
	return slices.DeleteFunc(slices.Clone(named), func(l layout) bool { return o.MostStrands > 0 && l.strands > o.MostStrands })
}

var people = [mostRaters]string{"a", "b", "c", "d"}

// made is a made-up family: the grades of its strands if they move, and if not, and
// the room in which their series are made.
type made struct {
	moving, resting [mostStrands]singlecase.Graded
	y, shared       []float64
}

// family counts for each layout how often the conclusion is "documented". Smaller
// families are parts of greater ones, which saves making them up anew. The judgement
// always says "development": the worst case.
func (o Options) family(r *rand.Rand, s scenario, n int, layouts []layout) []float64 {
	most := 0
	for _, l := range layouts {
		most = max(most, l.strands)
	}
	hits := make([]int, len(layouts))
	families := o.families()
	m := made{y: make([]float64, n), shared: make([]float64, n)}
	strands := make([]singlecase.Graded, mostStrands)
	for range families {
		o.makeUp(r, s, &m, most)
		for i, l := range layouts {
			if s.concludes(&m, l, strands) {
				hits[i]++
			}
		}
	}
	shares := make([]float64, len(hits))
	for i, h := range hits {
		shares[i] = percent(h, families)
	}
	return shares
}

func (o Options) families() int { return o.Series / 2 }

// makeUp a family of so many strands.
func (o Options) makeUp(r *rand.Rand, s scenario, m *made, strands int) {
	in := singlecase.Instrument{SEM: noise}
	var common []float64
	if s.shared {
		common = m.shared
		s.wander(r, common)
	}
	for i := range strands {
		s.series(r, m.y, common, true)
		m.moving[i].Grade, m.moving[i].Direction = o.Rule.GradeSeries(m.y, in)
		if s.half {
			s.series(r, m.y, common, false)
			m.resting[i].Grade, m.resting[i].Direction = o.Rule.GradeSeries(m.y, in)
		}
	}
}

// concludes reports whether the family in this layout is called documented. Without
// any strand that got better no rule could say so, and it is not asked.
func (s scenario) concludes(m *made, l layout, strands []singlecase.Graded) bool {
	up := false
	for i := range l.strands {
		g := m.moving[i]
		if s.half && i >= (l.strands+1)/2 {
			g = m.resting[i]
		}
		g.Rater = singlecase.Rater{Role: singlecase.Parent, Person: people[i%l.raters]}
		strands[i] = g
		up = up || g.Direction == singlecase.Up
	}
	if !up {
		return false
	}
	judgement := singlecase.Judgement{Written: true, Says: singlecase.SaysDevelopment}
	return singlecase.ConcludeFamily(strands[:l.strands], judgement).Verdict == singlecase.FamilyDocumented
}
