package research

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"samspil/internal/elsewhere"
	"samspil/internal/format"
	"samspil/internal/scheme"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// oracle is what BORIS 9.12.3 gives for a project.
type oracle struct {
	Observations map[string]struct {
		Paired bool         `json:"state_events_paired"`
		Budget []oracleLine `json:"time_budget_mod"`
		Counts struct {
			Codes []string
			Rows  [][]int
		} `json:"transitions_number"`
		Events [][]any `json:"aggregated"`
	}
}

type oracleLine struct {
	Subject, Behavior, Modifiers string
	Duration, Mean, SD           any
	Number                       int
}

// UnmarshalJSON takes "NA" for no value.
func (l *oracleLine) UnmarshalJSON(raw []byte) error {
	var in struct {
		Subject, Behavior, Modifiers string
		Duration                     any
		Mean                         any `json:"duration_mean"`
		SD                           any `json:"duration_stdev"`
		Number                       any
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		return err
	}
	*l = oracleLine{Subject: in.Subject, Behavior: in.Behavior, Modifiers: in.Modifiers, Duration: in.Duration, Mean: in.Mean, SD: in.SD}
	if n, ok := in.Number.(float64); ok {
		l.Number = int(n)
	}
	return nil
}

// open opens one of our own files or, where it is there, one of BORIS's own.
func open(t testing.TB, path string) (string, *io.SectionReader) {
	t.Helper()
	var text []byte
	if strings.HasPrefix(path, "testdata/") {
		var err error
		if text, err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	} else {
		text = elsewhere.File(t, "fixtures/"+path)
	}
	return filepath.Base(path), io.NewSectionReader(bytes.NewReader(text), 0, int64(len(text)))
}

func options() Options {
	return Options{Scheme: scheme.Shipped(), Following: Situations, Lag: 1, Seed: 1}
}

// Events, time budgets and transitions are what BORIS itself makes of them: those of
// a project of our own with random events, and of BORIS's own where they are there.
func TestAsBORIS(t *testing.T) {
	for _, name := range []string{"testdata/own", "boris/test", "boris/test_without_media_files_paths", "boris/test_with_leading_trailing_spaces_in_modifiers"} {
		t.Run(filepath.Base(name), func(t *testing.T) {
			file, text := open(t, name+".boris")
			read, err := format.Read(file, text)
			if err != nil {
				t.Fatal(err)
			}
			_, answers := open(t, name+".oracle.json")
			raw, err := io.ReadAll(answers)
			if err != nil {
				t.Fatal(err)
			}
			var want oracle
			if err := json.Unmarshal(raw, &want); err != nil {
				t.Fatal(err)
			}
			o := options()
			o.Following = Strings
			compared := 0
			for _, got := range Interaction(file, string(read.Kind), read.Set, o) {
				w, ok := want.Observations[got.ID]
				if !ok {
					continue
				}
				compared++
				if w.Paired != (len(got.Unpaired) == 0) {
					t.Errorf("%s: unpaired %v, want paired %v", got.ID, got.Unpaired, w.Paired)
				}
				if !w.Paired {
					continue
				}
				if d := cmp.Diff(w.Events, rows(got.Events), cmpopts.EquateEmpty(), inOrder); d != "" {
					t.Errorf("%s: events (-BORIS +ours)\n%s", got.ID, d)
				}
				sameBudget(t, got, w.Budget)
				sameCounts(t, got, w.Counts.Codes, w.Counts.Rows)
			}
			if compared < len(want.Observations) {
				t.Errorf("%d of %d observations compared", compared, len(want.Observations))
			}
		})
	}
}

// inOrder: the two list events of one instant differently.
var inOrder = cmpopts.SortSlices(func(a, b []any) bool { return fmt.Sprint(a) < fmt.Sprint(b) })

func rows(events []Event) [][]any {
	var out [][]any
	for _, e := range events {
		out = append(out, []any{e.Subject, e.Behavior, strings.ToUpper(string(e.Kind)), e.Modifiers, *e.Start, *e.Stop})
	}
	return out
}

func sameBudget(t *testing.T, got Observation, want []oracleLine) {
	t.Helper()
	lines := map[[3]string]Budget{}
	for _, b := range got.TimeBudget {
		lines[[3]string{b.Subject, b.Behavior, b.Modifiers}] = b
	}
	for _, w := range want {
		if w.Number == 0 {
			continue
		}
		b, ok := lines[[3]string{w.Subject, w.Behavior, w.Modifiers}]
		if !ok || *b.N != w.Number || !near(b.Total, w.Duration) || !near(b.Mean, w.Mean) || !near(b.SD, w.SD) {
			t.Errorf("%s: got %+v, BORIS %+v", got.ID, b, w)
		}
	}
}

// near compares with a figure of three decimals, or with none.
func near(got *float64, want any) bool {
	w, ok := want.(float64)
	return !ok && got == nil || ok && got != nil && math.Abs(*got-w) < .0006
}

func sameCounts(t *testing.T, got Observation, codes []string, want [][]int) {
	t.Helper()
	counts := map[[2]string]int{}
	for _, x := range got.Transitions {
		counts[[2]string{x.From, x.To}] = x.N
	}
	for i, from := range codes {
		for j, to := range codes {
			if counts[[2]string{from, to}] != want[i][j] {
				t.Errorf("%s: %s to %s %d times, BORIS %d", got.ID, from, to, counts[[2]string{from, to}], want[i][j])
			}
		}
	}
}
