package contacts_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/db"
	"samspil/internal/interaction"
	"samspil/internal/scheme"
	"samspil/internal/session"
)

// codedBy is a contact of the day with twenty bids, of which the first answered are
// answered, coded by who; others code it after that one.
func (b *house) codedBy(day clock.Date, answered int, by ...access.Actor) (contactID, first string) {
	b.t.Helper()
	id := db.NewID()
	b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		_, err := contact.Book(ctx, f, b.strand, session.Session{ID: id, EntryID: db.NewID(), PlannedStart: day.At(14, 30), PlannedEnd: day.At(16, 30),
			Place: "Familiehuset", Staff: []string{"lone"}, Persons: []string{b.child, b.mother}})
		if err != nil {
			return err
		}
		return contact.Record(ctx, f, id, contact.During{Entry: contact.Entry{ID: db.NewID()}, Start: day.At(14, 30), End: day.At(16, 30), BroughtBy: "Plejemor",
			FetchedBy: "Plejemor", Staff: []string{"lone"}, Persons: []string{b.child, b.mother}, Outcome: contact.AsAgreed, Place: "Familiehuset", DirectMinutes: 150})
	})
	for i, who := range by {
		segment := interaction.Segment{ID: db.NewID(), SessionID: id, Part: "play", Scheme: scheme.Shipped().Ref(), Source: interaction.Desk, StartedAt: day.At(14, 42), SecondOf: first}
		b.write(who, func(ctx context.Context, f *casefile.Writer) error {
			if err := interaction.Open(ctx, f, segment); err != nil {
				return err
			}
			if _, err := interaction.Append(ctx, f, segment.ID, taps(segment.ID, answered+i)); err != nil {
				return err
			}
			return interaction.Close(ctx, f, segment.ID, 480_000)
		})
		if first == "" {
			first = segment.ID
		}
	}
	return id, first
}

func taps(segment string, answered int) []interaction.Entry {
	var out []interaction.Entry
	add := func(code string, at int64) {
		out = append(out, interaction.Entry{ID: fmt.Sprintf("%s-%d", segment, len(out)), Device: "d", Seq: len(out) + 1, At: at, Deed: interaction.Point, Code: code})
	}
	for i := range int64(20) {
		add("B-INI", 1000+i*20_000)
		if int(i) < answered {
			add("F-FØL", 3000+i*20_000)
		}
	}
	return out
}

func TestTheHighestSoFarAndWhatIsKnownOfTheCoder(t *testing.T) {
	b := newHouse(t)
	b.agree()
	lone := b.walk.As(b.w.Lone)
	b.codedBy(clock.NewDate(2026, 7, 8), 14, b.w.Lone)
	at := func(id string) string { return b.path("samvaer", id) }
	second, _ := b.codedBy(clock.NewDate(2026, 8, 5), 16, b.w.Lone)
	if p := lone.Get(at(second)); !p.Has("16 af 20, svar inden for 5 sekunder. Stregen er det højeste før denne gang, 70 % i juli", "Ingen har kodet sammen med Lone endnu") {
		t.Errorf("higher than before: %s", p.Text())
	}
	third, _ := b.codedBy(clock.NewDate(2026, 8, 12), 10, b.w.Lone, b.w.Anders)
	p := lone.Get(at(third))
	if !p.Has("Stregen er det højeste hidtil, 80 % i august", "To har kodet det samme stykke én gang. Der skal mindst 5 til") || p.Has("To har kodet de samme") {
		t.Errorf("coded by two: %s", p.Text())
	}
	for i, day := range []int{19, 20, 21, 22} {
		b.codedBy(clock.NewDate(2026, 8, day), 6+3*i, b.w.Lone, b.w.Anders)
	}
	last, first := b.codedBy(clock.NewDate(2026, 9, 9), 12, b.w.Lone)
	p = lone.Get(at(last))
	if !p.Has("To har kodet de samme 5 stykker: enighed 0,9") || !strings.Contains(p.Body, `href="`+b.path("kodning", first, "enighed")+`"`) {
		t.Errorf("what is known of the coder: %s", p.Text())
	}
	if p := lone.InEnglish().Get(at(last)); !p.Has("The line is the highest so far, 80 % in August", "Two have coded the same 5 stretches") {
		t.Errorf("in English: %s", p.Text())
	}
}
