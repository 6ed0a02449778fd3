package simulation

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"

	"samspil/internal/method/singlecase"
)

// tables are being filled by the cells.
type tables struct {
	o     Options
	out   singlecase.ErrorRates
	cells []cell
	// all layouts over which the greatest false alarms are sought, and those with rows of their own.
	all, named []layout
	// found has the false alarms of every layout: scenario, number of measurements, layout.
	found map[string][][]float64
}

func newTables(o Options) *tables {
	published := singlecase.Published()
	t := &tables{o: o, out: published, all: o.allLayouts(), named: o.namedLayouts(), found: map[string][][]float64{}}
	t.out.Rule, t.out.Series, t.out.Families = o.Rule.Name, o.Series, o.families()
	t.out.Strand = map[string]singlecase.GradeRates{}
	t.out.Window.Setback = map[string]singlecase.GradeRates{}
	t.out.Family.NoChange, t.out.Family.Change = map[string]map[string][]float64{}, map[string]map[string][]float64{}
	t.out.Family.Worst, t.out.Family.Printed.Low, t.out.Family.Printed.High = map[string][]float64{}, nil, nil
	if o.wants(Strands) {
		t.grades("strand", ofStrand, t.out.Strand, singlecase.Up)
	}
	if o.wants(Windows) {
		t.grades("window", ofWindow, t.out.Window.Setback, singlecase.Down)
	}
	if o.wants(Families) {
		t.unchangedFamilies()
		t.changedFamilies()
	}
	return t
}

func (o Options) wants(p Part) bool { return len(o.Parts) == 0 || slices.Contains(o.Parts, p) }
func (o Options) tries(n int) bool  { return len(o.Lengths) == 0 || slices.Contains(o.Lengths, n) }
func (o Options) plays(name string) bool {
	return len(o.Scenarios) == 0 || slices.Contains(o.Scenarios, name)
}

// blank is a row of figures not known yet.
func blank(n int) []float64 { return slices.Repeat([]float64{math.NaN()}, n) }

// add a cell for each scenario and number of measurements that is wanted.
func (t *tables) add(part string, scenarios map[string]scenario, lengths []int, each func(name string, column int) func(*rand.Rand)) {
	for _, name := range slices.Sorted(maps.Keys(scenarios)) {
		for i, n := range lengths {
			if t.o.tries(n) && t.o.plays(name) {
				t.cells = append(t.cells, cell{fmt.Sprintf("%s %s %d", part, name, n), each(name, i)})
			}
		}
	}
}

func (t *tables) grades(part string, scenarios map[string]scenario, into map[string]singlecase.GradeRates, way singlecase.Direction) {
	for name := range scenarios {
		into[name] = singlecase.GradeRates{SignsOrMore: blank(len(t.out.N)), Documented: blank(len(t.out.N))}
	}
	t.add(part, scenarios, t.out.N, func(name string, i int) func(*rand.Rand) {
		row := into[name]
		return func(r *rand.Rand) {
			row.SignsOrMore[i], row.Documented[i] = t.o.strand(r, scenarios[name], t.out.N[i], way)
		}
	})
}

func (t *tables) unchangedFamilies() {
	lengths := t.out.Family.NNoChange
	for name := range unchanged {
		t.found[name] = make([][]float64, len(lengths))
	}
	t.add("family", unchanged, lengths, func(name string, i int) func(*rand.Rand) {
		rows := t.found[name]
		return func(r *rand.Rand) { rows[i] = t.o.family(r, unchanged[name], lengths[i], t.all) }
	})
}

func (t *tables) changedFamilies() {
	lengths := t.out.Family.NChange
	for name := range changed {
		rows := map[string][]float64{}
		for _, l := range t.named {
			rows[l.String()] = blank(len(lengths))
		}
		t.out.Family.Change[name] = rows
	}
	t.add("family", changed, lengths, func(name string, i int) func(*rand.Rand) {
		rows := t.out.Family.Change[name]
		return func(r *rand.Rand) {
			for j, share := range t.o.family(r, changed[name], lengths[i], t.named) {
				rows[t.named[j].String()][i] = share
			}
		}
	})
}

// finish puts together what only the whole table tells.
func (t *tables) finish() singlecase.ErrorRates {
	for name, columns := range t.found {
		rows := map[string][]float64{}
		for _, l := range t.named {
			row := blank(len(columns))
			for i, c := range columns {
				if c != nil {
					row[i] = c[slices.Index(t.all, l)]
				}
			}
			rows[l.String()] = row
		}
		t.out.Family.NoChange[name] = rows
		t.out.Family.Worst[name] = t.greatest(0, math.MaxInt, name)
	}
	if len(t.found) > 0 {
		t.printed()
	}
	return t.out
}

// greatest false alarms by number of strands, for numbers of measurements from
// over above to upTo, in any of the scenarios.
func (t *tables) greatest(above, upTo int, scenarios ...string) []float64 {
	worst := make([]float64, nineOrMore)
	for _, name := range scenarios {
		for i, n := range t.out.Family.NNoChange {
			if n <= above || n > upTo {
				continue
			}
			for j, share := range t.found[name][i] {
				row := min(t.all[j].strands, nineOrMore) - 1
				worst[row] = max(worst[row], share)
			}
		}
	}
	return worst
}

// printed figures: the low one from the ordinary entry, the high one from the low
// entry with strong dependence; of independent and shared noise the greater.
func (t *tables) printed() {
	p := &t.out.Family.Printed
	p.Low, p.High = make([][]int, nineOrMore), make([][]int, nineOrMore)
	above := 0
	for _, upTo := range p.UpTo {
		low, high := t.greatest(above, upTo, "N3", "N3s"), t.greatest(above, upTo, "L6", "L6s")
		for row := range nineOrMore {
			p.Low[row] = append(p.Low[row], max(1, int(math.Ceil(low[row]))))
			p.High[row] = append(p.High[row], max(1, int(math.Ceil(high[row]))))
		}
		above = upTo
	}
}
