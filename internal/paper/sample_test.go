package paper

import (
	"os"
	"strings"
	"testing"
	"time"

	"samspil/internal/chart"
	"samspil/internal/clock"
)

func newPress(t testing.TB) *Press {
	t.Helper()
	sheet, err := os.ReadFile("../web/static/chart.css")
	if err != nil {
		t.Fatal(err)
	}
	return NewPress(sheet)
}

func curve() chart.SVG {
	p := chart.Phase{
		Frame: chart.Frame{ID: "x", Title: "Rolige aftener, mor", Desc: "Fra 3 til 7.", Lang: "da"},
		From:  clock.NewDate(2026, 1, 5), To: clock.NewDate(2026, 6, 1), Scale: chart.Scale{Min: 0, Max: 10}, Subject: chart.Parent, Band: 2.4,
		Words: chart.PhaseWords{First: "Før start", End: "Mor: 7", Missed: "mangler", Hours: "Timer om ugen", Mark: "Målinger", Median: "midterste", Band: "usikkerhed"},
	}
	for i := range 12 {
		p.Points = append(p.Points, chart.Point{On: p.From.AddDays(i * 12), Value: 3 + float64(i%3) + float64(i)/4, Missed: i == 5})
		p.Weeks = append(p.Weeks, chart.Week{Of: p.From.AddDays(i * 12), Hours: float64(6 - i/3)})
	}
	p.Borders = []chart.Border{{On: clock.NewDate(2026, 2, 1), Name: "6 timer om ugen"}, {On: clock.NewDate(2026, 4, 1), Name: "3 timer om ugen"}}
	return p.Draw(chart.Column)
}

func sample() Document {
	long := strings.Repeat("Noah rakte klodsen frem og sagde »mor, se«. Sanne så på den og ventede. ", 12)
	d := Document{
		Title: "Afsluttende rapport om Villads", Language: "da", Provider: "Familiehuset Demo", Subject: "Afsluttende rapport",
		Made: time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC), Head: "Familiehuset Demo · Afsluttende rapport",
		Foot: "Lavet til Dorthe Holm, Fjordby Kommune", Page: "side %d af %d", Draft: "Kladde",
	}
	d.Blocks = []Block{
		Heading{1, "Afsluttende rapport om Villads", ""},
		Paragraph{Spans: Text("Forebyggende og udviklende indsats"), Lead: true},
		Facts{Caption: "Om forløbet", Rows: []Fact{{"Barn", "Villads, 9 år"}, {"Bevilget", "156 timer & mere <end> det"}}},
		Box{Blocks: []Block{Paragraph{Spans: []Span{{Text: "Konklusion. ", Strong: true}, {Text: "Se "}, {Text: "målene", Anchor: "goals"}, {Text: " og "}, {Text: "intet", Anchor: "nowhere"}}}}},
		Heading{2, "1 Målene", "goals"},
		Paragraph{Spans: Text(long)},
		Figure{Drawing: curve(), Alt: "Mors vurdering gik fra omkring 3 til omkring 7.", Caption: "Målingerne siger ikke, hvad der er årsagen."},
		Table{"Målinger", []string{"Dag", "Tal", "Hvem", "Bemærkning"}, [][]string{{"5. jan.", "3", "Mor", long[:200]}, {"17. jan.", "4", "Mor"}, {"2. feb.", "5", "Mor", strings.Repeat("a", 90)}}, []int{1, 1, 1, 4}},
		Heading{3, "Det så vi", ""},
		List{[][]Span{Text("Hun ventede"), Text(long), Strong("Han kom selv")}},
		Quote{Text: "It was nice that you waited", Language: "en", By: "Sanne, mor"},
		Heading{2, "2 Familiens egne ord", ""},
		Paragraph{Spans: Text(long + long)},
		Paragraph{Spans: Text("عمر og Ömer Şahin"), Note: true},
	}
	return d
}
