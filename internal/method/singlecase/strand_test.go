package singlecase

import (
	"math"
	"testing"
	"time"

	"samspil/internal/clock"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var first = clock.NewDate(2026, time.January, 5)

// weekly makes a strand of weekly ratings by one parent; missing values are NaN.
func weekly(values ...float64) Strand {
	s := Strand{
		ID: "rolige morgener", Rater: Rater{Parent, "camilla"},
		Instrument: Instrument{ID: "goal-rating", Version: "1", SEM: 1.2},
	}
	for i, v := range values {
		m := Measurement{ID: string(rune('a' + i)), Date: first.AddDays(7 * i)}
		if !math.IsNaN(v) {
			m.Value = &v
		}
		s.Measurements = append(s.Measurements, m)
	}
	return s
}

func TestGradeStrand(t *testing.T) {
	with := func(s Strand, change func(*Strand)) Strand { change(&s); return s }
	nan := math.NaN()
	for _, c := range []struct {
		name      string
		strand    Strand
		grade     Grade
		direction Direction
		reason    Reason
	}{
		{"a family known to all", weekly(3, 2, 3, 4, 3, 4, 5, 4, 6, 5, 6, 7, 6, 7), Documented, Up, ""},
		{"the same, lower is better", with(weekly(3, 2, 3, 4, 3, 4, 5, 4, 6, 5, 6, 7, 6, 7), func(s *Strand) { s.Instrument.LowerIsBetter = true }), Documented, Down, ""},
		{"five can only be signs", weekly(3, 4, 5, 7, 7), Signs, Up, ""},
		{"four are too few", weekly(3, 4, 5, 7), TooLittle, None, ReasonTooFew},
		{"a missed one does not count", weekly(3, 4, nan, 5, 7), TooLittle, None, ReasonTooFew},
		{"a change of just the threshold counts", with(weekly(3, 3, 4, 4.5, 4.96, 4.96), func(s *Strand) { s.Instrument.SEM = 1 }), Signs, Up, ""},
		{"a change under the threshold does not", with(weekly(3, 3, 4, 4.5, 4.95, 4.96), func(s *Strand) { s.Instrument.SEM = 1 }), NotDocumented, None, ""},
		{"flat", weekly(4, 5, 4, 3, 5, 4, 4, 5), NotDocumented, None, ""},
		{"low at entry only", weekly(0, 5, 5, 5, 5, 5, 5, 5, 5), NotDocumented, None, ""},
		{"came in well, fell and rose", weekly(8, 2, 3, 4, 5, 6, 6, 7), NotDocumented, None, ""},
		{"no measurement error known", with(weekly(3, 4, 5, 6, 7, 8), func(s *Strand) { s.Instrument.SEM = 0 }), TooLittle, None, ReasonNoSEM},
		{"measurement error no number", with(weekly(3, 4, 5, 6, 7, 8), func(s *Strand) { s.Instrument.SEM = nan }), TooLittle, None, ReasonNoSEM},
		{"a ladder is not averaged", with(weekly(3, 4, 5, 6, 7, 8), func(s *Strand) { s.Instrument.Ordinal = true }), TooLittle, None, ReasonOrdinal},
		{"nothing at all", Strand{Instrument: Instrument{SEM: 1}}, TooLittle, None, ReasonTooFew},
		{"before and after", with(weekly(20, nan, nan, nan, nan, 8), func(s *Strand) { s.Instrument.Design = PrePost; s.Instrument.SEM = 2.2 }), Signs, Down, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := GradeStrand(c.strand)
			if got.Grade != c.grade || got.Direction != c.direction || got.Reason != c.reason {
				t.Errorf("got grade %d %s %q, want %d %s %q", got.Grade, got.Direction, got.Reason, c.grade, c.direction, c.reason)
			}
		})
	}
}

func TestUnevenSaysWhichEnd(t *testing.T) {
	at := func(days ...int) Strand {
		s := weekly(make([]float64, len(days))...)
		for i, d := range days {
			s.Measurements[i].Date = first.AddDays(d)
		}
		return s
	}
	for _, c := range []struct {
		name       string
		strand     Strand
		start, end bool
	}{
		{"nothing at the end", at(0, 3, 6, 9, 12, 60), false, true},
		{"nothing at the start", at(0, 50, 52, 54, 56, 60), true, false},
		{"exactly on the borders", at(0, 20, 30, 40, 60), false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := GradeStrand(c.strand)
			if got.LacksStart != c.start || got.LacksEnd != c.end || (got.Reason == ReasonUneven) != (c.start || c.end) {
				t.Errorf("got start %v, end %v, %q", got.LacksStart, got.LacksEnd, got.Reason)
			}
		})
	}
}

