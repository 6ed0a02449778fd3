package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/db/dbtest"
	"samspil/internal/device"
	"samspil/internal/interaction"
	"samspil/internal/load"
	"samspil/internal/outbox/outboxtest"
	"samspil/internal/session"
	"samspil/internal/wire"
)

// What a working morning of a large provider asks at most.
const (
	loadPhones = 40
	loadEvents = 300 // of each phone
	loadDesks  = 20
	loadPIN    = "271828"
)

// BenchmarkPhones lets forty phones hand in what they kept, 300 entries each, while
// twenty people work at their desks: spread over a minute, twenty entries at a time;
// and all of it as fast as the phones can, a hundred at a time. Every entry must be
// stored, receipted and in its place, and the limits on how fast one may ask must turn
// nobody away, though all of them have one address. Run it with -benchtime 1x.
func BenchmarkPhones(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { phonesAndDesks(b, dbtest.SQLite(b), 1) })
	b.Run("postgres", func(b *testing.B) { phonesAndDesks(b, dbtest.Postgres(b), 2) })
}

func phonesAndDesks(b *testing.B, data *db.DB, workers int) {
	l := openLoad(b, data)
	l.pages = newPace(clock.System).limit(l.pages) // all phones have one address
	size := load.Size{Courses: 10 * loadPhones, Sessions: 4, Long: 20, Ratings: 2, Workers: workers}
	var err error
	if l.World, err = load.Fill(context.Background(), l.cases, l.gate, size); err != nil {
		b.Fatal(err)
	}
	carriers, desks := l.carriers(b), l.desks(b)
	for _, how := range []struct {
		name   string
		each   int           // entries of a sending
		spread time.Duration // over which a phone's sendings are spread; 0: as fast as it can
	}{{"minute", 20, time.Minute}, {"at-once", wire.MostBatch, 0}} {
		b.Run(how.name, func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				for _, c := range carriers {
					c.code(b)
				}
				b.StartTimer()
				l.rush(b, carriers, desks, how.each, how.spread)
			}
			for _, c := range carriers {
				c.inPlace(b)
			}
		})
	}
}

