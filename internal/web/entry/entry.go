// Package entry holds the doors of the house: logging in with password and
// phone, setting up the phone the first time, logging out, and the list of
// places where one is logged in. In the demo one chooses whom to be instead.
package entry

import (
	"embed"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"

	"samspil/internal/access"
	"samspil/internal/fault"
	"samspil/internal/login"
	"samspil/internal/web"
)

// Templates are the pages of this area.
//
//go:embed *.html
var Templates embed.FS

// Config is what the doors are made of.
type Config struct {
	Gate *login.Gate
	// Demo adds the page on which an invented person is chosen. A real server
	// leaves it nil and then has no such address.
	Demo *login.Demo
	// Secure is set where the pages are served by TLS. The cookie is then bound
	// to this host and never sent in the clear.
	Secure bool
	// BehindProxy believes the last address in X-Forwarded-For, which the proxy
	// in front has added itself.
	BehindProxy bool
}

// Routes are the addresses of this area.
func Routes(c Config) []web.Route {
	routes := []web.Route{
		web.Public("GET /log-ind", c.showEnter),
		web.Public("POST /log-ind", c.enter),
		web.Public("GET /log-ind/kode", c.showCode),
		web.Public("POST /log-ind/kode", c.code),
		web.Public("GET /log-ind/telefon", c.showEnrol),
		web.Public("POST /log-ind/telefon", c.enrol),
		web.Public("GET /log-ind/adgangskode", c.showRenew),
		web.Public("POST /log-ind/adgangskode", c.renew),
		web.Public("GET "+lentPath, c.showLent),
		web.Public("POST "+lentPath, c.takeBack),
		web.Public("POST /log-ud", c.logOut),
		web.Public("GET /log-ud", loggedOut),
		web.Staff("GET /mine-log-ind", web.Everyone, c.mine),
		web.Staff("POST /mine-log-ind/{session}/slut", web.Everyone, c.endOne),
		web.Staff("POST /mine-log-ind/slut-alle", web.Everyone, c.endAll),
		web.Public("GET /mine-log-ind/adgangskode", c.showOwn),
		web.Public("POST /mine-log-ind/adgangskode", c.changePassword),
	}
	if c.Demo != nil {
		routes = append(routes, web.Public("POST /log-ind/vaelg", c.choose))
	}
	return routes
}

// Who tells the pages who has sent a request: somebody who is wholly logged in,
// or nobody.
func (c Config) Who(r *http.Request) (access.Actor, bool) {
	token := c.token(r)
	if token == "" {
		return access.Actor{}, false
	}
	s, a, err := c.Gate.Who(r.Context(), token)
	if err != nil {
		if fault.KindOf(err) != fault.Denied {
			slog.Error("who is it", "err", err)
		}
		return access.Actor{}, false
	}
	if s.Stage != login.In {
		return access.Actor{}, false
	}
	return a.Actor(), true
}

// cookieName is bound to the host where TLS allows it: a page of another name
// in the same domain can then neither read nor set it.
func (c Config) cookieName() string {
	if c.Secure {
		return "__Host-samspil"
	}
	return "samspil"
}

func (c Config) token(r *http.Request) login.Token {
	cookie, err := r.Cookie(c.cookieName())
	if err != nil {
		return ""
	}
	return login.Token(cookie.Value)
}

func (c Config) cookie(token login.Token) *http.Cookie {
	k := &http.Cookie{
		Name: c.cookieName(), Value: string(token), Path: "/", Secure: c.Secure,
		HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
	if token == "" {
		k.MaxAge = -1
	}
	return k
}

// address is the network address that a request comes from.
func (c Config) address(r *http.Request) string {
	if c.BehindProxy {
		all := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if last := strings.TrimSpace(all[len(all)-1]); last != "" {
			return last
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// onward keeps the address that the person was on the way to.
func onward(path, to string) string {
	if to == "" {
		return path
	}
	return path + "?" + url.Values{"til": {to}}.Encode()
}

// goOn answers a step of the log-in that went well: the cookie of the new
// session, and the next page.
func (c Config) goOn(v *web.Visit, token login.Token, stage login.Stage) web.Response {
	to := v.Form.Value("til")
	path := ""
	switch stage {
	case login.Code:
		path = onward("/log-ind/kode", to)
	case login.Enrol:
		path = onward("/log-ind/telefon", to)
	case login.Renew:
		path = onward("/log-ind/adgangskode", to)
	default:
		path = to
		if path == "" {
			path = "/"
		}
	}
	return web.WithCookie(web.Redirect(path, ""), c.cookie(token))
}

// refused shows the step again with what is wrong; what is secret must be typed
// anew. A session that has ended meanwhile leads back to the beginning.
func refused(v *web.Visit, page web.Response, err error) (web.Response, error) {
	for _, secret := range []string{"password", "code", "old", "new", "again"} {
		v.Form.Put(secret, "")
	}
	switch fault.KindOf(err) {
	case fault.Denied:
		return web.Redirect(onward("/log-ind", v.Form.Value("til")), "login.out"), nil
	case fault.Unavailable:
		if e, ok := fault.As(err); ok {
			return web.NotValid(page, fault.New(fault.Invalid, e.Key, e.Args))
		}
	}
	return web.NotValid(page, err)
}
