package contact_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/person"
	"samspil/internal/session"
)

func on(month time.Month, day int) clock.Date { return clock.NewDate(2026, month, day) }

// family is a course of developmental contact: a small child placed with
// consent, and a mother with sole custody who wants support.
type family struct {
	t      *testing.T
	w      *casefiletest.World
	course string
	child  string
	mother string
	strand string
}

func each(t *testing.T, f func(b *family)) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) { f(newFamily(t, w)) })
}

func newFamily(t *testing.T, w *casefiletest.World) *family {
	b := &family{t: t, w: w, course: w.Course(t), strand: db.NewID()}
	w.SetNow(clock.NewDate(2026, 3, 16).At(9, 0))
	w.OK(t, b.write(w.Dorthe, func(ctx context.Context, f *casefile.Writer) (err error) {
		if b.child, err = person.Add(ctx, f, person.Card{Role: person.Child, Name: "Noah", Birth: clock.NewDate(2023, 7, 19)}); err != nil {
			return err
		}
		if b.mother, err = person.Add(ctx, f, person.Card{Role: person.Parent, Name: "Sanne", Birth: clock.NewDate(2002, 10, 6)}); err != nil {
			return err
		}
		yes := true
		err = person.Relate(ctx, f, person.Relation{From: b.mother, To: b.child, Kind: person.MotherOf, Custody: &yes, Source: "henvisningen"})
		if err != nil {
			return err
		}
		if err := b.consent(ctx, f, course.ForSupportedContact, course.Given, on(3, 16).At(9, 0)); err != nil {
			return err
		}
		return contact.Arrange(ctx, f, b.supported())
	}))
	w.SetNow(casefiletest.Start)
	return b
}

func (b *family) supported() contact.Arrangement {
	return contact.Arrangement{
		ID: b.strand, Children: []string{b.child}, Counterpart: b.mother, State: contact.Supported,
		Basis: "barnets lov § 104, stk. 3", DecidedBy: contact.Municipality, DecidedOn: on(3, 16), From: on(3, 16),
		Document: "Afgørelse", Frequency: contact.Frequency{EveryWeeks: 1, Minutes: 120}, Purpose: "Støtte til Sanne i samværet",
	}
}

func (b *family) consent(ctx context.Context, f *casefile.Writer, k course.ConsentKind, s course.ConsentStatus, at time.Time) error {
	return course.RecordConsent(ctx, f, course.Consent{ID: db.NewID(), PersonID: b.mother, Kind: k, Status: s, At: at,
		How: course.Signed, Scope: "Noter om samvær; læses af teamet"})
}

func (b *family) write(who access.Actor, f func(ctx context.Context, f *casefile.Writer) error) error {
	b.t.Helper()
	return b.w.Write(b.t, who, b.course, f)
}

func (b *family) do(f func(ctx context.Context, f *casefile.Writer) error) {
	b.t.Helper()
	b.w.OK(b.t, b.write(b.w.Lone, f))
}

func (b *family) agree(s course.ConsentStatus, at time.Time) {
	b.t.Helper()
	b.do(func(ctx context.Context, f *casefile.Writer) error { return b.consent(ctx, f, course.ForRecord, s, at) })
}

// booked puts a contact of two hours in the calendar.
func (b *family) booked(day clock.Date) string {
	b.t.Helper()
	id := db.NewID()
	b.do(func(ctx context.Context, f *casefile.Writer) error {
		_, err := contact.Book(ctx, f, b.strand, b.session(id, day))
		return err
	})
	return id
}

func (b *family) session(id string, day clock.Date) session.Session {
	return session.Session{ID: id, EntryID: db.NewID(), PlannedStart: day.At(14, 30), PlannedEnd: day.At(16, 30),
		Place: "Familiehuset", Staff: []string{"lone"}, Persons: []string{b.child, b.mother}}
}

func (b *family) get(id string) (c contact.Contact) {
	b.t.Helper()
	b.w.OK(b.t, b.w.Read(b.t, b.w.Lone, b.course, func(ctx context.Context, f *casefile.Reader) (err error) {
		c, err = contact.Get(ctx, f, id)
		return err
	}))
	return c
}

