package singlecase

import (
	"testing"

	"samspil/internal/clock"

	"github.com/google/go-cmp/cmp"
)

// A family that got better and then fell back: the whole course hides what the
// window since the last review shows.
func TestGradeWindow(t *testing.T) {
	s := weekly(3, 3, 4, 4, 5, 6, 6, 7, 7, 8, 8, 9, 9, 8, 8, 7, 6, 6, 5, 5)
	review := first.AddDays(7 * 11)
	if whole := GradeStrand(s); whole.Direction != Up {
		t.Fatalf("the course: grade %d %s", whole.Grade, whole.Direction)
	}
	got := GradeWindow(s, review)
	if got.Grade != Documented || got.Direction != Down || got.N != 9 || got.From != review {
		t.Errorf("the window: grade %d %s, n = %d from %s", got.Grade, got.Direction, got.N, got.From)
	}
	for _, c := range []struct {
		name   string
		from   clock.Date
		n      int
		reason Reason
	}{
		{"the day itself counts", first.AddDays(7 * 15), 5, ""},
		{"four are too few", first.AddDays(7*15 + 1), 4, ReasonTooFew},
		{"after the last", first.AddDays(1000), 0, ReasonTooFew},
		{"before the first: the whole course", first.AddDays(-1), 20, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := GradeWindow(s, c.from); got.N != c.n || got.Reason != c.reason {
				t.Errorf("n = %d, %q", got.N, got.Reason)
			}
		})
	}
	if d := cmp.Diff(GradeStrand(s), GradeWindow(s, clock.Date{}), cmp.AllowUnexported(clock.Date{})); d != "" {
		t.Errorf("without a date: %s", d)
	}
	if len(s.Measurements) != 20 {
		t.Error("the strand itself is cut")
	}
}

func TestWindowFigures(t *testing.T) {
	for _, c := range []struct {
		grade  Grade
		n      int
		lo, hi int
	}{{Signs, 5, 2, 6}, {Documented, 5, 1, 1}, {Documented, 10, 2, 8}, {Signs, 4, 0, 0}, {NotDocumented, 9, 0, 0}, {Documented, 20, 2, 9}, {Documented, 99, 1, 8}} {
		if lo, hi := WindowErrorRange(c.grade, c.n); lo != c.lo || hi != c.hi {
			t.Errorf("grade %d, n = %d: got %d-%d, want %d-%d", c.grade, c.n, lo, hi, c.lo, c.hi)
		}
	}
	for n, want := range map[int]int{4: 0, 5: 3, 12: 6, 30: 8} {
		if got := WindowNotice(n); got != want {
			t.Errorf("WindowNotice(%d) = %d, want %d", n, got, want)
		}
	}
}
