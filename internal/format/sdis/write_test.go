package sdis

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"samspil/internal/fault"
	"samspil/internal/recording"
)

func written(t interface{ Fatal(...any) }, f File) string {
	var out bytes.Buffer
	if err := Write(&out, f); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// anyFile draws a file of any type, of few codes and small times, so that they
// meet.
func anyFile(t *rapid.T) File {
	f := File{Encoding: "UTF-8"}
	f.Type = rapid.SampledFrom([]Type{Event, Multievent, Timed, State, Interval}).Draw(t, "type")
	if f.Type == Timed {
		f.Unit = rapid.SampledFrom([]string{"", "seconds", "milliseconds", "minutes"}).Draw(t, "unit")
	}
	if f.Type == Interval {
		f.IntervalLength = rapid.SampledFrom([]string{"", "10'"}).Draw(t, "length")
	}
	f.Codes = []Code{{Name: "A", Group: "My wife", Set: 1}, {Name: "b2", Long: "Bee", Group: "My wife", Set: 1}, {Name: "Ø", Set: 2}, {Name: "c_c"}}
	f.Factors = []Factor{{Name: "Age", Short: "a", Levels: []Level{{Name: "Young", Short: "1"}, {Name: "Old"}}}, {Name: "Type", Levels: []Level{{Name: "x"}}}}
	for range rapid.IntRange(0, 4).Draw(t, "units") {
		u := Unit{Label: rapid.SampledFrom([]string{"", "one", " Dyad %1!"}).Draw(t, "label")}
		u.Conditions = rapid.SampledFrom([][]string{nil, {"Young"}, {"Old", "x"}}).Draw(t, "conditions")
		for range rapid.IntRange(1, 3).Draw(t, "sequences") {
			u.Sequences = append(u.Sequences, anySequence(t, f))
		}
		f.Units = append(f.Units, u)
	}
	f.passConditionsBack()
	return f
}

func anySequence(t *rapid.T, f File) Sequence {
	code := rapid.SampledFrom([]string{"A", "b2", "Ø", "c_c"})
	var s Sequence
	if !f.Type.HasTimes() {
		s.End = int64(rapid.IntRange(1, 6).Draw(t, "places"))
		for i := range s.End {
			n := 1
			switch f.Type {
			case Multievent:
				n = rapid.IntRange(1, 3).Draw(t, "together")
			case Interval:
				n = rapid.IntRange(0, 2).Draw(t, "together")
			}
			for range n {
				s.Events = append(s.Events, Happening{Code: code.Draw(t, "code"), Onset: i, Offset: i})
			}
		}
		return s
	}
	unit, _ := f.unitMillis()
	s.Start = rapid.SampledFrom([]int64{0, 0, 1500}).Draw(t, "start")
	s.End = 9000
	time := rapid.SampledFrom([]int64{0, 1, 250, 1000, 1500, 2010, 7999, 9000})
	for stream := range rapid.IntRange(0, 3).Draw(t, "streams") {
		var times []int64
		for range rapid.IntRange(1, 5).Draw(t, "n") {
			times = append(times, time.Draw(t, "time"))
		}
		if f.Type == State {
			slices.Sort(times)
		}
		for i, on := range times {
			h := Happening{Code: code.Draw(t, "code"), Onset: on, Stream: int32(stream)}
			switch {
			case f.Type == State && i+1 < len(times):
				h.Offset = times[i+1]
			case f.Type == State:
				h.Offset = s.End
			case rapid.Bool().Draw(t, "momentary"):
				h.Offset, h.Momentary = on+unit, true
			default:
				h.Offset = max(on, time.Draw(t, "offset"))
			}
			s.Events = append(s.Events, h)
		}
	}
	return s
}

// A file of any type is the same when it is written and read again.
func TestFilesRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f := anyFile(rt)
		text := written(rt, f)
		back, err := Read(strings.NewReader(text))
		if err != nil {
			rt.Fatalf("%v\n%s", err, text)
		}
		if diff := cmp.Diff(f, back, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(File{}, "Notes", "Encoding")); diff != "" {
			rt.Fatalf("(-written +read):\n%s\n%s", diff, text)
		}
	})
}

