package attention_test

import (
	"context"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// story is a course in which things are done one after the other.
type story struct {
	*casefiletest.World
	t      *testing.T
	course string
}

func each(t *testing.T, f func(s *story)) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) { f(&story{w, t, w.Course(t)}) })
}

func (s *story) as(a access.Actor, f func(ctx context.Context, f *casefile.Writer) error) error {
	s.t.Helper()
	return s.Write(s.t, a, s.course, f)
}

func (s *story) must(a access.Actor, f func(ctx context.Context, f *casefile.Writer) error) {
	s.t.Helper()
	s.OK(s.t, s.as(a, f))
}

func (s *story) at(day, hour, minute int) { s.SetNow(clock.NewDate(2026, 9, day).At(hour, minute)) }

func (s *story) sent(id string, kind attention.FeedbackKind, urgent bool) {
	s.t.Helper()
	s.must(s.Lone, func(ctx context.Context, f *casefile.Writer) error {
		m := attention.Feedback{ID: id, Kind: kind, Urgent: urgent, Subject: "Sanne er flyttet", Body: "Hun ringede i morges."}
		if err := attention.Write(ctx, f, m); err != nil {
			return err
		}
		return attention.Send(ctx, f, id)
	})
}

func (s *story) machine(do func(context.Context, *casefile.Writer, string) error, id string) {
	s.t.Helper()
	ctx := context.Background()
	s.OK(s.t, s.Store.Update(ctx, func(tx *casefile.Tx) error {
		f, err := casefile.OpenWrite(ctx, tx, access.System, s.course, access.Purpose{Code: access.Operations})
		if err != nil {
			return err
		}
		return do(ctx, f, id)
	}))
}

func (s *story) message(a access.Actor, id string) (m attention.Feedback) {
	s.t.Helper()
	s.must(a, func(ctx context.Context, f *casefile.Writer) (err error) {
		m, err = attention.Get(ctx, &f.Reader, id)
		return err
	})
	return m
}

func problem(t *testing.T, err error, field, key string) {
	t.Helper()
	e, ok := fault.As(err)
	if !ok || e.Kind != fault.Invalid {
		t.Fatalf("got %v, want it to be refused", err)
	}
	for _, f := range e.Fields {
		if f.Name == field && f.Key == key {
			return
		}
	}
	t.Errorf("got %v, want %s: %s", e, field, key)
}

func TestFeedbackGoesAllItsWay(t *testing.T) {
	each(t, func(s *story) {
		s.at(29, 9, 10)
		id := db.NewID()
		s.sent(id, attention.Quick, false)
		if m := s.message(s.Lone, id); m.State() != attention.Sent || !m.DueAt.Equal(clock.NewDate(2026, 9, 30).At(9, 10)) {
			t.Errorf("sent: %s, due %v", m.State(), m.DueAt)
		}
		err := s.as(s.Dorthe, func(ctx context.Context, f *casefile.Writer) error { return attention.Acknowledge(ctx, f, id) })
		if fault.KindOf(err) == fault.Internal || err == nil {
			t.Errorf("what was not delivered was acknowledged: %v", err)
		}
		s.machine(attention.Deliver, id)
		s.machine(attention.Deliver, id)
		if m := s.message(s.Dorthe, id); m.State() != attention.Delivered || m.Body != "Hun ringede i morges." {
			t.Errorf("delivered: %+v", m)
		}
		s.at(29, 11, 0)
		s.must(s.Dorthe, func(ctx context.Context, f *casefile.Writer) error { return attention.Acknowledge(ctx, f, id) })
		s.at(29, 12, 0)
		s.must(s.Dorthe, func(ctx context.Context, f *casefile.Writer) error { return attention.Acknowledge(ctx, f, id) })
		m := s.message(s.Lone, id)
		if m.State() != attention.Acknowledged || !m.AcknowledgedAt.Equal(clock.NewDate(2026, 9, 29).At(11, 0)) || m.AcknowledgedBy != "dorthe" {
			t.Errorf("acknowledged: %+v", m)
		}
	})
}

