package voice_test

import (
	"context"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/voice"
)

func (b bench) wish() voice.Request {
	return voice.Request{
		ID: db.NewID(), ChildID: b.child, Kind: voice.Pause, On: clock.NewDate(2026, 8, 10), Weeks: 8,
		Words: "jeg vil gerne have fri fra det et stykke tid", ReceivedBy: "Lone", Tell: voice.TellAll,
	}
}

func (b bench) ask(who access.Actor, r voice.Request) error {
	b.t.Helper()
	return b.do(who, func(ctx context.Context, f *casefile.Writer) error { return voice.Ask(ctx, f, r) })
}

func (b bench) note(who access.Actor, s voice.Step) error {
	b.t.Helper()
	if s.ID == "" {
		s.ID = db.NewID()
	}
	return b.do(who, func(ctx context.Context, f *casefile.Writer) error { return voice.Note(ctx, f, s) })
}

func (b bench) requests(who access.Actor) []voice.Request {
	b.t.Helper()
	var out []voice.Request
	b.w.OK(b.t, b.w.Read(b.t, who, b.course, func(ctx context.Context, f *casefile.Reader) (err error) {
		out, err = voice.Requests(ctx, f)
		return err
	}))
	return out
}

func TestARequestFromWordsToAnswer(t *testing.T) {
	each(t, func(b bench) {
		r := b.wish()
		for _, who := range []access.Actor{b.w.Gitte, b.w.Dorthe, b.w.Birgitte} {
			b.w.Denied(b.t, b.ask(who, r))
		}
		b.w.OK(b.t, b.ask(b.w.Anders, r))
		b.w.OK(b.t, b.ask(b.w.Anders, r))
		if got := b.requests(b.w.Dorthe); len(got) != 0 {
			b.t.Error("the adviser sees what was not sent")
		}
		sent := voice.Step{ID: db.NewID(), RequestID: r.ID, Deed: voice.Send, On: clock.NewDate(2026, 8, 10)}
		answer := voice.Step{RequestID: r.ID, Deed: voice.Answer, On: clock.NewDate(2026, 8, 14), Reply: voice.Yes, Words: "Samværet holder pause i 8 uger"}
		told := voice.Step{RequestID: r.ID, Deed: voice.TellChild, On: clock.NewDate(2026, 8, 15), Words: "Du har fri til efter efterårsferien"}
		if err := b.note(b.w.Dorthe, answer); fault.KindOf(err) != fault.NotFound {
			b.t.Errorf("an answer to what was not sent: %v", err)
		}
		if err := b.note(b.w.Lone, told); fault.KindOf(err) != fault.Conflict {
			b.t.Errorf("the child is told an answer that is not there: %v", err)
		}
		b.w.OK(b.t, b.note(b.w.Lone, sent))
		b.w.OK(b.t, b.note(b.w.Lone, sent))
		if err := b.note(b.w.Anders, voice.Step{RequestID: r.ID, Deed: voice.Send, On: sent.On}); fault.KindOf(err) != fault.Conflict {
			b.t.Errorf("sent by two: %v", err)
		}
		early := answer
		early.On = clock.NewDate(2026, 8, 9)
		if err := b.note(b.w.Dorthe, early); fault.KindOf(err) != fault.Invalid {
			b.t.Errorf("answered before it was sent: %v", err)
		}
		b.w.OK(b.t, b.note(b.w.Dorthe, answer))
		b.w.Denied(b.t, b.note(b.w.Dorthe, told))
		b.w.OK(b.t, b.note(b.w.Lone, told))
		got := b.requests(b.w.Lone)
		if len(got) != 1 || got[0].Stage() != "" || got[0].Answered.Words != answer.Words || got[0].Told.EnteredBy != "lone" || got[0].Weeks != 8 {
			b.t.Errorf("stands as %+v", got)
		}
	})
}

