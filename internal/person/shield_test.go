package person_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/person"
)

// protected is Liva's course: a hidden placement and a mother with CPR protection.
type protected struct {
	w                                  *casefiletest.World
	course, child, mother, home, place string
}

func protect(t *testing.T, w *casefiletest.World) protected {
	t.Helper()
	p := protected{w: w, course: w.Course(t), home: db.NewID(), place: db.NewID()}
	p.child, p.mother = add(t, w, w.Dorthe, p.course, noah), add(t, w, w.Dorthe, p.course, sanne)
	w.OK(t, w.Write(t, w.Dorthe, p.course, func(ctx context.Context, f *casefile.Writer) error {
		if err := person.Keep(ctx, f, p.mother, person.NewPlace{ID: p.home, Kind: person.Home, Where: person.NewWhereabouts("Lærkely 888")}, ""); err != nil {
			return err
		}
		if err := person.Keep(ctx, f, p.child, person.NewPlace{ID: p.place, Kind: person.Placement, Where: person.NewWhereabouts("Rønnehøj 999")}, ""); err != nil {
			return err
		}
		return person.Protect(ctx, f, person.Protection{
			PersonID: p.child, Kind: person.HiddenPlacement, Against: []string{p.mother}, From: clock.NewDate(2026, 2, 24),
			Until: clock.NewDate(2027, 2, 23), Document: "afgørelse", Source: "udvalget",
		})
	}))
	return p
}

func (p protected) places(t *testing.T, actor access.Actor) map[string]person.Place {
	t.Helper()
	out := map[string]person.Place{}
	p.w.OK(t, p.w.Read(t, actor, p.course, func(ctx context.Context, f *casefile.Reader) error {
		all, err := person.Places(ctx, f)
		for _, one := range all {
			out[one.ID] = one
		}
		return err
	}))
	return out
}

func (p protected) reveal(t *testing.T, actor access.Actor, reason string) (string, error) {
	t.Helper()
	var id string
	err := p.w.Write(t, actor, p.course, func(ctx context.Context, f *casefile.Writer) (err error) {
		id, err = person.Reveal(ctx, f, db.NewID(), p.place, reason)
		return err
	})
	return id, err
}

func (p protected) revealed(t *testing.T, actor access.Actor, id string) string {
	t.Helper()
	var words string
	err := p.w.Read(t, actor, p.course, func(ctx context.Context, f *casefile.Reader) error {
		place, err := person.Revealed(ctx, f, id)
		words = place.Where.Open()
		return err
	})
	if err != nil && fault.KindOf(err) != fault.NotFound {
		t.Fatal(err)
	}
	return words
}

func TestAShieldCoversWhatWasKeptBeforeIt(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		p := protect(t, w)
		got := p.places(t, w.Lone)
		if one := got[p.place]; !one.Shielded || !one.Where.IsZero() {
			t.Error("the hidden placement is shown in a list")
		}
		if one := got[p.home]; one.Shielded || one.Where.Open() != "Lærkely 888" {
			t.Error("a placement hidden does not shield the mother's home: they are two things")
		}
	})
}

func TestAddressProtectionShieldsThatPersonAndNobodyElse(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		p := protect(t, w)
		w.OK(t, w.Write(t, w.Lone, p.course, func(ctx context.Context, f *casefile.Writer) error {
			return person.Protect(ctx, f, person.Protection{PersonID: p.mother, Kind: person.CPRProtection, From: clock.NewDate(2025, 10, 31), Source: "CPR"})
		}))
		if one := p.places(t, w.Lone)[p.home]; !one.Shielded || !one.Where.IsZero() {
			t.Error("a protected person's home is shown")
		}
		other := add(t, w, w.Dorthe, p.course, person.Card{Role: person.Parent, Name: "Mads"})
		id := db.NewID()
		w.OK(t, w.Write(t, w.Lone, p.course, func(ctx context.Context, f *casefile.Writer) error {
			return person.Keep(ctx, f, other, person.NewPlace{ID: id, Kind: person.Home, Where: person.NewWhereabouts("Åvej 1")}, "")
		}))
		if p.places(t, w.Lone)[id].Shielded {
			t.Error("one parent's protection shields the other's home, and so tells that it is there")
		}
	})
}

