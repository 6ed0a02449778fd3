package app

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"samspil/internal/access"
	"samspil/internal/db"
	"samspil/internal/demo"
)

// trier tries one form after the other on a site of its own.
type trier struct {
	*proof
	station *station
	undo    *undoer
}

func (w *trier) work() {
	for {
		f, more := w.next()
		if !more {
			return
		}
		w.tryOne(f)
	}
}

// tryOne hands the form back also when the trying itself breaks off.
func (w *trier) tryOne(f formFound) {
	defer w.tried()
	w.try(f)
}

// try gives a form everything it can be given.
func (w *trier) try(f formFound) {
	w.undo.stand(w.t, f.base)
	w.reason(f)
	f.past = w.needsPast(f)
	all := []attempt{{name: "empty", values: f.empty(), mayPass: true}}
	all = append(all, f.overlong()...)
	if a, ok := f.malformed(); ok {
		all = append(all, a)
	}
	all = append(all, f.strays()...)
	if a, ok := f.contradicting(); ok {
		all = append(all, a)
	}
	all = append(all, f.stale()...)
	for _, a := range all {
		a.mayPass = a.mayPass || f.button[0] == "deed" // which takes away or adds lines, and keeps the rest as it is
		w.attempt(f, a)
		w.undo.undo(w.t)
	}
	w.twice(f, attempt{name: "untouched, twice", values: f.untouched(), mayPass: true})
	w.undo.undo(w.t)
	w.twice(f, attempt{name: "filled in, twice", values: f.filled(), mayPass: true})
	w.undo.undo(w.t)
	w.elsewhere(f)
	w.strangers(f)
	w.undo.undo(w.t)
}

// reason says why the person looks, where the page asked for it.
func (w *trier) reason(f formFound) {
	course := placeIn(f.route, f.action, "course")
	if f.reason && course != "" {
		w.station.ask(f.person, http.MethodPost, "/begrundelse", url.Values{"course": {course}, "back": {"/"}, "reason": {reasonForLooking}})
	}
}

// needsPast tells whether the form takes what fits only on a day that has been.
func (w *trier) needsPast(f formFound) bool {
	got, _ := w.send(f, f.filled())
	w.undo.undo(w.t)
	if got.done() {
		return false
	}
	f.past = true
	got, _ = w.send(f, f.filled())
	w.undo.undo(w.t)
	return got.done()
}

func (w *trier) send(f formFound, v url.Values) (reply, changes) {
	got := w.station.ask(f.person, http.MethodPost, f.action, v)
	return got, w.undo.changed(w.t).counted()
}

// attempt sends the form once and judges the answer.
func (w *trier) attempt(f formFound, a attempt) reply {
	got, changed := w.send(f, a.values)
	switch {
	case got.status >= 500:
		w.defect(f, a.name, "status %d", got.status)
	case got.done():
		if !a.mayPass && len(changed) > 0 {
			w.defect(f, a.name, "is accepted: %s", changed)
		}
		if a.astray {
			w.shown(f, a, got)
		}
	case len(changed) > 0:
		w.defect(f, a.name, "refused with %d, yet %s", got.status, changed)
	case got.status == http.StatusNotFound:
		if !a.astray {
			w.defect(f, a.name, "nothing is there")
		}
	case a.forged:
	default:
		r := refusal{form: f, sent: a.values, reply: got, words: w.words}
		for _, fault := range r.look() {
			w.defect(f, a.name, "%s", fault)
		}
	}
	if a.name == "stale" && got.status == http.StatusConflict && f.changes(a.values) && !strings.Contains(got.body, "data-theirs") {
		w.defect(f, a.name, "does not show the other text")
	}
	return got
}

