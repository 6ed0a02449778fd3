package app

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"samspil/internal/db"
	"samspil/internal/db/dbtest"
	"samspil/internal/load"
	"samspil/internal/login"
)

// killRounds is how often the server is killed in each database.
const killRounds = 2

// TestNothingAcknowledgedIsLost kills the server with kill -9 at a random moment
// while eight people write notes and drafts, starts it again, and looks for every
// note and draft that was answered with a yes.
func TestNothingAcknowledgedIsLost(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { killRig(t, place{}) })
	t.Run("postgres", func(t *testing.T) {
		// The database is made and taken away by dbtest; the server opens it itself.
		d, server := dbtest.Postgres(t), dbtest.Server(t)
		var name string
		if err := d.View(context.Background(), func(tx *db.Tx) error {
			return tx.QueryRow(context.Background(), `SELECT current_database()`).Scan(&name)
		}); err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(server)
		if err != nil {
			t.Fatal(err)
		}
		u.Path = "/" + name
		killRig(t, place{DatabaseURL: u.String()})
	})
}

func killRig(t *testing.T, at place) {
	at.Data = t.TempDir()
	at.KeyFile = filepath.Join(at.Data, "key")
	if err := writeKey(at.KeyFile); err != nil {
		t.Fatal(err)
	}
	writers := hireWriters(t, at)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	for round := range killRounds {
		killRound(t, at, writers, time.Duration(150+random.IntN(700))*time.Millisecond)
		notes, drafts := checkWritten(t, at, writers)
		t.Logf("round %d: %d notes and %d drafts acknowledged so far, all there", round+1, notes, drafts)
		if notes == 0 || drafts == 0 {
			t.Error("nothing was acknowledged, so nothing was tried")
		}
	}
	control(t, at, writers)
}

// hireWriters makes a small installation and eight people who are logged in.
func hireWriters(t *testing.T, at place) []*writer {
	t.Helper()
	i := openKilled(t, at)
	defer i.close()
	made, err := load.Fill(context.Background(), i.cases, i.gate, load.Size{Courses: 8, Families: 1, Sessions: 1, Long: 1, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	var writers []*writer
	for n, course := range made.Courses {
		token, err := (login.Demo{Gate: i.gate}).Choose(context.Background(), made.Leads[n].ID, "")
		if err != nil {
			t.Fatal(err)
		}
		w := &writer{who: made.Leads[n], course: course, token: token}
		w.find(t, i)
		writers = append(writers, w)
	}
	return writers
}

func openKilled(t *testing.T, at place) *installation {
	t.Helper()
	i, err := at.open(context.Background(), func() time.Time { return demoMorning })
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// killRound serves in a process of its own, lets everybody write, and kills it
// the given time after the first answers.
func killRound(t *testing.T, at place, writers []*writer, after time.Duration) {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), 60*time.Second)
	defer stop()
	server := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestKilledServer$")
	server.Env = append(os.Environ(), "SAMSPIL_KILLED_DATA="+at.Data, "SAMSPIL_KILLED_DATABASE="+at.DatabaseURL)
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	server.Stderr = os.Stderr
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	address := firstLine(t, out)
	var all sync.WaitGroup
	begun := make(chan struct{}, len(writers))
	for _, w := range writers {
		all.Go(func() { w.write(ctx, address, func() { begun <- struct{}{} }) })
	}
	for range writers {
		select {
		case <-begun:
		case <-ctx.Done():
			t.Fatal("somebody got no answer within a minute")
		}
	}
	<-time.After(after)
	if err := server.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	all.Wait()
	_ = server.Wait() // it was killed
	for _, w := range writers {
		if w.refused != "" {
			t.Errorf("a writer was refused: %s", w.refused)
		}
	}
}

func firstLine(t *testing.T, from io.Reader) string {
	t.Helper()
	lines := bufio.NewScanner(from)
	for lines.Scan() {
		if address, ok := strings.CutPrefix(lines.Text(), "serving "); ok {
			return address
		}
	}
	t.Fatal("the server did not start")
	return ""
}

// TestKilledServer is the server that is killed; on its own it does nothing.
func TestKilledServer(t *testing.T) {
	folder := os.Getenv("SAMSPIL_KILLED_DATA")
	if folder == "" {
		t.Skip("is started by TestNothingAcknowledgedIsLost")
	}
	at := place{Data: folder, DatabaseURL: os.Getenv("SAMSPIL_KILLED_DATABASE"), KeyFile: filepath.Join(folder, "key")}
	now := func() time.Time { return demoMorning }
	i, err := at.open(context.Background(), now)
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(i, now, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})), true)
	kit, err := s.kit()
	if err != nil {
		t.Fatal(err)
	}
	pages, err := kit.Handler(s.routes(kit)) // without the limit on how fast one may write
	if err != nil {
		t.Fatal(err)
	}
	l, err := listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("serving http://%s\n", l.Addr())
	t.Fatal(serve(context.Background(), l, pages, s.log))
}
