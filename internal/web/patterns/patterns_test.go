package patterns_test

import (
	"context"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"samspil/internal/analysis"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
)

func TestTheWorkbench(t *testing.T) {
	b := newNoah(t)
	at := b.path("samspil", "moenstre")
	ellen := b.walk.As(b.w.Ellen)
	if p := ellen.Get(at); p.Status != 200 || !p.Has("Der er ingen kodede stykker at se på endnu", "Kod et stykke af et samvær") {
		t.Errorf("before anything is coded: %d %s", p.Status, p.Text())
	}
	length, taps := answered(40)
	b.coded(b.w.Lone, b.held(clock.NewDate(2026, 9, 23)), "", length, taps...)
	few := b.coded(b.w.Lone, b.held(clock.NewDate(2026, 9, 30)), "", 60, tap{code: "B-KON", at: 5}, tap{code: "F-FØL", at: 7})
	p := ellen.Get(at)
	if !p.Has("Bygger på 2 kodede stykker", "fra 23. september til 30. september 2026", "Når Noah søger kontakt, følger Sanne oftere efter, end man ville vente af tilfældighed: 33 gange mod",
		"Noah begyndte 41 gange, Sanne 8 gange.", "Alene af tilfældighed ville omkring", "De siger ikke, hvad der er årsagen", "Kodningen er ikke en test") {
		t.Errorf("the answer: %s", p.Text())
	}
	if again := ellen.Get(at); !strings.Contains(again.Body, table(p.Body)) || table(p.Body) == "" {
		t.Error("the same question has another answer the second time")
	}
	if p := ellen.Get(at + "?stykke=" + few); !p.Has("For få til at sige noget endnu") || p.Has("følger Sanne oftere efter") {
		t.Errorf("one seeking of contact: %s", p.Text())
	}
	if p := ellen.Get(at + "?hvordan=tid&sekunder=5&se=barnet"); !p.Has("Bygger på 2 kodede stykker", "følger Sanne oftere efter") {
		t.Errorf("by time: %s", p.Text())
	}
	if p := ellen.Get(at + "?se=stoette"); !p.Has("For få til at sige noget endnu") {
		t.Errorf("support that was never coded: %s", p.Text())
	}
	for query, words := range map[string]string{
		"?hvordan=tid&sekunder=11": "Skriv et tal mellem 2 og 10 sekunder", "?trin=4": "Skriv 1, 2 eller 3", "?fra=i+g%C3%A5r": "dato",
		"?trin=x": "tal",
	} {
		if p := ellen.Get(at + query); p.Status != 422 || !p.Has(words) {
			t.Errorf("%s: %d", query, p.Status)
		}
	}
	if p := ellen.Get(at + "?fra=1.1.2027&se=hejsa&kode=X&stykke=&skema=findes-ikke"); p.Status != 200 {
		t.Errorf("nonsense that harms nothing: %d", p.Status)
	}
	csv := ellen.Get(at + "/tal.csv")
	if !strings.HasPrefix(csv.Body, "\ufeffFørst;Og så;Gange") || !strings.Contains(csv.Body, "Søger kontakt;Følger;33;") {
		t.Errorf("the file: %s", csv.Body)
	}
	if p := ellen.InEnglish().Get(at); !p.Has("When Noah seeks contact, Sanne follows more often than chance would lead one to expect") {
		t.Errorf("in English: %s", p.Text())
	}
	for _, who := range []string{b.w.Dorthe.ID, b.w.Admin.ID} {
		actor := b.w.Dorthe
		if who == b.w.Admin.ID {
			actor = b.w.Admin
		}
		if p := b.walk.As(actor).Get(at); p.Status == 200 {
			t.Errorf("%s sees the raw coding", who)
		}
	}
	if p := b.walk.As(b.w.Gitte).Get(at); p.Has("Svaret") {
		t.Error("the leader reads without a reason")
	}
	if p := b.walk.As(b.w.Lone).Get(at); p.Status != 200 || p.Has("Sæt ind i analysen") {
		t.Errorf("the consultant: %d, may insert %v", p.Status, p.Has("Sæt ind i analysen"))
	}
}

