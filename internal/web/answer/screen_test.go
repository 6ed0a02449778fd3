package answer_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/instrument"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/web/answer"
	"samspil/internal/web/testkit"
)

// desk is a course whose mother and child answer, and a site that lends screens.
type desk struct {
	w            *casefiletest.World
	site         *testkit.Walk
	course, hand string
	who5, ladder string
	lent         int
}

func sit(t *testing.T) *desk {
	t.Helper()
	w := casefiletest.One(t)
	d := &desk{w: w, course: w.Course(t), who5: db.NewID(), ladder: db.NewID()}
	d.hand = "/forloeb/" + d.course + "/udvikling/skaerm"
	w.OK(t, w.Write(t, w.Lone, d.course, func(ctx context.Context, f *casefile.Writer) error {
		for _, s := range []instrument.Strand{
			{ID: d.who5, Instrument: "who-5", Title: "Trivsel hjemme", RaterRole: singlecase.Parent, RaterID: "camilla", RaterName: "Camilla, mor"},
			{ID: d.ladder, Instrument: "life-ladder", Title: "Sådan har jeg det", RaterRole: singlecase.Child, RaterID: "villads", RaterName: "Villads"},
			{ID: db.NewID(), Instrument: "parental-capacity", Title: "Kapacitet", RaterRole: singlecase.Consultant, RaterID: "lone", RaterName: "Lone"},
		} {
			s.EveryDays, s.OpenedOn = 14, clock.NewDate(2026, 8, 1)
			if err := instrument.Open(ctx, f, s); err != nil {
				return err
			}
		}
		return nil
	}))
	doors := answer.Doors{Lend: func(_ *http.Request, _ *casefile.Tx) (*http.Cookie, error) {
		d.lent++
		return &http.Cookie{Name: "samspil", Value: "asleep"}, nil
	}}
	d.site = testkit.New(t, testkit.Site{Store: w.Store, Routes: doors.Routes, Templates: answer.Templates})
	return d
}

// give hands the screen over and returns the one who holds it.
func (d *desk) give(t *testing.T, form url.Values) *testkit.Visitor {
	t.Helper()
	p := d.site.As(d.w.Lone).Post(d.hand, form)
	if p.Status != 303 || p.Location != "/skaerm" {
		t.Fatalf("%d %s", p.Status, p.Text())
	}
	answer := http.Response{Header: p.Header}
	names := ""
	var token *http.Cookie
	for _, c := range answer.Cookies() {
		names += " " + c.Name
		if c.Name == "samspil_skaerm" {
			token = c
		}
	}
	if token == nil || !strings.Contains(names, " samspil ") && !strings.HasSuffix(names, " samspil") && !strings.HasPrefix(names, " samspil") || !token.HttpOnly ||
		token.SameSite != http.SameSiteStrictMode || token.Path != "/skaerm" || p.Header.Get("Clear-Site-Data") != `"cache"` {
		t.Fatalf("%v %v", names, token)
	}
	return d.site.Nobody().With(token)
}

