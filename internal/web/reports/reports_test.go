package reports_test

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/db"
	"samspil/internal/report"
	"samspil/internal/report/reporttest"
	"samspil/internal/web/reports"
	"samspil/internal/web/testkit"
)

// desk is a report in the making on the pages.
type desk struct {
	t    *testing.T
	s    *testkit.Walk
	w    *casefiletest.World
	m    *reporttest.Family
	at   string
	root string
}

func begin(t *testing.T, kind report.Kind) *desk {
	t.Helper()
	w := casefiletest.One(t)
	m := reporttest.Villads(t, w)
	d := &desk{t: t, w: w, m: m, s: testkit.New(t, testkit.Site{Store: w.Store, Routes: reports.Routes, Templates: reports.Templates})}
	d.root = "/forloeb/" + m.ID + "/rapporter"
	form := url.Values{"kind": {string(kind)}, "from": {"26.1.2026"}, "to": {"30.9.2026"}}
	p := d.as(w.Birgitte).Post(d.root+"/ny", form)
	if p.Status != 303 {
		t.Fatalf("begin: %d %s", p.Status, p.Text())
	}
	d.at = p.Location
	if again := d.as(w.Henrik).Post(d.root+"/ny", form).Location; again != d.at {
		t.Errorf("a second was begun: %s", again)
	}
	return d
}

func (d *desk) as(a access.Actor) *testkit.Visitor { return d.s.As(a) }

var (
	version = regexp.MustCompile(`name="version" value="(\d+)"`)
	mark    = regexp.MustCompile(`name="fingerprint" value="([0-9a-f]+)"`)
)

func found(t *testing.T, re *regexp.Regexp, p testkit.Page) string {
	t.Helper()
	m := re.FindStringSubmatch(p.Body)
	if m == nil {
		t.Fatalf("the page lacks %s: %s", re, p.Text())
	}
	return m[1]
}

// press sends the deed as the page of the person offers it.
func (d *desk) press(a access.Actor, deed string, more ...string) testkit.Page {
	d.t.Helper()
	p := d.as(a).Get(d.at)
	form := url.Values{"version": {found(d.t, version, p)}}
	if m := mark.FindStringSubmatch(p.Body); m != nil {
		form.Set("fingerprint", m[1])
	}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return d.as(a).Post(d.at+"/"+deed, form)
}

// put writes one layer under a heading, leaving the others as they stand.
func (d *desk) put(a access.Actor, q report.Question, layer, text string) testkit.Page {
	d.t.Helper()
	path := d.at + "/ret/" + string(q)
	form := url.Values{"version": {found(d.t, version, d.as(a).Get(path))}, layer: {text}}
	return d.as(a).Post(path, form)
}

func (d *desk) assess(questions ...report.Question) {
	d.t.Helper()
	for _, q := range questions {
		if p := d.put(d.w.Birgitte, q, "assessment", "Vi vurderer, at det holder."); p.Status != 303 {
			d.t.Fatalf("%s: %d %s", q, p.Status, p.Text())
		}
	}
}

