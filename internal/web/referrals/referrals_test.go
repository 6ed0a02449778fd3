package referrals_test

import (
	"context"
	"maps"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/draft"
	"samspil/internal/programme"
	"samspil/internal/web/referrals"
	"samspil/internal/web/testkit"
)

// house is a world and its site.
func house(t *testing.T) (*casefiletest.World, *testkit.Walk) {
	t.Helper()
	w := casefiletest.One(t)
	return w, testkit.New(t, testkit.Site{Store: w.Store, Routes: referrals.Routes, Templates: referrals.Templates})
}

func form(pairs ...string) url.Values {
	out := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		out.Add(pairs[i], pairs[i+1])
	}
	return out
}

// with is the values with others put in their place; an empty one is taken out.
func with(values url.Values, pairs ...string) url.Values {
	out := maps.Clone(values)
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = []string{pairs[i+1]}
		if pairs[i+1] == "" {
			delete(out, pairs[i])
		}
	}
	return out
}

var family = form(
	"child1.name", "Liva", "child1.cpr", "870220-9998", "child1.sex", "female",
	"parent1.name", "Trine", "parent1.kin", "mother", "parent1.custody", "ja", "parent1.custody_source", "CPR",
	"parent1.cpr", "730691-9940", "parent1.where", "Lærkely 888", "parent1.protected", "ja", "parent1.protected_from", "31.10.2025",
	"parent1.protected_until", "31-10-2026", "parent1.protected_source", "CPR",
	"parent2.name", "Brian", "parent2.kin", "father", "parent2.custody", "ja", "parent2.custody_source", "CPR",
	"rows.parent", "1 2", "together", "nej",
)

var concerns = form("c1.worried", "daycare", "c1.who", "pædagog", "c1.what", "Liva krøb ind under bordet", "c1.seen", "12.1.2026", "rows.c", "1")

var basis = form(
	"basis", "s76", "basis", "s32.1.5", "decision_on", "24.2.2026", "purpose", "Trygt samvær", "assessment", "bfu",
	"assessment_from", "1.11.2025", "assessment_to", "20.2.2026", "f1.text", "Trygt goddag", "f1.origin", "plan",
	"f2.text", "Ingen spørgsmål om, hvor hun bor", "f2.origin", "contact", "rows.f", "2",
	"parent1.consent_status", "given", "parent1.consent_how", "signed", "parent1.consent_on", "24.2.2026",
	"parent2.consent_status", "refused", "parent2.consent_how", "oral", "parent2.consent_on", "24.2.2026",
	"why_no_consent", "§ 38: vold i hjemmet",
)

var placed = form(
	"child1.consent", "nej", "child1.since", "24.2.2026", "child1.kind", "foster", "child1.hidden", "ja", "child1.against", "parent1",
	"child1.against", "parent2", "child1.hidden_from", "24.2.2026", "child1.hidden_until", "23.2.2027", "child1.hidden_document", "udvalgets afgørelse",
	"child1.where", "Rønnehøj 999, 0000 Kanarieby, Gudrun og Asger",
)

// supervised is the committee's decision about a parent.
func supervised(parent, every string) url.Values {
	return form(
		parent+".state", "overvaaget", parent+".decided_by", "committee", parent+".decided_on", "24.2.2026", parent+".document", "udvalgets afgørelse",
		parent+".from", "24.2.2026", parent+".to", "30.11.2026", parent+".every", every, parent+".length", "1½", parent+".apart", "ja",
	)
}

var hours = form("hours", "136", "months", "10", "start", "2.11.2026", "leader", "gitte")

// begun is a referral to contact support that the adviser has begun.
func begun(t *testing.T, dorthe *testkit.Visitor) string {
	t.Helper()
	p := dorthe.Post("/henvisninger", form("id", db.NewID(), "programme", "contactsupport"))
	path, ok := strings.CutSuffix(p.Location, "/familien")
	if !ok {
		t.Fatalf("begin: %d, to %q", p.Status, p.Location)
	}
	return path
}

