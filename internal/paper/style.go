package paper

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Style is the style sheet of the drawings, as far as paper needs it: selectors of
// tags and classes, what applies to print last. The drawings on paper and those on
// the pages are coloured by the same text.
type Style struct {
	rules []rule
}

// rule sets properties for what its selector fits.
type rule struct {
	steps []step // outermost first
	parts []part
}

// step is one part of a selector: a tag or classes.
type step struct {
	tag     string
	classes []string
	parent  bool // must be the direct parent of the step after it
}

type part struct{ name, value string }

var (
	comments = regexp.MustCompile(`(?s)/\*.*?\*/`)
	selector = regexp.MustCompile(`^([a-z]*)((?:\.[\w-]+)*)$`)
)

// NewStyle reads a style sheet. What it does not know is left out.
func NewStyle(sheet []byte) *Style {
	s := &Style{}
	text := comments.ReplaceAllString(string(sheet), "")
	screen, print := "", ""
	for text != "" {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			break
		}
		head := strings.TrimSpace(text[:open])
		end := closing(text, open)
		inside := text[open+1 : end]
		switch {
		case head == "@media print":
			print += inside
		case !strings.HasPrefix(head, "@"):
			screen += head + "{" + inside + "}"
		}
		text = text[min(end+1, len(text)):]
	}
	s.read(screen)
	s.read(print)
	return s
}

// closing finds the brace that closes the one at open.
func closing(text string, open int) int {
	depth := 0
	for i := open; i < len(text); i++ {
		switch text[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(text)
}

func (s *Style) read(text string) {
	for _, block := range strings.Split(text, "}") {
		head, body, ok := strings.Cut(block, "{")
		if !ok {
			continue
		}
		var parts []part
		for _, line := range strings.Split(body, ";") {
			if name, value, ok := strings.Cut(line, ":"); ok {
				parts = append(parts, part{strings.TrimSpace(name), strings.TrimSpace(value)})
			}
		}
		for _, one := range strings.Split(head, ",") {
			if steps := readSelector(one); steps != nil {
				s.rules = append(s.rules, rule{steps, parts})
			}
		}
	}
}

func readSelector(text string) []step {
	var steps []step
	for _, word := range strings.Fields(strings.ReplaceAll(text, ">", " > ")) {
		if word == ">" {
			if len(steps) == 0 {
				return nil
			}
			steps[len(steps)-1].parent = true
			continue
		}
		m := selector.FindStringSubmatch(word)
		if m == nil {
			return nil
		}
		st := step{tag: m[1]}
		if m[2] != "" {
			st.classes = strings.Split(m[2][1:], ".")
		}
		steps = append(steps, st)
	}
	return steps
}

// node is an element of a drawing with those around it, outermost first.
type node struct {
	tag     string
	classes []string
	parent  *node
	values  map[string]string // what it hands down
}

func (s step) fits(n *node) bool {
	if n == nil || s.tag != "" && s.tag != n.tag {
		return false
	}
	for _, c := range s.classes {
		if !slices.Contains(n.classes, c) {
			return false
		}
	}
	return s.tag != "" || len(s.classes) > 0
}

func (r rule) fits(n *node) bool {
	last := len(r.steps) - 1
	if !r.steps[last].fits(n) {
		return false
	}
	at := n.parent
	for i := last - 1; i >= 0; i-- {
		if r.steps[i].parent {
			if !r.steps[i].fits(at) {
				return false
			}
			at = at.parent
			continue
		}
		for at != nil && !r.steps[i].fits(at) {
			at = at.parent
		}
		if at == nil {
			return false
		}
		at = at.parent
	}
	return true
}

// weightOf orders rules: more classes and tags win, then the later one.
func (r rule) weightOf() int {
	sum := 0
	for _, s := range r.steps {
		sum += 10 * len(s.classes)
		if s.tag != "" {
			sum++
		}
	}
	return sum
}

// inherited are the properties that go down to what lies within.
var inherited = []string{"color", "fill", "stroke", "stroke-width", "stroke-dasharray", "fill-opacity", "stroke-opacity", "font-size", "font-weight", "text-anchor", "stroke-linecap", "stroke-linejoin"}

// resolve gives a node the properties it has from the sheet and from around it.
func (s *Style) resolve(n *node) {
	n.values = map[string]string{}
	if n.parent != nil {
		for name, value := range n.parent.values {
			if slices.Contains(inherited, name) || strings.HasPrefix(name, "--") {
				n.values[name] = value
			}
		}
	}
	var hits []rule
	for _, r := range s.rules {
		if r.fits(n) {
			hits = append(hits, r)
		}
	}
	slices.SortStableFunc(hits, func(a, b rule) int { return a.weightOf() - b.weightOf() })
	for _, r := range hits {
		for _, p := range r.parts {
			n.values[p.name] = p.value
		}
	}
}

// value of a property with variables and the current colour put in.
func (n *node) value(name string) string {
	v := n.values[name]
	for range 4 {
		inner, ok := strings.CutPrefix(v, "var(")
		if !ok {
			break
		}
		v = n.values[strings.TrimSuffix(inner, ")")]
	}
	if v == "currentColor" && name != "color" {
		return n.value("color")
	}
	return v
}

// number of a property such as a width; otherwise where it is not set.
func (n *node) number(name string, otherwise float64) float64 {
	v, err := strconv.ParseFloat(strings.TrimSuffix(n.value(name), "px"), 64)
	if err != nil {
		return otherwise
	}
	return v
}

// colour is red, green and blue from 0 to 1.
type colour struct{ r, g, b float64 }

func (c colour) String() string { return fmt.Sprintf("%s %s %s", three(c.r), three(c.g), three(c.b)) }

func three(v float64) string { return strconv.FormatFloat(float64(int(v*1000+.5))/1000, 'f', -1, 64) }

// readColour reads "#rgb" and "#rrggbb"; false for none and what it does not know.
func readColour(s string) (colour, bool) {
	s, ok := strings.CutPrefix(s, "#")
	if !ok {
		return colour{}, false
	}
	if len(s) == 3 {
		s = string([]byte{s[0], s[0], s[1], s[1], s[2], s[2]})
	}
	v, err := strconv.ParseUint(s, 16, 32)
	if err != nil || len(s) != 6 {
		return colour{}, false
	}
	return colour{float64(v>>16) / 255, float64(v>>8&255) / 255, float64(v&255) / 255}, true
}
