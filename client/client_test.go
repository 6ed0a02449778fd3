package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// mostShipped is how many bytes a phone fetches at most, compressed.
const mostShipped = 150 << 10

func TestWhatIsShippedIsWhatTheSourcesSay(t *testing.T) {
	root := filepath.Join("..")
	absolute, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	made, err := bundle(absolute)
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, name := range []string{"app.js", "app.css", "sw.js"} {
		shipped, err := os.ReadFile(filepath.Join(root, appFolder, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(shipped, made[name]) {
			t.Errorf("%s/%s is not what the sources make; run: go run ./client", appFolder, name)
		}
		total += compressed(t, shipped)
		if bytes.Contains(shipped, []byte(buildMark)) || bytes.Contains(shipped, []byte(scriptMark)) || bytes.Contains(shipped, []byte(styleMark)) {
			t.Errorf("%s does not know its build", name)
		}
	}
	t.Logf("%d bytes compressed", total)
	if total > mostShipped {
		t.Errorf("%d bytes compressed, at most %d", total, mostShipped)
	}
}

func compressed(t *testing.T, content []byte) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

func TestTheWireIsTheOneOfTheServer(t *testing.T) {
	absolute, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	want, err := wireScript(absolute)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join("..", wireFile))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Errorf("%s is not what internal/wire says; run: go run ./client", wireFile)
	}
	for _, name := range []string{"Header", "Sealed", "Batch", "Answer", "Receipt", "State", "Day", "Writing", "Payload"} {
		if !regexp.MustCompile(`(?m)^export interface ` + name + ` \{$`).Match(got) {
			t.Errorf("%s is missing", name)
		}
	}
}

// A build is named after its content: the same twice, another when anything changed.
func TestABuildIsNamedAfterItsContent(t *testing.T) {
	files := func(style string) map[string][]byte {
		return stamp(map[string][]byte{"app.js": []byte("a(" + buildMark + ")"), "app.css": []byte(style), "sw.js": []byte(buildMark + scriptMark + styleMark)})
	}
	one, again, other := files("x"), files("x"), files("y")
	if !bytes.Equal(one["app.js"], again["app.js"]) || !bytes.Equal(one["sw.js"], again["sw.js"]) {
		t.Error("the same content has two names")
	}
	if bytes.Equal(one["app.js"], other["app.js"]) || bytes.Equal(one["sw.js"], other["sw.js"]) {
		t.Error("other content has the same name")
	}
	if !bytes.Contains(one["sw.js"], hashOf(one["app.js"])) || !bytes.Contains(one["sw.js"], hashOf([]byte("x"))) {
		t.Error("the worker does not know what belongs to it")
	}
}
