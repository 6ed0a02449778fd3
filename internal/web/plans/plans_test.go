package plans_test

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	kept "samspil/internal/draft"
	"samspil/internal/web/coursepage/coursepagetest"
	"samspil/internal/web/plans"
	"samspil/internal/web/testkit"
)

func site(t *testing.T, w *casefiletest.World) *testkit.Walk {
	t.Helper()
	return testkit.New(t, testkit.Site{Store: w.Store, Routes: plans.Routes, Templates: plans.Templates})
}

// draft begins a plan and returns the address of its draft.
func draft(t *testing.T, v *testkit.Visitor, m *coursepagetest.Family) string {
	t.Helper()
	p := v.Post("/forloeb/"+m.ID+"/plan", url.Values{})
	if p.Status != 303 {
		t.Fatalf("begin the plan: %d %s", p.Status, p.Text())
	}
	return strings.TrimSuffix(p.Location, "/ret/familien")
}

func TestAPlanFromFirstWordToApproval(t *testing.T) {
	w := casefiletest.One(t)
	m := coursepagetest.New(t, w)
	s := site(t, w)
	lone, gitte := s.As(w.Lone), s.As(w.Gitte)
	if p := lone.Get("/forloeb/" + m.ID + "/plan"); !p.Has("Skriv planen sammen med familien") {
		t.Errorf("without a plan the page says %s", p.Text())
	}
	at := draft(t, lone, m)
	if again := draft(t, lone, m); again != at {
		t.Errorf("a second draft was begun: %s", again)
	}
	send := func() testkit.Page {
		return lone.Post(at+"/send", url.Values{"version": {testkit.ValueOf(t, lone.Get(at+"/ret/gennemse"), "version")}})
	}
	if p := send(); p.Status != 422 || !p.Has("Skriv, hvad familien har med sig", "Vælg, hvad I skal lave sammen") {
		t.Errorf("an empty plan: %d %s", p.Status, p.Text())
	}
	save := func(path string, form url.Values) {
		t.Helper()
		form.Set("seen", testkit.ValueOf(t, lone.Get(path), "seen"))
		if p := lone.Post(path, form); p.Status != 303 {
			t.Fatalf("save %s: %d %s", path, p.Status, p.Text())
		}
	}
	save(at+"/ret/familien", url.Values{"resources." + m.Mother: {"Sanne synger for ham"}})
	if p := lone.Post(at+"/ret/aktiviteter", url.Values{"activities": {"contact", "nonsense"}}); p.Status != 422 {
		t.Errorf("an activity that nobody offered: %d", p.Status)
	}
	save(at+"/ret/aktiviteter", url.Values{"activities": {"contact", "teaching"}})
	save(at+"/ret/timer", url.Values{
		"start": {"16.3.2026"}, "steps.0.weeks": {"12"}, "steps.0.hours": {"5"}, "steps.1.weeks": {"16"}, "steps.1.hours": {"4"},
		"steps.2.weeks": {"16"}, "steps.2.hours": {"2"},
	})
	save(at+"/ret/opfoelgning", url.Values{"reviews.0": {"11. juni 2026"}})
	for _, to := range goalLinks(lone.Get(at + "/ret/maal")) {
		focus := testkit.OptionOf(t, lone.Get(to), "focus")
		save(to, url.Values{
			"title": {"Sanne følger Noahs leg"}, "focus": {focus}, "kind": {"develop"}, "familywords": {"Jeg vil vide, hvad han mener"},
			"responsible": {w.Lone.ID}, "signs": {"Hun venter på ham\n\nHun siger, hvad han gør\nHun venter på ham"}, "aims": {"relation"},
			"rating": {"ja"}, "question": {"Hvordan gik det?"},
		})
	}
	if p := send(); p.Status != 303 {
		t.Fatalf("a whole plan: %d %s", p.Status, p.Text())
	}
	if p := gitte.Get("/forloeb/" + m.ID + "/plan"); !p.Has("Tag stilling til planen") {
		t.Errorf("the leader's page says %s", p.Text())
	}
	if p := lone.Post(at+"/godkend", url.Values{}); p.Status != 404 {
		t.Errorf("the author approves: %d", p.Status)
	}
	if p := gitte.Post(at+"/giv-tilbage", url.Values{"note": {" "}}); p.Status != 422 {
		t.Errorf("handed back without a word: %d", p.Status)
	}
	if p := gitte.Post(at+"/giv-tilbage", url.Values{"note": {"Skriv mere om farvel"}}); p.Status != 303 {
		t.Errorf("handed back: %d", p.Status)
	}
	if p := lone.Get("/forloeb/" + m.ID + "/plan"); !p.Has("Lederen har givet planen tilbage", "Skriv mere om farvel") {
		t.Errorf("after it was handed back the page says %s", p.Text())
	}
	send()
	if p := gitte.Get(at + "/afgoer"); p.Status != 200 || !p.Has("Jeg vil vide, hvad han mener") {
		t.Errorf("the leader reads: %d", p.Status)
	}
	if p := gitte.Post(at+"/godkend", url.Values{}); p.Status != 303 {
		t.Fatalf("approve: %d %s", p.Status, p.Text())
	}
	if p := lone.Get("/forloeb/" + m.ID + "/plan"); !p.Has("Gælder nu", "5 timer om ugen til 7. juni, 4 til 27. september, derefter 2.") {
		t.Errorf("the plan says %s", p.Text())
	}
}

