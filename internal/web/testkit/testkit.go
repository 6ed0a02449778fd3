// Package testkit lets a test walk through pages as one of the staff does, and
// looks at every page on the way: no text is missing, there is one heading, and
// nothing that the security headers would stop.
package testkit

import (
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/web"
)

// Site is what a test wants to walk through.
type Site struct {
	Store     *casefile.Store
	Clock     clock.Clock // the store's when nil
	Routes    func(*web.Kit) []web.Route
	Templates fs.FS
	More      []fs.FS // templates of further areas
}

// Walk is a site ready to be visited.
type Walk struct {
	Kit     *web.Kit
	t       testing.TB
	handler http.Handler
	people  map[string]access.Actor
}

// Visitor is one person on the site, in one language.
type Visitor struct {
	walk  *Walk
	actor access.Actor
	lang  string
	keeps []*http.Cookie
}

// Page is an answer.
type Page struct {
	Status   int
	Body     string
	Location string // where a redirect leads
	Header   http.Header
}

// actorHeader carries the id of the visitor; it exists in tests only.
const actorHeader = "X-Test-Actor"

// New builds the site; a broken template or a route without a right ends the test.
func New(t testing.TB, s Site) *Walk {
	t.Helper()
	people := map[string]access.Actor{}
	if s.Clock == nil && s.Store != nil {
		s.Clock = s.Store.Clock
	}
	folders := append([]fs.FS{}, s.More...)
	if s.Templates != nil {
		folders = append(folders, s.Templates)
	}
	kit, err := web.NewKit(web.Config{
		Cases: s.Store, Clock: s.Clock, Templates: folders, Demo: true,
		Log: slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelWarn})),
		Who: func(r *http.Request) (access.Actor, bool) {
			a, ok := people[r.Header.Get(actorHeader)]
			return a, ok
		},
	})
	if err != nil {
		t.Fatalf("build the kit: %v", err)
	}
	h, err := kit.Handler(s.Routes(kit))
	if err != nil {
		t.Fatalf("register routes: %v", err)
	}
	return &Walk{Kit: kit, t: t, handler: h, people: people}
}

type testLog struct{ t testing.TB }

func (l testLog) Write(b []byte) (int, error) {
	l.t.Log(strings.TrimSpace(string(b)))
	return len(b), nil
}

// As returns the person as a visitor who reads Danish.
func (w *Walk) As(a access.Actor) *Visitor {
	w.people[a.ID] = a
	return &Visitor{walk: w, actor: a, lang: "da"}
}

// Nobody returns a visitor who is not signed in.
func (w *Walk) Nobody() *Visitor { return &Visitor{walk: w, lang: "da"} }

// InEnglish is the same visitor reading English.
func (v *Visitor) InEnglish() *Visitor {
	e := *v
	e.lang = "en"
	return &e
}

// With is the same visitor with a cookie that an answer gave.
func (v *Visitor) With(c *http.Cookie) *Visitor {
	e := *v
	e.keeps = append(e.keeps[:len(e.keeps):len(e.keeps)], c)
	return &e
}

// Get opens a page.
func (v *Visitor) Get(path string) Page {
	v.walk.t.Helper()
	return v.do(httptest.NewRequest(http.MethodGet, path, nil))
}

// Post sends a form, as a browser on the same site does.
func (v *Visitor) Post(path string, form url.Values) Page {
	v.walk.t.Helper()
	return v.do(formRequest(path, form))
}

// PostJSON sends a form as a script does, which wants JSON back.
func (v *Visitor) PostJSON(path string, form url.Values) Page {
	v.walk.t.Helper()
	r := formRequest(path, form)
	r.Header.Set("Accept", "application/json")
	return v.do(r)
}

// PostFrom sends a form as a page of another site makes a browser do.
func (v *Visitor) PostFrom(origin, path string, form url.Values) Page {
	v.walk.t.Helper()
	r := formRequest(path, form)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	r.Header.Set("Origin", origin)
	return v.do(r)
}

// PostBody sends a body of another kind than a plain form, such as a file.
func (v *Visitor) PostBody(path, kind string, body io.Reader) Page {
	v.walk.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, body)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return v.do(r)
}

func formRequest(path string, form url.Values) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return r
}

func (v *Visitor) do(r *http.Request) Page {
	v.walk.t.Helper()
	r.Header.Set(actorHeader, v.actor.ID)
	r.AddCookie(&http.Cookie{Name: "sprog", Value: v.lang})
	for _, c := range v.keeps {
		r.AddCookie(c)
	}
	rec := httptest.NewRecorder()
	v.walk.handler.ServeHTTP(rec, r)
	body, _ := io.ReadAll(rec.Result().Body)
	p := Page{Status: rec.Code, Body: string(body), Location: rec.Header().Get("Location"), Header: rec.Header()}
	if strings.HasPrefix(rec.Header().Get("Content-Type"), "text/html") && rec.Code != http.StatusSeeOther && rec.Header().Get("Content-Disposition") == "" {
		for _, fault := range Inspect(p.Body) {
			v.walk.t.Errorf("%s %s (%s): %s", r.Method, r.URL.Path, v.lang, fault)
		}
	}
	return p
}

// Has reports whether the page's text holds every one of the words.
func (p Page) Has(words ...string) bool {
	text := p.Text()
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