func TestOnlyTheAdviserAcknowledges(t *testing.T) {
	each(t, func(s *story) {
		id := db.NewID()
		s.sent(id, attention.Quick, false)
		s.machine(attention.Deliver, id)
		for _, a := range []access.Actor{s.Lone, s.Ellen, s.Gitte} {
			s.Denied(t, s.as(a, func(ctx context.Context, f *casefile.Writer) error { return attention.Acknowledge(ctx, f, id) }))
		}
		s.Denied(t, s.as(s.Dorthe, func(ctx context.Context, f *casefile.Writer) error {
			return attention.Raise(ctx, f, attention.Flag{ID: db.NewID(), What: "x", OwnerID: "lone"})
		}))
	})
}

func TestOverdueFeedbackReachesTheDeputy(t *testing.T) {
	each(t, func(s *story) {
		s.at(29, 9, 10)
		id := db.NewID()
		s.sent(id, attention.Quick, false)
		s.machine(attention.Deliver, id)
		s.at(30, 9, 10)
		s.machine(attention.Escalate, id)
		s.Denied(t, s.Read(t, s.Lars, s.course, func(context.Context, *casefile.Reader) error { return nil }))
		s.at(30, 9, 11)
		s.machine(attention.Escalate, id)
		if m := s.message(s.Lars, id); m.EscalatedTo != "lars" || !m.Overdue(s.Now()) || m.Late(s.Now()) != time.Minute {
			t.Errorf("got %+v", m)
		}
		s.must(s.Lars, func(ctx context.Context, f *casefile.Writer) error { return attention.Acknowledge(ctx, f, id) })
	})
}

func TestSentMessageIsNotRewritten(t *testing.T) {
	each(t, func(s *story) {
		id := db.NewID()
		s.sent(id, attention.Quick, false)
		err := s.as(s.Lone, func(ctx context.Context, f *casefile.Writer) error {
			return attention.Write(ctx, f, attention.Feedback{ID: id, Kind: attention.Quick, Subject: "Andet", Body: "Andet", Version: 2})
		})
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("got %v, want a conflict", err)
		}
	})
}

func TestTwoTabsDoNotOverwriteEachOther(t *testing.T) {
	each(t, func(s *story) {
		id := db.NewID()
		write := func(subject string, version int64) error {
			return s.as(s.Lone, func(ctx context.Context, f *casefile.Writer) error {
				return attention.Write(ctx, f, attention.Feedback{ID: id, Kind: attention.Quick, Subject: subject, Body: "b", Version: version})
			})
		}
		s.OK(t, write("første", 0))
		s.OK(t, write("anden", 1))
		if err := write("tredje", 1); fault.KindOf(err) != fault.Conflict {
			t.Errorf("got %v, want a conflict", err)
		}
		if m := s.message(s.Lone, id); m.Subject != "anden" {
			t.Errorf("got %q", m.Subject)
		}
	})
}

func TestQuestionForHoursNeedsADecision(t *testing.T) {
	each(t, func(s *story) {
		id := db.NewID()
		s.sent(id, attention.Hours, false)
		s.machine(attention.Deliver, id)
		reply := func(decision string) error {
			return s.as(s.Dorthe, func(ctx context.Context, f *casefile.Writer) error {
				return attention.Reply(ctx, f, id, attention.Answer{ID: db.NewID(), Decision: decision, Text: "I orden"})
			})
		}
		problem(t, reply(""), "decision", "attention.no-decision")
		s.OK(t, reply("yes"))
		if m := s.message(s.Lone, id); m.AwaitsAnswer() || m.State() != attention.Acknowledged || m.Answers[0].Decision != "yes" {
			t.Errorf("got %+v", m)
		}
	})
}