func TestBadInputIsKeptAndExplained(t *testing.T) {
	w := casefiletest.One(t)
	m := coursepagetest.New(t, w)
	lone := site(t, w).As(w.Lone)
	at := draft(t, lone, m)
	tests := []struct {
		name, part, says string
		form             url.Values
	}{
		{"a day that is none", "timer", "31. 2. 2026", url.Values{"start": {"31. 2. 2026"}}},
		{"letters for weeks", "timer", "mange", url.Values{"steps.0.weeks": {"mange"}, "steps.0.hours": {"2"}}},
		{"weeks without hours", "timer", "Skriv timer om ugen", url.Values{"steps.0.weeks": {"4"}}},
		{"a hundred hours a week", "timer", "Skriv timer om ugen", url.Values{"steps.0.weeks": {"4"}, "steps.0.hours": {"100"}}},
		{"a text far too long", "aktiviteter", "tegn for lang", url.Values{"activitynote": {strings.Repeat("ord ", 1001)}}},
		{"a follow-up that is no day", "opfoelgning", "snart", url.Values{"reviews.0": {"snart"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := lone.Post(at+"/ret/"+tt.part, tt.form)
			if p.Status != 422 || !strings.Contains(p.Body, tt.says) {
				t.Errorf("%d, says %q: %v\n%s", p.Status, tt.says, strings.Contains(p.Body, tt.says), p.Text())
			}
		})
	}
}

func TestTwoWindowsOnOnePartShowBothTexts(t *testing.T) {
	w := casefiletest.One(t)
	m := coursepagetest.New(t, w)
	s := site(t, w)
	lone, ellen := s.As(w.Lone), s.As(w.Ellen)
	at := draft(t, lone, m)
	path := at + "/ret/aktiviteter"
	seen := testkit.ValueOf(t, lone.Get(path), "seen")
	ellen.Post(path, url.Values{"seen": {seen}, "activitynote": {"Ellens ord"}})
	if p := ellen.Post(at+"/ret/opfoelgning", url.Values{"seen": {testkit.ValueOf(t, ellen.Get(at+"/ret/opfoelgning"), "seen")}, "reviews.0": {"11.6.2026"}}); p.Status != 303 {
		t.Errorf("another part: %d", p.Status)
	}
	p := lone.Post(path, url.Values{"seen": {seen}, "activitynote": {"Lones ord"}})
	if p.Status != 409 || !p.Has("Ellens ord") || !strings.Contains(p.Body, "Lones ord") {
		t.Fatalf("%d, both texts shown: %v", p.Status, p.Has("Ellens ord"))
	}
	if p := lone.Post(path, url.Values{"seen": {testkit.ValueOf(t, p, "seen")}, "activitynote": {"Begge dele"}}); p.Status != 303 {
		t.Errorf("after reading both: %d", p.Status)
	}
}

func TestTheAdviserAnswersExtraHours(t *testing.T) {
	w := casefiletest.One(t)
	m := coursepagetest.New(t, w)
	m.Live()
	s := site(t, w)
	dorthe := s.As(w.Dorthe)
	to := testkit.LinkWith(t, s.As(w.Lone).Get("/forloeb/"+m.ID+"/plan"), "/ekstra-timer/")
	if p := dorthe.Get(to); p.Status != 200 || !p.Has("16 timer ekstra", "Trinnet ned i september blev stoppet") {
		t.Errorf("the adviser reads: %d %s", p.Status, p.Text())
	}
	if p := dorthe.Post(to, url.Values{"granted": {"16"}}); p.Status != 422 || !p.Has("Vælg ja eller nej") {
		t.Errorf("without a choice: %d", p.Status)
	}
	if p := dorthe.Post(to, url.Values{"answer": {"ja"}, "granted": {"8"}}); p.Status != 422 || !p.Has("færre timer") {
		t.Errorf("fewer without a reason: %d", p.Status)
	}
	if p := s.As(w.Lone).Post(to, url.Values{"answer": {"ja"}, "granted": {"16"}}); p.Status != 404 {
		t.Errorf("the consultant grants herself hours: %d", p.Status)
	}
	if p := dorthe.Post(to, url.Values{"answer": {"ja"}, "granted": {"16"}}); p.Status != 303 {
		t.Fatalf("the answer: %d %s", p.Status, p.Text())
	}
	if p := s.As(w.Lone).Get("/forloeb/" + m.ID + "/plan"); !p.Has("af 172 timer er holdt", "16 timer er bevilget") {
		t.Errorf("after the answer the page says %s", p.Text())
	}
}

func TestTheVersionsSideBySide(t *testing.T) {
	w := casefiletest.One(t)
	m := coursepagetest.New(t, w)
	m.Live()
	s := site(t, w)
	p := s.As(w.Lone).Get("/forloeb/" + m.ID + "/plan")
	if p = s.As(w.Lone).Get(testkit.LinkWith(t, p, "/aendringer")); !p.Has("156 timer", "172 timer", "Sanne og Noah har brug for ro.") {
		t.Errorf("side by side: %d %s", p.Status, p.Text())
	}
}

func TestWhatIsTypedComesBack(t *testing.T) {
	w := casefiletest.One(t)
	m := coursepagetest.New(t, w)
	lone := site(t, w).As(w.Lone)
	at := draft(t, lone, m)
	page := lone.Get(at + "/ret/familien")
	form, object, _ := strings.Cut(testkit.AttributeOf(t, page, "data-draft-key"), ":")
	m.At(casefiletest.Start, w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		_, _, err := kept.Save(ctx, f, kept.Key{Form: form, Object: object}, kept.Typed{Fields: map[string]string{
			"resources." + m.Mother: "Sanne synger", "seen": testkit.ValueOf(t, page, "seen"),
		}})
		return err
	})
	page = lone.Get(at + "/ret/familien")
	if !strings.Contains(page.Body, "Sanne synger") || testkit.AttributeOf(t, page, "data-draft-version") != "1" {
		t.Error("what was typed is not there")
	}
	if p := lone.Post(at+"/ret/familien", url.Values{"seen": {testkit.ValueOf(t, page, "seen")}, "resources." + m.Mother: {"Sanne synger for ham"}}); p.Status != 303 {
		t.Errorf("save: %d %s", p.Status, p.Text())
	}
	if page = lone.Get(at + "/ret/familien"); testkit.AttributeOf(t, page, "data-draft-version") != "0" || !strings.Contains(page.Body, "Sanne synger for ham") {
		t.Error("what was saved is still kept as typed")
	}
}
func TestFollowUpAndGoal(t *testing.T) {
	w := casefiletest.One(t)
	m := coursepagetest.New(t, w)
	m.Live()
	s := site(t, w)
	lone := s.As(w.Lone)
	home := "/forloeb/" + m.ID
	if p := lone.Post(home+"/opfoelgning", url.Values{"held": {"2.10.2026"}, "next": {"1.12.2026"}}); p.Status != 422 || !p.Has("ude i fremtiden", "Skriv, hvorfor den næste opfølgning") {
		t.Errorf("a follow-up in the future: %d %s", p.Status, p.Text())
	}
	if p := lone.Post(home+"/opfoelgning", url.Values{"held": {"1.10.2026"}, "adjust": {"Ingenting"}, "childwish": {"Set i legen"}}); p.Status != 303 {
		t.Errorf("a follow-up: %d %s", p.Status, p.Text())
	}
	if p := lone.Get(home + "/plan"); !p.Has("Ikke aftalt endnu") {
		t.Error("the open date is not said")
	}
	goal := home + "/maal/" + m.Goals[0].ID
	if p := lone.Post(goal, url.Values{"on": {"1.10.2026"}}); p.Status != 422 || !p.Has("Vælg, hvor langt I kom", "Skriv, hvad det bygger på") {
		t.Errorf("an empty conclusion: %d", p.Status)
	}
	form := url.Values{"id": {"01900000-0000-7000-8000-000000000001"}, "outcome": {"partly"}, "next": {"continue"}, "reason": {"Fremgang til juli"}, "on": {"1.10.2026"}}
	for range 2 {
		if p := lone.Post(goal, form); p.Status != 303 {
			t.Errorf("the conclusion: %d %s", p.Status, p.Text())
		}
	}
	if p := lone.Get(goal); strings.Count(p.Text(), "Fremgang til juli") != 1 {
		t.Error("sent twice, the conclusion does not stand once")
	}
}