func TestAParentAnswersOnTheScreen(t *testing.T) {
	d := sit(t)
	lone := d.site.As(d.w.Lone)
	if p := lone.Get(d.hand); !p.Has("Camilla, mor", "Villads") || p.Has("Lone, familiekonsulent") {
		t.Error(p.Text())
	}
	p := lone.Get(d.hand + "?who=camilla")
	if !p.Has("Trivsel hjemme", "Skulle være målt", "Giv skærmen til Camilla, mor", "Din egen adgang sover imens") {
		t.Error(p.Text())
	}
	form := url.Values{"id": {testkit.ValueOf(t, p, "id")}, "who": {"camilla"}, "strands": {d.who5}, "asks": {"ja"}, "language": {"da"}, "dress": {"plain"}, "how": {"self"}}
	for name, change := range map[string]url.Values{
		"nobody": {"who": {"x"}}, "nothing": {"strands": {""}, "asks": {""}}, "the child's strand": {"strands": {d.ladder}}, "no language": {"language": {"xx"}}, "no way": {"how": {"x"}}, "no dress": {"dress": {"x"}},
	} {
		bad := url.Values{}
		for k, v := range form {
			bad[k] = v
		}
		for k, v := range change {
			bad[k] = v
		}
		if p := lone.Post(d.hand, bad); p.Status != 422 {
			t.Errorf("%s: %d", name, p.Status)
		}
	}
	if d.lent != 0 {
		t.Error("a refused screen was lent out")
	}
	camilla := d.give(t, form)
	if d.lent != 1 {
		t.Errorf("the session was put to sleep %d times", d.lent)
	}
	p = camilla.Get("/skaerm")
	if p.Status != 200 || !p.Has("Spørgsmål 1 af 7.", "Der er 6 tilbage.", "glad og i godt humør", "Hele tiden", "På intet tidspunkt", "Stop og giv skærmen tilbage") || p.Has("Spring over", "Forrige") {
		t.Error(p.Text())
	}
	for _, word := range []string{"Min dag", "/forloeb/", "Lone", "/log-ud", "/sprog"} {
		if strings.Contains(p.Body, word) {
			t.Errorf("the screen leads elsewhere: %s", word)
		}
	}
	press := func(key, value, do string) testkit.Page {
		return camilla.Post("/skaerm", url.Values{"key": {key}, "value": {value}, "do": {do}})
	}
	if p := press(d.who5+"/happy", "9", ""); p.Status != 422 || !p.Has("Vælg et svar") {
		t.Errorf("%d", p.Status)
	}
	for _, item := range []string{"happy", "calm", "active", "rested", "interest"} {
		if p := press(d.who5+"/"+item, "3", ""); p.Status != 303 || p.Location != "/skaerm" {
			t.Fatalf("%s: %d %s", item, p.Status, p.Text())
		}
	}
	press("", "", "back")
	if p := camilla.Get("/skaerm"); !p.Has("Spørgsmål 5 af 7.", "Du har svaret", "valgt") {
		t.Error(p.Text())
	}
	press(d.who5+"/interest", "4", "")
	if p := camilla.Get("/skaerm"); !p.Has("Ser du det på samme måde?", "Vi mangler nogle målinger") {
		t.Error(p.Text())
	}
	if p := camilla.PostJSON("/skaerm", url.Values{"key": {"/sees"}, "value": {"1"}, "words": {"Det går"}, "do": {"keep"}}); p.Status != 200 || !strings.Contains(p.Body, "true") {
		t.Errorf("%d %s", p.Status, p.Body)
	}
	camilla.Post("/skaerm", url.Values{"key": {"/sees"}, "value": {"1"}, "words": {"Det går bedre hjemme"}, "do": {"next"}})
	p = camilla.Post("/skaerm", url.Values{"key": {"/words"}, "words": {"Tak for i dag"}, "do": {"next"}})
	if p.Status != 303 {
		t.Errorf("%d %s", p.Status, p.Text())
	}
	if p := camilla.Get("/skaerm"); !p.Has("Dine svar er gemt", "Giv skærmen tilbage") || p.Has("Trivsel", "godt humør") {
		t.Error(p.Text())
	}
	d.kept(t, d.who5, 64, "Tak for i dag")
	d.w.OK(t, d.w.Read(t, d.w.Lone, d.course, func(ctx context.Context, f *casefile.Reader) error {
		all, err := outcome.Comments(ctx, f)
		if len(all) != 1 || all[0].Words != "Det går bedre hjemme" || all[0].Sees != outcome.SeesOther {
			t.Errorf("%+v", all)
		}
		return err
	}))
	if p := camilla.Get("/skaerm/igen"); p.Status != 303 || !strings.HasPrefix(p.Location, "/log-ind") {
		t.Errorf("%d %s", p.Status, p.Location)
	}
}

func (d *desk) kept(t *testing.T, strand string, want float64, words string) {
	t.Helper()
	d.w.OK(t, d.w.Read(t, d.w.Lone, d.course, func(ctx context.Context, f *casefile.Reader) error {
		s, err := instrument.Named(ctx, f, strand)
		if len(s.Ratings) != 1 || s.Ratings[0].Value == nil || *s.Ratings[0].Value != want || s.Ratings[0].Words != words {
			t.Errorf("%+v", s.Ratings)
		}
		return err
	}))
}

func TestAChildAnswersInEnglishWithFaces(t *testing.T) {
	d := sit(t)
	villads := d.give(t, url.Values{"id": {db.NewID()}, "who": {"villads"}, "strands": {d.ladder}, "language": {"en"}, "dress": {"child"}, "how": {"aloud"}})
	p := villads.Get("/skaerm")
	if !p.Has("Question 1 of 2.", "Where on the ladder are you these days?", "Skip", "Read aloud to me") || strings.Count(p.Body, `class="face"`) != 2 || !strings.Contains(p.Body, `lang="en"`) {
		t.Error(p.Text())
	}
	if i, j := strings.Index(p.Body, `value="10"`), strings.Index(p.Body, `value="0"`); i < 0 || i > j {
		t.Error("the ladder does not begin at the top")
	}
	villads.Post("/skaerm", url.Values{"key": {d.ladder + "/answer"}, "value": {"8"}})
	villads.Post("/skaerm", url.Values{"key": {"/words"}, "words": {"Jeg vil hjem"}, "do": {"stop"}})
	if p := villads.Get("/skaerm"); !p.Has("What you have answered is kept") {
		t.Error(p.Text())
	}
	d.kept(t, d.ladder, 8, "Jeg vil hjem")
}

