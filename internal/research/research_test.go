package research

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"samspil/internal/recording"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func at(v float64) *float64 { return &v }

func point(subject, code string, ms int64) recording.Event {
	return recording.Event{Subject: subject, Code: code, Kind: recording.Point, Onset: ms, Offset: ms}
}

func state(subject, code string, from, to int64) recording.Event {
	return recording.Event{Subject: subject, Code: code, Kind: recording.State, Onset: from, Offset: to}
}

// visit is half a minute of a contact, by the scheme's own codes.
func visit() recording.Recording {
	return recording.Recording{
		ID: "visit", Type: "Desk", Clock: recording.Milliseconds, Segments: []recording.Span{{From: 0, To: 30_000}},
		Events: []recording.Event{
			point("child", "B-INI", 1000), point("parent", "F-FØL", 2500), state("dyad", "D-FÆL", 3000, 9000),
			point("child", "B-KON", 10_000), point("parent", "FORD", 11_000), point("child", "B-INI", 20_000),
		},
		Unpaired: []recording.Mark{{Subject: "child", Code: "B-GLÆ", At: 25_000}},
	}
}

func TestInteraction(t *testing.T) {
	got := Interaction("a.csv", "csv", recording.Set{Recordings: []recording.Recording{visit()}}, options())[0]
	if got.N != 6 || *got.Duration != 30 || got.ID != "visit" || got.TransitionsOf != Situations || got.Cells != "all" {
		t.Errorf("got %d events in %v s of %s, by %s, %s", got.N, got.Duration, got.ID, got.TransitionsOf, got.Cells)
	}
	want := []Budget{
		{Subject: "child", Behavior: "B-INI", Kind: recording.Point, N: new(int), PerMinute: at(4), GapMean: at(19)},
		{Subject: "dyad", Behavior: "D-FÆL", Kind: recording.State, N: new(int), Total: at(6), Mean: at(6), Share: at(.2), PerMinute: at(2)},
	}
	*want[0].N, *want[1].N = 2, 1
	var lines []Budget
	for _, b := range got.TimeBudget {
		if b.Behavior == "B-INI" || b.Behavior == "D-FÆL" {
			lines = append(lines, b)
		}
	}
	if d := cmp.Diff(want, lines, cmpopts.EquateApprox(0, 1e-12)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]Unpaired{{"child", "B-GLÆ", "", at(25)}}, got.Unpaired); d != "" {
		t.Error(d)
	}
	// B-INI answered after 1.5 s, B-KON after 1 s by the ASCII name, the last not.
	if i := got.Indicators; i == nil || i.I1.N != 3 || i.I1.X != 2 || *i.I2.Median != 1.25 {
		t.Errorf("indicators %+v", got.Indicators)
	}
}

// Situations are of each subject alone, then pooled; states that run stand before
// the moment in them.
func TestSituations(t *testing.T) {
	r := recording.Recording{Clock: recording.Milliseconds, Events: []recording.Event{
		state("child", "s", 0, 4000), point("parent", "q", 1000), point("child", "p", 2000), point("parent", "q", 3000), point("child", "p", 5000),
	}}
	got := Interaction("a.csv", "csv", recording.Set{Recordings: []recording.Recording{r}}, options())[0]
	counts := map[string]int{}
	for _, x := range got.Transitions {
		if x.N > 0 {
			counts[x.From+" > "+x.To] = x.N
		}
	}
	if d := cmp.Diff(map[string]int{"s > s+p": 1, "s+p > p": 1, "q > q": 1}, counts); d != "" {
		t.Error(d)
	}
}

// Names may come late, in the order in which the recordings ended.
func TestVeryManyCodes(t *testing.T) {
	of := func(codes, lag int) Observation {
		r := recording.Recording{Clock: recording.Order}
		for i := range 2 * codes {
			r.Events = append(r.Events, point("", fmt.Sprintf("c%04d", i%codes), int64(i)))
		}
		o := options()
		o.Lag = lag
		return Interaction("a", "sds", recording.Set{Recordings: []recording.Recording{r}}, o)[0]
	}
	for _, c := range []struct {
		codes, lag int
		cells      string
		n          int
	}{{40, 1, "all", 1600}, {41, 1, "occurred", 41}, {41, 2, "occurred", 41}, {601, 1, "occurred", 601}, {601, 2, "too_many", 0}} {
		if got := of(c.codes, c.lag); got.Cells != c.cells || len(got.Transitions) != c.n || got.Transitions == nil {
			t.Errorf("%d codes, lag %d: %s, %d", c.codes, c.lag, got.Cells, len(got.Transitions))
		}
	}
}

