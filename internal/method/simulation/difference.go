package simulation

import (
	"maps"
	"math"
	"slices"

	"samspil/internal/method/singlecase"
)

// Difference between figures that were simulated and the published ones.
type Difference struct {
	Compared int
	// Greatest difference in percentage points, whether of a false alarm or of a
	// development found, and where it was.
	Greatest float64
	Where    string
	N        int
	// Beyond is how many figures lie farther off than chance explains; Alarms how
	// many of these are false alarms that are higher than published.
	Beyond, Alarms int
}

// Margin is how far a figure from so many runs may by chance lie from the published
// one, in percentage points: four and a half standard errors of both simulations,
// so that of a thousand figures hardly one lies outside, and a tenth for rounding.
func Margin(percent float64, runs, published int) float64 {
	p := max(percent, .05) / 100
	return .1 + 450*math.Sqrt(p*(1-p)*(1/float64(runs)+1/float64(published)))
}

// Differences holds simulated figures against the published ones. Figures that were
// not simulated are passed over.
func Differences(got singlecase.ErrorRates) Difference {
	want := singlecase.Published()
	var d Difference
	for _, name := range slices.Sorted(maps.Keys(got.Strand)) {
		d.grades("strand "+name, got.Strand[name], want.Strand[name], name, got)
	}
	for _, name := range slices.Sorted(maps.Keys(got.Window.Setback)) {
		d.grades("window "+name, got.Window.Setback[name], want.Window.Setback[name], name, got)
	}
	for _, name := range slices.Sorted(maps.Keys(got.Family.NoChange)) {
		for _, l := range slices.Sorted(maps.Keys(got.Family.NoChange[name])) {
			d.row(row{name + " " + l, got.Family.NNoChange, got.Families, want.Families, true},
				got.Family.NoChange[name][l], want.Family.NoChange[name][l])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got.Family.Change)) {
		for _, l := range slices.Sorted(maps.Keys(got.Family.Change[name])) {
			d.row(row{name + " " + l, got.Family.NChange, got.Families, want.Families, false},
				got.Family.Change[name][l], want.Family.Change[name][l])
		}
	}
	return d
}

func (d *Difference) grades(where string, got, want singlecase.GradeRates, name string, t singlecase.ErrorRates) {
	alarm := name[0] != 'R' && name[0] != 'P'
	published := singlecase.Published().Series
	d.row(row{where + " signs or more", t.N, t.Series, published, alarm}, got.SignsOrMore, want.SignsOrMore)
	d.row(row{where + " documented", t.N, t.Series, published, alarm}, got.Documented, want.Documented)
}

// row is what is common to the figures of one row.
type row struct {
	where           string
	n               []int
	runs, published int
	alarm           bool
}

func (d *Difference) row(r row, got, want []float64) {
	for i := range min(len(got), len(want)) {
		off := got[i] - want[i]
		if math.IsNaN(off) {
			continue
		}
		d.Compared++
		if math.Abs(off) > math.Abs(d.Greatest) {
			d.Greatest, d.Where, d.N = off, r.where, r.n[i]
		}
		if math.Abs(off) <= Margin(want[i], r.runs, r.published) {
			continue
		}
		d.Beyond++
		if off > 0 && r.alarm {
			d.Alarms++
		}
	}
}