func TestAStatusFromDrawnToRead(t *testing.T) {
	d := begin(t, report.Status)
	p := d.as(d.w.Birgitte).Get(d.at)
	if !p.Has("Statusrapport", "Skriv vurderingen under »Hvad nu«", "1. Bidrager indsatsen", "11. Opmærksomhedspunkter", "15 af 84 bevilgede timer", "Det så vi", "Ingen registreringer i perioden.") {
		t.Errorf("the draft: %s", p.Text())
	}
	if p := d.press(d.w.Birgitte, "til-anden-laeser"); p.Status != 422 || !p.Has("Vurdér, om indsatsen skal fortsætte") {
		t.Errorf("unfinished: %d %s", p.Status, p.Text())
	}
	d.assess(report.Next)
	if p := d.press(d.w.Birgitte, "til-anden-laeser"); p.Status != 303 {
		t.Fatalf("submitted: %d %s", p.Status, p.Text())
	}
	if p := d.as(d.w.Birgitte).Post(d.at+"/godkend", url.Values{}); p.Status == 303 {
		t.Error("the author approved")
	}
	if p := d.press(d.w.Gitte, "giv-tilbage"); p.Status != 422 || !p.Has("Skriv, hvad der skal rettes") {
		t.Errorf("handed back without a word: %d", p.Status)
	}
	if p := d.press(d.w.Gitte, "giv-tilbage", "words", "Hvem tager over?"); p.Status != 303 {
		t.Errorf("handed back: %d %s", p.Status, p.Text())
	}
	if p := d.as(d.w.Henrik).Get(d.at); !p.Has("Gitte gav rapporten tilbage", "»Hvem tager over?«") {
		t.Errorf("the remark: %s", p.Text())
	}
	d.press(d.w.Birgitte, "til-anden-laeser")
	if p := d.press(d.w.Gitte, "godkend"); p.Status != 303 {
		t.Fatalf("approved: %d %s", p.Status, p.Text())
	}
	if p := d.as(d.w.Dorthe).Get(d.at); p.Status != 404 {
		t.Errorf("the adviser reads it too early: %d", p.Status)
	}
	if p := d.press(d.w.Gitte, "send"); p.Status != 303 {
		t.Fatalf("sent: %d %s", p.Status, p.Text())
	}
	if p := d.as(d.w.Birgitte).Get(d.at); !p.Has("Skal kvitteres senest") {
		t.Errorf("after sending: %s", p.Text())
	}
	d.m.At(d.w.Now(), access.System, func(ctx context.Context, f *casefile.Writer) error {
		return attention.Deliver(ctx, f, d.at[strings.LastIndex(d.at, "/")+1:])
	})
	if p := d.as(d.w.Dorthe).Get(d.at); !p.Has("Læs rapporten, og kvittér") {
		t.Errorf("the adviser's next step: %s", p.Text())
	}
	for _, path := range []string{d.at, d.at + "/udskrift", d.root, "/rapporter"} {
		if p := d.as(d.w.Dorthe).Get(path); p.Status != 200 || !p.Has("Statusrapport") {
			t.Errorf("the adviser opens %s: %d", path, p.Status)
		}
		title := "Status report"
		if strings.HasSuffix(path, "/udskrift") {
			title = "Statusrapport" // the paper is in the language that the report is written in
		}
		if p := d.as(d.w.Dorthe).InEnglish().Get(path); p.Status != 200 || !p.Has(title) || title == "Statusrapport" && p.Has("Conclusion") {
			t.Errorf("the adviser opens %s in English: %d", path, p.Status)
		}
	}
	if p := d.as(d.w.Mikkel).Get(d.at); p.Status != 404 || p.Has("Villads") {
		t.Errorf("somebody else opens it: %d", p.Status)
	}
}

func TestTwoWriteUnderTwoHeadingsAndUnderOne(t *testing.T) {
	d := begin(t, report.Status)
	path := d.at + "/ret/next"
	before := found(t, version, d.as(d.w.Henrik).Get(path))
	d.assess(report.Benefit)
	other := d.as(d.w.Henrik).Post(path, url.Values{"version": {before}, "assessment": {"Den skal slutte."}})
	if other.Status != 303 {
		t.Errorf("under another heading: %d %s", other.Status, other.Text())
	}
	p := d.as(d.w.Birgitte).Post(path, url.Values{"version": {before}, "assessment": {"Den skal fortsætte."}})
	if p.Status != 409 || !p.Has("Den skal slutte.") || !strings.Contains(p.Body, "Den skal fortsætte.") {
		t.Errorf("under the same: %d %s", p.Status, p.Text())
	}
	long := strings.Repeat("x", 20001)
	if p := d.put(d.w.Birgitte, report.Thriving, "observation", long); p.Status != 422 || !p.Has("for lang") || !strings.Contains(p.Body, long) {
		t.Errorf("too long: %d", p.Status)
	}
	if p := d.as(d.w.Birgitte).Get(d.at + "/ret/goals?hent=1"); !p.Has("Det er ikke gemt endnu", "Mål: Rolige morgener") {
		t.Errorf("drawn again: %s", p.Text())
	}
	if p := d.as(d.w.Birgitte).Get(d.at + "/ret/nonsense"); p.Status != 404 {
		t.Errorf("no such heading: %d", p.Status)
	}
	if p := d.press(d.w.Birgitte, "hent"); p.Status != 303 {
		t.Errorf("all figures again: %d", p.Status)
	}
	if p := d.as(d.w.Birgitte).Get(d.at); !p.Has("Den skal slutte.") {
		t.Error("what was written is lost when figures are drawn again")
	}
}

