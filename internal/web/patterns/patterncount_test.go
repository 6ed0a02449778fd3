package patterns

import (
	"math"
	"testing"

	"samspil/internal/recording"
	"samspil/internal/scheme"
)

// points makes a recording of moments at seconds.
func points(spans []recording.Span, codes []string, at ...float64) recording.Recording {
	r := recording.Recording{Segments: spans}
	for i, s := range at {
		ms := int64(s * 1000)
		r.Events = append(r.Events, recording.Event{Code: codes[i], Kind: recording.Point, Onset: ms, Offset: ms})
	}
	return r
}

func near(t *testing.T, what string, got *float64, want float64) {
	t.Helper()
	if got == nil || math.Abs(*got-want) > 1e-4 {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

// By hand: two stretches of ten seconds. The first seeking of contact opens the
// seconds 1 to 5, the second one 8 and 9, for its stretch ends there. Following is
// seen in the seconds 3 and 9, and in the first second of the other stretch.
func TestWithinATimeByHand(t *testing.T) {
	codes := []string{"B-KON", "F-FØL"}
	r := points([]recording.Span{{From: 0, To: 10_000}, {From: 20_000, To: 30_000}}, []string{"B-KON", "F-FØL", "B-KON", "F-FØL", "F-FØL"}, 1, 3, 8.5, 9, 20.5)
	a := ask([]recording.Recording{r}, scheme.Shipped(), inquiry{Codes: codes, Firsts: codes[:1], Thens: codes, Window: 5000})
	if len(a.Lines) != 1 || a.Pairs != 20 || a.Length != 20_000 {
		t.Fatalf("%d lines over %d seconds, %d ms", len(a.Lines), a.Pairs, a.Length)
	}
	f := a.Lines[0]
	if f.N != 2 || f.Row != 7 || f.First.Code != "B-KON" || f.Then.Code != "F-FØL" {
		t.Errorf("%d of %d, %s and %s", f.N, f.Row, f.First.Code, f.Then.Code)
	}
	near(t, "expected", f.Expected, 7*3/20.0)
	near(t, "Q", f.Q, 19.0/29)
	near(t, "low", f.QLow, -.48110)
	near(t, "high", f.QHigh, .96999)
}

// By hand: K F K K F F holds K–F twice and each other pair once.
func TestTheNextByHand(t *testing.T) {
	codes := []string{"B-KON", "F-FØL"}
	r := points([]recording.Span{{From: 0, To: 60_000}}, []string{"B-KON", "F-FØL", "B-KON", "B-KON", "F-FØL", "F-FØL", "D-FÆL"}, 1, 2, 3, 4, 5, 6, 7)
	a := ask([]recording.Recording{r}, scheme.Shipped(), inquiry{Codes: codes, Firsts: codes, Thens: codes, Lag: 1, Self: true, Seed: 1})
	if len(a.Lines) != 4 || a.Pairs != 5 || a.Counts["B-KON"] != 3 || a.Counts["D-FÆL"] != 0 {
		t.Fatalf("%d lines of %d pairs, %v", len(a.Lines), a.Pairs, a.Counts)
	}
	f := a.Lines[1]
	if f.N != 2 || f.Row != 3 || f.Then.Code != "F-FØL" {
		t.Errorf("%d of %d to %s", f.N, f.Row, f.Then.Code)
	}
	near(t, "expected", f.Expected, 3*3/5.0)
	near(t, "Q", f.Q, 1.0/3)
	near(t, "low", f.QLow, -.90278)
	near(t, "high", f.QHigh, .97477)
	once := ask([]recording.Recording{r}, scheme.Shipped(), inquiry{Codes: codes, Firsts: codes, Thens: codes, Lag: 1, Seed: 1})
	if once.Pairs != 3 || once.Lines[0].Expected != nil && once.Lines[0].First.Code == once.Lines[0].Then.Code {
		t.Errorf("without repeats %d pairs, %+v", once.Pairs, once.Lines)
	}
}

func TestNothingIsCountedAcrossAPause(t *testing.T) {
	codes := []string{"B-KON", "F-FØL"}
	r := points([]recording.Span{{From: 0, To: 5000}, {From: 6000, To: 12_000}}, []string{"B-KON", "F-FØL", "F-FØL"}, 4, 5.5, 6.5)
	for name, q := range map[string]inquiry{"order": {Lag: 1}, "time": {Window: 5000}} {
		q.Codes, q.Firsts, q.Thens, q.Seed = codes, codes[:1], codes[1:], 1
		for _, f := range ask([]recording.Recording{r}, scheme.Shipped(), q).Lines {
			if f.N != 0 {
				t.Errorf("by %s: %d over the pause", name, f.N)
			}
		}
	}
}
