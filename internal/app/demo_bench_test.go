package app

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"syscall"
	"testing"
	"time"
)

// BenchmarkDemoReady measures from the start of the command's process, with
// nothing on the disk, to the first page a person sees.
func BenchmarkDemoReady(b *testing.B) {
	var ready []time.Duration
	for range min(b.N, 20) {
		began := time.Now()
		demo := exec.Command(os.Args[0], "-test.run=^TestDemoProcess$")
		demo.Env = append(os.Environ(), "SAMSPIL_DEMO_PROCESS=1")
		out, err := demo.StdoutPipe()
		if err != nil {
			b.Fatal(err)
		}
		if err := demo.Start(); err != nil {
			b.Fatal(err)
		}
		var address string
		for lines := bufio.NewScanner(out); address == "" && lines.Scan(); {
			address = regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(lines.Text())
		}
		resp, err := http.Get(address + "/log-ind")
		if err != nil || resp.StatusCode != http.StatusOK {
			b.Fatalf("the demo does not answer: %v", err)
		}
		ready = append(ready, time.Since(began))
		resp.Body.Close()
		go func() { _, _ = io.Copy(io.Discard, out) }()
		_ = demo.Process.Signal(syscall.SIGTERM)
		if err := demo.Wait(); err != nil {
			b.Fatalf("the demo did not end well: %v", err)
		}
	}
	times(b, ready)
}

// TestDemoProcess is the demo that is started; on its own it does nothing.
func TestDemoProcess(t *testing.T) {
	if os.Getenv("SAMSPIL_DEMO_PROCESS") == "" {
		t.Skip("is started by BenchmarkDemoReady")
	}
	if code := Main([]string{"demo", "--listen", "127.0.0.1:0"}, Streams{os.Stdout, os.Stderr}); code != 0 {
		t.Fatalf("the demo ended with %d", code)
	}
}