func TestPeriodsThatCannotBe(t *testing.T) {
	d := begin(t, report.Status)
	for _, tt := range []struct {
		name, says string
		form       url.Values
	}{
		{"nothing", "Vælg, hvilken rapport det er", url.Values{}},
		{"no day", "Skriv, hvilken dag perioden begynder", url.Values{"kind": {"closing"}, "to": {"1.10.2026"}}},
		{"turned round", "Perioden slutter, før den begynder", url.Values{"kind": {"closing"}, "from": {"1.10.2026"}, "to": {"1.9.2026"}}},
		{"no date", "dag, måned og år", url.Values{"kind": {"closing"}, "from": {"engang"}, "to": {"1.9.2026"}}},
		{"ahead", "ude i fremtiden", url.Values{"kind": {"closing"}, "from": {"1.10.2027"}, "to": {"1.11.2027"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if p := d.as(d.w.Birgitte).Post(d.root+"/ny", tt.form); p.Status != 422 || !p.Has(tt.says) {
				t.Errorf("%d %s", p.Status, p.Text())
			}
		})
	}
}

func TestTheLastReportIsAboutTheWholeCourse(t *testing.T) {
	d := begin(t, report.Status)
	page := d.as(d.w.Birgitte).Post(d.root+"/ny", url.Values{"id": {db.NewID()}, "kind": {"closing"}, "from": {"1.10.2026"}, "to": {"1.10.2026"}})
	if to := d.as(d.w.Birgitte).Get(page.Location); to.Has(", 1. oktober–1. oktober 2026") {
		t.Errorf("it begins on the day that was left from a status report: %s", to.Text())
	}
}

func TestACourseIsClosed(t *testing.T) {
	d := begin(t, report.Closing)
	closing := "/forloeb/" + d.m.ID + "/afslutning"
	p := d.as(d.w.Gitte).Get(closing)
	if !p.Has("Forløbet kan ikke afsluttes endnu", "Rolige morgener", "Åbn den afsluttende rapport") || !strings.Contains(p.Body, "/maal/"+d.m.Goals[0].ID) {
		t.Errorf("what is missing: %s", p.Text())
	}
	if p := d.as(d.w.Gitte).Post(closing, url.Values{"on": {"30.9.2026"}}); p.Status != 422 || !p.Has("Der er mål, som ikke er gjort op", "ikke underskrevet", "Vælg, hvordan forløbet sluttede") {
		t.Errorf("closed too early: %d %s", p.Status, p.Text())
	}
	d.assess(report.Benefit, report.Next, report.Transitions)
	d.press(d.w.Birgitte, "til-anden-laeser")
	for _, who := range []access.Actor{d.w.Birgitte, d.w.Henrik} {
		if p := d.press(who, "skriv-under"); p.Status != 303 {
			t.Fatalf("%s signs: %d %s", who.Name, p.Status, p.Text())
		}
	}
	if p := d.as(d.w.Birgitte).Get(d.at + "/udskrift"); !p.Has("Kladde", "venter på anden læser", "Familiens udvikling", "Underskrifter", "Lavet til Dorthe") && !p.Has("Konklusion.") {
		t.Errorf("the paper: %s", p.Text())
	}
	d.m.At(casefiletest.Start, d.w.Birgitte, d.m.ConcludeAll)
	if p := d.as(d.w.Gitte).Get(closing); !p.Has("Alt er på plads") {
		t.Errorf("ready: %s", p.Text())
	}
	form := url.Values{"ending": {"planned"}, "on": {"1.10.2026"}}
	for range 2 {
		if p := d.as(d.w.Gitte).Post(closing, form); p.Status != 303 {
			t.Fatalf("closed: %d %s", p.Status, p.Text())
		}
	}
	if p := d.as(d.w.Gitte).Get(closing); !p.Has("Forløbet blev afsluttet torsdag 1. oktober 2026") {
		t.Errorf("after closing: %s", p.Text())
	}
	d.press(d.w.Gitte, "godkend")
	if p := d.press(d.w.Gitte, "send"); p.Status != 303 {
		t.Errorf("the closing report is sent after the course closed: %d %s", p.Status, p.Text())
	}
}
