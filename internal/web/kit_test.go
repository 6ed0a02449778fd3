package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/fault"
	"samspil/internal/web"
	"samspil/internal/web/testkit"
)

func ok(*web.Visit) (web.Response, error) { return web.Page("web/style", nil), nil }

// routes is a small area with one route of each sort.
func routes(*web.Kit) []web.Route {
	return []web.Route{
		web.Staff("GET /min-dag", []access.Role{access.Consultant}, func(*web.Visit, *casefile.Tx) (web.Response, error) {
			return web.File("", "text/plain", []byte("min dag")), nil
		}),
		web.ReadCase("GET /forloeb/{course}", access.Card, access.Deliver, func(*web.Visit, *casefile.Reader) (web.Response, error) {
			return web.File("", "text/plain", []byte("kortet")), nil
		}),
		web.ReadCase("GET /forloeb/{course}/noter", access.Notes, access.Supervise, func(*web.Visit, *casefile.Reader) (web.Response, error) {
			return web.File("", "text/plain", []byte("noterne")), nil
		}),
		web.WriteCase("POST /forloeb/{course}/plan", access.Plan, access.Write, access.Planning, func(v *web.Visit, f *casefile.Writer) (web.Response, error) {
			switch v.Form.Value("do") {
			case "break":
				return nil, http.ErrBodyNotAllowed
			case "refuse":
				return nil, fault.New(fault.Invalid, "web.form.choose")
			}
			return web.Redirect("/forloeb/"+f.CourseID, "web.save"), nil
		}),
	}
}

func site(t *testing.T) (*casefiletest.World, *testkit.Walk) {
	t.Helper()
	w := casefiletest.One(t)
	return w, testkit.New(t, testkit.Site{Store: w.Store, Routes: routes})
}

func TestStylePageInBothLanguages(t *testing.T) {
	w, s := site(t)
	if p := s.As(w.Lone).Get("/stil"); p.Status != 200 || !p.Has("Sådan ser Samspil ud", "1½ time", "2 t. 40 min.") {
		t.Errorf("Danish: %d %.200s", p.Status, p.Text())
	}
	if p := s.As(w.Lone).InEnglish().Get("/stil"); !p.Has("What Samspil looks like", "Noah, Emil and Freja") {
		t.Errorf("English: %.200s", p.Text())
	}
}

func TestFormKeepsWhatWasTypedAndNamesEveryProblem(t *testing.T) {
	w, s := site(t)
	p := s.As(w.Lone).Post("/stil", url.Values{"often": {"5"}, "start": {"32.13.2026"}, "at": {"25.99"}, "length": {"mange"}, "purpose": {strings.Repeat("æ", 201)}})
	if p.Status != http.StatusUnprocessableEntity {
		t.Errorf("status %d", p.Status)
	}
	for _, words := range []string{"5 ting skal rettes", "Det er for sjældent", "Skriv datoen som dag", "Skriv tiden", "Skriv et tal", "1 tegn for lang"} {
		if !p.Has(words) {
			t.Errorf("page lacks %q", words)
		}
	}
	for _, kept := range []string{`value="32.13.2026"`, `value="25.99"`, `value="mange"`, strings.Repeat("æ", 201), `value="5" checked`} {
		if !strings.Contains(p.Body, kept) {
			t.Errorf("typed %q is lost", kept)
		}
	}
}

func TestWhoMayOpen(t *testing.T) {
	w, s := site(t)
	course := w.Course(t)
	for name, c := range map[string]struct {
		who    *testkit.Visitor
		path   string
		status int
	}{
		"the lead":                 {s.As(w.Lone), "/forloeb/" + course, 200},
		"a stranger":               {s.As(w.Mikkel), "/forloeb/" + course, 404},
		"a missing case":           {s.As(w.Lone), "/forloeb/none", 404},
		"the wrong role":           {s.As(w.Gitte), "/min-dag", 404},
		"nobody":                   {s.Nobody(), "/forloeb/" + course, 303},
		"nothing there":            {s.As(w.Lone), "/noget-andet", 404},
		"the administrator":        {s.As(w.Admin), "/forloeb/" + course, 404},
		"nobody at the style page": {s.Nobody(), "/stil", 200},
	} {
		if p := c.who.Get(c.path); p.Status != c.status {
			t.Errorf("%s: %d, want %d", name, p.Status, c.status)
		}
	}
	denied, missing := s.As(w.Mikkel).Get("/forloeb/"+course), s.As(w.Mikkel).Get("/forloeb/"+strings.Repeat("0", len(course)))
	if len(denied.Body) != len(missing.Body) {
		t.Errorf("denied (%d bytes) and missing (%d bytes) can be told apart", len(denied.Body), len(missing.Body))
	}
}

