package caseload_test

import (
	"context"
	"testing"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/instrument"
	"samspil/internal/method/singlecase"
	"samspil/internal/person"
	"samspil/internal/session"
	"samspil/internal/web/caseload"
	"samspil/internal/web/testkit"
)

// story is a running course of Noah's, and the site of this area.
type story struct {
	*casefiletest.World
	*testkit.Walk
	t      *testing.T
	course string
	noah   string
	sanne  string
}

func tell(t *testing.T) *story {
	t.Helper()
	w := casefiletest.One(t)
	s := &story{World: w, t: t, course: w.Course(t)}
	s.do(w.Dorthe, func(ctx context.Context, f *casefile.Writer) (err error) {
		if s.noah, err = person.Add(ctx, f, person.Card{ID: db.NewID(), Role: person.Child, Name: "Noah", Birth: clock.NewDate(2023, 7, 19)}); err != nil {
			return err
		}
		s.sanne, err = person.Add(ctx, f, person.Card{ID: db.NewID(), Role: person.Parent, Name: "Sanne"})
		return err
	})
	s.do(w.Gitte, func(ctx context.Context, f *casefile.Writer) error {
		if _, err := f.Exec(ctx, `INSERT INTO course (course_id, programme, status, adviser_id, leader_id, basis, start_on, expected_end, hours_granted, version, sealed, entered_by, entered_at)
			VALUES ($1, 'contactsupport', 'active', 'dorthe', 'gitte', 's76', '2026-08-03', '2027-01-17', 156, 1, $2, 'x', 0)`, s.course, []byte{}); err != nil {
			return err
		}
		for id, role := range map[string]string{"lone": "lead", "anders": "second", "ellen": "psychologist"} {
			if _, err := f.Exec(ctx, `INSERT INTO team_member (id, course_id, staff_id, role, from_on, entered_by, entered_at) VALUES ($1, $2, $3, $4, '2026-08-01', 'x', 0)`,
				db.NewID(), s.course, id, role); err != nil {
				return err
			}
		}
		return nil
	})
	s.Walk = testkit.New(t, testkit.Site{Store: w.Store, Routes: caseload.Routes, Templates: caseload.Templates})
	return s
}

func (s *story) do(a access.Actor, f func(context.Context, *casefile.Writer) error) {
	s.t.Helper()
	s.OK(s.t, s.Write(s.t, a, s.course, f))
}

func (s *story) shows(a access.Actor, path string, words ...string) testkit.Page {
	s.t.Helper()
	p := s.As(a).Get(path)
	if p.Status != 200 || !p.Has(words...) {
		s.t.Fatalf("%s sees at %s (%d) not all of %q:\n%s", a.Name, path, p.Status, words, p.Text())
	}
	return p
}

// planned puts a session in Lone's calendar.
func (s *story) planned(day clock.Date, hour int) string {
	s.t.Helper()
	id := db.NewID()
	s.do(s.Lone, func(ctx context.Context, f *casefile.Writer) error {
		return session.Plan(ctx, f, session.Session{
			ID: id, EntryID: db.NewID(), Kind: session.Practical, PlannedStart: day.At(hour, 0), PlannedEnd: day.At(hour+1, 0),
			Place: "Familiehuset, stue 1", Staff: []string{"lone", "anders"}, Persons: []string{s.sanne},
		})
	})
	return id
}

func TestContactsOverAllCourses(t *testing.T) {
	s := tell(t)
	s.shows(s.Lone, "/samvaer", "Samvær")
	for days, place := range map[int]string{-2: "Familiehuset, stue 1", 3: "Biblioteket"} {
		day := clock.NewDate(2026, 10, 1).AddDays(days)
		s.do(s.Lone, func(ctx context.Context, f *casefile.Writer) error {
			return session.Plan(ctx, f, session.Session{
				ID: db.NewID(), EntryID: db.NewID(), Kind: session.Contact, PlannedStart: day.At(14, 30), PlannedEnd: day.At(16, 30),
				Place: place, Staff: []string{"lone"}, Persons: []string{s.noah, s.sanne},
			})
		})
	}
	s.shows(s.Lone, "/samvaer", "Noah", "Familiehuset, stue 1", "Biblioteket", "Mangler note")
	if p := s.As(s.Lone).InEnglish().Get("/samvaer"); p.Status != 200 || !p.Has("Biblioteket") {
		t.Errorf("in English: %s", p.Text())
	}
	if p := s.As(s.Birgitte).Get("/samvaer"); p.Has("Noah") || p.Has("Biblioteket") {
		t.Error("somebody else's contact stands on the page")
	}
}

