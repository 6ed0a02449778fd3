package instrument_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/clock"
	"samspil/internal/instrument"
	"samspil/internal/method/singlecase"
)

func TestTheRhythmReachesSix(t *testing.T) {
	rule, _ := singlecase.RuleNamed("outcome-1")
	day := func(n int) clock.Date { return clock.NewDate(2026, 8, 1).AddDays(n) }
	s := instrument.Strand{Instrument: "who-5", EveryDays: 14, OpenedOn: day(0), Ratings: []instrument.Rating{{On: day(0), Value: number(40)}, {On: day(14), Value: number(44)},
		{On: day(14), Value: number(48)}, {On: day(28)}}} // two on one day are one, and one was missed
	for _, c := range []struct {
		name        string
		today, last clock.Date
		want        instrument.Rhythm
	}{
		{"in time", day(30), day(84), instrument.Rhythm{Made: 2, Need: 5, Enough: 6, Due: day(42), Reaches: 6, Known: true, StartTo: day(28), StartGone: true, EndFrom: day(56), EndLacks: 2}},
		{"late", day(50), day(84), instrument.Rhythm{Made: 2, Need: 5, Enough: 6, Due: day(42), Overdue: 8, Reaches: 5, Known: true, StartTo: day(28), StartGone: true, EndFrom: day(56), EndLacks: 2}},
		{"too late", day(60), day(84), instrument.Rhythm{Made: 2, Need: 5, Enough: 6, Due: day(42), Overdue: 18, Reaches: 4, Known: true, StartTo: day(28), StartGone: true, EndFrom: day(56), EndLacks: 2}},
		{"one place left at the end", day(80), day(84), instrument.Rhythm{Made: 2, Need: 5, Enough: 6, Due: day(42), Overdue: 38, Reaches: 3, Known: true, StartTo: day(28), StartGone: true, EndFrom: day(56),
			EndLacks: 2, LacksEnd: true}},
		{"the first third goes by with one", day(30), day(28), instrument.Rhythm{Made: 2, Need: 5, Enough: 6, Due: day(42)}},
		{"no last day", day(30), clock.Date{}, instrument.Rhythm{Made: 2, Need: 5, Enough: 6, Due: day(42)}},
		{"over", day(90), day(84), instrument.Rhythm{Made: 2, Need: 5, Enough: 6, Due: day(42), Overdue: 48}},
	} {
		got := s.Rhythm(rule, c.today, c.last)
		if diff := cmp.Diff(c.want, got, cmp.Comparer(func(a, b clock.Date) bool { return a == b })); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if got.Short() != (got.Known && got.Reaches < 5) || got.Few() != (got.Known && got.Reaches < 6) {
			t.Errorf("%s: short %v, few %v", c.name, got.Short(), got.Few())
		}
	}
}

// Oftener is offered as far as a measurement asks about days of its own: WHO-5 asks
// about the last fourteen.
func TestOftenerOnlyWhereItAsksAboutOtherDays(t *testing.T) {
	rule, _ := singlecase.RuleNamed("outcome-1")
	day := func(n int) clock.Date { return clock.NewDate(2026, 8, 1).AddDays(n) }
	for _, c := range []struct {
		scale string
		last  int
		every int
	}{
		{"goal-rating", 50, 10}, {"goal-rating", 35, 7}, {"goal-rating", 34, 0},
		{"who-5", 50, 0}, {"who-5", 69, 0}, {"who-5", 70, 14}, {"who-5", 100, 20},
	} {
		s := instrument.Strand{Instrument: c.scale, EveryDays: 60, OpenedOn: day(0), Ratings: []instrument.Rating{{On: day(0), Value: number(40)}}}
		if got := s.Rhythm(rule, day(0), day(c.last)).Every; got != c.every {
			t.Errorf("%s with %d days left and five to make: every %d days, want %d", c.scale, c.last, got, c.every)
		}
	}
}

// The rule asks for two measurements in the first third of the days and two in the
// last: what can no longer be mended, and what still can, is told.
func TestThirdsThatWillBeMissing(t *testing.T) {
	rule, _ := singlecase.RuleNamed("outcome-1")
	day := func(n int) clock.Date { return clock.NewDate(2026, 3, 1).AddDays(n) }
	strand := func(every int, days ...int) instrument.Strand {
		s := instrument.Strand{Instrument: "goal-rating", EveryDays: every, OpenedOn: day(days[0])}
		for _, d := range days {
			s.Ratings = append(s.Ratings, instrument.Rating{On: day(d), Value: number(4)})
		}
		return s
	}
	for _, c := range []struct {
		name       string
		s          instrument.Strand
		today      int
		start, end bool
	}{
		{"on its way", strand(30, 0, 30), 35, false, false},
		{"one in the first third, and it is over", strand(30, 0, 100), 101, true, false},
		{"one in the first third, and there is time", strand(30, 0), 20, false, false},
		{"so seldom that the last third gets one", strand(100, 0, 30, 100), 110, false, true},
		{"so seldom that both ends get one", strand(100, 0), 10, true, true},
	} {
		got := c.s.Rhythm(rule, day(c.today), day(240))
		if got.LacksStart != c.start || got.LacksEnd != c.end || got.StartGone != (c.today > 80) {
			t.Errorf("%s: start %v, end %v: %+v", c.name, got.LacksStart, got.LacksEnd, got)
		}
	}
}

// What was made in the last third counts towards its two.
func TestWhatIsStillToBeMadeAtTheEnd(t *testing.T) {
	rule, _ := singlecase.RuleNamed("outcome-1")
	first := clock.NewDate(2026, 3, 1)
	s := instrument.Strand{Instrument: "goal-rating", EveryDays: 200, OpenedOn: first}
	for n, d := range []int{0, 30, 160} { // the last third of 240 days begins on day 160
		s.Ratings = append(s.Ratings, instrument.Rating{On: first.AddDays(d), Value: number(4)})
		got := s.Rhythm(rule, first.AddDays(d+1), first.AddDays(240))
		if want := []int{2, 2, 1}[n]; got.EndLacks != want || n > 0 && got.EndFrom != first.AddDays(160) {
			t.Errorf("after day %d: %d are to be made from %s", d, got.EndLacks, got.EndFrom)
		}
	}
}

// A ladder is shown from its first step: nothing is too few for it.
func TestALadderLacksNothing(t *testing.T) {
	rule, _ := singlecase.RuleNamed("outcome-1")
	first := clock.NewDate(2026, 3, 1)
	s := instrument.Strand{Instrument: instrument.GoalLadder, EveryDays: 100, OpenedOn: first, Ratings: []instrument.Rating{{On: first, Value: number(0)}}}
	if r := s.Rhythm(rule, first.AddDays(1), first.AddDays(240)); r.Short() || r.Few() || r.LacksStart || r.LacksEnd || r.Due.IsZero() {
		t.Errorf("%+v", r)
	}
}