func TestFlagOutcomesNeedWhatTheyName(t *testing.T) {
	each(t, func(s *story) {
		flag := db.NewID()
		problem(t, s.as(s.Lone, func(ctx context.Context, f *casefile.Writer) error {
			return attention.Raise(ctx, f, attention.Flag{ID: flag, What: "Mor sover ikke", OwnerID: "dorthe"})
		}), "owner", "attention.owner-not-on-team")
		s.must(s.Lone, func(ctx context.Context, f *casefile.Writer) error {
			return attention.Raise(ctx, f, attention.Flag{ID: flag, What: "Mor sover ikke", OwnerID: "lone"})
		})
		resolve := func(step attention.Step) error {
			step.ID, step.FlagID, step.Reason = db.NewID(), flag, "fordi"
			return s.as(s.Lone, func(ctx context.Context, f *casefile.Writer) error { return attention.Resolve(ctx, f, step) })
		}
		problem(t, resolve(attention.Step{Outcome: "forget"}), "outcome", "attention.no-outcome")
		problem(t, resolve(attention.Step{Outcome: attention.Tell}), "outcome", "attention.outcome-needs.tell")
		problem(t, resolve(attention.Step{Outcome: attention.Adapt, RefersTo: "x"}), "outcome", "attention.outcome-needs.adapt")
		id := db.NewID()
		s.sent(id, attention.Quick, true)
		s.OK(t, resolve(attention.Step{Outcome: attention.Tell, RefersTo: id}))
		if err := resolve(attention.Step{Outcome: attention.Nothing}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a closed flag was closed again: %v", err)
		}
	})
}

func TestDangerIsNotPutAwayByOnePerson(t *testing.T) {
	each(t, func(s *story) {
		flag := db.NewID()
		s.must(s.Lone, func(ctx context.Context, f *casefile.Writer) error {
			return attention.Raise(ctx, f, attention.Flag{ID: flag, What: "Blå mærker", OwnerID: "lone", Danger: true})
		})
		nothing := func(a access.Actor) error {
			return s.as(a, func(ctx context.Context, f *casefile.Writer) error {
				return attention.Resolve(ctx, f, attention.Step{ID: db.NewID(), FlagID: flag, Outcome: attention.Nothing, Reason: "Lægen har set dem"})
			})
		}
		s.OK(t, nothing(s.Lone))
		problem(t, nothing(s.Lone), "outcome", "attention.two-people")
		s.OK(t, nothing(s.Gitte))
		s.must(s.Lone, func(ctx context.Context, f *casefile.Writer) error {
			got, err := attention.GetFlag(ctx, &f.Reader, flag)
			if got.Open() {
				t.Error("two people agreed and the flag is open")
			}
			return err
		})
	})
}

func TestAdviceIsAnsweredOnce(t *testing.T) {
	each(t, func(s *story) {
		id := db.NewID()
		s.must(s.Dorthe, func(ctx context.Context, f *casefile.Writer) error {
			return attention.Ask(ctx, f, id, "Hvad råder I til?")
		})
		answer := func(a access.Actor) error {
			return s.as(a, func(ctx context.Context, f *casefile.Writer) error {
				return attention.AnswerAdvice(ctx, f, id, "Vent en uge.")
			})
		}
		s.Denied(t, answer(s.Dorthe))
		s.OK(t, answer(s.Lone))
		if err := answer(s.Ellen); fault.KindOf(err) != fault.Conflict {
			t.Errorf("got %v, want a conflict", err)
		}
		s.must(s.Dorthe, func(ctx context.Context, f *casefile.Writer) error {
			all, err := attention.AllAdvice(ctx, &f.Reader)
			if len(all) != 1 || all[0].Answer != "Vent en uge." || all[0].DueOn != clock.NewDate(2026, 10, 6) {
				t.Errorf("got %+v", all)
			}
			return err
		})
	})
}

