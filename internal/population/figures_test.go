package population

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/clock"
	"samspil/internal/method/singlecase"
)

// many makes so many families alike, each with enough measurements.
func many(n int, change func(*Family)) []Family {
	out := make([]Family, n)
	for i := range out {
		out[i] = Family{Programme: "preventive", Sender: "Fjordby Kommune", Began: clock.NewDate(2026, 1, 1), Granted: 80, Days: 300, Measured: 8, First: -1,
			Verdict: singlecase.FamilyNotDocumented, Held: 10, Fixed: 9, Consent: true}
		if change != nil {
			change(&out[i])
		}
	}
	return out
}

func documentedAfter(days int) func(*Family) {
	return func(f *Family) { f.Verdict, f.First = singlecase.FamilyDocumented, days }
}

func early(days int) func(*Family) {
	return func(f *Family) { f.Days, f.Ended, f.Early = days, true, true }
}

func tooFew(f *Family) { f.Verdict, f.Measured = singlecase.FamilyTooFew, 2 }

func TestAllFamiliesAreInTheDenominator(t *testing.T) {
	all := slices.Concat(many(20, documentedAfter(100)), many(10, tooFew), many(10, nil), many(10, early(60)))
	f := Figure(Question{}, all)
	if *f.Families != 50 || *f.CompletePercent != 80 || !f.Enough || *f.Low != 40 || *f.High != 60 {
		t.Errorf("got %d families, %d %%, %d to %d", *f.Families, *f.CompletePercent, *f.Low, *f.High)
	}
	if *f.Continuity != 90 {
		t.Errorf("continuity %d", *f.Continuity)
	}
}

func TestBelowSeventyPercentNothingIsToldOfResults(t *testing.T) {
	f := Figure(Question{}, slices.Concat(many(20, documentedAfter(100)), many(9, tooFew)))
	if f.Enough || f.Answer != Incomplete || f.Low != nil || f.Grades.Cells != nil || f.Time != nil || *f.CompletePercent != 69 {
		t.Errorf("20 of 29 is 69 %%: %+v", f)
	}
	if f = Figure(Question{}, slices.Concat(many(21, documentedAfter(100)), many(9, tooFew))); !f.Enough || f.Answer != Full {
		t.Errorf("21 of 30 is 70 %%: %+v", f)
	}
}

// The quarters are held against their median as a run chart, those alone that may be
// told: what is hidden changes nothing in what the chart says.
func TestQuartersAsARunChart(t *testing.T) {
	house := func(documented ...int) (all []Family) {
		for i, n := range documented {
			on := clock.NewDate(2023, 1, 1).AddMonths(3 * i)
			all = append(all, many(20, func(f *Family) { f.Began = on })...)
			for k := range n {
				documentedAfter(50)(&all[len(all)-20+k])
			}
		}
		return all
	}
	for _, c := range []struct {
		name       string
		documented []int
		useful     int
		signal     *bool
	}{
		{"seven low ones before five high ones", []int{6, 6, 7, 6, 7, 6, 12, 13, 12, 13, 12, 13}, 12, yes(true)},
		{"by chance", []int{6, 12, 7, 13, 6, 6, 12, 7, 13, 12, 6, 13}, 12, yes(false)},
		{"a quarter that is hidden is no point", []int{6, 12, 7, 13, 1, 6, 12, 7, 13, 12, 6, 13}, 0, nil},
		{"nine are too few", []int{6, 12, 7, 13, 6, 6, 12, 7, 13}, 9, nil},
	} {
		f := Figure(Question{}, house(c.documented...))
		shown := 0
		for _, b := range f.Quarters {
			if b.Low != nil {
				shown++
			}
		}
		if f.Run.N != shown || c.useful > 0 && f.Run.Useful > c.useful {
			t.Errorf("%s: %d points of %d quarters told, %d useful", c.name, f.Run.N, shown, f.Run.Useful)
		}
		if d := cmp.Diff(c.signal, f.Run.Signal); d != "" {
			t.Errorf("%s: %s %+v", c.name, d, f.Run)
		}
	}
	old := slices.Concat(many(40, func(f *Family) { f.Began = clock.NewDate(2020, 1, 1) }), house(6, 12, 7, 13, 6, 6, 12, 7, 13, 12, 6, 13))
	documentedAfter(50)(&old[0])
	for i := range 10 {
		documentedAfter(50)(&old[i])
	}
	if f := Figure(Question{}, old); f.Run.N != 12 {
		t.Errorf("what is older is a point: %d", f.Run.N)
	}
}

func yes(b bool) *bool { return &b }

func TestSmallGroupsAreHiddenEverywhere(t *testing.T) {
	// Three documented of forty: neither the number nor a share that gives it away.
	f := Figure(Question{}, slices.Concat(many(3, documentedAfter(100)), many(37, nil)))
	if f.Low != nil || f.High != nil || f.Time != nil || f.Grades.documented() != nil {
		t.Errorf("three documented families are told: %+v", f)
	}
	for _, b := range slices.Concat(f.Hours, f.Quarters) {
		if b.Low != nil || b.High != nil {
			t.Errorf("told by group: %+v", b)
		}
	}
	// Two of forty were not measured enough: neither how many nor their share.
	f = Figure(Question{}, slices.Concat(many(38, documentedAfter(100)), many(2, tooFew)))
	if f.Complete != nil || f.CompletePercent != nil || !f.Enough || f.High != nil {
		t.Errorf("two families without measurements are told: %+v", f)
	}
}

