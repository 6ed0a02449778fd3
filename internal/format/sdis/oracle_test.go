package sdis

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/elsewhere"
)

// Every code of the mother-and-infant sample with its times, as two separately
// written parsers read it.
func TestMotherAndInfant(t *testing.T) {
	f, err := Read(bytes.NewReader(elsewhere.File(t, "fixtures/gseq/mominf.sds")))
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
	if err := json.Unmarshal(elsewhere.File(t, "fixtures/gseq/mominf.oracle.json"), &want); err != nil {
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
	f, err := Read(bytes.NewReader(elsewhere.File(t, "fixtures/gseq/couples.sds")))
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
