package development_test

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
	"samspil/internal/outcome"
	"samspil/internal/plan"
	"samspil/internal/report/reporttest"
)

// A goal's own five steps are the answers, the values and the drawing of its ladder.
func TestTheLadderHasTheFamilysWords(t *testing.T) {
	w := casefiletest.One(t)
	m := reporttest.Villads(t, w)
	strand, draft, goal := db.NewID(), db.NewID(), ""
	steps := []string{"Råb hver morgen", "Råb de fleste morgener", "Råb to morgener om ugen", "Højst én svær morgen", "Rolige morgener hele ugen"}
	w.OK(t, w.Write(t, w.Birgitte, m.ID, func(ctx context.Context, f *casefile.Writer) error {
		p, err := plan.Draft(ctx, f, draft)
		if err != nil {
			return err
		}
		p.Goals[0].Levels = [5]string(steps)
		p.Reason, p.ToldOn, goal = "De fem trin er skrevet", f.Today(), p.Goals[0].ID
		if err := plan.Revise(ctx, f, p); err != nil {
			return err
		}
		return plan.Submit(ctx, f, m.Programme, draft, p.Version+1)
	}))
	w.OK(t, w.Write(t, w.Gitte, m.ID, func(ctx context.Context, f *casefile.Writer) error { return plan.Approve(ctx, f, draft, "") }))
	w.OK(t, w.Write(t, w.Birgitte, m.ID, func(ctx context.Context, f *casefile.Writer) error {
		return instrument.Open(ctx, f, instrument.Strand{ID: strand, Instrument: instrument.GoalLadder, GoalID: goal, Title: "Rolige morgener", RaterRole: singlecase.Parent, RaterID: m.Mother,
			RaterName: "Camilla, mor", EveryDays: 28, OpenedOn: clock.NewDate(2026, 8, 1)})
	}))
	birgitte := site(t, w).As(w.Birgitte)
	at := "/forloeb/" + m.ID + "/udvikling/maal/" + strand
	p := birgitte.Get(at + "/maaling")
	for _, words := range steps {
		if !p.Has(words) {
			t.Errorf("the question does not offer %q", words)
		}
	}
	if strings.Index(p.Body, steps[4]) > strings.Index(p.Body, steps[0]) {
		t.Error("the ladder is not read from the top")
	}
	family, explained := "/forloeb/"+m.ID+"/udvikling/familien", "Hver figur står på det trin"
	if p := birgitte.Get(family); p.Has(explained) || !p.Has("Ingen har valgt et trin endnu") {
		t.Errorf("figures are explained and there are none: %s", p.Text())
	}
	if p := birgitte.Post(at+"/maaling", url.Values{"value": {"1"}, "on": {"1.10.2026"}}); p.Status != 303 {
		t.Errorf("%d %s", p.Status, p.Text())
	}
	if p := birgitte.Post(at+"/maaling", url.Values{"value": {"3"}, "on": {"1.10.2026"}}); p.Status != 422 {
		t.Errorf("a sixth step: %d", p.Status)
	}
	if p := birgitte.Get(at); !p.Has("»"+steps[3]+"«") || !strings.Contains(p.Body, "stige-"+goal) {
		t.Error(p.Text())
	}
	if p := birgitte.Get("/forloeb/" + m.ID + "/udvikling/samlet"); !p.Has("Vist som stige", "Stigen vises, som den er") || p.Has("For få målinger til at sige noget Rolige morgener") {
		t.Error(p.Text())
	}
	if p := birgitte.Get(family); !p.Has(steps[3], explained) {
		t.Error(p.Text())
	}
}

