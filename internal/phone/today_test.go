package phone_test

import (
	"context"
	"encoding/json"
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
	"samspil/internal/draft"
	"samspil/internal/instrument"
	"samspil/internal/interaction"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/person"
	"samspil/internal/phone"
	"samspil/internal/wire"
)

// running makes the course one that runs; how it came so far is tried in package course.
func (b *house) running() {
	b.t.Helper()
	b.as(b.w.Gitte, func(ctx context.Context, f *casefile.Writer) error {
		_, err := f.Exec(ctx, `UPDATE course SET status = $1 WHERE course_id = $2`, course.Active, b.course)
		return err
	})
}

func (b *house) day(who access.Actor, l lang.Lang) wire.Day {
	b.t.Helper()
	var out wire.Day
	b.w.OK(b.t, b.w.Store.Update(context.Background(), func(tx *casefile.Tx) (err error) {
		out, err = phone.Today(context.Background(), tx, who, "telefon", l)
		return err
	}))
	return out
}

func TestToday(t *testing.T) {
	each(t, func(b *house) {
		b.running()
		last := b.booked(clock.NewDate(2026, 9, 24))
		b.w.SetNow(clock.NewDate(2026, 9, 24).At(18, 0))
		b.put(b.writing(last, wire.Writing{Before: &wire.Before{Held: yes(), Focus: "Vente på Noah"}}))
		during := held()
		during.Start, during.End = "2026-09-24T14:30:00+02:00", "2026-09-24T16:30:00+02:00"
		b.put(b.writing(last, wire.Writing{During: during}))
		b.put(b.writing(last, wire.Writing{After: &wire.After{Held: yes(), NextTime: "Tag bilen med", Attention: no()}}))
		b.w.SetNow(casefiletest.Start)
		now, tomorrow := b.booked(clock.NewDate(2026, 10, 1)), b.booked(clock.NewDate(2026, 10, 2))
		b.booked(clock.NewDate(2026, 10, 9))
		b.do(func(ctx context.Context, f *casefile.Writer) error {
			if err := instrument.Open(ctx, f, instrument.Strand{ID: "streng", Instrument: "goal-rating", Title: "Ro", RaterRole: singlecase.Parent, RaterID: b.mother,
				RaterName: "Sanne Kanariesen, mor", EveryDays: 7, OpenedOn: clock.NewDate(2026, 9, 1)}); err != nil {
				return err
			}
			_, _, err := draft.Save(ctx, f, draft.Key{Form: "during", Object: now}, draft.Typed{Fields: map[string]string{"incident": "Begyndt", "version": "0", "id": "x"}})
			return err
		})
		b.w.SetNow(afternoon)
		b.put(b.writing(now, wire.Writing{Note: &wire.Note{At: "2026-10-01T15:00:00+02:00", Text: "Han griner"}}))
		b.put(b.entry(wire.KindStart, now, segment("stykke", now)))
		b.put(b.entry(wire.KindCode, now, tapOf("stykke", interaction.Point, 1500, "B-INI")))
		d := b.day(b.w.Lone, lang.Danish)
		if len(d.Visits) != 2 || d.Visits[0].Session != now || d.Visits[1].Session != tomorrow || len(d.Courses) != 1 {
			b.t.Fatalf("%+v", d)
		}
		v, c := d.Visits[0], d.Courses[0]
		for i := range v.Drafts {
			v.Drafts[i].Stands = ""
		}
		got := []any{d.Owner, d.Today, v.Initials, v.Label, v.Start, v.End, v.Number, v.Describe, v.Before.Focus, v.LastTime, v.Points[0], len(v.Points), v.Next,
			v.Notes, v.Drafts, v.Segments, v.Versions, v.Persons, len(d.Held)}
		want := []any{"Lone", "2026-10-01", "N.", "Samvær", "2026-10-01T14:30:00+02:00", "2026-10-01T16:30:00+02:00", 2, true, "Vente på Noah", "Tag bilen med",
			wire.Choice{ID: "focus", Label: "Dagens fokus"}, 8, "2026-10-02T14:30:00+02:00",
			[]wire.Note{{At: "2026-10-01T15:00:00+02:00", Text: "Han griner"}}, []wire.Draft{{Form: "during", Fields: map[string]string{"incident": "Begyndt"}}},
			[]wire.DaySegment{{ID: "stykke", Part: "play", Started: "2026-10-01T14:40:00+02:00", Mine: true, Length: 1500, Events: 1}},
			wire.Versions{Session: 1}, []string{b.child, b.mother}, 0}
		if diff := cmp.Diff(want, got); diff != "" {
			b.t.Error(diff)
		}
		gotCourse := []any{c.Initials, c.Contacts, c.Persons, c.Strands, len(c.Key.Public), len(d.Receipts.Public), len(d.Scheme.Codes)}
		wantCourse := []any{"N.", true, []wire.Choice{{ID: b.child, Label: "Noah", Note: "barnet"}, {ID: b.mother, Label: "Sanne", Note: "forælder"}},
			[]wire.DayStrand{{ID: "streng", Label: "Hvor tæt er I på målet lige nu?", Rater: "parent", Who: "Sanne", High: 10, Step: 1, Due: true}}, 65, 65, 9}
		if diff := cmp.Diff(wantCourse, gotCourse); diff != "" {
			b.t.Error(diff)
		}
		if text := b.day(b.w.Lone, lang.English); text.Visits[0].Label != "Contact" {
			b.t.Errorf("in English: %q", text.Visits[0].Label)
		}
		b.fewCan()
	})
}

