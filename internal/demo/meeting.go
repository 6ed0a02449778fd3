package demo

import (
	"context"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/contact"
	"samspil/internal/demo/texts"
	"samspil/internal/session"
)

// meeting is one contact between a child and somebody the child does not live
// with. What may not be described is left out of it when it is written.
type meeting struct {
	id, strand string
	start      time.Time
	minutes    int // the child and the parent together
	direct     int // all time with the family, talks before and after included
	indirect   int
	staff      []string
	child      string // words of people
	parent     string
	place      string
	brought    string
	described  bool
	supervised bool
	words      texts.Talk
	rating     int // the parent's 0 to 10; -1 when not asked
	goals      map[string]string
	attention  bool
	unsigned   bool   // the question about attention is still open
	afterwards string // what the place of care told next day
	cancel     *session.Cancellation
}

func (m *meeting) end() time.Time { return m.start.Add(time.Duration(m.minutes) * time.Minute) }

// written is when the contact was written and signed, or was called off.
func (m *meeting) written() time.Time {
	switch {
	case m.cancel == nil:
		return m.end().Add(40 * time.Minute)
	case m.cancel.NoticeAt.IsZero():
		return m.start.Add(35 * time.Minute)
	}
	return m.cancel.NoticeAt.Add(5 * time.Minute)
}

// meetings tells a series of contacts in the order of time. What lies ahead of
// the story's day is only planned.
func (f *family) meetings(list []*meeting) {
	for i, m := range list {
		before := m.start
		if i > 0 {
			before = list[i-1].written().Add(3 * time.Minute)
		}
		f.at(f.booked(before, m.start), f.lead, func(ctx context.Context, w *casefile.Writer) error {
			_, err := contact.Book(ctx, w, m.strand, m.booking(f))
			return err
		})
		if m.written().Before(f.day.At(0, 0)) {
			f.meet(m)
		}
	}
}

func (m *meeting) booking(f *family) session.Session {
	return session.Session{
		ID: m.id, EntryID: newID(), Kind: session.Contact, PlannedStart: m.start, PlannedEnd: m.end(), Place: m.place,
		Staff: m.staff, Persons: f.ids([]string{m.child, m.parent}),
	}
}

// meet tells what became of one contact.
func (f *family) meet(m *meeting) {
	if m.cancel != nil {
		f.at(m.written(), m.staff[0], func(ctx context.Context, w *casefile.Writer) error {
			return session.Cancel(ctx, w, session.Signature{SessionID: m.id, EntryID: newID(), Version: 1}, *m.cancel)
		})
		return
	}
	f.at(m.start.Add(-5*time.Minute), m.staff[0], func(ctx context.Context, w *casefile.Writer) error {
		return contact.Prepare(ctx, w, m.id, m.before(f))
	})
	f.at(m.written(), m.staff[0], func(ctx context.Context, w *casefile.Writer) error {
		if err := contact.Record(ctx, w, m.id, m.during(f)); err != nil {
			return err
		}
		if err := contact.Answer(ctx, w, m.id, m.after()); err != nil || m.unsigned {
			return err
		}
		return contact.Sign(ctx, w, session.Signature{SessionID: m.id, EntryID: newID(), Version: 3})
	})
	if m.afterwards == "" {
		return
	}
	told := m.start.AddDate(0, 0, 1)
	f.at(told, m.staff[0], func(ctx context.Context, w *casefile.Writer) error {
		return contact.Hear(ctx, w, m.id, contact.Afterwards{
			Entry: contact.Entry{ID: newID()}, Told: m.afterwards, By: "Plejemor, på telefon", At: told.Add(-20 * time.Minute),
		})
	})
}

func (m *meeting) before(f *family) contact.Before {
	b := contact.Before{
		Entry: contact.Entry{ID: newID()}, Held: yes, Start: m.start.Add(-25 * time.Minute), End: m.start.Add(-5 * time.Minute),
		With: f.ids([]string{m.parent}), GoAhead: contact.GoYes,
	}
	if m.described {
		b.Focus, b.LooksForward, b.WillTry, b.HelpHow, b.Coding = m.words.Focus, m.words.Looks, m.words.Tries, m.words.Helps, yes
	}
	return b
}

func (m *meeting) during(f *family) contact.During {
	d := contact.During{
		Entry: contact.Entry{ID: newID()}, Start: m.start, End: m.end(), Staff: m.staff, Persons: f.ids([]string{m.child, m.parent}),
		BroughtBy: m.brought, FetchedBy: m.brought, BroughtAt: m.start.Add(-2 * time.Minute), FetchedAt: m.end().Add(3 * time.Minute),
		Outcome: contact.AsAgreed, Place: m.place, DirectMinutes: m.direct,
	}
	if m.supervised {
		d.PresentThroughout, d.ConditionsKept = yes, yes
	}
	if m.described {
		d.Arrival, d.Observation, d.Help, d.Goodbye, d.ChildWords = m.words.Arrival, m.words.Seen, m.words.Help, m.words.Goodbye, m.words.Own
	}
	return d
}

func (m *meeting) after() contact.After {
	a := contact.After{
		Entry: contact.Entry{ID: newID()}, Held: yes, Start: m.end().Add(5 * time.Minute), End: m.end().Add(30 * time.Minute),
		NextTime: m.words.Next, IndirectMinutes: m.indirect, WritingMinutes: 4,
	}
	if m.described {
		a.ParentWords, a.FocusAnswer, a.Interpretation, a.Assessment = m.words.Parent, m.words.Answer, m.words.Meant, m.words.Thought
		a.GoalNotes = m.goals
		if m.rating >= 0 {
			a.FocusRating = &m.rating
		}
	}
	switch {
	case m.unsigned:
	case m.attention:
		a.Attention = yes
	default:
		a.Attention = no
	}
	return a
}

// arrange enters a legal state of contact at a time.
func (f *family) arrange(at time.Time, by, child, counterpart string, a contact.Arrangement) {
	f.at(at, by, func(ctx context.Context, w *casefile.Writer) error {
		a.Children, a.Counterpart = []string{f.who[child]}, f.who[counterpart]
		for i, word := range a.NeverMeet {
			a.NeverMeet[i] = f.who[word]
		}
		return contact.Arrange(ctx, w, a)
	})
}