// shown looks whether what was never offered is shown to people from now on.
func (w *trier) shown(f formFound, a attempt, done reply) {
	for _, path := range []string{done.to, f.page} {
		if path == "" {
			continue
		}
		got := w.station.ask(f.person, http.MethodGet, path, nil)
		for _, sign := range []string{"‹", nowhere} {
			if strings.Contains(got.body, sign) || got.status >= 500 {
				w.defect(f, a.name, "is kept: %s says %d and %q", path, got.status, around(got.body, sign))
			}
		}
	}
}

func around(s, sign string) string {
	i := strings.Index(s, sign)
	if i < 0 {
		return ""
	}
	return s[max(0, i-40):min(len(s), i+60)]
}

// changes tells whether a text that stood in the form was written otherwise.
func (f formFound) changes(v url.Values) bool {
	return slices.ContainsFunc(f.fields, func(x formField) bool {
		return x.kind == kindText && len(x.values) > 0 && x.values[0] != "" && x.values[0] != v.Get(x.name)
	})
}

// twice sends the form two times, as an impatient hand does.
func (w *trier) twice(f formFound, a attempt) {
	first := w.attempt(f, a)
	once := w.undo.changed(w.t).counted()
	if first.done() && len(once) > 0 {
		w.explore(f, first)
	}
	second, both := w.send(f, a.values)
	switch {
	case second.status >= 500:
		w.defect(f, a.name, "status %d the second time", second.status)
	case both.added() > once.added():
		w.defect(f, a.name, "adds more the second time: first %s; then %s", once, both)
	}
}

// elsewhere sends the form to a thing that is not there.
func (w *trier) elsewhere(f formFound) {
	course := placeIn(f.route, f.action, "course")
	path, _, _ := strings.Cut(f.action, "?")
	for _, id := range anyID.FindAllString(path, -1) {
		g := f
		g.action = strings.Replace(f.action, id, db.NewID(), 1)
		got, changed := w.send(g, f.filled())
		switch {
		case got.status >= 500:
			w.defect(f, "an unknown id in the address", "status %d", got.status)
		case id == course && got.status != http.StatusNotFound:
			w.defect(f, "an unknown course", "status %d", got.status)
		case len(changed) > 0:
			w.defect(f, "an unknown id in the address", "status %d, and %s", got.status, changed)
		case got.status < 400 && course != "":
			w.defect(f, "an unknown id in the address", "status %d leads to %s", got.status, got.to)
		}
		w.undo.undo(w.t)
	}
}

// strangers send the form: the administrator, and a consultant who is not on
// the course.
func (w *trier) strangers(f formFound) {
	course := placeIn(f.route, f.action, "course")
	if course == "" {
		return
	}
	near := w.near(course)
	for _, a := range demo.People() {
		if a.Role != access.Administrator && a.Role != access.Consultant || slices.Contains(near, a.Name) || slices.Contains(near, string(a.Role)) {
			continue
		}
		g := f
		g.person = a.Name
		got, changed := w.send(g, f.filled())
		near = append(near, string(a.Role))
		switch {
		case got.status != http.StatusNotFound:
			w.defect(f, a.Name+", a stranger", "status %d", got.status)
		case len(changed) > 0:
			w.defect(f, a.Name+", a stranger", "%s", changed)
		}
		if name := w.names.FindString(got.body); name != "" {
			w.defect(f, a.Name+", a stranger", "reads %q", name)
		}
	}
}

// near are the people who have to do with the course, by name.
func (w *trier) near(course string) []string {
	var all []string
	rows, err := w.undo.raw.Query(`SELECT DISTINCT staff_id FROM access_now WHERE course_id = $1`, course)
	if err != nil {
		w.t.Error(err)
		return nil
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			w.t.Error(err)
		}
		for _, a := range demo.People() {
			if a.ID == id {
				all = append(all, a.Name)
			}
		}
	}
	return all
}

