package people_test

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
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/person"
	"samspil/internal/programme"
	"samspil/internal/web/people"
	"samspil/internal/web/testkit"
)

func yes() *bool { b := true; return &b }

// liva is a course with a hidden placement, a mother with CPR protection, and a father.
func liva(t *testing.T) (*casefiletest.World, *testkit.Walk, string) {
	t.Helper()
	w := casefiletest.One(t)
	id := w.Course(t)
	p, _ := programme.Shipped().Get("contactsupport")
	no := false
	w.OK(t, w.Write(t, w.Dorthe, id, func(ctx context.Context, f *casefile.Writer) error {
		return course.Refer(ctx, f, course.Referral{
			Programme: p, AdviserID: "dorthe", LeaderID: "gitte", Basis: []string{"s76"}, Purpose: "tryghed", DecisionOn: clock.NewDate(2026, 2, 24),
			People: []course.ReferredPerson{
				{Word: "c", Card: person.Card{Role: person.Child, Name: "Liva", Birth: clock.NewDate(2020, 2, 27)}, Places: []person.NewPlace{
					{Kind: person.Placement, Where: person.NewWhereabouts("Rønnehøj 999, 0000 Kanarieby")},
					{Kind: person.SchoolName, Where: person.NewWhereabouts("Kanariesøskolen")},
				}},
				{Word: "m", Card: person.Card{Role: person.Parent, Sex: person.Female, Name: "Trine"}, Places: []person.NewPlace{
					{Kind: person.Home, Where: person.NewWhereabouts("Lærkely 888")},
				}},
				{Word: "f", Card: person.Card{Role: person.Parent, Sex: person.Male, Name: "Brian", Phone: "00 00 00 31"}, Places: []person.NewPlace{
					{Kind: person.Home, Where: person.NewWhereabouts("Åvej 1")},
				}},
			},
			Relations: []person.Relation{
				{From: "m", To: "c", Kind: person.MotherOf, Custody: yes(), Source: "CPR"},
				{From: "f", To: "c", Kind: person.FatherOf, Custody: yes(), Source: "CPR"},
			},
			Concerns:     []course.Concern{{Worried: course.WorriedAdviser, What: "vold i hjemmet"}},
			FocusAreas:   []course.FocusArea{{Text: "Trygt goddag", Origin: course.FromChildsPlan}},
			WhyNoConsent: "§ 38", Hours: 136, Months: 10,
			Placements: []course.Placement{{PersonID: "c", Consent: &no, Kind: course.FosterFamily, Since: clock.NewDate(2026, 2, 24)}},
			Protections: []person.Protection{
				{PersonID: "c", Kind: person.HiddenPlacement, Against: []string{"m", "f"}, From: clock.NewDate(2026, 2, 24), Until: clock.NewDate(2027, 2, 23), Document: "afgørelse", Source: "udvalget"},
				{PersonID: "m", Kind: person.CPRProtection, From: clock.NewDate(2025, 10, 31), Until: clock.NewDate(2026, 10, 31), Source: "CPR"},
			},
		})
	}))
	return w, testkit.New(t, testkit.Site{Store: w.Store, Routes: people.Routes, Templates: people.Templates}), "/forloeb/" + id
}

func form(pairs ...string) url.Values {
	out := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		out.Add(pairs[i], pairs[i+1])
	}
	return out
}

var secrets = regexp.MustCompile(`Rønnehøj|Kanarie|Lærkely`)

func TestEverybodyWithProtectionsAndNoSecretPlace(t *testing.T) {
	w, site, course := liva(t)
	p := site.As(w.Lone).Get(course + "/personer")
	for _, want := range []string{"Liva, 6 år", "Trine", "Har forældremyndigheden", "Skjult anbringelse", "Skjult for Trine og Brian", "Slutter om 30 dage", "Åvej 1", "00 00 00 31", "Se på beskyttelsen af Trine", "Uden samtykke"} {
		if !p.Has(want) {
			t.Errorf("lacks %q", want)
		}
	}
	if found := secrets.FindString(p.Body); found != "" {
		t.Errorf("draws %s", found)
	}
	if p := site.As(w.Gitte).InEnglish().Get(course + "/personer"); !p.Has("Hidden placement", "Ends in 30 days") {
		t.Errorf("in English:\n%s", p.Text())
	}
	for _, a := range []access.Actor{w.Birgitte, w.Lars, w.Admin} {
		if p := site.As(a).Get(course + "/personer"); p.Status != 404 {
			t.Errorf("%s: %d", a.ID, p.Status)
		}
	}
}

