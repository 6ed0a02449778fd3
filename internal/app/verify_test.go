package app

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// What a script can build on: the exit codes of the commands for researchers.
func TestExitCodes(t *testing.T) {
	folder := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	vectors := func(name, expected string) string {
		return file(name, `{"format": "samspil-vectors/1", "vectors": [{"id": "a", "kind": "describe", "input": {"values": [1]}, "expected": `+expected+`}]}`)
	}
	good, wrong := vectors("good.json", `{"n": 1}`), vectors("wrong.json", `{"n": 2}`)
	skipped := file("skipped.json", `{"format": "samspil-vectors/1", "vectors": [{"id": "a", "kind": "import", "input": {"format": "sdis", "file": "x"}, "expected": {}}]}`)
	letter, play := file("letter.txt", "Dear reader"), file("play.sds", "Event (a b); a b/")
	for _, c := range []struct {
		name string
		args []string
		want int
	}{
		{"vectors pass", []string{"verify", "vectors", good}, 0},
		{"vectors skipped", []string{"verify", "vectors", skipped}, 0},
		{"a vector fails", []string{"verify", "vectors", good, wrong}, 1},
		{"a file is no vector file", []string{"verify", "vectors", wrong, letter}, 2},
		{"a file is not there", []string{"verify", "vectors", filepath.Join(folder, "nosuch")}, 2},
		{"no file named", []string{"verify", "vectors"}, 2},
		{"analysed", []string{"analyse", "interaction", play}, 0},
		{"one of two is bad", []string{"analyse", "interaction", play, letter}, 1},
		{"no such observation", []string{"analyse", "agreement", play, "--observations", "a,b"}, 1},
		{"no observations named", []string{"analyse", "agreement", play}, 2},
		{"converted", []string{"convert", play, filepath.Join(folder, "x.boris")}, 0},
		{"not converted", []string{"convert", letter, filepath.Join(folder, "y.boris")}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			if got := Main(c.args, Streams{Out: &out, Err: &errs}); got != c.want {
				t.Errorf("exit code %d, want %d: %s%s", got, c.want, out.String(), errs.String())
			}
			if c.want > 0 && out.Len()+errs.Len() == 0 {
				t.Error("nothing was said")
			}
		})
	}
}

func TestDivide(t *testing.T) {
	known := func(id string) bool { return id == "a" || id == "b" || id == "a, b" }
	for list, want := range map[string]string{"a,b": "a|b", "a, b": "a|b", "a, b,a": "a, b|a", "a,a, b": "a|a, b", "x,b": "x|b", "a": "a"} {
		got := ""
		for i, id := range divide(list, known) {
			if i > 0 {
				got += "|"
			}
			got += id
		}
		if got != want {
			t.Errorf("%q is divided as %s, want %s", list, got, want)
		}
	}
}

func TestSpan(t *testing.T) {
	for text, want := range map[string]span{"1s": 1000, "2": 2000, "0.5": 500, "0,5": 500, "250ms": 250, "1m": 60_000, "0": 0} {
		var s span
		if err := s.UnmarshalText([]byte(text)); err != nil || s != want {
			t.Errorf("%s is %d, %v", text, s, err)
		}
	}
	for _, text := range []string{"", "soon", "-1", "-1s", "NaN", "1e300"} {
		var s span
		if s.UnmarshalText([]byte(text)) == nil {
			t.Errorf("%q is %d", text, s)
		}
	}
}
