package indicator

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"samspil/internal/recording"
	"samspil/internal/scheme"
)

// The vectors are answers made by other programs; they lie beside the project and
// are run where they are found.
func TestVectors(t *testing.T) {
	raw, err := os.ReadFile("../../../../shared/vectors/interaction.json")
	if err != nil {
		t.Skip("the test vectors do not lie beside the project; the tables of this package still run")
	}
	var all struct {
		Vectors []struct {
			ID, Kind string
			Input    struct {
				Segments [][2]float64
				Window   float64
				Events   []json.RawMessage
			}
			Expected  map[string]json.RawMessage
			Tolerance float64
		}
	}
	if err := json.Unmarshal(onlyKind(t, raw, "indicators"), &all); err != nil {
		t.Fatal(err)
	}
	if len(all.Vectors) == 0 {
		t.Fatal("no vectors of this kind")
	}
	for _, v := range all.Vectors {
		t.Run(v.ID, func(t *testing.T) {
			s := scheme.Shipped().Settings
			s.Answer = recording.Millis(v.Input.Window)
			text, err := json.Marshal(Compute(recordingOf(t, v.Input.Segments, v.Input.Events), s, nil))
			if err != nil {
				t.Fatal(err)
			}
			var got map[string]any
			if err := json.Unmarshal(text, &got); err != nil {
				t.Fatal(err)
			}
			for name, want := range v.Expected {
				compare(t, name, got[name], decode(t, want), v.Tolerance)
			}
		})
	}
}

// onlyKind keeps the vectors of one kind, since the inputs of kinds differ.
func onlyKind(t *testing.T, raw []byte, kind string) []byte {
	t.Helper()
	var all struct {
		Vectors []json.RawMessage `json:"vectors"`
	}
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	var kept []json.RawMessage
	for _, v := range all.Vectors {
		var head struct{ Kind string }
		if err := json.Unmarshal(v, &head); err != nil {
			t.Fatal(err)
		}
		if head.Kind == kind {
			kept = append(kept, v)
		}
	}
	all.Vectors = kept
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func recordingOf(t *testing.T, segments [][2]float64, events []json.RawMessage) recording.Recording {
	t.Helper()
	var r recording.Recording
	for _, s := range segments {
		r.Segments = append(r.Segments, recording.Span{From: recording.Millis(s[0]), To: recording.Millis(s[1])})
	}
	for _, text := range events {
		var code string
		var on float64
		var off *float64
		if err := json.Unmarshal(text, &[]any{&code, &on, &off}); err != nil {
			t.Fatal(err)
		}
		e := recording.Event{Code: code, Kind: recording.Point, Onset: recording.Millis(on), Offset: recording.Millis(on)}
		if off != nil {
			e.Kind, e.Offset = recording.State, recording.Millis(*off)
		}
		r.Events = append(r.Events, e)
	}
	return r
}

func decode(t *testing.T, raw []byte) any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// compare follows the rule of the vectors: a number written without point or
// exponent must be equal, any other within the tolerance.
func compare(t *testing.T, at string, got, want any, tolerance float64) {
	t.Helper()
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			t.Errorf("%s: got %v, want %v", at, got, want)
			return
		}
		for k, v := range w {
			if _, ok := g[k]; !ok {
				t.Errorf("%s.%s: no such result", at, k)
			}
			compare(t, at+"."+k, g[k], v, tolerance)
		}
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			t.Errorf("%s: got %v, want %v", at, got, want)
			return
		}
		for i := range w {
			compare(t, at, g[i], w[i], tolerance)
		}
	case json.Number:
		number, err := w.Float64()
		if err != nil {
			t.Fatal(err)
		}
		if !strings.ContainsAny(w.String(), ".eE") {
			tolerance = 0
		}
		if g, ok := got.(float64); !ok || math.Abs(g-number) > tolerance*max(1, math.Abs(number)) {
			t.Errorf("%s: got %v, want %v", at, got, want)
		}
	default:
		if got != want {
			t.Errorf("%s: got %v, want %v", at, got, want)
		}
	}
}
