package voice_test

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/db"
	"samspil/internal/web/coursepage/coursepagetest"
	"samspil/internal/web/testkit"
	"samspil/internal/web/voice"
)

// bench is Noah's course with the pages of the area.
type bench struct {
	w    *casefiletest.World
	site *testkit.Walk
	noah *coursepagetest.Family
	at   string // the time line
	wish string // where requests are
}

func start(t *testing.T) bench {
	t.Helper()
	w := casefiletest.One(t)
	m := coursepagetest.New(t, w)
	at := "/forloeb/" + m.ID
	return bench{w, testkit.New(t, testkit.Site{Store: w.Store, Routes: voice.Routes, Templates: voice.Templates}), m, at + "/barnets-stemme", at + "/oensker"}
}

func form(pairs ...string) url.Values {
	out := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		out.Set(pairs[i], pairs[i+1])
	}
	return out
}

// said is a form that lacks nothing.
func (b bench) said(words string, more ...string) url.Values {
	out := form("id", db.NewID(), "child", b.noah.Child, "on", "28.9.2026", "how", "talk", "words", words, "subject", "contact", "tell", "all")
	for i := 0; i < len(more); i += 2 {
		out.Set(more[i], more[i+1])
	}
	return out
}

func (b bench) entry(t *testing.T, who access.Actor, f url.Values) string {
	t.Helper()
	if p := b.site.As(who).Post(b.at+"/ny", f); p.Status != 303 {
		t.Fatalf("status %d\n%s", p.Status, p.Text())
	}
	return b.at + "/" + f.Get("id")
}

func TestWhatTheChildSaysStandsOnTheTimeLine(t *testing.T) {
	b := start(t)
	lone := b.site.As(b.w.Lone)
	if p := lone.Get(b.at); !p.Has("Det, Noah siger og viser", "Skriv, hvad Noah siger", "Der er intet endnu") {
		t.Errorf("empty:\n%s", p.Text())
	}
	if p := lone.Get(b.at + "/ny"); p.Status != 200 || !p.Has("Hvad må jeg fortælle videre, og til hvem?", "Hvad er vores tegn, hvis du vil have en pause?") {
		t.Errorf("the form: %d", p.Status)
	}
	f := b.said("jeg vil gerne bygge med mor")
	b.entry(t, b.w.Lone, f)
	to := b.entry(t, b.w.Lone, f) // sent twice
	p := lone.Get(b.at)
	if strings.Count(p.Body, "jeg vil gerne bygge med mor") != 1 || !p.Has("»jeg vil gerne bygge med mor«", "I en samtale, om samværet", "Skriv, hvilken vægt det fik") {
		t.Errorf("the time line:\n%s", p.Text())
	}
	if p := lone.Post(to+"/vaegt", form("id", db.NewID(), "supersedes", f.Get("id"), "weight", "Vi begynder med klodserne")); p.Status != 303 {
		t.Errorf("weight: %d\n%s", p.Status, p.Text())
	}
	if p := b.site.As(b.w.Anders).InEnglish().Get(b.at); !p.Has("Vi begynder med klodserne", "Written down by Lone") {
		t.Errorf("in English:\n%s", p.Text())
	}
	for _, who := range []access.Actor{b.w.Birgitte, b.w.Lars, b.w.Admin} {
		if p := b.site.As(who).Get(b.at); p.Status != 404 {
			t.Errorf("%s: %d", who.ID, p.Status)
		}
	}
	if p := b.site.As(b.w.Dorthe).Get(b.at); p.Status != 200 || p.Has("bygge med mor") {
		t.Errorf("the adviser: %d", p.Status)
	}
}

