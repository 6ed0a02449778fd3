package app

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// formFound is a form as it stands in a page: where it is sent, its fields, and
// the button that sends it.
type formFound struct {
	person string // who saw it
	page   string // where
	action string
	route  string // pattern of the address it is sent to
	button [2]string
	bare   bool   // pressed without reading the rest, as taking something away
	reason bool   // the page was opened with a reason
	base   string // the world that it stands in
	ways   int    // deeds that led there
	past   bool   // takes only what has been
	fields []formField
}

// formField is all controls of one name.
type formField struct {
	name    string
	kind    fieldKind
	values  []string // that it holds
	offered []string // of a choice
}

type fieldKind string

const (
	kindText   fieldKind = "text"
	kindSecret fieldKind = "password"
	kindHidden fieldKind = "hidden"
	kindDate   fieldKind = "date"
	kindTime   fieldKind = "time"
	kindNumber fieldKind = "number"
	kindSelect fieldKind = "select"
	kindRadio  fieldKind = "radio"
	kindCheck  fieldKind = "check"
)

// typed tells whether a person writes in the field with the keys.
func (k fieldKind) typed() bool {
	return k == kindText || k == kindDate || k == kindTime || k == kindNumber
}

// chosen tells whether a person picks among what is offered.
func (k fieldKind) chosen() bool { return k == kindSelect || k == kindRadio || k == kindCheck }

// asks tells whether a person has anything to fill in, rather than to press.
func (f formFound) asks() bool {
	return slices.ContainsFunc(f.fields, func(x formField) bool { return x.kind != kindHidden })
}

func (f formFound) field(name string) (formField, bool) {
	i := slices.IndexFunc(f.fields, func(x formField) bool { return x.name == name })
	if i < 0 {
		return formField{}, false
	}
	return f.fields[i], true
}

var (
	anyID    = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	anyDigit = regexp.MustCompile(`[0-9]+`)
)

// shape is a text without ids and numbers: goal-1 and goal-2 are one field.
func shape(s string) string { return anyDigit.ReplaceAllString(anyID.ReplaceAllString(s, "#"), "#") }

// key is the same for two forms that differ only in what they hold.
func (f formFound) key() string {
	var names []string
	for _, x := range f.fields {
		names = append(names, shape(x.name))
	}
	slices.Sort(names)
	key := f.route + " " + strings.Join(slices.Compact(names), ",")
	if f.button[0] != "" {
		key += " [" + shape(f.button[0]+"="+f.button[1]) + "]"
	}
	return key
}

// untouched is what the browser sends when nobody has typed anything.
func (f formFound) untouched() url.Values {
	v := url.Values{}
	for _, x := range f.fields {
		if len(x.values) > 0 {
			v[x.name] = slices.Clone(x.values)
		}
	}
	if f.button[0] != "" {
		v.Set(f.button[0], f.button[1])
	}
	return v
}

// formsIn returns every form of the page that is sent by POST, once for each of
// its buttons.
func formsIn(doc *html.Node, page string) []formFound {
	var found []formFound
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != "form" || !strings.EqualFold(attr(n, "method"), "post") {
			continue
		}
		f := formFound{page: page, action: actionOf(attr(n, "action"), page)}
		var buttons []formFound
		for c := range doc.Descendants() {
			if c.Type != html.ElementNode || !belongs(c, n) {
				continue
			}
			if c.Data == "button" && attr(c, "type") != "button" {
				b := formFound{button: [2]string{attr(c, "name"), attr(c, "value")}, bare: has(c, "formnovalidate"), action: f.action}
				if to := attr(c, "formaction"); to != "" {
					b.action = actionOf(to, page)
				}
				buttons = append(buttons, b)
				continue
			}
			f.take(c)
		}
		for _, b := range buttons {
			g := f
			g.button, g.bare, g.action = b.button, b.bare, b.action
			found = append(found, g)
		}
	}
	return found
}

// belongs tells whether a control is sent with the form.
func belongs(control, form *html.Node) bool {
	if to := attr(control, "form"); to != "" {
		return to == attr(form, "id")
	}
	for p := range control.Ancestors() {
		if p == form {
			return true
		}
	}
	return false
}

func actionOf(action, page string) string {
	base, err := url.Parse(page)
	if err != nil {
		return action
	}
	if action == "" {
		return base.RequestURI()
	}
	to, err := base.Parse(action)
	if err != nil {
		return action
	}
	return to.RequestURI()
}

// take adds a control to the fields.
func (f *formFound) take(n *html.Node) {
	name := attr(n, "name")
	if name == "" || has(n, "disabled") || attr(n, "type") == "file" { // a file is chosen, not typed; the areas try files themselves
		return
	}
	x := formField{name: name}
	switch n.Data {
	case "textarea":
		x.kind, x.values = kindText, []string{strings.TrimPrefix(inner(n), "\n")}
	case "select":
		x.kind = kindSelect
		x.options(n)
	case "input":
		x.input(n)
	default:
		return
	}
	if i := slices.IndexFunc(f.fields, func(y formField) bool { return y.name == name }); i >= 0 {
		f.fields[i].values = append(f.fields[i].values, x.values...)
		f.fields[i].offered = append(f.fields[i].offered, x.offered...)
		if x.kind != kindHidden {
			f.fields[i].kind = x.kind
		}
		return
	}
	f.fields = append(f.fields, x)
}

func (x *formField) options(n *html.Node) {
	for o := range n.Descendants() {
		if o.Type != html.ElementNode || o.Data != "option" {
			continue
		}
		value := attr(o, "value")
		if !has(o, "value") {
			value = inner(o)
		}
		if value != "" {
			x.offered = append(x.offered, value)
		}
		if has(o, "selected") {
			x.values = []string{value}
		}
	}
	if x.values == nil {
		x.values = []string{""}
	}
}

func (x *formField) input(n *html.Node) {
	value, mode := attr(n, "value"), attr(n, "inputmode")
	switch kind := attr(n, "type"); {
	case kind == "radio" || kind == "checkbox":
		x.kind = kindRadio
		if kind == "checkbox" {
			x.kind = kindCheck
		}
		x.offered = []string{value}
		if has(n, "checked") {
			x.values = []string{value}
		}
		return
	case kind == "hidden":
		x.kind = kindHidden
	case kind == "password":
		x.kind = kindSecret
	case kind == "date" || has(n, "data-date"):
		x.kind = kindDate
	case kind == "time" || mode == "decimal" && has(n, "placeholder"):
		x.kind = kindTime
	case kind == "number" || mode == "decimal" || mode == "numeric" && attr(n, "autocomplete") != "one-time-code":
		x.kind = kindNumber
	default:
		x.kind = kindText
	}
	x.values = []string{value}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// inner is the text in an element.
func inner(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

func hasClass(n *html.Node, class string) bool {
	return slices.Contains(strings.Fields(attr(n, "class")), class)
}