func TestMyDayWithoutAnything(t *testing.T) {
	s := tell(t)
	s.shows(s.Lone, "/min-dag", "Godmorgen, Lone", "Torsdag 1. oktober 2026", "Ingen aftaler i dag.", "Der er ingen noter, der venter.")
	p := s.shows(s.Birgitte, "/min-dag", "Godmorgen, Birgitte")
	if p.Has("Noah") {
		t.Error("somebody else's child stands on the page")
	}
}

func TestMyDayShowsTodayAndWhatWaits(t *testing.T) {
	s := tell(t)
	today := clock.NewDate(2026, 10, 1)
	s.planned(today.AddDays(1), 9)
	s.shows(s.Lone, "/min-dag", "Den næste er Praktisk støtte med Sanne i morgen kl. 09.00.")
	s.planned(today, 10)
	s.planned(today.AddDays(-1), 10)
	s.planned(today.AddDays(-8), 10)
	s.shows(s.Lone, "/min-dag", "Det næste Praktisk støtte med Sanne kl. 10.00", "10.00 1 time", "Familiehuset, stue 1 · sammen med Anders",
		"Praktisk støtte med Sanne i går", "Ikke skrevet endnu.", "Skriv i dag", "8 dage siden")
	if p := s.As(s.Ellen).Get("/min-dag"); p.Has("10.00") {
		t.Error("an appointment of others stands on Ellen's page")
	}
	if p := s.As(s.Lone).InEnglish().Get("/min-dag"); p.Status != 200 || !p.Has("Good morning, Lone", "Not written yet.") {
		t.Errorf("in English: %s", p.Text())
	}
}

func TestTheOldestBrokenPromiseIsTheNextStep(t *testing.T) {
	s := tell(t)
	s.planned(clock.NewDate(2026, 10, 1), 10)
	s.SetNow(clock.NewDate(2026, 9, 29).At(9, 10))
	s.do(s.Lone, func(ctx context.Context, f *casefile.Writer) error {
		id := db.NewID()
		if err := attention.Write(ctx, f, attention.Feedback{ID: id, Kind: attention.Quick, Subject: "Sanne er flyttet", Body: "Hun ringede."}); err != nil {
			return err
		}
		return attention.Send(ctx, f, id)
	})
	s.shows(s.Lone, "/min-dag", "Skal kvitteres senest onsdag 30. september.")
	s.SetNow(casefiletest.Start)
	s.shows(s.Lone, "/min-dag", "Det næste Ring til Familierådgivningen: Sanne er flyttet", "Du skrev tirsdag kl. 09.10. Ingen har kvitteret, og fristen var onsdag kl. 09.10.")
	s.shows(s.Gitte, "/min-dag", "Ring til Familierådgivningen: Sanne er flyttet", "Lone skrev tirsdag kl. 09.10.")
	s.shows(s.Anders, "/min-dag", "Følg op på tilbagemeldingen om Noah")
	s.shows(s.Dorthe, "/frister", "Tilbagemelding er ikke kvitteret", "Fristen er overskredet", "Samspils eget udgangspunkt")
}