// fill saves steps that have nothing wrong in them.
func fill(t *testing.T, v *testkit.Visitor, path string) {
	t.Helper()
	for _, s := range []struct {
		step, next string
		values     url.Values
	}{
		{"familien", "bekymringer", family}, {"bekymringer", "grundlag", concerns}, {"grundlag", "samvaer", basis},
		{"samvaer", "samvaer.parent1", placed}, {"samvaer.parent1", "samvaer.parent2", supervised("parent1", "2")},
		{"samvaer.parent2", "timer", supervised("parent2", "4")}, {"timer", "gennemse", hours},
	} {
		p := v.Post(path+"/"+s.step, s.values)
		if p.Location != path+"/"+s.next {
			t.Fatalf("%s: status %d, to %q\n%s", s.step, p.Status, p.Location, problems(p.Body))
		}
	}
}

var problem = regexp.MustCompile(`form-error-message[^>]*>|error-summary[\s\S]*?</ul>`)

func problems(body string) string { return strings.Join(problem.FindAllString(body, -1), "\n") }

func TestAReferralFromFirstStepToFirstDay(t *testing.T) {
	w, site := house(t)
	dorthe, gitte := site.As(w.Dorthe), site.As(w.Gitte)
	path := begun(t, dorthe)
	id := strings.TrimPrefix(path, "/henvisninger/")
	fill(t, dorthe, path)

	review := dorthe.Get(path + "/gennemse")
	if !review.Has("Liva, 6 år", "Alt er med", "Overvåget samvær", "Hver 4. uge", "Skjult anbringelse", "Trygt goddag") {
		t.Errorf("the review lacks something:\n%s", review.Text())
	}
	if p := gitte.Get(path); p.Status != 404 {
		t.Errorf("the leader reads a draft: %d", p.Status)
	}
	for range 2 { // the second time changes nothing
		if p := dorthe.Post(path+"/send", form()); p.Location != path {
			t.Fatalf("send: %d\n%s", p.Status, problems(p.Body))
		}
	}
	if p := dorthe.Get(path); !p.Has("Venter på svar fra Gitte", "Liva krøb ind under bordet") {
		t.Errorf("the adviser does not see where it is:\n%s", p.Text())
	}
	if p := gitte.Get("/henvisninger"); !p.Has("Svar på henvisningen af Liva, 6 år") {
		t.Errorf("the leader's next step:\n%s", p.Text())
	}
	answer := form("answer", "accept", "reason", "Vold i hjemmet, men rammen er på plads")
	prog, _ := programme.Shipped().Get("contactsupport")
	for _, c := range prog.Checks {
		answer.Set("check."+c.ID, map[bool]string{true: "nej", false: "ja"}[c.Effect == programme.SpeaksAgainst])
	}
	if p := gitte.Post(path+"/svar", with(answer, "check."+prog.Checks[0].ID, "")); p.Status != 422 || !p.Has("Svar ja eller nej") {
		t.Errorf("accepted with a question open: %d", p.Status)
	}
	if p := dorthe.Post(path+"/svar", answer); p.Status != 404 {
		t.Errorf("the adviser answered her own referral: %d", p.Status)
	}
	if p := gitte.Post(path+"/svar", answer); p.Location != "/forloeb/"+id+"/hold" {
		t.Fatalf("accept: %d\n%s", p.Status, problems(p.Body))
	}
	team := "/forloeb/" + id + "/hold"
	gitte.Post(team, form("team.lead", "lone", "team.psychologist", "ellen"))
	if p := gitte.Post(team+"/start", form("start", "2.11.2026")); p.Status != 422 {
		t.Errorf("started without the second consultant: %d", p.Status)
	}
	if p := gitte.Get(team); !p.Has("Det mangler holdet") {
		t.Error("the page does not say what is missing")
	}
	gitte.Post(team, form("team.lead", "lone", "team.second", "anders", "team.psychologist", "ellen"))
	if p := gitte.Post(team+"/start", form("start", "2.11.2026")); p.Location != "/forloeb/"+id {
		t.Errorf("start: %d\n%s", p.Status, problems(p.Body))
	}
	if p := site.As(w.Lone).Get(team); !p.Has("Lone", "Anders", "Ellen") {
		t.Errorf("the team:\n%s", p.Text())
	}
	if p := dorthe.InEnglish().Get(path); !p.Has("Supervised contact", "Running") {
		t.Errorf("in English:\n%s", p.Text())
	}
}