// explore looks for forms that are there because of what was just done, and
// keeps the world as it is now for them.
func (w *trier) explore(f formFound, done reply) {
	if f.ways >= mostWays || !w.worthAfter(f) {
		return
	}
	var found []formFound
	kept := w.undo.changed(w.t)
	for _, g := range w.formsAfter(f, done) {
		if !w.known(g) {
			found = append(found, g)
		}
	}
	if len(found) == 0 || len(kept) == 0 {
		return
	}
	w.undo.must(w.t, `DELETE FROM changed`)
	base := w.undo.keep(w.t)
	for table, hows := range kept {
		for how, n := range hows {
			for range n {
				w.undo.must(w.t, `INSERT INTO changed VALUES ($1, $2)`, table, how)
			}
		}
	}
	for _, g := range found {
		g.base, g.ways = base, f.ways+1
		w.add(g)
	}
}

// worthAfter counts the deeds of one kind that were followed.
func (p *proof) worthAfter(f formFound) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := f.route + shape(f.button[1])
	p.followed[key]++
	return p.followed[key] <= mostAlike
}

// formsAfter are the forms of the page that a deed leads to and of the one it was
// done on, as all who have to do with it see them, and of the pages one step on.
func (w *trier) formsAfter(f formFound, done reply) []formFound {
	var all []formFound
	if done.isPage {
		if doc, err := html.Parse(strings.NewReader(done.body)); err == nil {
			all = append(all, w.take(doc, f.person, f.page)...)
		}
	}
	if done.to == "" {
		return all
	}
	seen := map[string]bool{}
	people := []string{f.person}
	if course := placeIn(w.station.pattern(http.MethodGet, done.to), done.to, "course"); course != "" {
		people = append(people, w.near(course)...)
	}
	slices.Sort(people)
	for _, name := range slices.Compact(people) {
		onward := append(w.look(&all, name, done.to), w.look(&all, name, f.page)...)
		for _, to := range onward {
			pattern := w.station.pattern(http.MethodGet, to)
			if key := name + shape(to); !seen[key] && w.unseen(pattern) {
				seen[key] = true
				w.look(&all, name, to)
			}
		}
	}
	return all
}

// look opens a page, notes its forms and returns where it leads.
func (w *trier) look(all *[]formFound, person, path string) []string {
	got := w.station.ask(person, http.MethodGet, path, nil)
	if got.status == http.StatusSeeOther {
		got = w.station.ask(person, http.MethodGet, got.to, nil)
	}
	if got.status >= 500 {
		w.defect(formFound{person: person, page: path, route: w.station.pattern(http.MethodGet, path)}, "opened after a deed", "status %d", got.status)
	}
	if got.status != http.StatusOK || !got.isPage {
		return nil
	}
	doc, err := html.Parse(strings.NewReader(got.body))
	if err != nil {
		return nil
	}
	*all = append(*all, w.take(doc, person, path)...)
	return links(doc, path)
}

// unseen tells whether no form of such a page is known yet.
func (w *trier) unseen(pattern string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Contains(pattern, "{") && !w.crawled[pattern]
}

func (w *trier) take(doc *html.Node, person, page string) []formFound {
	var all []formFound
	for _, g := range formsIn(doc, page) {
		g.person, g.route = person, w.station.pattern(http.MethodPost, g.action)
		if !idle(g.route) {
			all = append(all, g)
		}
	}
	return all
}

// idle are the forms on every page that change nothing.
func idle(route string) bool {
	return route == "" || strings.HasSuffix(route, "/log-ud") || strings.HasSuffix(route, "/sprog") || strings.HasSuffix(route, "/stil")
}

// placeIn is the part of an address that stands for a name in the pattern.
func placeIn(pattern, address, name string) string {
	_, pattern, _ = strings.Cut(pattern, " ")
	path, _, _ := strings.Cut(address, "?")
	parts := strings.Split(path, "/")
	for i, part := range strings.Split(pattern, "/") {
		if part == "{"+name+"}" && i < len(parts) {
			return parts[i]
		}
	}
	return ""
}
