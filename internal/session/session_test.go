package session_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/person"
	"samspil/internal/session"
)

func at(month time.Month, day, hour, minute int) time.Time {
	return clock.NewDate(2026, month, day).At(hour, minute)
}

func visit(id string) session.Session {
	return session.Session{
		ID: id, EntryID: db.NewID(), Kind: session.Practical,
		PlannedStart: at(9, 29, 10, 0), PlannedEnd: at(9, 29, 11, 30),
		Place: "Hjemme", Staff: []string{"lone"}, Persons: []string{"noah", "sanne"},
	}
}

// held is the same visit written down.
func held(s session.Session) session.Session {
	s.EntryID = db.NewID()
	s.Version++
	s.Start, s.End = at(9, 29, 10, 5), at(9, 29, 11, 30)
	s.DirectMinutes, s.IndirectMinutes, s.TravelMinutes = 85, 20, 30
	s.Observation = "Noah rakte klodsen frem og sagde »mor, se«."
	return s
}

type bench struct {
	t      *testing.T
	w      *casefiletest.World
	course string
}

func each(t *testing.T, f func(b bench)) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) { f(bench{t, w, w.Course(t)}) })
}

func (b bench) write(who access.Actor, f func(ctx context.Context, f *casefile.Writer) error) error {
	b.t.Helper()
	return b.w.Write(b.t, who, b.course, f)
}

func (b bench) plan(s session.Session) session.Session {
	b.t.Helper()
	b.w.OK(b.t, b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error { return session.Plan(ctx, f, s) }))
	return s
}

func (b bench) record(who access.Actor, s session.Session) error {
	b.t.Helper()
	return b.write(who, func(ctx context.Context, f *casefile.Writer) error { return session.Record(ctx, f, s) })
}

func (b bench) sign(who access.Actor, id string, version int64) error {
	b.t.Helper()
	return b.write(who, func(ctx context.Context, f *casefile.Writer) error {
		return session.Sign(ctx, f, session.Signature{SessionID: id, EntryID: db.NewID(), Version: version})
	})
}

func (b bench) get(id string) (s session.Session) {
	b.t.Helper()
	b.w.OK(b.t, b.w.Read(b.t, b.w.Lone, b.course, func(ctx context.Context, f *casefile.Reader) (err error) {
		s, err = session.Get(ctx, f, id)
		return err
	}))
	return s
}

func (b bench) history(id string) (deeds []session.Deed, all []session.Entry) {
	b.t.Helper()
	b.w.OK(b.t, b.w.Read(b.t, b.w.Lone, b.course, func(ctx context.Context, f *casefile.Reader) (err error) {
		all, err = session.History(ctx, f, id)
		return err
	}))
	for _, e := range all {
		deeds = append(deeds, e.Deed)
	}
	return deeds, all
}

func wantFields(t *testing.T, err error, fields ...string) {
	t.Helper()
	e, ok := fault.As(err)
	if !ok || e.Kind != fault.Invalid {
		t.Fatalf("got %v, want an invalid form", err)
	}
	var got []string
	for _, f := range e.Fields {
		got = append(got, f.Name+" "+f.Key)
	}
	if diff := cmp.Diff(fields, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func wantConflict(t *testing.T, err error, key string) {
	t.Helper()
	e, ok := fault.As(err)
	if !ok || e.Kind != fault.Conflict || e.Key != key {
		t.Errorf("got %v, want conflict %s", err, key)
	}
}

// The whole life of a visit: planned, moved, written, signed, corrected; every
// step is in the history with its own words.
func TestLifeOfASession(t *testing.T) {
	each(t, func(b bench) {
		s := b.plan(visit(db.NewID()))
		moved := s
		moved.EntryID, moved.Version, moved.PlannedStart = db.NewID(), 1, at(9, 29, 9, 0)
		b.w.OK(b.t, b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error { return session.Move(ctx, f, moved) }))
		note := held(moved)
		b.w.OK(b.t, b.record(b.w.Lone, note))
		wantFields(b.t, b.sign(b.w.Lone, s.ID, 3), "attention session.attention.missing")

		no := false
		note.EntryID, note.Version, note.Attention = db.NewID(), 3, &no
		b.w.OK(b.t, b.record(b.w.Lone, note))
		b.w.OK(b.t, b.sign(b.w.Lone, s.ID, 4))

		note.EntryID, note.Version, note.Observation = db.NewID(), 5, "Noah rakte bilen frem."
		wantConflict(b.t, b.record(b.w.Lone, note), "session.signed")
		correct := func(reason string) error {
			return b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
				return session.Correct(ctx, f, note, reason)
			})
		}
		wantFields(b.t, correct(" "), "reason session.correct.reason.missing")
		b.w.OK(b.t, correct("Det var bilen, ikke klodsen"))

		deeds, all := b.history(s.ID)
		want := []session.Deed{session.DeedPlanned, session.DeedMoved, session.DeedRecorded, session.DeedRecorded, session.DeedSigned, session.DeedCorrected}
		if diff := cmp.Diff(want, deeds); diff != "" {
			b.t.Errorf("history (-want +got):\n%s", diff)
		}
		if old := all[4].Session.Observation; !strings.Contains(old, "klodsen") {
			b.t.Errorf("the signed words are gone, history has %q", old)
		}
		now := b.get(s.ID)
		if !now.Signed() || now.Observation != note.Observation || now.Correction == "" || !now.PlannedStart.Equal(moved.PlannedStart) {
			b.t.Errorf("after the correction: %+v", now)
		}
	})
}

