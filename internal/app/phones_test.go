package app

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/db/dbtest"
	"samspil/internal/device"
	"samspil/internal/lang"
	"samspil/internal/load"
	"samspil/internal/outbox"
	"samspil/internal/outbox/outboxtest"
	"samspil/internal/phone"
	"samspil/internal/wire"
)

// How much is tried in each check: phones, entries of each in a round, and rounds.
// SAMSPIL_PHONE_STORM=50,200,20 tries the whole of it; docs/measured.md tells how.
var littleStorm = [3]int{8, 50, 1}

// patience is how long a round may take before the phones give up.
const patience = 30 * time.Minute

// TestEveryTapArrivesOnce sends what phones kept through a network that loses,
// doubles, delays, reorders, shortens and resets, to a server that is killed with
// kill -9 in between, until every phone has a receipt for everything. Then every
// entry must be in the record once, nothing else may be, and each phone's taps must
// stand in the order in which they were made.
func TestEveryTapArrivesOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("short: is left to the whole check")
	}
	size := littleStorm
	if text := os.Getenv("SAMSPIL_PHONE_STORM"); text != "" {
		if _, err := fmt.Sscanf(text, "%d,%d,%d", &size[0], &size[1], &size[2]); err != nil {
			t.Fatalf("SAMSPIL_PHONE_STORM is phones,entries,rounds: %v", err)
		}
	}
	t.Run("sqlite", func(t *testing.T) { newStorm(t, place{}, size[0], size[1]).rage(size[2]) })
	t.Run("postgres", func(t *testing.T) {
		newStorm(t, place{DatabaseURL: postgresAddress(t)}, size[0], size[1]).rage(size[2])
	})
}

// storm is a server, a network and the phones.
type storm struct {
	t       *testing.T
	at      place
	network *faults
	address string
	entries int // that each phone makes in a round
	phones  []*sender
	server  *exec.Cmd
	kills   int
}

