package spreadsheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/recording"
)

const head = "recording,subject,code,kind,modifiers,start_s,stop_s,duration_s,comment\r\n"

func set(events ...recording.Event) recording.Set {
	return recording.Set{Recordings: []recording.Recording{{ID: "o1", Events: events}}}
}

func TestWrite(t *testing.T) {
	s := set(
		recording.Event{Subject: "child", Code: "B-INI", Kind: recording.Point, Onset: 1500, Offset: 1500, Comment: "said something"},
		recording.Event{Code: "D-FÆL", Kind: recording.State, Onset: -250, Offset: 61_005, Modifiers: "a|b,c"},
	)
	s.Recordings[0].Unpaired = []recording.Mark{{Subject: "child", Code: "B-GLÆ", At: 7}}
	var out bytes.Buffer
	notes, err := Write(&out, s)
	if err != nil {
		t.Fatal(err)
	}
	want := head +
		"o1,child,B-INI,point,,1.500,1.500,0.000,\r\n" +
		"o1,,D-FÆL,state,\"a|b,c\",-0.250,61.005,61.255,\r\n" +
		"o1,child,B-GLÆ,state,,0.007,,,\r\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
	if len(notes) != 1 || notes[0].Name != "no_comments" {
		t.Errorf("notes %v", notes)
	}
	out.Reset()
	w := NewWriter(&out)
	w.Comments = true
	w.Recording(s.Recordings[0])
	if err := w.Close(); err != nil || !strings.Contains(out.String(), "0.000,said something\r\n") {
		t.Errorf("with comments: %v %s", err, out.String())
	}
}

func TestWhatATableHasNoPlaceForIsSaid(t *testing.T) {
	rich := recording.Recording{
		ID: "o", Type: "LIVE", Clock: recording.Order, Segments: []recording.Span{{From: 0, To: 9}}, Groups: map[string]string{"a": "b"},
		Events: []recording.Event{{Code: "p", Kind: recording.Point, Onset: 3, Offset: 3}},
	}
	var out bytes.Buffer
	notes, err := Write(&out, recording.Set{Recordings: []recording.Recording{rich, rich, {ID: "empty"}}})
	var names []string
	for _, n := range notes {
		names = append(names, n.Name)
	}
	if diff := cmp.Diff([]string{"no_pauses", "no_groups", "no_description", "no_clock", "empty_recording"}, names); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if !strings.Contains(out.String(), "o,,p,point,,3,3,0,") {
		t.Error(out.String())
	}
}

// What a spreadsheet would run as a formula gets an apostrophe, also where another
// separator would begin a cell.
func TestFormulas(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1":                 `"'=1+1"`,
		"+1":                   `"'+1"`,
		"-1":                   `"'-1"`,
		"@SUM(A1)":             `"'@SUM(A1)"`,
		"\t=1":                 "\"'\t'=1\"",
		"＝1":                   `"'＝1"`,
		"a;=cmd|' /C calc'!A0": `"a;'=cmd|' /C calc'!A0"`,
		"a\n=1":                "\"a\n'=1\"",
		"'=1":                  `"''=1"`,
		"it's":                 `"it's"`,
		"B-INI":                "B-INI",
		"for æble":             "for æble",
		`say "yes"`:            `"say ""yes"""`,
		"=HYPERLINK(\"http\")": `"'=HYPERLINK(""http"")"`,
	} {
		if got := string(appendCell(nil, text)); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
		if got := readCell(t, string(appendCell(nil, text))); got != text {
			t.Errorf("%q comes back as %q", text, got)
		}
	}
}

