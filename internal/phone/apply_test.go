package phone_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/instrument"
	"samspil/internal/interaction"
	"samspil/internal/method/singlecase"
	"samspil/internal/phone"
	"samspil/internal/session"
	"samspil/internal/wire"
)

func TestAContactIsWrittenOnThePhone(t *testing.T) {
	each(t, func(b *house) {
		id := b.today()
		rating := 7
		b.put(b.writing(id, wire.Writing{Before: &wire.Before{Held: yes(), Start: "2026-10-01T14:20:00+02:00", Focus: "Vente på Noah", WatchFor: "At han kigger", GoAhead: "yes"}}))
		during := held()
		during.Observation, during.ChildWords = "Noah rakte bilen frem", "Mor, se"
		b.put(b.writing(id, wire.Writing{During: during}))
		b.put(b.writing(id, wire.Writing{After: &wire.After{Held: yes(), ParentWords: "Han kom selv", FocusRating: &rating, NextTime: "Vi tager bilen med", Assessment: "Hun venter",
			Attention: no(), Indirect: 20, Writing: 4}}))
		c := b.get(id)
		got := []any{c.Before.Focus, c.Before.With, c.Status, c.Start.Format("15.04"), c.Observation, c.During.ChildWords, c.Place, c.Staff, c.After.ParentWords,
			*c.After.FocusRating, c.NextTime, *c.Attention, c.After.WritingMinutes, c.Before.Version, c.During.Version, c.After.Version}
		want := []any{"Vente på Noah", []string{b.mother}, session.Held, "14.30", "Noah rakte bilen frem", "Mor, se", "Gulfinken", []string{"lone"}, "Han kom selv",
			7, "Vi tager bilen med", false, 4, int64(1), int64(1), int64(1)}
		if diff := cmp.Diff(want, got); diff != "" {
			b.t.Error(diff)
		}
	})
}

func TestWhatIsWrittenTwiceAndInConflict(t *testing.T) {
	each(t, func(b *house) {
		id := b.today()
		first := b.put(b.writing(id, wire.Writing{Before: &wire.Before{Held: yes(), Focus: "Vente"}}))
		// Written again on the same phone, still without a network: it names the one before.
		again := b.writing(id, wire.Writing{Of: first.Header.ID, Before: &wire.Before{Held: yes(), Focus: "Vente på ham"}})
		b.put(again)
		b.put(first)
		if c := b.get(id); c.Before.Focus != "Vente på ham" || c.Before.Version != 2 {
			b.t.Errorf("version %d: %q", c.Before.Version, c.Before.Focus)
		}
		// Meanwhile a colleague wrote at her desk.
		b.refused(b.writing(id, wire.Writing{Before: &wire.Before{Held: yes(), Focus: "Noget andet"}}), "contact.conflict")
		b.refused(b.writing(id, wire.Writing{Of: first.Header.ID, Before: &wire.Before{Held: yes(), Focus: "Noget andet"}}), "contact.conflict")
		b.put(b.writing(id, wire.Writing{Before: &wire.Before{Version: 2, Held: yes(), Focus: "Noget andet"}}))
		if c := b.get(id); c.Before.Focus != "Noget andet" {
			b.t.Error(c.Before.Focus)
		}
	})
}

func TestOutOfOrder(t *testing.T) {
	each(t, func(b *house) {
		id := b.today()
		start := b.entry(wire.KindStart, id, segment("stykke", id))
		a := b.entry(wire.KindCode, id, tapOf("stykke", interaction.Point, 1500, "B-INI"))
		end := b.entry(wire.KindEnd, id, tapOf("stykke", interaction.End, 60000, ""))
		during := b.writing(id, wire.Writing{During: held()})
		after := b.writing(id, wire.Writing{After: &wire.After{Held: yes(), Attention: no()}})
		b.refused(after, "waits")
		b.refused(end, "waits")
		b.refused(a, "waits")
		b.put(start)
		b.put(end)
		b.put(a) // made before the end, and came after it
		b.put(during)
		b.put(after)
		b.read(func(ctx context.Context, f *casefile.Reader) error {
			s, err := interaction.Get(ctx, f, "stykke")
			if len(s.Recording.Events) != 1 || !s.Closed || s.CoderID != "lone" || s.Source != interaction.Phone || !s.LiveSet {
				b.t.Errorf("%+v", s)
			}
			return err
		})
		late := b.entry(wire.KindCode, id, tapOf("stykke", interaction.Point, 2000, "B-INI"))
		b.refused(late, "interaction.refused.reason")
		b.refused(b.entry(wire.KindStart, db.NewID(), segment("andet", db.NewID())), "waits")
	})
}