func TestStreamNamesInOrder(t *testing.T) {
	var ids []string
	var events []int
	s := Stream{File: "f", Each: func(o Observation) error {
		ids, events = append(ids, o.ID), append(events, o.N)
		return nil
	}}
	var errs []error
	for n := range 2 {
		errs = append(errs, s.Begin(recording.Order, nil))
		for i := range n + 1 {
			errs = append(errs, s.Event(point("", "a", int64(i))))
		}
		errs = append(errs, s.End(nil))
	}
	errs = append(errs, s.Named(recording.Recording{ID: "one"}), s.Named(recording.Recording{ID: "two"}))
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"one", "two"}, ids); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]int{1, 2}, events); d != "" {
		t.Error(d)
	}
}

func TestWhoFollowsWhom(t *testing.T) {
	o := options()
	o.Following = Onsets
	got := Interaction("a.csv", "csv", recording.Set{Recordings: []recording.Recording{visit()}}, o)[0]
	counts := map[string]int{}
	for _, x := range got.Transitions {
		if x.N > 0 {
			counts[x.From+" > "+x.To] = x.N
		}
	}
	want := map[string]int{
		"child/B-INI > parent/F-FØL": 1, "parent/F-FØL > dyad/D-FÆL": 1, "dyad/D-FÆL > child/B-KON": 1,
		"child/B-KON > parent/FORD": 1, "parent/FORD > child/B-INI": 1,
	}
	if d := cmp.Diff(want, counts); d != "" {
		t.Error(d)
	}
}

