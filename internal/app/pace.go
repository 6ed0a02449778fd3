package app

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"samspil/internal/clock"
)

// The pace of requests by one browser: bursts are fine, a steady stream above
// the pace is slowed down more and more, never refused.
const (
	paceBurst  = 30
	pacePerSec = 5
	paceMost   = 10 * time.Second
	paceKept   = 5 * time.Minute
)

// pace slows down whoever asks faster than a person can read.
type pace struct {
	now  clock.Clock
	mu   sync.Mutex
	seen map[string]bucket
}

type bucket struct {
	tokens float64 // below zero: in debt
	at     time.Time
}

func newPace(now clock.Clock) *pace { return &pace{now: now, seen: map[string]bucket{}} }

// delay takes one request of the key into account and says how long it waits.
func (p *pace) delay(key string) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if len(p.seen) > 10_000 {
		for k, b := range p.seen {
			if now.Sub(b.at) > paceKept {
				delete(p.seen, k)
			}
		}
	}
	b, ok := p.seen[key]
	if !ok {
		b = bucket{paceBurst, now}
	}
	b.tokens = min(paceBurst, b.tokens+now.Sub(b.at).Seconds()*pacePerSec) - 1
	b.at = now
	p.seen[key] = b
	if b.tokens >= 0 {
		return 0
	}
	return min(time.Duration(-b.tokens/pacePerSec*float64(time.Second)), paceMost)
}

// limit delays requests; the look of the pages is not counted.
func (p *pace) limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
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
