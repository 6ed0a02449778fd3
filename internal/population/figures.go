package population

import (
	"slices"
	"strconv"
	"strings"

	"samspil/internal/method/population"
	"samspil/internal/method/singlecase"
)

// Answer is what came of a question.
type Answer string

// The answers. A question that was refused told nothing, and neither did one about
// too few families or with too few left out; the others count when the next question
// is held against them.
const (
	Full       Answer = "full"
	Incomplete Answer = "incomplete" // too few families were measured enough
	Few        Answer = "few"        // fewer families than may be shown
	Near       Answer = "near"       // too like a question that was answered
	Left       Answer = "left"       // too few would be left out, and be told of by that
)

// Grades are the columns in which conclusions are counted.
var Grades = []string{"documented", "signs", "none", "mixed", "setback", "unknown"}

const (
	documented = 0
	unknown    = 5
)

func column(v singlecase.Verdict) int {
	switch v {
	case singlecase.FamilyDocumented:
		return documented
	case singlecase.FamilySigns:
		return 1
	case singlecase.FamilyNotDocumented:
		return 2
	case singlecase.FamilyMixed:
		return 3
	case singlecase.FamilySetback, singlecase.FamilySetbackSigns:
		return 4
	}
	return unknown
}

// Figures are what may be shown in answer to a question. What is nil is hidden.
type Figures struct {
	Question Question
	Answer   Answer
	// Past is the answered question that this one is too near to; nil when it is not,
	// or when it was asked in another house.
	Past *Asked
	// Families is their number; nil when under five.
	Families *int
	// Complete of them have enough measurements, and their percentage. The number is
	// hidden when it or the rest is under five; Enough is always told.
	Complete, CompletePercent *int
	Enough                    bool
	// Made of: how the families are spread, before anything is said of results.
	Made []Spread
	// Low and High are the percentages documented among all families, when none and
	// when all of the unknown are.
	Low, High *int
	Grades    GradeTable
	Time      *Time // nil when too few are documented
	Hours     Bands
	Quarters  Bands
	// Run holds the shares of the quarters that may be told, in order of time, against
	// their median; what is hidden is in none of its figures.
	Run singlecase.RunChart
	// Continuity is the percentage of held sessions with somebody of the fixed team.
	Continuity *int
	Funnel     *Funnel // nil when there are not two units that may be shown
}

// counting are the figures while they are being made.
type counting struct {
	Figures
	house  []Family // of which the families of the question are a part
	beside beside
	// documented and unknown are their numbers, nil where they are not told.
	documented, unknown *int
}

// Spread is how the families are spread over the answers of one fact.
type Spread struct {
	Fact    string // "programme", "consent", "stage"
	Answers []string
	Shown   []*int
}

// GradeTable counts conclusions by programme. Kinds names the columns, each by one
// or more of Grades: those too few to stand alone stand together. The first column
// is what is documented; where the unknown are enough to stand alone, they are the
// last.
type GradeTable struct {
	Programmes []string
	Kinds      [][]string
	population.Table
}

// Bands are groups of families in a fixed order, with how many there are.
type Bands []Band

// Band is one of them. The percentages are nil where they are hidden.
type Band struct {
	Key       string // "0-49", "2026-1" and the like
	Families  *int
	Low, High *int
}

// Figure counts the families of a question among those of its house. It is pure.
func Figure(q Question, house []Family) Figures {
	f := counting{Figures: Figures{Question: q, Answer: Full}, house: house, beside: besideOf(q, house)}
	all := q.of(house)
	switch {
	case len(all) < population.LeastCount:
		f.Answer = Few
	case !f.beside.tells(everybody):
		f.Answer = Left
	default:
		f.count(all)
	}
	return f.Figures
}

func (f *counting) count(all []Family) {
	n := len(all)
	f.Families = &n
	f.complete(all)
	f.Made = f.spreads(all)
	if !f.Enough {
		f.Answer = Incomplete
		return
	}
	f.grades(all)
	if f.Question.whole() || f.documented != nil && f.beside.alike() {
		f.Time = timeOf(all)
	}
	keys, of := quarters(all)
	f.Quarters = f.bands(all, keys, of)
	f.Run = f.Quarters.run()
	f.Hours = f.bands(all, hourBands, func(m Family) string { return hourBand(m.Granted) })
	f.Continuity = continuity(all)
	if f.Question.whole() {
		f.Funnel = f.funnel(all)
	}
}

func (f *counting) complete(all []Family) {
	measured := make([]int, len(all))
	count := []int{0, 0}
	for i, m := range all {
		measured[i] = m.Measured
		if m.Complete() {
			count[0]++
		} else {
			count[1]++
		}
	}
	f.Enough = population.CompletenessOf(measured, nil, population.LeastMeasurements).Show
	if !f.beside.tells(isComplete) {
		return
	}
	if f.Complete = population.Suppress(count, population.LeastCount, true).Shown[0]; f.Complete != nil {
		f.CompletePercent = percent(*f.Complete, len(all))
	}
}

