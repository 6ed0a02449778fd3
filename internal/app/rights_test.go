package app

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/web"
)

// course makes a case file with Lone as lead and Anders on a team he has left.
func (w *world) course() string {
	w.t.Helper()
	id := db.NewID()
	err := w.cases.Update(context.Background(), func(tx *casefile.Tx) error {
		f, err := casefile.Create(context.Background(), tx, w.person("Lone").Actor(), id, access.Lead)
		if err != nil {
			return err
		}
		if err := f.Grant(context.Background(), w.person("Anders").ID, access.Second); err != nil {
			return err
		}
		return f.Revoke(context.Background(), w.person("Anders").ID, access.Second)
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

var placeInPath = regexp.MustCompile(`\{[a-z]+\}`)

// address is the path of a route with every place filled in, and its method.
func address(r web.Route, course string) (method, path string) {
	method, path, _ = strings.Cut(r.Pattern, " ")
	path = strings.ReplaceAll(path, "{course}", course)
	return method, placeInPath.ReplaceAllString(path, db.NewID())
}

func (b *browser) ask(method, path string) page {
	b.t.Helper()
	b.clock = b.clock.Add(time.Second) // nobody asks faster than the pace
	if method == http.MethodPost {
		return b.post(path)
	}
	return b.get(path)
}

// TestWhoHasNoRelationSeesNothing asks every address that opens a case file as
// people who have nothing to do with the family, or no longer, and compares the
// answer with the one for a course that does not exist.
func TestWhoHasNoRelationSeesNothing(t *testing.T) {
	w := newWorld(t, true)
	course := w.course()
	kit, err := w.kit()
	if err != nil {
		t.Fatal(err)
	}
	routes, asked := w.routes(kit), 0
	for _, name := range []string{"Anders", "Karen", "Henrik", "Gitte", "Lars", "Asta"} {
		b := w.as(name)
		for _, r := range routes {
			if !r.Right.OpensCase() {
				continue
			}
			asked++
			method, path := address(r, course)
			got := b.ask(method, path)
			_, elsewhere := address(r, db.NewID())
			nothing := b.ask(method, elsewhere)
			if got.status != http.StatusNotFound {
				t.Errorf("%s at %s: got %d, want 404", name, r.Pattern, got.status)
			}
			if got.status != nothing.status || plain(got.body) != plain(nothing.body) {
				t.Errorf("%s at %s: a course that is not theirs looks other than one that is not there", name, r.Pattern)
			}
		}
	}
	if asked == 0 {
		t.Skip("no address opens a case file yet")
	}
}

var changing = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z0-9]{4}-[A-Z0-9]{4}`)

// plain is a page without what differs from one request to the next.
func plain(body string) string { return changing.ReplaceAllString(body, "#") }

// TestNobodyGetsInUnasked asks every address without being logged in.
func TestNobodyGetsInUnasked(t *testing.T) {
	w := newWorld(t, true)
	course := w.course()
	kit, err := w.kit()
	if err != nil {
		t.Fatal(err)
	}
	b := w.browser()
	for _, r := range w.routes(kit) {
		if r.Right.Public || r.Right.Phone {
			continue
		}
		method, path := address(r, course)
		got := b.ask(method, path)
		switch {
		case method == http.MethodGet && (got.status != 200 || got.path != "/log-ind"):
			t.Errorf("%s: got %d at %s, want the log-in page", r.Pattern, got.status, got.path)
		case method == http.MethodPost && got.status != http.StatusUnauthorized:
			t.Errorf("%s: got %d, want 401", r.Pattern, got.status)
		}
	}
}

// TestTheAdministratorsPagesAreHisAlone asks as every other role, and asks
// everything else as the administrator. Only coding practice is for both.
func TestTheAdministratorsPagesAreHisAlone(t *testing.T) {
	w := newWorld(t, true)
	kit, err := w.kit()
	if err != nil {
		t.Fatal(err)
	}
	asta := w.as("Asta")
	others := []*browser{w.as("Lone"), w.as("Ellen"), w.as("Gitte"), w.as("Dorthe")}
	for _, r := range w.routes(kit) {
		method, path := address(r, db.NewID())
		if strings.Contains(r.Pattern, " /indstillinger") {
			for _, b := range others {
				if got := b.ask(method, path); got.status != http.StatusNotFound {
					t.Errorf("%s: got %d, want 404", r.Pattern, got.status)
				}
			}
			continue
		}
		if r.Right.Public || r.Right.Phone || strings.Contains(r.Pattern, "/mine-log-ind") || strings.Contains(r.Pattern, "/begrundelse") {
			continue
		}
		if strings.HasPrefix(path, "/kodetraening") { // practice is with invented clips, and administrators set them up
			if r.Right.OpensCase() || !slices.Contains(r.Right.Roles, access.Administrator) {
				t.Errorf("%s: practice opens no family and is for administrators too: %+v", r.Pattern, r.Right)
			}
			continue
		}
		if got := asta.ask(method, path); got.status != http.StatusNotFound {
			t.Errorf("the administrator at %s: got %d, want 404", r.Pattern, got.status)
		}
	}
}
