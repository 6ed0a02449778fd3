package app

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"samspil/internal/audit"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/login"
)

func TestStoppingLetsARequestFinish(t *testing.T) {
	l, err := listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	inside, finish := make(chan struct{}), make(chan struct{})
	pages := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(inside)
		<-finish
		io.WriteString(w, "kept")
	})
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, l, pages, slog.New(slog.DiscardHandler)) }()
	got := make(chan string, 1)
	go func() {
		resp, err := http.Get("http://" + l.Addr().String())
		if err != nil {
			got <- err.Error()
			return
		}
		defer resp.Body.Close()
		b, _ := io.ReadAll(resp.Body)
		got <- string(b)
	}()
	<-inside
	stop()
	close(finish)
	if s := <-got; s != "kept" {
		t.Errorf("got %q", s)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestAPageThatFallsOverLeavesTheServerStanding(t *testing.T) {
	l, err := listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	var said strings.Builder
	log := slog.New(slog.NewTextHandler(&said, nil))
	go func() {
		ended <- serve(ctx, l, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("Noah") }), log)
	}()
	for range 2 {
		resp, err := http.Get("http://" + l.Addr().String())
		if err != nil || resp.StatusCode != 500 {
			t.Fatalf("got %v, %v", resp, err)
		}
		resp.Body.Close()
	}
	stop()
	<-ended
	if !strings.Contains(said.String(), "panic") || strings.Contains(said.String(), "Noah") {
		t.Errorf("the log says %s", said.String())
	}
}

func TestWhatServeRefuses(t *testing.T) {
	cases := map[string]struct {
		c    serveCommand
		good bool
	}{
		"this machine alone":       {serveCommand{Listen: "127.0.0.1:80"}, true},
		"this machine by name":     {serveCommand{Listen: "localhost:80"}, true},
		"this machine, IPv6":       {serveCommand{Listen: "[::1]:80"}, true},
		"all machines":             {serveCommand{Listen: ":80"}, false},
		"all machines by number":   {serveCommand{Listen: "0.0.0.0:80"}, false},
		"a name":                   {serveCommand{Listen: "samspil.invalid:80"}, false},
		"with TLS":                 {serveCommand{Listen: ":443", TLSCert: "c", TLSKey: "k"}, true},
		"half of TLS":              {serveCommand{Listen: ":443", TLSCert: "c"}, false},
		"behind a proxy":           {serveCommand{Listen: ":80", BehindProxy: true}, true},
		"in the clear, in writing": {serveCommand{Listen: ":80", PlainHTTP: true}, true},
	}
	for name, c := range cases {
		if err := c.c.check(); (err == nil) != c.good {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestPace(t *testing.T) {
	now := demoMorning
	p := newPace(func() time.Time { return now })
	for i := range paceBurst {
		if d := p.delay("lone"); d != 0 {
			t.Fatalf("request %d of the burst waits %v", i+1, d)
		}
	}
	if d := p.delay("lone"); d != 200*time.Millisecond {
		t.Errorf("the first above the burst waits %v", d)
	}
	if d := p.delay("anders"); d != 0 {
		t.Errorf("somebody else waits %v", d)
	}
	if d := p.delay("lone"); d != 400*time.Millisecond {
		t.Errorf("the next waits %v; the delay must grow", d)
	}
	for range 500 {
		p.delay("lone")
	}
	if d := p.delay("lone"); d != paceMost {
		t.Errorf("a flood waits %v, want at most %v", d, paceMost)
	}
	now = now.Add(10 * time.Minute)
	if d := p.delay("lone"); d != 0 {
		t.Errorf("after a rest: %v", d)
	}
}

func TestAKeptDemoGoesOnWhereItWas(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	began := time.Now()
	day := &demoDay{began: began.Add(-time.Hour), from: demoMorning}
	i, err := openDemo(ctx, folder, day)
	if err != nil {
		t.Fatal(err)
	}
	if err := i.cases.Update(ctx, func(tx *casefile.Tx) error {
		tx.Log(audit.Line{Act: "open", Result: "done"})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	i.close()
	again := &demoDay{began: time.Now(), from: demoMorning}
	if i, err = openDemo(ctx, folder, again); err != nil {
		t.Fatal(err)
	}
	defer i.close()
	if h := again.now().Sub(demoMorning); h < time.Hour {
		t.Errorf("time ran backwards: %v after the morning", h)
	}
	err = i.data.View(ctx, func(tx *db.Tx) error {
		all, err := login.List(ctx, tx)
		if len(all) != 12 {
			t.Errorf("got %d people, want 12", len(all))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = serveCommand{Listen: "127.0.0.1:0"}.refuseDemo(&run{ctx, Streams{}}, i)
	if err == nil || !strings.Contains(err.Error(), "invented people") {
		t.Errorf("a real server took the demo's data: %v", err)
	}
}

func TestAMasterKeyOthersCanReadIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	if err := writeKey(file); err != nil {
		t.Fatal(err)
	}
	if err := writeKey(file); err == nil {
		t.Error("a key was overwritten")
	}
	if k, err := readKey(file); err != nil {
		t.Error(err)
	} else {
		k.Close()
	}
	if err := os.Chmod(file, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := readKey(file); err == nil {
		t.Error("a key that the group can read was taken")
	}
}