func TestTheShieldOutlivesItsSource(t *testing.T) {
	w := casefiletest.One(t)
	p := protect(t, w)
	w.SetNow(clock.NewDate(2028, 1, 1).At(8, 0))
	if !p.places(t, w.Lone)[p.place].Shielded {
		t.Error("the end of the period opened the place")
	}
}

func TestRevealAsksWhyAndLastsAMinute(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		p := protect(t, w)
		if _, err := p.reveal(t, w.Lone, ""); len(keysOf(err)) != 1 {
			t.Errorf("shown without a reason: %v", err)
		}
		id, err := p.reveal(t, w.Lone, "Jeg skal hente ham i dag")
		w.OK(t, err)
		if got := p.revealed(t, w.Lone, id); got != "Rønnehøj 999" {
			t.Errorf("got %q", got)
		}
		if got := p.revealed(t, w.Anders, id); got != "" {
			t.Error("shown to somebody who did not ask")
		}
		w.SetNow(w.Now().Add(61 * time.Second))
		if got := p.revealed(t, w.Lone, id); got != "" {
			t.Error("still shown after a minute")
		}
	})
}

func TestTenPlacesAnHour(t *testing.T) {
	w := casefiletest.One(t)
	p := protect(t, w)
	for range 10 {
		_, err := p.reveal(t, w.Lone, "besøg")
		w.OK(t, err)
	}
	if _, err := p.reveal(t, w.Lone, "besøg"); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("the eleventh: %v", err)
	}
	w.SetNow(w.Now().Add(61 * time.Minute))
	_, err := p.reveal(t, w.Lone, "besøg")
	w.OK(t, err)
}

func TestTwoPeopleLiftAShield(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		p := protect(t, w)
		lift := func(actor access.Actor, reason string) (done bool, err error) {
			err = w.Write(t, actor, p.course, func(ctx context.Context, f *casefile.Writer) error {
				all, err := person.Protections(ctx, &f.Reader)
				if err != nil {
					return err
				}
				done, err = person.Lift(ctx, f, all[0].ID, reason)
				return err
			})
			return done, err
		}
		if _, err := lift(w.Gitte, ""); len(keysOf(err)) != 1 {
			t.Errorf("lifted without a reason: %v", err)
		}
		for _, step := range []struct {
			actor access.Actor
			done  bool
		}{{w.Gitte, false}, {w.Gitte, false}, {w.Dorthe, true}} {
			done, err := lift(step.actor, "afgørelsen er ophævet")
			w.OK(t, err)
			if done != step.done || p.places(t, w.Lone)[p.place].Shielded == step.done {
				t.Errorf("%s: done %v", step.actor.ID, done)
			}
		}
	})
}

func TestAHiddenPlacementNeedsEndDecisionAndAgainstWhom(t *testing.T) {
	w := casefiletest.One(t)
	course := w.Course(t)
	child := add(t, w, w.Dorthe, course, noah)
	err := w.Write(t, w.Dorthe, course, func(ctx context.Context, f *casefile.Writer) error {
		return person.Protect(ctx, f, person.Protection{PersonID: child, Kind: person.HiddenPlacement, From: clock.NewDate(2026, 2, 24)})
	})
	want := []string{
		"until person.protection.until.missing", "against person.protection.against.missing",
		"document person.protection.document.missing",
	}
	if d := cmp.Diff(want, keysOf(err)); d != "" {
		t.Error(d)
	}
}

func TestARenewalCannotBecomeAnotherProtection(t *testing.T) {
	w := casefiletest.One(t)
	p := protect(t, w)
	err := w.Write(t, w.Dorthe, p.course, func(ctx context.Context, f *casefile.Writer) error {
		all, err := person.Protections(ctx, &f.Reader)
		if err != nil {
			return err
		}
		return person.Protect(ctx, f, person.Protection{
			PersonID: p.mother, Kind: person.OwnJudgement, From: clock.NewDate(2026, 3, 1), Source: "hende selv", Supersedes: all[0].ID,
		})
	})
	if fault.KindOf(err) != fault.Invalid || !p.places(t, w.Lone)[p.place].Shielded {
		t.Errorf("one hand lifted the shield: %v", err)
	}
}
