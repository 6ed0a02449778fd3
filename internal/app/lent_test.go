package app

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/demo"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
)

// home is where the browser's cookies belong.
func (b *browser) home() *url.URL {
	b.t.Helper()
	u, err := url.Parse(b.server.URL)
	if err != nil {
		b.t.Fatal(err)
	}
	return u
}

// TestALentScreenOpensNothingElse hands a screen over with a real session: every page
// that opens a family or lists one leads to the lock, the old cookie is worth nothing,
// and only the password gives the session back.
func TestALentScreenOpensNothingElse(t *testing.T) {
	w := newWorld(t, false)
	lone, password := w.add("Lone", access.Consultant)
	course, strand := db.NewID(), db.NewID()
	ctx := context.Background()
	err := w.cases.Update(ctx, func(tx *casefile.Tx) error {
		f, err := casefile.Create(ctx, tx, lone.Actor(), course, access.Lead)
		if err != nil {
			return err
		}
		return instrument.Open(ctx, f, instrument.Strand{ID: strand, Instrument: "goal-rating", Title: "Rolige morgener", RaterRole: singlecase.Parent, RaterID: "camilla",
			RaterName: "Camilla, mor", EveryDays: 14, OpenedOn: clock.DateOf(w.clock)})
	})
	if err != nil {
		t.Fatal(err)
	}
	b := w.browser()
	b.settle(lone, password)
	before := b.Jar.Cookies(b.home())
	b.post("/forloeb/"+course+"/udvikling/skaerm", "id", db.NewID(), "who", "camilla", "strands", strand, "language", string(lang.Danish), "dress", "plain", "how", "self").
		has(t, 200, "/skaerm", "Spørgsmål 1 af 2", "Rolige morgener")
	kit, err := w.kit()
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, r := range w.routes(kit) {
		if r.Right.Public || r.Right.Phone {
			continue
		}
		asked++
		method, path := address(r, course)
		got := b.ask(method, path)
		if method == http.MethodGet && got.path != "/log-ind/igen" || method == http.MethodPost && got.status != http.StatusUnauthorized {
			t.Errorf("%s: %d at %s", r.Pattern, got.status, got.path)
		}
		if strings.Contains(got.body, "Camilla") {
			t.Errorf("%s tells of the family", r.Pattern)
		}
	}
	if asked < 50 {
		t.Errorf("only %d addresses were asked", asked)
	}
	old := w.browser()
	old.Jar.SetCookies(old.home(), before)
	old.get("/min-dag").has(t, 200, "/log-ind", "Log ind")
	b.post("/skaerm", "key", strand+"/answer", "value", "7").has(t, 200, "/skaerm", "Spørgsmål 2 af 2")
	b.post("/skaerm", "key", "/words", "words", "Tak", "do", "next").has(t, 200, "/skaerm", "Dine svar er gemt")
	b.get("/log-ind/igen?til=/skaerm/igen").has(t, 200, "/log-ind/igen", "Skærmen er lånt ud af Lone")
	if p := b.post("/log-ind/igen", "password", "forkert", "til", "/skaerm/igen"); p.status != 422 || strings.Contains(p.body, "forkert\"") {
		t.Errorf("a wrong password: %d", p.status)
	}
	b.get("/min-dag").has(t, 200, "/log-ind/igen")
	w.clock = w.clock.Add(time.Minute)
	if p := b.post("/log-ind/igen", "password", ownPassword, "til", "/skaerm/igen"); !strings.HasSuffix(p.path, "/udvikling") {
		t.Errorf("%d at %s", p.status, p.path)
	}
	b.get("/min-dag").has(t, 200, "/min-dag", "Lone")
	b.get("/skaerm").has(t, http.StatusGone, "/skaerm", "Her er ingen spørgsmål")
}

// In the demo nobody has a password: the screen is taken back by a press, and by nobody
// who did not lend it.
func TestALentScreenOfTheDemo(t *testing.T) {
	w := newWorld(t, true)
	b := w.as("Birgitte")
	b.get("/log-ind/igen").has(t, 200, "/log-ind")
	b.post("/log-ind/igen").has(t, 200, "/log-ind")
	p := b.get("/forloeb/" + demo.VilladsID + "/udvikling/skaerm")
	who := p.find(t, `name="who" value="([^"]+)"`)
	p = b.get("/forloeb/" + demo.VilladsID + "/udvikling/skaerm?who=" + who)
	b.post("/forloeb/"+demo.VilladsID+"/udvikling/skaerm", "id", db.NewID(), "who", who, "strands", p.find(t, `name="strands" value="([^"]+)"`), "language", "da", "dress", "plain", "how", "self").
		has(t, 200, "/skaerm", "Spørgsmål 1 af 2")
	b.get("/forloeb/"+demo.VilladsID).has(t, 200, "/log-ind/igen", "Fortsæt som Birgitte")
	b.post("/log-ind/igen", "til", "/min-dag").has(t, 200, "/min-dag", "Birgitte")
}
