// Package paper turns a document into what people read away from the screen: a
// PDF that can be printed, kept and read aloud, files that a word processor opens,
// and one file that any browser shows. A document is written once, as headings, paragraphs, lists, tables and
// drawings; every form is made from it, so that they say the same.
//
// The PDF is tagged (PDF/UA-1, ISO 14289-1): a screen reader meets the headings,
// tables and pictures as such, knows the language, and hears a text in the place
// of each picture. Nothing is in a file that is not in the document: no name of
// an author's machine, no earlier version, no time but the one given.
package paper

import (
	"time"

	"samspil/internal/chart"
)

// Document is what is to be put on paper.
type Document struct {
	Title    string
	Language string // "da", "en": of everything that does not say otherwise
	Provider string // stands at the head of each page and as the author
	Subject  string // what kind of document it is, in a few words
	Made     time.Time
	// Head stands at the top of each page, Foot at its bottom; the page's number is
	// added to the foot by Page, such as "side %d af %d".
	Head, Foot, Page string
	// Mark stands at the foot of a form without pages, such as a fingerprint. Where
	// Page begins with it, it is not written twice.
	Mark string
	// Undrawn is said under the first heading of a PDF that has letters its font
	// cannot draw, by the mark ¤ that stands in their place; "" says nothing.
	Undrawn string
	// Draft stands on every page where it is not empty: "Kladde".
	Draft  string
	Blocks []Block
}

// Block is a part of the document, in the order read: Heading, Paragraph, List,
// Facts, Table, Figure, Quote or Box.
type Block interface{ block() }

// Span is a stretch of text of one kind.
type Span struct {
	Text     string
	Strong   bool
	Language string // where it is another than the document's
	// Anchor is the name of a heading that the text leads to; "" none.
	Anchor string
}

// Text is a line of text without any marks.
func Text(s string) []Span { return []Span{{Text: s}} }

// Strong is a line of text in bold.
func Strong(s string) []Span { return []Span{{Text: s, Strong: true}} }

// Heading begins a part. The first is of level 1, and no level is left out on
// the way down.
type Heading struct {
	Level  int // 1 to 3
	Text   string
	Anchor string // a name that Span.Anchor can lead to; "" none
}

// Paragraph is running text. Note makes it small, Lead large.
type Paragraph struct {
	Spans      []Span
	Note, Lead bool
	Keep       bool // it stands on the same page as what follows
}

// List is a list with a bullet before each entry.
type List struct{ Items [][]Span }

// Facts are names with what belongs to each, in two columns.
type Facts struct {
	Caption string // read aloud, not shown
	Rows    []Fact
	// Paired sets two facts beside each other where there is room.
	Paired bool
}

// Fact is one of them.
type Fact struct {
	Name string
	Text string
}

// Table has one row of column names, repeated on each page, and the name of each
// row in its first column.
type Table struct {
	Caption string // stands above
	Head    []string
	Rows    [][]string
	Wide    []int // the columns' shares of the width; none: even
}

// Figure is a drawing with the sentence that says what it shows.
type Figure struct {
	Drawing chart.SVG
	Alt     string // read in the place of the drawing
	Caption string // stands beneath
	// For a screen: the drawing for a phone, and its numbers; none where they are empty.
	Narrow  chart.SVG
	Numbers *Table
}

// Quote is what somebody said.
type Quote struct {
	Text, Language, By string
	Plain              bool // the text holds its own quotation marks
}

// Box is a part with a line at its side that marks it off.
type Box struct {
	Blocks []Block
	// Good and Bad give the line its colour; the words say it too.
	Good, Bad bool
}

func (Heading) block()   {}
func (Paragraph) block() {}
func (List) block()      {}
func (Facts) block()     {}
func (Table) block()     {}
func (Figure) block()    {}
func (Quote) block()     {}
func (Box) block()       {}

// Words is what was said, in quotation marks.
func (q Quote) Words() string {
	if q.Plain {
		return q.Text
	}
	return "»" + q.Text + "«"
}