var tables = regexp.MustCompile(`(?s)<tbody>.*?</tbody>`)

func table(body string) string {
	return regexp.MustCompile(`name="id" value="[^"]*"`).ReplaceAllString(tables.FindString(body), "")
}

// One coding that two have made counts once: the first coder's.
func TestOnlyTheFirstCodingCounts(t *testing.T) {
	b := newNoah(t)
	id := b.held(clock.NewDate(2026, 9, 30))
	length, taps := answered(20)
	first := b.coded(b.w.Lone, id, "", length, taps...)
	b.coded(b.w.Anders, id, first, length, taps...)
	if p := b.walk.As(b.w.Ellen).Get(b.path("samspil", "moenstre")); !p.Has("Bygger på ét kodet stykke", "Noah begyndte 20 gange") {
		t.Errorf("got %s", p.Text())
	}
}

func TestALinePutIntoTheAnalysis(t *testing.T) {
	b := newNoah(t)
	length, taps := answered(40)
	b.coded(b.w.Lone, b.held(clock.NewDate(2026, 9, 30)), "", length, taps...)
	at := b.path("samspil", "moenstre")
	page := b.walk.As(b.w.Ellen).Get(at + "?hvordan=tid&sekunder=4&se=barnet")
	form := url.Values{}
	of := page.Body[strings.Index(page.Body, "moenstre/indsaet"):]
	of = of[:strings.Index(of, "</form>")]
	for _, m := range unseen.FindAllStringSubmatch(of, -1) {
		form.Add(html.UnescapeString(m[1]), html.UnescapeString(m[2]))
	}
	line := regexp.MustCompile(`name="linje" value="(\d+)">Sæt ind i analysen<span class="screen-reader">: Når Noah søger kontakt, følger Sanne oftere`).FindStringSubmatch(of)
	if line == nil {
		t.Fatalf("no line to insert: %s", page.Text())
	}
	form.Set("linje", line[1])
	if p := b.walk.As(b.w.Lone).Post(at+"/indsaet", form); p.Status == 303 {
		t.Error("the consultant wrote in an analysis")
	}
	p := b.walk.As(b.w.Ellen).Post(at+"/indsaet", form)
	if p.Status != 303 || !strings.HasSuffix(p.Location, "/udsagn/0") {
		t.Fatalf("inserted: %d %s %s", p.Status, p.Location, p.Text())
	}
	if again := b.walk.As(b.w.Ellen).Post(at+"/indsaet", form); again.Location != p.Location {
		t.Errorf("inserted twice: %s", again.Location)
	}
	var statement analysis.Statement
	b.w.OK(t, b.w.Read(t, b.w.Ellen, b.course, func(ctx context.Context, f *casefile.Reader) error {
		all, err := analysis.All(ctx, f)
		if len(all) == 1 && len(all[0].Statements) == 1 {
			statement = all[0].Statements[0]
		}
		return err
	}))
	if !strings.Contains(statement.Text, "Når Noah søger kontakt, følger Sanne oftere efter") || len(statement.Cites) != 1 {
		t.Fatalf("the draft holds %+v", statement)
	}
	kept := b.walk.As(b.w.Ellen).Get(at + "/" + statement.Cites[0].ID)
	if !kept.Has("Det her er det samme spørgsmål", "Gemt af Ellen") || table(kept.Body) != table(page.Body) {
		t.Error("the evidence does not show what was cited")
	}
	if p := b.walk.As(b.w.Ellen).Get(at + "/" + db.NewID()); p.Status != 404 {
		t.Errorf("a question nobody kept: %d", p.Status)
	}
	form.Set("linje", "9999")
	if p := b.walk.As(b.w.Ellen).Post(at+"/indsaet", form); p.Status == 303 {
		t.Error("a line that is none was put in")
	}
}