// attended is the least that is always written down.
func (b *family) attended(day clock.Date) contact.During {
	return contact.During{
		Entry: contact.Entry{ID: db.NewID()}, Start: day.At(14, 30), End: day.At(16, 30), BroughtBy: "Plejemor", FetchedBy: "Plejemor",
		Staff: []string{"lone"}, Persons: []string{b.child, b.mother}, Outcome: contact.AsAgreed, Place: "Familiehuset", DirectMinutes: 150,
	}
}

func (b *family) record(id string, d contact.During) error {
	b.t.Helper()
	return b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error { return contact.Record(ctx, f, id, d) })
}

func (b *family) sign(id string) error {
	b.t.Helper()
	version := b.get(id).Version
	return b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		return contact.Sign(ctx, f, session.Signature{SessionID: id, EntryID: db.NewID(), Version: version})
	})
}

func wantFields(t *testing.T, err error, want ...string) {
	t.Helper()
	e, ok := fault.As(err)
	if !ok || e.Kind != fault.Invalid {
		t.Fatalf("got %v, want an invalid form with %v", err, want)
	}
	var got []string
	for _, f := range e.Fields {
		got = append(got, f.Name+" "+f.Key)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func yes() *bool { v := true; return &v }
func no() *bool  { v := false; return &v }

// B1's first contacts: attendance only until the record agreement is signed,
// description from that minute, and off again from the minute of withdrawal.
func TestDescriptionNeedsBasis(t *testing.T) {
	each(t, func(b *family) {
		early, late := b.booked(on(3, 18)), b.booked(on(3, 25))
		words := b.attended(on(3, 18))
		words.Observation = "Noah rakte klodsen frem."
		wantFields(b.t, b.record(early, words), "observation contact.describe.none")
		words.Observation = ""
		b.w.OK(b.t, b.record(early, words))

		b.agree(course.Given, on(3, 20).At(11, 0))
		words = b.attended(on(3, 18))
		words.Version, words.Observation = 1, "Skrevet bagefter."
		wantFields(b.t, b.record(early, words), "observation contact.describe.later")
		words = b.attended(on(3, 25))
		words.Observation = "Noah rakte klodsen frem."
		b.w.OK(b.t, b.record(late, words))

		b.agree(course.Withdrawn, casefiletest.Start.Add(-time.Minute))
		words.ID, words.Version, words.Help = db.NewID(), 1, "Et stille ord"
		words.Observation = ""
		wantFields(b.t, b.record(late, words), "help contact.describe.withdrawn")
		words.Help, words.Incident = "", "Sanne blev utilpas."
		b.w.OK(b.t, b.record(late, words)) // safety is always written
	})
}

// A whole contact: focus before, in view during, answered after; complete or
// saying why not; signed, locked, corrected.
func TestLifeOfAContact(t *testing.T) {
	each(t, func(b *family) {
		b.agree(course.Given, on(3, 20).At(11, 0))
		id := b.booked(on(9, 30))
		b.do(func(ctx context.Context, f *casefile.Writer) error {
			return contact.Prepare(ctx, f, id, contact.Before{Entry: contact.Entry{ID: db.NewID()}, Held: yes(), Focus: "Vent, og følg hans leg"})
		})
		d := b.attended(on(9, 30))
		d.Observation, d.Help, d.ChildWords = "Noah rakte klodsen frem.", "5 gange et stille ord", "»Mere klods.«"
		b.w.OK(b.t, b.record(id, d))

		four := 4
		answer := contact.After{Entry: contact.Entry{ID: db.NewID()}, Held: yes(), ParentWords: "»Han kom selv.«", FocusRating: &four,
			Attention: no(), Assessment: "Sanne venter længere end i august.", IndirectMinutes: 60, WritingMinutes: 4}
		b.do(func(ctx context.Context, f *casefile.Writer) error { return contact.Answer(ctx, f, id, answer) })

		c := b.get(id)
		if c.Before.Focus == "" || *c.After.FocusRating != 4 || c.Number != 1 || c.Observation == "" || c.Attention == nil {
			b.t.Fatalf("read back: %+v", c)
		}
		wantFields(b.t, b.sign(id), "omit.M11 contact.gap.M11", "omit.M14 contact.gap.M14")
		answer.ID, answer.Version = db.NewID(), 1
		answer.Omitted = map[string]string{"M11": "Noah sov ved ankomsten", "M14": "Plejemor hentede i døren"}
		b.do(func(ctx context.Context, f *casefile.Writer) error { return contact.Answer(ctx, f, id, answer) })
		b.w.OK(b.t, b.sign(id))

		answer.ID, answer.Version, answer.Assessment = db.NewID(), 2, "Rettet"
		err := b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error { return contact.Answer(ctx, f, id, answer) })
		wantFields(b.t, err, "reason session.correct.reason.missing")
		answer.Reason = "Jeg skrev under på den forkerte tekst"
		b.do(func(ctx context.Context, f *casefile.Writer) error { return contact.Answer(ctx, f, id, answer) })
		b.wantHistory(id)
	})
}

func (b *family) wantHistory(id string) {
	b.t.Helper()
	var got []string
	b.w.OK(b.t, b.w.Read(b.t, b.w.Lone, b.course, func(ctx context.Context, f *casefile.Reader) error {
		all, err := contact.History(ctx, f, id)
		for _, e := range all {
			if e.After != nil {
				got = append(got, e.After.Assessment)
			}
		}
		return err
	}))
	if diff := cmp.Diff([]string{"Sanne venter længere end i august.", "Sanne venter længere end i august.", "Rettet"}, got); diff != "" {
		b.t.Errorf("assessments kept (-want +got):\n%s", diff)
	}
	if c := b.get(id); c.Assessment != "Rettet" || !c.Signed() {
		b.t.Errorf("after the correction: %q signed %v", c.Assessment, c.Signed())
	}
}

// Two hand-ins of one part from the same version: the second is a conflict,
// the same one twice is nothing.
func TestPartsHandedInTwice(t *testing.T) {
	each(t, func(b *family) {
		b.agree(course.Given, on(3, 20).At(11, 0))
		id := b.booked(on(9, 30))
		prepare := func(entry, focus string) error {
			return b.write(b.w.Anders, func(ctx context.Context, f *casefile.Writer) error {
				return contact.Prepare(ctx, f, id, contact.Before{Entry: contact.Entry{ID: entry}, Held: yes(), Focus: focus})
			})
		}
		first := db.NewID()
		b.w.OK(b.t, prepare(first, "Vent"))
		b.w.OK(b.t, prepare(first, "Vent"))
		if err := prepare(first, "Andre ord"); fault.KindOf(err) != fault.Conflict {
			b.t.Errorf("other words under the same id: got %v, want a conflict", err)
		}
		if err := prepare(db.NewID(), "Følg"); fault.KindOf(err) != fault.Conflict {
			b.t.Errorf("got %v, want a conflict", err)
		}
		if got := b.get(id).Before; got.Focus != "Vent" || got.Version != 1 {
			b.t.Errorf("got %q at version %d", got.Focus, got.Version)
		}
	})
}

func TestStop(t *testing.T) {
	each(t, func(b *family) {
		id := b.booked(on(9, 30))
		d := b.attended(on(9, 30))
		d.Outcome = contact.Stopped
		b.w.OK(b.t, b.record(id, d))
		halt := func(s contact.Stop) error {
			return b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error { return contact.Halt(ctx, f, s) })
		}
		wantFields(b.t, halt(contact.Stop{ID: db.NewID(), SessionID: id, At: on(9, 30).At(14, 0)}),
			"at contact.stop.at.before", "stop_reason contact.stop.reason.missing", "authority contact.stop.authority.missing",
			"what contact.stop.what.missing", "child_reaction contact.stop.child.missing", "informed contact.stop.informed.missing")
		stop := contact.Stop{ID: db.NewID(), SessionID: id, At: on(9, 30).At(15, 12), Reason: contact.StopDistress, Authority: contact.ByArrangement,
			What: "Noah græd og ville væk.", ChildReaction: "Faldt til ro hos plejemor", Informed: "Dorthe kl. 16.40"}
		b.w.OK(b.t, halt(stop))
		b.w.OK(b.t, halt(stop))
		if c := b.get(id); c.Stop == nil || c.Stop.Minute != 42 || c.Stop.DecidedBy != "lone" {
			b.t.Errorf("got %+v, want minute 42", c.Stop)
		}
	})
}

