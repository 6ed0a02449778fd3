package interplaypage

import (
	"testing"

	"samspil/internal/clock"
	"samspil/internal/interaction"
)

func TestTheHighestBeforeIsOfTheSameTwoCountedTheSameWay(t *testing.T) {
	day := func(d int) clock.Date { return clock.NewDate(2026, 9, d) }
	fig := func(session, pair, coder, ref string, d int, x, n int64, reduced bool) interaction.Figures {
		return interaction.Figures{SegmentID: session + coder, SessionID: session, Pair: pair, CoderID: coder, Scheme: ref, StartedAt: day(d).At(14, 30),
			Sums: map[string]interaction.Sum{"I1": {X: x, N: n, Reduced: reduced}}}
	}
	const by = "mikro 1.0"
	now := fig("now", "noah", "lone", by, 20, 5, 10, false)
	for name, c := range map[string]struct {
		before interaction.Figures
		want   float64
	}{
		"the same two":                 {fig("a", "noah", "lone", by, 10, 8, 10, false), .8},
		"too few to count on":          {fig("a", "noah", "lone", by, 10, 9, 9, false), 0},
		"another parent":               {fig("a", "liva", "lone", by, 10, 8, 10, false), 0},
		"another coder":                {fig("a", "noah", "anders", by, 10, 8, 10, false), 0},
		"another version":              {fig("a", "noah", "lone", "mikro 0.9", 10, 8, 10, false), 0},
		"only the codes of the phone":  {fig("a", "noah", "lone", by, 10, 8, 10, true), 0},
		"a session that is no contact": {fig("a", "", "lone", by, 10, 8, 10, false), 0},
		"a second coding of the same": {func() interaction.Figures {
			g := fig("a", "noah", "lone", by, 10, 8, 10, false)
			g.SecondOf = "x"
			return g
		}(), 0},
		"no higher than one before it":    {fig("a", "noah", "lone", by, 11, 7, 10, false), .7},
		"nothing to divide by, none seen": {fig("a", "noah", "lone", by, 11, 0, 0, false), 0},
	} {
		segment := interaction.Segment{SessionID: "now", Pair: "noah", CoderID: "lone"}
		got, ok := highestBefore([]interaction.Figures{c.before, now, fig("later", "noah", "lone", by, 25, 10, 10, false)}, segment, "I1")
		if ok != (c.want > 0) || got.Share != c.want {
			t.Errorf("%s: %v %v, want %v", name, got, ok, c.want)
		}
	}
	if _, ok := highestBefore([]interaction.Figures{fig("a", "", "lone", by, 10, 8, 10, false)}, interaction.Segment{SessionID: "now", CoderID: "lone"}, "I1"); ok {
		t.Error("sessions of nobody in particular are compared")
	}
}

func TestCodedWithAnother(t *testing.T) {
	all := []interaction.Figures{
		{SegmentID: "a", CoderID: "lone"}, {SegmentID: "a2", SecondOf: "a", CoderID: "anders"},
		{SegmentID: "b", CoderID: "ellen"}, {SegmentID: "b2", SecondOf: "b", CoderID: "anders"},
		{SegmentID: "c", CoderID: "lone"},
	}
	if got := codedWith(all, "lone"); len(got) != 2 || got[0].SegmentID != "a" || got[1].SegmentID != "a2" {
		t.Errorf("got %v", got)
	}
	if got := codedWith(all, "anders"); len(got) != 4 {
		t.Errorf("got %v", got)
	}
}
