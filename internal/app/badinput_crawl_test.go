package app

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"samspil/internal/access"
	"samspil/internal/demo"
)

// station is a site that is asked without a network, by anybody who has logged in.
type station struct {
	*site
	handler http.Handler
	clock   *ticking
	cookies map[string]string // by person's name
	posts   *http.ServeMux    // knows the pattern of an address
	routes  []string
}

// ticking is a clock that goes on a little with every request, so that nobody
// asks faster than the pace.
type ticking struct {
	mu sync.Mutex
	at time.Time
}

func (c *ticking) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *ticking) tick() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(200 * time.Millisecond)
}

func silent() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// newStation puts the pages of an installation together.
func newStation(t *testing.T, i *installation, clock *ticking) *station {
	t.Helper()
	s := &station{site: newSite(i, clock.now, silent(), true), clock: clock, cookies: map[string]string{}, posts: http.NewServeMux()}
	var err error
	if s.handler, err = s.site.handler(); err != nil {
		t.Fatal(err)
	}
	kit, err := s.kit()
	if err != nil {
		t.Fatal(err)
	}
	nothing := http.NotFoundHandler()
	for _, r := range s.site.routes(kit) {
		s.posts.Handle(r.Pattern, nothing)
		s.routes = append(s.routes, r.Pattern)
	}
	s.posts.Handle("POST /begrundelse", nothing)
	return s
}

// pattern is the route that answers an address.
func (s *station) pattern(method, path string) string {
	r := httptest.NewRequest(method, path, nil)
	_, pattern := s.posts.Handler(r)
	return pattern
}

// reply is an answer, not followed where it leads on.
type reply struct {
	status int
	body   string
	to     string // of a redirect
	isPage bool
}

func (r reply) done() bool { return r.status < 400 }

func (s *station) ask(person, method, path string, form url.Values) reply {
	s.clock.tick()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, path, body)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if cookie := s.cookies[person]; cookie != "" {
		r.Header.Set("Cookie", cookie)
	}
	rec := httptest.NewRecorder()
	s.handler.ServeHTTP(rec, r)
	if cookie := rec.Header().Get("Set-Cookie"); s.cookies[person] == "" && strings.HasPrefix(cookie, "samspil=") {
		s.cookies[person], _, _ = strings.Cut(cookie, ";")
	}
	isPage := strings.HasPrefix(rec.Header().Get("Content-Type"), "text/html") && rec.Code != http.StatusSeeOther && rec.Header().Get("Content-Disposition") == ""
	return reply{rec.Code, rec.Body.String(), rec.Header().Get("Location"), isPage}
}

func (s *station) logIn(t *testing.T) {
	t.Helper()
	s.ask("", http.MethodPost, "/log-ind/vaelg", url.Values{"person": {demo.LoneID}}) // elsewhere too
	delete(s.cookies, "")
	for _, a := range demo.People() {
		if got := s.ask(a.Name, http.MethodPost, "/log-ind/vaelg", url.Values{"person": {a.ID}}); got.status != http.StatusSeeOther {
			t.Fatalf("%s cannot log in: %d", a.Name, got.status)
		}
	}
}

// crawl finds the forms of all pages that links lead to.
type crawl struct {
	*station
	t        *testing.T
	seen     map[string]bool // person and address
	asked    map[string]int  // how often a kind of page was opened
	forms    map[string]formFound
	pages    int
	reasons  map[string]bool // person and course for which a reason was given
	patterns map[string]bool // kinds of pages that were opened
	drafted  bool            // something was left half written
}

// mostAlike is how many pages of one kind are opened in one course by people of
// one role: goals, talks and messages of a course look alike.
const mostAlike = 2

func (s *station) crawl(t *testing.T) *crawl {
	c := &crawl{station: s, t: t, seen: map[string]bool{}, asked: map[string]int{}, forms: map[string]formFound{}, reasons: map[string]bool{}, patterns: map[string]bool{}}
	for _, a := range demo.People() {
		c.walk(a.Name, a.Role)
	}
	return c
}

func (c *crawl) walk(person string, role access.Role) {
	queue := []string{"/"}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if c.seen[person+path] || !c.worth(string(role), path) {
			continue
		}
		c.seen[person+path] = true
		queue = append(queue, c.open(person, path)...)
	}
}

// worth counts a page of a kind, and says whether it may show anything new.
func (c *crawl) worth(role, path string) bool {
	u, err := url.Parse(path)
	if err != nil {
		return false
	}
	var names []string
	for name, values := range u.Query() {
		names = append(names, name+"="+shape(strings.Join(values, ",")))
	}
	slices.Sort(names)
	pattern := c.pattern(http.MethodGet, u.EscapedPath())
	c.patterns[pattern] = true
	key := fmt.Sprint(role, " ", shape(u.Path), " ", names, " ", placeIn(pattern, u.Path, "course"))
	c.asked[key]++
	return c.asked[key] <= mostAlike
}

// open reads a page, notes its forms, and returns where it leads.
func (c *crawl) open(person, path string) []string {
	got := c.ask(person, http.MethodGet, path, nil)
	c.pages++
	if got.status == http.StatusSeeOther {
		return []string{got.to}
	}
	if got.status >= 400 {
		c.t.Errorf("%s follows a link to %s and gets %d", person, path, got.status)
		return nil
	}
	if !got.isPage {
		return nil
	}
	doc, err := html.Parse(strings.NewReader(got.body))
	if err != nil {
		c.t.Fatal(err)
	}
	course := placeIn(c.pattern(http.MethodGet, path), path, "course")
	if c.leaveDraft(person, doc) {
		return c.open(person, path)
	}
	for _, f := range formsIn(doc, path) {
		f.person, f.route = person, c.pattern(http.MethodPost, f.action)
		f.reason = c.reasons[person+course]
		if idle(f.route) {
			continue
		}
		if _, known := c.forms[f.key()]; !known {
			c.forms[f.key()] = f
		}
		if f.route == "POST /begrundelse" && !c.reasons[person+course] {
			c.reasons[person+course] = true
			c.giveReason(person, f)
			return c.open(person, path)
		}
	}
	return links(doc, path)
}

// leaveDraft begins to write in the first form that keeps what is being written,
// and goes away from it.
func (c *crawl) leaveDraft(person string, doc *html.Node) bool {
	n := find(doc, func(n *html.Node) bool { return attr(n, "data-draft") != "" })
	if n == nil || c.drafted {
		return false
	}
	c.drafted = true
	text := find(n, func(n *html.Node) bool { return n.Data == "textarea" })
	v := url.Values{"_key": {attr(n, "data-draft-key")}, "_version": {attr(n, "data-draft-version")}, attr(text, "name"): {"Begyndt på"}}
	if got := c.ask(person, http.MethodPost, attr(n, "data-draft"), v); got.status != http.StatusOK {
		c.t.Errorf("what is being written is not kept: %d", got.status)
	}
	return true
}

const reasonForLooking = "Jeg prøver, om formularerne holder til alt."

func (s *station) giveReason(person string, f formFound) {
	v := f.untouched()
	v.Set("reason", reasonForLooking)
	s.ask(person, http.MethodPost, "/begrundelse", v)
}

// links are the addresses of this site that the page leads to.
func links(doc *html.Node, page string) []string {
	var all []string
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != "a" {
			continue
		}
		to := actionOf(attr(n, "href"), page)
		to, _, _ = strings.Cut(to, "#")
		if strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "/static/") && !strings.HasPrefix(to, "/log-ud") && attr(n, "href") != "" {
			all = append(all, to)
		}
	}
	return all
}