func TestAPlaceIsShownForAMinuteToTheOneWhoAsked(t *testing.T) {
	w, site, course := liva(t)
	lone := site.As(w.Lone)
	links := regexp.MustCompile(`/sted/[0-9a-f-]{36}`).FindAllString(lone.Get(course+"/personer").Body, -1)
	if len(links) != 3 {
		t.Fatalf("%d shielded places", len(links))
	}
	if p := lone.Post(course+links[0], form("reason", " ")); p.Status != 422 || !p.Has("hvad du skal bruge det til") {
		t.Errorf("shown without a reason: %d", p.Status)
	}
	shown := lone.Post(course+links[0], form("reason", "Jeg henter Liva kl. 14"))
	p := lone.Get(shown.Location)
	if !secrets.MatchString(p.Body) || strings.Contains(p.Body, "[") || !strings.HasPrefix(p.Header.Get("Refresh"), "60;") {
		t.Errorf("not shown: %d, refresh %q", p.Status, p.Header.Get("Refresh"))
	}
	if p := site.As(w.Anders).Get(shown.Location); secrets.MatchString(p.Body) {
		t.Error("shown to somebody who did not ask")
	}
	w.SetNow(w.Now().Add(61 * time.Second))
	if p := lone.Get(shown.Location); secrets.MatchString(p.Body) || !p.Has("Minuttet er gået") {
		t.Error("still shown after a minute")
	}
	log := site.As(w.Gitte).Get(course + "/adgang")
	if !log.Has("Så et skærmet sted", "Jeg henter Liva kl. 14", "Lone") {
		t.Errorf("the log does not say so:\n%s", log.Text())
	}
	for range 9 {
		lone.Post(course+links[0], form("reason", "besøg"))
	}
	if p := lone.Post(course+links[0], form("reason", "besøg")); p.Status != 422 || !p.Has("10 skærmede steder") {
		t.Errorf("the eleventh: %d", p.Status)
	}
}

func TestACorrectionAndAnOldForm(t *testing.T) {
	w, site, course := liva(t)
	lone := site.As(w.Lone)
	father := regexp.MustCompile(`id="([0-9a-f-]{36})"><h2>Brian`).FindStringSubmatch(lone.Get(course + "/personer").Body)[1]
	page := course + "/personer/" + father
	change := form("name", "Brian", "role", "parent", "sex", "male", "phone", "00 00 00 32", "version", "1")
	if p := lone.Post(page, change); p.Status != 303 {
		t.Fatalf("status %d\n%s", p.Status, p.Text())
	}
	change.Set("phone", "00 00 00 33")
	if p := site.As(w.Anders).Post(page, change); p.Status != 409 || !p.Has("00 00 00 32") || !strings.Contains(p.Body, "00 00 00 33") {
		t.Errorf("an old form: %d\n%s", p.Status, p.Text())
	}
	if p := lone.Get(page); !p.Has("Telefon var: 00 00 00 31") {
		t.Errorf("the history:\n%s", p.Text())
	}
	change.Set("name", "")
	if p := lone.Post(page, change); p.Status != 422 || !p.Has("Skriv et navn") {
		t.Errorf("without a name: %d", p.Status)
	}
}

