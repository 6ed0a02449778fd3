package opf

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/elsewhere"
	"samspil/internal/fault"
	"samspil/internal/recording"
)

func readText(t testing.TB, text string) File {
	t.Helper()
	f, err := ReadText(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// A file packed as an archive is the text inside it, and a text of the oldest form
// says the same as its copy in the present one.
func TestFormsSayTheSame(t *testing.T) {
	packed, err := Read(bytes.NewReader(archive(t, "project", "!project", "db", example)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(readText(t, example), packed); diff != "" {
		t.Error(diff)
	}
	old := readText(t, "#2\nlook (NOMINAL)\n00:00:01:000,00:00:03:500,toy\nact (MATRIX)-code|NOMINAL,tone|NOMINAL\n01:00:00:001,01:00:02:000,(F,warm)\n")
	young := readText(t, "#4\nlook (NOMINAL,true,)\n00:00:01:000,00:00:03:500,toy\nact (MATRIX,true,)-code|NOMINAL,tone|NOMINAL\n01:00:00:001,01:00:02:000,(F,warm)\n")
	if old.Version != "2" || young.Version != "4" {
		t.Errorf("versions %q and %q", old.Version, young.Version)
	}
	if diff := cmp.Diff(old.Columns, young.Columns); diff != "" {
		t.Error(diff)
	}
}

// The sample of version 2 holds the same cells as its copy in version 4.
func TestVersionsHoldTheSameCells(t *testing.T) {
	old, err := Read(bytes.NewReader(elsewhere.File(t, "fixtures/datavyu/ui/demo_data_to_csv2.opf")))
	if err != nil {
		t.Fatal(err)
	}
	young := readText(t, string(elsewhere.File(t, "fixtures/datavyu/ui/demo_data_to_csv2.csv")))
	if old.Version != "2" || young.Version != "4" {
		t.Errorf("versions %q and %q", old.Version, young.Version)
	}
	if diff := cmp.Diff(old.Columns, young.Columns); diff != "" {
		t.Error(diff)
	}
}

func TestSameColumnAsTextAndAsArchive(t *testing.T) {
	packed, err := Read(bytes.NewReader(elsewhere.File(t, "fixtures/datavyu/IO/simple2.opf")))
	if err != nil {
		t.Fatal(err)
	}
	plain := readText(t, string(elsewhere.File(t, "fixtures/datavyu/IO/simple1.csv")))
	if diff := cmp.Diff(plain, packed); diff != "" {
		t.Error(diff)
	}
}

func TestValues(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"escapes in a text", "#4\na (TEXT,true,)\n00:00:00:000,00:00:01:000,a\\, b\\\\ \\(c\\) x\\y", []string{`a, b\ (c) x\y`}},
		{"text over two lines", "#4\na (TEXT,true,)\n00:00:00:000,00:00:01:000,one\\\ntwo\n00:00:00:000,00:00:01:000,three", []string{"one\ntwo"}},
		{"an escaped backslash at the end of a line", "#4\na (TEXT,true,)\n00:00:00:000,00:00:01:000,one\\\\\n00:00:00:000,00:00:01:000,two", []string{`one\`}},
		{"a matrix with escaped commas", "#4\na (MATRIX,true,)-x|NOMINAL,y\\,z|NOMINAL\n00:00:00:000,00:00:01:000,(a\\,b,(c\\))", []string{"a,b", "(c)"}},
		{"places not filled in", "#3\na (MATRIX,true)-x|NOMINAL,y|NOMINAL\n00:00:00:000,00:00:01:000,(<x>,)", []string{"", ""}},
		{"no escapes in the oldest", "a (TEXT)\n00:00:00:000,00:00:01:000,a\\, b\\\n00:00:00:000,00:00:01:000,c", []string{`a\, b\`}},
		{"carriage returns", "#4\r\na (NOMINAL,true,)\r\n00:00:00:000,00:00:01:000,a\r\n", []string{"a"}},
		{"a line break as it was in old texts", "#2\na (TEXT)\n00:00:00:000,00:00:01:000,one\ntwo\nthree", []string{"one\ntwo\nthree"}},
		{"no value", "#4\na (TEXT,true,)\n00:00:00:000,00:00:01:000,", []string{""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := readText(t, c.text)
			if diff := cmp.Diff(c.want, f.Values(f.Columns[0], f.Columns[0].Cells[0])); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestColumns(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       Column
	}{
		{"4", `#4` + "\n" + `a\-b \(c\) (NOMINAL,false,to do\, soon)`, Column{Name: "a-b (c)", Type: Nominal, Comment: "to do, soon"}},
		{"3", "#3\na (TEXT,false)", Column{Name: "a", Type: Text}},
		{"2", "#2\n0:x-y|FLOAT\na (FLOAT)", Column{Name: "a", Type: "FLOAT", Visible: true}},
		{"arguments", "#4\na (MATRIX,true,)-x|NOMINAL,y|TEXT", Column{Name: "a", Type: Matrix, Visible: true, Arguments: []Argument{{"x", Nominal}, {"y", Text}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff([]Column{c.want}, readText(t, c.text).Columns); diff != "" {
				t.Error(diff)
			}
		})
	}
}

const example = "#4\nnote (TEXT,true,)\n00:00:05:000,00:00:05:000,family words\nlook (NOMINAL,true,)\n00:00:01:000,00:00:03:500,toy\n00:00:04:000,00:00:00:000,\nact (MATRIX,true,)-code|NOMINAL,tone|NOMINAL\n01:00:00:001,01:00:02:000,(F-FØL,warm)\n00:00:02:000,00:00:02:000,(,x)\n"

func TestSet(t *testing.T) {
	for _, c := range []struct {
		name string
		uses map[string]Use
		want []recording.Event
	}{
		{"columns are codes", nil, []recording.Event{
			{Code: "look", Modifiers: "toy", Kind: recording.State, Onset: 1000, Offset: 3500},
			{Code: "act", Modifiers: "|x", Kind: recording.Point, Onset: 2000, Offset: 2000},
			{Code: "look", Kind: recording.Point, Onset: 4000, Offset: 4000},
			{Code: "note", Comment: "family words", Kind: recording.Point, Onset: 5000, Offset: 5000},
			{Code: "act", Modifiers: "F-FØL|warm", Kind: recording.State, Onset: 3600001, Offset: 3602000},
		}},
		{"a column is a person", map[string]Use{"act": {Subject: "parent", Coded: true}, "note": {Leave: true}, "look": {Leave: true}}, []recording.Event{
			{Subject: "parent", Code: "F-FØL", Modifiers: "warm", Kind: recording.State, Onset: 3600001, Offset: 3602000},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			set := readText(t, example).SetBy(c.uses)
			if diff := cmp.Diff(c.want, set.Recordings[0].Events); diff != "" {
				t.Error(diff)
			}
		})
	}
	var got []string
	for _, n := range readText(t, example).SetBy(map[string]Use{"act": {Coded: true}}).Notes {
		got = append(got, n.Name+" "+n.Where+": "+n.Text)
	}
	want := []string{"backwards column 2: 1 cells end before they begin and count as points.", "empty_value column 3: 1 cells have no value and are left out."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// archive packs files, "name", "text", "name", "text".
func archive(t testing.TB, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Files that are broken, or made to hurt, end in a fault that says what to do.
func TestFaults(t *testing.T) {
	whole := archive(t, "project", "!project", "db", example)
	for _, c := range []struct {
		name, key string
		line      any
		file      []byte
	}{
		{"nothing", "opf.archive", nil, nil},
		{"no archive", "opf.archive", nil, []byte("#4\na (TEXT,true,)")},
		{"half an archive", "opf.archive", nil, whole[:len(whole)/2]},
		{"no db", "opf.no-db", nil, archive(t, "project", "!project")},
		{"an empty db", "opf.empty", nil, archive(t, "db", "")},
		{"a bomb", "opf.unpacked", nil, archive(t, "db", "#4\na (TEXT,true,)\n"+strings.Repeat(strings.Repeat("x", 1000)+"\n", 50<<10))},
		{"one line without end", "opf.long", 1, archive(t, "db", strings.Repeat("x", 8<<20))},
		{"lines that go on without end", "opf.long", 3, archive(t, "db", "#4\na (TEXT,true,)\n"+strings.Repeat("\\\n", 8<<20))},
		{"stray lines without end", "opf.long", nil, archive(t, "db", "#4\na (TEXT,true,)\n00:00:00:000,00:00:00:000,\n"+strings.Repeat("x\n", 8<<20))},
		{"too many cells", "opf.cells", MaxCells + 3, archive(t, "db", "#4\na (TEXT,true,)\n"+strings.Repeat("00:00:00:000,00:00:00:000,\n", MaxCells+1))},
		{"too many columns", "opf.columns", MaxColumns + 2, archive(t, "db", "#4\n"+strings.Repeat("a (TEXT,true,)\n", MaxColumns+1))},
		{"too many arguments", "opf.columns", 2, archive(t, "db", "#4\na (MATRIX,true,)-"+strings.Repeat("x|NOMINAL,", 50_000))},
		{"too many values", "opf.values", 3, archive(t, "db", "#4\na (MATRIX,true,)-x|NOMINAL\n00:00:00:000,00:00:00:000,("+strings.Repeat(",", 900_000)+")\n")},
		{"another program's text", "opf.not", 1, archive(t, "db", "Timed (A B);")},
		{"a version from the future", "opf.version", 1, archive(t, "db", "#9\n")},
		{"a cell without a column", "opf.line", 2, archive(t, "db", "#4\n00:00:00:000,00:00:00:000,x")},
		{"a line of nothing known", "opf.line", 3, archive(t, "db", "#4\na (TEXT,true,)\nwhat\n")},
		{"a time that is none", "opf.time", 3, archive(t, "db", "#4\na (TEXT,true,)\n00:00:00,00:00:01,x\n")},
		{"a time that is too long", "opf.time", 3, archive(t, "db", "#4\na (TEXT,true,)\n00:00:99999999999999999999:000,00:00:00:000,x\n")},
		{"UTF-16", "opf.encoding", 1, archive(t, "db", "\xff\xfe#\x004\x00")},
		{"too large", "opf.size", nil, bytes.Repeat([]byte("x"), MaxArchive+1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read(bytes.NewReader(c.file))
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

func TestLatin1IsReadAndSaid(t *testing.T) {
	f := readText(t, "#4\nf\xf8lger (TEXT,true,)\n")
	if f.Columns[0].Name != "følger" || len(f.Notes) != 1 || f.Notes[0].Name != "latin1" {
		t.Errorf("%+v", f)
	}
}

func FuzzReadText(f *testing.F) {
	f.Add(example)
	f.Add("0:x-y|FLOAT\na (MATRIX)-x|FLOAT\n00:00:00:000,00:00:00:000,(a,\\)\nmore")
	f.Fuzz(func(t *testing.T, text string) {
		file, err := ReadText(strings.NewReader(text))
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		set := file.Set()
		n := 0
		for _, c := range file.Columns {
			n += len(c.Cells)
		}
		if got := len(set.Recordings[0].Events); got != n {
			t.Fatalf("%d events of %d cells", got, n)
		}
		for _, e := range set.Recordings[0].Events {
			if (e.Kind == recording.Point) != (e.Offset == e.Onset) || e.Offset < e.Onset {
				t.Fatalf("%+v", e)
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add(archive(f, "db", example))
	f.Fuzz(func(t *testing.T, packed []byte) {
		if _, err := Read(bytes.NewReader(packed)); err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("not a fault: %v", err)
			}
		}
	})
}