// rush lets phones and desks work at the same time until the phones are done.
func (l *loaded) rush(b *testing.B, carriers []*carrier, desks []*deskWorker, each int, spread time.Duration) {
	done, stop := context.WithCancel(context.Background())
	defer stop()
	var sending, working sync.WaitGroup
	for _, d := range desks {
		working.Go(func() { d.work(b, done) })
	}
	began := time.Now()
	for _, c := range carriers {
		sending.Go(func() { c.send(b, each, spread) })
	}
	sending.Wait()
	took := time.Since(began)
	stop()
	working.Wait()
	var phones, pages []time.Duration
	for _, c := range carriers {
		phones, c.took = append(phones, c.took...), nil
	}
	for _, d := range desks {
		pages, d.took = append(pages, d.took...), nil
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(took.Seconds(), "s")
	b.ReportMetric(float64(len(carriers)*loadEvents)/took.Seconds(), "entries/s")
	shares(b, "sending", phones)
	shares(b, "page", pages)
	b.Logf("%d sendings of %d phones, %d pages of %d desks, in %.1f s", len(phones), len(carriers), len(pages), len(desks), took.Seconds())
}

func shares(b *testing.B, of string, took []time.Duration) {
	slices.Sort(took)
	for _, share := range []struct {
		name string
		at   float64
	}{{"p50", .5}, {"p95", .95}, {"p99", .99}} {
		b.ReportMetric(float64(took[int(share.at*float64(len(took)-1))].Microseconds())/1000, "ms-"+of+"-"+share.name)
	}
}

// --- Phones ------------------------------------------------------------------

// carrier is a consultant with a phone, enrolled and unlocked by its own requests.
type carrier struct {
	l       *loaded
	owner   access.Actor
	phone   *outboxtest.Phone
	cookie  *http.Cookie
	place   outboxtest.Place
	visit   wire.DayVisit
	scheme  wire.Scheme
	segment string
	took    []time.Duration
	chance  *rand.Rand
}

// carriers are the consultants who have a visit today.
func (l *loaded) carriers(b *testing.B) []*carrier {
	b.Helper()
	var out []*carrier
	seen := map[string]bool{}
	for _, owner := range l.Leads {
		if seen[owner.ID] || len(out) == loadPhones {
			continue
		}
		seen[owner.ID] = true
		c := &carrier{l: l, owner: owner, chance: rand.New(rand.NewPCG(2026, uint64(len(out))))}
		c.enrol(b)
		out = append(out, c)
	}
	if len(out) < loadPhones {
		b.Fatalf("only %d consultants", len(out))
	}
	return out
}

func (c *carrier) enrol(b *testing.B) {
	b.Helper()
	ctx := context.Background()
	var code string
	err := c.l.cases.Update(ctx, func(tx *casefile.Tx) (err error) {
		code, _, err = device.Code(ctx, tx, c.owner)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	if c.phone, err = outboxtest.New(c.l.cases.Clock); err != nil {
		b.Fatal(err)
	}
	var enrolled wire.Enrolled
	c.ask(b, http.MethodPost, "/v1/enrol", wire.Enrol{V: 1, Code: code, Name: "Telefonen", Public: c.phone.Public(), PIN: loadPIN, App: "test",
		Sign: c.phone.Sign([]byte(wire.EnrolWords + code))}, &enrolled)
	c.phone.ID, c.phone.Receipts = enrolled.Device, enrolled.Receipts.Public
	var challenge wire.Challenge
	c.ask(b, http.MethodGet, "/v1/challenge", nil, &challenge)
	answer := c.ask(b, http.MethodPost, "/v1/unlock", wire.Unlock{V: 1, Device: c.phone.ID, Challenge: challenge.Challenge, PIN: loadPIN,
		Sign: c.phone.Sign([]byte(wire.UnlockWords + challenge.Challenge))}, nil)
	c.cookie = answer.Result().Cookies()[0]
	var day wire.Day
	c.ask(b, http.MethodGet, "/v1/day", nil, &day)
	for _, v := range day.Visits {
		if v.Describe && v.Start[:10] == day.Today {
			c.visit, c.scheme = v, day.Scheme
		}
	}
	for _, course := range day.Courses {
		if course.Case == c.visit.Case {
			c.place = outboxtest.Place{Case: course.Case, Contact: c.visit.Session, Key: course.Key}
		}
	}
	if c.place.Case == "" {
		b.Fatalf("no visit today that may be coded, of %d", len(day.Visits))
	}
}

// code makes the entries of a coded stretch, from its start to its end.
func (c *carrier) code(b *testing.B) {
	b.Helper()
	c.segment = outboxtest.ULID(c.phone.Now())
	seal := func(kind wire.Kind, payload any) {
		if _, err := c.phone.Seal(c.place, kind, payload); err != nil {
			b.Fatal(err)
		}
	}
	seal(wire.KindStart, wire.Segment{V: 1, ID: c.segment, Session: c.visit.Session, Part: "play", Scheme: c.scheme.Ref,
		Fingerprint: c.scheme.Fingerprint, Live: true, Started: c.phone.Now().Format(time.RFC3339)})
	moments := slices.DeleteFunc(slices.Clone(c.scheme.Codes), func(w wire.Code) bool { return w.State })
	at := int64(0)
	for range loadEvents - 2 {
		at += 200 + c.chance.Int64N(3000)
		w := moments[c.chance.IntN(len(moments))]
		seal(wire.KindCode, wire.Payload{V: 1, Segment: c.segment, Deed: string(interaction.Point), At: at, Subject: w.Subject, Code: w.Code})
	}
	seal(wire.KindEnd, wire.Payload{V: 1, Segment: c.segment, Deed: string(interaction.End), At: at + 1000})
}

// send hands in what waits, a part at a time.
func (c *carrier) send(b *testing.B, each int, spread time.Duration) {
	sendings := (loadEvents + each - 1) / each
	start := time.Now()
	for i := range sendings {
		if slot := spread / time.Duration(sendings); slot > 0 {
			<-time.After(time.Until(start.Add(time.Duration(i)*slot + time.Duration(c.chance.Int64N(int64(slot))))))
		}
		batch := c.phone.Batch(each)
		var answer wire.Answer
		began := time.Now()
		c.ask(b, http.MethodPost, "/v1/outbox", batch, &answer)
		c.took = append(c.took, time.Since(began))
		if err := c.phone.Take(batch, answer); err != nil {
			b.Error(err)
			return
		}
		for _, v := range answer.Verdicts {
			if v.Result != wire.Stored {
				b.Errorf("%s is %s: %s", v.ID, v.Result, v.Why)
				return
			}
		}
	}
}

// inPlace looks whether every entry has a receipt of its own that says that it is in
// the record, and whether the stretch is whole there.
func (c *carrier) inPlace(b *testing.B) {
	b.Helper()
	for _, k := range c.phone.Entries {
		if k.Receipt.Shelf != wire.InCase {
			b.Fatalf("entry %d lies on the shelf %q: %s", k.Head.Seq, k.Receipt.Shelf, k.Verdict.Why)
		}
	}
	ctx := context.Background()
	err := c.l.cases.Update(ctx, func(tx *casefile.Tx) error {
		f, err := casefile.OpenRead(ctx, tx, c.owner, c.place.Case, access.Purpose{Code: access.Document})
		if err != nil {
			return err
		}
		s, err := interaction.Get(ctx, f, c.segment)
		if err == nil && (!s.Closed || len(s.Recording.Events) != loadEvents-2) {
			err = fmt.Errorf("%d events in the record, ended %v", len(s.Recording.Events), s.Closed)
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}

// ask sends one request of the phone; any answer but 200 ends the benchmark.
func (c *carrier) ask(b *testing.B, method, path string, in, out any) *httptest.ResponseRecorder {
	text, err := json.Marshal(in)
	if err != nil {
		b.Error(err)
	}
	r := httptest.NewRequest(method, path, bytes.NewReader(text))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if c.cookie != nil {
		r.AddCookie(c.cookie)
	}
	w := httptest.NewRecorder()
	c.l.pages.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		b.Errorf("%s %s: %d: %.300s", method, path, w.Code, w.Body)
	} else if out != nil {
		if err := json.Unmarshal(w.Body.Bytes(), out); err != nil {
			b.Errorf("%s %s: %v", method, path, err)
		}
	}
	return w
}

// --- Desks -------------------------------------------------------------------

// deskWorker is somebody who looks at pages and writes notes all the while.
type deskWorker struct {
	l      *loaded
	who    access.Actor
	course string
	visit  session.Session
	chance *rand.Rand
	took   []time.Duration
}

func (l *loaded) desks(b *testing.B) []*deskWorker {
	b.Helper()
	var out []*deskWorker
	for i := range loadDesks {
		n := (i*load.PerConsultant + 1) % len(l.Courses)
		d := &deskWorker{l: l, who: l.Leads[n], course: l.Courses[n], chance: rand.New(rand.NewPCG(7, uint64(i)))}
		d.visit = l.plannedIn(b, d.who, d.course)
		l.ask(b, d.who, http.StatusOK, "/min-dag", nil) // logs in
		out = append(out, d)
	}
	return out
}

// work asks for a page each half to one and a half seconds, every fifth time by
// handing in a note.
func (d *deskWorker) work(b *testing.B, done context.Context) {
	for i := 0; ; i++ {
		select {
		case <-done.Done():
			return
		case <-time.After(500*time.Millisecond + time.Duration(d.chance.Int64N(int64(time.Second)))):
		}
		path, want, form := "/min-dag", http.StatusOK, url.Values(nil)
		switch i % 5 {
		case 1:
			path = "/forloeb"
		case 2, 3:
			path = "/forloeb/" + d.course
		case 4:
			path, want = "/forloeb/"+d.course+"/aftaler/"+d.visit.ID+"/note", http.StatusSeeOther
			form = url.Values{
				"id": {db.NewID()}, "version": {strconv.FormatInt(d.visit.Version, 10)}, "date": {"2026-09-30"}, "start": {"10:00"}, "end": {"11:30"},
				"staff": {d.who.ID}, "persons": d.visit.Persons, "observation": {aNote}, "direct": {"90"},
			}
			d.visit.Version++
		}
		began := time.Now()
		if w := d.l.request(d.who, path, form); w.Code != want {
			b.Errorf("%s: got %d, want %d: %.300s", path, w.Code, want, w.Body)
			return
		}
		d.took = append(d.took, time.Since(began))
	}
}