// The two no-shows of B1: two in a row without a word ask for attention; a
// call, or coming, starts the count again.
func TestNoShowsInARow(t *testing.T) {
	each(t, func(b *family) {
		count := func(want int) {
			b.t.Helper()
			b.w.OK(b.t, b.w.Read(b.t, b.w.Lone, b.course, func(ctx context.Context, f *casefile.Reader) error {
				all, err := contact.All(ctx, f)
				if got := contact.NoShowsInARow(all, b.strand); got != want {
					b.t.Errorf("got %d in a row, want %d", got, want)
				}
				return err
			}))
		}
		cancel := func(day clock.Date, notice time.Time) {
			id := b.booked(day)
			b.do(func(ctx context.Context, f *casefile.Writer) error {
				return session.Cancel(ctx, f, session.Signature{SessionID: id, EntryID: db.NewID(), Version: 1},
					session.Cancellation{Side: session.SideParent, Code: session.DidNotCome, NoticeAt: notice})
			})
		}
		cancel(on(8, 26), time.Time{})
		cancel(on(9, 2), time.Time{})
		b.booked(on(10, 7))
		count(2)
		cancel(on(9, 9), on(9, 9).At(12, 0))
		count(0)
		cancel(on(9, 16), time.Time{})
		count(1)
		id := b.booked(on(9, 23))
		b.w.OK(b.t, b.record(id, b.attended(on(9, 23))))
		count(0)
	})
}

