package paper

import (
	"strings"
	"testing"
)

func TestWordsThatThePDFCannotDrawAreTold(t *testing.T) {
	d := Document{Title: "t", Language: "da", Undrawn: "Bogstaver står som ¤.", Blocks: []Block{
		Heading{Level: 1, Text: "Ömer Şahin og Дарина"}, Paragraph{Spans: Text("Her er alt i orden.")},
	}}
	if words := Undrawn(d); len(words) != 0 {
		t.Errorf("told of %v", words)
	}
	note := "/ActualText"
	if b := printed(t, d); len(b.with(note)) != 0 {
		t.Error("something cannot be drawn")
	}
	before := len(printed(t, d).with("/S /P "))
	d.Blocks = append(d.Blocks, Box{Blocks: []Block{List{[][]Span{Text("Hun sagde 你好 to gange: 你好")}}}}, Table{Head: []string{"a"}, Rows: [][]string{{"ሰላም"}}})
	words := Undrawn(d)
	if strings.Join(words, " ") != "你好 ሰላም" {
		t.Errorf("told of %q", words)
	}
	p := printed(t, d)
	if got := len(p.with("/S /P ")); got != before+1 {
		t.Errorf("%d paragraphs, want one more than %d", got, before)
	}
	if shown := string(set(told(d), newPress(t).style).pages[0].content.String()); strings.Contains(shown, set(d, newPress(t).style).shown(regular, "?")) {
		t.Error("a question mark stands for a letter")
	}
}

// A drawing stands on the page of its heading and of the sentence that says what it
// shows, as long as all of it has room on one.
func TestADrawingStandsWithItsHeading(t *testing.T) {
	for lines := 1; lines < 60; lines += 3 {
		d := Document{Title: "t", Language: "da", Blocks: []Block{Heading{Level: 1, Text: "Rapport"}}}
		for range lines {
			d.Blocks = append(d.Blocks, Paragraph{Spans: Text("En linje.")})
		}
		d.Blocks = append(d.Blocks, Heading{Level: 2, Text: "Kurven"}, Paragraph{Spans: Text("Den viser noget."), Keep: true}, Figure{Drawing: curve(), Alt: "En kurve."})
		l := set(d, newPress(t).style)
		at := map[string]int{}
		for _, e := range l.root.elements() {
			for _, k := range e.kids {
				if m, ok := k.(mark); ok {
					at[e.tag] = m.page
				}
			}
		}
		if at["Figure"] != at["H2"] || at["Figure"] != at["P"] {
			t.Errorf("after %d lines: the heading on page %d, the sentence on %d, the drawing on %d", lines, at["H2"], at["P"], at["Figure"])
		}
	}
}
