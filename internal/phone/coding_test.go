package phone_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/interaction"
	"samspil/internal/lang"
	"samspil/internal/phone"
	"samspil/internal/wire"
)

// said is an answer about being coded at a time of the world's day.
func (b *house) said(id string, agrees *bool, hour, minute int) wire.Writing {
	return wire.Writing{Session: id, Coding: &wire.CodingAnswer{Agrees: agrees, At: clock.NewDate(2026, 10, 1).At(hour, minute).Format(time.RFC3339Nano)}}
}

func (b *house) segments(id string) (ids []string) {
	b.t.Helper()
	b.read(func(ctx context.Context, f *casefile.Reader) error {
		all, err := interaction.Segments(ctx, f, id)
		for _, s := range all {
			ids = append(ids, s.ID)
		}
		return err
	})
	return ids
}

// A stretch that was begun after a no does not get into the record by itself; one
// that was begun before it, or after a new yes, does. Not asked is no no.
func TestAStretchBegunAfterANoWaitsForAPerson(t *testing.T) {
	each(t, func(b *house) {
		id := b.today()
		stretch := func(name, at string) wire.Segment {
			s := segment(name, id)
			s.Started = "2026-10-01T" + at + ":00+02:00"
			return s
		}
		first := b.put(b.entry(wire.KindStart, id, stretch("unasked", "14:31")))
		b.put(b.writing(id, b.said(id, yes(), 14, 35)))
		b.put(b.entry(wire.KindStart, id, stretch("yes", "14:40")))
		b.put(b.writing(id, b.said(id, no(), 14, 50)))
		b.put(b.entry(wire.KindStart, id, stretch("before", "14:49")))
		after := b.entry(wire.KindStart, id, stretch("after", "14:50"))
		b.refused(after, "phone.coding.no")
		b.refused(b.entry(wire.KindCode, id, tapOf("after", interaction.Point, 1500, "B-INI")), "waits")
		b.put(b.entry(wire.KindCode, id, tapOf("before", interaction.Point, 1500, "B-INI")))
		b.refused(b.entry(wire.KindStart, id, stretch("later", "15:00")), "phone.coding.no")
		b.put(b.writing(id, b.said(id, yes(), 14, 58)))
		b.put(b.entry(wire.KindStart, id, stretch("later", "15:00")))
		if diff := cmp.Diff([]string{"unasked", "yes", "before", "later"}, b.segments(id)); diff != "" {
			b.t.Errorf("in the record (-want +got):\n%s", diff)
		}
		// A no that came late takes nothing out, and what is there can be sent again.
		b.put(b.writing(id, b.said(id, no(), 14, 30)))
		b.put(first)
		// A person cannot lay it in its place against the answer either.
		release := func() error {
			return b.w.Write(b.t, b.w.Lone, b.course, func(ctx context.Context, f *casefile.Writer) error { return phone.Release(ctx, f, after) })
		}
		if err := release(); why(err) != "phone.coding.no" {
			b.t.Errorf("released: %v", err)
		}
		b.w.SetNow(b.w.Now().Add(time.Minute))          // of two answers about one moment the later stands
		b.put(b.writing(id, b.said(id, yes(), 14, 50))) // it was written down wrongly
		b.w.OK(b.t, release())
	})
}

func TestAnAnswerThatSaysNothing(t *testing.T) {
	each(t, func(b *house) {
		id := b.today()
		b.refused(b.writing(id, wire.Writing{Coding: &wire.CodingAnswer{At: "2026-10-01T14:20:00+02:00"}}), "phone.coding.answer")
		b.refused(b.writing(id, wire.Writing{Coding: &wire.CodingAnswer{Agrees: yes(), At: "i går"}}), "interaction.wire.unreadable")
		b.refused(b.writing(id, wire.Writing{Coding: &wire.CodingAnswer{Agrees: yes(), At: "2027-10-01T14:20:00+02:00"}}), "session.start.future")
		b.refused(b.writing("", wire.Writing{Coding: &wire.CodingAnswer{Agrees: yes()}}), "contact.notfound")
		b.put(b.writing(id, wire.Writing{Coding: &wire.CodingAnswer{Agrees: no()}})) // without a time, when it was entered
		if c := b.get(id); len(c.Coding) != 1 || c.Coding[0].Agrees || !c.Coding[0].At.Equal(afternoon) {
			b.t.Errorf("%+v", c.Coding)
		}
	})
}

// The phone is told who the contact is with, by role, and what was answered last.
func TestThePhoneIsToldTheAnswerAndNoName(t *testing.T) {
	each(t, func(b *house) {
		b.running()
		id := b.today()
		if v := b.day(b.w.Lone, lang.Danish).Visits[0]; v.With != "mor" || v.Coding != nil {
			b.t.Errorf("%q, %+v", v.With, v.Coding)
		}
		b.put(b.writing(id, b.said(id, no(), 15, 0)))
		b.put(b.writing(id, b.said(id, yes(), 14, 20)))
		v := b.day(b.w.Lone, lang.English).Visits[0]
		text, err := json.Marshal(v.Coding)
		b.w.OK(b.t, err)
		if v.With != "the mother" || string(text) != `{"agrees":false,"at":"2026-10-01T15:00:00+02:00"}` {
			b.t.Errorf("%q, %s", v.With, text)
		}
	})
}