func TestReconciliationSeesWhatWasNotStored(t *testing.T) {
	each(t, func(s *story) {
		ctx := context.Background()
		kept, lost := db.NewID(), db.NewID()
		s.sent(kept, attention.Quick, false)
		s.sent(lost, attention.Quick, false)
		s.machine(attention.Deliver, kept)
		s.machine(attention.Deliver, lost)
		days := func(a access.Actor) (out []attention.Day) {
			s.OK(t, s.Store.Update(ctx, func(tx *casefile.Tx) (err error) {
				out, err = attention.Reconcile(ctx, tx, a, 2)
				return err
			}))
			return out
		}
		if d := days(s.Dorthe)[0]; d.Sent != 2 || !d.Equal() {
			t.Errorf("got %+v", d)
		}
		s.OK(t, s.Store.DB.Update(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `DELETE FROM feedback_received WHERE feedback_id = $1`, lost)
			return err
		}))
		for _, a := range []access.Actor{s.Lone, s.Dorthe} {
			if d := days(a)[0]; d.Equal() || d.Received != 1 {
				t.Errorf("%s does not see that one was lost: %+v", a.ID, d)
			}
		}
		if d := days(s.Birgitte)[0]; d.Sent != 0 {
			t.Errorf("somebody else counts them: %+v", d)
		}
	})
}

func TestInboxPutsTheOldestPromiseFirst(t *testing.T) {
	each(t, func(s *story) {
		ctx := context.Background()
		var ids [3]string
		for i := range ids {
			ids[i] = db.NewID()
			s.at(20+i, 9, 0)
			s.sent(ids[i], attention.Quick, false)
			s.machine(attention.Deliver, ids[i])
		}
		s.must(s.Dorthe, func(ctx context.Context, f *casefile.Writer) error { return attention.Acknowledge(ctx, f, ids[0]) })
		s.OK(t, s.Store.Update(ctx, func(tx *casefile.Tx) error {
			all, err := attention.Inbox(ctx, tx, s.Dorthe)
			if len(all) != 3 || all[0].ID != ids[1] || all[2].ID != ids[0] || all[1].Subject != "Sanne er flyttet" {
				t.Errorf("got %d messages in the wrong order", len(all))
			}
			if w, err := attention.Count(ctx, tx, s.Dorthe); err != nil || w.Messages != 2 {
				t.Errorf("count %+v, %v", w, err)
			}
			return err
		}))
	})
}

func TestNotificationIsReassessedBySomebodyNew(t *testing.T) {
	each(t, func(s *story) {
		id := db.NewID()
		s.at(24, 10, 0)
		s.must(s.Dorthe, func(ctx context.Context, f *casefile.Writer) error {
			return attention.ReceiveNotification(ctx, f, attention.Notification{ID: id, Source: "daycare", Facts: "Alma slog.", Notifier: "nabo", ReceivedAt: s.Now(), Reassess: true})
		})
		err := s.as(s.Dorthe, func(ctx context.Context, f *casefile.Writer) error {
			return attention.Handle(ctx, f, id, attention.Reassessed)
		})
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("the same adviser reassessed: %v", err)
		}
		s.must(s.Lone, func(ctx context.Context, f *casefile.Writer) error {
			n, err := attention.GetNotification(ctx, &f.Reader, id)
			if n.Notifier != "" || n.ReceiptDue() != clock.NewDate(2026, 10, 2) {
				t.Errorf("got %+v", n)
			}
			return err
		})
	})
}

func TestUrgentIsNeverPromisedLater(t *testing.T) {
	for name, c := range map[string]struct {
		sent   time.Time
		urgent bool
		want   time.Time
	}{
		"in the morning":              {clock.NewDate(2026, 9, 29).At(9, 10), false, clock.NewDate(2026, 9, 30).At(9, 10)},
		"urgent in the morning":       {clock.NewDate(2026, 9, 29).At(9, 10), true, clock.NewDate(2026, 9, 29).At(13, 10)},
		"urgent in a night to Monday": {clock.NewDate(2026, 10, 4).At(4, 0), true, clock.NewDate(2026, 10, 5).At(4, 0)},
	} {
		if got := attention.Promise(c.sent, c.urgent); !got.Equal(c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