func TestAFormThatLacksSomethingKeepsWhatWasTyped(t *testing.T) {
	b := start(t)
	lone := b.site.As(b.w.Lone)
	p := lone.Post(b.at+"/ny", form("child", b.noah.Child, "on", "28.9.2026", "words", "jeg er sulten", "tell", "some"))
	if p.Status != 422 || !p.Has("jeg er sulten", "Vælg, hvordan barnet sagde", "Vælg, hvad det handlede om", "Skriv, hvad der må fortælles") {
		t.Errorf("%d\n%s", p.Status, p.Text())
	}
	p = lone.Post(b.at+"/ny", b.said("hemmeligt", "tell", "none"))
	if p.Status != 422 || !p.Has("Så skal det stå som fortroligt") {
		t.Errorf("kept between us but open: %d", p.Status)
	}
	p = lone.Post(b.at+"/ikke-spurgt", form("child", b.noah.Child, "on", "28.9.2026"))
	if p.Status != 422 || !p.Has("Vælg, hvorfor barnet ikke blev spurgt", "Skriv, hvad I gjorde i stedet") {
		t.Errorf("not asked: %d\n%s", p.Status, p.Text())
	}
	p = lone.Post(b.at+"/ikke-spurgt", form("id", db.NewID(), "child", b.noah.Child, "on", "28.9.2026", "why", "age", "otherway", "Vi så ham lege"))
	if p.Status != 303 || !lone.Get(b.at).Has("Ikke spurgt på grund af alderen", "Vi så ham lege") {
		t.Errorf("not asked: %d", p.Status)
	}
}

func TestConfidentialWords(t *testing.T) {
	b := start(t)
	lone, anders, ellen, gitte := b.site.As(b.w.Lone), b.site.As(b.w.Anders), b.site.As(b.w.Ellen), b.site.As(b.w.Gitte)
	gitte.Post("/begrundelse", form("course", b.noah.ID, "back", b.at, "reason", "gennemgang af hele forløbet"))
	before := map[string]string{"anders": anders.Get(b.at).Text(), "gitte": gitte.Get(b.at).Text(), "dorthe": b.site.As(b.w.Dorthe).Get(b.at).Text()}
	to := b.entry(t, b.w.Ellen, b.said("den blå elefant", "tell", "none", "confidential", "ja"))
	for name, who := range map[string]*testkit.Visitor{"anders": anders, "gitte": gitte, "dorthe": b.site.As(b.w.Dorthe)} {
		if got := who.Get(b.at).Text(); got != before[name] {
			t.Errorf("%s can tell that there is something:\n%s", name, got)
		}
		if p := who.Get(to); p.Status != 404 {
			t.Errorf("%s opens it: %d", name, p.Status)
		}
	}
	for _, who := range []*testkit.Visitor{lone, ellen} {
		if p := who.Get(b.at); p.Has("elefant") || !p.Has("Fortroligt", "Ellen holdt samtalen") {
			t.Errorf("the time line:\n%s", p.Text())
		}
	}
	if p := ellen.Get(to); !p.Has("»den blå elefant«") {
		t.Errorf("the one who heard it:\n%s", p.Text())
	}
	if p := lone.Get(to); p.Has("elefant") || !p.Has("Hvorfor åbner du det?") {
		t.Errorf("before a reason:\n%s", p.Text())
	}
	if p := lone.Post(to, form("reason", "fordi")); p.Status != 422 || !p.Has("Mindst 20 tegn") {
		t.Errorf("a short reason: %d", p.Status)
	}
	opened := lone.Post(to, form("reason", "Jeg skal tale med Noah i dag om det"))
	p := lone.Get(opened.Location)
	if !p.Has("»den blå elefant«") || !strings.HasPrefix(p.Header.Get("Refresh"), "600;") {
		t.Errorf("opened: %d\n%s", p.Status, p.Text())
	}
	if p := anders.Get(opened.Location); p.Has("elefant") {
		t.Error("Anders reads what Lone opened")
	}
	if p := ellen.Get(to); !p.Has("Åbnet af", "Lone", "Jeg skal tale med Noah i dag om det") {
		t.Errorf("the one who heard it cannot see who opened it:\n%s", p.Text())
	}
	b.w.SetNow(b.w.Now().Add(11 * time.Minute))
	if p := lone.Get(opened.Location); p.Status != 303 {
		t.Errorf("stands open: %d", p.Status)
	}
}

