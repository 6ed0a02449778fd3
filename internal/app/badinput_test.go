package app

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/demo"
	"samspil/internal/lang"
	"samspil/internal/person"
)

// mostWays is how many deeds in a row are followed to find further forms.
const mostWays = 14

// unreached are addresses that no page of the demo sends a form to, with why.
var unreached = map[string]string{
	"POST /log-ind":                  "tried by the tests of logging in; the demo chooses instead",
	"POST /log-ind/kode":             "as above",
	"POST /log-ind/telefon":          "as above",
	"POST /log-ind/adgangskode":      "as above",
	"POST /log-ind/vaelg":            "chosen by every person of this test",
	"POST /log-ud":                   "asks nothing",
	"POST /sprog":                    "asks nothing",
	"POST /csp":                      "sent by browsers, not by people",
	"POST /stil":                     "the page of the kit's look",
	"POST /mine-log-ind/adgangskode": "nobody in the demo has a password; tried by the tests of logging in",
	"POST /indstillinger/konti/{account}/ny-start":                      "as above",
	"POST /kladde/{course}":                                             "sent by the script of the drafts",
	"POST /forloeb/{course}/kodning/{segment}/gem":                      "sent by the script of the desk",
	"POST /log-ind/igen":                                                "shown while a screen is lent out; tried by TestALentScreenOpensNothingElse",
	"POST /skaerm":                                                      "as above, and by the tests of web/answer",
	"POST /forloeb/{course}/udvikling/skaerm/{screen}/luk":              "as above",
	"POST /forloeb/{course}/udvikling/opmaerksomhed":                    "the daily round has raised every setback of the demo; tried by TestASetbackIsFlaggedOnce",
	"POST /forloeb/{course}/aftaler/{id}/telefon/{entry}":               "nothing of the demo lies on a shelf; tried by the tests of web/contacts",
	"POST /forloeb/{course}/samvaer/{id}/telefon/{entry}":               "as above",
	"POST /forloeb/{course}/telefon/{id}/tilbageholdt/{words}/plads":    "as above",
	"POST /forloeb/{course}/telefon/{id}/tilbageholdt/{words}/til-side": "as above",
	"POST /v1/enrol":        "sent by phones; tried by the tests of web/phone",
	"POST /v1/unlock":       "as above",
	"POST /v1/lock":         "as above",
	"POST /v1/handed":       "as above",
	"POST /v1/outbox":       "as above",
	"POST /v1/outbox/state": "as above",
}

// proof tries every form of the product with everything a form can be given.
type proof struct {
	t       *testing.T
	station *station
	words   *sayings
	names   *regexp.Regexp // of the families

	mu       sync.Mutex
	more     *sync.Cond // a form was added or tried
	waiting  int        // forms being tried
	queue    []formFound
	forms    map[string]formFound
	defects  map[string][]string
	began    time.Time
	crawled  map[string]bool // kinds of pages
	followed map[string]int  // deeds by kind
}

// TestEveryFormWithstandsBadInput finds every form by walking through the demo
// as each of its people, and tries it empty, with far too much, with what has
// not its form, with what nobody was offered, turned around, twice, out of date,
// and as a stranger. A deed that succeeds may open pages with further forms,
// which are tried where it has been done.
func TestEveryFormWithstandsBadInput(t *testing.T) {
	if testing.Short() {
		t.Skip("the quick check does not walk through every page")
	}
	p := &proof{t: t, words: newSayings(lang.Danish), forms: map[string]formFound{}, defects: map[string][]string{}, followed: map[string]int{}, began: time.Now()}
	p.more = sync.NewCond(&p.mu)
	clock := &ticking{at: demoMorning}
	file := filepath.Join(t.TempDir(), "samspil.db")
	data, err := db.Open(context.Background(), db.Config{File: file})
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	if err := data.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	i := install(t, data, clock.now)
	i.gate.Wait = func(context.Context, time.Duration) error { return nil }
	if err := fillDemo(context.Background(), i, &demoDay{from: demoMorning, began: time.Now()}); err != nil {
		t.Fatal(err)
	}
	p.station = newStation(t, i, clock)
	p.station.logIn(t)
	p.station.before(t)
	p.names = p.familyNames()
	u := watch(t, file)
	c := p.station.crawl(t)
	p.crawled = c.patterns
	u.must(t, `DELETE FROM changed`)
	base := u.keep(t)
	t.Logf("%d forms on %d pages after %v", len(c.forms), c.pages, time.Since(p.began).Round(time.Millisecond))
	for _, key := range slices.Sorted(maps.Keys(c.forms)) {
		f := c.forms[key]
		f.base = base
		p.add(f)
	}
	var workers sync.WaitGroup
	for range 2 {
		s, undo := twin(t, p.station, base)
		workers.Go(func() { (&trier{proof: p, station: s, undo: undo}).work() })
	}
	workers.Wait()
	p.report()
}

