package format

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"samspil/internal/elsewhere"
	"samspil/internal/fault"
	"samspil/internal/recording"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func section(text []byte) *io.SectionReader {
	return io.NewSectionReader(bytes.NewReader(text), 0, int64(len(text)))
}

func archive(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range map[string]string{"project": "name: x\n", "db": "#4\nchild (NOMINAL,true,)\n00:00:01:000,00:00:02:000,look\n"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestOf(t *testing.T) {
	for _, c := range []struct {
		name, file, text string
		want             Kind
	}{
		{"a project", "x", `{"time_format": "s"}`, BORIS},
		{"a project by another name", "x.csv", "\ufeff \n{}", BORIS},
		{"packed", "x.boris", "\x1f\x8b\x08", BORISPacked},
		{"an archive", "x", "PK\x03\x04", Datavyu},
		{"markup", "x", "\n<?xml version='1.0'?>", ELAN},
		{"a table", "x", "recording,subject,code,kind\n", Table},
		{"a table from a Danish spreadsheet", "x", "\"recording\";\"subject\";\"code\"\r\n", Table},
		{"event data", "x", "Event (a b);", SDIS},
		{"data after remarks", "x", "! Lines,\n recording code !\n% more %\n  TIMED <seconds>", SDIS},
		{"a remark to the end of its line", "x", "% one\nState", SDIS},
		{"by its name", "x.sds", "nothing like it", SDIS},
		{"an empty file by its name", "x.eaf", "", ELAN},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Of(c.file, section([]byte(c.text)))
			if err != nil || got != c.want {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	for _, text := range []string{"", "hello", "!", "% ", "Eventually"} {
		if got, err := Of("x.txt", section([]byte(text))); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q is %q, %v", text, got, err)
		}
	}
}

// every kind that is written is read again with the same events.
func TestThereAndBack(t *testing.T) {
	set := recording.Set{
		Subjects: []string{"child", "parent"},
		Codes:    []recording.Code{{Name: "BINI", Kind: recording.Point}, {Name: "DFAL", Kind: recording.State}},
		Recordings: []recording.Recording{{
			ID: "1", Type: "LIVE", Clock: recording.Milliseconds, Segments: []recording.Span{{From: 0, To: 60_000}},
			Events: []recording.Event{
				{Subject: "child", Code: "BINI", Kind: recording.Point, Onset: 1500, Offset: 1500},
				{Subject: "parent", Code: "DFAL", Kind: recording.State, Onset: 2000, Offset: 7250},
				{Subject: "child", Code: "BINI", Kind: recording.Point, Onset: 59_000, Offset: 59_000},
			},
		}},
	}
	for _, kind := range []Kind{BORIS, BORISPacked, SDIS, ELAN, Table} {
		t.Run(string(kind), func(t *testing.T) {
			var b bytes.Buffer
			if _, err := (File{Set: set}).Write(&b, kind, Options{}); err != nil {
				t.Fatal(err)
			}
			read, err := Read("there-and-back", section(b.Bytes()))
			if err != nil || read.Kind != kind {
				t.Fatalf("%s: %v", read.Kind, err)
			}
			if d := cmp.Diff(set.Recordings[0].Events, read.Set.Recordings[0].Events); d != "" {
				t.Error(d)
			}
			// And as a stream.
			s := collected(t, b.Bytes())
			if d := cmp.Diff(read.Set.Recordings[0].Events, s[0].Events); d != "" || s[0].ID != read.Set.Recordings[0].ID {
				t.Errorf("streamed, %s: %s", s[0].ID, d)
			}
			// What was read goes out again whole.
			var again bytes.Buffer
			if _, err := read.Write(&again, kind, Options{}); err != nil {
				t.Fatal(err)
			}
			if kind != BORISPacked && again.String() != b.String() {
				t.Errorf("not the same again:\n%s\n%s", b.String(), again.String())
			}
		})
	}
}

// collected puts a stream together again.
func collected(t *testing.T, text []byte) []recording.Recording {
	t.Helper()
	var all []recording.Recording
	named := 0
	_, err := Stream("x", section(text), Visitor{
		Begin: func(c recording.Clock, s []recording.Span) error {
			all = append(all, recording.Recording{Clock: c, Segments: s})
			return nil
		},
		Event: func(e recording.Event) error {
			last := &all[len(all)-1]
			last.Events = append(last.Events, e)
			return nil
		},
		End: func(m []recording.Mark) error { all[len(all)-1].Unpaired = m; return nil },
		Named: func(r recording.Recording) error {
			if len(r.Events) > 0 {
				t.Error("a name with events")
			}
			all[named].ID, all[named].Groups = r.ID, r.Groups
			named++
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if named != len(all) {
		t.Errorf("%d of %d named", named, len(all))
	}
	return all
}

// What a stream tells of a file is what a whole reading does: of files written for
// the purpose, and of other programs' where they are there.
func TestStreamsTellTheSame(t *testing.T) {
	for name, text := range imports(t) {
		t.Run(name, func(t *testing.T) { sameStreamed(t, name, text) })
	}
	files := []string{"boris/test.boris", "gseq/couples.sds", "gseq/mominf.sds", "gseq/GSEQ_multievent.sds", "gseq/GSEQ_estado_Teresa.sds", "datavyu/IO/simple3.opf"}
	for _, name := range files {
		t.Run(name, func(t *testing.T) { sameStreamed(t, name, elsewhere.File(t, "fixtures/"+name)) })
	}
}

// imports are the texts of the vectors for reading files, and two of our own.
func imports(t *testing.T) map[string][]byte {
	t.Helper()
	text, err := os.ReadFile("../verify/testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Vectors []struct {
			ID, Kind string
			Input    json.RawMessage
		}
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	own, err := os.ReadFile("../research/testdata/own.boris")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{"own.boris": own, "own.opf": archive(t)}
	for _, v := range file.Vectors {
		var input struct{ Format, Text string }
		if v.Kind != "import" || json.Unmarshal(v.Input, &input) != nil || input.Format == "opf" {
			continue // Datavyu's cells are read from an archive
		}
		out[v.ID+"."+input.Format] = []byte(input.Text)
	}
	if len(out) < 10 {
		t.Fatalf("only %d texts", len(out))
	}
	return out
}

func sameStreamed(t *testing.T, name string, text []byte) {
	t.Helper()
	whole, err := Read(name, section(text))
	if err != nil {
		t.Fatal(err)
	}
	streamed := collected(t, text)
	if len(streamed) < len(whole.Set.Recordings) {
		t.Fatalf("%d recordings streamed of %d", len(streamed), len(whole.Set.Recordings))
	}
	for i, r := range whole.Set.Recordings {
		s := streamed[i]
		for _, events := range [][]recording.Event{r.Events, s.Events} {
			for j := range events {
				events[j].Comment = "" // long files are streamed without
			}
		}
		if d := cmp.Diff(r.Events, s.Events, cmpopts.EquateEmpty()); d != "" || len(r.Events) > 0 && r.ID != s.ID {
			t.Errorf("%s, streamed %s: %s", r.ID, s.ID, d)
		}
	}
}

func TestOnlyOneIsWritten(t *testing.T) {
	text := `{"behaviors_conf":{"0":{"type":"Point event","code":"a"}},"observations":{"o1":{"type":"LIVE","events":[[1,"","a","",""]]},"o2":{"type":"LIVE","events":[]}}}`
	read, err := Read("x.boris", section([]byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := read.Write(&b, BORIS, Options{Observation: "o1"}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "o2") || !strings.Contains(b.String(), "o1") {
		t.Error(b.String())
	}
}

func TestWriteRefuses(t *testing.T) {
	two := recording.Set{Recordings: []recording.Recording{{ID: "a"}, {ID: "b"}}}
	for _, c := range []struct {
		name string
		set  recording.Set
		kind Kind
		o    Options
		key  string
	}{
		{"Datavyu", two, Datavyu, Options{}, "format.readonly"},
		{"several to ELAN", two, ELAN, Options{}, "format.several"},
		{"one that is not there", two, Table, Options{Observation: "c"}, "format.observation"},
		{"nothing", recording.Set{}, BORIS, Options{}, "format.nothing"},
	} {
		var b bytes.Buffer
		_, err := File{Set: c.set}.Write(&b, c.kind, c.o)
		if e, ok := fault.As(err); !ok || e.Key != c.key || b.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", c.name, err, b.Len())
		}
	}
}

func TestAStreamStopsWhereItIsTold(t *testing.T) {
	enough := errors.New("enough")
	for name, text := range map[string]string{
		"sds":   "Event (a b); a b a b; b a/",
		"csv":   "recording,subject,code,kind,modifiers,start_s,stop_s,duration_s,comment\n1,,a,point,,1,1,,\n1,,a,point,,2,2,,\n",
		"boris": `{"behaviors_conf":{"0":{"type":"Point event","code":"a"}},"observations":{"o":{"type":"LIVE","events":[[1,"","a","",""],[2,"","a","",""]]}}}`,
		"opf":   string(archive(t)),
	} {
		seen := 0
		nothing := func(recording.Recording) error { return nil }
		_, err := Stream("x."+name, section([]byte(text)), Visitor{
			Begin: func(recording.Clock, []recording.Span) error { return nil },
			Event: func(recording.Event) error { seen++; return enough },
			End:   func([]recording.Mark) error { return nil }, Named: nothing,
		})
		if !errors.Is(err, enough) || seen != 1 {
			t.Errorf("%s: %v after %d events", name, err, seen)
		}
	}
}

func TestIDsAreCut(t *testing.T) {
	var set recording.Set
	for range 30 {
		set.Recordings = append(set.Recordings, recording.Recording{ID: "x"})
	}
	if got := IDs(set); strings.Count(got, "x") != mostNamed || !strings.HasSuffix(got, "…") {
		t.Error(got)
	}
}

// No file of any kind breaks the reader, and what it reads it can also write.
func FuzzRead(f *testing.F) {
	f.Add("x.sds", []byte("Timed (a b); a,1-2 & b,3; <x>/"))
	f.Add("x.boris", []byte(`{"observations":{"o":{"type":"LIVE","events":[[1,"","a","",""]]}}}`))
	f.Add("x.csv", []byte("recording,subject,code,kind,modifiers,start_s,stop_s,duration_s,comment\n1,,a,state,,1,2,1,\n"))
	f.Add("x.eaf", []byte(`<ANNOTATION_DOCUMENT AUTHOR="" DATE="" FORMAT="3.0" VERSION="3.0"/>`))
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		read, err := Read(name, section(text))
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Errorf("no fault: %v", err)
			}
			return
		}
		for _, kind := range []Kind{BORIS, SDIS, ELAN, Table} {
			if _, err := read.Write(io.Discard, kind, Options{}); err != nil {
				if _, ok := fault.As(err); !ok {
					t.Errorf("%s: no fault: %v", kind, err)
				}
			}
		}
	})
}