func TestWhoReadsThePlan(t *testing.T) {
	w := casefiletest.One(t)
	m := coursepagetest.New(t, w)
	m.Live()
	s := site(t, w)
	for _, who := range []access.Actor{w.Lone, w.Anders, w.Ellen, w.Gitte, w.Dorthe} {
		for _, v := range []*testkit.Visitor{s.As(who), s.As(who).InEnglish()} {
			p := v.Get("/forloeb/" + m.ID + "/plan")
			if p.Status != 200 || !p.Has("Sanne følger Noahs leg") {
				t.Errorf("%s reads the plan: %d %s", who.Name, p.Status, p.Text())
			}
			if changes := v.Get(testkit.LinkWith(t, p, "/aendringer")); changes.Status != 200 {
				t.Errorf("%s reads the changes: %d", who.Name, changes.Status)
			}
		}
	}
	if p := s.As(w.Mikkel).Get("/forloeb/" + m.ID + "/plan"); p.Status != 404 || p.Has("Noah") {
		t.Errorf("somebody else's plan: %d", p.Status)
	}
}

// goalLinks are the addresses of the draft's goals, each once.
func goalLinks(p testkit.Page) []string {
	var all []string
	for _, m := range regexp.MustCompile(`<h2><a href="([^"]+/maal/[^"]+)"`).FindAllStringSubmatch(p.Body, -1) {
		if !slices.Contains(all, m[1]) {
			all = append(all, m[1])
		}
	}
	return all
}