// anyRecording draws a recording of the codes of a scheme, each of one subject.
func anyRecording(t *rapid.T) recording.Recording {
	r := recording.Recording{ID: "recording 1", Type: "Timed", Clock: recording.Milliseconds}
	from := rapid.Int64Range(0, 5000).Draw(t, "from")
	s := recording.Span{From: from, To: from + rapid.Int64Range(1, 5000).Draw(t, "length")}
	r.Segments = []recording.Span{s}
	codes := []recording.Event{{Subject: "child", Code: "BINI"}, {Subject: "child", Code: "BGLA"}, {Subject: "parent", Code: "FFOL"}, {Subject: "other one", Code: "x_1"}}
	for range rapid.IntRange(0, 20).Draw(t, "n") {
		e := rapid.SampledFrom(codes).Draw(t, "code")
		e.Onset = rapid.Int64Range(s.From, s.To).Draw(t, "onset")
		if e.Kind, e.Offset = recording.Point, e.Onset; e.Code != "BINI" && e.Onset < s.To {
			e.Kind, e.Offset = recording.State, rapid.Int64Range(e.Onset+1, s.To).Draw(t, "offset")
		}
		r.Events = append(r.Events, e)
	}
	r.Sort()
	return r
}

// Written as timed data and read again, recordings keep subjects, times and
// segments.
func TestRecordingsRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := anyRecording(rt)
		f, notes, err := FromSet(recording.Set{Recordings: []recording.Recording{r}}, Options{})
		if err != nil || len(notes) > 0 {
			rt.Fatal(err, notes)
		}
		text := written(rt, f)
		back, err := Read(strings.NewReader(text))
		if err != nil {
			rt.Fatalf("%v\n%s", err, text)
		}
		if diff := cmp.Diff(f.Units, back.Units, cmpopts.EquateEmpty()); diff != "" {
			rt.Fatalf("units (-written +read):\n%s", diff)
		}
		// Events of one instant may change places: the file holds them by subject.
		if diff := cmp.Diff([]recording.Recording{r}, back.Set().Recordings, cmpopts.EquateEmpty(), cmpopts.SortSlices(before)); diff != "" {
			rt.Fatalf("(-written +read):\n%s\n%s", diff, text)
		}
	})
}

func before(a, b recording.Event) bool {
	if a.Onset != b.Onset {
		return a.Onset < b.Onset
	}
	if a.Code != b.Code {
		return a.Code < b.Code
	}
	return a.Offset < b.Offset
}

func TestWhatIsWritten(t *testing.T) {
	r := recording.Recording{ID: "Lone and the boy", Clock: recording.Milliseconds, Groups: map[string]string{"Sted": "Hjem nr. 1"},
		Segments: []recording.Span{{From: 500, To: 60000}, {From: 70000, To: 90250}},
		Events: []recording.Event{
			{Subject: "parent", Code: "F-FØL", Kind: recording.Point, Onset: 2500, Offset: 2500, Modifiers: "m", Comment: "c"},
			{Subject: "child", Code: "B-GLÆ", Kind: recording.State, Onset: 50000, Offset: 80000},
			{Subject: "child", Code: "B-INI", Kind: recording.Point, Onset: 65000, Offset: 65000},
		}}
	set := recording.Set{Recordings: []recording.Recording{r, {ID: "2", Unpaired: []recording.Mark{{Code: "x"}}}}, Subjects: []string{"child", "parent"}}
	for _, c := range []struct {
		name    string
		options Options
		want    string
		notes   []string
	}{
		{"timed", Options{Groups: []string{"Sted"}}, `% samspil: groups are subjects %
Timed <seconds>
($child = BGLA BINI)
($parent = FFOL)
* Sted (Hjem_nr_1 none);

<recording 1>
,0.5 BGLA,50-60 &
FFOL,2.5 ,60;

,70 BGLA,70-80 ,90.25 (Hjem_nr_1)/

<recording 2>
 (none)/
`, []string{"unpaired_state", "nothing", "renamed", "modifiers", "comments", "cut", "outside"}},
		{"event", Options{Type: Event, Name: func(code string) string { return strings.ReplaceAll(code, "-", ".") }, Label: func(int, recording.Recording) string { return "" }}, `% samspil: groups are subjects %
Event
($child = BGLA BINI)
($parent = FFOL);

FFOL BGLA;

BGLA/

/
`, []string{"unpaired_state", "nothing", "renamed", "modifiers", "comments", "cut", "outside", "groups"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, notes, err := FromSet(set, c.options)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, written(t, f)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			var names []string
			for _, n := range notes {
				names = append(names, n.Name)
			}
			if diff := cmp.Diff(c.notes, names); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
		})
	}
}

