package singlecase

import (
	"math"
	"testing"
)

func TestErrorRange(t *testing.T) {
	for _, c := range []struct {
		name   string
		grade  Grade
		n      int
		lo, hi int
	}{
		{"documented, ten", Documented, 10, 2, 8},
		{"documented, six: at most 1", Documented, 6, 1, 1},
		{"documented, fourteen", Documented, 14, 2, 9},
		{"signs, five", Signs, 5, 2, 6},
		{"signs, twelve", Signs, 12, 5, 27},
		{"thirty", Documented, 30, 2, 8},
		{"more than thirty count as thirty", Documented, 300, 2, 8},
		{"before and after: no figure", Signs, 2, 0, 0},
		{"not documented: no figure", NotDocumented, 10, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if lo, hi := ErrorRange(c.grade, c.n); lo != c.lo || hi != c.hi {
				t.Errorf("got %d-%d, want %d-%d", lo, hi, c.lo, c.hi)
			}
		})
	}
}

func TestFamilyErrorRange(t *testing.T) {
	for _, c := range []struct{ strands, n, lo, hi int }{
		{0, 10, 0, 0}, {1, 5, 1, 3}, {1, 7, 1, 3}, {1, 8, 1, 5}, {1, 9, 1, 5}, {1, 10, 2, 9}, {1, 99, 2, 9},
		{3, 14, 1, 13}, {3, 8, 1, 7}, {5, 30, 1, 16}, {9, 7, 1, 6}, {12, 12, 1, 17},
	} {
		if lo, hi := FamilyErrorRange(c.strands, c.n); lo != c.lo || hi != c.hi {
			t.Errorf("%d strands, %d measurements: got %d-%d, want %d-%d", c.strands, c.n, lo, hi, c.lo, c.hi)
		}
	}
}

func TestNotice(t *testing.T) {
	for n, want := range map[int]int{2: 0, 5: 3, 6: 4, 10: 6, 30: 8, 60: 8} {
		if got := Notice(n); got != want {
			t.Errorf("Notice(%d) = %d, want %d", n, got, want)
		}
	}
	for _, c := range []struct{ sem, step, want float64 }{{1.2, 1, 3}, {8.514, 4, 20}, {.4, 0, 1}} {
		if got := NoticeSize(c.sem, c.step); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("NoticeSize(%v, %v) = %v, want %v", c.sem, c.step, got, c.want)
		}
	}
}

func TestTrendWithoutVectors(t *testing.T) {
	at := func(v ...float64) []*float64 {
		var all []*float64
		for _, x := range v {
			all = append(all, &x)
		}
		return all
	}
	rising := TrendOf(at(1, 2, 3, 4), nil)
	if rising.S != 6 || math.Abs(*rising.PExactIncrease-1.0/24) > 1e-12 || *rising.Slope != 1 || *rising.TauB != 1 {
		t.Errorf("four rising: %+v", rising)
	}
	equal := TrendOf(at(5, 5, 5), nil)
	if equal.Z != nil || equal.TauB != nil || *equal.PExactIncrease != 1 || *equal.Slope != 0 {
		t.Errorf("all equal: %+v", equal)
	}
	if none := TrendOf(nil, nil); none.N != 0 || none.Slope != nil || none.PExactIncrease != nil {
		t.Errorf("nothing: %+v", none)
	}
	// the exact probability of any result is that of its mirror on the other side
	up, down := TrendOf(at(3, 1, 4, 1, 5, 9, 2, 6), nil), TrendOf(at(6, 2, 9, 5, 1, 4, 1, 3), nil)
	if up.S != -down.S {
		t.Errorf("mirrored S: %d and %d", up.S, down.S)
	}
}
