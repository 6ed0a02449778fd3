package admin_test

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/url"
	"strings"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/scheme"
	"samspil/internal/web"
	"samspil/internal/web/admin"
	"samspil/internal/web/testkit"
)

const at = "/indstillinger/kodeskemaer"

func site(t *testing.T, w *casefiletest.World) *testkit.Walk {
	t.Helper()
	return testkit.New(t, testkit.Site{Store: w.Store, Templates: admin.Templates,
		Routes: func(*web.Kit) []web.Route { return admin.Routes(admin.Config{}) }})
}

func version(t *testing.T, change func(*scheme.Scheme)) string {
	t.Helper()
	s := scheme.Shipped()
	change(&s)
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestOnlyTheAdministratorSeesTheSchemes(t *testing.T) {
	w := casefiletest.One(t)
	s := site(t, w)
	for _, who := range []access.Actor{w.Lone, w.Ellen, w.Gitte, w.Dorthe} {
		for _, path := range []string{"", "/nyt", "/mikro%201.0/skema.json"} {
			if p := s.As(who).Get(at + path); p.Status == 200 {
				t.Errorf("%s opens %q", who.ID, path)
			}
		}
	}
	for _, v := range []*testkit.Visitor{s.As(w.Admin), s.As(w.Admin).InEnglish()} {
		if p := v.Get(at); p.Status != 200 || !p.Has("mikro 1.0", "16") {
			t.Errorf("%d %s", p.Status, p.Text())
		}
		if p := v.Get(at + "/nyt"); p.Status != 200 {
			t.Errorf("%d %s", p.Status, p.Text())
		}
	}
	if p := s.As(w.Admin).Get(at); !p.Has("Følger med Samspil", "Ikke brugt endnu", "Her er kun det skema, der følger med", "ikke en test") {
		t.Errorf("%s", p.Text())
	}
}

func TestTheFileThatIsGotCanBeAdded(t *testing.T) {
	w := casefiletest.One(t)
	asta := site(t, w).As(w.Admin)
	p := asta.Get(at + "/mikro%201.0/skema.json")
	got, err := scheme.Parse([]byte(p.Body))
	if p.Status != 200 || err != nil || got.Fingerprint() != scheme.Shipped().Fingerprint() || !strings.Contains(p.Header.Get("Content-Disposition"), "mikro-1.0.json") {
		t.Errorf("%d %v %v", p.Status, err, p.Header)
	}
	if p := asta.Get(at + "/findes%20ikke/skema.json"); p.Status != 404 {
		t.Errorf("%d", p.Status)
	}
}

func TestAVersionIsAdded(t *testing.T) {
	w := casefiletest.One(t)
	asta := site(t, w).As(w.Admin)
	newer := version(t, func(s *scheme.Scheme) { s.Version = "1.1" })
	for _, c := range []struct {
		name, text string
		status     int
		says       []string
	}{
		{"nothing", " ", 422, []string{"Vælg en fil"}},
		{"no JSON", "hej", 422, []string{"kan ikke læses"}},
		{"another text of the shipped one", version(t, func(s *scheme.Scheme) { s.Settings.Answer = 4000 }), 422, []string{"mikro 1.0 findes allerede", "nyt nummer"}},
		{"three faults", version(t, func(s *scheme.Scheme) {
			s.Version, s.Codes[0].Key, s.Codes[2].ASCII, s.Settings.Answer = "1.2", "å å", "?", 90
		}), 422, []string{"Det skal rettes i skemaet", "Giv B-INI en tast", "Koden B-SVA kan ikke bruges", "2 til 10 sekunder"}},
		{"good", newer, 303, nil},
		{"sent twice", newer, 303, nil},
	} {
		p := asta.Post(at+"/nyt", url.Values{"text": {c.text}})
		if p.Status != c.status || !p.Has(c.says...) {
			t.Errorf("%s: %d %s", c.name, p.Status, p.Text())
		}
		if c.status == 422 && len(c.text) > 5 && !strings.Contains(p.Body, "mikro") && c.text != "hej" {
			t.Errorf("%s: what was typed is lost", c.name)
		}
	}
	if p := asta.Get(at); !p.Has("mikro 1.1", "Asta, 1. oktober 2026") || p.Has("Her er kun det skema") {
		t.Errorf("%s", p.Text())
	}
	for _, who := range []access.Actor{w.Lone, w.Gitte} {
		if p := site(t, w).As(who).Post(at+"/nyt", url.Values{"text": {newer}}); p.Status < 400 {
			t.Errorf("%s adds a scheme: %d", who.ID, p.Status)
		}
	}
}

func TestAFileIsAdded(t *testing.T) {
	w := casefiletest.One(t)
	asta := site(t, w).As(w.Admin)
	send := func(text string) testkit.Page {
		body := &bytes.Buffer{}
		m := multipart.NewWriter(body)
		part, err := m.CreateFormFile("file", "skema.json")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
		return asta.PostBody(at+"/nyt", m.FormDataContentType(), body)
	}
	if p := send(version(t, func(s *scheme.Scheme) { s.Version = "ny" })); p.Status != 422 || !p.Has("Skriv versionen med tal og punktum") || !strings.Contains(p.Body, "B-INI") {
		t.Errorf("%d %s", p.Status, p.Text())
	}
	if p := send(version(t, func(s *scheme.Scheme) { s.Version = "2.0" })); p.Status != 303 || p.Location != at {
		t.Errorf("%d %s", p.Status, p.Text())
	}
	if p := asta.Get(at); !p.Has("mikro 2.0") {
		t.Errorf("%s", p.Text())
	}
}