func TestTellingOnToOneRecipient(t *testing.T) {
	b := start(t)
	ellen := b.site.As(b.w.Ellen)
	to := b.entry(t, b.w.Ellen, b.said("den blå elefant", "tell", "none", "confidential", "ja"))
	if p := ellen.Get(to + "/fortael"); p.Status != 200 || !p.Has("Rådgiveren", "Sanne") {
		t.Errorf("the form: %d\n%s", p.Status, p.Text())
	}
	tell := form("id", db.NewID(), "to", "adviser", "text", "Noah har brug for en, der henter ham", "reason", "Han sagde selv, at Dorthe må vide det")
	if p := ellen.Post(to+"/fortael", tell); p.Status != 303 {
		t.Fatalf("told on: %d\n%s", p.Status, p.Text())
	}
	if p := b.site.As(b.w.Dorthe).Get(b.at); !p.Has("Noah har brug for en, der henter ham", "fortalt videre af Ellen") || p.Has("Dorthe må vide det") {
		t.Errorf("the adviser:\n%s", p.Text())
	}
	if p := b.site.As(b.w.Anders).Get(b.at); p.Has("henter ham") {
		t.Error("told to one recipient, read by another")
	}
	if p := ellen.Get(to); !p.Has("Noah har brug for en, der henter ham", "Han sagde selv, at Dorthe må vide det", "Rådgiveren") {
		t.Errorf("kept with its reason:\n%s", p.Text())
	}
}

func TestCorrectionsSideBySide(t *testing.T) {
	b := start(t)
	lone := b.site.As(b.w.Lone)
	f := b.said("jeg vil hjem")
	to := b.entry(t, b.w.Lone, f)
	change := b.said("jeg vil hjem til farmor", "supersedes", f.Get("id"), "correction", "Jeg havde glemt det sidste")
	if p := lone.Get(to + "/ret"); p.Status != 200 || !strings.Contains(p.Body, "jeg vil hjem") {
		t.Errorf("the form: %d", p.Status)
	}
	if p := lone.Post(to+"/ret", change); p.Status != 303 {
		t.Fatalf("%d\n%s", p.Status, p.Text())
	}
	late := b.said("jeg vil hjem nu", "supersedes", f.Get("id"), "correction", "Hørt forkert")
	p := b.site.As(b.w.Anders).Post(to+"/ret", late)
	if p.Status != 409 || !p.Has("jeg vil hjem til farmor") || !strings.Contains(p.Body, "jeg vil hjem nu") {
		t.Errorf("an old form: %d\n%s", p.Status, p.Text())
	}
	late.Set("supersedes", change.Get("id"))
	if p := b.site.As(b.w.Anders).Post(to+"/ret", late); p.Status != 303 {
		t.Errorf("chosen: %d", p.Status)
	}
	if p := lone.Get(to); !p.Has("jeg vil hjem nu", "Jeg havde glemt det sidste", "Hørt forkert") || strings.Count(p.Body, `class="struck"`) != 2 {
		t.Errorf("what stood:\n%s", p.Text())
	}
}

