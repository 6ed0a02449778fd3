package patterns_test

import (
	"context"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/interaction"
	"samspil/internal/person"
	"samspil/internal/scheme"
	"samspil/internal/session"
	"samspil/internal/web/patterns"
	"samspil/internal/web/testkit"
)

// noah is a course of developmental contact: Lone leads it, Anders is second, Ellen
// the psychologist. The contacts may be described.
type noah struct {
	t                                     *testing.T
	w                                     *casefiletest.World
	walk                                  *testkit.Walk
	course, child, mother, father, strand string
}

func newNoah(t *testing.T) *noah {
	t.Helper()
	w := casefiletest.One(t)
	b := &noah{t: t, w: w, course: w.Course(t), strand: db.NewID()}
	b.walk = testkit.New(t, testkit.Site{Store: w.Store, Routes: patterns.Routes, Templates: patterns.Templates})
	w.SetNow(clock.NewDate(2026, 3, 16).At(9, 0))
	b.write(w.Dorthe, b.begin)
	b.write(w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		return course.RecordConsent(ctx, f, course.Consent{ID: db.NewID(), PersonID: b.mother, Kind: course.ForRecord, Status: course.Given,
			At: clock.NewDate(2026, 3, 16).At(8, 0), How: course.Signed, Scope: "Noter om samvær"})
	})
	w.SetNow(casefiletest.Start)
	return b
}

func (b *noah) begin(ctx context.Context, f *casefile.Writer) (err error) {
	if err = course.Begin(ctx, f, "contactsupport", "dorthe"); err != nil {
		return err
	}
	for _, one := range []struct {
		to   *string
		card person.Card
	}{
		{&b.child, person.Card{Role: person.Child, Name: "Noah", Birth: clock.NewDate(2023, 7, 19)}},
		{&b.mother, person.Card{Role: person.Parent, Name: "Sanne"}},
		{&b.father, person.Card{Role: person.Parent, Name: "Kenneth"}},
	} {
		if *one.to, err = person.Add(ctx, f, one.card); err != nil {
			return err
		}
	}
	yes := true
	if err = person.Relate(ctx, f, person.Relation{From: b.mother, To: b.child, Kind: person.MotherOf, Custody: &yes, Source: "henvisningen"}); err != nil {
		return err
	}
	err = course.RecordConsent(ctx, f, course.Consent{ID: db.NewID(), PersonID: b.mother, Kind: course.ForSupportedContact, Status: course.Given,
		At: clock.NewDate(2026, 3, 16).At(8, 0), How: course.Signed, Scope: "Støttet samvær"})
	if err != nil {
		return err
	}
	return contact.Arrange(ctx, f, contact.Arrangement{
		ID: b.strand, Children: []string{b.child}, Counterpart: b.mother, State: contact.Supported, Basis: "barnets lov § 104, stk. 3",
		DecidedBy: contact.Municipality, DecidedOn: clock.NewDate(2026, 3, 16), From: clock.NewDate(2026, 3, 16), Document: "Afgørelse",
		Frequency: contact.Frequency{EveryWeeks: 1, Minutes: 120}, Purpose: "Støtte til Sanne",
	})
}

func (b *noah) write(who access.Actor, f func(context.Context, *casefile.Writer) error) {
	b.t.Helper()
	b.w.OK(b.t, b.w.Write(b.t, who, b.course, f))
}

func (b *noah) path(parts ...string) string {
	return "/forloeb/" + b.course + "/" + strings.Join(parts, "/")
}

// planned puts a contact of two hours in the calendar; held also holds it.
func (b *noah) planned(day clock.Date) string {
	b.t.Helper()
	id := db.NewID()
	b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		_, err := contact.Book(ctx, f, b.strand, session.Session{ID: id, EntryID: db.NewID(), PlannedStart: day.At(14, 30), PlannedEnd: day.At(16, 30),
			Place: "Familiehuset", Staff: []string{"lone"}, Persons: []string{b.child, b.mother}})
		return err
	})
	return id
}

