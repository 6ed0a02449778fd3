package app

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// faults is a network that cannot be trusted. It stands between the phones and the
// server, and loses, delays, doubles, reorders, shortens and breaks off what goes
// through it, as chance has it.
type faults struct {
	mu      sync.Mutex
	server  string // its address now; a restarted server has another
	chance  *rand.Rand
	done    map[string]int // how often each thing was done to a sending
	replays sync.WaitGroup
}

// deeds are what the network does with a sending, each as likely as the others; most
// sendings are left alone.
var deeds = []string{"pass", "pass", "pass", "pass", "drop", "lose the answer", "shorten the answer", "reset in the answer", "shorten the sending", "double", "again later"}

func (p *faults) to(server string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.server = server
}

// draw says what to do with a sending, after how long, and where to cut.
func (p *faults) draw() (server, deed string, wait time.Duration, cut float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	deed = deeds[p.chance.IntN(len(deeds))]
	p.done[deed]++
	return p.server, deed, time.Duration(p.chance.IntN(25)) * time.Millisecond, p.chance.Float64()
}

// ServeHTTP takes one sending of a phone.
func (p *faults) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	server, deed, wait, cut := p.draw()
	<-time.After(wait) // so that what was sent later may arrive sooner
	switch deed {
	case "drop":
		breakOff(w, nil)
		return
	case "shorten the sending":
		p.forward(server, r, body[:int(cut*float64(len(body)))], len(body))
		breakOff(w, nil)
		return
	case "double":
		p.forward(server, r, body, len(body))
	case "again later":
		again := r.Clone(r.Context())
		p.replays.Go(func() {
			<-time.After(8 * wait)
			p.forward(p.now(), again, body, len(body))
		})
	}
	status, answer := p.forward(server, r, body, len(body))
	switch {
	case status == 0 || deed == "lose the answer":
		breakOff(w, nil)
	case deed == "shorten the answer" || deed == "reset in the answer":
		whole := []byte("HTTP/1.1 " + strconv.Itoa(status) + " OK\r\nContent-Type: application/json\r\nContent-Length: " + strconv.Itoa(len(answer)) + "\r\n\r\n" + string(answer))
		breakOff(w, whole[:int(cut*float64(len(whole)))])
	default:
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write(answer) // the phone sees that it is short
	}
}

func (p *faults) now() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.server
}

// forward gives the sending to the server, saying that it is size bytes long; status
// 0 when there was no whole answer.
func (p *faults) forward(server string, r *http.Request, body []byte, size int) (status int, answer []byte) {
	out, err := http.NewRequest(r.Method, server+r.URL.RequestURI(), io.NopCloser(bytes.NewReader(body)))
	if err != nil {
		return 0, nil
	}
	out.Header = r.Header.Clone()
	out.ContentLength = int64(size)
	resp, err := (&http.Client{Timeout: 20 * time.Second}).Do(out)
	if err != nil {
		return 0, nil
	}
	defer resp.Body.Close()
	answer, err = io.ReadAll(resp.Body)
	if err != nil {
		return 0, nil
	}
	return resp.StatusCode, answer
}

// breakOff sends some bytes as they are and resets the line.
func breakOff(w http.ResponseWriter, some []byte) {
	line, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	_, _ = line.Write(some) // a line that is being broken
	if tcp, ok := line.(*net.TCPConn); ok && len(some)%2 == 1 {
		_ = tcp.SetLinger(0)
	}
	_ = line.Close()
}