func TestLeftOutIsCountedOnce(t *testing.T) {
	s := weekly(3, 4, 5, 6, 7, 8, 9)
	s.Instrument.ComparableVersions = []string{"0"}
	m := s.Measurements
	m[0].Superseded, m[0].Value, m[0].Rater = true, nil, "jonas"
	m[1].Value, m[1].Version = nil, "7"
	m[2].Rater, m[2].Version = "jonas", "7"
	m[3].Version = "7"
	m[4].Version = "0"
	m[5].Date = m[4].Date
	got := GradeStrand(s)
	if d := cmp.Diff(LeftOut{1, 1, 1, 1, 1}, got.LeftOut); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"f", "g"}, got.Counted); d != "" {
		t.Errorf("the last recorded of a day counts: %s", d)
	}
}

// draw makes a strand at random: whole ratings, gaps of days, sometimes missed.
func draw(t *rapid.T) Strand {
	n := rapid.IntRange(0, 20).Draw(t, "n")
	s := weekly(make([]float64, n)...)
	date := first
	for i := range s.Measurements {
		date = date.AddDays(rapid.IntRange(0, 20).Draw(t, "gap"))
		v := float64(rapid.IntRange(0, 10).Draw(t, "value"))
		s.Measurements[i].Date, s.Measurements[i].Value = date, &v
	}
	s.Instrument.SEM = rapid.Float64Range(.2, 3).Draw(t, "sem")
	return s
}

// What must hold for any strand whatever.
func TestRuleHoldsForAnyStrand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := draw(t)
		got := GradeStrand(s)
		mirrored := s
		mirrored.Instrument.LowerIsBetter = true
		mirrored.Measurements = nil
		for _, m := range s.Measurements {
			v := 10 - *m.Value
			m.Value = &v
			mirrored.Measurements = append(mirrored.Measurements, m)
		}
		if m := GradeStrand(mirrored); m.Grade != got.Grade || m.Direction != got.Direction {
			t.Fatalf("upside down: grade %d %s instead of %d %s", m.Grade, m.Direction, got.Grade, got.Direction)
		}
		if again := GradeStrand(s); !cmp.Equal(again, got, cmp.AllowUnexported(clock.Date{})) {
			t.Fatal("the same strand gives another result")
		}
		more := s
		more.Measurements = append(append([]Measurement{}, s.Measurements...),
			Measurement{Date: first.AddDays(3)}, Measurement{Date: first.AddDays(4), Value: ptr(0), Superseded: true})
		if m := GradeStrand(more); m.Grade != got.Grade || m.Direction != got.Direction {
			t.Fatal("a missing and a superseded measurement change the grade")
		}
		wider := s
		wider.Instrument.SEM *= 1.5
		if w := GradeStrand(wider); w.Grade > got.Grade {
			t.Fatalf("a greater measurement error lifts the grade from %d to %d", got.Grade, w.Grade)
		}
		if got.Grade == Documented && got.WithoutIntake == nil {
			t.Fatal("documented without the test without intake")
		}
	})
}

func BenchmarkGradeStrand(b *testing.B) {
	values := make([]float64, 30)
	for i := range values {
		values[i] = float64(i*7%11) / 2
	}
	s := weekly(values...)
	for b.Loop() {
		GradeStrand(s)
	}
}

// All strands of ten thousand families: four of fifteen measurements each.
func BenchmarkGradeTenThousandFamilies(b *testing.B) {
	values := make([]float64, 15)
	for i := range values {
		values[i] = float64(2 + i*7%5 + i/4)
	}
	s := weekly(values...)
	for b.Loop() {
		for range 10000 {
			var strands []Graded
			for _, rater := range []Rater{{Parent, "a"}, {Child, "b"}, {School, "c"}, {Parent, "d"}} {
				r := GradeStrand(s)
				strands = append(strands, Graded{Rater: rater, Grade: r.Grade, Direction: r.Direction, N: r.N})
			}
			ConcludeFamily(strands, Judgement{})
		}
	}
}