func TestWhatThePhoneHasOfTheRest(t *testing.T) {
	each(t, func(b *house) {
		id := b.today()
		b.put(b.writing(id, wire.Writing{During: held()}))
		b.put(b.writing(id, wire.Writing{Stop: &wire.Stop{ID: db.NewID(), At: "2026-10-01T15:10:00+02:00", Authority: "duty_of_care", Reason: "distress", What: "Noah græd og ville væk",
			ChildReaction: "Faldt til ro", Informed: "Plejemor"}}))
		flag, message := db.NewID(), db.NewID()
		b.put(b.writing(id, wire.Writing{Attention: &wire.Attention{ID: flag, What: "Noah er bange", Feedback: message, Subject: "Samværet blev stoppet", Body: "Ring til mig", Urgent: true, Send: true}}))
		b.do(func(ctx context.Context, f *casefile.Writer) error {
			return instrument.Open(ctx, f, instrument.Strand{ID: "streng", Instrument: "goal-rating", Title: "Ro", RaterRole: singlecase.Parent, RaterID: b.mother, RaterName: "Sanne, mor",
				EveryDays: 7, OpenedOn: clock.NewDate(2026, 9, 1)})
		})
		six := 6.0
		b.put(b.writing(id, wire.Writing{Rating: &wire.Rating{ID: db.NewID(), Strand: "streng", On: "2026-10-01", Value: &six}}))
		c := b.get(id)
		if c.Stop == nil || c.Stop.Minute != 40 || c.Stop.DecidedBy != "lone" {
			b.t.Errorf("stop %+v", c.Stop)
		}
		b.read(func(ctx context.Context, f *casefile.Reader) error {
			x, err := attention.GetFlag(ctx, f, flag)
			if err != nil || x.OwnerID != "lone" || x.SessionID != id {
				b.t.Errorf("flag %+v: %v", x, err)
			}
			m, err := attention.Get(ctx, f, message)
			if err != nil || m.SentAt.IsZero() || !m.Urgent || m.FlagID != flag {
				b.t.Errorf("message %+v: %v", m, err)
			}
			s, err := instrument.Named(ctx, f, "streng")
			if len(s.Ratings) != 1 || *s.Ratings[0].Value != 6 || s.Ratings[0].SessionID != id {
				b.t.Errorf("ratings %+v", s.Ratings)
			}
			return err
		})
	})
}

