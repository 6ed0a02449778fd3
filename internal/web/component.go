package web

import (
	"fmt"
	"strconv"
	"strings"
)

// Tag is a status in a word with its shape and colour.
// Kind is done, waiting, soon, broken or none.
type Tag struct{ Kind, Text string }

// Link is a text that leads somewhere.
type Link struct{ To, Text string }

// NextStep is the one dark panel of a page: what should I do now? A page without
// a next step says so in words and shows no panel.
type NextStep struct {
	Title, Text string
	Deed        Deed
	More        []Link
	Beside      bool // the button stands to the right of the text
}

// Deed is a button. With Post it sends a form of the hidden Fields, else it is
// a link; To may be a path or a "tel:" number.
type Deed struct {
	To, Text string
	Post     bool
	Fields   []Hidden
}

// Hidden is a field that a form carries unseen.
type Hidden struct{ Name, Value string }

// Stage is a step of a way: State is done, now, todo or broken.
type Stage struct{ Name, Note, State, To string }

// Stages is a line of steps. Sentence says the same in words and is all that a
// phone shows beside the line: "I gang, uge 29 af 44".
type Stages struct {
	Label    string // what the line is, for those who hear the page
	Sentence string
	Note     string
	Steps    []Stage
}

// Event is a line of a time line, newest first.
type Event struct {
	When, Title, Text, To string
	Tag                   Tag // no tag when its Kind is empty
}

// Fact is a name with what belongs to it: a line of a list of facts. Texts are
// several lines.
type Fact struct {
	Label string
	Text  string
	Texts []string
	To    string
	Tag   Tag
}

// Option is a choice of a select, of radios or of check boxes. Key is a lang
// key; Label is a text that is none, such as a name.
type Option struct{ Value, Key, Label, Hint string }

// Options makes options of values whose texts stand under prefix + value.
func Options(prefix string, values ...string) []Option {
	out := make([]Option, 0, len(values))
	for _, v := range values {
		out = append(out, Option{Value: v, Key: prefix + v})
	}
	return out
}

// YesNo are the options of a question that must be answered and is never
// answered beforehand.
func YesNo() []Option {
	return []Option{{Value: "nej", Key: "web.no"}, {Value: "ja", Key: "web.yes"}}
}

// Pager leads through a list of pages. Page begins at 1; Path is the list's
// address with its filter and gets the page's number added.
type Pager struct {
	Page, Pages, Total int
	Path               string
}

// Pages returns the pager for total rows of size a page.
func Pages(path string, page, size, total int) Pager {
	return Pager{Page: page, Pages: max(1, (total+size-1)/size), Total: total, Path: path}
}

// Before is the address of the page before.
func (p Pager) Before() string { return p.at(p.Page - 1) }

// After is the address of the next page.
func (p Pager) After() string { return p.at(p.Page + 1) }

func (p Pager) at(n int) string {
	mark := "?"
	if strings.Contains(p.Path, "?") {
		mark = "&"
	}
	return fmt.Sprintf("%s%sside=%d", p.Path, mark, n)
}

// Figure is a number with what it counts.
type Figure struct{ Figure, Text string }

// Scale are the options 0 to most of a rating, for the partial "scale".
func Scale(most int) []Option {
	var out []Option
	for i := range most + 1 {
		s := strconv.Itoa(i)
		out = append(out, Option{Value: s, Label: s})
	}
	return out
}