func TestANewPersonTwiceIsOne(t *testing.T) {
	w, site, course := liva(t)
	lone := site.As(w.Lone)
	inger := form("id", db.NewID(), "name", "Inger", "role", "relative", "kin", "grandparent")
	for range 2 {
		if p := lone.Post(course+"/personer/ny", inger); p.Status != 303 {
			t.Fatalf("status %d\n%s", p.Status, p.Text())
		}
	}
	p := lone.Get(course + "/personer")
	if strings.Count(p.Body, "<h2>Inger") != 1 || strings.Count(p.Text(), "Bedsteforælder") != 1 {
		t.Errorf("Inger stands there %d times", strings.Count(p.Body, "<h2>Inger"))
	}
	if p := lone.Post(course+"/personer/ny", form("name", "Elliot", "role", "companion", "kin", "companion", "birth", "1.1.2012")); !p.Has("fyldt 15") {
		t.Errorf("a companion of 14: %d", p.Status)
	}
}

func TestCustodyProtectionAndPlacesAreWritten(t *testing.T) {
	w, site, course := liva(t)
	lone, gitte := site.As(w.Lone), site.As(w.Gitte)
	body := lone.Get(course + "/personer").Body
	father := regexp.MustCompile(`id="([0-9a-f-]{36})"><h2>Brian`).FindStringSubmatch(body)[1]
	page := course + "/personer/" + father
	if p := lone.Post(page+"/foraeldremyndighed", form("custody", "nej")); p.Status != 422 || !p.Has("hvor du ved", "fra hvilken dag") {
		t.Errorf("custody without source: %d\n%s", p.Status, p.Text())
	}
	lone.Post(page+"/foraeldremyndighed", form("custody", "nej", "source", "retten", "since", "1.9.2026"))
	if p := lone.Get(page + "/foraeldremyndighed"); !p.Has("Har ikke forældremyndigheden over Liva", "Har forældremyndigheden over Liva", "retten") {
		t.Errorf("the history of custody:\n%s", p.Text())
	}
	if p := lone.Post(page+"/beskyttelse", form("kind", "hidden_placement", "from", "1.9.2026")); p.Status != 422 || !p.Has("hvornår perioden slutter") {
		t.Errorf("half a protection: %d", p.Status)
	}
	lone.Post(page+"/beskyttelse", form("kind", "own_judgement", "from", "1.9.2026", "source", "Brian selv"))
	if p := lone.Get(course + "/personer"); p.Has("Åvej 1") {
		t.Error("a protection that comes later does not cover the place")
	}
	lone.Post(page+"/sted", form("kind", "leisure", "where", "Klub Gulfinken"))
	if p := lone.Get(course + "/personer"); p.Has("Gulfinken") {
		t.Error("a new place of somebody protected is drawn")
	}
	body = lone.Get(course + "/personer").Body
	lift := regexp.MustCompile(`/beskyttelse/[0-9a-f-]{36}/tag-ned`).FindAllString(body[strings.Index(body, "<h2>Brian"):], 1)[0]
	lone.Post(course+lift, form("reason", "Ikke mere"))
	if p := lone.Get(course + lift); !p.Has("Nu skal en anden sige det samme") {
		t.Error("one person may lift alone")
	}
	gitte.Post(course+lift, form("reason", "Enig"))
	if p := lone.Get(course + "/personer"); !p.Has("Åvej 1", "Skærmen er taget ned") {
		t.Error("two people did not lift the shield")
	}
}

func TestSearchShowsOnlyOnesOwn(t *testing.T) {
	w, site, _ := liva(t)
	for _, one := range []struct {
		name string
		v    *testkit.Visitor
		word string
		has  string
	}{
		{"own", site.As(w.Lone), "tri", "Trine"},
		{"not one's own", site.As(w.Birgitte), "tri", "Ingen at vise"},
		{"one letter", site.As(w.Lone), "t", "mindst to bogstaver"},
		{"a pattern is no name", site.As(w.Lone), "%%", "Ingen at vise"},
	} {
		if p := one.v.Post("/personer", form("name", one.word)); !p.Has(one.has) {
			t.Errorf("%s:\n%s", one.name, p.Text())
		}
	}
	if p := site.As(w.Lone).Get("/personer"); p.Status != 200 {
		t.Errorf("status %d", p.Status)
	}
}
