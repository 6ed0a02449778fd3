package patterns_test

import (
	"context"
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