func TestWithoutTimesThereAreNoTimes(t *testing.T) {
	r := recording.Recording{Clock: recording.Order, Segments: []recording.Span{{From: 0, To: 3}}}
	for i, code := range []string{"a", "b", "a"} {
		r.Events = append(r.Events, point("", code, int64(i)))
	}
	got := Interaction("x.sds", "sds", recording.Set{Recordings: []recording.Recording{r}}, options())[0]
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"id":"x.sds"`, `"duration_s":null`, `"start_s":null,"stop_s":null,"place":2`, `"per_minute":null`, `"transitions_of":"onsets"`, `"indicators":null`} {
		if !strings.Contains(string(text), part) {
			t.Errorf("%s is not in %s", part, text)
		}
	}
}

func TestNobodyAndNothing(t *testing.T) {
	for name, r := range map[string]recording.Recording{
		"empty":      {ID: "e"},
		"one moment": {ID: "e", Events: []recording.Event{point("", "a", 5)}},
		"no length":  {ID: "e", Segments: []recording.Span{{From: 3, To: 3}}},
	} {
		for _, f := range []Following{Situations, Onsets, Strings} {
			o := options()
			o.Following, o.Permutations, o.NoRepeat = f, 10, true
			text, err := json.Marshal(Interaction("f", "csv", recording.Set{Recordings: []recording.Recording{r}}, o))
			if err != nil {
				t.Errorf("%s, %s: %v", name, f, err)
			}
			if strings.Contains(string(text), `"transitions":null`) || strings.Contains(string(text), `"events":null`) {
				t.Errorf("%s, %s: an empty list is no list: %s", name, f, text)
			}
		}
	}
}

// A file read as a stream gives the same figures as one that is held.
func TestStreamGivesTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := recording.Recording{ID: "r", Clock: recording.Milliseconds}
		for range rapid.IntRange(0, 40).Draw(t, "events") * rapid.SampledFrom([]int{1, 1, 1, 1, 1, 1, 1, 120}).Draw(t, "times") {
			from := int64(rapid.IntRange(0, 50).Draw(t, "from")) * 100
			code := rapid.SampledFrom([]string{"p", "q", "s"}).Draw(t, "code")
			e := point(rapid.SampledFrom([]string{"", "child"}).Draw(t, "subject"), code, from)
			if code == "s" {
				e.Kind, e.Offset = recording.State, from+100
			}
			r.Events = append(r.Events, e)
		}
		r.Sort()
		o := options()
		o.Following = Onsets
		whole := Interaction("f", "csv", recording.Set{Recordings: []recording.Recording{r}}, o)[0]
		var streamed Observation
		s := Stream{File: "f", Keep: true, Each: func(x Observation) error { streamed = x; return nil }}
		must := func(err error) {
			if err != nil {
				t.Fatal(err)
			}
		}
		must(s.Begin(r.Clock, r.Segments))
		for _, e := range r.Events {
			must(s.Event(e))
		}
		must(s.End(nil))
		must(s.Named(recording.Recording{ID: "r", Clock: r.Clock}))
		occurred := []Transition{}
		for _, x := range whole.Transitions {
			if x.N > 0 {
				occurred = append(occurred, x)
			}
		}
		whole.Transitions, whole.Cells = occurred, "occurred"
		if d := cmp.Diff(whole, streamed, cmpopts.EquateApprox(1e-9, 1e-9), cmpopts.EquateEmpty()); d != "" {
			t.Fatal(d)
		}
	})
}

func TestWritersOfNothing(t *testing.T) {
	for name, w := range map[string]func(*bytes.Buffer) Writer{
		"json": func(b *bytes.Buffer) Writer { return JSONWriter(b, "mikro 1.0") },
		"csv":  func(b *bytes.Buffer) Writer { return CSVWriter(b, BudgetTable) },
		"text": func(b *bytes.Buffer) Writer { return TableWriter(b, 5) },
	} {
		var b bytes.Buffer
		if err := w(&b).Close([]File{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if name == "json" && !json.Valid(b.Bytes()) {
			t.Errorf("no JSON: %s", b.String())
		}
	}
}

func TestFormulasAreDisarmed(t *testing.T) {
	r := visit()
	r.ID = "=cmd()"
	r.Events[0].Code = "@x"
	var b bytes.Buffer
	w := CSVWriter(&b, EventTable)
	for _, o := range Interaction("a", "csv", recording.Set{Recordings: []recording.Recording{r}}, options()) {
		if err := w.Observation(o); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(nil); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "'=cmd(),child,'@x,,point,1,1,") {
		t.Error(b.String())
	}
}

func TestCompare(t *testing.T) {
	one, two := visit(), visit()
	two.Events = append([]recording.Event{}, two.Events...)
	two.Events[0] = point("child", "B-INI", 2200)
	two.Events = two.Events[:5]
	a := Compare(Coding{ID: "1", Recording: one}, Coding{ID: "2", Recording: two}, AgreementOptions{Unit: 1000, Tolerance: 2000})
	if d := cmp.Diff([][2]float64{{0, 30}}, a.Observed); d != "" {
		t.Error(d)
	}
	if a.Events.Matched != 5 || a.Events.Only1 != 1 || a.Events.Only2 != 0 || math.Abs(*a.Events.Agreement-5.0/6) > 1e-12 {
		t.Errorf("events %+v", a.Events)
	}
	if d := cmp.Diff([]Moment{{"child/B-INI", 20}}, a.Events.Single1); d != "" {
		t.Error(d)
	}
	// Three of thirty units differ: 1, 2 and 20.
	if a.TimeUnit.N != 30 || math.Abs(*a.Percent-90) > 1e-9 {
		t.Errorf("%d units, %v per cent", a.TimeUnit.N, *a.Percent)
	}
	if len(a.Expected) != 3 || len(a.Codes) != 5 || a.Alignment.Length != 6 || len(a.Alignment.Rows) != 6 {
		t.Errorf("%d expected, %d codes, %d rows", len(a.Expected), len(a.Codes), len(a.Alignment.Rows))
	}
	for _, write := range []func() error{func() error { return a.WriteJSON(&bytes.Buffer{}) }, func() error { return a.WriteCSV(&bytes.Buffer{}) }, func() error { return a.WriteText(&bytes.Buffer{}) }} {
		if err := write(); err != nil {
			t.Error(err)
		}
	}
}

func TestCompareWithNobody(t *testing.T) {
	for _, c := range [][2]recording.Recording{{{}, {}}, {visit(), {}}, {{}, visit()}} {
		a := Compare(Coding{Recording: c[0]}, Coding{Recording: c[1]}, AgreementOptions{Unit: 1000, Tolerance: 2000})
		var b bytes.Buffer
		if err := a.WriteJSON(&b); err != nil || strings.Contains(b.String(), "NaN") {
			t.Error(err, b.String())
		}
	}
}

func TestWhatBothObserved(t *testing.T) {
	spans := func(at ...int64) recording.Recording {
		var r recording.Recording
		for i := 0; i < len(at); i += 2 {
			r.Segments = append(r.Segments, recording.Span{From: at[i], To: at[i+1]})
		}
		return r
	}
	moments := func(at ...int64) recording.Recording {
		var r recording.Recording
		for _, t := range at {
			r.Events = append(r.Events, point("", "a", t))
		}
		return r
	}
	const epoch = 1_700_000_000_000
	for _, c := range []struct {
		name     string
		one, two recording.Recording
		want     []recording.Span
	}{
		{"the same", spans(0, 10), spans(0, 10), []recording.Span{{From: 0, To: 10}}},
		{"a pause of one", spans(0, 10), spans(2, 4, 6, 20), []recording.Span{{From: 2, To: 4}, {From: 6, To: 10}}},
		{"nothing in common", spans(0, 10), spans(10, 20), nil},
		{"from 0 where nothing is told", moments(500), moments(700, 900), []recording.Span{{From: 0, To: 901}}},
		{"before 0", moments(-500), moments(700), []recording.Span{{From: -500, To: 701}}},
		{"times of a calendar", moments(epoch), moments(epoch + 5), []recording.Span{{From: epoch, To: epoch + 6}}},
		{"nobody", moments(), moments(), nil},
	} {
		if d := cmp.Diff(c.want, both(c.one, c.two)); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}