func TestALeaderGivesAReasonBeforeNotesOpen(t *testing.T) {
	w, s := site(t)
	course := w.Course(t)
	path := "/forloeb/" + course + "/noter"
	gitte := s.As(w.Gitte)
	if p := gitte.Get(path); !p.Has("Hvorfor åbner du forløbet?") {
		t.Fatalf("not asked: %s", p.Text())
	}
	give := url.Values{"course": {course}, "back": {path}, "reason": {"For kort"}}
	if p := gitte.Post("/begrundelse", give); p.Status != 422 || !p.Has("mindst 20 tegn") {
		t.Errorf("a short reason passed: %d", p.Status)
	}
	give.Set("reason", "Jeg vejleder Lone om samværet i går")
	if p := gitte.Post("/begrundelse", give); p.Location != path {
		t.Fatalf("after the reason: %d to %q", p.Status, p.Location)
	}
	if p := gitte.Get(path); p.Body != "noterne" {
		t.Errorf("still closed: %s", p.Text())
	}
	w.SetNow(casefiletest.Start.AddDate(0, 0, 1))
	if p := gitte.Get(path); p.Body == "noterne" {
		t.Error("the reason still holds the next day")
	}
}

func TestFailuresKeepWhatWasTyped(t *testing.T) {
	w, s := site(t)
	path := "/forloeb/" + w.Course(t) + "/plan"
	long := "Sanne ser på klodsen og siger, at den er rød, og Noah giver hende en til."
	for name, c := range map[string]struct {
		who    *testkit.Visitor
		do     string
		status int
	}{
		"a broken machine":   {s.As(w.Lone), "break", 500},
		"a refusal":          {s.As(w.Lone), "refuse", 422},
		"a time-out":         {s.Nobody(), "", 401},
		"everything is fine": {s.As(w.Lone), "", 303},
	} {
		p := c.who.Post(path, url.Values{"do": {c.do}, "text": {long}})
		if p.Status != c.status {
			t.Errorf("%s: %d, want %d", name, p.Status, c.status)
		}
		if c.status != 303 && strings.Count(p.Body, long) != 2 {
			t.Errorf("%s: the text is not kept", name)
		}
	}
	if p := s.Nobody().PostJSON(path, url.Values{"text": {long}}); p.Status != 401 || !strings.HasPrefix(p.Body, "{") {
		t.Errorf("a script got %d %.50s", p.Status, p.Body)
	}
}

func TestARouteWithoutARightIsRefused(t *testing.T) {
	w := casefiletest.One(t)
	k, err := web.NewKit(web.Config{Cases: w.Store, Clock: w.Store.Clock})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Handler([]web.Route{{Pattern: "GET /aaben"}}); err == nil {
		t.Error("a bare route was accepted")
	}
	if _, err := k.Handler([]web.Route{web.Staff("GET /aaben", nil, nil)}); err == nil {
		t.Error("a route for no role was accepted")
	}
	if _, err := k.Handler([]web.Route{web.Public("GET /aaben", ok)}); err != nil {
		t.Error(err)
	}
}

func TestHeadersOnEveryAnswer(t *testing.T) {
	w, s := site(t)
	course := w.Course(t)
	for _, path := range []string{"/stil", "/forloeb/" + course, "/forloeb/none", "/", "/noget-andet", "/static/x/samspil.css"} {
		h := s.As(w.Lone).Get(path).Header
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'", "Strict-Transport-Security": "max-age=63072000",
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Cache-Control": "no-store",
		} {
			if !strings.HasPrefix(h.Get(name), want) {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
	}
}

func TestAFormFromElsewhereIsRefused(t *testing.T) {
	_, s := site(t)
	if p := s.Nobody().PostFrom("https://andetsteds.example", "/sprog", url.Values{"til": {"en"}}); p.Status != http.StatusForbidden {
		t.Errorf("status %d", p.Status)
	}
	if p := s.Nobody().Post("/sprog", url.Values{"til": {"en"}, "retur": {"//andetsteds.example"}}); p.Location != "/" {
		t.Errorf("led to %q", p.Location)
	}
}
