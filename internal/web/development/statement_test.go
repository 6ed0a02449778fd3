package development_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/instrument"
	"samspil/internal/method/singlecase"
	"samspil/internal/report/reporttest"
	"samspil/internal/web/development"
)

func TestAStatementFromMakingToSuperseded(t *testing.T) {
	w := casefiletest.One(t)
	m := reporttest.Villads(t, w)
	s := site(t, w)
	root := "/forloeb/" + m.ID + "/udvikling"
	at := root + "/erklaering"
	birgitte, henrik := s.As(w.Birgitte), s.As(w.Henrik)
	if p := birgitte.Get(at); !p.Has("Der er ikke lavet en erklæring endnu", "Lav en erklæring i dag") {
		t.Errorf("the empty list: %s", p.Text())
	}
	if p := s.As(w.Dorthe).Get(at); p.Status != 200 || p.Has("Lav en erklæring i dag") {
		t.Errorf("the adviser: %d %s", p.Status, p.Text())
	}
	id := db.NewID()
	for range 2 {
		if p := birgitte.Post(at, url.Values{"id": {id}}); p.Status != 303 || !strings.HasSuffix(p.Location, id) {
			t.Fatalf("made: %d %s %s", p.Status, p.Location, p.Text())
		}
	}
	if p := s.As(w.Dorthe).Post(at, url.Values{"id": {db.NewID()}}); p.Status == 303 {
		t.Error("the adviser made a statement")
	}
	one := at + "/" + id
	if p := birgitte.Get(one); !p.Has("Regnet igen i dag med samme resultat", "Mangler underskrift", "Rolige morgener", "Camilla, mor", "2–9 ud af 100 familier", "outcome-1", "1,363", "Underskriv som fast familiekonsulent", "(goal-rating), udgave 1") {
		t.Errorf("the statement: %s", p.Text())
	}
	if p := birgitte.Post(one+"/underskriv", nil); p.Status != 303 {
		t.Errorf("the lead signs: %d %s", p.Status, p.Text())
	}
	if p := henrik.Post(one+"/underskriv", nil); p.Status != 303 {
		t.Errorf("the psychologist signs: %d %s", p.Status, p.Text())
	}
	if p := henrik.InEnglish().Get(one); !p.Has("Signed", "Computed again today with the same result") || p.Has("Sign as") {
		t.Errorf("signed: %s", p.Text())
	}
	file := henrik.Get(one + "/fil.pdf")
	if file.Status != 200 || !bytes.HasPrefix([]byte(file.Body), []byte("%PDF-1.7")) || strings.Contains(file.Header.Get("Content-Disposition"), "Villads") {
		t.Errorf("the file: %d %s", file.Status, file.Header.Get("Content-Disposition"))
	}
	var rating string
	w.OK(t, w.Read(t, w.Birgitte, m.ID, func(ctx context.Context, f *casefile.Reader) error {
		all, err := instrument.Strands(ctx, f)
		rating = all[0].Ratings[13].ID
		return err
	}))
	w.SetNow(w.Now().Add(time.Hour))
	if p := birgitte.Post(root+"/maal/"+m.Strands[0]+"/maaling", url.Values{"ret": {rating}, "value": {"5"}, "on": {"18.9.2026"}}); p.Status != 303 {
		t.Fatalf("corrected: %d %s", p.Status, p.Text())
	}
	for _, who := range []access.Actor{w.Birgitte, w.Dorthe} {
		if p := s.As(who).Get(one); !p.Has("Gælder ikke længere", "er rettet fra 7 til 5", "Regnet igen i dag med samme resultat", "fra omkring 3 til omkring 7") {
			t.Errorf("superseded: %s", p.Text())
		}
	}
	if p := birgitte.Get(at); !p.Has("Gælder ikke længere") {
		t.Errorf("the list: %s", p.Text())
	}
	if p := s.As(w.Mikkel).Get(one); p.Status == 200 {
		t.Error("somebody outside the course reads the statement")
	}
}

