package analyses_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"samspil/internal/casefile/casefiletest"
	"samspil/internal/report/reporttest"
	"samspil/internal/web/analyses"
	"samspil/internal/web/testkit"
)

var version = regexp.MustCompile(`name="version" value="(\d+)"`)

func versionOf(t *testing.T, p testkit.Page) string {
	t.Helper()
	found := version.FindStringSubmatch(p.Body)
	if found == nil {
		t.Fatalf("no version on the page: %s", p.Text())
	}
	return found[1]
}

func TestAnAnalysisFromDraftToSigned(t *testing.T) {
	w := casefiletest.One(t)
	m := reporttest.Villads(t, w)
	s := testkit.New(t, testkit.Site{Store: w.Store, Routes: analyses.Routes, Templates: analyses.Templates})
	henrik, birgitte := s.As(w.Henrik), s.As(w.Birgitte)
	root := "/forloeb/" + m.ID + "/analyser"
	if p := henrik.Get(root); !p.Has("Analyse fra 17. september 2026", "Skrevet under af Henrik", "Skriv en analyse nu") {
		t.Errorf("the list: %s", p.Text())
	}
	if p := birgitte.Post(root, url.Values{}); p.Status == 303 {
		t.Error("the consultant began an analysis")
	}
	at := henrik.Post(root, url.Values{}).Location
	if again := henrik.Post(root, url.Values{}).Location; at == "" || again != at {
		t.Fatalf("begun twice: %q and %q", at, again)
	}
	if p := birgitte.Get(at); p.Status != 404 {
		t.Errorf("a draft is read by another: %d", p.Status)
	}
	sign := func() testkit.Page {
		return henrik.Post(at+"/skriv-under", url.Values{"version": {versionOf(t, henrik.Get(at))}})
	}
	if p := sign(); p.Status != 422 || !p.Has("Skriv mindst ét udsagn om indsatsen eller samværet") {
		t.Errorf("signed empty: %d %s", p.Status, p.Text())
	}
	say := func(n string, form url.Values) testkit.Page {
		form.Set("version", versionOf(t, henrik.Get(at+"/udsagn/"+n)))
		return henrik.Post(at+"/udsagn/"+n, form)
	}
	if p := say("ny", url.Values{"text": {"Vi så"}}); p.Status != 422 || !p.Has("Vælg, hvad udsagnet handler om", "Vælg, om det er noget set") || !strings.Contains(p.Body, "Vi så") {
		t.Errorf("half a statement: %d %s", p.Status, p.Text())
	}
	if p := say("ny", url.Values{"part": {"service"}, "layer": {"observation"}, "text": {"Familien gør det selv"}, "cites": {"session:" + m.ID}}); p.Status != 422 || !p.Has("Kilden findes ikke") {
		t.Errorf("a source that is none: %d %s", p.Status, p.Text())
	}
	first := url.Values{"part": {"service"}, "layer": {"observation"}, "text": {"Familien gør det selv"}}
	if p := say("ny", first); p.Status != 303 {
		t.Fatalf("a statement: %d %s", p.Status, p.Text())
	}
	if p := henrik.Post(at+"/udsagn/ny", first); p.Status != 303 || strings.Count(henrik.Get(at).Body, `class="statement"`) != 1 {
		t.Errorf("handed in twice: %d", p.Status)
	}
	if p := say("ny", url.Values{"part": {"care"}, "layer": {"interpretation"}, "text": {"Det kan være skolen"}}); p.Status != 303 {
		t.Fatalf("a second: %d %s", p.Status, p.Text())
	}
	if p := sign(); p.Status != 422 || !p.Has("Vælg mindst ét møde, samvær eller mål, som udsagnet bygger på") {
		t.Errorf("signed resting on nothing: %d", p.Status)
	}
	old := henrik.Get(at + "/udsagn/0")
	if p := say("0", url.Values{"part": {"service"}, "layer": {"observation"}, "text": {"Familien gør det meste selv"}, "cites": {"session:" + m.Sessions[1], "strand:" + m.Strands[0]}}); p.Status != 303 {
		t.Fatalf("mended: %d %s", p.Status, p.Text())
	}
	if p := henrik.Post(at+"/udsagn/0", url.Values{"version": {versionOf(t, old)}, "part": {"service"}, "layer": {"observation"}, "text": {"Andre ord"}}); p.Status != 409 || !p.Has("Familien gør det meste selv") || !strings.Contains(p.Body, "Andre ord") {
		t.Errorf("stale: %d %s", p.Status, p.Text())
	}
	if p := sign(); p.Status != 303 {
		t.Fatalf("signed: %d %s", p.Status, p.Text())
	}
	p := birgitte.Get(at)
	for _, link := range []string{"/forloeb/" + m.ID + "/aftaler/" + m.Sessions[1], "/forloeb/" + m.ID + "/udvikling/maal/" + m.Strands[0]} {
		if !strings.Contains(p.Body, `href="`+link+`"`) {
			t.Errorf("no link to %s", link)
		}
	}
	if p := s.As(w.Dorthe).Get(at); p.Status == 200 {
		t.Error("the adviser reads the analysis")
	}
	if p := henrik.Post(at+"/udsagn/0", url.Values{"version": {"9"}, "text": {"x"}}); p.Status == 303 {
		t.Error("a signed analysis was changed")
	}
	corrects := henrik.Post(root, url.Values{"corrects": {at[strings.LastIndex(at, "/")+1:]}}).Location
	if p := henrik.InEnglish().Get(corrects); !p.Has("This analysis corrects", "Familien gør det meste selv") {
		t.Errorf("the correction: %s", p.Text())
	}
}
