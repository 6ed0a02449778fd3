package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"samspil/internal/wire"
)

// gatekeeper is the pace before pages that answer with one status.
type gatekeeper struct {
	now    time.Time
	pace   *pace
	status int
	asked  int // requests that came through
}

func newGatekeeper() *gatekeeper {
	g := &gatekeeper{now: demoMorning, status: http.StatusOK}
	g.pace = newPace(func() time.Time { return g.now })
	return g
}

// caller is who asks: a phone by its session, none before it is unlocked.
type caller struct{ address, phone string }

func (g *gatekeeper) ask(method, path string, who caller) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	r.RemoteAddr = who.address
	if who.phone != "" {
		r.AddCookie(&http.Cookie{Name: "samspil_phone", Value: who.phone})
	}
	w := httptest.NewRecorder()
	g.pace.limit(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		g.asked++
		w.WriteHeader(g.status)
	})).ServeHTTP(w, r)
	return w
}

// times asks so often and returns how many came through.
func (g *gatekeeper) times(n int, method, path string, who caller) (through int) {
	for range n {
		if g.ask(method, path, who).Code != http.StatusTooManyRequests {
			through++
		}
	}
	return through
}

const office = "203.0.113.7:50000"

// TestPhonesOfOneOfficeAreNeverTurnedAway lets forty phones behind one address do all
// that they do on an afternoon within a minute, with 300 entries each, and one of them
// hand in ten thousand that waited for weeks.
func TestPhonesOfOneOfficeAreNeverTurnedAway(t *testing.T) {
	g := newGatekeeper()
	all := func(method, path string, n int) {
		t.Helper()
		for i := range 40 {
			who := caller{office, fmt.Sprint("phone ", i)}
			if path == "/v1/enrol" || path == "/v1/challenge" || path == "/v1/unlock" {
				who.phone = ""
			}
			if through := g.times(n, method, path, who); through != n {
				t.Fatalf("phone %d: %d of %d of %s came through", i, through, n, path)
			}
		}
	}
	for range 2 { // made known in the morning, unlocked again at noon
		all(http.MethodPost, "/v1/enrol", 1)
		all(http.MethodGet, "/v1/challenge", 1)
		all(http.MethodPost, "/v1/unlock", 1)
		all(http.MethodGet, "/v1/day", 2)
	}
	for range 15 { // twenty entries at a time, spread over a minute
		all(http.MethodPost, "/v1/outbox", 1)
		all(http.MethodPost, "/v1/outbox/state", 1)
		g.now = g.now.Add(4 * time.Second)
	}
	all(http.MethodPost, "/v1/outbox", 15) // and the same in one moment
	all(http.MethodPut, "/v1/files/x", 17) // with a large picture each
	if n := g.times(120, http.MethodPost, "/v1/outbox", caller{office, "phone 40"}); n != 120 {
		t.Errorf("of ten thousand entries at once, %d of 120 sendings came through", n)
	}
}

func TestAPhoneThatFloodsIsToldToComeLater(t *testing.T) {
	g := newGatekeeper()
	one, other := caller{office, "one"}, caller{office, "other"}
	if n := g.times(300, http.MethodPost, "/v1/outbox", one); n != 200 {
		t.Errorf("%d of a flood came through, want 200", n)
	}
	asked := g.asked
	w := g.ask(http.MethodPost, "/v1/outbox", one)
	var p wire.Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != 429 || w.Header().Get("Retry-After") != "1" || p.Why != "phones.api.often" || p.Text == "" {
		t.Errorf("got %d %v %s", w.Code, w.Header(), w.Body)
	}
	if g.asked != asked {
		t.Error("what was turned away was asked of the server all the same")
	}
	if n := g.times(20, http.MethodPost, "/v1/outbox", other); n != 20 {
		t.Errorf("another phone beside it: %d of 20", n)
	}
	g.now = g.now.Add(time.Second)
	if n := g.times(20, http.MethodPost, "/v1/outbox", one); n != 10 {
		t.Errorf("a second later %d came through, want 10", n)
	}
}

