package interaction_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/scheme"
)

func changed(t testing.TB, change func(*scheme.Scheme)) []byte {
	t.Helper()
	s := scheme.Shipped()
	change(&s)
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestSchemesAreAddedAndNeverChanged(t *testing.T) {
	each(t, func(b *family) {
		add := func(who access.Actor, text []byte) error {
			return b.w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
				_, err := interaction.AddScheme(context.Background(), tx, who, text)
				return err
			})
		}
		newer := changed(b.t, func(s *scheme.Scheme) { s.Version = "1.1" })
		for _, who := range []access.Actor{b.w.Lone, b.w.Ellen, b.w.Gitte, b.w.Dorthe} {
			b.w.Denied(b.t, add(who, newer))
		}
		b.w.OK(b.t, add(b.w.Admin, newer))
		b.w.OK(b.t, add(b.w.Admin, newer))
		b.w.OK(b.t, add(b.w.Admin, changed(b.t, func(*scheme.Scheme) {}))) // the shipped one itself
		for name, text := range map[string][]byte{
			"the shipped one with other text": changed(b.t, func(s *scheme.Scheme) { s.Settings.Answer = 4000 }),
			"a kept one with other text":      changed(b.t, func(s *scheme.Scheme) { s.Version, s.Settings.Answer = "1.1", 4000 }),
		} {
			if err := add(b.w.Admin, text); fault.KindOf(err) != fault.Conflict {
				b.t.Errorf("%s: got %v", name, err)
			}
		}
		if err := add(b.w.Admin, []byte("{}")); fault.KindOf(err) != fault.Invalid {
			b.t.Errorf("got %v", err)
		}
		s := b.segment()
		s.Scheme = "mikro 1.1"
		b.coded(b.w.Lone, s, play(2, 1)...)
		b.w.OK(b.t, b.w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
			all, err := interaction.Schemes(context.Background(), tx)
			if len(all) != 2 || !all[0].Shipped || all[0].Used != 0 || all[1].Ref() != "mikro 1.1" || all[1].Used != 1 || all[1].EnteredBy != b.w.Admin.ID {
				b.t.Errorf("got %+v", all)
			}
			return err
		}))
	})
}

func TestMomentsAreSavedAnewEachTime(t *testing.T) {
	each(t, func(b *family) {
		s := b.coded(b.w.Lone, b.segment(), play(3, 2)...)
		choose := func(who access.Actor, c interaction.Chosen) error {
			return b.write(who, func(ctx context.Context, f *casefile.Writer) error { return interaction.Choose(ctx, f, c) })
		}
		one := interaction.Chosen{ID: db.NewID(), SessionID: b.session, Practise: "Vent et øjeblik", Moments: []interaction.Moment{{SegmentID: s.ID,
			Child: interaction.Step{Code: "B-INI", At: 1000, Words: "Noah rakte klodsen frem", Picture: "block"}, Parent: interaction.Step{Words: "Du ventede", Picture: "eye"}}}}
		b.w.OK(b.t, choose(b.w.Lone, one))
		b.w.OK(b.t, choose(b.w.Lone, one))
		two := one
		two.ID, two.Version, two.Words = db.NewID(), 1, "Tak for i dag"
		b.w.OK(b.t, choose(b.w.Anders, two))
		stale := one
		stale.ID, stale.Version = db.NewID(), 1
		if err := choose(b.w.Lone, stale); fault.KindOf(err) != fault.Conflict {
			b.t.Errorf("got %v", err)
		}
		stale.Version = 7
		if err := choose(b.w.Lone, stale); fault.KindOf(err) != fault.Conflict {
			b.t.Errorf("a version that is not there yet: %v", err)
		}
		b.read(b.w.Ellen, func(ctx context.Context, f *casefile.Reader) error {
			got, err := interaction.ChosenOf(ctx, f, b.session)
			if got.Version != 2 || got.Words != "Tak for i dag" || got.ChosenBy != "anders" || len(got.Moments) != 1 || got.Moments[0].Child.Picture != "block" {
				b.t.Errorf("got %+v", got)
			}
			return err
		})
		b.w.Denied(b.t, choose(b.w.Dorthe, one))
		for name, c := range map[string]struct {
			change func(*interaction.Chosen)
			want   string
		}{
			"a picture of one's own":    {func(c *interaction.Chosen) { c.Moments[0].Child.Picture = "photo" }, "interaction.moment.picture"},
			"no words":                  {func(c *interaction.Chosen) { c.Moments[0] = interaction.Moment{SegmentID: s.ID} }, "interaction.moment.empty"},
			"another session's coding":  {func(c *interaction.Chosen) { c.Moments[0].SegmentID = db.NewID() }, "interaction.segment.none"},
			"a setback nobody talks of": {func(c *interaction.Chosen) { c.Setback = "Det var svært at sige farvel" }, "interaction.moment.talk"},
			"a hundred":                 {func(c *interaction.Chosen) { c.Moments = make([]interaction.Moment, 100) }, "interaction.moment.many"},
		} {
			bad := two
			bad.ID, bad.Version = db.NewID(), 2
			bad.Moments = append([]interaction.Moment{}, two.Moments...)
			c.change(&bad)
			if e, ok := fault.As(choose(b.w.Lone, bad)); !ok || len(e.Fields) == 0 || e.Fields[0].Key != c.want {
				b.t.Errorf("%s: got %v", name, e)
			}
		}
	})
}

