package app

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"gocloud.dev/secrets/localsecrets"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/db/dbtest"
	"samspil/internal/load"
	"samspil/internal/login"
	"samspil/internal/seal"
)

// loaded is a site on a large invented installation. Pages are asked for through
// the site's own handler, without a network and without the limit on how fast
// one person may ask.
type loaded struct {
	*site
	load.World
	pages  http.Handler
	tokens map[string]login.Token
}

// eachLoad runs f for every size asked for in SAMSPIL_LOAD ("500,5000,50000";
// 500 unless told) on both databases.
func eachLoad(b *testing.B, f func(b *testing.B, l *loaded)) {
	for _, text := range strings.Split(cmp.Or(os.Getenv("SAMSPIL_LOAD"), "500"), ",") {
		n, err := strconv.Atoi(text)
		if err != nil {
			b.Fatalf("SAMSPIL_LOAD: %v", err)
		}
		b.Run(fmt.Sprintf("courses=%d/sqlite", n), func(b *testing.B) { f(b, fillLoad(b, dbtest.SQLite(b), n, 1)) })
		b.Run(fmt.Sprintf("courses=%d/postgres", n), func(b *testing.B) { f(b, fillLoad(b, dbtest.Postgres(b), n, runtime.NumCPU())) })
	}
}

func fillLoad(b *testing.B, data *db.DB, n, workers int) *loaded {
	b.Helper()
	l := openLoad(b, data)
	size := load.Size{Courses: n, Sessions: 10, Long: 400, Ratings: 4, Workers: workers}
	if n > 10_000 {
		size.Sessions = 4 // what is measured is the number of courses; the rest of the disk is spared
	}
	began := time.Now()
	var err error
	if l.World, err = load.Fill(context.Background(), l.cases, l.gate, size); err != nil {
		b.Fatal(err)
	}
	if data.Postgres() { // it does so by itself within minutes of a great change
		if err := data.Update(context.Background(), func(tx *db.Tx) error { _, err := tx.Exec(context.Background(), `ANALYZE`); return err }); err != nil {
			b.Fatal(err)
		}
	}
	b.Logf("filled with %d courses in %.1f s", n, time.Since(began).Seconds())
	return l
}

func openLoad(b *testing.B, data *db.DB) *loaded {
	b.Helper()
	key, err := localsecrets.NewRandomKey()
	if err != nil {
		b.Fatal(err)
	}
	now := func() time.Time { return demoMorning }
	i := &installation{data: data, keyStore: dbtest.Keys(b)}
	if i.keys, err = seal.OpenKeys(context.Background(), i.keyStore, localsecrets.NewKeeper(key)); err != nil {
		b.Fatal(err)
	}
	i.cases, i.gate = casefile.NewStore(i.data, i.keys, now), login.NewGate(i.data, i.keys, now)
	l := &loaded{site: newSite(i, now, slog.New(slog.NewTextHandler(io.Discard, nil)), true), tokens: map[string]login.Token{}}
	kit, err := l.kit()
	if err != nil {
		b.Fatal(err)
	}
	if l.pages, err = kit.Handler(l.routes(kit)); err != nil {
		b.Fatal(err)
	}
	return l
}

// ask sends one request as the person and returns the answer; any other status
// than want ends the benchmark.
func (l *loaded) ask(b *testing.B, as access.Actor, want int, path string, form url.Values) *httptest.ResponseRecorder {
	b.Helper()
	if _, ok := l.tokens[as.ID]; !ok {
		token, err := (login.Demo{Gate: l.gate}).Choose(context.Background(), as.ID, "")
		if err != nil {
			b.Fatal(err)
		}
		l.tokens[as.ID] = token
	}
	w := l.request(as, path, form)
	if w.Code != want {
		b.Fatalf("%s: got %d, want %d: %.300s", path, w.Code, want, w.Body)
	}
	return w
}

// request sends one request as a person who has logged in.
func (l *loaded) request(as access.Actor, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if form != nil {
		r = httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	r.AddCookie(&http.Cookie{Name: "samspil", Value: string(l.tokens[as.ID])})
	w := httptest.NewRecorder()
	l.pages.ServeHTTP(w, r)
	return w
}

// median runs f b.N times and reports the median and the 95th percentile of the
// time on the clock, and the mean of the processor's time.
func median(b *testing.B, f func(i int)) {
	b.Helper()
	took := make([]time.Duration, 0, b.N)
	b.ResetTimer()
	worked := processor()
	for i := range b.N {
		began := time.Now()
		f(i)
		took = append(took, time.Since(began))
	}
	worked = processor() - worked
	b.StopTimer()
	times(b, took)
	b.ReportMetric(float64(worked.Microseconds())/1000/float64(b.N), "ms-processor")
}

// times reports the median and the 95th percentile.
func times(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	at := func(share float64) float64 {
		return float64(took[int(share*float64(len(took)-1))].Microseconds()) / 1000
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(at(0.5), "ms-median")
	b.ReportMetric(at(0.95), "ms-p95")
}

// processor is the processor time this process has used; unlike the time on the
// clock it is the same on a busy machine.
func processor() time.Duration {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// BenchmarkSite measures the pages people look at most, and writing, on one full
// installation after the other.
func BenchmarkSite(b *testing.B) {
	eachLoad(b, func(b *testing.B, l *loaded) {
		l.read(b)
		l.write(b)
	})
}

// read measures the pages people look at most.
func (l *loaded) read(b *testing.B) {
	for _, p := range []struct {
		name string
		as   access.Actor
		path string
	}{
		{"list/consultant", l.Consultant, "/forloeb"},
		{"list/leader", l.Leader, "/forloeb"},
		{"list/adviser", l.Adviser, "/forloeb"},
		{"course", l.Consultant, "/forloeb/" + l.Courses[1]},
		{"course-400-sessions", l.Consultant, "/forloeb/" + l.LongCourse},
		{"sessions-400", l.Consultant, "/forloeb/" + l.LongCourse + "/aftaler"},
		{"my-day/consultant", l.Consultant, "/min-dag"},
		{"my-day/leader", l.Leader, "/min-dag"},
		{"inbox/adviser", l.Adviser, "/indbakke"},
		{"deadlines/leader", l.Leader, "/frister"},
	} {
		b.Run(p.name, func(b *testing.B) {
			median(b, func(int) { l.ask(b, p.as, http.StatusOK, p.path, nil) })
		})
	}
}