func TestWhoMayWhat(t *testing.T) {
	each(t, func(b *family) {
		id := b.booked(on(9, 30))
		for _, who := range []access.Actor{b.w.Gitte, b.w.Dorthe, b.w.Mikkel} {
			b.w.Denied(b.t, b.write(who, func(ctx context.Context, f *casefile.Writer) error {
				return contact.Record(ctx, f, id, b.attended(on(9, 30)))
			}))
			b.w.Denied(b.t, b.w.Read(b.t, who, b.course, func(ctx context.Context, f *casefile.Reader) error {
				_, err := contact.All(ctx, f)
				return err
			}))
		}
		b.w.OK(b.t, b.w.Read(b.t, b.w.Dorthe, b.course, func(ctx context.Context, f *casefile.Reader) error {
			all, err := contact.Arrangements(ctx, f)
			if len(all) != 1 {
				b.t.Errorf("the adviser sees %d arrangements, want 1", len(all))
			}
			return err
		}))
	})
}

// A new version keeps the old one; resuming after a pause the child asked for
// is refused until the child has been asked.
func TestArrangementChanges(t *testing.T) {
	each(t, func(b *family) {
		change := func(a contact.Arrangement) error {
			a.ID, a.StrandID = db.NewID(), b.strand
			return b.write(b.w.Dorthe, func(ctx context.Context, f *casefile.Writer) error { return contact.Arrange(ctx, f, a) })
		}
		pause := contact.Arrangement{Number: 1, Children: []string{b.child}, Counterpart: b.mother, State: contact.Suspended,
			Basis: "barnets lov § 104, stk. 5", DecidedBy: contact.Municipality, DecidedOn: on(8, 14), From: on(8, 17), To: on(10, 11),
			Document: "Afgørelse 14-08", ChildAsked: true, ChildView: "»jeg vil gerne have fri«", ChildViewOn: on(8, 10), Why: "Barnet bad om det"}
		b.w.OK(b.t, change(pause))
		stale := pause
		stale.Number = 1
		if err := change(stale); fault.KindOf(err) != fault.Conflict {
			b.t.Errorf("stale change: got %v, want a conflict", err)
		}
		back := b.supported()
		back.Number, back.From, back.Why = 2, on(10, 12), "Pausen er slut"
		wantFields(b.t, change(back), "child_view contact.resume.ask_child")
		back.ChildView, back.ChildViewOn = "»Det er fint nu«", on(10, 1)
		b.w.OK(b.t, change(back))
		b.w.OK(b.t, b.w.Read(b.t, b.w.Lone, b.course, func(ctx context.Context, f *casefile.Reader) error {
			all, err := contact.Versions(ctx, f)
			if len(all) != 3 || all[0].State != contact.Supported || all[1].ChildView != pause.ChildView {
				b.t.Errorf("versions: %+v", all)
			}
			return err
		}))
	})
}