// TestWhatIsSaidAnewUnderTheSameName: a phone that lets a text be mended and sends it
// under the id it had loses neither, and what was older comes too late to stand.
func TestWhatIsSaidAnewUnderTheSameName(t *testing.T) {
	each(t, func(b *house) {
		id := b.today()
		b.put(b.writing(id, wire.Writing{During: held()}))
		stop := wire.Stop{ID: db.NewID(), At: "2026-10-01T15:10:00+02:00", Authority: "duty_of_care", Reason: "distress", What: "Noah græd", ChildReaction: "Faldt til ro", Informed: "Plejemor"}
		older := stop
		first := b.writing(id, wire.Writing{Stop: &older})
		b.w.SetNow(b.w.Now().Add(time.Minute))
		stop.What = "Noah græd og ville hjem"
		b.put(b.writing(id, wire.Writing{Stop: &stop}))
		b.put(first)
		if c := b.get(id); c.Stop.What != "Noah græd og ville hjem" {
			b.t.Errorf("the older one stands: %q", c.Stop.What)
		}
		b.w.SetNow(b.w.Now().Add(time.Minute))
		stop.What = "Noah ville hjem"
		b.put(b.writing(id, wire.Writing{Stop: &stop}))
		if c := b.get(id); c.Stop.What != "Noah ville hjem" {
			b.t.Errorf("what was mended is lost: %q", c.Stop.What)
		}
		before := b.writing(id, wire.Writing{Before: &wire.Before{Held: yes(), Focus: "Ve"}})
		b.put(b.writing(id, wire.Writing{Of: before.Header.ID, Before: &wire.Before{Held: yes(), Focus: "Vente"}}))
		b.put(before)
		if c := b.get(id); c.Before.Focus != "Vente" || c.Before.Version != 1 {
			b.t.Errorf("%q, version %d", c.Before.Focus, c.Before.Version)
		}
		flag, message := db.NewID(), db.NewID()
		for _, what := range []string{"Noah er bange", "Noah er bange for hunden"} {
			b.put(b.writing(id, wire.Writing{Attention: &wire.Attention{ID: flag, What: what, Feedback: message, Subject: "Bange", Body: what}}))
		}
		b.read(func(ctx context.Context, f *casefile.Reader) error {
			flags, err := attention.Flags(ctx, f)
			all, err2 := attention.All(ctx, f)
			if len(flags) != 2 || len(all) != 2 || err2 != nil {
				b.t.Errorf("%d marks and %d messages", len(flags), len(all))
			}
			return err
		})
	})
}

func TestACallWithoutAnAdviserIsHeardAllTheSame(t *testing.T) {
	each(t, func(b *house) {
		b.do(func(ctx context.Context, f *casefile.Writer) error {
			_, err := f.Exec(ctx, `DELETE FROM access_now WHERE course_id = $1 AND staff_id = $2`, b.course, "dorthe")
			return err
		})
		flag := db.NewID()
		b.put(b.writing("", wire.Writing{Attention: &wire.Attention{ID: flag, Danger: true, What: "Blå mærker", Subject: "Ring", Body: "Straks"}}))
		b.read(func(ctx context.Context, f *casefile.Reader) error {
			x, err := attention.GetFlag(ctx, f, flag)
			if x.What != "Blå mærker\n\nRing\nStraks" {
				b.t.Errorf("%q", x.What)
			}
			return err
		})
	})
}

func TestVisits(t *testing.T) {
	each(t, func(b *house) {
		b.w.SetNow(afternoon)
		unplanned, planned, off := db.NewID(), db.NewID(), db.NewID()
		v := wire.Visit{Kind: "practical", Start: "2026-10-01T10:00:00+02:00", End: "2026-10-01T11:00:00+02:00", Direct: 60, Persons: []string{b.mother}, Observation: "De lavede mad"}
		b.put(b.writing(unplanned, wire.Writing{Visit: &v}))
		b.do(func(ctx context.Context, f *casefile.Writer) error {
			for _, id := range []string{planned, off} {
				day := clock.NewDate(2026, 10, 1)
				s := session.Session{ID: id, EntryID: db.NewID(), Kind: session.Practical, PlannedStart: day.At(9, 0), PlannedEnd: day.At(10, 0), Staff: []string{"lone"}, Persons: []string{b.mother}}
				if err := session.Plan(ctx, f, s); err != nil {
					return err
				}
				s.EntryID, s.Version, s.PlannedEnd = db.NewID(), 1, day.At(10, 30)
				if err := session.Move(ctx, f, s); err != nil { // which is no writing about it
					return err
				}
			}
			return nil
		})
		v.Version, v.Persons = 1, nil
		first := b.put(b.writing(planned, wire.Writing{Visit: &v}))
		b.put(b.writing(off, wire.Writing{Cancel: &wire.Cancel{Version: 1, NoShow: true, Side: "parent", NoticeAt: ""}}))
		v.Observation = "De lavede mad og spiste"
		b.refused(b.writing(planned, wire.Writing{Visit: &v}), "session.conflict")
		b.put(b.writing(planned, wire.Writing{Of: first.Header.ID, Visit: &v}))
		v.Version, v.Persons = 4, []string{db.NewID()}
		b.refused(b.writing(planned, wire.Writing{Visit: &v}), "phone.person.unknown")
		v.Kind = "contact"
		b.refused(b.writing(db.NewID(), wire.Writing{Visit: &v}), "phone.visit.kind")
		b.read(func(ctx context.Context, f *casefile.Reader) error {
			for id, want := range map[string]string{unplanned: "De lavede mad", planned: "De lavede mad og spiste", off: ""} {
				s, err := session.Get(ctx, f, id)
				if err != nil || s.Observation != want || (id == off) != (s.Status == session.NoShow) || s.Staff[0] != "lone" {
					b.t.Errorf("%+v: %v", s, err)
				}
			}
			return nil
		})
	})
}