// A place that was typed is kept and never drawn again, on any page of the referral.
func TestAPlaceIsNotDrawnAgain(t *testing.T) {
	w, site := house(t)
	dorthe := site.As(w.Dorthe)
	path := begun(t, dorthe)
	fill(t, dorthe, path)
	secrets := regexp.MustCompile(`Rønnehøj|Gudrun|Lærkely`)
	for _, step := range []string{"familien", "bekymringer", "grundlag", "samvaer", "samvaer.parent1", "samvaer.parent2", "timer", "gennemse"} {
		if found := secrets.FindString(dorthe.Get(path + "/" + step).Body); found != "" {
			t.Errorf("%s draws %s", step, found)
		}
	}
	if p := dorthe.Get(path + "/familien"); !p.Has("Der er gemt en adresse") {
		t.Error("the page does not say that an address is kept")
	}
	again := with(family, "parent1.where", "", "version", "1")
	if p := dorthe.Post(path+"/familien", again); p.Status != 303 {
		t.Fatalf("saved again: %d\n%s", p.Status, problems(p.Body))
	}
	if p := dorthe.Get(path + "/gennemse"); !p.Has("Adressen er gemt og vises ikke") {
		t.Error("saving without the address lost it")
	}
	dorthe.Post(path+"/send", form())
	for _, page := range []string{path, "/henvisninger"} {
		if found := secrets.FindString(dorthe.Get(page).Body); found != "" {
			t.Errorf("%s draws %s", page, found)
		}
	}
}

func TestWhatIsWrongIsSaidAndWhatWasTypedIsKept(t *testing.T) {
	w, site := house(t)
	dorthe := site.As(w.Dorthe)
	path := begun(t, dorthe)
	fill(t, dorthe, path)
	long := strings.Repeat("x", 4001)
	tests := []struct {
		name, step string
		values     url.Values
		want       string
		kept       string
	}{
		{"everything empty", "familien", form(), "Skriv barnets fornavn", ""},
		{"a number with nine digits", "familien", with(family, "child1.cpr", "870220-999"), "ti cifre", "870220-999"},
		{"number and birth date differ", "familien", with(family, "child1.birth", "1.1.2020"), "passer ikke sammen", "1.1.2020"},
		{"the same number twice", "familien", with(family, "parent1.cpr", "870220-9998"), "samme CPR-nummer", "Brian"},
		{"custody not answered", "familien", with(family, "parent2.custody", ""), "forældremyndigheden", "Brian"},
		{"protected, no day", "familien", with(family, "parent1.protected_from", ""), "hvornår beskyttelsen begyndte", "Trine"},
		{"a day that is none", "bekymringer", with(concerns, "c1.seen", "31.2.2026"), "", "31.2.2026"},
		{"a concern tomorrow", "bekymringer", with(concerns, "c1.seen", "2.10.2026"), "ikke sket endnu", "2.10.2026"},
		{"a text too long", "bekymringer", with(concerns, "c1.what", long), "1 tegn for lang", long[:100]},
		{"no basis", "grundlag", with(basis, "basis", ""), "hvad hjælpen bygger på", "Trygt samvær"},
		{"no decision", "grundlag", with(basis, "decision_on", ""), "hvornår det er besluttet", "Trygt samvær"},
		{"no reason without consent", "grundlag", with(basis, "why_no_consent", ""), "uden samtykke", "Trygt samvær"},
		{"every fifth week", "samvaer.parent2", with(supervised("parent2", "4"), "parent2.every", "5"), "Hver 5. uge er for sjældent", "udvalgets afgørelse"},
		{"supervised by the municipality", "samvaer.parent2", with(supervised("parent2", "4"), "parent2.decided_by", "municipality"), "kun børne- og ungeudvalget", "1½"},
		{"supervised without an end", "samvaer.parent2", with(supervised("parent2", "4"), "parent2.to", ""), "hvornår perioden slutter", "1½"},
		{"suspected of abuse, milder form", "samvaer.parent2", with(supervised("parent2", "4"), "parent2.state", "fastsat", "parent2.against105", "ja"), "overgreb", "1½"},
		{"supported without consent", "samvaer.parent1", with(supervised("parent1", "2"), "parent1.state", "stoettet", "parent1.purpose", "ro"), "Mindst ét ja mangler", "1½"},
		{"paused for too long", "samvaer.parent1", with(supervised("parent1", "2"), "parent1.state", "suspenderet", "parent1.child_asked", "ja"), "højst være suspenderet i 56 dage", "1½"},
		{"hidden from nobody", "samvaer", with(placed, "child1.against", ""), "skjult for", "udvalgets afgørelse"},
		{"no hours", "timer", with(hours, "hours", "mange"), "", "mange"},
		{"fourteen months", "timer", with(hours, "months", "14"), "Skriv, hvorfor det skal være anderledes", "136"},
		{"minus", "timer", with(hours, "hours", "-3"), "hvor mange timer", "-3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := dorthe.Post(path+"/"+tt.step, tt.values)
			if p.Status != 422 || !p.Has(tt.want) || !strings.Contains(p.Body, tt.kept) {
				t.Errorf("status %d, kept %v\n%s", p.Status, strings.Contains(p.Body, tt.kept), p.Text())
			}
		})
	}
}

