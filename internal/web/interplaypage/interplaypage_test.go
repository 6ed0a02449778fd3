package interplaypage_test

import (
	"strings"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/interaction"
	"samspil/internal/method/indicator"
	"samspil/internal/recording"
	"samspil/internal/scheme"
	"samspil/internal/web"
	"samspil/internal/web/interplaypage"
	"samspil/internal/web/testkit"
)

var who = interplaypage.Names{Child: "Noah", Parent: "Sanne"}

// eight minutes with a bid every twenty seconds, of which the first `answered` are
// answered after two seconds, and some shared focus. Nothing breaks.
func eight(answered int) recording.Recording {
	r := recording.Recording{Segments: []recording.Span{{From: 0, To: 240_000}, {From: 300_000, To: 480_000}}}
	at := func(subject, code string, on int64) {
		r.Events = append(r.Events, recording.Event{Subject: subject, Code: code, Kind: recording.Point, Onset: on, Offset: on})
	}
	for i := range int64(20) {
		on := 1000 + i*10_000
		at("child", "B-INI", on)
		if int(i) < answered {
			at("parent", "F-FØL", on+2000)
		}
	}
	r.Events = append(r.Events, recording.Event{Subject: "dyad", Code: "D-FÆL", Kind: recording.State, Onset: 310_000, Offset: 340_000})
	r.Sort()
	return r
}

// visit runs f as a page in the reader's language.
func visit(t *testing.T, english bool, f func(*web.Visit)) {
	t.Helper()
	w := casefiletest.One(t)
	walk := testkit.New(t, testkit.Site{Store: w.Store, Routes: func(*web.Kit) []web.Route {
		return []web.Route{web.Staff("GET /proev", []access.Role{access.Consultant}, func(v *web.Visit, _ *casefile.Tx) (web.Response, error) {
			f(v)
			return web.Redirect("/", ""), nil
		})}
	}})
	v := walk.As(w.Lone)
	if english {
		v = v.InEnglish()
	}
	if p := v.Get("/proev"); p.Status != 303 {
		t.Fatalf("status %d", p.Status)
	}
}

func figures(v *web.Visit, r recording.Recording, live bool, highest map[string]interplaypage.Best) map[string]interplaypage.Figure {
	s := scheme.Shipped()
	in := indicator.Pool([]recording.Recording{r}, indicator.CodingOf(s, live))
	first, rest := interplaypage.Figures(v, interplaypage.Basis{Indicators: in, Scheme: s, Who: who, ID: "x", Highest: highest})
	out := map[string]interplaypage.Figure{}
	for _, f := range append(first, rest...) {
		out[f.ID] = f
	}
	return out
}

func TestFigures(t *testing.T) {
	visit(t, false, func(v *web.Visit) {
		all := figures(v, eight(14), false, map[string]interplaypage.Best{"I1": {Share: .8, On: clock.NewDate(2026, 7, 8)}})
		if len(all) != 11 {
			t.Errorf("%d figures, want the eleven", len(all))
		}
		f := all["I1"]
		if f.Question != "Fik Noah svar på det, Noah begyndte på?" || f.Value != "70 %" || f.Range != "mellem 48 og 85 %" ||
			f.Count != "14 af 20, svar inden for 5 sekunder. Stregen er det højeste hidtil, 80 % i juli" ||
			f.Sentence != "Noah begyndte på noget eller søgte kontakt 20 gange. Sanne svarede på 14 af dem." {
			t.Errorf("I1: %+v", f)
		}
		if !strings.Contains(string(f.Drawing), "chart-interval-highest") || !strings.Contains(string(f.Drawing), "chart-interval-band") {
			t.Error("I1 is drawn without its band or the highest so far")
		}
		if f := all["I2"]; f.Value != "2 sek." || f.Drawing != "" {
			t.Errorf("I2: %+v", f)
		}
		if f := all["I8"]; f.Value != "" || f.Why != "For få til at regne på" || f.Count != "1 gang, vi kræver mindst 10" {
			t.Errorf("one bout of shared focus: %+v", f)
		}
		if f := all["I5"]; f.Count != "0 gange, vi kræver mindst 10" || f.Sentence != "" {
			t.Errorf("nothing named: %+v", f)
		}
		if f := all["I10"]; f.Value != "100 %" || f.Count != "14 af 14 svar, uden støtte fra konsulenten lige før" {
			t.Errorf("I10: %+v", f)
		}
	})
}

// Latencies are shown to half a second, and the odds of an answer right after a bid
// in words.
func TestLatencyAndChance(t *testing.T) {
	visit(t, false, func(v *web.Visit) {
		late, apart := eight(14), eight(0)
		for i := range late.Events {
			if late.Events[i].Code == "F-FØL" {
				late.Events[i].Onset += 300
				late.Events[i].Offset += 300
			}
		}
		if f := figures(v, late, false, nil)["I2"]; f.Value != "2,5 sek." {
			t.Errorf("after 2.3 s: %q", f.Value)
		}
		if f := figures(v, late, false, nil)["I3"]; f.Value != "Oftere end ellers" || f.Sentence == "" {
			t.Errorf("answers right after: %+v", f)
		}
		for i := range int64(20) { // each answer just before the next bid
			apart.Events = append(apart.Events, recording.Event{Subject: "parent", Code: "F-FØL", Kind: recording.Point, Onset: 9000 + i*10_000, Offset: 9000 + i*10_000})
		}
		apart.Sort()
		if f := figures(v, apart, false, nil)["I3"]; f.Value == "Oftere end ellers" {
			t.Errorf("answers at other times: %+v", f)
		}
	})
}