func TestASignedContactIsLeftAlone(t *testing.T) {
	each(t, func(b *house) {
		id := b.today()
		during := held()
		during.Arrival, during.Observation, during.Help, during.Goodbye, during.ChildWords = "a", "b", "c", "d", "e"
		b.put(b.writing(id, wire.Writing{Before: &wire.Before{Held: yes(), Focus: "Vente"}}))
		b.put(b.writing(id, wire.Writing{During: during}))
		seven := 7
		b.put(b.writing(id, wire.Writing{After: &wire.After{Held: yes(), FocusRating: &seven, FocusAnswer: "godt", ParentWords: "ja", Assessment: "g", Attention: no(), NextTime: "n", Writing: 3}}))
		b.do(func(ctx context.Context, f *casefile.Writer) error {
			c, err := contact.Get(ctx, &f.Reader, id)
			if err != nil {
				return err
			}
			omit := map[string]string{}
			for _, g := range contact.Missing(c, f.Now()) {
				omit[g.ID] = "Ikke spurgt"
			}
			if err := contact.Omit(ctx, f, id, db.NewID(), omit); err != nil {
				return err
			}
			return contact.Sign(ctx, f, session.Signature{SessionID: id, EntryID: db.NewID(), Version: c.Version})
		})
		c := b.get(id)
		if !c.Signed() {
			b.t.Fatal("not signed")
		}
		during.Version, during.Observation = c.During.Version, "Skrevet for sent"
		b.refused(b.writing(id, wire.Writing{During: during}), "session.correct.reason.missing")
		b.refused(b.writing(id, wire.Writing{Before: &wire.Before{Version: c.Before.Version, Held: no(), NotHeld: "x"}}), "session.correct.reason.missing")
		if c := b.get(id); c.Observation != "b" {
			b.t.Error(c.Observation)
		}
	})
}