func newStorm(t *testing.T, at place, phones, entries int) *storm {
	t.Helper()
	at.Data = t.TempDir()
	at.KeyFile = filepath.Join(at.Data, "key")
	if err := writeKey(at.KeyFile); err != nil {
		t.Fatal(err)
	}
	s := &storm{t: t, at: at, entries: entries, network: &faults{done: map[string]int{}}}
	i := openKilled(t, at)
	defer i.close()
	made, err := load.Fill(context.Background(), i.cases, i.gate, load.Size{Courses: load.PerConsultant * phones, Sessions: 1, Long: 1, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	for n, owner := range made.Leads {
		if n == 0 || owner.ID != made.Leads[n-1].ID {
			s.phones = append(s.phones, s.hire(i, owner, uint64(n)))
		}
	}
	if len(s.phones) != phones {
		t.Fatalf("%d phones, want %d", len(s.phones), phones)
	}
	front := httptest.NewServer(s.network)
	t.Cleanup(front.Close)
	s.address = front.URL
	return s
}

// hire gives a consultant a phone and unlocks it; its clock goes on by a quarter of a
// second with each look at it.
func (s *storm) hire(i *installation, owner access.Actor, n uint64) *sender {
	s.t.Helper()
	ctx, clock := context.Background(), demoMorning.Add(-8*time.Hour)
	p, err := outboxtest.New(func() time.Time { clock = clock.Add(250 * time.Millisecond); return clock })
	if err != nil {
		s.t.Fatal(err)
	}
	made := &sender{Phone: p, owner: owner, chance: rand.New(rand.NewPCG(n, 1))}
	var code string
	ask := func(err error) {
		s.t.Helper()
		if err != nil {
			s.t.Fatal(err)
		}
	}
	ask(i.cases.Update(ctx, func(tx *casefile.Tx) (err error) {
		code, _, err = device.Code(ctx, tx, owner)
		return err
	}))
	d, err := device.Enrol(ctx, i.cases, device.Enrolment{Code: code, Name: "Telefon", PIN: "270194", App: "test", Public: p.Public(), Sign: p.Sign([]byte(wire.EnrolWords + code))})
	ask(err)
	challenge := device.Challenge(i.cases)
	token, _, err := device.Unlock(ctx, i.cases, device.Attempt{DeviceID: d.ID, Challenge: challenge, PIN: "270194", Sign: p.Sign([]byte(wire.UnlockWords + challenge))})
	ask(err)
	p.ID, made.cookie = d.ID, &http.Cookie{Name: "samspil_phone", Value: string(token)}
	made.from = outbox.Sender{Device: d, Actor: owner, Lang: lang.Danish}
	_, p.Receipts, err = i.keys.ReceiptKey(ctx)
	ask(err)
	var day wire.Day
	ask(i.cases.Update(ctx, func(tx *casefile.Tx) (err error) {
		day, err = phone.Today(ctx, tx, owner, "telefon", lang.Danish)
		return err
	}))
	made.scheme = day.Scheme
	for _, v := range day.Visits {
		for _, c := range day.Courses {
			if v.Describe && c.Case == v.Case {
				made.place = outboxtest.Place{Case: v.Case, Contact: v.Session, Key: c.Key}
			}
		}
	}
	if made.place.Case == "" {
		s.t.Fatalf("%s has no visit that may be described, of %d", owner.ID, len(day.Visits))
	}
	return made
}

// rage goes through rounds of chance, and looks at the record after each.
func (s *storm) rage(seeds int) {
	s.t.Helper()
	for seed := range seeds {
		began := time.Now()
		s.network.mu.Lock()
		s.network.chance = rand.New(rand.NewPCG(uint64(seed), 2026))
		s.network.mu.Unlock()
		for _, p := range s.phones {
			p.code(s.t, s.entries)
		}
		s.start()
		s.send(seed)
		s.stop()
		sent := time.Since(began)
		if s.t.Failed() {
			return
		}
		s.look()
		if s.t.Failed() {
			return
		}
		s.t.Logf("round %d: %d entries in all, each in the record once; sending took %.1f s", seed+1, len(s.phones)*len(s.phones[0].Entries), sent.Seconds())
	}
	s.control()
	s.t.Logf("the server was killed %d times; the network did this: %v", s.kills, s.network.done)
}

// control shows that the look finds a tap that was receipted and is not there, one
// that stands out of its order, and one that is there twice.
func (s *storm) control() {
	s.t.Helper()
	i := openKilled(s.t, s.at)
	defer i.close()
	p := s.phones[0]
	r := &p.rounds[0]
	made := slices.Clone(r.taps)
	for what, taps := range map[string][]wire.Payload{
		"missing":  append(slices.Clone(made), wire.Payload{V: 1, Code: "never tapped"}),
		"disorder": append(slices.Clone(made[1:]), made[0]),
		"twice":    made[1:],
	} {
		r.taps = taps
		if len(p.wrong(s.t, i)) != 1 {
			s.t.Errorf("what is wrong on purpose was not found: %s", what)
		}
	}
	r.taps = made
}

// start starts a server in a process of its own.
func (s *storm) start() {
	s.t.Helper()
	s.server = exec.Command(os.Args[0], "-test.run=^TestKilledServer$")
	s.server.Env = append(os.Environ(), "SAMSPIL_KILLED_DATA="+s.at.Data, "SAMSPIL_KILLED_DATABASE="+s.at.DatabaseURL)
	s.server.Stderr = os.Stderr
	out, err := s.server.StdoutPipe()
	if err == nil {
		err = s.server.Start()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	s.network.to(firstLine(s.t, out))
}

func (s *storm) stop() {
	_ = s.server.Process.Kill()
	_ = s.server.Wait() // it was killed
	s.network.replays.Wait()
}

// send lets all phones send until each has everything receipted, and kills the server
// twice meanwhile.
func (s *storm) send(seed int) {
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	var all sync.WaitGroup
	left := make(chan int, len(s.phones))
	for _, p := range s.phones {
		all.Go(func() {
			if err := p.sendAll(ctx, s.address); err != nil {
				s.t.Errorf("phone %s: %v", p.ID, err)
			}
			left <- 1
		})
	}
	chance := rand.New(rand.NewPCG(uint64(seed), 9))
	for range 2 {
		select {
		case <-time.After(time.Duration(200+chance.IntN(1200)) * time.Millisecond):
			_ = s.server.Process.Kill()
			_ = s.server.Wait()
			s.kills++
			s.start()
		case <-ctx.Done():
		}
	}
	all.Wait()
}

// look opens the installation and holds the record against what the phones made.
func (s *storm) look() {
	s.t.Helper()
	i := openKilled(s.t, s.at)
	defer i.close()
	for _, p := range s.phones {
		for _, wrong := range p.wrong(s.t, i) {
			s.t.Errorf("phone %s: %s", p.ID, wrong)
		}
	}
	all := len(s.phones) * len(s.phones[0].Entries)
	for what, want := range map[string]int{
		`SELECT COUNT(*) FROM outbox_entry`:                                                                            all,
		`SELECT COUNT(DISTINCT entry_id) FROM outbox_entry WHERE applied_at <> 0`:                                      all,
		`SELECT COUNT(DISTINCT n) FROM outbox_entry`:                                                                   all,
		`SELECT COUNT(*) FROM outbox_refused`:                                                                          0,
		`SELECT COUNT(*) FROM outbox_entry WHERE clash = 1 OR shelf <> 'case'`:                                         0,
		`SELECT COUNT(*) FROM coded_entry`:                                                                             all - len(s.phones)*len(s.phones[0].rounds)*(1+len(s.phones[0].rounds[0].notes)),
		`SELECT COUNT(*) FROM phone_note`:                                                                              len(s.phones) * len(s.phones[0].rounds) * len(s.phones[0].rounds[0].notes),
		`SELECT COUNT(*) FROM outbox_entry e JOIN outbox_entry l ON l.n = e.n - 1 WHERE l.received_at > e.received_at`: 0,
	} {
		if got := countRows(s.t, i, what); got != want {
			s.t.Errorf("%s: %d, want %d", what, got, want)
		}
	}
	if lines, found, err := i.cases.Log.Verify(context.Background(), i.data, i.keys); err != nil || len(found) > 0 || lines == 0 {
		s.t.Errorf("the audit log has %d lines and these findings: %v, %v", lines, found, err)
	}
}

func countRows(t *testing.T, i *installation, query string) (n int) {
	t.Helper()
	ctx := context.Background()
	if err := i.data.View(ctx, func(tx *db.Tx) error { return tx.QueryRow(ctx, query).Scan(&n) }); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// postgresAddress makes a database for a server that opens it itself.
func postgresAddress(t *testing.T) string {
	t.Helper()
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
	return u.String()
}
