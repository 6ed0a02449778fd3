package paper

import (
	"slices"
	"strings"
)

// Undrawn are the words of a document that a PDF cannot draw, each once, in order:
// those with a letter that its font has no shape for. In the PDF the mark ¤ stands
// for each such letter; what is read aloud and copied is right, and so are the other
// forms, which take the letters of the reader's own machine.
func Undrawn(d Document) []string {
	var out []string
	for _, text := range append([]string{d.Head, d.Foot, d.Draft}, texts(d.Blocks)...) {
		for _, word := range strings.Fields(text) {
			if !typefaces()[regular].draws(word) && !slices.Contains(out, word) {
				out = append(out, word)
			}
		}
	}
	return out
}

// texts is every text that blocks put on a page, outside their drawings.
func texts(all []Block) []string {
	var out []string
	spans := func(all []Span) {
		for _, s := range all {
			out = append(out, s.Text)
		}
	}
	for _, b := range all {
		switch b := b.(type) {
		case Heading:
			out = append(out, b.Text)
		case Paragraph:
			spans(b.Spans)
		case List:
			for _, item := range b.Items {
				spans(item)
			}
		case Facts:
			for _, f := range b.Rows {
				out = append(out, f.Name, f.Text)
			}
		case Table:
			out = append(append(out, b.Caption), b.Head...)
			for _, r := range b.Rows {
				out = append(out, r...)
			}
		case Figure:
			out = append(out, b.Alt, b.Caption)
		case Quote:
			out = append(out, b.Text, b.By)
		case Box:
			out = append(out, texts(b.Blocks)...)
		}
	}
	return out
}

// told puts the sentence about letters that cannot be drawn under the first heading.
func told(d Document) Document {
	if d.Undrawn == "" || len(Undrawn(d)) == 0 {
		return d
	}
	at := 0
	if i := slices.IndexFunc(d.Blocks, func(b Block) bool { _, ok := b.(Heading); return ok }); i >= 0 {
		at = i + 1
	}
	d.Blocks = slices.Insert(slices.Clone(d.Blocks), at, Block(Paragraph{Spans: Text(d.Undrawn), Note: true}))
	return d
}