func TestAWishFromWordsToAnswer(t *testing.T) {
	b := start(t)
	lone, dorthe := b.site.As(b.w.Lone), b.site.As(b.w.Dorthe)
	ask := form("id", db.NewID(), "child", b.noah.Child, "kind", "pause", "weeks", "9", "on", "10.8.2026", "words", "jeg vil gerne have fri", "receivedby", "Lone", "tell", "all")
	if p := lone.Post(b.wish+"/ny", ask); p.Status != 422 || !p.Has("fra 1 til 8") {
		t.Errorf("nine weeks: %d\n%s", p.Status, p.Text())
	}
	ask.Set("weeks", "8")
	if p := lone.Get(b.wish + "/ny"); !p.Has("Højst 8 uger", "§ 103") {
		t.Errorf("the form:\n%s", p.Text())
	}
	at := lone.Post(b.wish+"/ny", ask).Location
	if p := dorthe.Get(at); p.Status != 404 {
		t.Errorf("seen before it was sent: %d", p.Status)
	}
	if p := lone.Get(b.at); !p.Has("Send Noahs ønske til Familierådgivningen", "Ikke sendt endnu") {
		t.Errorf("the time line:\n%s", p.Text())
	}
	send := form("id", db.NewID())
	for range 2 {
		if p := lone.Post(at+"/sendt", send); p.Status != 303 {
			t.Fatalf("sent: %d\n%s", p.Status, p.Text())
		}
	}
	b.oneMessage(t)
	if p := dorthe.Get(b.at); !p.Has("Svar på Noahs ønske", "Venter på svar siden 1. oktober") {
		t.Errorf("the adviser:\n%s", p.Text())
	}
	if p := dorthe.Post(at+"/svar", form("reply", "yes", "on", "1.10.2026")); p.Status != 422 || !p.Has("hvad der nu gælder") {
		t.Errorf("an answer without words: %d", p.Status)
	}
	if p := dorthe.Post(at+"/svar", form("id", db.NewID(), "reply", "yes", "words", "Pause til og med 26. november", "on", "1.10.2026")); p.Status != 303 {
		t.Fatalf("answered: %d\n%s", p.Status, p.Text())
	}
	if p := lone.Get(b.at); !p.Has("Fortæl Noah svaret", "Barnet ved det ikke endnu") {
		t.Errorf("the child does not know:\n%s", p.Text())
	}
	if p := lone.Post(at+"/fortalt", form("id", db.NewID(), "words", "Du har fri til jul", "on", "1.10.2026")); p.Status != 303 {
		t.Fatalf("told: %d\n%s", p.Status, p.Text())
	}
	if p := lone.Get(at); !p.Has("Pause til og med 26. november", "Du har fri til jul", "8 uger") {
		t.Errorf("all of it:\n%s", p.Text())
	}
	mend := ask
	mend.Set("id", db.NewID())
	mend.Set("weeks", "4")
	mend.Set("supersedes", at[strings.LastIndex(at, "/")+1:])
	mend.Set("correction", "Fire uger")
	if p := lone.Post(at+"/ret", mend); p.Status != 303 || !lone.Get(at).Has("4 uger", "Fire uger") {
		t.Errorf("corrected: %d\n%s", p.Status, p.Text())
	}
}

// oneMessage asks that the adviser was told once, without the child's words.
func (b bench) oneMessage(t *testing.T) {
	t.Helper()
	b.w.OK(t, b.w.Read(t, b.w.Lone, b.noah.ID, func(ctx context.Context, f *casefile.Reader) error {
		var n int
		err := f.QueryRow(ctx, `SELECT COUNT(*) FROM feedback WHERE course_id = $1 AND sent_at > 0`, b.noah.ID).Scan(&n)
		if n != 1 {
			t.Errorf("%d messages, want one", n)
		}
		return err
	}))
}

func TestALeaderSaysWhyFirst(t *testing.T) {
	b := start(t)
	b.entry(t, b.w.Lone, b.said("jeg vil gerne bygge med mor"))
	gitte := b.site.As(b.w.Gitte)
	p := gitte.Get(b.at)
	if p.Has("bygge med mor") || !p.Has("Skriv hvorfor, og læs") {
		t.Errorf("without a reason:\n%s", p.Text())
	}
	if p := gitte.Get(b.at + "/laes"); !p.Has("Hvorfor åbner du") {
		t.Errorf("%d\n%s", p.Status, p.Text())
	}
	gitte.Post("/begrundelse", form("course", b.noah.ID, "back", b.at, "reason", "gennemgang af hele forløbet"))
	if p := gitte.Get(b.at); !p.Has("bygge med mor") || regexp.MustCompile(`/ny"`).MatchString(p.Body) {
		t.Errorf("with a reason:\n%s", p.Text())
	}
	if p := gitte.Get(b.at + "/ny"); p.Status != 404 {
		t.Errorf("a form she may not send: %d", p.Status)
	}
}
