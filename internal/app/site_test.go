package app

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"gocloud.dev/secrets/localsecrets"

	"samspil/internal/access"
	"samspil/internal/audit"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/db/dbtest"
	"samspil/internal/login"
	"samspil/internal/seal"
	"samspil/internal/web/testkit"
)

// world is a whole site on a fresh installation, reached as a browser reaches it.
type world struct {
	*site
	t      *testing.T
	server *httptest.Server
	clock  time.Time
}

// install makes an installation on a fresh database.
func install(t *testing.T, data *db.DB, now clock.Clock) *installation {
	t.Helper()
	key, err := localsecrets.NewRandomKey()
	if err != nil {
		t.Fatal(err)
	}
	i := &installation{data: data, keyStore: dbtest.Keys(t)}
	if i.keys, err = seal.OpenKeys(context.Background(), i.keyStore, localsecrets.NewKeeper(key)); err != nil {
		t.Fatal(err)
	}
	i.cases, i.gate = casefile.NewStore(i.data, i.keys, now), login.NewGate(i.data, i.keys, now)
	return i
}

// newWorld starts a site; demo says whether people are chosen on it.
func newWorld(t *testing.T, demo bool) *world {
	t.Helper()
	w := &world{t: t, clock: demoMorning}
	now := func() time.Time { return w.clock }
	i := install(t, dbtest.SQLite(t), now)
	i.gate.Wait = func(context.Context, time.Duration) error { return nil }
	w.site = newSite(i, now, slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelWarn})), demo)
	if demo {
		if err := fillDemo(context.Background(), i, &demoDay{from: demoMorning, began: time.Now()}); err != nil {
			t.Fatal(err)
		}
	}
	w.open()
	return w
}

func (w *world) open() {
	w.t.Helper()
	pages, err := w.handler()
	if err != nil {
		w.t.Fatal(err)
	}
	w.server = httptest.NewServer(pages)
	w.t.Cleanup(w.server.Close)
}

type testLog struct{ t *testing.T }

func (l testLog) Write(b []byte) (int, error) {
	l.t.Log(strings.TrimSpace(string(b)))
	return len(b), nil
}

