package sequence

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"samspil/internal/recording"
)

// madeUp is a sequence of n codes of sixteen kinds, no two neighbours alike.
func madeUp(n int) []string {
	r := rand.New(rand.NewPCG(1, 2))
	s := make([]string, 0, n)
	for len(s) < n {
		code := fmt.Sprintf("C%d", r.IntN(16))
		if len(s) == 0 || s[len(s)-1] != code {
			s = append(s, code)
		}
	}
	return s
}

func BenchmarkPermute(b *testing.B) {
	sequences := [][]string{madeUp(1000)}
	codes := Codes(sequences)
	for _, noRepeat := range []bool{false, true} {
		b.Run(fmt.Sprintf("noRepeat=%v", noRepeat), func(b *testing.B) {
			for b.Loop() {
				Permute(sequences, codes, PermuteOptions{Lag: 1, Permutations: 10000, NoRepeat: noRepeat, Seed: 1})
			}
		})
	}
}

func BenchmarkConcurrentTransitions(b *testing.B) {
	set := recording.Generate(recording.Generated{Recordings: 50, Events: 400, Seed: 1})
	for b.Loop() {
		var all [][]string
		for _, r := range set.Recordings {
			all = append(all, Concurrent(r, Reading{WithSubject: true})...)
		}
		c := Count(all)
		b.ReportMetric(float64(len(c.Codes())), "situations")
		if rows := c.Transitions(); len(rows) == 0 {
			b.Fatal("no transitions")
		}
	}
}

func BenchmarkBehaviourTransitions(b *testing.B) {
	set := recording.Generate(recording.Generated{Recordings: 50, Events: 400, Seed: 1})
	for b.Loop() {
		var all []BehaviourString
		for _, r := range set.Recordings {
			all = append(all, BehaviourStrings(r, Reading{})...)
		}
		b.ReportMetric(float64(len(BehaviourTransitions(all).Transitions())), "transitions")
	}
}

func BenchmarkBudget(b *testing.B) {
	set := recording.Generate(recording.Generated{Recordings: 50, Events: 400, Seed: 1})
	for b.Loop() {
		Budget(set.Recordings, BudgetOptions{})
	}
}

func BenchmarkStream10Million(b *testing.B) {
	r := recording.Generate(recording.Generated{Recordings: 1, Events: 100000, Seed: 1}).Recordings[0]
	b.ReportAllocs()
	for b.Loop() {
		s := NewStream(Reading{WithSubject: true})
		for s.Events() < 10_000_000 {
			s.Begin(r.Segments)
			for _, e := range r.Events {
				s.Add(e)
			}
			s.End()
		}
		if len(s.Budget()) != 32 {
			b.Fatalf("%d lines", len(s.Budget()))
		}
	}
}

func BenchmarkCircularShiftHour(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	var given, target []int
	for u := range 3600 {
		if r.IntN(3) == 0 {
			given = append(given, u)
		}
		if r.IntN(10) == 0 {
			target = append(target, u)
		}
	}
	for b.Loop() {
		CircularShift(3600, given, target)
	}
}
