package sequence

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"samspil/internal/recording"
)

func point(subject, code string, at int64) recording.Event {
	return recording.Event{Subject: subject, Code: code, Kind: recording.Point, Onset: at, Offset: at}
}

func state(subject, code string, from, to int64) recording.Event {
	return recording.Event{Subject: subject, Code: code, Kind: recording.State, Onset: from, Offset: to}
}

func observed(segments []recording.Span, events ...recording.Event) recording.Recording {
	r := recording.Recording{Segments: segments, Events: events}
	r.Sort()
	return r
}

func texts(sequences [][]string) []string {
	out := []string{}
	for _, s := range sequences {
		out = append(out, strings.Join(s, "|"))
	}
	return out
}

func TestConcurrent(t *testing.T) {
	loud := point("child", "p", 10)
	loud.Modifiers = "loud"
	all := []recording.Span{{From: 0, To: 100}}
	for name, c := range map[string]struct {
		r    recording.Recording
		o    Reading
		want []string
	}{
		"nothing":                             {observed(nil), Reading{}, []string{}},
		"moments":                             {observed(nil, point("", "p", 5), point("", "q", 5)), Reading{}, []string{"p|q"}},
		"a state":                             {observed(nil, state("", "s", 0, 10)), Reading{}, []string{"s"}},
		"a moment in a state":                 {observed(nil, state("", "s", 0, 10), point("", "p", 5)), Reading{}, []string{"s|s+p"}},
		"a state is on when it begins":        {observed(nil, point("", "p", 5), state("", "s", 5, 10)), Reading{}, []string{"s|s+p"}},
		"and off when it ends":                {observed(nil, state("", "s", 0, 5), point("", "p", 5)), Reading{}, []string{"s|p"}},
		"what is left when one ends":          {observed(nil, state("", "s", 0, 10), state("", "r", 2, 4)), Reading{}, []string{"s|r+s|s"}},
		"one name whichever began first":      {observed(nil, state("", "s", 0, 10), state("", "r", 2, 9), point("", "p", 5)), Reading{}, []string{"s|r+s|r+s+p|s"}},
		"one that ends another is one step":   {observed(nil, state("", "s", 0, 5), state("", "r", 5, 10)), Reading{}, []string{"s|r"}},
		"a moment before, as others write it": {observed(nil, state("", "s", 0, 499), state("", "r", 500, 900), state("", "q", 1, 950)), Reading{}, []string{"s|q+s|q|q+r|q"}},
		"taken together":                      {observed(nil, state("", "s", 0, 499), state("", "r", 500, 900), state("", "q", 100, 950)), Reading{Together: 4}, []string{"s|q+s|q+r|q"}},
		"not across a moment":                 {observed(nil, state("", "s", 0, 499), point("", "p", 499), state("", "r", 500, 900)), Reading{Together: 4}, []string{"s|p|r"}},
		"ended and begun anew is no change":   {observed(nil, state("", "s", 0, 5), state("", "s", 5, 10)), Reading{}, []string{"s"}},
		"two at once count once":              {observed(nil, state("a", "s", 0, 5), state("b", "s", 2, 10)), Reading{}, []string{"s"}},
		"by subject":                          {observed(nil, state("a", "s", 0, 5), state("b", "s", 2, 10)), Reading{WithSubject: true}, []string{"a/s|a/s+b/s|b/s"}},
		"each subject alone":                  {observed(nil, state("a", "s", 0, 5), state("b", "r", 2, 10), point("a", "p", 3)), Reading{EachSubject: true}, []string{"s|s+p", "r"}},
		"each alone over a pause": {observed([]recording.Span{{From: 0, To: 10}, {From: 20, To: 30}}, point("a", "p", 1), point("b", "q", 2), state("b", "s", 5, 25), point("a", "r", 6), point("a", "p", 21), point("b", "p", 26)),
			Reading{EachSubject: true}, []string{"p|r", "q|s", "p", "s|p"}},
		"with modifiers":                     {observed(nil, loud, point("child", "p", 20)), Reading{WithModifiers: true, WithSubject: true}, []string{"child/p&loud|child/p"}},
		"only some codes":                    {observed(nil, state("", "s", 0, 10), point("", "p", 5), point("", "q", 6)), Reading{Codes: []string{"p", "s"}}, []string{"s|s+p"}},
		"only some subjects":                 {observed(nil, point("a", "p", 5), point("b", "q", 6)), Reading{Subjects: []string{"b"}}, []string{"q"}},
		"a pause parts":                      {observed([]recording.Span{{From: 0, To: 10}, {From: 20, To: 30}}, point("", "p", 5), point("", "q", 25)), Reading{}, []string{"p", "q"}},
		"nothing of the pause itself":        {observed([]recording.Span{{From: 0, To: 10}, {From: 20, To: 30}}, point("", "p", 15), state("", "s", 12, 18)), Reading{}, []string{}},
		"a state over a pause":               {observed([]recording.Span{{From: 0, To: 10}, {From: 20, To: 30}}, state("", "s", 5, 25), point("", "q", 22)), Reading{}, []string{"s", "s|s+q"}},
		"a moment at the end of the segment": {observed(all, state("", "s", 50, 100), point("", "p", 100)), Reading{}, []string{"s|p"}},
		"a state that goes on past the end":  {observed(all, state("", "s", 50, 200), point("", "p", 100)), Reading{}, []string{"s|s+p"}},
		"a state without length is left out": {observed(nil, state("", "s", 5, 5), point("", "p", 6)), Reading{}, []string{"p"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, texts(Concurrent(c.r, c.o))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOnsets(t *testing.T) {
	r := observed([]recording.Span{{From: 0, To: 10}, {From: 20, To: 30}},
		point("a", "p", 1), state("b", "s", 2, 8), point("a", "q", 10), point("a", "x", 15), point("b", "p", 21), state("a", "s", 22, 40))
	for name, c := range map[string]struct {
		o    Reading
		want []string
	}{
		"together": {Reading{}, []string{"p|s|q", "p|s"}},
		"each":     {Reading{EachSubject: true}, []string{"p|q", "s", "p", "s"}},
		"named":    {Reading{WithSubject: true}, []string{"a/p|b/s|a/q", "b/p|a/s"}},
		"some":     {Reading{Codes: []string{"q"}}, []string{"q"}},
	} {
		if diff := cmp.Diff(c.want, texts(Onsets(r, c.o))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// As BORIS 9.12.3 writes them: points after the states in order of beginning,
// otherwise sorted.
func TestBehaviourStrings(t *testing.T) {
	r := observed(nil, state("", "s", 0, 100), state("", "r", 10, 60), point("", "p", 20), point("", "p", 70), point("x", "q", 30), point("", "p", 100))
	got := map[string]string{}
	read := BehaviourStrings(r, Reading{})
	for _, s := range read {
		got[s.Subject] = s.Text()
	}
	if diff := cmp.Diff(map[string]string{"": "s|r+s|s+r+p|s|s+p|s+p", "x": "q"}, got); diff != "" {
		t.Error(diff)
	}
	if got := BehaviourStrings(observed(nil, state("", "s", 5, 5), point("", "p", 6)), Reading{}); got[0].Text() != "p" {
		t.Errorf("a state without length: %q", got[0].Text())
	}
	c := BehaviourTransitions(read)
	if diff := cmp.Diff([]string{"q", "r+s", "s", "s+p", "s+r+p"}, c.Codes()); diff != "" {
		t.Error(diff)
	}
	if c.N() != 5 {
		t.Errorf("%d transitions; none from one subject to another", c.N())
	}
	// Its observation "modifiers".
	m := func(code, modifiers string, from, to int64) recording.Event {
		e := point("", code, from)
		if e.Modifiers = modifiers; to > from {
			e.Kind, e.Offset = recording.State, to
		}
		return e
	}
	r = observed(nil, m("q", "m1", 8475, 0), m("q", "m2", 12350, 0), m("q", "m3", 15650, 0), m("r", "m1", 19175, 27950), m("r", "None", 30425, 40825))
	if got := BehaviourStrings(r, Reading{WithModifiers: true})[0].Text(); got != "q&m1|q&m2|q&m3|r&m1|r&None" {
		t.Error(got)
	}
}

// drawRecording with or without segments, points and states of two subjects.
func drawRecording(t *rapid.T) recording.Recording {
	var r recording.Recording
	for range rapid.IntRange(0, 25).Draw(t, "events") {
		e := point(rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "subject"), "p", int64(rapid.IntRange(0, 60).Draw(t, "onset")))
		if e.Code = rapid.SampledFrom([]string{"p", "q", "s", "r"}).Draw(t, "code"); e.Code == "s" || e.Code == "r" {
			e.Kind, e.Offset = recording.State, e.Onset+int64(rapid.IntRange(1, 30).Draw(t, "length"))
		}
		e.Modifiers = rapid.SampledFrom([]string{"", "m"}).Draw(t, "modifiers")
		r.Events = append(r.Events, e)
	}
	r.Sort()
	if rapid.Bool().Draw(t, "segments") {
		r.Segments = []recording.Span{{From: 0, To: 20}, {From: 20, To: 30}, {From: 45, To: 70}}
	}
	return r
}

// A situation never has two names, and no part stands twice in a name.
func TestSituationsAreSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRecording(t)
		for _, s := range Concurrent(r, Reading{WithSubject: true}) {
			for _, situation := range s {
				parts := strings.Split(situation, "+")
				running := parts[:len(parts)-1]
				for i := 1; i < len(running); i++ {
					if running[i-1] >= running[i] {
						t.Fatalf("%q is not in order", situation)
					}
				}
			}
		}
	})
}

// Without states running side by side or over pauses, and nothing at the same
// instant, our situations and BORIS' strings are the same.
func TestOurFormAndBorisAgreeWhereTheyCan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var r recording.Recording
		at := int64(0)
		for i := range rapid.IntRange(1, 20).Draw(t, "events") {
			at += int64(rapid.IntRange(5, 30).Draw(t, "gap"))
			if rapid.Bool().Draw(t, "state") {
				r.Events = append(r.Events, state("a", fmt.Sprintf("s%d", i%2), at, at+10), point("a", "p", at+4))
				at += 10
			} else {
				r.Events = append(r.Events, point("a", "q", at))
			}
		}
		if diff := cmp.Diff(BehaviourStrings(r, Reading{})[0].Parts, Concurrent(r, Reading{})[0]); diff != "" {
			t.Fatal(diff)
		}
	})
}

// One event at a time and all at once say the same, over several recordings.
func TestStreamAgreesWithTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := Reading{EachSubject: rapid.Bool().Draw(t, "each"), WithSubject: true, WithModifiers: rapid.Bool().Draw(t, "modifiers")}
		var all []recording.Recording
		var sequences [][]string
		s := NewStream(o)
		for range rapid.IntRange(0, 3).Draw(t, "recordings") {
			r := drawRecording(t)
			all = append(all, r)
			sequences = append(sequences, Onsets(r, o)...)
			s.Begin(r.Segments)
			for _, e := range r.Events {
				s.Add(e)
			}
			s.End()
		}
		if diff := cmp.Diff(Count(sequences).Transitions(), s.Transitions().Transitions(), cmpopts.EquateApprox(1e-12, 1e-12), cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
		if diff := cmp.Diff(Budget(all, BudgetOptions{WithModifiers: o.WithModifiers}), s.Budget()); diff != "" {
			t.Fatal(diff)
		}
		var length int64
		for _, r := range all {
			length += r.Length()
		}
		if s.Observed() != length {
			t.Fatalf("observed %d, want %d", s.Observed(), length)
		}
	})
}
