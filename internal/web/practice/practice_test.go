package practice_test

import (
	"bytes"
	"mime/multipart"
	"net/url"
	"strings"
	"testing"

	"samspil/internal/casefile/casefiletest"
	"samspil/internal/db"
	"samspil/internal/web/practice"
	"samspil/internal/web/testkit"
)

const lines = "0:05 B-KON\n0:07 f\n0:20 k\n0:22 F-FØL\n0:30 D-FÆL 0:45\n0:50 k\n0:52 e\n1:10 d\n"

func clip() url.Values {
	return url.Values{"id": {db.NewID()}, "title": {"Klodser på gulvet"}, "scheme": {"mikro 1.0"}, "set": {"full"}, "criterion": {"0,60"}, "tolerance": {"2"},
		"lines": {lines}, "length": {"1:30"}}
}

func TestPractisingUntilOneIsReady(t *testing.T) {
	w := casefiletest.One(t)
	s := testkit.New(t, testkit.Site{Store: w.Store, Routes: practice.Routes, Templates: practice.Templates})
	lone, ellen := s.As(w.Lone), s.As(w.Ellen)
	if p := lone.Get("/kodetraening"); p.Status != 200 || !p.Has("Der er ingen øvestykker endnu", "Bed psykologen om at lægge et ind") {
		t.Errorf("empty: %d %s", p.Status, p.Text())
	}
	if p := ellen.Get("/kodetraening"); !p.Has("Læg det første øvestykke ind") {
		t.Errorf("the psychologist: %s", p.Text())
	}
	if p := lone.Get("/kodetraening/ny"); p.Status == 200 {
		t.Error("a consultant adds clips")
	}
	for name, c := range map[string]struct{ field, value, want string }{
		"no title":                   {"title", "", "Giv øvestykket en titel"},
		"no level":                   {"criterion", "", "Skriv, hvor enige I skal være"},
		"a level beyond":             {"criterion", "1,2", "Skriv, hvor enige I skal være"},
		"a scheme nobody has":        {"scheme", "x 9.9", "Vælg"},
		"nothing coded":              {"lines", " \n ", "Vælg en fil, eller skriv mindst én linje"},
		"a code that is none":        {"lines", "0:05 B-KON\n0:07 ZZZ", "Linje 2: den kode står ikke i skemaet"},
		"a time that is none":        {"lines", "om lidt k", "Linje 1: skriv tid og kode"},
		"a moment that lasts":        {"lines", "0:05 k 0:09", "Linje 1: skriv tid og kode"},
		"a stretch that goes back":   {"lines", "0:30 d 0:20", "Linje 1: skriv tid og kode"},
		"after the end":              {"lines", "2:00 k", "Linje 1: skriv tid og kode"},
		"begun while it is going on": {"lines", "0:05 d\n0:10 d", "1 linjer kan ikke passe"},
		"no length":                  {"length", "", "Skriv, hvor langt stykket er"},
	} {
		form := clip()
		form.Set(c.field, c.value)
		if p := ellen.Post("/kodetraening/ny", form); p.Status != 422 || !p.Has(c.want) {
			t.Errorf("%s: %d, no %q", name, p.Status, c.want)
		}
	}
	form := clip()
	to := ellen.Post("/kodetraening/ny", form).Location
	if again := ellen.Post("/kodetraening/ny", form).Location; to == "" || again != to {
		t.Fatalf("added: %q, twice: %q", to, again)
	}
	if p := lone.Get("/kodetraening"); !p.Has("Kod »Klodser på gulvet«", "1 min. 30 sek.", "Du er ikke klar endnu", "Ikke prøvet endnu") {
		t.Errorf("to practise on: %s", p.Text())
	}
	if p := lone.Get(to); !p.Has("Der skal nås 0,6 begge veje", "Klodser på gulvet", "Søger kontakt") || strings.Contains(p.Body, "0:52") {
		t.Errorf("the clip: %s", p.Text())
	}
	try := func(text string) testkit.Page {
		at := lone.Post(to, url.Values{"id": {db.NewID()}, "lines": {text}, "length": {"1:30"}})
		if at.Status != 303 {
			t.Fatalf("handed in: %d %s", at.Status, at.Text())
		}
		return lone.Get(at.Location)
	}
	if p := try("0:05 i\n0:40 r\n1:00 g 1:20"); !p.Has("Ikke nået endnu", "Det samme 0 af", "Tal disse") && !p.Has("Tal om disse") {
		t.Errorf("far from it: %s", p.Text())
	}
	if p := try(strings.Replace(lines, "0:52 e", "0:53 f", 1)); !p.Has("Det samme 7 af 8 gange", "Tal om dette ene sted", "Overtager", "Følger", "Nået") {
		t.Errorf("nearly the same: %s", p.Text())
	}
	if p := lone.Get("/kodetraening"); !p.Has("Du er klar til at kode med Samspil mikro 1.0", "Klar siden 1. oktober 2026", "2 gange") {
		t.Errorf("ready: %s", p.Text())
	}
	if p := s.As(w.Gitte).Get("/kodetraening"); !p.Has("Lone", "Klar siden") {
		t.Errorf("the leader: %s", p.Text())
	}
	if p := s.As(w.Anders).Get("/kodetraening"); p.Has("Lone") {
		t.Error("a colleague sees the attempts of others")
	}
	if p := s.As(w.Dorthe).Get("/kodetraening"); p.Status == 200 {
		t.Error("an adviser practises coding")
	}
	if p := lone.Post(to+"/tag-ud", url.Values{}); p.Status == 303 {
		t.Error("a consultant takes a clip out")
	}
	if p := s.As(w.Admin).Post(to+"/tag-ud", url.Values{}); p.Location != "/kodetraening" {
		t.Errorf("taken out: %d", p.Status)
	}
	if p := lone.Post(to, url.Values{"id": {db.NewID()}, "lines": {lines}, "length": {"1:30"}}); p.Status != 422 {
		t.Errorf("an attempt at a clip that is no longer used: %d", p.Status)
	}
	if p := lone.InEnglish().Get("/kodetraening"); !p.Has("Practise coding", "No longer used") {
		t.Errorf("in English: %s", p.Text())
	}
	for _, path := range []string{"/kodetraening/" + db.NewID(), "/kodetraening/forsoeg/" + db.NewID()} {
		if p := lone.Get(path); p.Status != 404 {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
}

func TestAClipFromAFile(t *testing.T) {
	w := casefiletest.One(t)
	s := testkit.New(t, testkit.Site{Store: w.Store, Routes: practice.Routes, Templates: practice.Templates})
	send := func(name, content string) testkit.Page {
		var body bytes.Buffer
		m := multipart.NewWriter(&body)
		form := clip()
		form.Del("lines")
		for field, values := range form {
			_ = m.WriteField(field, values[0])
		}
		part, err := m.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write([]byte(content))
		_ = m.Close()
		return s.As(w.Ellen).PostBody("/kodetraening/ny", m.FormDataContentType(), &body)
	}
	if p := send("klip.sds", "Timed <seconds>; BKON,5 FFOL,7 BKON,20 FFOL,22 DFAL,30-45 ,60/"); p.Status != 303 {
		t.Errorf("SDIS: %d %s", p.Status, p.Text())
	}
	if p := send("klip.sds", "Timed <seconds>; BKON,5 XYZ,7 ,60/"); p.Status != 422 || !p.Has("Koden »XYZ« i filen står ikke i skemaet") {
		t.Errorf("a code that is none: %d %s", p.Status, p.Text())
	}
	if p := send("klip.sds", "\x00\x01 hello"); p.Status != 422 {
		t.Errorf("no such file: %d", p.Status)
	}
}
