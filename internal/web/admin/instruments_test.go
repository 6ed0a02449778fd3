package admin_test

import (
	"net/url"
	"strings"
	"testing"

	"samspil/internal/casefile/casefiletest"
)

func TestTermsOfQuestionnaires(t *testing.T) {
	w := casefiletest.One(t)
	s := site(t, w)
	const root = "/indstillinger/skemaer"
	for _, path := range []string{root, root + "/cyrm-r"} {
		if p := s.As(w.Lone).Get(path); p.Status == 200 {
			t.Errorf("a consultant opens %s", path)
		}
		if p := s.As(w.Admin).InEnglish().Get(path); p.Status != 200 {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
	asta := s.As(w.Admin)
	if p := asta.Get(root); !p.Has("WHO-5, trivsel 0–100", "Ja, med spørgsmål", "Vilkår mangler") {
		t.Error(p.Text())
	}
	for _, path := range []string{"/who-5", "/findes-ikke"} {
		if p := asta.Get(root + path); p.Status != 404 {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
	if p := asta.Post(root+"/cyrm-r", url.Values{"status": {"permission"}, "source": {"Brev"}, "questions-da": {"Et\nTo"}}); p.Status != 422 ||
		!p.Has("Der skal være 17 linjer", "Skriv det her") {
		t.Errorf("%d %s", p.Status, p.Text())
	}
	form := url.Values{"status": {"permission"}, "source": {"Brev fra udgiveren"}, "confirmed": {"Gitte"}, "version": {"0"}, "questions-da": {strings.Repeat("Ordlyd\n", 17)}}
	for range 2 { // a double click
		if p := asta.Post(root+"/cyrm-r", form); p.Status != 303 || p.Location != root {
			t.Errorf("%d %s", p.Status, p.Text())
		}
	}
	if p := asta.Get(root); !p.Has("Brev fra udgiveren") {
		t.Error(p.Text())
	}
	form.Set("source", "Et andet brev")
	if p := asta.Post(root+"/cyrm-r", form); p.Status != 422 || !p.Has("En anden har gemt") || !strings.Contains(p.Body, "Et andet brev") {
		t.Errorf("a stale page: %d", p.Status)
	}
	form.Set("version", "1")
	form.Set("sem-total", "2,5")
	if p := asta.Post(root+"/cyrm-r", form); p.Status != 422 || !p.Has("Skriv det her") || !strings.Contains(p.Body, `value="2,5"`) {
		t.Errorf("an error without its source: %d %s", p.Status, p.Text())
	}
	form.Set("known-total", "Artikel 2019")
	if p := asta.Post(root+"/cyrm-r", form); p.Status != 303 {
		t.Errorf("%d %s", p.Status, p.Text())
	}
	if p := asta.Get(root + "/cyrm-r"); !strings.Contains(p.Body, `value="2,5"`) || !strings.Contains(p.Body, "Artikel 2019") {
		t.Error(p.Text())
	}
}
