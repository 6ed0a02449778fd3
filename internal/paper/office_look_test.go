package paper

import (
	"regexp"
	"strings"
	"testing"
)

// Facts in pairs stand in four columns without lines, a line above others stays on
// the page of what it stands above, and a box has its frame, in both forms.
func TestWordProcessorsSetItAsThePDF(t *testing.T) {
	d := Document{Title: "t", Language: "da", Blocks: []Block{
		Heading{Level: 1, Text: "Rapport"},
		Facts{Caption: "om", Paired: true, Rows: []Fact{{"Barn", "Villads"}, {"Timer", "84"}, {"Konsulent", "Birgitte"}}},
		Box{Bad: true, Blocks: []Block{Paragraph{Spans: Text("Konklusion"), Lead: true}, Paragraph{Spans: Text("Faglig vurdering")}}},
		Paragraph{Spans: Strong("Gået tilbage:"), Keep: true}, Paragraph{Spans: Text("Rolige aftener")},
		Facts{Rows: []Fact{{"Navn", "Tekst"}}},
	}}
	press := newPress(t)
	for name, c := range map[string]struct {
		form          func(Document) ([]byte, error)
		main, styles  string
		row           string   // begins a row
		cell          string   // begins a cell
		there         []string // in the main file
		defined       []string // in the styles
		plain, framed string
	}{
		"docx": {
			press.DOCX, "word/document.xml", "word/styles.xml", "<w:tr>", "<w:tc>",
			[]string{`<w:pStyle w:val="Normal"/><w:keepNext/></w:pPr>`, `<w:left w:val="single" w:sz="32" w:space="10" w:color="A0420F"/>`},
			[]string{`<w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/>`}, `<w:tblStyle w:val="Plain"/>`, "<w:pBdr>",
		},
		"odt": {
			press.ODT, "content.xml", "styles.xml", "<table:table-row", "<table:table-cell",
			[]string{`<text:p text:style-name="Standard_Keep"><text:span text:style-name="Strong">Gået tilbage:`, `<text:p text:style-name="Lead_A0420F">`},
			[]string{`style:name="Standard_Keep"`, `style:name="Lead_A0420F"`, `fo:border-left="4pt solid #a0420f"`}, `table:style-name="Plain"`, "_A0420F",
		},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := c.form(d)
			if err != nil {
				t.Fatal(err)
			}
			all := files(t, b)
			main, styles := string(all[c.main]), string(all[c.styles])
			rows := strings.Split(main, c.row)[1:]
			if len(rows) != 3 {
				t.Fatalf("%d rows", len(rows))
			}
			for i, want := range []int{4, 4, 2} {
				if got := strings.Count(rows[i], c.cell); got != want {
					t.Errorf("row %d has %d cells, want %d", i, got, want)
				}
			}
			for _, name := range []string{"Barn", "Timer", "Konsulent"} {
				if !regexp.MustCompile(`(<w:b/></w:rPr><w:t [^>]*>|"Strong">)` + name).MatchString(main) {
					t.Errorf("%s is not set as a name", name)
				}
			}
			for _, want := range c.there {
				if !strings.Contains(main, want) {
					t.Errorf("missing: %s", want)
				}
			}
			for _, want := range c.defined {
				if !strings.Contains(styles, want) {
					t.Errorf("no style: %s", want)
				}
			}
			if !strings.Contains(main, c.plain) {
				t.Error("the facts in pairs have lines")
			}
			if n := strings.Count(main, c.framed); n != 2 {
				t.Errorf("%d framed paragraphs, want 2", n)
			}
		})
	}
}

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