// A screen that is not there, or not any more, shows nothing.
func TestNoScreen(t *testing.T) {
	d := sit(t)
	for name, v := range map[string]*testkit.Visitor{"nobody": d.site.Nobody(), "a wrong token": d.site.Nobody().With(&http.Cookie{Name: "samspil_skaerm", Value: "x"})} {
		if p := v.Get("/skaerm"); p.Status != http.StatusGone || !p.Has("Her er ingen spørgsmål") {
			t.Errorf("%s: %d", name, p.Status)
		}
		if p := v.Post("/skaerm", url.Values{"key": {d.who5 + "/happy"}, "value": {"1"}}); p.Status != 303 || p.Location != "/skaerm" {
			t.Errorf("%s: %d", name, p.Status)
		}
	}
	camilla := d.give(t, url.Values{"id": {db.NewID()}, "who": {"camilla"}, "strands": {d.who5}, "language": {"da"}, "dress": {"plain"}, "how": {"self"}})
	for _, item := range []string{"happy", "calm"} {
		camilla.Post("/skaerm", url.Values{"key": {d.who5 + "/" + item}, "value": {"2"}})
	}
	lone := d.site.As(d.w.Lone)
	if p := lone.Get(d.hand); !p.Has("Camilla, mor har haft skærmen siden 08.00") {
		t.Error(p.Text())
	}
	d.w.SetNow(d.w.Now().Add(time.Hour))
	if p := camilla.Get("/skaerm"); !p.Has("Tiden er gået") {
		t.Error(p.Text())
	}
	at := "/forloeb/" + d.course + "/udvikling/maal/" + d.who5 + "/skema"
	p := lone.Get(at)
	if !p.Has("Camilla, mor svarede på 2 af 5 spørgsmål") {
		t.Fatal(p.Text())
	}
	p = lone.Get(strings.ReplaceAll(testkit.LinkWith(t, p, "skaerm="), "&amp;", "&"))
	if !p.Has("Svarene fra skærmen er sat ind") || strings.Count(p.Body, " checked") < 3 {
		t.Error(p.Text())
	}
	form := url.Values{"id": {testkit.ValueOf(t, p, "id")}, "hash": {testkit.ValueOf(t, p, "hash")}, "how": {"self"}, "on": {"1.10.2026"},
		"happy": {"2"}, "calm": {"2"}, "active": {"1"}, "rested": {"1"}, "interest": {"1"}}
	if p := lone.Post(at, form); p.Status != 303 {
		t.Errorf("%d %s", p.Status, p.Text())
	}
	d.kept(t, d.who5, 28, "")
	if p := lone.Get(at); p.Has("svarede på 2 af 5") {
		t.Error("answers that were gone on with are offered again")
	}
	for _, who := range []*testkit.Visitor{d.site.As(d.w.Mikkel), d.site.Nobody()} {
		if p := who.Get(d.hand); p.Status == 200 {
			t.Error("a stranger hands screens over")
		}
	}
	if p := d.site.As(d.w.Dorthe).Post(d.hand, url.Values{"id": {db.NewID()}, "who": {"camilla"}, "strands": {d.who5}, "language": {"da"}, "dress": {"plain"}, "how": {"self"}}); p.Status != 404 {
		t.Errorf("the adviser hands a screen over: %d", p.Status)
	}
}

// The desk can close a screen that is out; nobody else can.
func TestTheDeskClosesAScreen(t *testing.T) {
	d := sit(t)
	villads := d.give(t, url.Values{"id": {db.NewID()}, "who": {"villads"}, "strands": {d.ladder}, "language": {"da"}, "dress": {"child"}, "how": {"self"}})
	villads.Post("/skaerm", url.Values{"key": {d.ladder + "/answer"}, "value": {"3"}})
	lone := d.site.As(d.w.Lone)
	p := lone.Get(d.hand)
	shut := regexp.MustCompile(`action="([^"]+/luk)"`).FindStringSubmatch(p.Body)
	if shut == nil {
		t.Fatal(p.Text())
	}
	for _, who := range []*testkit.Visitor{d.site.As(d.w.Mikkel), d.site.As(d.w.Dorthe), d.site.As(d.w.Gitte)} {
		if p := who.Post(shut[1], nil); p.Status != 404 {
			t.Errorf("%d", p.Status)
		}
	}
	if p := lone.Post(strings.Replace(shut[1], "/skaerm/", "/skaerm/x", 1), nil); p.Status != 404 {
		t.Errorf("a screen that is not there: %d", p.Status)
	}
	for range 2 {
		if p := lone.Post(shut[1], nil); p.Status != 303 {
			t.Errorf("%d", p.Status)
		}
	}
	if p := villads.Get("/skaerm"); !p.Has("Det, du nåede at svare på, er gemt") {
		t.Error(p.Text())
	}
	d.kept(t, d.ladder, 3, "")
}