// A code that two people share is told apart by its name, and back it comes as
// each one's own.
func TestSharedCodes(t *testing.T) {
	set := recording.Set{Recordings: []recording.Recording{{Events: []recording.Event{
		{Subject: "mor", Code: "ser", Kind: recording.Point, Onset: 0, Offset: 0},
		{Subject: "barn", Code: "ser", Kind: recording.State, Onset: 0, Offset: 10},
		{Code: "ser", Kind: recording.Point, Onset: 5, Offset: 5},
		{Code: "sér", Kind: recording.Point, Onset: 6, Offset: 6},
	}}}}
	f, _, err := FromSet(set, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range read(t, written(t, f)).Set().Recordings[0].Events {
		got = append(got, e.Subject+" "+e.Code)
	}
	if diff := cmp.Diff([]string{"mor mor_ser", "barn barn_ser", " ser", " ser_2"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestTimesBeforeTheBeginningAreMoved(t *testing.T) {
	set := recording.Set{Recordings: []recording.Recording{{ID: "a", Events: []recording.Event{{Code: "x", Kind: recording.State, Onset: -500, Offset: 1500}}}}}
	f, notes, err := FromSet(set, Options{})
	if err != nil || len(notes) != 1 || notes[0].Name != "shifted" {
		t.Fatal(err, notes)
	}
	if diff := cmp.Diff([]Sequence{{End: 2000, Events: []Happening{{Code: "x", Offset: 2000}}}}, f.Units[0].Sequences); diff != "" {
		t.Error(diff)
	}
}

func TestTypesThatCannotBeWritten(t *testing.T) {
	timed := recording.Recording{Events: []recording.Event{{Code: "x"}}}
	order := recording.Recording{Clock: recording.Order, Events: []recording.Event{{Code: "x"}}}
	interval := recording.Recording{Clock: recording.Order, Type: "Interval", Segments: []recording.Span{{From: 0, To: 3}}, Events: []recording.Event{{Code: "x", Onset: 1, Offset: 1}}}
	for _, c := range []struct {
		name string
		set  []recording.Recording
		as   Type
		key  string
		want Type
	}{
		{"times and order", []recording.Recording{timed, order}, "", "sdis.mixed", ""},
		{"times and order as events", []recording.Recording{timed, order}, Event, "", Event},
		{"order as timed", []recording.Recording{order}, Timed, "sdis.pattern", ""},
		{"intervals", []recording.Recording{interval}, "", "", Interval},
		{"nothing", nil, "", "", Event},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, _, err := FromSet(recording.Set{Recordings: c.set}, Options{Type: c.as})
			e, _ := fault.As(err)
			if e != nil && e.Key != c.key || e == nil && (c.key != "" || f.Type != c.want) {
				t.Errorf("got %v, %v", f.Type, err)
			}
		})
	}
}

// Intervals keep their number, empty ones too.
func TestIntervalsRoundTrip(t *testing.T) {
	const text = "Interval\nA;\n\n*2, A*2, A B, *1/\n"
	f, _, err := FromSet(read(t, text).Set(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := said(f, f.Units[0].Sequences[0]); got != "A 2, A 3, A 4, B 4" || f.Units[0].Sequences[0].End != 6 {
		t.Errorf("got %s to %d", got, f.Units[0].Sequences[0].End)
	}
}

// A state that lasts to the next one is written without its end, as other
// programs expect.
func TestStatesAreWrittenOpen(t *testing.T) {
	const text = "State (A B);\n\n,5 A,5 B,9.25 & C,6 ,60/\n"
	if diff := cmp.Diff("State\n(A B);\n\n,5 A,5 B,9.25 &\nC,6 ,60/\n", written(t, read(t, text))); diff != "" {
		t.Error(diff)
	}
}