func TestTheChildDecidesWhatIsTold(t *testing.T) {
	each(t, func(b bench) {
		some, none := b.wish(), b.wish()
		some.Tell, some.TellWords = voice.TellSome, "Emil vil gerne have en pause"
		none.Tell = voice.TellNone
		for _, r := range []voice.Request{some, none} {
			b.w.OK(b.t, b.ask(b.w.Lone, r))
		}
		b.w.OK(b.t, b.note(b.w.Lone, voice.Step{RequestID: some.ID, Deed: voice.Send, On: clock.NewDate(2026, 8, 10)}))
		if err := b.note(b.w.Lone, voice.Step{RequestID: none.ID, Deed: voice.Send, On: clock.NewDate(2026, 8, 10)}); fault.KindOf(err) != fault.Invalid {
			b.t.Errorf("what the child wants kept was sent: %v", err)
		}
		got := b.requests(b.w.Dorthe)
		if len(got) != 1 || got[0].Words != "Emil vil gerne have en pause" || got[0].ReceivedBy != "" {
			b.t.Errorf("the adviser sees %+v", got)
		}
		for _, who := range []access.Actor{b.w.Lone, b.w.Ellen, b.w.Gitte} {
			if got := b.requests(who); len(got) != 2 || got[0].Words != some.Words {
				b.t.Errorf("%s sees %+v", who.ID, got)
			}
		}
	})
}

func TestCorrectionsOfRequestsAndSteps(t *testing.T) {
	each(t, func(b bench) {
		r := b.wish()
		b.w.OK(b.t, b.ask(b.w.Lone, r))
		c := r
		c.Row, c.Supersedes, c.Weeks, c.Correction = db.NewID(), r.ID, 4, "Fire uger, ikke otte"
		correct := func(c voice.Request) error {
			return b.do(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error { return voice.CorrectRequest(ctx, f, c) })
		}
		b.w.OK(b.t, correct(c))
		b.w.OK(b.t, correct(c))
		if got := b.requests(b.w.Lone)[0]; got.Weeks != 4 || len(got.Earlier) != 1 || got.Earlier[0].Weeks != 8 {
			b.t.Errorf("stands as %+v", got)
		}
		stale := c
		stale.Row = db.NewID()
		if err := correct(stale); fault.KindOf(err) != fault.Conflict {
			b.t.Errorf("two corrections of one row: %v", err)
		}
		first := voice.Step{ID: db.NewID(), RequestID: r.ID, Deed: voice.Send, On: clock.NewDate(2026, 8, 10)}
		b.w.OK(b.t, b.note(b.w.Lone, first))
		b.w.OK(b.t, b.note(b.w.Lone, voice.Step{RequestID: r.ID, Deed: voice.Send, On: clock.NewDate(2026, 8, 11), Supersedes: first.ID}))
		if got := b.requests(b.w.Lone)[0].Sent; got.On != clock.NewDate(2026, 8, 11) || len(got.Earlier) != 1 || got.Earlier[0].On != first.On {
			b.t.Errorf("sent %+v", got)
		}
	})
}

func TestWhatARequestNeeds(t *testing.T) {
	b := set(t, casefiletest.One(t))
	for name, one := range map[string]struct {
		change func(*voice.Request)
		field  string
	}{
		"no kind":                   {func(r *voice.Request) { r.Kind = "" }, "kind"},
		"a pause of nothing":        {func(r *voice.Request) { r.Weeks = 0 }, "weeks"},
		"nine weeks":                {func(r *voice.Request) { r.Weeks = 9 }, "weeks"},
		"no words":                  {func(r *voice.Request) { r.Words = "" }, "words"},
		"nobody heard it":           {func(r *voice.Request) { r.ReceivedBy = "" }, "receivedby"},
		"not said what may be told": {func(r *voice.Request) { r.Tell = voice.TellUnasked }, "tell"},
		"ahead":                     {func(r *voice.Request) { r.On = clock.NewDate(2026, 10, 2) }, "on"},
	} {
		t.Run(name, func(t *testing.T) {
			r := b.wish()
			one.change(&r)
			err, ok := fault.As(b.ask(b.w.Lone, r))
			if !ok || err.Kind != fault.Invalid || len(err.Fields) != 1 || err.Fields[0].Name != one.field {
				t.Errorf("got %+v, want a problem at %s", err, one.field)
			}
		})
	}
}