// percent is whole, half upwards: of few families more would be pretence.
func percent(n, of int) *int {
	p := (n*200 + of) / (2 * of)
	return &p
}

func (f *counting) spreads(all []Family) []Spread {
	out := []Spread{
		f.spread("consent", all, []string{"given", "none"}, func(m Family) string {
			if m.Consent {
				return "given"
			}
			return "none"
		}),
		f.spread("stage", all, []string{"running", "early", "planned"}, func(m Family) string {
			switch {
			case m.Early:
				return "early"
			case m.Ended:
				return "planned"
			}
			return "running"
		}),
	}
	if f.Question.Programme == "" {
		out = append([]Spread{f.programmes(all)}, out...)
	}
	return out
}

// programmes is how the families are spread over the programmes.
func (f *counting) programmes(all []Family) Spread {
	s := f.spread("programme", all, programmes(all), func(m Family) string { return m.Programme })
	if !f.rows(everybody) {
		s.Shown = make([]*int, len(s.Answers))
	}
	return s
}

func (f *counting) spread(fact string, all []Family, answers []string, of func(Family) string) Spread {
	if !f.beside.tells(of) {
		return Spread{Fact: fact, Answers: answers, Shown: make([]*int, len(answers))}
	}
	counts := make([]int, len(answers))
	for _, m := range all {
		if i := slices.Index(answers, of(m)); i >= 0 {
			counts[i]++
		}
	}
	return Spread{Fact: fact, Answers: answers, Shown: population.Suppress(counts, population.LeastCount, true).Shown}
}

