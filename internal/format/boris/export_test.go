package boris

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"samspil/internal/recording"
)

func state(code string, from, to int64) recording.Event {
	return recording.Event{Subject: "child", Code: code, Kind: recording.State, Onset: from, Offset: to}
}

func point(code string, at int64) recording.Event {
	return recording.Event{Subject: "child", Code: code, Kind: recording.Point, Onset: at, Offset: at}
}

func back(t testing.TB, p Project) recording.Set {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, p); err != nil {
		t.Fatal(err)
	}
	return mustRead(t, out.Bytes()).Set()
}

func one(events ...recording.Event) recording.Set {
	return recording.Set{Recordings: []recording.Recording{{ID: "r", Events: events}}}
}

func names(notes []recording.Note) []string {
	var out []string
	for _, n := range notes {
		out = append(out, n.Name)
	}
	slices.Sort(out)
	return out
}

func TestWhatDoesNotFitIsSaid(t *testing.T) {
	pauses := recording.Set{Recordings: []recording.Recording{{
		ID: "r", Segments: []recording.Span{{From: 0, To: 1000}, {From: 3000, To: 5000}},
		Events: []recording.Event{point("p", 500), state("s", 800, 3500), point("p", 4000)},
	}}}
	modified := point("p", 1000)
	modified.Modifiers = "a(b)"
	two := point("p", 2000)
	two.Modifiers = "x|y"
	comment := point("p", 1000)
	comment.Comment = "said something"
	for name, c := range map[string]struct {
		how   Export
		set   recording.Set
		want  []string // lines: observation subject code on off modifiers
		notes []string
	}{
		"a state that starts where it stopped": {Export{}, one(state("s", 0, 1000), state("s", 1000, 2000)),
			[]string{"r s 0-1000 ", "r s 1001-2000 "}, []string{"moved"}},
		"one after the other in a row": {Export{}, one(state("s", 0, 1), state("s", 1, 2), point("p", 1), point("p", 1)),
			[]string{"r s 0-1 ", "r p 1-1 ", "r p 2-2 ", "r s 2-3 "}, []string{"moved"}},
		"states that overlap": {Export{}, one(state("s", 0, 1000), state("s", 500, 2000)),
			[]string{"r s 0-2000 "}, []string{"joined"}},
		"a state within another": {Export{}, one(state("s", 0, 2000), state("s", 500, 1000)),
			[]string{"r s 0-2000 "}, []string{"joined"}},
		"a code of both kinds": {Export{}, one(state("s", 0, 1000), point("s", 500)),
			[]string{"r s 0-1000 ", "r s_2 500-500 "}, []string{"code_renamed"}},
		"a code with a comma": {Export{}, one(point("a,b|c", 500)),
			[]string{"r a_b_c 500-500 "}, []string{"code_renamed"}},
		"modifiers with brackets, and too few": {Export{}, one(modified, two),
			[]string{"r p 1000-1000 a_b_|None", "r p 2000-2000 x|y"}, []string{"modifier_signs", "modifiers_padded"}},
		"pauses apart": {Export{}, pauses,
			[]string{"r part 1 p 500-500 ", "r part 1 s 800-1000 ", "r part 2 s 3000-3500 ", "r part 2 p 4000-4000 "}, []string{"pauses", "state_cut"}},
		"pauses as a state": {Export{Pauses: PausesState}, pauses,
			[]string{"r p 500-500 ", "r s 800-3500 ", "r Pause 1000-3000 ", "r p 4000-4000 "}, []string{"pauses"}},
		"places in an order": {Export{}, recording.Set{Recordings: []recording.Recording{{ID: "r", Clock: recording.Order, Events: []recording.Event{point("p", 0), point("q", 1)}}}},
			[]string{"r p 0-0 ", "r q 1000-1000 "}, []string{"order_as_seconds"}},
		"comments": {Export{}, one(comment), []string{"r p 1000-1000 "}, []string{"no_comments"}},
		"ids that clash": {Export{}, recording.Set{Recordings: []recording.Recording{{ID: "r", Events: []recording.Event{point("p", 1)}}, {ID: "r ", Events: []recording.Event{point("p", 2)}}, {}}},
			[]string{"r p 1-1 ", "r 2 p 2-2 "}, []string{"id_renamed"}},
		"films": {Export{}, recording.Set{Recordings: []recording.Recording{{ID: "r", Type: "MEDIA", Events: []recording.Event{point("p", 1)}}}},
			[]string{"r p 1-1 "}, []string{"media_lost"}},
	} {
		t.Run(name, func(t *testing.T) {
			p, notes := c.how.FromSet(c.set)
			var got []string
			for _, r := range back(t, p).Recordings {
				for _, e := range r.Events {
					got = append(got, fmt.Sprintf("%s %s %d-%d %s", r.ID, e.Code, e.Onset, e.Offset, e.Modifiers))
				}
			}
			if diff := gocmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if diff := gocmp.Diff(c.notes, names(notes)); diff != "" {
				t.Error(diff)
			}
			if w := p.Warnings(); len(w) > 0 {
				t.Errorf("BORIS would report %v", w)
			}
		})
	}
}