func TestHandedInTwice(t *testing.T) {
	each(t, func(b bench) {
		s := visit(db.NewID())
		b.plan(s)
		b.plan(s)
		note := held(s)
		b.w.OK(b.t, b.record(b.w.Lone, note))
		b.w.OK(b.t, b.record(b.w.Lone, note))
		again := note
		again.Observation = "Ændret på en side, man gik tilbage til"
		wantConflict(b.t, b.record(b.w.Lone, again), "session.conflict")
		if deeds, _ := b.history(s.ID); len(deeds) != 2 {
			b.t.Errorf("history %v, want one plan and one note", deeds)
		}
	})
}

// Two people write from the same version: the second gets a conflict, and
// the first one's words stand.
func TestTwoWriters(t *testing.T) {
	each(t, func(b bench) {
		s := b.plan(visit(db.NewID()))
		first, second := held(s), held(s)
		second.Observation = "Anders' ord"
		b.w.OK(b.t, b.record(b.w.Lone, first))
		wantConflict(b.t, b.record(b.w.Anders, second), "session.conflict")
		if got := b.get(s.ID).Observation; got != first.Observation {
			b.t.Errorf("got %q, want the first writer's words", got)
		}
	})
}

func TestRefusedWords(t *testing.T) {
	long := strings.Repeat("æ", session.LongText+1)
	tests := map[string]struct {
		change func(*session.Session)
		want   string
	}{
		"no end":           {func(s *session.Session) { s.End = time.Time{} }, "end session.end.missing"},
		"end before start": {func(s *session.Session) { s.End = s.Start.Add(-time.Minute) }, "end session.end.before"},
		"two days long":    {func(s *session.Session) { s.End = s.Start.Add(48 * time.Hour) }, "end session.end.long"},
		"not yet":          {func(s *session.Session) { s.Start, s.End = at(10, 2, 9, 0), at(10, 2, 10, 0) }, "start session.start.future"},
		"nobody there":     {func(s *session.Session) { s.Persons = nil }, "persons session.persons.missing"},
		"no staff":         {func(s *session.Session) { s.Staff = nil }, "staff session.staff.missing"},
		"minus minutes":    {func(s *session.Session) { s.TravelMinutes = -1 }, "travel session.minutes.range"},
		"over-long":        {func(s *session.Session) { s.Observation = long }, "observation session.text.long"},
	}
	each(t, func(b bench) {
		for name, test := range tests {
			b.t.Run(name, func(t *testing.T) {
				s := held(visit(db.NewID()))
				s.Version = 0
				test.change(&s)
				wantFields(t, b.record(b.w.Lone, s), test.want)
			})
		}
	})
}

func TestOnlyWhoWasThereSigns(t *testing.T) {
	each(t, func(b bench) {
		yes := true
		s := held(b.plan(visit(db.NewID())))
		s.Attention = &yes
		b.w.OK(b.t, b.record(b.w.Lone, s))
		wantConflict(b.t, b.sign(b.w.Anders, s.ID, 2), "session.sign.notthere")
		b.w.OK(b.t, b.sign(b.w.Lone, s.ID, 2))
	})
}

