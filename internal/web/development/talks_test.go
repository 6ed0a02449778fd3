package development_test

import (
	"context"
	"net/url"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/db"
	"samspil/internal/outcome"
	"samspil/internal/report/reporttest"
)

// The questions about the meetings lie folded beside the rest, are answered as others
// are, and stop with a reason when somebody says no.
func TestSayingNoToTheQuestionsAfterMeetings(t *testing.T) {
	w := casefiletest.One(t)
	m := reporttest.Villads(t, w)
	s := site(t, w)
	root := "/forloeb/" + m.ID + "/udvikling"
	birgitte := s.As(w.Birgitte)
	before := birgitte.Get(root)
	if before.Has("to korte spørgsmål") {
		t.Errorf("asked before they are there: %s", before.Text())
	}
	w.OK(t, w.Write(t, w.Birgitte, m.ID, func(ctx context.Context, f *casefile.Writer) error {
		return outcome.BeginTalks(ctx, f, m.Programme, f.Today(), func(string) string { return "Blev du hørt?" })
	}))
	p := birgitte.Get(root)
	if !p.Has("Efter møderne: to korte spørgsmål", "De er med fra den godkendte plan, og man kan sige nej", "Ikke spurgt endnu", "Sig nej", "3 af 3 målte områder") {
		t.Errorf("on the page: %s", p.Text())
	}
	if p := s.As(w.Dorthe).InEnglish().Get(root); !p.Has("two short questions") || p.Has("Say no") {
		t.Errorf("the adviser: %s", p.Text())
	}
	no := root + "/nej/" + m.Mother
	if p := birgitte.Get(no); p.Status != 200 || !p.Has("Camilla bliver ikke spurgt") {
		t.Errorf("the form: %d %s", p.Status, p.Text())
	}
	form := url.Values{"id": {db.NewID()}, "words": {"  "}}
	if p := birgitte.Post(no, form); p.Status != 422 || !p.Has("Skriv, hvorfor der ikke skal spørges mere") {
		t.Errorf("no reason: %d %s", p.Status, p.Text())
	}
	form.Set("words", "Det er for meget for hende")
	for range 2 {
		if p := birgitte.Post(no, form); p.Status != 303 {
			t.Errorf("no: %d %s", p.Status, p.Text())
		}
	}
	if p := birgitte.Get(root); !p.Has("Camilla bliver ikke spurgt mere: »Det er for meget for hende«", "3 af 3 målte områder") {
		t.Errorf("after: %s", p.Text())
	}
	for _, bad := range []string{root + "/nej/nobody", root + "/nej/" + w.Birgitte.ID} {
		if p := birgitte.Post(bad, form); p.Status != 404 {
			t.Errorf("%s: %d", bad, p.Status)
		}
	}
	if p := s.As(w.Dorthe).Post(no, form); p.Status == 303 {
		t.Error("the adviser says no for the family")
	}
}
