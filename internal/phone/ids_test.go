package phone_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/instrument"
	"samspil/internal/method/singlecase"
	"samspil/internal/phone"
	"samspil/internal/session"
	"samspil/internal/wire"
)

// scale opens a scale of the course that a parent answers.
func (b *house) scale(id string) {
	b.t.Helper()
	b.do(func(ctx context.Context, f *casefile.Writer) error {
		return instrument.Open(ctx, f, instrument.Strand{ID: id, Instrument: "goal-rating", Title: "Ro", RaterRole: singlecase.Parent, RaterID: b.mother,
			RaterName: "Sanne, mor", EveryDays: 7, OpenedOn: clock.NewDate(2026, 9, 1)})
	})
}

func (b *house) values(strand string) (out []float64) {
	b.t.Helper()
	b.read(func(ctx context.Context, f *casefile.Reader) error {
		s, err := instrument.Named(ctx, f, strand)
		for _, r := range s.Ratings {
			if r.Value != nil && !r.Superseded {
				out = append(out, *r.Value)
			}
		}
		return err
	})
	return out
}

func (b *house) flags() (all []attention.Flag) {
	b.t.Helper()
	b.read(func(ctx context.Context, f *casefile.Reader) (err error) {
		all, err = attention.Flags(ctx, f)
		return err
	})
	return all
}

// TestAnIdOfAnotherCourseTakesNothing: what a phone names by an id that something else
// has already, in another course or of another scale, stands all the same, and what
// stood there is untouched.
func TestAnIdOfAnotherCourseTakesNothing(t *testing.T) {
	each(t, func(b *house) {
		rating, flag, message, visit := db.NewID(), db.NewID(), db.NewID(), db.NewID()
		three, six := 3.0, 6.0
		other := newHouse(t, b.w)
		other.scale("deres")
		theirs := other.today()
		other.put(other.writing(theirs, wire.Writing{Rating: &wire.Rating{ID: rating, Strand: "deres", On: "2026-10-01", Value: &three}}))
		other.put(other.writing(theirs, wire.Writing{Attention: &wire.Attention{ID: flag, What: "Noah er bange", Feedback: message, Subject: "Emne", Body: "Brev"}}))
		other.put(other.writing(visit, wire.Writing{Visit: &wire.Visit{Kind: string(session.Practical), Start: "2026-10-01T10:00:00+02:00", End: "2026-10-01T11:00:00+02:00",
			Direct: 60, Persons: []string{other.mother}, Observation: "Deres"}}))

		id := b.today()
		b.scale("vores")
		b.scale("ogsaa-vores")
		b.put(b.writing(id, wire.Writing{Rating: &wire.Rating{ID: rating, Strand: "vores", On: "2026-10-01", Value: &six}}))
		b.put(b.writing(id, wire.Writing{Attention: &wire.Attention{ID: flag, Danger: true, What: "Noah er bange", Feedback: message, Subject: "Emne", Body: "Vores brev"}}))
		b.refused(b.writing(visit, wire.Writing{Visit: &wire.Visit{Kind: string(session.Practical), Start: "2026-10-01T10:00:00+02:00", End: "2026-10-01T11:00:00+02:00",
			Direct: 60, Persons: []string{b.mother}, Observation: "Vores"}}), "session.conflict")
		if got := b.values("vores"); len(got) != 1 || got[0] != 6 {
			b.t.Errorf("ours: %v", got)
		}
		if got := other.values("deres"); len(got) != 1 || got[0] != 3 {
			b.t.Errorf("theirs: %v", got)
		}
		if all := b.flags(); len(all) != 1 || !all[0].Danger || all[0].ID == flag {
			b.t.Errorf("our marks: %+v", all)
		}
		if all := other.flags(); len(all) != 1 || all[0].Danger || all[0].ID != flag {
			b.t.Errorf("their marks: %+v", all)
		}

		// Of the same course, another scale or other words about the same.
		own := db.NewID()
		b.put(b.writing(id, wire.Writing{Rating: &wire.Rating{ID: own, Strand: "vores", On: "2026-10-01", Value: &three, Words: "Træt"}}))
		b.put(b.writing(id, wire.Writing{Rating: &wire.Rating{ID: own, Strand: "ogsaa-vores", On: "2026-10-01", Value: &three, Words: "Træt"}}))
		b.put(b.writing(id, wire.Writing{Rating: &wire.Rating{ID: own, Strand: "vores", On: "2026-10-01", Value: &three, Words: "Træt, men glad"}}))
		if got := b.values("ogsaa-vores"); len(got) != 1 {
			b.t.Errorf("the other scale: %v", got)
		}
		b.read(func(ctx context.Context, f *casefile.Reader) error {
			s, err := instrument.Named(ctx, f, "vores")
			if !slices.ContainsFunc(s.Ratings, func(r instrument.Rating) bool { return r.Words == "Træt, men glad" && r.Supersedes == own }) {
				b.t.Errorf("said anew with other words: %+v", s.Ratings)
			}
			return err
		})
		b.put(b.writing(id, wire.Writing{Attention: &wire.Attention{ID: "maerke", What: "Blåt mærke"}}))
		b.put(b.writing(id, wire.Writing{Attention: &wire.Attention{ID: "maerke", What: "Blåt mærke", Danger: true}}))
		if all := b.flags(); len(all) != 3 {
			b.t.Errorf("that it may be danger after all is another mark: %+v", all)
		}
	})
}

