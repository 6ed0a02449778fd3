package sdis

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const shared = "../../../../shared/"

// sharedFile reads a file of other people's data, which is not part of Samspil;
// the test is skipped where it is not there.
func sharedFile(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(shared, name))
	if err != nil {
		t.Skipf("skipped: %s not present", name)
	}
	return text
}

type vector struct {
	ID        string
	Kind      string
	Input     struct{ Format, File, Text string }
	Expected  map[string]json.RawMessage
	Tolerance float64
}

// The import vectors of this format, whole.
func TestVectors(t *testing.T) {
	var all struct{ Vectors []json.RawMessage }
	if err := json.Unmarshal(sharedFile(t, "vectors/interaction.json"), &all); err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, raw := range all.Vectors {
		var kind struct{ Kind string }
		if err := json.Unmarshal(raw, &kind); err != nil || kind.Kind != "import" {
			continue
		}
		var v vector
		if err := json.Unmarshal(raw, &v); err != nil {
			t.Fatal(err)
		}
		if v.Input.Format != "sdis" {
			continue
		}
		ran++
		t.Run(v.ID, func(t *testing.T) { v.check(t) })
	}
	if ran == 0 {
		t.Error("no vector of this format")
	}
}

func (v vector) check(t *testing.T) {
	text := []byte(v.Input.Text)
	if v.Input.File != "" {
		text = sharedFile(t, "fixtures/"+v.Input.File)
	}
	f, err := Read(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	got := summary(f)
	for name, want := range v.Expected {
		compare(t, name, want, got[name])
	}
}

// compare looks at what is wanted only, down to the fields of each unit.
func compare(t *testing.T, name string, want json.RawMessage, got any) {
	t.Helper()
	if name == "by_unit" {
		var units map[string]map[string]json.RawMessage
		if err := json.Unmarshal(want, &units); err != nil {
			t.Fatal(err)
		}
		for label, fields := range units {
			for field, value := range fields {
				compare(t, label+" "+field, value, got.(map[string]map[string]any)[label][field])
			}
		}
		return
	}
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var g, w any
	if json.Unmarshal(text, &g) != nil || json.Unmarshal(want, &w) != nil {
		t.Fatal("not JSON")
	}
	if diff := cmp.Diff(w, g, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func seconds(ms map[string]int64) map[string]float64 {
	out := map[string]float64{}
	for k, v := range ms {
		out[k] = float64(v) / 1000
	}
	return out
}

// summary is the result document of the import vectors.
func summary(f File) map[string]any {
	counts, durations, sequences, events, intervals := map[string]int{}, map[string]int64{}, 0, 0, int64(0)
	byUnit := map[string]map[string]any{}
	for i, u := range f.Units {
		one := map[string]any{"conditions": append([]string{}, u.Conditions...), "sequences": len(u.Sequences), "code_counts": u.Counts()}
		n, ends := 0, []float64{}
		for _, s := range u.Sequences {
			n += len(s.Events)
			intervals += s.End
			switch {
			case f.Type.HasTimes():
				ends = append(ends, float64(s.End)/1000)
			case f.Type != Event:
				ends = append(ends, float64(s.End))
			}
		}
		one["events"], one["ends"], one["durations"] = n, ends, seconds(u.Durations())
		for k, v := range u.Counts() {
			counts[k] += v
		}
		for k, v := range u.Durations() {
			durations[k] += v
		}
		sequences, events = sequences+len(u.Sequences), events+n
		label := u.Label
		if label == "" {
			label = fmt.Sprintf("#%d", i+1)
		}
		byUnit[label] = one
	}
	out := map[string]any{"type": f.Type, "units": len(f.Units), "sequences": sequences, "events": events, "code_counts": counts, "by_unit": byUnit, "durations": nil, "intervals": nil}
	if f.Type.HasTimes() {
		out["durations"] = seconds(durations)
	} else if f.Type != Event {
		out["intervals"] = intervals
	}
	return out
}

// Every code of the mother-and-infant sample with its times, as two separately
// written parsers read it.
func TestMotherAndInfant(t *testing.T) {
	f, err := Read(bytes.NewReader(sharedFile(t, "fixtures/gseq/mominf.sds")))
	if err != nil {
		t.Fatal(err)
	}
	var want struct {
		Units []struct {
			Label      string
			Conditions []string
			Sequences  []struct {
				End    float64 `json:"end_s"`
				Events [][3]any
			}
		}
	}
	if err := json.Unmarshal(sharedFile(t, "fixtures/gseq/mominf.oracle.json"), &want); err != nil {
		t.Fatal(err)
	}
	got := want
	got.Units = nil
	for _, u := range f.Units {
		one := want.Units[0]
		one.Label, one.Conditions, one.Sequences = u.Label, u.Conditions, nil
		for _, s := range u.Sequences {
			seq := want.Units[0].Sequences[0]
			seq.End, seq.Events = float64(s.End)/1000, nil
			for _, e := range s.Events {
				seq.Events = append(seq.Events, [3]any{e.Code, float64(e.Onset) / 1000, float64(e.Offset) / 1000})
			}
			one.Sequences = append(one.Sequences, seq)
		}
		got.Units = append(got.Units, one)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The sample of couples says in a remark how many units it has per condition.
func TestCouplesAgreeWithTheirOwnHead(t *testing.T) {
	f, err := Read(bytes.NewReader(sharedFile(t, "fixtures/gseq/couples.sds")))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, u := range f.Units {
		got[strings.Join(u.Conditions, " and ")]++
		if n := len(u.Sequences); n < 2 || n > 5 {
			t.Errorf("%s has %d sessions, want 2 to 5", u.Label, n)
		}
		if !strings.HasPrefix(strings.TrimSpace(u.Label), strings.Join(u.Conditions, " ")) {
			t.Errorf("%s has the conditions %v", u.Label, u.Conditions)
		}
	}
	want := map[string]int{"Young and Clinic": 6, "Young and Control": 6, "Adult and Clinic": 6, "Adult and Control": 7}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