func TestWhatTheFamilyAndTheAdviserSee(t *testing.T) {
	w := casefiletest.One(t)
	m := reporttest.Villads(t, w)
	s := site(t, w)
	root := "/forloeb/" + m.ID + "/udvikling"
	if p := s.As(w.Birgitte).Get(root + "/familien"); !p.Has("Det går den rigtige vej.", "Til barnet") || p.Has("outcome-1", "p =") {
		t.Errorf("for the family: %s", p.Text())
	}
	if p := s.As(w.Dorthe).Get(root + "/samlet"); !p.Has("Det er dokumenteret", "Endnu ikke dokumenteret", "Ingen målte områder.", "Rolige morgener", "»De få svære morgener ender uden råb.«",
		"Det ved vi ikke", "Siden opfølgningen 22. april", "Leverede timer: 15", "Manglende målinger: ") {
		t.Errorf("for the adviser: %s", p.Text())
	}
	for _, path := range []string{"/familien", "/samlet", "/erklaering", "/maal/" + m.Strands[0]} {
		if p := s.As(w.Henrik).InEnglish().Get(root + path); p.Status != 200 {
			t.Errorf("%s in English: %d", path, p.Status)
		}
	}
	for _, path := range []string{"/familien/tal.csv", "/maal/" + m.Strands[0] + "/tal.csv"} {
		if p := s.As(w.Birgitte).Get(root + path); p.Status != 200 || !strings.Contains(p.Header.Get("Content-Type"), "text/csv") {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
}

// A word that the PDF has no shapes for is told before the PDF is taken out.
func TestAStatementTellsWhatItsPaperCannotDraw(t *testing.T) {
	w := casefiletest.One(t)
	m := reporttest.Villads(t, w)
	birgitte := site(t, w).As(w.Birgitte)
	at := "/forloeb/" + m.ID + "/udvikling/erklaering"
	state := func() string { return birgitte.Post(at, url.Values{"id": {db.NewID()}}).Location }
	if p := birgitte.Get(state()); p.Status != 200 || p.Has("PDF’ens skrift") {
		t.Errorf("all can be drawn: %d %s", p.Status, p.Text())
	}
	w.OK(t, w.Write(t, w.Birgitte, m.ID, func(ctx context.Context, f *casefile.Writer) error {
		return instrument.Open(ctx, f, instrument.Strand{ID: db.NewID(), Instrument: "goal-rating", Title: "Ro 家庭", RaterRole: singlecase.Parent, RaterID: m.Mother, RaterName: "Camilla, mor", EveryDays: 14})
	}))
	if p := birgitte.Get(state()); !p.Has("PDF’ens skrift har ikke alle bogstaverne i: 家庭") {
		t.Errorf("a word without shapes: %s", p.Text())
	}
}

func TestASetbackIsFlaggedOnce(t *testing.T) {
	w := casefiletest.One(t)
	m := reporttest.Villads(t, w)
	s := site(t, w)
	root := "/forloeb/" + m.ID + "/udvikling"
	id := db.NewID()
	m.At(reporttest.Day("2026-03-01").At(9, 0), w.Birgitte, func(ctx context.Context, f *casefile.Writer) error {
		return instrument.Open(ctx, f, instrument.Strand{ID: id, Instrument: "goal-rating", Title: "Søvn", RaterRole: singlecase.Parent, RaterID: m.Mother, RaterName: "Camilla, mor", EveryDays: 14})
	})
	for i, v := range []float64{8, 8, 7, 7, 6, 5, 4, 3, 2, 2} {
		on := reporttest.Day("2026-03-02").AddDays(14 * i)
		m.At(on.At(9, 0), w.Birgitte, func(ctx context.Context, f *casefile.Writer) error {
			return instrument.Record(ctx, f, instrument.Rating{ID: db.NewID(), StrandID: id, On: on, Value: &v, Words: "Hun sover ikke"})
		})
	}
	w.SetNow(casefiletest.Start)
	p := s.As(w.Birgitte).Get(root)
	if !p.Has("Et tilbageskridt tages op", "Rejs en opmærksomhed", "»Hun sover ikke«", "Det siger de selv") {
		t.Errorf("the proposal: %s", p.Text())
	}
	if p := s.As(w.Dorthe).Get(root); p.Has("Rejs en opmærksomhed") {
		t.Error("the adviser is asked to raise our flag")
	}
	var to string
	for range 2 {
		done := s.As(w.Birgitte).Post(root+"/opmaerksomhed", url.Values{"strand": {id}})
		if done.Status != 303 || to != "" && done.Location != to {
			t.Fatalf("raised: %d %s", done.Status, done.Location)
		}
		to = done.Location
	}
	if p := s.As(w.Birgitte).Get(root); !p.Has("Se opmærksomheden") || p.Has("Rejs en opmærksomhed") {
		t.Errorf("after: %s", p.Text())
	}
	if p := s.As(w.Birgitte).Post(root+"/opmaerksomhed", url.Values{"strand": {m.Strands[0]}}); p.Status == 303 {
		t.Error("a flag without a setback")
	}
	if p := s.As(w.Dorthe).Post(root+"/opmaerksomhed", url.Values{"strand": {id}}); p.Status == 303 {
		t.Error("the adviser raised our flag")
	}
}

// BenchmarkTheDevelopmentPage has 12 strands of 30 measurements: at most 20 ms.
func BenchmarkTheDevelopmentPage(b *testing.B) {
	w := casefiletest.One(b)
	m := reporttest.Villads(b, w)
	start := clock.NewDate(2026, 2, 1)
	for n := range 9 {
		id := db.NewID()
		m.At(start.At(9, 0), w.Birgitte, func(ctx context.Context, f *casefile.Writer) error {
			return instrument.Open(ctx, f, instrument.Strand{ID: id, Instrument: "goal-rating", Title: fmt.Sprint("Mål ", n), RaterRole: singlecase.Parent, RaterID: m.Mother, RaterName: "Camilla, mor", EveryDays: 7})
		})
		m.Strands = append(m.Strands, id)
	}
	for _, id := range m.Strands {
		m.At(casefiletest.Start, w.Birgitte, func(ctx context.Context, f *casefile.Writer) error {
			for i := range 30 {
				v := float64(min(5, (i/5+i%3)%6))
				if err := instrument.Record(ctx, f, instrument.Rating{ID: db.NewID(), StrandID: id, On: start.AddDays(7 * i), Value: &v}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	page := "/forloeb/" + m.ID + "/udvikling"
	walk := site(b, w)
	if p := walk.As(w.Birgitte).Get(page); p.Status != 200 || strings.Count(p.Body, "chart-of-small") != 12 {
		b.Fatal(p.Status)
	}
	// From here on the server alone: a visit in a test also takes each page apart.
	server, err := walk.Kit.Handler(development.Routes(walk.Kit))
	if err != nil {
		b.Fatal(err)
	}
	asked := httptest.NewRequest("GET", page, nil)
	asked.Header.Set("X-Test-Actor", w.Birgitte.ID)
	for b.Loop() {
		answer := httptest.NewRecorder()
		if server.ServeHTTP(answer, asked.Clone(asked.Context())); answer.Code != 200 {
			b.Fatal(answer.Code)
		}
	}
}
