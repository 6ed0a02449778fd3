package app

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/db/dbtest"
	"samspil/internal/load"
	"samspil/internal/session"
)

// plannedIn returns a planned session of the course, with its people.
func (l *loaded) plannedIn(b *testing.B, as access.Actor, course string) (found session.Session) {
	b.Helper()
	ctx := context.Background()
	err := l.cases.Update(ctx, func(tx *casefile.Tx) error {
		f, err := casefile.OpenRead(ctx, tx, as, course, access.Purpose{Code: access.Document})
		if err != nil {
			return err
		}
		all, err := session.All(ctx, f, session.Period{})
		for _, s := range all {
			if s.Status == session.Planned {
				found = s
			}
		}
		return err
	})
	if err != nil || found.ID == "" {
		b.Fatalf("no planned session in the course: %v", err)
	}
	return found
}

// aNote is the length of an ordinary note.
var aNote = strings.Repeat("Moren ventede et øjeblik, før hun svarede, og sagde så, hvad hun så. ", 12)

// write measures a note from the form to the answer, and the saving of a draft,
// in a course of ten sessions and in one of 400.
func (l *loaded) write(b *testing.B) {
	for _, c := range []struct{ name, course string }{{"course", l.Courses[1]}, {"course-400-sessions", l.LongCourse}} {
		s := l.plannedIn(b, l.Consultant, c.course)
		b.Run("write-note/"+c.name, func(b *testing.B) {
			median(b, func(int) {
				l.ask(b, l.Consultant, http.StatusSeeOther, "/forloeb/"+c.course+"/aftaler/"+s.ID+"/note", url.Values{
					"id": {db.NewID()}, "version": {strconv.FormatInt(s.Version, 10)}, "date": {"2026-09-30"}, "start": {"10:00"}, "end": {"11:30"},
					"staff": {l.Consultant.ID}, "persons": s.Persons, "observation": {aNote}, "direct": {"90"},
				})
				s.Version++
			})
		})
		version := 0
		b.Run("write-draft/"+c.name, func(b *testing.B) {
			median(b, func(int) {
				l.ask(b, l.Consultant, http.StatusOK, "/kladde/"+c.course, url.Values{
					"_key": {"load:" + s.ID}, "_version": {strconv.Itoa(version)}, "observation": {fmt.Sprint(version, " ", aNote)},
				})
				version++
			})
		})
	}
}

// BenchmarkEntries writes session entries through the door of the case file, each
// durable and audited on its own, with eight people at once, and reports how many
// a second and the most memory that took.
func BenchmarkEntries(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { entries(b, dbtest.SQLite(b)) })
	b.Run("postgres", func(b *testing.B) { entries(b, dbtest.Postgres(b)) })
}

func entries(b *testing.B, data *db.DB) {
	const clients = 8
	l := openLoad(b, data)
	ctx := context.Background()
	made, err := load.Fill(ctx, l.cases, l.gate, load.Size{Courses: clients, Families: 1, Sessions: 1, Long: 1, Workers: 1})
	if err != nil {
		b.Fatal(err)
	}
	total := int64(b.N) * 20
	var left atomic.Int64
	left.Store(total)
	var all sync.WaitGroup
	forgetPeak()
	b.ResetTimer()
	began := time.Now()
	for n, course := range made.Courses {
		s := l.plannedIn(b, made.Leads[n], course)
		all.Go(func() {
			for left.Add(-1) >= 0 {
				if err := l.enter(ctx, made.Leads[n], course, s.Persons); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	took := time.Since(began)
	b.StopTimer()
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(total)/took.Seconds(), "entries/s")
	b.ReportMetric(peakMemory(b), "MB-peak")
	if lines, found, err := l.cases.Log.Verify(ctx, l.data, l.keys); err != nil || len(found) > 0 {
		b.Errorf("the audit log of %d lines: %v, %v", lines, found, err)
	}
}

func (l *loaded) enter(ctx context.Context, as access.Actor, course string, persons []string) error {
	return l.cases.Update(ctx, func(tx *casefile.Tx) error {
		f, err := casefile.OpenWrite(ctx, tx, as, course, access.Purpose{Code: access.Document})
		if err != nil {
			return err
		}
		at := demoMorning.Add(-24 * time.Hour)
		return session.Record(ctx, f, session.Session{
			ID: db.NewID(), EntryID: db.NewID(), Kind: session.Pedagogical, Start: at, End: at.Add(90 * time.Minute),
			DirectMinutes: 90, Staff: []string{as.ID}, Persons: persons, Observation: aNote,
		})
	})
}

// forgetPeak gives back what is not used and begins the peak anew, so that what
// ran before in this process does not count.
func forgetPeak() {
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // only Linux has it
}

// peakMemory is the most memory this process has held since forgetPeak, in MB.
func peakMemory(b *testing.B) float64 {
	b.Helper()
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0 // only Linux tells
	}
	for line := range strings.Lines(string(text)) {
		var kb float64
		if n, _ := fmt.Sscanf(line, "VmHWM: %f kB", &kb); n == 1 {
			return kb / 1024
		}
	}
	return 0
}