func TestAnOldFormShowsBothTexts(t *testing.T) {
	w, site := house(t)
	dorthe := site.As(w.Dorthe)
	path := begun(t, dorthe)
	dorthe.Post(path+"/bekymringer", concerns)
	dorthe.Post(path+"/bekymringer", with(concerns, "c1.what", "Fra den ene fane", "version", "1"))
	p := dorthe.Post(path+"/bekymringer", with(concerns, "c1.what", "Fra den anden fane", "version", "1"))
	if p.Status != 409 || !p.Has("Fra den ene fane") || !strings.Contains(p.Body, "Fra den anden fane") {
		t.Errorf("status %d\n%s", p.Status, p.Text())
	}
}

func TestBlocksAreAddedAndTakenAwayWithoutScript(t *testing.T) {
	w, site := house(t)
	dorthe := site.As(w.Dorthe)
	path := begun(t, dorthe)
	p := dorthe.Post(path+"/bekymringer", with(concerns, "deed", "add:c"))
	if p.Location != path+"/bekymringer#c2" {
		t.Fatalf("to %q", p.Location)
	}
	two := with(concerns, "c2.worried", "parent", "c2.what", "Hun sover ikke", "rows.c", "2", "version", "1", "deed", "remove:c1")
	dorthe.Post(path+"/bekymringer", two)
	if p := dorthe.Get(path + "/bekymringer"); !strings.Contains(p.Body, "Hun sover ikke") || strings.Contains(p.Body, "krøb ind") || strings.Contains(p.Body, "c2.what") {
		t.Error("the wrong concern was taken away")
	}
	dorthe.Post(path+"/familien", with(family, "deed", "remove:parent1"))
	p = dorthe.Get(path + "/familien")
	if strings.Contains(p.Body, "parent1.name") || !strings.Contains(p.Body, "Brian") {
		t.Error("the wrong parent was taken away")
	}
	if p := dorthe.Post(path+"/familien", form("rows.parent", "2", "next.parent", "3", "version", "1", "deed", "add:parent")); p.Location != path+"/familien#parent3" {
		t.Errorf("a number was used again: %q", p.Location)
	}
}

