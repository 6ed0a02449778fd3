package app

import (
	"context"
	"net/http"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"samspil/internal/db"
	"samspil/internal/demo"
)

// before brings some things on their way that the demo has no example of today, by
// the pages themselves: their forms come into sight only then.
func (s *station) before(t *testing.T) {
	t.Helper()
	for _, until := range []string{"POST /henvisninger/{course}/send", "POST /henvisninger/{course}/svar", "POST /forloeb/{course}/hold/start"} {
		way := walkOn{station: s, t: t, person: "Dorthe", path: "/henvisninger/ny"}
		way.until("POST /henvisninger/{course}/send")
		if until == way.at {
			continue
		}
		way.press()
		way.person = "Gitte"
		way.until(until)
	}
	s.report(t, demo.EmilID)
	s.plan(t, demo.AlmaID)
	way := s.plan(t, demo.EmilID)
	way.press()
	s.phones(t, demo.NoahID)
}

// plan writes a new version of a plan, and stops before it is sent.
func (s *station) plan(t *testing.T, course string) *walkOn {
	t.Helper()
	way := &walkOn{station: s, t: t, person: s.lead(t, course), path: "/forloeb/" + course + "/plan"}
	way.until("POST /forloeb/{course}/plan/{plan}/ret/{part}")
	for _, to := range way.leadsTo("/ret/") {
		if way.path = to; strings.HasSuffix(to, "/familien") || strings.HasSuffix(to, "/timer") {
			way.until("POST /forloeb/{course}/plan/{plan}/ret/{part}")
			way.press()
		}
	}
	way.path = path.Dir(way.path) + "/gennemse"
	way.until("POST /forloeb/{course}/plan/{plan}/send")
	return way
}

// report writes a status, has it approved, and leaves it unsent.
func (s *station) report(t *testing.T, course string) {
	t.Helper()
	way := walkOn{station: s, t: t, person: s.lead(t, course), path: "/forloeb/" + course + "/rapporter/ny?kind=status"}
	way.until("POST /forloeb/{course}/rapporter/{id}/hent")
	page := way.path
	for _, to := range way.leadsTo("/ret/") {
		way.path = to
		way.until("POST /forloeb/{course}/rapporter/{id}/ret/{question}")
		way.press()
	}
	way.path = page
	way.until("POST /forloeb/{course}/rapporter/{id}/til-anden-laeser")
	way.press()
	way.person = "Gitte"
	way.until("POST /forloeb/{course}/rapporter/{id}/godkend")
	way.press()
}

// lead is the name of who meets the family of a course.
func (s *station) lead(t *testing.T, course string) string {
	t.Helper()
	var id string
	err := s.data.View(context.Background(), func(tx *db.Tx) error {
		return tx.QueryRow(context.Background(), `SELECT staff_id FROM access_now WHERE course_id = $1 AND relation = 'lead'`, course).Scan(&id)
	})
	for _, a := range demo.People() {
		if a.ID == id {
			return a.Name
		}
	}
	t.Fatalf("nobody leads %s: %v", course, err)
	return ""
}

// walkOn fills in one form after the other, as each leads to the next.
type walkOn struct {
	*station
	t      *testing.T
	person string
	path   string
	at     string // the route whose form is in sight
	form   formFound
}

// until goes on until a page has a form for the route.
func (w *walkOn) until(route string) {
	w.t.Helper()
	for range 20 {
		got := w.ask(w.person, http.MethodGet, w.path, nil)
		for got.status == http.StatusSeeOther {
			w.path = got.to
			got = w.ask(w.person, http.MethodGet, w.path, nil)
		}
		doc, err := html.Parse(strings.NewReader(got.body))
		if err != nil {
			w.t.Fatal(err)
		}
		var next *formFound
		for _, f := range formsIn(doc, w.path) {
			f.route = w.pattern(http.MethodPost, f.action)
			if f.route == route {
				w.at, w.form = route, f
				return
			}
			onward := f.button[0] == "" || f.button[1] == "next" || f.button[1] == "accept"
			if next == nil && onward && !idle(f.route) {
				next = &f
			}
		}
		if next == nil {
			w.t.Fatalf("%s finds no form on %s (%d), on the way to %s", w.person, w.path, got.status, route)
		}
		w.form = *next
		w.press()
	}
	w.t.Fatalf("%s does not get to %s", w.person, route)
}

// leadsTo are the links of the page in sight that hold a piece of an address.
func (w *walkOn) leadsTo(piece string) []string {
	w.t.Helper()
	doc, err := html.Parse(strings.NewReader(w.ask(w.person, http.MethodGet, w.path, nil).body))
	if err != nil {
		w.t.Fatal(err)
	}
	all := slices.DeleteFunc(links(doc, w.path), func(to string) bool { return !strings.Contains(to, piece) })
	return slices.Compact(all)
}

// press sends the form in sight, filled in.
func (w *walkOn) press() {
	w.t.Helper()
	got := w.ask(w.person, http.MethodPost, w.form.action, w.form.filled())
	if !got.done() {
		doc, err := html.Parse(strings.NewReader(got.body))
		if err != nil {
			w.t.Fatal(err)
		}
		why := ""
		if box := find(doc, func(n *html.Node) bool { return hasClass(n, "error-summary") }); box != nil {
			why = strings.Join(strings.Fields(inner(box)), " ")
		}
		w.t.Fatalf("%s cannot send %s from %s: %d %s", w.person, w.form.key(), w.path, got.status, why)
	}
	if got.to != "" {
		w.path = got.to
	}
}