// TestWhatMayNotBeDescribed: attendance and safety go in, the description lies beside
// and says why, until there is a basis again.
func TestWhatMayNotBeDescribed(t *testing.T) {
	each(t, func(b *house) {
		id := b.today()
		b.do(func(ctx context.Context, f *casefile.Writer) error {
			return b.consentAt(ctx, f, course.Withdrawn, clock.NewDate(2026, 10, 1).At(13, 0))
		})
		const withdrawn = "contact.describe.withdrawn"
		during := held()
		during.Observation, during.Incident = "Noah rakte bilen frem", "Sanne faldt på trappen"
		b.put(b.writing(id, wire.Writing{Before: &wire.Before{Held: yes(), Points: []string{"focus", "child_sign"}, Focus: "Vente", SinceLast: "Har været syg"}}))
		b.put(b.writing(id, wire.Writing{During: during}))
		b.put(b.writing(id, wire.Writing{After: &wire.After{Held: yes(), ParentWords: "Godt", GoalNotes: map[string]string{"maal": "Han ventede"}, Attention: no()}}))
		b.refused(b.writing(id, wire.Writing{Note: &wire.Note{At: "2026-10-01T15:00:00+02:00", Text: "Griner"}}), withdrawn)
		b.refused(b.writing(id, wire.Writing{Picture: picture()}), withdrawn)
		b.refused(b.entry(wire.KindStart, id, segment("stykke", id)), withdrawn)
		c := b.get(id)
		if c.Status != session.Held || c.During.Incident != "Sanne faldt på trappen" || c.Before.SinceLast != "Har været syg" || c.Before.ChildSign == "" || *c.Attention {
			b.t.Errorf("%+v", c)
		}
		if c.Observation+c.Before.Focus+c.After.ParentWords != "" || len(c.GoalNotes) > 0 {
			b.t.Errorf("described all the same: %q %q %q %v", c.Observation, c.Before.Focus, c.After.ParentWords, c.GoalNotes)
		}
		lying := b.withheld(id)
		if len(lying) != 3 || lying[0].Why != withdrawn {
			b.t.Fatalf("%+v", lying)
		}
		for _, l := range lying {
			if d := l.Words.During; d != nil && (d.Observation != "Noah rakte bilen frem" || d.Incident != "" || d.Outcome != "") {
				b.t.Errorf("withheld %+v", d)
			}
		}
		place := func(id, entry string) error {
			return b.w.Write(b.t, b.w.Lone, b.course, func(ctx context.Context, f *casefile.Writer) error { return phone.Place(ctx, f, id, entry) })
		}
		if err := place(id, lying[1].ID); why(err) != withdrawn {
			b.t.Errorf("placed without a basis: %v", err)
		}
		b.do(func(ctx context.Context, f *casefile.Writer) error { // signed before the contact, and entered late
			return b.consentAt(ctx, f, course.Given, clock.NewDate(2026, 10, 1).At(14, 0))
		})
		for _, l := range lying {
			b.w.OK(b.t, place(id, l.ID))
		}
		if c := b.get(id); c.Observation != "Noah rakte bilen frem" || c.Before.Focus != "Vente" || c.After.ParentWords != "Godt" || c.GoalNotes["maal"] != "Han ventede" || c.During.Incident == "" {
			b.t.Errorf("%+v", c)
		}
		if left := b.withheld(id); len(left) != 0 {
			b.t.Errorf("still %+v", left)
		}
	})
}

// TestPlacingWritesOverNothing: where somebody has written in the same place meanwhile,
// the withheld words stay where they are.
func TestPlacingWritesOverNothing(t *testing.T) {
	each(t, func(b *house) {
		id := b.today()
		agree := func(s course.ConsentStatus, hour int) {
			b.do(func(ctx context.Context, f *casefile.Writer) error {
				return b.consentAt(ctx, f, s, clock.NewDate(2026, 10, 1).At(hour, 0))
			})
		}
		agree(course.Withdrawn, 13)
		during := held()
		during.Observation, during.Arrival = "Noah rakte bilen frem", "De krammede"
		b.put(b.writing(id, wire.Writing{During: during}))
		agree(course.Given, 14)
		desk := held()
		desk.Version, desk.Observation = 1, "Skrevet ved skrivebordet"
		b.put(b.writing(id, wire.Writing{During: desk}))
		lying := b.withheld(id)
		err := b.w.Write(b.t, b.w.Lone, b.course, func(ctx context.Context, f *casefile.Writer) error { return phone.Place(ctx, f, id, lying[0].ID) })
		if why(err) != "phone.withheld.taken" {
			b.t.Errorf("got %v", err)
		}
		if c := b.get(id); c.Observation != "Skrevet ved skrivebordet" || c.During.Arrival != "" || len(b.withheld(id)) != 1 {
			b.t.Errorf("%q %q", c.Observation, c.During.Arrival)
		}
	})
}

func (b *house) withheld(id string) (all []phone.Withheld) {
	b.t.Helper()
	b.read(func(ctx context.Context, f *casefile.Reader) (err error) {
		all, err = phone.WithheldOf(ctx, f, id)
		return err
	})
	return all
}

func picture() *wire.Picture {
	return &wire.Picture{Digest: make([]byte, 32), Size: 1000, Key: make([]byte, 32), Type: "image/jpeg", Words: "Bilen, de byggede"}
}

