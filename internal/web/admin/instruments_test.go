package admin_test

import (
	"fmt"
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

func TestWordsOfAQuestionnaireAreReadFromAFile(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		s := site(t, w)
		const at = "/indstillinger/skemaer/cyrm-r"
		file := func(url string, n int) string {
			var items []string
			for i := range n {
				items = append(items, fmt.Sprintf(`{"linkId":"q%d","type":"integer","text":"Ordlyd  nr. %d"}`, i+1, i+1))
			}
			return `{"resourceType":"Questionnaire","status":"active","url":"` + url + `","item":[{"linkId":"g","type":"group","item":[` + strings.Join(items, ",") + `]}]}`
		}
		if p := s.As(w.Lone).Post(at+"/ordlyd", url.Values{"wording-text": {file("urn:x", 17)}}); p.Status == 200 {
			t.Error("a consultant reads the words in")
		}
		asta := s.As(w.Admin)
		for name, c := range map[string]struct{ text, told string }{
			"nothing": {"", "Vælg en fil"}, "no FHIR": {"x", "FHIR-fil i JSON"}, "no questionnaire": {`{"resourceType":"Patient"}`, "intet skema"},
			"another": {file("urn:x", 16), "et andet end dette"}, "by its name, with a gap": {file("urn:samspil:questionnaire:cyrm-r", 16), "teksten til 1 af skemaets 17"},
		} {
			if p := asta.Post(at+"/ordlyd", url.Values{"wording-text": {c.text}}); p.Status != 422 || !p.Has(c.told) || !strings.Contains(p.Body, `<details class="section" open>`) {
				t.Errorf("%s: %d %s", name, p.Status, p.Text())
			}
		}
		p := asta.Post(at+"/ordlyd", url.Values{"wording-text": {file("urn:x", 17)}, "source": {"Brev fra udgiveren"}, "version": {"0"}})
		if p.Status != 200 || !p.Has("17 spørgsmål er læst") || !strings.Contains(p.Body, "Ordlyd nr. 1\nOrdlyd nr. 2") || !strings.Contains(p.Body, "Brev fra udgiveren") {
			t.Errorf("%d %s", p.Status, p.Text())
		}
		if p := asta.Get(at); strings.Contains(p.Body, "Ordlyd nr. 1") {
			t.Error("the words were kept before they were looked at")
		}
		if p := asta.Post("/indstillinger/skemaer/who-5/ordlyd", url.Values{"wording-text": {file("urn:x", 17)}}); p.Status != 404 {
			t.Errorf("the words of one of our own: %d", p.Status)
		}
	})
}
