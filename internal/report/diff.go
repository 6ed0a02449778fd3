package report

import (
	"slices"
	"strings"
	"unicode"
)

// Stretch is a part of a text that is compared with an earlier one: it stood there
// before, is new, or is gone.
type Stretch struct {
	Text      string
	New, Gone bool
}

// Change is what changed in one layer under a heading. Layer is empty where the
// conclusion's summary, the head or a curve changed.
type Change struct {
	Question  Question
	Layer     Layer
	Stretches []Stretch
}

// Changes compares two texts of a report word by word and returns the layers that
// differ, in the order they are read.
func Changes(before, now Content, k Kind) []Change {
	var out []Change
	add := func(q Question, l Layer, a, b string) {
		if a != b {
			out = append(out, Change{q, l, Compare(a, b)})
		}
	}
	add("", "", before.outline(), now.outline())
	for _, q := range Questions(k) {
		for _, l := range LayersOf(q) {
			add(q, l, before.Section(q).Text(l), now.Section(q).Text(l))
		}
	}
	return out
}

// outline is what stands above the sections, a line each, with a line for each curve.
func (c Content) outline() string {
	out := []string{c.Child, c.Lead, c.Summary}
	for _, l := range c.Head {
		out = append(out, l.Label+": "+l.Text)
	}
	for _, v := range c.Curves {
		out = append(out, v.Title+", "+v.Rater+": "+v.Count+", "+v.FromTo+", "+v.Says)
	}
	return lines(out...)
}

// most is the most work that comparing word by word may take; longer stretches
// that share nothing are shown as replaced whole.
const most = 4_000_000

// Compare returns the second text with what was taken from the first and what is
// new in it, word by word. Spaces go with the word before them.
func Compare(before, now string) []Stretch {
	a, b := wordsOf(before), wordsOf(now)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var out []Stretch
	put := func(words []string, s Stretch) {
		if len(words) == 0 {
			return
		}
		s.Text = strings.Join(words, "")
		if n := len(out); n > 0 && out[n-1].New == s.New && out[n-1].Gone == s.Gone {
			out[n-1].Text += s.Text
			return
		}
		out = append(out, s)
	}
	put(a[:head], Stretch{})
	x, y := a[head:len(a)-tail], b[head:len(b)-tail]
	if len(x)*len(y) > most {
		put(x, Stretch{Gone: true})
		put(y, Stretch{New: true})
	} else {
		walk(x, y, put)
	}
	put(a[len(a)-tail:], Stretch{})
	return out
}

// walk finds the longest common words and tells the rest apart.
func walk(x, y []string, put func([]string, Stretch)) {
	long := make([][]int32, len(x)+1)
	for i := range long {
		long[i] = make([]int32, len(y)+1)
	}
	for i, w := range slices.Backward(x) {
		for j, v := range slices.Backward(y) {
			if w == v {
				long[i][j] = long[i+1][j+1] + 1
			} else {
				long[i][j] = max(long[i+1][j], long[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(x) || j < len(y) {
		switch {
		case i < len(x) && j < len(y) && x[i] == y[j]:
			put(x[i:i+1], Stretch{})
			i, j = i+1, j+1
		case j >= len(y) || i < len(x) && long[i+1][j] >= long[i][j+1]:
			put(x[i:i+1], Stretch{Gone: true})
			i++
		default:
			put(y[j:j+1], Stretch{New: true})
			j++
		}
	}
}

// wordsOf cuts a text into words, each with the spaces behind it.
func wordsOf(text string) []string {
	var out []string
	start, space := 0, false
	for i, r := range text {
		if space && !unicode.IsSpace(r) {
			out = append(out, text[start:i])
			start = i
		}
		space = unicode.IsSpace(r)
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}
