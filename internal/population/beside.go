package population

import (
	"slices"
	"strconv"

	"samspil/internal/method/population"
)

// beside is a question among the others that could be asked in its place: each
// programme, each year, or each of both. What is told of one of these groups is told
// to somebody who may know the whole house, and who could subtract: a count may
// therefore be told of a group only where those of the groups that stay untold cannot
// be worked out from it, whatever is asked before or after.
//
// The zero value is the question about the whole house, of which all may be told.
type beside struct {
	groups  [][]Family // row by row
	columns int
	asked   int
}

// of picks the families of a question from those of its house.
func (q Question) of(house []Family) []Family {
	var out []Family
	for _, m := range house {
		if q.has(m) {
			out = append(out, m)
		}
	}
	return out
}

func (q Question) has(m Family) bool {
	return (q.Programme == "" || m.Programme == q.Programme) && (q.Began == 0 || m.Began.Year() == q.Began)
}

// whole reports whether nobody is left out.
func (q Question) whole() bool { return q.Programme == "" && q.Began == 0 }

func besideOf(q Question, house []Family) beside {
	if q.whole() {
		return beside{}
	}
	rows, columns := []Question{{}}, []Question{{}}
	if q.Programme != "" {
		rows = nil
		for _, p := range programmes(house) {
			rows = append(rows, Question{Programme: p})
		}
	}
	if q.Began != 0 {
		columns = nil
		for _, y := range years(house) {
			columns = append(columns, Question{Began: y})
		}
	}
	b := beside{columns: len(columns), asked: -1}
	for _, r := range rows {
		for _, c := range columns {
			one := Question{Programme: r.Programme, Began: c.Began}
			if one.Programme == q.Programme && one.Began == q.Began {
				b.asked = len(b.groups)
			}
			b.groups = append(b.groups, one.of(house))
		}
	}
	return b
}

func years(all []Family) []int {
	var out []int
	for _, m := range all {
		out = append(out, m.Began.Year())
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// tells reports whether the families of the question may be told of by the kinds that
// of gives: of each kind, the groups that stay hidden are at least two and together
// at least five.
func (b beside) tells(of func(Family) string) bool {
	if b.groups == nil {
		return true
	}
	if b.asked < 0 {
		return false
	}
	counts := map[string][]int{}
	for i, group := range b.groups {
		for _, m := range group {
			kind := of(m)
			if counts[kind] == nil {
				counts[kind] = make([]int, len(b.groups))
			}
			counts[kind][i]++
		}
	}
	for _, each := range counts {
		if !b.shows(each) {
			return false
		}
	}
	return true
}

// rows reports whether each programme may be told of in a question about a year, as it
// would be in a question about both.
func (f *counting) rows(of func(Family) string) bool {
	if f.Question.Programme != "" || f.Question.Began == 0 {
		return true
	}
	for _, p := range programmes(f.Question.of(f.house)) {
		if !besideOf(Question{Programme: p, Began: f.Question.Began}, f.house).tells(of) {
			return false
		}
	}
	return true
}

// shows reports whether the count of the asked group is shown among those of all.
func (b beside) shows(each []int) bool {
	if b.columns == 1 || b.columns == len(each) {
		return population.Suppress(each, population.LeastCount, true).Shown[b.asked] != nil
	}
	var rows [][]int
	for part := range slices.Chunk(each, b.columns) {
		rows = append(rows, part)
	}
	return population.SuppressTable(rows, population.LeastCount).Cells[b.asked/b.columns][b.asked%b.columns] != nil
}

// alike reports whether the wait can be told of all groups at the same months.
func (b beside) alike() bool {
	var first *Time
	for i, group := range b.groups {
		t := timeOf(group)
		if i == 0 {
			first = t
		}
		if t == nil || first == nil || t.Plain != first.Plain || !slices.EqualFunc(t.Points, first.Points, func(x, y Point) bool { return x.Month == y.Month }) {
			return false
		}
	}
	return true
}

// How families are told apart.

func everybody(Family) string { return "" }

func isComplete(m Family) string { return strconv.FormatBool(m.Complete()) }

// inTwo is what is documented and the rest, inThree the unknown besides.
func inTwo(m Family) string { return strconv.FormatBool(column(m.Verdict) == documented) }

func inThree(m Family) string {
	if column(m.Verdict) == unknown {
		return Grades[unknown]
	}
	return inTwo(m)
}

// and tells apart by both.
func and(one, other func(Family) string) func(Family) string {
	return func(m Family) string { return one(m) + "|" + other(m) }
}