// TestAnIdHoldsNoWords: ids lie in the clear.
func TestAnIdHoldsNoWords(t *testing.T) {
	each(t, func(b *house) {
		id := b.today()
		b.scale("vores")
		six := 6.0
		words := "Noah Kanariesen græd"
		for name, w := range map[string]wire.Writing{
			"of a rating":   {Rating: &wire.Rating{ID: words, Strand: "vores", On: "2026-10-01", Value: &six}},
			"of a mark":     {Attention: &wire.Attention{ID: words, What: "x"}},
			"of a message":  {Attention: &wire.Attention{Feedback: words, What: "x", Subject: "x", Body: "x"}},
			"of a goal":     {Note: &wire.Note{Goal: words, Text: "x"}},
			"taken over":    {Of: words, Note: &wire.Note{Text: "x"}},
			"built on":      {Visit: &wire.Visit{BuildsOn: words}},
			"far too long":  {Of: strings.Repeat("x", 81), Note: &wire.Note{Text: "x"}},
			"with a letter": {Of: "mærke", Note: &wire.Note{Text: "x"}},
		} {
			if err := b.apply(b.writing(id, w)); why(err) != "interaction.wire.unreadable" {
				b.t.Errorf("%s: %v (%s)", name, err, why(err))
			}
		}
	})
}

// TestANoteOfSomebodyElseIsNotTakenOver: a colleague's phone that names Lone's note as
// the one it takes the place of does not make it disappear.
func TestANoteOfSomebodyElseIsNotTakenOver(t *testing.T) {
	each(t, func(b *house) {
		id := b.today()
		first := b.put(b.writing(id, wire.Writing{Note: &wire.Note{At: "2026-10-01T15:00:00+02:00", Text: "Lones note"}}))
		b.put(b.writing(id, wire.Writing{Of: first.Header.ID, Note: &wire.Note{At: "2026-10-01T15:00:00+02:00", Text: "Lones note, rettet"}}))
		e := b.writing(id, wire.Writing{Of: first.Header.ID, Note: &wire.Note{At: "2026-10-01T15:01:00+02:00", Text: "Anders' note"}})
		err := b.w.Write(b.t, b.w.Anders, b.course, func(ctx context.Context, f *casefile.Writer) error { return phone.Apply(ctx, f, e) })
		if why(err) != "outbox.note.others" {
			b.t.Errorf("got %v", err)
		}
		b.w.SetNow(b.w.Now().Add(time.Minute))
		b.read(func(ctx context.Context, f *casefile.Reader) error {
			all, err := phone.Notes(ctx, f, id)
			if len(all) != 2 || all[0].Superseded == all[1].Superseded {
				b.t.Errorf("%+v", all)
			}
			return err
		})
	})
}
