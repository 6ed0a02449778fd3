package demo

import (
	"context"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/demo/texts"
	"samspil/internal/session"
)

// visit is one activity in a family's calendar, other than a contact.
type visit struct {
	id        string
	kind      session.Kind
	start     time.Time
	direct    int // minutes with the family
	indirect  int // minutes of preparing and writing
	travel    int
	staff     []string // the first in charge
	with      []string // words of people
	place     string
	note      texts.Note
	goals     map[string]string // goal to a note
	children  map[string]string // word of a child to a note
	aims      []string
	theme     string
	takenIn   string
	agreement string
	attention bool
	buildsOn  string
	cancel    *session.Cancellation
}

func (v *visit) end() time.Time { return v.start.Add(time.Duration(v.direct) * time.Minute) }

// visits tells a series of activities in the order of time: each is put in the
// calendar when the one before has been written, and written and signed soon
// after it was held. What lies ahead of the story's day is only planned.
func (f *family) visits(list []*visit) {
	for i, v := range list {
		if v.id == "" {
			v.id = newID()
		}
		before := v.start
		if i > 0 {
			before = list[i-1].written()
		}
		f.at(f.booked(before, v.start), f.lead, func(ctx context.Context, w *casefile.Writer) error { return session.Plan(ctx, w, v.session(f)) })
		if v.written().Before(f.day.At(0, 0)) {
			f.at(v.written(), v.staff[0], v.write(f))
		}
	}
}

// booked is when something was put in the calendar: when what came before it had
// been written, not before the course began, and not on the story's own day.
func (f *family) booked(before, start time.Time) time.Time {
	at := before
	if !at.Before(start) {
		at = start.AddDate(0, 0, -7)
	}
	if first := f.began.Add(10 * time.Minute); at.Before(first) {
		at = first
	}
	if last := f.day.AddDays(-1).At(19, 0); at.After(last) {
		at = last
	}
	return at
}

// written is when the note was signed, or the cancellation noted.
func (v *visit) written() time.Time {
	if v.cancel != nil && !v.cancel.NoticeAt.IsZero() {
		return v.cancel.NoticeAt.Add(4 * time.Minute)
	}
	return v.end().Add(25 * time.Minute)
}

func (v *visit) write(f *family) write {
	return func(ctx context.Context, w *casefile.Writer) error {
		if v.cancel != nil {
			return session.Cancel(ctx, w, session.Signature{SessionID: v.id, EntryID: newID(), Version: 1}, *v.cancel)
		}
		s := v.session(f)
		s.EntryID, s.Version = newID(), 1
		s.Start, s.End = v.start, v.end()
		s.DirectMinutes, s.IndirectMinutes, s.TravelMinutes = v.direct, v.indirect, v.travel
		s.Observation, s.Interpretation, s.Assessment, s.NextTime = v.note.Seen, v.note.Meant, v.note.Thought, v.note.Next
		s.GoalNotes, s.TakenIn, s.Agreement, s.Aims = v.goals, v.takenIn, v.agreement, v.aims
		s.ChildNotes = map[string]string{}
		for word, text := range v.children {
			s.ChildNotes[f.who[word]] = text
		}
		s.Attention = no
		if v.attention {
			s.Attention = yes
		}
		if err := session.Record(ctx, w, s); err != nil {
			return err
		}
		return session.Sign(ctx, w, session.Signature{SessionID: v.id, EntryID: newID(), Version: 2})
	}
}

func (v *visit) session(f *family) session.Session {
	return session.Session{
		ID: v.id, EntryID: newID(), Kind: v.kind, PlannedStart: v.start, PlannedEnd: v.end(), Place: v.place, Theme: v.theme,
		Staff: v.staff, Persons: f.ids(v.with), BuildsOn: v.buildsOn,
	}
}

// weekday gives the working day nearest to a day, on the same side of the
// story's own day and not before the course began: people are not visited on
// Sundays because the story is moved.
func (f *family) weekday(d clock.Date) clock.Date {
	for _, step := range []int{0, -1, 1, -2, 2, -3, 3, 4, 5} {
		near := d.AddDays(step)
		if clock.IsWorkingDay(near) && near.Before(f.day) == d.Before(f.day) && !near.Before(clock.DateOf(f.began)) {
			return near
		}
	}
	return d
}