func TestCommentsGoOutWhenAskedFor(t *testing.T) {
	e := point("p", 1000)
	e.Comment = "sagde »ja«\nog \"lo\" 😀"
	p, notes := Export{Comments: true}.FromSet(one(e))
	if got := back(t, p).Recordings[0].Events[0].Comment; got != e.Comment || len(notes) > 0 {
		t.Errorf("got %q, %v", got, notes)
	}
}

// An unpaired state stays one: nothing is closed in silence.
func TestUnpairedStaysUnpaired(t *testing.T) {
	set := one(state("s", 0, 1000))
	set.Recordings[0].Unpaired = []recording.Mark{{Subject: "child", Code: "s", At: 3000}}
	p, notes := FromSet(set)
	again := back(t, p)
	if diff := gocmp.Diff(set.Recordings[0].Unpaired, again.Recordings[0].Unpaired); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(names(notes), []string{"unpaired_state"}) || !slices.Equal(p.Warnings(), []string{"unpaired_state"}) {
		t.Errorf("notes %v, warnings %v", names(notes), p.Warnings())
	}
}

func TestUnpairedGoesWithItsStretch(t *testing.T) {
	set := one(point("p", 500))
	set.Recordings[0].Segments = []recording.Span{{From: 0, To: 1000}, {From: 3000, To: 5000}}
	set.Recordings[0].Unpaired = []recording.Mark{{Subject: "child", Code: "s", At: 4000}}
	p, _ := FromSet(set)
	again := back(t, p)
	if len(again.Recordings) != 2 || again.Recordings[0].Unpaired != nil || len(again.Recordings[1].Unpaired) != 1 {
		t.Errorf("%+v", again.Recordings)
	}
}

func TestSegmentAndLabelsComeBack(t *testing.T) {
	set := one(point("p", 1500))
	r := &set.Recordings[0]
	r.Segments, r.Groups, r.Description = []recording.Span{{From: 1000, To: 61_005}}, map[string]string{"sted": "skov"}, "første"
	p, _ := FromSet(set)
	got := back(t, p).Recordings[0]
	if diff := gocmp.Diff(*r, got, cmpopts.IgnoreFields(recording.Recording{}, "Type", "Clock")); diff != "" {
		t.Error(diff)
	}
}

// fitting draws recordings that a project can hold as they are: no two marks of a
// subject and code at one instant, states of one kind following each other.
func fitting(t *rapid.T) recording.Set {
	var set recording.Set
	for i := range rapid.IntRange(0, 4).Draw(t, "recordings") {
		r := recording.Recording{ID: fmt.Sprintf("o%d", i), Type: "LIVE", Clock: recording.Milliseconds}
		running := map[string]int{}
		at := rapid.Int64Range(-5000, 5000).Draw(t, "start")
		for range rapid.IntRange(0, 30).Draw(t, "marks") {
			at += rapid.Int64Range(1, 2000).Draw(t, "gap")
			e := recording.Event{
				Subject: rapid.SampledFrom([]string{"", "barn", "forælder"}).Draw(t, "subject"),
				Code:    rapid.SampledFrom([]string{"p", "B-GLÆ", "s", "q r"}).Draw(t, "code"), Onset: at, Offset: at, Kind: recording.Point,
			}
			if e.Code == "s" || e.Code == "B-GLÆ" {
				e.Modifiers = rapid.SampledFrom([]string{"", "None", "én", "én,to"}).Draw(t, "modifiers")
				key := e.Subject + "/" + e.Code + "/" + e.Modifiers
				if n := running[key]; n > 0 {
					r.Events[n-1].Offset = at
					delete(running, key)
					continue
				}
				e.Kind = recording.State
				running[key] = len(r.Events) + 1
			}
			r.Events = append(r.Events, e)
		}
		for _, n := range running {
			r.Events[n-1].Offset = at + 1000 + int64(n)
		}
		set.Recordings = append(set.Recordings, r)
	}
	return set
}