func TestKnownPeopleAreFoundByNameAndNumber(t *testing.T) {
	w, site := house(t)
	dorthe, lars := site.As(w.Dorthe), site.As(w.Lars)
	first := begun(t, dorthe)
	fill(t, dorthe, first)
	dorthe.Post(first+"/send", form())

	second := begun(t, dorthe)
	dorthe.Post(second+"/familien", form("find", "tri", "deed", "find"))
	p := dorthe.Get(second + "/familien")
	take := regexp.MustCompile(`take:[^"]+`).FindString(p.Body)
	if take == "" {
		t.Fatal("Trine is not found")
	}
	dorthe.Post(second+"/familien", form("version", "1", "deed", take))
	if p := dorthe.Get(second + "/familien"); !strings.Contains(p.Body, "730691-9940") || !p.Has("Kendt fra et andet af dine forløb") {
		t.Errorf("not taken along:\n%s", p.Text())
	}

	third := begun(t, lars)
	lars.Post(third+"/familien", form("find", "tri", "deed", "find"))
	if p := lars.Get(third + "/familien"); !p.Has("Ingen med det navn") {
		t.Error("a stranger's family is found by name")
	}
	lars.Post(third+"/familien", with(family, "deed", "add:other"))
	if p := lars.Get(third + "/familien"); p.Has("Kendt fra et andet") {
		t.Error("a number tells that the person is known elsewhere")
	}
	if p := lars.Post(third+"/familien", form("version", "2", "deed", take)); p.Status != 404 {
		t.Errorf("took a stranger along: %d", p.Status)
	}
}

func TestWhoMayRefer(t *testing.T) {
	w, site := house(t)
	path := begun(t, site.As(w.Dorthe))
	for _, one := range []struct {
		name   string
		v      *testkit.Visitor
		path   string
		status int
	}{
		{"consultant, list", site.As(w.Lone), "/henvisninger", 404},
		{"administrator, list", site.As(w.Admin), "/henvisninger", 404},
		{"another adviser, draft", site.As(w.Lars), path + "/familien", 404},
		{"leader, begins herself", site.As(w.Gitte), "/henvisninger/ny", 200},
		{"no such step", site.As(w.Dorthe), path + "/andet", 404},
	} {
		if p := one.v.Get(one.path); p.Status != one.status {
			t.Errorf("%s: got %d, want %d", one.name, p.Status, one.status)
		}
	}
}

// The summary can be worked through from the top: problems stand as their fields do.
func TestProblemsStandInTheOrderOfThePage(t *testing.T) {
	w, site := house(t)
	dorthe := site.As(w.Dorthe)
	path := begun(t, dorthe)
	p := dorthe.Post(path+"/familien", form("rows.parent", "1 2", "parent2.name", "Brian"))
	at := -1
	for _, want := range []string{"#f-child1.name", "#f-child1.birth", "#f-custody", "#f-parent1.name", "#f-parent1.kin", "#f-parent1.custody", "#f-parent2.kin"} {
		i := strings.Index(p.Body, want+"\"")
		if i <= at {
			t.Errorf("%s stands at %d, after %d", want, i, at)
		}
		at = i
	}
}

// What was typed and not saved comes back, but for the places.
func TestUnsavedTypingComesBack(t *testing.T) {
	w, site := house(t)
	dorthe := site.As(w.Dorthe)
	path := begun(t, dorthe)
	dorthe.Post(path+"/familien", family)
	w.SetNow(w.Now().Add(time.Minute))
	w.OK(t, w.Write(t, w.Dorthe, strings.TrimPrefix(path, "/henvisninger/"), func(ctx context.Context, f *casefile.Writer) error {
		_, _, err := draft.Save(ctx, f, draft.Key{Form: "referral", Object: "familien"}, draft.Typed{Fields: map[string]string{
			"child1.name": "Liva Marie", "rows.parent": "1 2", "parent1.where": "Lærkely 889",
		}})
		return err
	}))
	p := dorthe.Get(path + "/familien")
	if !strings.Contains(p.Body, "Liva Marie") || strings.Contains(p.Body, "Lærkely") {
		t.Error("the typing did not come back, or the place did")
	}
	if p := dorthe.Post(path+"/familien", with(family, "parent1.where", "", "version", "1")); p.Status != 303 {
		t.Fatalf("status %d", p.Status)
	}
	var kept map[string]course.Step
	w.OK(t, w.Read(t, w.Dorthe, strings.TrimPrefix(path, "/henvisninger/"), func(ctx context.Context, f *casefile.Reader) (err error) {
		kept, err = course.Steps(ctx, f)
		return err
	}))
	if got := kept["familien"].Fields["parent1.where"]; got != "Lærkely 889" {
		t.Error("the place that was typed last is lost")
	}
}
