package patterns_test

import (
	"context"
	"strings"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/session"
)

// visited is a visit at home that was held, with those given.
func (b *noah) visited(day clock.Date, persons ...string) string {
	b.t.Helper()
	id := db.NewID()
	b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		return session.Record(ctx, f, session.Session{ID: id, EntryID: db.NewID(), Kind: session.Practical, PlannedStart: day.At(10, 0), PlannedEnd: day.At(11, 0),
			Start: day.At(10, 0), End: day.At(11, 0), DirectMinutes: 60, Place: "Hjemme", Staff: []string{"lone"}, Persons: persons, Observation: "De bagte."})
	})
	return id
}

func TestVisitsAreCountedByWhoWasThere(t *testing.T) {
	b := newNoah(t)
	length, taps := answered(20)
	mother := b.coded(b.w.Lone, b.visited(clock.NewDate(2026, 9, 2), b.child, b.mother), "", length, taps...)
	lone, at := b.walk.As(b.w.Lone), b.path("samspil")
	if p := lone.Get(at); p.Status != 200 || !p.Has("Fik Noah svar på det, Noah begyndte på?", "Fulgte Sanne mere, end Sanne tog over?", "80 %") || p.Has("Kenneth") {
		t.Errorf("one visit with the mother: %d %s", p.Status, p.Text())
	}
	b.coded(b.w.Lone, b.visited(clock.NewDate(2026, 9, 9), b.child, b.father), "", length, taps...)
	b.coded(b.w.Lone, b.held(clock.NewDate(2026, 9, 16)), "", length, taps...)
	father := "?par=" + b.child + "~" + b.father
	p := lone.Get(at + father)
	if !p.Has("Noah og Sanne", "Noah og Kenneth", "Fulgte Kenneth mere", "9. september", "den eneste gang") || (p.Has("Fulgte Sanne mere") || p.Has("2. september") || p.Has("samvær med øjeblikke nok")) {
		t.Errorf("the visit with the father: %s", p.Text())
	}
	if p := lone.Get(b.path("samspil", "moenstre") + father); p.Status != 200 || !p.Has("Bygger på ét kodet stykke", "Noah og Kenneth") {
		t.Errorf("patterns: %d %s", p.Status, p.Text())
	}
	if p := lone.Get(b.path("kodning", mother, "enighed")); p.Status != 200 || !p.Has("2. september") {
		t.Errorf("agreement: %d %s", p.Status, p.Text())
	}
}

// Where the programme has no contacts, no page speaks of one.
func TestVisitsAreNotCalledContacts(t *testing.T) {
	b := newNoah(t)
	b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		_, err := f.Exec(ctx, `UPDATE course SET programme = 'preventive' WHERE course_id = $1`, f.CourseID)
		return err
	})
	lone := b.walk.As(b.w.Lone)
	for path, words := range map[string]string{"samspil": "Intet besøg er kodet endnu", "samspil/moenstre": "Når et stykke af et besøg er kodet"} {
		p := lone.Get(b.path(path))
		if !p.Has(words, "Kod et stykke af et besøg", "Vælg et besøg") || !strings.Contains(p.Body, b.path("aftaler")+`"`) || strings.Contains(strings.ToLower(p.Text()), "samvær") {
			t.Errorf("%s before anything is coded: %s", path, p.Text())
		}
	}
	length, taps := answered(20)
	for _, day := range []int{2, 9, 16} {
		b.coded(b.w.Lone, b.visited(clock.NewDate(2026, 9, day), b.child, b.mother), "", length, taps...)
	}
	p := lone.Get(b.path("samspil"))
	if !p.Has("kodet af en gang, de to var sammen", "3 ud af mindst 5 gange") || strings.Contains(strings.ToLower(p.Text()), "samvær") {
		t.Errorf("three visits: %s", p.Text())
	}
	if p := lone.InEnglish().Get(b.path("samspil")); !p.Has("a time that the two were together") || strings.Contains(p.Text(), "contact") {
		t.Errorf("in English: %s", p.Text())
	}
}