func programmes(all []Family) []string {
	var out []string
	for _, m := range all {
		out = append(out, m.Programme)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// grades counts the conclusions. All families are in the denominator, those that
// ended early and those with too few measurements too. Of a part of the house they are
// counted in the columns of the whole.
func (f *counting) grades(all []Family) {
	sums := make([]int, len(Grades))
	for _, m := range f.house {
		sums[column(m.Verdict)]++
	}
	groups := standTogether(sums)
	place := make([]int, len(Grades))
	var kinds [][]string
	for i, group := range groups {
		var names []string
		for _, c := range group {
			place[c], names = i, append(names, Grades[c])
		}
		kinds = append(kinds, names)
	}
	table := func(of []Family) GradeTable {
		t := GradeTable{Programmes: programmes(of), Kinds: kinds}
		counts := make([][]int, len(t.Programmes))
		for i := range counts {
			counts[i] = make([]int, len(groups))
		}
		for _, m := range of {
			counts[slices.Index(t.Programmes, m.Programme)][place[column(m.Verdict)]]++
		}
		t.Table = population.SuppressTable(counts, population.LeastCount)
		return t
	}
	f.Grades = table(all)
	f.documented, f.unknown = f.Grades.documented(), f.Grades.unknown()
	if !f.Question.whole() {
		f.part(all, table(f.house), func(m Family) string { return strconv.Itoa(place[column(m.Verdict)]) })
	}
	if f.documented != nil {
		f.Low = percent(*f.documented, len(all))
		if f.unknown != nil {
			f.High = percent(*f.documented+*f.unknown, len(all))
		}
	}
}

// part hides of the conclusions of a part of the house what would tell of the others.
func (f *counting) part(all []Family, house GradeTable, of func(Family) string) {
	row, hidden := slices.Index(house.Programmes, f.Question.Programme), false
	if row >= 0 && f.Question.Began == 0 { // the table of the whole house has a row of it
		hidden = slices.Contains(house.Cells[row], nil)
	}
	f.documented, f.unknown = nil, nil
	if f.beside.tells(inTwo) && (row < 0 || f.Question.Began != 0 || house.Cells[row][0] != nil) {
		f.documented = f.among(all, documented)
		if f.beside.tells(inThree) && !hidden {
			f.unknown = f.among(all, unknown)
		}
	}
	if hidden || !f.beside.tells(of) || !f.rows(of) {
		f.Grades.Table = population.Hidden(len(f.Grades.Programmes), len(f.Grades.Kinds))
	}
}

// among counts a conclusion; nil where it, or the rest, is too small.
func (f *counting) among(all []Family, verdict int) *int {
	n := 0
	for _, m := range all {
		if column(m.Verdict) == verdict {
			n++
		}
	}
	return population.Suppress([]int{n, len(all) - n}, population.LeastCount, true).Shown[0]
}

func (t GradeTable) documented() *int { return t.Columns[0] }

// unknown is nil too where the unknown stand together with others.
func (t GradeTable) unknown() *int {
	last := len(t.Kinds) - 1
	if len(t.Kinds[last]) > 1 || t.Kinds[last][0] != Grades[unknown] {
		return nil
	}
	return t.Columns[last]
}

// standTogether groups the columns: those after documented that have fewer than five
// families become one, and take the smallest of the others to them when they are
// still too few, the unknown only when there is no other. Without it a single empty column would hide half of the table.
func standTogether(sums []int) [][]int {
	var small, large []int
	few := 0
	for c := documented + 1; c <= unknown; c++ {
		if sums[c] < population.LeastCount {
			small, few = append(small, c), few+sums[c]
		} else {
			large = append(large, c)
		}
	}
	if len(small) > 0 && few < population.LeastCount && len(large) > 0 {
		least := 0
		for i, c := range large {
			if c != unknown && sums[c] < sums[large[least]] {
				least = i
			}
		}
		small, large = append(small, large[least]), slices.Delete(large, least, least+1)
		slices.Sort(small)
	}
	groups := [][]int{{documented}}
	if len(small) > 0 {
		groups = append(groups, small)
	}
	for _, c := range large {
		groups = append(groups, []int{c})
	}
	return groups
}

// open reports whether what is documented, and the rest, may be told of all
// families: only then may it be told by groups, from which the whole follows. Apart
// is true where the unknown may be told too.
func (f *counting) open(n int) (told, apart bool) {
	d, u := f.documented, f.unknown
	if d == nil || n-*d < population.LeastCount {
		return false, false
	}
	return true, u != nil && n-*d-*u >= population.LeastCount
}

func (f *counting) bands(all []Family, keys []string, of func(Family) string) Bands {
	told, apart := f.open(len(all))
	told = told && f.beside.tells(and(of, inTwo))
	table, families := grouped(all, keys, of, apart && f.beside.tells(and(of, inThree)))
	shown := make([]*int, len(keys))
	if f.beside.tells(of) {
		shown = population.Suppress(families, population.LeastCount, true).Shown
	}
	out := make(Bands, len(keys))
	for i, key := range keys {
		out[i] = Band{Key: key, Families: shown[i]}
		if !told || len(keys) < 2 {
			continue
		}
		out[i].Families = table.Rows[i]
		if n := table.Rows[i]; n != nil && table.Cells[i][0] != nil {
			out[i].Low = percent(*table.Cells[i][0], *n)
			if u := table.Cells[i][1]; len(table.Cells[i]) == 3 && u != nil {
				out[i].High = percent(*table.Cells[i][0]+*u, *n)
			}
		}
	}
	return out
}

// run looks for a pattern in the quarters one after the other. What is older than the
// first of them is one group of several and no point of it.
func (b Bands) run() singlecase.RunChart {
	var shares []float64
	for _, one := range b {
		if one.Low != nil && !strings.HasPrefix(one.Key, Older) {
			shares = append(shares, float64(*one.Low))
		}
	}
	return singlecase.RunChartOf(shares)
}

// grouped keeps the unknown apart only where that hides no more: a few unknown in
// each group would otherwise hide what is documented in all of them.
func grouped(all []Family, keys []string, of func(Family) string, apart bool) (population.Table, []int) {
	table, families := byGroup(all, keys, of, apart)
	plain, _ := byGroup(all, keys, of, false)
	hidden := func(t population.Table) (n int) {
		for _, row := range t.Cells {
			if row[0] == nil {
				n++
			}
		}
		return n
	}
	if apart && hidden(table) > hidden(plain) {
		return plain, families
	}
	return table, families
}

// byGroup counts in each group what is documented, and the rest; where the unknown
// are apart, they stand between.
func byGroup(all []Family, keys []string, of func(Family) string, apart bool) (population.Table, []int) {
	counts, families := make([][]int, len(keys)), make([]int, len(keys))
	columns := 2
	if apart {
		columns = 3
	}
	for i := range counts {
		counts[i] = make([]int, columns)
	}
	for _, m := range all {
		i := slices.Index(keys, of(m))
		if i < 0 {
			continue
		}
		families[i]++
		switch kind := column(m.Verdict); {
		case kind == documented:
			counts[i][0]++
		case kind == unknown && apart:
			counts[i][1]++
		default:
			counts[i][columns-1]++
		}
	}
	return population.SuppressTable(counts, population.LeastCount), families
}

// continuity is told when enough families have met somebody.
func continuity(all []Family) *int {
	families, held, fixed := 0, 0, 0
	for _, m := range all {
		if m.Held > 0 {
			families++
		}
		held, fixed = held+m.Held, fixed+m.Fixed
	}
	if families < population.LeastCount {
		return nil
	}
	return percent(fixed, held)
}
