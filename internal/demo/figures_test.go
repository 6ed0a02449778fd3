package demo_test

import (
	"context"
	"reflect"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/contact"
	"samspil/internal/db"
	"samspil/internal/db/dbtest"
	"samspil/internal/demo"
	"samspil/internal/lang"
	"samspil/internal/outcome"
	"samspil/internal/plan"
	"samspil/internal/session"
)

// actor is one of the invented people.
func actor(id string) access.Actor {
	for _, a := range demo.People() {
		if a.ID == id {
			return a.Actor()
		}
	}
	return access.Actor{}
}

// read opens a family's file for somebody.
func read(t testing.TB, store *casefile.Store, who, course string, f func(ctx context.Context, r *casefile.Reader) error) {
	t.Helper()
	ctx := context.Background()
	err := store.Update(ctx, func(tx *casefile.Tx) error {
		r, err := casefile.OpenRead(ctx, tx, actor(who), course, access.Purpose{Code: access.Deliver})
		if err != nil {
			return err
		}
		return f(ctx, r)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// family is what the reference says of one family.
type family struct {
	name, id, lead                              string
	delivered, planned, granted, waiting        float64
	fixed                                       int // share of activities with the fixed people, in percent
	held, cancelled, missed, contacts, versions int
	verdict                                     string
}

var families = []family{
	{"Villads", demo.VilladsID, demo.BirgitteID, 81.5, 84, 84, 0, 96, 45, 1, 0, 0, 1, "documented"},
	{"Alma", demo.AlmaID, demo.SoerenID, 26.5, 48, 48, 0, 100, 21, 3, 0, 0, 1, "not-documented"},
	{"Freja", demo.FrejaID, demo.KarenID, 44, 69, 69, 0, 90, 20, 3, 0, 0, 1, "signs"},
	{"Liva", demo.LivaID, demo.MikkelID, 112.5, 136, 136, 0, 77, 56, 2, 0, 22, 1, "not-documented"},
	{"Emil", demo.EmilID, demo.AndersID, 88, 100, 100, 0, 100, 34, 4, 0, 12, 1, "not-documented"},
	{"Noah", demo.NoahID, demo.LoneID, 121, 172, 156, 16, 96, 55, 0, 2, 27, 2, "not-documented"},
}

func TestFigures(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		store := filled(t, d, demoDay)
		for _, want := range families {
			t.Run(want.name, func(t *testing.T) {
				read(t, store, want.lead, want.id, func(ctx context.Context, r *casefile.Reader) error { return want.check(ctx, t, r) })
			})
		}
	})
}

func (want family) check(ctx context.Context, t *testing.T, r *casefile.Reader) error {
	got := want
	all, err := session.All(ctx, r, session.Period{})
	if err != nil {
		return err
	}
	got.delivered = session.Count(all).Total
	got.held, got.cancelled, got.missed, got.contacts = 0, 0, 0, 0
	for _, s := range all {
		switch s.Status {
		case session.Held:
			got.held++
		case session.Cancelled:
			got.cancelled++
		case session.NoShow:
			got.missed++
		}
		if s.Kind == session.Contact && s.Status == session.Held {
			got.contacts++
		}
	}
	got.fixed = session.By(all, want.lead).Percent()
	p, _, err := plan.Current(ctx, r)
	if err != nil {
		return err
	}
	frame, err := plan.FrameOf(ctx, r)
	if err != nil {
		return err
	}
	versions, err := plan.Versions(ctx, r)
	if err != nil {
		return err
	}
	got.planned, got.granted, got.waiting, got.versions = p.Planned(), frame.Granted, frame.Waiting, len(versions)
	dev, err := outcome.Develop(ctx, r)
	if err != nil {
		return err
	}
	got.verdict = string(dev.Conclusion.Verdict)
	if got != want {
		t.Errorf("\n got %+v\nwant %+v", got, want)
	}
	words := outcome.Words{Lang: lang.Danish, Name: func(id string) string { return actor(id).Name }}
	for _, g := range dev.Strands {
		t.Log(words.Sentence(g), "|", len(g.Made()), "målt,", len(g.Missed), "mangler |", words.GradeWords(g.Result))
	}
	t.Log(words.Conclusion(dev))
	return nil
}

// TestOneContactIsAsAmongAll: a contact that is read alone is the same as among
// all the course's contacts.
func TestOneContactIsAsAmongAll(t *testing.T) {
	store := demoStore(t)
	for _, f := range families[2:] {
		read(t, store, f.lead, f.id, func(ctx context.Context, r *casefile.Reader) error {
			if !r.Can(access.Contact, access.Read) {
				return nil
			}
			all, err := contact.All(ctx, r)
			for _, c := range all {
				one, err := contact.Get(ctx, r, c.ID)
				if err != nil {
					return err
				}
				if !reflect.DeepEqual(one, c) {
					t.Errorf("%s: contact %d differs when read alone", f.name, c.Number)
				}
			}
			return err
		})
	}
}