func TestPointsTickedWithoutWords(t *testing.T) {
	each(t, func(b *house) {
		last := b.booked(clock.NewDate(2026, 9, 24))
		b.w.SetNow(clock.NewDate(2026, 9, 24).At(18, 0))
		b.put(b.writing(last, wire.Writing{Before: &wire.Before{Held: yes(), Focus: "Vente på Noah"}}))
		during := held()
		during.Start, during.End = "2026-09-24T14:30:00+02:00", "2026-09-24T16:30:00+02:00"
		b.put(b.writing(last, wire.Writing{During: during}))
		b.w.SetNow(clock.NewDate(2026, 10, 1).At(8, 0))
		id := b.today()
		b.put(b.writing(id, wire.Writing{Before: &wire.Before{Held: yes(), Points: []string{"focus", "watch_for", "help_how"}, HelpHow: "Sig til"}}))
		c := b.get(id)
		got := []string{c.Before.Focus, c.Before.WatchFor, c.Before.HelpHow, c.Before.WillTry}
		if diff := cmp.Diff([]string{"Vente på Noah", "Talt om det. Ingen ord skrevet ned", "Sig til", ""}, got); diff != "" {
			b.t.Error(diff)
		}
		b.refused(b.writing(id, wire.Writing{Before: &wire.Before{Version: 1, Held: yes(), Points: []string{"sagsnummer"}}}), "phone.point.unknown")
	})
}

func TestNotesAndPictures(t *testing.T) {
	each(t, func(b *house) {
		id := b.today()
		second := b.put(b.writing(id, wire.Writing{Note: &wire.Note{At: "2026-10-01T15:10:00+02:00", Goal: "maal", Text: "Hun ventede"}}))
		b.put(b.writing(id, wire.Writing{Note: &wire.Note{At: "2026-10-01T15:00:00+02:00", Text: "  Han griner  "}}))
		b.put(b.writing(id, wire.Writing{Of: second.Header.ID, Note: &wire.Note{At: "2026-10-01T15:10:00+02:00", Goal: "maal", Text: "Hun ventede længe"}}))
		b.put(b.writing(id, wire.Writing{Picture: picture()}))
		b.refused(b.writing(id, wire.Writing{Note: &wire.Note{Text: " "}}), "phone.note.empty")
		b.refused(b.writing("", wire.Writing{Note: &wire.Note{Text: "Løs"}}), "phone.session.none")
		svg := picture()
		svg.Type = "image/svg+xml"
		b.refused(b.writing(id, wire.Writing{Picture: svg}), "phone.picture.type")
		b.read(func(ctx context.Context, f *casefile.Reader) error {
			notes, err := phone.Notes(ctx, f, id)
			if err != nil {
				return err
			}
			var got []string
			for _, n := range notes {
				if !n.Superseded {
					got = append(got, n.At.Format("15.04 ")+n.Text+" "+n.GoalID)
				}
			}
			if diff := cmp.Diff([]string{"15.00 Han griner ", "15.10 Hun ventede længe maal"}, got); diff != "" || len(notes) != 3 {
				b.t.Error(diff)
			}
			pictures, err := phone.Pictures(ctx, f, id)
			if len(pictures) != 1 || pictures[0].Words != "Bilen, de byggede" || pictures[0].EnteredBy != "lone" {
				b.t.Errorf("%+v", pictures)
			}
			return err
		})
		b.w.Denied(b.t, b.w.Read(b.t, b.w.Dorthe, b.course, func(ctx context.Context, f *casefile.Reader) error {
			_, err := phone.Notes(ctx, f, id)
			return err
		}))
	})
}

func TestWhatCannotBeRead(t *testing.T) {
	each(t, func(b *house) {
		id := b.today()
		e := b.writing(id, wire.Writing{})
		b.refused(e, "phone.empty")
		e.Header.Schema = "samspil-writing/2"
		b.refused(e, "phone.schema")
		e.Header.Schema, e.Payload = wire.WritingSchema, []byte(`{"v":2}`)
		b.refused(e, "interaction.wire.newer")
		start := b.entry(wire.KindStart, id, wire.Segment{V: 2})
		b.refused(start, "interaction.wire.newer")
		other := b.writing(id, wire.Writing{During: held()})
		other.Header.Contact = db.NewID()
		b.refused(other, "interaction.wire.unreadable")
		b.refused(b.writing(id, wire.Writing{During: &wire.During{Start: "i går"}}), "interaction.wire.unreadable")
		b.refused(b.writing(db.NewID(), wire.Writing{During: held()}), "contact.notfound")
	})
}