func TestAReducedSetIsSaid(t *testing.T) {
	visit(t, false, func(v *web.Visit) {
		all := figures(v, eight(14), true, nil)
		if f := all["I1"]; f.Reduced != "Regnet uden »Trøster«, som ikke var med i kodningen" {
			t.Errorf("I1: %q", f.Reduced)
		}
		if f := all["I9"]; f.Why != "Ikke kodet" || !strings.Contains(f.Count, "Kræver") {
			t.Errorf("I9: %+v", f)
		}
		ordered := eight(14)
		ordered.Clock = recording.Order
		if f := figures(v, ordered, false, nil)["I1"]; f.Why != "Ikke kodet" || !strings.Contains(f.Count, "rækkefølge") {
			t.Errorf("no times: %+v", f)
		}
	})
}

func TestPicture(t *testing.T) {
	visit(t, false, func(v *web.Visit) {
		r := eight(3)
		r.Events = append(r.Events, recording.Event{Code: "X-NOT", Kind: recording.Point, Onset: 5, Offset: 5})
		c := interplaypage.Coded{ID: "a", Part: "play", Recording: r, Scheme: scheme.Shipped(), Live: true, Coder: "Lone",
			How: "interplay.source.desk", StartedAt: clock.NewDate(2026, 9, 30).At(14, 42)}
		p := interplaypage.Picture(v, c, who)
		if p.Title != "Samspillet, 7 minutter: leg" || p.Note != "Kl. 14.42–14.50. Kodet af Lone ved skærmen bagefter. Tomme figurer er »trækker sig« og »overtager«." {
			t.Errorf("%q %q", p.Title, p.Note)
		}
		for _, words := range []string{"Pause", "Barnets initiativ: 20", "Fælles fokus: 1"} {
			if !strings.Contains(string(p.Drawing), words) {
				t.Errorf("the drawing lacks %q", words)
			}
		}
		if n := strings.Count(string(p.Drawing), "chart-row-name"); n != 2*9 {
			t.Errorf("%d rows in two drawings, want the nine of the live set in each", n)
		}
		if len(p.Table.Rows) != 20+3+1+1 || p.Table.Rows[0][0] != "14.42:01" {
			t.Errorf("%d rows, first %v", len(p.Table.Rows), p.Table.Rows[0])
		}
		c.Recording, c.Live = recording.Recording{}, false
		if p := interplaypage.Picture(v, c, who); !p.Empty || len(p.Table.Rows) != 0 {
			t.Errorf("nothing coded: %+v", p.Table)
		}
	})
}

func TestPoolNeverMixesVersions(t *testing.T) {
	old := scheme.Shipped()
	old.Version = "0.9"
	known := map[string]scheme.Scheme{"mikro 1.0": scheme.Shipped(), "mikro 0.9": old}
	short := eight(5)
	short.Segments = short.Segments[:1]
	p := interplaypage.PoolOf([]interaction.Segment{
		{ID: "a", Scheme: "mikro 0.9", Recording: short}, {ID: "b", Scheme: "mikro 1.0", Recording: eight(14)}, {ID: "c", Scheme: "mikro 1.0", Recording: eight(10), LiveSet: true},
	}, known)
	if len(p.Segments) != 2 || p.Scheme.Version != "1.0" || p.Indicators.I1.N != 40 || p.Indicators.I1.X != 24 {
		t.Errorf("%d segments by %s: %d of %d", len(p.Segments), p.Scheme.Version, p.Indicators.I1.X, p.Indicators.I1.N)
	}
	if len(p.Indicators.I1.Without) == 0 {
		t.Error("one was coded with the live set, and the figure does not say so")
	}
}

func TestInEnglish(t *testing.T) {
	visit(t, true, func(v *web.Visit) {
		if f := figures(v, eight(14), false, nil)["I1"]; f.Value != "70 %" || f.Question != "Did Noah get an answer to what Noah began?" {
			t.Errorf("%+v", f)
		}
		if got := interplaypage.Length(v, 324_000); got != "5 min. 24 sec." {
			t.Errorf("got %q", got)
		}
	})
}

func TestShownAreFirstCodingsThatHaveEndedAndMayBeSeen(t *testing.T) {
	got := interplaypage.Shown([]interaction.Segment{
		{ID: "first", Closed: true}, {ID: "second", SecondOf: "first", Closed: true}, {ID: "open"}, {ID: "hidden", Closed: true, Hidden: true},
	})
	if len(got) != 1 || got[0].ID != "first" {
		t.Errorf("got %v", got)
	}
}
