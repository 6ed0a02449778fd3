package app

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"samspil/internal/lang"
	"samspil/internal/web/testkit"
)

// sayings knows every text of a language.
type sayings struct {
	plain  map[string]bool
	filled []*regexp.Regexp
	known  map[string]bool
}

var gap = regexp.MustCompile(`\\\{[a-z_-]+\\\}`)

func newSayings(l lang.Lang) *sayings {
	s := &sayings{plain: map[string]bool{}, known: map[string]bool{}}
	for _, key := range lang.Keys(l) {
		text := strings.Join(strings.Fields(lang.T(l, key, nil)), " ")
		if !strings.Contains(text, "{") {
			s.plain[text] = true
			continue
		}
		s.filled = append(s.filled, regexp.MustCompile("^"+placesOpen(text)+"$"))
	}
	return s
}

func placesOpen(text string) string {
	return gap.ReplaceAllString(regexp.QuoteMeta(text), `.+`)
}

// say tells whether the language has a text that can become this one.
func (s *sayings) say(text string) bool {
	text = strings.Join(strings.Fields(text), " ")
	if s.plain[text] || s.known[text] {
		return true
	}
	for _, r := range s.filled {
		if r.MatchString(text) {
			s.known[text] = true
			return true
		}
	}
	return false
}

// unkind are words that a refusal does not say.
var unkind = regexp.MustCompile(`(?i)ugyldig|fejl|system`)

// refusal looks at a page that says no.
type refusal struct {
	form   formFound
	sent   url.Values
	reply  reply
	doc    *html.Node
	words  *sayings
	faults []string
}

func (r *refusal) fault(format string, args ...any) {
	r.faults = append(r.faults, fmt.Sprintf(format, args...))
}

// look returns what is wrong with the refusal.
func (r *refusal) look() []string {
	doc, err := html.Parse(strings.NewReader(r.reply.body))
	if err != nil {
		return []string{err.Error()}
	}
	r.doc = doc
	for _, f := range testkit.Inspect(r.reply.body) {
		r.fault("%s", f)
	}
	if r.summary() {
		r.keptTyped()
	}
	return r.faults
}

// summary looks at the box above the form; a form of one button has a page
// instead. It tells whether there is a form to look at.
func (r *refusal) summary() bool {
	box := find(r.doc, func(n *html.Node) bool { return hasClass(n, "error-summary") })
	if box == nil {
		if r.form.asks() {
			r.fault("%d without a summary: %s", r.reply.status, short(testkit.Page{Body: r.reply.body}.Text()))
		}
		return false
	}
	var lines []string
	linked := 0
	for n := range box.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "h2":
			lines = append(lines, inner(n))
		case "a":
			lines = append(lines, inner(n))
			linked++
			id, here := strings.CutPrefix(attr(n, "href"), "#")
			if here && find(r.doc, func(m *html.Node) bool { return attr(m, "id") == id }) == nil {
				r.fault("the summary leads to %s, which is not there", attr(n, "href"))
			}
		}
	}
	if linked == 0 && r.reply.status != http.StatusConflict && r.form.asks() {
		r.fault("the summary leads to no field: %s", short(strings.Join(lines, " ")))
	}
	for _, line := range lines {
		if !r.words.say(line) {
			r.fault("the summary says what is in no catalogue: %s", line)
		}
		if word := unkind.FindString(line); word != "" {
			r.fault("the summary says %q: %s", word, line)
		}
	}
	return true
}

// keptTyped looks for everything that was sent in the fields of the page.
func (r *refusal) keptTyped() {
	shown := map[string]formField{}
	for _, f := range formsIn(r.doc, r.form.page) {
		for _, x := range f.fields {
			if have, ok := shown[x.name]; ok && len(have.values) > 0 && f.route != r.form.route {
				continue
			}
			shown[x.name] = x
		}
	}
	for _, x := range r.form.fields {
		if x.kind == kindHidden || x.kind == kindSecret {
			continue
		}
		have, there := shown[x.name]
		for _, value := range r.sent[x.name] {
			if x.kind.chosen() && value != "" && !slices.Contains(x.offered, value) {
				continue // what was never offered cannot be shown
			}
			switch {
			case !there:
				r.fault("the field %s is gone", x.name)
			case !slices.ContainsFunc(have.values, func(s string) bool { return strings.TrimSpace(s) == strings.TrimSpace(value) }):
				r.fault("%s: typed %q, shown %q", x.name, short(value), short(strings.Join(have.values, "|")))
			}
		}
		asked := strings.Contains(r.form.action, "?"+x.name+"=") // the address chooses where the form does not
		if len(r.sent[x.name]) == 0 && len(have.values) > 0 && x.kind.chosen() && !asked {
			r.fault("%s: nothing chosen, shown %q", x.name, have.values)
		}
	}
}

func find(doc *html.Node, is func(*html.Node) bool) *html.Node {
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && is(n) {
			return n
		}
	}
	return nil
}

func short(s string) string {
	if r := []rune(s); len(r) > 120 {
		return string(r[:120]) + "…"
	}
	return s
}
