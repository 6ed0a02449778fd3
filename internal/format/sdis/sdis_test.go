package sdis

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"samspil/internal/fault"
	"samspil/internal/recording"
)

func read(t testing.TB, text string) File {
	t.Helper()
	f, err := Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// said is a sequence in a form that is quick to read: "code onset-offset", in
// seconds for types with times, streams parted by a bar.
func said(f File, s Sequence) string {
	var out []string
	stream := int32(0)
	for _, e := range s.Events {
		for ; stream < e.Stream; stream++ {
			out = append(out, "|")
		}
		switch {
		case !f.Type.HasTimes():
			out = append(out, fmt.Sprintf("%s %d", e.Code, e.Onset))
		case e.Momentary:
			out = append(out, fmt.Sprintf("%s %g!", e.Code, float64(e.Onset)/1000))
		default:
			out = append(out, fmt.Sprintf("%s %g-%g", e.Code, float64(e.Onset)/1000, float64(e.Offset)/1000))
		}
	}
	return strings.Join(out, ", ")
}

func TestSequences(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string // per sequence, units one after the other
		ends       []int64
	}{
		{"event", "Event (A B); A B A; B/ A", []string{"A 0, B 1, A 2", "B 0", "A 0"}, []int64{3, 1, 1}},
		{"the last sequence may end twice", "Event; A; B; /", []string{"A 0", "B 0"}, []int64{1, 1}},
		{"signs glued to codes", "Event;A B;C(x)/<y>D%r%E/", []string{"A 0, B 1", "C 0", "D 0, E 1"}, []int64{2, 1, 2}},
		{"multievent", "Multievent; A B. C. D; A./", []string{"A 0, B 0, C 1, D 2", "A 0"}, []int64{3, 1}},
		{"no moment without a code", "Multievent; . A. . B./", []string{"A 0, B 1"}, []int64{2}},
		{"interval", "Interval; A,B C,,A/", []string{"A 0, B 1, C 1, A 3"}, []int64{4}},
		{"empty intervals before and after", "Interval; ,A,/", []string{"A 1"}, []int64{3}},
		{"repeats", "Interval =10'; A*2,*3,B C*2/", []string{"A 0, A 1, B 5, C 5, B 6, C 6"}, []int64{7}},
		{"closed, open and momentary", "Timed; A,1-3 B,5- C,9 ,12/", []string{"A 1-3, B 5-9, C 9!"}, []int64{12000}},
		{"open to the end of another stream", "Timed; A,1- & B,2-7 ,0:30/", []string{"A 1-30, |, B 2-7"}, []int64{30000}},
		{"an end glued to an open code", "Timed; A,22:19-,22:45;/", []string{"A 1339-1365"}, []int64{1365000}},
		{"a stream with an end of its own", "Timed; A,1- ,4 & B,2- ,9/", []string{"A 1-4, |, B 2-9"}, []int64{9000}},
		{"hours and decimals", "Timed; A,1:02:03.25-1:02:04 B,3800.0005-3800.0015/", []string{"A 3723.25-3724, B 3800-3800.002"}, []int64{3800002}},
		{"halves go to the even millisecond unless digits follow", "Timed; A,0.0005-0.0015 B,0.0025-0.00250000001/", []string{"A 0-0.002, B 0.002-0.003"}, []int64{3}},
		{"the largest time need not be the last", "Timed; A,1-9 & B,2-3/", []string{"A 1-9, |, B 2-3"}, []int64{9000}},
		{"blanks around the comma", "Timed; A , 1-2 , 5/", []string{"A 1-2"}, []int64{5000}},
		{"state", "State; ,0:30 A,0:30 B,0:36 B,0:39 & X,0:31 ,1:00/", []string{"A 30-36, B 36-39, B 39-60, |, X 31-60"}, []int64{60000}},
		{"times that do not rise", "Timed; A,5- B,3- C,4-6 ,9/", []string{"A 5-9, B 3-4, C 4-6"}, []int64{9000}},
		{"two at once", "State; A,5 B,5 ,9/", []string{"A 5-5, B 5-9"}, []int64{9000}},
		{"milliseconds", "Timed <milliseconds>; A,100-250 B,0:01/", []string{"A 0.1-0.25, B 1!"}, []int64{1000}},
		{"words in a remark over lines", "! Event; A/\n! Event ; A %b\n B% c % D ! / E\n! F/", []string{"A 0, B 1, D 2, F 3"}, []int64{4}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := read(t, c.text)
			var got []string
			var ends []int64
			for _, u := range f.Units {
				for _, s := range u.Sequences {
					got, ends = append(got, said(f, s)), append(ends, s.End)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("sequences (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.ends, ends); diff != "" {
				t.Errorf("ends (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHeads(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       Head
	}{
		{"groups and factors", "EVENT ($My wife = A B) (C) D * Age (Young Adult) Type (Clinic Control);", Head{
			Type:    Event,
			Codes:   []Code{{Name: "A", Group: "My wife", Set: 1}, {Name: "B", Group: "My wife", Set: 1}, {Name: "C", Set: 2}, {Name: "D"}},
			Factors: []Factor{{Name: "Age", Levels: []Level{{Name: "Young"}, {Name: "Adult"}}}, {Name: "Type", Levels: []Level{{Name: "Clinic"}, {Name: "Control"}}}},
		}},
		{"long names", "timed <seconds> ($M = Passive = mp %r\n Active=ma) looks = l* Skill = 1 (Low = 1 High=2);", Head{
			Type: Timed, Unit: "seconds",
			Codes:   []Code{{Name: "mp", Long: "Passive", Group: "M", Set: 1}, {Name: "ma", Long: "Active", Group: "M", Set: 1}, {Name: "l", Long: "looks"}},
			Factors: []Factor{{Name: "Skill", Short: "1", Levels: []Level{{Name: "Low", Short: "1"}, {Name: "High", Short: "2"}}}},
		}},
		{"the length of an interval", "Interval=10' a = b;", Head{Type: Interval, IntervalLength: "10'", Codes: []Code{{Name: "b", Long: "a"}}}},
		{"nothing but the type", "State;", Head{Type: State}},
		{"written by Samspil", "% " + groupsMark + " %\nEvent ($child = A);", Head{Type: Event, Codes: []Code{{Name: "A", Group: "child", Set: 1}}, GroupsAreSubjects: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, read(t, c.text).Head, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestConditions(t *testing.T) {
	const head = "Event * Age = a (Young = 1 Adult = 2) Type (Clinic Control = 1); "
	for _, c := range []struct {
		name, text string
		want       [][]string
	}{
		{"commas, blanks and names", "A (Young, Clinic)/ A (Young Control)/ A (Age=Adult Type = Clinic)/", [][]string{{"Young", "Clinic"}, {"Young", "Control"}, {"Adult", "Clinic"}}},
		{"short names", "A (2, Clinic)/ A (a=1)/", [][]string{{"Adult", "Clinic"}, {"Young"}}},
		{"a short name of another factor", "A (Type=1)/", [][]string{{"Control"}}},
		{"those of the next", "A/ B/ C (Young)/ D (Adult)/ E/", [][]string{{"Young"}, {"Young"}, {"Young"}, {"Adult"}, nil}},
		{"after the last semicolon", "A; (Young)/", [][]string{{"Young"}}},
		{"unknown ones are kept", "A (Old)/", [][]string{{"Old"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got [][]string
			for _, u := range read(t, head+c.text).Units {
				got = append(got, u.Conditions)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestNotes(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"undeclared_code", "Event (A); A\nB B/", "line 2"},
		{"undeclared_level", "Event * F (X);A (Y)/", "line 1"},
		{"unit_not_ended", "Event; A\n", "line 2"},
		{"latin1", "Event; \xe6/", "line 1"},
		{"mixed_encoding", "Event; æ \xe6/", "line 1"},
		{"unknown_unit", "Timed <frames>; A,1/", "line 1"},
		{"second_label", "Event; <a> A <b> B/", "line 1"},
		{"second_conditions", "Event; A (a) (b)/", "line 1"},
		{"no_length", "Timed; A,1-1/", "line 1"},
		{"out_of_order", "Timed; A,5-\nB,3-4 ,9/", "line 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			notes := read(t, c.text).Notes
			if len(notes) != 1 || notes[0].Name != c.name || notes[0].Where != c.want || notes[0].Text == "" {
				t.Errorf("got %+v", notes)
			}
		})
	}
}

func TestEncodings(t *testing.T) {
	for _, c := range []struct{ name, text, code, encoding string }{
		{"UTF-8", "Event; FØL/", "FØL", "UTF-8"},
		{"UTF-8 with its mark", "\ufeffEvent; FØL/", "FØL", "UTF-8"},
		{"Latin-1", "Event; F\xd8L/", "FØL", "Latin-1"},
		{"carriage returns", "Event;\r\nA % r\r\n/", "A", "UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := read(t, c.text)
			if got := f.Units[0].Sequences[0].Events[0].Code; got != c.code || f.Encoding != c.encoding {
				t.Errorf("got %q in %s", got, f.Encoding)
			}
		})
	}
}

// endless repeats a text for ever.
type endless struct{ head, text string }

func (e *endless) Read(p []byte) (int, error) {
	if e.head == "" {
		e.head = e.text
	}
	n := copy(p, e.head)
	e.head = e.head[n:]
	return n, nil
}

// Files that are broken, or made to hurt, end in a fault that says where and what
// to do.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name, key string
		line      any
		file      io.Reader
	}{
		{"nothing", "sdis.empty", nil, strings.NewReader("")},
		{"remarks alone", "sdis.empty", nil, strings.NewReader("% a\n!b!")},
		{"another program's file", "sdis.type", 1, strings.NewReader(`{"a": 1}`)},
		{"a head without end", "sdis.head", 2, strings.NewReader("Event\n(A B)")},
		{"a group without end", "sdis.ends", 1, strings.NewReader("Event (A B")},
		{"a group in a group", "sdis.unexpected", 1, strings.NewReader("Event ((A));")},
		{"levels without a factor", "sdis.unexpected", 1, strings.NewReader("Event * (A);")},
		{"UTF-16", "sdis.encoding", 1, strings.NewReader("\xff\xfeE\x00v\x00")},
		{"bytes of zero", "sdis.encoding", 2, strings.NewReader("Event;\nA\x00B/")},
		{"a code without a time", "sdis.no-time", 2, strings.NewReader("Timed;\nA B,3/")},
		{"a last code without a time", "sdis.no-time", 1, strings.NewReader("Timed; A/")},
		{"a comma at the end", "sdis.unexpected", 1, strings.NewReader("Timed; A,1 ,/")},
		{"times in event data", "sdis.unexpected", 1, strings.NewReader("Event; A,1/")},
		{"streams in interval data", "sdis.unexpected", 1, strings.NewReader("Interval; A&B/")},
		{"a time of letters", "sdis.time", 3, strings.NewReader("Timed;\n\nA,1:xx/")},
		{"a time of four parts", "sdis.time", 1, strings.NewReader("Timed; A,1:2:3:4/")},
		{"a time without digits", "sdis.time", 1, strings.NewReader("Timed; A,-4/")},
		{"a time beyond all clocks", "sdis.time", 1, strings.NewReader("Timed; A,99999999999999999999/")},
		{"hours beyond all clocks", "sdis.time", 1, strings.NewReader("Timed; A,2147483647:00:00/")},
		{"an end before its beginning", "sdis.backwards", 1, strings.NewReader("Timed; A,5-3/")},
		{"a label without end", "sdis.label", 1, strings.NewReader("Event; <a\nA/")},
		{"conditions without end", "sdis.conditions", 1, strings.NewReader("Event; A (b/")},
		{"a stray sign", "sdis.unexpected", 1, strings.NewReader("Event; A ) B/")},
		{"a repeat of none", "sdis.repeat", 1, strings.NewReader("Interval; A*0/")},
		{"a repeat of a repeat", "sdis.repeat", 1, strings.NewReader("Interval; A*2*3/")},
		{"a code after a repeat", "sdis.unexpected", 1, strings.NewReader("Interval; A*2 B/")},
		{"a billion events declared", "sdis.repeat", 1, strings.NewReader("Interval; A*1000000000/")},
		{"millions of repeats", "sdis.repeated", nil, &endless{"Interval; ", "A*400000,"}},
		{"empty intervals without end", "sdis.repeated", nil, &endless{"Interval; ", "*1000000,"}},
		{"a word without end", "sdis.long", 1, &endless{"Event; ", "x"}},
		{"a label of ever more", "sdis.label", 1, &endless{"Event; <", "x"}},
		{"a remark without end", "sdis.remark", 1, &endless{"Event; !", "x"}},
		{"a remark on one line without end", "sdis.remark", 1, &endless{"Event; %", "x"}},
		{"blanks without end", "sdis.blank", nil, &endless{"Event; ", " \n"}},
		{"codes without end", "sdis.codes", nil, &counter{}},
		{"a moment without end", "sdis.together", 1, &endless{"Multievent; ", "A "}},
		{"an interval without end", "sdis.together", 1, &endless{"Interval; ", "A "}},
		{"streams without end", "sdis.streams", 1, &endless{"Timed; A,1 ", "&"}},
		{"states that wait without end", "sdis.order", 1, &falling{}},
		{"a head of ever more", "sdis.head", nil, &endless{"Event ", "* F (A) "}},
		{"events without end", "sdis.events", nil, &endless{"Event; ", "A B "}},
		{"a file without end", "sdis.size", nil, &endless{"Event; A/", strings.Repeat(" ", 1000) + ";"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read(c.file)
			e, ok := fault.As(err)
			if !ok || e.Key != c.key || e.Kind != fault.Invalid {
				t.Fatalf("got %v, want %s", err, c.key)
			}
			if c.line != nil && e.Args["line"] != c.line {
				t.Errorf("line %v, want %v", e.Args["line"], c.line)
			}
		})
	}
}

// counter writes codes that are all different.
type counter struct {
	n    int
	rest string
}

func (c *counter) Read(p []byte) (int, error) {
	if c.n == 0 {
		c.rest = "Event; "
	}
	for len(c.rest) < len(p) {
		c.n++
		c.rest += fmt.Sprintf("c%d ", c.n)
	}
	n := copy(p, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

// falling writes open states whose times fall.
type falling struct{ counter }

func (f *falling) Read(p []byte) (int, error) {
	if f.n == 0 {
		f.rest = "Timed; "
	}
	for len(f.rest) < len(p) {
		f.n++
		f.rest += fmt.Sprintf("A,%d- ", 1_000_000-f.n)
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}

// A reader that fails, and a visitor that has had enough, are passed on.
func TestOthersErrors(t *testing.T) {
	broken := errors.New("broken")
	if _, err := Read(io.MultiReader(strings.NewReader("Event; A "), failing{broken})); !errors.Is(err, broken) {
		t.Errorf("reader: %v", err)
	}
	enough := errors.New("enough")
	calls := map[string]Visitor{
		"head":     {Head: func(Head) error { return enough }},
		"event":    {Event: func(Place, Happening) error { return enough }},
		"sequence": {Sequence: func(Place, int64, int64) error { return enough }},
		"unit":     {Unit: func(Place, string, []string) error { return enough }},
	}
	for name, v := range calls {
		for _, text := range []string{"Event; A/", "Timed; A,1-/", "Interval; A/", "Multievent; A/"} {
			if err := Stream(strings.NewReader(text), v); !errors.Is(err, enough) {
				t.Errorf("%s of %s: %v", name, text, err)
			}
		}
	}
	if err := Stream(strings.NewReader("Event (B); A"), Visitor{}); err != nil {
		t.Error(err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestSet(t *testing.T) {
	f := read(t, "Timed ($Mother = M) * Skill (Low High);\n< Dyad  1>,1 M,1-4 X,6 & Y,2-2 ,9; M,1-2 (High)/ M,3-5/ <Dyad 1>; A,1; A,2/")
	got := f.Set()
	event := func(code string, on, off int64) recording.Event {
		e := recording.Event{Code: code, Kind: recording.State, Onset: on, Offset: off}
		if on == off {
			e.Kind = recording.Point
		}
		return e
	}
	high := map[string]string{"Skill": "High"}
	want := []recording.Recording{
		{ID: "Dyad 1 #1", Groups: high, Segments: []recording.Span{{From: 1000, To: 9000}}, Events: []recording.Event{event("M", 1000, 4000), event("Y", 2000, 2000), event("X", 6000, 6000)}},
		{ID: "Dyad 1 #2", Groups: high, Segments: []recording.Span{{From: 0, To: 2000}}, Events: []recording.Event{event("M", 1000, 2000)}},
		{ID: "unit 2", Segments: []recording.Span{{From: 0, To: 5000}}, Events: []recording.Event{event("M", 3000, 5000)}},
		{ID: "Dyad 1 #1 (2)", Segments: []recording.Span{{From: 0, To: 1000}}, Events: []recording.Event{event("A", 1000, 1000)}},
		{ID: "Dyad 1 #2 (2)", Segments: []recording.Span{{From: 0, To: 2000}}, Events: []recording.Event{event("A", 2000, 2000)}},
	}
	for i := range want {
		want[i].Type, want[i].Clock = "Timed", recording.Milliseconds
	}
	if diff := cmp.Diff(want, got.Recordings); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]recording.Code{{Name: "M", Kind: recording.State, Category: "Mother"}}, got.Codes); diff != "" {
		t.Error(diff)
	}
	if len(got.Subjects) > 0 {
		t.Errorf("subjects %v: groups of other programs are not subjects", got.Subjects)
	}
}

func TestNoSegmentWithoutLength(t *testing.T) {
	if got := read(t, "Timed; ,5 A,5/").Set().Recordings[0].Segments; len(got) > 0 {
		t.Errorf("got %v", got)
	}
}

func TestSetOfOrder(t *testing.T) {
	for _, c := range []struct {
		text string
		want recording.Recording
	}{
		{"Interval; ,A*2,/", recording.Recording{ID: "unit 1", Type: "Interval", Clock: recording.Order, Segments: []recording.Span{{From: 0, To: 4}}, Events: []recording.Event{
			{Code: "A", Kind: recording.Point, Onset: 1, Offset: 1}, {Code: "A", Kind: recording.Point, Onset: 2, Offset: 2}}}},
		{"Event; A/", recording.Recording{ID: "unit 1", Type: "Event", Clock: recording.Order, Segments: []recording.Span{{From: 0, To: 1}}, Events: []recording.Event{{Code: "A", Kind: recording.Point}}}},
	} {
		if diff := cmp.Diff([]recording.Recording{c.want}, read(t, c.text).Set().Recordings); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.text, diff)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, text := range []string{"Timed ($M = A = a B) * S = 1 (x = 1);<u>,1 a,2-3 b,4- & c,0:05 ,9 (x)/", "Interval =10'; a*3,,b c*2/", "State; A,1 B,2 ,3/", "Multievent; a b. c/", "Event %r%; !x! A B; C (y)/"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := Read(bytes.NewReader(text))
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		for _, r := range file.Set().Recordings {
			for _, e := range r.Events {
				if e.Code == "" || e.Offset < e.Onset || (e.Kind == recording.Point) != (e.Onset == e.Offset) {
					t.Fatalf("%+v", e)
				}
			}
		}
		var out bytes.Buffer
		if err := Write(&out, file); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(&out); err != nil {
			t.Fatalf("written and not read: %v\n%s", err, out.Bytes())
		}
	})
}