func TestMadeUpPhonesAreCountedByTheirAddress(t *testing.T) {
	g := newGatekeeper()
	through := 0
	for i := range 4000 {
		through += g.times(1, http.MethodGet, "/v1/day", caller{office, fmt.Sprint("made up ", i)})
	}
	if through != 3000 {
		t.Errorf("%d came through, want 3000", through)
	}
	if n := g.times(1, http.MethodGet, "/v1/day", caller{"198.51.100.1:1", "elsewhere"}); n != 1 {
		t.Error("somebody elsewhere is turned away with them")
	}
	g.now = g.now.Add(2 * time.Minute)
	g.ask(http.MethodGet, "/v1/day", caller{"198.51.100.1:1", "elsewhere"})
	if n := len(g.pace.seen); n > 3 {
		t.Errorf("%d of those who rest are remembered", n)
	}
}

func TestWhoGuessesAtTheDoorIsSlowedDown(t *testing.T) {
	for _, path := range []string{"/v1/enrol", "/v1/unlock"} {
		g := newGatekeeper()
		if n := g.times(1000, http.MethodPost, path, caller{address: office}); n != 1000 {
			t.Errorf("%s: of those that fit %d of 1000 came through", path, n)
		}
		g.now = g.now.Add(time.Minute)
		g.status = http.StatusBadRequest
		if n := g.times(500, http.MethodPost, path, caller{address: office}); n != 120 {
			t.Errorf("%s: %d guesses came through, want 120", path, n)
		}
		if w := g.ask(http.MethodPost, path, caller{address: office}); w.Header().Get("Retry-After") != "10" {
			t.Errorf("%s: come again after %q", path, w.Header().Get("Retry-After"))
		}
		if n := g.times(1, http.MethodPost, path, caller{address: "198.51.100.1:1"}); n != 1 {
			t.Errorf("%s: somebody elsewhere cannot get in", path)
		}
		within := 0
		for range 10 {
			g.now = g.now.Add(time.Minute)
			within += g.times(500, http.MethodPost, path, caller{address: office})
		}
		if within != 60 {
			t.Errorf("%s: %d guesses in ten minutes, want 60", path, within)
		}
		g.status = http.StatusOK
		if n := g.times(5, http.MethodPost, "/v1/outbox", caller{office, "unlocked"}); n != 5 {
			t.Errorf("%s: an unlocked phone beside it: %d of 5", path, n)
		}
	}
}

func TestWhatAPhoneSendsDelaysNoPage(t *testing.T) {
	g := newGatekeeper()
	for range 100 {
		r := httptest.NewRequest(http.MethodPost, "/v1/outbox", nil)
		r.AddCookie(&http.Cookie{Name: "samspil", Value: "lone"})
		g.pace.limit(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})).ServeHTTP(httptest.NewRecorder(), r)
	}
	if d := g.pace.delay("lone"); d != 0 {
		t.Errorf("her pages wait %v", d)
	}
}

func TestTheAddressOfARequest(t *testing.T) {
	for name, c := range map[string]struct {
		remote, forwarded string
		behind            bool
		want              string
	}{
		"as it comes":                        {"203.0.113.7:1", "", false, "203.0.113.7"},
		"what the other says of himself":     {"203.0.113.7:1", "198.51.100.1", false, "203.0.113.7"},
		"behind a proxy, its own word":       {"127.0.0.1:1", "6.6.6.6, 198.51.100.1", true, "198.51.100.1"},
		"behind a proxy that says nothing":   {"127.0.0.1:1", "", true, "127.0.0.1"},
		"the long kind, by its connection":   {"[2001:db8:1:2:3:4:5:6]:1", "", false, "2001:db8:1:2::/64"},
		"the short kind written as the long": {"[::ffff:203.0.113.7]:1", "", false, "203.0.113.7"},
		"none":                               {"@", "", false, "@"},
	} {
		p := newPace(func() time.Time { return demoMorning })
		p.behindProxy = c.behind
		r := httptest.NewRequest(http.MethodGet, "/v1/day", nil)
		r.RemoteAddr = c.remote
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := p.address(r); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