func TestOnlyGoodMomentsAreSuggested(t *testing.T) {
	w := casefiletest.One(t)
	b := newFamily(t, w)
	b.coded(w.Lone, b.segment(),
		point(1000, "B-INI"), point(2500, "F-FØL"), point(4000, "B-KON"), // good
		point(20000, "B-INI"), point(22000, "F-FØL"), point(24000, "F-OVE"), // then taken over
		point(40000, "B-INI"), point(42000, "F-ORD"), point(45000, "F-NEG"), // then harsh
		point(60000, "B-AFV"), point(62000, "F-TRØ"), point(64000, "B-SVA"), // lost and found
		point(100000, "B-AFV"), point(104000, "B-SVA"), // found without the parent
		deed(200000, interaction.End))
	b.read(w.Lone, func(ctx context.Context, f *casefile.Reader) error {
		got, err := interaction.Suggestions(ctx, f, b.session)
		var brief []string
		for _, s := range got {
			kind := ""
			if s.Repair {
				kind = " repair"
			}
			brief = append(brief, s.Child.Code+" "+s.Parent.Code+" "+s.Then.Code+kind)
		}
		if diff := cmp.Diff([]string{"B-INI F-FØL B-KON", "B-AFV F-TRØ B-SVA repair"}, brief); diff != "" {
			t.Error(diff)
		}
		return err
	})
}

func TestAPatternIsAskedAgainAsItWas(t *testing.T) {
	each(t, func(b *family) {
		s := b.coded(b.w.Lone, b.segment(), play(3, 2)...)
		p := interaction.Pattern{ID: db.NewID(), Segments: []string{s.ID}, Kind: "lag", Lag: 1, Codes: []string{"B-INI", "F-FØL"}, Permutations: 1000, Seed: 1 << 63}
		keep := func(who access.Actor, p interaction.Pattern) error {
			return b.write(who, func(ctx context.Context, f *casefile.Writer) error { return interaction.KeepPattern(ctx, f, p) })
		}
		b.w.OK(b.t, keep(b.w.Ellen, p))
		b.w.OK(b.t, keep(b.w.Ellen, p))
		b.w.Denied(b.t, keep(b.w.Lone, p))
		other := p
		other.Lag = 2
		if err := keep(b.w.Ellen, other); fault.KindOf(err) != fault.Conflict {
			b.t.Errorf("got %v", err)
		}
		other.ID, other.Segments = db.NewID(), []string{db.NewID()}
		if err := keep(b.w.Ellen, other); fault.KindOf(err) != fault.NotFound {
			b.t.Errorf("got %v", err)
		}
		b.read(b.w.Lone, func(ctx context.Context, f *casefile.Reader) error {
			got, err := interaction.PatternNamed(ctx, f, p.ID)
			if got.KeptBy != "ellen" || got.Seed != p.Seed || got.Segments[0] != s.ID {
				b.t.Errorf("got %+v", got)
			}
			_, missing := interaction.PatternNamed(ctx, f, db.NewID())
			if fault.KindOf(missing) != fault.NotFound {
				b.t.Errorf("got %v", missing)
			}
			return err
		})
	})
}
