package population

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"samspil/internal/clock"
	"samspil/internal/method/population"
	"samspil/internal/method/singlecase"
)

// What can be subtracted is a sum over the least groups that questions can make: a
// programme, a year and a band of hours. All numbers that were told are equations.
type least struct {
	programme string
	year      int
	band      string
}

type solver struct {
	least []least
	rows  [][]float64 // in order of their leading place
}

func (s *solver) vector(in func(least) bool) []float64 {
	out := make([]float64, len(s.least))
	for i, l := range s.least {
		if in(l) {
			out[i] = 1
		}
	}
	return out
}

// rest is what is left of a vector when the equations are taken out of it.
func (s *solver) rest(v []float64) []float64 {
	v = slices.Clone(v)
	for _, row := range s.rows {
		lead := slices.IndexFunc(row, func(x float64) bool { return x != 0 })
		if f := v[lead] / row[lead]; f != 0 {
			for i := range v {
				v[i] -= f * row[i]
				if math.Abs(v[i]) < 1e-9 {
					v[i] = 0
				}
			}
		}
	}
	return v
}

func (s *solver) follows(v []float64) bool {
	return !slices.ContainsFunc(s.rest(v), func(x float64) bool { return x != 0 })
}

func (s *solver) told(v []float64) {
	r := s.rest(v)
	if !slices.ContainsFunc(r, func(x float64) bool { return x != 0 }) {
		return
	}
	s.rows = append(s.rows, r)
	lead := func(row []float64) int { return slices.IndexFunc(row, func(x float64) bool { return x != 0 }) }
	slices.SortFunc(s.rows, func(a, b []float64) int { return lead(a) - lead(b) })
}

// attacker asks everything that can be asked and keeps what was told: how many
// families there are, how many of them are documented, and how many are not.
type attacker struct{ families, documented, other solver }

func (a *attacker) ask(q Question, house []Family) {
	f := Figure(q, house)
	if f.Answer != Full {
		return
	}
	of := func(l least) bool {
		return (q.Programme == "" || l.programme == q.Programme) && (q.Began == 0 || l.year == q.Began)
	}
	tell := func(s *solver, n *int, in func(least) bool) {
		if n != nil {
			s.told(s.vector(func(l least) bool { return of(l) && in(l) }))
		}
	}
	all := func(least) bool { return true }
	tell(&a.families, f.Families, all)
	tell(&a.documented, f.Low, all) // with the families told, the share gives the number
	for i, p := range f.Grades.Programmes {
		in := func(l least) bool { return l.programme == p }
		tell(&a.families, f.Grades.Rows[i], in)
		tell(&a.documented, f.Grades.Cells[i][0], in)
		if len(f.Grades.Kinds) == 2 {
			tell(&a.other, f.Grades.Cells[i][1], in)
		}
	}
	for _, b := range f.Hours {
		in := func(l least) bool { return l.band == b.Key }
		tell(&a.families, b.Families, in)
		tell(&a.documented, b.Low, in)
	}
	for _, s := range f.Made {
		for i, n := range s.Shown {
			if s.Fact == "programme" {
				tell(&a.families, n, func(l least) bool { return l.programme == s.Answers[i] })
			}
		}
	}
}

func TestNothingSmallFollowsFromAllQuestionsTogether(t *testing.T) {
	hours := map[string]float64{hourBands[0]: 20, hourBands[1]: 80}
	rapid.Check(t, func(t *rapid.T) {
		var every []least
		var house []Family
		counts := map[least][2]int{}
		last := 2023 + rapid.IntRange(1, 3).Draw(t, "years")
		for _, p := range []string{"preventive", "contactsupport", "other"}[:rapid.IntRange(1, 3).Draw(t, "programmes")] {
			for year := 2024; year <= last; year++ {
				for _, band := range hourBands[:2] {
					l := least{p, year, band}
					d, n := rapid.IntRange(0, 40).Draw(t, fmt.Sprint("documented ", l)), rapid.IntRange(0, 40).Draw(t, fmt.Sprint("not ", l))
					every, counts[l] = append(every, l), [2]int{d, n}
					change := func(f *Family) {
						f.Programme, f.Began, f.Granted = p, clock.NewDate(year, 1, 1), hours[band]
					}
					house = append(house, many(n, change)...)
					house = append(house, many(d, func(f *Family) { change(f); f.Verdict, f.First = singlecase.FamilyDocumented, 100 })...)
				}
			}
		}
		a := attacker{solver{least: every}, solver{least: every}, solver{least: every}}
		for _, p := range []string{"", "preventive", "contactsupport", "other"} {
			for _, year := range []int{0, 2024, 2025, 2026} {
				a.ask(Question{Programme: p, Began: year}, house)
			}
		}
		for _, p := range []string{"", "preventive", "contactsupport", "other"} {
			for _, year := range []int{0, 2024, 2025, 2026} {
				for _, band := range []string{"", hourBands[0], hourBands[1]} {
					in := func(l least) bool {
						return (p == "" || l.programme == p) && (year == 0 || l.year == year) && (band == "" || l.band == band)
					}
					d, n := 0, 0
					for l, c := range counts {
						if in(l) {
							d, n = d+c[0], n+c[0]+c[1]
						}
					}
					if n == 0 {
						continue
					}
					v := a.families.vector(in)
					if n < population.LeastCount && a.families.follows(v) {
						t.Fatalf("%d families follow of %q %d %q", n, p, year, band)
					}
					if d < population.LeastCount && a.documented.follows(v) {
						t.Fatalf("%d documented follow of %q %d %q", d, p, year, band)
					}
					if n-d < population.LeastCount && a.documented.follows(v) && a.families.follows(v) {
						t.Fatalf("%d not documented follow of %q %d %q", n-d, p, year, band)
					}
				}
			}
		}
	})
}
