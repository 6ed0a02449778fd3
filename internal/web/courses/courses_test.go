package courses_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/db"
	"samspil/internal/person"
	"samspil/internal/web/coursepage/coursepagetest"
	"samspil/internal/web/courses"
	"samspil/internal/web/testkit"
)

func site(t *testing.T, w *casefiletest.World) *testkit.Walk {
	t.Helper()
	return testkit.New(t, testkit.Site{Store: w.Store, Routes: courses.Routes, Templates: courses.Templates})
}

func TestThePageOfACourse(t *testing.T) {
	w := casefiletest.One(t)
	m := coursepagetest.New(t, w)
	m.Live()
	s := site(t, w)
	p := s.As(w.Lone).Get("/forloeb/" + m.ID)
	for _, words := range []string{
		"Noah, 3 år", "Udviklende samvær med Sanne", "Næste samvær onsdag 7. oktober kl. 14.30", "uge 29 af 44",
		"Ring til Familierådgivningen: Sanne er flyttet ud af sin lejlighed", "af 156 timer er holdt", "Uden de 16 ekstra timer slutter de",
		"Sanne følger Noahs leg", "Samvær nr. 27", "Noten mangler din underskrift", "Ikke kvitteret – frist onsdag 30. september 09.10",
		"16 timer venter på godkendelse", "Opfølgning holdt", "Sanne har forældremyndigheden.", "25 af 27 samvær", "Støttet samvær, § 104, stk. 3", "Må ske siden 20. marts 2026",
	} {
		if !p.Has(words) {
			t.Errorf("the page does not say %q", words)
		}
	}
	for _, who := range []access.Actor{w.Anders, w.Ellen, w.Gitte, w.Dorthe} {
		for _, path := range []string{"", "/tidslinje", "/samtykker"} {
			for _, v := range []*testkit.Visitor{s.As(who), s.As(who).InEnglish()} {
				if p := v.Get("/forloeb/" + m.ID + path); p.Status != 200 {
					t.Errorf("%s opens %q: %d\n%s", who.Name, path, p.Status, p.Text())
				}
			}
		}
	}
	if p := s.As(w.Mikkel).Get("/forloeb/" + m.ID); p.Status != 404 || p.Has("Noah") {
		t.Errorf("somebody else's course: %d", p.Status)
	}
}

func TestTheList(t *testing.T) {
	w := casefiletest.One(t)
	m := coursepagetest.New(t, w)
	m.Live()
	s := site(t, w)
	p := s.As(w.Lone).Get("/forloeb")
	if !p.Has("Noah, 3 år", "uge 29 af 44", "Opfølgning 11. november", "16 timer venter på godkendelse") {
		t.Errorf("the list says %s", p.Text())
	}
	tests := []struct {
		name, query string
		shows       bool
	}{
		{"by a name", "?navn=noa", true},
		{"by another name", "?navn=emil", false},
		{"closed ones", "?vis=afsluttet", false},
		{"a page beyond the last", "?side=7", false},
		{"nonsense", "?vis=xyz&side=-3", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if p := s.As(w.Lone).Get("/forloeb" + tt.query); p.Status != 200 || p.Has("Noah, 3 år") != tt.shows {
				t.Errorf("status %d, shows Noah: %v", p.Status, p.Has("Noah, 3 år"))
			}
		})
	}
	if p := s.As(w.Mikkel).Get("/forloeb"); !p.Has("Ingen forløb at vise.") {
		t.Errorf("without courses the list says %s", p.Text())
	}
}

func TestConsentsAreWrittenDown(t *testing.T) {
	w := casefiletest.One(t)
	m := coursepagetest.New(t, w)
	s := site(t, w)
	path := "/forloeb/" + m.ID + "/samtykker"
	if p := s.As(w.Lone).Post(path, url.Values{"person": {m.Mother}}); p.Status != 422 {
		t.Errorf("half an answer: %d", p.Status)
	}
	if p := s.As(w.Lone).Post(path, url.Values{"person": {m.Mother}, "kind": {"indsats"}, "status": {"refused"}, "how": {"oral"}, "on": {"1.10.2026"}}); p.Status != 303 {
		t.Errorf("a no: %d %s", p.Status, p.Text())
	}
	if p := s.As(w.Lone).Get(path); !p.Has("Selve indsatsen", "Nej") {
		t.Error("the no is not shown")
	}
}

func TestSignsAndTheTable(t *testing.T) {
	w := casefiletest.One(t)
	m := coursepagetest.New(t, w)
	m.Live()
	lone := site(t, w).As(w.Lone)
	home := "/forloeb/" + m.ID
	sign := home + "/tegn/" + m.Goals[2].ID
	if p := lone.Post(sign, url.Values{"sign": {m.Goals[2].Signs[2]}, "seen": {"ja"}}); p.Status != 303 {
		t.Errorf("a sign: %d", p.Status)
	}
	if p := lone.Post(sign, url.Values{"sign": {"noget andet"}, "seen": {"ja"}}); p.Status != 404 {
		t.Errorf("a sign of another goal: %d", p.Status)
	}
	if p := lone.Get(home + "/timer.csv"); p.Status != 200 || !strings.Contains(p.Body, "Uge fra;Holdt;Planlagt") {
		t.Errorf("the table: %d %.80s", p.Status, p.Body)
	}
}

func TestAHiddenPlacementIsLeftOutWhole(t *testing.T) {
	w := casefiletest.One(t)
	m := coursepagetest.New(t, w)
	lone := site(t, w).As(w.Lone)
	shown := []string{"Plejefamilien", "bor i pleje", "Noah er anbragt med samtykke"}
	for _, words := range shown {
		if !lone.Get("/forloeb/" + m.ID).Has(words) {
			t.Errorf("before it was hidden, %q is not shown", words)
		}
	}
	m.At(casefiletest.Start, w.Dorthe, func(ctx context.Context, f *casefile.Writer) error {
		return person.Protect(ctx, f, person.Protection{
			ID: db.NewID(), PersonID: m.Child, Kind: person.HiddenPlacement, Basis: "s105.1.3", Against: []string{m.Mother},
			From: coursepagetest.Day("2026-02-24"), Until: coursepagetest.Day("2027-02-23"), Document: "Afgørelse", Source: "Børne- og ungeudvalget",
		})
	})
	for _, words := range shown {
		if lone.Get("/forloeb/" + m.ID).Has(words) {
			t.Errorf("hidden, and yet %q is shown", words)
		}
	}
}
