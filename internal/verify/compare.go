package verify

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

const (
	mostDifferences = 20  // shown of one vector
	longestShown    = 200 // characters of a value
)

// compare holds a result against what was expected: objects by name, lists by
// place and length, texts, yes and no and "no value" exactly; a number written
// without point or exponent exactly, any other within tolerance · max(1, |want|).
// Names that were not asked for do not matter.
func compare(got result, expected json.RawMessage, tolerance float64) ([]string, error) {
	text, err := json.Marshal(got)
	if err != nil {
		return nil, fmt.Errorf("a result that is no number or text: %w", err)
	}
	g, err := decode(text)
	if err != nil {
		return nil, err
	}
	want, err := decode(expected)
	if err != nil {
		return nil, fmt.Errorf("expected values that cannot be read: %w", err)
	}
	if _, ok := want.(map[string]any); !ok {
		return nil, fmt.Errorf("expected values that are no object")
	}
	c := comparison{tolerance: tolerance}
	c.value("", g, want)
	if more := c.found - len(c.lines); more > 0 {
		c.lines = append(c.lines, fmt.Sprintf("and more: want no further difference, got %d", more))
	}
	return c.lines, nil
}

type comparison struct {
	tolerance float64
	lines     []string
	found     int
}

func (c *comparison) value(path string, got, want any) {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			c.differ(path, got, want)
			return
		}
		for _, name := range slices.Sorted(maps.Keys(w)) {
			at := strings.TrimPrefix(path+"."+name, ".")
			if v, there := g[name]; there {
				c.value(at, v, w[name])
			} else {
				c.note(at, show(w[name]), "no such result")
			}
		}
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			c.differ(path, got, want)
			return
		}
		for i := range w {
			c.value(fmt.Sprintf("%s[%d]", path, i), g[i], w[i])
		}
	case json.Number:
		if g, ok := got.(json.Number); !ok || !c.near(g, w) {
			c.differ(path, got, want)
		}
	default:
		if got != want {
			c.differ(path, got, want)
		}
	}
}

// near compares two numbers as the wanted one asks by the way it is written.
func (c *comparison) near(got, want json.Number) bool {
	if got == want {
		return true
	}
	g, err := got.Float64()
	if err != nil {
		return false
	}
	w, err := want.Float64()
	if err != nil {
		return false
	}
	if !strings.ContainsAny(want.String(), ".eE") {
		return g == w
	}
	return math.Abs(g-w) <= c.tolerance*math.Max(1, math.Abs(w))
}

func (c *comparison) differ(path string, got, want any) { c.note(path, show(want), show(got)) }

func (c *comparison) note(path, want, got string) {
	c.found++
	if len(c.lines) < mostDifferences {
		c.lines = append(c.lines, fmt.Sprintf("%s: want %s, got %s", line(path), want, got))
	}
}

// show writes a value as JSON on one line, cut when long.
func show(v any) string {
	text, err := json.Marshal(v)
	if err != nil { // it was JSON before
		return err.Error()
	}
	if s := []rune(string(text)); len(s) > longestShown {
		return string(s[:longestShown]) + "… (" + strconv.Itoa(len(s)) + " characters)"
	}
	return string(text)
}

// line keeps a text on one line.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

func decode(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	err := d.Decode(&v)
	return v, err
}