// What has a form of questions is never typed as a figure, and is put right in the form.
func TestAQuestionnaireIsNotTyped(t *testing.T) {
	w := casefiletest.One(t)
	m := reporttest.Villads(t, w)
	strand, rating := db.NewID(), db.NewID()
	w.OK(t, w.Write(t, w.Birgitte, m.ID, func(ctx context.Context, f *casefile.Writer) error {
		if err := instrument.Open(ctx, f, instrument.Strand{ID: strand, Instrument: "who-5", Title: "Trivsel", RaterRole: singlecase.Parent, RaterID: m.Mother,
			RaterName: "Camilla, mor", EveryDays: 28, OpenedOn: clock.NewDate(2026, 8, 1)}); err != nil {
			return err
		}
		return instrument.RecordAnswers(ctx, f, instrument.Answers{RatingID: rating, StrandID: strand, On: clock.NewDate(2026, 9, 1), How: instrument.Self,
			Values: map[string]float64{"happy": 3, "calm": 3, "active": 3, "rested": 3, "interest": 3}})
	}))
	birgitte := site(t, w).As(w.Birgitte)
	at := "/forloeb/" + m.ID + "/udvikling/maal/" + strand
	for _, from := range []string{"/maaling", "/maaling?ret=" + rating} {
		if p := birgitte.Get(at + from); p.Status != 303 || !strings.HasPrefix(p.Location, at+"/skema") || strings.Contains(from, "ret") != strings.Contains(p.Location, rating) {
			t.Errorf("%s: %d %s", from, p.Status, p.Location)
		}
	}
	if p := birgitte.Post(at+"/maaling", url.Values{"value": {"80"}, "on": {"1.10.2026"}}); p.Status != 303 || p.Location != at+"/skema" {
		t.Errorf("%d %s", p.Status, p.Location)
	}
	p := birgitte.Get(at)
	if !strings.Contains(p.Body, at+"/skema?ret="+rating) || strings.Count(p.Body, "?ret=") != 1 {
		t.Error(p.Text())
	}
}

func TestWhatTheFamilySaysStandsBesideTheJudgement(t *testing.T) {
	w := casefiletest.One(t)
	m := reporttest.Villads(t, w)
	s := site(t, w)
	root := "/forloeb/" + m.ID + "/udvikling"
	if p := s.As(w.Birgitte).Get(root); !p.Has("Det siger familien til det", "Familien er ikke spurgt endnu", "Skriv, hvad familien siger") {
		t.Error(p.Text())
	}
	w.OK(t, w.Write(t, w.Birgitte, m.ID, func(ctx context.Context, f *casefile.Writer) error {
		if err := outcome.Say(ctx, f, outcome.Comment{ID: db.NewID(), RaterRole: singlecase.Parent, RaterID: m.Mother, RaterName: "Camilla", Sees: outcome.SeesOther,
			Words: "Morgenerne er stadig svære om mandagen", Way: outcome.BehalfOf, On: f.Today()}); err != nil {
			return err
		}
		if err := outcome.Say(ctx, f, outcome.Comment{ID: db.NewID(), RaterRole: singlecase.Child, RaterID: m.Child, RaterName: "Villads", Sees: outcome.SeesSame,
			Way: outcome.BySelf, On: f.Today()}); err != nil {
			return err
		}
		return outcome.State(ctx, f, "00000000-0000-7000-8000-0000000000aa", 15, func(string) string { return "Birgitte" })
	}))
	for _, path := range []string{"", "/samlet", "/erklaering/00000000-0000-7000-8000-0000000000aa"} {
		p := s.As(w.Birgitte).Get(root + path)
		if !p.Has("Camilla ser det anderledes.", "»Morgenerne er stadig svære om mandagen«", "Villads ser det på samme måde.", "I ser forskelligt på det. Begge dele står her.",
			"Skrevet af personen selv 1. oktober 2026", "skrevet ned af Birgitte") {
			t.Errorf("%s: %s", path, p.Text())
		}
		s.As(w.Dorthe).InEnglish().Get(root + path)
	}
	if p := s.As(w.Birgitte).Get(root + "/familien"); p.Has("svære om mandagen") {
		t.Error("what one parent says to the figures stands on the page that is shown to both")
	}
	if p := s.As(w.Birgitte).Get(root + "/erklaering/00000000-0000-7000-8000-0000000000aa/fil.pdf"); p.Status != 200 {
		t.Errorf("%d", p.Status)
	}
}
