package contact_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/casefile"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/session"
)

func (b *family) coding(id string, agrees bool, at time.Time) error {
	b.t.Helper()
	return b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		return contact.AnswerCoding(ctx, f, contact.CodingAnswer{ID: db.NewID(), SessionID: id, Agrees: agrees, At: at})
	})
}

// A yes holds until a no, and a no until a yes, by when they were said and not by
// when they were written down.
func TestAnAnswerAboutCodingHoldsUntilTheNext(t *testing.T) {
	each(t, func(b *family) {
		id := b.booked(on(9, 30))
		day := on(9, 30)
		if c := b.get(id); c.CodingAt(day.At(15, 0)) != nil || c.CodingAhead() != nil {
			b.t.Error("nobody has asked yet")
		}
		b.w.OK(b.t, b.coding(id, true, day.At(15, 20)))
		b.w.OK(b.t, b.coding(id, false, day.At(14, 50))) // came later and was said before
		b.w.OK(b.t, b.coding(id, true, day.At(14, 25)))
		c := b.get(id)
		got := []*bool{c.CodingAt(day.At(14, 24)), c.CodingAt(day.At(14, 25)), c.CodingAt(day.At(14, 49)), c.CodingAt(day.At(14, 50)), c.CodingAt(day.At(15, 20)), c.CodingAhead()}
		if diff := cmp.Diff([]*bool{nil, yes(), yes(), no(), yes(), yes()}, got); diff != "" {
			b.t.Errorf("in force (-want +got):\n%s", diff)
		}
		if c.Coding[0].EnteredBy != "lone" || c.Coding[0].EnteredAt.IsZero() {
			b.t.Errorf("by whom and when: %+v", c.Coding[0])
		}
		all := map[string]int{}
		b.w.OK(b.t, b.w.Read(b.t, b.w.Lone, b.course, func(ctx context.Context, f *casefile.Reader) error {
			list, err := contact.All(ctx, f)
			for _, c := range list {
				all[c.ID] = len(c.Coding)
			}
			return err
		}))
		if all[id] != 3 {
			b.t.Errorf("among all contacts: %v", all)
		}
	})
}

func TestWhatIsNoAnswerAboutCoding(t *testing.T) {
	each(t, func(b *family) {
		id, other := b.booked(on(9, 30)), b.booked(on(9, 16))
		wantFields(b.t, b.coding(id, true, time.Time{}), "at contact.coding.at.missing")
		wantFields(b.t, b.coding(id, true, b.w.Now().Add(time.Hour)), "at session.start.future")
		wantFields(b.t, b.coding(id, true, on(9, 1).At(9, 0)), "at contact.coding.at.early")
		if err := b.coding("nowhere", true, on(9, 30).At(9, 0)); fault.KindOf(err) != fault.NotFound {
			b.t.Errorf("of no contact: %v", err)
		}
		b.w.Denied(b.t, b.write(b.w.Dorthe, func(ctx context.Context, f *casefile.Writer) error {
			return contact.AnswerCoding(ctx, f, contact.CodingAnswer{ID: db.NewID(), SessionID: id, At: b.w.Now()})
		}))
		a := contact.CodingAnswer{ID: db.NewID(), SessionID: id, Agrees: true, At: on(9, 30).At(14, 20)}
		put := func(a contact.CodingAnswer) error {
			return b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error { return contact.AnswerCoding(ctx, f, a) })
		}
		b.w.OK(b.t, put(a))
		b.w.OK(b.t, put(a))
		a.Agrees = false
		if err := put(a); fault.KindOf(err) != fault.Conflict {
			b.t.Errorf("one id with two answers: %v", err)
		}
		if c := b.get(id); len(c.Coding) != 1 || !c.Coding[0].Agrees {
			b.t.Errorf("%+v", c.Coding)
		}
		b.do(func(ctx context.Context, f *casefile.Writer) error {
			return session.Cancel(ctx, f, session.Signature{SessionID: other, EntryID: db.NewID(), Version: 1}, session.Cancellation{
				Side: session.SideParent, Code: session.Ill, NoticeAt: on(9, 15).At(9, 0)})
		})
		if err := b.coding(other, true, on(9, 16).At(14, 0)); fault.KindOf(err) != fault.Conflict {
			b.t.Errorf("of a contact that was called off: %v", err)
		}
	})
}

// The form of the talk ahead asks too. It says what was answered there; what was
// said during the contact stays in force.
func TestTheTalkAheadAsksAboutCoding(t *testing.T) {
	each(t, func(b *family) {
		b.agree(course.Given, on(3, 20).At(11, 0))
		id, day := b.booked(on(9, 30)), on(9, 30)
		version := int64(0)
		prepare := func(coding *bool) {
			b.t.Helper()
			b.do(func(ctx context.Context, f *casefile.Writer) error {
				return contact.Prepare(ctx, f, id, contact.Before{Entry: contact.Entry{ID: db.NewID(), Version: version}, Held: yes(),
					Start: day.At(14, 10), End: day.At(14, 20), Focus: "Vent", Coding: coding})
			})
			version++
		}
		prepare(nil)
		if c := b.get(id); len(c.Coding) != 0 || c.Before.Coding != nil {
			b.t.Errorf("not asked: %+v", c.Coding)
		}
		prepare(yes())
		b.w.OK(b.t, b.coding(id, false, day.At(14, 55)))
		prepare(yes()) // as it stands
		c := b.get(id)
		if len(c.Coding) != 2 || !c.Coding[0].At.Equal(day.At(14, 20)) || *c.Before.Coding != true || *c.CodingAt(day.At(15, 0)) {
			b.t.Errorf("%+v", c.Coding)
		}
		prepare(no()) // it was written down wrongly
		if c := b.get(id); len(c.Coding) != 3 || *c.CodingAhead() || *c.CodingAt(day.At(14, 20)) {
			b.t.Errorf("%+v", c.Coding)
		}
	})
}