func (w *world) add(name string, role access.Role) (a login.Account, password string) {
	w.t.Helper()
	ctx := context.Background()
	err := w.data.Update(ctx, func(tx *db.Tx) error {
		o := login.Organisation{Kind: login.Provider, Name: "Familiehuset"}
		if role == access.Adviser {
			o = login.Organisation{Kind: login.Municipality, Name: "Fjordby Kommune"}
		}
		o, err := login.AddOrganisation(ctx, tx, w.now, o)
		if err != nil {
			return err
		}
		a, password, err = w.gate.Add(ctx, tx, login.Command, login.Account{
			OrganisationID: o.ID, Email: strings.ToLower(name) + "@huset.invalid", Name: name, Role: role,
		})
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return a, password
}

// browser keeps cookies and follows redirects, and looks at every page.
type browser struct {
	*world
	http.Client
}

func (w *world) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return &browser{w, http.Client{Jar: jar}}
}

// page is what came at the end of the redirects.
type page struct {
	status int
	path   string
	body   string
	header http.Header
}

func (b *browser) get(path string) page {
	b.t.Helper()
	r, err := http.NewRequest(http.MethodGet, b.server.URL+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.send(r)
}

// post sends pairs of field and value.
func (b *browser) post(path string, pairs ...string) page {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r, err := http.NewRequest(http.MethodPost, b.server.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.send(r)
}

func (b *browser) send(r *http.Request) page {
	b.t.Helper()
	resp, err := b.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	p := page{resp.StatusCode, resp.Request.URL.Path, string(body), resp.Header}
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") && resp.Header.Get("Content-Disposition") == "" {
		for _, fault := range testkit.Inspect(p.body) {
			b.t.Errorf("%s %s: %s", r.Method, r.URL.Path, fault)
		}
	}
	return p
}

func (p page) has(t *testing.T, status int, path string, words ...string) {
	t.Helper()
	if p.status != status || p.path != path {
		t.Errorf("got %d at %s, want %d at %s", p.status, p.path, status, path)
	}
	text := testkit.Page{Body: p.body}
	for _, word := range words {
		if !text.Has(word) {
			t.Errorf("%s does not say %q", path, word)
		}
	}
}

func (p page) find(t *testing.T, pattern string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(p.body)
	if m == nil {
		t.Fatalf("%s has nothing like %s", p.path, pattern)
	}
	return m[1]
}

const ownPassword = "fire små egern i et træ"

// settle logs a new person in for the first time and returns the phone's secret.
func (b *browser) settle(a login.Account, password string) string {
	b.t.Helper()
	b.post("/log-ind", "email", a.Email, "password", password).has(b.t, 200, "/log-ind/adgangskode", "Vælg din egen adgangskode")
	p := b.post("/log-ind/adgangskode", "new", ownPassword, "again", ownPassword)
	p.has(b.t, 200, "/log-ind/telefon", "Gør din telefon til din nøgle")
	secret := strings.ReplaceAll(p.find(b.t, `class="key">([A-Z2-7 ]+)<`), " ", "")
	b.post("/log-ind/telefon", "code", b.code(secret))
	return secret
}

func (b *browser) code(secret string) string {
	b.t.Helper()
	code, err := totp.GenerateCode(secret, b.clock)
	if err != nil {
		b.t.Fatal(err)
	}
	return code
}

func TestLoggingInFromTheFirstPasswordToTheNextDay(t *testing.T) {
	w := newWorld(t, false)
	asta, password := w.add("Asta", access.Administrator)
	b := w.browser()
	b.get("/indstillinger/drift").has(t, 200, "/log-ind", "Log ind", "Adgangskode")
	b.post("/log-ind", "email", asta.Email, "password", "forkert").has(t, 422, "/log-ind", "passer ikke sammen")
	b.post("/log-ind", "email", asta.Email, "password", password)
	b.get("/indstillinger").has(t, 200, "/log-ind")
	b.post("/log-ind/adgangskode", "new", "kort", "again", "kort").has(t, 422, "/log-ind/adgangskode", "mindst 12 tegn")
	b.post("/log-ind/adgangskode", "new", ownPassword, "again", "noget andet").has(t, 422, "/log-ind/adgangskode", "ikke ens")
	secret := b.settle(asta, password)
	b.get("/indstillinger").has(t, 200, "/indstillinger", "Konti", "Asta")

	w.clock = w.clock.Add(24 * time.Hour)
	b.get("/indstillinger/drift?x=1").has(t, 200, "/log-ind")
	b.post("/log-ind", "email", asta.Email, "password", ownPassword, "til", "/indstillinger/drift").has(t, 200, "/log-ind/kode")
	b.get("/indstillinger").has(t, 200, "/log-ind")
	b.post("/log-ind", "email", asta.Email, "password", ownPassword, "til", "/indstillinger/drift")
	b.post("/log-ind/kode", "code", "000000", "til", "/indstillinger/drift").has(t, 422, "/log-ind/kode", "Koden passer ikke")
	b.post("/log-ind/kode", "code", b.code(secret), "til", "/indstillinger/drift").has(t, 200, "/indstillinger/drift", "Drift")
	b.post("/log-ud").has(t, 200, "/log-ind", "Du er logget ud")
	b.get("/indstillinger").has(t, 200, "/log-ind")
}

func TestALogInLeadsOnlyToThisSite(t *testing.T) {
	w := newWorld(t, true)
	for _, til := range []string{"https://evil.invalid/", "//evil.invalid", "/\\evil.invalid", "javascript:alert(1)"} {
		b := w.browser()
		b.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		p := b.post("/log-ind/vaelg", "person", w.person("Asta").ID, "til", til)
		if to := p.header.Get("Location"); to != "/" {
			t.Errorf("til=%s leads to %q", til, to)
		}
	}
}

func TestTheCookieIsBoundToTheHost(t *testing.T) {
	for name, secure := range map[string]bool{"__Host-samspil": true, "samspil": false} {
		w := newWorld(t, true)
		w.doors.Secure = secure
		w.open()
		b := w.browser()
		b.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		got := b.post("/log-ind/vaelg", "person", w.person("Asta").ID).header.Get("Set-Cookie")
		for _, want := range []string{name + "=", "; Path=/", "; HttpOnly", "; SameSite=Lax"} {
			if !strings.Contains(got, want) {
				t.Errorf("%q lacks %q", got, want)
			}
		}
		if strings.Contains(got, "; Secure") != secure || strings.Contains(got, "Domain") || strings.Contains(got, "Max-Age") {
			t.Errorf("got %q", got)
		}
	}
}

func (w *world) person(name string) (found login.Account) {
	w.t.Helper()
	ctx := context.Background()
	err := w.data.View(ctx, func(tx *db.Tx) error {
		all, err := login.List(ctx, tx)
		for _, a := range all {
			if a.Name == name {
				found = a
			}
		}
		return err
	})
	if err != nil || found.ID == "" {
		w.t.Fatalf("no %s: %v", name, err)
	}
	return found
}

func (w *world) as(name string) *browser {
	w.t.Helper()
	b := w.browser()
	b.post("/log-ind/vaelg", "person", w.person(name).ID, "til", "/mine-log-ind").has(w.t, 200, "/mine-log-ind")
	return b
}

func TestChoosingIsOnlyInTheDemo(t *testing.T) {
	real := newWorld(t, false)
	lone, _ := real.add("Lone", access.Consultant)
	b := real.browser()
	b.post("/log-ind/vaelg", "person", lone.ID).has(t, 404, "/log-ind/vaelg")
	if p := b.get("/log-ind"); strings.Contains(p.body, "vaelg") || strings.Contains(p.body, lone.ID) {
		t.Error("the real log-in page offers people")
	}
	demo := newWorld(t, true)
	demo.browser().get("/log-ind").has(t, 200, "/log-ind", "Hvem vil du være?", "Lone", "Dorthe", "Asta")
	demo.as("Lone")
	demo.browser().post("/log-ind/vaelg", "person", "nobody").has(t, 404, "/log-ind/vaelg")
}

func TestMySessions(t *testing.T) {
	w := newWorld(t, true)
	one, two := w.as("Lone"), w.as("Lone")
	p := one.get("/mine-log-ind")
	p.has(t, 200, "/mine-log-ind", "Denne browser", "Log ud her")
	other := p.find(t, `/mine-log-ind/([0-9a-f-]{36})/slut`)
	w.as("Anders").post("/mine-log-ind/" + other + "/slut")
	two.get("/mine-log-ind").has(t, 200, "/mine-log-ind")
	one.post("/mine-log-ind/"+other+"/slut").has(t, 200, "/mine-log-ind", "Logget ud i den anden browser")
	two.get("/mine-log-ind").has(t, 200, "/log-ind")
	one.post("/mine-log-ind/slut-alle").has(t, 200, "/log-ind", "Du er logget ud")
	one.get("/mine-log-ind").has(t, 200, "/log-ind")
}

func TestHealth(t *testing.T) {
	w := newWorld(t, false)
	if p := w.browser().get("/sundhed"); p.status != 200 || strings.TrimSpace(p.body) != `{"status":"up"}` {
		t.Errorf("got %d %s", p.status, p.body)
	}
	w.data.Close()
	if p := w.browser().get("/sundhed"); p.status != 503 || !strings.Contains(p.body, "down") {
		t.Errorf("without a database: %d %s", p.status, p.body)
	}
}

func TestTheDemosDayNeverEnds(t *testing.T) {
	began := time.Now()
	cases := map[string]struct {
		since time.Duration
		want  string
	}{"at once": {0, "08:00"}, "an hour later": {time.Hour, "09:00"}, "a week later": {7 * 24 * time.Hour, "23:59"}}
	for name, c := range cases {
		d := demoDay{began: began.Add(-c.since), from: demoMorning, last: clock.DateOf(demoMorning).At(23, 59)}
		if got := d.now().In(clock.Copenhagen).Format("2006-01-02 15:04"); got != "2026-10-01 "+c.want {
			t.Errorf("%s: got %s", name, got)
		}
	}
}

func TestTheDemoIsFilledOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		i := install(t, d, func() time.Time { return demoMorning.Add(time.Hour) })
		day := &demoDay{began: time.Now(), from: demoMorning}
		for range 2 {
			if err := fillDemo(ctx, i, day); err != nil {
				t.Fatal(err)
			}
			if err := i.cases.Update(ctx, func(tx *casefile.Tx) error {
				tx.Log(audit.Line{Act: "open", Result: "done"})
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		if got := day.now().Sub(demoMorning); got < time.Hour {
			t.Errorf("time goes on %v after the morning, want after what was done last", got)
		}
		err := d.View(ctx, func(tx *db.Tx) error {
			all, err := login.ByRole(ctx, tx, access.Consultant)
			if len(all) != 6 {
				t.Errorf("got %d consultants, want 6", len(all))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