func TestWhatIsTooFewStandsTogether(t *testing.T) {
	for _, c := range []struct {
		name string
		sums []int
		want [][]int
	}{
		{"each can stand alone", []int{9, 5, 6, 7, 8, 9}, [][]int{{0}, {1}, {2}, {3}, {4}, {5}}},
		{"three are few, together five", []int{9, 3, 6, 0, 2, 9}, [][]int{{0}, {1, 3, 4}, {2}, {5}}},
		{"one is few and takes the smallest to it", []int{9, 5, 6, 7, 3, 9}, [][]int{{0}, {1, 4}, {2}, {3}, {5}}},
		{"all are few", []int{9, 1, 1, 1, 1, 2}, [][]int{{0}, {1, 2, 3, 4, 5}}},
		{"the unknown are few", []int{9, 0, 9, 0, 0, 2}, [][]int{{0}, {1, 2, 3, 4, 5}}},
	} {
		if d := cmp.Diff(c.want, standTogether(c.sums)); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

func TestTheUnknownAmongOthersGiveNoUpperBound(t *testing.T) {
	all := slices.Concat(many(20, documentedAfter(100)), many(10, nil), many(3, tooFew), many(10, func(f *Family) { f.Verdict = singlecase.FamilySigns }))
	if f := Figure(Question{}, all); f.Low == nil || *f.Low != 47 || f.High != nil {
		t.Errorf("three unknown: %v %v, %v", f.Low, f.High, f.Grades.Kinds)
	}
}

func TestTimeTellsTheHonestFigureFirst(t *testing.T) {
	all := slices.Concat(many(20, early(30)), many(10, documentedAfter(80)), many(10, documentedAfter(170)), many(10, nil))
	got := timeOf(all)
	// 50 at the start, 20 end by day 30; 10 of 30 are documented by day 91, 10 of 20
	// by 182. Aalen–Johansen: 10/50 and 20/50; Kaplan–Meier: 10/30 and 20/30.
	if len(got.Points) != 2 || got.Points[0] != (Point{3, 20, 20, 33}) || got.Points[1] != (Point{6, 10, 40, 67}) {
		t.Errorf("got %+v", got)
	}
	if *got.Median != 170 {
		t.Errorf("median %d", *got.Median)
	}
	if few := timeOf(slices.Concat(many(2, early(30)), many(10, documentedAfter(80)), many(10, nil))); few.Plain || few.Points[0].Plain != 0 || few.Median != nil {
		t.Errorf("two who ended early can be worked out: %+v", few)
	}
	if none := timeOf(slices.Concat(many(4, documentedAfter(80)), many(30, nil))); none != nil {
		t.Errorf("four documented families are told: %+v", none)
	}
}

func TestTheFunnelComparesMunicipalitiesOfTwentyFamilies(t *testing.T) {
	from := func(name string, n int, change func(*Family)) []Family {
		return many(n, func(f *Family) {
			f.Sender = name
			if change != nil {
				change(f)
			}
		})
	}
	all := slices.Concat(
		from("Åby", 10, documentedAfter(90)), from("Åby", 10, nil), from("Åby", 5, tooFew),
		from("Fjordby", 30, documentedAfter(90)), from("Fjordby", 10, nil), from("Fjordby", 5, tooFew),
		from("Nær", 6, documentedAfter(90)), from("Nær", 6, nil), from("Nær", 6, tooFew))
	got := Figure(Question{}, all).Funnel
	if got == nil || len(got.Units) != 2 || got.Units[0].Name != "Fjordby" || got.Units[0].Percent != 67 || got.Units[1].Percent != 40 {
		t.Fatalf("got %+v", got)
	}
	if got.Target != 40.0/70 || got.Units[0].Shrunk >= got.Units[0].Share || got.Units[0].In95.Low >= got.Target {
		t.Errorf("got %+v", got)
	}
}

func TestQuartersWithoutGaps(t *testing.T) {
	at := func(y, m int) []Family {
		return many(5, func(f *Family) { f.Began = clock.NewDate(y, 1, 1).AddMonths(m - 1) })
	}
	keys, of := quarters(slices.Concat(at(2026, 2), at(2026, 9), at(2022, 1)))
	if len(keys) != 13 || keys[0] != "before-2023-4" || keys[12] != "2026-3" {
		t.Errorf("got %v", keys)
	}
	if got := of(at(2022, 1)[0]); got != keys[0] {
		t.Errorf("the oldest are in %s", got)
	}
}

// Of the whole house 33 are documented. If 30 were told of one programme, three would
// follow of the other.
func TestAPartOfTheHouseLeavesTheOtherPartsUntold(t *testing.T) {
	contact := func(change func(*Family)) func(*Family) {
		return func(f *Family) {
			if change != nil {
				change(f)
			}
			f.Programme = "contactsupport"
		}
	}
	for _, c := range []struct {
		name       string
		documented int // of the other programme
		told       bool
	}{{"three in the other programme", 3, false}, {"eight", 8, true}, {"none", 0, false}} {
		house := slices.Concat(many(30, documentedAfter(100)), many(10, nil), many(c.documented, contact(documentedAfter(100))), many(20, contact(nil)))
		f := Figure(Question{Programme: "preventive"}, house)
		if f.Answer != Full || *f.Families != 40 || (f.Low != nil) != c.told {
			t.Errorf("%s: %+v", c.name, f)
		}
		if whole := Figure(Question{}, house); whole.Low == nil {
			t.Errorf("%s: the whole house is not told of", c.name)
		}
	}
	house := slices.Concat(many(30, nil), many(3, contact(nil)))
	if f := Figure(Question{Programme: "preventive"}, house); f.Answer != Left || f.Families != nil {
		t.Errorf("three families are left out: %+v", f)
	}
}