func TestStateOn(t *testing.T) {
	pause := contact.Arrangement{State: contact.Suspended, From: on(8, 17), To: on(10, 11)}
	open := contact.Arrangement{State: contact.Supported, From: on(3, 16), To: on(10, 11)}
	tests := map[string]struct {
		a    contact.Arrangement
		on   clock.Date
		want contact.State
	}{
		"last day of the pause":     {pause, on(10, 11), contact.Suspended},
		"the day after":             {pause, on(10, 12), contact.Expired},
		"an undated state goes on":  {open, on(10, 12), contact.Supported},
		"supervised without end":    {contact.Arrangement{State: contact.Supervised}, on(10, 12), contact.Supervised},
		"supervised past its end":   {contact.Arrangement{State: contact.Supervised, To: on(9, 30)}, on(10, 1), contact.Expired},
		"cut-off on the last day":   {contact.Arrangement{State: contact.CutOff, To: on(10, 1)}, on(10, 1), contact.CutOff},
		"unregulated never expires": {contact.Arrangement{State: contact.Unregulated, To: on(9, 1)}, on(10, 1), contact.Unregulated},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := test.a.StateOn(test.on); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// What the law and the decisions forbid is refused at booking, in words at the
// field; a booking that has become wrong since is warned of.
func TestBookingIsChecked(t *testing.T) {
	each(t, func(b *family) {
		book := func(change func(*session.Session)) error {
			s := b.session(db.NewID(), on(10, 7))
			change(&s)
			return b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
				_, err := contact.Book(ctx, f, b.strand, s)
				return err
			})
		}
		b.do(func(ctx context.Context, f *casefile.Writer) error {
			err := person.Keep(ctx, f, b.child, person.NewPlace{ID: db.NewID(), Kind: person.Placement, Where: person.NewWhereabouts("Rønnehøj 999, 0000 Kanarieby")}, "")
			if err != nil {
				return err
			}
			return person.Protect(ctx, f, person.Protection{ID: db.NewID(), PersonID: b.child, Kind: person.HiddenPlacement, Basis: "s105.1.3",
				Against: []string{b.mother}, From: on(3, 16), Until: clock.NewDate(2027, 2, 23), Document: "Afgørelse", Source: "udvalget"})
		})
		wantFields(b.t, book(func(s *session.Session) { s.PlannedStart, s.PlannedEnd = on(3, 2).At(10, 0), on(3, 2).At(12, 0) }),
			"start contactcheck.v6.too_early")
		wantFields(b.t, book(func(s *session.Session) { s.Place = "Ved Rønnehøj" }), "place contactcheck.v11.reveals")
		b.w.OK(b.t, book(func(*session.Session) {}))

		pause := contact.Arrangement{ID: db.NewID(), StrandID: b.strand, Number: 1, State: contact.Suspended, DecidedBy: contact.Municipality,
			DecidedOn: on(10, 1), From: on(10, 1), To: on(11, 1), Document: "Afgørelse", ChildAsked: true, ChildView: "»Fri«", ChildViewOn: on(9, 30), Why: "Barnet bad om det"}
		b.w.OK(b.t, b.write(b.w.Dorthe, func(ctx context.Context, f *casefile.Writer) error { return contact.Arrange(ctx, f, pause) }))
		wantFields(b.t, book(func(*session.Session) {}), "start contactcheck.v6.suspended")
		b.w.OK(b.t, b.w.Read(b.t, b.w.Lone, b.course, func(ctx context.Context, f *casefile.Reader) error {
			all, err := contact.All(ctx, f)
			if err != nil {
				return err
			}
			found, err := contact.Warnings(ctx, f, all[len(all)-1])
			if len(found) != 1 || found[0].Rule != "V6" {
				b.t.Errorf("warnings about what was booked before the pause: %+v", found)
			}
			return err
		}))
	})
}