func TestWhatFitsComesBackTheSame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		set := fitting(rt)
		p, notes := FromSet(set)
		if len(notes) > 0 || len(p.Warnings()) > 0 {
			rt.Fatalf("notes %v, warnings %v", notes, p.Warnings())
		}
		again := back(t, p)
		if diff := gocmp.Diff(set.Recordings, again.Recordings, cmpopts.EquateEmpty()); diff != "" {
			rt.Fatal(diff)
		}
		for i, r := range p.Set().Recordings {
			if diff := gocmp.Diff(again.Recordings[i], r); diff != "" {
				rt.Fatalf("before and after writing: %s", diff)
			}
		}
	})
}

// Whatever the set, the file keeps BORIS' rule, loses no event without a note, and
// says the same when it is sent round once more.
func TestAnythingGoesOutByTheRules(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var set recording.Set
		text := rapid.StringOfN(rapid.SampledFrom([]rune("ab |,()~é \n\"=")), 0, 5, -1)
		for range rapid.IntRange(0, 3).Draw(rt, "recordings") {
			r := recording.Recording{ID: text.Draw(rt, "id")}
			for i := range int64(rapid.IntRange(0, 3).Draw(rt, "segments")) {
				r.Segments = append(r.Segments, recording.Span{From: i * 100, To: i*100 + 60})
			}
			for range rapid.IntRange(0, 12).Draw(rt, "events") {
				at := rapid.Int64Range(-20, 300).Draw(rt, "at")
				e := recording.Event{Subject: text.Draw(rt, "subject"), Code: text.Draw(rt, "code"), Modifiers: text.Draw(rt, "modifiers"), Kind: recording.Point, Onset: at, Offset: at}
				if long := rapid.Int64Range(0, 150).Draw(rt, "long"); long > 0 {
					e.Kind, e.Offset = recording.State, at+long
				}
				r.Events = append(r.Events, e)
			}
			set.Recordings = append(set.Recordings, r)
		}
		for _, pauses := range []Pauses{PausesApart, PausesState} {
			p, notes := Export{Pauses: pauses}.FromSet(set)
			said := names(notes)
			checkLines(rt, p)
			for _, w := range p.Warnings() {
				if w != "modifier_spaces" && w != "value_outside_set" {
					rt.Fatalf("BORIS would report %s", w)
				}
			}
			first := back(t, p)
			if n, want := count(first), count(set); n < want && !slices.Contains(said, "joined") {
				rt.Fatalf("%d events of %d, notes %v", n, want, said)
			}
			second, more := FromSet(first)
			if diff := gocmp.Diff(first.Recordings, back(t, second).Recordings, cmpopts.EquateEmpty(), cmpopts.SortSlices(bySubject)); diff != "" && !slices.Contains(names(more), "modifiers_padded") {
				rt.Fatalf("a second round differs: %s", diff)
			}
		}
	})
}

func bySubject(a, b recording.Event) bool {
	return cmp.Or(cmp.Compare(a.Onset, b.Onset), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Modifiers, b.Modifiers), cmp.Compare(a.Offset, b.Offset)) < 0
}

func count(set recording.Set) int {
	n := 0
	for _, r := range set.Recordings {
		n += len(r.Events)
	}
	return n
}

// checkLines looks at the lines as the program would.
func checkLines(t *rapid.T, p Project) {
	for _, o := range p.Observations {
		if strings.TrimSpace(o.ID) != o.ID || o.ID == "" {
			t.Fatalf("the id %q", o.ID)
		}
		taken := map[string]bool{}
		for _, r := range o.rows.each {
			line := p.triples[r.triple]
			key := fmt.Sprintf("%d/%s/%s", r.at, line.subject, line.code)
			if taken[key] {
				t.Fatalf("two lines at %s", key)
			}
			taken[key] = true
		}
	}
}
