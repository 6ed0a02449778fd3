package population_test

import (
	"context"
	"strings"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/instrument"
	"samspil/internal/method/singlecase"
	"samspil/internal/web/population"
	"samspil/internal/web/testkit"
)

// began is the month in which all families of these tests began.
var began = clock.NewDate(2026, 5, 1)

// families makes so many courses of a programme, measured with these values.
func families(t *testing.T, w *casefiletest.World, n int, programme string, values ...float64) {
	t.Helper()
	for range n {
		id := w.Course(t)
		w.OK(t, w.Write(t, w.Gitte, id, func(ctx context.Context, f *casefile.Writer) error {
			_, err := f.Exec(ctx, `INSERT INTO course (course_id, programme, status, adviser_id, leader_id, basis, start_on, expected_end, hours_granted, version, sealed, entered_by, entered_at)
				VALUES ($1, $2, 'active', 'dorthe', 'gitte', 's32', $3, '2027-01-17', 80, 1, $4, 'x', 0)`, id, programme, began, []byte{})
			return err
		}))
		w.OK(t, w.Write(t, w.Lone, id, func(ctx context.Context, f *casefile.Writer) error {
			for _, rater := range []singlecase.Role{singlecase.Parent, singlecase.School} {
				s := instrument.Strand{ID: db.NewID(), Instrument: "goal-rating", Title: "Rolige morgener", RaterRole: rater, RaterID: string(rater), RaterName: "x", EveryDays: 14, OpenedOn: began}
				if err := instrument.Open(ctx, f, s); err != nil {
					return err
				}
				for i, v := range values {
					if err := instrument.Record(ctx, f, instrument.Rating{ID: db.NewID(), StrandID: s.ID, On: began.AddDays(14 * i), Value: &v}); err != nil {
						return err
					}
				}
			}
			return nil
		}))
	}
}

func site(t *testing.T, w *casefiletest.World) *testkit.Walk {
	return testkit.New(t, testkit.Site{Store: w.Store, Routes: population.Routes, Templates: population.Templates})
}

func TestThePageFromNothingToFigures(t *testing.T) {
	w := casefiletest.One(t)
	s := site(t, w)
	see := func(path string, words ...string) testkit.Page {
		t.Helper()
		p := s.As(w.Gitte).Get(path)
		if p.Status != 200 || !p.Has(words...) {
			t.Fatalf("%s (%d) shows not all of %q:\n%s", path, p.Status, words, p.Text())
		}
		return p
	}
	see("/tal", "Færre end 5 familier passer", "for få familier")
	families(t, w, 12, "preventive", 2, 2, 3, 4, 5, 6, 7, 8)
	families(t, w, 6, "contactsupport", 4, 4, 4, 4, 4, 4)
	p := see("/tal", "Mindst 67 % af alle familier", "Efter 3 måneder har 67 %", "Kommunerne ved siden af hinanden", "fik svar", "skjult")
	if strings.Contains(p.Body, "Hent tallene") == false || strings.Contains(p.Text(), "Lone") {
		t.Errorf("the file is missing, or a member of staff is named:\n%s", p.Text())
	}
	see("/tal?program=contactsupport", "6 familier", "skjult")
	see("/tal?pr=2026-06-01", "Resultater vises ikke endnu")
	families(t, w, 2, "contactsupport")
	near := see("/tal", "Det spørgsmål får du ikke svar på", "færre end 5", "Se det svar, der blev givet")
	if strings.Contains(near.Body, "Mindst 67 %") || strings.Contains(near.Body, "Hent tallene") {
		t.Error("a refused question tells figures")
	}
	see("/tal?program=nothing&begyndt=abc&pr=2026-10-02", "Alle programmer")
}

func TestTheFileHidesTheSame(t *testing.T) {
	w := casefiletest.One(t)
	families(t, w, 12, "preventive", 2, 2, 3, 4, 5, 6, 7, 8)
	families(t, w, 3, "contactsupport", 4, 4, 4, 4, 4, 4)
	p := site(t, w).As(w.Gitte).Get("/tal/fil?pr=2026-10-01")
	if p.Status != 200 || !strings.HasPrefix(p.Header.Get("Content-Type"), "text/csv") || !strings.Contains(p.Body, ";skjult") || !strings.Contains(p.Body, "Familier;15") {
		t.Fatalf("got %d %s\n%s", p.Status, p.Header, p.Body)
	}
	for _, line := range strings.Split(p.Body, "\r\n") {
		if cells := strings.Split(line, ";"); len(cells) == 4 && (cells[3] == "3" || cells[3] == "12") {
			t.Errorf("three families are told, or follow from twelve: %s", line)
		}
	}
}

func TestWhoSeesThePage(t *testing.T) {
	w := casefiletest.One(t)
	s := site(t, w)
	for _, path := range []string{"/tal", "/tal/fil"} {
		if p := s.As(w.Lone).Get(path); p.Status != 404 && p.Status != 403 {
			t.Errorf("a consultant sees %s: %d", path, p.Status)
		}
		if p := s.As(w.Ellen).Get(path); p.Status != 404 && p.Status != 403 {
			t.Errorf("a psychologist sees %s: %d", path, p.Status)
		}
	}
	if p := s.As(w.Gitte).InEnglish().Get("/tal"); !p.Has("Fewer than 5 families fit") {
		t.Errorf("in English:\n%s", p.Text())
	}
}

// The municipality sees its own families, and not itself beside others.
func TestTheMunicipalitysPage(t *testing.T) {
	w := casefiletest.One(t)
	families(t, w, 12, "preventive", 2, 2, 3, 4, 5, 6, 7, 8)
	families(t, w, 6, "contactsupport", 4, 4, 4, 4, 4, 4)
	s := site(t, w)
	p := s.As(w.Lars).Get("/tal") // a colleague of the adviser who sent them
	if p.Status != 200 || !p.Has("din kommune har henvist til", "Mindst 67 % af alle familier", "Hent tallene") || p.Has("Kommunerne ved siden af hinanden", "du leder") {
		t.Errorf("got %d\n%s", p.Status, p.Text())
	}
	if p := s.As(w.Lars).InEnglish().Get("/tal"); !p.Has("your municipality has referred to") {
		t.Errorf("in English:\n%s", p.Text())
	}
	if p := s.As(w.Lars).Get("/tal/fil?pr=2026-10-01"); p.Status != 200 || !strings.Contains(p.Body, "Familier;18") {
		t.Errorf("the file: %d\n%s", p.Status, p.Body)
	}
}