func readCell(t testing.TB, cell string) string {
	t.Helper()
	f, err := Read(strings.NewReader(head + "o,," + "x,,,1,,," + cell + "\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	return f.Set().Recordings[0].Events[0].Comment
}

func TestRead(t *testing.T) {
	p := func(code string, at int64) recording.Event {
		return recording.Event{Code: code, Kind: recording.Point, Onset: at, Offset: at}
	}
	for name, c := range map[string]struct {
		text string
		want []recording.Event
	}{
		"commas":                    {"code,start_s\na,1.5\nb,2\n", []recording.Event{p("a", 1500), p("b", 2000)}},
		"semicolons, comma numbers": {"code;start_s;stop_s\r\na;1,5;\r\nb;2,25;3,5\r\n", []recording.Event{p("a", 1500), {Code: "b", Kind: recording.State, Onset: 2250, Offset: 3500}}},
		"tabs":                      {"start_s\tcode\n1.0005\ta", []recording.Event{p("a", 1000)}},
		"a byte order mark":         {"\ufeffcode,start_s\na,1", []recording.Event{p("a", 1000)}},
		"Windows characters":        {"code,start_s\nF-F\xd8L,1\n", []recording.Event{p("F-FØL", 1000)}},
		"order and empty lines":     {"code,start_s\n\nb,2\n\n\na,1\n\n", []recording.Event{p("a", 1000), p("b", 2000)}},
		"names in other letters":    {" CODE ,Start_S,KIND,stop_s\na,1,STATE,2", []recording.Event{{Code: "a", Kind: recording.State, Onset: 1000, Offset: 2000}}},
		"quotes":                    {"code,start_s,comment\n\"a\"\"b\",\"1\",\"x\r\ny\"\n", []recording.Event{{Code: `a"b`, Kind: recording.Point, Onset: 1000, Offset: 1000, Comment: "x\r\ny"}}},
		"short lines":               {"code,start_s,stop_s,comment\na,1", []recording.Event{p("a", 1000)}},
		"exponents and long ones":   {"code,start_s\na,1e3\nb,1234.00051\nc,-2.5", []recording.Event{p("c", -2500), p("a", 1_000_000), p("b", 1_234_001)}},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := Read(strings.NewReader(c.text))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, f.Set().Recordings[0].Events); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSetSaysWhatWasLeft(t *testing.T) {
	f, err := Read(strings.NewReader("recording,code,kind,start_s,stop_s,mood\na,s,state,1,,x\nb,p,,2,,\na,p,,1,,\nb,q,,3,,\nb,q,,4,5,\n"))
	if err != nil {
		t.Fatal(err)
	}
	got := f.Set()
	want := recording.Set{
		Codes: []recording.Code{{Name: "s", Kind: recording.State}, {Name: "p", Kind: recording.Point}, {Name: "q", Kind: recording.State}},
		Recordings: []recording.Recording{
			{ID: "a", Type: "CSV", Clock: recording.Milliseconds, Events: []recording.Event{{Code: "p", Kind: recording.Point, Onset: 1000, Offset: 1000}}, Unpaired: []recording.Mark{{Code: "s", At: 1000}}},
			{ID: "b", Type: "CSV", Clock: recording.Milliseconds, Events: []recording.Event{
				{Code: "p", Kind: recording.Point, Onset: 2000, Offset: 2000}, {Code: "q", Kind: recording.Point, Onset: 3000, Offset: 3000},
				{Code: "q", Kind: recording.State, Onset: 4000, Offset: 5000},
			}},
		},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(recording.Set{}, "Notes")); diff != "" {
		t.Error(diff)
	}
	if len(got.Notes) != 2 || got.Notes[0].Name != "unpaired_state" || got.Notes[1].Name != "unknown_column" {
		t.Errorf("notes %v", got.Notes)
	}
}

// repeated is a table that goes on and on without lying anywhere.
type repeated struct {
	head, part string
	n, at      int64
}

func (r *repeated) Read(b []byte) (int, error) {
	n := 0
	for n < len(b) {
		k := 0
		switch at := r.at - int64(len(r.head)); {
		case at < 0:
			k = copy(b[n:], r.head[r.at:])
		case at < r.n:
			k = copy(b[n:], r.part[at%int64(len(r.part)):])
		default:
			return n, io.EOF
		}
		n, r.at = n+k, r.at+int64(k)
	}
	return n, nil
}

const gigabyte = 1 << 30

func TestFaults(t *testing.T) {
	const start = "recording,code,kind,start_s,stop_s,comment\n"
	for name, c := range map[string]struct {
		file io.Reader
		want string
		line int
	}{
		"nothing":               {strings.NewReader(""), "spreadsheet.columns", 0},
		"another table":         {strings.NewReader("a,b,c\n1,2,3"), "spreadsheet.columns", 0},
		"UTF-16":                {strings.NewReader("\xff\xfec\x00"), "spreadsheet.encoding", 0},
		"an open quote":         {strings.NewReader(start + "a,\"b,point,1,,\n"), "spreadsheet.quote", 2},
		"something behind":      {strings.NewReader(start + "a,p,,1,,\na,\"b\"c,point,1,,\n"), "spreadsheet.quote", 3},
		"no code":               {strings.NewReader(start + "a,,point,1,,\n"), "spreadsheet.code", 2},
		"no time":               {strings.NewReader(start + "a,p,point,,,\n"), "spreadsheet.time", 2},
		"a time in words":       {strings.NewReader(start + "a,p,point,soon,,\n"), "spreadsheet.time", 2},
		"no number":             {strings.NewReader(start + "a,p,point,NaN,,\n"), "spreadsheet.time", 2},
		"too far":               {strings.NewReader(start + "a,p,point,1e300,,\n"), "spreadsheet.time", 2},
		"a stop before":         {strings.NewReader(start + "a,s,state,2,1,\n"), "spreadsheet.time", 2},
		"a point that lasts":    {strings.NewReader(start + "a,p,point,2,3,\n"), "spreadsheet.kind", 2},
		"a kind nobody knows":   {strings.NewReader(start + "a,p,burst,2,3,\n"), "spreadsheet.kind", 2},
		"many columns":          {strings.NewReader(start + strings.Repeat(",", 100)), "spreadsheet.cells", 2},
		"many columns in front": {strings.NewReader(strings.Repeat("code,start_s,", 50) + "x\n"), "spreadsheet.columns", 0},
		"a line of 2 GB":        {&repeated{head: start + "a,", part: "x", n: 2 * gigabyte}, "spreadsheet.line", 0},
		"a quote of 2 GB":       {&repeated{head: start + "a,\"", part: "x\n", n: 2 * gigabyte}, "spreadsheet.line", 0},
		"a first line of 2 GB":  {&repeated{part: "x,", n: 2 * gigabyte}, "spreadsheet.line", 0},
		"a billion lines":       {&repeated{head: start, part: "a,p,point,1,,\n", n: 20 * gigabyte}, "spreadsheet.rows", 0},
		"a billion comments":    {&repeated{head: start, part: "a,p,point,1,,c\n", n: 20 * gigabyte}, "spreadsheet.names", 0},
		"a billion empty lines": {&repeated{head: start, part: strings.Repeat("\n", 4096), n: 20 * gigabyte}, "spreadsheet.too-large", 0},
		"a billion cells":       {&repeated{head: start, part: ",", n: 20 * gigabyte}, "spreadsheet.cells", 0},
		"quotes within quotes":  {&repeated{head: start + "\"", part: "\"\"", n: 20 * gigabyte}, "spreadsheet.line", 0},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			_, err := Read(c.file)
			runtime.ReadMemStats(&after)
			if took := after.TotalAlloc - before.TotalAlloc; took > 100<<20 {
				t.Errorf("took %d MB in all", took>>20)
			}
			f, ok := fault.As(err)
			if !ok || f.Key != c.want || f.Kind != fault.Invalid {
				t.Fatalf("got %v, want %s", err, c.want)
			}
			if c.line > 0 && f.Args["line"] != c.line {
				t.Errorf("line %v, want %d", f.Args["line"], c.line)
			}
			for _, l := range lang.All {
				if text := lang.T(l, f.Key, f.Args); strings.ContainsAny(text, "{}‹") {
					t.Errorf("unfinished text: %s", text)
				}
			}
		})
	}
}

func streamed(t testing.TB, r io.Reader) ([]recording.Recording, error) {
	t.Helper()
	var out []recording.Recording
	err := Stream(r, func(f *Flow) error {
		var events []recording.Event
		for e := range f.Events {
			events = append(events, e)
		}
		f.Recording.Events = events
		out = append(out, f.Recording)
		return nil
	})
	return out, err
}

func TestStream(t *testing.T) {
	got, err := streamed(t, strings.NewReader("recording,code,kind,start_s,stop_s\na,p,point,1,1\na,s,state,1,2\na,s,state,3,\nb,p,point,0,0\n"))
	want := []recording.Recording{
		{ID: "a", Type: "CSV", Clock: recording.Milliseconds, Events: []recording.Event{
			{Code: "p", Kind: recording.Point, Onset: 1000, Offset: 1000}, {Code: "s", Kind: recording.State, Onset: 1000, Offset: 2000},
		}, Unpaired: []recording.Mark{{Code: "s", At: 3000}}},
		{ID: "b", Type: "CSV", Clock: recording.Milliseconds, Events: []recording.Event{{Code: "p", Kind: recording.Point}}},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	for text, key := range map[string]string{
		"code,start_s\na,2\na,1\n":                          "spreadsheet.order",
		"recording,code,start_s\nx,a,1\ny,a,1\nx,a,2\n":     "spreadsheet.apart",
		"recording,code,start_s\nx,a,1\nx,\"a,1\n":          "spreadsheet.quote",
		"recording,code,start_s\nx,a,1\nx,b,2\nx,,3\n":      "spreadsheet.code",
		"recording,code,start_s\n,a,1\nx,b,2\n,c,3\n,d,4\n": "spreadsheet.apart",
	} {
		_, err := streamed(t, strings.NewReader(text))
		if f, ok := fault.As(err); !ok || f.Key != key {
			t.Errorf("%q: got %v, want %s", text, err, key)
		}
	}
	stop := errors.New("enough")
	if err := Stream(strings.NewReader("code,start_s\na,1\n"), func(*Flow) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("got %v", err)
	}
	n := 0
	err = Stream(strings.NewReader("recording,code,start_s\na,x,1\na,x,2\nb,x,1\n"), func(f *Flow) error {
		n++
		for range f.Events {
			return nil // the rest of the recording is skipped
		}
		return nil
	})
	if err != nil || n != 2 {
		t.Errorf("%d recordings, %v", n, err)
	}
}

// Whatever is written by the rules is read as it was, by this package and by any
// reader of RFC 4180.
func TestRoundTrip(t *testing.T) {
	text := rapid.StringOfN(rapid.SampledFrom([]rune("ab'=+-@＝;\t\n\r\",é😀 |")), 0, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		var want recording.Set
		for i := range rapid.IntRange(0, 3).Draw(t, "recordings") {
			r := recording.Recording{ID: fmt.Sprint(i) + text.Draw(t, "id"), Type: "CSV", Clock: recording.Milliseconds}
			at := rapid.Int64Range(-10_000, 10_000).Draw(t, "start")
			for range rapid.IntRange(1, 8).Draw(t, "events") {
				at += rapid.Int64Range(0, 100_000).Draw(t, "gap")
				e := recording.Event{
					Subject: text.Draw(t, "subject"), Code: "c" + text.Draw(t, "code"), Modifiers: text.Draw(t, "modifiers"),
					Comment: text.Draw(t, "comment"), Kind: recording.Point, Onset: at, Offset: at,
				}
				if long := rapid.Int64Range(0, 9999).Draw(t, "long"); long > 0 {
					e.Kind, e.Offset = recording.State, at+long
				}
				r.Events = append(r.Events, e)
			}
			want.Recordings = append(want.Recordings, r)
		}
		var out bytes.Buffer
		w := NewWriter(&out)
		w.Comments = true
		for _, r := range want.Recordings {
			w.Recording(r)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		f, err := Read(bytes.NewReader(out.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.Recordings, f.Set().Recordings); diff != "" {
			t.Fatal(diff)
		}
		lines, err := csv.NewReader(&out).ReadAll()
		if err != nil || !slices.Equal(lines[0], columns[:]) {
			t.Fatalf("another reader: %v", err)
		}
		for _, cells := range lines[1:] {
			for i, cell := range cells {
				if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) && i != inStart && i != inStop {
					t.Fatalf("a cell that runs: %q", cell)
				}
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		head + "o,barn,p,point,,1.5,1.5,0,\r\n", "code;start_s\na;1,5\n", "code,start_s\n\"a\"\"\",1\n", "\ufeffcode\tstart_s\nF\xd8\t1",
		"recording,code,kind,start_s,stop_s\na,s,state,1,\na,s,,2,3\n", "code,start_s\n\"a", "code,start_s\na,1e5\nb,,\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := Read(bytes.NewReader(text))
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		want := file.Set()
		var out bytes.Buffer
		w := NewWriter(&out)
		w.Comments = true
		for _, r := range want.Recordings {
			w.Recording(r)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		again, err := Read(&out)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.Recordings, again.Set().Recordings, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(recording.Event{}, "Comment")); diff != "" {
			t.Fatal(diff)
		}
	})
}

func tenMillion() io.Reader {
	var part strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&part, "o1,%s,%s,%s,,%d.%03d,%s,,\r\n", []string{"child", "parent"}[i%2], []string{"B-INI", "D-FÆL"}[i%2], []string{"point", "state"}[i%2], 1000, i, []string{"", "1200.000"}[i%2])
	}
	return &thousands{head: head, part: part.String(), of: 10_000}
}

// thousands moves on to another recording with every part, so that time goes on.
type thousands struct {
	head, part string
	n, of      int
	rest       string
}

func (r *thousands) Read(b []byte) (int, error) {
	if r.rest == "" {
		switch {
		case r.head != "":
			r.rest, r.head = r.head, ""
		case r.n < r.of:
			r.n++
			r.rest = strings.ReplaceAll(r.part, "o1,", fmt.Sprintf("o%d,", r.n))
		default:
			return 0, io.EOF
		}
	}
	n := copy(b, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

func BenchmarkStreamTenMillion(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		err := Stream(tenMillion(), func(f *Flow) error {
			for range f.Events {
				n++
			}
			return nil
		})
		if err != nil || n != 10_000_000 {
			b.Fatal(n, err)
		}
	}
}

func BenchmarkWriteAndRead(b *testing.B) {
	s := recording.Generate(recording.Generated{Recordings: 50, Events: 406, Seed: 7})
	for b.Loop() {
		var out bytes.Buffer
		if _, err := Write(&out, s); err != nil {
			b.Fatal(err)
		}
		f, err := Read(&out)
		if err != nil || len(f.Set().Recordings) != 50 {
			b.Fatal(err)
		}
	}
}
