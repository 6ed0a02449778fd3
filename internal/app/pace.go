package app

import (
	"crypto/sha256"
	"encoding/json"
	"math"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"samspil/internal/clock"
	"samspil/internal/lang"
	"samspil/internal/web"
	"samspil/internal/wire"
)

// allowance is how much somebody may ask: so much at once, and so much a second after
// that.
type allowance struct{ burst, perSec float64 }

// The pace of requests by one browser at a desk: bursts are fine, a steady stream
// above the pace is slowed down more and more, never refused.
const (
	paceBurst  = 30
	pacePerSec = 5
	paceMost   = 10 * time.Second
)

// What phones may ask, below /v1/. Above it they are told to come later, which loses
// nothing: a phone keeps what it has and tries again. A phone with ten thousand
// entries sends a hundred times in a row, and forty phones of one office come home to
// one address on the same afternoon; neither may ever meet these. Wrong codes and
// PINs are counted of an address alone, so that one who guesses slows down nobody
// else: fewer in ten minutes than make package device stop everybody.
var (
	onePhone    = allowance{200, 10}
	oneAddress  = allowance{3000, 200}
	wrongOfDoor = allowance{120, 0.1}
)

// pace slows down whoever asks faster than a person or a phone would.
type pace struct {
	now         clock.Clock
	behindProxy bool // the last address in X-Forwarded-For is the proxy's word
	mu          sync.Mutex
	seen        map[key]bucket
	swept       time.Time
}

// key stands for whoever asks; nothing of a cookie or an address is kept.
type key [16]byte

func keyOf(kind, who string) (k key) {
	sum := sha256.Sum256([]byte(kind + " " + who))
	copy(k[:], sum[:])
	return k
}

type bucket struct {
	allowance
	tokens float64 // below zero: in debt
	at     time.Time
}

// full is what the bucket holds at a time.
func (b bucket) full(now time.Time) float64 {
	return min(b.burst, b.tokens+now.Sub(b.at).Seconds()*b.perSec)
}

func newPace(now clock.Clock) *pace { return &pace{now: now, seen: map[key]bucket{}, swept: now()} }

// have is the bucket of a key as it stands now. The lock is held.
func (p *pace) have(k key, a allowance) bucket {
	now := p.now()
	if now.Sub(p.swept) > time.Minute {
		for k, b := range p.seen {
			if b.full(now) >= b.burst { // as good as new
				delete(p.seen, k)
			}
		}
		p.swept = now
	}
	b, ok := p.seen[k]
	if !ok {
		b = bucket{a, a.burst, now}
	}
	b.tokens, b.at = b.full(now), now
	return b
}

// delay takes one request of a browser into account and says how long it waits.
func (p *pace) delay(browser string) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	k := keyOf("browser", browser)
	b := p.have(k, allowance{paceBurst, pacePerSec})
	b.tokens--
	p.seen[k] = b
	if b.tokens >= 0 {
		return 0
	}
	return min(time.Duration(-b.tokens/pacePerSec*float64(time.Second)), paceMost)
}

// take lets one request in, or says after how long there is room for it; what is
// refused costs nothing.
func (p *pace) take(k key, a allowance) (wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	b := p.have(k, a)
	if b.tokens < 1 {
		wait = time.Duration((1 - b.tokens) / a.perSec * float64(time.Second))
	} else {
		b.tokens--
	}
	p.seen[k] = b
	return wait
}

// giveBack undoes a take.
func (p *pace) giveBack(k key, a allowance) {
	p.mu.Lock()
	defer p.mu.Unlock()
	b := p.have(k, a)
	b.tokens = min(b.burst, b.tokens+1)
	p.seen[k] = b
}

// limit delays the requests of browsers and turns away those of phones that come too
// fast; the look of the pages is not counted.
func (p *pace) limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/v1/") {
			p.phone(w, r, next)
			return
		}
		if wait := p.wait(r); wait > 0 {
			timer := time.NewTimer(wait)
			defer timer.Stop()
			select {
			case <-timer.C:
			case <-r.Context().Done():
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

func (p *pace) wait(r *http.Request) time.Duration {
	if strings.HasPrefix(r.URL.Path, "/static/") || r.URL.Path == "/sundhed" {
		return 0
	}
	for _, name := range []string{"__Host-samspil", "samspil"} {
		if c, err := r.Cookie(name); err == nil && c.Value != "" {
			return p.delay(c.Value)
		}
	}
	return 0 // who is not logged in meets the limits of the log-in instead
}

// phone lets a request of a phone pass by its address and by itself. At the door,
// where codes and PINs are given, a wrong one counts and a right one does not.
func (p *pace) phone(w http.ResponseWriter, r *http.Request, next http.Handler) {
	address := p.address(r)
	if wait := p.take(keyOf("address", address), oneAddress); wait > 0 {
		later(w, r, wait)
		return
	}
	if c, err := r.Cookie("samspil_phone"); err == nil && c.Value != "" {
		if wait := p.take(keyOf("phone", c.Value), onePhone); wait > 0 {
			later(w, r, wait)
			return
		}
	}
	if r.URL.Path != "/v1/enrol" && r.URL.Path != "/v1/unlock" {
		next.ServeHTTP(w, r)
		return
	}
	door := keyOf("door", address)
	if wait := p.take(door, wrongOfDoor); wait > 0 {
		later(w, r, wait)
		return
	}
	answer := &statused{ResponseWriter: w, status: http.StatusOK}
	next.ServeHTTP(answer, r)
	if answer.status < 400 || answer.status >= 500 || answer.status == http.StatusTooManyRequests {
		p.giveBack(door, wrongOfDoor)
	}
}

// statused remembers how a request was answered.
type statused struct {
	http.ResponseWriter
	status int
}

func (w *statused) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets the server reach the answer itself.
func (w *statused) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// address is the network that a request comes from: of the long kind of address the
// half that belongs to one connection, since its holder chooses the rest.
func (p *pace) address(r *http.Request) string {
	text := r.RemoteAddr
	if host, _, err := net.SplitHostPort(text); err == nil {
		text = host
	}
	if all := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ","); p.behindProxy && all[len(all)-1] != "" {
		text = strings.TrimSpace(all[len(all)-1])
	}
	at, err := netip.ParseAddr(text)
	if err != nil {
		return text
	}
	if at = at.Unmap(); at.Is6() {
		if half, err := at.WithZone("").Prefix(64); err == nil {
			return half.String()
		}
	}
	return at.String()
}

// later tells a phone to come again, in the form and language of its other answers.
func later(w http.ResponseWriter, r *http.Request, wait time.Duration) {
	l := lang.Danish
	if c, err := r.Cookie("sprog"); err == nil {
		l = lang.Parse(c.Value)
	} else if strings.HasPrefix(strings.ToLower(r.Header.Get("Accept-Language")), "en") {
		l = lang.English
	}
	text, err := json.Marshal(wire.Problem{V: wire.Version, Why: web.PhoneTooOften, Text: lang.T(l, web.PhoneTooOften, nil)})
	if err != nil {
		text = []byte("{}") // a struct of texts
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Security-Policy", "default-src 'none'")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	w.WriteHeader(http.StatusTooManyRequests)
	_, _ = w.Write(text) // who has gone away reads nothing
}