func (b *noah) held(day clock.Date) string {
	b.t.Helper()
	id := b.planned(day)
	b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		return contact.Record(ctx, f, id, contact.During{
			Entry: contact.Entry{ID: db.NewID()}, Start: day.At(14, 30), End: day.At(16, 30), BroughtBy: "Plejemor", FetchedBy: "Plejemor",
			Staff: []string{"lone"}, Persons: []string{b.child, b.mother}, Outcome: contact.AsAgreed, Place: "Familiehuset", DirectMinutes: 150,
		})
	})
	return id
}

// tap is one thing coded: a point at a second, or a state until another.
type tap struct {
	code      string
	at, until float64
}

// opened begins a segment.
func (b *noah) opened(by access.Actor, sessionID, secondOf string) string {
	b.t.Helper()
	id := db.NewID()
	b.write(by, func(ctx context.Context, f *casefile.Writer) error {
		return interaction.Open(ctx, f, interaction.Segment{ID: id, SessionID: sessionID, Part: "play", Scheme: scheme.Shipped().Ref(), Source: interaction.Desk,
			StartedAt: casefiletest.Start.Add(-24 * time.Hour), SecondOf: secondOf})
	})
	return id
}

// finish codes a segment and ends it.
func (b *noah) finish(by access.Actor, id string, length float64, taps []tap) {
	b.t.Helper()
	b.write(by, func(ctx context.Context, f *casefile.Writer) error {
		got, err := interaction.Append(ctx, f, id, entries(id, length, taps))
		for _, g := range got {
			if g.Result != interaction.Stored {
				return fmt.Errorf("entry: %s %s", g.Result, g.Why)
			}
		}
		return err
	})
}

// coded opens a segment, codes it and ends it.
func (b *noah) coded(by access.Actor, sessionID, secondOf string, length float64, taps ...tap) string {
	b.t.Helper()
	id := b.opened(by, sessionID, secondOf)
	b.finish(by, id, length, taps)
	return id
}

func entries(id string, length float64, taps []tap) []interaction.Entry {
	var out []interaction.Entry
	add := func(d interaction.Deed, code string, at float64) {
		out = append(out, interaction.Entry{ID: fmt.Sprintf("%s-%d", id[20:], len(out)), Device: "desk-1", Seq: len(out) + 1, At: int64(at * 1000), Deed: d, Code: code})
	}
	for _, t := range taps {
		if t.until > 0 {
			add(interaction.Start, t.code, t.at)
			add(interaction.Stop, t.code, t.until)
			continue
		}
		add(interaction.Point, t.code, t.at)
	}
	add(interaction.End, "", length)
	return out
}

// answered is a stretch of n seekings of contact, each followed after two seconds,
// every fifth one by taking over instead.
func answered(n int) (length float64, taps []tap) {
	for i := range n {
		at := 10 + float64(i)*12
		taps = append(taps, tap{code: "B-KON", at: at})
		then := "F-FØL"
		if i%5 == 4 {
			then = "F-OVE"
		}
		taps = append(taps, tap{code: then, at: at + 2})
		if i%3 == 0 {
			taps = append(taps, tap{code: "D-FÆL", at: at + 4, until: at + 7})
		}
	}
	return 20 + float64(n)*12, taps
}

var unseen = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// open fetches a form with what it carries unseen.
func (b *noah) open(who access.Actor, path string) url.Values {
	b.t.Helper()
	page := b.walk.As(who).Get(path)
	if page.Status != 200 {
		b.t.Fatalf("GET %s: %d %s", path, page.Status, page.Text())
	}
	return carried(page)
}

func carried(page testkit.Page) url.Values {
	form := url.Values{}
	for _, m := range unseen.FindAllStringSubmatch(page.Body, -1) {
		form.Add(html.UnescapeString(m[1]), html.UnescapeString(m[2]))
	}
	return form
}
