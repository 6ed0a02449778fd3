package boris

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"samspil/internal/elsewhere"
	"samspil/internal/recording"
)

// fixture reads a file of our own, called "own", or one of BORIS's own tests, which
// are not part of the project.
func fixture(t testing.TB, name string) []byte {
	t.Helper()
	if !strings.HasPrefix(name, "own.") {
		return elsewhere.File(t, "fixtures/boris/"+name)
	}
	b, err := os.ReadFile(filepath.Join("../../research/testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func mustRead(t testing.TB, text []byte) Project {
	t.Helper()
	p, err := Read(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var projects = []string{"own", "test", "test_without_media_files_paths", "test_with_leading_trailing_spaces_in_modifiers"}

// What BORIS 9.12.3 gives for random events and for its own test projects: the file
// beside each.
func TestEventsAreTheOnesBorisPairs(t *testing.T) {
	for _, name := range projects {
		t.Run(name, func(t *testing.T) {
			p := mustRead(t, fixture(t, name+".boris"))
			var want struct {
				Version      string `json:"project_format_version"`
				Subjects     []string
				Behaviors    []string
				Observations map[string]struct {
					Type       string
					N          int  `json:"n_events"`
					Paired     bool `json:"state_events_paired"`
					Aggregated [][6]any
				}
			}
			if err := json.Unmarshal(fixture(t, name+".oracle.json"), &want); err != nil {
				t.Fatal(err)
			}
			set := p.Set()
			if got := append([]string{recording.NoSubject}, set.Subjects...); !slices.Equal(got, want.Subjects) || p.Version != want.Version {
				t.Errorf("subjects %q, version %q", got, p.Version)
			}
			var codes []string
			for _, c := range set.Codes {
				codes = append(codes, c.Name)
			}
			if !slices.Equal(codes, want.Behaviors) {
				t.Errorf("codes %q, want %q", codes, want.Behaviors)
			}
			compared := 0
			for i, r := range set.Recordings {
				w, ok := want.Observations[r.ID]
				if !ok {
					continue // kept back
				}
				compared++
				o := p.Observations[i]
				if o.Type != w.Type || o.Events != w.N || o.Paired != w.Paired {
					t.Errorf("%s: %s, %d events, paired %v; want %s, %d, %v", r.ID, o.Type, o.Events, o.Paired, w.Type, w.N, w.Paired)
				}
				if w.Paired {
					if diff := cmp.Diff(w.Aggregated, aggregated(r), cmpopts.EquateEmpty(), cmpopts.EquateApprox(0, 1e-9)); diff != "" {
						t.Errorf("%s: %s", r.ID, diff)
					}
				}
			}
			if compared != len(want.Observations) {
				t.Errorf("%d observations compared of %d", compared, len(want.Observations))
			}
		})
	}
}

// aggregated writes a recording in the form and order of the oracle.
func aggregated(r recording.Recording) [][6]any {
	var out [][6]any
	for _, e := range r.Events {
		subject := e.Subject
		if subject == "" {
			subject = recording.NoSubject
		}
		out = append(out, [6]any{subject, e.Code, strings.ToUpper(string(e.Kind)), e.Modifiers, recording.Seconds(e.Onset), recording.Seconds(e.Offset)})
	}
	sort.SliceStable(out, func(i, j int) bool {
		for k := range 4 {
			if a, b := out[i][k].(string), out[j][k].(string); a != b {
				return a < b
			}
		}
		return out[i][4].(float64) < out[j][4].(float64)
	})
	return out
}

// The tables that an older version of the program exported from "observation #2".
func TestEventsAreTheOnesOfTheExportedTable(t *testing.T) {
	p := mustRead(t, fixture(t, "test.boris"))
	table := strings.Split(strings.TrimSpace(string(fixture(t, "test_export_aggregated_events_test_full_1.tsv"))), "\n")
	head := strings.Split(table[0], "\t")
	at := func(line, column string) string {
		cells := strings.Split(strings.TrimRight(line, "\r"), "\t")
		return cells[slices.Index(head, column)]
	}
	var want, got []string
	for _, line := range table[1:] {
		want = append(want, strings.Join([]string{at(line, "Subject"), at(line, "Behavior"), at(line, "Behavior type"), at(line, "Start (s)"), at(line, "Stop (s)")}, " "))
	}
	for _, r := range p.Set().Recordings {
		if r.ID != "observation #2" {
			continue
		}
		for _, e := range aggregated(r) {
			got = append(got, strings.Join([]string{e[0].(string), e[1].(string), e[2].(string), decimals(e[4].(float64)), decimals(e[5].(float64))}, " "))
		}
		if r.Length() != 539920 {
			t.Errorf("length %d, want 539920", r.Length())
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func decimals(s float64) string {
	b, _ := json.Marshal(math.Round(s*1000) / 1000)
	whole, part, _ := strings.Cut(string(b), ".")
	return whole + "." + (part + "000")[:3]
}

// What comes out says the same as what came in, and says it in plain ASCII.
func TestProjectsComeOutAsTheyCameIn(t *testing.T) {
	for _, name := range projects {
		t.Run(name, func(t *testing.T) { sameBack(t, fixture(t, name+".boris")) })
	}
}

func sameBack(t *testing.T, text []byte) {
	t.Helper()
	p := mustRead(t, text)
	for _, packed := range []bool{false, true} {
		var out bytes.Buffer
		write := Write
		if packed {
			write = WritePacked
		}
		if err := write(&out, p); err != nil {
			t.Fatal(err)
		}
		again := mustRead(t, out.Bytes())
		if diff := cmp.Diff(p.Set(), again.Set()); diff != "" {
			t.Errorf("packed %v: the recordings differ: %s", packed, diff)
		}
		if packed {
			continue
		}
		if diff := cmp.Diff(tokens(t, text), tokens(t, out.Bytes())); diff != "" {
			t.Errorf("the file says something else: %s", diff)
		}
		for i, c := range out.Bytes() {
			if c >= 0x80 {
				t.Fatalf("byte %d is not ASCII", i)
			}
		}
	}
}

// tokens are the words of a JSON text in order: keys in their order, numbers as
// they are written.
func tokens(t *testing.T, text []byte) []json.Token {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(bytes.ReplaceAll(text, []byte("NaN"), []byte(`"NaN"`))))
	d.UseNumber()
	var out []json.Token
	for {
		one, err := d.Token()
		if err != nil {
			if err.Error() != "EOF" {
				t.Fatal(err)
			}
			return out
		}
		out = append(out, one)
	}
}
