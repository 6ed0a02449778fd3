package testkit

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// Inspect returns what is wrong with a page: a text that is missing, an inline
// style or script, not exactly one H1, an id that stands twice, a label or a
// description that leads nowhere, a picture without words.
func Inspect(page string) []string {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return []string{"is no HTML: " + err.Error()}
	}
	in := &inspector{ids: map[string]int{}}
	if i := strings.Index(page, "‹"); i >= 0 {
		in.fault("a text is missing: %s", page[i:min(len(page), i+80)])
	}
	in.look(doc)
	in.finish()
	return in.faults
}

type inspector struct {
	faults []string
	ids    map[string]int
	refs   []string // ids that something points to
	h1     int
	last   int // level of the heading before
}

func (in *inspector) fault(format string, args ...any) {
	in.faults = append(in.faults, fmt.Sprintf(format, args...))
}

func (in *inspector) look(n *html.Node) {
	if n.Type == html.ElementNode {
		in.element(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		in.look(c)
	}
}

func (in *inspector) element(n *html.Node) {
	attrs := map[string]string{}
	for _, a := range n.Attr {
		attrs[a.Key] = a.Val
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			in.fault("<%s> has the attribute %s, which the security headers stop", n.Data, a.Key)
		}
	}
	if id := attrs["id"]; id != "" {
		in.ids[id]++
	}
	for _, key := range []string{"aria-describedby", "aria-labelledby", "aria-controls", "for"} {
		in.refs = append(in.refs, strings.Fields(attrs[key])...)
	}
	switch n.Data {
	case "style":
		in.fault("<style> stands in the page")
	case "script":
		if attrs["src"] == "" {
			in.fault("<script> without a file stands in the page")
		}
	case "img":
		if _, ok := attrs["alt"]; !ok {
			in.fault("<img> without words")
		}
	case "h1", "h2", "h3", "h4":
		in.heading(n)
	case "svg":
		if attrs["aria-hidden"] != "true" && attrs["role"] != "img" {
			in.fault("<svg> is neither a picture with words nor hidden")
		}
	}
}

func (in *inspector) heading(n *html.Node) {
	level := int(n.Data[1] - '0')
	if level == 1 {
		in.h1++
	}
	if in.last > 0 && level > in.last+1 {
		in.fault("a heading of level %d follows one of level %d: %s", level, in.last, textOf(n))
	}
	in.last = level
}

func (in *inspector) finish() {
	if in.h1 != 1 {
		in.fault("has %d headings of the first level", in.h1)
	}
	for id, n := range in.ids {
		if n > 1 {
			in.fault("id %q stands %d times", id, n)
		}
	}
	for _, ref := range in.refs {
		if in.ids[ref] == 0 {
			in.fault("something points to id %q, which is not there", ref)
		}
	}
}

// Text is what a person reads on the page, with single spaces.
func (p Page) Text() string {
	doc, err := html.Parse(strings.NewReader(p.Body))
	if err != nil {
		return ""
	}
	return textOf(doc)
}

func textOf(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data + " ")
		}
		if n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style") {
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}
