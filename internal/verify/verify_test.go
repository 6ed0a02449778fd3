package verify

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/elsewhere"
)

// The answers that were printed, worked out by hand or by other programs, some of
// each kind; no kind is without.
func TestOwnVectors(t *testing.T) {
	text, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	allPass(t, text)
	var file struct{ Vectors []struct{ Kind string } }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{}
	for _, v := range file.Vectors {
		asked[v.Kind] = true
	}
	for kind := range kinds {
		if !asked[kind] {
			t.Errorf("no vector of the kind %s", kind)
		}
	}
}

// Many more of them, where they lie beside the project.
func TestPublicVectors(t *testing.T) {
	for _, name := range []string{"outcomes.json", "interaction.json"} {
		t.Run(name, func(t *testing.T) { allPass(t, elsewhere.File(t, "vectors/"+name)) })
	}
}

func allPass(t *testing.T, text []byte) {
	t.Helper()
	var out bytes.Buffer
	tally, err := File(&out, text, func(name string) ([]byte, error) {
		return os.ReadFile(elsewhere.Path(t, "fixtures/"+name))
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(tally)
	if tally.Failed > 0 || tally.Skipped > 0 || tally.Passed == 0 {
		t.Error(tally, out.String())
	}
}

func vectors(list ...string) []byte {
	return fmt.Appendf(nil, `{"format": %q, "part": "made up", "vectors": [%s]}`, Format, strings.Join(list, ",\n"))
}

func none(string) ([]byte, error) { return nil, fs.ErrNotExist }

func TestFile(t *testing.T) {
	describe := func(expected string) string {
		return `{"id": "d", "kind": "describe", "input": {"values": [1, 2, null, 6]}, "expected": ` + expected + `, "tolerance": 1e-6}`
	}
	for _, c := range []struct {
		name, vector, want string
	}{
		{"right", describe(`{"n": 3, "mean": 3.0, "sd": 2.645751}`), "1 passed, 0 failed"},
		{"a whole number is exact", describe(`{"mean": 3, "median": 3}`), "FAIL d: median: want 3, got 2\n0 passed, 1 failed"},
		{"within tolerance of a large number", describe(`{"mean": 3.000002}`), "1 passed, 0 failed"},
		{"beyond tolerance", describe(`{"mean": 3.00001}`), "FAIL d: mean: want 3.00001, got 3\n0 passed, 1 failed"},
		{"no value wanted", describe(`{"mean": null}`), "FAIL d: mean: want null, got 3\n0 passed, 1 failed"},
		{"a name nobody has, even for no value", describe(`{"mode": null}`), "FAIL d: mode: want null, got no such result\n0 passed, 1 failed"},
		{"two differences are one failure", describe(`{"n": 4, "max": 7.0}`), "FAIL d: max: want 7.0, got 6\nFAIL d: n: want 4, got 3\n0 passed, 1 failed"},
		{"an unknown kind", `{"id": "x", "kind": "horoscope", "input": {}, "expected": {}}`, "FAIL x: horoscope: want a result, got an unknown kind\n0 passed, 1 failed"},
		{"input missing", `{"id": "x", "kind": "describe", "input": {}, "expected": {"n": 0}}`, "FAIL x: describe: want a result, got input.values is missing\n0 passed, 1 failed"},
		{"input missing further in", `{"id": "x", "kind": "score", "input": {"items": [{"link_id": "a", "min": 0}]}, "expected": {}}`,
			"FAIL x: score: want a result, got input.items[0].max is missing\n0 passed, 1 failed"},
		{"null where a number must be", `{"id": "x", "kind": "two-by-two", "input": {"a": null, "b": 1, "c": 1, "d": 1}, "expected": {}}`,
			"FAIL x: two-by-two: want a result, got input.a is null\n0 passed, 1 failed"},
		{"no expected", `{"id": "x", "kind": "describe", "input": {"values": []}}`, "FAIL x: describe: want a result, got no expected values\n0 passed, 1 failed"},
		{"a breakdown", `{"id": "x", "kind": "trend", "input": {"y": [1, 2], "days": [1]}, "expected": {}}`,
			"FAIL x: trend: want a result, got a breakdown: runtime error: index out of range [1] with length 1\n0 passed, 1 failed"},
		{"a list of another length", `{"id": "x", "kind": "suppression", "input": {"counts": [7, 8]}, "expected": {"shown": [7]}}`,
			"FAIL x: shown: want [7], got [7,8]\n0 passed, 1 failed"},
		{"no vector at all", `7`, "FAIL #1: vector: want a vector, got json: cannot unmarshal number into Go value of type verify.vector\n0 passed, 1 failed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out bytes.Buffer
			tally, err := File(&out, vectors(c.vector), none)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, out.String()+tally.String()); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestNoVectorFile(t *testing.T) {
	for _, text := range []string{"", "{", "[]", `{"format": "samspil-vectors/2", "vectors": []}`, `{"format": "samspil-vectors/1"}`} {
		if tally, err := File(&bytes.Buffer{}, []byte(text), none); err == nil || tally.Exit() != 2 {
			t.Errorf("%q was read: %v", text, tally)
		}
	}
	if tally, err := File(&bytes.Buffer{}, vectors(), none); err != nil || tally.Exit() != 0 || tally.String() != "0 passed, 0 failed" {
		t.Errorf("a file without vectors: %v, %v", tally, err)
	}
}