// familyNames matches the name of anybody in the families.
func (p *proof) familyNames() *regexp.Regexp {
	p.t.Helper()
	ctx := context.Background()
	var all []string
	err := p.station.cases.Update(ctx, func(tx *casefile.Tx) error {
		for _, course := range []string{demo.VilladsID, demo.AlmaID, demo.FrejaID, demo.NoahID, demo.LivaID, demo.EmilID} {
			f, err := casefile.OpenRead(ctx, tx, access.System, course, access.Purpose{Code: access.Deliver})
			if err != nil {
				return err
			}
			cards, err := person.Cards(ctx, f)
			if err != nil {
				return err
			}
			for _, card := range cards {
				all = append(all, regexp.QuoteMeta(card.Name))
			}
		}
		return nil
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return regexp.MustCompile(`\b(` + strings.Join(all, "|") + `)\b`)
}

// add takes up a form that is not known yet.
func (p *proof) add(f formFound) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, known := p.forms[f.key()]; known {
		return false
	}
	p.forms[f.key()] = f
	p.queue = append(p.queue, f)
	p.more.Broadcast()
	return true
}

func (p *proof) known(f formFound) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, known := p.forms[f.key()]
	return known
}

// next hands out a form; false when there will be no more.
func (p *proof) next() (formFound, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.queue) == 0 && p.waiting > 0 {
		p.more.Wait()
	}
	if len(p.queue) == 0 {
		return formFound{}, false
	}
	f := p.queue[0]
	p.queue = p.queue[1:]
	p.waiting++
	return f, true
}

func (p *proof) tried() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting--
	p.more.Broadcast()
}

// defect notes what a form does wrong.
func (p *proof) defect(f formFound, tried string, format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := fmt.Sprintf("%s\n      %s at %s", f.key(), f.person, f.page)
	p.defects[key] = append(p.defects[key], tried+": "+fmt.Sprintf(format, args...))
}

func (p *proof) report() {
	found := map[string]bool{}
	for _, f := range p.forms {
		found[f.route] = true
	}
	for _, route := range p.station.routes {
		if !strings.HasPrefix(route, http.MethodPost) || found[route] {
			continue
		}
		if unreached[route] == "" {
			p.t.Errorf("%s: no page was found with a form for it", route)
		}
		_, path, _ := strings.Cut(placeInPath.ReplaceAllString(route, db.NewID()), " ")
		for _, person := range []string{"Lone", "Asta", ""} {
			if got := p.station.ask(person, http.MethodPost, path, url.Values{"id": {nowhere}, "person": {nowhere}, "_key": {nowhere}, "_version": {nowhere}, "code": {nowhere}}); got.status >= 500 {
				p.t.Errorf("%s: %s gets %d for nonsense", route, person, got.status)
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(p.defects)) {
		p.t.Errorf("%s\n      - %s", key, strings.Join(p.defects[key], "\n      - "))
	}
	p.t.Logf("%d forms tried in %v", len(p.forms), time.Since(p.began).Round(time.Millisecond))
}
