package web

import (
	"fmt"
	"html/template"
	"math"
	"net/url"
	"strings"
	"time"

	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
)

// functions are the words of the templates, bound to one language.
func (k *Kit) functions(l lang.Lang) template.FuncMap {
	return template.FuncMap{
		"t":         func(key string, pairs ...any) (string, error) { return text(l, key, pairs) },
		"tn":        func(key string, n int, pairs ...any) (string, error) { return textN(l, key, n, pairs) },
		"rich":      func(key string, pairs ...any) (template.HTML, error) { return rich(l, key, pairs) },
		"longdate":  func(d any) string { return lang.LongDate(l, dateOf(d)) },
		"shortdate": func(d any) string { return lang.ShortDate(l, dateOf(d)) },
		"plaindate": func(d any) string { return lang.PlainDate(l, dateOf(d)) },
		"daymonth":  func(d any) string { return lang.DayMonth(l, dateOf(d)) },
		"clock":     func(t time.Time) string { return lang.Clock(l, t) },
		"span":      func(from, to time.Time) string { return span(l, from, to) },
		"num":       func(v any, decimals int) (string, error) { return number(l, v, decimals) },
		"hours":     func(h float64) string { return Hours(l, h) },
		"minutes":   func(n int) string { return Minutes(l, n) },
		"list":      func(items []string) string { return List(l, items) },
		"upper":     upperFirst,
		"path":      joinPath,
		"showdate":  showDate,
		"href":      safeHref,
		"static":    k.assets.url,
		"lang":      func() string { return string(l) },
		"svg":       asSVG,
		"para":      paragraphs,
		"field":     func(f Form, name, key string, opts ...any) (control, error) { return newControl(l, f, name, key, opts) },
		"errors":    func(f Form) summary { return newSummary(l, f) },
		"tag":       func(kind, text string) Tag { return Tag{kind, text} },
		"crumbs":    crumbs,
		"title":     func(h1 string, lead ...string) heading { return heading{h1, strings.Join(lead, " ")} },
		"facts":     func(f ...Fact) []Fact { return f },
		"subject":   func(kind, name string) subject { return subject{kind, name} },
		"grade":     func(filled int, text string) gradeMark { return newGrade(filled, text) },
		"add":       func(a, b int) int { return a + b },
		"deed":      func(to, text string) Deed { return Deed{To: to, Text: text} },
	}
}

// local turns dates, times and numbers among the args into the language's words.
func local(l lang.Lang, args fault.Args) fault.Args {
	out := fault.Args{}
	for name, value := range args {
		switch v := value.(type) {
		case clock.Date:
			value = lang.PlainDate(l, v)
		case time.Time:
			value = lang.Clock(l, v)
		case float64:
			value = lang.Number(l, v, 2)
		}
		out[name] = value
	}
	return out
}

func argsOf(pairs []any) (fault.Args, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("texts need pairs of name and value, got %d", len(pairs))
	}
	args := fault.Args{}
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("name of a text's place is %T", pairs[i])
		}
		args[name] = pairs[i+1]
	}
	return args, nil
}

func text(l lang.Lang, key string, pairs []any) (string, error) {
	args, err := argsOf(pairs)
	return lang.T(l, key, local(l, args)), err
}

func textN(l lang.Lang, key string, n int, pairs []any) (string, error) {
	args, err := argsOf(pairs)
	return lang.TN(l, key, n, local(l, args)), err
}

// rich is a text in which **words** are bold. The values are escaped.
func rich(l lang.Lang, key string, pairs []any) (template.HTML, error) {
	s, err := text(l, key, pairs)
	if err != nil {
		return "", err
	}
	parts := strings.Split(template.HTMLEscapeString(s), "**")
	var b strings.Builder
	for i, p := range parts {
		if i%2 == 1 && i < len(parts)-1 {
			b.WriteString("<strong>" + p + "</strong>")
		} else {
			b.WriteString(p)
		}
	}
	return template.HTML(b.String()), nil // escaped above
}

func dateOf(d any) clock.Date {
	switch d := d.(type) {
	case clock.Date:
		return d
	case time.Time:
		if !d.IsZero() {
			return clock.DateOf(d)
		}
	}
	return clock.Date{}
}

