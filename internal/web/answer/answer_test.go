package answer_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/instrument"
	"samspil/internal/method/singlecase"
	"samspil/internal/web/answer"
	"samspil/internal/web/testkit"
)

func begun(t *testing.T, w *casefiletest.World, scale string) (course, at string) {
	t.Helper()
	course, strand := w.Course(t), db.NewID()
	w.OK(t, w.Write(t, w.Lone, course, func(ctx context.Context, f *casefile.Writer) error {
		return instrument.Open(ctx, f, instrument.Strand{ID: strand, Instrument: scale, Title: "Trivsel hjemme", RaterRole: singlecase.Parent, RaterID: "camilla",
			RaterName: "Camilla, mor", EveryDays: 14, OpenedOn: clock.NewDate(2026, 8, 1)})
	}))
	return course, "/forloeb/" + course + "/udvikling/maal/" + strand
}

func made(t *testing.T, w *casefiletest.World, course string) (out []instrument.Rating) {
	t.Helper()
	w.OK(t, w.Read(t, w.Lone, course, func(ctx context.Context, f *casefile.Reader) error {
		all, err := instrument.Strands(ctx, f)
		out = all[0].Ratings
		return err
	}))
	return out
}

func TestAQuestionnaireIsFilledIn(t *testing.T) {
	w := casefiletest.One(t)
	course, at := begun(t, w, "who-5")
	site := testkit.New(t, testkit.Site{Store: w.Store, Routes: answer.Doors{}.Routes, Templates: answer.Templates})
	lone := site.As(w.Lone)
	for _, v := range []*testkit.Visitor{lone, lone.InEnglish()} {
		for _, path := range []string{"/skema", "/skema/papir", "/skema/ind"} {
			if p := v.Get(at + path); p.Status != 200 {
				t.Errorf("%s: %d", path, p.Status)
			}
		}
	}
	p := lone.Get(at + "/skema")
	if !p.Has("I de sidste 2 uger har jeg været glad og i godt humør", "Hele tiden", "På intet tidspunkt", "Camilla, mor", "WHO-5 Trivselsindeks", "Målingen skulle have været lavet for 61 dage siden") {
		t.Error(p.Text())
	}
	if p := site.As(w.Mikkel).Get(at + "/skema"); p.Status == 200 {
		t.Error("a stranger opens it")
	}
	form := url.Values{"id": {db.NewID()}, "hash": {testkit.ValueOf(t, p, "hash")}, "how": {"aloud"}, "on": {"1.9.2026"}, "happy": {"5"}, "calm": {"3"}, "active": {"5"}, "rested": {"5"}}
	if p := lone.Post(at+"/skema", form); p.Status != 422 || !p.Has("Her mangler et svar", "Der bliver ikke svaret på flere") {
		t.Errorf("%d %s", p.Status, p.Text())
	}
	form.Set("interest", "5")
	for range 2 {
		if p := lone.Post(at+"/skema", form); p.Status != 303 || p.Location != at {
			t.Errorf("%d %s", p.Status, p.Text())
		}
	}
	all := made(t, w, course)
	if len(all) != 1 || *all[0].Value != 92 {
		t.Fatalf("%+v", all)
	}
	if p := lone.Get(at + "/skema?ret=" + all[0].ID); !p.Has("Du retter svarene fra") {
		t.Error(p.Text())
	}
	if p := lone.Get(at + "/skema?ret=" + db.NewID()); p.Status != 404 {
		t.Errorf("%d", p.Status)
	}
	form.Set("id", db.NewID())
	form.Set("ret", all[0].ID)
	form.Set("happy", "0")
	if p := lone.Post(at+"/skema", form); p.Status != 303 {
		t.Errorf("%d", p.Status)
	}
	if all = made(t, w, course); len(all) != 2 || !all[0].Superseded || *all[1].Value != 72 {
		t.Errorf("%+v", all)
	}
	for name, change := range map[string]url.Values{
		"outside": {"happy": {"6"}}, "no figure": {"happy": {"<b>"}}, "no such way": {"how": {"x"}}, "tomorrow": {"on": {"2.10.2026"}},
		"another version": {"hash": {"x"}}, "a correction of nothing": {"ret": {"x"}},
	} {
		bad := url.Values{}
		for k, v := range form {
			bad[k] = v
		}
		bad.Set("id", db.NewID())
		for k, v := range change {
			bad[k] = v
		}
		if p := lone.Post(at+"/skema", bad); p.Status != 422 && p.Status != 404 {
			t.Errorf("%s: %d", name, p.Status)
		}
	}
	out := lone.Get(at + "/skema/fhir.json")
	if out.Status != 200 || !strings.Contains(out.Body, "entered-in-error") || strings.Contains(out.Body, "Camilla") {
		t.Errorf("%d %s", out.Status, out.Body)
	}
	if p := lone.Post(at+"/skema/ind", url.Values{"text": {"x"}}); p.Status != 422 || !p.Has("ikke en FHIR-fil") {
		t.Errorf("%d %s", p.Status, p.Text())
	}
	if p := lone.Post(at+"/skema/ind", url.Values{"text": {out.Body}}); p.Status != 200 || !p.Has("0 besvarelser", "er her allerede") {
		t.Errorf("%d %s", p.Status, p.Text())
	}
}

func TestWhatHasNoQuestions(t *testing.T) {
	w := casefiletest.One(t)
	_, at := begun(t, w, "school-days")
	if p := testkit.New(t, testkit.Site{Store: w.Store, Routes: answer.Doors{}.Routes, Templates: answer.Templates}).As(w.Lone).Get(at + "/skema"); p.Status != 404 {
		t.Errorf("%d", p.Status)
	}
}