func TestWhoMayWhat(t *testing.T) {
	each(t, func(b bench) {
		s := b.plan(visit(db.NewID()))
		for _, who := range []access.Actor{b.w.Gitte, b.w.Dorthe, b.w.Mikkel} {
			b.w.Denied(b.t, b.record(who, held(s)))
			b.w.Denied(b.t, b.w.Read(b.t, who, b.course, func(ctx context.Context, f *casefile.Reader) error {
				_, err := session.All(ctx, f, session.Period{})
				return err
			}))
		}
		b.w.OK(b.t, b.record(b.w.Ellen, held(s)))
		b.w.OK(b.t, b.w.Read(b.t, b.w.Dorthe, b.course, func(ctx context.Context, f *casefile.Reader) error {
			facts, err := session.Facts(ctx, f, session.Period{})
			if len(facts) != 1 || facts[0].Observation != "" || facts[0].Place != "" || facts[0].DirectMinutes != 85 {
				b.t.Errorf("the adviser's facts: %+v", facts)
			}
			return err
		}))
	})
}

func TestPsychologistsTalkNeedsAgreement(t *testing.T) {
	each(t, func(b bench) {
		var sanne string
		b.w.OK(b.t, b.write(b.w.Dorthe, func(ctx context.Context, f *casefile.Writer) (err error) {
			sanne, err = person.Add(ctx, f, person.Card{Role: person.Parent, Name: "Sanne"})
			return err
		}))
		talk := held(visit(db.NewID()))
		talk.Kind, talk.Version, talk.Staff, talk.Persons = session.Psychologist, 0, []string{"ellen"}, []string{sanne}
		wantFields(b.t, b.record(b.w.Ellen, talk), "persons session.psychologist.noagreement")
		consent := func(status course.ConsentStatus, at time.Time) {
			b.w.OK(b.t, b.write(b.w.Dorthe, func(ctx context.Context, f *casefile.Writer) error {
				return course.RecordConsent(ctx, f, course.Consent{ID: db.NewID(), PersonID: sanne, Kind: course.ForPsychologist,
					Status: status, At: at, How: course.Oral, Scope: "Sannes samtaler om samvær"})
			}))
		}
		consent(course.Given, at(9, 1, 9, 0))
		b.w.OK(b.t, b.record(b.w.Ellen, talk))
		consent(course.Withdrawn, at(9, 29, 9, 0))
		talk.EntryID, talk.Version = db.NewID(), 1
		wantFields(b.t, b.record(b.w.Ellen, talk), "persons session.psychologist.noagreement")
	})
}

func TestCancel(t *testing.T) {
	tests := map[string]struct {
		cancel session.Cancellation
		want   string // problem; empty: goes through
		status session.Status
	}{
		"parent ill":           {session.Cancellation{Side: session.SideParent, Code: session.Ill, NoticeAt: at(9, 28, 15, 0)}, "", session.Cancelled},
		"did not come":         {session.Cancellation{Side: session.SideParent, Code: session.DidNotCome}, "", session.NoShow},
		"no side":              {session.Cancellation{}, "side session.cancel.side.missing", ""},
		"code of another side": {session.Cancellation{Side: session.SideChild, Code: session.NoRoom}, "code session.cancel.code.missing", ""},
		"child does not want, no words": {session.Cancellation{Side: session.SideChild, Code: session.DoesNotWant},
			"child_words session.cancel.childwords.missing", ""},
		"safety without incident": {session.Cancellation{Side: session.SideSafety, Code: session.Threat}, "reason session.cancel.incident.missing", ""},
		"authority without decision": {session.Cancellation{Side: session.SideAuthority, Code: session.Decision},
			"decision session.cancel.decision.missing", ""},
		"told in the future": {session.Cancellation{Side: session.SideParent, Code: session.Ill, NoticeAt: at(10, 3, 9, 0)}, "notice session.cancel.notice.future", ""},
	}
	each(t, func(b bench) {
		for name, test := range tests {
			b.t.Run(name, func(t *testing.T) {
				s := b.plan(visit(db.NewID()))
				err := b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
					return session.Cancel(ctx, f, session.Signature{SessionID: s.ID, EntryID: db.NewID(), Version: 1}, test.cancel)
				})
				if test.want != "" {
					wantFields(t, err, test.want)
					return
				}
				b.w.OK(t, err)
				if got := b.get(s.ID); got.Status != test.status || got.Cancel == nil || got.Cancel.Code != test.cancel.Code {
					t.Errorf("got %s %+v", got.Status, got.Cancel)
				}
			})
		}
	})
}