// fewCan asks for the day as those who do not work with the family by phone.
func (b *house) fewCan() {
	b.t.Helper()
	if d := b.day(b.w.Anders, lang.Danish); len(d.Visits) != 0 || len(d.Courses) != 1 {
		b.t.Errorf("Anders is on the team and has no visit today: %d, %d", len(d.Visits), len(d.Courses))
	}
	for _, who := range []access.Actor{b.w.Gitte, b.w.Dorthe, b.w.Admin, b.w.Karen} {
		if d := b.day(who, lang.Danish); len(d.Visits)+len(d.Courses)+len(d.Held) != 0 {
			b.t.Errorf("%s was given a day: %+v", who.ID, d)
		}
	}
}

// TestTheDayGivesNothingAway looks for a surname, a CPR number, an address, a place
// and what nobody may describe in the bytes that a phone is given.
func TestTheDayGivesNothingAway(t *testing.T) {
	each(t, func(b *house) {
		b.running()
		b.do(func(ctx context.Context, f *casefile.Writer) error {
			return person.Keep(ctx, f, b.mother, person.NewPlace{Kind: person.Home, Where: person.NewWhereabouts("Kanarievej 17, 999X Rønnehøj")}, "")
		})
		id := b.today()
		b.put(b.writing(id, wire.Writing{Before: &wire.Before{Held: yes(), Focus: "Vente på Noah"}}))
		b.put(b.writing(id, wire.Writing{During: held()}))
		for _, withdrawn := range []bool{false, true} {
			if withdrawn {
				b.do(func(ctx context.Context, f *casefile.Writer) error {
					return b.consentAt(ctx, f, course.Withdrawn, clock.NewDate(2026, 10, 1).At(13, 0))
				})
			}
			d := b.day(b.w.Lone, lang.Danish)
			text, err := json.Marshal(d)
			b.w.OK(b.t, err)
			for _, word := range []string{"Kanarie", "Rønnehøj", "999X", "Gulfinken", "00 00 00 17", "gulspurven", "plejemor@"} {
				if strings.Contains(string(text), word) {
					b.t.Errorf("the day holds %q", word)
				}
			}
			if v := d.Visits[0]; v.Describe == withdrawn || withdrawn && (v.Why == "" || v.Before.Focus != "" || len(v.Points) != 2) {
				b.t.Errorf("withdrawn %v: %+v", withdrawn, v)
			}
		}
	})
}