func TestTheLeaderSeesTheTeam(t *testing.T) {
	s := tell(t)
	s.shows(s.Gitte, "/min-dag", "Ingen henvisninger, planer eller rapporter venter på dig.", "forløb i gang 1", "timer bevilget 156",
		"Forløb uden møde i 21 dage Noah Sidst mandag 3. august 2026. Fast konsulent: Lone 59 dage", "Lone Familiekonsulent 1 0 0 0", "Ellen Psykolog 0 1 0 0")
	s.do(s.Lone, func(ctx context.Context, f *casefile.Writer) error {
		return attention.Raise(ctx, f, attention.Flag{ID: db.NewID(), What: "Blå mærker på armen", OwnerID: "lone", Danger: true})
	})
	s.shows(s.Gitte, "/min-dag", "Det næste Et barn kan være i fare Blå mærker på armen")
	s.shows(s.Lone, "/min-dag", "Blå mærker på armen Kræver opmærksomhed. Du følger op. Kan være fare")
}

func TestAnalysesAreThePsychologistsOwn(t *testing.T) {
	s := tell(t)
	s.shows(s.Ellen, "/min-dag", "Skriv analyse nr. 1 om Noah", "Fristen er overskredet")
	if p := s.As(s.Lone).Get("/min-dag"); p.Has("analyse") {
		t.Error("the consultant is asked for the psychologist's analysis")
	}
}

func TestWhoHasNoDayHere(t *testing.T) {
	s := tell(t)
	for _, a := range []access.Actor{s.Dorthe, s.Admin} {
		if p := s.As(a).Get("/min-dag"); p.Status != 404 {
			t.Errorf("%s opens My day: %d", a.Name, p.Status)
		}
	}
	if p := s.As(s.Admin).Get("/frister"); p.Status != 404 {
		t.Errorf("the administrator sees the deadlines: %d", p.Status)
	}
	s.shows(s.Birgitte, "/frister", "Ingen frister de næste 30 dage.")
}

// TestWhatIsToBeMeasured: whom to ask, since when, and what the rhythm will lack.
func TestWhatIsToBeMeasured(t *testing.T) {
	s := tell(t)
	strand := func(instrumentID string, role singlecase.Role, rater string, every int, days ...int) {
		id, today := db.NewID(), clock.NewDate(2026, 10, 1)
		s.do(s.Lone, func(ctx context.Context, f *casefile.Writer) error {
			if err := instrument.Open(ctx, f, instrument.Strand{ID: id, Instrument: instrumentID, Title: "Hemmelig titel", RaterRole: role, RaterID: rater, RaterName: "x", EveryDays: every, OpenedOn: today.AddDays(-60)}); err != nil {
				return err
			}
			for _, d := range days {
				v := 4.0
				if err := instrument.Record(ctx, f, instrument.Rating{ID: db.NewID(), StrandID: id, On: today.AddDays(d), Value: &v}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if p := s.shows(s.Lone, "/min-dag"); p.Has("Skal måles") {
		t.Error("something is to be measured where nothing is")
	}
	strand("goal-rating", singlecase.Parent, s.sanne, 14, -60, -46, -32)
	strand("who-5", singlecase.Parent, s.sanne, 40, -60)
	strand("life-ladder", singlecase.Child, s.noah, 14, -60, -46, -32, -18, -1) // in time
	strand("school-days", singlecase.School, "school", 100, -1)                 // so seldom that it never gets enough
	strand("parental-capacity", singlecase.Consultant, "anders", 14, -60)
	p := s.shows(s.Lone, "/min-dag", "Skal måles", "Spørg Sanne (Noah)", "Skulle være målt 11. september", "Vurdering af målet, 0–10 og WHO-5, trivsel 0–100.",
		"Skolen om Noah", "Rytmen rækker ikke", "Mål hver 21. dag, så bliver der nok.")
	if p.Has("Din egen vurdering") || p.Has("Spørg Noah") || p.Has("Hemmelig titel") {
		t.Error(p.Text())
	}
	s.shows(s.Anders, "/min-dag", "Din egen vurdering (Noah)")
	if p := s.shows(s.Ellen, "/min-dag"); p.Has("Skal måles") {
		t.Error("the psychologist is reminded of others' measurements")
	}
	s.As(s.Lone).InEnglish().Get("/min-dag")
}
