// Package phone is what a phone asks of the server: the program that runs on it,
// which anybody may fetch and which holds nothing of any family, and the addresses
// below /v1/ by which it is made known, unlocked, given its owner's day, and hands in
// what it has kept. What goes over them is described in package wire.
package phone

import (
	"net/http"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/device"
	"samspil/internal/web"
)

// Config is what the addresses of phones need.
type Config struct {
	Cases *casefile.Store
	// Secure is set where the pages are served by TLS: the cookie then goes nowhere
	// else.
	Secure bool

	turns chan struct{} // one for each sending that is being worked on
}

// mostAtOnce is how many sendings are worked on at a time. A hundred entries hold the
// database so long that people at their desks would wait behind all phones of an
// afternoon; a phone can wait.
const mostAtOnce = 2

// Routes are the addresses of this area.
func Routes(c Config) []web.Route {
	p := newProgram()
	c.turns = make(chan struct{}, mostAtOnce)
	return []web.Route{
		web.Public("GET /telefon", p.shell),
		web.Public("GET /telefon/{file}", p.file),
		web.PhoneDoor("POST /v1/enrol", c.enrol),
		web.PhoneDoor("GET /v1/challenge", c.challenge),
		web.PhoneDoor("POST /v1/unlock", c.unlock),
		web.Phone("POST /v1/lock", c.lock),
		web.Phone("POST /v1/handed", c.handed),
		web.Phone("GET /v1/day", c.day),
		web.Phone("POST /v1/outbox", c.outbox),
		web.Phone("POST /v1/outbox/state", c.state),
		web.Phone("PUT /v1/files/{digest}", c.piece),
	}
}

// cookieName is the cookie of a phone's session. It is sent to /v1/ alone.
const cookieName = "samspil_phone"

func token(r *http.Request) device.Token {
	k, err := r.Cookie(cookieName)
	if err != nil {
		return ""
	}
	return device.Token(k.Value)
}

func (c Config) cookie(t device.Token) *http.Cookie {
	k := &http.Cookie{Name: cookieName, Value: string(t), Path: "/v1/", Secure: c.Secure, HttpOnly: true, SameSite: http.SameSiteStrictMode,
		MaxAge: int(device.SessionLimit.Seconds())}
	if t == "" {
		k.MaxAge = -1
	}
	return k
}

// Who says which unlocked phone has sent a request, and whose it is; for web.Config.
func (c Config) Who(r *http.Request) (owner access.Actor, deviceID string, err error) {
	d, account, _, err := device.Who(r.Context(), c.Cases, token(r))
	if err != nil {
		return access.Actor{}, "", err
	}
	return account.Actor(), d.ID, nil
}

// session is the phone behind a request, once more, with its session.
func (c Config) session(v *web.Visit) (device.Device, device.Session, error) {
	d, _, s, err := device.Who(v.Context(), c.Cases, token(v.Request))
	return d, s, err
}
