package instrument_test

import (
	"testing"

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
		{"in time", day(30), day(84), instrument.Rhythm{Made: 2, Need: 5, Due: day(42), Reaches: 6, Known: true}},
		{"late", day(50), day(84), instrument.Rhythm{Made: 2, Need: 5, Due: day(42), Overdue: 8, Reaches: 5, Known: true}},
		{"too late", day(60), day(84), instrument.Rhythm{Made: 2, Need: 5, Due: day(42), Overdue: 18, Reaches: 4, Known: true}},
		{"no last day", day(30), clock.Date{}, instrument.Rhythm{Made: 2, Need: 5, Due: day(42)}},
		{"over", day(90), day(84), instrument.Rhythm{Made: 2, Need: 5, Due: day(42), Overdue: 48}},
	} {
		if got := s.Rhythm(rule, c.today, c.last); got != c.want || got.Short() != (c.name == "too late") {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}