// span is "14.30–16.30"; one time when the other is not known.
func span(l lang.Lang, from, to time.Time) string {
	if from.IsZero() || to.IsZero() {
		return lang.Clock(l, from) + lang.Clock(l, to)
	}
	return lang.Clock(l, from) + "–" + lang.Clock(l, to)
}

func number(l lang.Lang, v any, decimals int) (string, error) {
	switch v := v.(type) {
	case float64:
		return lang.Number(l, v, decimals), nil
	case int:
		return lang.Number(l, float64(v), 0), nil
	case int64:
		return lang.Number(l, float64(v), 0), nil
	}
	return "", fmt.Errorf("num of %T", v)
}

// Hours writes hours as people say them: "1 time", "1½ time", "81,5 timer".
func Hours(l lang.Lang, h float64) string {
	if h == 1.5 {
		return lang.T(l, "web.hours.one-and-half", nil)
	}
	n := 2
	if h == 1 {
		n = 1
	}
	return lang.TN(l, "web.hours", n, fault.Args{"h": lang.Number(l, h, 2)})
}

// Minutes writes minutes: "45 min.", "1 time", "1½ time", "2 t. 40 min.".
func Minutes(l lang.Lang, n int) string {
	switch {
	case n < 60 || n > 90 && n%60 != 0 || n > 60 && n < 90:
		if n < 60 {
			return lang.T(l, "web.minutes", fault.Args{"n": n})
		}
		return lang.T(l, "web.hours-minutes", fault.Args{"h": n / 60, "n": n % 60})
	}
	return Hours(l, math.Round(float64(n)/6)/10)
}

// List joins names: "Noah, Emil og Freja".
func List(l lang.Lang, items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " " + lang.T(l, "web.and", nil) + " " + items[last]
}

func upperFirst(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// joinPath makes a path of opaque parts: path "forloeb" .CourseID "plan".
func joinPath(parts ...any) string {
	var b strings.Builder
	for _, p := range parts {
		for _, piece := range strings.Split(strings.Trim(fmt.Sprint(p), "/"), "/") {
			if piece != "" {
				b.WriteString("/" + url.PathEscape(piece))
			}
		}
	}
	if b.Len() == 0 {
		return "/"
	}
	return b.String()
}

// asSVG lets a chart of package chart through unescaped. The charts escape every
// text they are given.
func asSVG(drawing any) template.HTML { return template.HTML(fmt.Sprint(drawing)) }

// paragraphs splits a text at its blank lines, for {{range para .Text}}<p>…</p>.
func paragraphs(s string) []string {
	var out []string
	for _, p := range strings.Split(s, "\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

type heading struct{ H1, Lead string }

type subject struct{ Kind, Name string }

type gradeMark struct {
	Text string
	Bars []bool
	None bool
}

// newGrade draws three rising bars of which some are filled; none at all is drawn
// with dashes. Fewer than zero is a setback, which has a mark of its own.
func newGrade(filled int, text string) gradeMark {
	g := gradeMark{Text: text, None: filled == 0}
	for i := range 3 {
		g.Bars = append(g.Bars, i < filled)
	}
	return g
}

// crumbs is the path back: pairs of text and address, the last without one.
func crumbs(pairs ...string) []Link {
	var out []Link
	for i := 0; i < len(pairs); i += 2 {
		link := Link{Text: pairs[i]}
		if i+1 < len(pairs) {
			link.To = pairs[i+1]
		}
		out = append(out, link)
	}
	return out
}

// showDate writes an ISO date as 1.10.2026 in a field; what a person typed
// otherwise stays as it is.
func showDate(s string) string {
	d, err := clock.ParseDate(s)
	if err != nil || d.IsZero() {
		return s
	}
	return fmt.Sprintf("%d.%d.%d", d.Day(), int(d.Month()), d.Year())
}

// safeHref lets telephone numbers through beside paths; anything else is left to
// the template's own guard.
func safeHref(to string) any {
	if number, ok := strings.CutPrefix(to, "tel:"); ok && strings.Trim(number, "+0123456789 ") == "" {
		return template.URL("tel:" + strings.ReplaceAll(number, " ", "")) // digits only
	}
	return to
}