// TestWhatIsBegunAndWhatIsHeldBack: a visit that nobody had planned and that is only
// begun comes back to the phone, and the owner is told what waits for a person.
func TestWhatIsBegunAndWhatIsHeldBack(t *testing.T) {
	each(t, func(b *house) {
		b.running()
		id, unplanned := b.today(), db.NewID()
		b.do(func(ctx context.Context, f *casefile.Writer) error {
			return b.consentAt(ctx, f, course.Withdrawn, clock.NewDate(2026, 10, 1).At(13, 0))
		})
		during := held()
		during.Observation = "Noah rakte bilen frem"
		b.put(b.writing(id, wire.Writing{During: during}))
		b.put(b.writing(unplanned, wire.Writing{Draft: &wire.Draft{Form: "visit", Fields: map[string]string{"observation": "Begyndt"}}}))
		d := b.day(b.w.Lone, lang.Danish)
		if len(d.Held) != 1 || d.Held[0].Session != id || d.Held[0].Why != "Aftalen om noter er trukket tilbage. Skriv kun fremmøde og sikkerhed" {
			b.t.Errorf("%+v", d.Held)
		}
		if len(d.Visits) != 2 || d.Visits[1].Session != unplanned || d.Visits[1].Drafts[0].Fields["observation"] != "Begyndt" || d.Visits[1].Kind != "" {
			b.t.Errorf("%+v", d.Visits)
		}
		b.put(b.writing(unplanned, wire.Writing{Visit: &wire.Visit{Kind: "practical", Start: "2026-10-01T10:00:00+02:00", End: "2026-10-01T11:00:00+02:00", Persons: []string{b.mother}}}))
		if d := b.day(b.w.Lone, lang.Danish); len(d.Visits) != 1 {
			b.t.Errorf("handed in, and still begun: %+v", d.Visits)
		}
	})
}

// TestTheDayIsFast prints how long a day with six visits takes.
func TestTheDayIsFast(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		for range 3 {
			b := newHouse(t, w)
			b.running()
			for week := range 12 {
				day := clock.NewDate(2026, 9, 24).AddDays(-7 * week)
				id := b.booked(day)
				w.SetNow(clock.NewDate(2026, 9, 30).At(18, 0))
				during := held()
				during.Start, during.End = day.At(14, 30).Format(time.RFC3339), day.At(16, 30).Format(time.RFC3339)
				b.put(b.writing(id, wire.Writing{During: during}))
			}
			w.SetNow(casefiletest.Start)
			b.booked(clock.NewDate(2026, 10, 1))
			b.booked(clock.NewDate(2026, 10, 2))
		}
		ctx, began := context.Background(), clock.System()
		const times = 5
		for range times {
			w.OK(t, w.Store.Update(ctx, func(tx *casefile.Tx) error {
				d, err := phone.Today(ctx, tx, w.Lone, "telefon", lang.Danish)
				if len(d.Visits) != 6 {
					t.Errorf("%d visits", len(d.Visits))
				}
				return err
			}))
		}
		t.Logf("a day with six visits and three courses: %v", clock.System().Sub(began)/times)
	})
}

// TestTheDayIsLoggedOnce: a phone that fetches the day every few minutes leaves one line
// a day on the course, and each time one that says how many sessions it was given.
func TestTheDayIsLoggedOnce(t *testing.T) {
	each(t, func(b *house) {
		b.running()
		b.booked(clock.NewDate(2026, 10, 1))
		count := func(query string) (n int) {
			b.w.OK(t, b.w.Store.DB.View(context.Background(), func(tx *db.Tx) error {
				return tx.QueryRow(context.Background(), query, b.course).Scan(&n)
			}))
			return n
		}
		before := count(`SELECT COUNT(*) FROM audit_line WHERE course_id = $1`)
		for range 4 {
			if d := b.day(b.w.Lone, lang.Danish); len(d.Visits) != 1 || len(d.Courses) != 1 {
				t.Fatalf("%+v", d)
			}
			b.w.SetNow(b.w.Now().Add(5 * time.Minute))
		}
		if n := count(`SELECT COUNT(*) FROM audit_line WHERE course_id = $1`) - before; n != 1 {
			t.Errorf("%d lines on the course, want 1", n)
		}
		if n := count(`SELECT COUNT(*) FROM audit_line WHERE kind = 'phone' AND act = 'list' AND result = '1' AND course_id <> $1`); n != 4 {
			t.Errorf("%d lines of the list, want 4", n)
		}
		b.w.SetNow(b.w.Now().AddDate(0, 0, 1))
		b.day(b.w.Lone, lang.Danish)
		if n := count(`SELECT COUNT(*) FROM audit_line WHERE course_id = $1 AND act = 'phone-day' AND object = 'telefon'`); n != 2 {
			t.Errorf("%d days, want 2", n)
		}
	})
}
